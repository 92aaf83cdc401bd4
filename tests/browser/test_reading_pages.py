"""The pages that people read, in a real browser: closed to others, accessible at every size, read with script off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pages import NARROW, NARROWEST, WATCH_POLICY, WIDE, violations
from playwright.sync_api import Browser, BrowserContext, Page, expect

from equigraph.graph.knowledge_graph import KnowledgeGraph

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "practice": "/id/practice/looping",
    "group": "/id/group/english-learners",
    "source": "/id/source/r-kemple-2008",
    "claim": "/id/claim/ev-high-dosage-tutoring-01",
    "concept": "/id/category/academic-support",
    "list": "/things?class=eq:Commitment",
    "policies": "/policies?state=vermont",
    "questions": "/questions",
    "question": "/questions/who-does",
    "empty": "/questions/evidence-against?practice=flexible-learning-environments",
    "search": "/search?q=english",
    "why": "/why?from=looping&to=academic-achievement&max-length=1",
    "gaps": "/gaps?practice=looping&group=english-learners",
    "one-pager": "/one-pager?entity=looping",
    "error": "/id/practice/tutorin",
}


class Reader:
    """A browser window that keeps what a page asked for and complained of."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        options.setdefault("viewport", {"width": WIDE, "height": 900})
        self.context: BrowserContext = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.address = address
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.add_init_script(WATCH_POLICY)

    def read(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page


@pytest.fixture(scope="module")
def readers(browser: Browser, address: str) -> Iterator[dict[str, Reader]]:
    """Return two windows: wide and light, narrow and dark, one of each a page is looked at in."""
    found = {
        "wide and light": Reader(browser, address, color_scheme="light"),
        "narrow and dark": Reader(
            browser, address, color_scheme="dark", viewport={"width": NARROW, "height": 900}, reduced_motion="reduce"
        ),
    }
    yield found
    for reader in found.values():
        reader.context.close()


@pytest.mark.parametrize("window", ["wide and light", "narrow and dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_closed_to_others(readers: dict[str, Reader], name: str, window: str) -> None:
    reader = readers[window]
    reader.asked.clear()
    reader.complaints.clear()

    page = reader.read(PAGES[name])

    assert [] == violations(page)
    assert [] == [url for url in reader.asked if not url.startswith((reader.address, "data:"))]
    assert [] == [said for said in reader.complaints if "404 (Not Found)" not in said]
    assert [] == page.evaluate("window.broken")
    if window == "narrow and dark":
        page.set_viewport_size({"width": NARROWEST, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST
        page.set_viewport_size({"width": NARROW, "height": 900})


@pytest.fixture
def script_off(browser: Browser, address: str) -> Iterator[Reader]:
    reader = Reader(browser, address, java_script_enabled=False)
    yield reader
    reader.context.close()


def test_without_script_all_null_findings_for_a_group_are_found(
    script_off: Reader, bundled_graph: KnowledgeGraph
) -> None:
    nulls = list(
        bundled_graph.select(
            "SELECT DISTINCT ?c { ?c eq:group/skos:broader* group:english-learners ; eq:direction direction:null }",
            guard=False,
        )
    )
    page = script_off.read("/")
    page.get_by_role("link", name="English Learners", exact=True).click()
    page.get_by_role("link", name="What was found").click()
    page.locator(".tally").get_by_role("link", name="no effect found").click()

    expect(page.get_by_role("heading", name="No effect found")).to_contain_text(str(len(nulls)))
    told = page.locator("#d-null + ol > li")
    assert len(nulls) == told.count()
    assert ["no effect found"] * len(nulls) == told.locator(".direction").all_inner_texts()


def test_without_script_a_search_and_a_question_work(script_off: Reader) -> None:
    page = script_off.read("/")
    page.get_by_label("Search everything").last.fill("dual-language immersion")
    page.get_by_role("button", name="Search").last.click()
    page.get_by_role("link", name="Dual-language immersion").first.click()
    expect(page.locator("h1")).to_have_text("Dual-language immersion")

    script_off.read("/questions/practices-for-group")
    page.locator("#p-group").select_option("group:students-with-disabilities")
    page.get_by_role("button", name="Answer").click()
    expect(page.locator(".parameters")).to_contain_text("Students with disabilities")


def test_suggestions_are_walked_by_keyboard(readers: dict[str, Reader]) -> None:
    page = readers["wide and light"].read("/")
    field = page.get_by_role("combobox").last
    field.press_sequentially("restorative", delay=10)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    assert "true" == field.get_attribute("aria-expanded")
    expect(page.locator(".box [role=status]").last).to_contain_text("suggestion")
    assert [] == violations(page)

    field.press("ArrowUp")  # from the field to the last one, and on around
    assert options.last.get_attribute("id") == field.get_attribute("aria-activedescendant")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowDown")
    assert ["true"] == page.locator("[role=option][aria-selected=true]").evaluate_all(
        "all => all.map((one) => one.getAttribute('aria-selected'))"
    )
    field.press("Escape")
    expect(options.first).to_be_hidden()
    assert "false" == field.get_attribute("aria-expanded")
    field.press("ArrowDown")
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/id/practice/restorative-practices")


def test_a_field_takes_a_thing_of_its_kind(readers: dict[str, Reader]) -> None:
    page = readers["wide and light"].read("/id/practice/looping")
    field = page.get_by_label("Another thing")
    field.press_sequentially("less excl", delay=10)
    page.get_by_role("option").first.click()
    assert "Less exclusionary discipline" == field.input_value()
    page.get_by_role("button", name="Show why").click()
    expect(page.locator("h1")).to_contain_text("Why is Looping connected to")
    assert "to=goal%3Areduce-exclusionary-discipline" in page.url

    assert ["Looping", "Less exclusionary discipline"] == [
        page.locator(name).input_value() for name in ("#p-from", "#p-to")
    ]
    page.locator("#p-from").fill("Advisory")
    page.get_by_role("button", name="Show why").click()
    expect(page.locator("h1")).to_contain_text("Why is Advisory connected to")


def test_late_letters_win_over_early_ones(readers: dict[str, Reader]) -> None:
    reader = readers["wide and light"]
    page = reader.read("/")
    slow = []

    def hold(route: Any) -> None:
        if "q=tu&" in route.request.url:
            slow.append(route)
        else:
            route.continue_()

    page.route("**/search.json*", hold)
    field = page.get_by_role("combobox").last
    field.fill("tu")
    page.wait_for_timeout(300)
    field.fill("looping")
    expect(page.get_by_role("option").first).to_contain_text("Looping")
    for route in slow:
        route.continue_()
    page.wait_for_timeout(100)
    expect(page.get_by_role("option").first).to_contain_text("Looping")
    page.unroute("**/search.json*")


def test_a_cell_of_the_live_map_opens_its_card(readers: dict[str, Reader]) -> None:
    page = readers["narrow and dark"].read("/gaps?practice=looping")
    page.wait_for_function("performance.getEntriesByName('equigraph-live').length")
    page.locator("#map td.c a").first.press("Enter")

    card = page.locator("#cards > article.open")
    expect(card).to_be_visible()
    expect(card.get_by_role("link", name="Open it in the network workspace")).to_have_attribute("href", "/network?view=practices-to-goals&practice=practice%3Alooping&goal=goal%3Aacademic-achievement")  # fmt: skip
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
