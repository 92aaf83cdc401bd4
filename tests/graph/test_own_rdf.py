"""A graph of one's own, with none of our kinds: neighborhoods, names, and no invented evidence."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import edges_of
from equigraph.graph.store import OxigraphStore

TURTLE = """
@prefix : <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
:ada a foaf:Person ; foaf:name "Ada" ; foaf:knows :ben , [ foaf:name "nobody" ] ; :age 36 .
:ben foaf:name "Ben" ; foaf:knows :cy .
:cy rdfs:label "Cyrus"@fr , "Cy"@en .
"""


@pytest.fixture
def own() -> KnowledgeGraph:
    return KnowledgeGraph(OxigraphStore.memory(ox.parse(TURTLE, format=ox.RdfFormat.TURTLE)))


def test_neighborhood_of_any_iri(own: KnowledgeGraph) -> None:
    network = own.view("neighborhood", entity="http://example.org/ada", radius=2)

    assert {"Ada", "Ben", "Cy"} == {node["label"] for _, node in network.nodes(data=True)}
    assert {"Thing"} == {node["kind"] for _, node in network.nodes(data=True)}
    assert [("Ada", "knows", "Ben"), ("Ben", "knows", "Cy")] == [
        (network.nodes[subject]["label"], edge["label"], network.nodes[object_]["label"])
        for subject, object_, edge in edges_of(network)
    ]
    assert ["One unnamed thing (a blank node) is not drawn."] == network.graph["notes"]


def test_lines_without_statement_say_no_source(own: KnowledgeGraph) -> None:
    network = own.view("neighborhood", entity="http://example.org/ada")
    [(_, _, edge)] = edges_of(network)
    record = network.graph["statements"][edge["statements"][0]]

    assert "triple" == edge["kind"] == record["type"]
    assert "" == record["source"]
    assert "Ada knows Ben." == record["sentence"]
    assert "No source is recorded for one link." in network.graph["summary"]


def test_literals_are_facts(own: KnowledgeGraph) -> None:
    network = own.view("neighborhood", entity="http://example.org/ada")

    assert [["Age", "36"]] == network.nodes["http://example.org/ada"]["facts"]


def test_things_are_found_by_name(own: KnowledgeGraph) -> None:
    assert "http://example.org/cy" == own.resolve("cyrus")
    assert "http://example.org/ben" == own.entity("Ben").iri


def test_a_graph_without_catalogue_makes_no_claims_about_itself(own: KnowledgeGraph) -> None:
    network = own.view("neighborhood", entity="http://example.org/ada")

    assert ("", "", "", []) == tuple(
        network.graph[name] for name in ("data_version", "data_date", "licence", "blind_spots")
    )


def test_views_of_our_kinds_are_empty_not_wrong(own: KnowledgeGraph) -> None:
    network = own.view("practices-to-goals")

    assert 0 == network.number_of_nodes()
    assert ["Nothing in this graph fits these choices."] == network.graph["summary"]


def test_stats_count_foreign_classes(own: KnowledgeGraph) -> None:
    stats = own.stats()

    assert {"foaf:Person": 1} == stats.kinds
    assert 10 == stats.triples
