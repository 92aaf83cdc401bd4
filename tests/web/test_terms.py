"""The words of a graph are asked for once, within a time; the ontology's are there always."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from equigraph.errors import QueryTimeoutError
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web import terms
from equigraph.web.terms import Terms, labels_of


def asks(graph: KnowledgeGraph) -> Callable[[str], list[str]]:
    return lambda query: [row[0].value for row in graph.select(query, guard=False)]


def test_a_graph_that_does_not_answer_in_time_is_told_and_asked_again_later(tiny_graph: KnowledgeGraph) -> None:
    asked = []

    def ask(query: str) -> list[str]:
        asked.append(query)
        raise QueryTimeoutError(0.5)

    found = Terms(tiny_graph)
    first = found.read(ask)

    assert first is found.read(ask)
    assert 2 == len(asked)
    assert (
        "The class names that this graph uses are not offered: the query was stopped after 0.5 seconds."
        in first["note"]
    )
    assert {"eq:Practice", "eq:EquityGoal"} <= {word["short"] for word in first["classes"]}
    assert [] == [word for word in first["classes"] if word["used"]]

    found._until = 0.0  # later
    found.read(ask)

    assert 4 == len(asked)


def test_a_graph_is_asked_once(tiny_graph: KnowledgeGraph) -> None:
    found, ask = Terms(tiny_graph), asks(tiny_graph)

    assert found.read(ask) is found.read(ask)
    assert terms.math.inf == found._until


def test_no_more_words_are_offered_than_help(tiny_graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "MOST_TERMS", 3)

    assert 3 == len([word for word in Terms(tiny_graph).read(asks(tiny_graph))["properties"] if word["used"]])


def test_what_is_no_iri_has_no_label(tiny_graph: KnowledgeGraph) -> None:
    assert {} == labels_of(tiny_graph, ["", "not an iri", "http://example.org/<x>", "http://example.org/\x07"])
