"""What a person wrote on a picture and highlighted in it reaches every format that shows it."""

from __future__ import annotations

import re

import pytest

from equigraph.exporters.csv_zip import generate_csv_zip, parse_csv_zip
from equigraph.exporters.dot import generate_dot
from equigraph.exporters.drawing import draw
from equigraph.exporters.evidence import gather
from equigraph.exporters.html import generate_html
from equigraph.exporters.palette import colour
from equigraph.exporters.pptx import generate_pptx
from equigraph.exporters.svg import generate_svg
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import Network
from equigraph.graph.selecting import select
from equigraph.graph.selection import Selection
from equigraph.ontology.prefixes import expand

LOOPING = expand("practice:looping")
WORDS = "Ask <b>the district</b> & “others” before Thursday"


@pytest.fixture(scope="module", params=["layered", "organic"])
def network(request: pytest.FixtureRequest, bundled_graph: KnowledgeGraph) -> Network:
    pairs = [("view", "practice"), ("practice", "looping"), ("layout", request.param)]
    by_hand = [
        ("note", f"practice:looping~{WORDS}"),
        ("mark", "practice:looping"),
        ("mark", "goal:academic-achievement"),
    ]
    return select(bundled_graph, Selection.read([*pairs, *by_hand])).network


def test_the_picture_has_a_ring_and_the_words(network: Network) -> None:
    boxes = {box.node: box for box in draw(network).boxes}
    svg = generate_svg(network)
    rings = re.findall(rf'<rect[^>]* fill="none" stroke="{colour("accent")}" stroke-width="3.5"/>', svg)

    assert {LOOPING, expand("goal:academic-achievement")} == {iri for iri, box in boxes.items() if box.marked}
    assert boxes[LOOPING].text.endswith("Highlighted")
    assert f"Note: {WORDS}" in boxes[LOOPING].text
    assert 2 == len(rings)
    assert "Note: Ask" in svg
    assert "<b>" not in svg
    assert "Note: Ask" in " ".join(boxes[LOOPING].detail)


def test_cards_and_tables_tell_it(network: Network) -> None:
    evidence = gather(network)
    thing = evidence.things[evidence.node_ids[LOOPING]]
    page = generate_html(network)

    assert (("Note on this picture", WORDS), ("On this picture", "highlighted")) == thing.facts[:2]
    assert "Note on this picture" in page
    assert "<b>the district</b>" not in page


def test_files_keep_it(network: Network) -> None:
    again = parse_csv_zip(generate_csv_zip(network, exact=True))

    assert [network.nodes[iri]["note"] for iri in network] == [again.nodes[iri]["note"] for iri in network]
    assert [network.nodes[iri]["marked"] for iri in network] == [again.nodes[iri]["marked"] for iri in network]
    assert 2 == generate_dot(network).count("penwidth=4") + generate_dot(network).count('penwidth="4"')
    assert generate_pptx(network)


def test_a_picture_without_them_says_nothing_of_them(bundled_graph: KnowledgeGraph) -> None:
    network = bundled_graph.view("practice", practice="looping")
    evidence = gather(network)

    assert not any(box.marked or "Highlighted" in box.text for box in draw(network).boxes)
    assert not any("On this picture" in dict(thing.facts) for thing in evidence.things.values())
    assert f'stroke="{colour("accent")}" stroke-width="3.5"' not in generate_svg(network)
