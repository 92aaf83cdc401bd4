"""In which order paths are told, and which stand for others of the same shape.

A reader wants the direct line first, then the shortest way that rests on something; and one of fifty ways that differ
in one policy, not fifty. Paths have the same shape when they go through the same kinds of things over the same lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from equigraph.graph.rows import Edge
from equigraph.graph.steps import Support

__all__ = ["PER_SHAPE", "Candidate", "Shape", "choose", "rank"]

PER_SHAPE: Final = 2  # the best, and one to compare it with


@dataclass(frozen=True)
class Candidate:
    """One path, before it is told.

    Attributes:
        things: IRIs from start to end.
        kinds: The kind of each.
        edges: The best line of each step.
        supports: How well each of those is supported.
    """

    things: tuple[str, ...]
    kinds: tuple[str, ...]
    edges: tuple[Edge, ...]
    supports: tuple[Support, ...]

    @property
    def shape(self) -> tuple[str, ...]:
        """What makes paths alike: kinds of things, and the lines between them with their directions."""
        lines = (
            f"{'>' if edge.subject == thing else '<'}{edge.key}"
            for thing, edge in zip(self.things, self.edges, strict=False)
        )
        return (*self.kinds, *lines)

    @property
    def between(self) -> frozenset[str]:
        """The things between start and end."""
        return frozenset(self.things[1:-1])

    @property
    def weakest(self) -> int:
        """The place, from 0, of the step that is supported least; the first of several."""
        places = range(len(self.edges))
        return max(places, key=lambda at: (self.supports[at].rank, -len(self.supports[at].sources), -at))

    @property
    def siblings(self) -> int:
        """How often the path turns round over the same line: two practices of one policy, two findings on one goal.

        What two things have in common says less about either than a line that leads on.
        """
        turns = zip(self.things[1:], self.edges, self.edges[1:], strict=False)
        return sum(
            before.predicate == after.predicate and (before.object == thing) == (after.object == thing)
            for thing, before, after in turns
        )

    @property
    def order(self) -> tuple[int, int, int, int, int, tuple[str, ...]]:
        """Sort key: shorter, leading on, best supported where weakest, about the group, more sources; then by IRI."""
        sources = {source for support in self.supports for source in support.sources}
        general = sum(edge.general for edge in self.edges)
        return len(self.edges), self.siblings, self.supports[self.weakest].rank, general, -len(sources), self.things


@dataclass(frozen=True)
class Shape:
    """Paths of one shape, the best first."""

    members: tuple[Candidate, ...]


def rank(candidates: Iterable[Candidate]) -> list[Shape]:
    """Return the paths by shape, shapes and paths in the order in which they are told.

    A path that only goes around a shorter one, through all the same things and more, stands after all that do not.
    """
    every = list(candidates)
    known = {one.between for one in every if one.between}
    ordered = sorted(every, key=lambda one: (_is_detour(one.between, known), *one.order))
    shapes: dict[tuple[str, ...], list[Candidate]] = {}
    for one in ordered:
        shapes.setdefault(one.shape, []).append(one)
    return [Shape(tuple(members)) for members in shapes.values()]


def _is_detour(between: frozenset[str], known: set[frozenset[str]]) -> bool:
    parts = (frozenset(part) for size in range(1, len(between)) for part in combinations(sorted(between), size))
    return any(part in known for part in parts)


def choose(shapes: Sequence[Shape], limit: int) -> list[tuple[Shape, int]]:
    """Return which shapes are shown, and how many paths of each: the best two, or more where there is room."""
    share = max(PER_SHAPE, limit // max(1, len(shapes)))
    left = limit
    chosen = []
    for shape in shapes:
        number = min(share, left, len(shape.members))
        if number:
            chosen.append((shape, number))
        left -= number
    return chosen
