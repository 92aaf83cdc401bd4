"""The named questions: all of them by topic, and each with its choices, its answer, and the answer as files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, QueryResultsFormat
from starlette.responses import Response
from starlette.routing import Route

from equigraph.errors import UnknownNameError
from equigraph.exporters.palette import verdict_look
from equigraph.graph.arguments import Arguments, read_arguments, unchosen
from equigraph.graph.entities import nearest
from equigraph.graph.kinds import KINDS
from equigraph.ontology.prefixes import PREFIXES, compress
from equigraph.web.addresses import with_query
from equigraph.web.counts import counts_of, needed
from equigraph.web.downloads import attachment
from equigraph.web.explorer import explorer_of
from equigraph.web.home import library, wanted
from equigraph.web.page import Page, in_one_thread, page_routes, wants_json
from equigraph.web.question_table import table_data

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams
    from starlette.requests import Request

    from equigraph.graph.query_file import NamedQuery, Parameter
    from equigraph.graph.reader import Reader
    from equigraph.web.explorer import Explorer

__all__ = ["choices", "field_of", "fields", "routes"]

# Files of an answer (https://www.w3.org/TR/sparql11-overview/): what people call them, and their format.
FILES: Final[Mapping[str, tuple[str, QueryResultsFormat]]] = {
    ".csv": ("CSV", QueryResultsFormat.CSV),
    ".tsv": ("TSV", QueryResultsFormat.TSV),
    ".srj": ("SPARQL JSON", QueryResultsFormat.JSON),
    ".srx": ("SPARQL XML", QueryResultsFormat.XML),
}
# Kinds with so few things, in most graphs, that all can be offered; more than the number are typed instead.
OFFERED: Final = frozenset({"Practice", "EquityGoal", "StudentGroup", "Commitment", "Jurisdiction"})
OFFERED_MOST: Final = 100


def every(request: Request) -> Page:
    """Return all questions by topic."""
    explorer = explorer_of(request)
    counts = counts_of(explorer)
    counts.wait()
    return Page("questions.html.j2", "Questions", {"topics": library(explorer, counts), "is_counted": counts.is_done})


def one(request: Request) -> Page:
    """Return a question with its answer."""
    explorer = explorer_of(request)
    query = _query(explorer, str(request.path_params["name"]))
    reader = explorer.graph.reader
    chosen = choices(request.query_params, query.parameters)
    if not wants_json(request) and (missing := unchosen(reader, query, chosen)):
        needs = [wanted(one) for one in missing]
        about = {"name": query.name, "question": query.question, "needs": needs}
        return Page("question.html.j2", query.title, about, {"fields": fields(reader, query, Arguments({}), chosen)})
    arguments = read_arguments(reader, query, chosen)
    solutions = reader.rows(query, arguments.terms)
    variables = [variable.value for variable in solutions.variables]
    rows = [tuple(row) for row in solutions]
    data = {
        "name": query.name,
        "question": query.question,
        "chosen": dict(arguments.words),
        "example": _example(query, arguments),
        **table_data(reader, variables, rows),
    }
    prefix = explorer.settings.path
    pairs = list(request.query_params.multi_items())
    path = f"{prefix}/questions/{query.name}"
    drawn = {
        "fields": fields(reader, query, arguments, chosen),
        "files": [{"name": name, "address": with_query(path + suffix, pairs)} for suffix, (name, _) in FILES.items()],
        "network_at": with_query(f"{prefix}/network", [("question", query.name), *pairs]),
        "token_of": lambda verdict: verdict_look(verdict).token,
        "sparql_at": with_query(f"{prefix}/query", [("example", query.name), *pairs]),
    }
    return Page("question.html.j2", query.title, data, drawn)


def file(request: Request) -> Response:
    """Return all rows of an answer as a file."""
    suffix = "." + request.url.path.rpartition(".")[2]
    explorer = explorer_of(request)
    query = _query(explorer, str(request.path_params["name"]))
    arguments = read_arguments(explorer.graph.reader, query, choices(request.query_params, query.parameters))
    _, format_ = FILES[suffix]
    content = explorer.graph.reader.rows(query, arguments.terms).serialize(format=format_) or b""
    return attachment(content, query.name, suffix, format_.media_type)


def _query(explorer: Explorer, name: str) -> NamedQuery:
    known = explorer.graph.questions()
    if name not in known:
        raise UnknownNameError("question", name, known, nearest(name, known))
    return known[name]


def choices(query: QueryParams, parameters: Iterable[Parameter]) -> dict[str, Any]:
    """Return the values that a query string gives to parameters, empty ones left out; flags are true or false.

    Example:
        >>> from equigraph.graph.query_file import Parameter
        >>> from starlette.datastructures import QueryParams
        >>> choices(QueryParams("group=a&group=b&exact=true&goal="), [Parameter("exact", "flag")])
        {'group': ['a', 'b'], 'exact': True}
    """
    flags = {one.name for one in parameters if one.type == "flag"}
    found: dict[str, Any] = {}
    for name in dict.fromkeys(query):
        values = [value.strip() for value in query.getlist(name) if value.strip()]
        if values:
            found[name] = values[0] if len(values) == 1 else values
            if name in flags and values in (["true"], ["false"]):
                found[name] = values == ["true"]
    return found


def _example(query: NamedQuery, arguments: Arguments) -> str:
    """Return what the answer is about where it must be about something and nothing was chosen."""
    return ", ".join(arguments.labels[one.name] for one in needed(query) if one.name not in arguments.words)


# --- the form -------------------------------------------------------------------------------


def fields(reader: Reader, query: NamedQuery, arguments: Arguments, chosen: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the fields of the form in which the parameters of a question are chosen; see :func:`field_of`."""
    return [field_of(reader, one, arguments.iris(one.name), chosen.get(one.name)) for one in query.parameters]


