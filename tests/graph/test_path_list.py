"""Tests of the list of paths through a picture."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equigraph.errors import EntityNotFoundError, ParameterError
from equigraph.graph.path_list import paths_within

EDGES = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.sampled_from("12")), max_size=14)


@settings(deadline=None)
@given(EDGES)
def test_they_are_the_simple_paths_of_networkx(edges: list[tuple[str, str, str]]) -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_nodes_from("abcdef")
    network.add_edges_from(edges)
    found = paths_within(network, "a", "b", max_length=4)
    simple = {tuple(path) for path in nx.all_simple_paths(nx.Graph(network), "a", "b", cutoff=4)}

    assert simple == {path.things for path in found.shown}
    lengths = [len(path.things) for path in found.shown]
    assert sorted(lengths) == lengths
    for path in found.shown:
        for step, (one, other) in zip(path.lines, zip(path.things, path.things[1:], strict=False), strict=True):
            assert step
            assert all({one, other} == {*line[:2]} for line in step)
            assert network.number_of_edges(one, other) + network.number_of_edges(other, one) == len(step)


def test_what_is_not_listed_is_counted() -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph([(a, b) for a in "sxyz" for b in "xyzt" if a != b])
    found = paths_within(network, "s", "t", most=2)

    assert (2, 16) == (len(found.shown), found.total)
    assert ("2 of 16 paths shown, the shortest.",) == found.notes


@pytest.mark.parametrize(
    ("ends", "chosen", "error", "message"),
    [
        (("a", "z"), {}, EntityNotFoundError, 'no thing in this picture "z"'),
        (("a", "a"), {}, ParameterError, 'both ends of a path are "a"; accepted: two different things'),
        (("a", "b"), {"max_length": 7}, ParameterError, 'a path has at most "7" steps; accepted: 1 to 6'),
        (("a", "b"), {"most": 0}, ParameterError, 'most paths is "0"; accepted: 1 or more'),
    ],
)
def test_what_cannot_be_listed_is_said(
    ends: tuple[str, str], chosen: dict[str, Any], error: type[Exception], message: str
) -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph([("a", "b")])
    with pytest.raises(error, match=message):
        paths_within(network, *ends, **chosen)
