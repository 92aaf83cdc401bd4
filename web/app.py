"""The application: every route, and what is told when something goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from equigraph.errors import EquigraphError
from equigraph.web import (
    assets,
    entity,
    gaps,
    health,
    home,
    lists,
    network,
    one_pager,
    protocol,
    questions,
    search,
    why,
    workbench,
)
from equigraph.web.desk import Desk
from equigraph.web.explorer import Explorer
from equigraph.web.faults import fault, fault_of, headers_of
from equigraph.web.page import Page, render
from equigraph.web.security import Guarded
from equigraph.web.settings import Settings
from equigraph.web.turns import Turns

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from equigraph.graph.knowledge_graph import KnowledgeGraph

__all__ = ["create_app"]

PARTS = (
    protocol,
    assets,
    home,
    health,
    network,
    entity,
    lists,
    search,
    questions,
    why,
    gaps,
    one_pager,
    workbench,
)


def create_app(graph: KnowledgeGraph, settings: Settings | None = None) -> Starlette:
    """Return the explorer of a graph, as an ASGI application.

    Args:
        graph: Stays open as long as the application is used; whoever opened it closes it.
        settings: How it is offered.

    Example:
        >>> from equigraph.graph.knowledge_graph import KnowledgeGraph
        >>> from starlette.testclient import TestClient
        >>> with KnowledgeGraph.open() as graph:
        ...     answer = TestClient(create_app(graph), base_url="http://127.0.0.1").get("/index.json")
        >>> answer.status_code
        200
    """
    chosen = settings or Settings()
    desk = Desk(graph, chosen)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        """Keep the processes that answer queries as long as the application runs."""
        desk.open()
        yield
        desk.close()

    app = Starlette(
        lifespan=lifespan,
        routes=[route for module in PARTS for route in module.routes()],
        middleware=[Middleware(Turns, settings=chosen)],
        exception_handlers={EquigraphError: _tell_ours, HTTPException: _tell_http, Exception: _tell_unknown},
    )
    app.state.explorer = Explorer(graph, chosen)
    app.state.desk = desk
    app.router.redirect_slashes = False  # it would name the host that the client named
    # Outside of what starlette puts around all middleware: the answer to an unknown error is guarded too.
    app.middleware_stack = Guarded(protocol.ShortCut(app.build_middleware_stack()), chosen)
    return app


def _tell_ours(request: Request, error: Exception) -> Response:
    ours = cast("EquigraphError", error)  # by the table above
    response = _tell(request, fault_of(ours))
    response.headers.update(headers_of(ours))
    return response


def _tell_http(request: Request, error: Exception) -> Response:
    error = cast("HTTPException", error)  # by the table above
    known = {404: f'there is no page "{request.url.path[:200]}"', 405: f"{request.method} is not accepted here"}
    response = _tell(request, fault(error.status_code, known.get(error.status_code, error.detail)))
    response.headers.update(error.headers or {})
    return response


def _tell_unknown(request: Request, _error: Exception) -> Response:
    return _tell(request, fault(500, "something went wrong that should not; the log of the program says what"))


def _tell(request: Request, told: dict[str, object]) -> Response:
    page = Page("error.html.j2", "That did not work", told, status=int(str(told["status"])))
    return render(request, page)