def field_of(reader: Reader, parameter: Parameter, iris: Sequence[str] = (), chosen: Any = None) -> dict[str, Any]:
    """Return the field of a form in which a parameter is chosen.

    Args:
        reader: The graph.
        parameter: The parameter.
        iris: The things that are chosen.
        chosen: What was written, where it is no thing.

    Returns:
        Its ``name``, ``label``, ``type`` ("flag", "number", "choice", "thing" or "text"), ``values`` (those chosen, one
        empty at least), and for a choice its ``options``.
    """
    options = _options(reader, parameter)
    values = [compress(iri) or iri for iri in iris] or _texts(chosen)
    kinds = {"flag": "flag", "integer": "number", "string": "text"}
    return {
        "name": parameter.name,
        "label": parameter.description or parameter.name,
        "type": kinds.get(parameter.type) or ("choice" if options else "thing"),
        "kind": parameter.type if parameter.type in KINDS else "",
        "several": parameter.several,
        "needed": not parameter.optional and parameter.type not in {"flag", "integer"},
        "values": values if values and not parameter.several else [*values, ""],
        "options": options,
        "is_set": chosen is True,
    }


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(one) for one in values if one is not None]


def _options(reader: Reader, parameter: Parameter) -> list[tuple[str, str]]:
    """Return what can be chosen, as it is written and as it is called; nothing where there is too much of it."""
    if parameter.scheme:
        rows = reader.rows("labels", {"namespace": [Literal(PREFIXES[parameter.scheme])]})
        iris = {row["thing"].value for row in rows}
    elif parameter.type in OFFERED:
        terms = {"kind": NamedNode(PREFIXES["eq"] + parameter.type), "limit": OFFERED_MOST + 1}
        iris = {row["thing"].value for row in reader.rows("list-things", terms)}
    else:
        return []
    if len(iris) > OFFERED_MOST:
        return []
    names = reader.names(iris)
    return sorted(((compress(iri) or iri, names[iri].label) for iri in iris), key=lambda option: option[1].casefold())


def routes() -> list[Route]:
    """Return the routes of the questions."""
    return [
        *page_routes("/questions", every),
        *(Route("/questions/{name}" + suffix, in_one_thread(file)) for suffix in FILES),
        *page_routes("/questions/{name}", one),
    ]
