"""What the tests of pages in a real browser share: how it is started, and what a visit keeps."""

from __future__ import annotations

from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

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


def violations(page: Page) -> list[str]:
    """What axe-core finds on a page: the rule, and the first element that breaks it."""
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]})
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in results.response["violations"]]
