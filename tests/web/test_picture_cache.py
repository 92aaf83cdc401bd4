"""Pictures that were made are kept, the next one is built upon the one before, and those of a server grow old."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.selection import Selection, Step
from equigraph.web import kept as kept_things
from equigraph.web import picture_cache
from equigraph.web.explorer import Explorer
from equigraph.web.kept import REMOTE_S
from equigraph.web.picture_cache import Pictures, pictures_of
from equigraph.web.settings import Settings

TUTORING = "https://w3id.org/equigraph/id/practice/tutoring"
START = Selection(things=(TUTORING,))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Selection, bool]]:
    """Return what is made, in order, and whether it was built upon a picture that was kept."""
    found = []
    select = picture_cache.select

    def watched(graph, selection, known=None):
        found.append((selection, known is not None))
        return select(graph, selection, known)

    monkeypatch.setattr(picture_cache, "select", watched)
    return found


def test_a_picture_is_made_once(tiny_graph: KnowledgeGraph, made: list[tuple[Selection, bool]]) -> None:
    kept = Pictures(tiny_graph)

    assert kept.get(START) is kept.get(Selection(things=(TUTORING,)))
    assert [(START, False)] == made


def test_what_does_not_change_the_picture_makes_no_other(tiny_graph: KnowledgeGraph, made: list[object]) -> None:
    kept = Pictures(tiny_graph)

    assert kept.get(START) is kept.get(replace(START, ends=(TUTORING, "http://example.org/x")))
    assert 1 == len(made)


def test_a_step_is_built_upon_what_was_before(tiny_graph: KnowledgeGraph, made: list[tuple[Selection, bool]]) -> None:
    kept = Pictures(tiny_graph)
    kept.get(START)
    kept.get(START.with_step(Step("expand", (TUTORING,))))

    assert [False, True] == [is_built_upon for _, is_built_upon in made]


def test_the_one_that_was_not_asked_for_longest_goes_first(tiny_graph: KnowledgeGraph, made: list[object]) -> None:
    kept = Pictures(tiny_graph, most=2)
    one, two, three = (replace(START, marks=frozenset(marks)) for marks in ((), (TUTORING,), ("http://example.org/x",)))
    for selection in (one, two, one, three, one):
        kept.get(selection)
    assert 3 == len(made)

    kept.get(two)
    assert 4 == len(made)


@pytest.mark.parametrize(("is_remote", "expected"), [(True, 2), (False, 1)])
def test_the_picture_of_a_server_is_made_again_after_a_while(
    tiny_graph: KnowledgeGraph,
    made: list[object],
    monkeypatch: pytest.MonkeyPatch,
    is_remote: bool,
    expected: int,
) -> None:
    clock = itertools.count(0, REMOTE_S + 1)
    monkeypatch.setattr(kept_things.time, "monotonic", lambda: float(next(clock)))
    if is_remote:
        monkeypatch.setattr(kept_things, "OxigraphStore", type(None))
    kept = Pictures(tiny_graph)
    kept.get(START)
    kept.get(START)

    assert expected == len(made)


def test_many_threads_may_ask_at_once(tiny_graph: KnowledgeGraph) -> None:
    kept = Pictures(tiny_graph, most=2)
    sizes: list[int] = []
    ask: Callable[[], None] = lambda: sizes.extend(  # noqa: E731
        kept.get(replace(START, marks=frozenset(marks))).network.number_of_nodes()
        for marks in ((), (TUTORING,), ("http://example.org/x",))
    )
    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [1] * 18 == sizes


def test_an_explorer_has_one_set_of_pictures(tiny_graph: KnowledgeGraph) -> None:
    explorer = Explorer(tiny_graph, Settings())

    assert pictures_of(explorer) is pictures_of(explorer)
