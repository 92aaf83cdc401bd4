"""Who we are for a server: a token or a name and password, where they come from, and where they may go.

In this order: ``EQUIGRAPH_TOKEN`` (bearer, RFC 6750), else ``EQUIGRAPH_USER`` with ``EQUIGRAPH_PASSWORD`` (basic, RFC
7617, or digest, RFC 7616, when the server asks for it), else the entry of the host in ``~/.netrc`` (or the file that
``NETRC`` names; its ``default`` entry is not used). They travel over https, or to this very machine, and nowhere else;
no message, ``repr`` or log holds them.
"""

from __future__ import annotations

import ipaddress
import netrc
import os
import re
from collections.abc import Generator, Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx

from equigraph.errors import DatasetNotFoundError, EndpointError

__all__ = ["ACCESS_HINT", "AccessRights", "check_address"]

ACCESS_HINT = (
    "Set EQUIGRAPH_USER and EQUIGRAPH_PASSWORD, or EQUIGRAPH_TOKEN, in the environment; or name the host in ~/.netrc."
)
_UNAUTHORIZED = 401
_NOT_IN_ADDRESS = re.compile(r"[\x00-\x20<>\"{}|^`\\\x7f]")
_EXAMPLES = ("an address such as https://example.org/sparql",)


def check_address(address: str) -> str:
    """Return the address of a SPARQL endpoint if it can be one.

    Raises:
        DatasetNotFoundError: It is not http or https, names no host, or holds a name or a password (which would end up
            in shell histories and messages).

    Example:
        >>> check_address("https://example.org/sparql")
        'https://example.org/sparql'
        >>> check_address("https://me:secret@example.org/sparql")
        Traceback (most recent call last):
        equigraph.errors.DatasetNotFoundError: no data at "https://***@example.org/sparql": an address must not hold a \
name or a password, use EQUIGRAPH_USER and EQUIGRAPH_PASSWORD; accepted: an address such as https://example.org/sparql
    """
    reason = ""
    shown = re.sub(r"//[^/?#]*@", "//***@", address)
    try:
        parts = urlsplit(address)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise DatasetNotFoundError(shown, _EXAMPLES, reason="this is not an address") from None
    if "@" in parts.netloc:
        reason = "an address must not hold a name or a password, use EQUIGRAPH_USER and EQUIGRAPH_PASSWORD"
    elif parts.scheme not in {"http", "https"}:
        reason = f'"{parts.scheme}" is not a way to ask a server'
    elif not has_host or _NOT_IN_ADDRESS.search(address):
        reason = "this is not an address"
    if reason:
        raise DatasetNotFoundError(shown, _EXAMPLES, reason=reason)
    return urlunsplit(parts._replace(fragment=""))


def is_loopback(host: str) -> bool:
    """Say whether a host is this very machine.

    Example:
        >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("::1"), is_loopback("example.org")
        (True, True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


class AccessRights(httpx.Auth):
    """The token, or the name and password, for one address.

    Attributes:
        origin: Where they come from, in words; empty when there are none.
    """

    def __init__(self, token: str = "", name: str = "", password: str = "", origin: str = "") -> None:
        self._token = token
        self._name = name
        self._password = password
        self.origin = origin
        self._digest: httpx.DigestAuth | None = None  # once the server has asked for it

    @classmethod
    def of(cls, address: str, environment: Mapping[str, str] = os.environ) -> AccessRights:
        """Return what the environment, or netrc, holds for an address.

        Raises:
            EndpointError: It would travel unencrypted to another machine; or netrc cannot be read.
        """
        parts = urlsplit(address)
        host = parts.hostname or ""
        if token := environment.get("EQUIGRAPH_TOKEN", ""):
            found = cls(token=token, origin="EQUIGRAPH_TOKEN")
        elif name := environment.get("EQUIGRAPH_USER", ""):
            found = cls("", name, environment.get("EQUIGRAPH_PASSWORD", ""), "EQUIGRAPH_USER and EQUIGRAPH_PASSWORD")
        else:
            found = cls._of_netrc(address, host, environment)
        if found.origin and not found.is_sendable:
            raise EndpointError(
                address, f"{found.origin} cannot be sent: it holds a character that no header may hold, or none at all"
            )
        if found.origin and parts.scheme != "https" and not is_loopback(host):
            raise EndpointError(
                address,
                f'{found.origin} would travel unencrypted to "{host}"; nothing was sent',
                hint=f"Use the https address of the server, or take away {found.origin}.",
            )
        return found

    @classmethod
    def _of_netrc(cls, address: str, host: str, environment: Mapping[str, str]) -> AccessRights:
        path = Path(environment.get("NETRC") or Path("~/.netrc").expanduser())
        try:
            entry = netrc.netrc(path).hosts.get(host) if path.is_file() else None
        except (netrc.NetrcParseError, OSError, UnicodeError) as error:
            line = getattr(error, "lineno", None)  # the message may quote a password
            place = f"{path}, line {line}" if line else str(path)
        else:
            return cls("", entry[0], entry[2], f'the entry of "{host}" in {path}') if entry else cls()
        raise EndpointError(address, f'"{place}" cannot be read as a netrc file', hint="Mend it, or move it away.")

    @property
    def is_sendable(self) -> bool:
        """Whether a header can hold it."""
        secret = self._token or f"{self._name}:{self._password}"
        return not re.search(r"[\x00-\x1f\x7f]", secret) and (secret.isascii() or not self._token)

    def __repr__(self) -> str:
        return f"AccessRights(origin={self.origin!r})"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add what the server asks for to a request; httpx calls this."""
        if not self.origin:
            yield request
            return
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
            yield request
            return
        if self._digest is None:
            # Sent unasked: a server that lets anybody read, and some read more, never asks.
            basic = next(httpx.BasicAuth(self._name, self._password).auth_flow(request))
            response = yield basic
            challenge = response.headers.get("WWW-Authenticate", "").lower()
            if response.status_code != _UNAUTHORIZED or ("digest" not in challenge and challenge):
                return
            del request.headers["Authorization"]  # Virtuoso refuses basic without a word; asked without, it says digest
        digest = self._digest or httpx.DigestAuth(self._name, self._password)
        flow = digest.auth_flow(request)
        response = yield next(flow)
        try:
            while True:
                response = yield flow.send(response)
        except StopIteration:
            self._digest = digest if response.status_code != _UNAUTHORIZED else None
