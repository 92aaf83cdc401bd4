"""What the tests of pages in a real browser share: how it is started, and what a visit keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome")
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}  # all that differs in another scheme
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WATCH_POLICY = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => window.broken.push(event.violatedDirective));
"""
LIVE = """
new Promise((done) => {
  const look = () => (performance.getEntriesByName("equigraph-live").length ? done(true) : setTimeout(look, 5));
  look();
})
"""
HAS_SCRIPT = "#canvas, #map"  # what a script of ours brings to life
NARROW, WIDE = 400, 1280
NARROWEST = 320  # CSS px: all text must still be read without scrolling sideways (WCAG 2.2, 1.4.10)


@dataclass
class Visit:
    """A page with everything it said and asked for."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def broken_policies(self) -> list[str]:
        found: list[str] = self.page.evaluate("window.broken")
        return found


def violations(page: Page, part: str = "html", only: dict[str, Any] | None = None) -> list[str]:
    """What axe-core finds in a part of a page: the rule, and the first element that breaks it."""
    rules = only or {"type": "tag", "values": WCAG}
    results = Axe().run(page, context=part, options={"runOnly": rules, "resultTypes": ["violations"]})
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]} ({len(one['nodes'])} times)"
        for one in results.response["violations"]
    ]


def assert_is_closed_readable_and_whole(browser: Browser, file: Path, looks: Mapping[int, Sequence[Any]]) -> None:
    """A page of one file asks for nothing else; at each width, in each scheme of colours, all of it can be read."""
    page = browser.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(file.as_uri())
    for width, (scheme, *others) in looks.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert width == page.evaluate("document.documentElement.scrollWidth")
        assert [] == violations(page)
        for other in others:
            page.emulate_media(color_scheme=other)
            assert [] == violations(page, only=COLOURS)

    assert [file.as_uri()] == requests
    assert [] == complaints
    page.close()
