"""Tests of the things in the answer to a question."""

from __future__ import annotations

from typing import Any

import pytest

from equigraph.graph import answer_things as module
from equigraph.graph.answer_things import things_of
from equigraph.graph.arguments import read_arguments
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.query_file import NamedQuery
from equigraph.ontology.prefixes import expand


def asked(graph: KnowledgeGraph, text: str, **chosen: Any) -> module.AnswerThings:
    query = NamedQuery.parse("question", text)
    return things_of(graph.reader, query, read_arguments(graph.reader, query, chosen))


def test_things_are_known_by_iri_and_by_name_in_the_order_of_the_rows(tiny_graph: KnowledgeGraph) -> None:
    found = asked(
        tiny_graph,
        """# title: Any
        SELECT * { VALUES (?a ?b) {
          ("Looping"@en practice:tutoring) ("academic support"@en direction:null) ("Looping" 3) ("no name" UNDEF)
          ("No effect of looping" goal:stability)
        } }""".replace("        ", ""),
    )

    # A name counts with its language; concepts and words of the ontology are no things.
    names = ["practice:looping", "practice:tutoring", "goal:stability"]
    assert [expand(name) for name in names] == [iri for iri in found.things if iri in {expand(name) for name in names}]
    assert (frozenset(), []) == (found.records, found.notes)


def test_a_source_is_known_by_its_title(tiny_graph: KnowledgeGraph) -> None:
    found = asked(tiny_graph, "# title: Any\nSELECT ?t { source:one dcterms:title ?t }")

    assert [expand("source:one")] == found.things


def test_claims_and_statements_stand_for_what_they_connect(tiny_graph: KnowledgeGraph) -> None:
    found = asked(tiny_graph, "# title: Any\nSELECT * { VALUES ?x { claim:c statement:act-enables-tutoring } }")

    ends = ["practice:looping", "goal:discipline", "policy:act", "practice:tutoring"]
    assert [expand(name) for name in ends] == found.things
    assert {expand("claim:c"), expand("statement:act-enables-tutoring")} == found.records


def test_what_was_chosen_comes_last(tiny_graph: KnowledgeGraph) -> None:
    text = "# title: Any\n# param goal: EquityGoal -- one\nSELECT ?p { VALUES ?goal { goal:x } ?c eq:goal ?goal ; eq:practice ?p }"
    found = asked(tiny_graph, text, goal="discipline")

    assert [expand("practice:looping"), expand("goal:discipline")] == found.things


def test_only_so_many_names_are_looked_up(tiny_graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_READ", 1)
    found = asked(tiny_graph, "# title: Any\nSELECT * { VALUES ?x { practice:looping practice:tutoring } }")

    assert ([expand("practice:looping")], ["Only the first 1 of 2 names in the answer were looked up."]) == (
        found.things,
        found.notes,
    )


def test_a_name_of_several_things_is_none(tmp_path: Any) -> None:
    path = tmp_path / "own.ttl"
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    path.write_text(f'<http://x.org/a> {label} "Same", "A" . <http://x.org/b> {label} "Same" .', "utf-8")
    with KnowledgeGraph.open(str(path)) as graph:
        found = asked(graph, '# title: Any\nSELECT * { VALUES ?x { "Same" "A" } }')

    assert ["http://x.org/a"] == found.things
