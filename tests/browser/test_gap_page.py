"""The page of a gap map in a real browser: closed to the network, walked by keyboard, regraded as the map grades it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pages import COLOURS, NARROW, WIDE, violations
from playwright.sync_api import Page

from equigraph.exporters.gap_html import generate_gap_html
from equigraph.exporters.gap_shown import Shown, choices_of, count, shown
from equigraph.graph.gap_map import TOTAL, GapMap
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.profile import read_profile

pytestmark = pytest.mark.browser

ENGLISH_LEARNERS = "https://w3id.org/equigraph/id/group/english-learners"
HERE = "document.activeElement.closest('td, th')"


@pytest.fixture(scope="module")
def found(bundled_graph: Any) -> GapMap:
    return bundled_graph.gaps()


def written(found: GapMap, folder: Path) -> Path:
    path = folder / "map.html"
    path.write_text(generate_gap_html(found), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def file(found: GapMap, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(found, tmp_path_factory.mktemp("map"))


@pytest.fixture(scope="module")
def few_cells(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a page with every kind of part, evidence like ours among them, that axe reads in a moment."""
    folder = tmp_path_factory.mktemp("few")
    (folder / "ours.toml").write_text('groups = ["english-learners"]', encoding="utf-8")
    with KnowledgeGraph.open("bundled", profile=read_profile(folder / "ours.toml")) as graph:
        return written(graph.gaps(category=["academic-support", "assessment"]), folder)


def squeezed(text: str | None) -> str:
    return " ".join((text or "").split())


# --- nothing goes out -------------------------------------------------------------------------


def test_asks_for_nothing_but_itself_and_keeps_its_policy(file, visit):
    seen = visit(file)
    page = seen.page
    page.select_option("#f-people", "2")
    page.select_option("#f-design", "1")
    page.check("#f-filled")
    page.locator("#map td.c a:visible").first.click()
    page.keyboard.press("Escape")
    page.click("button[type=reset]")
    page.wait_for_timeout(50)

    assert [file.as_uri()] == [url.split("#")[0] for url in seen.requests]
    assert [] == page.evaluate("window.broken")
    assert [] == seen.complaints


@pytest.mark.parametrize("anchor", ["#%", "#no-such-card", "#main", "#gap"])
def test_an_anchor_breaks_nothing(file, visit, anchor):
    assert [] == visit(file, anchor=anchor).complaints


def test_a_deep_link_opens_its_card(file, visit):
    page = visit(file, anchor="#c3").page

    assert ["c3"] == page.eval_on_selector_all("article.open", "cards => cards.map(card => card.id)")


# --- readable by everyone ---------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_finds_nothing_in_any_state(few_cells, visit, width):
    page = visit(few_cells, width=width, color_scheme="light").page
    assert [] == violations(page)
    page.emulate_media(color_scheme="dark")
    assert [] == violations(page, only=COLOURS)

    page.select_option("#f-people", "2")
    page.select_option("#f-direction", "positive")
    assert [] == violations(page, only=COLOURS)
    page.emulate_media(color_scheme="light")
    assert [] == violations(page)
    page.click("button[type=reset]")
    page.wait_for_timeout(50)
    page.locator("#map td.c a").first.click()
    assert [] == violations(page, "#cards")
    page.keyboard.press("Escape")
    page.locator("#map td:not(.c):not(.sum)").first.click()
    assert [] == violations(page, "#cards")


@pytest.mark.slow
def test_axe_finds_nothing_in_the_whole_map(file, visit):
    assert [] == violations(visit(file).page, "#chart")


@pytest.mark.slow
def test_axe_finds_nothing_where_nothing_is_hidden(few_cells, visit):
    page = visit(few_cells).page
    page.evaluate("document.documentElement.classList.remove('live')")

    assert [] == violations(page)


@pytest.mark.parametrize("width", [320, NARROW, WIDE])
def test_only_the_regions_scroll_sideways(file, visit, width):
    page = visit(file, width=width).page
    assert width == page.evaluate("document.documentElement.scrollWidth")

    page.locator("#map td.c a").first.click()
    assert width == page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("width", [320, NARROW])
