"""What is written down of a request cannot be more than one line, whoever sends it."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.web.access_log import Logged
from equigraph.web.settings import Settings

SETTINGS = Settings()


def line(scope: dict[str, Any], settings: Settings = SETTINGS, parts: tuple[bytes, ...] = (b"abc",)) -> str:
    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200})
        for part in parts:
            await send({"type": "http.response.body", "body": part, "more_body": True})

    async def nothing(*_: Any) -> None:
        return

    log = io.StringIO()
    given = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "client": ("127.0.0.1", 1),
        "headers": [],
    }
    asyncio.run(Logged(app, settings, log)({**given, **scope}, nothing, nothing))
    return log.getvalue()


def test_holds_who_asked_what_and_what_came_of_it() -> None:
    _, client, method, target, status, size, _ = line(
        {"raw_path": b"/a", "query_string": b"b=c"}, parts=(b"ab", b"c")
    ).split()

    assert ("127.0.0.1", "GET", "/a?b=c", "200", "3") == (client, method, target, status, size)


def test_behind_a_proxy_it_names_who_asked_the_proxy() -> None:
    scope = {"headers": [(b"x-forwarded-for", b"192.0.2.7")]}

    assert " 192.0.2.7 " in line(scope, Settings(base_url="https://example.org/a"))
    assert " 127.0.0.1 " in line(scope)


@given(path=st.binary(min_size=1), query=st.binary())
def test_is_one_line_of_plain_characters(path: bytes, query: bytes) -> None:
    written = line({"raw_path": path, "query_string": query})

    assert 1 == written.count("\n")
    assert 7 == len(written.split(" "))
    assert written.rstrip("\n").isprintable()
    assert written.isascii()


def test_an_error_is_written_down_too() -> None:
    async def app(*_: Any) -> None:
        raise RuntimeError

    log = io.StringIO()
    scope = {"type": "http", "method": "GET", "path": "/é", "query_string": b"", "client": None, "headers": []}
    with pytest.raises(RuntimeError):
        asyncio.run(Logged(app, Settings(), log)(scope, None, None))  # type: ignore[arg-type] # never called

    assert " - GET /%C3%A9 - 0 " in log.getvalue()


def test_what_is_no_request_passes() -> None:
    seen = []

    async def app(scope: Any, *_: Any) -> None:
        seen.append(scope["type"])

    asyncio.run(Logged(app, Settings(), io.StringIO())({"type": "lifespan"}, None, None))  # type: ignore[arg-type]

    assert ["lifespan"] == seen
