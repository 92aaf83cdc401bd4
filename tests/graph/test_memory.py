"""Tests of a reader that remembers."""

from __future__ import annotations

import pytest

from equigraph.graph import memory as module
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.memory import Memory
from equigraph.ontology.prefixes import expand

LOOPING, TUTORING = expand("practice:looping"), expand("practice:tutoring")


def test_everything_is_asked_once(tiny_graph: KnowledgeGraph, elsewhere: type) -> None:
    graph = KnowledgeGraph(elsewhere(tiny_graph.store))
    memory = Memory(graph.reader)
    asked = graph.store.asked  # type: ignore[attr-defined]
    for things in ([LOOPING], [TUTORING, LOOPING], [LOOPING, TUTORING]):
        assert graph.reader.describe(things) == memory.describe(things)
        assert graph.reader.names(things) == memory.names(things)
        assert graph.reader.features("features", things) == memory.features("features", things)
        assert graph.reader.catalog() == memory.catalog()
    before = len(asked)
    memory.describe([LOOPING, TUTORING])
    memory.names([LOOPING])
    memory.features("features", [TUTORING])
    memory.catalog()

    assert before == len(asked)


def test_there_is_one_text_index_for_all(tiny_graph: KnowledgeGraph, elsewhere: type) -> None:
    memory = Memory(tiny_graph.reader)

    assert tiny_graph.reader.text_index() is memory.text_index()
    assert Memory(KnowledgeGraph(elsewhere(tiny_graph.store)).reader).text_index() is None


def test_a_full_memory_begins_anew(
    tiny_graph: KnowledgeGraph, elsewhere: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_KEPT", 1)
    graph = KnowledgeGraph(elsewhere(tiny_graph.store))
    memory = Memory(graph.reader)
    memory.names([LOOPING])

    assert graph.reader.names([LOOPING, TUTORING]) == memory.names([LOOPING, TUTORING])
    assert [TUTORING] == list(memory._names)
