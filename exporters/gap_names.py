"""What a gap map calls things: names, citations, links and choices in words, for every format of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from equigraph.errors import ExportError
from equigraph.exporters.evidence import BASES, safe_link
from equigraph.graph.describe import iri_label

if TYPE_CHECKING:
    from equigraph.graph.gap_map import GapMap, Population
    from equigraph.graph.network import Network

__all__ = ["GapNames", "basis_words", "chosen_words", "cost_parts", "profile_words", "recorded", "roll_up"]


def chosen_words(found: GapMap) -> str:
    """Return what a map was made for, in one line."""
    words = {"rows": found.rows_are, **found.parameters}
    if len(found.rows) < found.total_rows:
        words["rows shown"] = f"{len(found.rows):,} of {found.total_rows:,}"
    return "; ".join(f"{name}: {value}" for name, value in words.items())


def profile_words(found: GapMap) -> str:
    """Return the profile of evidence like ours in one line; "" without one."""
    return "; ".join(f"{name}: {value}" for name, value in found.profile.items())


def roll_up(found: GapMap, people: Population) -> str:
    """Return whose claims count for a population, in words."""
    if not people.groups:
        return "all claims, whatever group they are about"
    below = len(people.groups - {people.iri})
    if found.is_exact:
        return "claims about this group alone"
    if not below:
        return "claims about this group; none is below it here"
    return f"claims about this group and the {below:,} below it, each counted once"


def basis_words(record: Mapping[str, Any]) -> str:
    """Return whether something was seen in its source."""
    basis = str(record.get("basis", ""))
    return BASES.get(basis, basis)


def cost_parts(record: Mapping[str, Any]) -> dict[str, str]:
    """Return amount, unit, year and context of the statement of a cost, each as it is stated.

    Example:
        >>> cost_parts({"object": "150", "object_label": "150 dollars per pupil", "notes": ["Year: 2025"]})
        {'amount': '150', 'unit': 'dollars per pupil', 'year': '2025', 'context': ''}
    """
    amount = str(record["object"])
    notes = dict(note.split(": ", 1) for note in record.get("notes", ()) if ": " in note)
    return {
        "amount": amount,
        "unit": str(record["object_label"]).removeprefix(amount).strip(),
        "year": notes.get("Year", ""),
        "context": "; ".join(filter(None, (notes.get("Context", ""), notes.get("Note", "")))),
    }


def recorded(network: Network | None) -> Network:
    """Return the network behind a map, which holds catalogue, statements and sources.

    Raises:
        ExportError: The map was made without it, so that a file could name no source.
    """
    if network is None:
        raise ExportError("this gap map holds numbers only; make it with the records of its claims and sources")
    return network


class GapNames:
    """Names for what a map holds.

    Args:
        found: The map.

    Attributes:
        graph: Catalogue, statements and sources.
    """

    def __init__(self, found: GapMap) -> None:
        self._found = found
        self._network = recorded(found.network)
        self.graph: Mapping[str, Any] = self._network.graph

    @cached_property
    def _labels(self) -> dict[str, str]:
        labels = {str(iri): str(node["label"]) for iri, node in self._network.nodes.items()}
        headings = (*self._found.columns, *(row for row in self._found.rows if row.kind == "Practice"))
        labels |= {heading.iri: heading.label for heading in headings}
        labels |= {people.iri: people.label for people in self._found.populations}
        return labels

    def statement(self, iri: str) -> Mapping[str, Any]:
        """Return the record of a claim or statement; an empty one where there is none."""
        record: Mapping[str, Any] = self.graph["statements"].get(iri, {})
        return record

    def source(self, iri: str) -> Mapping[str, Any]:
        """Return the record of a source; an empty one where there is none."""
        record: Mapping[str, Any] = self.graph["sources"].get(iri, {})
        return record

    def label(self, iri: str) -> str:
        """Return the name of a practice, goal or student group."""
        return self._labels.get(iri) or iri_label(iri)

    def group(self, iri: str, claim: str) -> str:
        """Return the name of a student group that a claim is about."""
        record = self.statement(claim)
        named = record.get("group_label") if record.get("group") == iri else ""
        return str(named) if named else self.label(iri)

    def citation(self, iri: str) -> str:
        """Return how to cite a source; its IRI where nothing is known of it."""
        return str(self.source(iri).get("citation") or iri)

    def citations(self, iris: Iterable[str]) -> list[str]:
        """Return how to cite some sources, in their order."""
        return [self.citation(iri) for iri in iris]

    def link(self, iri: str) -> str:
        """Return a link to a source that may be published; "" if there is none."""
        return safe_link(str(self.source(iri).get("url", "")))

    def by_citation(self, iris: Iterable[str]) -> list[str]:
        """Return sources sorted as a bibliography is, each once; no source at all is left out."""
        return sorted({iri for iri in iris if iri}, key=lambda iri: (self.citation(iri).casefold(), iri))

    def cost(self, iri: str) -> str:
        """Return what something costs as one source states it, with its citation."""
        record = self.statement(iri)
        parts = cost_parts(record)
        about = "; ".join(filter(None, (parts["year"], parts["context"])))
        said = f"{parts['amount']} {parts['unit']}".strip() + (f" ({about})" if about else "")
        return f"{said} [{self.citation(record['source'])}]" if record["source"] else said
