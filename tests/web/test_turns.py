"""Pages take turns."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web.explorer import Explorer
from equigraph.web.settings import Bounds, Settings
from equigraph.web.turns import Turns


def application(graph: KnowledgeGraph, settings: Settings, made: asyncio.Event) -> Turns:
    """An application whose page "/slow" is made when the event is set."""

    async def slow(_request: Request) -> Response:
        await made.wait()
        return PlainTextResponse("made")

    async def fails(_request: Request) -> Response:
        raise ValueError

    inner = Starlette(routes=[Route("/slow", slow), Route("/base/static/file", slow), Route("/fails", fails)])
    inner.state.explorer = Explorer(graph, settings)
    return Turns(inner, settings)


async def asked(app: Turns, path: str, after_start: Any = None) -> list[dict[str, Any]]:
    """Ask for a path; return the messages of the answer."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)
        if after_start is not None and message["type"] == "http.response.start":
            await after_start()

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [], "app": app.app}
    await app(scope, receive, send)
    return sent


def test_a_page_that_gets_no_turn_is_told_so(tiny_graph: KnowledgeGraph) -> None:
    settings = Settings(base_url="http://127.0.0.1/base", bounds=Bounds(pages=1, page_s=0.2))

    async def ask() -> tuple[int, dict[bytes, bytes], int]:
        made = asyncio.Event()
        app = application(tiny_graph, settings, made)
        first = asyncio.create_task(asked(app, "/slow"))
        await asyncio.sleep(0)
        late, *_ = await asked(app, "/slow")
        file = asyncio.create_task(asked(app, "/base/static/file"))  # files are not made, and need no turn
        made.set()
        return late["status"], dict(late["headers"]), len(await first) + len(await file)

    status, headers, parts = asyncio.run(ask())

    assert (status, parts) == (503, 4)
    assert headers[b"retry-after"] == b"1"
    assert headers[b"content-type"].startswith(b"text/html")


def test_a_turn_ends_when_the_answer_begins(tiny_graph: KnowledgeGraph) -> None:
    settings = Settings(bounds=Bounds(pages=1, page_s=5.0))

    async def ask() -> list[int]:
        made = asyncio.Event()
        made.set()
        app = application(tiny_graph, settings, made)
        inner: list[int] = []

        async def another() -> None:
            inner.append((await asked(app, "/slow"))[0]["status"])

        inner.append((await asked(app, "/slow", another))[0]["status"])
        return inner

    assert [200, 200] == asyncio.run(ask())


def test_a_turn_ends_when_a_page_fails(tiny_graph: KnowledgeGraph) -> None:
    settings = Settings(bounds=Bounds(pages=1, page_s=0.2))

    async def ask() -> int:
        made = asyncio.Event()
        made.set()
        app = application(tiny_graph, settings, made)
        for _ in range(3):
            try:
                await asked(app, "/fails")
            except ValueError:
                continue
        return int((await asked(app, "/slow"))[0]["status"])

    assert asyncio.run(ask()) == 200
