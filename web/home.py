"""The first page: the questions that can be asked, and the ways into the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.web.page import Page, page_routes

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import Route

__all__ = ["routes"]


def home(_request: Request) -> Page:
    """Return the first page."""
    return Page("home.html.j2", "What is known, and what is not", {})


def routes() -> list[Route]:
    """Return the routes of the first page."""
    return page_routes("/", home, name="home")
