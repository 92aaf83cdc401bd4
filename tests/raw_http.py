"""What the tests over real sockets share: a server of the explorer in a thread, and bytes sent as they are."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uvicorn

    from equigraph.graph.knowledge_graph import KnowledgeGraph
    from equigraph.web.settings import Settings

PATIENCE_S = 20.0


@dataclass(frozen=True)
class Running:
    """A server that runs."""

    port: int
    server: uvicorn.Server

    def connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)
        connection.settimeout(PATIENCE_S)
        return connection

    def exchange(self, data: bytes) -> bytes:
        """Send these bytes; return all that comes until the server closes or has answered once."""
        with self.connect() as connection:
            connection.sendall(data)
            return read_answer(connection)

    def get(self, path: str = "/") -> bytes:
        return self.exchange(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nConnection: close\r\n\r\n".encode()
        )


def read_answer(connection: socket.socket) -> bytes:
    """Return one answer, or what there is of it when the connection ends."""
    data = b""
    while True:
        try:
            part = connection.recv(65536)
        except ConnectionError:
            return data
        data += part
        head, blank, body = data.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
        if not part or (blank and length and len(body) >= int(length[1])):
            return data


def status_of(answer: bytes) -> int:
    """Return the status of an answer; 0 if there is none."""
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", answer)
    return int(found[1]) if found else 0


@contextmanager
def running(graph: KnowledgeGraph, settings: Settings) -> Iterator[Running]:
    """Run the explorer of a graph at a free port of this machine."""
    import uvicorn

    from equigraph.web.app import create_app
    from equigraph.web.slow import server_options

    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(create_app(graph, settings), log_level="critical", **server_options(settings))
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield Running(listener.getsockname()[1], server)
        finally:
            server.should_exit = server.force_exit = True
            thread.join(PATIENCE_S)
