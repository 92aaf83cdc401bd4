"""The measurements run, on a graph so small that their numbers mean nothing: real processes, real servers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import psutil
import pytest

Script = Callable[[str], ModuleType]
TRIPLES = 3000

pytestmark = pytest.mark.slow


@pytest.fixture
def corpus(script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(script("turns"), "MOST", 2)
    return script("corpus").Corpus(tmp_path)


def test_each_size_is_made_once(corpus: Any) -> None:
    file, store = corpus.file(TRIPLES), corpus.store(TRIPLES)
    times = [path.stat().st_mtime_ns for path in (file, store)]

    assert (file, store) == (corpus.file(TRIPLES), corpus.store(TRIPLES))
    assert times == [path.stat().st_mtime_ns for path in (file, store)]
    assert TRIPLES == file.read_text("utf-8").count("\n")


def test_loading(script: Script, corpus: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    loading = script("loading")
    monkeypatch.setattr(loading, "MOST", 2)

    ours, raw = loading.measure(corpus.file(TRIPLES), corpus.folder, TRIPLES)

    assert ["KnowledgeGraph", "pyoxigraph"] == [ours.engine, raw.engine]
    assert all(one.seconds > 0 and one.memory_bytes > 2**20 and one.disk_bytes > 1000 for one in (ours, raw))


def test_a_load_that_fails_is_said(script: Script, corpus: Any) -> None:
    broken = corpus.folder / "broken.nt"
    broken.write_text("this is no triple\n", "utf-8")

    with pytest.raises((RuntimeError, ValueError)):
        script("loading").measure(broken, corpus.folder, TRIPLES)


def test_opening(script: Script, corpus: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opening = script("opening")
    monkeypatch.setattr(opening, "TURNS", 1)

    found = opening.measure(corpus.store(TRIPLES))

    assert ["KnowledgeGraph", "pyoxigraph"] == [one.engine for one in found]
    assert all(one.seconds > 0 and one.import_s > 0 for one in found)


def test_queries(script: Script, corpus: Any) -> None:
    queries = script("queries")

    in_memory = queries.measure_memory(corpus.file(TRIPLES))
    in_folder = queries.measure(corpus.store(TRIPLES))

    assert list(queries.QUERIES) == [one.name for one in in_memory] == [one.name for one in in_folder]
    assert [one.rows for one in in_memory] == [one.rows for one in in_folder]
    assert {"KnowledgeGraph", "pyoxigraph", "oxrdflib", "rdflib"} == set(in_memory[0].best)


def test_workers(script: Script, corpus: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    workers = script("workers")
    monkeypatch.setattr(workers, "DEADLINE_S", 0.3)
    monkeypatch.setattr(workers, "RUNAWAYS", 1)
    monkeypatch.setattr(workers, "THROUGHPUT_S", 0.1)
    monkeypatch.setattr(workers, "THROUGHPUTS", 1)
    store = corpus.store(TRIPLES)

    assert [*workers.SMALL, *workers.LARGE] == [one.name for one in workers.measure(store)]
    [runaway] = workers.measure_runaway(store)
    assert 0.3 == runaway.deadline_s
    assert runaway.next_s > 0
    found = workers.measure_throughput(store)
    assert list(workers.THREADS) == [one.threads for one in found]
    assert all(one.in_process > 0 and one.worker > 0 for one in found)


@pytest.mark.parametrize("name", ["Oxigraph server", "Virtuoso", "rdflib-endpoint"])
def test_a_server_starts_holds_the_graph_and_is_stopped(script: Script, corpus: Any, tmp_path: Path, name: str) -> None:
    servers = script("servers")
    if reason := servers.missing(name):
        pytest.skip(f"{name}: {reason}")
    folder = tmp_path / "server"
    folder.mkdir()

    with servers.SERVERS[name](corpus.file(TRIPLES), folder) as server:
        assert psutil.pid_exists(server.pid)
        assert ask(server.address) > 100
    assert not psutil.pid_exists(server.pid)
    assert server.version[-1].isdigit()
    assert server.load_s > 0


def test_queries_over_http(script: Script, corpus: Any, tmp_path: Path) -> None:
    pytest.importorskip("equigraph.graph.endpoint", reason="no EndpointStore yet")
    remote, queries = script("remote"), script("queries")
    folder = tmp_path / "servers"
    folder.mkdir()

    timings, [served] = remote.measure(corpus.file(TRIPLES), corpus.store(TRIPLES), folder, ["Oxigraph server"])

    assert list(queries.QUERIES) == [one.name for one in timings]
    assert [{}] * len(timings) == [one.failures for one in timings]
    assert {"KnowledgeGraph", "Oxigraph server"} == set(timings[0].best)
    assert served.load_s > 0
    assert served.memory_bytes > 2**20
    assert served.disk_bytes > 1000


def ask(address: str) -> int:
    import httpx

    query = "SELECT (COUNT(*) AS ?n) { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?o }"
    answer = httpx.post(address, data={"query": query}, headers={"Accept": "application/sparql-results+json"})
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])
