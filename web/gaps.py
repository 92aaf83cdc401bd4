"""The gap map, live: where there is evidence, how sure it is, and where there is none; and the map as files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from starlette.routing import Route

from equigraph.errors import ParameterError
from equigraph.exporters.gap_formats import GAP_EXPORTERS
from equigraph.exporters.gap_html import gap_body
from equigraph.exporters.gap_json import gap_data
from equigraph.graph.entities import resolve, resolve_concept
from equigraph.graph.gap_words import ROW_WORDS
from equigraph.graph.kinds import sentence_case
from equigraph.graph.query_file import Parameter
from equigraph.web.downloads import OPTION, chosen_options, exporter_at, offered, send
from equigraph.web.explorer import explorer_of
from equigraph.web.page import Page, in_one_thread, page_routes, wants_json
from equigraph.web.parameter_fields import choices, field_of

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams
    from starlette.requests import Request
    from starlette.responses import Response

    from equigraph.graph.gap_map import GapMap
    from equigraph.graph.reader import Reader

__all__ = ["routes"]

# What a map can be made of, by the name of the parameter.
FIELDS: Final = (
    Parameter("group", "StudentGroup", several=True, optional=True, description="Student group"),
    Parameter("goal", "EquityGoal", several=True, optional=True, description="Equity goal"),
    Parameter("practice", "Practice", several=True, optional=True, description="Practice"),
    Parameter("category", "Concept", "category", several=True, optional=True, description="Category of practices"),
    Parameter("design", "Concept", "design", several=True, optional=True, description="Study design"),
)
FLAGS: Final = (
    Parameter("exact", "flag", description="Each group alone, without those below it and without all students"),
    Parameter("no-inferred", "flag", description="Leave out claims whose tie is our reading"),
)
TITLE: Final = "Where there is evidence, and where there is none"


def gaps(request: Request) -> Page:
    """Return the gap map that the query asks for."""
    explorer = explorer_of(request)
    query = request.query_params
    found = _found(request)
    if wants_json(request):  # some megabytes, which the page does not need
        return Page("gaps_page.html.j2", TITLE, gap_data(found))
    body = gap_body(found)
    pairs = _pairs(query)
    prefix = explorer.settings.path
    drawn = {
        **body.context,
        "rows_choices": [(name, sentence_case(words[1]), name == found.rows_are) for name, words in ROW_WORDS.items()],
        "fields": _fields(explorer.graph.reader, query),
        "is_chosen": any(name != "rows" for name, _ in pairs),
        "download_groups": offered(prefix + "/gaps/download", pairs, GAP_EXPORTERS),
    }
    return Page("gaps_page.html.j2", TITLE, {}, drawn, body.style)


def file(request: Request) -> Response:
    """Return the map as a file."""
    exporter = exporter_at(str(request.path_params["suffix"]), GAP_EXPORTERS)
    options = chosen_options(request.query_params, exporter)
    return send(_found(request), exporter, "gap-map", options)


def _pairs(query: QueryParams) -> list[tuple[str, str]]:
    return [(name, value) for name, value in query.multi_items() if value and not name.startswith(OPTION)]


def _found(request: Request) -> GapMap:
    chosen = {
        name: value for name, value in choices(request.query_params, FLAGS).items() if not name.startswith(OPTION)
    }
    rows = chosen.pop("rows", "practice")
    groups = chosen.pop("group", ())
    exact = chosen.pop("exact", False)
    if not isinstance(rows, str):
        raise ParameterError(f"rows is given several times; accepted: one of {', '.join(ROW_WORDS)}")
    if not isinstance(exact, bool):
        raise ParameterError(f'exact is "{exact}"; accepted: true, false')
    return explorer_of(request).graph.gaps(rows, group=groups, exact=exact, **chosen)


def _fields(reader: Reader, query: QueryParams) -> list[dict[str, Any]]:
    chosen: Mapping[str, Any] = choices(query, FLAGS)
    found = []
    for parameter in FIELDS:
        value = chosen.get(parameter.name, [])
        names = [value] if isinstance(value, str) else value
        found.append(field_of(reader, parameter, [_iri(reader, parameter, name) for name in names]))
    return found + [field_of(reader, one, chosen=chosen.get(one.name) is True) for one in FLAGS]


def _iri(reader: Reader, parameter: Parameter, name: str) -> str:
    if parameter.scheme:
        return resolve_concept(reader, name, parameter.scheme)
    return resolve(reader, name, parameter.type)


def routes() -> list[Route]:
    """Return the routes of the map and of its files."""
    return [*page_routes("/gaps", gaps), Route("/gaps/download{suffix}", in_one_thread(file))]
