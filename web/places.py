"""Places at which queries are answered: so many processes, started when they are needed, and who waits for one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from equigraph.errors import QueryBusyError, QueryCancelledError
from equigraph.web.link import Link
from equigraph.web.question import Asked

__all__ = ["Places"]


class Places:
    """Some processes, idle and busy, and a queue before them.

    Attributes:
        most: How many there may be.
        taken: Processes that answer now, or start.
    """

    def __init__(self, most: int, start: Callable[[], Awaitable[Link]]) -> None:
        self.most = most
        self._start = start
        self._idle: list[Link] = []
        self._busy: set[Link] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._waiting: dict[asyncio.Future[Link], None] = {}  # in the order in which they came

    @property
    def running(self) -> int:
        """How many answer now."""
        return len(self._busy)

    @property
    def waiting(self) -> int:
        """How many questions wait for a place."""
        return len(self._waiting)

    @property
    def is_crowded(self) -> bool:
        """Whether more questions wait than processes are starting."""
        return len(self._waiting) > len(self._starting)

    @property
    def asked(self) -> int:
        """How many questions run or wait; those that only wait for a process to start are among them."""
        return len(self._busy) + self.waiting

    @property
    def is_free(self) -> bool:
        """Whether a question would be answered at once."""
        return self.asked < self.most

    async def take(self, asked: Asked, seconds: float) -> Link:
        """Return a process that is free, when it is this question's turn.

        Raises:
            QueryBusyError: No process was free for so many seconds.
            EquigraphError: No process could be started; the question was taken back.
        """
        link = self._next_idle()
        if link is not None and not self.waiting:
            self._busy.add(link)
            return link
        if link is not None:
            self._idle.append(link)
        asked.slow()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Link] = loop.create_future()
        self._waiting[future] = None
        self.grow()
        timer = loop.call_later(seconds, self._give_up, future, seconds)
        try:
            return await asked.wait_for(future)
        except BaseException:
            future.cancel()
            if future.done() and not future.cancelled() and future.exception() is None:
                self.give(future.result())  # it came at the very moment when it was no longer wanted
            raise
        finally:
            timer.cancel()
            self._waiting.pop(future, None)

    def _give_up(self, future: asyncio.Future[Link], seconds: float) -> None:
        if future.done():
            return
        if self._starting and not self._busy:  # it is the first, and a start has a limit of its own
            asyncio.get_running_loop().call_later(seconds, self._give_up, future, seconds)
        else:
            future.set_exception(QueryBusyError(self.most, seconds))

    def give(self, link: Link) -> None:
        """Take a process back that can answer the next question."""
        self._busy.discard(link)
        self._idle.append(link)
        self._serve()

    def drop(self, link: Link) -> None:
        """End a process; another takes its place when somebody waits."""
        self.let_go(link)
        link.kill()

    def let_go(self, link: Link) -> None:
        """Give a busy process away."""
        self._busy.discard(link)
        self.grow()

    def adopt(self, link: Link) -> None:
        """Take over a process that is answering; there must be a free place."""
        self._busy.add(link)
        while self._idle and len(self._idle) + len(self._busy) > self.most:
            self._idle.pop().kill()

    def grow(self) -> None:
        """Start processes for those that wait, as long as there are places."""
        if not self.is_crowded:
            return
        there_are = len(self._idle) + len(self._busy) + len(self._starting)
        for _ in range(min(self.waiting - len(self._starting), self.most - there_are)):
            task = asyncio.get_running_loop().create_task(self._start_one())
            self._starting.add(task)

    def warm(self) -> None:
        """Start one process if there is none."""
        if not (self._idle or self._busy or self._starting):
            self._starting.add(asyncio.get_running_loop().create_task(self._start_one()))

    def close(self) -> None:
        """End all processes; who waits for one, or for an answer of one, gets ``QueryCancelledError``."""
        for task in self._starting:
            task.cancel()
        for future in self._waiting:
            if not future.done():
                future.set_exception(QueryCancelledError())
        self._waiting.clear()
        for link in [*self._idle, *self._busy]:
            link.kill(QueryCancelledError())
        self._idle.clear()

    async def _start_one(self) -> None:
        try:
            link = await self._start()
        except Exception as error:  # noqa: BLE001 # whoever waits is told
            self._leave_start()
            future = self._next_waiting()
            if future is not None:
                future.set_exception(error)
            return
        self._leave_start()
        self._idle.append(link)
        self._serve()

    def _leave_start(self) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._starting.discard(task)

    def _next_idle(self) -> Link | None:
        while self._idle:
            link = self._idle.pop()
            if link.is_alive:
                return link
            link.kill()
        return None

    def _next_waiting(self) -> asyncio.Future[Link] | None:
        while self._waiting:
            future = next(iter(self._waiting))
            del self._waiting[future]
            if not future.done():
                return future
        return None

    def _serve(self) -> None:
        """Give idle processes to those that wait."""
        while self._waiting:
            link = self._next_idle()
            if link is None:
                self.grow()
                return
            future = self._next_waiting()
            if future is None:
                self._idle.append(link)
                return
            self._busy.add(link)
            future.set_result(link)
