"""The page in a real browser: closed to the network, readable by everyone, every citation in reach."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from math import hypot
from pathlib import Path
from typing import Any

import pytest
from pages import COLOURS, NARROW, WIDE, violations
from playwright.sync_api import Page

from equigraph.exporters.drawing import draw
from equigraph.exporters.evidence import gather
from equigraph.exporters.html import generate_html
from equigraph.exporters.shapes import Curve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def network(bundled_graph: Any) -> Any:
    return bundled_graph.view("practices-to-goals")


@pytest.fixture(scope="module")
def file(network: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(generate_html(network), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def few_lines(bundled_graph: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a page with every kind of part, and with lines about all students, that axe reads in a moment."""
    path = tmp_path_factory.mktemp("few") / "page.html"
    network = bundled_graph.view("practices-to-goals", group="english-learners", goal="academic-achievement")
    path.write_text(generate_html(network), encoding="utf-8")
    return path


# --- nothing goes out, nothing runs ---------------------------------------------------------


def test_asks_for_nothing_but_itself_and_keeps_its_policy(file, visit):
    seen = visit(file)
    page = seen.page
    page.locator("tr[data-line] a").first.click()
    page.keyboard.press("Escape")
    page.fill("#find-text", "tutoring")
    page.wait_for_timeout(50)

    assert [file.as_uri()] == [url.split("#")[0] for url in seen.requests]
    assert [] == seen.broken_policies()
    assert [] == seen.complaints


def test_a_deep_link_opens_its_card(file, visit):
    seen = visit(file, anchor="#e3")

    assert ["e3"] == seen.page.eval_on_selector_all("article.open", "cards => cards.map(card => card.id)")


@pytest.mark.parametrize("anchor", ["#%", "#%E0%A4%A", "#no-such-card", "#main"])
def test_an_anchor_that_names_no_card_breaks_nothing(file, visit, anchor):
    seen = visit(file, anchor=anchor)

    assert [] == seen.complaints
    assert 0 == seen.page.locator("article.open").count()


HOSTILE = (
    "</script><script>window.hit=1</script>",
    '<img src=x onerror="window.hit=1">',
    "\"quotes\" & 'apostrophes' &lt;kept&gt;",
    "עברית שמימין לשמאל",
    "مرحبا \u202eبالعالم",
    "emoji 👩🏽‍🏫 {{ 7*7 }} ${1}",
    "long " * 2_000,
)


def test_hostile_words_show_as_text_and_nothing_runs(network, visit, tmp_path):
    hostile = copy.deepcopy(network)
    nodes = list(hostile.nodes)
    for iri, words in zip(nodes, HOSTILE, strict=False):
        hostile.nodes[iri].update(label=words, summary=words, url="javascript:window.hit=1", facts=[[words, words]])
    hostile.graph.update(title=HOSTILE[0], question=HOSTILE[1], summary=list(HOSTILE), citation=HOSTILE[0])
    hostile.graph["parameters"] = {HOSTILE[1]: HOSTILE[0]}
    for iri, words in zip(hostile.graph["statements"], HOSTILE, strict=False):
        hostile.graph["statements"][iri] = {**hostile.graph["statements"][iri], "sentence": words, "locator": words}
    for iri in list(hostile.graph["sources"])[:5]:
        hostile.graph["sources"][iri] = {
            **hostile.graph["sources"][iri],
            "url": "javascript:window.hit=1",
            "citation": HOSTILE[0],
        }
    path = tmp_path / "hostile.html"
    path.write_text(generate_html(hostile), encoding="utf-8")
    seen = visit(path)

    shown = seen.page.locator("#cards > article h3").all_text_contents()
    for words in HOSTILE:
        assert " ".join(words.split()) in {" ".join(one.split()) for one in shown}
    assert HOSTILE[0] == seen.page.title()
    assert seen.page.evaluate("window.hit") is None
    assert [] == seen.page.eval_on_selector_all(
        "a", "links => links.map(a => a.protocol).filter(p => !/^(https?|mailto|file):$/.test(p))"
    )
    assert [] == seen.broken_policies()
    assert [] == seen.complaints
    assert WIDE == seen.page.evaluate("document.documentElement.scrollWidth")


# --- readable by everyone -------------------------------------------------------------------


@pytest.mark.slow
def test_axe_finds_nothing_in_the_whole_page(file, visit):
    assert [] == violations(visit(file).page)


