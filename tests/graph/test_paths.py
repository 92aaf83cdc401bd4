"""The search for paths: against networkx on random graphs, and at its bounds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import networkx as nx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from equigraph.graph.paths import Found, find_paths

THINGS = "abcdefgh"


class Lines:
    """Lines that can only be asked about, level by level."""

    def __init__(self, lines: Collection[tuple[str, str]]) -> None:
        self.graph: nx.Graph[str] = nx.Graph()
        self.graph.add_nodes_from(THINGS)
        self.graph.add_edges_from(lines)
        self.asked: list[list[str]] = []

    def next_to(self, things: Sequence[str]) -> Mapping[str, Collection[str]]:
        self.asked.append(list(things))
        return {thing: set(self.graph[thing]) for thing in things}

    def find(self, start: str, end: str, max_length: int, **bounds: int) -> Found:
        return find_paths(start, end, max_length, self.next_to, **bounds)


def star(leaves: int) -> Lines:
    """Two ends that share that many things."""
    return Lines([(end, f"m{number:03}") for end in ("start", "end") for number in range(leaves)])


@given(
    lines=st.sets(st.tuples(st.sampled_from(THINGS), st.sampled_from(THINGS)), max_size=20),
    max_length=st.integers(1, 6),
)
@example(lines=set(), max_length=1)
@example(lines={("a", "a"), ("a", "b"), ("b", "b")}, max_length=3)
def test_finds_exactly_the_simple_paths(lines: set[tuple[str, str]], max_length: int) -> None:
    known = Lines(lines)

    found = known.find("a", "b", max_length)

    expected = {tuple(path) for path in nx.all_simple_paths(known.graph, "a", "b", cutoff=max_length)}
    assert sorted(expected, key=lambda path: (len(path), path)) == list(found.paths)
    assert found.cut == ()


@given(
    lines=st.sets(st.tuples(st.sampled_from(THINGS), st.sampled_from(THINGS)), max_size=20),
    max_length=st.integers(1, 6),
)
def test_asks_at_most_once_for_each_level_and_about_each_thing_of_an_end(
    lines: set[tuple[str, str]], max_length: int
) -> None:
    known = Lines(lines)

    known.find("a", "b", max_length)

    assert len(known.asked) <= max(2, max_length)
    assert all(asked == sorted(set(asked)) for asked in known.asked)


def test_a_way_back_is_the_same_way() -> None:
    known = Lines([("a", "c"), ("c", "d"), ("d", "b"), ("a", "d")])

    forth, back = known.find("a", "b", 4), known.find("b", "a", 4)

    assert {path[::-1] for path in back.paths} == set(forth.paths)


def test_tells_what_is_next_to_each_end() -> None:
    found = Lines([("a", "c"), ("a", "d")]).find("a", "b", 4)

    assert found.paths == ()
    assert found.reached == {"a": ("c", "d"), "b": ()}


@pytest.mark.parametrize(
    ("bounds", "paths", "cut"),
    [
        ({}, 30, ()),
        ({"most_paths": 30}, 30, ()),
        ({"most_paths": 29}, 29, ("The search stopped at 29 paths; there are more.",)),
        (
            {"most_things": 10},
            30,
            (
                "The search stopped at 10 of the 30 things that are one step from the start; there may be more paths.",
                "The search stopped at 10 of the 30 things that are one step from the end; there may be more paths.",
            ),
        ),
        (
            {"most_visits": 35},  # 30 of them show that one step is too few
            2,
            ("The search stopped before every path was spelt out; there may be more.",),
        ),
    ],
    ids=["no bound", "as many as there are", "paths", "things", "visits"],
)
def test_says_where_it_stopped(bounds: dict[str, int], paths: int, cut: tuple[str, ...]) -> None:
    found = star(30).find("start", "end", 4, **bounds)

    # Beyond two steps there are no others: the shared things are only next to the ends.
    assert len(found.paths) == paths
    assert found.cut == cut
