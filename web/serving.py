"""Serving the explorer until somebody stops it: a socket, uvicorn, and a quick end."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import gc
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import IO, TYPE_CHECKING, Final

import uvicorn

from equigraph.errors import ServingError
from equigraph.web.access_log import Logged
from equigraph.web.app import create_app
from equigraph.web.slow import server_options

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.types import ASGIApp

    from equigraph.graph.knowledge_graph import KnowledgeGraph
    from equigraph.web.settings import Settings

__all__ = ["listening", "rare_collection", "serve"]

STOP_S: Final = 2  # for answers that are on their way when the server is stopped
BACKLOG: Final = 512
LOW_PORTS: Final = 1024
# New objects between two looks for what can be thrown away: a page makes some hundred thousand that are gone with it.
COLLECTED_AFTER: Final = 10_000


def serve(
    graph: KnowledgeGraph,
    settings: Settings,
    *,
    on_ready: Callable[[str], None],
    log: IO[str] | None = None,
) -> None:
    """Serve the explorer until the process is told to stop (Ctrl-C, SIGTERM).

    Args:
        graph: Stays open meanwhile; whoever opened it closes it.
        settings: Where to listen; port 0 takes a free one.
        on_ready: Is told the address as soon as connections are accepted.
        log: Where a line for each request goes when the explorer is shared; standard error if none is given.

    Raises:
        ServingError: It cannot listen there; the message says why, and what to do.
    """
    with listening(settings.host, settings.port) as listener:
        settings = dataclasses.replace(settings, port=listener.getsockname()[1])
        app = create_app(graph, settings)
        wrapped: ASGIApp = Logged(app, settings, log or sys.stderr) if settings.is_shared else app
        config = uvicorn.Config(
            wrapped,
            log_config=None,
            access_log=False,
            proxy_headers=False,
            **server_options(settings),
            timeout_graceful_shutdown=STOP_S,
            backlog=BACKLOG,
        )
        with rare_collection():
            _Server(config, app, lambda: on_ready(settings.address)).run(sockets=[listener])


@contextlib.contextmanager
def rare_collection() -> Iterator[None]:
    """Let Python look for reference cycles more rarely, and never through what is there already.

    Usually it does so after every 700 new objects: a fifth of the time that a large picture takes.
    """
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


class _Server(uvicorn.Server):
    """A server that says when it is ready, stops its queries before its connections, and then simply returns."""

    def __init__(self, config: uvicorn.Config, app: Starlette, tell: Callable[[], None]) -> None:
        super().__init__(config)
        self._app = app
        self._tell = tell

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept connections, and tell."""
        await super().startup(sockets)
        if self.started:
            self._tell()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop all queries, so that no connection waits for them."""
        self._app.state.desk.close()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on the signals that mean it, and do not raise them again: whoever called closes the graph."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        names = ("SIGINT", "SIGTERM", "SIGBREAK")  # the last on Windows
        numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
        before = {number: signal.signal(number, self.handle_exit) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop; at once when told a second time."""
        del sig, frame
        self.force_exit = self.should_exit
        self.should_exit = True


@contextlib.contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """Open the socket, before anything else is done.

    Raises:
        ServingError: That cannot be.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.create_server(address[:2], family=family, backlog=BACKLOG)
    except OSError as error:
        raise _refusal(host, port, error) from error
    with listener:
        yield listener


def _refusal(host: str, port: int, error: OSError) -> ServingError:
    if error.errno == errno.EADDRINUSE:
        reason, hint = f"port {port} is taken by another program", "Stop that one, or take a free port: --port 0."
    elif error.errno in {errno.EACCES, errno.EPERM}:
        reason, hint = f"port {port} is not for everybody", f"Ports from {LOW_PORTS} on are; 0 takes a free one."
    elif isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        reason, hint = "this machine has no such address", "127.0.0.1 is this machine alone, 0.0.0.0 all its addresses."
    else:
        reason, hint = str(error.strerror or error), "127.0.0.1 with port 0 works almost everywhere."
    return ServingError(host, port, reason, hint)
