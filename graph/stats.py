"""What is in a graph, counted by a few queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from equigraph.graph.grades import grade_bundles
from equigraph.graph.kinds import KINDS
from equigraph.graph.reader import Catalog, Reader
from equigraph.ontology.grading import grading_rule
from equigraph.ontology.prefixes import PREFIXES, compress

__all__ = ["MACHINERY", "Stats", "count"]

# Classes that say how our graph is built, not what it is about.
MACHINERY: Final = tuple(PREFIXES[name] for name in ("owl", "rdfs", "skos", "void", "dcat", "prov"))


@dataclass(frozen=True)
class Stats:
    """Counts of a graph.

    Attributes:
        catalog: What the graph says of itself.
        triples: Triples in the default graph.
        kinds: Things by kind, ours first in a fixed order, then other classes by size.
        states: Organizations that are jurisdictions too.
        directions: Claims by direction.
        verdicts: Bundles (practice and goal) by verdict.
        how_sure: The same bundles by how sure that is, the highest level first.
        single_source: Bundles that rest on one source.
        single_study: Bundles that rest on several sources of one study.
        statements: Statements by relation, the most frequent first.
        inferred: Statements that are our reading.
    """

    catalog: Catalog
    triples: int
    kinds: Mapping[str, int]
    states: int
    directions: Mapping[str, int]
    verdicts: Mapping[str, int]
    how_sure: Mapping[str, int]
    single_source: int
    single_study: int
    statements: Mapping[str, int]
    inferred: int


def count(reader: Reader) -> Stats:
    """Return the counts of a graph."""
    bundles = list(grade_bundles(reader).values())
    levels = Counter(bundle.how_sure for bundle in bundles)
    relations = {row[0].value: (int(row[1].value), int(row[2].value)) for row in _rows(reader, "statements")}
    names = reader.describe(relations)
    return Stats(
        catalog=reader.catalog(),
        triples=int(_rows(reader, "triples")[0][0].value),
        kinds=_kinds({row[0].value: int(row[1].value) for row in _rows(reader, "kinds")}),
        states=int(_rows(reader, "states")[0][0].value),
        directions={row[0].value.rsplit("/", 1)[-1]: int(row[1].value) for row in _rows(reader, "directions")},
        verdicts=dict(Counter(bundle.verdict for bundle in bundles).most_common()),
        how_sure={level: levels[level] for level in grading_rule().scale if levels[level]},
        single_source=sum(bundle.sources == 1 for bundle in bundles),
        single_study=sum(bundle.counted == 1 < bundle.judging for bundle in bundles),
        statements={names[iri].label: number for iri, (number, _) in relations.items()},
        inferred=sum(inferences for _, inferences in relations.values()),
    )


def _rows(reader: Reader, name: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in reader.rows(name)]


def _kinds(by_class: Mapping[str, int]) -> dict[str, int]:
    ours = {kind: by_class[PREFIXES["eq"] + kind] for kind in KINDS if PREFIXES["eq"] + kind in by_class}
    return ours | {
        compress(iri) or iri: number
        for iri, number in by_class.items()
        if iri.removeprefix(PREFIXES["eq"]) not in ours and not (ours and iri.startswith(MACHINERY))
    }
