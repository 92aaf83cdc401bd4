"""What is known of one thing, for a page about it: its findings, its links, and how many there are of each.

A thing may have thousands of findings. All are counted; those that are listed are taken from every direction alike, so
that what speaks against is never what was cut. A verdict is always that of all claims of its line. Everything is asked
by a few bounded queries, so that a hub of ten million triples costs no more than a page may.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import NamedNode

from equigraph.graph.columns import Columns
from equigraph.graph.describe import Description
from equigraph.graph.kinds import DIRECTIONS, kind_of
from equigraph.graph.network import Network, project
from equigraph.graph.reader import Reader, own_queries
from equigraph.graph.roll_up import with_below
from equigraph.graph.rows import ADVANCES, Edge, Rows
from equigraph.graph.summary import summarize
from equigraph.ontology.prefixes import PREFIXES

__all__ = ["MOST_USES", "OF_CLAIMS", "About", "Uses", "read_about"]

EQ: Final = PREFIXES["eq"]
# Up to so many claims all are listed: more than the bundled graph has of any thing.
MOST_CLAIMS: Final = 150
# So many claims are read to see whether there are more; what is not among them is counted by the store.
ROWS_READ: Final = 160
# Where there are more: so many of each direction, and lines of so many claims between them.
LISTED_OF_EACH: Final = 6
CLAIMS_OF_LINES: Final = 24
# Up to so many links all are listed, too; where there are more, so many: the workspace has all of them in groups.
MOST_LINKS: Final = 120
LINKS_OF_HUB: Final = 30
MOST_USES: Final = 200
# Kinds that claims are about, or come from, and how a claim names them.
OF_CLAIMS: Final[Mapping[str, str]] = {
    "Practice": EQ + "practice",
    "EquityGoal": EQ + "goal",
    "StudentGroup": EQ + "group",
    "ResearchSource": PREFIXES["dcterms"] + "source",
}


@dataclass(frozen=True)
class Uses:
    """The things that name a thing as a value of theirs.

    Attributes:
        property: IRI of the property.
        label: Its name.
        total: How many there are, claims and statements among them.
        things: Some of them, as IRI, name and kind; claims and statements are counted only.
    """

    property: str
    label: str
    total: int
    things: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class About:
    """What is known of one thing.

    Attributes:
        iri: The thing.
        description: Everything that is stated of it.
        network: What is listed, with all evidence; without positions.
        tally: All its claims, by direction, in the order in which they are read.
        claims: IRIs of the claims that are listed, in that order.
        among: IRIs of what the claims are about: the thing; a group with those below it.
        pairs: How many lines of practice and goal the claims make.
        has_more_links: Whether it has more links than are in the network.
        uses: What names it as a value.
    """

    iri: str
    description: Description
    network: Network
    tally: Mapping[str, int]
    claims: tuple[str, ...]
    among: tuple[str, ...]
    pairs: int
    has_more_links: bool
    uses: tuple[Uses, ...]

    @property
    def node(self) -> Mapping[str, Any]:
        """The thing as the network has it."""
        node: Mapping[str, Any] = self.network.nodes[self.iri]
        return node


@dataclass(frozen=True)
class _Found:
    """The claims about a thing."""

    tally: Mapping[str, int]
    listed: tuple[str, ...] = ()
    pairs: int = 0
    among: tuple[str, ...] = ()


def read_about(reader: Reader, iri: str) -> About:
    """Return what is known of a thing.

    Args:
        reader: The graph.
        iri: The thing; of one that does not occur there is nothing to say.

    Example:
        >>> from equigraph.graph.store import OxigraphStore
        >>> about = read_about(Reader(OxigraphStore.bundled()), "https://w3id.org/equigraph/id/practice/looping")
        >>> about.node["kind"], sum(about.tally.values()) == len(about.claims)
        ('Practice', True)
    """
    description = reader.describe([iri])[iri]
    kind = kind_of({one.removeprefix(EQ) for one in description.types})
    rows = Rows(things={iri})
    links = _add_links(reader, iri, rows)
    if kind == "ResearchSource":
        links = max(links, _add_rests(reader, iri, rows))
    found = _add_claims(reader, iri, kind, rows) if kind in OF_CLAIMS else _Found({})
    network = project(rows, reader, _columns(kind, iri, rows), focus=[iri])
    _say(network, reader, iri)
    return About(
        iri=iri,
        description=description,
        network=network,
        tally=found.tally,
        claims=found.listed,
        among=found.among,
        pairs=found.pairs,
        has_more_links=links > MOST_LINKS,
        uses=_uses(reader, iri, rows) if kind in {"Thing", "ResearchSource"} else (),
    )


def _columns(kind: str, iri: str, rows: Rows) -> Columns:
    if kind == "StudentGroup":
        return Columns.of(own_queries("views")["student-group"])
    if kind == "ResearchSource":
        return Columns.of(own_queries("views")["source"])
    return Columns({}, (), {one: int(one != iri) for one in rows.things})


def _say(network: Network, reader: Reader, iri: str) -> None:
    """Say what the network is of, as a view does."""
    catalog = reader.catalog()
    label = network.nodes[iri]["label"]
    network.graph.update(
        **catalog.facts(),
        view="neighborhood",
        question="What is directly connected to this thing?",
        parameters={"entity": label},
        arguments={"entity": [iri]},
        title=label,
        scope=f"Chosen here: entity: {label}.",
        shown=len(network),
        total=len(network),
        by="",
        grouped=0,
        notes=[],
        absent=[],
        columns=[],
        unlinked="No line",
        layout="layered",
    )
    network.graph["summary"] = summarize(network)


# --- links ----------------------------------------------------------------------------------


def _add_links(reader: Reader, iri: str, rows: Rows) -> int:
    """Add what a thing is linked to; return how many links were found, one more than are kept if there are more."""
    found = list(reader.rows("about-links", {"entity": NamedNode(iri), "limit": MOST_LINKS + 1}))
    for row in found[: LINKS_OF_HUB if len(found) > MOST_LINKS else MOST_LINKS]:
        rows.add(*row)
    return len(found)


def _add_rests(reader: Reader, iri: str, rows: Rows) -> int:
    """Add the links that a source states, and return how many were found."""
    found = list(reader.rows("about-rests", {"source": NamedNode(iri), "limit": MOST_LINKS + 1}))
    for row in found[: LINKS_OF_HUB if len(found) > MOST_LINKS else MOST_LINKS]:
        rows.add(*row)
    return len(found)


def _uses(reader: Reader, iri: str, rows: Rows) -> tuple[Uses, ...]:
    """Return what names a thing as a value, by property; what is told as a link is left out."""
    entity = NamedNode(iri)
    linked = {(edge.subject, edge.predicate) for edge in rows.edges}
    found: dict[str, list[str]] = {}
    for name, thing in reader.rows("about-uses", {"entity": entity, "limit": MOST_USES}):
        if (thing.value, name.value) not in linked:
            found.setdefault(name.value, []).append(thing.value)
    totals = {row[0].value: int(row[1].value) for row in reader.rows("about-counts", {"entity": entity})}
    told = {name: total for name, total in totals.items() if name in found or name.startswith(EQ)}
    known = reader.describe({*told, *(thing for things in found.values() for thing in things)})
    return tuple(
        Uses(name, known[name].label, total, tuple(sorted(_named(known[one]) for one in found.get(name, ()))))
        for name, total in sorted(told.items(), key=lambda item: known[item[0]].label)
    )


def _named(thing: Description) -> tuple[str, str, str]:
    return thing.iri, thing.label, kind_of({one.removeprefix(EQ) for one in thing.types})


# --- claims ---------------------------------------------------------------------------------


def _add_claims(reader: Reader, iri: str, kind: str, rows: Rows) -> _Found:
    """Add the claims about a thing as lines; of very many, whole lines and some of each direction."""
    about = sorted(with_below(reader, [iri])[iri]) if kind == "StudentGroup" else [iri]
    terms: dict[str, Any] = {"entity": [NamedNode(one) for one in about], "end": NamedNode(OF_CLAIMS[kind])}
    read = _claims(reader, {**terms, "limit": ROWS_READ})
    pairs = _pairs_among(read) if len(read) < ROWS_READ else _pairs_of(reader, terms)
    tally = sum((Counter(counted) for counted in pairs.values()), Counter[str]())
    found = {slug: tally[slug] for slug in sorted(tally, key=_place)}
    if len(read) < ROWS_READ and tally.total() <= MOST_CLAIMS:
        _add_lines(rows, iri, kind, read)
        return _Found(found, _in_order(read), len(pairs), tuple(about))
    _add_lines(rows, iri, kind, _of(_fullest(pairs), reader, terms))
    listed: list[_Row] = []
    for slug in found:
        direction = NamedNode(PREFIXES["direction"] + slug)
        listed += _claims(reader, terms | {"direction": direction, "limit": LISTED_OF_EACH})
    rows.literals.setdefault(iri, set()).update(row[0] for row in listed)
    return _Found(found, _in_order(listed), len(pairs), tuple(about))


_Row = tuple[str, str, str, str, str]
_Pairs = Mapping[tuple[str, str], Counter[str]]  # claims by direction


def _place(slug: str) -> tuple[int, str]:
    return (DIRECTIONS.index(slug) if slug in DIRECTIONS else len(DIRECTIONS), slug)


def _in_order(claims: Iterable[_Row]) -> tuple[str, ...]:
    """Return the claims, each once, what speaks against first."""
    found = {claim: direction for claim, _, _, _, direction in claims}
    return tuple(sorted(found, key=lambda claim: (*_place(found[claim]), claim)))


def _claims(reader: Reader, terms: Mapping[str, Any]) -> list[_Row]:
    rows = (tuple(row) for row in reader.rows("about-claims", terms))
    named = (row for row in rows if all(isinstance(one, NamedNode) for one in (row[0], row[1], row[2], row[4])))
    return [
        (claim.value, practice.value, goal.value, group.value if group else "", direction.value.rsplit("/", 1)[-1])
        for claim, practice, goal, group, direction in named
    ]


def _pairs_among(claims: Iterable[_Row]) -> _Pairs:
    """Return how many of these claims each pair of practice and goal has, by direction."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for _, practice, goal, direction in {(row[0], row[1], row[2], row[4]) for row in claims}:
        found.setdefault((practice, goal), Counter())[direction] += 1
    return found