def test_a_narrow_page_lists_goals_first_and_keeps_room_for_the_table(file, visit, width):
    page = visit(file, width=width).page
    tops = page.evaluate("['by-goal', 'map'].map(id => document.getElementById(id).getBoundingClientRect().top)")
    first = page.evaluate("document.querySelector('#map tbody th').getBoundingClientRect().width")

    assert tops == sorted(tops)
    assert 0.4 * width >= first
    page.locator("#by-goal summary").first.click()
    page.locator("#by-goal li a").first.click()
    assert 1 == page.locator("article.open").count()


def test_targets_are_large_enough(file, visit):
    page = visit(file, width=NARROW).page
    page.locator("#by-goal summary").first.click()
    small = page.evaluate(
        """[...document.querySelectorAll('button, select, input, summary, #map a, #by-goal a')]
           .filter(one => one.offsetParent)
           .map(one => [one.textContent.slice(0, 30), one.getBoundingClientRect()])
           .filter(([, box]) => box.height < 24 || box.width < 24).map(([text]) => text)"""
    )

    assert [] == small


def test_names_stay_in_sight_when_the_table_scrolls(file, visit):
    page = visit(file).page
    page.evaluate("document.getElementById('map').scrollTo(900, 1200)")
    offsets = page.evaluate(
        """(() => { const region = document.getElementById('map').getBoundingClientRect();
           const first = [...document.querySelectorAll('#map tbody th[scope=row]')].at(20).getBoundingClientRect();
           const head = document.querySelector('#map thead th:nth-child(6)').getBoundingClientRect();
           return [first.left - region.left, head.top - region.top]; })()"""
    )

    assert [pytest.approx(0, abs=2)] * 2 == offsets


# --- by keyboard ------------------------------------------------------------------------------


def place_of(page: Page) -> list[int]:
    """Return row and column of the cell that has the focus, the head being row 0."""
    found: list[int] = page.evaluate(
        f"""(() => {{ const rows = [...document.querySelectorAll('#map tr:not(.group)')];
            return [rows.indexOf({HERE}.parentElement), {HERE}.cellIndex]; }})()"""
    )
    return found


def test_one_stop_then_arrows_from_cell_to_cell(found, file, visit):
    page = visit(file).page
    page.focus("#map")
    page.keyboard.press("Tab")
    assert [2, 2] == place_of(page)
    assert 1 == page.locator("#map table [tabindex='0']").count()

    last, right = len(found.rows) + 1, len(found.columns) + 1
    for key, place in (
        ("ArrowRight", [2, 3]),
        ("ArrowDown", [3, 3]),
        ("ArrowUp", [2, 3]),
        ("ArrowLeft", [2, 2]),
        ("Home", [2, 0]),
        ("ArrowLeft", [2, 0]),
        ("End", [2, right]),
        ("ArrowRight", [2, right]),
        ("Control+Home", [0, 0]),
        ("ArrowUp", [0, 0]),
        ("Control+End", [last, right]),
        ("ArrowDown", [last, right]),
        ("Control+ArrowUp", [0, right]),
        ("Control+ArrowLeft", [0, 0]),
        ("Control+ArrowDown", [last, 0]),
        ("Control+ArrowRight", [last, right]),
    ):
        page.keyboard.press(key)
        assert place == place_of(page), key
        assert 1 == page.locator("#map table [tabindex='0']").count()
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('#map')")


def test_enter_opens_a_cell_and_escape_returns_to_it(file, visit):
    page = visit(file).page
    page.focus("#map")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "High-dosage tutoring → Academic achievement" == squeezed(page.locator("article.open h3").text_content())
    assert "H3" == page.evaluate("document.activeElement.tagName")
    page.keyboard.press("Escape")
    assert [2, 2] == place_of(page)

    for _ in range(2):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert "High-dosage tutoring → Postsecondary success" == squeezed(page.locator("article.open h3").text_content())
    assert "No claim in this graph" in page.inner_text("article.open")
    page.keyboard.press("Escape")
    assert [2, 4] == place_of(page)
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    assert "High-dosage tutoring: what it costs" == page.locator("article.open h3").text_content()


