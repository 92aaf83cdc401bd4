"""Student groups with the groups below them: whose claims count with whose.

A group may be below several, and below itself by a detour (``skos:broader`` is a graph, not a tree); each is asked for
once.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from equigraph.graph.describe import THINGS_PER_QUERY
from equigraph.graph.reader import Reader

__all__ = ["with_below"]


def with_below(reader: Reader, groups: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return each group with the groups below it, itself among them, by IRI.

    A level is one query, so it takes as many as the tree is deep, and one more.

    Args:
        reader: The graph.
        groups: IRIs of student groups.
    """
    wanted = sorted(set(groups))
    directly: dict[str, set[str]] = {iri: set() for iri in wanted}
    level = wanted
    while level:
        for start in range(0, len(level), THINGS_PER_QUERY):
            chunk = [NamedNode(iri) for iri in level[start : start + THINGS_PER_QUERY]]
            for above, below in reader.rows("groups-below", {"group": chunk}):
                directly[above.value].add(below.value)
        level = sorted({below for some in directly.values() for below in some} - directly.keys())
        directly |= {iri: set() for iri in level}
    return {iri: _closure(iri, directly) for iri in wanted}


def _closure(iri: str, directly: dict[str, set[str]]) -> frozenset[str]:
    seen, left = {iri}, [iri]
    while left:
        new = directly[left.pop()] - seen
        seen |= new
        left += new
    return frozenset(seen)
