"""The things in the answer to a question: what of its rows can be drawn.

Rows hold things by IRI or by name, and claims or statements: what those connect are the things, and they are lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from equigraph.graph.describe import SKOS, THINGS_PER_QUERY
from equigraph.graph.neighbors import is_thing
from equigraph.ontology.prefixes import PREFIXES

if TYPE_CHECKING:
    from equigraph.graph.arguments import Arguments
    from equigraph.graph.describe import Description
    from equigraph.graph.query_file import NamedQuery
    from equigraph.graph.reader import Reader

__all__ = ["AnswerThings", "things_of"]

EQ: Final = PREFIXES["eq"]
RECORDS: Final = frozenset({EQ + "EvidenceClaim", EQ + "Statement"})
# What a claim or a statement connects.
ENDS: Final = (EQ + "practice", EQ + "goal", PREFIXES["rdf"] + "subject", PREFIXES["rdf"] + "object")
NAMES: Final = frozenset({SKOS + "prefLabel", PREFIXES["dcterms"] + "title"})
MOST_READ: Final = 2000  # terms of an answer that are looked up; a picture shows far fewer
LONGEST_NAME: Final = 200  # characters


@dataclass(frozen=True)
class AnswerThings:
    """What of an answer can be drawn.

    Attributes:
        things: IRIs in the order of the rows; what was chosen comes last.
        records: The claims and statements in it.
        notes: What was not looked up, as sentences.
    """

    things: list[str]
    records: frozenset[str]
    notes: list[str]


def things_of(reader: Reader, question: NamedQuery, arguments: Arguments) -> AnswerThings:
    """Return what of the answer to a question can be drawn."""
    terms = list(dict.fromkeys(term for row in reader.rows(question, arguments.terms) for term in tuple(row)))
    terms = [term for term in terms if _may_be_thing(term)]
    notes = []
    if len(terms) > MOST_READ:
        notes.append(f"Only the first {MOST_READ:,} of {len(terms):,} names in the answer were looked up.")
    terms = terms[:MOST_READ]
    iris = [term.value for term in terms if isinstance(term, NamedNode)]
    classes = reader.features("features", iris)
    records = [iri for iri in iris if not RECORDS.isdisjoint(classes[iri].get("kind", ()))]
    if records:
        described = reader.describe(records)
        things = [end for iri in records for end in _ends(described[iri])]
        return AnswerThings(list(dict.fromkeys(filter(is_thing, things))), frozenset(records), notes)
    named = _named(reader, (term for term in terms if isinstance(term, Literal)))
    found = [term.value if isinstance(term, NamedNode) else named.get(term, "") for term in terms]
    chosen = [iri for name in arguments.terms for iri in arguments.iris(name) if is_thing(iri)]
    return AnswerThings(list(dict.fromkeys(filter(None, [*found, *chosen]))), frozenset(), notes)


def _may_be_thing(term: object) -> bool:
    if isinstance(term, NamedNode):
        return is_thing(term.value)
    # Only names have a language, or are plain texts; numbers, dates and truth values are neither.
    return isinstance(term, Literal) and term.datatype in TEXTS and len(term.value) <= LONGEST_NAME


TEXTS: Final = (NamedNode(PREFIXES["rdf"] + "langString"), NamedNode(PREFIXES["xsd"] + "string"))


def _ends(record: Description) -> Iterable[str]:
    return [end for name in ENDS for end in record.iris(name)]


def _named(reader: Reader, names: Iterable[Literal]) -> dict[Literal, str]:
    """Return the one thing of ours that has each name as its own."""
    texts = list(names)
    found: dict[Literal, set[str]] = {}
    for start in range(0, len(texts), THINGS_PER_QUERY):
        chunk = texts[start : start + THINGS_PER_QUERY]
        for row in reader.rows("named-exactly", {"text": chunk}):
            thing, text = row["thing"], row["text"]
            if row["property"].value in NAMES and isinstance(thing, NamedNode) and is_thing(thing.value):
                found.setdefault(text, set()).add(thing.value)
    return {text: next(iter(things)) for text, things in found.items() if len(things) == 1}
