"""What all pages share: the graph, the settings, and what the graph says of itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar, cast

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.reader import Catalog
from equigraph.web.settings import Settings

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["Explorer", "explorer_of"]

T = TypeVar("T")


class Explorer:
    """The graph that is explored, and how.

    Attributes:
        graph: Asked in threads, many at once; what it answers stays in the thread that asked.
        settings: How it is offered.
    """

    def __init__(self, graph: KnowledgeGraph, settings: Settings) -> None:
        self.graph = graph
        self.settings = settings
        self._making = RLock()
        self._made: dict[Callable[[Explorer], Any], Any] = {}

    def once(self, make: Callable[[Explorer], T]) -> T:
        """Return what a function makes of this explorer: made when it is first asked for, and then kept.

        Args:
            make: A function of a module, quick: who asks meanwhile, in another thread, waits.

        Example:
            >>> from equigraph.graph.knowledge_graph import KnowledgeGraph
            >>> with KnowledgeGraph.open() as graph:
            ...     explorer = Explorer(graph, Settings())
            >>> explorer.once(id) == explorer.once(id) == id(explorer)
            True
        """
        with self._making:
            if make not in self._made:
                self._made[make] = make(self)
            return cast("T", self._made[make])

    @cached_property
    def catalog(self) -> Catalog:
        """What the graph says of itself; read once, when the first page is made."""
        return self.graph.reader.catalog()


def explorer_of(request: Request) -> Explorer:
    """Return what the page of a request is made of."""
    found: Explorer = request.app.state.explorer
    return found
