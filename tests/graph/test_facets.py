"""Tests of the facets of a picture."""

from __future__ import annotations

import pytest

from equigraph.exporters.evidence import gather
from equigraph.exporters.facets import facet_values
from equigraph.graph.facets import FACETS, count_options, facets_of, fits, line_values, thing_values, words_of
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.selecting import select
from equigraph.graph.selection import Selection
from equigraph.ontology.prefixes import expand


def test_a_page_tells_lines_apart_by_the_same_values(bundled_graph: KnowledgeGraph) -> None:
    """What a file counts and what the explorer counts are the same, but for the words for kinds."""
    network = bundled_graph.view("practices-to-goals")
    evidence = gather(network)
    for line, line_id in evidence.line_ids.items():
        values = line_values(network, line, {})
        there = facet_values(evidence, evidence.lines[line_id])
        assert sorted(words_of("kind", value) for value in values["kind"]) == there.pop("kind")
        assert there == {key: values[key] for key in there}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("claim:a", ["stated"]),  # it was seen in its source
        ("claim:b", ["inferred"]),
        ("statement:act-enables-tutoring", ["inferred"]),
    ],
)
def test_who_says_so(tiny_graph: KnowledgeGraph, name: str, expected: list[str]) -> None:
    network = select(tiny_graph, Selection.read([("view", "neighborhood"), ("entity", "practice:tutoring")])).network
    found = {
        value
        for line in network.edges(keys=True)
        if [expand(name)] == network.edges[line]["statements"]
        for value in line_values(network, line, {})["mapping"]
    }

    assert (set(expected) if found else set()) == found


def test_a_line_that_nobody_states_is_not_recorded(tmp_path: object) -> None:
    path = tmp_path / "own.nt"  # type: ignore[operator]
    path.write_text("<http://x.org/a> <http://x.org/to> <http://x.org/b> .\n", "utf-8")
    with KnowledgeGraph.open(str(path)) as graph:
        network = select(graph, Selection(things=("http://x.org/a", "http://x.org/b"))).network
        (line,) = network.edges(keys=True)

        assert ["unrecorded"] == line_values(network, line, {})["mapping"]


def test_places_come_from_ends_and_claims(bundled_graph: KnowledgeGraph) -> None:
    network = bundled_graph.view("practices-to-goals", practice="looping")
    (line, *_) = network.edges(keys=True)
    claim = network.edges[line]["statements"][0]

    assert ["Ohio", "Texas"] == line_values(network, line, {claim: ["Texas"], line[0]: ["Ohio"]})["state"]
    assert {"kind": ["Practice"], "category": [network.nodes[line[0]]["category"]], "state": ["Ohio"]} == thing_values(
        network.nodes[line[0]], {line[0]: ["Ohio"]}
    )
    assert [] == thing_values({"iri": "x", "kind": "Thing", "category": ""}, {})["category"]


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("kind", "StudentGroup", "Student group"),
        ("direction", "null", "no effect found"),
        ("direction", "positive", "positive"),
        ("mapping", "inferred", "our reading (inferred)"),
        ("mapping", "unrecorded", "not recorded"),
        ("design", "rct", "rct"),
    ],
)
def test_words_of_a_value(key: str, value: str, words: str) -> None:
    assert words == words_of(key, value)


def test_options_stand_in_the_order_in_which_they_are_read() -> None:
    def order(key: str, *values: str) -> list[str]:
        return list(count_options(key, [{key: [value]} for value in values]))

    assert ["negative", "null", "positive"] == order("direction", "positive", "null", "negative")
    assert ["Practice", "EquityGoal"] == order("kind", "EquityGoal", "Practice")
    assert ["Equity goal", "Practice"] == order("kind", "Practice", "Equity goal")
    assert ["high", "low"] == order("how-sure", "low", "high")
    assert ["a", "b"] == order("category", "b", "a")


def test_what_all_lines_have_alike_is_no_choice() -> None:
    same = [{"kind": ["Practice"], **{key: [] for key in FACETS if key != "kind"}}] * 2
    counted = dict.fromkeys(FACETS, same)

    assert () == facets_of(counted, {})
    (only,) = facets_of(counted, {"kind": ["Policy"]})
    assert [("Practice", 2, False), ("Policy", 0, True)] == [
        (one.value, one.lines, one.is_chosen) for one in only.options
    ]


def test_every_facet_that_is_kept_must_fit() -> None:
    line = {"kind": ["Practice"], "design": ["a", "b"]}

    assert fits(line, {})
    assert fits(line, {"design": ["b", "c"]})
    assert not fits(line, {"design": ["c"]})
    assert not fits(line, {"state": ["c"]})