@pytest.mark.slow
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_axe_finds_nothing_in_any_state(few_lines, visit, width):
    page = visit(few_lines, width=width, color_scheme="light").page
    assert [] == violations(page)
    page.emulate_media(color_scheme="dark")
    assert [] == violations(page, only=COLOURS)

    page.locator("summary").click()
    page.locator("tr[data-line] a").first.click()
    assert [] == violations(page, "#cards", only=COLOURS)
    page.emulate_media(color_scheme="light")
    assert [] == violations(page, "#cards")
    assert [] == violations(page, "main > .intro")


@pytest.mark.slow
def test_axe_finds_nothing_where_nothing_is_hidden(few_lines, visit):
    page = visit(few_lines).page
    page.evaluate("document.documentElement.classList.remove('live')")

    assert [] == violations(page)


@pytest.mark.parametrize("width", [320, NARROW, WIDE])
def test_the_page_never_scrolls_sideways(file, visit, width):
    page = visit(file, width=width).page

    assert width == page.evaluate("document.documentElement.scrollWidth")

    page.locator("tr[data-line] a").first.click()
    assert width == page.evaluate("document.documentElement.scrollWidth")


def test_the_table_comes_first_on_a_narrow_screen(file, visit):
    for width, first in ((NARROW, "outline"), (WIDE, "picture")):
        page = visit(file, width=width).page
        tops = page.evaluate(
            "['outline', 'picture'].map(id => document.getElementById(id).getBoundingClientRect().top)"
        )
        assert first == ("outline" if tops[0] < tops[1] else "picture")


def test_targets_are_large_enough(file, visit):
    page = visit(file, width=NARROW).page
    page.locator("summary").click()
    page.locator("tr[data-line] a").first.click()
    small = page.evaluate(
        """[...document.querySelectorAll('button, select, input, summary, tbody a')]
           .filter(one => one.offsetParent)
           .map(one => [one.textContent.slice(0, 30), one.getBoundingClientRect()])
           .filter(([, box]) => box.height < 24 || box.width < 24).map(([text]) => text)"""
    )

    assert [] == small


def test_the_picture_is_no_stop_for_the_keyboard_but_its_region_is(file, visit):
    page = visit(file).page

    assert "true" == page.get_attribute("#canvas", "aria-hidden")
    assert 0 == page.locator("#canvas [tabindex]").count()
    assert "0" == page.get_attribute("#scroll", "tabindex")
    assert page.get_attribute("#scroll", "aria-label")


# --- every line -----------------------------------------------------------------------------


def expected_sources(evidence: Any, line: Any) -> list[str]:
    return [statement.reference.citation for statement in line.statements]


def shown_citations(page: Page) -> tuple[str, list[str]]:
    """Return the id of the open card and the citations it shows."""
    found: list[Any] = page.evaluate(
        """(() => { const card = document.querySelector('article.open');
           return card ? [card.id, [...card.querySelectorAll('ol .cite')].map(c => c.textContent)] : ['', []]; })()"""
    )
    return found[0], found[1]


def squeezed(text: str) -> str:
    return " ".join(text.split())


def same_citations(expected: list[str], shown: list[str]) -> bool:
    return len(expected) == len(shown) and all(
        squeezed(one) in squeezed(other) for one, other in zip(expected, shown, strict=True)
    )


@pytest.mark.slow
def test_every_citation_is_reached_by_keyboard(network, file, visit):
    evidence = gather(network)
    page = visit(file, width=NARROW).page
    page.focus("#find-title ~ form summary")
    page.keyboard.press("Tab")
    stops = sum(1 + len(group.lines) for group in evidence.groups) + len(evidence.listed)
    reached = {}
    for _ in range(stops):  # Escape must come back to the row, or the arrow would not find the next one
        page.keyboard.press("Enter")
        card, citations = shown_citations(page)
        reached[card] = citations
        page.keyboard.press("Escape")
        page.keyboard.press("ArrowDown")

    groups, listed = ({group.thing.id for group in evidence.groups}, {thing.id for thing in evidence.listed})
    assert {*evidence.lines, *groups, *listed} == set(reached)
    wrong = [
        line.id
        for line in evidence.lines.values()
        if not same_citations(expected_sources(evidence, line), reached[line.id])
    ]
    assert [] == wrong


