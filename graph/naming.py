"""What the things and values of a report are called: every name is asked for once, in a few queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from equigraph.graph.describe import Description, iri_label
from equigraph.graph.property_words import property_words
from equigraph.graph.reader import Reader
from equigraph.graph.shacl_words import type_words
from equigraph.ontology.prefixes import PREFIXES, compress, expand

__all__ = ["Names"]

LONGEST_VALUE: Final = 120  # characters of a value in a report; the value itself stands beside it
NAMELESS: Final = "a thing without an IRI"
# Of these the value tells what it is.
UNTOLD_TYPES: Final = frozenset(map(expand, ("xsd:string", "rdf:langString", "xsd:gYear", "xsd:boolean", "xsd:date")))
CLAIM, STATEMENT = expand("eq:EvidenceClaim"), expand("eq:Statement")
RDF: Final = PREFIXES["rdf"]
EQ: Final = PREFIXES["eq"]


class Names:
    """Names of things and values.

    A claim is called by what it connects, a statement by what it states.
    """

    def __init__(self, reader: Reader, *, things: Iterable[Any], values: Iterable[Any]) -> None:
        self._things = reader.describe(iri for iri in map(self.iri, things) if not iri.startswith("_:"))
        known = self._things.keys()
        self._values = reader.names(
            {value.value for value in values if isinstance(value, NamedNode) and value.value not in known}
        )

    @staticmethod
    def iri(thing: Any) -> str:
        """Return the IRI of a thing, or the name of a blank node."""
        return str(thing) if isinstance(thing, BlankNode | str) else thing.value

    def label(self, thing: Any) -> str:
        """Return what a thing is called."""
        iri = self.iri(thing)
        return _label(self._things[iri]) if iri in self._things else NAMELESS

    def value(self, value: Any, beside: Any) -> str:
        """Return a value in words, a long text cut with an ellipsis; "" for None.

        Args:
            value: The value.
            beside: The thing that it is told with: of two things of one name the IRI tells which is meant.
        """
        if value is None:
            return ""
        if isinstance(value, NamedNode):
            found = self._things.get(value.value) or self._values.get(value.value)
            name = _label(found) if found else iri_label(value.value)
            return f"{name} ({compress(value.value) or value.value})" if name == self.label(beside) else name
        return _literal(value) if isinstance(value, Literal) else NAMELESS


def _label(described: Description) -> str:
    if STATEMENT in described.types:
        ends = [described.name_of(RDF + end) or described.text(RDF + end) for end in ("subject", "object")]
        relation = described.iri_of(RDF + "predicate")
        if relation and all(ends):
            return f"{ends[0]} {property_words(relation)} {ends[1]}"
    if CLAIM in described.types:
        practice, goal, group = (described.name_of(EQ + end) for end in ("practice", "goal", "group"))
        if practice and goal:
            return f"{practice} → {goal}" + (f" ({group})" if group else "")
    return described.label


def _literal(literal: Literal) -> str:
    text = " ".join(literal.value.split())
    shown = text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
    if literal.language and not literal.language.startswith("en"):
        return f'{shown} (in the language "{literal.language}")'
    datatype = literal.datatype.value
    return shown if datatype in UNTOLD_TYPES else f"{shown} (written as {type_words(datatype)})"
