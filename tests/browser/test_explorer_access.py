"""Every page of the explorer in a real browser: closed to others, and usable in other sizes, colours and ways.

The tests of single pages have axe-core look at everything wide and light, and narrow and dark. What the other theme can
change of that is contrast, which is looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from explorer_pages import PAGES
from pages import NARROW, NARROWEST, WATCH_POLICY, WIDE
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
FOUND = """rules => axe.run(document, rules).then(
  (found) => found.violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`))"""
TELLS = (
    "status of 404 (Not Found)",
    "status of 400 (Bad Request)",
)  # what the browser says of pages that tell an error

# WCAG 2.2, 1.4.12: what a reader may set, and what has to be readable with it.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")]
  .filter((part) => {
    const style = getComputedStyle(part);
    const isHidden = style.clipPath !== "none" || style.position === "absolute" || part.closest(".CodeMirror, svg");
    const holdsText = [...part.childNodes].some((one) => one.nodeType === 3 && one.textContent.trim());
    return !isHidden && holdsText && ["hidden", "clip"].includes(style.overflowY) && part.clientHeight > 0
      && part.scrollHeight > part.clientHeight + 2;
  })
  .map((part) => part.outerHTML.slice(0, 120))"""
MOVING = """() => [...document.querySelectorAll("*")]
  .filter((part) => {
    const style = getComputedStyle(part);
    const longest = (text) => Math.max(...text.split(",").map(parseFloat));
    return longest(style.transitionDuration) > 0.011 || (style.animationName !== "none" && longest(style.animationDuration) > 0.011);
  })
  .map((part) => part.outerHTML.slice(0, 120))"""

# The stops of the Tab key, as the page has them: what can be focused, is shown, and is not one radio button of many.
STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
  .filter((part) => part.tabIndex >= 0 && !part.disabled && part.checkVisibility({ visibilityProperty: true })
    && part.type !== "hidden" && (part.type !== "radio" || part.checked))
  .map((part) => (part.dataset.stop = String(Math.random()), part.dataset.stop))"""
WALK = """() => {
  window.walked = [];
  document.addEventListener("focusin", ({ target }) => {
    const around = target.closest("label, .check, .CodeMirror") ?? target;
    const isSeen = [target, around].map((part) => getComputedStyle(part)).some((style) =>
      (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none");
    window.walked.push([target.dataset.stop ?? target.outerHTML.slice(0, 120), isSeen, target.outerHTML.slice(0, 120)]);
  });
}"""
# One page of each kind: what is read and in what order is looked at by the tests of single pages, in both widths.
AXED = (
    "home", "entity", "thing", "goals", "questions", "question", "search", "why of two", "gaps", "one-pager",
    "start of a picture", "picture", "table", "gap map of a picture", "paths", "about a picture", "thing of a picture",
    "example", "answer", "pivot", "faulty query", "not found",
)  # fmt: skip
WALKED = ("home", "entity", "question", "search", "gaps", "start of a picture", "picture", "table", "paths", "example")


@dataclass
class Window:
    """A browser window with what its page asked for and complained of."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, name: str, width: int, scheme: Any) -> Page:
        self.requests.clear()
        self.complaints.clear()
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=scheme, forced_colors="none", reduced_motion="no-preference")
        self.page.goto(self.address + PAGES[name])
        return self.page


@pytest.fixture(scope="module")
def window(browser: Browser, address: str) -> Iterator[Window]:
    """Return a window on the explorer of the bundled graph."""
    context = browser.new_context()
    seen = Window(context.new_page(), address)
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    seen.page.on("console", lambda message: seen.complaints.append(message.text))
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.add_init_script(WATCH_POLICY)
    yield seen
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_nobody_else_and_keeps_its_policy(window: Window, name: str) -> None:
    page = window.open(name, WIDE, "dark")
    page.wait_for_load_state("load")
    own = (f"{window.address}/", "data:")

    assert [] == colours_of(page) if name in AXED else True
    assert [] == [url for url in window.requests if not url.startswith(own)]
    assert [] == [said for said in window.complaints if not any(tell in said for tell in TELLS)]
    assert [] == page.evaluate("window.broken")
    assert_fits(page)


def colours_of(page: Page) -> list[str]:
    """Return what is hard to read, wide and dark or narrow and light."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(FOUND, COLOURS)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": NARROW, "height": 900})
    return [*found, *page.evaluate(FOUND, COLOURS)]


def assert_fits(page: Page) -> None:
    """A page can be read at 400 %, with wider spacing, and stands still for those who wish it."""
    page.set_viewport_size({"width": NARROWEST, "height": 256})  # 1280 by 1024 at 400 %
    zoomed = page.evaluate("document.documentElement.scrollWidth")
    page.evaluate(SPACED)
    spaced = page.evaluate("document.documentElement.scrollWidth")
    cut_off = page.evaluate(CUT_OFF)
    page.emulate_media(reduced_motion="reduce")

    assert zoomed <= NARROWEST
    assert spaced <= NARROWEST
    assert [] == cut_off
    assert [] == page.evaluate(MOVING)


@pytest.mark.parametrize("name", WALKED)
def test_the_tab_key_reaches_everything_in_sight_and_is_caught_by_nothing(window: Window, name: str) -> None:
    page = window.open(name, WIDE, "light")
    page.wait_for_load_state("networkidle")
    expected = page.evaluate(STOPS)
    page.evaluate(WALK)
    for _ in range(len(expected) + 1):  # one more leads out of the page, or to its first stop again
        page.keyboard.press("Tab")
    walked = page.evaluate("window.walked")
    reached = [stop for stop, *_ in walked]

    assert [] == [words for _, is_seen, words in walked if not is_seen]
    assert set(expected) == set(reached)
    assert len(expected) == len(set(reached[: len(expected)]))
