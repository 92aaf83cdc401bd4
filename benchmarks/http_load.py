"""A lean HTTP client for measuring: as many keep-alive connections as wanted, requests written down beforehand.

Each connection sends its next request when the last is answered to its end. Everything runs in one event loop (uvloop),
which costs a few hundredths of a millisecond a request, the same for every server.
"""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

import uvloop

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked\r\n", re.IGNORECASE)
HEAD_END, LAST_CHUNK = b"\r\n\r\n", b"0\r\n\r\n"


@dataclass
class Load:
    """What came of some requests.

    Attributes:
        seconds: From the first request until the end.
        latencies: Seconds of each answer, in order of arrival.
        statuses: How many answers had which status; 0 counts broken connections.
    """

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def per_s(self) -> float:
        """Good answers a second."""
        return self.statuses.get(200, 0) / self.seconds


def sparql_request(address: str, query: str) -> bytes:
    """Return a request as bytes: a query by GET, answered in JSON."""
    return page_request(
        address, f"{urlsplit(address).path}?{urlencode({'query': query})}", "application/sparql-results+json"
    )


def page_request(address: str, path: str, accept: str) -> bytes:
    """Return a request for a page."""
    return f"GET {path} HTTP/1.1\r\nHost: {urlsplit(address).netloc}\r\nAccept: {accept}\r\n\r\n".encode()


def run_load(address: str, requests: Sequence[bytes], connections: int, seconds: float, most: int = 0) -> Load:
    """Ask as fast as the answers come, for some seconds or a number of requests: these in turn, over and over."""
    return uvloop.run(_run(address, requests, connections, seconds, most))


async def fetch(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> tuple[int, bytes, bytes]:
    """Send one request over an open connection; return status, head and body of its answer."""
    writer.write(request)
    head = await reader.readuntil(HEAD_END)
    if found := LENGTH.search(head):
        body = await reader.readexactly(int(found[1]))
    else:
        parts = []
        while size := int(await reader.readuntil(b"\r\n"), 16):
            parts.append((await reader.readexactly(size + 2))[:-2])
        await reader.readexactly(2)
        body = b"".join(parts)
    return int(head[9:12]), head, body


async def _run(address: str, requests: Sequence[bytes], connections: int, seconds: float, most: int) -> Load:
    loop, load = asyncio.get_running_loop(), Load()
    parts = urlsplit(address)
    pending = range(most) if most else itertools.count()
    numbers = zip(pending, itertools.cycle(requests), strict=False)
    began = loop.time()
    clients = [_Client(load, numbers, began + seconds) for _ in range(connections)]
    for client in clients:
        await loop.create_connection(lambda client=client: client, parts.hostname, parts.port)
    await asyncio.gather(*(client.done for client in clients))
    load.seconds = loop.time() - began
    return load


class _Client(asyncio.Protocol):
    """One connection."""

    def __init__(self, load: Load, numbers: Iterator[tuple[int, bytes]], end: float) -> None:
        self.load = load
        self.numbers = numbers
        self.end = end
        self.loop = asyncio.get_running_loop()
        self.done = self.loop.create_future()
        self.data = b""
        self.began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.send_next()

    def data_received(self, data: bytes) -> None:
        self.data = self.data + data if self.data else data
        if not _is_whole(self.data):
            return
        self.count(int(self.data[9:12]))
        self.load.latencies.append(self.loop.time() - self.began)
        self.data = b""
        self.send_next()

    def connection_lost(self, _exc: Exception | None) -> None:
        if not self.done.done():
            self.count(0)
            self.done.set_result(None)

    def count(self, status: int) -> None:
        self.load.statuses[status] = self.load.statuses.get(status, 0) + 1

    def send_next(self) -> None:
        self.began = self.loop.time()
        following = next(self.numbers, None) if self.began < self.end else None
        if following is None:
            self.done.set_result(None)
            self.transport.close()
        else:
            self.transport.write(following[1])


def _is_whole(data: bytes) -> bool:
    end = data.find(HEAD_END)
    if end < 0:
        return False
    head = data[: end + 2]
    if found := LENGTH.search(head):
        return len(data) >= end + 4 + int(found[1])
    return bool(CHUNKED.search(head)) and data.endswith(LAST_CHUNK)
