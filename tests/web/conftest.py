"""Fixtures of the tests of the explorer: the application in process, over the bundled graph and over a tiny one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web.app import create_app

ADDRESS = "http://127.0.0.1:8021"


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """Return a client of the explorer of the bundled graph, in this process; redirects are not followed."""
    with (
        KnowledgeGraph.open() as graph,
        TestClient(create_app(graph), base_url=ADDRESS, follow_redirects=False) as client,
    ):
        yield client


@pytest.fixture(scope="session")
def tiny_client(tiny_graph: KnowledgeGraph) -> Iterator[TestClient]:
    """Return a client of the explorer of the tiny graph."""
    with TestClient(create_app(tiny_graph), base_url=ADDRESS, follow_redirects=False) as client:
        yield client
