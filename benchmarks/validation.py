"""Checking the bundled data, beside a bare run of pyshacl with the same shapes; and checking an import into a store.

The bare run is what pyshacl's own program does: rdflib reads the data and the shapes, pyshacl validates. Ours reads the
same files, checks the same shapes, words every finding and looks for all advice. An import is a claim with its source,
many times, as if it had just come in. The best of the turns counts. ``python benchmarks/validation.py [STORE]`` prints
the numbers.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyshacl
import rdflib
from pyoxigraph import Quad, QuerySolutions
from turns import best_of

from equigraph.data.bundle import bundled_files
from equigraph.graph.findings import ValidationReport
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.reader import Reader
from equigraph.graph.store import OxigraphStore
from equigraph.graph.validation import validate_touched
from equigraph.ontology.files import SHAPES_FILE

IMPORTED_CLAIMS = 100
TURNS = 3


@dataclass(frozen=True)
class Whole:
    """What checking the bundled data took, in seconds: the best turn of each.

    Attributes:
        bare: rdflib and pyshacl alone.
        ours: The check as ``equigraph validate`` makes it, with advice.
        triples: Triples that were checked.
        advice: Pieces of advice that were found.
    """

    bare: float
    ours: float
    triples: int
    advice: int


@dataclass(frozen=True)
class Touched:
    """What checking an import took.

    Attributes:
        seconds: The best turn.
        quads: Quads of the import.
        found: Findings; the synthetic claims lack what no measurement needs.
    """

    seconds: float
    quads: int
    found: int


def measure() -> Whole:
    """Time the check of the bundled data."""
    best = best_of({"bare": _bare, "ours": _ours}, TURNS)
    report = _ours()
    if not (_bare() and report.conforms):
        raise RuntimeError("the bundled data do not conform")
    return Whole(triples=report.triples, advice=report.counts["advice"], **best)


def measure_touched(store: str | Path) -> Touched:
    """Time the check of what an import into a folder store touches."""
    with OxigraphStore.folder(store) as opened:
        reader = Reader(opened)
        quads = list(_imported(opened))
        best = best_of({"seconds": lambda: validate_touched(reader, quads)}, TURNS)
        found = len(validate_touched(reader, quads).findings)
    return Touched(quads=len(quads), found=found, **best)


def _bare() -> bool:
    data = rdflib.Graph()
    for path in bundled_files():
        data.parse(path)
    conforms, _, _ = pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(SHAPES_FILE), inference="none")
    return bool(conforms)


def _ours() -> ValidationReport:
    with KnowledgeGraph.open("bundled") as graph:
        return graph.validate()


def _imported(store: OxigraphStore) -> Iterator[Quad]:
    solutions = store.query(
        f"SELECT ?claim ?source {{ ?claim a eq:EvidenceClaim ; dcterms:source ?source }} LIMIT {IMPORTED_CLAIMS}"
    )
    if not isinstance(solutions, QuerySolutions):
        raise TypeError("this is no SELECT query")
    for thing in {thing for row in solutions for thing in row}:
        yield from store.raw.quads_for_pattern(thing, None, None, None)


if __name__ == "__main__":
    measured = [measure(), *(measure_touched(store) for store in sys.argv[1:2])]
    for name, value in (item for one in measured for item in vars(one).items()):
        print(f"{name:10} {value:.3f}" if isinstance(value, float) else f"{name:10} {value:,}")
