"""Who asks: the address of a client, also behind a proxy on this machine."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["client_of"]

_FORWARDED = b"x-forwarded-for"


def client_of(scope: Mapping[str, Any], *, has_proxy: bool) -> str:
    """Return the address of the client of a request; "" when it has none.

    Args:
        scope: Of the request (ASGI).
        has_proxy: Whether a proxy on this machine stands in front (the base address is set). What it forwards is
            believed, and only what it has added itself: the last address. Anybody can send the header.

    Example:
        >>> scope = {"client": ("127.0.0.1", 4000), "headers": [(b"x-forwarded-for", b"1.1.1.1, 192.0.2.7")]}
        >>> client_of(scope, has_proxy=True), client_of(scope, has_proxy=False)
        ('192.0.2.7', '127.0.0.1')
    """
    peer = (scope.get("client") or ("",))[0]
    if has_proxy and _is_this_machine(peer):
        return _forwarded(scope["headers"]) or peer
    return str(peer)


def _forwarded(headers: Iterable[tuple[bytes, bytes]]) -> str:
    values = [value for name, value in headers if name == _FORWARDED]
    last = values[-1].decode("latin-1").rpartition(",")[2].strip() if values else ""
    try:
        return str(ipaddress.ip_address(last))
    except ValueError:
        return ""


def _is_this_machine(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
