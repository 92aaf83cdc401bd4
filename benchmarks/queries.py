"""Nine typical queries, each asked of KnowledgeGraph, of bare pyoxigraph and of rdflib's memory store in one run.

All hold the same synthetic graph, in memory. Every answer is read to its end, the engines take turns, and the answers
must have the same number of rows, or the times mean nothing. The best of the turns counts: what else the machine does
can only make a turn slower.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pyoxigraph
import rdflib

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.store import OxigraphStore

PREFIXES = """PREFIX eq: <https://w3id.org/equigraph/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX practice: <https://w3id.org/equigraph/id/practice/>
PREFIX goal: <https://w3id.org/equigraph/id/goal/>
PREFIX group: <https://w3id.org/equigraph/id/group/>
PREFIX direction: <https://w3id.org/equigraph/id/direction/>
"""
QUERIES = {
    "label": "SELECT ?label { practice:p7 skos:prefLabel ?label }",
    "one hop": "SELECT ?p ?o { practice:p7 ?p ?o }",
    "practice-claim-goal join": """SELECT ?practiceLabel ?goalLabel ?finding ?citation {
        ?claim eq:practice ?practice ; eq:goal ?goal ; eq:direction direction:positive ; eq:finding ?finding ;
            dcterms:source ?source .
        ?practice skos:prefLabel ?practiceLabel .
        ?goal skos:prefLabel ?goalLabel .
        ?source dcterms:bibliographicCitation ?citation }""",
    "gap matrix": """SELECT ?goal ?group (COUNT(?claim) AS ?claims) {
        ?goal a eq:EquityGoal .
        ?group a eq:StudentGroup .
        OPTIONAL { ?claim eq:goal ?goal ; eq:group ?group } } GROUP BY ?goal ?group""",
    "path up": "SELECT ?above { practice:p150 skos:broader+ ?above }",
    "path down": "SELECT ?claim { ?group skos:broader* group:g1 . ?claim eq:group ?group }",
    "card": """SELECT ?subject ?predicate ?object ?label ?source {
        { BIND(practice:p7 AS ?subject) ?subject ?predicate ?object }
        UNION { BIND(practice:p7 AS ?object) ?subject ?predicate ?object }
        OPTIONAL { ?subject skos:prefLabel ?label }
        OPTIONAL { ?subject dcterms:source/dcterms:bibliographicCitation ?source } }""",
    "search": 'SELECT ?thing ?label { ?thing skos:prefLabel ?label FILTER(CONTAINS(LCASE(STR(?label)), "kolu")) }',
    "construct": """CONSTRUCT { ?practice eq:advances ?goal }
        WHERE { ?claim eq:practice ?practice ; eq:goal ?goal ; eq:direction direction:positive }""",
}
# Turns per engine; the slow one gets fewer, its times vary by percents where the others' vary by halves.
TURNS, RDFLIB_TURNS = 30, 2


@dataclass(frozen=True)
class Timing:
    """What one query took: the best turn of each engine, in seconds.

    Attributes:
        name: Name of the query.
        rows: Rows or triples of its answer.
        ours: Through KnowledgeGraph, in memory.
        raw: Through bare pyoxigraph, in memory.
        rdflib: Through rdflib's memory store.
        file: Through KnowledgeGraph opened from the file, which reads it into a folder store.
    """

    name: str
    rows: int
    ours: float
    raw: float
    rdflib: float
    file: float


def measure(path: Path) -> list[Timing]:
    """Time every query on the graph of an N-Triples file."""
    raw = pyoxigraph.Store()
    raw.load(path=str(path), format=pyoxigraph.RdfFormat.N_TRIPLES)
    memory = rdflib.Graph()
    memory.parse(path, format="nt")
    ours = OxigraphStore.memory(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.N_TRIPLES))
    with KnowledgeGraph(ours) as graph, KnowledgeGraph.open(str(path)) as file:
        return [_timing(name, PREFIXES + query, graph, raw, memory, file) for name, query in QUERIES.items()]


def _timing(
    name: str,
    query: str,
    graph: KnowledgeGraph,
    raw: pyoxigraph.Store,
    memory: rdflib.Graph,
    file: KnowledgeGraph,
) -> Timing:
    method = "construct" if name == "construct" else "select"
    engines: dict[str, Callable[[], Iterable[object]]] = {
        "ours": lambda: getattr(graph, method)(query, guard=False),
        "raw": lambda: cast("Iterable[object]", raw.query(query)),
        "file": lambda: getattr(file, method)(query, guard=False),
        "rdflib": lambda: memory.query(query),
    }
    best: dict[str, float] = {}
    rows: dict[str, int] = {}
    for turn in range(TURNS):
        order = [engine for engine in engines if engine != "rdflib" or turn < RDFLIB_TURNS]
        for engine in order if turn % 2 else reversed(order):
            rows[engine], seconds = _once(engines[engine])
            best[engine] = min(seconds, best.get(engine, seconds))
    if len(set(rows.values())) != 1:
        raise RuntimeError(f"the engines disagree about {name}: {rows}")
    return Timing(name, rows["raw"], **best)


def _once(ask: Callable[[], Iterable[object]]) -> tuple[int, float]:
    start = time.perf_counter()
    rows = sum(1 for _ in ask())
    return rows, time.perf_counter() - start
