"""Where a selection starts: the rows of a view, of the answer to a question, or of some things, before any step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from equigraph.errors import EntityNotFoundError, ParameterError
from equigraph.graph.answer_things import things_of
from equigraph.graph.arguments import Arguments, read_arguments
from equigraph.graph.columns import Columns, heading
from equigraph.graph.condense import Cut
from equigraph.graph.entities import by_name, present
from equigraph.graph.kinds import KINDS
from equigraph.graph.neighbors import lines_among
from equigraph.graph.network import Network
from equigraph.graph.query_file import NamedQuery
from equigraph.graph.reader import Reader, own_queries
from equigraph.graph.rows import Rows
from equigraph.graph.selection import MOST_THINGS, Selection
from equigraph.graph.steps import is_source
from equigraph.graph.views import Asked, ask_view, tell_things, tell_view

__all__ = ["ALL_CLAIMS", "MOST_OF_AN_ANSWER", "Start", "arguments_of", "has_sources", "read_start"]

MOST_OF_AN_ANSWER: Final = 300  # things of the answer to a question that are drawn, as many as a view draws
# What claims were left out of at the start is not left out of what was added since, nor of the lines of an answer.
ALL_CLAIMS: Final = "all claims, not only those chosen at the start"
ALL_OF_ANSWER: Final = "all claims, not only those in the answer"
WHOLE_LINES: Final = "Each line has all its claims and statements, also those that are not in the answer."
NOTHING_DRAWN: Final = "The answer names nothing that can be drawn; that says nothing about what it holds."
NAMED: Final = 2  # things that a title names
# Parameters of views that leave out claims: what is added by hand does not know of them.
NARROWING: Final = ("group", "exact", "design", "direction", "no-inferred")
NO: Final = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True)
class Start:
    """Where a selection starts.

    Attributes:
        asked: What the view found, or what stands for it.
        found: What of it is drawn.
        rows: The same as rows.
        columns: Where each kind of thing stands.
        total: How many things there are, drawn or not.
        notes: What is to be said of it beside what a view says.
    """

    asked: Asked
    found: Cut
    rows: Rows
    columns: Columns
    total: int
    notes: tuple[str, ...] = ()

    @property
    def focus(self) -> tuple[str, ...]:
        """What it is about; an answer says too little of what was asked about to be drawn as that."""
        return self.asked.arguments.focus if self.is_view else ()

    @property
    def is_narrow(self) -> bool:
        """Whether claims were left out of its lines by choice."""
        return any(name in self.asked.arguments.words for name in NARROWING)

    @property
    def is_view(self) -> bool:
        """Whether it is a view."""
        return "scope" not in self.asked.view.meta

    def scope_of(self, *, added: bool) -> str:
        """Return what is to be said of the claims of a line, "" if nothing.

        Args:
            added: Whether a step added it.
        """
        if self.is_view:
            return ALL_CLAIMS if added and self.is_narrow else ""
        return ALL_OF_ANSWER if self.asked.view.question else ""

    @cached_property
    def linked(self) -> frozenset[str]:
        """What has a line in it."""
        return frozenset(end for edge in self.rows.edges for end in (edge.subject, edge.object))

    def tell(self, network: Network, columns: Columns, reader: Reader) -> None:
        """Say of a network what it shows, as its view does."""
        tell_things(network, self.asked, self.found, columns)
        tell_view(network, self.asked, reader.catalog())
        network.graph["notes"] = [*self.notes, *network.graph["notes"]]
        if not self.is_view:
            network.graph.update(view="", title=self.asked.view.title, scope=self.asked.view.meta["scope"])


def read_start(reader: Reader, selection: Selection) -> Start:
    """Return where a selection starts.

    Raises:
        UnknownNameError: There is no such view or question.
        ParameterError: It starts from nothing, or a parameter is wrong.
        EntityNotFoundError: A thing is not in the graph.
    """
    if selection.view:
        start = _of_view(reader, selection)
    elif selection.question:
        start = _of_question(reader, selection)
    elif selection.things:
        start = _of_things(reader, selection.things)
    else:
        raise ParameterError("nothing is chosen to draw; accepted: a view, a question or some things")
    return replace(start, columns=_columns(reader, start, selection.layout))


def arguments_of(reader: Reader, query: NamedQuery, selection: Selection, by: str = "") -> Arguments:
    """Return the arguments of a query, from parameters as an address has them: a flag is a word."""
    flags = {parameter.name for parameter in query.parameters if parameter.type == "flag"}
    given: dict[str, Any] = {"by": by} if by else {}
    for name, value in selection.parameters.items():
        is_flag = name in flags and isinstance(value, str)
        given[name] = str(value).strip().lower() not in NO if is_flag else value
    return read_arguments(reader, query, given)


def _of_view(reader: Reader, selection: Selection) -> Start:
    view = by_name(own_queries("views"), "view", selection.view)
    arguments = arguments_of(reader, view, selection)
    most = int(arguments.terms.get("max-nodes", 0))
    if most > MOST_THINGS:
        raise ParameterError(f'max-nodes is "{most}"; accepted: at most {MOST_THINGS:,} things in one picture')
    asked = ask_view(reader, view, arguments)
    found = asked.cut()
    rows = _copy(asked.rows)
    rows.keep(found.kept)
    return Start(asked, found, rows, asked.columns, asked.walked or found.total)


def _of_question(reader: Reader, selection: Selection) -> Start:
    question = by_name(own_queries("questions"), "question", selection.question)
    arguments = arguments_of(reader, question, selection)
    answer = things_of(reader, question, arguments)
    kept = answer.things[:MOST_OF_AN_ANSWER]
    about = {name: words for name, words in arguments.labels.items() if arguments.iris(name) == arguments.focus != ()}
    chosen = "; ".join(f"{name.replace('-', ' ')}: {words}" for name, words in (about | dict(arguments.words)).items())
    notes = [WHOLE_LINES if kept else NOTHING_DRAWN]
    if len(kept) < len(answer.things):
        notes.append(f"{len(kept):,} of {len(answer.things):,} things of the answer shown, the first ones.")
    asked = f"the answer to a question ({chosen})" if chosen else "the answer to a question"
    lines = "the lines that it speaks of" if answer.records else "the lines between them"
    scope = f"Asked for: the things in {asked}, and {lines}."
    title = question.title + (f" ({chosen})" if chosen else "")
    view = _pseudo(question.name, title, question.question, scope)
    start = _of(reader, view, arguments, kept, len(answer.things), [*notes, *answer.notes])
    if answer.records:
        # All statements of a line stay, so that its verdict is that of all of them.
        for rows in (start.rows, start.asked.rows):
            rows.edges = {edge: names for edge, names in rows.edges.items() if not names.isdisjoint(answer.records)}
    return start


def _of_things(reader: Reader, things: tuple[str, ...]) -> Start:
    known = set(present(reader, list(things)))
    for thing in things:
        if thing not in known:
            raise EntityNotFoundError(thing, [])
    labels = [description.label for description in (reader.names(known)[thing] for thing in things[:NAMED])]
    rest = len(things) - len(labels)
    title = f"{', '.join(labels)} and {rest:,} more" if rest else " and ".join(labels)
    view = _pseudo("", title, "", "Asked for: the things that were chosen one by one, and the lines between them.")
    return _of(reader, view, Arguments({}), list(things), len(things), [])


def _of(
    reader: Reader, view: NamedQuery, arguments: Arguments, things: list[str], total: int, notes: list[str]
) -> Start:
    """Return the start that some things make with the lines between them."""
    rows, cut = lines_among(reader, things, things, sources=has_sources(reader, things))
    rows.things |= set(things)
    asked = Asked(view, arguments, rows, Columns({}), 0, [])
    found = Cut(tuple(things), len(things), 0, {})
    return Start(asked, found, _copy(rows), asked.columns, total, (*notes, *cut))


def _pseudo(name: str, title: str, question: str, scope: str) -> NamedQuery:
    return NamedQuery(name, title, question, (), {"scope": scope}, "")


def _columns(reader: Reader, start: Start, layout: str) -> Columns:
    """Return the columns that a layout asks for, "" for those of the view."""
    own = start.columns
    if layout == "organic":
        return Columns(own.headings)
    if layout != "layered" or own.layout or own.hops:
        return own
    found = reader.features("features", start.rows.things)
    kinds = {own.kind_of(classes.get("kind", ())) for classes in found.values()}
    order = [kind for kind in (*own.headings, *KINDS) if kind in kinds]
    headings = {**{kind: heading(kind) for kind in order}, **own.headings}
    return Columns(headings, tuple((kind,) for kind in dict.fromkeys(order)))


def has_sources(reader: Reader, things: Iterable[str]) -> bool:
    """Return whether one of some things is a source, so that what rests on it is drawn as a line."""
    return any(is_source(found.get("kind", ())) for found in reader.features("features", things).values())


def _copy(rows: Rows) -> Rows:
    return Rows(set(rows.things), dict(rows.edges), dict(rows.literals), set(rows.unnamed))
