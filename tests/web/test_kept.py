"""What was made once is kept as long as it is true, and no longer."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web import kept as module
from equigraph.web.kept import REMOTE_S, Kept


def test_something_is_made_once_and_the_least_wanted_goes_first(tiny_graph: KnowledgeGraph) -> None:
    kept: Kept[str, list[str]] = Kept(tiny_graph.store, 2)
    made = {name: kept.get(name, lambda name=name: [name]) for name in "ab"}

    assert made["a"] is kept.find("a")
    kept.keep("c", ["c"])
    assert kept.find("b") is None
    assert made["a"] is kept.get("a", list)


def test_what_is_kept_of_a_server_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.count(0, REMOTE_S / 2)
    monkeypatch.setattr(module.time, "monotonic", lambda: float(next(clock)))
    server: Any = object()
    kept: Kept[str, int] = Kept(server, 2)
    kept.keep("a", 1)

    assert [1, 1, None, None] == [kept.find("a") for _ in range(4)]
