"""HTTP for SPARQL servers (https://www.w3.org/TR/sparql11-protocol/): one request, one whole reply, within limits.

A reply is written to a temporary file that stays in memory while it is small. The deadline is for everything: name
look-up, connecting, waiting, retries and the last byte. Reading is tried again after 429 and 503, writing never.
Certificates are checked, against those of the system and of ``certifi``. Variables for proxies are not read: a query
goes to the address that was named, and nowhere else; so a redirect to another host is refused, too.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import email.utils
import ssl
import tempfile
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import urlencode, urljoin, urlsplit

import httpx

from equigraph import __version__
from equigraph.errors import AnswerCutError, EndpointError, EquigraphError, QueryTimeoutError, QueryTooLargeError
from equigraph.graph.background import Background
from equigraph.graph.http_access import AccessRights
from equigraph.graph.limits import bytes_in_words

__all__ = ["HttpClient", "Reply", "Request"]

LONGEST_ADDRESS = 2000  # characters; what every proxy and server on the way takes
MEMORY_BYTES = 4 * 2**20  # of a reply; the rest goes to a file
PART_BYTES = 64 * 1024
MOST_REDIRECTS: Final = 5
MOST_TRIES: Final = 5
FIRST_PAUSE_S = 0.25  # doubled with every try
LONGEST_PAUSE_S = 10.0  # a server that asks for more is told of instead
ERROR_BYTES = 64 * 1024  # of a reply that is no answer; nobody reads more
_BUSY = {429, 503}
_REDIRECTS = {301, 302, 303, 307, 308}
_OK = range(200, 300)


@dataclass(frozen=True)
class Request:
    """What is asked of a server.

    Attributes:
        address: Where.
        parameters: Go into the address, or into a form when they are too long for it.
        headers: Sent as they are.
        is_read: Whether asking twice does no harm.
        is_form: Whether the parameters go into a form, however short they are.
        file: A file to send as the body.
        method: For a file: ``POST`` or ``PUT``.
    """

    address: str
    parameters: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    is_read: bool = True
    is_form: bool = False
    file: Path | None = None
    method: str = "POST"


@dataclass(frozen=True)
class Reply:
    """What a server said, all of it.

    Attributes:
        status: HTTP status.
        headers: Names in lower case.
        body: A file, at its start.
        is_framed: Whether HTTP says where the body ends; else it ended when the connection did.
    """

    status: int
    headers: Mapping[str, str]
    body: IO[bytes]
    is_framed: bool

    @property
    def media_type(self) -> str:
        """Media type without its parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class HttpClient:
    """Sends requests to one server, from any thread."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._rights = AccessRights.of(address)
        self._background = Background()
        self._client: httpx.AsyncClient | None = None

    def send(self, request: Request, seconds: float, most_bytes: int) -> Reply:
        """Return the whole reply.

        Args:
            request: What to send.
            seconds: How long it may take in all.
            most_bytes: How large the answer may be.

        Raises:
            QueryTimeoutError: It took longer.
            QueryTooLargeError: It is larger.
            QueryCancelledError: ``cancel`` was called meanwhile.
            AnswerCutError: The connection broke in the middle of the answer.
            EndpointError: There is no answer: no server, no trust, another host, too busy.
        """
        return self._background.run(self._send(request, seconds, most_bytes))

    def cancel(self) -> None:
        """Stop all requests, from any thread."""
        self._background.cancel()

    def close(self) -> None:
        """Stop all requests and close all connections."""
        client, self._client = self._client, None
        self._background.close(client.aclose() if client is not None else None)

    # --- on the thread of the loop ------------------------------------------------------------

    async def _send(self, request: Request, seconds: float, most_bytes: int) -> Reply:
        problem: EquigraphError
        try:
            async with asyncio.timeout(seconds):
                return await self._try(request, most_bytes)
        except TimeoutError:
            problem = QueryTimeoutError(seconds)
        except httpx.HTTPError as error:
            problem = _in_words(self._address, error)
        except (httpx.InvalidURL, UnicodeError):
            problem = EndpointError(self._address, "this is not an address that can be asked")
        raise problem  # out here: an error of httpx holds the request, and with it the password

    async def _try(self, request: Request, most_bytes: int) -> Reply:
        pause, tries = FIRST_PAUSE_S, 1
        while True:
            try:
                reply = await self._follow(request, most_bytes)
            except httpx.RemoteProtocolError as error:
                # A connection that the server closed while it was idle is no fault of the server.
                if not request.is_read or tries > 1 or "without sending a response" not in str(error):
                    raise
            else:
                if reply.status not in _BUSY or not request.is_read:
                    return reply
                pause = max(pause, _retry_after(reply))
                if tries == MOST_TRIES or pause > LONGEST_PAUSE_S:
                    return reply
                await asyncio.sleep(pause)
                pause *= 2
            tries += 1

    async def _follow(self, request: Request, most_bytes: int) -> Reply:
        method, address, arguments = _on_the_wire(request)
        for _ in range(MOST_REDIRECTS + 1):
            reply = await self._exchange(method, address, arguments, most_bytes)
            target = reply.headers.get("location", "")
            if reply.status not in _REDIRECTS or not target:
                return reply
            target = urljoin(address, target)
            self._check_redirect(address, target, request)
            address = target
        raise EndpointError(self._address, f"sends the query on and on, {MOST_REDIRECTS} times and more")

    def _check_redirect(self, address: str, target: str, request: Request) -> None:
        shown = target.partition("?")[0]
        before, after = urlsplit(address), urlsplit(target)
        is_same = (before.scheme, before.netloc) == (after.scheme, after.netloc)
        is_safer = (before.scheme, after.scheme) == ("http", "https") and before.hostname == after.hostname
        if not is_same and not is_safer:
            raise EndpointError(
                self._address,
                f'sends the query on to "{shown}", and a query goes only to the host that was named',
                hint="If you trust that address, use it instead.",
            )
        if not request.is_read:
            raise EndpointError(
                self._address, f'sends changes on to "{shown}"; nothing was changed', hint="Use that address instead."
            )

    async def _exchange(self, method: str, address: str, arguments: Mapping[str, Any], most_bytes: int) -> Reply:
        client = self._opened()
        async with client.stream(method, address, **arguments) as response:
            body: IO[bytes] = tempfile.SpooledTemporaryFile(MEMORY_BYTES)  # noqa: SIM115 # given to the caller
            is_answer = response.status_code in _OK
            async for part in response.aiter_bytes(PART_BYTES):
                body.write(part)
                if is_answer and body.tell() > most_bytes:
                    raise QueryTooLargeError(bytes_in_words(most_bytes))
                if not is_answer and body.tell() > ERROR_BYTES:
                    break
            body.seek(0)
            headers = {name.lower(): value for name, value in response.headers.items()}
            is_framed = "content-length" in headers or "transfer-encoding" in headers
            return Reply(response.status_code, headers, body, is_framed)

    def _opened(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(
                auth=self._rights,
                headers={"User-Agent": f"equigraph/{__version__}", "Accept-Encoding": "gzip"},
                timeout=None,  # noqa: S113 # asyncio.timeout bounds it all
                trust_env=False,
                verify=_certificates(),
            )
        return self._client


class _FileBody:
    """A file as the body of a request; it can be sent again when the server asks who we are."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with self._path.open("rb") as file:
            while part := await asyncio.to_thread(file.read, PART_BYTES):
                yield part


