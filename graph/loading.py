"""Read RDF files, or run an update, in a process that may die: within memory, stoppable, and nothing is half done.

The caller gives a folder, and throws it away when anything goes wrong.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from equigraph.data.bundle import bundled_files
from equigraph.data.rdf_files import LoadedFile, check_rdf_path
from equigraph.errors import (
    DataError,
    EquigraphError,
    QueryCrashedError,
    QueryTimeoutError,
    QueryTooLargeError,
    RdfSyntaxError,
)
from equigraph.graph.frames import FILE, PROGRESS
from equigraph.graph.limits import Limits, bytes_in_words, more
from equigraph.graph.process import Deadline, WorkerProcess

__all__ = ["Loaded", "Progress", "files_of", "load_files", "load_into", "update_in"]


@dataclass(frozen=True)
class Progress:
    """How far the reading of files is.

    Attributes:
        path: The file that is being read; ``""`` when all are read and the store is being finished.
        done_bytes: Bytes read of all files together, as they lie on disk.
        total_bytes: Bytes of all files together.
    """

    path: str
    done_bytes: int
    total_bytes: int


@dataclass(frozen=True)
class Loaded:
    """What a folder holds after loading or updating.

    Attributes:
        files: The files that were read.
        quads: Triples in all graphs together.
        graphs: Number of named graphs.
    """

    files: tuple[LoadedFile, ...]
    quads: int
    graphs: int


def files_of(paths: Sequence[str | Path]) -> list[Path]:
    """Return paths as files; the word "bundled" stands for the files of the bundled graph.

    Example:
        >>> [path.name for path in files_of(["mine.ttl", "bundled"])][:2]
        ['mine.ttl', 'catalog.ttl']
    """
    return [file for path in paths for file in (bundled_files() if str(path) == "bundled" else [Path(path)])]


def load_files(paths: Sequence[Path], limits: Limits) -> str:
    """Return a temporary folder with a store that holds what the files hold; the caller removes it.

    Limits: when this process is killed outright, the folder stays behind in the system's temporary folder.

    Raises:
        RdfSyntaxError: A file is wrong; the message names file, line and column where known.
        DataError: There is no file, one cannot be read, or reading takes more than the limits allow.
    """
    folder = tempfile.mkdtemp(prefix="equigraph-")
    try:
        load_into(Path(folder), paths, limits, timeout_s=limits.load_timeout_s)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def load_into(
    folder: Path,
    paths: Sequence[Path],
    limits: Limits,
    *,
    graph: str | None = None,
    timeout_s: float = math.inf,
    on_progress: Callable[[Progress], None] | None = None,
) -> Loaded:
    """Add what RDF files hold to the engine's store in a folder, which is made if it is not there.

    Args:
        folder: The caller removes it when this raises.
        paths: The files.
        limits: Bounds on memory.
        graph: IRI of the named graph that triples go to; None is the default graph.
        timeout_s: Most seconds.
        on_progress: Told how far it is, some times a second.

    Raises:
        RdfSyntaxError: A file is wrong; the message names file, line and column where known.
        DataError: There is no file, one cannot be read, or reading takes more than the limits allow.
    """
    if not paths:
        msg = "no file to read; accepted: one RDF file or more"
        raise DataError(msg)
    if graph is not None:
        _check_iri(graph)
    for path in paths:
        check_rdf_path(path)
    watch = _Watch(paths, on_progress)
    late = _late(paths[0], timeout_s)
    request = {"do": "load", "folder": str(folder), "files": [str(path) for path in paths], "graph": graph}
    try:
        return _run(request, limits, timeout_s, late, watch)
    except QueryTooLargeError as error:
        msg = f'reading "{watch.path}" takes more than {bytes_in_words(limits.load_memory_bytes)} of memory'
        raise DataError(msg, hint=f"Allow more: {more('load_memory_bytes')}.") from error
    except QueryCrashedError as error:
        reason = f"the parser gave up ({error.reason}); is it nested thousands of levels deep?"
        raise RdfSyntaxError(watch.path, reason) from error


def update_in(folder: Path, text: str, limits: Limits) -> Loaded:
    """Run a SPARQL update on the engine's store in a folder; the caller removes the folder when this raises.

    Raises:
        SparqlSyntaxError: It is not valid.
        QueryTimeoutError, QueryTooLargeError, QueryCrashedError: It broke a limit.
    """
    late = QueryTimeoutError(limits.load_timeout_s)
    return _run({"do": "update", "folder": str(folder), "text": text}, limits, limits.load_timeout_s, late, _Watch())


def _check_iri(graph: str) -> None:
    try:
        NamedNode(graph)
    except ValueError as error:
        msg = f'"{graph}" cannot name a graph: {error}; accepted: an IRI'
        raise DataError(msg) from None


class _Watch:
    """Turns the frames of the loading process into progress."""

    def __init__(self, paths: Sequence[Path] = (), told: Callable[[Progress], None] | None = None) -> None:
        self._sizes = {str(path): path.stat().st_size for path in paths}
        self._total = sum(self._sizes.values())
        self._before = 0
        self._told = told
        self.path = str(paths[0]) if paths else ""

    def file(self, path: str) -> None:
        if path != self.path:
            self._before += self._sizes.get(self.path, 0)
            self.path = path
        self.tell(0)

    def tell(self, done: int) -> None:
        if self._told is not None:
            self._told(Progress(self.path, self._before + done, self._total))


def _run(request: Mapping[str, Any], limits: Limits, timeout_s: float, late: EquigraphError, watch: _Watch) -> Loaded:
    memory = {
        "memory_bytes": limits.load_memory_bytes,
        "memory_words": bytes_in_words(limits.load_memory_bytes),
    }
    process = WorkerProcess({**request, **memory})
    try:
        deadline = Deadline(timeout_s)
        letter, payload = process.receive(deadline, late)
        while letter in {FILE, PROGRESS}:
            if letter == FILE:
                watch.file(os.fsdecode(payload))
            else:
                watch.tell(int(payload))
            letter, payload = process.receive(deadline, late)
    finally:
        process.kill()
    told = json.loads(payload)
    files = tuple(LoadedFile(**{**file, "skipped": tuple(file["skipped"])}) for file in told["files"])
    return Loaded(files, told["quads"], told["graphs"])


def _late(first: Path, timeout_s: float) -> DataError:
    msg = f'reading "{first}" was stopped: the files of one command may take {timeout_s:g} seconds'
    return DataError(msg, hint=f"Name fewer files, or allow more time: {more('load_timeout_s')}.")
