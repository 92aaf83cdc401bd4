"""Advice: each piece is found where it applies, and nowhere else."""

from __future__ import annotations

import datetime as dt

import pyoxigraph as ox
import pytest

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.reader import Catalog, own_queries
from equigraph.graph.store import OxigraphStore
from equigraph.ontology.prefixes import PREFIXES, compress

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
DATA = """
practice:a a eq:Practice ; skos:prefLabel "Help for at-risk students"@en ; skos:definition "For struggling readers."@en .
practice:b a eq:Practice ; skos:prefLabel "Tutoring"@en ; skos:definition "For students at risk of leaving."@en ;
  skos:altLabel "Help for LEP students"@en .
goal:a a eq:EquityGoal ; skos:prefLabel "Graduation"@en .
goal:b a eq:EquityGoal ; skos:prefLabel "Tutoring"@en .
policy:a a eq:Policy ; skos:prefLabel "An act for disadvantaged students"@en ; eq:jurisdiction organization:c .
organization:a a eq:Organization ; skos:prefLabel "Friends & Schools"@en .
organization:b a eq:Organization ; skos:prefLabel "friend and school."@en .
organization:c a eq:Organization ; skos:prefLabel "Friends-and-Schools"@en .
source:a a eq:ResearchSource ; dcterms:title "On minority students"@en ; dcterms:issued "1999"^^xsd:gYear ; bibo:doi "10.1/a" ;
  dcterms:bibliographicCitation "A." .
source:b a eq:ResearchSource ; dcterms:title "Newer"@en ; dcterms:issued "2020"^^xsd:gYear ; dcterms:bibliographicCitation "B." .
source:c a eq:ResearchSource ; dcterms:title "Alone"@en ; eq:eric "ED1" .
claim:a a eq:EvidenceClaim ; eq:practice practice:a ; eq:goal goal:a ; eq:direction direction:null ;
  eq:finding "Minority students left earlier."@en ; dcterms:source source:a ; eq:locator "as quoted on p. 3" ;
  eq:mapping mapping:inferred ; eq:check check:unchecked .
claim:b a eq:EvidenceClaim ; eq:practice practice:b ; eq:goal goal:b ; eq:direction direction:positive ;
  eq:finding "More graduated."@en ; dcterms:source source:b ; eq:mapping mapping:inferred ; eq:check check:confirmed .
direction:null skos:prefLabel "no effect"@en .
direction:positive skos:prefLabel "positive"@en .
statement:a a eq:Statement ; rdf:subject policy:a ; rdf:predicate eq:enablesPractice ; rdf:object practice:b ;
  eq:mapping mapping:inferred .
statement:b a eq:Statement ; rdf:subject policy:a ; rdf:predicate eq:enablesPractice ; rdf:object practice:a ;
  eq:mapping mapping:inferred ; eq:status status:checked .
statement:c a eq:Statement ; rdf:subject policy:a ; rdf:predicate eq:enablesPractice ; rdf:object practice:a ;
  eq:mapping mapping:stated .
"""
# By name: thing, field and value of every finding.
EXPECTED = {
    "wording": {
        ("practice:a", "name", "at-risk students"),
        ("practice:a", "definition", "struggling readers"),
        ("claim:a", "finding", "Minority students"),
    },
    "no-address": {("source:b", "", "")},
    "unchecked-inference": {("claim:a", "", ""), ("statement:a", "", "")},
    "old-claim": {("claim:a", "year", "1999")},
    "same-name": {
        ("organization:a", "name", "friend and school."),
        ("organization:b", "name", "Friends-and-Schools"),
        ("organization:c", "name", "Friends & Schools"),
    },
    "orphan": {("organization:a", "", ""), ("organization:b", "", ""), ("source:c", "", "")},
    "second-hand": {("claim:a", "", 'by its locator ("quoted")')},
}


def graph_of(turtle: str) -> KnowledgeGraph:
    return KnowledgeGraph(OxigraphStore.memory(ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE)))


@pytest.fixture(scope="module")
def findings() -> dict[str, list[tuple[str, str, str, str]]]:
    found: dict[str, list[tuple[str, str, str, str]]] = {name: [] for name in EXPECTED}
    report = graph_of(DATA).validate(older_than=dt.datetime.now(tz=dt.UTC).year - 2010)
    for one in report.findings:
        if one.severity == "advice":
            found[one.rule].append((compress(one.thing) or "", one.field, one.value, one.message))
    return found


def test_every_piece_of_advice_has_a_case_and_says_what_to_do() -> None:
    assert {*own_queries("advice"), "second-hand"} == {*EXPECTED}
    for query in own_queries("advice").values():
        assert query.title
        assert query.question.endswith("?")
        assert query.meta["says"].endswith(".")


@pytest.mark.parametrize("name", EXPECTED)
def test_advice_is_given_where_it_applies_and_nowhere_else(
    name: str, findings: dict[str, list[tuple[str, str, str, str]]]
) -> None:
    assert EXPECTED[name] == {finding[:3] for finding in findings[name]}
    assert len(EXPECTED[name]) == len(findings[name])
    assert all(message.endswith(".") or "://" in message for *_, message in findings[name])


def test_old_claims_are_told_only_when_asked_for() -> None:
    assert "old-claim" not in {rule.id for rule in graph_of(DATA).validate().rules}


@pytest.mark.parametrize(("years", "found"), [(20, 1), (21, 0)])
def test_years_are_counted_back_from_the_date_of_the_data(years: int, found: int) -> None:
    catalog = '<urn:d> a dcat:Dataset ; eq:contentDigest "sha256:0" ; dcterms:modified "2020-05-01"^^xsd:date .'
    report = graph_of(DATA + catalog).validate(older_than=years)

    assert isinstance(report.about, Catalog)
    assert [found] == [rule.found for rule in report.rules if rule.id == "old-claim"]


def test_what_was_looked_for_and_not_found_is_in_the_report() -> None:
    report = graph_of("").validate()

    assert () == report.findings
    assert {*EXPECTED} - {"old-claim"} == {rule.id for rule in report.rules}
    assert {0} == {rule.found for rule in report.rules}


def test_of_two_things_with_one_name_the_iri_tells_which_is_meant() -> None:
    report = graph_of(
        'policy:a a eq:Policy ; skos:prefLabel "Act" . policy:b a eq:Policy ; skos:prefLabel "Act" .'
    ).validate()

    assert ["Act (policy:b)", "Act (policy:a)"] == [one.value for one in report.findings if one.rule == "same-name"]
