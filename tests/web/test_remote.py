"""The endpoint over a graph on another server: Oxigraph's own, and one that never answers."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from equigraph.errors import QueryCancelledError, TooManyQueriesError
from equigraph.graph.endpoint import EndpointStore
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.limits import Limits
from equigraph.web.app import create_app
from equigraph.web.asked import Asked, Question
from equigraph.web.remote import LONG_PLACES, MOST_WAITING, PLACES, RemoteLanes
from equigraph.web.settings import Bounds

FORMATS = {"solutions": "csv", "boolean": "json", "triples": "nt"}
ONE = "SELECT ?x { VALUES ?x { 1 } }"


@pytest.fixture(scope="module")
def client(oxigraph_server: Any) -> Iterator[TestClient]:
    with (
        KnowledgeGraph.open(oxigraph_server.query) as graph,
        TestClient(create_app(graph), base_url="http://127.0.0.1:8021") as client,
    ):
        yield client


@pytest.fixture
def silent() -> Iterator[EndpointStore]:
    """Return a store whose server takes connections and says nothing."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        EndpointStore(f"http://127.0.0.1:{listener.getsockname()[1]}/sparql", Limits(timeout_s=20)) as store,
    ):
        yield store


@pytest.mark.parametrize(
    ("query", "format_name", "expected"),
    [
        (ONE, "csv", "x\r\n1\r\n"),
        ("ASK {}", "json", '{"head":{},"boolean":true}'),
        ("CONSTRUCT { <a:a> <a:b> 1 } {}", "nt", '<a:a> <a:b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'),
    ],
)
def test_passes_answers_on(client: TestClient, query: str, format_name: str, expected: str) -> None:
    assert expected == client.get("/sparql", params={"query": query, "format": format_name}).text


@pytest.mark.parametrize(
    ("parameters", "status", "words"),
    [
        ({"query": "SELECT {"}, 400, "not valid SPARQL"),
        ({"query": "ASK {}", "default-graph-uri": "a:g"}, 400, "accepted: FROM and FROM NAMED in the query"),
        ({"query": "CONSTRUCT { <a:a> <a:b> 1 } {}", "format": "csv"}, 406, "accepted: text/turtle"),
    ],
)
def test_tells_errors_in_the_same_shape(
    client: TestClient, parameters: dict[str, str], status: int, words: str
) -> None:
    answer = client.get("/sparql", params=parameters)

    assert status == answer.status_code
    assert words in answer.json()["error"]


def test_a_server_that_is_not_there() -> None:
    with (
        KnowledgeGraph.open("http://127.0.0.1:9/sparql") as graph,
        TestClient(create_app(graph), base_url="http://127.0.0.1:8021") as client,
    ):
        answer = client.get("/sparql", params={"query": ONE})

    assert 502 == answer.status_code


def test_the_workbench_asks_there_too(client: TestClient) -> None:
    client.app.state.desk.warm()  # type: ignore[attr-defined] # there is no process to start

    assert [[{"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}]] == client.get(
        "/query.json", params={"query": ONE}
    ).json()["answer"]["rows"]


def question() -> Asked:
    return Asked(Question(ONE, FORMATS))


def run(work: Any, store: EndpointStore, bounds: Bounds) -> None:
    async def main() -> None:
        lanes = RemoteLanes(store, store.limits, bounds)
        try:
            async with asyncio.timeout(15):
                await work(lanes)
        finally:
            lanes.close()

    asyncio.run(main())


def test_long_ones_leave_places_to_the_others(silent: EndpointStore) -> None:
    async def work(lanes: RemoteLanes) -> None:
        tasks = [asyncio.ensure_future(lanes.ask(question())) for _ in range(PLACES + 1)]
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)

        assert isinstance(done.pop().exception(), TooManyQueriesError)
        assert lanes.running <= PLACES
        assert lanes._long <= lanes._errands
        assert len(lanes._long) == LONG_PLACES
        lanes.close()
        await asyncio.wait(tasks)

    run(work, silent, Bounds(quick_s=0.1))


def test_so_many_wait_and_no_more(silent: EndpointStore) -> None:
    async def work(lanes: RemoteLanes) -> None:
        tasks = [asyncio.ensure_future(lanes.ask(question())) for _ in range(PLACES + MOST_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(TooManyQueriesError):
            await lanes.ask(question())
        assert (PLACES, MOST_WAITING) == (lanes.running, lanes.waiting)
        lanes.close()
        await asyncio.wait(tasks)

    run(work, silent, Bounds(quick_s=10))


def test_what_is_taken_back_is_stopped(silent: EndpointStore) -> None:
    async def work(lanes: RemoteLanes) -> None:
        asked = question()
        task = asyncio.ensure_future(lanes.ask(asked))
        while not any(errand.store for errand in lanes._errands):  # noqa: ASYNC110 # threads tell no event
            await asyncio.sleep(0.01)
        asked.cancel()
        with pytest.raises(QueryCancelledError):
            await task
        while not lanes._idle:  # noqa: ASYNC110 # its connection is free again
            await asyncio.sleep(0.01)
        assert (0, 0) == (lanes.running, lanes.waiting)

    run(work, silent, Bounds(quick_s=10))
