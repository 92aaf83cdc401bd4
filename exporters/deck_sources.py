"""The sources of a deck: one numbering, in the order in which they first appear, and their citations (APA 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.evidence import Reference, reference_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx

__all__ = ["Numbering", "mark_of", "sources_of"]

MOST_NUMBERS: Final = 3  # in one mark; of more, two and how many others


def mark_of(numbers: Iterable[int]) -> str:
    """Return the mark of a line: the numbers of its sources, the first two and a count where there are many.

    Example:
        >>> mark_of([4, 1]), mark_of([1, 2, 4, 7, 9, 11, 12]), mark_of([])
        ('1, 4', '1, 2, +5', '')
    """
    ordered = sorted(set(numbers))
    if len(ordered) <= MOST_NUMBERS:
        return ", ".join(map(str, ordered))
    shown = ordered[: MOST_NUMBERS - 1]
    return f"{', '.join(map(str, shown))}, +{len(ordered) - len(shown)}"


def sources_of(network: nx.MultiDiGraph[str], edge: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the records of the sources behind a line, each once, those that speak against first."""
    statements, sources = network.graph.get("statements") or {}, network.graph.get("sources") or {}
    found = dict.fromkeys(str((statements.get(iri) or {}).get("source") or "") for iri in edge.get("statements") or ())
    return [sources[iri] for iri in found if iri in sources]


class Numbering:
    """Numbers of sources, from 1, given when they are first asked for."""

    def __init__(self) -> None:
        self._references: dict[str, Reference] = {}

    def cite(self, record: Mapping[str, Any]) -> Reference:
        """Return a source with its number, a new one where it has none yet.

        Example:
            >>> numbering = Numbering()
            >>> records = [{"iri": iri, "citation": iri.upper()} for iri in "bab"]
            >>> [numbering.cite(record).number for record in records]
            [1, 2, 1]
        """
        iri = str(record["iri"])
        if iri not in self._references:
            self._references[iri] = reference_of(len(self._references) + 1, record)
        return self._references[iri]

    def mark(self, records: Iterable[Mapping[str, Any]]) -> str:
        """Return the mark for these sources, numbering those that are new."""
        return mark_of(self.cite(record).number for record in records)

    @property
    def references(self) -> tuple[Reference, ...]:
        """Return all sources numbered so far, in order."""
        return tuple(self._references.values())
