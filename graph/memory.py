"""A reader that remembers what it read: for pictures that grow step by step over the same data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, TypeVar

from equigraph.graph.describe import Description
from equigraph.graph.reader import Catalog, Reader

if TYPE_CHECKING:
    from equigraph.graph.text_database import Progress
    from equigraph.graph.text_index import TextIndex

__all__ = ["Memory"]

T = TypeVar("T")

MOST_KEPT: Final = 20_000  # things of one sort; twenty full pictures. A description takes about a kilobyte


class Memory(Reader):
    """Asks the store of another reader, for each thing once.

    It is for as long as the data do not change: of a store that others write to, take a new one. Many threads may ask
    it at once. When it is full it forgets everything, and begins anew.
    """

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader.store)
        self.likeness = reader.likeness
        self._reader = reader
        self._descriptions: dict[str, Description] = {}
        self._names: dict[str, Description] = {}
        self._features: dict[str, dict[str, dict[str, list[str]]]] = {}
        self._catalog: Catalog | None = None

    def text_index(self, on_progress: Progress | None = None) -> TextIndex | None:
        """Return the text index of the other reader: one for all."""
        index = self._reader.text_index(on_progress)
        self.index_problem = self._reader.index_problem
        return index

    def describe(self, things: Iterable[str]) -> dict[str, Description]:
        """Return a description of every thing, by IRI."""
        return _remembered(things, self._descriptions, super().describe)

    def names(self, things: Iterable[str]) -> dict[str, Description]:
        """Return descriptions that know names and definitions at least."""
        return _remembered(things, self._names, super().names)

    def features(self, query: str, things: Iterable[str]) -> dict[str, dict[str, list[str]]]:
        """Return a few properties of many things."""
        known = self._features.setdefault(query, {})
        return _remembered(things, known, lambda fresh: super(Memory, self).features(query, fresh))

    def catalog(self) -> Catalog:
        """Return what the graph says of itself."""
        if self._catalog is None:
            self._catalog = super().catalog()
        return self._catalog


def _remembered(things: Iterable[str], known: dict[str, T], ask: Callable[[list[str]], dict[str, T]]) -> dict[str, T]:
    """Return the values of things, sorted by IRI as a reader gives them; what is not known yet is asked for."""
    wanted = sorted(set(things))
    found = {thing: value for thing in wanted if (value := known.get(thing)) is not None}
    if fresh := [thing for thing in wanted if thing not in found]:
        asked = ask(fresh)
        if len(known) + len(asked) > MOST_KEPT:
            known.clear()
        known |= asked
        found |= asked
    return {thing: found[thing] for thing in wanted}
