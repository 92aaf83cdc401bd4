"""Groups in place of things: by kind, by category within a kind, or by community; pure, nothing is looked up.

A :class:`Grouping` is the answer of a view told in groups: its rows have groups for things, and each of their lines
bundles the lines beneath it, so that nothing is lost and everything can be counted. Bundles of claims stay apart from
relations, and what is about all students from what is not; else one line holds all there is from one group to another.

Communities are networkx's Louvain communities of the lines, weighted by the statements behind them. Louvain needs no
numpy, works on weights, and with a seed and whole numbers for nodes it gives the same communities in every process and
on every machine: no set of texts, whose order changes from process to process, is ever walked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import networkx as nx

from equigraph.errors import ParameterError
from equigraph.graph.condense import weights
from equigraph.graph.network import structure_of
from equigraph.graph.rows import ADVANCES, Edge, Rows

if TYPE_CHECKING:
    from collections import Counter

__all__ = ["BY", "Feature", "Group", "Grouping", "aggregate", "check_by"]

BY: Final = ("kind", "category", "community")
GROUPS: Final = "urn:equigraph:group:"
RELATIONS: Final = "urn:equigraph:relations"  # of a line that bundles several
# Things of a kind that knows no categories stay as they are when they are so few: 28 goals say more than one box.
ALONE_MOST: Final = 40
SEED: Final = 20261123


@dataclass(frozen=True)
class Feature:
    """What is known of a thing before it is described: its kind, and its category (an IRI, or "")."""

    kind: str = "Thing"
    category: str = ""


@dataclass(frozen=True)
class Group:
    """Things that are drawn as one.

    Attributes:
        iri: A name for it; the thing's own IRI where a thing stands alone.
        kind: The kind of its members, "Thing" if they are of several.
        category: The category they share (an IRI), or "".
        members: The things in it, best connected first.
        unlinked: How many of them have no line at all.
        is_alone: Whether it is not a group but one thing, drawn as such.
    """

    iri: str
    kind: str
    category: str
    members: tuple[str, ...]
    unlinked: int = 0
    is_alone: bool = False


@dataclass(frozen=True)
class Grouping:
    """An answer in groups.

    Attributes:
        by: What things are grouped by.
        groups: By their IRI.
        rows: The answer with groups for things; the statements of a line are all those beneath it.
        beneath: The lines that each line between groups bundles.
    """

    by: str
    groups: Mapping[str, Group]
    rows: Rows
    beneath: Mapping[Edge, Sequence[Edge]]

    def only(self, groups: Iterable[str]) -> Grouping:
        """Return the part of it that these groups make, with the lines between them."""
        rows = Rows(set(self.rows.things), dict(self.rows.edges), dict(self.rows.literals))
        rows.keep(groups)
        kept = {iri: group for iri, group in self.groups.items() if iri in rows.things}
        return Grouping(self.by, kept, rows, {edge: self.beneath[edge] for edge in rows.edges})


def check_by(by: str) -> str:
    """Return the way of grouping if there is one of that name.

    Raises:
        ParameterError: There is none.

    Example:
        >>> check_by("kind")
        'kind'
    """
    if by not in BY:
        raise ParameterError(f'by is "{by}"; accepted: {", ".join(BY[:-1])} or {BY[-1]}')
    return by


def aggregate(rows: Rows, features: Mapping[str, Feature], by: str, *, alone: Iterable[str] = ()) -> Grouping:
    """Return an answer in groups.

    Args:
        rows: The whole answer; it is not changed.
        features: Kind and category of its things.
        by: "kind", "category" or "community".
        alone: Things that are in no group: what the view is about.

    Raises:
        ParameterError: There is no such way of grouping.

    Example:
        >>> rows = Rows(things={"p", "q", "g"}, edges={Edge("p", "to", "g"): {"1"}, Edge("q", "to", "g"): {"2", "3"}})
        >>> features = {"p": Feature("Practice"), "q": Feature("Practice"), "g": Feature("EquityGoal")}
        >>> found = aggregate(rows, features, "kind")
        >>> [(group.kind, group.members) for group in found.groups.values()]
        [('EquityGoal', ('g',)), ('Practice', ('q', 'p'))]
        >>> [sorted(names) for names in found.rows.edges.values()]
        [['1', '2', '3']]
    """
    make = {"kind": _by_kind, "category": _by_category, "community": _by_community}[check_by(by)]
    apart = sorted(set(alone) & rows.things) if by != "community" else []
    known = {thing: features.get(thing, Feature()) for thing in sorted(rows.things)}
    _, weight = weights(rows)
    grouped = {thing: feature for thing, feature in known.items() if thing not in apart}
    groups = [_alone(thing, known[thing], weight) for thing in apart] + list(make(rows, grouped, weight))
    return _bundle(by, rows, {group.iri: group for group in sorted(groups, key=lambda group: group.iri)})


def _bundle(by: str, rows: Rows, groups: Mapping[str, Group]) -> Grouping:
    of = {thing: group.iri for group in groups.values() for thing in group.members}
    together: dict[tuple[str, str, bool, str], list[Edge]] = {}
    for edge in sorted(rows.edges):
        start, end = groups[of[edge.subject]], groups[of[edge.object]]
        # Between two things that stand alone every line is drawn as it is.
        apart = (start.is_alone and end.is_alone) or edge.predicate == ADVANCES
        together.setdefault((start.iri, end.iri, edge.general, edge.predicate * apart), []).append(edge)
    beneath = {
        Edge(start, _predicate(lines), end, general): lines for (start, end, general, _), lines in together.items()
    }
    edges = {line: set().union(*(rows.edges[edge] for edge in lines)) for line, lines in beneath.items()}
    alone = {thing: names for thing, names in rows.literals.items() if of[thing] == thing}
    return Grouping(by, groups, Rows(set(groups), edges, alone), beneath)


def _predicate(lines: Sequence[Edge]) -> str:
    predicates = {line.predicate for line in lines}
    return predicates.pop() if len(predicates) == 1 else RELATIONS


def _group(parts: Sequence[str], kind: str, category: str, members: Iterable[str], weight: Counter[str]) -> Group:
    ranked = tuple(sorted(members, key=lambda thing: (-weight[thing], thing)))
    name = GROUPS + ":".join(quote(part, safe="") for part in parts)
    return Group(name, kind, category, ranked, sum(not weight[thing] for thing in ranked))


def _alone(thing: str, feature: Feature, weight: Counter[str]) -> Group:
    return Group(thing, feature.kind, feature.category, (thing,), int(not weight[thing]), is_alone=True)


def _by_kind(_rows: Rows, features: Mapping[str, Feature], weight: Counter[str]) -> Iterator[Group]:
    for kind, members in _gather({thing: feature.kind for thing, feature in features.items()}).items():
        yield _group(["kind", kind], kind, "", members, weight)


def _by_category(_rows: Rows, features: Mapping[str, Feature], weight: Counter[str]) -> Iterator[Group]:
    for kind, things in _gather({thing: feature.kind for thing, feature in features.items()}).items():
        categories = _gather({thing: features[thing].category for thing in things})
        if set(categories) == {""} and len(things) <= ALONE_MOST:
            yield from (_alone(thing, features[thing], weight) for thing in things)
            continue
        for category, members in categories.items():
            yield _group(["category", kind, category], kind, category, members, weight)


def _by_community(rows: Rows, features: Mapping[str, Feature], weight: Counter[str]) -> Iterator[Group]:
    linked = [thing for thing in features if weight[thing]]
    for number, members in enumerate(_communities(rows, linked), 1):
        kinds = {features[thing].kind for thing in members}
        yield _group(["community", str(number)], kinds.pop() if len(kinds) == 1 else "Thing", "", members, weight)
    for kind, things in _gather({thing: features[thing].kind for thing in features if not weight[thing]}).items():
        yield _group(["unlinked", kind], kind, "", things, weight)


def _communities(rows: Rows, things: Sequence[str]) -> list[list[str]]:
    """Return the communities, the largest first."""
    number = {thing: index for index, thing in enumerate(things)}
    near: nx.Graph[int] = nx.Graph()
    near.add_nodes_from(range(len(things)))
    for start, end, data in structure_of(rows).edges(data=True):
        first, second = sorted((number[start], number[end]))
        before = near.get_edge_data(first, second, {"weight": 0})["weight"]
        near.add_edge(first, second, weight=before + (len(data["statements"]) or 1))
    ordered: nx.Graph[int] = nx.Graph()  # what Louvain meets first decides ties, so all is put in order
    ordered.add_nodes_from(near)
    ordered.add_weighted_edges_from(sorted(near.edges(data="weight")))
    found = nx.community.louvain_communities(ordered, weight="weight", seed=SEED) if things else []
    return sorted(([things[index] for index in sorted(part)] for part in found), key=lambda part: (-len(part), part))


def _gather(values: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the things of each value, both in order."""
    found: dict[str, list[str]] = {}
    for thing, value in values.items():
        found.setdefault(value, []).append(thing)
    return dict(sorted(found.items()))
