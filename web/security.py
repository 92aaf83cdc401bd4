"""What stands between the network and the pages: who may ask, from where, how much, and what a browser may do.

A page on another site can make a browser send requests here. It is told apart by the Host header (DNS rebinding) and by
the Origin header; nothing here is changed by a request, so what is left to it is to read, and that no answer allows.

Source:
    RFC 9110; Fetch Standard (CORS, Sec-Fetch-*); CSP Level 3, https://www.w3.org/TR/CSP3/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders

from equigraph.web.faults import fault
from equigraph.web.page import POLICY, json_response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from equigraph.web.settings import Settings

__all__ = ["Guarded"]

THIS_MACHINE: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
STYLE: Final = "style-src 'self'"
POLICY_TEXT: Final = (
    "default-src 'none'; script-src 'self'; {style}; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guarded:
    """An application behind these checks."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.hosts = _hosts(settings)
        self.origin = _origin(settings.address)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                _harden(message)
            await send(message)

        headers = Headers(scope=scope)
        problem = self._problem(headers)
        if problem:
            await json_response(fault(403, problem), 403)(scope, receive, send_guarded)
        else:
            await self.app(scope, receive, send_guarded)

    def _problem(self, headers: Headers) -> str:
        host = _without_port(headers.get("host", "").lower())
        if self.hosts and host not in self.hosts:
            return f'this is not "{host[:100]}"; accepted: {", ".join(sorted(self.hosts))}'
        return ""


def _hosts(settings: Settings) -> frozenset[str]:
    """Return the names under which the explorer may be asked for."""
    named = _without_port(urlsplit(settings.address).netloc.lower())
    own = _without_port(f"[{settings.host}]" if ":" in settings.host else settings.host.lower())
    return THIS_MACHINE | {named, own}


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _harden(message: dict[str, Any] | Any) -> None:
    headers = MutableHeaders(scope=message)
    headers[POLICY] = POLICY_TEXT.format(style=headers.get(POLICY, STYLE))
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