def test_a_practice_shows_each_cost_with_its_source(bundled_graph, visit, tmp_path):
    network = bundled_graph.view("practice", practice="high-dosage-tutoring")
    evidence = gather(network)
    (practice,) = [thing for thing in evidence.things.values() if thing.label == "High-dosage tutoring"]
    path = tmp_path / "page.html"
    path.write_text(generate_html(network), encoding="utf-8")
    seen = visit(path, anchor=f"#{practice.id}", permissions=["clipboard-read", "clipboard-write"])
    page = seen.page
    costs = [one for one in practice.statements if " costs " in one.sentence]
    shown = page.eval_on_selector_all(
        "article.open > ol > li",
        "all => all.map(one => [one.querySelector('.finding').textContent, one.querySelector('.cite').textContent, one.textContent])",
    )

    assert 6 == len(costs) == len(practice.statements)
    assert [(one.sentence, one.reference.citation) for one in costs] == [
        (squeezed(a), squeezed(b)) for a, b, _ in shown
    ]
    for cost, (_, _, text) in zip(costs, shown, strict=True):
        for words in (cost.locator, *cost.notes):
            assert squeezed(words) in squeezed(text)
    card = squeezed(page.locator("article.open").text_content())
    for words in (practice.summary, *(text for fact in practice.facts for text in fact)):
        assert squeezed(words) in card
    for reference in practice.references:
        assert squeezed(reference.citation) in card
    assert len(practice.lines) == page.locator("article.open > ul.links > li").count()

    page.get_by_role("button", name="Copy these sentences with sources").click()
    copied = squeezed(page.evaluate("navigator.clipboard.readText()"))
    for words in [
        practice.summary,
        *(reference.citation for reference in practice.references),
        *(text for one in costs for text in (one.sentence, one.reference.citation)),
    ]:
        assert squeezed(words) in copied
    assert [] == seen.complaints


def test_escape_returns_to_the_row(file, visit):
    page = visit(file).page
    row = page.locator("tr[data-line='e7'] a")
    row.focus()
    page.keyboard.press("Enter")
    assert "H3" == page.evaluate("document.activeElement.tagName")

    page.keyboard.press("Escape")
    assert row.evaluate("link => link === document.activeElement")


def test_home_end_and_headings_by_arrow(network, file, visit):
    page = visit(file).page
    here = "document.activeElement.textContent"
    heads = [group.thing.label for group in gather(network).groups]
    page.locator("tbody a").first.focus()
    page.keyboard.press("ArrowRight")
    assert heads[1] == page.evaluate(here)
    page.keyboard.press("ArrowLeft")
    assert heads[0] == page.evaluate(here)
    page.keyboard.press("End")
    assert gather(network).listed[-1].label == page.evaluate(here)
    page.keyboard.press("Home")
    assert heads[0] == page.evaluate(here)
    assert 1 == page.locator("#outline a[tabindex='0']").count()


TALL = {"width": 1800, "height": 4600}  # the whole picture at once, and room for a card beside it


def points_of(curve: Curve) -> list[tuple[float, float]]:
    corners = ((curve.x1, curve.y1), (curve.c1x, curve.c1y), (curve.c2x, curve.c2y), (curve.x2, curve.y2))
    found = []
    for step in range(61):
        t = step / 60
        weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
        found.append(
            (
                sum(w * x for w, (x, _) in zip(weights, corners, strict=True)),
                sum(w * y for w, (_, y) in zip(weights, corners, strict=True)),
            )
        )
    return found


def places_alone(curves: Sequence[Curve]) -> dict[str, tuple[float, float]]:
    """Return for each curve a point that no other curve comes near, where there is one."""
    points = {curve.id: points_of(curve) for curve in curves}
    found = {}
    for own, line in points.items():
        for step in range(10, 51, 2):  # curves between the same columns are level at the same step
            near = (points[other][at] for other in points if other != own for at in range(step - 2, step + 3))
            if all(hypot(x - line[step][0], y - line[step][1]) > 18 for x, y in near):
                found[own] = line[step]
                break
    return found


@pytest.mark.slow
def test_every_citation_is_reached_by_mouse(network, file, visit):
    evidence = gather(network)
    page = visit(file, viewport=TALL).page
    reached = {}
    canvas = page.locator("#canvas").bounding_box()
    for curve in draw(network).curves:
        page.mouse.click(canvas["x"] + curve.glyph_x, canvas["y"] + curve.glyph_y)
        reached[curve.id] = shown_citations(page)

    assert {line: line for line in evidence.lines} == {line: card for line, (card, _) in reached.items()}
    wrong = [
        line.id
        for line in evidence.lines.values()
        if not same_citations(expected_sources(evidence, line), reached[line.id][1])
    ]
    assert [] == wrong


