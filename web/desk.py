"""The desk where queries are handed in: by requests in the event loop, and by pages in their threads."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Protocol

import anyio.from_thread

from equigraph.errors import ClientBusyError
from equigraph.graph.answer_formats import check_format
from equigraph.graph.endpoint import EndpointStore
from equigraph.graph.worker import terms_of
from equigraph.web.lanes import RETRY_S, Lanes
from equigraph.web.question import Asked, Question
from equigraph.web.remote import RemoteLanes

if TYPE_CHECKING:
    from starlette.requests import Request

    from equigraph.graph.knowledge_graph import KnowledgeGraph
    from equigraph.graph.store import Result, Store
    from equigraph.web.answering import Answer
    from equigraph.web.settings import Settings

__all__ = ["Desk", "Hatch", "desk_of"]


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

    def cancel(self, asked: Asked) -> None:
        """Take a question back, from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(asked.cancel)

    def hatch(self, client: str = "") -> Hatch:
        """Return what a page asks from its thread, for a client (see :func:`equigraph.web.clients.client_of`)."""
        return Hatch(self, self._graph.store, client)

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


class Hatch:
    """The desk for a page: a guard (see :class:`equigraph.graph.store.Guard`) that is asked in the page's own thread.

    Attributes:
        location: Of the graph.
    """

    def __init__(self, desk: Desk, store: Store, client: str) -> None:
        self.location = store.location
        self._desk = desk
        self._store = store
        self._client = client
        self._asked: set[Asked] = set()

    def query(self, query: str, timeout_s: float | None = None) -> Result:
        """Answer a query with terms; see :meth:`equigraph.graph.worker.QueryWorker.query`."""
        parts = self._run(Question(query, "terms", timeout_s=timeout_s))
        kind = next(parts).decode("ascii")
        return terms_of(kind, b"".join(parts))

    def stream(self, query: str, format_name: str, timeout_s: float | None = None) -> Iterator[bytes]:
        """Yield the answer in a format, in parts; see :meth:`equigraph.graph.worker.QueryWorker.stream`."""
        check_format(format_name)
        parts = self._run(Question(query, format_name, timeout_s=timeout_s))
        next(parts)
        return parts

    def contains_graph(self, iri: str) -> bool:
        """Say whether there is a named graph of that IRI."""
        return self._store.contains_graph(iri)

    def cancel(self) -> None:
        """Stop what was asked here."""
        for asked in list(self._asked):
            self._desk.cancel(asked)

    def close(self) -> None:
        """Stop what was asked here."""
        self.cancel()

    def _run(self, question: Question) -> Iterator[bytes]:
        """Yield the kind of the answer, then its parts; the event loop does the work, and this thread waits."""
        asked = Asked(question)
        self._asked.add(asked)
        answer: Answer | None = None
        anyio.from_thread.run_sync(self._desk.enter, self._client)
        try:
            answer = anyio.from_thread.run(self._desk.ask, asked)
            yield answer.kind.encode("ascii")
            parts = answer.parts()
            while (part := anyio.from_thread.run(_next_part, parts)) is not None:
                yield part
        finally:
            self._asked.discard(asked)
            anyio.from_thread.run_sync(self._desk.leave, self._client)
            if answer is not None:
                anyio.from_thread.run_sync(answer.close)


async def _next_part(parts: AsyncIterator[bytes]) -> bytes | None:
    return await anext(parts, None)


def desk_of(request: Request) -> Desk:
    """Return the desk of the application that a request came to."""
    found: Desk = request.app.state.desk
    return found
