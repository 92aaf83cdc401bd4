"""The reading matter of a network: its lines, its things and its sources as plain values.

Everything a page or a document says in words about a :class:`networkx.MultiDiGraph` that follows the
``Network`` contract is gathered here once, so that no export can leave a line, a finding or a source out.
Nothing here draws, and nothing here asks the store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from equigraph.graph import kinds
from equigraph.graph.boxes import NOTE
from equigraph.graph.drill import DRAWING, drill_command
from equigraph.graph.kinds import MAPPINGS, direction_words
from equigraph.graph.records import publishable_url, short_citation
from equigraph.graph.relation_words import relation_words

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "Evidence",
    "Group",
    "Line",
    "Reference",
    "Statement",
    "Thing",
    "gather",
    "reference_of",
    "safe_link",
    "statement_of",
    "unlinked",
]

DIRECTIONS = {name: direction_words(name) for name in kinds.DIRECTIONS}
"""Words for the direction of a claim, in the order in which they are read: what speaks against comes first."""

KINDS = {
    "EquityGoal": "Equity goal",
    "StudentGroup": "Student group",
    "ResearchSource": "Research source",
    "EvidenceClaim": "Evidence claim",
}
BASES = {
    "retrieved": "seen in the cited page",
    "background": "general knowledge, not seen in a source",
}
UNLINKED = "No line"
"""Heading of the things without a line, where a network does not bring one."""


@dataclass(frozen=True)
class Reference:
    """One source in the bibliography; ``number`` counts from 1 in the order of the citations."""

    number: int
    iri: str
    citation: str
    short: str
    url: str
    background: bool


@dataclass(frozen=True)
class Statement:
    """One claim or statement behind a line, in words."""

    iri: str
    is_claim: bool
    sentence: str
    direction: str
    facts: tuple[tuple[str, str], ...]
    check: str
    locator: str
    notes: tuple[str, ...]
    reference: Reference | None
    design: str
    group: str


@dataclass(frozen=True)
class Line:
    """One drawn edge with everything that rests on it.

    A line between groups bundles ``bundled`` others; it lists some of its ``statement_count`` statements, and
    ``command`` draws what is beneath.
    """

    id: str
    subject: str
    object: str
    label: str
    verdict: str
    strength: str
    how_sure: str
    reason: str
    quality: str
    ours: str
    mapping: str
    scope: str
    claims: int
    sources: int
    counts: tuple[tuple[str, int], ...]
    statements: tuple[Statement, ...]
    is_evidence: bool
    statement_count: int
    bundled: int
    command: str


@dataclass(frozen=True)
class Thing:
    """One drawn node with what is known about it; ``lines`` are the ids of the lines it has.

    A group has ``members`` things in it, and ``command`` draws them; ``more`` lines lead to what is not shown.
    """

    id: str
    iri: str
    label: str
    kind: str
    category: str
    group: str
    summary: str
    url: str
    facts: tuple[tuple[str, str], ...]
    statements: tuple[Statement, ...]
    references: tuple[Reference, ...]
    locator: str
    background: bool
    listed: bool
    lines: tuple[str, ...]
    more: int
    members: int
    command: str


@dataclass(frozen=True)
class Group:
    """The lines that share one thing: the rows under one heading of the outline."""

    thing: Thing
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Evidence:
    """Everything that a network says, ready to be written down.

    Attributes:
        things: By id.
        lines: By id.
        references: The bibliography by IRI, in its order.
        groups: The rows of the outline.
        listed: The things without a line.
        unlinked: Heading of those.
        is_whole: Whether every line is a bundle of claims and nothing was chosen: a thing without a line has no claim.
        grouped_by_object: Whether the outline goes by equity goal.
        statements: Every claim and statement of the network by its IRI, whatever it stands behind.
        node_ids: Id of a thing by its IRI.
        line_ids: Id of a line by its ends and key.
    """

    things: Mapping[str, Thing]
    lines: Mapping[str, Line]
    references: Mapping[str, Reference]
    groups: tuple[Group, ...]
    listed: tuple[Thing, ...]
    unlinked: str
    is_whole: bool
    grouped_by_object: bool
    statements: Mapping[str, Statement] = field(repr=False)
    node_ids: Mapping[str, str] = field(repr=False)
    line_ids: Mapping[tuple[str, str, str], str] = field(repr=False)


def safe_link(address: str) -> str:
    """Return the address to which a page may link, or nothing; a browser does not know ``doi:``, but doi.org does.

    Example:
        >>> safe_link("doi:10.1000/182")
        'https://doi.org/10.1000/182'
        >>> safe_link("javascript:alert(1)")
        ''
    """
    safe = publishable_url(address)
    return "https://doi.org/" + quote(safe[4:], safe="/:;()._-%") if safe.lower().startswith("doi:") else safe


def unlinked(network: nx.MultiDiGraph[str]) -> str:
    """Return the words above the things without a line: the network's own, or the usual.

    Example:
        >>> import networkx as nx
        >>> unlinked(nx.MultiDiGraph(unlinked="No link recorded")), unlinked(nx.MultiDiGraph())
        ('No link recorded', 'No line')
    """
    return str(network.graph.get("unlinked") or UNLINKED)


def gather(network: nx.MultiDiGraph[str]) -> Evidence:
    """Return everything that ``network`` says, in a stable order.

    Args:
        network: Follows the ``Network`` contract; positions are not needed.

    Returns:
        Lines grouped by their equity goal where every line is a bundle of claims, by their subject elsewhere.
    """
    references = _references(network)
    node_ids = {iri: f"n{index}" for index, iri in enumerate(network.nodes)}
    line_ids = {edge: f"e{index}" for index, edge in enumerate(network.edges(keys=True))}
    lines = {
        line_ids[u, v, key]: _line(line_ids[u, v, key], node_ids[u], node_ids[v], attributes, network.graph, references)
        for u, v, key, attributes in network.edges(keys=True, data=True)
    }
    of_thing: dict[str, list[str]] = {}
    for line in lines.values():
        for end in dict.fromkeys((line.subject, line.object)):
            of_thing.setdefault(end, []).append(line.id)
    things = {
        node_ids[iri]: _thing(node_ids[iri], attributes, network.graph, references, of_thing.get(node_ids[iri], []))
        for iri, attributes in network.nodes(data=True)
    }
    by_object = bool(lines) and all(line.is_evidence for line in lines.values())
    return Evidence(
        things=things,
        lines=lines,
        references=references,
        groups=_groups(network, things, lines, by_object=by_object),
        listed=tuple(
            sorted((thing for thing in things.values() if not (thing.lines or thing.more)), key=_listed_order)
        ),
        unlinked=unlinked(network),
        is_whole=by_object and not set(network.graph.get("parameters", ())) - DRAWING,
        grouped_by_object=by_object,
        statements={
            iri: statement_of(record, references) for iri, record in network.graph.get("statements", {}).items()
        },
        node_ids=node_ids,
        line_ids=line_ids,
    )


def _references(network: nx.MultiDiGraph[str]) -> dict[str, Reference]:
    records: Mapping[str, Mapping[str, Any]] = network.graph.get("sources", {})
    ordered = sorted(records.items(), key=lambda item: (item[1]["citation"].casefold(), item[0]))
    return {iri: reference_of(number, record) for number, (iri, record) in enumerate(ordered, 1)}


def reference_of(number: int, record: Mapping[str, Any]) -> Reference:
    """Return a source as it stands in a bibliography, under that number."""
    return Reference(
        number=number,
        iri=record["iri"],
        citation=record["citation"],
        short=short_citation(record),
        url=safe_link(record.get("url", "")),
        background=record.get("basis") == "background",
    )


def _line(
    line_id: str,
    subject: str,
    object_: str,
    edge: Mapping[str, Any],
    graph: Mapping[str, Any],
    references: Mapping[str, Reference],
) -> Line:
    records: Mapping[str, Mapping[str, Any]] = graph.get("statements", {})
    statements = tuple(statement_of(records[iri], references) for iri in edge.get("statements", ()) if iri in records)
    counts = edge.get("counts") or {}
    grade = edge.get("grade") or {}
    scope = edge.get("scope_label", "")
    return Line(
        id=line_id,
        subject=subject,
        object=object_,
        label=relation_words(edge),
        verdict=edge.get("verdict", ""),
        strength=edge.get("strength", ""),
        how_sure=grade.get("how_sure", ""),
        reason=grade.get("reason", ""),
        quality=grade.get("quality", ""),
        ours=(edge.get("ours") or {}).get("sentence", ""),
        mapping=MAPPINGS.get(edge.get("mapping", ""), edge.get("mapping", "")),
        scope=scope or ("claims about all students, shown beside the chosen group" if edge.get("general") else ""),
        claims=int(edge.get("claims", 0)),
        sources=int(edge.get("judging_count", edge.get("source_count", 0))),
        counts=tuple((word, counts[slug]) for slug, word in DIRECTIONS.items() if counts.get(slug)),
        statements=statements,
        is_evidence=edge["kind"] == "evidence",
        statement_count=int(edge.get("statement_count", len(statements))),
        bundled=int(edge.get("lines", 0)),
        command=drill_command(edge.get("drill") or {}),
    )


def statement_of(record: Mapping[str, Any], references: Mapping[str, Reference]) -> Statement:
    """Return a claim or statement in words, from its record."""
    named = (
        ("Students", record.get("group_label", "")),
        ("Design", record.get("design", "")),
        ("Effect as stated", record.get("effect", "")),
        ("ESSA tier as stated", record.get("essa_tier", "")),
        ("Tie", MAPPINGS.get(record.get("mapping", ""), record.get("mapping", ""))),
        ("Basis", BASES["background"] if record.get("basis") == "background" else ""),
    )
    check = record.get("check", "")
    if check and record.get("check_note"):
        check = f"{check}: {record['check_note']}"
    return Statement(
        iri=record["iri"],
        is_claim=record["type"] == "claim",
        sentence=record["sentence"],
        direction=record.get("direction", ""),
        facts=tuple((name, str(value)) for name, value in named if value),
        check=check,
        locator=record.get("locator", ""),
        notes=tuple(record.get("notes", ())),
        reference=references.get(record.get("source", "")),
        design=record.get("design", ""),
        group=record.get("group_label", ""),
    )


def _thing(
    thing_id: str,
    node: Mapping[str, Any],
    graph: Mapping[str, Any],
    references: Mapping[str, Reference],
    lines: list[str],
) -> Thing:
    records: Mapping[str, Mapping[str, Any]] = graph.get("statements", {})
    return Thing(
        id=thing_id,
        iri=node["iri"],
        label=node["label"],
        kind=KINDS.get(node["kind"], node["kind"]),
        category=node.get("category", ""),
        group=node.get("group", ""),
        summary=node.get("summary", ""),
        url=safe_link(node.get("url", "")),
        facts=(*_by_hand(node), *((str(name), str(value)) for name, value in node.get("facts", ()))),
        statements=tuple(statement_of(records[iri], references) for iri in node.get("statements", ())),
        references=tuple(references[iri] for iri in node.get("sources", ()) if iri in references),
        locator=node.get("locator", ""),
        background=node.get("basis") == "background",
        listed=bool(node.get("listed")),
        lines=tuple(lines),
        more=int(node.get("more", 0)),
        members=int(node.get("members", 0)),
        command=drill_command(node.get("drill") or {}),
    )


def _by_hand(node: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what a person put on a thing of this picture."""
    _, own, note = str(node.get("note") or "").rpartition(NOTE)
    if own:
        yield "Note on this picture", note
    if node.get("marked"):
        yield "On this picture", "highlighted"


def _groups(
    network: nx.MultiDiGraph[str], things: Mapping[str, Thing], lines: Mapping[str, Line], *, by_object: bool
) -> tuple[Group, ...]:
    """Return the groups and their rows in the order in which they stand in the picture, top to bottom."""
    place = {
        f"n{index}": (node.get("column", 0), node.get("y", 0.0), node["label"], iri)
        for index, (iri, node) in enumerate(network.nodes.items())
    }
    members: dict[str, list[Line]] = {}
    for line in lines.values():
        members.setdefault(line.object if by_object else line.subject, []).append(line)

    def row_order(line: Line) -> tuple[Any, ...]:
        return (*place[line.subject if by_object else line.object], line.label, line.id)

    heads = sorted(members, key=place.__getitem__)
    return tuple(Group(things[head], tuple(sorted(members[head], key=row_order))) for head in heads)


def _listed_order(thing: Thing) -> tuple[str, str, str]:
    return (thing.kind, thing.label.casefold(), thing.iri)
