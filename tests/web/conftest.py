"""Fixtures of the tests of the explorer: the application in process, over the bundled graph and over a tiny one."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web.app import create_app
from equigraph.web.serving import listening

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


@pytest.fixture(scope="session")
def served() -> Callable[[Starlette], AbstractContextManager[str]]:
    """Return what serves an application over a real socket, and gives its address without a slash at the end."""

    @contextlib.contextmanager
    def serving(app: Starlette) -> Iterator[str]:
        with listening("127.0.0.1", 0) as listener:
            server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
            thread.start()
            try:
                while not server.started and thread.is_alive():
                    thread.join(0.01)
                yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            finally:
                server.should_exit = True
                thread.join()

    return serving
