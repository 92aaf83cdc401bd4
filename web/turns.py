"""Taking turns: so many pages are made at once, further ones wait a while, and then are told to come again.

A page is made in a thread, from queries of our own that take milliseconds; many at once only make each other slower.
Files are not made, and the endpoint has lanes of its own. A turn ends when the answer begins: a client that reads
slowly keeps nobody waiting.
"""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from equigraph.web.faults import fault
from equigraph.web.page import Page, render

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from equigraph.web.settings import Settings

__all__ = ["Turns"]

ELSEWHERE: Final = ("/static/", "/sparql", "/health")  # not made in a turn


class Turns:
    """An application whose pages take turns."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.path = settings.path
        self.wait_s = settings.bounds.page_s
        self._free = asyncio.Semaphore(settings.bounds.pages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer when it is this request's turn."""
        if scope["type"] != "http" or scope["path"].removeprefix(self.path).startswith(ELSEWHERE):
            await self.app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self.wait_s):
                await self._free.acquire()
        except TimeoutError:
            response = await run_in_threadpool(render, Request(scope), self._busy())
            response.headers.update({"Retry-After": str(max(1, math.ceil(self.wait_s))), "Cache-Control": "no-store"})
            await response(scope, receive, send)
            return
        turn = _Turn(self._free, send)
        try:
            await self.app(scope, receive, turn.send)
        finally:
            turn.end()

    def _busy(self) -> Page:
        told = f"too many pages are being made; this one waited {self.wait_s:g} seconds for its turn"
        return Page("error.html.j2", "Please try again in a moment", fault(503, told), status=503)


class _Turn:
    """One turn, which ends once: when the answer begins, or never began."""

    def __init__(self, free: asyncio.Semaphore, send: Send) -> None:
        self._free = free
        self._send = send
        self._has_ended = False

    async def send(self, message: Message) -> None:
        self.end()
        await self._send(message)

    def end(self) -> None:
        if not self._has_ended:
            self._has_ended = True
            self._free.release()