def test_the_cell_that_has_the_focus_is_never_under_the_names(file, visit):
    page = visit(file).page
    page.evaluate("document.getElementById('map').scrollTo(1500, 1500)")
    page.focus("#map")
    page.keyboard.press("Tab")
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    for _ in range(30):
        page.keyboard.press("ArrowDown")
    for key in ["ArrowLeft"] * 7 + ["ArrowUp"] * 28:
        page.keyboard.press(key)
        covered = page.evaluate(
            f"""(() => {{ const cell = {HERE}.getBoundingClientRect();
                const names = document.querySelector('#map .corner').getBoundingClientRect();
                return [cell.left - names.right, cell.top - names.bottom]; }})()"""
        )
        assert all(gap > -2 for gap in covered), (key, covered)


# --- choices ----------------------------------------------------------------------------------


def expected_cell(own: Shown, general: Shown | None) -> str:
    apart = f"all students: {general.verdict}, {general.sources}" if general else ""
    if not own.counts:
        return squeezed(f"no claim {apart}")
    return squeezed(f"{own.verdict} {own.kind} {own.sources} how sure: {own.how_sure} {apart}")


SHOWN_CELLS = """
[...document.querySelectorAll('#map [data-cell]')].map((cell) => [...cell.querySelectorAll('.says > span:not([hidden])')]
  .filter(() => !cell.querySelector('a').hidden)
  .map((part) => part.classList.contains('rests') ? [...part.querySelectorAll('span')].map((one) => one.textContent).join(' ') : part.textContent)
  .join(' '))
"""

SHOWN_CARDS = """
[...document.querySelectorAll('#cards > article[id^=c]')].map((card) => {
  const text = (part) => card.querySelector(`.all .${part}`).textContent;
  const findings = (part) => [...card.querySelectorAll(`ol.${part} > li .finding`)].map((one) => one.textContent);
  return { verdict: text('verdict'), reason: text('reason'), quality: text('quality'), own: findings('own'), apart: findings('apart') };
})
"""


@pytest.mark.parametrize(("p", "d"), [(0, 0), (2, 0), (5, 0), (0, 1), (5, 3), (11, 0), (17, 8), (1, 2)])
def test_a_choice_regrades_every_cell_total_and_card(found, file, visit, p, d):
    choices = choices_of(found)
    page = visit(file).page
    page.select_option("#f-people", "7")  # so that every cell is exchanged twice
    page.select_option("#f-people", str(p))
    page.select_option("#f-design", str(d))
    chosen = (choices.populations[p].iri, choices.designs[d])
    cells = [found.cell(*key, *chosen) for key in choices.keys]

    expected = [
        expected_cell(shown(cell.grade), shown(cell.general) if cell.general and cell.general_claims else None)
        if cell.claims or cell.general_claims
        else ""
        for cell in cells
    ]
    assert expected == [squeezed(text) for text in page.evaluate(SHOWN_CELLS)]

    def total(filled: int, grade: Any, one: str, many: str) -> str:
        if not filled:
            return "no claim"
        return f"{count(filled, one, many)}\n{count(grade.claims, 'claim')}\n{count(grade.counted, 'source')}"

    own = [key for key, cell in zip(choices.keys, cells, strict=True) if cell.claims]
    assert [
        total(sum(key[0] == row.iri for key in own), found.cell(row.iri, TOTAL, *chosen).grade, "goal", "goals")
        for row in found.rows
    ] == [text.strip() for text in page.locator("#map tbody:not(.totals) td.sum").all_text_contents()]
    assert [
        total(len(own), found.cell(TOTAL, TOTAL, *chosen).grade, "cell", "cells"),
        *(
            total(
                sum(key[1] == one.iri for key in own),
                found.cell(TOTAL, one.iri, *chosen).grade,
                "practice",
                "practices",
            )
            for one in found.columns
        ),
    ] == [text.strip() for text in page.locator("#map .totals td").all_text_contents()]
    assert f"{choices.states[p, d].says}." == page.inner_text("#shown")

    records = found.network.graph["statements"]
    told = page.evaluate(SHOWN_CARDS)
    assert len(cells) == len(told)
    for card, cell in zip(told, cells, strict=True):
        said = shown(cell.grade)
        assert [said.says, said.reason, said.quality] == [card["verdict"].strip(), card["reason"], card["quality"]]
        for part, iris in (("own", cell.claims), ("apart", cell.general_claims)):
            expected = [squeezed(records[iri]["sentence"]) for iri in iris if part == "own" or iri not in cell.claims]
            assert expected == [squeezed(text) for text in card[part]]


