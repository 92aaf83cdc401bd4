"""The things of a class as a list: in order, filtered, a page at a time, with what is known of each counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from pyoxigraph import Literal, NamedNode

from equigraph.graph.kinds import DIRECTIONS
from equigraph.graph.reader import Reader
from equigraph.ontology.prefixes import PREFIXES

__all__ = ["PAGE", "STUDIED", "WITH_CLAIMS", "Listed", "Listing", "Value", "Wanted", "list_things", "list_values"]

EQ: Final = PREFIXES["eq"]
PAGE: Final = 200  # things of one page
CATEGORY: Final = (EQ + "category", EQ + "organizationType", EQ + "policyType", EQ + "sourceType")
STATE: Final = (EQ + "jurisdiction", EQ + "locatedIn")
# Kinds that claims are about, and kinds that are told by their links.
STUDIED: Final = frozenset({"Practice", "EquityGoal", "StudentGroup"})
WITH_CLAIMS: Final = STUDIED | {"ResearchSource"}


@dataclass(frozen=True)
class Wanted:
    """What is to be listed.

    Attributes:
        kind: IRI of the class.
        category: IRI of the category that things must have; "" for any.
        state: IRI of the state that they must be of; "" for any.
        text: What their name must hold; "" for anything.
        by_claims: Whether those with the most claims come first; else it goes by name.
        page: Which page of them, from 1.
    """

    kind: str
    category: str = ""
    state: str = ""
    text: str = ""
    by_claims: bool = False
    page: int = 1

    @property
    def terms(self) -> dict[str, Any]:
        """What is chosen, as the queries take it."""
        chosen: dict[str, Any] = {"kind": NamedNode(self.kind)}
        if self.category:
            chosen["category"] = NamedNode(self.category)
        if self.state:
            chosen["state"] = NamedNode(self.state)
        if self.text.strip():
            chosen["wanted"] = Literal(self.text.strip())
        return chosen


class Value(NamedTuple):
    """A category or state, and how many things have it."""

    iri: str
    label: str
    things: int


@dataclass(frozen=True)
class Listed:
    """One thing of a list.

    Attributes:
        iri: The thing.
        label: Its name.
        summary: Its definition.
        category: Name of its category, or "".
        states: IRI and name of each of its states.
        year: Its year, or "".
        directions: Claims about it by direction, in the order in which they are read; a group has those below it too.
        sources: How many sources these claims rest on.
        links: How many statements are about it or rest on it.
    """

    iri: str
    label: str
    summary: str
    category: str
    states: tuple[tuple[str, str], ...]
    year: str
    directions: Mapping[str, int]
    sources: int
    links: int


@dataclass(frozen=True)
class Listing:
    """A page of a list.

    Attributes:
        wanted: What was asked for.
        things: The page.
        total: How many things there are in all.
    """

    wanted: Wanted
    things: Sequence[Listed]
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; one at least."""
        return max(1, -(-self.total // PAGE))


def list_things(reader: Reader, wanted: Wanted) -> Listing:
    """Return a page of the things of a class.

    Example:
        >>> from equigraph.graph.store import OxigraphStore
        >>> listing = list_things(Reader(OxigraphStore.bundled()), Wanted(EQ + "Commitment"))
        >>> listing.total, listing.pages, listing.things[0].directions
        (10, 1, {})
    """
    kind = wanted.kind.removeprefix(EQ)
    total = int(next(iter(reader.rows("list-total", wanted.terms)))[0].value)
    bounds = {"limit": PAGE, "offset": (wanted.page - 1) * PAGE, "by-claims": wanted.by_claims}
    iris = [row[0].value for row in reader.rows("list-things", wanted.terms | bounds)]
    things = _listed(reader, kind, iris)
    if wanted.by_claims and kind == "StudentGroup":  # whose count has the claims about groups below them too
        things.sort(key=lambda one: -sum(one.directions.values()))
    return Listing(wanted, things, total)


def _listed(reader: Reader, kind: str, iris: Sequence[str]) -> list[Listed]:
    described = reader.describe(iris)
    claims, sources, links = _counts(reader, kind, iris)
    found = []
    for iri in iris:
        one = described[iri]
        states = ((value, one.names.get(value, value)) for name in STATE for value in one.iris(name))
        found.append(
            Listed(
                iri=iri,
                label=one.label,
                summary=one.definition,
                category=next((one.name_of(name) for name in CATEGORY if one.iri_of(name)), ""),
                states=tuple(sorted(states, key=lambda state: state[1])),
                year=one.text(EQ + "year", PREFIXES["dcterms"] + "issued")[:4],
                directions=claims.get(iri, {}),
                sources=sources.get(iri, 0),
                links=links.get(iri, 0),
            )
        )
    return found


def _counts(
    reader: Reader, kind: str, iris: Sequence[str]
) -> tuple[dict[str, dict[str, int]], dict[str, int], dict[str, int]]:
    """Return of each thing its claims by direction, the sources of these, and its links."""
    terms: dict[str, Any] = {"thing": [NamedNode(iri) for iri in iris], "below": kind == "StudentGroup"}
    if not iris:
        return {}, {}, {}
    claims: dict[str, dict[str, int]] = {}
    sources: dict[str, int] = {}
    if kind in WITH_CLAIMS:
        for thing, direction, number in reader.rows("list-claims", terms):
            claims.setdefault(thing.value, {})[direction.value.rsplit("/", 1)[-1]] = int(number.value)
        claims = {iri: _in_order(counted) for iri, counted in claims.items()}
    if kind in STUDIED:
        sources = {row[0].value: int(row[1].value) for row in reader.rows("list-sources", terms)}
    links = {}
    if kind not in STUDIED:
        links = {row[0].value: int(row[1].value) for row in reader.rows("list-links", {"thing": terms["thing"]})}
    return claims, sources, links


def _in_order(counted: Mapping[str, int]) -> dict[str, int]:
    known = [slug for slug in DIRECTIONS if slug in counted]
    return {slug: counted[slug] for slug in (*known, *sorted(counted.keys() - set(known)))}


def list_values(reader: Reader, kind: str) -> tuple[list[Value], list[Value]]:
    """Return the categories and the states that the things of a class have, each with its number of things."""
    rows = [
        (row[0].value, row[1].value, int(row[2].value)) for row in reader.rows("list-values", {"kind": NamedNode(kind)})
    ]
    names = reader.names(value for _, value, _ in rows)

    def options(properties: Sequence[str]) -> list[Value]:
        found = [Value(value, names[value].label, number) for name, value, number in rows if name in properties]
        return sorted(found, key=lambda one: (one.label.casefold(), one.iri))

    return options(CATEGORY), options(STATE)
