"""The tables of the contract are those of real networks; what does not fit is named, what is missing is filled in."""

from __future__ import annotations

import math
from copy import deepcopy
from typing import Any

import pytest

from equigraph.exporters.formats import EXPORTERS
from equigraph.graph.contract import EDGE, GRADE, GRAPH, NODE, OURS, PLACES, SOURCE, STATEMENT, complete, problems
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import Network
from equigraph.graph.profile import Profile

VIEWS: dict[str, dict[str, Any]] = {
    "commitments": {},
    "organizations": {},
    "policies": {},
    "practices-to-goals": {"group": "english-learners"},
}
A, B = "https://example.org/a", "https://example.org/b"
S, R = "https://example.org/s", "https://example.org/r"


def small() -> Network:
    network = Network(
        title="Two things", statements={S: {"iri": S, "type": "claim", "source": R}}, sources={R: {"iri": R}}
    )
    network.add_node(A, label="A")
    network.add_node(B, label="B", column=1)
    network.add_edge(A, B, key="k", kind="evidence", statements=[S], grade={"verdict": "positive"}, ours={"unlike": 1})
    return network


@pytest.mark.parametrize(("view", "chosen"), VIEWS.items(), ids=VIEWS)
def test_a_view_has_every_attribute_of_the_tables_and_stays_as_it_is(
    bundled_graph: KnowledgeGraph, view, chosen
) -> None:
    graph = KnowledgeGraph(bundled_graph.store, profile=Profile("ours", {"groups": ("english-learners",)}))
    network = graph.view(view, **chosen)
    grades = [edge["grade"] for *_, edge in network.edges(data=True) if edge["grade"]]
    ours = [edge["ours"] for *_, edge in network.edges(data=True) if edge["ours"]]

    assert {*GRAPH, "width", "height"} == set(network.graph) - {"label_px"}
    assert [] == [iri for iri, node in network.nodes(data=True) if {*NODE, *PLACES} != set(node)]
    assert [] == [edge for *_, edge in network.edges(data=True) if set(EDGE) != set(edge)]
    assert [] == [one for one in network.graph["statements"].values() if set(STATEMENT) != set(one)]
    assert [] == [one for one in network.graph["sources"].values() if set(SOURCE) != set(one)]
    assert [] == [one for one in grades if set(GRADE) != set(one)]
    assert [] == [one for one in ours if set(OURS) != set(one)]
    assert [] == list(problems(network))
    before = deepcopy((network.graph, dict(network.nodes(data=True)), list(network.edges(keys=True, data=True))))

    assert frozenset() == complete(network)
    assert before == (network.graph, dict(network.nodes(data=True)), list(network.edges(keys=True, data=True)))


def test_what_is_missing_gets_its_usual_value() -> None:
    network = small()
    filled = complete(network)

    assert {"things.kind", "lines.verdict", "about.licence", "statements.sentence", "sources.citation"} <= filled
    assert {"lines.grade.how_sure", "lines.ours.grade"} <= filled
    assert not {"things.label", "lines.kind", "about.title", "statements.type"} & filled
    assert ("Thing", A, "A") == tuple(network.nodes[A][name] for name in ("kind", "iri", "label"))
    assert ("k", 1, 0) == tuple(network.edges[A, B, "k"][name] for name in ("iri", "statement_count", "judging_count"))
    assert R == network.graph["sources"][R]["citation"]
    assert 2 == network.graph["shown"] == network.graph["total"]
    assert all(name in node for _, node in network.nodes(data=True) for name in PLACES)
    assert [] == list(problems(network))


def test_usual_values_are_not_shared() -> None:
    network = small()
    complete(network)
    network.nodes[A]["facts"].append(["Name", "A"])

    assert [] == network.nodes[B]["facts"] == NODE["facts"]


def test_numbers_that_others_hold_are_taken_from_them() -> None:
    network = small()
    network.edges[A, B, "k"]["source_count"] = 3
    complete(network)

    assert 3 == network.edges[A, B, "k"]["judging_count"]


