"""What changed between the versions of a folder store, in all or for one thing, told by thing and field."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from equigraph.data.patch import Patch
from equigraph.graph.edits import Edits, tell_edits
from equigraph.graph.folder import FolderStore
from equigraph.graph.reader import Reader
from equigraph.graph.store import OxigraphStore
from equigraph.graph.versions import Version

__all__ = ["Entry", "changes_between", "history_of"]

EVERY = 100_000  # quads after which a comparison of whole versions tells how far it is


@dataclass(frozen=True)
class Entry:
    """What a version changed about a thing.

    Attributes:
        version: The version.
        edits: The thing and the statements about it, as far as they changed.
    """

    version: Version
    edits: Edits


def changes_between(
    store: FolderStore,
    first: int,
    second: int | None = None,
    *,
    most: int | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Edits:
    """Return what differs between two versions of a folder store.

    Args:
        store: The folder store.
        first: Number of one version.
        second: Number of the other; None is the current one.
        most: Most things that are told.
        on_progress: Told how many triples were compared, of how many, where versions must be compared whole: after a
            load or an update, whose changes are not kept.

    Raises:
        VersionNotFoundError: There is no such version.
    """
    old = store.version(first)
    new = store.current() if second is None else store.version(second)
    if new is None:
        new = old
    with closing(store.open(old.number)) as before, closing(store.open(new.number)) as after:
        patch = _kept(store, old, new)
        if patch is None:
            patch = _compared(before, after, on_progress)
        return tell_edits(patch, Reader(before), Reader(after), most)


def history_of(store: FolderStore, iri: str) -> list[Entry]:
    """Return what the versions of a folder store changed about one thing, the latest first.

    Args:
        store: The folder store.
        iri: The thing.

    Returns:
        One entry for each version that differs from the one it was made from in what it says of the thing, or in the
        claims and statements about it. A version whose parent was pruned counts as having brought in what it holds.
    """
    versions = {version.manifest["id"]: version for version in store.versions()}
    found = []
    for version in versions.values():
        parent = versions.get(version.parent)
        with closing(store.open(version.number)) as after:
            if parent is None:
                edits = _told(OxigraphStore.memory(), after, iri)
            else:
                with closing(store.open(parent.number)) as before:
                    edits = _told(before, after, iri)
        if edits.total:
            found.append(Entry(version, edits))
    return found[::-1]


def _told(before: OxigraphStore, after: OxigraphStore, iri: str) -> Edits:
    old, new = (_about(reader, iri) for reader in (Reader(before), Reader(after)))
    return tell_edits(Patch(new - old, old - new), Reader(before), Reader(after))


def _about(reader: Reader, iri: str) -> frozenset[Quad]:
    return frozenset(Quad(*row) for row in reader.rows("about-thing", {"thing": NamedNode(iri)}))


def _kept(store: FolderStore, old: Version, new: Version) -> Patch | None:
    """Return the patches from one version to a later one as one; None where one of them was not kept."""
    if old.number > new.number:
        patch = _kept(store, new, old)
        return patch.inverse() if patch is not None else None
    versions = {version.manifest["id"]: version for version in store.versions()}
    steps: list[Patch] = []
    at: Version | None = new
    while at is not None and at.number != old.number:
        step = store.patch_of(at.number)
        if step is None:
            return None
        steps.append(step)
        at = versions.get(at.parent)
    if at is None:
        return None
    whole = Patch()
    for step in reversed(steps):
        whole = whole.then(step)
    return whole


def _compared(before: OxigraphStore, after: OxigraphStore, tell: Callable[[int, int], None] | None) -> Patch:
    total = len(before.raw) + len(after.raw)

    def missing_in(other: OxigraphStore, quads: Iterable[Quad], done: int) -> frozenset[Quad]:
        found = set()
        for number, quad in enumerate(quads, done + 1):
            if quad not in other.raw:
                found.add(quad)
            if tell is not None and number % EVERY == 0:
                tell(number, total)
        return frozenset(found)

    return Patch(missing_in(before, after.raw, 0), missing_in(after, before.raw, len(after.raw)))
