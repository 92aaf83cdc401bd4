"""Opening a store that exists, until its first answer is there: in process, a fresh process every time.

``python benchmarks/opening.py ENGINE FOLDER`` is that process. Importing the library is told apart: a program pays
for it once, not once for each store.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TURNS = 7
QUESTION = """SELECT ?label {
    <https://w3id.org/equigraph/id/practice/p7> <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }"""


@dataclass(frozen=True)
class Opening:
    """Seconds until the first answer, the best of several processes.

    Attributes:
        engine: "KnowledgeGraph" is ours.
        seconds: From the call that opens to the first solution.
        import_s: Importing what the call needs.
    """

    engine: str
    seconds: float
    import_s: float


def measure(store: Path) -> list[Opening]:
    """Open a folder store with each engine in turns."""
    from loading import engine_folder  # noqa: PLC0415 # it imports what the processes are to import themselves

    folders = {"KnowledgeGraph": str(store), "pyoxigraph": engine_folder(store)}
    turns: dict[str, list[Opening]] = {engine: [] for engine in ENGINES}
    labels = set()
    for turn in range(TURNS):
        for engine in ENGINES if turn % 2 else reversed(ENGINES):
            answer = json.loads(_output([sys.executable, __file__, engine, folders[engine]]))
            labels.add(answer.pop("label"))
            turns[engine].append(Opening(engine, **answer))
    if len(labels) != 1:
        raise RuntimeError(f"the engines disagree about a label: {labels}")
    return [
        Opening(engine, min(one.seconds for one in ours), min(one.import_s for one in ours))
        for engine, ours in turns.items()
    ]


def _output(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _ours(folder: str) -> tuple[float, str]:
    from equigraph.graph.knowledge_graph import KnowledgeGraph  # noqa: PLC0415 # its time is what is measured

    imported = time.perf_counter()
    graph = KnowledgeGraph.open(folder)
    return imported, str(next(iter(graph.select(QUESTION, guard=False)))["label"])


def _raw(folder: str) -> tuple[float, str]:
    import pyoxigraph  # noqa: PLC0415 # its time is what is measured

    imported = time.perf_counter()
    store = pyoxigraph.Store.read_only(folder)
    return imported, str(next(iter(store.query(QUESTION)))["label"])


ENGINES: dict[str, Callable[[str], tuple[float, str]]] = {"KnowledgeGraph": _ours, "pyoxigraph": _raw}


if __name__ == "__main__":
    start = time.perf_counter()
    between, label = ENGINES[sys.argv[1]](sys.argv[2])
    end = time.perf_counter()
    print(json.dumps({"label": label, "seconds": end - between, "import_s": between - start}))
