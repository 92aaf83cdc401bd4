"""What the endpoint says of itself: SPARQL 1.1 Service Description, with the counts of its graph in VoID.

Source:
    https://www.w3.org/TR/sparql11-service-description/; https://www.w3.org/TR/void/;
    names of formats: https://www.w3.org/ns/formats/.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

import pyoxigraph
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, Triple
from starlette.exceptions import HTTPException
from starlette.responses import Response

from equigraph.errors import EquigraphError
from equigraph.graph.answer_formats import GRAPH_FORMATS
from equigraph.graph.reader import own_queries
from equigraph.ontology.prefixes import PREFIXES
from equigraph.web.asked import Asked, Question
from equigraph.web.desk import Desk, desk_of
from equigraph.web.explorer import Explorer, explorer_of
from equigraph.web.wanted import GRAPH_TYPES, content_type

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["GraphCounts", "describe", "triples"]

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
FORMATS: Final = "http://www.w3.org/ns/formats/"
FORMAT_NAMES: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
    "TriG",
    "N-Quads",
)
VOID: Final = PREFIXES["void"]
DCTERMS: Final = PREFIXES["dcterms"]
A: Final = NamedNode(PREFIXES["rdf"] + "type")
RETRY_S: Final = 300.0  # after which counts that could not be had are asked for again
_JSON: Final = {"solutions": "json", "boolean": "json", "triples": None}


@dataclass(frozen=True)
class GraphCounts:
    """What is counted of the default graph.

    Attributes:
        triples: All of them; None when they could not be counted in time.
        classes: Things by the IRI of their class.
    """

    triples: int | None
    classes: Mapping[str, int]


async def describe(request: Request, format_name: str | None) -> Response:
    """Return the description of the endpoint in a format.

    Raises:
        HTTPException: It cannot be had in the format that is wanted.
    """
    if format_name is None:
        accepted = ", ".join(types[0] for types in GRAPH_TYPES.values())
        raise HTTPException(406, f"the service description cannot be had in that format; accepted: {accepted}")
    explorer, desk = explorer_of(request), desk_of(request)
    counts = await _counts(request, desk)
    body = await asyncio.to_thread(_written, explorer, counts, format_name)
    return Response(body, headers={"Vary": "Accept"}, media_type=content_type(format_name))


def triples(explorer: Explorer, counts: GraphCounts) -> Iterator[Triple]:
    """Yield the description as triples."""
    address = explorer.settings.address + "sparql"
    service, dataset, graph = (NamedNode(f"{address}#{name}") for name in ("service", "dataset", "default-graph"))
    yield Triple(service, A, NamedNode(SD + "Service"))
    for name, iri in [
        ("endpoint", address),
        ("supportedLanguage", SD + "SPARQL11Query"),
        ("defaultEntailmentRegime", "http://www.w3.org/ns/entailment/Simple"),
        *(("resultFormat", FORMATS + name) for name in FORMAT_NAMES),
    ]:
        yield Triple(service, NamedNode(SD + name), NamedNode(iri))
    yield Triple(service, NamedNode(SD + "defaultDataset"), dataset)
    yield Triple(dataset, A, NamedNode(SD + "Dataset"))
    yield Triple(dataset, NamedNode(SD + "defaultGraph"), graph)
    yield Triple(graph, A, NamedNode(SD + "Graph"))
    yield Triple(graph, A, NamedNode(VOID + "Dataset"))
    yield Triple(graph, NamedNode(VOID + "sparqlEndpoint"), NamedNode(address))
    yield from _of_the_catalog(explorer, graph)
    yield from _of_the_counts(counts, graph, address)


def _of_the_catalog(explorer: Explorer, graph: NamedNode) -> Iterator[Triple]:
    catalog = explorer.catalog
    for name, value in (("title", catalog.title), ("description", catalog.scope)):
        if value:
            yield Triple(graph, NamedNode(DCTERMS + name), Literal(value))
    if catalog.modified:
        date = NamedNode(PREFIXES["xsd"] + "date")
        yield Triple(graph, NamedNode(DCTERMS + "modified"), Literal(catalog.modified, datatype=date))
    if catalog.licence_url:
        yield Triple(graph, NamedNode(DCTERMS + "license"), NamedNode(catalog.licence_url))
    if catalog.dataset:
        yield Triple(graph, NamedNode(DCTERMS + "source"), NamedNode(catalog.dataset))


def _of_the_counts(counts: GraphCounts, graph: NamedNode, address: str) -> Iterator[Triple]:
    if counts.triples is not None:
        yield Triple(graph, NamedNode(VOID + "triples"), Literal(counts.triples))
    if counts.classes:
        yield Triple(graph, NamedNode(VOID + "classes"), Literal(len(counts.classes)))
    for namespace in sorted(PREFIXES.values()):
        if any(iri.startswith(namespace) for iri in counts.classes):
            yield Triple(graph, NamedNode(VOID + "vocabulary"), NamedNode(namespace))
    parts = [NamedNode(f"{address}#class-{number}") for number in range(1, len(counts.classes) + 1)]
    for part in parts:
        yield Triple(graph, NamedNode(VOID + "classPartition"), part)
    for part, (iri, things) in zip(parts, counts.classes.items(), strict=True):
        yield Triple(part, NamedNode(VOID + "class"), NamedNode(iri))
        yield Triple(part, NamedNode(VOID + "entities"), Literal(things))


def _written(explorer: Explorer, counts: GraphCounts, format_name: str) -> bytes:
    prefixes = {"sd": SD} | {name: PREFIXES[name] for name in ("void", "dcterms", "xsd", "eq")}
    written = pyoxigraph.serialize(triples(explorer, counts), format=GRAPH_FORMATS[format_name], prefixes=prefixes)
    return cast("bytes", written)


async def _counts(request: Request, desk: Desk) -> GraphCounts:
    """Return the counts, found as a query like any other, which may not take longer than a query may.

    They are found once; those that could not be had in time are tried again after a while.
    """
    state = request.app.state
    known: GraphCounts | None = getattr(state, "counts", None)
    if known is not None and (known.triples is not None or time.monotonic() < state.counts_until):
        return known
    total = await _rows(desk, "triples")
    kinds = await _rows(desk, "kinds")
    counts = GraphCounts(
        int(total[0][0].value) if total else None,
        {row[0].value: int(row[1].value) for row in kinds if isinstance(row[0], NamedNode)},
    )
    state.counts, state.counts_until = counts, time.monotonic() + RETRY_S
    return counts


async def _rows(desk: Desk, name: str) -> list[tuple[Any, ...]]:
    """Return the rows of one of our queries; none when its answer cannot be had."""
    asked = Asked(Question(own_queries("queries")[name].text, _JSON))
    try:
        answer = await desk.ask(asked)
        with contextlib.closing(answer):
            await answer.wait_until_whole()
            content = b"".join([part async for part in answer.parts()])
    except EquigraphError:
        return []
    solutions = pyoxigraph.parse_query_results(io.BytesIO(content), QueryResultsFormat.JSON)
    return [tuple(row) for row in cast("QuerySolutions", solutions)]
