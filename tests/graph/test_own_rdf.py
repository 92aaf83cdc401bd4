"""A graph of one's own, with none of our kinds: neighborhoods, names, and no invented evidence."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from equigraph.errors import ParameterError
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


def graph_of(turtle: str) -> KnowledgeGraph:
    return KnowledgeGraph(OxigraphStore.memory(ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)))


PREFIXES = """
@prefix : <http://example.org/> .
@prefix eq: <https://w3id.org/equigraph/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix direction: <https://w3id.org/equigraph/id/direction/> .
"""


@pytest.mark.parametrize(
    ("turtle", "kind", "verdict"),
    [
        (":a eq:advances :b .", "triple", ""),
        (":s a eq:Statement ; rdf:subject :a ; rdf:predicate eq:advances ; rdf:object :b .", "relation", ""),
        (":c a eq:EvidenceClaim ; eq:practice :a ; eq:goal :b .", "relation", ""),
        (":c a eq:EvidenceClaim ; eq:practice :a ; eq:goal :b ; eq:direction direction:null .", "evidence", "no effect found"),
        # A direction of one's own is not taken for a good one.
        (
            ":c a eq:EvidenceClaim ; eq:practice :a ; eq:goal :b ; eq:direction :wonderful . :d a eq:EvidenceClaim ; eq:practice :a ; eq:goal :b ; eq:direction direction:positive .",
            "evidence",
            "mixed",
        ),
    ],
    ids=["a plain triple", "a statement", "a claim without direction", "a claim", "an unknown direction"],
)  # fmt: skip
def test_our_words_in_other_peoples_graphs(turtle, kind, verdict) -> None:
    network = graph_of(turtle).view("neighborhood", entity="http://example.org/a")
    [(_, _, edge)] = [edge for edge in edges_of(network) if edge[2]["label"] == "advances"]

    assert (kind, verdict) == (edge["kind"], edge["verdict"])


def test_a_verdict_without_source_says_so() -> None:
    graph = graph_of(":c a eq:EvidenceClaim ; eq:practice :a ; eq:goal :b ; eq:direction direction:positive .")
    edges = edges_of(graph.view("neighborhood", entity="http://example.org/a"))
    [edge] = [edge for _, _, edge in edges if edge["label"] == "advances"]

    assert "positive, no source recorded" == edge["strength"]


@pytest.mark.parametrize("name", ["mailto:ann@example.org", "Ann"])
def test_any_iri_is_a_thing(name: str) -> None:
    graph = graph_of('<mailto:ann@example.org> foaf:name "Ann" . <http://example.org/x> foaf:name "Annual" .')

    assert "mailto:ann@example.org" == graph.entity(name).iri
    assert ["mailto:ann@example.org", "http://example.org/x"] == [hit.iri for hit in graph.search("ann").hits]


def test_a_label_with_a_colon_is_a_label() -> None:
    assert "http://example.org/x" == graph_of(':x foaf:name "schema: a guide" .').resolve("schema: a guide")


def test_datasets_that_a_graph_speaks_of_are_not_the_graph() -> None:
    graph = graph_of(
        ':one a dcat:Dataset ; dcterms:title "Bus routes" ; dcterms:license <http://example.org/free> .'
        ":two a dcat:Dataset ; dcterms:license <http://example.org/reserved> ; dcterms:isPartOf :one ."
    )
    network = graph.view("neighborhood", entity="http://example.org/two")

    assert ("", "", "") == (graph.stats().catalog.title, network.graph["licence"], network.graph["licence_url"])


def test_a_hub_with_many_neighbors_is_cut_quickly_and_says_so() -> None:
    graph = graph_of(" ".join(f":hub :to :n{number} ." for number in range(5000)))
    network = graph.view("neighborhood", entity="http://example.org/hub", max_nodes=20)

    assert (20, 5001) == (network.graph["shown"], network.graph["total"])


def test_several_starts_are_never_cut() -> None:
    graph = graph_of(":a :to :b . :c :to :d .")
    starts = ["http://example.org/a", "http://example.org/c"]

    assert 2 == graph.view("neighborhood", entity=starts, max_nodes=2).number_of_nodes()
    with pytest.raises(ParameterError, match="2 or more"):
        graph.view("neighborhood", entity=starts, max_nodes=1)


@pytest.mark.parametrize("view", ["neighborhood", "practice", "student-group", "source"])
def test_a_default_that_is_not_here_is_refused(own: KnowledgeGraph, view: str) -> None:
    with pytest.raises(ParameterError, match="is not in this graph"):
        own.view(view)


@pytest.mark.parametrize("label", ["", "   ", "\t\n"])
def test_a_blank_label_is_no_label(label: str) -> None:
    graph = KnowledgeGraph(OxigraphStore.memory([ox.Quad(ox.NamedNode("http://example.org/thing"), ox.NamedNode("http://xmlns.com/foaf/0.1/name"), ox.Literal(label))]))  # fmt: skip

    assert "thing" == graph.entity("http://example.org/thing").node["label"]