def test_places_that_are_there_stay() -> None:
    network = small()
    complete(network)
    network.nodes[A].update(x=7.0, y=9.0)
    complete(network)

    assert (7.0, 9.0) == (network.nodes[A]["x"], network.nodes[A]["y"])


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_a_completed_network_can_be_written(suffix, tmp_path) -> None:
    network = small()
    complete(network)
    path = tmp_path / f"a{suffix}"
    EXPORTERS[suffix].write(network, path)

    assert path.stat().st_size


# --- what does not fit ----------------------------------------------------------------------

# Where, attribute, value; all of them would break or mislead some exporter.
MISFITS: list[tuple[str, str, Any]] = [
    ("graph", "title", 1),
    ("graph", "summary", "a text"),
    ("graph", "columns", [1]),
    ("graph", "shown", -1),
    ("graph", "shown", True),
    ("graph", "parameters", {"a": 1}),
    ("graph", "arguments", {"a": {"b": 1}}),
    ("graph", "arguments", None),
    ("graph", "statements", []),
    ("graph", "sources", "x"),
    ("graph", "triples", ["<a> <b>"]),
    ("graph", "triples", [1]),
    ("graph", "width", 0),
    ("graph", "label_px", "wide"),
    ("graph", "height", math.inf),
    ("node", "label", None),
    ("node", "iri", "another"),
    ("node", "url", "javascript:alert(1)"),
    ("node", "url", 3),
    ("node", "sources", [None]),
    ("node", "facts", [["one"]]),
    ("node", "facts", {"a": "b"}),
    ("node", "column", 1.5),
    ("node", "column", 10**12),
    ("node", "focus", 1),
    ("node", "x", "1"),
    ("node", "x", True),
    ("node", "y", math.nan),
    ("node", "y", -1e300),
    ("node", "width", -5),
    ("node", "height", 0.0),
    ("node", "statements", ["unknown"]),
    ("node", "statements", "x"),
    ("node", "drill", {"view": "v"}),
    ("node", "drill", {"view": 1, "parameters": {}}),
    ("node", "drill", []),
    ("edge", "verdict", []),
    ("edge", "counts", {"positive": "1"}),
    ("edge", "verdicts", {"positive": -1}),
    ("edge", "relations", []),
    ("edge", "statements", ["unknown"]),
    ("edge", "grade", "high"),
    ("edge", "grade", {"how_sure": 1}),
    ("edge", "grade", {"ratings": [["words"]]}),
    ("edge", "grade", {"ratings": [[1, []]]}),
    ("edge", "ours", []),
    ("edge", "ours", {"grade": {"claims": "1"}}),
    ("edge", "ours", {"sentence": None}),
    ("statement", "sentence", 1),
    ("statement", "iri", "another"),
    ("statement", "notes", "x"),
    ("source", "citation", ["x"]),
    ("source", "url", "file:///etc/passwd"),
    ("source", "iri", "another"),
]


@pytest.mark.parametrize(("where", "name", "value"), MISFITS, ids=lambda value: str(value)[:40])
def test_what_does_not_fit_is_named(where, name, value) -> None:
    network = small()
    parts = {
        "graph": network.graph,
        "node": network.nodes[A],
        "edge": network.edges[A, B, "k"],
        "statement": network.graph["statements"][S],
        "source": network.graph["sources"][R],
    }
    parts[where][name] = value
    found = list(problems(network))

    assert found
    assert any(name in problem or "rests on" in problem or "like ours" in problem for problem in found)
    assert any("accepted: " in problem or "does not hold" in problem for problem in found)


@pytest.mark.parametrize("where", ["statements", "sources"])
def test_a_record_is_values_by_name(where) -> None:
    network = small()
    network.graph[where][S] = "x" * 1000

    assert any("accepted: values by name" in problem and len(problem) < 200 for problem in problems(network))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", "https://example.org/"),
        ("url", ""),
        ("x", 0),
        ("x", -3.5),
        ("drill", {"view": "v", "parameters": {"goal": ["g"], "exact": True, "n": 3, "name": "x"}}),
        ("facts", [["a", "b"]]),
        ("something new", {"of": ["a", "later", None, 1.5]}),
    ],
)
def test_what_fits_is_no_problem(name, value) -> None:
    network = small()
    network.nodes[A][name] = value

    assert [] == list(problems(network))
