"""Whether it answers, for whoever watches."""

from __future__ import annotations

from starlette.testclient import TestClient

from equigraph.errors import EndpointError
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web.app import create_app


def test_well(client: TestClient) -> None:
    answer = client.get("/health")

    assert 200 == answer.status_code
    told = answer.json()
    assert {"ok": True, "running": 0, "waiting": 0} == {key: told[key] for key in ("ok", "running", "waiting")}
    assert told["data_version"]
    assert "no-store" == answer.headers["cache-control"]


def test_ill() -> None:
    with (
        KnowledgeGraph.open("http://127.0.0.1:9/sparql") as graph,
        TestClient(create_app(graph), base_url="http://127.0.0.1:8021") as client,
    ):
        answer = client.get("/health")

    assert 503 == answer.status_code
    assert answer.json()["ok"] is False
    assert EndpointError("http://127.0.0.1:9/sparql", "").message[:20] in answer.json()["error"]
