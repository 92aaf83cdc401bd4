"""What stands between the network and the pages: who may ask, how much, and what a browser may do with the answer.

It stands outside of everything, so that no answer leaves without it: pages, files, redirects, refusals, errors.

* Who: :mod:`equigraph.web.origin`. How much: :mod:`equigraph.web.intake`; how slowly: :mod:`equigraph.web.slow`.
* Every answer has the headers below. An answer whose head would lead a browser elsewhere, or that holds a line break,
  is not sent: it is an error of ours, whoever wrote the value.

Source:
    RFC 9110; CSP Level 3, https://www.w3.org/TR/CSP3/; HTML Standard (COOP); Fetch Standard (CORP, nosniff).
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.responses import Response

from equigraph.web.intake import METHODS, drain, has_body, head_refusal, read_body, replay
from equigraph.web.origin import Origins
from equigraph.web.page import POLICY
from equigraph.web.refusals import Refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from equigraph.web.settings import Settings

__all__ = ["HEADERS", "Guarded"]

LOG: Final = logging.getLogger(__name__)
STYLE: Final = "style-src 'self'"
STYLES: Final = re.compile(r"style-src 'self'(?: 'sha256-[A-Za-z0-9+/]{43}=')*")
POLICY_TEXT: Final = (
    "default-src 'none'; script-src 'self'; {style}; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# "same-origin", not "no-referrer": with the latter browsers send our own forms with "Origin: null".
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# A copy may be kept, and is asked for anew: the data may have changed since.
CACHING: Final = (b"cache-control", b"no-cache")
POLICY_NAME: Final = POLICY.lower().encode("ascii")
REPLACED: Final = frozenset({b"server", POLICY_NAME, *(name.lower().encode("ascii") for name in HEADERS)})
BREAKS: Final = re.compile(rb"[\r\n\0]")
INWARD: Final = re.compile(r"/(?![/\\])[\x21-\x7e]*|\?[\x21-\x7e]*")

Pairs = list[tuple[str, str]]
Fields = list[tuple[bytes, bytes]]


class Guarded:
    """An application behind these checks."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.bounds = settings.bounds
        self.origins = Origins(settings)
        self.address = settings.address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # "policy violation": there are none here
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        allowed = self.origins.allows(headers)
        guard = GuardedAnswer(send, self.address, allowed if self.origins.allowed else None)
        problem = self.origins.refusal(scope, headers)
        if problem is None and allowed and _is_preflight(scope, headers):
            await _preflight()(scope, receive, guard.send)
            return
        problem = problem or head_refusal(scope, headers, self.bounds)
        if problem is None and has_body(headers):
            body = await read_body(receive, self.bounds)
            if body is None:
                return
            problem = body if isinstance(body, Refusal) else None
            receive = replay(body, receive) if isinstance(body, bytes) else receive
        if problem is None:
            await self.app(scope, receive, guard.send)
        else:
            await _refuse(problem, scope, receive, guard)


class GuardedAnswer:
    """One answer on its way out.

    Attributes:
        allowed: The origin of another site that may read it; "" where it came from no such site, None if there is none.
    """

    def __init__(self, send: Send, address: str, allowed: str | None) -> None:
        self._send = send
        self._address = address
        self.allowed = allowed
        self._is_withheld = False

    async def send(self, message: Message) -> None:
        """Send a part of it; an answer with a dangerous head is replaced by an error."""
        if message["type"] == "http.response.start":
            fields = [(name.lower(), value) for name, value in message.get("headers", ())]
            problem = _danger(fields, self._address)
            if problem:
                LOG.error("an answer was withheld: %s", problem)
                self._is_withheld = True
                await self._send_error()
                return
            message = {**message, "headers": _hardened(fields, self.allowed)}
        if not self._is_withheld:
            await self._send(message)

    async def _send_error(self) -> None:
        response = Refusal(500, "something went wrong that should not; the log of the program says what").response()
        head = _hardened(response.raw_headers, self.allowed)
        await self._send({"type": "http.response.start", "status": 500, "headers": head})
        await self._send({"type": "http.response.body", "body": response.body})


def hardened(pairs: Pairs) -> Pairs:
    """Return the header fields of an answer with ours; those of a page only choose the hashes of its style.

    Example:
        >>> ("cache-control", "no-cache") in hardened([]), dict(hardened([("server", "any")])).get("server")
        (True, None)
    """
    given = [(name.lower().encode("utf-8"), value.encode("utf-8")) for name, value in pairs]
    return [(name.decode("utf-8"), value.decode("utf-8")) for name, value in _hardened(given, None)]


def _hardened(fields: Fields, allowed: str | None) -> Fields:
    given = dict(fields)
    kept = [pair for pair in fields if pair[0] not in REPLACED]
    kept += _own(given.get(POLICY_NAME, b"").decode("latin-1"), allowed)
    return kept if CACHING[0] in given else [*kept, CACHING]


@lru_cache(maxsize=256)
def _own(style: str, allowed: str | None) -> Fields:
    """Return the fields that every answer has; kept, for all answers of a kind have the same."""
    policy = POLICY_TEXT.format(style=style if STYLES.fullmatch(style) else STYLE)
    more = {**HEADERS, "Cross-Origin-Resource-Policy": "cross-origin"} if allowed else HEADERS
    own = [(POLICY, policy), *more.items()]
    if allowed:
        own.append(("access-control-allow-origin", allowed))
    if allowed is not None:  # a copy that was kept for one site is none for another
        own.append(("vary", "Origin"))
    return [(name.lower().encode("ascii"), value.encode("latin-1")) for name, value in own]


def _danger(fields: Fields, address: str) -> str:
    """Return what is wrong with the head of an answer, or ""."""
    if BREAKS.search(b"".join(map(b"".join, fields))):
        name, value = next(pair for pair in fields if BREAKS.search(b"".join(pair)))
        return f"{name.decode('latin-1')!r} holds a line break: {value.decode('latin-1')!r}"
    for name, value in fields:
        target = value.decode("latin-1")
        if name == b"location" and not (INWARD.fullmatch(target) or target.startswith(address)):
            return f"it leads elsewhere: {target!r}"
    return ""


async def _refuse(problem: Refusal, scope: Scope, receive: Receive, guard: GuardedAnswer) -> None:
    response = problem.response()
    if not problem.closes:
        await response(scope, receive, guard.send)
        return
    await guard.send({"type": "http.response.start", "status": problem.status, "headers": response.raw_headers})
    body = b"" if scope["method"] == "HEAD" else bytes(response.body)
    await guard.send({"type": "http.response.body", "body": body, "more_body": True})
    await drain(receive)
    await guard.send({"type": "http.response.body", "body": b""})


def _is_preflight(scope: Scope, headers: Headers) -> bool:
    return scope["method"] == "OPTIONS" and "access-control-request-method" in headers


def _preflight() -> Response:
    return Response(
        status_code=204,
        headers={
            "Access-Control-Allow-Methods": ", ".join(METHODS),
            "Access-Control-Allow-Headers": "Accept, Content-Type",
            "Access-Control-Max-Age": "600",
        },
    )
