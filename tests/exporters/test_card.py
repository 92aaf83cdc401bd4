"""A thing as text: nothing is said twice, nothing is said without its source."""

from __future__ import annotations

import re

import pytest

from equigraph.exporters.card import generate_card
from equigraph.graph.knowledge_graph import KnowledgeGraph

WIDE = 1_000_000
NAMES = ["high-dosage-tutoring", "goal:academic-achievement", "group:english-learners", "learner-profiles"]


@pytest.mark.parametrize("name", NAMES)
def test_every_statement_stands_there_once_with_its_source(bundled_graph: KnowledgeGraph, name: str) -> None:
    entity = bundled_graph.entity(name)
    records = entity.network.graph["statements"]
    behind = {iri for line in entity.lines for iri in line.edge["statements"]}

    card = generate_card(entity, WIDE)

    for iri in behind:
        (line,) = {one for one in card.splitlines() if one.startswith("    ") and records[iri]["sentence"] in one} or {
            ""
        }
        assert re.search(r" \[\d+\]", line), iri


@pytest.mark.parametrize("name", NAMES)
def test_sources_are_numbered_in_order_and_all_cited(bundled_graph: KnowledgeGraph, name: str) -> None:
    body, _, sources = generate_card(bundled_graph.entity(name), WIDE).partition("\nSources\n")

    numbers = [int(number) for number in re.findall(r"^  \[(\d+)\] \S", sources, re.MULTILINE)]
    first_used = list(dict.fromkeys(int(number) for number in re.findall(r" \[(\d+)\]", body)))
    assert list(range(1, len(numbers) + 1)) == numbers == first_used


def test_findings_that_speak_against_it_come_first(bundled_graph: KnowledgeGraph) -> None:
    card = generate_card(bundled_graph.entity("high-dosage-tutoring"), WIDE)

    goal = card[card.index("Academic achievement") : card.index("Attendance and engagement")]
    directions = re.findall(r"^    ([a-z ]+): ", goal, re.MULTILINE)
    assert ["no effect found"] * 5 + ["mixed"] * 2 + ["positive"] * 5 == directions


@pytest.mark.parametrize("width", [40, 80, 120])
def test_lines_keep_to_the_width(bundled_graph: KnowledgeGraph, width: int) -> None:
    card = generate_card(bundled_graph.entity("advisory"), width)

    # an address is not broken, so that it can still be followed
    assert [] == [line for line in card.splitlines() if len(line) > width and "://" not in line]


def test_a_line_without_a_source_says_so(tmp_path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text("<urn:x:a> <urn:x:likes> <urn:x:b> .", "utf-8")

    with KnowledgeGraph.open(str(file)) as graph:
        card = generate_card(graph.entity("urn:x:a"), WIDE)

    assert "[no source recorded]" in card
    assert "Sources" not in card