@cache
def _certificates() -> ssl.SSLContext:
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()  # an organization may have an authority of its own
    return context


def _on_the_wire(request: Request) -> tuple[str, str, dict[str, Any]]:
    """Return method, address and the rest; parameters that are short go into the address."""
    arguments: dict[str, Any] = {"headers": dict(request.headers)}
    query = urlencode(request.parameters)
    asked = request.address + ("&" if urlsplit(request.address).query else "?") + query if query else request.address
    if request.file is not None:
        arguments["content"] = _FileBody(request.file)
        arguments["headers"]["Content-Length"] = str(request.file.stat().st_size)
        return request.method, asked, arguments
    if request.is_form or len(asked) > LONGEST_ADDRESS:
        arguments["content"] = query.encode("ascii")
        arguments["headers"]["Content-Type"] = "application/x-www-form-urlencoded"
        return "POST", request.address, arguments
    return "GET", asked, arguments


def _retry_after(reply: Reply) -> float:
    """Return the seconds that a server asks to wait (RFC 9110, 10.2.3)."""
    text = reply.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal():
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return (moment - dt.datetime.now(dt.UTC)).total_seconds()


def _in_words(address: str, error: httpx.HTTPError) -> EndpointError:
    """Return what went wrong, without the request that an error of httpx holds."""
    words = " ".join(str(error).split())
    if isinstance(error, httpx.ConnectError):
        if "CERTIFICATE_VERIFY_FAILED" in words or "certificate" in words.lower():
            hint = "Nothing was sent. If the certificate is your organization's own, name its file in SSL_CERT_FILE."
            return EndpointError(address, f"the certificate of the server cannot be trusted ({words})", hint=hint)
        reason = f"cannot be reached ({words or 'no connection'})"
        return EndpointError(address, reason, hint="Is the address right, and does the server run?")
    if "peer closed connection" in words or isinstance(error, httpx.ReadError):
        return AnswerCutError(address, "the server closed the connection in the middle of the answer")
    if isinstance(error, httpx.DecodingError):
        return AnswerCutError(address, "the answer is packed, and cannot be unpacked")
    if "without sending a response" in words:
        return EndpointError(address, "the server closed the connection without an answer")
    return EndpointError(address, f"what came back is not HTTP ({words or type(error).__name__})")
