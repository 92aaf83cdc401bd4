"""The endpoint: SPARQL 1.1 Protocol over HTTP, for reading (https://www.w3.org/TR/sparql11-protocol/).

Small answers leave whole, with their length. Large ones leave while they are found; when one breaks off, the connection
is cut, so that no client takes the part for the whole. HTTP/1.0 cannot tell the two apart: there an answer is gathered
first.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from equigraph.errors import EquigraphError, QueryCancelledError, UpdateForbiddenError
from equigraph.web.answer_stream import Answer
from equigraph.web.asked import Asked, Question
from equigraph.web.clients import client_of
from equigraph.web.description import describe
from equigraph.web.explorer import explorer_of
from equigraph.web.faults import fault, fault_of, headers_of
from equigraph.web.form import parse_form
from equigraph.web.negotiation import best
from equigraph.web.page import HTML, json_response
from equigraph.web.wanted import NAMES, Formats, accepted, content_type, named, offers

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from equigraph.web.desk import Desk
    from equigraph.web.explorer import Explorer

__all__ = ["PATH", "ShortCut", "routes"]

PATH: Final = "/sparql"
FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
METHODS: Final = "GET, HEAD, POST"
UPDATES_LINK: Final = "https://www.w3.org/TR/sparql11-protocol/#update-operation"
NO_UPDATES: Final = 'this endpoint only reads: it takes "query", not "update"'
UNKNOWN: Final = "something went wrong that should not; the log of the program says what"
LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Call:
    """What a request asks for.

    Attributes:
        fields: Its parameters, in order.
        text: The query; None when it holds none.
    """

    fields: Sequence[tuple[str, str]]
    text: str | None

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for one, value in self.fields if one == name)


class ShortCut:
    """An application, and a shorter way to its endpoint: programs ask that many times a second."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._endpoint = Endpoint()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI); those that may end in a page go the long way."""
        if scope["type"] != "http" or scope["path"] != PATH or _wants_page(dict(scope["headers"])):
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def send_noted(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._endpoint(scope, receive, send_noted)
        except Exception:
            if not has_begun:
                await json_response(fault(500, UNKNOWN), 500)(scope, receive, send)
            raise


class Endpoint:
    """Answers the requests to the address of the endpoint."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        headers = dict(scope["headers"])
        app = scope["app"]
        try:
            await _answer(scope, headers, app.state.explorer, app.state.desk, receive, send)
        except (EquigraphError, HTTPException) as error:
            if _wants_page(headers):
                raise
            await _told(error)(scope, receive, send)


async def _answer(
    scope: Scope, headers: Mapping[bytes, bytes], explorer: Explorer, desk: Desk, receive: Receive, send: Send
) -> None:
    call = await _read(scope, headers, receive, explorer.settings.bounds.body_bytes)
    if call.text is None:
        response = await _without_query(scope, headers)
        await response(scope, receive, send)
        return
    asked = Asked(
        Question(call.text, _formats(call, headers), call.all("default-graph-uri"), call.all("named-graph-uri"))
    )
    client = client_of(scope, has_proxy=bool(explorer.settings.base_url)) if desk.most else ""
    desk.enter(client)
    watch = _Watch(asked, receive)
    try:
        answer = await desk.ask(asked)
        watch.answer = answer
        if not answer.is_small:
            watch.begin()
        await _send(scope, answer, send)
    except QueryCancelledError:
        if not watch.is_gone:
            raise
    finally:
        watch.stop()
        if watch.answer is not None:
            watch.answer.close()
        desk.leave(client)


# --- what is asked ---------------------------------------------------------------------------------------------------


async def _read(scope: Scope, headers: Mapping[bytes, bytes], receive: Receive, most_bytes: int) -> _Call:
    """Return what a request asks for.

    Raises:
        HTTPException: It is not a request of the protocol.
        UpdateForbiddenError: It asks for an update.
    """
    fields = _pairs(scope["query_string"], "the query string")
    method = scope["method"]
    direct: str | None = None
    if method == "POST":
        kind = headers.get(b"content-type", b"").decode("latin-1").partition(";")[0].strip().lower()
        if kind == UPDATE:
            raise UpdateForbiddenError(NO_UPDATES, link=UPDATES_LINK)
        if kind not in {FORM, QUERY}:
            raise HTTPException(415, f'a query cannot be sent as "{kind[:100]}"; accepted: {FORM}, {QUERY}')
        body = await _body(receive, most_bytes)
        if kind == FORM:
            fields += _pairs(body, "the form")
        else:
            direct = _text(body, "the query")
    elif method not in {"GET", "HEAD"}:
        raise HTTPException(405, headers={"Allow": METHODS})
    if any(name == "update" for name, _ in fields):
        raise UpdateForbiddenError(NO_UPDATES, link=UPDATES_LINK)
    queries = [value for name, value in fields if name == "query"]
    if direct is not None:
        queries.append(direct)
    if len(queries) > 1:
        raise HTTPException(400, f'there are {len(queries)} queries in this request; accepted: one "query"')
    if method == "POST" and not queries:
        raise HTTPException(400, 'there is no query in this request; accepted: one "query"')
    return _Call(fields, queries[0] if queries else None)


def _pairs(data: bytes, where: str) -> list[tuple[str, str]]:
    try:
        return parse_form(data)
    except UnicodeDecodeError:
        raise HTTPException(400, f"{where} is not UTF-8") from None


def _text(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise HTTPException(400, f"{where} is not UTF-8") from None


async def _body(receive: Receive, most_bytes: int) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise QueryCancelledError
        body += message.get("body", b"")
        if len(body) > most_bytes:
            raise HTTPException(413, f"the request has more than {most_bytes:,} bytes")
        if not message.get("more_body", False):
            return bytes(body)


def _formats(call: _Call, headers: Mapping[bytes, bytes]) -> Formats:
    names = call.all("format")
    if not names or not names[0]:
        return accepted(headers.get(b"accept", b"").decode("latin-1"))
    formats = named(names[0])
    if formats is None:
        raise HTTPException(406, f'no answer can be written as "{names[0][:100]}"; accepted: {", ".join(NAMES)}')
    return formats


# --- the answer ------------------------------------------------------------------------------------------------------


async def _send(scope: Scope, answer: Answer, send: Send) -> None:
    if answer.format is None:
        form = "CONSTRUCT or DESCRIBE" if answer.kind == "triples" else "SELECT or ASK"
        raise HTTPException(
            406, f"the answer to {form} cannot be had in that format; accepted: {', '.join(offers(answer.kind))}"
        )
    headers = [
        (b"content-type", content_type(answer.format).encode("ascii")),
        (b"vary", b"Accept"),
        (b"cache-control", b"no-cache"),
        (b"server-timing", b"query;dur=%.1f" % (answer.seconds * 1000)),
    ]
    if scope["http_version"] == "1.0" and not answer.is_whole:
        await answer.wait_until_whole()
    if answer.is_whole:
        headers.append((b"content-length", b"%d" % answer.size))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    if scope["method"] == "HEAD":
        await send({"type": "http.response.body", "body": b""})
    elif answer.is_small:
        await send({"type": "http.response.body", "body": answer.whole()})
    else:
        await _stream(answer, send)


async def _stream(answer: Answer, send: Send) -> None:
    try:
        async for part in answer.parts():
            await send({"type": "http.response.body", "body": part, "more_body": True})
    except EquigraphError as error:
        # Nothing more can be said; a server that is told no end of the body closes the connection before it.
        LOG.warning("an answer was broken off: %s", error.message)
        return
    await send({"type": "http.response.body", "body": b""})


class _Watch:
    """Takes a question back when its client goes away; begins to look when the answer is not there at once."""

    def __init__(self, asked: Asked, receive: Receive) -> None:
        self.answer: Answer | None = None
        self.is_gone = False
        self._asked = asked
        self._receive = receive
        self._task: asyncio.Task[None] | None = None
        asked.on_slow = self.begin

    def begin(self) -> None:
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._look())

    def stop(self) -> None:
        self._asked.on_slow = None
        if self._task is not None:
            self._task.cancel()

    async def _look(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self.is_gone = True
        self._asked.cancel()
        if self.answer is not None:
            self.answer.close()


# --- without a query, and errors -------------------------------------------------------------------------------------


async def _without_query(scope: Scope, headers: Mapping[bytes, bytes]) -> Response:
    request = Request(scope)
    if _wants_page(headers):
        return RedirectResponse(explorer_of(request).settings.path + "/query", 303, {"Vary": "Accept"})
    return await describe(request, _formats(_Call((), None), headers)["triples"])


def _wants_page(headers: Mapping[bytes, bytes]) -> bool:
    accept = headers.get(b"accept", b"")
    return b"text/html" in accept and _prefers_page(accept.decode("latin-1"))  # the first is told quickly, of most


@lru_cache(maxsize=256)
def _prefers_page(accept: str) -> bool:
    return best(accept, [HTML, *offers("solutions"), *offers("triples")]) == HTML


def _told(error: EquigraphError | HTTPException) -> Response:
    if isinstance(error, HTTPException):
        words = f"accepted: {METHODS}" if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED else error.detail
        return json_response(fault(error.status_code, words), error.status_code, error.headers)
    told = fault_of(error)
    return json_response(told, told["status"], headers_of(error))


def routes() -> list[Route]:
    """Return the route of the endpoint."""
    return [Route(PATH, Endpoint(), methods=None, name="sparql")]
