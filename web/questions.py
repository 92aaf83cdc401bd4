"""The named questions: all of them by topic, and each with its choices, its answer, and the answer as files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import QueryResultsFormat
from starlette.responses import Response
from starlette.routing import Route

from equigraph.exporters.answer_xlsx import XLSX_TYPE, generate_answer_xlsx
from equigraph.exporters.palette import verdict_look
from equigraph.graph.arguments import Arguments, read_arguments, unchosen
from equigraph.graph.entities import by_name
from equigraph.graph.knowledge_graph import Answer
from equigraph.web.addresses import with_query
from equigraph.web.asked_words import asked_words
from equigraph.web.counts import counts_of, needed
from equigraph.web.downloads import attachment
from equigraph.web.explorer import explorer_of
from equigraph.web.home import library, wanted
from equigraph.web.kept import Kept
from equigraph.web.page import Page, in_one_thread, page_routes, wants_json
from equigraph.web.parameter_fields import choices, fields
from equigraph.web.patient_reader import reader_for
from equigraph.web.question_table import table_data

if TYPE_CHECKING:
    from starlette.requests import Request

    from equigraph.graph.query_file import NamedQuery
    from equigraph.graph.reader import Reader
    from equigraph.web.explorer import Explorer

__all__ = ["routes"]

WORKBOOK: Final = ".xlsx"
MOST_KEPT: Final = 32  # tables of some hundred rows
# Files of an answer (https://www.w3.org/TR/sparql11-overview/): what people call them, and their format.
FILES: Final[Mapping[str, tuple[str, QueryResultsFormat]]] = {
    ".csv": ("CSV", QueryResultsFormat.CSV),
    ".tsv": ("TSV", QueryResultsFormat.TSV),
    ".srj": ("SPARQL JSON", QueryResultsFormat.JSON),
    ".srx": ("SPARQL XML", QueryResultsFormat.XML),
}


def every(request: Request) -> Page:
    """Return all questions by topic."""
    explorer = explorer_of(request)
    counts = counts_of(explorer)
    counts.wait()
    return Page("questions.html.j2", "Questions", {"topics": library(explorer, counts), "is_counted": counts.is_done})


def one(request: Request) -> Page:
    """Return a question with its answer."""
    explorer = explorer_of(request)
    query = by_name(explorer.graph.questions(), "question", str(request.path_params["name"]))
    reader = explorer.graph.reader
    chosen = choices(request.query_params, query.parameters)
    if not wants_json(request) and (missing := unchosen(reader, query, chosen)):
        needs = [wanted(one) for one in missing]
        about = {"name": query.name, "question": query.question, "needs": needs}
        return Page("question.html.j2", query.title, about, {"fields": fields(reader, query, chosen)})
    arguments = read_arguments(reader, query, chosen)
    text = query.bind(arguments.terms)
    data = {
        "name": query.name,
        "question": query.question,
        "chosen": dict(arguments.words),
        "example": _example(query, arguments),
        **explorer.once(_answers).get(text, lambda: _answer(reader_for(request), query, arguments)),
    }
    prefix = explorer.settings.path
    pairs = list(request.query_params.multi_items())
    path = f"{prefix}/questions/{query.name}"
    drawn = {
        "question": asked_words(query, arguments.words),
        "fields": fields(reader, query, chosen, arguments),
        "files": [
            {"name": name, "address": with_query(path + suffix, pairs)}
            for suffix, name in [(WORKBOOK, "Excel workbook"), *((one, words) for one, (words, _) in FILES.items())]
        ],
        "network_at": with_query(f"{prefix}/network", [("question", query.name), *pairs]),
        "token_of": lambda verdict: verdict_look(verdict).token,
        "sparql_at": with_query(f"{prefix}/query", [("example", query.name), *pairs]),
    }
    return Page("question.html.j2", query.title, data, drawn)


def _answers(explorer: Explorer) -> Kept[str, dict[str, Any]]:
    """Return the tables that were shown of late, by the query that they answer."""
    return Kept(explorer.graph.store, MOST_KEPT)


def _answer(reader: Reader, query: NamedQuery, arguments: Arguments) -> dict[str, Any]:
    solutions = reader.rows(query, arguments.terms)
    variables = [variable.value for variable in solutions.variables]
    return table_data(reader, variables, [tuple(row) for row in solutions])


def file(request: Request) -> Response:
    """Return all rows of an answer as a file."""
    suffix = "." + request.url.path.rpartition(".")[2]
    explorer = explorer_of(request)
    query = by_name(explorer.graph.questions(), "question", str(request.path_params["name"]))
    arguments = read_arguments(explorer.graph.reader, query, choices(request.query_params, query.parameters))
    solutions = reader_for(request).rows(query, arguments.terms)
    if suffix == WORKBOOK:
        variables = tuple(variable.value for variable in solutions.variables)
        answer = Answer(query, arguments.words, variables, [tuple(row) for row in solutions])
        return attachment(generate_answer_xlsx(answer, explorer.catalog.facts()), query.name, suffix, XLSX_TYPE)
    _, format_ = FILES[suffix]
    return attachment(solutions.serialize(format=format_) or b"", query.name, suffix, format_.media_type)


def _example(query: NamedQuery, arguments: Arguments) -> str:
    """Return what the answer is about where it must be about something and nothing was chosen."""
    return ", ".join(arguments.labels[one.name] for one in needed(query) if one.name not in arguments.words)


def routes() -> list[Route]:
    """Return the routes of the questions."""
    return [
        *page_routes("/questions", every),
        *(Route("/questions/{name}" + suffix, in_one_thread(file)) for suffix in (WORKBOOK, *FILES)),
        *page_routes("/questions/{name}", one),
    ]
