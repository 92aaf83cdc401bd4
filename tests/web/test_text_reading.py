"""A search waits for the texts, but not for long, and says how far they are."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from equigraph.errors import TooManyQueriesError
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web.explorer import Explorer
from equigraph.web.settings import Settings
from equigraph.web.text_reading import RETRY_S, TextReading, text_reading_of


def test_one_that_takes_long_says_how_far_it_is() -> None:
    go, read = threading.Event(), threading.Event()

    def text_index(on_progress: Any) -> None:
        on_progress(1200)
        read.set()
        go.wait(10)

    explorer: Any = SimpleNamespace(graph=SimpleNamespace(reader=SimpleNamespace(text_index=text_index)))
    reading = TextReading(explorer)
    read.wait(10)

    with pytest.raises(TooManyQueriesError, match="for the first time, 1,200 so far") as caught:
        reading.wait(0.0)
    assert RETRY_S == caught.value.retry_s
    go.set()
    assert reading.wait() is None


def test_an_explorer_reads_its_texts_once(tiny_graph: KnowledgeGraph) -> None:
    explorer = Explorer(tiny_graph, Settings())
    text_reading_of(explorer).wait()

    assert text_reading_of(explorer) is text_reading_of(explorer)
    assert tiny_graph.reader.text_index() is not None
