"""The SPARQL workbench: a query, its answer, and the question library as examples.

Without script it is a form that this module answers. With script an editor stands over the same text field, and queries
go to the endpoint (``/sparql``), where they can be stopped; what a page is opened with is answered here either way, so
that an address is enough to share a query.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import anyio.from_thread
from markupsafe import Markup
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.routing import Route

from equigraph.errors import EquigraphError
from equigraph.exporters.page import as_json
from equigraph.graph.answer_formats import GRAPH_FORMATS, TABLE_FORMATS
from equigraph.graph.arguments import read_arguments
from equigraph.graph.describe import THINGS_PER_QUERY
from equigraph.graph.entities import by_name
from equigraph.ontology.prefixes import PREFIXES, compress
from equigraph.web.addresses import path_of, with_query
from equigraph.web.clients import client_of
from equigraph.web.desk import desk_of
from equigraph.web.examples import bound_text, example_data
from equigraph.web.explorer import explorer_of
from equigraph.web.faults import fault_of
from equigraph.web.first_lines import first_lines
from equigraph.web.page import Page, in_one_thread, json_response, page_routes, wants_json
from equigraph.web.parameter_fields import choices, fields
from equigraph.web.pivot import COUNT, pivot_of
from equigraph.web.terms import MOST_TERMS, TERMS_S, Terms, labels_of
from equigraph.web.workbench_answer import NOT_DRAWN, Result, iris_in, result_of, said_of, things_in
from equigraph.web.workbench_table import result_table, words_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from equigraph.web.explorer import Explorer

__all__ = ["RESERVED", "routes"]

MOST_ROWS: Final = 5000  # a page of more is slow to draw, and nobody reads it; downloads have all
MOST_THINGS: Final = 40  # that are handed to the network page: as many as one can tell apart
PAGE_S: Final = 5.0  # a page that is opened is not waited for longer; its script and downloads take the full time
LONGEST_LINK: Final = 12_000  # characters of an encoded query; servers and proxies cut off addresses of 16 KiB
SHOWS: Final = {"table": "Table", "network": "Network", "pivot": "Pivot", "raw": "Raw"}
# Names of our own in the address; no parameter of a question may have one of them.
RESERVED: Final = ("query", "example", "run", "show", "sort", "page", "row", "column", "value")
FIRST_QUERY: Final = """SELECT ?practice ?goal ?direction ?finding
WHERE {
  ?claim eq:practice ?practice ;
         eq:goal ?goal ;
         eq:direction ?direction ;
         eq:finding ?finding .
}
ORDER BY ?practice ?goal
LIMIT 100
"""


def workbench(request: Request) -> Page:
    """Return the page, with the answer if a query is asked."""
    explorer = explorer_of(request)
    asked = request.query_params
    text = asked.get("query", "").replace("\r\n", "\n")
    data: dict[str, Any] = {"query": text, "example": None, "answer": None, "fault": None}
    status = 200
    answer = None
    try:
        if asked.get("example"):
            reader = explorer.graph.reader
            example = by_name(explorer.graph.questions(), "question", asked["example"])
            own = QueryParams([pair for pair in asked.multi_items() if pair[0] not in RESERVED])
            chosen = choices(own, example.parameters)
            data["example"] = {**example_data(example), "fields": fields(reader, example, chosen)}
            arguments = read_arguments(reader, example, chosen)
            data["example"]["fields"] = fields(reader, example, chosen, arguments)
            data["query"] = text or bound_text(example, arguments)
        if text.strip() or (data["query"] and asked.get("run")):
            client = client_of(request.scope, has_proxy=bool(explorer.settings.base_url))
            asking = (desk_of(request), data["query"], client, MOST_ROWS, PAGE_S)
            answer = result_of(anyio.from_thread.run(first_lines, *asking))
            data["answer"] = answer.as_data()
        else:
            desk_of(request).warm()  # while the query is written
    except EquigraphError as error:
        if wants_json(request):
            raise
        data["fault"] = fault_of(error)
        status = data["fault"]["status"]
    drawn = _drawn(explorer, request, data, answer)
    return Page("query.html.j2", "Ask in SPARQL", data, drawn, status=status)


def _drawn(explorer: Explorer, request: Request, data: dict[str, Any], answer: Result | None) -> dict[str, Any]:
    """Return what only the template needs."""
    asked, prefix = request.query_params, explorer.settings.path
    show = asked.get("show", "")
    show = show if show in SHOWS else "table"
    drawn: dict[str, Any] = {
        "examples": [example_data(query) for query in explorer.graph.questions().values()],
        "prefixes": PREFIXES,
        "first_query": FIRST_QUERY,
        "show": show,
        "shows": SHOWS,
        "table": None,
        "pivot": None,
        "things": [],
        "most_things": MOST_THINGS,
        "is_long": len(with_query("", {"query": data["query"]})) > LONGEST_LINK,
        "formats": _formats(answer),
        "sort": asked.get("sort", ""),
        "said": said_of(answer) if answer else "" if data["fault"] else "Nothing was asked yet.",
    }
    labels: dict[str, str] = {}

    def named(iris: Sequence[str]) -> dict[str, str]:
        missing = [iri for iri in iris if iri not in labels]
        labels.update(labels_of(explorer.graph, missing))
        return {iri: labels[iri] for iri in iris if iri in labels}

    if answer is not None and answer.rows:
        page = asked.get("page", "")
        place = int(page) if page.isdecimal() and len(page) < len(str(MOST_ROWS)) else 1
        drawn["table"] = result_table(answer, named, sort=drawn["sort"], page=place, prefix=prefix)
        drawn["things"] = [compress(iri) or iri for iri in things_in(answer)]
        if show == "pivot" and len(answer.variables) > 1:
            names = named(iris_in(answer.rows))
            drawn["pivot"] = pivot_of(answer.variables, answer.rows, asked, lambda cell: words_of(cell, names))
    paths = {iri: {"label": label, "path": prefix + path_of(iri)} for iri, label in labels.items()}
    drawn["settings"] = Markup(as_json(_settings(prefix, data, paths, show)))  # noqa: S704 (as_json escapes it)
    return drawn


def _formats(answer: Result | None) -> list[str]:
    return list(GRAPH_FORMATS if answer is not None and answer.form == "triples" else TABLE_FORMATS)


def _settings(prefix: str, data: dict[str, Any], labels: dict[str, Any], show: str) -> dict[str, Any]:
    """Return what the script of the page needs."""
    return {
        "page": prefix + "/query",
        "endpoint": prefix + "/sparql",
        "terms": prefix + "/query/terms.json",
        "labels": prefix + "/query/labels.json",
        "network": prefix + "/network",
        "editor": prefix + "/static/vendor/yasqe.js",
        "prefixes": dict(PREFIXES),
        "notDrawn": NOT_DRAWN,
        "mostRows": MOST_ROWS,
        "mostThings": MOST_THINGS,
        "mostLabels": THINGS_PER_QUERY,
        "longestLink": LONGEST_LINK,
        "formats": {"rows": list(TABLE_FORMATS), "boolean": list(TABLE_FORMATS), "triples": list(GRAPH_FORMATS)},
        "count": COUNT,
        "show": show,
        "answer": data["answer"],
        "fault": data["fault"],
        "named": labels,
    }


# --- what the script asks for -----------------------------------------------------------------


def terms(request: Request) -> Response:
    """Return the words that a query may use, and the prefixes they are written with."""
    explorer = explorer_of(request)
    desk = desk_of(request)

    def ask(query: str) -> list[str]:
        found = result_of(anyio.from_thread.run(first_lines, desk, query, "", MOST_TERMS, TERMS_S))
        return iris_in(found.rows)

    return json_response({**explorer.once(_terms).read(ask), "prefixes": dict(PREFIXES)})


def _terms(explorer: Explorer) -> Terms:
    return Terms(explorer.graph)


def labels(request: Request) -> Response:
    """Return the names of things and the paths of their pages.

    The IRIs come as ``iri=`` in the address, or as a JSON list under ``iris`` in the body of a POST.
    """
    explorer = explorer_of(request)
    iris = (
        request.query_params.getlist("iri")
        if request.method == "GET"
        else _iris_of(anyio.from_thread.run(request.body))
    )
    if len(iris) > THINGS_PER_QUERY:
        raise HTTPException(400, f"{len(iris):,} IRIs were sent; accepted: {THINGS_PER_QUERY} at once")
    named = labels_of(explorer.graph, iris)
    told = {iri: {"label": named.get(iri, ""), "path": explorer.settings.path + path_of(iri)} for iri in iris}
    return json_response({"labels": told})


def _iris_of(body: bytes) -> list[str]:
    try:
        sent = json.loads(body)
        iris = sent["iris"]
        is_right = isinstance(iris, list) and all(isinstance(iri, str) for iri in iris)
    except (ValueError, KeyError, TypeError, RecursionError):
        is_right = False
    if not is_right:
        raise HTTPException(400, 'the body is not what is accepted: JSON such as {"iris": ["http://example.org/a"]}')
    return list(iris)


def routes() -> list[Route]:
    """Return the routes of the workbench."""
    return [
        Route("/query/terms.json", in_one_thread(terms), name="query-terms"),
        Route("/query/labels.json", in_one_thread(labels), methods=["GET", "POST"], name="query-labels"),
        *page_routes("/query", workbench, name="query"),
    ]
