"""Answers in one piece: the head of an answer waits for its body, and a small body leaves with it.

uvicorn sends the head as soon as it is told, and looks at each header field by two patterns. Two pieces cost the system
twice and wake the client twice; for small queries that is a good part of all the work. What is not small and whole goes
uvicorn's own way, and so does what it would refuse.

Source:
    ASGI, "Response Start": the head is not sent before there is a part of the body.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Final, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["OnePiece"]

SMALL_BYTES: Final = 64 * 1024  # copying more costs as much as sending it apart
OTHERWISE: Final = frozenset({b"connection", b"transfer-encoding"})  # they say how the body ends
CONTROLS: Final = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


class OnePiece:
    """An application whose small answers leave in one piece; called by uvicorn alone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            return self._app(scope, receive, send)
        return self._app(scope, receive, _Answer(send).send)


class _Answer:
    """One answer on its way out; its head waits here until a part of the body comes."""

    def __init__(self, send: Send) -> None:
        self._cycle = cast("RequestResponseCycle", send.__self__)  # type: ignore[attr-defined] # a method of uvicorn's
        self._send = send
        self._start: Message | None = None

    async def send(self, message: Message) -> None:
        cycle, start = self._cycle, self._start
        if message["type"] == "http.response.start" and not cycle.response_started:
            self._start = message
            # As if it had left: when the application fails now, the connection is cut, and nothing else is told.
            cycle.response_started, cycle.waiting_for_100_continue = True, False
            return
        if start is not None:
            self._start = None
            if self._leaves_whole(start, message):
                return
            cycle.response_started = False
            await self._send(start)
        await self._send(message)

    def _leaves_whole(self, start: Message, message: Message) -> bool:
        cycle, body = self._cycle, message.get("body", b"")
        if message.get("more_body") or len(body) > SMALL_BYTES or cycle.scope["method"] == "HEAD":
            return False
        if cycle.disconnected or cycle.flow.write_paused or not cycle.keep_alive:
            return False
        given = dict(start["headers"])
        if given.get(b"content-length") != b"%d" % len(body) or not OTHERWISE.isdisjoint(given):
            return False
        fields = [*cycle.default_headers, *start["headers"]]
        if CONTROLS.search(b"".join([value for _, value in fields])):
            return False
        head = b"\r\n".join([name + b": " + value for name, value in fields])
        cycle.transport.write(STATUS_LINE[start["status"]] + head + b"\r\n\r\n" + body)
        cycle.response_complete = True
        cycle.message_event.set()
        cycle.on_response()
        return True
