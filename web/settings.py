"""How the explorer is offered: where it listens, how others address it, and what a request may cost."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from equigraph.errors import ParameterError

__all__ = ["LOCAL", "PORT", "Bounds", "Settings"]

LOCAL: Final = "127.0.0.1"
PORT: Final = 8021
KIB: Final = 1024


@dataclass(frozen=True)
class Bounds:
    """What one request, one client, and all queries together may cost.

    Attributes:
        body_bytes: Most bytes of a request body. A query of a megabyte is one that a program made.
        target_bytes: Most bytes of path and query string; browsers and proxies cut off longer ones.
        head_bytes: Most bytes of the header fields.
        connections: Most connections at once; beyond, the one that has waited longest for its request makes room.
        header_s: Seconds in which the head of a request must have arrived.
        body_s: Seconds in which its body must have arrived.
        write_s: Seconds after which a client must have taken some of what waits for it.
        idle_s: Seconds for which a connection is kept for a next request.
        page_s: Seconds that a page may wait for its turn to be made.
        pages: Pages that are made at once.
        quick_s: Processor time within which a query is a small one.
        hurry_s: The same, while others wait.
        heavy: Long queries that are answered at once, with a low priority; one processor is left to all else.
        heavy_waiting: Long queries that wait for their turn; more are refused.
        client_queries: Queries of one client that run and wait, where the explorer is shared.
    """

    body_bytes: int = 1024 * KIB
    target_bytes: int = 16 * KIB
    head_bytes: int = 32 * KIB
    connections: int = 500
    header_s: float = 10.0
    body_s: float = 10.0
    write_s: float = 30.0
    idle_s: int = 5
    page_s: float = 30.0
    pages: int = 8
    quick_s: float = 0.25
    hurry_s: float = 0.02
    heavy: int = max(1, (os.cpu_count() or 2) - 1)
    heavy_waiting: int = 4
    client_queries: int = 8


@dataclass(frozen=True)
class Settings:
    """How the explorer is offered.

    Attributes:
        host: Address to listen on; this machine alone unless chosen otherwise.
        port: Port to listen on; 0 takes a free one.
        base_url: The address that others see, with path, such as "https://example.org/equigraph/"; "" for the
            address that it listens on.
        is_shared: Whether others use it too: requests are logged, and each client has limits of its own.
        origins: Other sites whose pages may ask, and read the answers, such as "https://yasgui.example.org".
        bounds: What a request may cost.

    Raises:
        ParameterError: The base address is no http(s) address, or has more than host, port and path; or an origin has
            more than host and port.

    Example:
        >>> Settings(base_url="https://example.org/equigraph/").path
        '/equigraph'
        >>> Settings(port=8021).address
        'http://127.0.0.1:8021/'
    """

    host: str = LOCAL
    port: int = PORT
    base_url: str = ""
    is_shared: bool = False
    origins: tuple[str, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)

    def __post_init__(self) -> None:
        if self.base_url and not _is_plain(self.base_url):
            raise ParameterError(
                f'base-url is "{self.base_url}"; accepted: an http or https address with host and path, '
                'such as "https://example.org/equigraph/"'
            )
        for origin in self.origins:
            if not _is_plain(origin) or urlsplit(origin).path not in {"", "/"}:
                raise ParameterError(
                    f'an origin is "{origin}"; accepted: an http or https address with host alone, '
                    'such as "https://yasgui.example.org"'
                )

    @property
    def address(self) -> str:
        """The address of the home page, as others see it; ends in a slash."""
        if self.base_url:
            return self.base_url.rstrip("/") + "/"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    @property
    def path(self) -> str:
        """What stands before the path of every page behind a proxy; "" without one."""
        return urlsplit(self.base_url).path.rstrip("/")


def _is_plain(address: str) -> bool:
    parts = urlsplit(address)
    is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    return is_web and not (parts.query or parts.fragment or "@" in parts.netloc)
