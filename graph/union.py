"""Two networks as one, in which every part says what became of it: what a picture of changes shows.

The union is a :data:`~equigraph.graph.network.Network` like any other, with one attribute more on every thing and line:
``change``, "added", "removed", "changed" or "" for what is the same; a line that changed has ``was`` too, what its
``strength`` said before. What both hold is taken from the later one; it is laid out anew, so that old and new things
have their places beside each other. Its title and summary are those of the changes.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

from equigraph.graph.change_words import in_short
from equigraph.graph.changes import CHANGED, REMOVED, Changes
from equigraph.graph.layout import place
from equigraph.graph.network import Network

__all__ = ["unite"]

# Said beside a thing, for readers who see no colour.
NOTES: Final = {"added": "added", "removed": "removed", "changed": "changed"}


def unite(before: Network, after: Network, changes: Changes) -> Network:
    """Return both networks in one, every part marked with what became of it.

    Args:
        before: The earlier one.
        after: The later one.
        changes: What they differ in, as :func:`equigraph.graph.changes.compare` found it.

    Example:
        >>> from equigraph.graph.changes import compare
        >>> first, second = Network(), Network()
        >>> first.add_node("a", label="A")
        >>> second.add_node("b", label="B")
        >>> dict(unite(first, second, compare(first, second)).nodes(data="change"))
        {'a': 'removed', 'b': 'added'}
    """
    union = Network(**_about(before, after, changes))
    things = {change.id: change.kind for change in changes.things}
    for iri in sorted({*before, *after}):
        data = deepcopy(dict((after if iri in after else before).nodes[iri]))
        kind = things.get(iri, "")
        note = "; ".join(filter(None, (NOTES.get(kind, ""), str(data.get("note", "")))))
        union.add_node(iri)
        union.nodes[iri].update({**data, "change": kind, "note": note, "listed": False})
    lines = {(*change.ends, change.id): change for change in changes.lines}
    for edge in sorted({*before.edges(keys=True), *after.edges(keys=True)}):
        source = after if after.has_edge(*edge) else before
        change = lines.get(edge)
        was = str(change.before.get("strength", "")) if change and change.kind == CHANGED else ""
        union.add_edge(*edge)
        union.edges[edge].update(
            {**deepcopy(dict(source.edges[edge])), "change": change.kind if change else "", "was": was}
        )
    for iri, node in union.nodes(data=True):
        node["listed"] = not union.degree(iri) and not node.get("focus")
    place(union)
    return union


def _about(before: Network, after: Network, changes: Changes) -> dict[str, Any]:
    """Return what the union says of itself: the later network's words, the records of both."""
    old, new = before.graph, after.graph
    removed = sum(change.kind == REMOVED for change in changes.things)
    return {
        **deepcopy({name: value for name, value in new.items() if name not in {"width", "height"}}),
        "title": f"What changed: {new.get('title', '')}",
        "summary": list(in_short(changes)),
        "statements": deepcopy({**old.get("statements", {}), **new.get("statements", {})}),
        "sources": deepcopy({**old.get("sources", {}), **new.get("sources", {})}),
        "triples": sorted({*old.get("triples", ()), *new.get("triples", ())}),
        "shown": after.number_of_nodes() + removed,
        "total": max(int(new.get("total", 0)), after.number_of_nodes()) + removed,
        "absent": [],
    }
