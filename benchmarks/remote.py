"""The same nine queries over HTTP: EndpointStore on three servers, beside KnowledgeGraph in this process.

Also what the servers take to load the graph, and what they hold when they have answered. A server that refuses a query
or does not end it in time is shown with its reason; one that answers differently stops the measurement.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import queries
import servers
from loading import size_of
from turns import Timing, time_question

from equigraph.errors import EquigraphError
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.limits import Limits

IN_PROCESS = "KnowledgeGraph"
MOST_S = 600.0  # for one answer; the largest takes about a minute at ten million triples


@dataclass(frozen=True)
class Served:
    """What a server took.

    Attributes:
        engine: Its name.
        version: What it says it is.
        load_s: Seconds to load the file.
        memory_bytes: Memory of the process after the queries.
        disk_bytes: What its folder holds; 0 when it keeps all in memory.
        missing: Why it could not be measured here, or nothing.
    """

    engine: str
    version: str = ""
    load_s: float = 0
    memory_bytes: int = 0
    disk_bytes: int = 0
    missing: str = ""


def measure(path: Path, store: Path, folder: Path, names: Sequence[str]) -> tuple[list[Timing], list[Served]]:
    """Time every query on the servers of those names, which load an N-Triples file; the store holds the same."""
    from equigraph.graph.endpoint import EndpointStore  # noqa: PLC0415 # who only reads results needs no HTTP

    patient = Limits(timeout_s=MOST_S)
    served = [Served(name, missing=reason) for name in names if (reason := servers.missing(name))]
    absent = {one.engine for one in served}
    with contextlib.ExitStack() as stack:
        stores: dict[str, Any] = {IN_PROCESS: stack.enter_context(KnowledgeGraph.open(str(store))).store}
        running: dict[str, tuple[servers.Server, Path]] = {}
        for name in names:
            if name not in absent:
                place = folder / name.replace(" ", "-")
                place.mkdir()
                server = stack.enter_context(servers.SERVERS[name](path, place))
                running[name] = server, place
                stores[name] = stack.enter_context(contextlib.closing(EndpointStore(server.address, patient)))
        timings = [_timing(name, stores) for name in queries.QUERIES]
        served += [_served(name, *one) for name, one in running.items()]
    return timings, served


def _timing(name: str, stores: Mapping[str, Any]) -> Timing:
    query = queries.PREFIXES + queries.QUERIES[name]
    asks = {engine: partial(store.query, query) for engine, store in stores.items()}
    return time_question(name, asks, tolerated=(EquigraphError,))


def _served(name: str, server: servers.Server, folder: Path) -> Served:
    return Served(
        name, server.version, server.load_s, psutil.Process(server.pid).memory_info().rss, _data_bytes(name, folder)
    )


def _data_bytes(name: str, folder: Path) -> int:
    return 0 if name == "rdflib-endpoint" else size_of(folder)