@pytest.mark.slow
def test_a_line_opens_where_it_runs_alone(network, file, visit):
    page = visit(file, viewport=TALL).page
    canvas = page.locator("#canvas").bounding_box()
    alone = places_alone(draw(network).curves)
    opened = {}
    for line, (x, y) in alone.items():
        page.mouse.click(canvas["x"] + x, canvas["y"] + y)
        opened[line] = shown_citations(page)[0]

    assert len(alone) > 20
    assert {line: line for line in alone} == opened


def test_a_box_in_the_picture_opens_its_card(network, file, visit):
    evidence = gather(network)
    page = visit(file, viewport=TALL).page
    canvas = page.locator("#canvas").bounding_box()
    for box in draw(network).boxes[::5]:
        page.mouse.click(canvas["x"] + box.x, canvas["y"] + box.y)
        card, _ = shown_citations(page)
        assert evidence.node_ids[box.node] == card
        assert evidence.things[card].label == page.locator(f"#{card} h3").text_content()


def test_the_table_equals_the_network(network, file, visit):
    page = visit(file).page
    rows = page.eval_on_selector_all(
        "tbody tr[data-line]",
        """rows => rows.map(row => [
            row.closest('tbody').querySelector('.group a').textContent,
            ...[...row.cells].map(cell => cell.textContent.replace(/\\s+/g, ' ').trim())])""",
    )
    expected = [
        [
            network.nodes[goal]["label"],
            network.nodes[practice]["label"],
            line["verdict"] + ("; our reading (inferred)" if line["mapping"] == "inferred" else ""),
            str(line["judging_count"]),
            str(line["claims"]),
        ]
        for practice, goal, line in network.edges(data=True)
    ]

    assert sorted(expected) == sorted(rows)
    listed = page.locator("#listed li a").all_text_contents()
    assert sorted(node["label"] for _, node in network.nodes(data=True) if node["listed"]) == sorted(listed)


def test_focus_on_a_row_lifts_its_line(file, visit):
    page = visit(file).page
    page.locator("tr[data-line='e0'] a").focus()

    heading = page.locator("#e0 h3").text_content()
    assert squeezed(heading) in squeezed(page.locator("#readout").text_content())


def test_only_ctrl_and_the_wheel_zoom_the_picture(file, visit):
    page = visit(file).page
    page.evaluate("document.getElementById('scroll').scrollIntoView()")
    page.mouse.move(400, 400)
    before = page.evaluate("window.scrollY")
    page.mouse.wheel(0, 200)
    page.wait_for_function("before => window.scrollY > before", arg=before)
    assert not page.locator("#unzoom").is_visible()

    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.locator("#unzoom").click()
    assert not page.locator("#unzoom").is_visible()


def test_the_picture_does_not_move_when_a_card_opens(file, visit):
    page = visit(file).page
    before = page.locator("#canvas").bounding_box()
    page.evaluate("document.querySelector('tr[data-line] a').click()")

    assert before == page.locator("#canvas").bounding_box()


OTHER_VIEWS = {
    "practice": {"practice": "high-dosage-tutoring"},
    "student-group": {"group": "english-learners"},
    "policies": {"state": "vermont"},
    "organizations": {},
    "commitments": {},
    "source": {"source": "r-pane-2015"},
    "neighborhood": {"entity": "high-dosage-tutoring"},
}


@pytest.mark.slow
@pytest.mark.parametrize("view", OTHER_VIEWS)
def test_every_view_makes_a_sound_page(bundled_graph, visit, tmp_path, view):
    network = bundled_graph.view(view, **OTHER_VIEWS[view])
    path = tmp_path / "page.html"
    path.write_text(generate_html(network), encoding="utf-8")
    seen = visit(path)
    page = seen.page
    opened = page.evaluate(
        """[...document.querySelectorAll('tr[data-line]')].map(row => {
             row.querySelector('a').click();
             const card = document.querySelector('article.open');
             return [row.dataset.line, card.id, card.querySelectorAll('ol > li').length]; })"""
    )

    assert set(gather(network).lines) == {line for line, _, _ in opened}
    assert [] == [line for line, card, claims in opened if line != card or claims == 0]
    assert [] == violations(page)
    assert [] == seen.broken_policies()
    assert [] == seen.complaints
    assert WIDE == page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.slow
