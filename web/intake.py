"""How much a request may hold, and how long its body may take to arrive.

Source:
    RFC 9110, 8.6, 15.5.9, 15.5.14, 15.5.15; RFC 6585, 5.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from equigraph.web.refusals import Refusal

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.types import Message, Receive, Scope

    from equigraph.web.settings import Bounds

__all__ = ["METHODS", "drain", "has_body", "head_refusal", "read_body", "replay"]

METHODS: Final = ("GET", "HEAD", "POST")  # nothing here is changed, so nothing else is understood
KNOWN: Final = frozenset({"CONNECT", "DELETE", "OPTIONS", "PATCH", "PUT", "TRACE"})  # RFC 9110, 9.3; RFC 5789
MOST_DIGITS: Final = 18  # of a length: an exabyte
DRAINED_BYTES: Final = 8 * 1024 * 1024  # of a body that was refused
DRAINED_S: Final = 1.0


def head_refusal(scope: Scope, headers: Headers, bounds: Bounds) -> Refusal | None:
    """Return why the head of a request is refused, if it is: its method, its length, or the length it announces."""
    method, allowed = scope["method"], {"Allow": ", ".join(METHODS)}
    if method not in METHODS:
        told = f'the method is "{method[:20]}"; accepted: {allowed["Allow"]}'
        return Refusal(405 if method in KNOWN else 501, told, headers=allowed, closes=True)
    target = len(scope.get("raw_path") or scope["path"].encode()) + len(scope["query_string"])
    if target > bounds.target_bytes:
        told = f"the address has {target} bytes; accepted: at most {bounds.target_bytes}"
        return Refusal(414, told, "A long query can be sent by POST.", closes=True)
    head = sum(len(name) + len(value) for name, value in scope["headers"])
    if head > bounds.head_bytes:
        told = f"the header fields have {head} bytes; accepted: at most {bounds.head_bytes}"
        return Refusal(431, told, closes=True)
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()):
        return Refusal(400, f'the Content-Length is "{length[:20]}"; accepted: a number', closes=True)
    is_huge = len(length) > MOST_DIGITS or int(length) > bounds.body_bytes
    return _too_large(bounds, closes=True) if is_huge else None


def has_body(headers: Headers) -> bool:
    """Whether a request has a body (RFC 9112, 6.3)."""
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


async def read_body(receive: Receive, bounds: Bounds) -> bytes | Refusal | None:
    """Return the whole body of a request; why it is refused; or nothing if its sender is gone."""
    parts: list[bytes] = []
    left = bounds.body_bytes
    try:
        async with asyncio.timeout(bounds.body_s):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    return None
                parts.append(message.get("body", b""))
                left -= len(parts[-1])
                has_more = bool(message.get("more_body"))
                if left < 0:
                    return _too_large(bounds, closes=has_more)
                if not has_more:
                    return b"".join(parts)
    except TimeoutError:
        told = f"the body did not arrive; accepted: bodies that are there within {bounds.body_s:g} seconds"
        return Refusal(408, told, closes=True)


def replay(body: bytes, receive: Receive) -> Receive:
    """Return what hands over a body that was read, and then whatever comes."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        """Give the body that was read, then what comes after it."""
        return waiting.pop() if waiting else await receive()

    return receive_again


async def drain(receive: Receive) -> None:
    """Read what is left of a body for a moment: a client that is still sending would not read the answer else."""
    left = DRAINED_BYTES
    try:
        async with asyncio.timeout(DRAINED_S):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if not message.get("more_body"):
                    return
    except TimeoutError:
        return


def _too_large(bounds: Bounds, *, closes: bool) -> Refusal:
    told = f"the body has too many bytes; accepted: at most {bounds.body_bytes}"
    return Refusal(413, told, closes=closes)
