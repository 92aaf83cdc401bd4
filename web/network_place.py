"""Where one is in the workspace: a selection and how it is looked at, and the addresses that lead on from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from equigraph.graph.selection import Selection, Step

__all__ = ["SHOWS", "Place"]

# The ways to look at a selection, with the words of their tabs; the first is the usual one.
SHOWS: Final = {"graph": "Picture", "table": "Table", "gaps": "Gap map", "paths": "Paths"}
READABLE: Final = ":~/,"  # need no escape in a query (RFC 3986, 3.4)

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Place:
    """A place in the workspace.

    Attributes:
        selection: What is looked at.
        show: How: one of :data:`SHOWS`.
        prefix: What stands before every path, where the explorer is behind a proxy.

    Example:
        >>> place = Place(Selection(view="policies"))
        >>> place.to(show="table")
        '/network?view=policies&show=table'
        >>> place.to(replace(place.selection, by="kind"))
        '/network?view=policies&by=kind'
    """

    selection: Selection
    show: str = "graph"
    prefix: str = ""

    def pairs(self, selection: Selection | None = None, show: str | None = None) -> Pairs:
        """Return the query of a place: a selection and how it is looked at, those of this place unless given."""
        shown = self.show if show is None else show
        pairs = (self.selection if selection is None else selection).pairs()
        return [*pairs, ("show", shown)] if shown != next(iter(SHOWS)) else pairs

    def to(
        self,
        selection: Selection | None = None,
        show: str | None = None,
        *,
        path: str = "/network",
        more: Iterable[tuple[str, str]] = (),
    ) -> str:
        """Return the address of a place.

        Args:
            selection: What is looked at; the same as here when left out.
            show: How; as here when left out.
            path: Of another page about the selection.
            more: What else that page is told.
        """
        text = urlencode([*self.pairs(selection, show), *more], safe=READABLE)
        return f"{self.prefix}{path}?{text}" if text else f"{self.prefix}{path}"

    def after(self, *steps: Step) -> str:
        """Return the address after some steps."""
        selection = self.selection
        for step in steps:
            selection = _before(selection, step).with_step(step)
        return self.to(selection)

    def with_(self, **changed: Any) -> str:
        """Return the address with other attributes of the selection."""
        return self.to(replace(self.selection, **changed))

    def rest(self, *names: str) -> Pairs:
        """Return what a form must carry along: all but the pairs of these names ("keep." means all facets)."""
        return [
            (name, value)
            for name, value in self.pairs()
            if not any(name == one or (one.endswith(".") and name.startswith(one)) for one in names)
        ]


def _before(selection: Selection, step: Step) -> Selection:
    """Return the selection to which a step is added: a thing that is moved again is moved once."""
    last = selection.steps[-1] if selection.steps else None
    is_again = last is not None and step.verb == last.verb == "pin" and step.things == last.things
    return selection.without_last_step() if is_again else selection
