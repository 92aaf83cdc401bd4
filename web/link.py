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
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol, cast

from equigraph.errors import EquigraphError
from equigraph.graph.frames import ERROR, READY, REQUEST, error_from_wire, frame_bytes, frames_in
from equigraph.graph.process import meaning_of_death, worker_command, worker_environment

__all__ = ["LOW", "Link", "Listener"]

LOW: Final = 10  # the "nice" of what yields to all else, and still gets a tenth of a processor on a busy machine
_OUT: Final = 1


class Listener(Protocol):
    """Who is told what a process sends."""

    def on_frame(self, letter: bytes, payload: bytes) -> None:
        """Take one frame that is not an error."""

    def on_error(self, error: EquigraphError) -> None:
        """Take what ended the answer before its end: what the process reports, or what its death means."""


class Link(asyncio.SubprocessProtocol):
    """A running worker process.

    Attributes:
        is_alive: Whether it can take a request.
        is_low: Whether it runs with a low priority.
        cpu_ns: Processor time that it had used when its last answer was whole.
    """

    def __init__(self, memory_words: str) -> None:
        self.is_alive = True
        self.is_low = False
        self.cpu_ns = 0
        self._memory = memory_words
        self._messages = tempfile.TemporaryFile()  # noqa: SIM115 # lives as long as the process
        self._rest = b""
        self._listener: Listener | None = None
        self._process: asyncio.SubprocessTransport | None = None
        self._input: asyncio.WriteTransport | None = None
        self._gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()

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
            link.ask(frame_bytes(REQUEST, json.dumps(first).encode()), started)
            await asyncio.wait_for(started.ready, seconds)
        except TimeoutError:
            link.kill()
            raise late() from None
        except BaseException:
            link.kill()
            raise
        link.rest()
        link.forget_used()
        return link

    @property
    def pid(self) -> int:
        """Number of the process."""
        return cast("asyncio.SubprocessTransport", self._process).get_pid()

    def ask(self, request: bytes, listener: Listener) -> None:
        """Send a request; the listener hears what comes back until ``rest`` is called."""
        self._listener = listener
        cast("asyncio.WriteTransport", self._input).write(request)

    def rest(self) -> None:
        """Listen no more: the last answer is whole."""
        self._listener = None

    def forget_used(self) -> None:
        """Begin to count anew what ``used_s`` tells."""
        self.cpu_ns += int((self.used_s() or 0) * 1e9)

    def used_s(self) -> float | None:
        """Return the processor time that it has used since its last answer; None where the system does not tell."""
        try:
            with open(f"/proc/{self.pid}/schedstat", "rb") as file:  # noqa: PTH123 # this is asked while others wait
                return (int(file.read().split()[0]) - self.cpu_ns) / 1e9
        except (OSError, ValueError, IndexError):
            return None

    def lower(self) -> None:
        """Give the process a low priority, for good: only the keeper of a machine could raise it again."""
        self.is_low = True
        with contextlib.suppress(OSError, AttributeError):  # it is gone; or this is Windows
            os.setpriority(os.PRIO_PROCESS, self.pid, LOW)
        with contextlib.suppress(OSError):  # Linux may weigh sessions against each other, whatever their processes are
            Path(f"/proc/{self.pid}/autogroup").write_text(str(LOW), encoding="ascii")

    def kill(self, reason: EquigraphError | None = None) -> None:
        """End the process; its listener is told the reason, if there is one."""
        listener, self._listener = self._listener, None
        self.is_alive = False
        process = self._process
        if process is not None:
            with contextlib.suppress(ProcessLookupError, RuntimeError):  # it is gone; or its event loop is
                process.kill()
                process.close()
        if reason is not None and listener is not None:
            listener.on_error(reason)

    async def wait_until_gone(self) -> None:
        """Return when the process has ended."""
        await self._gone

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
            listener = self._listener
            if listener is None:
                return
            if letter == ERROR:
                listener.on_error(error_from_wire(payload))
            else:
                listener.on_frame(letter, payload)

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
        listener, self._listener = self._listener, None
        if listener is not None:
            self._messages.seek(0)
            messages = self._messages.read()
            code = cast("asyncio.SubprocessTransport", self._process).get_returncode() or 0
            listener.on_error(meaning_of_death(code, messages, self._memory))
        self._messages.close()
        if not self._gone.done():
            self._gone.set_result(None)


class _Started:
    """Waits for the first frame."""

    def __init__(self) -> None:
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def on_frame(self, letter: bytes, payload: bytes) -> None:
        del payload
        if letter == READY and not self.ready.done():
            self.ready.set_result(None)

    def on_error(self, error: EquigraphError) -> None:
        if not self.ready.done():
            self.ready.set_exception(error)
