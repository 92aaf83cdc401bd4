"""The first page: questions with their counts, the ways in, and what there is of somebody's own RDF."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web.app import create_app
from equigraph.web.counts import Counts, counts_of
from equigraph.web.home import TOPICS


@pytest.fixture(scope="module")
def home(client: TestClient) -> dict[str, object]:
    counts_of(client.app.state.explorer).wait(30)  # type: ignore[attr-defined]
    data: dict[str, object] = client.get("/index.json").json()
    return data


def test_every_question_stands_under_a_topic_that_is_known(home: dict[str, list[dict[str, object]]]) -> None:
    assert list(TOPICS) == [topic["topic"] for topic in home["topics"]]
    names = [one["name"] for topic in home["topics"] for one in topic["questions"]]  # type: ignore[attr-defined]
    assert sorted(KnowledgeGraph.questions()) == sorted(names)


def test_counts_are_those_of_the_answers(
    home: dict[str, list[dict[str, object]]], bundled_graph: KnowledgeGraph
) -> None:
    told = {one["name"]: one for topic in home["topics"] for one in topic["questions"]}  # type: ignore[attr-defined]

    for name in ("single-source", "practices-for-group", "empty-cells"):
        assert len(bundled_graph.question(name).rows) == told[name]["rows"]
    assert ("English Learners", ["a student group"]) == (
        told["practices-for-group"]["about"],
        told["practices-for-group"]["needs"],
    )


def test_the_ways_in_have_their_counts(home: dict[str, list[dict[str, object]]], bundled_graph: KnowledgeGraph) -> None:
    kinds = bundled_graph.stats().kinds

    told = {way["path"]: way["count"] for way in home["ways"]}
    assert (kinds["Practice"], kinds["ResearchSource"]) == (told["/practices"], told["/sources"])


def test_it_begins_with_the_five_groups_of_the_brief(home: dict[str, list[dict[str, object]]]) -> None:
    assert {
        "English Learners",
        "Students impacted by trauma",
        "Students living in poverty",
        "Students of color",
        "Students with disabilities",
    } == {group["label"] for group in home["groups"]}


def test_the_page_says_what_its_twin_says(client: TestClient, home: dict[str, object]) -> None:
    page = client.get("/").text

    assert home["is_counted"]
    assert "90 rows for English Learners" in page
    assert "data-counts" not in page


def test_counts_that_come_late_are_asked_for(bundled_graph: KnowledgeGraph) -> None:
    with TestClient(create_app(bundled_graph), base_url="http://127.0.0.1:8021") as client:
        explorer = client.app.state.explorer  # type: ignore[attr-defined]
        counts = counts_of(explorer)
        counts.wait(30)
        counts.is_done = False
        del counts.questions["single-source"]

        page = client.get("/").text
        assert "/counts.json" in page
        assert "Not counted yet" in page
        told = client.get("/counts.json").json()
        assert (False, False) == (told["is_counted"], "single-source" in told["questions"])


def test_somebodys_own_rdf_shows_the_kinds_that_are_there(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text("<urn:a> a <http://x.example/Tree> . <urn:b> a <http://x.example/Tree> .", encoding="utf-8")
    with KnowledgeGraph.open(str(path)) as graph, TestClient(create_app(graph), base_url="http://127.0.0.1") as client:
        counts_of(client.app.state.explorer).wait(30)  # type: ignore[attr-defined]
        data = client.get("/index.json").json()

        assert [("http://x.example/Tree", 2, "/things")] == [
            (way["class"], way["count"], way["path"]) for way in data["ways"]
        ]
        assert [] == data["groups"]
        page = client.get("/").text
        assert "/things?class=http%3A%2F%2Fx.example%2FTree" in page
        assert 200 == client.get("/things?class=http://x.example/Tree").status_code


def test_the_first_page_does_not_wait_for_the_counts(
    bundled_graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TestClient(create_app(bundled_graph), base_url="http://127.0.0.1:8021") as client:
        monkeypatch.setattr(Counts, "start", lambda _: None)  # they never come
        start = time.monotonic()

        assert 200 == client.get("/").status_code
        assert time.monotonic() - start < 5  # on a busy machine; its own wait is a fraction of a second
