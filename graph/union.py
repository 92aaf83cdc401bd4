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
from equigraph.graph.changes import CHANGED, Changes
from equigraph.graph.contract import CANVAS
from equigraph.graph.layout import place
from equigraph.graph.network import Network

__all__ = ["MOST_DRAWN", "picture_of", "unite"]

MOST_DRAWN: Final = 40  # things; of a larger picture only what changed is drawn


def unite(before: Network, after: Network, changes: Changes, *, changed_only: bool = False) -> Network:
    """Return both networks in one, every part marked with what became of it.

    Args:
        before: The earlier one.
        after: The later one.
        changes: What they differ in, as :func:`equigraph.graph.changes.compare` found it.
        changed_only: Leave out things that are the same, and at no end of a line that changed; it is said.

    Example:
        >>> from equigraph.graph.changes import compare
        >>> first, second = Network(), Network()
        >>> first.add_node("a", label="A")
        >>> second.add_node("b", label="B")
        >>> dict(unite(first, second, compare(first, second)).nodes(data="change"))
        {'a': 'removed', 'b': 'added'}
    """
    kept = {*before, *after}
    if changed_only:
        kept = {change.id for change in changes.things} | {end for line in changes.lines for end in line.ends}
    union = Network(**_about(before, after, changes, len(kept)))
    things = {change.id: change.kind for change in changes.things}
    for iri in sorted(kept):
        data = deepcopy(dict((after if iri in after else before).nodes[iri]))
        kind = things.get(iri, "")
        note = "; ".join(filter(None, (kind, str(data.get("note", "")))))  # the word for readers who see no colour
        union.add_node(iri)
        union.nodes[iri].update({**data, "change": kind, "note": note})
    lines = {(*change.ends, change.id): change for change in changes.lines}
    for edge in sorted({*before.edges(keys=True), *after.edges(keys=True)}):
        if kept.issuperset(edge[:2]):
            data = deepcopy(dict((after if after.has_edge(*edge) else before).edges[edge]))
            change = lines.get(edge)
            was = str(change.before.get("strength", "")) if change and change.kind == CHANGED else ""
            union.add_edge(*edge)
            union.edges[edge].update({**data, "change": change.kind if change else "", "was": was})
        else:
            for end in kept.intersection(edge[:2]):
                union.nodes[end]["more"] = int(union.nodes[end].get("more", 0)) + 1
    for iri, node in union.nodes(data=True):
        node["listed"] = not (union.degree(iri) or node.get("more") or node.get("focus"))
    place(union)
    return union


def picture_of(before: Network, after: Network, changes: Changes) -> Network:
    """Return the union that a picture shows: all of it, or of more than :data:`MOST_DRAWN` things what changed."""
    return unite(before, after, changes, changed_only=len({*before, *after}) > MOST_DRAWN)


def _about(before: Network, after: Network, changes: Changes, shown: int) -> dict[str, Any]:
    """Return what the union says of itself: the later network's words, the records of both."""
    old, new = before.graph, after.graph
    together = len({*before, *after})
    total = max(int(new.get("total", 0)), after.number_of_nodes()) + together - after.number_of_nodes()
    notes = [str(note) for note in new.get("notes", ())]
    if shown < together:
        notes = [f"{shown:,} of {together:,} things shown: what changed, and the ends of lines that changed.", *notes]
    return {
        **deepcopy({name: value for name, value in new.items() if name not in CANVAS}),
        "title": f"What changed: {new.get('title', '')}",
        "summary": list(in_short(changes)),
        "statements": deepcopy({**old.get("statements", {}), **new.get("statements", {})}),
        "sources": deepcopy({**old.get("sources", {}), **new.get("sources", {})}),
        "triples": sorted({*old.get("triples", ()), *new.get("triples", ())}),
        "shown": shown,
        "total": total,
        "notes": notes,
        "absent": [],
    }