@pytest.mark.parametrize("choice", [{"by": "category"}, {"by": "community"}, {"max_nodes": 20}])
def test_a_page_in_groups_or_cut_opens_and_is_sound(bundled_graph, visit, tmp_path, choice):
    network = bundled_graph.view("practices-to-goals", **choice)
    path = tmp_path / "page.html"
    path.write_text(generate_html(network), encoding="utf-8")
    seen = visit(path)
    page = seen.page
    opened = page.evaluate(
        """[...document.querySelectorAll('tr[data-line]')].map(row => {
             row.querySelector('a').click();
             const card = document.querySelector('article.open');
             return [row.dataset.line, card.id, card.querySelectorAll('ol > li').length,
                     card.querySelector('code')?.textContent ?? '']; })"""
    )

    lines = gather(network).lines
    assert {line.id: (line.id, len(line.statements), line.command) for line in lines.values()} == {
        line: (card, count, command) for line, card, count, command in opened
    }
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        assert [] == violations(page)
        assert width == page.evaluate("document.documentElement.scrollWidth")
    assert [] == seen.broken_policies()
    assert [] == seen.complaints


# --- finding --------------------------------------------------------------------------------


def test_filters_and_search_work_on_table_and_count(network, file, visit):
    page = visit(file).page
    page.locator("summary").click()
    page.select_option("#find-verdict", "negative")
    negative = [edge for *_, edge in network.edges(data=True) if edge["verdict"] == "negative"]

    assert f"{len(negative)} of {network.number_of_edges()} lines shown" == page.locator("#shown").text_content()
    assert len(negative) == page.locator("tr[data-line]:visible").count()

    page.fill("#find-text", "no such words anywhere")
    assert 0 == page.locator("tr[data-line]:visible").count()

    page.click("text=Show all")
    page.wait_for_timeout(20)
    assert network.number_of_edges() == page.locator("tr[data-line]:visible").count()


def test_search_finds_words_of_a_source(network, file, visit):
    page = visit(file).page
    evidence = gather(network)
    line = next(iter(evidence.lines.values()))
    page.fill("#find-text", line.statements[0].reference.citation[:40])

    assert page.locator(f"tr[data-line='{line.id}']").is_visible()


def test_sentences_are_copied_with_their_sources(network, file, visit):
    page = visit(file, permissions=["clipboard-read", "clipboard-write"]).page
    line = next(iter(gather(network).lines.values()))
    page.locator(f"tr[data-line='{line.id}'] a").click()
    page.get_by_role("button", name="Copy these sentences with sources").click()
    copied = page.evaluate("navigator.clipboard.readText()")

    for statement in line.statements:
        assert squeezed(statement.sentence) in squeezed(copied)
        assert squeezed(statement.reference.citation) in squeezed(copied)
    assert squeezed(network.graph["citation"]) in squeezed(copied)
    assert "Sentences copied." == page.locator("#cards [role=status]").text_content()

    page.get_by_role("button", name="Copy citation").first.click()
    assert squeezed(line.statements[0].reference.citation) in squeezed(page.evaluate("navigator.clipboard.readText()"))


# --- without script, and on paper -----------------------------------------------------------


def test_everything_is_there_without_script(network, file, visit):
    page = visit(file, script=False).page
    evidence = gather(network)

    assert page.locator(".still svg").is_visible()
    assert len(evidence.lines) == page.locator("tr[data-line]:visible").count()
    assert not page.locator("#find-text").is_visible()
    text = squeezed(page.locator("main").inner_text())
    for record in network.graph["statements"].values():
        assert squeezed(record["sentence"]) in text
    for reference in evidence.references.values():
        assert squeezed(reference.citation) in text
    for spot in network.graph["blind_spots"]:
        assert squeezed(spot) in text


def test_paper_shows_the_figure_and_the_evidence(file, visit):
    page = visit(file).page
    page.emulate_media(media="print")

    assert page.locator(".still svg").is_visible()
    assert not page.locator("#canvas").is_visible()
    assert not page.locator("#find-text").is_visible()
    assert page.locator("#cards > article").first.is_visible()
    assert page.locator("#s1").is_visible()
