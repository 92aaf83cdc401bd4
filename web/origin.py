"""Who may ask: under which names the explorer answers, and which pages in a browser it answers to.

A page on another site can make a browser send requests here. DNS rebinding gives that page an address of its own that
leads here: the Host header tells, for it holds the name that the browser believes in. All other requests across sites
are told by the headers that browsers set and pages cannot (Sec-Fetch-*, Origin):

=========================================== ========================================================
a request                                   is
=========================================== ========================================================
under a name that is not ours               refused (403)
without a Host, with two, with a wrong one  refused (400)
without Origin and Sec-Fetch-Site           let through: a program, or a browser before 2020-23
from our own pages, or typed                let through
a link followed from another site (GET)     let through: pages can be shared
a form sent from another site               refused (403)
a fetch, image, script, frame of another    refused (403), unless its origin was allowed when started
=========================================== ========================================================

Source:
    RFC 9110, 7.2; RFC 9112, 3.2; Fetch Standard, https://fetch.spec.whatwg.org/ (Origin, CORS);
    Fetch Metadata, https://www.w3.org/TR/fetch-metadata/.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from equigraph.web.refusals import Refusal

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.types import Scope

    from equigraph.web.settings import Settings

__all__ = ["Origins", "origin_of"]

THIS_MACHINE: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
EVERY_ADDRESS: Final = frozenset({"0.0.0.0", "[::]"})  # noqa: S104 (what a host may be set to, to be told apart)
HOST: Final = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)(?::[0-9]{1,5})?", re.ASCII)
SINGLE: Final = frozenset(
    {b"origin", b"sec-fetch-site", b"sec-fetch-mode", b"sec-fetch-dest", b"content-length", b"content-type"}
)
USUAL_PORTS: Final = {"http": ":80", "https": ":443"}
SHOWN: Final = 100  # characters of a wrong value


class Origins:
    """The names and origins that are answered."""

    def __init__(self, settings: Settings) -> None:
        self.is_everywhere = _bracketed(settings.host) in EVERY_ADDRESS
        self.names = _names(settings)
        self.own = origin_of(settings.address)
        self.allowed = frozenset(map(origin_of, settings.origins))

    def refusal(self, scope: Scope, headers: Headers) -> Refusal | None:
        """Return why a request is refused, if it is."""
        found = [name for name, _ in headers.raw if name in SINGLE]
        if len(found) > len(set(found)):
            twice = next(name for name in found if found.count(name) > 1).decode("ascii")
            return Refusal(400, f'"{twice}" is there more than once; accepted: once', closes=True)
        return self._wrong_host(scope, headers.getlist("host")) or self._wrong_site(scope, headers)

    def allows(self, headers: Headers) -> str:
        """Return the origin that may read the answer from another site; "" if there is none."""
        origin = headers.get("origin", "")
        return origin if self.allowed and origin.lower() in self.allowed else ""

    def _wrong_host(self, scope: Scope, given: list[str]) -> Refusal | None:
        found = HOST.fullmatch(given[0].lower()) if len(given) == 1 else None
        if found is None:
            told = f'the Host header is "{", ".join(given)[:SHOWN]}"'
            return Refusal(400, f"{told}; accepted: one, with a name and perhaps a port", closes=True)
        name = found["name"]
        if name in self.names or (self.is_everywhere and name == _arrived_at(scope)):
            return None
        return Refusal(
            403,
            f'"{name[:SHOWN]}" is not a name of this explorer; accepted: {", ".join(sorted(self.names))}',
            "Others reach it under the address that it is started with: --base-url.",
        )

    def _wrong_site(self, scope: Scope, headers: Headers) -> Refusal | None:
        site, origin = headers.get("sec-fetch-site", ""), headers.get("origin", "").lower()
        if not (site or origin) or self.allows(headers):
            return None
        is_near = site in {"", "same-origin", "none"}
        is_ours = origin in {"", self.own, f"{scope['scheme']}://{headers['host'].lower()}"}
        is_hidden = origin == "null" and site == "same-origin"  # a page of ours that sends no referrer
        if is_near and (is_ours or is_hidden):
            return None
        if not origin and _is_link(scope, headers):
            return None
        sender = f'a page of "{origin[:SHOWN]}"' if origin else "a page of another site"
        return Refusal(
            403,
            f"{sender} asked for this; accepted: pages of this explorer, links, and programs",
            "Pages of other sites may ask when their origin is named at the start: --allow-origin.",
        )


def origin_of(address: str) -> str:
    """Return the origin of an address, as browsers write it.

    Example:
        >>> origin_of("https://Example.org:443/equigraph/")
        'https://example.org'
    """
    parts = urlsplit(address.lower())
    return f"{parts.scheme}://{parts.netloc.removesuffix(USUAL_PORTS.get(parts.scheme, ' '))}"


def _names(settings: Settings) -> frozenset[str]:
    """Return the names that a Host header may hold; behind a proxy, none but that of the address that others see."""
    named = HOST.fullmatch(urlsplit(settings.address).netloc.lower())
    public = frozenset({named["name"]} if named else ())
    if settings.is_shared and settings.base_url:
        return public
    return THIS_MACHINE | (public | {_bracketed(settings.host)}) - EVERY_ADDRESS


def _bracketed(host: str) -> str:
    return f"[{host.lower()}]" if ":" in host else host.lower()


def _arrived_at(scope: Scope) -> str:
    """Return the address of this machine at which the connection arrived."""
    server = scope.get("server") or ("", None)
    return _bracketed(str(server[0]))


def _is_link(scope: Scope, headers: Headers) -> bool:
    """Whether somebody followed a link: the answer becomes a page of its own, which the other site cannot read."""
    return (
        scope["method"] in {"GET", "HEAD"}
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest", "document") == "document"
    )
