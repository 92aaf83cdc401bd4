"""Advice beyond the shapes: what a curator may want to look at, each piece found by one query in ``graph/advice``.

Advice never keeps data from conforming. The header of a query holds its rule (``title``) and what to do (``says``); it
names the ``?thing``, and where they are known the ``?property`` and ``?value``, or ``?things`` that belong together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from equigraph.data.preferred_terms import find_terms, phrases
from equigraph.graph.query_file import NamedQuery
from equigraph.graph.reader import Catalog, Reader, own_queries

__all__ = ["Advice", "Hit", "advise"]


@dataclass(frozen=True)
class Advice:
    """One piece of advice.

    Attributes:
        name: Its name.
        title: The rule in plain words.
        says: What to do.
    """

    name: str
    title: str
    says: str


@dataclass(frozen=True)
class Hit:
    """One place where a piece of advice applies.

    Attributes:
        thing: IRI of the thing.
        predicate: IRI of the property concerned, or "".
        value: The value concerned, or None.
        says: What to do.
    """

    thing: str
    predicate: str
    value: Any
    says: str


# Found by a question that people ask too, so in its words.
SECOND_HAND: Final = Advice(
    "second-hand",
    "A claim says what was read in the report of the study itself",
    "This claim looks second-hand. Find the report of the study, read it there, and say where.",
)


def advise(reader: Reader, about: Catalog, *, older_than: int | None = None) -> Iterator[tuple[Advice, Iterator[Hit]]]:
    """Yield every piece of advice with its hits, which are looked for as they are read.

    Args:
        reader: The graph.
        about: What the graph says of itself; ages are counted back from its date.
        older_than: Years from which the source of a claim is told as old; None tells of none.
    """
    for name, query in own_queries("advice").items():
        terms: dict[str, Any] = {}
        if name == "old-claim":
            if older_than is None:
                continue
            terms = {"year": f"{_year(about) - older_than:04}"}
        elif name == "wording":
            terms = {"phrase": phrases()}
        advice = Advice(name, query.title, query.meta["says"])
        hits = _hits(reader, query, terms, advice.says)
        yield advice, _worded(hits) if name == "wording" else hits
    yield SECOND_HAND, _second_hand(reader)


def _year(about: Catalog) -> int:
    """Return the year of the data; of data without a date, this year."""
    year = about.modified[:4]
    return int(year) if year.isdecimal() else dt.datetime.now(tz=dt.UTC).year


def _hits(reader: Reader, query: NamedQuery, terms: Mapping[str, Any], says: str) -> Iterator[Hit]:
    solutions = reader.rows(query, terms)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        row = dict(zip(names, solution, strict=True))
        property_ = row.get("property")
        of = property_.value if isinstance(property_, NamedNode) else ""
        for thing, value in _pairs(row):
            yield Hit(thing, of, value, says)


def _pairs(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield thing and value of a row; of things that belong together each, with the one after it."""
    if "things" in row:
        things = sorted(row["things"].value.split(" "))
        yield from ((one, NamedNode(other)) for one, other in zip(things, [*things[1:], things[0]], strict=True))
    elif isinstance(row["thing"], NamedNode):
        yield row["thing"].value, row.get("value")


def _worded(hits: Iterator[Hit]) -> Iterator[Hit]:
    """Yield a hit for every phrase that stands in a text as whole words."""
    for hit in hits:
        for phrase, term in find_terms(hit.value.value):
            yield Hit(hit.thing, hit.predicate, Literal(phrase), term.advice)


def _second_hand(reader: Reader) -> Iterator[Hit]:
    for row in reader.rows(own_queries("questions")["second-hand-claims"]):
        yield Hit(row["claim"].value, "", row["why"], SECOND_HAND.says)
