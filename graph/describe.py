"""Descriptions of things: every property of many things, fetched by one query.

A description is what ``graph/queries/describe.rq`` says of one thing. Texts are chosen by language:
English first, then no language, then whatever sorts first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from equigraph.errors import AnswerCutError
from equigraph.ontology.prefixes import PREFIXES

__all__ = ["Description", "describe", "iri_label"]

# A request holds at most this many things, so that its text stays well under what servers accept.
THINGS_PER_QUERY: Final = 500

SKOS: Final = PREFIXES["skos"]
LABEL_PROPERTIES: Final = (
    SKOS + "prefLabel",
    PREFIXES["dcterms"] + "title",
    PREFIXES["rdfs"] + "label",
    PREFIXES["schema"] + "name",
    PREFIXES["foaf"] + "name",
)
DEFINITION_PROPERTIES: Final = (
    SKOS + "definition",
    PREFIXES["dcterms"] + "description",
    PREFIXES["rdfs"] + "comment",
    PREFIXES["schema"] + "description",
    PREFIXES["eq"] + "finding",
)
RDF_TYPE: Final = PREFIXES["rdf"] + "type"

Term = NamedNode | BlankNode | Literal


def iri_label(iri: str) -> str:
    """Return readable words for an IRI that has no name of its own.

    Example:
        >>> iri_label("https://w3id.org/equigraph/ontology#enablesPractice")
        'enables practice'
        >>> iri_label("https://w3id.org/equigraph/id/policy/vt-act-77")
        'vt act 77'
    """
    local = re.split(r"[#/:]", iri.rstrip("#/"))[-1] or iri
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", local).replace("-", " ").replace("_", " ")
    return spaced.lower() if spaced != local else local


def _language_rank(literal: Literal) -> tuple[int, str, str]:
    language = (literal.language or "").lower()
    rank = 0 if language == "en" or language.startswith("en-") else 1 if not language else 2
    return rank, language, literal.value


@dataclass
class Description:
    """What is stated of one thing.

    Attributes:
        iri: The thing.
        properties: Values by property IRI, in a stable order.
        names: Preferred labels of values that have one, by IRI.
    """

    iri: str
    properties: dict[str, list[Term]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def values(self, name: str) -> Sequence[Term]:
        """Return the values of the property with that IRI; none when it is absent."""
        return self.properties.get(name, ())

    def text(self, *names: str) -> str:
        """Return the best text among the literal values of the first property that has one, else ``""``."""
        for name in names:
            literals = [value for value in self.values(name) if isinstance(value, Literal) and value.value.strip()]
            if literals:
                return min(literals, key=_language_rank).value
        return ""

    def texts(self, name: str) -> list[str]:
        """Return all literal values of a property, best language first."""
        literals = [value for value in self.values(name) if isinstance(value, Literal)]
        return [literal.value for literal in sorted(literals, key=_language_rank)]

    def iris(self, name: str) -> list[str]:
        """Return all IRI values of a property."""
        return [value.value for value in self.values(name) if isinstance(value, NamedNode)]

    def iri_of(self, name: str) -> str:
        """Return the first IRI value of a property, or ``""``."""
        return next(iter(self.iris(name)), "")

    def name_of(self, name: str) -> str:
        """Return the label of the first IRI value of a property (its local name if it has none), or ``""``."""
        iri = self.iri_of(name)
        return self.names.get(iri, iri_label(iri)) if iri else ""

    @property
    def label(self) -> str:
        """The name of the thing, or readable words from its IRI."""
        return self.text(*LABEL_PROPERTIES) or iri_label(self.iri)

    @property
    def definition(self) -> str:
        """The definition or description of the thing, or ``""``."""
        return self.text(*DEFINITION_PROPERTIES)

    @property
    def types(self) -> list[str]:
        """The classes of the thing."""
        return self.iris(RDF_TYPE)

    def triples(self, names: Container[str] | None = None) -> Iterator[str]:
        """Yield the description as N-Triples lines, without the line feed; only some properties if they are named."""
        for name, values in self.properties.items():
            for value in values:
                if names is None or name in names:
                    yield f"<{self.iri}> <{name}> {value} ."


Ask = Callable[[list[NamedNode]], Iterable[tuple[Any, ...]]]


def describe(ask: Ask, things: Iterable[str]) -> dict[str, Description]:
    """Return a description of every thing, by IRI; things of which nothing is stated get an empty one.

    Args:
        ask: Answers ``graph/queries/describe.rq`` for some things.
        things: IRIs, in any order.
    """
    iris = sorted(set(things))
    found = {iri: Description(iri) for iri in iris}
    for start in range(0, len(iris), THINGS_PER_QUERY):
        chunk = [NamedNode(iri) for iri in iris[start : start + THINGS_PER_QUERY]]
        _ask_in_parts(found, ask, chunk)
    for description in found.values():
        description.properties = {
            name: sorted(set(values), key=str) for name, values in sorted(description.properties.items())
        }
    return found


def _ask_in_parts(found: dict[str, Description], ask: Ask, chunk: list[NamedNode]) -> None:
    """Add what is stated of some things; a server that shows only so many rows is asked for half of them at a time."""
    try:
        rows = ask(chunk)
    except AnswerCutError as error:
        if error.rows is None or len(chunk) == 1:
            raise
        half = len(chunk) // 2
        _ask_in_parts(found, ask, chunk[:half])
        _ask_in_parts(found, ask, chunk[half:])
    else:
        _add_rows(found, rows)


def _add_rows(found: dict[str, Description], rows: Iterable[tuple[Any, ...]]) -> None:
    names: dict[str, dict[str, list[Literal]]] = {}
    for thing, name, value, label in rows:
        description = found[thing.value]
        description.properties.setdefault(name.value, []).append(value)
        if isinstance(label, Literal):
            names.setdefault(thing.value, {}).setdefault(value.value, []).append(label)
    for thing_iri, labels in names.items():
        found[thing_iri].names.update(
            {iri: min(literals, key=_language_rank).value for iri, literals in labels.items()}
        )
