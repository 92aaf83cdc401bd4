"""Which things of a large answer are shown: ranked, then cut, before anything is described or laid out.

The ranking grows from what was chosen. Next is always the thing whose lines to those already taken rest on the most
statements; among equals the one with the most statements in all, then the one whose IRI comes first. So what is shown
is what has the most evidence, every column keeps its share, and nothing stands there without the lines it has. When
nothing more is connected, the next best thing starts anew. Things without any line come last.

Two bounds end it: the number of things, and the number of statements behind their lines, because one page has to hold
the evidence of every line that it draws.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Final

from equigraph.graph.rows import Rows

__all__ = ["Cut", "cut", "statements_for", "weights"]

# A page of this many findings is already some megabytes; nothing bundled comes near it.
LEAST_STATEMENTS: Final = 2400
STATEMENTS_PER_THING: Final = 8


@dataclass(frozen=True)
class Cut:
    """What is shown of an answer, and what is known of the rest.

    Attributes:
        kept: The things that are shown, best first.
        total: How many things there are.
        gaps: How many of those not shown have no line at all.
        more: By thing that is shown: how many lines it has to things that are not.
    """

    kept: tuple[str, ...]
    total: int
    gaps: int
    more: Mapping[str, int]


def statements_for(most: int) -> int:
    """Return on how many statements a picture of so many things may rest.

    Example:
        >>> statements_for(20), statements_for(1000)
        (2400, 8000)
    """
    return max(LEAST_STATEMENTS, STATEMENTS_PER_THING * most)


def cut(rows: Rows, most: int, *, first: Sequence[str] = (), statements: int | None = None) -> Cut:
    """Return the things to show, as the first lines of this module say.

    Args:
        rows: The whole answer; it is not changed.
        most: Most things shown, though never fewer than ``first``.
        first: What was chosen: it comes first and is always shown.
        statements: When the lines rest on more, no further thing is added; None sets no bound.

    Example:
        >>> from equigraph.graph.rows import Edge
        >>> lines = {Edge("a", "p", "b"): {"1", "2"}, Edge("c", "p", "d"): {"3"}, Edge("b", "p", "e"): set()}
        >>> found = cut(Rows(things=set("abcdef"), edges=lines), 2)
        >>> found.kept, found.total, found.gaps, dict(found.more)
        (('b', 'a'), 6, 1, {'b': 1})
    """
    kept = tuple(_ranked(rows, most, first, statements))
    shown = set(kept)
    linked: set[str] = set()
    more: Counter[str] = Counter()
    for edge in rows.edges:
        linked |= {edge.subject, edge.object}
        if (edge.subject in shown) is not (edge.object in shown):
            more[edge.subject if edge.subject in shown else edge.object] += 1
    return Cut(kept, len(rows.things), len(rows.things - linked - shown), dict(sorted(more.items())))


def _ranked(rows: Rows, most: int, first: Sequence[str], statements: int | None) -> Iterable[str]:
    """Return what is kept, in the order in which it is taken."""
    near, weight = weights(rows)
    # What each thing not yet taken has: statements behind its lines to those taken.
    tied = dict.fromkeys(rows.things, 0)
    kept: dict[str, None] = {}
    spent = 0
    heap = [(0, -weight[thing], thing) for thing in rows.things]
    heapify(heap)

    def take(thing: str) -> None:
        nonlocal spent
        kept[thing] = None
        spent += tied[thing]
        for other, number in near[thing].items():
            if other not in kept:
                tied[other] += number
                heappush(heap, (-tied[other], -weight[other], other))

    for thing in first:
        if thing in rows.things and thing not in kept:
            take(thing)
    while heap and len(kept) < most and (statements is None or spent <= statements):
        ties, _, thing = heappop(heap)
        if thing in kept or -ties != tied[thing]:
            continue  # an entry that a later one has replaced
        # What has lines to others needs room for one of them.
        if near[thing] and not ties and most - len(kept) < 2:  # noqa: PLR2004 - itself and another
            continue
        take(thing)
    return kept


def weights(rows: Rows) -> tuple[dict[str, Counter[str]], Counter[str]]:
    """Return the statements behind the lines between each two things, and behind all lines of each thing.

    A line for which nobody states anything counts as one: it is there.
    """
    near: dict[str, Counter[str]] = {thing: Counter() for thing in rows.things}
    weight: Counter[str] = Counter()
    for edge, names in rows.edges.items():
        number = len(names) or 1
        weight[edge.subject] += number
        if edge.subject != edge.object:
            weight[edge.object] += number
            near[edge.subject][edge.object] += number
            near[edge.object][edge.subject] += number
    return near, weight
