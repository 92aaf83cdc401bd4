"""What the first page tells of a graph: how many rows each question has, how many things there are; counted once.

Nothing waits for it for long: a page says what is counted by then, and asks for the rest. Questions about a graph of
this size and below are answered here; those of larger ones where they can be stopped, and in all for a bounded time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from equigraph.errors import EquigraphError
from equigraph.graph.arguments import read_arguments

if TYPE_CHECKING:
    from equigraph.graph.query_file import NamedQuery, Parameter
    from equigraph.graph.reader import Reader
    from equigraph.web.explorer import Explorer

__all__ = ["Counted", "Counts", "counts_of", "needed"]

COUNTING_S: Final = 60.0  # after that the rest stays uncounted
FIRST_WAIT_S: Final = 0.4  # how long the first page waits for it
IN_PROCESS_MOST: Final = 20_000  # things; the questions of more may take longer than a page may


@dataclass(frozen=True)
class Counted:
    """The answer to a question, counted.

    Attributes:
        rows: How many rows it has; None if that is not known.
        about: What it was asked about, where it must be about something: the names of the usual choice.
    """

    rows: int | None
    about: str = ""


@dataclass
class Counts:
    """What is counted so far.

    Attributes:
        questions: By name.
        groups: The student groups that the brief names: IRI, name and definition of each.
        kinds: Things by IRI of their class.
        is_done: Whether nothing more will come.
    """

    explorer: Explorer
    questions: dict[str, Counted] = field(default_factory=dict)
    groups: list[dict[str, str]] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    is_done: bool = False
    _done: threading.Event = field(default_factory=threading.Event, repr=False)

    def start(self) -> None:
        """Begin to count, in a thread of its own."""
        threading.Thread(target=self._count, name="counts", daemon=True).start()

    def wait(self, seconds: float = FIRST_WAIT_S) -> None:
        """Wait until all is counted, but no longer than that."""
        self._done.wait(seconds)

    def _count(self) -> None:
        try:
            end = time.monotonic() + COUNTING_S
            graph = self.explorer.graph
            try:
                self.groups = _groups(graph.reader)
                self.kinds = {row[0].value: int(row[1].value) for row in graph.reader.rows("kinds")}
            except EquigraphError:
                return
            guard = sum(self.kinds.values()) > IN_PROCESS_MOST
            for name, query in graph.questions().items():
                if time.monotonic() > end:
                    return
                self.questions[name] = self._rows(query, guard=guard)
        finally:
            self.is_done = True
            self._done.set()

    def _rows(self, query: NamedQuery, *, guard: bool) -> Counted:
        graph = self.explorer.graph
        try:
            arguments = read_arguments(graph.reader, query, {})
            solutions = graph.select(query.bind(arguments.terms), guard=guard)
            return Counted(sum(1 for _ in solutions), _about(query, arguments.labels))
        except EquigraphError:  # the usual choice is not in this graph, or it took too long
            return Counted(None)


def _groups(reader: Reader) -> list[dict[str, str]]:
    found = reader.names(row[0].value for row in reader.rows("named-in-brief"))
    named = ({"iri": iri, "label": one.label, "summary": one.definition} for iri, one in found.items())
    return sorted(named, key=lambda group: group["label"])


def _about(query: NamedQuery, labels: Mapping[str, Any]) -> str:
    """Return the names of what a question must be about; "" where it is about everything."""
    return ", ".join(str(labels[one.name]) for one in needed(query) if one.name in labels)


def needed(query: NamedQuery) -> list[Parameter]:
    """Return what a question must be about: its default is an example, not everything."""
    return [one for one in query.parameters if one.type not in {"flag", "integer"} and not one.optional]


def counts_of(explorer: Explorer) -> Counts:
    """Return the counts of an explorer; counting begins when they are first asked for."""
    return explorer.once(_started)


def _started(explorer: Explorer) -> Counts:
    counts = Counts(explorer)
    counts.start()
    return counts
