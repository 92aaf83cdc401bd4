"""The workbench in a real browser: a query is written, run, stopped and shared; nothing is asked of anybody else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from pages import LIVE, NARROW, NARROWEST, WATCH_POLICY, WIDE, Visit, violations
from playwright.sync_api import Browser, Page, expect

from equigraph.web import workbench

pytestmark = pytest.mark.browser

CLAIMS = "SELECT ?practice ?goal ?direction { ?c eq:practice ?practice ; eq:goal ?goal ; eq:direction ?direction }"
NAMES = "SELECT ?p ?name { ?p a eq:Practice ; skos:prefLabel ?name }"
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ALL = "Control+a"


Opener = Callable[..., Visit]


@pytest.fixture
def bench(browser: Browser, address: str) -> Iterator[Opener]:
    """Return what opens the workbench, in a browser that knows nothing from before."""
    contexts = []

    def open_page(query: str = "", *, width: int = WIDE, script: bool = True, **options: Any) -> Visit:
        context = browser.new_context(java_script_enabled=script, viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        seen = Visit(context.new_page())
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        if script:
            seen.page.add_init_script(WATCH_POLICY)
        seen.page.goto(f"{address}/query{query}")
        if script:
            seen.page.evaluate(LIVE)
        return seen

    yield open_page
    for context in contexts:
        context.close()


def field(page: Page) -> Any:
    return page.get_by_role("textbox", name="Query", exact=True)


def write(page: Page, query: str) -> None:
    field(page).click()
    page.keyboard.press(ALL)
    page.keyboard.type(query)


def answered(page: Page, words: str) -> None:
    expect(page.locator("#said")).to_contain_text(words)


def test_a_query_is_written_run_and_shared(bench: Opener, address: str) -> None:
    visit = bench()
    page = visit.page
    write(page, NAMES)
    page.keyboard.press("Control+Enter")
    answered(page, "64 rows.")
    page.get_by_role("button", name="name", exact=True).click()
    expect(page.locator("#shown tbody tr").first).to_contain_text("Access to same-race teachers")
    shared = bench(page.url.removeprefix(f"{address}/query"))

    answered(shared.page, "64 rows.")
    assert NAMES == shared.page.locator("#query").input_value()
    assert page.locator("#shown tbody").inner_text() == shared.page.locator("#shown tbody").inner_text()
    assert "ascending" == shared.page.locator("th[aria-sort]").get_attribute("aria-sort")
    for one in (visit, shared):
        assert [] == [url for url in one.requests if not url.startswith(address)]
        assert [] == one.broken_policies()
        assert [] == one.complaints


def test_a_query_that_runs_long_is_stopped_here_and_there(bench: Opener, address: str) -> None:
    page = bench().page
    write(page, HEAVY)
    page.keyboard.press("Control+Enter")
    answered(page, "Running …")
    stop = page.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_be_enabled()
    stop.click()
    answered(page, "there is no answer.")
    expect(stop).to_be_disabled()
    deadline = time.monotonic() + 5
    while httpx.get(f"{address}/health").json()["running"] and time.monotonic() < deadline:
        time.sleep(0.02)

    assert page.locator("#said").inner_text().startswith("Stopped after ")
    assert "run" == page.evaluate("document.activeElement.id")
    assert 0 == httpx.get(f"{address}/health").json()["running"]


def test_words_are_completed_from_the_ontology_and_the_query(bench: Opener) -> None:
    page = bench().page
    page.wait_for_load_state("networkidle")  # the words are there
    write(page, "SELECT ?p ?name { ?p a eq:Prac")
    hints = page.locator(".CodeMirror-hint")
    for typed, offered in (("", "eq:Practice"), (" ; skos:pref", "skos:prefLabel"), (" ?na", "?name")):
        page.keyboard.type(typed)
        page.keyboard.press("Control+Space")
        expect(hints.first).to_contain_text(offered)
        page.keyboard.press("Enter")
        expect(hints).to_have_count(0)

    assert "SELECT ?p ?name { ?p a eq:Practice ; skos:prefLabel ?name" == page.locator("#query").input_value()


def test_an_error_stands_at_its_line_while_one_types_and_after_running(bench: Opener) -> None:
    page = bench().page
    write(page, "SELECT ?p\nWHERE {{ ?p a eq:Practice }\n}")
    expect(page.locator("#syntax")).to_be_empty()
    write(page, "SELECT ?p\nWHERE ( ?p a eq:Practice )")
    expect(page.locator("#syntax")).to_have_text("Line 2: “(” is not expected here.")
    expect(page.locator(".wrong-mark")).to_have_count(1)
    page.keyboard.press("Control+Enter")
    answered(page, "The query was not answered.")

    assert "The query is not valid SPARQL at line 2" in page.locator("#fault").inner_text()
    assert "^" in page.locator("#fault pre").inner_text()
    assert 1 == page.locator(".wrong-line").count()


def test_everything_is_done_by_keyboard_and_nothing_traps_it(bench: Opener) -> None:
    page = bench(f"?query={quote(CLAIMS)}").page
    field(page).focus()
    page.keyboard.press("Tab")
    assert "run" == page.evaluate("document.activeElement.id")
    page.keyboard.press("Shift+Tab")
    assert "query-editor" == page.evaluate("document.activeElement.id")
    page.locator("#sort-1").focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("goal")
    page.keyboard.press("Enter")  # the focus is where it was
    expect(page.locator("th[aria-sort=descending]")).to_have_text("goal")
    page.get_by_role("button", name="Next rows").focus()
    page.keyboard.press("Enter")
    expect(page.locator("caption")).to_contain_text("Rows 101 to 200 of ")

    assert "next" == page.evaluate("document.activeElement.id")


def test_an_answer_is_seen_in_four_ways_each_with_an_address(bench: Opener, address: str) -> None:
    page = bench(f"?query={quote(CLAIMS)}").page
    shows = page.locator("#shows")
    for name, words in (
        ("Pivot", "cells are empty."),
        ("Network", "Show the first 40 as a network"),
        ("Raw", "?practice\t?goal"),
    ):
        shows.get_by_role("link", name=name).click()
        expect(page.locator("#shown")).to_contain_text(words)
        assert page.url.endswith(f"show={name.lower()}")
    shows.get_by_role("link", name="Pivot").click()
    page.get_by_label("Across").select_option("direction")
    expect(page.locator("#shown thead")).to_contain_text("Insufficient")
    page.reload()
    page.evaluate(LIVE)

    expect(page.locator("#shown thead")).to_contain_text("Insufficient")
    assert "direction" == page.get_by_label("Across").input_value()


def test_triples_and_yes_and_no_are_answers_too(bench: Opener) -> None:
    page = bench().page
    write(page, "CONSTRUCT WHERE { practice:looping ?p ?o }")
    page.get_by_role("button", name="Run", exact=True).click()
    answered(page, "triples.")
    expect(page.locator("#downloads")).to_contain_text("ttl")
    expect(page.locator("#shown thead")).to_contain_text("subject")
    write(page, "ASK { ?nothing a eq:Nothing }")
    page.keyboard.press("Control+Enter")
    answered(page, "No: nothing in this graph matches.")
    expect(page.locator("#downloads")).to_contain_text("csv")
    page.go_back()

    answered(page, "triples.")


def test_queries_are_remembered_in_this_browser_and_forgotten_when_told(bench: Opener) -> None:
    page = bench().page
    for query in ("ASK {}", NAMES):
        write(page, query)
        page.keyboard.press("Control+Enter")
        answered(page, "seconds.")
    past = page.locator("#history")
    past.locator("summary").click()
    expect(past.locator("li")).to_have_count(2)
    past.get_by_role("button", name="Use").nth(1).click()
    assert "ASK {}" == page.locator("#query").input_value()
    past.get_by_role("button", name="Delete").first.click()
    expect(past.locator("li")).to_have_count(1)
    past.get_by_role("button", name="Forget them all").click()
    expect(past.locator("li")).to_have_count(0)

    assert "[]" == page.evaluate("localStorage.getItem('equigraph.queries')")


def test_the_plain_field_does_all_of_it_too(bench: Opener) -> None:
    page = bench().page
    page.get_by_label("Plain text field").check()
    field(page).fill("ASK {}")
    page.keyboard.press("Control+Enter")
    answered(page, "Yes: this graph holds a match.")
    assert [] == violations(page)
    page.reload()
    page.evaluate(LIVE)

    expect(page.get_by_label("Plain text field")).to_be_checked()
    field(page).fill(f"ASK {{}} # {'x' * 13_000}")
    page.get_by_role("button", name="Copy a link to this query").click()
    answered(page, "The query is too long for an address")
    expect(page.locator("textarea#query")).to_be_visible()


def test_a_browser_that_cannot_have_the_editor_keeps_the_field(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.route("**/vendor/yasqe.js", lambda route: route.abort())
    page.goto(f"{address}/query")
    page.evaluate(LIVE)
    page.locator("textarea#query").fill("ASK {}")
    page.get_by_role("button", name="Run", exact=True).click()

    answered(page, "Yes: this graph holds a match.")
    page.close()


def test_with_script_off_the_form_is_answered(bench: Opener) -> None:
    visit = bench(script=False)
    page = visit.page
    page.locator("#query").fill(NAMES)
    page.get_by_role("button", name="Run", exact=True).click()
    assert "64 rows." in page.locator("#said").inner_text()
    page.get_by_role("link", name="name", exact=True).click()
    page.get_by_role("link", name="Pivot").click()

    assert "cells are empty." in page.locator("#shown").inner_text()
    assert not page.get_by_role("button", name="Stop").is_visible()


# The other two differ in contrast, which tests/browser/test_explorer_access.py looks at.
@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_axe_finds_nothing(bench: Opener, width: int, scheme: str) -> None:
    page = bench(
        f"?example=practices-for-goal&run=yes&query={quote(CLAIMS + ' LIMIT 20')}", width=width, color_scheme=scheme
    ).page

    assert [] == violations(page)


@pytest.mark.parametrize("show", ["pivot", "network", "raw"])
def test_axe_finds_nothing_in_the_other_ways_to_see_an_answer(bench: Opener, show: str) -> None:
    assert [] == violations(bench(f"?query={quote(CLAIMS + ' LIMIT 20')}&show={show}").page)


def test_a_shared_query_that_takes_long_goes_on_where_it_can_be_stopped(
    bench: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbench, "PAGE_S", 0.0)
    page = bench(f"?query={quote(NAMES)}").page

    answered(page, "64 rows.")
    expect(page.locator("#fault")).to_be_empty()


def test_at_four_hundred_percent_nothing_scrolls_sideways_but_tables(bench: Opener) -> None:
    page = bench(f"?query={quote(CLAIMS)}", width=NARROWEST).page
    for name in ("Table", "Pivot", "Raw"):
        page.locator("#shows").get_by_role("link", name=name).click()
        expect(page.locator("#shown .results")).to_be_visible()

        assert NARROWEST >= page.evaluate("document.documentElement.scrollWidth")