def _pairs_of(reader: Reader, terms: Mapping[str, Any]) -> _Pairs:
    """Return the same of all claims, counted by the store."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for practice, goal, direction, claims in reader.rows("about-pairs", terms):
        counted = found.setdefault((practice.value, goal.value), Counter())
        counted[direction.value.rsplit("/", 1)[-1]] += int(claims.value)
    return found


def _fullest(pairs: _Pairs) -> set[tuple[str, str]]:
    """Return the pairs with the most claims, as many as a page can hold.

    The page of its practice, or the gap map, has the verdict of one with more claims than a page lists.
    """
    kept: set[tuple[str, str]] = set()
    room = CLAIMS_OF_LINES
    for pair in sorted(pairs, key=lambda one: (-pairs[one].total(), one)):
        if pairs[pair].total() > MOST_CLAIMS:
            continue
        room -= pairs[pair].total()
        if room < 0 and kept:
            break
        kept.add(pair)
    return kept


def _of(pairs: Collection[tuple[str, str]], reader: Reader, terms: Mapping[str, Any]) -> list[_Row]:
    """Return the claims of these pairs."""
    ends = {
        "practice": [NamedNode(one) for one in sorted({practice for practice, _ in pairs})],
        "goal": [NamedNode(one) for one in sorted({goal for _, goal in pairs})],
    }
    return [row for row in _claims(reader, {**terms, **ends}) if (row[1], row[2]) in pairs]


def _add_lines(rows: Rows, iri: str, kind: str, claims: Iterable[_Row]) -> None:
    """Add the lines that claims make: from practice to goal, to the groups studied, from the source."""
    for claim, practice, goal, group, _ in claims:
        if kind == "ResearchSource":
            edges = [Edge(iri, EQ + "isSourceOf", practice)]
        else:
            edges = [Edge(practice, ADVANCES, goal)]
            if kind == "Practice" and group:
                edges.append(Edge(practice, EQ + "studiedFor", group))
        for edge in edges:
            rows.things |= {edge.subject, edge.object}
            rows.edges.setdefault(edge, set()).add(claim)
