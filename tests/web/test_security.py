"""No answer leaves without its header fields, no request comes in beyond its bounds, no value becomes code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web import intake
from equigraph.web.app import create_app
from equigraph.web.security import HEADERS, STYLE, Guarded, hardened
from equigraph.web.settings import Bounds, Settings

ADDRESS = "http://127.0.0.1:8021"
POLICY = "content-security-policy"
SMALL = Bounds(body_bytes=1000, target_bytes=1000, head_bytes=2000, body_s=0.2)
HASH = "'sha256-" + "a" * 43 + "='"


def echo(request: Request) -> Response:
    """Answer with what the parameters say, as a careless page would."""
    headers = {name: value for name, value in request.query_params.items() if name != "to"}
    if "to" in request.query_params:
        return RedirectResponse(request.query_params["to"], headers=headers)
    return PlainTextResponse("content", headers=headers)


async def body(request: Request) -> Response:
    content = await request.body()
    return PlainTextResponse(f"{len(content)} {await request.is_disconnected()}")


def fails(_request: Request) -> Response:
    raise ValueError


@pytest.fixture(scope="module")
def careless() -> Iterator[TestClient]:
    """A client of an application that checks nothing itself."""
    app = Starlette(routes=[Route("/", echo), Route("/body", body, methods=["GET", "POST"]), Route("/fails", fails)])
    settings = Settings(bounds=SMALL, origins=("https://other.example",))
    with TestClient(Guarded(app, settings), ADDRESS, follow_redirects=False) as client:
        yield client


# --- header fields --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "given", "status"),
    [
        ("GET", "/", {}, 200),
        ("HEAD", "/", {}, 200),
        ("GET", "/index.json", {}, 200),
        ("GET", "/static/style.css", {}, 200),
        ("GET", "/nothing", {}, 404),
        ("GET", "/static/nothing", {}, 404),
        ("POST", "/", {}, 405),
        ("PUT", "/", {}, 405),
        ("OPTIONS", "/", {}, 405),
        ("MERGE", "/", {}, 501),
        ("GET", "/", {"host": "evil.example"}, 403),
        ("GET", "/", {"host": ""}, 400),
        ("POST", "/", {"origin": "https://evil.example"}, 403),
        ("GET", "/?" + "a" * 20_000, {}, 414),
        ("GET", "/", {"x": "a" * 40_000}, 431),
        ("POST", "/", {"content-length": "9999999999"}, 413),
        ("POST", "/", {"content-length": "1" * 40}, 413),
        ("POST", "/", {"content-length": "+1"}, 400),
        ("POST", "/", {"content-length": "\N{SUPERSCRIPT TWO}"}, 400),
    ],
)
def test_every_answer_has_its_header_fields(
    client: TestClient, method: str, path: str, given: dict[str, str], status: int
) -> None:
    raw = {name: value.encode("latin-1") for name, value in given.items()}
    answer = client.request(method, path, headers=raw)

    assert status == answer.status_code
    assert HEADERS == {name: answer.headers.get(name) for name in HEADERS}
    assert "frame-ancestors 'none'" in answer.headers[POLICY]
    assert "unsafe" not in answer.headers[POLICY]
    assert "server" not in answer.headers
    assert answer.headers["cache-control"] == (
        "no-store" if status in {400, 403, 413, 414, 431, 501} else "no-cache"
    ) or (method in {"PUT", "OPTIONS"})


def test_a_file_that_is_known_already_has_them_too(client: TestClient) -> None:
    tag = client.get("/static/style.css").headers["etag"]
    answer = client.get("/static/style.css", headers={"if-none-match": tag})

    assert answer.status_code == 304
    assert HEADERS == {name: answer.headers.get(name) for name in HEADERS}


def test_the_answer_to_an_unknown_error_has_them_and_tells_nothing_of_it(tiny_graph: KnowledgeGraph) -> None:
    app = create_app(tiny_graph)
    app.router.routes.append(Route("/fails", fails))
    answer = TestClient(app, ADDRESS, raise_server_exceptions=False).get(
        "/fails", headers={"accept": "application/json"}
    )

    assert answer.status_code == 500
    assert HEADERS == {name: answer.headers.get(name) for name in HEADERS}
    assert "ValueError" not in answer.text
    assert answer.json()["ok"] is False


def test_allow_tells_what_a_method_may_be(client: TestClient) -> None:
    assert client.put("/").headers["allow"] == "GET, HEAD, POST"
    assert set(client.post("/").headers["allow"].split(", ")) == {"GET", "HEAD"}


def test_a_page_cannot_loosen_what_holds_for_all(careless: TestClient) -> None:
    answer = careless.get("/", params={POLICY: "default-src *", "x-frame-options": "ALLOWALL", "server": "any"})

    assert HEADERS["X-Frame-Options"] == answer.headers["x-frame-options"]
    assert "*" not in answer.headers[POLICY]
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    ("style", "kept"),
    [
        (f"style-src 'self' {HASH}", True),
        (f"style-src 'self' {HASH} {HASH}", True),
        ("style-src 'self' 'unsafe-inline'", False),
        (f"style-src 'self' {HASH}; script-src *", False),
        (f"style-src 'self' {HASH}\n", False),
        ("style-src *", False),
    ],
)
def test_a_page_only_adds_hashes_of_its_style(style: str, kept: bool) -> None:
    policy = dict(hardened([(POLICY, style)]))[POLICY]

    assert kept is (style in policy)
    assert f"{style if kept else STYLE}; img-src" in policy


# --- what an answer may not do --------------------------------------------------------------


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        f"{ADDRESS}@evil.example/",
        f"{ADDRESS}.evil.example/",
        "evil.example",
    ],
)
def test_no_redirect_leaves(careless: TestClient, to: str) -> None:
    answer = careless.get("/", params={"location": to})

    assert answer.status_code == 500
    assert "location" not in answer.headers
    assert answer.json()["ok"] is False


@pytest.mark.parametrize("to", ["/", "/id/practice/looping", "/search?q=a%20b", "?q=a", f"{ADDRESS}/gaps"])
def test_a_redirect_within_is_followed(careless: TestClient, to: str) -> None:
    assert careless.get("/", params={"to": to}).headers["location"] == to


@pytest.mark.parametrize("value", ["a\r\nSet-Cookie: a=b", "a\nb", "a\rb", "a\0b", "\r\n\r\n<script>"])
def test_no_value_becomes_a_header_field(careless: TestClient, value: str) -> None:
    answer = careless.get("/", params={"x-told": value})

    assert answer.status_code == 500
    assert "x-told" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert answer.json()["error"].startswith("something went wrong")


@given(st.lists(st.tuples(st.sampled_from(["Server", POLICY, "Vary", "x-frame-options", "ETag"]), st.text(max_size=9))))
def test_the_header_fields_are_there_once_whatever_a_page_sets(pairs: list[tuple[str, str]]) -> None:
    names = [name for name, _ in hardened(pairs)]

    assert all(names.count(name.lower()) == 1 for name in [*HEADERS, POLICY])
    assert "server" not in names


def test_other_sites_read_nothing(careless: TestClient) -> None:
    answer = careless.get("/", headers={"origin": "http://127.0.0.1:8021"})

    assert [] == [name for name in answer.headers if name.startswith("access-control")]


def test_an_allowed_site_reads(careless: TestClient) -> None:
    given = {"origin": "https://other.example", "sec-fetch-site": "cross-site"}
    answer = careless.get("/", headers=given)
    before = careless.options("/", headers={**given, "access-control-request-method": "POST"})

    assert answer.headers["access-control-allow-origin"] == "https://other.example"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "Origin" in answer.headers["vary"]
    assert before.status_code == 204
    assert before.headers["access-control-allow-methods"] == "GET, HEAD, POST"
    assert careless.options("/", headers=given).status_code == 405
    assert "Origin" in careless.get("/").headers["vary"]  # what is kept of this answer is not for that site


# --- how much -------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "status"), [(0, 200), (1, 200), (1000, 200), (1001, 413)])
def test_a_body_has_a_length(careless: TestClient, size: int, status: int) -> None:
    assert status == careless.post("/body", content=b"a" * size).status_code


@pytest.mark.parametrize(("parts", "status"), [(10, 200), (11, 413)])
def test_a_body_in_chunks_has_the_same_length(careless: TestClient, parts: int, status: int) -> None:
    answer = careless.post("/body", content=(b"a" * 100 for _ in range(parts)))

    assert status == answer.status_code


def test_a_page_gets_the_whole_body(careless: TestClient) -> None:
    assert careless.post("/body", content=(b"a" * 100 for _ in range(3))).text.startswith("300 ")


def test_a_websocket_is_closed(careless: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect) as caught, careless.websocket_connect("/"):
        pass

    assert caught.value.code == 1008


def test_a_client_that_is_gone_is_not_answered() -> None:
    import asyncio

    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    async def app(*_: Any) -> None:
        sent.append("asked")

    headers = [(b"host", b"localhost"), (b"content-length", b"1")]
    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": headers, "scheme": "http"}
    asyncio.run(Guarded(app, Settings())(scope, receive, send))

    assert [] == sent


@pytest.mark.parametrize("part", [b"a" * 1_000_000, None], ids=["a flood", "silence"])
def test_what_is_left_of_a_refused_body_is_read_for_a_moment_only(
    part: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    monkeypatch.setattr(intake, "DRAINED_S", 0.05)
    monkeypatch.setattr(intake, "DRAINED_BYTES", 3_000_000)
    asked: list[int] = []

    async def receive() -> dict[str, Any]:
        asked.append(1)
        if part is None:
            await asyncio.sleep(60)
        return {"type": "http.request", "body": part, "more_body": True}

    asyncio.run(asyncio.wait_for(intake.drain(receive), 5))

    assert len(asked) == (1 if part is None else 3)
