"""The rows of a view, gathered: which things, which lines, and the statements behind each line.

Nothing is known here of a line but its ends; :mod:`equigraph.graph.network` describes what is to be shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode

from equigraph.graph.describe import Term
from equigraph.ontology.prefixes import PREFIXES

__all__ = ["ADVANCES", "Edge", "Rows"]

ADVANCES: Final = PREFIXES["eq"] + "advances"  # the predicate of a bundle of claims
# The word by which a view marks claims about all students; not a boolean, which some servers spell anew.
GENERAL: Final = "all students"


class Edge(NamedTuple):
    """One line to draw, before anything is known of it but its ends."""

    subject: str
    predicate: str
    object: str
    general: bool = False

    @property
    def key(self) -> str:
        """The edge key, unique between two nodes."""
        return self.predicate + (" (all students)" if self.general else "")


@dataclass
class Rows:
    """The rows of a view, gathered: which things, which lines, and the statements behind each line."""

    things: set[str] = field(default_factory=set)
    edges: dict[Edge, set[str]] = field(default_factory=dict)
    literals: dict[str, set[str]] = field(default_factory=dict)
    unnamed: set[str] = field(default_factory=set)

    def add(
        self,
        subject: Term | None,
        predicate: Term | None,
        object_: Term | None,
        statement: Term | None,
        general: Term | None = None,
    ) -> None:
        """Take one solution; unbound ends and blank nodes make no line."""
        start, end = self._thing(subject), self._thing(object_)
        if not start or not isinstance(predicate, NamedNode):
            return
        if end:
            is_general = isinstance(general, Literal) and general.value == GENERAL
            names = self.edges.setdefault(Edge(start, predicate.value, end, is_general), set())
        elif isinstance(object_, Literal):
            names = self.literals.setdefault(start, set())
        else:
            return
        if isinstance(statement, NamedNode):
            names.add(statement.value)

    def _thing(self, end: Term | None) -> str:
        """Keep an end of a line, and return its IRI if it has one."""
        if isinstance(end, NamedNode):
            iri = end.value
            self.things.add(iri)
            return iri
        if isinstance(end, BlankNode):
            self.unnamed.add(str(end))
        return ""

    def keep(self, things: Iterable[str]) -> None:
        """Drop every thing not named, and its lines."""
        self.things &= set(things)
        self.edges = {
            edge: names
            for edge, names in self.edges.items()
            if edge.subject in self.things and edge.object in self.things
        }
        self.literals = {thing: names for thing, names in self.literals.items() if thing in self.things}

    @property
    def statement_iris(self) -> set[str]:
        """All statements behind all lines."""
        return set().union(*self.edges.values(), *self.literals.values())
