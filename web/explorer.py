"""What all pages share: the graph, the settings, and what the graph says of itself."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.reader import Catalog
from equigraph.web.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["Explorer", "explorer_of"]


class Explorer:
    """The graph that is explored, and how.

    Attributes:
        graph: Asked in threads, many at once; what it answers stays in the thread that asked.
        settings: How it is offered.
    """

    def __init__(self, graph: KnowledgeGraph, settings: Settings) -> None:
        self.graph = graph
        self.settings = settings

    @cached_property
    def catalog(self) -> Catalog:
        """What the graph says of itself; read once, when the first page is made."""
        return self.graph.reader.catalog()


def explorer_of(request: Request) -> Explorer:
    """Return what the page of a request is made of."""
    found: Explorer = request.app.state.explorer
    return found