def test_a_direction_dims_the_other_cells_and_says_how_many_are_left(found, file, visit):
    page = visit(file).page
    page.select_option("#f-direction", "negative")
    lit = [place for place, key in enumerate(choices_of(found).keys) if found.cell(*key).grade.counts.get("negative")]

    assert lit == page.evaluate(
        "[...document.querySelectorAll('#map [data-cell]')].flatMap((cell, place) => cell.classList.contains('dim') ? [] : [place])"
    )
    assert f"{len(lit)} cells hold a finding that is “negative”." in page.inner_text("#shown")
    assert lit == sorted(
        page.eval_on_selector_all("#by-goal li:not([hidden])", "all => all.map((one) => Number(one.dataset.cell))")
    )


@pytest.mark.parametrize("kind", ["single study", "absolute gap", "conflicting"])
def test_a_kind_of_cell_is_counted_as_the_map_counts_it(found, file, visit, kind):
    page = visit(file).page
    page.select_option("#f-kind", kind)
    number = {"single study": "89 cells are", "absolute gap": "1,657 cells are", "conflicting": "2 cells are"}[kind]

    assert f"{number} of the kind “{kind}”." in page.inner_text("#shown")


def test_only_rows_and_columns_with_evidence(found, file, visit):
    page = visit(file, anchor="#map").page
    page.select_option("#f-people", "2")
    page.check("#f-filled")
    own = [key for key in found.filled() if found.cell(*key, ENGLISH_LEARNERS).claims]

    assert len({row for row, _ in own}) == page.locator("#map tbody:not(.totals) tr:not(.group):visible").count()
    assert len({column for _, column in own}) + 2 == page.locator("#map thead th:visible").count()
    assert page.url.endswith("#map")
    page.focus("#map")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{HERE}.offsetParent !== null")
    page.click("button[type=reset]")
    page.wait_for_timeout(50)
    assert len(found.rows) == page.locator("#map tbody:not(.totals) tr:not(.group):visible").count()
    assert "135 of 1,792 cells have a claim." == page.inner_text("#shown")


def test_a_cell_leads_to_its_line_in_the_network(file, visit):
    for script in (True, False):
        page = visit(file, script=script).page
        page.locator("#map td.c a").first.click()
        page.locator("#c0 a", has_text="the line of this cell").click()
        line = page.url.split("#")[1]
        top = page.locator(f"#{line}").bounding_box()

        assert line.startswith("e")
        assert top is not None
        assert 0 <= top["y"] + top["height"] / 2 <= 900
        if script:
            others = page.evaluate(
                "[...document.querySelectorAll('#network g[id]')].map((one) => getComputedStyle(one).opacity)"
            )
            assert 1 == others.count("1")


def test_evidence_like_ours_follows_the_choice(few_cells, visit):
    page = visit(few_cells).page
    page.select_option("#f-people", "2")
    page.locator("#map td.c a:visible").first.click()
    card = squeezed(page.inner_text("article.open"))

    assert "Shown for claims about English Learners" in card
    assert "Evidence like ours" in card
    assert "it cannot be told" in card


# --- without script, on paper -----------------------------------------------------------------


def test_all_of_it_is_there_without_script(found, file, visit):
    page = visit(file, script=False).page

    assert len(choices_of(found).keys) == page.locator("#cards > article[id^=c] >> visible=true").count()
    assert 0 == page.locator("#chart form >> visible=true").count()
    page.locator("#map td.c a").first.click()
    assert page.url.endswith("#c0")


def test_all_of_it_is_printed(found, file, visit, tmp_path):
    page = visit(file).page
    page.emulate_media(media="print")

    assert len(choices_of(found).keys) == page.locator("#cards > article[id^=c] >> visible=true").count()
    region, table = (page.locator(part).bounding_box() for part in ("#map", "#map table"))
    assert region is not None
    assert table is not None
    assert region["width"] >= table["width"] - 1
    assert region["height"] >= table["height"] - 1
    assert 0 == page.locator("#chart form >> visible=true").count()
