"""Where each kind of thing stands in a picture, as a view's header says.

``# columns:`` names the kinds a view draws, each with its heading: ``Practice = Practices | EquityGoal = Goals``.
``# layout:`` puts them side by side, columns apart by ``/``: ``Organization Policy / focus / EquityGoal``. Without
it every kind is a column of its own. ``focus`` is the thing the view is about, ``*`` any other kind.
``# columns: hops`` makes a column of each step away from the focus, and ``# layout: organic`` places freely.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from equigraph.graph.kinds import KINDS, kind_of, sentence_case
from equigraph.graph.query_file import NamedQuery
from equigraph.ontology.prefixes import PREFIXES

__all__ = ["Columns"]

EQ: Final = PREFIXES["eq"]


def heading(kind: str) -> str:
    """Return the heading for things of a kind where a view names none.

    Example:
        >>> heading("StudentGroup")
        'Student groups'
    """
    words = KINDS[kind].many
    return sentence_case(words)


@dataclass(frozen=True)
class Columns:
    """The columns of a view.

    Attributes:
        headings: Heading by kind, in the order of the header.
        layout: Kinds by column, left to right; empty when things are placed freely or by hops.
        hops: Column by IRI, for a view by steps.
    """

    headings: Mapping[str, str]
    layout: tuple[tuple[str, ...], ...] = ()
    hops: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, view: NamedQuery) -> Columns:
        """Read the columns from the header of a view."""
        named = view.meta.get("columns", "")
        if named == "hops":
            return cls({})
        headings = dict(part.strip().split(" = ", 1) for part in named.split("|"))
        layout = view.meta.get("layout", " / ".join(headings))
        if layout == "organic":
            return cls(headings)
        return cls(headings, tuple(tuple(column.split()) for column in layout.split("/")))

    def kind_of(self, classes: Iterable[str]) -> str:
        """Return the kind of a thing by its classes: one the view draws if it can be, else any of ours, or "Thing"."""
        types = {iri.removeprefix(EQ) for iri in classes if iri.startswith(EQ)}
        return kind_of(types, tuple(self.headings))

    def place(self, iri: str, kind: str, category: str, *, is_focus: bool) -> tuple[int, str]:
        """Return the column (from 0) and the heading under which a thing stands in it."""
        if not self.layout:
            return self.hops.get(iri, 0), heading(kind) if self.hops else ""
        for place in ("focus",) * is_focus + (kind, "*"):
            for number, column in enumerate(self.layout):
                if place in column:
                    return number, self._group(place, kind, category, column)
        return len(self.layout) - 1, heading(kind)

    def _group(self, place: str, kind: str, category: str, column: tuple[str, ...]) -> str:
        if place == "*":
            return heading(kind)
        if len(column) > 1:
            return self.headings[place]
        return sentence_case(category)

    def titles(self) -> list[str]:
        """Return the heading of each column, ``""`` where several kinds share it."""
        if self.hops:
            last = max(self.hops.values())
            return ["Start", *(f"{hop} step{'s' if hop > 1 else ''} away" for hop in range(1, last + 1))]
        return [self.headings.get(column[0], "") if len(column) == 1 else "" for column in self.layout]
