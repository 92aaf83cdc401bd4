"""A pool of processes that answer queries: so many, started when they are needed, and who waits for one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from equigraph.errors import QueryBusyError, QueryCancelledError
from equigraph.web.asked import Asked
from equigraph.web.link import Link

__all__ = ["Pool"]


class Pool:
    """Some processes, idle and busy, and a queue before them.

    Attributes:
        most: How many there may be.
        depth: How many queries one process may have before it; with more than one it need not wait between them.
        links: Those that there are.
    """

    def __init__(self, most: int, depth: int, start: Callable[[], Awaitable[Link]]) -> None:
        self.most = most
        self.depth = depth
        self.links: list[Link] = []
        self._start = start
        self._starting: set[asyncio.Task[None]] = set()
        self._waiting: dict[asyncio.Future[Link], None] = {}  # in the order in which they came

    @property
    def running(self) -> int:
        """How many queries are being answered."""
        return sum(link.load > 0 for link in self.links)

    @property
    def waiting(self) -> int:
        """How many questions wait for a place, or for their turn there."""
        return len(self._waiting) + sum(max(0, link.load - 1) for link in self.links)

    @property
    def is_crowded(self) -> bool:
        """Whether more questions wait than processes are starting."""
        return len(self._waiting) > len(self._starting)

    @property
    def asked(self) -> int:
        """How many questions run or wait; those that only wait for a process to start are among them."""
        return sum(link.load for link in self.links) + len(self._waiting)

    async def take(self, asked: Asked, seconds: float) -> Link:
        """Return a process that this question is to be asked of at once.

        Raises:
            QueryBusyError: No process was free for so many seconds.
            EquigraphError: No process could be started; the question was taken back.
        """
        link = None if self._waiting else self._best()
        if link is not None:
            if link.load and not self._starting and len(self.links) < self.most:
                self._begin()  # for those to come
            link.reserve()
            return link
        asked.slow()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Link] = loop.create_future()
        self._waiting[future] = None
        self._grow()
        timer = loop.call_later(seconds, self._give_up, future, seconds)
        try:
            return await asked.wait_for(future)
        except BaseException:
            future.cancel()
            if future.done() and not future.cancelled() and future.exception() is None:
                future.result().release()  # it came at the very moment when it was no longer wanted
                self._serve()
            raise
        finally:
            timer.cancel()
            self._waiting.pop(future, None)

    def adopt(self, link: Link) -> None:
        """Take over a process that is answering; there must be a free place."""
        link.on_turn = self._on_turn
        self.links.append(link)
        while len(self.links) > self.most:
            idle = next((one for one in self.links if not one.load), None)
            if idle is None:
                return
            self.kill(idle)

    def let_go(self, link: Link) -> None:
        """Give a process away, or let it be forgotten."""
        if link in self.links:
            self.links.remove(link)
        self._grow()

    def kill(self, link: Link) -> None:
        """End a process; another takes its place when somebody waits."""
        self.let_go(link)
        link.kill()

    def warm(self) -> None:
        """Start one process if there is none."""
        if not (self.links or self._starting):
            self._begin()

    def close(self) -> None:
        """End all processes; who waits for one, or for an answer of one, gets ``QueryCancelledError``."""
        for task in self._starting:
            task.cancel()
        while (future := self._next_waiting()) is not None:
            future.set_exception(QueryCancelledError())
        links, self.links = self.links, []
        for link in links:
            link.kill(QueryCancelledError())

    def _on_turn(self, link: Link) -> None:
        """Take note that a process has ended a query, or is gone."""
        if not link.is_alive:
            self.let_go(link)
        elif link.is_worn:
            self.kill(link)
        self._serve()

    def _grow(self) -> None:
        """Start processes for those that wait, as long as there are places."""
        if not self.is_crowded:
            return
        there_are = len(self.links) + len(self._starting)
        for _ in range(min(len(self._waiting) - len(self._starting), self.most - there_are)):
            self._begin()

    def _begin(self) -> None:
        self._starting.add(asyncio.get_running_loop().create_task(self._start_one()))

    async def _start_one(self) -> None:
        task = asyncio.current_task()
        try:
            link = await self._start()
        except Exception as error:  # noqa: BLE001 # whoever waits is told
            future = self._next_waiting()
            if future is not None:
                future.set_exception(error)
            return
        finally:
            self._starting.discard(task)
        self.adopt(link)
        self._serve()

    def _best(self) -> Link | None:
        """Return the process with the least before it; None when all have as much as they may."""
        best = None
        for link in self.links:
            if link.is_alive and not link.is_worn and link.load < (best.load if best else self.depth):
                best = link
        return best

    def _next_waiting(self) -> asyncio.Future[Link] | None:
        while self._waiting:
            future = next(iter(self._waiting))
            del self._waiting[future]
            if not future.done():
                return future
        return None

    def _serve(self) -> None:
        """Give processes to those that wait."""
        while self._waiting:
            link = self._best()
            if link is None:
                self._grow()
                return
            future = self._next_waiting()
            if future is None:
                return
            link.reserve()
            future.set_result(link)

    def _give_up(self, future: asyncio.Future[Link], seconds: float) -> None:
        if future.done():
            return
        if self._starting and not self.links:  # it is the first, and a start has a limit of its own
            asyncio.get_running_loop().call_later(seconds, self._give_up, future, seconds)
        else:
            future.set_exception(QueryBusyError(self.most, seconds))
