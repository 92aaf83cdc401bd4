"""The filters of a page: what can tell the lines of a network apart, and how many lines each choice keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from equigraph.exporters.evidence import DIRECTIONS
from equigraph.graph.facets import FACETS, count_options

if TYPE_CHECKING:
    from equigraph.exporters.evidence import Evidence, Line

__all__ = ["Facet", "facet_values", "facets"]

# A page that is a file has to be small: who says so stands in each line, and where things are is not in a network.
SHOWN: Final = ("kind", "relation", "category", "verdict", "how-sure", "direction", "design", "group")


@dataclass(frozen=True)
class Facet:
    """One filter: ``options`` are value, words and the number of lines."""

    key: str
    label: str
    options: tuple[tuple[str, str, int], ...]


def facet_values(evidence: Evidence, line: Line) -> dict[str, list[str]]:
    """Return the values of a line for each filter, sorted."""
    ends = [evidence.things[line.subject], evidence.things[line.object]]
    return {
        "kind": sorted({end.kind for end in ends}),
        "relation": [] if line.is_evidence else [line.label],
        "category": sorted({end.category for end in ends if end.category}),
        "verdict": [line.verdict] if line.verdict else [],
        "how-sure": [line.how_sure] if line.how_sure else [],
        "direction": sorted({item.direction for item in line.statements if item.direction}),
        "design": sorted({item.design for item in line.statements if item.design}),
        "group": sorted({item.group for item in line.statements if item.group}),
    }


def facets(evidence: Evidence) -> list[Facet]:
    """Return the filters that can tell lines apart, with the number of lines of each choice."""
    found = []
    values = [facet_values(evidence, line) for line in evidence.lines.values()]
    for key, label in FACETS.items():
        if key not in SHOWN:
            continue
        counts = count_options(key, values)
        if not counts or (len(counts) == 1 or set(counts.values()) == {len(values)}):
            continue
        words = DIRECTIONS if key == "direction" else {}
        options = tuple((value, words.get(value, value), number) for value, number in counts.items())
        found.append(Facet(key, label, options))
    return found
