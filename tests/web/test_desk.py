"""Pages hand their queries in at the same desk as the endpoint, from threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from equigraph.errors import EquigraphError, QueryCancelledError, QueryError
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.limits import Limits
from equigraph.graph.store import Guard, OxigraphStore
from equigraph.web.app import create_app
from equigraph.web.desk import Hatch, desk_of
from equigraph.web.settings import Bounds, Settings

SMALL = "SELECT ?s { ?s <a:p> 3 }"
COPY = "CONSTRUCT WHERE { ?s <a:p> 3 }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
Work = Callable[[Hatch], Any]


@pytest.fixture(scope="module")
def graph() -> Iterator[KnowledgeGraph]:
    quads = [Quad(NamedNode(f"a:{i}"), NamedNode("a:p"), Literal(i)) for i in range(500)]
    with KnowledgeGraph(OxigraphStore.memory(quads), Limits(processes=2)) as opened:
        yield opened


@pytest.fixture
def page(graph: KnowledgeGraph) -> Iterator[Callable[[Work], Any]]:
    """Return what does something in the handler of a page, and gives what it returned."""
    work: list[Work] = []

    def handler(request: Request) -> JSONResponse:
        try:
            return JSONResponse({"found": work[-1](desk_of(request).hatch())})
        except EquigraphError as error:
            return JSONResponse({"error": error.message})

    app = create_app(graph, Settings(bounds=Bounds(quick_s=0.05)))
    app.router.routes.insert(0, Route("/try", handler))
    with TestClient(app, base_url="http://127.0.0.1:8021") as client:

        def run(one: Work) -> Any:
            work.append(one)
            answer = client.get("/try").json()
            assert "error" not in answer, answer["error"]
            return answer["found"]

        yield run
        assert app.state.desk.running == app.state.desk.waiting == 0


def test_is_a_guard(graph: KnowledgeGraph) -> None:
    hatch = create_app(graph).state.desk.hatch()

    assert isinstance(hatch, Guard)
    assert hatch.location == graph.store.location
    assert hatch.contains_graph("a:g") is False
    hatch.close()


@pytest.mark.parametrize(
    ("query", "expected"),
    [(SMALL, ["<a:3>"]), (COPY, ['<a:3> <a:p> "3"^^<http://www.w3.org/2001/XMLSchema#integer>'])],
)
def test_answers_with_terms(page: Callable[[Work], Any], query: str, expected: list[str]) -> None:
    def texts(hatch: Hatch) -> list[str]:
        return [str(row[0]) if query == SMALL else str(row) for row in hatch.query(query)]  # type: ignore[union-attr]

    assert expected == page(texts)


def test_answers_yes_or_no(page: Callable[[Work], Any]) -> None:
    assert page(lambda hatch: bool(hatch.query("ASK { ?s ?p 3 }"))) is True


def test_streams(page: Callable[[Work], Any]) -> None:
    assert "s\r\na:3\r\n" == page(lambda hatch: b"".join(hatch.stream(SMALL, "csv")).decode())


def test_leaves_what_it_does_not_read(page: Callable[[Work], Any]) -> None:
    def first(hatch: Hatch) -> int:
        parts = hatch.stream("SELECT * { ?a ?b ?c . ?d ?e ?f }", "csv")
        size = len(next(parts))
        parts.close()  # type: ignore[attr-defined] # it is a generator
        return size

    assert page(first) > 0


@pytest.mark.parametrize("name", ["docx", "ttl"])
def test_refuses_a_format_that_does_not_fit(page: Callable[[Work], Any], name: str) -> None:
    def refused(hatch: Hatch) -> str:
        with pytest.raises(QueryError) as caught:
            list(hatch.stream(SMALL, name))
        return caught.value.message

    assert "cannot be written" in page(refused)


def test_can_be_stopped_from_another_thread(page: Callable[[Work], Any]) -> None:
    def stopped(hatch: Hatch) -> str:
        threading.Timer(0.3, hatch.cancel).start()
        began = time.perf_counter()
        with pytest.raises(QueryCancelledError):
            hatch.query(ENDLESS)
        return "soon" if time.perf_counter() - began < 20 else "late"

    assert "soon" == page(stopped)


def test_counts_for_its_client(graph: KnowledgeGraph) -> None:
    desk = create_app(graph, Settings(is_shared=True, bounds=Bounds(client_queries=1))).state.desk
    desk.enter("192.0.2.1")
    with pytest.raises(EquigraphError, match="1 queries of yours"):
        desk.enter("192.0.2.1")
    desk.enter("192.0.2.2")
    desk.leave("192.0.2.1")
    desk.enter("192.0.2.1")


def test_starts_a_process_ahead_of_the_first_question(graph: KnowledgeGraph) -> None:
    app = create_app(graph)
    app.state.desk.warm()  # nobody runs it: nothing happens
    app.state.desk.cancel(None)  # the same
    with TestClient(app, base_url="http://127.0.0.1:8021") as client:
        app.state.desk.warm()
        assert 200 == client.get("/sparql", params={"query": SMALL}).status_code


def test_belongs_to_the_loop_that_runs(graph: KnowledgeGraph) -> None:
    client = TestClient(create_app(graph), base_url="http://127.0.0.1:8021")  # a loop for each request

    assert [200, 200] == [client.get("/sparql", params={"query": SMALL}).status_code for _ in range(2)]
