"""What all pages share is made once, however many threads ask for it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web.explorer import Explorer
from equigraph.web.settings import Settings


def test_what_many_threads_ask_for_is_made_once(tiny_graph: KnowledgeGraph) -> None:
    explorer = Explorer(tiny_graph, Settings())
    made = []

    def make(one: Explorer) -> object:
        time.sleep(0.01)  # so that all others ask meanwhile
        made.append(object())
        return made[-1], one.once(_other)

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: explorer.once(make), range(8)))

    assert 1 == len(made)
    assert {id(found[0])} == set(map(id, found))


def _other(_: Explorer) -> str:
    return "made while another is"
