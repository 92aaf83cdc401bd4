"""Why two things are connected: a form, the answer with its sources, and the answer as files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response
from starlette.routing import Route

from equigraph.errors import ParameterError
from equigraph.exporters.why import generate_why, generate_why_json
from equigraph.exporters.why_page import why_body
from equigraph.exporters.why_pptx import generate_why_pptx
from equigraph.graph.entities import resolve
from equigraph.graph.explain import explain
from equigraph.graph.query_file import Parameter
from equigraph.web.addresses import with_query
from equigraph.web.downloads import attachment
from equigraph.web.explorer import explorer_of
from equigraph.web.kept import Kept
from equigraph.web.page import Page, in_one_thread, page_routes
from equigraph.web.parameter_fields import field_of
from equigraph.web.patient_reader import reader_for

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams
    from starlette.requests import Request

    from equigraph.graph.reader import Reader
    from equigraph.graph.why import Why
    from equigraph.web.explorer import Explorer

__all__ = ["routes"]

PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
# Files of an answer, by their ending: what people call them, and their media type.
FILES: Final = {
    ".pptx": ("PowerPoint slides", PPTX),
    ".md": ("Markdown", "text/markdown"),
    ".html": ("Web page", "text/html"),
    ".txt": ("Text", "text/plain"),
}
GROUP: Final = Parameter("group", "StudentGroup", optional=True, description="Only findings about")
STEPS: Final = (1, 6)
USUAL_STEPS: Final = 4
MOST_PATHS: Final = 10  # as on the command line, if nothing else is said there
MOST_KEPT: Final = 16  # answers, of a megabyte at most


def why(request: Request) -> Page:
    """Return why ``from`` and ``to`` are connected; the form alone where one of them is missing."""
    explorer = explorer_of(request)
    query = request.query_params
    start, end = query.get("from", "").strip(), query.get("to", "").strip()
    data: dict[str, Any] = {"from": start, "to": end, "answer": None}
    drawn: dict[str, Any] = {
        "start": start,
        "end": end,
        **_choices(explorer.graph.reader, query),
        "shows": False,
        "start_called": "",
        "end_called": "",
    }
    if not (start and end):
        return Page("why_page.html.j2", "Why is it connected?", data, drawn)
    found = _found(request)
    body = why_body(found)
    pairs = [pair for pair in query.multi_items() if pair[1]]
    path = explorer.settings.path + "/why/download"
    drawn |= {
        **body.context,
        "shows": True,
        "start_called": found.start_label,
        "end_called": found.end_label,
        "files": [{"name": name, "address": with_query(path + suffix, pairs)} for suffix, (name, _) in FILES.items()],
        "network_at": with_query(explorer.settings.path + "/network", [("why", start), ("why", end)]),
    }
    data["answer"] = json.loads(generate_why_json(found))
    return Page("why_page.html.j2", found.title, data, drawn, body.style)


def file(request: Request) -> Response:
    """Return the answer as a file."""
    suffix = "." + request.url.path.rpartition(".")[2]
    query = request.query_params
    for name in ("from", "to"):
        if not query.get(name, "").strip():
            raise ParameterError(f'there is no "{name}"; accepted: the name of a thing')
    found = _found(request)
    content = generate_why_pptx(found) if suffix == ".pptx" else generate_why(found, NAMES[suffix]).encode("utf-8")
    return attachment(content, found.title, suffix, FILES[suffix][1])


NAMES: Final = {".md": "md", ".html": "html", ".txt": "text"}


def _answers(explorer: Explorer) -> Kept[tuple[Any, ...], Why]:
    """Return the answers that were given of late, by what was asked."""
    return Kept(explorer.graph.store, MOST_KEPT)


def _found(request: Request) -> Why:
    query = request.query_params
    asked: dict[str, Any] = {
        "group": query.get("group", "").strip() or None,
        "exact": query.get("exact") == "true",
        "max_length": _steps(query.get("max-length", "")),
        "limit": MOST_PATHS,
    }
    ends = query["from"].strip(), query["to"].strip()
    key = (*ends, *asked.values())
    return explorer_of(request).once(_answers).get(key, lambda: explain(reader_for(request), *ends, **asked))


def _steps(text: str) -> int:
    if not text:
        return USUAL_STEPS
    if not (text.isascii() and text.isdecimal() and STEPS[0] <= int(text[:3]) <= STEPS[1]):
        raise ParameterError(f'max-length is "{text}"; accepted: {STEPS[0]} to {STEPS[1]} steps')
    return int(text)


def _choices(reader: Reader, query: QueryParams) -> dict[str, Any]:
    """Return the choices of the form beside the two things."""
    group = query.get("group", "").strip()
    return {
        "fields": [
            field_of(reader, GROUP, [resolve(reader, group, "StudentGroup")] if group else []),
            field_of(
                reader,
                Parameter("exact", "flag", description="That group alone"),
                chosen=query.get("exact") == "true",
            ),
        ],
        "steps": [(number, number == _steps(query.get("max-length", ""))) for number in range(STEPS[0], STEPS[1] + 1)],
    }


def routes() -> list[Route]:
    """Return the routes of the page and of its files."""
    return [
        *page_routes("/why", why),
        *(Route("/why/download" + suffix, in_one_thread(file)) for suffix in FILES),
    ]
