"""The crossing from SPARQL to networkx, structure only."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from equigraph.errors import QueryError
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import structure, structure_of
from equigraph.graph.rows import Edge, Rows

EX = "http://example.org/"
A, B, P, Q, S1, S2 = (NamedNode(EX + name) for name in ("a", "b", "p", "q", "s1", "s2"))


@pytest.mark.parametrize(
    ("expected", "rows"),
    [
        ([(EX + "a", EX + "b", EX + "p", [])], [(A, P, B)]),
        # Statements of one line are gathered; the same one twice is one.
        ([(EX + "a", EX + "b", EX + "p", [EX + "s1", EX + "s2"])], [(A, P, B, S2), (A, P, B, S1), (A, P, B, S1)]),
        # Another predicate is another line, and so is the way back.
        (
            [
                (EX + "a", EX + "b", EX + "p", []),
                (EX + "a", EX + "b", EX + "q", []),
                (EX + "b", EX + "a", EX + "p", []),
            ],
            [(A, P, B, None), (A, Q, B, None), (B, P, A, None)],
        ),
        # What is no IRI at both ends makes no line; a statement without a name counts for nothing.
        (
            [(EX + "a", EX + "a", EX + "p", [])],
            [(A, P, Literal("x")), (BlankNode(), P, B), (A, None, B), (A, P, A, BlankNode())],
        ),
        ([], []),
    ],
)
def test_structure(expected, rows) -> None:
    network = structure(rows)

    assert expected == sorted(
        (u, v, key, data["statements"]) for u, v, key, data in network.edges(keys=True, data=True)
    )
    assert {key: key for *_, key in network.edges(keys=True)} == {
        key: data["iri"] for *_, key, data in network.edges(keys=True, data=True)
    }
    assert {iri: iri for iri in network} == dict(network.nodes(data="iri"))


def test_the_structure_of_rows_keeps_things_alone_and_general_lines() -> None:
    rows = Rows(things={"a", "b", "c"}, edges={Edge("a", "p", "b"): {"1"}, Edge("a", "p", "b", general=True): {"2"}})
    network = structure_of(rows)

    assert {"p": ("p", ["1"]), "p (all students)": ("p", ["2"])} == {
        key: (data["iri"], data["statements"]) for *_, key, data in network.edges(keys=True, data=True)
    }
    assert ["a", "b", "c"] == sorted(network)


NAMES = st.sampled_from([A, B, S1, S2])


@given(st.lists(st.tuples(NAMES, st.sampled_from([P, Q]), NAMES), max_size=20))
def test_same_as_networkx_makes_it(triples) -> None:
    plain: nx.MultiDiGraph = nx.MultiDiGraph()
    plain.add_edges_from((s.value, o.value, p.value) for s, p, o in triples)

    assert set(plain.edges(keys=True)) == set(structure(triples).edges(keys=True))
    assert set(plain) == set(structure(triples))


def test_a_query_becomes_a_network(tiny_graph: KnowledgeGraph) -> None:
    query = """SELECT ?practice (eq:advances AS ?p) ?goal ?claim
        { ?claim eq:practice ?practice ; eq:goal ?goal }"""
    expected = [("looping", "discipline", 1), ("tutoring", "achievement", 2)]

    for guard in (True, False):
        network = tiny_graph.network(query, guard=guard)
        assert expected == sorted(
            (u.rsplit("/", 1)[1], v.rsplit("/", 1)[1], len(names)) for u, v, names in network.edges(data="statements")
        )


def test_what_is_no_table_makes_no_network(tiny_graph: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="not a SELECT query"):
        tiny_graph.network("ASK { ?s ?p ?o }", guard=False)


def test_light_features_name_kinds_and_bearings(tiny_file: Path) -> None:
    iri = "https://w3id.org/equigraph/id/"
    with KnowledgeGraph.open(str(tiny_file)) as graph:
        found = graph.reader.features("bearings", [iri + "claim/b", iri + "nothing"])

    assert {
        iri + "claim/b": {
            "direction": [iri + "direction/negative"],
            "source": [iri + "source/two"],
            "mapping": [iri + "mapping/inferred"],
        },
        iri + "nothing": {},
    } == found
