"""The fields in which parameters are chosen."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web import parameter_fields
from equigraph.web.parameter_fields import fields


def test_what_was_written_stays_even_if_it_means_nothing(tiny_graph: KnowledgeGraph) -> None:
    query = tiny_graph.questions()["practices-for-goal"]
    found = {field["name"]: field for field in fields(tiny_graph.reader, query, {"goal": "graduaton"})}

    assert ("thing", ["graduaton"]) == (found["goal"]["type"], found["goal"]["values"])
    assert ("choice", [""]) == (found["category"]["type"], found["category"]["values"])


def test_where_there_is_too_much_to_offer_it_is_typed(tiny_client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parameter_fields, "OFFERED_MOST", 2)
    page = tiny_client.get("/questions/evidence-against").text

    assert 'data-pick="Practice"' in page
    assert "<select" not in page
