"""One worker process, from the side of its parent: start it, send requests, read frames, and kill it in time."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, cast

from equigraph.errors import EquigraphError, QueryCancelledError, QueryCrashedError, QueryTooLargeError
from equigraph.graph.frames import END, ERROR, REQUEST, error_from_wire, read_frame, write_frame
from equigraph.graph.limits import Limits, bytes_in_words

__all__ = [
    "Deadline",
    "WorkerProcess",
    "meaning_of_death",
    "opening",
    "question",
    "worker_command",
    "worker_environment",
]

_ROOT = str(Path(__file__).parent.parent.parent)  # the folder that holds the package
_START = "import sys; sys.path.append(sys.argv[1]); from equigraph.graph.worker_process import main; main()"
_SETTINGS = {
    "RUST_BACKTRACE": "0",  # a dying engine would write for half a second
    "MALLOC_ARENA_MAX": "2",  # threads reserve address space otherwise, which the memory limit counts
}
_WAITING_FRAMES = 16  # that the reader takes in before the worker has to wait
_GLANCE_S = 0.1  # how often a waiting caller looks up; Windows delivers Ctrl-C only then
_NO_MEMORY = (b"memory allocation of", b"bad_alloc", b"MemoryError", b"Cannot allocate memory")


def worker_command() -> list[str]:
    """Return what starts a worker process: this Python, with our own words."""
    return [sys.executable, "-P", "-c", _START, _ROOT]


def worker_environment() -> dict[str, str]:
    """Return the environment of a worker process."""
    return {**os.environ, **_SETTINGS}


def opening(location: str | None, graphs: Sequence[str], limits: Limits) -> dict[str, Any]:
    """Return the first request to a process that answers queries: what it opens."""
    return {
        "do": "answer",
        "location": location,
        "graphs": graphs,
        "memory_bytes": limits.memory_bytes,
        "memory_words": bytes_in_words(limits.memory_bytes),
    }


def question(text: str, format_name: str | Mapping[str, str | None], limits: Limits) -> dict[str, Any]:
    """Return the request to answer a query.

    Args:
        text: What the person wrote.
        format_name: Of the answer; or one for each kind of answer (``solutions``, ``boolean``, ``triples``), None where
            only the kind is wanted.
        limits: Bounds on the answer.
    """
    return {
        "text": text,
        "format": format_name,
        "rows": limits.rows,
        "answer_bytes": limits.answer_bytes,
        "memory_bytes": limits.memory_bytes,
    }


def meaning_of_death(code: int, messages: bytes, memory: str) -> EquigraphError:
    """Return what it means that a worker process ended by itself.

    Args:
        code: Its exit code, below zero for the signal that ended it.
        messages: What it wrote to standard error.
        memory: Its memory limit, in words.
    """
    if any(words in messages for words in _NO_MEMORY):
        return QueryTooLargeError(f"{memory} of memory")
    if code < 0:
        return QueryCrashedError(f"its process was ended by {signal.Signals(-code).name}")
    return QueryCrashedError(f"its process ended with code {code}")


class Deadline:
    """Seconds that a caller may wait in all; time that the caller itself takes between two parts does not count."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.left = seconds

    def wait_for(self, semaphore: threading.Semaphore) -> bool:
        """Take a semaphore, waiting no longer than is left; False when it could not be had."""
        taken = semaphore.acquire(blocking=False)
        while not taken and self.left > 0:
            began = time.monotonic()
            taken = semaphore.acquire(timeout=min(self.left, _GLANCE_S))
            self.left -= time.monotonic() - began
        return taken


class WorkerProcess:
    """A running worker process and the frames it sends.

    Ctrl-C in a terminal reaches the parent only: the worker is in a session (on Windows a group) of its own.
    """

    def __init__(self, request: dict[str, Any]) -> None:
        self._memory = request.get("memory_words", "")
        self._messages = tempfile.TemporaryFile()  # noqa: SIM115 # lives as long as the process
        own_session: dict[str, Any] = (
            {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
            if sys.platform == "win32"
            else {"start_new_session": True}
        )
        self._process = subprocess.Popen(  # noqa: S603 # this Python, with our own words
            worker_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._messages,
            env=worker_environment(),
            **own_session,
        )
        self._frames: queue.Queue[tuple[bytes, bytes] | None] = queue.Queue(_WAITING_FRAMES)
        self._is_cancelled = False
        self.kill = weakref.finalize(self, _kill, self._process, self._messages)
        threading.Thread(target=_read_all, args=(self._process, self._frames), daemon=True).start()
        self.send(request)

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it can take a request."""
        return self.kill.alive and self._process.poll() is None

    def send(self, request: dict[str, Any]) -> None:
        """Send a request; that the process is gone shows when its answer is read."""
        with contextlib.suppress(OSError, ValueError):
            write_frame(cast("IO[bytes]", self._process.stdin), REQUEST, json.dumps(request).encode())

    def receive(self, deadline: Deadline, late: EquigraphError) -> tuple[bytes, bytes]:
        """Return the next frame.

        Raises:
            EquigraphError: ``late`` when the deadline passes; what the worker reports; what its death means. Only
                after a reported error does the process live on.
        """
        while deadline.left > 0:
            began = time.monotonic()
            try:
                frame = self._frames.get(timeout=min(deadline.left, _GLANCE_S))
            except queue.Empty:
                continue
            finally:
                deadline.left -= time.monotonic() - began
            if frame is None:
                raise self._death()
            if frame[0] == ERROR:
                raise error_from_wire(frame[1])
            return frame
        self.kill()
        raise late

    def cancel(self) -> None:
        """Stop the process from another thread; whoever waits gets ``QueryCancelledError``."""
        self._is_cancelled = True
        _end(self._process)

    def _death(self) -> EquigraphError:
        code = self._process.wait()
        if self._is_cancelled or not self.kill.alive:
            self.kill()
            return QueryCancelledError()
        self._messages.seek(0)
        messages = self._messages.read()
        self.kill()
        return meaning_of_death(code, messages, self._memory)


def _read_all(process: subprocess.Popen[bytes], frames: queue.Queue[tuple[bytes, bytes] | None]) -> None:
    """Pass frames on until the process ends; None marks the end."""
    frame: tuple[bytes, bytes] | None = (END, b"")
    with cast("IO[bytes]", process.stdout) as stream:
        while frame is not None:
            frame = read_frame(stream)
            while not _is_taken(frames, frame):
                if process.returncode is not None:  # killed: nobody reads the rest
                    return


def _is_taken(frames: queue.Queue[tuple[bytes, bytes] | None], frame: tuple[bytes, bytes] | None) -> bool:
    try:
        frames.put(frame, timeout=_GLANCE_S)
    except queue.Full:
        return False
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def _kill(process: subprocess.Popen[bytes], messages: IO[bytes]) -> None:
    _end(process)
    for stream in (cast("IO[bytes]", process.stdin), messages):
        with contextlib.suppress(OSError):  # an unsent request; the process is gone
            stream.close()
