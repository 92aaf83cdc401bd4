"""Nine typical queries, asked of KnowledgeGraph, of bare pyoxigraph and of two ways to use rdflib, in one run.

All hold the same synthetic graph. Every answer is read to its end, and all engines must give the same one.
"""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from typing import Any

import oxrdflib
import pyoxigraph
import rdflib
from loading import engine_folder
from turns import Ask, Timing, time_question

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


# At ten million triples one answer takes the engine several minutes, ours or bare: nine of them would take an hour.
TOO_LONG = frozenset({"gap matrix"})


def measure_memory(path: Path) -> list[Timing]:
    """Time every query on the graph of an N-Triples file, held in memory by four engines."""
    raw = pyoxigraph.Store()
    raw.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.N_TRIPLES)
    ours = OxigraphStore.memory(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.N_TRIPLES))
    memory = rdflib.Graph()
    memory.parse(path, format="nt")
    with KnowledgeGraph(ours) as graph:
        return _timings({"KnowledgeGraph": graph, "pyoxigraph": raw, "oxrdflib": _bridge(raw), "rdflib": memory})


def measure(store: Path, without: Container[str] = ()) -> list[Timing]:
    """Time every query on a folder store: through KnowledgeGraph, bare pyoxigraph, and rdflib's interface over that."""
    raw = pyoxigraph.Store.read_only(engine_folder(store))
    with KnowledgeGraph.open(str(store)) as graph:
        return _timings({"KnowledgeGraph": graph, "pyoxigraph": raw, "oxrdflib": _bridge(raw)}, without)


def _bridge(raw: pyoxigraph.Store) -> rdflib.Graph:
    return rdflib.Graph(oxrdflib.OxigraphStore(store=raw), identifier=rdflib.graph.DATASET_DEFAULT_GRAPH_ID)


def _timings(engines: dict[str, Any], without: Container[str] = ()) -> list[Timing]:
    names = [name for name in QUERIES if name not in without]
    return [time_question(name, {engine: _ask(what, name) for engine, what in engines.items()}) for name in names]


def _ask(engine: Any, name: str) -> Ask:
    query = PREFIXES + QUERIES[name]
    if isinstance(engine, KnowledgeGraph):
        answer: Any = engine.construct if name == "construct" else engine.select
        return lambda: answer(query, guard=False)
    return lambda: engine.query(query)
