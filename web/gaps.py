"""The gap map, live: where there is evidence, how sure it is, and where there is none; and the map as files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from starlette.routing import Route

from equigraph.errors import ParameterError
from equigraph.exporters.gap_formats import GAP_EXPORTERS
from equigraph.exporters.gap_html import GapBody, gap_body
from equigraph.exporters.gap_json import gap_data
from equigraph.graph.entities import resolve, resolve_concept
from equigraph.graph.gap_words import ROW_WORDS, SEE_MORE
from equigraph.graph.gaps import MOST_ROWS, map_gaps
from equigraph.graph.kinds import sentence_case
from equigraph.graph.query_file import Parameter
from equigraph.web.addresses import with_query
from equigraph.web.downloads import OPTION, chosen_options, exporter_at, offered, send
from equigraph.web.explorer import explorer_of
from equigraph.web.kept import Kept
from equigraph.web.page import Page, in_one_thread, page_routes, wants_json
from equigraph.web.parameter_fields import choices, field_of
from equigraph.web.patient_reader import reader_for

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams
    from starlette.requests import Request
    from starlette.responses import Response

    from equigraph.graph.gap_map import GapMap
    from equigraph.graph.reader import Reader
    from equigraph.web.explorer import Explorer

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
MOST: Final = "max-rows"
FIRST_ROWS: Final = 20  # that a page shows at once, those with the most evidence; the rest is one link away
MOST_KEPT: Final = 8  # maps, of some megabytes each
TITLE: Final = "Where there is evidence, and where there is none"


def gaps(request: Request) -> Page:
    """Return the gap map that the query asks for."""
    explorer = explorer_of(request)
    query = request.query_params
    if wants_json(request):  # some megabytes, which the page does not need
        return Page("gaps_page.html.j2", TITLE, gap_data(_found(request)))
    pairs = _pairs(query)
    found, body = explorer.once(_maps).get(tuple(query.multi_items()), lambda: _drawn(request))
    prefix = explorer.settings.path
    drawn = {
        **body.context,
        "rows_choices": [(name, sentence_case(words[1]), name == found.rows_are) for name, words in ROW_WORDS.items()],
        "hidden": [pair for pair in pairs if pair[0] == MOST],
        "fields": _fields(explorer.graph.reader, query),
        "is_chosen": any(name not in {"rows", MOST} for name, _ in pairs),
        "all_at": _all_at(prefix, pairs, found),
        "download_groups": offered(prefix + "/gaps/download", [one for one in pairs if one[0] != MOST], GAP_EXPORTERS),
    }
    return Page("gaps_page.html.j2", TITLE, {}, drawn, body.style)


def _maps(explorer: Explorer) -> Kept[tuple[tuple[str, str], ...], tuple[GapMap, GapBody]]:
    """Return the maps that were shown of late, by what was asked for."""
    return Kept(explorer.graph.store, MOST_KEPT)


def _drawn(request: Request) -> tuple[GapMap, GapBody]:
    """Return the map that a page shows: its first rows, unless more are asked for."""
    found = _found(request, FIRST_ROWS)
    found.notes = [note for note in found.notes if not note.endswith(SEE_MORE)]  # the page says it with links
    return found, gap_body(found)


def _all_at(prefix: str, pairs: list[tuple[str, str]], found: GapMap) -> tuple[str, int] | None:
    """Return where more rows are, and how many; None where there are no more."""
    most = min(found.total_rows, MOST_ROWS)
    if len(found.rows) >= most:
        return None
    kept = [pair for pair in pairs if pair[0] != MOST]
    return with_query(prefix + "/gaps", [*kept, (MOST, str(most))]), most


def file(request: Request) -> Response:
    """Return the map as a file."""
    exporter = exporter_at(str(request.path_params["suffix"]), GAP_EXPORTERS)
    options = chosen_options(request.query_params, exporter)
    return send(_found(request), exporter, "gap-map", options)


def _pairs(query: QueryParams) -> list[tuple[str, str]]:
    return [(name, value) for name, value in query.multi_items() if value and not name.startswith(OPTION)]


def _found(request: Request, most: int = MOST_ROWS) -> GapMap:
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
    most = _rows(chosen.pop(MOST, str(most)))
    groups = [groups] if isinstance(groups, str) else groups
    return map_gaps(reader_for(request), rows=rows, groups=groups, exact=exact, max_rows=most, chosen=chosen)


def _rows(text: Any) -> int:
    if not (isinstance(text, str) and text.isascii() and text.isdecimal() and 1 <= int(text[:4]) <= MOST_ROWS):
        raise ParameterError(f'{MOST} is "{text}"; accepted: 1 to {MOST_ROWS}')
    return int(text)


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
