"""The evidence gap map of a large store, beside the aggregate query that counts the same claims, in one run.

The raw query counts claims, sources and directions for every practice and goal, by bare pyoxigraph, and grades
nothing. The map is measured three times: as it is made by default, with every row there is, and with the records of all
claims that it shows, as a file needs them. The best of the turns counts. ``python benchmarks/gaps.py STORE`` prints the
numbers.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from turns import best_of

from equigraph.graph.gap_words import kinds_of
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.store import OxigraphStore

AGGREGATE = """PREFIX eq: <https://w3id.org/equigraph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX direction: <https://w3id.org/equigraph/id/direction/>
SELECT ?practice ?goal (COUNT(?claim) AS ?claims) (COUNT(DISTINCT ?source) AS ?sources)
  (SUM(IF(?direction = direction:positive, 1, 0)) AS ?positive) (SUM(IF(?direction = direction:null, 1, 0)) AS ?null)
  (SUM(IF(?direction = direction:mixed, 1, 0)) AS ?mixed) (SUM(IF(?direction = direction:negative, 1, 0)) AS ?negative)
WHERE {
  ?claim eq:practice ?practice ; eq:goal ?goal ; eq:direction ?direction .
  OPTIONAL { ?claim dcterms:source ?source }
}
GROUP BY ?practice ?goal"""
ALL_ROWS = 1_000_000
TURNS = 5


@dataclass(frozen=True)
class Gaps:
    """What was measured, in seconds: the best turn of each.

    Attributes:
        raw: The aggregate query, read to its end.
        map: The map as it is made by default; its summary counts the kinds of all cells, so all are graded.
        every_row: The map of every row, likewise.
        records: The default map with the records of its claims and sources.
        rows: Rows of the default map.
        total: Rows there are.
        filled: Cells that hold a claim, in the map of every row.
    """

    raw: float
    map: float
    every_row: float
    records: float
    rows: int
    total: int
    filled: int


def measure(store: str | Path) -> Gaps:
    """Time the map of a folder store."""
    with KnowledgeGraph.open(str(store)) as graph:
        best = best_of(
            {
                "raw": lambda: sum(1 for _ in _rows(graph)),
                "map": lambda: graph.gaps(records=False),
                "every_row": lambda: graph.gaps(records=False, max_rows=ALL_ROWS),
                "records": graph.gaps,
            },
            TURNS,
        )
        shown, every = graph.gaps(records=False), graph.gaps(records=False, max_rows=ALL_ROWS)
        filled = sum(1 for _ in _rows(graph))
        kinds = kinds_of(every)
        told = ", ".join(
            f"{kinds[step.yields]:,} {step.yields}" for step in every.grader.rule.gaps if kinds[step.yields]
        )
        if len(every.filled()) != filled or f"Cells by kind: {told}." not in every.summary:  # all of it was graded
            raise RuntimeError("the map and the query disagree on how many cells hold a claim")
    return Gaps(rows=len(shown.rows), total=shown.total_rows, filled=filled, **best)


def _rows(graph: KnowledgeGraph) -> Any:
    if not isinstance(graph.store, OxigraphStore):
        raise TypeError("this measures an embedded store")
    return graph.store.raw.query(AGGREGATE)


if __name__ == "__main__":
    for field, value in vars(measure(sys.argv[1])).items():
        print(f"{field:10} {value:.3f}" if isinstance(value, float) else f"{field:10} {value:,}")
