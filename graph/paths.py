"""All short ways from one thing to another, found level by level from both ends.

Pure: a callback tells what is next to the things of a level, so that each level can be one query, on any store. Lines
are walked in both directions. What is searched is bounded, and every bound that was met is told.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

__all__ = ["MOST_PATHS", "MOST_THINGS", "MOST_VISITS", "Found", "find_paths"]

# Four requests of 500 things: a level further would take a server minutes, and nobody reads through so much.
MOST_THINGS: Final = 2000
# Enough to count the ways through one goal or one group; more of the same shape are only ever counted.
MOST_PATHS: Final = 5000
# Looks at a neighbour while ways are spelt out: about a second. Met only where much leads into dead ends.
MOST_VISITS: Final = 2_000_000

Neighbors = Callable[[Sequence[str]], Mapping[str, Collection[str]]]


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        paths: Things from start to end, the shortest first, then by their IRIs.
        cut: What was bounded, as sentences; empty when ``paths`` are all there are.
        reached: By IRI of either end, what is next to it.
    """

    paths: tuple[tuple[str, ...], ...]
    cut: tuple[str, ...] = ()
    reached: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class _Side:
    """One end of the search: what was reached from it, and what is to be asked about next."""

    start: str
    name: str
    depth: int = 0
    reached: set[str] = field(default_factory=set)
    level: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reached.add(self.start)
        self.level.append(self.start)


def find_paths(
    start: str,
    end: str,
    max_length: int,
    neighbors: Neighbors,
    *,
    most_things: int = MOST_THINGS,
    most_paths: int = MOST_PATHS,
    most_visits: int = MOST_VISITS,
) -> Found:
    """Return the simple paths of at most ``max_length`` steps between two things.

    Args:
        start: IRI of the first thing of each path.
        end: IRI of the last.
        max_length: Most steps, 1 or more.
        neighbors: Returns, for some things, the things next to each. Asked once for each level of each end.
        most_things: Most things of a level that are asked about; those with the most lines to what is known already.
        most_paths: Most paths that are spelt out.
        most_visits: Most neighbours that are looked at while they are spelt out.

    Returns:
        No thing stands in a path twice.

    Example:
        >>> lines = {"a": ["b", "c"], "b": ["a", "d"], "c": ["a", "d"], "d": ["b", "c"]}
        >>> find_paths("a", "d", 2, lambda things: {thing: lines[thing] for thing in things}).paths
        (('a', 'b', 'd'), ('a', 'c', 'd'))
    """
    graph: dict[str, set[str]] = {}
    cut: list[str] = []
    sides = (_Side(start, "the start"), _Side(end, "the end"))
    # Both ends are asked about even for one step: the line may be told by either.
    while sum(side.depth for side in sides) < max_length or not all(side.depth for side in sides):
        side = min((one for one in sides if one.level), key=lambda one: (one.depth > 0, len(one.level)), default=None)
        if side is None:
            break
        if len(side.level) > most_things:
            kept = _best_connected(side.level, graph, most_things)
            cut.append(
                f"The search stopped at {most_things:,} of the {len(side.level):,} things that are "
                f"{_steps(side.depth)} from {side.name}; there may be more paths."
            )
            side.level = kept
        _step(side, {start, end}, graph, neighbors)
    walk = _Walk(graph, end, most_paths, most_visits)
    paths = [path for length in range(1, max_length + 1) for path in walk.paths(start, length)]
    near = {one.start: tuple(sorted(graph.get(one.start, ()))) for one in sides}
    return Found(tuple(paths), (*cut, *walk.cut), near)


def _step(side: _Side, ends: set[str], graph: dict[str, set[str]], neighbors: Neighbors) -> None:
    """Ask what is next to the level of one end, and make that its level."""
    found: set[str] = set()
    for thing, nearby in neighbors(sorted(side.level)).items():
        for other in nearby:
            if other != thing:
                graph.setdefault(thing, set()).add(other)
                graph.setdefault(other, set()).add(thing)
                found.add(other)
    side.level = sorted(found - side.reached - ends)  # the ends are asked about first, by themselves
    side.reached |= found
    side.depth += 1


def _best_connected(level: Collection[str], graph: Mapping[str, Collection[str]], most: int) -> list[str]:
    lines = Counter({thing: len(graph[thing]) for thing in level})
    return sorted(level, key=lambda thing: (-lines[thing], thing))[:most]


def _steps(number: int) -> str:
    return "one step" if number == 1 else f"{number} steps"


class _Walk:
    """Spells out paths, within bounds; never enters what is too far from the end."""

    def __init__(self, graph: Mapping[str, Collection[str]], end: str, most_paths: int, most_visits: int) -> None:
        self.graph = {thing: sorted(nearby) for thing, nearby in graph.items()}
        self.end = end
        self.left = self._distances()
        self.most_paths, self.paths_left = most_paths, most_paths
        self.visits_left = most_visits
        self.cut: tuple[str, ...] = ()

    def _distances(self) -> dict[str, int]:
        far = {self.end: 0}
        queue = deque([self.end])
        while queue:
            thing = queue.popleft()
            for other in self.graph.get(thing, ()):
                if other not in far:
                    far[other] = far[thing] + 1
                    queue.append(other)
        return far

    def paths(self, start: str, length: int) -> Iterator[tuple[str, ...]]:
        """Yield the paths of exactly that length, in the order of their IRIs, as long as the bounds allow."""
        path = [start]
        trail = [iter(self.graph.get(start, ()))]
        while trail and not self.cut:
            other = next(trail[-1], None)
            if other is None:
                trail.pop()
                path.pop()
                continue
            self.visits_left -= 1
            if self.visits_left < 0:
                self.cut = ("The search stopped before every path was spelt out; there may be more.",)
            elif not self._may_follow(other, path, length):
                continue
            elif other != self.end:
                path.append(other)
                trail.append(iter(self.graph[other]))
            elif self.paths_left:
                self.paths_left -= 1
                yield (*path, other)
            else:
                self.cut = (f"The search stopped at {self.most_paths:,} paths; there are more.",)

    def _may_follow(self, other: str, path: Sequence[str], length: int) -> bool:
        """Say whether a thing may be the next of a path that is to have this many steps."""
        steps = len(path)
        if other == self.end:
            return steps == length
        return steps + self.left.get(other, length) <= length and other not in path
