"""Loading a file into a folder store: pyoxigraph's own bulk load, and ours, each in a fresh process.

``python benchmarks/loading.py ENGINE FILE FOLDER`` is that process; it prints the seconds of the load alone. Its memory
is looked at from outside, with that of the processes it starts: what they hold together at any one moment.
"""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
import pyoxigraph

LOOK_S = 0.01
TRIPLES_LOADED, MOST, LEAST = 5_000_000, 7, 2  # turns of an engine; the more triples, the less two turns differ


@dataclass(frozen=True)
class Loading:
    """What loading took, by engine ("KnowledgeGraph" is ours).

    Attributes:
        engine: Which.
        seconds: The best turn.
        memory_bytes: The least peak of any turn.
        disk_bytes: The size of the folder.
    """

    engine: str
    seconds: float
    memory_bytes: int
    disk_bytes: int


def load(path: Path, folder: Path) -> None:
    """Load a file into a new folder store, as equigraph does."""
    from equigraph.graph.folder import FolderStore  # noqa: PLC0415 # bare pyoxigraph does not pay for it

    FolderStore.create(folder).load([path])


def engine_folder(store: Path) -> str:
    """Return the folder inside a folder store that pyoxigraph itself can open."""
    from equigraph.graph.knowledge_graph import KnowledgeGraph  # noqa: PLC0415 # bare pyoxigraph does not pay for it

    with KnowledgeGraph.open(str(store)) as graph:
        return str(Path(str(graph.store.location)) / "store")


def load_raw(path: Path, folder: Path) -> None:
    """Load a file as a user of pyoxigraph does."""
    store = pyoxigraph.Store(folder)
    store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.N_TRIPLES)
    store.flush()


ENGINES: dict[str, Callable[[Path, Path], None]] = {"KnowledgeGraph": load, "pyoxigraph": load_raw}


def measure(path: Path, folder: Path, triples: int) -> list[Loading]:
    """Load an N-Triples file with each engine in turns; ``folder`` holds the stores meanwhile."""
    best: dict[str, Loading] = {}
    for turn in range(max(LEAST, min(MOST, TRIPLES_LOADED // triples))):
        for engine in ENGINES if turn % 2 else reversed(ENGINES):
            now = _once(engine, path, folder / "loading")
            before = best.get(engine, now)
            best[engine] = Loading(
                engine,
                min(now.seconds, before.seconds),
                min(now.memory_bytes, before.memory_bytes),
                now.disk_bytes,
            )
    return [best[engine] for engine in ENGINES]


def _once(engine: str, path: Path, folder: Path) -> Loading:
    command = [sys.executable, __file__, engine, str(path), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        peak = _peak(process)
        seconds = float(process.communicate()[0])
    size = size_of(folder)
    shutil.rmtree(folder)
    return Loading(engine, seconds, peak, size)


def _peak(process: subprocess.Popen[str]) -> int:
    """Return the most memory that a process and those it starts held at one moment until it ended."""
    parent, peak = psutil.Process(process.pid), 0
    while process.poll() is None:
        held = 0
        for one in [parent, *_children(parent)]:
            try:
                held += one.memory_info().rss
            except psutil.Error:  # ended a moment ago
                continue
        peak = max(peak, held)
        time.sleep(LOOK_S)
    if process.returncode:
        raise RuntimeError(f"loading failed: {process.args}")
    return peak


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def size_of(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    if sys.argv[1] == "KnowledgeGraph":
        importlib.import_module("equigraph.graph.folder")  # a program pays for it once, not once for each load
    start = time.perf_counter()
    ENGINES[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
    print(time.perf_counter() - start)
