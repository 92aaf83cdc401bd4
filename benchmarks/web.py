"""The explorer's server: small queries over HTTP beside two other servers, small ones beside long ones, memory, pages.

All servers hold the same synthetic graph and answer the same requests over the same connections. The graph of ours and
of Oxigraph's server is in a folder, that of rdflib-endpoint in rdflib's memory.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import queries
import servers
import uvloop
from http_load import Load, fetch, page_request, run_load, sparql_request

OURS = "equigraph"
PEERS = ("Oxigraph server", "rdflib-endpoint")
CONNECTIONS, TURN_S, TURNS = 16, 2.0, 6
SMALL_CLIENTS, HEAVY_CLIENTS, PAUSE_S, CROWD_S = 45, 5, 0.1, 8.0
FEW, MANY = 100, 10_000  # requests before memory is looked at
PAGES = 100
WARM_S = 1.0
PRACTICES, GOALS = 60, 28
# What a page or a program asks: a name, the claims of a practice, some practices of a goal; each of many things.
SMALL = (
    *(f"SELECT ?label ?definition {{ practice:p{n} skos:prefLabel ?label ; skos:definition ?definition }}"
      for n in range(1, PRACTICES + 1)),
    *(f"SELECT ?goalLabel ?direction ?finding {{ ?claim eq:practice practice:p{n} ; eq:goal ?goal ; "
      f"eq:direction ?direction ; eq:finding ?finding . ?goal skos:prefLabel ?goalLabel }} LIMIT 10"
      for n in range(1, PRACTICES + 1)),
    *(f"SELECT ?practice ?label {{ ?claim eq:goal goal:g{n} ; eq:practice ?practice . "
      f"?practice skos:prefLabel ?label }} LIMIT 10" for n in range(1, GOALS + 1)),
)  # fmt: skip
HEAVY = "SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . FILTER(STR(?c) = CONCAT(STR(?f), '{number}')) }}"
SERVE = """
import sys
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.limits import Limits
from equigraph.web.serving import serve
from equigraph.web.settings import Settings
with KnowledgeGraph.open(sys.argv[1], limits=Limits(timeout_s=5)) as graph:
    serve(graph, Settings(port=0), on_ready=lambda address: print(address, flush=True))
