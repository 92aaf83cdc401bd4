"""A large graph is read where a question can be stopped, and its pages say the same as those of a small one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.limits import Limits
from equigraph.web import patient_reader
from equigraph.web.app import create_app
from equigraph.web.explorer import Explorer
from equigraph.web.patient_reader import NARROWER
from equigraph.web.settings import Settings
from tests.web.conftest import ADDRESS

PAGES = [
    "/gaps.json?group=learners",
    "/questions/without-evidence.json",
    "/questions/without-evidence.csv",
    "/practices.json?sort=findings",
    "/id/goal/discipline.json",
]


@pytest.fixture(scope="module")
def large_client(tiny_graph: KnowledgeGraph) -> Iterator[TestClient]:
    """Return a client of the tiny graph, taken for a large one."""
    with TestClient(create_app(tiny_graph), base_url=ADDRESS, follow_redirects=False) as client:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(patient_reader, "LARGE", 10)
            client.get("/practices.json")  # found out once
        yield client


@pytest.mark.parametrize("path", PAGES)
def test_the_same_is_told(large_client: TestClient, tiny_client: TestClient, path: str) -> None:
    assert tiny_client.get(path).text == large_client.get(path).text


def test_an_answer_is_kept(large_client: TestClient) -> None:
    first = large_client.get("/questions/contested").text

    assert first == large_client.get("/questions/contested").text


@pytest.mark.parametrize(("path", "title"), [("/gaps", "What a gap map is drawn over"), ("/practices", "categories")])
def test_what_is_too_much_says_how_to_ask_for_less(monkeypatch: pytest.MonkeyPatch, path: str, title: str) -> None:
    monkeypatch.setattr(patient_reader, "LARGE", 10)
    with (
        KnowledgeGraph.open(limits=Limits(answer_bytes=10)) as graph,
        TestClient(create_app(graph), base_url=ADDRESS) as client,
    ):
        told = client.get(path + ".json").json()

    assert "larger than the limit" in told["error"]
    assert title in told["error"]
    assert NARROWER == told["hint"]


def test_a_small_graph_needs_no_patience(tiny_graph: KnowledgeGraph) -> None:
    assert not patient_reader._is_large(Explorer(tiny_graph, Settings()))


def test_a_server_has_deadlines_of_its_own() -> None:
    with KnowledgeGraph.open("http://127.0.0.1:9/sparql") as graph:
        assert not patient_reader._is_large(Explorer(graph, Settings()))
