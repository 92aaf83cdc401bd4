"""What the endpoint says of itself, read by another library."""

from __future__ import annotations

import pytest
import rdflib
from rdflib import DCTERMS, RDF, VOID, Literal, Namespace, URIRef
from starlette.testclient import TestClient

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.limits import Limits
from equigraph.web import description
from equigraph.web.app import create_app

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
ADDRESS = "http://127.0.0.1:8021/sparql"


@pytest.mark.parametrize(("accept", "name"), [("text/turtle", "turtle"), ("application/ld+json", "json-ld")])
def test_names_the_address_and_counts_the_graph(client: TestClient, accept: str, name: str) -> None:
    answer = client.get("/sparql", headers={"Accept": accept})
    told = rdflib.Graph().parse(data=answer.text, format=name)

    [service] = told.subjects(RDF.type, SD.Service)
    assert URIRef(ADDRESS) == told.value(service, SD.endpoint)
    assert SD.SPARQL11Query == told.value(service, SD.supportedLanguage)
    assert 10 == len(list(told.objects(service, SD.resultFormat)))
    graph = told.value(told.value(service, SD.defaultDataset), SD.defaultGraph)
    counted = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).json()
    assert counted["results"]["bindings"][0]["n"]["value"] == str(told.value(graph, VOID.triples))
    assert Literal("equigraph: equity in personalized learning") == told.value(graph, DCTERMS.title)
    assert URIRef("https://creativecommons.org/licenses/by/4.0/") == told.value(graph, DCTERMS.license)
    parts = {
        told.value(part, VOID["class"]): told.value(part, VOID.entities)
        for part in told.objects(graph, VOID.classPartition)
    }
    assert Literal(64) == parts[URIRef("https://w3id.org/equigraph/ontology#Practice")]
    assert len(parts) == int(told.value(graph, VOID.classes))
    assert answer.text == client.get("/sparql", headers={"Accept": accept}).text


def test_of_a_graph_without_a_record(tiny_client: TestClient) -> None:
    told = rdflib.Graph().parse(data=tiny_client.get("/sparql").text, format="turtle")

    assert 1 == len(list(told.subjects(RDF.type, SD.Service)))
    assert [] == list(told.objects(None, DCTERMS.title)) or "text" in str(told.value(None, DCTERMS.title))


def test_cannot_be_had_in_every_format(client: TestClient) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/csv"})

    assert 406 == answer.status_code
    assert "accepted: text/turtle, application/n-triples" in answer.json()["error"]


def test_a_graph_that_takes_too_long_to_count_is_described_without_counts() -> None:
    with (
        KnowledgeGraph.open(limits=Limits(answer_bytes=10)) as graph,
        TestClient(create_app(graph), base_url="http://127.0.0.1:8021") as client,
    ):
        told = rdflib.Graph().parse(data=client.get("/sparql").text, format="turtle")

    assert [] == list(told.objects(None, VOID.triples))
    assert [] == list(told.objects(None, VOID.classPartition))


def test_counts_that_could_not_be_had_are_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        KnowledgeGraph.open(limits=Limits(answer_bytes=10)) as graph,
        TestClient(create_app(graph), base_url="http://127.0.0.1:8021") as client,
    ):
        first = client.get("/sparql").text
        graph.limits = Limits()
        client.app.state.desk.close()
        assert first == client.get("/sparql").text  # not at once: it may take long
        monkeypatch.setattr(description.time, "monotonic", lambda: float("inf"))
        told = rdflib.Graph().parse(data=client.get("/sparql").text, format="turtle")

    assert 1 == len(list(told.objects(None, VOID.triples)))
