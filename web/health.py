"""Whether the explorer answers, for whoever watches over it: a program, mostly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from equigraph.errors import EquigraphError
from equigraph.web.desk import desk_of
from equigraph.web.explorer import explorer_of
from equigraph.web.page import in_one_thread, json_response

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["health", "routes"]


def health(request: Request) -> Response:
    """Return whether the graph can be asked, which version of the data it is, and how many queries run and wait."""
    explorer, desk = explorer_of(request), desk_of(request)
    told: dict[str, Any] = {"ok": True, "data_version": "", "running": desk.running, "waiting": desk.waiting}
    try:
        explorer.graph.store.query("ASK {}")
        told["data_version"] = explorer.catalog.version
    except (EquigraphError, OSError) as error:
        told |= {"ok": False, "error": getattr(error, "message", "the graph cannot be read")}
    return json_response(told, 200 if told["ok"] else 503, {"Cache-Control": "no-store"})


def routes() -> list[Route]:
    """Return the route of the health page."""
    return [Route("/health", in_one_thread(health), name="health")]
