"""Measure what the project promises about speed, side by side in one run; write docs/benchmarks.md and its pictures.

``make bench`` takes some minutes, ``make bench-large`` adds ten million triples and takes half an hour or more.
``--only NAME`` measures one thing alone, ``--report`` writes the page again from what was measured before. What is
measured is kept in benchmarks/results.json after every step. These are measurements, never tests.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.metadata
import os
import platform
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import loading
import opening
import pages
import plots
import processes
import psutil
import queries
import remote
import report
import servers
import workers
from corpus import Corpus
from results import Results

SMALL, MIDDLE, LARGE = 100_000, 1_000_000, 10_000_000
PACKAGES = ("pyoxigraph", "rdflib", "oxrdflib", "networkx", "pyvis", "click", "httpx", "matplotlib", "python-pptx")
PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
PATHS = ("/", "/id/practice/looping", "/id/goal/graduation", "/id/group/english-learners", "/practices", "/gaps")
LARGE_PATHS = ("/id/practice/p7", "/id/goal/g7", "/id/group/g7", "/id/policy/p7")
Sections = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Step:
    """One measurement of a run.

    Attributes:
        name: What ``--only`` calls it.
        sizes: The numbers of triples of ``make bench``; 0 is no synthetic graph.
        measure: Returns the rows of one section or more.
        is_large: Whether ``make bench-large`` measures ten million triples too.
    """

    name: str
    sizes: tuple[int, ...]
    measure: Callable[[Corpus, int], Sections]
    is_large: bool = False


def _load(corpus: Corpus, triples: int) -> Sections:
    return {"loading": loading.measure(corpus.file(triples), corpus.folder, triples)}


def _open(corpus: Corpus, triples: int) -> Sections:
    return {"opening": opening.measure(corpus.store(triples))}


def _queries(corpus: Corpus, triples: int) -> Sections:
    without = queries.TOO_LONG if triples >= LARGE else frozenset()
    found = {"queries": queries.measure(corpus.store(triples), without)}
    return found | ({"queries in memory": queries.measure_memory(corpus.file(triples))} if triples == SMALL else {})


def _remote(corpus: Corpus, triples: int) -> Sections:
    # rdflib keeps all in memory and takes minutes for a million triples.
    names = [name for name in servers.SERVERS if name != "rdflib-endpoint" or triples == SMALL]
    with tempfile.TemporaryDirectory(dir=corpus.folder) as folder:
        timings, served = remote.measure(corpus.file(triples), corpus.store(triples), Path(folder), names)
    return {"http": timings, "servers": served}


def _workers(corpus: Corpus, triples: int) -> Sections:
    store = corpus.store(triples)
    return {
        "workers": workers.measure(store),
        "runaway": workers.measure_runaway(store),
        "throughput": workers.measure_throughput(store),
    }


def _networks(corpus: Corpus, triples: int) -> Sections:
    import networks  # noqa: PLC0415

    return {"networks": [networks.measure(corpus.store(SMALL), corpus.store(triples))]}


def _gaps(corpus: Corpus, triples: int) -> Sections:
    import gaps  # noqa: PLC0415

    return {"gaps": [gaps.measure(corpus.store(triples))]}


def _search(corpus: Corpus, triples: int) -> Sections:
    import search  # noqa: PLC0415

    with tempfile.TemporaryDirectory(dir=corpus.folder) as folder:
        built, timings = search.measure(corpus.file(triples), Path(folder))
    return {"text index": [built], "search": timings}


def _page(corpus: Corpus, _: int) -> Sections:
    page = corpus.folder / f"{processes.VIEW}.html"
    started = processes.measure(page)
    return {"processes": [started], "page": [pages.measure(page, processes.VIEW, corpus.folder)]}


def _workspace(_corpus: Corpus, _: int) -> Sections:
    import workspace  # noqa: PLC0415

    return {"workspace": [workspace.measure()]}


def _pictures(corpus: Corpus, _: int) -> Sections:
    import pictures  # noqa: PLC0415

    return {"pictures": pictures.measure(corpus.store(SMALL))}


def _validation(corpus: Corpus, triples: int) -> Sections:
    import validation  # noqa: PLC0415

    if not triples:
        return {"validation": [validation.measure()]}
    return {"validation of imports": [validation.measure_touched(corpus.store(triples))]}


def _web(corpus: Corpus, triples: int) -> Sections:
    import web  # noqa: PLC0415

    rates, crowds, memories = web.measure(corpus.file(triples), corpus.store(triples))
    return {"web rates": rates, "web crowd": crowds, "web memory": memories}


def _web_pages(corpus: Corpus, triples: int) -> Sections:
    import web  # noqa: PLC0415

    location = str(corpus.store(triples)) if triples else "bundled"
    return {"web pages": web.measure_pages(location, LARGE_PATHS if triples else PATHS)}


# Every measurement, in order. A new one is a step here and a part in report.py.
STEPS = (
    Step("load", (SMALL, MIDDLE), _load, is_large=True),
    Step("open", (SMALL, MIDDLE), _open, is_large=True),
    Step("queries", (SMALL, MIDDLE), _queries, is_large=True),
    Step("servers", (SMALL, MIDDLE), _remote, is_large=True),
    Step("workers", (MIDDLE,), _workers),
    Step("networks", (SMALL, MIDDLE), _networks),
    Step("gaps", (SMALL, MIDDLE), _gaps),
    Step("search", (SMALL, MIDDLE), _search),
    Step("validation", (0, MIDDLE), _validation),
    Step("web", (SMALL,), _web),
    Step("web pages", (0, MIDDLE), _web_pages),
    Step("page", (0,), _page),
    Step("pictures", (0,), _pictures),
    Step("workspace", (0,), _workspace),
)


def main() -> None:
    """Measure what is asked for, keep it, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="ten million triples too")
    parser.add_argument("--only", action="append", choices=[step.name for step in STEPS], help="this alone; repeatable")
    parser.add_argument("--sizes", type=int, nargs="+", help="these numbers of triples instead")
    parser.add_argument("--report", action="store_true", help="measure nothing, write the page again")
    options = parser.parse_args()
    results = Results.read()
    if not options.report:
        command = "make bench-large" if options.large else "make bench"
        _measure(results, [step for step in STEPS if not options.only or step.name in options.only], command, options)
    plots.draw(results)
    PAGE.write_text(report.render(results), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


def _measure(results: Results, steps: Sequence[Step], command: str, options: argparse.Namespace) -> None:
    run = _run(command)
    with tempfile.TemporaryDirectory(prefix="equigraph-bench-") as name:
        corpus = Corpus(Path(name))
        for step in steps:
            for triples in _sizes(step, options):
                print(f"{step.name}, {triples:,} triples ...", end=" ", flush=True)
                start = time.perf_counter()
                for section, rows in step.measure(corpus, triples).items():
                    results.put(section, triples, rows, run)
                results.write()
                print(f"{time.perf_counter() - start:.0f} s", flush=True)


def _sizes(step: Step, options: argparse.Namespace) -> list[int]:
    if options.sizes and any(step.sizes):
        return list(options.sizes)
    return [*step.sizes, *([LARGE] if options.large and step.is_large else [])]


def _run(command: str) -> dict[str, str]:
    memory = psutil.virtual_memory().total / 2**30
    versions = ", ".join(f"{package} {importlib.metadata.version(package)}" for package in PACKAGES)
    return {
        "date": str(dt.datetime.now(tz=dt.UTC).date()),
        "command": command,
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, {memory:.0f} GiB",
        "versions": f"Python {platform.python_version()}, {versions}",
    }


if __name__ == "__main__":
    main()
