"""Composing a picture: the steps of a selection, one after another, on the rows from which it starts.

Nothing is described or placed here. What was once in a picture stays in its rows, so that it keeps its place; what is
taken out is named in :attr:`Composed.out`, and comes back where it stood when a later step adds it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Final

from equigraph.errors import EntityNotFoundError, ParameterError
from equigraph.graph.columns import Columns
from equigraph.graph.entities import present
from equigraph.graph.kinds import count_words, words_for
from equigraph.graph.neighbors import by_lines, lines_among, read_around
from equigraph.graph.paths import find_paths
from equigraph.graph.reader import Reader
from equigraph.graph.rows import ADVANCES, Edge, Rows
from equigraph.graph.selection_step import MOST_THINGS, Step
from equigraph.graph.start import Start, has_sources
from equigraph.graph.steps import Steps

__all__ = ["Composed", "Expansion", "begin", "compose"]

MOST_COMPARED: Final = 200  # neighbours of which the best are found; of hubs, a second of reading
LONGEST_PATH: Final = 4  # steps of a path that is looked for
MOST_PATHS: Final = 10  # shortest paths that one step adds

Point = tuple[float, float]


@dataclass(frozen=True)
class Expansion:
    """What one expansion asked for.

    Attributes:
        thing: What was expanded.
        label: Its name.
        kind: Local name of the kind of neighbours, "" for all.
        neighbors: The neighbours of that kind.
        is_bounded: Whether there are more than were read.
    """

    thing: str
    label: str
    kind: str
    neighbors: frozenset[str]
    is_bounded: bool

    def words(self, shown: Collection[str]) -> str:
        """Return how many of them are shown, in a sentence."""
        total, drawn = len(self.neighbors), len(self.neighbors & set(shown))
        what = words_for(total, self.kind or "Thing")
        if not total:
            return f"{self.label}: {what} to add."
        least = " or more" * self.is_bounded
        if drawn == total and not least:
            return f"{self.label}: {'' if total == 1 else 'all '}{what} shown."
        return f"{self.label}: {drawn:,} of {total:,}{least} {what.split(' ', 1)[1]} shown."


@dataclass(frozen=True)
class Composed:
    """A picture after some steps, as rows.

    Attributes:
        rows: Everything that ever was in it, with all lines between.
        columns: Where each kind of thing stands.
        out: What was taken out and is not drawn.
        pinned: What stays whatever is chosen, with the place it was given, None for the one it has.
        added: The lines that steps added.
        expanded: What each expansion asked for.
        told: What is to be said of the steps, in sentences.
    """

    rows: Rows
    columns: Columns
    out: frozenset[str] = frozenset()
    pinned: Mapping[str, Point | None] = field(default_factory=dict)
    added: frozenset[Edge] = frozenset()
    expanded: tuple[Expansion, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def shown(self) -> set[str]:
        """What is in it."""
        return self.rows.things - self.out


def begin(start: Start) -> Composed:
    """Return the picture before the first step."""
    return Composed(start.rows, start.columns)


def compose(reader: Reader, start: Start, before: Composed, step: Step) -> Composed:
    """Return the picture after one more step; the one before is not changed.

    Raises:
        EntityNotFoundError: A thing that is to be added is not in the graph.
        ParameterError: There is no room for it.
    """
    return {
        "expand": _expand, "collapse": _collapse, "hide": _hide, "pin": _pin, "path": _path, "add": _add,
    }[step.verb](_Step(reader, start, before, step))  # fmt: skip


@dataclass(frozen=True)
class _Step:
    """One step and what it is done to."""

    reader: Reader
    start: Start
    before: Composed
    step: Step

    def label(self, thing: str) -> str:
        """Return the name of a thing."""
        return self.reader.names([thing])[thing].label

    def kind_of(self, classes: Iterable[str]) -> str:
        """Return the kind of a thing by its classes."""
        return self.before.columns.kind_of(classes)

    def tell(self, *sentences: str, **changes: Any) -> Composed:
        """Return the picture with something to be said of the step, and what it changes."""
        return replace(self.before, told=(*self.before.told, *sentences), **changes)

    def with_things(self, things: Collection[str], rows: Rows, keep: Callable[[Edge], bool]) -> dict[str, Any]:
        """Return the changes that add some things, with their lines to all that is there, and other lines to keep."""
        before = self.before
        new = set(things) - before.rows.things
        every = before.rows.things | new
        fresh = {
            edge: names
            for edge, names in rows.edges.items()
            if edge not in before.rows.edges
            and {edge.subject, edge.object} <= every
            and (new & {edge.subject, edge.object} or keep(edge))
        }
        composed = Rows(every, {**before.rows.edges, **fresh}, before.rows.literals, before.rows.unnamed)
        return {
            "rows": composed,
            "columns": self.columns(new, fresh),
            "out": before.out - set(things),
            "added": before.added | fresh.keys(),
        }

    def columns(self, new: Collection[str], lines: Iterable[Edge]) -> Columns:
        """Return the columns with room for some new things."""
        columns = self.before.columns
        if columns.hops:
            return replace(columns, hops=_hops(columns.hops, new, lines))
        if not columns.layout or not new:
            return columns
        found = self.reader.features("features", new)
        kinds = {columns.kind_of(found[thing].get("kind", ())) for thing in new}
        places = {place for column in columns.layout for place in column}
        if "*" in places or kinds <= places:
            return columns
        return replace(columns, layout=(*columns.layout, ("*",)))

    def lines(self, things: Iterable[str], others: Collection[str]) -> tuple[Rows, list[str]]:
        """Return the lines from some things to others."""
        ends = set(things)
        return lines_among(self.reader, ends, others, sources=has_sources(self.reader, {*others, *ends}))

    def is_own(self, edge: Edge) -> bool:
        """Return whether the start left this line out by choice: what bundles claims, between things of its own."""
        return (
            edge.predicate == ADVANCES
            and self.start.is_narrow
            and {edge.subject, edge.object} <= self.start.rows.things
        )


def _hops(hops: Mapping[str, int], new: Collection[str], lines: Iterable[Edge]) -> dict[str, int]:
    """Return how many steps away each thing stands, a new one by the nearest that it has a line to."""
    near: dict[str, set[str]] = {}
    for edge in lines:
        near.setdefault(edge.subject, set()).add(edge.object)
        near.setdefault(edge.object, set()).add(edge.subject)
    found = dict(hops)
    waiting = set(new)
    while waiting:
        level = {
            thing: 1 + min(found[other] for other in near[thing] if other in found)
            for thing in waiting
            if any(other in found for other in near.get(thing, ()))
        }
        if not level:
            break
        nearest_ = min(level.values())
        found |= {thing: hop for thing, hop in sorted(level.items()) if hop == nearest_}
        waiting -= found.keys()
    return found | dict.fromkeys(sorted(waiting), 0)


# --- adding ---------------------------------------------------------------------------------


def _expand(doing: _Step) -> Composed:
    before, step = doing.before, doing.step
    thing = step.things[0]
    if thing not in before.shown:
        return doing.tell(f"{doing.label(thing)} is not in the picture, so it was not expanded.")
    around = read_around(doing.reader, thing)
    neighbors = around.of_kind(step.kind, doing.kind_of)
    expansion = Expansion(thing, doing.label(thing), step.kind, frozenset(neighbors), around.is_bounded)
    hidden = [other for other in neighbors if other not in before.shown]
    chosen, rows, told = _best(doing, hidden, expansion.label)
    # A neighbour that is there already may lack its line to what is expanded: the view did not ask for it.
    lacking = (set(neighbors) & before.shown) - _next_to(before, thing)
    if lacking:
        own, cut = doing.lines([thing], lacking)
        rows = Rows(rows.things | own.things, rows.edges | own.edges)
        told += cut

    def keep(edge: Edge) -> bool:
        ends = {edge.subject, edge.object}
        return thing in ends and bool(ends & lacking) and not doing.is_own(edge)

    changes = doing.with_things(chosen, rows, keep)
    return doing.tell(*told, **changes, expanded=(*before.expanded, expansion))


def _next_to(before: Composed, thing: str) -> set[str]:
    """Return what has a line to a thing."""
    return {end for edge in before.rows.edges if thing in edge[0:3:2] for end in (edge.subject, edge.object)}


def _best(doing: _Step, hidden: Sequence[str], label: str) -> tuple[list[str], Rows, list[str]]:
    """Return the neighbours that are added, their lines, and what is to be said: those with most lines first."""
    before, most = doing.before, doing.step.most
    compared = hidden[: max(MOST_COMPARED, most)]
    told = []
    if len(compared) < len(hidden):
        told.append(f"The best of the first {len(compared):,} neighbors of {label} were added, of {len(hidden):,}.")
    rows, cut = doing.lines(compared, before.rows.things | set(compared))
    chosen = _ranked(doing, rows, compared)
    wanted = min(most, len(compared))
    if len(chosen) < wanted:
        told.append(f"A picture holds at most {MOST_THINGS:,} things; {len(chosen):,} of {wanted:,} were added.")
    if cut and len(chosen) < len(compared):
        # They are the best by what was read; their own lines are all read.
        rows, cut = doing.lines(chosen, before.rows.things | set(chosen))
        told.append(f"The neighbors of {label} were compared by a part of their lines.")
    return chosen, rows, [*told, *cut]


def _ranked(doing: _Step, rows: Rows, things: Collection[str]) -> list[str]:
    """Return the things that are added: those with most lines to what is shown, then by name; what is hidden too."""
    lines = by_lines(rows, things, doing.before.shown)
    names = doing.reader.names(things)
    ranked = sorted(things, key=lambda thing: (-lines[thing], names[thing].label.casefold(), thing))
    room = MOST_THINGS - len(doing.before.rows.things)
    chosen: list[str] = []
    for thing in ranked[: doing.step.most]:
        room -= thing not in doing.before.rows.things
        if room < 0:
            break
        chosen.append(thing)
    return chosen


def _add(doing: _Step) -> Composed:
    before = doing.before
    things = list(dict.fromkeys(doing.step.things))
    known = set(present(doing.reader, things))
    for thing in things:
        if thing not in known:
            raise EntityNotFoundError(thing, [])
    _check_room(before, things)
    rows, cut = doing.lines(set(things) - before.rows.things, before.rows.things | set(things))
    return doing.tell(*cut, **doing.with_things(things, rows, lambda _: False))


def _check_room(before: Composed, things: Collection[str]) -> None:
    number = len(before.rows.things | set(things))
    if number > MOST_THINGS:
        raise ParameterError(f"the picture would hold {number:,} things; accepted: at most {MOST_THINGS:,}")


def _path(doing: _Step) -> Composed:
    before = doing.before
    start, end = doing.step.things
    ends = f"{doing.label(start)} and {doing.label(end)}"
    steps = Steps(doing.reader, (start, end))
    found = find_paths(start, end, LONGEST_PATH, steps.neighbors)
    if not found.paths:
        return doing.tell(f"No path of at most {LONGEST_PATH} steps between {ends} was found.", *found.cut, *steps.cut)
    length = len(found.paths[0])
    shortest = [path for path in found.paths if len(path) == length]
    paths = shortest[:MOST_PATHS]
    things = sorted({thing for path in paths for thing in path})
    _check_room(before, things)
    rows, cut = doing.lines(things, before.rows.things | set(things))
    walked = {frozenset(pair) for path in paths for pair in pairwise(path)}
    changes = doing.with_things(
        things, rows, lambda edge: frozenset((edge.subject, edge.object)) in walked and not doing.is_own(edge)
    )
    number = len(paths) if len(paths) == len(shortest) else f"{len(paths):,} of {len(shortest):,}"
    what = "the shortest path" if len(shortest) == 1 else f"{number} shortest paths"
    return doing.tell(
        f"Between {ends}: {what}, of {count_words(length - 1, 'step')}.", *found.cut, *steps.cut, *cut, **changes
    )


# --- taking out, and pinning ----------------------------------------------------------------


def _hide(doing: _Step) -> Composed:
    return replace(doing.before, out=doing.before.out | (set(doing.step.things) & doing.before.rows.things))


def _collapse(doing: _Step) -> Composed:
    """Take out what hangs on one thing alone."""
    before = doing.before
    thing = doing.step.things[0]
    shown = before.shown
    near: dict[str, set[str]] = {}
    for edge in before.rows.edges:
        if {edge.subject, edge.object} <= shown:
            near.setdefault(edge.subject, set()).add(edge.object)
            near.setdefault(edge.object, set()).add(edge.subject)
    stays = {*before.pinned, *doing.start.focus}
    leaves = {other for other in near.get(thing, ()) if near[other] - {other} == {thing}} - stays - {thing}
    return replace(before, out=before.out | leaves)


def _pin(doing: _Step) -> Composed:
    before, step = doing.before, doing.step
    thing = step.things[0]
    if thing not in before.shown:
        return doing.tell(f"{doing.label(thing)} is not in the picture, so it was not pinned.")
    return replace(before, pinned={**before.pinned, thing: step.place or before.pinned.get(thing)})
