"""The process that answers what a person wrote: opens one location, then reads requests and writes answers.

It is started by ``equigraph.graph.process`` and may die at any moment, by its parent's hand or by a query's: nothing
is lost by that. It ends by itself when its parent is gone, even while a query runs (the engine lets other threads run).
Only what answering needs is imported, so that it is ready within a few hundredths of a second.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import sys
import time
from collections.abc import Iterator
from functools import lru_cache
from typing import IO, Any, cast

import pyoxigraph
from pyoxigraph import NamedNode, QueryBoolean, QueryTriples, Triple

from equigraph.errors import EquigraphError, QueryTooLargeError, SparqlSyntaxError
from equigraph.graph.answer_formats import GRAPH_FORMATS, TABLE_FORMATS, check_fit
from equigraph.graph.dataset import choice_of_graphs
from equigraph.graph.frames import DATA, END, ERROR, FILE, HEAD, PROGRESS, READY, error_to_wire, put_frame, write_frame
from equigraph.graph.limits import bytes_in_words
from equigraph.graph.requests import requests_of
from equigraph.graph.row_count import RowCounter
from equigraph.graph.sparql import check_read_only
from equigraph.graph.store import BUNDLED, OxigraphStore
from equigraph.ontology.prefixes import PREFIXES

__all__ = ["main"]

PART_BYTES = 64 * 1024  # of an answer in one frame: large enough to cost little, small enough to arrive soon
BUFFER_BYTES = 128 * 1024  # a small answer leaves in one write, with its head and its end
RETIRE_SHARE = 4  # a worker that keeps more than 1/4 of the memory limit after a query is replaced


class _Answer:
    """A file for the engine to write to: cuts an answer into frames, and holds it to its limits."""

    def __init__(self, stream: IO[bytes], request: dict[str, Any], counter: RowCounter | None) -> None:
        self._stream = stream
        self._limits = request
        self._counter = counter
        self._parts: list[bytes] = []
        self._waiting = 0
        self._written = 0
        self._has_more = False  # a part left before the last: only what is small needs no counting, by its bytes
        self.problem: EquigraphError | None = None

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        self._waiting += len(data)
        if self._waiting >= PART_BYTES:
            self._has_more = True
            self.flush()
            self._stream.flush()
        return len(data)

    def flush(self) -> None:
        """Hand over what waits; the last part leaves with the end of the answer."""
        part = b"".join(self._parts)
        self._parts, self._waiting = [], 0
        self._written += len(part)
        if self._counter is not None and (self._has_more or self._written > self._limits["rows"]):
            self._counter.feed(part)
            self.check_rows(self._counter.rows)
        if self._written > self._limits["answer_bytes"]:
            self._refuse(bytes_in_words(self._limits["answer_bytes"]))
        if part:
            put_frame(self._stream, DATA, part)

    def check_rows(self, rows: int) -> None:
        if rows > self._limits["rows"]:
            self._refuse(f"{self._limits['rows']:,} rows")

    def _refuse(self, limit: str) -> None:
        self.problem = QueryTooLargeError(limit)
        raise self.problem

    def counted(self, triples: QueryTriples) -> Iterator[Triple]:
        for number, triple in enumerate(triples, 1):
            self.check_rows(number)
            yield triple


def main() -> None:  # pragma: no cover # not in the process of a test
    """Serve requests from standard input until it closes."""
    source = os.fdopen(os.dup(0), "rb")
    target = os.fdopen(os.dup(1), "wb", BUFFER_BYTES)
    os.dup2(2, 1)  # whatever prints must not get between the frames
    read = requests_of(source)
    first = read()
    _forbid_core_files()
    try:
        if first["do"] in _ONCE:
            _ONCE[first["do"]](first, target)
            os._exit(0)
        store = _open(first)
    except MemoryError:
        write_frame(target, ERROR, error_to_wire(QueryTooLargeError(f"{first['memory_words']} of memory")))
        os._exit(1)
    except Exception as error:  # noqa: BLE001 # every failure goes to the parent as a frame
        write_frame(target, ERROR, error_to_wire(error))
        os._exit(1)
    _cap_memory(first["memory_bytes"])
    write_frame(target, READY)
    while True:
        request = read()
        try:
            _answer(store, request, target)
        except MemoryError:
            write_frame(target, ERROR, error_to_wire(QueryTooLargeError(f"{first['memory_words']} of memory")))
        except Exception as error:  # noqa: BLE001 # every failure goes to the parent as a frame
            write_frame(target, ERROR, error_to_wire(error))


def _answer(store: OxigraphStore, request: dict[str, Any], target: IO[bytes]) -> None:
    text, format_name = request["text"], request["format"]
    check_read_only(text, store)
    result = store.query(text, choice_of_graphs(store, **request["dataset"]) if "dataset" in request else None)
    is_graph = isinstance(result, QueryTriples)
    kind = "triples" if is_graph else "boolean" if isinstance(result, QueryBoolean) else "solutions"
    if isinstance(format_name, dict):  # one for each kind; none where its parent wants no answer of that kind
        format_name = format_name[kind]
    if format_name is None:
        put_frame(target, HEAD, _head(kind, None))
        write_frame(target, END, json.dumps({"retire": False}).encode())
        return
    if format_name == "terms":
        format_name = {"triples": "nt", "boolean": "json", "solutions": "tsv"}[kind]
    check_fit(format_name, is_graph=is_graph)
    put_frame(target, HEAD, _head(kind, format_name))  # leaves with what follows
    answer = _Answer(target, request, RowCounter(format_name) if kind == "solutions" else None)
    file = cast("IO[bytes]", answer)  # write and flush are all that the engine uses
    try:
        if isinstance(result, QueryTriples):
            pyoxigraph.serialize(answer.counted(result), file, GRAPH_FORMATS[format_name])
        else:
            result.serialize(file, TABLE_FORMATS[format_name])
        answer.flush()
    except Exception:
        if answer.problem is not None:
            raise answer.problem from None
        raise
    write_frame(target, END, json.dumps({"retire": _is_bloated(request), "cpu_ns": time.thread_time_ns()}).encode())


@lru_cache
def _head(kind: str, format_name: str | None) -> bytes:
    return json.dumps({"kind": kind, "format": format_name}).encode()


def _open(request: dict[str, Any]) -> OxigraphStore:  # pragma: no cover # not in the process of a test
    place = request["location"]
    store = OxigraphStore.bundled(at_once=True) if place == BUNDLED else OxigraphStore.folder(place)
    store.choose_graphs(request["graphs"])
    return store


def _load(request: dict[str, Any], target: IO[bytes]) -> None:
    from equigraph.data.rdf_files import load_rdf_file  # noqa: PLC0415 # a worker that answers does not need it

    store = pyoxigraph.Store(request["folder"])
    _cap_memory(request["memory_bytes"])
    graph = None if request["graph"] is None else NamedNode(request["graph"])

    def tell(done: int) -> None:
        write_frame(target, PROGRESS, str(done).encode())

    files = []
    for path in request["files"]:
        write_frame(target, FILE, os.fsencode(path))
        files.append(dataclasses.asdict(load_rdf_file(store, path, to_graph=graph, on_bytes=tell)))
    write_frame(target, FILE)  # all are read
    _finish(store, target, files)


def _update(request: dict[str, Any], target: IO[bytes]) -> None:
    store = pyoxigraph.Store(request["folder"])
    _cap_memory(request["memory_bytes"])
    try:
        store.update(request["text"], prefixes=dict(PREFIXES))
    except SyntaxError as error:
        raise SparqlSyntaxError(request["text"], str(error)) from None
    _finish(store, target, [])


def _import(request: dict[str, Any], target: IO[bytes]) -> None:
    from equigraph.graph.importing import import_in_worker  # noqa: PLC0415 # a worker that answers does not need it

    _cap_memory(request["memory_bytes"])
    import_in_worker(request, target)


# What a process does once, and then ends.
_ONCE = {"load": _load, "update": _update, "import": _import}


def _finish(store: pyoxigraph.Store, target: IO[bytes], files: list[dict[str, Any]]) -> None:
    store.flush()
    graphs = sum(1 for _ in store.named_graphs())
    write_frame(target, END, json.dumps({"files": files, "quads": len(store), "graphs": graphs}).encode())


_opened_bytes = 0
_statm: int | None = None
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0


def _cap_memory(most: int) -> None:  # pragma: no cover # not in the process of a test
    """Let this process take that much more address space than it has now, where the system can hold it to that."""
    global _opened_bytes  # noqa: PLW0603 # one process, one store
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 # not on Windows

        _opened_bytes = _address_space()
        if sys.platform == "linux":  # macOS has the call and does not enforce it
            resource.setrlimit(resource.RLIMIT_AS, (_opened_bytes + most, resource.RLIM_INFINITY))


def _is_bloated(request: dict[str, Any]) -> bool:
    with contextlib.suppress(OSError):
        return bool(_address_space() - _opened_bytes > request["memory_bytes"] // RETIRE_SHARE)
    return False


def _address_space() -> int:
    global _statm  # noqa: PLW0603 # opened once: every answer asks
    if _statm is None:
        _statm = os.open("/proc/self/statm", os.O_RDONLY)
    return int(os.pread(_statm, 100, 0).split(maxsplit=1)[0]) * _PAGE_BYTES


def _forbid_core_files() -> None:  # pragma: no cover # not in the process of a test
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 # not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
