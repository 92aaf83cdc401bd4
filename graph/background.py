"""Run coroutines on a thread of their own, so that whoever waits for one can be bounded, interrupted and cancelled.

A caller may itself be inside an event loop (a notebook, a web server); then ``asyncio.run`` would refuse, this works.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Coroutine
from concurrent.futures import CancelledError, Future, wait
from typing import Any, TypeVar

from equigraph.errors import QueryCancelledError

__all__ = ["Background"]

T = TypeVar("T")
_GLANCE_S = 0.1  # how often one who waits looks up; Windows delivers Ctrl-C only then
_CLOSE_S = 5.0  # the longest that ``close`` waits for what is being stopped


class Background:
    """An event loop in a daemon thread; started by the first coroutine, and again after ``close``.

    Example:
        >>> background = Background()
        >>> background.run(asyncio.sleep(0, result="done"))
        'done'
        >>> background.close()
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._running: set[Future[Any]] = set()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what the coroutine returns; raise what it raises.

        Raises:
            QueryCancelledError: ``cancel`` or ``close`` was called meanwhile.
        """
        tasks: list[asyncio.Task[Any]] = []
        try:
            # One step for ``close``: it finds the coroutine among those that run, or it has not begun.
            with self._lock:
                future = asyncio.run_coroutine_threadsafe(_tracked(work, tasks), self._started())
                self._running.add(future)
            return self._waited_for(future)
        except CancelledError:
            pass  # told below, so that what happened inside does not hang on to it
        except BaseException:
            # Ctrl-C reaches the one who waits, not the loop; it may come before the future has a name here.
            loop = self._loop
            with contextlib.suppress(RuntimeError):  # closed meanwhile, and everything with it
                if loop is not None:
                    loop.call_soon_threadsafe(lambda: [task.cancel() for task in tasks])
            raise
        raise QueryCancelledError

    def _waited_for(self, future: Future[T]) -> T:
        try:
            while not future.done():
                wait((future,), _GLANCE_S)  # which does not notice that it was cancelled
            return future.result()
        finally:
            with self._lock:
                self._running.discard(future)

    def cancel(self) -> None:
        """Stop every coroutine that runs, from any thread."""
        with self._lock:
            running = list(self._running)
        for future in running:
            future.cancel()

    def close(self, last: Coroutine[Any, Any, None] | None = None) -> None:
        """Stop everything that runs, then run ``last``, then end the thread."""
        self.cancel()
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            if last is not None:
                last.close()
            return
        if last is not None:
            with contextlib.suppress(TimeoutError, CancelledError):
                asyncio.run_coroutine_threadsafe(last, loop).result(_CLOSE_S)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_CLOSE_S)
        if not thread.is_alive():
            loop.close()

    def _started(self) -> asyncio.AbstractEventLoop:
        """Return the loop that runs; the caller holds the lock."""
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._loop.run_forever, name="equigraph-http", daemon=True)
            self._thread.start()
        return self._loop


async def _tracked(work: Coroutine[Any, Any, T], tasks: list[asyncio.Task[Any]]) -> T:
    task = asyncio.current_task()
    if task is not None:
        tasks.append(task)
    return await work
