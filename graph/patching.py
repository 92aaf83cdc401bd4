"""Compare descriptions with what a store holds: the patch that importing them is.

Only what was described is looked at, by its subject, so it costs the same in a store of any size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from equigraph.data.patch import Patch
from equigraph.data.terms import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph

    from equigraph.data.description import Description

__all__ = ["apply_patch", "patch_of", "undo_conflicts"]

SUBJECT, PREDICATE, OBJECT = node("rdf:subject"), node("rdf:predicate"), node("rdf:object")


def patch_of(store: pyoxigraph.Store, descriptions: Iterable[Description]) -> Patch:
    """Return what importing descriptions adds to a store and takes away from it.

    Args:
        store: What is there.
        descriptions: What was read. A plain triple that a statement still stands for is never taken away.
    """
    said: set[Quad] = set()
    gone: set[Quad] = set()
    for description in descriptions:
        said.update(description.quads)
        gone.update(description.gone)
        if description.covers:
            held = store.quads_for_pattern(description.subject, None, None)
            gone.update(quad for quad in held if quad.predicate in description.covers)
    added = {quad for quad in said if quad not in store}
    removed = {quad for quad in gone - said if quad in store}
    kept = {quad for quad in removed if _is_stated(store, quad, added, removed)}
    return Patch(frozenset(added), frozenset(removed - kept))


def apply_patch(store: pyoxigraph.Store, patch: Patch) -> None:
    """Make a patch's change in a store."""
    for quad in patch.removed:
        store.remove(quad)
    store.bulk_extend(patch.added) if len(patch.added) > BULK else store.extend(patch.added)


def undo_conflicts(store: pyoxigraph.Store, patch: Patch) -> list[Quad]:
    """Return what stands in the way of undoing a patch: what a later change took away or brought back."""
    lost = [quad for quad in patch.added if quad not in store]
    return lost + [quad for quad in patch.removed if quad in store]


BULK = 100_000  # quads from which on the engine's bulk loader is worth its files


def _is_stated(store: pyoxigraph.Store, quad: Quad, added: set[Quad], removed: set[Quad]) -> bool:
    """Say whether a statement stands for a triple that would go, once the change is made."""
    for found in store.quads_for_pattern(None, OBJECT, quad.object):
        ends = (
            Quad(found.subject, SUBJECT, quad.subject),
            Quad(found.subject, PREDICATE, quad.predicate),
            Quad(found.subject, OBJECT, quad.object),
        )
        if all((end in store and end not in removed) or end in added for end in ends):
            return isinstance(found.subject, NamedNode)
    return False
