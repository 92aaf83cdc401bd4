"""The desk where the queries that people write are handed in, by the endpoint and by the workbench."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Protocol

from equigraph.errors import ClientBusyError
from equigraph.graph.endpoint import EndpointStore
from equigraph.web.lanes import RETRY_S, Lanes
from equigraph.web.remote import RemoteLanes

if TYPE_CHECKING:
    from starlette.requests import Request

    from equigraph.graph.knowledge_graph import KnowledgeGraph
    from equigraph.web.answer_stream import Answer
    from equigraph.web.asked import Asked
    from equigraph.web.settings import Settings

__all__ = ["Desk", "desk_of"]


class _AnyLanes(Protocol):
    @property
    def running(self) -> int: ...
    @property
    def waiting(self) -> int: ...
    async def ask(self, asked: Asked) -> Answer: ...
    def warm(self) -> None: ...
    def close(self) -> None: ...


class Desk:
    """Takes questions from everywhere, and counts those of each client.

    Attributes:
        most: Questions of one client that may run and wait; 0 is any number.
    """

    def __init__(self, graph: KnowledgeGraph, settings: Settings) -> None:
        self._graph = graph
        self._bounds = settings.bounds
        self.most = settings.bounds.client_queries if settings.is_shared else 0
        self._lanes: _AnyLanes | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._clients: Counter[str] = Counter()

    @property
    def running(self) -> int:
        """How many queries are being answered."""
        return self._lanes.running if self._lanes else 0

    @property
    def waiting(self) -> int:
        """How many queries wait for their turn."""
        return self._lanes.waiting if self._lanes else 0

    def open(self) -> None:
        """Belong to the event loop that runs; done by the first question too."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self.close()
            self._loop = loop

    def enter(self, client: str) -> None:
        """Count a question of a client; ``leave`` must follow.

        Raises:
            ClientBusyError: It asks too much at once.
        """
        if self.most and self._clients[client] >= self.most:
            raise ClientBusyError(f"{self.most} queries of yours are being answered or wait already", RETRY_S)
        self._clients[client] += 1

    def leave(self, client: str) -> None:
        """End the count of a question: its answer has left, or nobody wants it."""
        self._clients[client] -= 1
        if self._clients[client] <= 0:
            del self._clients[client]

    async def ask(self, asked: Asked) -> Answer:
        """Return the answer, when it is whole or on its way; see :meth:`equigraph.web.lanes.Lanes.ask`."""
        self.open()
        if self._lanes is None:
            self._lanes = self._open_lanes()
        return await self._lanes.ask(asked)

    def warm(self) -> None:
        """Start a process, so that the next question need not wait for it; from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._warm)

    def close(self) -> None:
        """Stop all queries; a later question starts anew."""
        lanes, self._lanes = self._lanes, None
        if lanes is not None:
            lanes.close()

    def _warm(self) -> None:
        if self._lanes is None:
            self._lanes = self._open_lanes()
        self._lanes.warm()

    def _open_lanes(self) -> _AnyLanes:
        store, limits = self._graph.store, self._graph.limits
        if isinstance(store, EndpointStore):
            return RemoteLanes(store, limits, self._bounds)
        return Lanes(store, limits, self._bounds)


def desk_of(request: Request) -> Desk:
    """Return the desk of the application that a request came to."""
    found: Desk = request.app.state.desk
    return found
