"""The words of a graph are asked for once, within a time; the ontology's are there always."""

from __future__ import annotations

from typing import Any

import pytest

from equigraph.errors import QueryTimeoutError
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web import terms
from equigraph.web.terms import Terms, labels_of


class Slow:
    """A worker that takes longer than there is."""

    def __init__(self) -> None:
        self.asked = 0

    def query(self, _text: str, timeout_s: float) -> Any:
        self.asked += 1
        raise QueryTimeoutError(timeout_s)

    def close(self) -> None:
        pass


def test_a_graph_that_does_not_answer_in_time_is_told_and_asked_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow()
    with KnowledgeGraph.open() as graph:
        graph._worker = slow  # type: ignore[assignment]
        found = Terms(graph, 0.5)
        first, second = found.read(), found.read()
        asked = slow.asked
        found._until = 0.0
        found.read()

    assert first is second
    assert (2, 4) == (asked, slow.asked)
    assert (
        "The class names that this graph uses are not offered: the query was stopped after 0.5 seconds."
        in first["note"]
    )
    assert {"eq:Practice", "eq:EquityGoal"} <= {word["short"] for word in first["classes"]}
    assert [] == [word for word in first["classes"] if word["used"]]


def test_a_graph_is_asked_once(tiny_graph: KnowledgeGraph) -> None:
    found = Terms(tiny_graph)

    assert found.read() is found.read()
    assert terms.math.inf == found._until


def test_no_more_words_are_offered_than_help(tiny_graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "MOST_TERMS", 3)

    assert 3 == len([word for word in Terms(tiny_graph).read()["properties"] if word["used"]])


def test_what_is_no_iri_has_no_label(tiny_graph: KnowledgeGraph) -> None:
    assert {} == labels_of(tiny_graph, ["", "not an iri", "http://example.org/<x>", "http://example.org/\x07"])
