"""The requests that a worker process reads from its parent, and the end of it when its parent is gone."""

from __future__ import annotations

import json
import os
import select
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import IO, Any

from equigraph.graph.frames import read_frame

__all__ = ["requests_of"]

Read = Callable[[], dict[str, Any]]


def requests_of(source: IO[bytes]) -> Read:  # pragma: no cover # not in the process of a test
    """Return what reads the next request; the process ends when there can be none, even while a query runs."""
    return _watched(source) if hasattr(select, "poll") else _handed_over(source)


def _watched(source: IO[bytes]) -> Read:  # pragma: no cover # not in the process of a test
    """Read here, and let a thread wait for the end of the pipe: no request has to change threads."""
    threading.Thread(target=_wait_for_the_end, args=(source.fileno(),), daemon=True).start()

    def read() -> dict[str, Any]:
        frame = read_frame(source)
        if frame is None:
            os._exit(0)  # the parent is gone
        request: dict[str, Any] = json.loads(frame[1])
        return request

    return read


def _wait_for_the_end(descriptor: int) -> None:  # pragma: no cover # not in the process of a test
    ends = select.poll()
    ends.register(descriptor, 0)  # nothing but hang-up and error, which are always told
    ends.poll()
    os._exit(0)  # a query that still runs is for nobody


def _handed_over(source: IO[bytes]) -> Read:  # pragma: no cover # not in the process of a test
    """Let a thread read: where nothing tells the end of a pipe but reading it."""
    requests: SimpleQueue[dict[str, Any]] = SimpleQueue()

    def receive() -> None:
        while (frame := read_frame(source)) is not None:
            requests.put(json.loads(frame[1]))
        os._exit(0)

    threading.Thread(target=receive, daemon=True).start()
    return requests.get
