"""What asking through a worker process costs, beside asking the same store in this process; and what a runaway costs.

A worker reads the query, answers it, and sends the answer in parts; here it becomes Python objects again. Both sides
count until every solution is one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import queries
from loading import engine_folder
from turns import Timing, time_question

from equigraph.errors import QueryTimeoutError
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.limits import Limits
from equigraph.graph.worker import QueryWorker

IN_PROCESS, WORKER = "in process", "worker"
SMALL = {name: queries.PREFIXES + queries.QUERIES[name] for name in ("label", "one hop", "path up", "card")}
LARGE_ROWS = 100_000
LARGE = {
    "IRIs, one column": f"SELECT ?s {{ ?s ?p ?o }} LIMIT {LARGE_ROWS}",
    "all, three columns": f"SELECT ?s ?p ?o {{ ?s ?p ?o }} LIMIT {LARGE_ROWS}",
    "texts, two columns": f"SELECT ?s ?o {{ ?s ?p ?o FILTER(isLiteral(?o)) }} LIMIT {LARGE_ROWS}",
}
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
DEADLINE_S, RUNAWAYS = 1.0, 5
THREADS, THROUGHPUT_S, THROUGHPUTS = (1, 2, 4, 8), 1.0, 4


@dataclass(frozen=True)
class Runaway:
    """A query that would take years: the worst of several, for here the worst is what is promised.

    Attributes:
        deadline_s: Its deadline.
        over_s: Seconds beyond the deadline until the caller had its error.
        next_s: Seconds until the next query was answered.
    """

    deadline_s: float
    over_s: float
    next_s: float


@dataclass(frozen=True)
class Throughput:
    """Answers a second to a small question, asked by several threads at once; the best turn.

    Attributes:
        threads: How many ask.
        in_process: Answers a second by this process.
        worker: Answers a second through one QueryWorker.
    """

    threads: int
    in_process: float
    worker: float


def measure(store: Path) -> list[Timing]:
    """Time small and large answers of a folder store, in process and through a worker."""
    with _both(store) as engines:
        return [
            time_question(name, {engine: _asking(ask, query) for engine, ask in engines.items()})
            for name, query in {**SMALL, **LARGE}.items()
        ]


def measure_runaway(store: Path) -> list[Runaway]:
    """Let a query run past its deadline, several times, and ask another one after it."""
    over, following = [], []
    with QueryWorker(engine_folder(store), Limits(timeout_s=DEADLINE_S)) as worker:
        list(worker.query(SMALL["label"]))
        for _ in range(RUNAWAYS):
            start = time.perf_counter()
            try:
                worker.query(RUNAWAY)
            except QueryTimeoutError:
                over.append(time.perf_counter() - start - DEADLINE_S)
            else:
                raise RuntimeError("the runaway query came to an end")
            start = time.perf_counter()
            list(worker.query(SMALL["label"]))
            following.append(time.perf_counter() - start)
    return [Runaway(DEADLINE_S, max(over), max(following))]


def measure_throughput(store: Path) -> list[Throughput]:
    """Ask a small question from several threads at once; the best of several turns counts."""
    with _both(store) as engines:
        asks = [_asking(ask, SMALL["card"]) for ask in engines.values()]
        found = []
        for threads in THREADS:
            turns = [[_answers_per_s(ask, threads) for ask in asks] for _ in range(THROUGHPUTS)]
            found.append(Throughput(threads, *(max(turn[number] for turn in turns) for number in range(len(asks)))))
        return found


@contextmanager
def _both(store: Path) -> Iterator[dict[str, Callable[[str], Any]]]:
    with KnowledgeGraph.open(str(store)) as graph, QueryWorker(engine_folder(store)) as worker:
        yield {IN_PROCESS: lambda query: graph.select(query, guard=False), WORKER: worker.query}


def _asking(ask: Callable[[str], Any], query: str) -> Callable[[], Any]:
    return lambda: ask(query)


def _answers_per_s(ask: Callable[[], Any], threads: int) -> float:
    counts = [0] * threads
    end = time.perf_counter() + THROUGHPUT_S

    def keep_asking(number: int) -> None:
        while time.perf_counter() < end:
            for _ in ask():
                pass
            counts[number] += 1

    askers = [threading.Thread(target=keep_asking, args=(number,)) for number in range(threads)]
    start = time.perf_counter()
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    return sum(counts) / (time.perf_counter() - start)
