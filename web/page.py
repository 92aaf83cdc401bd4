"""One page: the same content for people, as HTML, and for programs, as JSON at the same address with ".json".

A page is made of data that JSON can hold, and a template that shows them. What only a picture needs (markup of our own,
functions) is given to the template beside them and is not in the twin.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from markupsafe import Markup
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from equigraph.errors import EquigraphError
from equigraph.exporters.page import environment
from equigraph.graph.kinds import KINDS
from equigraph.web.addresses import SAFE, drill_path, path_of, with_query
from equigraph.web.explorer import explorer_of
from equigraph.web.faults import fault
from equigraph.web.negotiation import preferred

if TYPE_CHECKING:
    import jinja2
    from starlette.requests import Request

    from equigraph.web.explorer import Explorer

__all__ = [
    "HTML",
    "JSON",
    "Page",
    "in_one_thread",
    "json_response",
    "not_acceptable",
    "page_routes",
    "render",
    "templates",
    "wants_json",
]

HERE: Final = Path(__file__).parent
HTML: Final = "text/html"
JSON: Final = "application/json"
POLICY: Final = "Content-Security-Policy"


@dataclass(frozen=True)
class Page:
    """What a handler returns.

    Attributes:
        template: Name of a file in ``web/templates``.
        title: What the page is called.
        data: Its content, as JSON can hold it; the twin is exactly this, the template gets each member by its name.
        drawn: What only the template needs.
        style: Rules of this page alone, such as those of its figure; allowed by their hash.
        status: HTTP status.
    """

    template: str
    title: str
    data: Mapping[str, Any]
    drawn: Mapping[str, Any] = field(default_factory=dict)
    style: str = ""
    status: int = 200


Handler = Callable[["Request"], Page | Response]


def page_routes(path: str, handler: Handler, *, name: str = "") -> list[Route]:
    """Return the routes of a page and of its twin.

    Args:
        path: Of the page, such as "/practices"; the twin of "/" is "/index.json".
        handler: Runs in a thread.
        name: Of the route.
    """
    answer = in_one_thread(handler)
    twin = "/index.json" if path == "/" else path + ".json"
    return [Route(twin, answer, name=name and f"{name}-json"), Route(path, answer, name=name or None)]


def in_one_thread(handler: Handler) -> Callable[[Request], Response]:
    """Return a handler whose page is drawn, and whose errors forget where they arose, in the thread that made it.

    What the engine answers must not leave the thread that asked; the frames of an error would take it along.
    """

    def answer(request: Request) -> Response:
        try:
            made = handler(request)
            if isinstance(made, Page) and not (request.url.path.endswith(".json") or preferred(request, [HTML, JSON])):
                return not_acceptable(request, [HTML, JSON])
            return render(request, made) if isinstance(made, Page) else made
        except EquigraphError as error:
            error.__cause__ = error.__context__ = None
            told = error.with_traceback(None)
        raise told

    return answer


def render(request: Request, page: Page) -> Response:
    """Return a page in the form that the client wants."""
    if wants_json(request):
        return json_response(page.data, page.status)
    explorer = explorer_of(request)
    template = templates(explorer).get_template(page.template)
    style = f"{page.style}\n" if page.style else ""
    text = template.render(
        {
            **page.data,
            **page.drawn,
            "title": page.title,
            "page_style": Markup(style),  # noqa: S704 (our own rules)
            "catalog": explorer.catalog,
            "twin": _twin(request, explorer.settings.path),
            "here": request.url.path.removeprefix(explorer.settings.path) or "/",
        }
    )
    response = HTMLResponse(text, page.status, headers={"Vary": "Accept"})
    if style:
        digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
        response.headers[POLICY] = f"style-src 'self' 'sha256-{digest}'"  # the whole policy is put around it
    return response


def not_acceptable(request: Request, offered: Sequence[str]) -> Response:
    """Return what a client is told that takes none of the forms of a page (RFC 9110, 15.5.7)."""
    accept = request.headers.get("accept", "")[:200]
    told = f'this page cannot be had as "{accept}"; accepted: {", ".join(offered)}'
    return json_response(fault(406, told), 406)


def wants_json(request: Request) -> bool:
    """Say whether a client wants the twin of a page, by the ending of its path or by what it accepts."""
    return request.url.path.endswith(".json") or preferred(request, [HTML, JSON]) == JSON


def json_response(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return data as JSON (RFC 8259)."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1)
    return Response(text.encode("utf-8", "replace"), status, {"Vary": "Accept", **(headers or {})}, JSON)


def templates(explorer: Explorer) -> jinja2.Environment:
    """Return the environment of this explorer's templates, made once: escaped, and with links that know its path."""
    return explorer.once(_templates)


def _templates(explorer: Explorer) -> jinja2.Environment:
    made = environment(HERE / "templates")
    prefix = explorer.settings.path
    made.globals.update(
        url=lambda path, **query: with_query(
            prefix + path, {name.rstrip("_"): str(value) for name, value in query.items()}
        ),
        link=lambda iri: prefix + path_of(iri),
        opens=lambda drill: prefix + drill_path(drill),
        kinds=KINDS,
        is_shared=explorer.settings.is_shared,
    )
    return made


def _twin(request: Request, prefix: str) -> str:
    """Return the address of the twin: always within, even of a path that begins with two slashes."""
    path = "/" + request.url.path.removeprefix(prefix).lstrip("/\\")
    twin = prefix + quote(path + ("index.json" if path.endswith("/") else ".json"), safe=SAFE)
    return f"{twin}?{request.url.query}" if request.url.query else twin
