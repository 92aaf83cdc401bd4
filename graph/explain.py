"""Answering why two things are connected: the search, the order, and the network of what is shown.

The search reads lines level by level (:mod:`equigraph.graph.steps`, :mod:`equigraph.graph.paths`), all paths are put in
order (:mod:`equigraph.graph.ranking`), and only what is shown is described. The claims of a line of evidence come from
the one query that feeds every grade, so that they are all its claims, however the search was bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from pyoxigraph import NamedNode

from equigraph.errors import ParameterError
from equigraph.graph.claims import ALL_STUDENTS, Claim, read_claims
from equigraph.graph.columns import Columns
from equigraph.graph.entities import resolve
from equigraph.graph.kinds import kind_of
from equigraph.graph.layout import place
from equigraph.graph.network import Network, project
from equigraph.graph.paths import Found, find_paths
from equigraph.graph.ranking import Candidate, Shape, choose, rank
from equigraph.graph.reader import Reader
from equigraph.graph.rows import ADVANCES, Edge, Rows
from equigraph.graph.steps import EQ, Steps, Support, supports_of
from equigraph.graph.summary import summarize
from equigraph.graph.tell import Teller
from equigraph.graph.why import Why
from equigraph.graph.why_words import answer_in_short, unlooked

__all__ = ["MOST_STEPS", "explain"]

MOST_STEPS: Final = 6  # a level more of a large graph is all of it


@dataclass(frozen=True)
class _Question:
    """What is asked, with names resolved."""

    start: str
    end: str
    group: str
    exact: bool
    max_length: int
    limit: int


def explain(
    reader: Reader, start: str, end: str, *, group: str | None, exact: bool, max_length: int, limit: int
) -> Why:
    """Return why two things are connected: the paths between them, each step with its sources.

    What everything hangs on is no stepping stone: places and matches with other vocabularies are walked over only at
    either end, all students are only an end, and sources, costs and descriptions are left out unless an end is a
    source (:mod:`equigraph.graph.steps` has the tables).

    Args:
        reader: The graph.
        start: A thing, by IRI, CURIE, slug or label.
        end: Another.
        group: Only claims about this student group and those below it, all students told apart; None for all claims.
        exact: Take the group alone.
        max_length: Most steps of a path, 1 to 6.
        limit: Most paths shown; the others are counted.

    Raises:
        ParameterError: A number is out of range, both ends are the same, or ``exact`` has no group to speak of.
        EntityNotFoundError: A name means nothing in this graph.
        AmbiguousEntityError: A name means several things.

    Example:
        >>> from equigraph.graph.knowledge_graph import KnowledgeGraph
        >>> with KnowledgeGraph.open() as graph:
        ...     why = graph.why("looping", "academic-achievement")
        >>> why.direct[0].edge["verdict"], why.paths[0].is_direct
        ('positive', True)
    """
    asked = _read(reader, start, end, group=group, exact=exact, max_length=max_length, limit=limit)
    steps = Steps(reader, (asked.start, asked.end), group=asked.group, exact=asked.exact)
    found = find_paths(asked.start, asked.end, asked.max_length, steps.neighbors)
    nearest = None if found.paths else _nearest(steps, asked)
    shapes = rank(_candidates(reader, steps, found.paths or (nearest.paths[:1] if nearest else ())))
    shown = choose(shapes, asked.limit)
    network, supports = _network(reader, steps, asked, shown)
    labels = {iri: one.label for iri, one in reader.describe(_named(asked, found, shown)).items()}
    teller = Teller(network, supports, labels, labels.get(asked.group, ""))
    direct = teller.bundles(asked.start, asked.end)
    paths = teller.paths(shown)
    why = Why(
        start=asked.start,
        start_label=labels[asked.start],
        end=asked.end,
        end_label=labels[asked.end],
        group=asked.group,
        group_label=labels.get(asked.group, ""),
        exact=asked.exact,
        max_length=asked.max_length,
        limit=asked.limit,
        direct=direct,
        paths=paths if found.paths else (),
        found=len(found.paths),
        nearest=None if found.paths else next(iter(paths), None),
        sentences=(),
        notes=(*_cut(found, shapes, shown), *found.cut, *steps.cut),
        unlooked=unlooked(has_source=steps.has_source),
        network=network,
        sources=teller.numbers,
    )
    network.graph["notes"] = list(why.notes)
    nearby = {} if found.paths else found.reached
    return replace(why, sentences=answer_in_short(why, {iri: [labels[one] for one in nearby[iri]] for iri in nearby}))


def _read(
    reader: Reader, start: str, end: str, *, group: str | None, exact: bool, max_length: int, limit: int
) -> _Question:
    if not 1 <= max_length <= MOST_STEPS:
        raise ParameterError(f'max-length is "{max_length}"; accepted: 1 to {MOST_STEPS} steps')
    if limit < 1:
        raise ParameterError(f'limit is "{limit}"; accepted: 1 or more')
    if exact and not group:
        raise ParameterError('"exact" takes a student group alone, and no group is chosen; choose one with "group"')
    ends = resolve(reader, start), resolve(reader, end)
    if ends[0] == ends[1]:
        raise ParameterError(f'"{start}" and "{end}" are the same thing, {ends[0]}; accepted: two different things')
    chosen = resolve(reader, group, "StudentGroup") if group else ""
    return _Question(*ends, chosen, exact, max_length, limit)


def _nearest(steps: Steps, asked: _Question) -> Found | None:
    """Return the shortest paths that are longer than asked for, if there are any."""
    for length in range(asked.max_length + 1, MOST_STEPS + 1):
        found = find_paths(asked.start, asked.end, length, steps.neighbors)
        if found.paths:
            return found
    return None


# --- the order ------------------------------------------------------------------------------


def _candidates(reader: Reader, steps: Steps, paths: Sequence[tuple[str, ...]]) -> list[Candidate]:
    pairs = {frozenset(pair) for path in paths for pair in pairwise(path)}
    rows = Rows()
    for one, other in (sorted(pair) for pair in pairs):
        rows.edges |= {edge: steps.rows.edges[edge] for edge in steps.between(one, other)}
    supports = supports_of(rows, reader)
    best = {pair: min(steps.between(*sorted(pair)), key=lambda edge: _line_order(edge, supports)) for pair in pairs}
    kinds = _kinds(reader, {thing for path in paths for thing in path})
    candidates = []
    for path in paths:
        edges = tuple(best[frozenset(pair)] for pair in pairwise(path))
        supported = tuple(supports[edge] for edge in edges)
        candidates.append(Candidate(path, tuple(kinds[thing] for thing in path), edges, supported))
    return candidates


def _line_order(edge: Edge, supports: Mapping[Edge, Support]) -> tuple[Any, ...]:
    """Sort key of several lines between two things: evidence about those asked for, then the best supported."""
    support = supports[edge]
    return edge.predicate != ADVANCES, edge.general, support.rank, -len(support.sources), edge


def _kinds(reader: Reader, things: Iterable[str]) -> dict[str, str]:
    found = reader.features("features", things)
    return {
        thing: kind_of({iri.removeprefix(EQ) for iri in of.get("kind", ()) if iri.startswith(EQ)})
        for thing, of in found.items()
    }


# --- the network ----------------------------------------------------------------------------


def _network(
    reader: Reader, steps: Steps, asked: _Question, shown: Sequence[tuple[Shape, int]]
) -> tuple[Network, dict[Edge, Support]]:
    """Return everything in the shown paths, laid out from start to end, and how well each line is supported."""
    paths = [one.things for shape, number in shown for one in shape.members[:number]]
    rows = Rows(things={asked.start, asked.end, *(thing for path in paths for thing in path)})
    for path in paths:
        for pair in pairwise(path):
            rows.edges |= {edge: steps.rows.edges[edge] for edge in steps.between(*pair)}
    _complete(reader, asked, rows)
    hops = {asked.start: 0}
    for path in paths:
        for hop, thing in enumerate(path):
            hops[thing] = min(hop, hops.get(thing, hop))
    hops[asked.end] = max([1, *(len(path) - 1 for path in paths)])
    columns = Columns({}, hops=hops)
    network = project(rows, reader, columns, focus=(asked.start, asked.end))
    _describe(network, reader, asked, columns)
    place(network)
    return network, supports_of(rows, reader)


def _complete(reader: Reader, asked: _Question, rows: Rows) -> None:
    """Give lines of evidence all their claims, from the query that every grade comes from."""
    lines = [edge for edge in rows.edges if edge.predicate == ADVANCES]
    if not lines:
        return
    ends = {
        "practice": [NamedNode(iri) for iri in sorted({edge.subject for edge in lines})],
        "goal": [NamedNode(iri) for iri in sorted({edge.object for edge in lines})],
    }
    groups = _groups(reader, asked)
    for claim in read_claims(reader, ends).values():
        for practice, goal in claim.bundles:
            for edge in (Edge(practice, ADVANCES, goal), Edge(practice, ADVANCES, goal, general=True)):
                if edge in rows.edges and _is_of(claim, edge, groups):
                    rows.edges[edge].add(claim.iri)


def _groups(reader: Reader, asked: _Question) -> frozenset[str]:
    """Return the groups whose claims count as those of the chosen one; none if none is chosen."""
    if not asked.group or asked.exact:
        return frozenset({asked.group} - {""})
    below = reader.rows("groups-below", {"group": [NamedNode(asked.group)]})
    return frozenset({asked.group, *(row[1].value for row in below)})


def _is_of(claim: Claim, edge: Edge, groups: frozenset[str]) -> bool:
    if edge.general:
        return ALL_STUDENTS in claim.groups
    return not groups or bool(groups.intersection(claim.groups))


def _describe(network: Network, reader: Reader, asked: _Question, columns: Columns) -> None:
    """Say what the network is of, as a view does."""
    catalog = reader.catalog()
    labels = {iri: network.nodes[iri]["label"] for iri in (asked.start, asked.end)}
    group = reader.describe([asked.group])[asked.group].label if asked.group else ""
    words = {"from": labels[asked.start], "to": labels[asked.end], **({"group": group} if group else {})}
    whom = f", for {group}" if group else ""
    titles = columns.titles()
    network.graph.update(
        **catalog.facts(),
        view="why",
        question="Which paths connect these two, and what does each step rest on?",
        parameters=words | ({"exact": "yes"} if asked.exact else {}),
        arguments={
            "start": asked.start,
            "end": asked.end,
            **({"group": asked.group} if group else {}),
            "exact": asked.exact,
            "max-length": asked.max_length,
            "limit": asked.limit,
        },
        title=f"Why is {labels[asked.start]} connected to {labels[asked.end]}{whom}?",
        scope=f"Shown here: paths of at most {asked.max_length} steps between the two, the best of each shape.",
        unlinked="No path found",
        absent=[],
        columns=["From", *titles[1:-1], "To"],
        layout="layered",
        shown=len(network),
        total=len(network),
        by="",
        grouped=0,
        notes=[],
    )
    for _, _, edge in network.edges(data=True):
        edge["scope_label"] = f"not specific to {group}: claims about all students" if edge["general"] else ""
    network.graph["summary"] = summarize(network)


# --- the answer -----------------------------------------------------------------------------


def _named(asked: _Question, found: Found, shown: Sequence[tuple[Shape, int]]) -> set[str]:
    """Return everything that is named: what is shown, what is only counted, and what is next to the ends of nothing."""
    named = {asked.start, asked.end, asked.group} - {""}
    for shape, _ in shown:
        named.update(thing for one in shape.members for thing in one.things)
    if not found.paths:
        named.update(thing for near in found.reached.values() for thing in near)
    return named


def _cut(found: Found, shapes: Sequence[Shape], shown: Sequence[tuple[Shape, int]]) -> list[str]:
    number = sum(count for _, count in shown)
    total = len(found.paths)
    if number >= total:
        return []
    more = "more than " if found.cut else ""
    notes = [f"{number:,} of {more}{total:,} paths shown, the best of each shape; see more with a larger limit."]
    hidden = shapes[len(shown) :]
    if hidden:
        paths = sum(len(shape.members) for shape in hidden)
        notes.append(f"{paths:,} of the others are of {len(hidden):,} further shapes, none of which is shown.")
    return notes
