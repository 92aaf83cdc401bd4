"""The same for a graph on a server: its answers come over HTTP, in threads, each over connections of its own.

What a query costs there is bounded by its server. Here only so many are under way at once, and those that take longer
than a moment may not take all of the places.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from equigraph.errors import ParameterError, TooManyQueriesError
from equigraph.graph.endpoint import EndpointStore
from equigraph.graph.frames import DATA, HEAD
from equigraph.graph.next_row import QueryParts
from equigraph.web.answer_stream import Answer
from equigraph.web.asked import Asked

if TYPE_CHECKING:
    from equigraph.graph.limits import Limits
    from equigraph.web.settings import Bounds

__all__ = ["RemoteLanes"]

PLACES: Final = 8  # as many requests at once as a browser would send to one server
LONG_PLACES: Final = PLACES - 2
MOST_WAITING: Final = 100
RETRY_S: Final = 5
STOP_S: Final = 0.1
KINDS: Final = {"ASK": "boolean", "CONSTRUCT": "triples", "DESCRIBE": "triples"}

Fetched = tuple[str, str | None, Iterator[bytes]]


@dataclass(eq=False, slots=True)
class _Errand:
    """One query on its way to the server and back."""

    asked: Asked
    done: asyncio.Future[Fetched]
    loop: asyncio.AbstractEventLoop
    store: EndpointStore | None = field(default=None)

    def finish(self, fetched: Fetched) -> None:
        if not self.done.done():
            self.done.set_result(fetched)

    def fail(self, error: BaseException) -> None:
        if not self.done.done():
            self.done.set_exception(error)


class RemoteLanes:
    """Answers what people ask of a SPARQL server; used from one event loop."""

    def __init__(self, store: EndpointStore, limits: Limits, bounds: Bounds) -> None:
        self.limits = limits
        self.bounds = bounds
        self._graphs = store.graphs
        self._address = store.address
        self._threads = ThreadPoolExecutor(PLACES, thread_name_prefix="equigraph-remote")
        self._idle: list[EndpointStore] = []
        self._errands: set[_Errand] = set()
        self._long: set[_Errand] = set()

    @property
    def running(self) -> int:
        """How many queries are being answered."""
        return min(len(self._errands), PLACES)

    @property
    def waiting(self) -> int:
        """How many queries wait for their turn."""
        return len(self._errands) - self.running

    async def ask(self, asked: Asked) -> Answer:
        """Return the answer, when all of it has come; see :meth:`equigraph.web.lanes.Lanes.ask`.

        Raises:
            EquigraphError: Also what the server says, or does not say.
        """
        if asked.question.chooses_graphs:
            raise ParameterError(
                "default-graph-uri and named-graph-uri choose among graphs that are here, and this graph is on another "
                "server; accepted: FROM and FROM NAMED in the query"
            )
        if self.waiting >= MOST_WAITING:
            raise TooManyQueriesError(f"{self.running} queries are being answered and {self.waiting} wait", RETRY_S)
        asked.slow()
        loop = asyncio.get_running_loop()
        errand = _Errand(asked, loop.create_future(), loop)
        answer = Answer(asked.slow)
        self._errands.add(errand)
        self._threads.submit(self._run, errand)
        try:
            kind, format_name, parts = await asked.wait_for(errand.done)
            answer.on_frame(HEAD, json.dumps({"kind": kind, "format": format_name}).encode())
            for part in parts:
                answer.on_frame(DATA, part)
                await asyncio.sleep(0)  # a large answer keeps nobody waiting
            answer.on_end(0)
        except BaseException:
            self._stop(errand)
            answer.close()
            raise
        finally:
            self._errands.discard(errand)
            self._long.discard(errand)
        return answer

    def warm(self) -> None:
        """Do nothing: a connection is made by the first question."""

    def close(self) -> None:
        """Stop all queries."""
        for errand in self._errands:
            errand.asked.cancel()
        self._threads.shutdown(wait=False, cancel_futures=True)
        for store in self._idle:
            store.close()

    def _stop(self, errand: _Errand) -> None:
        """Stop a query; again and again, for it may be just about to send its request, or another one."""
        if errand.store is not None:
            errand.store.cancel()
            with suppress(RuntimeError):  # the loop is closed
                errand.loop.call_later(STOP_S, self._stop, errand)

    def _run(self, errand: _Errand) -> None:
        """Fetch one answer; in a thread."""
        if errand.asked.is_cancelled:
            return
        try:
            store = self._idle.pop()
        except IndexError:
            store = EndpointStore(self._address, self.limits, graphs=self._graphs)
        errand.store = store
        with suppress(RuntimeError):  # the loop is closed: nobody waits
            errand.loop.call_soon_threadsafe(self._begin, errand)
            try:
                fetched = _fetch(store, errand.asked)
            except BaseException as error:  # noqa: BLE001 # whoever waits is told
                errand.loop.call_soon_threadsafe(errand.fail, error)
            else:
                errand.loop.call_soon_threadsafe(errand.finish, fetched)
        errand.store = None
        self._idle.append(store)

    def _begin(self, errand: _Errand) -> None:
        errand.loop.call_later(self.bounds.quick_s, self._look_at, errand)

    def _look_at(self, errand: _Errand) -> None:
        """Let a query that takes longer go on, if it leaves places to the others."""
        if errand not in self._errands:
            return
        if len(self._long) < LONG_PLACES:
            self._long.add(errand)
        else:
            errand.fail(TooManyQueriesError(f"{len(self._long)} long queries are being answered already", RETRY_S))


def _fetch(store: EndpointStore, asked: Asked) -> Fetched:
    question = asked.question
    kind = KINDS.get(QueryParts.of(question.text).form, "solutions")
    format_name = question.formats[kind]
    if format_name is None:
        return kind, None, iter(())
    return kind, format_name, store.stream(question.text, format_name)
