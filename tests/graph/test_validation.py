"""Validation through the graph: what breaks a rule is named with its thing, field, value and rule."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.store import OxigraphStore

PREFIXES = """
@prefix eq: <https://w3id.org/equigraph/ontology#> .
@prefix claim: <https://w3id.org/equigraph/id/claim/> .
@prefix direction: <https://w3id.org/equigraph/id/direction/> .
@prefix statement: <https://w3id.org/equigraph/id/statement/> .
@prefix practice: <https://w3id.org/equigraph/id/practice/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""


def graph_of(turtle: str) -> KnowledgeGraph:
    return KnowledgeGraph(OxigraphStore.memory(ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)))


def test_the_bundled_graph_conforms(bundled_graph: KnowledgeGraph) -> None:
    report = bundled_graph.validate()

    assert report.conforms
    assert [] == [finding for finding in report.findings if finding.severity != "advice"]
    assert bundled_graph.stats().triples == report.triples


def test_problems_name_thing_field_and_rule() -> None:
    report = graph_of('practice:x a eq:Practice ; skos:prefLabel "Looping"@en .').validate()

    assert not report.conforms
    assert {"Looping"} == {finding.label for finding in report.findings}
    assert {"https://w3id.org/equigraph/id/practice/x"} == {finding.thing for finding in report.findings}
    assert "definition" in {finding.field for finding in report.findings}
    assert all(finding.message for finding in report.findings)


def test_a_statement_whose_triple_is_not_asserted_is_named() -> None:
    report = graph_of(
        "statement:s a eq:Statement ; rdf:subject practice:a ; rdf:predicate eq:supports ; rdf:object practice:b ."
    ).validate()

    assert {"https://w3id.org/equigraph/id/statement/s"} == {finding.thing for finding in report.findings}


def test_shapes_of_ones_own(tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text("""
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix eq: <https://w3id.org/equigraph/ontology#> .
        [] a sh:NodeShape ; sh:targetClass eq:Practice ;
          sh:property [ sh:path skos:altLabel ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "Name it twice." ] .
    """)
    report = graph_of('practice:x a eq:Practice ; skos:prefLabel "Looping"@en .').validate(shapes)

    assert report.conforms  # a warning is not a violation
    assert [("warning", "other name", "Name it twice.")] == [
        (finding.severity, finding.field, finding.message) for finding in report.findings
    ]


@pytest.mark.parametrize("text", ["not turtle", "@prefix"])
def test_shapes_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    from equigraph.errors import RdfSyntaxError

    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(text)
    with pytest.raises(RdfSyntaxError, match=r"shapes\.ttl"):
        graph_of("").validate(shapes)


def test_a_graph_of_other_things_is_not_called_conforming() -> None:
    report = graph_of("<http://example.org/a> a <http://example.org/Thing> .").validate()

    assert report.conforms
    assert "nothing among them is of a kind that the shapes know" == report.outcome
