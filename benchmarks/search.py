"""The text index and the search, beside the SPARQL scan of the same texts in one run.

``python benchmarks/search.py 100000`` makes a synthetic graph of that size and prints what it measured. Building counts
once, from the query to the finished file; of the searches the best of several turns counts, the ways in turns, because
what else the machine does can only make a turn slower. The scan finds a text anywhere in a word and ranks nothing, so
the numbers of hits may differ: it is what a search costs without an index.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import generate
import pyoxigraph
from pyoxigraph import Literal

from equigraph.graph.reader import Reader
from equigraph.graph.search import search
from equigraph.graph.store import OxigraphStore
from equigraph.graph.text_index import TextIndex

# Made of the syllables of the synthetic graph: rare and frequent words, beginnings, words that are nearly right.
SEARCHES = {
    "a rare word": "koludibafu",
    "a frequent word": "doe",
    "a beginning": "kolu",
    "two letters": "ko",
    "two words": "kolu bafu",
    "a word with a mistake": "koludibfau",
    "words that are nowhere together": "koludibafu bacodifuga hejikolu",
}
LIMIT = 20
TURNS = 5

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Built:
    """What building took.

    Attributes:
        texts: How many texts there are.
        seconds: From the query to the finished file.
        query_s: The query alone, its answer read to the end.
        index_bytes: Size of the file.
        text_bytes: Size of the texts themselves, in UTF-8.
        open_s: Opening the finished file, to the first answer.
    """

    texts: int
    seconds: float
    query_s: float
    index_bytes: int
    text_bytes: int
    open_s: float


@dataclass(frozen=True)
class Timing:
    """What one search took: the best turn, in seconds.

    Attributes:
        name: What is searched for.
        hits: How many things the index found, at most 20.
        index: Through the text index: ranked, labelled, marked.
        scan: The SPARQL scan for the same text, its rows read.
    """

    name: str
    hits: int
    index: float
    scan: float


def measure(path: Path, folder: Path) -> tuple[Built, list[Timing]]:
    """Build the index of an N-Triples file in a folder, and time every search."""
    raw = pyoxigraph.Store()
    raw.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.N_TRIPLES)
    store = OxigraphStore(raw)
    store.index_path = folder / "texts"
    reader = Reader(store)
    built = _build(reader, store.index_path)
    return built, [_timing(reader, name, text) for name, text in SEARCHES.items()]


def _build(reader: Reader, path: Path) -> Built:
    query_s, texts = _once(lambda: [len(row["value"].value.encode()) for row in reader.rows("search")])
    start = time.perf_counter()
    TextIndex(reader.rows, path).close()
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    index = TextIndex(reader.rows, path)
    index.matches("kolu")
    open_s = time.perf_counter() - start
    index.close()
    return Built(len(texts), seconds, query_s, path.stat().st_size, sum(texts), open_s)


def _timing(reader: Reader, name: str, text: str) -> Timing:
    scan = {"text": Literal(text), "limit": 2000}
    best = {"index": float("inf"), "scan": float("inf")}
    for _ in range(TURNS):
        seconds, found = _once(lambda: search(reader, text, LIMIT))
        best["index"] = min(best["index"], seconds)
        seconds, _rows = _once(lambda: list(reader.rows("search", scan)))
        best["scan"] = min(best["scan"], seconds)
    return Timing(name, len(found.hits), **best)


def _once(ask: Callable[[], Answer]) -> tuple[float, Answer]:
    start = time.perf_counter()
    answer = ask()
    return time.perf_counter() - start, answer


def main(triples: int) -> None:
    """Measure on a synthetic graph of that many triples, and print it."""
    with tempfile.TemporaryDirectory(prefix="equigraph-bench-") as name:
        folder = Path(name)
        built, timings = measure(generate.write(folder / "synthetic.nt", triples), folder)
    print(f"{triples:,} triples, {built.texts:,} texts of {built.text_bytes / 1e6:.1f} MB")
    print(f"built in {built.seconds:.2f} s, {built.seconds / built.texts * 1e6:.1f} us a text", end="; ")
    print(f"the query alone takes {built.query_s:.2f} s")
    print(f"{built.index_bytes / 1e6:.1f} MB on disk, {built.index_bytes / built.text_bytes:.1f} x the texts", end="; ")
    print(f"opened and asked in {built.open_s * 1000:.1f} ms")
    for timing in timings:
        print(f"{timing.name:32} {timing.hits:3} hits {timing.index * 1000:8.2f} ms, scan {timing.scan * 1000:8.2f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]))
