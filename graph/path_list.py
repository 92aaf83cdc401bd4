"""The list of paths: every simple way through a picture from one thing to another, the shortest first."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from equigraph.errors import EntityNotFoundError, ParameterError
from equigraph.graph.paths import find_paths

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["LONGEST", "PathThrough", "Paths", "paths_within"]

LONGEST: Final = 6  # steps; beyond this a picture is connected with itself in more ways than anybody reads

Line = tuple[str, str, str]  # its ends and key


@dataclass(frozen=True)
class PathThrough:
    """One way through a picture.

    Attributes:
        things: From the start to the end, by IRI.
        lines: For each step the lines between its two things, as ends and key, in either direction.
    """

    things: tuple[str, ...]
    lines: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True)
class Paths:
    """The ways through a picture that are listed.

    Attributes:
        start: The IRI of one end.
        end: The IRI of the other.
        shown: Those that are listed, the shortest first.
        total: How many were found.
        notes: What was bounded, as sentences.
    """

    start: str
    end: str
    shown: tuple[PathThrough, ...]
    total: int
    notes: tuple[str, ...] = ()


def paths_within(network: nx.MultiDiGraph[str], start: str, end: str, *, most: int = 50, max_length: int = 4) -> Paths:
    """Return the simple paths through what is drawn; lines are walked in both directions.

    Args:
        network: A picture.
        start: The IRI of a thing in it.
        end: The IRI of another.
        most: Most paths that are listed; the others are counted.
        max_length: Most steps of a path, 1 to 6.

    Raises:
        EntityNotFoundError: An end is not in the picture.
        ParameterError: Both ends are the same, or a number is out of range.

    Example:
        >>> import networkx as nx
        >>> network = nx.MultiDiGraph([("a", "b", "1"), ("c", "b", "2"), ("a", "c", "3")])
        >>> for path in paths_within(network, "a", "c").shown:
        ...     print(path.things, path.lines)
        ('a', 'c') ((('a', 'c', '3'),),)
        ('a', 'b', 'c') ((('a', 'b', '1'),), (('c', 'b', '2'),))
    """
    for end_ in (start, end):
        if end_ not in network:
            raise EntityNotFoundError(end_, [], kind="thing in this picture")
    if start == end:
        raise ParameterError(f'both ends of a path are "{start}"; accepted: two different things')
    if not 1 <= max_length <= LONGEST:
        raise ParameterError(f'a path has at most "{max_length}" steps; accepted: 1 to {LONGEST}')
    if most < 1:
        raise ParameterError(f'most paths is "{most}"; accepted: 1 or more')
    lines: dict[frozenset[str], list[Line]] = {}
    near: dict[str, set[str]] = {thing: set() for thing in network}
    for line in sorted(network.edges(keys=True)):
        lines.setdefault(frozenset(line[:2]), []).append(line)
        near[line[0]].add(line[1])
        near[line[1]].add(line[0])
    found = find_paths(start, end, max_length, lambda things: {thing: near[thing] for thing in things})
    shown = tuple(
        PathThrough(path, tuple(tuple(lines[frozenset(pair)]) for pair in pairwise(path)))
        for path in found.paths[:most]
    )
    cut = [f"{len(shown):,} of {len(found.paths):,} paths shown, the shortest."] * (len(shown) < len(found.paths))
    return Paths(start, end, shown, len(found.paths), (*cut, *found.cut))
