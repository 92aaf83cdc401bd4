"""A worker process and the two pipes to it, from the event loop: no thread waits for an answer.

The same processes as those of :mod:`equigraph.graph.worker`, and the same frames; only who waits is another.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import tempfile
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol, cast

from equigraph.errors import EquigraphError, QueryTooLargeError
from equigraph.graph.frames import END, ERROR, READY, REQUEST, error_from_wire, frame_bytes, frames_in
from equigraph.graph.process import meaning_of_death, worker_command, worker_environment

__all__ = ["LOW", "Link", "Listener"]

LOW: Final = 10  # the "nice" of what yields to all else, and still gets a tenth of a processor on a busy machine
_OUT: Final = 1


class Listener(Protocol):
    """Who is told what a process sends for one request."""

    def on_frame(self, letter: bytes, payload: bytes) -> None:
        """Take the head or a part of the answer."""

    def on_end(self, cpu_s: float) -> None:
        """Take that the answer is whole, and the processor time that it took; 0 where that is not told."""

    def on_error(self, error: EquigraphError) -> None:
        """Take what ended the answer before its end: what the process reports, or what its death means."""

    def on_lost(self) -> None:
        """Take that the process ended, or is kept by another request, before it began with this one."""

    def slow(self) -> None:
        """Take that the answer takes more than a moment."""


class Link(asyncio.SubprocessProtocol):
    """A running worker process, and the requests before it; it answers one after the other.

    Attributes:
        is_alive: Whether it can take a request.
        is_worn: Whether it should end when the request that it answers has ended.
        head_since: When it began with that request, by the clock of the event loop.
        on_turn: Is called when a request has ended, or the process.
    """

    def __init__(self, memory_words: str) -> None:
        self.is_alive = True
        self.is_worn = False
        self.head_since = 0.0
        self.on_turn: Callable[[Link], None] | None = None
        self._memory = memory_words
        self._messages = tempfile.TemporaryFile()  # noqa: SIM115 # lives as long as the process
        self._rest = b""
        self._queue: deque[Listener | None] = deque()  # None: nobody listens any more
        self._reserved = 0
        self._cpu_ns = 0
        self._process: asyncio.SubprocessTransport | None = None
        self._input: asyncio.WriteTransport | None = None
        self._loop = asyncio.get_running_loop()

    @classmethod
    async def start(cls, first: dict[str, Any], seconds: float, late: Callable[[], EquigraphError]) -> Link:
        """Return a process that has opened what it is to open.

        Args:
            first: What to open; see :func:`equigraph.graph.process.opening`.
            seconds: That this may take.
            late: Makes the error for when it takes longer.

        Raises:
            EquigraphError: It could not be opened.
        """
        link = cls(first["memory_words"])
        session: dict[str, Any] = (
            {"creationflags": 0x200} if sys.platform == "win32" else {"start_new_session": True}
        )  # Ctrl-C in a terminal reaches the server only
        started = _Started()
        await asyncio.get_running_loop().subprocess_exec(
            lambda: link, *worker_command(), stderr=link._messages, env=worker_environment(), **session
        )
        try:
            link.reserve()
            link.ask(frame_bytes(REQUEST, json.dumps(first).encode()), started)
            await asyncio.wait_for(started.ready, seconds)
        except TimeoutError:
            link.kill()
            raise late() from None
        except BaseException:
            link.kill()
            raise
        link._queue.clear()
        link._forget_used()
        return link

    @property
    def pid(self) -> int:
        """Number of the process."""
        return cast("asyncio.SubprocessTransport", self._process).get_pid()

    @property
    def load(self) -> int:
        """How many requests are before it."""
        return len(self._queue) + self._reserved

    @property
    def head(self) -> Listener | None:
        """Who listens to the request that is being answered; None when nobody does."""
        return self._queue[0] if self._queue else None

    def reserve(self) -> None:
        """Promise a request; ``ask`` or ``release`` must follow."""
        self._reserved += 1

    def release(self) -> None:
        """Take the promise back."""
        self._reserved -= 1

    def ask(self, request: bytes, listener: Listener) -> None:
        """Send the request that was promised; the listener hears what comes back."""
        self._reserved -= 1
        if not self._queue:
            self.head_since = self._loop.time()
        self._queue.append(listener)
        cast("asyncio.WriteTransport", self._input).write(request)

    def forget(self, listener: Listener) -> None:
        """Tell a listener nothing more; its request is answered all the same."""
        self._queue = deque(None if one is listener else one for one in self._queue)

    def lose_followers(self) -> None:
        """Tell those behind the request that is being answered to go elsewhere; the process ends after that request."""
        followers = list(self._queue)[1:]
        if followers:
            self.is_worn = True
            self._queue = deque([self._queue[0], *(None for _ in followers)])
        for listener in followers:
            if listener is not None:
                listener.on_lost()

    def _forget_used(self) -> None:
        """Begin to count anew what ``used_s`` tells."""
        self._cpu_ns += int((self.used_s() or 0) * 1e9)

    def used_s(self) -> float | None:
        """Return the processor time that it has used since its last answer; None where the system does not tell."""
        try:
            with open(f"/proc/{self.pid}/schedstat", "rb") as file:  # noqa: PTH123 # this is asked while others wait
                return (int(file.read().split()[0]) - self._cpu_ns) / 1e9
        except (OSError, ValueError, IndexError):
            return None

    def lower(self) -> None:
        """Give the process a low priority, for good: only the keeper of a machine could raise it again."""
        with contextlib.suppress(OSError, AttributeError):  # it is gone; or this is Windows
            os.setpriority(os.PRIO_PROCESS, self.pid, LOW)
        with contextlib.suppress(OSError):  # Linux may weigh sessions against each other, whatever their processes are
            Path(f"/proc/{self.pid}/autogroup").write_text(str(LOW), encoding="ascii")

    def kill(self, reason: EquigraphError | None = None) -> None:
        """End the process; who listens to the request that is answered is told the reason, if there is one."""
        self.is_alive = False
        self.on_turn = None
        queue, self._queue = self._queue, deque()
        process = self._process
        if process is not None:
            with contextlib.suppress(ProcessLookupError, RuntimeError):  # it is gone; or its event loop is
                process.kill()
                process.close()
        _tell_all(queue, reason)

    # --- what the event loop calls ------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep both ends."""
        self._process = cast("asyncio.SubprocessTransport", transport)
        self._input = cast("asyncio.WriteTransport", self._process.get_pipe_transport(0))

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """Cut what comes into frames, and pass them on."""
        del fd  # only standard output is a pipe that is read
        frames, self._rest = frames_in(self._rest + data if self._rest else data)
        for letter, payload in frames:
            if not self._queue:
                return  # it was killed, and this had come before
            listener = self._queue[0]
            if letter in {END, ERROR}:
                self._take_end(listener, letter, payload)
            elif listener is not None:
                listener.on_frame(letter, payload)

    def _take_end(self, listener: Listener | None, letter: bytes, payload: bytes) -> None:
        self._queue.popleft()
        self.head_since = self._loop.time()
        if letter == END:
            told = json.loads(payload)
            used, self._cpu_ns = told.get("cpu_ns", 0) - self._cpu_ns, told.get("cpu_ns", 0)
            self.is_worn = self.is_worn or told["retire"]
            if listener is not None:
                listener.on_end(max(0, used) / 1e9)
        else:
            self._forget_used()
            error = error_from_wire(payload)
            self.is_worn = self.is_worn or isinstance(error, QueryTooLargeError)  # it may still hold much
            if listener is not None:
                listener.on_error(error)
        if self.on_turn is not None:
            self.on_turn(self)

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        """Take no request that nobody would read."""
        del exc
        self.is_alive = False
        if fd == _OUT and self._input is not None:
            self._input.close()

    def process_exited(self) -> None:
        """Take no request; what it wrote before may still come."""
        self.is_alive = False

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell who listens that the process has ended, and everything that it wrote has come."""
        del exc
        queue, self._queue = self._queue, deque()
        if queue:
            self._messages.seek(0)
            messages = self._messages.read()
            code = cast("asyncio.SubprocessTransport", self._process).get_returncode() or 0
            _tell_all(queue, meaning_of_death(code, messages, self._memory))
        if self.on_turn is not None:
            self.on_turn(self)
        self._messages.close()


def _tell_all(queue: deque[Listener | None], reason: EquigraphError | None) -> None:
    """Tell the first why nothing comes, and those behind it that they have not been begun."""
    for place, listener in enumerate(queue):
        if listener is None:
            continue
        if place:
            listener.on_lost()
        elif reason is not None:
            listener.on_error(reason)


class _Started:
    """Waits for the first frame."""

    def __init__(self) -> None:
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def on_frame(self, letter: bytes, payload: bytes) -> None:
        del payload
        if letter == READY and not self.ready.done():
            self.ready.set_result(None)

    def on_end(self, cpu_s: float) -> None:
        del cpu_s

    def on_error(self, error: EquigraphError) -> None:
        if not self.ready.done():
            self.ready.set_exception(error)

    def on_lost(self) -> None:
        pass

    def slow(self) -> None:
        pass
