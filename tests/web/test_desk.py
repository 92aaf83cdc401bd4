"""The desk counts what each client asks, and belongs to the event loop that runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from starlette.testclient import TestClient

from equigraph.errors import ClientBusyError
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.limits import Limits
from equigraph.graph.store import OxigraphStore
from equigraph.web.app import create_app
from equigraph.web.settings import Bounds, Settings

SMALL = "SELECT ?s { ?s <a:p> 3 }"


@pytest.fixture(scope="module")
def graph() -> Iterator[KnowledgeGraph]:
    quads = [Quad(NamedNode(f"a:{i}"), NamedNode("a:p"), Literal(i)) for i in range(500)]
    with KnowledgeGraph(OxigraphStore.memory(quads), Limits(processes=2)) as opened:
        yield opened


def test_counts_for_its_client(graph: KnowledgeGraph) -> None:
    desk = create_app(graph, Settings(is_shared=True, bounds=Bounds(client_queries=1))).state.desk
    desk.enter("192.0.2.1")
    with pytest.raises(ClientBusyError, match="1 queries of yours"):
        desk.enter("192.0.2.1")
    desk.enter("192.0.2.2")
    desk.leave("192.0.2.1")
    desk.enter("192.0.2.1")


def test_starts_a_process_ahead_of_the_first_question(graph: KnowledgeGraph) -> None:
    app = create_app(graph)
    app.state.desk.warm()  # nobody runs it: nothing happens
    with TestClient(app, base_url="http://127.0.0.1:8021") as client:
        app.state.desk.warm()
        assert 200 == client.get("/sparql", params={"query": SMALL}).status_code


def test_belongs_to_the_loop_that_runs(graph: KnowledgeGraph) -> None:
    client = TestClient(create_app(graph), base_url="http://127.0.0.1:8021")  # a loop for each request

    assert [200, 200] == [client.get("/sparql", params={"query": SMALL}).status_code for _ in range(2)]
