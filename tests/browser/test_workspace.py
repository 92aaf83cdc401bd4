"""The workspace in a real browser: one step after another, back and forth, by pointer, by keyboard, and without script."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pages import LIVE, NARROW, NARROWEST, WATCH_POLICY, WIDE, Visit, violations
from playwright.sync_api import Browser, Page
from pptx import Presentation

pytestmark = pytest.mark.browser

LOOPING = "/network?thing=practice:looping"
EXPANDED = f"{LOOPING}&do=expand~practice:looping~EquityGoal"
FEW = "/network?view=practices-to-goals&group=english-learners&goal=english-language-proficiency"
SWAPPED = """
new Promise((done) => {
  const look = () => (performance.getEntriesByName("equigraph-swapped").length ? done(true) : setTimeout(look, 5));
  look();
})
"""
# Where every box stands, by the name of its thing.
PLACES = """(() => {
  const drawn = JSON.parse(document.getElementById("drawn").textContent);
  const data = JSON.parse(document.getElementById("picture-data").textContent);
  return Object.fromEntries(data.nodes.map((node) => [drawn.things[node.id], [node.x, node.y]]));
})()"""


@pytest.fixture
def open_at(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """Return what opens an address of the explorer; script off by ``script=False``."""
    contexts = []

    def open_page(path: str, *, width: int = WIDE, script: bool = True, **options: Any) -> Visit:
        options.setdefault("viewport", {"width": width, "height": 900})
        context = browser.new_context(java_script_enabled=script, **options)
        contexts.append(context)
        seen = Visit(context.new_page())
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("console", lambda message: seen.complaints.append(message.text))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        if script:
            seen.page.add_init_script(WATCH_POLICY)
        seen.page.goto(address + path)
        if script and seen.page.locator("#picture-data, #map").count():
            seen.page.evaluate(LIVE)
        return seen

    yield open_page
    for context in contexts:
        context.close()


def swapping(page: Page, act: Callable[[], object]) -> None:
    """Do what leads to another selection, and wait until it is shown."""
    page.evaluate("performance.clearMarks()")
    act()
    page.evaluate(SWAPPED)


def path_of(page: Page, address: str) -> str:
    return page.url.removeprefix(address)


# --- the journey ----------------------------------------------------------------------------


def test_expand_undo_redo_reload_give_the_same_picture(open_at, address):
    seen = open_at(LOOPING)
    page = seen.page
    at_first = page.evaluate(PLACES)
    page.locator("#listed a").first.click()
    expand = page.locator(".open .tools [data-key='expand EquityGoal']")
    expand.wait_for()
    assert "3 equity goals, 0 shown" in page.locator(".open .tools").inner_text()
    swapping(page, expand.click)
    assert EXPANDED == path_of(page, address)
    expanded = page.evaluate(PLACES)
    assert set(at_first) < set(expanded)
    assert all(expanded[name] == place for name, place in at_first.items())
    told = page.locator("#told").inner_text()
    assert "equity goals shown" in told
    assert "3 things added" in told

    swapping(page, page.locator("#undo").click)
    assert LOOPING == path_of(page, address)
    assert at_first == page.evaluate(PLACES)
    swapping(page, page.locator("#redo").click)
    assert EXPANDED == path_of(page, address)
    assert expanded == page.evaluate(PLACES)

    page.reload()
    page.evaluate(LIVE)
    assert expanded == page.evaluate(PLACES)
    swapping(page, page.go_back)
    assert LOOPING == path_of(page, address)

    assert [] == seen.broken_policies()
    assert [] == seen.complaints
    assert {address} == {"/".join(url.split("/")[:3]) for url in seen.requests}


def test_who_comes_by_a_shared_address_can_undo_and_redo(open_at, address):
    page = open_at(EXPANDED).page

    swapping(page, page.locator("#undo").click)
    assert LOOPING == path_of(page, address)
    swapping(page, page.locator("#redo").click)
    assert EXPANDED == path_of(page, address)


def test_a_first_visit_ends_with_a_cited_slide(open_at, address):
    page = open_at("/").page
    page.fill("#seek", "English learners")
    page.locator("#seek").press("Enter")
    page.get_by_role("link", name="English Learners").first.click()
    page.locator("main a[href*='/network?']").first.click()
    page.locator(".workspace-head").wait_for()
    with page.expect_download() as waiting:
        page.locator(".strip .button.main").click()

    assert waiting.value.suggested_filename.endswith(".pptx")
    deck = Presentation(io.BytesIO(waiting.value.path().read_bytes()))
    words = "\n".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    assert "Sources" in words
    assert "doi.org" in words or "https://" in words


# --- what stays where it is -----------------------------------------------------------------


def test_scroll_focus_and_open_tools_stay(open_at):
    page = open_at(FEW).page
    page.locator("#tool-arrange summary").click()
    page.select_option("#by", "category")
    page.evaluate("window.scrollTo(0, 120)")
    swapping(page, page.locator("#tool-arrange button").click)

    assert page.locator("#tool-arrange").get_attribute("open") is not None
    assert "category" == page.input_value("#by")
    assert "BUTTON" == page.evaluate("document.activeElement.tagName")
    assert 0 < page.evaluate("window.scrollY")


def test_the_card_stays_open_and_its_thing_where_it_was(open_at):
    page = open_at(FEW).page
    page.locator("tr.group a").first.click()
    page.locator(".open .tools[data-full] [data-key=mark]").wait_for()
    name = page.locator(".open h3").inner_text()

    swapping(page, page.locator(".open [data-key=mark]").click)
    assert name == page.locator(".open h3").inner_text()
    page.locator(".open .tools[data-full] [data-key=mark]").wait_for()
    assert "mark" == page.evaluate("document.activeElement.dataset.key")
    assert "Highlight no more" == page.locator(".open [data-key=mark]").inner_text()


def test_a_zoomed_picture_stays_zoomed(open_at):
    page = open_at(FEW).page
    page.evaluate("document.getElementById('scroll').scrollIntoView()")
    page.mouse.move(500, 500)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    page.locator("#unzoom").wait_for()

    page.locator("#tool-arrange summary").click()
    page.select_option("#by", "kind")
    swapping(page, page.locator("#tool-arrange button").click)
    assert page.locator("#unzoom").is_visible()


# --- moving by hand -------------------------------------------------------------------------


def test_a_box_is_moved_by_the_pointer(open_at, address):
    page = open_at(EXPANDED).page
    page.evaluate("document.getElementById('scroll').scrollIntoView()")
    before = page.evaluate(PLACES)
    name, (x, y) = next(item for item in before.items() if item[0].startswith("goal:"))
    frame = page.locator("#canvas").bounding_box()
    page.mouse.move(frame["x"] + x, frame["y"] + y)
    page.mouse.down()
    page.mouse.move(frame["x"] + x + 20, frame["y"] + y + 10, steps=3)
    page.mouse.move(frame["x"] + x + 60, frame["y"] + y + 40, steps=3)
    assert page.locator(".ghost").count()
    swapping(page, page.mouse.up)

    after = page.evaluate(PLACES)
    assert [round(x) + 60, round(y) + 40] == [round(one) for one in after[name]]
    assert f"{EXPANDED}&do=pin~{name}~{round(x) + 60}~{round(y) + 40}" == path_of(page, address)
    assert {**before, name: after[name]} == after
    assert 0 == page.locator("article.open").count()


def test_a_box_is_moved_by_the_arrow_keys(open_at):
    page = open_at(EXPANDED).page
    page.locator("tr.group a").first.click()
    page.locator(".open .tools[data-full] summary").click()
    name = page.locator(".open .tools > p > button").get_attribute("value")
    before = page.evaluate(PLACES)[name]
    page.locator(".open [data-move=Right]").focus()

    swapping(page, lambda: page.keyboard.press("ArrowDown"))
    page.locator('[data-move="Down"]:focus').wait_for()
    swapping(page, lambda: page.keyboard.press("ArrowRight"))
    after = page.evaluate(PLACES)[name]
    assert [round(before[0]) + 40, round(before[1]) + 40] == [round(one) for one in after]


# --- for everyone ---------------------------------------------------------------------------


def test_by_keyboard_alone(open_at, address):
    page = open_at(LOOPING).page
    page.locator("#tool-add summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("high-dosage tutoring")
    page.locator(".suggested .option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    swapping(page, lambda: page.keyboard.press("Enter"))
    assert f"{LOOPING}&do=add~practice:high-dosage-tutoring" == path_of(page, address)

    page.locator("#listed a").first.focus()
    page.keyboard.press("Enter")
    page.locator(".open .tools[data-full] [data-key=hide]").focus()
    swapping(page, lambda: page.keyboard.press("Enter"))
    assert "&do=hide~practice:" in page.url
    page.locator("#undo").focus()
    swapping(page, lambda: page.keyboard.press("Enter"))
    assert "do=hide~" not in page.url


def test_with_script_off_every_tool_is_a_page(open_at, address):
    page = open_at(EXPANDED, script=False).page
    assert page.locator(".still svg").is_visible()
    page.locator("article .tools button").first.click()
    assert "/network/thing?" in page.url
    page.locator("[data-key=hide]").click()
    assert path_of(page, address).startswith(f"{EXPANDED}&do=hide~")
    page.locator("#undo").click()
    assert EXPANDED == path_of(page, address)
    page.locator("#tool-add summary").click()
    page.fill("#add", "High-dosage tutoring")
    page.locator("#tool-add button").click()
    assert f"{EXPANDED}&do=add~practice:high-dosage-tutoring" == path_of(page, address)
    page.locator("#tab-table").click()
    assert page.locator("table.every").is_visible()


PAGES = {
    "picture": f"{FEW}&mark=goal:english-language-proficiency&note=goal:english-language-proficiency~Ask~Ann",
    "table": f"{FEW}&show=table",
    "gaps": f"{FEW}&show=gaps",
    "paths": f"{EXPANDED}&show=paths&from=practice:looping&to=goal:attendance-and-engagement",
    "start": "/network",
    "about": "/network/about?view=practices-to-goals",
    "thing": f"/network/thing?{EXPANDED.partition('?')[2]}&act.on=practice:looping",
    "choice": f"{LOOPING}&act.add=tutorin",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("picture", WIDE, "light"),
        ("picture", NARROW, "dark"),
        ("table", WIDE, "dark"),
        ("table", NARROW, "light"),
        ("gaps", NARROW, "dark"),
        ("paths", WIDE, "light"),
        ("paths", NARROW, "dark"),
        ("start", NARROW, "light"),
        ("about", WIDE, "dark"),
        ("thing", NARROW, "dark"),
        ("choice", WIDE, "light"),
    ],
)
def test_axe_finds_nothing(open_at, address, name, width, scheme):
    seen = open_at(PAGES[name], width=width, color_scheme=scheme)
    page = seen.page
    for summary in page.locator(".strip summary").all():
        summary.click()
    assert [] == violations(page)
    assert width == page.evaluate("document.documentElement.scrollWidth")

    assert [] == seen.broken_policies()
    assert [] == seen.complaints
    assert {address} == {"/".join(url.split("/")[:3]) for url in seen.requests}


@pytest.mark.parametrize("name", ["picture", "table", "start", "thing"])
def test_nothing_is_wider_than_the_narrowest_screen(open_at, name):
    page = open_at(PAGES[name], width=NARROWEST).page

    assert NARROWEST == page.evaluate("document.documentElement.scrollWidth")


def test_axe_finds_nothing_on_a_card_with_its_tools(open_at):
    page = open_at(FEW).page
    page.locator("tr.group a").first.click()
    page.locator(".open .tools[data-full] summary").click()

    assert [] == violations(page)
