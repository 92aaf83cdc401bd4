"""The filters of a page: what can tell the lines of a network apart, and how many lines each choice keeps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from equigraph.exporters.evidence import DIRECTIONS
from equigraph.exporters.palette import VERDICTS
from equigraph.ontology.grading import grading_rule

if TYPE_CHECKING:
    from equigraph.exporters.evidence import Evidence, Line

__all__ = ["Facet", "facet_values", "facets"]


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
    labels = {
        "kind": "Kind",
        "relation": "Relation",
        "category": "Category",
        "verdict": "Verdict of the line",
        "how-sure": "How sure",
        "direction": "Has a finding that is",
        "design": "Has a study design",
        "group": "Has a claim about",
    }
    orders = {"verdict": list(VERDICTS), "direction": list(DIRECTIONS), "how-sure": list(grading_rule().scale)}
    found = []
    values = [facet_values(evidence, line) for line in evidence.lines.values()]
    for key, label in labels.items():
        counts = Counter(value for one in values for value in one[key])
        if not counts or (len(counts) == 1 or set(counts.values()) == {len(values)}):
            continue
        order = orders.get(key, [])
        ranked = sorted(counts, key=lambda value: (order.index(value) if value in order else len(order), value))
        words = DIRECTIONS if key == "direction" else {}
        options = tuple((value, words.get(value, value), counts[value]) for value in ranked)
        found.append(Facet(key, label, options))
    return found
