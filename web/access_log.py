"""A line for each request, for whoever keeps a server that others use."""

from __future__ import annotations

import datetime as dt
import time
from typing import IO, TYPE_CHECKING, Final
from urllib.parse import quote

from equigraph.web.clients import client_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from equigraph.web.settings import Settings

__all__ = ["Logged"]

MOST_CHARACTERS: Final = 200  # of a path with its query: what is asked is nobody's affair in full length
PLAIN: Final = "".join(map(chr, range(0x21, 0x7F)))


class Logged:
    """An application whose requests are written down: time, client, method, path, status, bytes, milliseconds."""

    def __init__(self, app: ASGIApp, settings: Settings, stream: IO[str]) -> None:
        self._app = app
        self._has_proxy = bool(settings.base_url)
        self._stream = stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI), and write its line when the answer has left."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, size = time.perf_counter(), 0, 0

        async def send_counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, send_counted)
        finally:
            self._write(scope, status, size, time.perf_counter() - began)

    def _write(self, scope: Scope, status: int, size: int, seconds: float) -> None:
        moment = dt.datetime.now(tz=dt.UTC).isoformat(timespec="milliseconds")
        client = client_of(scope, has_proxy=self._has_proxy) or "-"
        method, target = scope["method"], _target(scope)
        self._stream.write(f"{moment} {client} {method} {target} {status or '-'} {size} {seconds * 1000:.1f}\n")
        self._stream.flush()


def _target(scope: Scope) -> str:
    r"""Return what was asked for, in characters that can neither end a line nor reach a terminal.

    Example:
        >>> _target({"raw_path": b"/a b\x1b[31m", "query_string": b""})
        '/a%20b%1B[31m'
    """
    query = b"?" + scope["query_string"] if scope["query_string"] else b""
    data = (scope.get("raw_path") or scope["path"].encode("utf-8")) + query
    text = quote(data[:MOST_CHARACTERS], safe=PLAIN)
    return text if len(data) <= MOST_CHARACTERS else text + "..."
