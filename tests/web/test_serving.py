"""A server in a process of its own: it says when it is ready, logs, stops quickly, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import gc
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import httpx
import psutil
import pytest

from equigraph.errors import ServingError
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web.serving import COLLECTED_AFTER, _refusal, listening, rare_collection, serve
from equigraph.web.settings import Settings

PROGRAM = """
import sys
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web.serving import serve
from equigraph.web.settings import Settings
with KnowledgeGraph.open() as graph:
    serve(graph, Settings(port=0, **eval(sys.argv[1])), on_ready=lambda address: print(address, flush=True))
print("closed")
"""
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@contextlib.contextmanager
def running(**settings: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start a server and give its process and its address."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, repr(settings)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stops_at_once_and_takes_its_processes_along(number: signal.Signals) -> None:
    with running() as (process, address):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        asking = threading.Thread(target=ask, args=(address,))
        asking.start()
        workers = []
        while not workers:
            workers = psutil.Process(process.pid).children()
            time.sleep(0.01)
        began = time.perf_counter()
        process.send_signal(number)
        output, messages = process.communicate(timeout=20)
        asking.join()

        assert time.perf_counter() - began < 8  # seconds of a busy machine; two are given to what is on its way
        assert ("closed\n", "", 0) == (output, messages, process.returncode)
        assert not any(worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE for worker in workers)


def ask(address: str) -> None:
    with contextlib.suppress(httpx.HTTPError):
        httpx.get(f"{address}sparql", params={"query": ENDLESS}, timeout=30)


def test_writes_a_line_for_each_request_when_it_is_shared() -> None:
    with running(is_shared=True) as (process, address):
        httpx.get(f"{address}sparql", params={"query": "ASK {} #" + "x" * 300}, timeout=30)
        httpx.get(f"{address}nothing", headers={"Accept": "application/json"}, timeout=30)
        process.terminate()
        lines = process.communicate(timeout=20)[1].splitlines()

    assert 2 == len(lines)
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT[\d:.]{12}\+00:00 127\.0\.0\.1 GET /sparql\?query=ASK.*x\.\.\. 200 26 [\d.]+", lines[0]
    )
    assert re.fullmatch(r"\S+ 127\.0\.0\.1 GET /nothing 404 \d+ [\d.]+", lines[1])


def test_a_taken_port_is_an_error_that_says_what_to_do() -> None:
    with listening("127.0.0.1", 0) as taken, KnowledgeGraph.open() as graph:
        port = taken.getsockname()[1]
        with pytest.raises(ServingError, match=f'"127.0.0.1", port {port}: port {port} is taken') as caught:
            serve(graph, Settings(port=port), on_ready=print)

    assert "--port 0" in str(caught.value.hint)
    assert ("127.0.0.1", port) == (caught.value.host, caught.value.port)


@pytest.mark.parametrize(
    ("host", "words"),
    [("no such host.example", "no such address"), ("192.0.2.1", "no such address")],
    ids=["a name of nothing", "an address of another machine"],
)
def test_an_address_that_is_not_ours(host: str, words: str) -> None:
    with pytest.raises(ServingError, match=words), listening(host, 0):
        pass


@pytest.mark.parametrize(
    ("error", "words"), [(PermissionError(13, "no"), "not for everybody"), (OSError(5, "broken"), "broken")]
)
def test_other_reasons(error: OSError, words: str) -> None:
    assert words in _refusal("127.0.0.1", 80, error).reason


def test_a_thread_may_serve_too() -> None:
    ready = threading.Event()
    with KnowledgeGraph.open() as graph:
        thread = threading.Thread(
            target=serve, args=(graph, Settings(port=0)), kwargs={"on_ready": lambda _: ready.set()}, daemon=True
        )
        thread.start()
        assert ready.wait(20)


def test_ipv6() -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    with listening("::1", 0) as listener:
        assert listener.getsockname()[1] > 0


def test_what_is_there_is_not_looked_through_while_it_serves() -> None:
    before = gc.get_threshold()
    with rare_collection():
        frozen, threshold = gc.get_freeze_count(), gc.get_threshold()

    assert frozen > 10_000
    assert COLLECTED_AFTER == threshold[0]
    assert before == gc.get_threshold()
    assert 0 == gc.get_freeze_count()
