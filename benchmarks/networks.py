"""Large networks: a whole view of a large store, and SPARQL to networkx, each beside what it is made of, in one run.

``measure`` takes two synthetic graphs, a small one and a large one. A view with fixed choices should cost about the
same on both; the view of everything is cut to what a picture holds. The structure of a network is measured against the
raw query and networkx's own ``add_edges_from`` with equal keys. The best of the turns counts, as in ``queries.py``.
``python benchmarks/networks.py SMALL.nt LARGE.nt`` prints the numbers.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx
from turns import best_of

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import Network
from equigraph.graph.store import OxigraphStore

VIEW = "practices-to-goals"
# A choice with an answer of the same size in both graphs: some practices of which each has so many claims.
CLAIMS_OF_EACH, PRACTICES = 4, 20
CHOICE_QUERY = f"""SELECT ?practice {{ ?claim eq:practice ?practice }} GROUP BY ?practice
    HAVING(COUNT(?claim) = {CLAIMS_OF_EACH}) ORDER BY ?practice LIMIT {PRACTICES}"""
EDGES = 100_000
EDGE_QUERY = f"SELECT ?s ?p ?o {{ ?s ?p ?o FILTER(isIRI(?o)) }} LIMIT {EDGES}"
TURNS = 5


@dataclass(frozen=True)
class Networks:
    """What was measured, in seconds: the best turn of each.

    Attributes:
        view: The view of everything in the large graph.
        view_query: Its query alone, read to the end.
        shown: Things in the picture.
        total: Things that there are.
        chosen_small: The view of some practices with 80 claims between them, in the small graph.
        chosen_large: The same in the large graph.
        edges: Lines of the structure.
        ours: ``KnowledgeGraph.network`` from query to network.
        raw: The raw query and ``add_edges_from``.
    """

    view: float
    view_query: float
    shown: int
    total: int
    chosen_small: float
    chosen_large: float
    edges: int
    ours: float
    raw: float


def measure(small: str | Path, large: str | Path) -> Networks:
    """Time views and structure on two graphs, each an N-Triples file or a folder store."""
    with KnowledgeGraph.open(str(small)) as few, KnowledgeGraph.open(str(large)) as many:
        choice = {graph: [row[0].value for row in graph.select(CHOICE_QUERY, guard=False)] for graph in (few, many)}
        query = many.views()[VIEW].bind({})
        best = best_of(
            {
                "view": lambda: many.view(VIEW),
                "view_query": lambda: sum(1 for _ in many.select(query, guard=False)),
                "chosen_small": lambda: few.view(VIEW, practice=choice[few]),
                "chosen_large": lambda: many.view(VIEW, practice=choice[many]),
                "ours": lambda: many.network(EDGE_QUERY, guard=False),
                "raw": lambda: _raw(many),
            },
            TURNS,
        )
        picture = many.view(VIEW)
        edges = many.network(EDGE_QUERY, guard=False).number_of_edges()
        if edges != _raw(many).number_of_edges():
            raise RuntimeError("the two ways to a network disagree")
    return Networks(shown=picture.graph["shown"], total=picture.graph["total"], edges=edges, **best)


def _raw(graph: KnowledgeGraph) -> Network:
    """Return the network as one writes it without us: the raw query, networkx, keys by predicate."""
    if not isinstance(graph.store, OxigraphStore):
        raise TypeError("this measures an embedded store")
    network: Network = nx.MultiDiGraph()
    rows: Any = graph.store.raw.query(EDGE_QUERY)
    network.add_edges_from((row[0].value, row[2].value, row[1].value) for row in rows)
    return network


if __name__ == "__main__":
    for field, value in vars(measure(*sys.argv[1:3])).items():
        print(f"{field:14} {value:.3f}" if isinstance(value, float) else f"{field:14} {value:,}")
