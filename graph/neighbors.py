"""What is next to a thing, by kind, and the lines between things: what an expansion of a picture asks.

Lines are those of ``graph/queries/steps.rq``. The concepts of schemes (categories, designs, directions) are no things,
so they are no neighbours. Every question is bounded, and says so where a bound was met.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import NamedNode

from equigraph.errors import AnswerCutError
from equigraph.graph.describe import THINGS_PER_QUERY
from equigraph.graph.kinds import KINDS, words_for
from equigraph.graph.reader import Reader
from equigraph.graph.rows import Rows
from equigraph.graph.steps import NEVER, NO_THINGS, read_steps

__all__ = [
    "MOST_NEIGHBORS",
    "Around",
    "Neighbors",
    "by_lines",
    "is_thing",
    "lines_among",
    "neighbors_by_kind",
    "read_around",
]

# Rows of one request, one for each neighbour and class: what a hub of a large graph has. Half a second of reading.
MOST_NEIGHBORS: Final = 20_000


@dataclass(frozen=True)
class Neighbors:
    """The neighbours of a thing that are of one kind.

    Attributes:
        kind: Local name of the class.
        words: How many there are of what, for people: "212 organizations".
        total: How many there are.
        shown: How many of them are in the picture already.
        is_bounded: Whether there are more than were counted.
    """

    kind: str
    words: str
    total: int
    shown: int
    is_bounded: bool = False


@dataclass(frozen=True)
class Around:
    """What is next to a thing.

    Attributes:
        thing: The thing.
        classes: The classes of each neighbour, by its IRI.
        is_bounded: Whether there are more neighbours than were read.
    """

    thing: str
    classes: Mapping[str, tuple[str, ...]]
    is_bounded: bool = False

    def of_kind(self, kind: str, kind_of: Callable[[Iterable[str]], str]) -> list[str]:
        """Return the neighbours of a kind ("" for all), by IRI."""
        return sorted(thing for thing, classes in self.classes.items() if not kind or kind_of(classes) == kind)


def is_thing(iri: str) -> bool:
    """Return whether an IRI can be drawn: whether it is no word of ours for a property or a concept."""
    return not iri.startswith(NO_THINGS)


def read_around(reader: Reader, thing: str) -> Around:
    """Return what is next to a thing, by one query."""
    most = MOST_NEIGHBORS
    try:
        rows = _rows(reader, thing, most)
    except AnswerCutError as error:
        if error.rows is None:
            raise
        most = max(1, error.rows - 1)
        rows = _rows(reader, thing, most)
    classes: dict[str, list[str]] = {}
    for other, kind in rows:
        if other.value != thing and is_thing(other.value):
            classes.setdefault(other.value, []).extend([kind.value] if isinstance(kind, NamedNode) else [])
    return Around(thing, {iri: tuple(sorted(found)) for iri, found in sorted(classes.items())}, len(rows) >= most)


def _rows(reader: Reader, thing: str, most: int) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in reader.rows("neighbors", {"entity": NamedNode(thing), "limit": most})]


def neighbors_by_kind(
    around: Around, shown: Collection[str], kind_of: Callable[[Iterable[str]], str]
) -> tuple[Neighbors, ...]:
    """Return the neighbours of a thing by kind, in the order of :data:`equigraph.graph.kinds.KINDS`.

    Args:
        around: What is next to the thing.
        shown: What is in the picture.
        kind_of: The kind of a thing by its classes.

    Example:
        >>> around = Around("a", {"b": ("Practice",), "c": ("Practice",), "d": ()})
        >>> for found in neighbors_by_kind(around, {"c"}, lambda classes: next(iter(classes), "Thing")):
        ...     print(found.words, found.shown)
        2 practices 1
        one thing 0
    """
    kinds = {thing: kind_of(classes) for thing, classes in around.classes.items()}
    total = Counter(kinds.values())
    drawn = Counter(kind for thing, kind in kinds.items() if thing in shown)
    most = " or more" * around.is_bounded
    return tuple(
        Neighbors(kind, words_for(total[kind], kind) + most, total[kind], drawn[kind], around.is_bounded)
        for kind in KINDS
        if total[kind]
    )


def lines_among(
    reader: Reader, things: Iterable[str], others: Collection[str], *, sources: bool
) -> tuple[Rows, list[str]]:
    """Return the lines from some things to others, either way, with the statements behind them.

    Args:
        reader: The graph.
        things: Whose lines they are.
        others: Where they lead; a line between two of ``things`` needs both among these.
        sources: Whether lines from a source to what rests on it are asked for.

    Returns:
        The lines, and what was not read, as sentences.
    """
    wanted = frozenset(others)
    names = sorted(set(things))
    found = Rows()
    cut: list[str] = []
    for start in range(0, len(names), THINGS_PER_QUERY):
        chunk = [NamedNode(name) for name in names[start : start + THINGS_PER_QUERY]]
        parts, told = read_steps(reader, chunk, {"sources": sources})
        cut += told
        asked = {node.value for node in chunk}
        for row in (row for rows in parts for row in rows):
            subject, _, object_, *_ = row
            if not (isinstance(subject, NamedNode) and isinstance(object_, NamedNode)):
                continue
            ends = {subject.value, object_.value}
            if len(ends) > 1 and any(end in wanted and ends - {end} <= asked for end in ends):
                found.add(*row)
    found.edges = {edge: names for edge, names in found.edges.items() if edge.predicate not in NEVER}
    return found, cut


def by_lines(rows: Rows, things: Iterable[str], shown: Collection[str]) -> dict[str, int]:
    """Return how many lines lead from each thing to what is shown.

    Example:
        >>> from equigraph.graph.rows import Edge
        >>> rows = Rows(edges={Edge("a", "p", "b"): set(), Edge("c", "p", "a"): set()})
        >>> by_lines(rows, ["a", "d"], {"b", "c"})
        {'a': 2, 'd': 0}
    """
    counts: Counter[str] = Counter()
    for edge in rows.edges:
        for thing, other in ((edge.subject, edge.object), (edge.object, edge.subject)):
            if other in shown:
                counts[thing] += 1
    return {thing: counts[thing] for thing in things}
