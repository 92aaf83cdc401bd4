"""Counting beside the pages: what stops it, and what it leaves uncounted."""

from __future__ import annotations

import pytest

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web import counts
from equigraph.web.counts import Counted, Counts, counts_of
from equigraph.web.explorer import Explorer
from equigraph.web.settings import Settings


def counted(graph: KnowledgeGraph) -> Counts:
    found = counts_of(Explorer(graph, Settings()))
    found.wait(30)
    return found


def test_all_is_counted_once(tiny_graph: KnowledgeGraph) -> None:
    explorer = Explorer(tiny_graph, Settings())
    first, again = counts_of(explorer), counts_of(explorer)
    first.wait(30)

    assert first is again
    assert first.is_done
    assert set(tiny_graph.questions()) == set(first.questions)


def test_a_question_whose_usual_choice_is_not_there_is_not_counted(tiny_graph: KnowledgeGraph) -> None:
    assert Counted(None) == counted(tiny_graph).questions["practices-for-group"]
    assert Counted(len(tiny_graph.question("single-source").rows)) == counted(tiny_graph).questions["single-source"]


def test_it_takes_no_longer_than_it_may(tiny_graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "COUNTING_S", -1.0)

    found = counted(tiny_graph)

    assert (True, {}) == (found.is_done, found.questions)
    assert found.kinds


def test_a_large_graph_is_counted_where_it_can_be_stopped(
    tiny_graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = counted(tiny_graph).questions
    monkeypatch.setattr(counts, "IN_PROCESS_MOST", 0)

    assert here == counted(tiny_graph).questions


def test_a_server_that_does_not_answer_leaves_all_uncounted() -> None:
    with KnowledgeGraph.open("http://127.0.0.1:9/sparql") as graph:
        found = counted(graph)

    assert (True, {}, {}) == (found.is_done, found.questions, found.kinds)
