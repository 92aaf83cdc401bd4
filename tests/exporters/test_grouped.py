"""Networks in groups, and cut ones, in every format: they draw, they say what they are, and they open."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pyoxigraph
import pytest

from equigraph.exporters.card import generate_card
from equigraph.exporters.drawing import draw
from equigraph.exporters.evidence import gather
from equigraph.exporters.formats import EXPORTERS, export
from equigraph.exporters.graphml import generate_graphml
from equigraph.exporters.html import generate_html
from equigraph.exporters.lines import THIN_PX, group_width
from equigraph.exporters.node_link import generate_node_link, parse_node_link
from equigraph.exporters.svg import generate_svg
from equigraph.exporters.turtle import generate_turtle
from equigraph.graph.drill import drill_command
from equigraph.graph.entity import Entity
from equigraph.graph.groups import BY
from equigraph.graph.kinds import VERDICTS
from equigraph.graph.network import Network
from equigraph.graph.positions import positions_of, read_positions

VIEW = "practices-to-goals"


@pytest.fixture(scope="module")
def by_category(bundled_graph: Any) -> Network:
    network: Network = bundled_graph.view(VIEW, by="category")
    return network


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("view", [VIEW, "organizations", "policies", "commitments"])
def test_boxes_stand_apart_and_on_the_canvas(bundled_graph: Any, view: str, by: str) -> None:
    drawing = draw(bundled_graph.view(view, by=by))
    boxes = drawing.boxes

    for index, box in enumerate(boxes):
        assert 0 <= box.x - box.width / 2 <= box.x + box.width / 2 <= drawing.width
        assert 0 <= box.y - box.height / 2 <= box.y + box.height / 2 <= drawing.height
        for other in boxes[index + 1 :]:
            across = abs(box.x - other.x) >= (box.width + other.width) / 2 - 1
            assert across or abs(box.y - other.y) >= (box.height + other.height) / 2 - 1


def test_a_line_to_itself_stays_on_the_canvas(bundled_graph: Any) -> None:
    drawing = draw(bundled_graph.view(VIEW, by="community"))
    loops = [curve for curve in drawing.curves if curve.u == curve.v]

    assert loops
    for loop in loops:
        for start, first, second, end in (
            (loop.x1, loop.c1x, loop.c2x, loop.x2),
            (loop.y1, loop.c1y, loop.c2y, loop.y2),
        ):
            points = (s**3 * start + 3 * s * s * t * first + 3 * s * t * t * second + t**3 * end for s, t in STEPS)
            assert min(points) >= 0


STEPS = [(1 - step / 20, step / 20) for step in range(21)]


@pytest.mark.parametrize(("expected", "lines"), [(7.0, 400), (3.5, 100), (THIN_PX, 1)])
def test_width_says_how_many_lines(expected: float, lines: int) -> None:
    assert expected == group_width(lines, 400)


def test_no_line_between_groups_looks_like_a_verdict(by_category: Network) -> None:
    drawing = draw(by_category)

    assert {"relation"} == {
        curve.colour for curve in drawing.curves if by_category.edges[curve.u, curve.v, curve.key]["lines"]
    }
    assert {""} == {curve.glyph for curve in drawing.curves}
    # The boxes count the verdicts beneath, all alike.
    achievement = next(box for box in drawing.boxes if box.lines == ("Academic achievement",))
    assert ("39 lines: 11 positive,", "23 mixed, 2 no effect found,", "2 negative, 1 insufficient") == tuple(
        line.replace("\N{NO-BREAK SPACE}", " ") for line in achievement.detail
    )
    assert 39 == sum(bar.count for bar in achievement.bars)
    assert set(VERDICTS) >= {bar.verdict for bar in achievement.bars}


def test_the_legend_says_what_a_line_between_groups_is(by_category: Network) -> None:
    texts = [item.text for item in draw(by_category).legend]

    assert "between groups: all lines from one to the other; no verdict of its own" == texts[0]
    assert "negative: claims against the goal, none in favour" in texts
    assert not [text for text in texts if "thin: " in text]


def test_the_page_says_what_is_beneath_and_how_to_open_it(by_category: Network) -> None:
    page = generate_html(by_category)

    assert "<code>equigraph view practices-to-goals --category category:instruction</code>" in page
    assert "statements shown, what speaks against first." in page
    assert "No verdict of its own." in page
    for _, _, edge in by_category.edges(data=True):
        assert edge["strength"] in page
        if edge["lines"]:
            assert drill_command(edge["drill"]) in page


def test_a_cut_page_says_what_is_not_shown(bundled_graph: Any) -> None:
    network = bundled_graph.view(VIEW, max_nodes=8)
    page, picture = generate_html(network), generate_svg(network)

    for text in (page, picture):
        assert "Only 8 of 92 things are shown" in text
        assert "8 of 92 things shown, those with the most evidence" in text
        assert "more lines not shown" in text.replace("\N{NO-BREAK SPACE}", " ")
    # ... once: the picture adds no words of its own.
    assert "8 of 92 shown" not in picture
    cut = [thing for thing in gather(network).things.values() if thing.more]
    assert cut
    assert all(f"{thing.more} more line" in page for thing in cut)


def test_a_thing_whose_lines_were_cut_is_no_gap(bundled_graph: Any) -> None:
    network = bundled_graph.view(VIEW, practice="high-dosage-tutoring", goal="fiscal-equity", max_nodes=2)
    lone = bundled_graph.view("organizations", organization=["ccsso", "gates-foundation"], max_nodes=2)

    assert ["Fiscal equity", "High-dosage tutoring"] == sorted(thing.label for thing in gather(network).listed)
    assert max(node["more"] for _, node in lone.nodes(data=True)) > 0
    assert [] == list(gather(lone).listed)


@pytest.mark.parametrize("by", BY)
def test_every_format_holds_a_network_in_groups(bundled_graph: Any, tmp_path: Path, by: str) -> None:
    network = bundled_graph.view("policies", by=by)
    for suffix in EXPORTERS:
        path = tmp_path / f"picture{suffix}"
        export(network, path)
        assert path.stat().st_size > 1000 or suffix == ".layout.json"

    graphml = nx.read_graphml(tmp_path / "picture.graphml", force_multigraph=True)
    assert network.number_of_edges() == graphml.number_of_edges()
    drills = {iri: drill_command(node["drill"]) for iri, node in network.nodes(data=True)}
    assert drills == dict(graphml.nodes(data="drill"))
    again = parse_node_link((tmp_path / "picture.json").read_text(encoding="utf-8"))
    assert dict(network.nodes(data=True)) == dict(again.nodes(data=True))
    assert positions_of(network) == read_positions(tmp_path / "picture.layout.json")
    ET.parse(tmp_path / "picture.svg")


def test_turtle_holds_the_statements_listed(by_category: Network) -> None:
    text = generate_turtle(by_category)
    subjects = {quad.subject.value for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)}

    listed = {iri for _, _, edge in by_category.edges(data=True) for iri in edge["statements"]}
    assert listed <= subjects
    # A group is nothing of which the graph speaks.
    assert "urn:equigraph" not in text


def test_the_card_of_a_group(by_category: Network) -> None:
    group = next(
        iri for iri, node in by_category.nodes(data=True) if node["label"].startswith("Personalization design")
    )
    card = generate_card(Entity(group, by_category), 100)

    assert card.startswith("Personalization design: 11 practices  (Practice, personalization design)\n")
    assert "To open it: equigraph view practices-to-goals --category category:personalization-design\n" in card
    assert "Without any line: 3\n" in card
    assert re.search(r"Academic achievement  \(EquityGoal\): \d+ lines: ", card)
    assert re.search(r"    \d+ of \d+ statements shown\n", card)


def test_same_bytes_twice(bundled_graph: Any) -> None:
    first, second = (bundled_graph.view(VIEW, by="community") for _ in range(2))

    for generate in (generate_html, generate_svg, generate_node_link, generate_graphml, generate_turtle):
        assert generate(first) == generate(second)
    assert json.loads(generate_node_link(first))["graph"]["by"] == "community"