"""


@dataclass(frozen=True)
class Rate:
    """Good answers a second to small queries.

    Attributes:
        engine: Name of the server.
        version: What it says it is.
        per_s: In its best turn.
        missing: Why it could not be measured here, or nothing.
    """

    engine: str
    version: str = ""
    per_s: float = 0.0
    missing: str = ""


@dataclass(frozen=True)
class Crowd:
    """Small queries alone, and beside long ones.

    Attributes:
        small_clients: Clients that ask small queries, a tenth of a second after each answer.
        heavy_clients: Clients that ask long ones, each with a text of its own.
        idle_s: Median of the small ones alone.
        loaded_s: Median beside the long ones.
        loaded_95_s: What 95 of 100 beside the long ones took at most.
        small: Small queries beside the long ones.
        failures: Of these, those without an answer.
        heavy: Statuses of the long ones.
    """

    small_clients: int
    heavy_clients: int
    idle_s: float
    loaded_s: float
    loaded_95_s: float
    small: int
    failures: int
    heavy: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Memory:
    """Memory of the server and its processes together, after so many requests."""

    few: int
    few_bytes: int
    many: int
    many_bytes: int


@dataclass(frozen=True)
class PageTime:
    """Seconds until a page is here, at the median.

    Attributes:
        path: Its address.
        seconds: At the median.
        bytes: Its size.
    """

    path: str
    seconds: float
    bytes: int


def measure(path: Path, store: Path) -> tuple[list[Rate], list[Crowd], list[Memory]]:
    """Measure rates, a crowd and memory on a graph: an N-Triples file, and the folder store that holds the same."""
    rates = [Rate(name, missing=reason) for name in PEERS if (reason := servers.missing(name))]
    absent = {rate.engine for rate in rates}
    with contextlib.ExitStack() as stack:
        addresses = {OURS: stack.enter_context(ours(store))[0] + "sparql"}
        versions = {OURS: OURS}
        for name in PEERS:
            if name not in absent:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                server = stack.enter_context(servers.SERVERS[name](path, folder))
                addresses[name], versions[name] = server.address, server.version
        best = _best_rates(addresses)
    rates += [Rate(name, versions[name], rate) for name, rate in best.items()]
    with ours(store) as (address, pid):
        crowd = uvloop.run(_crowd(address + "sparql"))
    with ours(store) as (address, pid):
        memory = _memory(address + "sparql", pid)
    return rates, [crowd], [memory]


def measure_pages(location: str, paths: Sequence[str]) -> list[PageTime]:
    """Time pages of the explorer of a graph, one request after the other; those that are not there are left out."""
    with ours(location) as (address, _):
        return [time for path in paths if (time := uvloop.run(_page(address, path))) is not None]


@contextlib.contextmanager
def ours(location: Path | str) -> Iterator[tuple[str, int]]:
    """Run our server on a location; give its address and the number of its process."""
    command = [sys.executable, "-c", SERVE, str(location)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip(), process.pid
        finally:
            process.terminate()


def _best_rates(addresses: dict[str, str]) -> dict[str, float]:
    requests = {
        name: [sparql_request(address, queries.PREFIXES + query) for query in SMALL]
        for name, address in addresses.items()
    }
    answers = {name: uvloop.run(_rows(address, requests[name])) for name, address in addresses.items()}
    first = next(iter(answers.values()))
    if any(found != first for found in answers.values()):
        raise RuntimeError("the servers answer differently, so their rates mean nothing")
    best = dict.fromkeys(addresses, 0.0)
    for turn in range(TURNS):
        order = list(addresses) if turn % 2 else list(reversed(addresses))
        for name in order:
            load = run_load(addresses[name], requests[name], CONNECTIONS, TURN_S)
            if set(load.statuses) != {200}:
                raise RuntimeError(f"{name} answered with {load.statuses}")
            best[name] = max(best[name], load.per_s)
    return best


def _requests(address: str) -> list[bytes]:
    return [sparql_request(address, queries.PREFIXES + query) for query in SMALL]


async def _rows(address: str, requests: Sequence[bytes]) -> list[Counter[str]]:
    """Return what a server answers to each request: its rows, in any order; a limited answer by their number alone."""
    found = []
    async with _connected(address) as (reader, writer):
        for request in requests:
            bindings = json.loads((await fetch(reader, writer, request))[2])["results"]["bindings"]
            rows = [json.dumps({name: term["value"] for name, term in row.items()}, sort_keys=True) for row in bindings]
            found.append(Counter({"rows": len(rows)} if b"LIMIT" in request else rows))
    return found


@contextlib.asynccontextmanager
async def _connected(address: str) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port, limit=2**24)
    try:
        yield reader, writer
    finally:
        writer.close()


async def _crowd(address: str) -> Crowd:
    await _ask_small(address, WARM_S)
    idle = await _ask_small(address, CROWD_S)
    numbers = itertools.count()
    heavy: Counter[int] = Counter()
    asking = [asyncio.ensure_future(_ask_heavy(address, numbers, heavy)) for _ in range(HEAVY_CLIENTS)]
    await asyncio.sleep(WARM_S)
    loaded = await _ask_small(address, CROWD_S)
    for task in asking:
        task.cancel()
    await asyncio.gather(*asking, return_exceptions=True)
    good = loaded.statuses.get(200, 0)
    return Crowd(
        SMALL_CLIENTS,
        HEAVY_CLIENTS,
        statistics.median(idle.latencies),
        statistics.median(loaded.latencies),
        statistics.quantiles(loaded.latencies, n=20)[-1],
        good,
        sum(loaded.statuses.values()) - good,
        {str(status): number for status, number in sorted(heavy.items())},
    )


async def _ask_small(address: str, seconds: float) -> Load:
    load = Load()
    requests = itertools.cycle(_requests(address))
    end = asyncio.get_running_loop().time() + seconds
    await asyncio.gather(*(_small_client(address, requests, load, end, n) for n in range(SMALL_CLIENTS)))
    return load


async def _small_client(address: str, requests: Iterator[bytes], load: Load, end: float, number: int) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.sleep(PAUSE_S * number / SMALL_CLIENTS)  # they do not all ask in the same moment
    async with _connected(address) as (reader, writer):
        while loop.time() < end:
            began = loop.time()
            status, _, _ = await fetch(reader, writer, next(requests))
            load.latencies.append(loop.time() - began)
            load.statuses[status] = load.statuses.get(status, 0) + 1
            await asyncio.sleep(PAUSE_S)


async def _ask_heavy(address: str, numbers: Iterator[int], statuses: Counter[int]) -> None:
    """Ask one long query after the other; when refused, come again as told."""
    async with _connected(address) as (reader, writer):
        while True:
            request = sparql_request(address, HEAVY.format(number=next(numbers)))
            status, head, _ = await fetch(reader, writer, request)
            statuses[status] += 1
            if b"\r\nretry-after: " in head.lower():
                await asyncio.sleep(int(head.lower().split(b"\r\nretry-after: ")[1].split(b"\r\n")[0]))


def _memory(address: str, pid: int) -> Memory:
    requests = _requests(address)
    run_load(address, requests, CONNECTIONS, 600, FEW)
    few = _held(pid)
    run_load(address, requests, CONNECTIONS, 600, MANY - FEW)
    return Memory(FEW, few, MANY, _held(pid))


def _held(pid: int) -> int:
    server = psutil.Process(pid)
    return sum(process.memory_info().rss for process in [server, *server.children()])


async def _page(address: str, path: str) -> PageTime | None:
    request = page_request(address, path, "text/html")
    loop = asyncio.get_running_loop()
    async with _connected(address) as (reader, writer):
        times, size = [], 0
        for _ in range(PAGES):
            began = loop.time()
            status, _, body = await fetch(reader, writer, request)
            if status != 200:
                return None
            times.append(loop.time() - began)
            size = len(body)
    return PageTime(path, statistics.median(times), size)
