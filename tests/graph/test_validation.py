"""Validation through the graph: what breaks a rule is named with its thing, field, value and rule."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equigraph.data.patch import Patch
from equigraph.graph.findings import Finding, ValidationReport
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.store import OxigraphStore
from equigraph.graph.validation import validate_touched
from equigraph.ontology.files import ontology_files

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


def test_things_and_values_are_told_by_name() -> None:
    found = graph_of("""
        claim:c a eq:EvidenceClaim ; eq:practice practice:p ; eq:goal <urn:goal> ; eq:group <urn:group> ;
          eq:direction <urn:who-knows> ; eq:basis 3 ; eq:finding "Mejor."@es .
        practice:p skos:prefLabel "Looping"@en . <urn:goal> skos:prefLabel "Reading"@en .
        <urn:group> skos:prefLabel "Newcomers"@en .
        statement:s a eq:Statement ; rdf:subject practice:p ; rdf:predicate eq:supports ; rdf:object <urn:goal> .
        statement:broken a eq:Statement .
        claim:broken a eq:EvidenceClaim .
        [] a eq:Practice .
    """).validate()
    named = {(one.label, one.field, one.value) for one in found.findings}

    assert {
        ("Looping → Reading (Newcomers)", "practice", "Looping"),
        ("Looping → Reading (Newcomers)", "direction", "who knows"),
        ("Looping → Reading (Newcomers)", "basis", "3 (written as a whole number)"),
        ("Looping → Reading (Newcomers)", "finding", 'Mejor. (in the language "es")'),
        ("Looping supports Reading", "source", ""),
        ("broken", "subject", ""),
        ("broken", "practice", ""),
        ("a thing without an IRI", "name", ""),
    } <= named


def test_a_long_value_is_cut_in_words_and_whole_as_a_term() -> None:
    [finding] = [
        one
        for one in graph_of(f'practice:x a eq:Practice ; eq:basis "{"long " * 100}" .').validate().findings
        if one.value
    ]

    assert finding.value.endswith("long…")
    assert f'"{"long " * 100}"' == finding.term


def test_of_a_rule_that_is_broken_very_often_some_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("equigraph.graph.validation.MOST_SHOWN", 2)
    report = graph_of("".join(f"practice:p{number} a eq:Practice ." for number in range(5))).validate()
    rules = {rule.id.rpartition("#")[2]: rule for rule in report.rules}

    for name in ("Practice-prefLabel", "orphan"):
        assert 5 == rules[name].found
        assert 2 == report.shown(rules[name].id)
    assert list(report.rules) == sorted(report.rules, key=lambda rule: (rule.severity != "violation", not rule.found))


# --- what a change touches ------------------------------------------------------------------


def changed(graph: KnowledgeGraph, patch: Patch) -> KnowledgeGraph:
    """Return a copy of a graph in memory with a change."""
    assert isinstance(graph.store, OxigraphStore)
    quads = {*graph.store.raw} - patch.removed | patch.added
    return KnowledgeGraph(OxigraphStore.memory(quads))


def keys(findings: Iterable[Finding]) -> set[tuple[str, ...]]:
    return {finding.key for finding in findings if finding.severity != "advice"}


@pytest.fixture(scope="module")
def small(tiny_file: Path) -> KnowledgeGraph:
    """Return the tiny graph with the words of the ontology: in memory, so that it can be changed."""
    files = [tiny_file, *ontology_files()]
    return KnowledgeGraph(OxigraphStore.memory(quad for file in files for quad in ox.parse(path=file)))


@pytest.fixture(scope="module")
def before(small: KnowledgeGraph) -> ValidationReport:
    return small.validate()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_a_change_touches_is_all_that_a_full_check_finds_new(
    small: KnowledgeGraph, before: ValidationReport, data: st.DataObject
) -> None:
    assert isinstance(small.store, OxigraphStore)
    quads = sorted((quad for quad in small.store.raw if "/id/" in str(quad.subject)), key=str)
    objects = sorted({quad.object for quad in quads}, key=str)
    removed = data.draw(st.lists(st.sampled_from(quads), max_size=3))
    models = data.draw(st.lists(st.tuples(st.sampled_from(quads), st.sampled_from(objects)), max_size=3))
    added = {ox.Quad(quad.subject, quad.predicate, value) for quad, value in models}
    patch = Patch(frozenset(added - set(quads)), frozenset(removed) - added)
    after = changed(small, patch)
    whole = after.validate()
    touched = validate_touched(after.reader, patch.added | patch.removed)
    earlier = validate_touched(small.reader, patch.added | patch.removed)

    assert keys(whole.new_since(before)) == keys(touched.new_since(earlier))
    assert keys(touched.findings) <= keys(whole.findings)


@pytest.mark.parametrize(
    ("removed", "thing", "words"),
    [
        # a kind is taken away: those that point there are at fault
        ("source:two a eq:ResearchSource .", "policy/act", "the source must be in the data"),
        # a plain triple is taken away: its statement is at fault
        ("policy:act eq:enablesPractice practice:tutoring .", "statement/act-enables-tutoring", "on its own too"),
        ('practice:looping skos:prefLabel "Looping"@en .', "practice/looping", "exactly one name"),
    ],
)
def test_a_change_of_one_thing_is_the_fault_of_another(
    small: KnowledgeGraph, removed: str, thing: str, words: str
) -> None:
    head = (
        PREFIXES
        + "@prefix policy: <https://w3id.org/equigraph/id/policy/> . @prefix source: <https://w3id.org/equigraph/id/source/> ."
    )
    patch = Patch(removed=frozenset(ox.parse(head + removed, format=ox.RdfFormat.TURTLE)))
    after = changed(small, patch)
    found = validate_touched(after.reader, patch.removed).new_since(validate_touched(small.reader, patch.removed))

    assert any(one.thing.endswith(thing) and words in one.message for one in found)


def test_a_change_of_nothing_checks_nothing(small: KnowledgeGraph) -> None:
    report = validate_touched(small.reader, [])

    assert (True, (), 0) == (report.conforms, report.findings, report.things)


def test_a_graph_of_other_things_is_not_called_conforming() -> None:
    report = graph_of("<http://example.org/a> a <http://example.org/Thing> .").validate()

    assert report.conforms
    assert "nothing among them is of a kind that the shapes know" == report.outcome
