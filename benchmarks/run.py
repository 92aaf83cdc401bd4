"""Measure what the project promises about speed, side by side in one run, and write docs/benchmarks.md.

``make bench``, or ``python benchmarks/run.py``. Takes about a minute; a busy machine makes every number larger, but the
ratios hardly change. These are measurements, never tests.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import os
import platform
import tempfile
from collections.abc import Sequence
from pathlib import Path

import generate
import pages
import processes
import queries

TRIPLES = 100_000
TARGET_RAW, TARGET_RDFLIB = 1.2, 10
TARGET_CLICK = 2
SHORT_S = 0.001  # below it what is added can be told from the noise
TARGET_EXPORT_S = 2.0
TARGET_BYTES = 1_000_000
TARGET_DRAWN = 5
PACKAGES = ("pyoxigraph", "rdflib", "oxrdflib", "networkx", "pyvis", "click")
REPORT = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def main() -> None:
    """Measure, write the report, and print it."""
    with tempfile.TemporaryDirectory(prefix="equigraph-bench-") as name:
        folder = Path(name)
        timings = queries.measure(generate.write(folder / "synthetic.nt", TRIPLES))
        started = processes.measure(folder)
        drawn = pages.measure(started.page, processes.VIEW, folder)
    report = "\n\n".join([_head(drawn.browser), _queries(timings), _processes(started), _pages(drawn)]) + "\n"
    REPORT.write_text(report, encoding="utf-8")
    print(report)


def _head(browser: str) -> str:
    versions = ", ".join(f"{package} {importlib.metadata.version(package)}" for package in PACKAGES)
    today = dt.datetime.now(tz=dt.UTC).date()
    return f"""# How fast it is

Measured {today} by `make bench` on {platform.system()} {platform.machine()} with {os.cpu_count()} processors,
Python {platform.python_version()}, {versions}, {browser}.
Each line compares in one run: the best of several turns, the engines in turns. Absolute times depend on the machine and
on what else it does; the ratios are what the project promises."""


def _queries(timings: Sequence[queries.Timing]) -> str:
    ours, raw, rdflib, file = (
        sum(getattr(timing, engine) for timing in timings) for engine in ("ours", "raw", "rdflib", "file")
    )
    added = max(timing.ours - timing.raw for timing in timings if timing.raw < SHORT_S)
    rows = [
        [t.name, t.rows, _ms(t.ours), _ms(t.raw), _ms(t.rdflib), _ms(t.file), _x(t.ours / t.raw), _x(t.rdflib / t.ours)]
        for t in timings
    ]
    rows.append(["**all nine**", "", _ms(ours), _ms(raw), _ms(rdflib), _ms(file), _x(ours / raw), _x(rdflib / ours)])
    heads = [
        "query",
        "rows",
        "KnowledgeGraph",
        "pyoxigraph",
        "rdflib",
        "from a file",
        "of pyoxigraph's",
        "rdflib takes",
    ]
    return f"""## Queries

Nine typical queries on a synthetic graph of our shape with {TRIPLES:,} triples (`benchmarks/generate.py`), in
milliseconds, every answer read to its end. "KnowledgeGraph" is `select(..., guard=False)`, as our own questions and
views run; "from a file" is the same graph opened with `--store FILE`, which is kept in a folder and not in memory.

{_table(heads, rows)}

All nine together: {_x(ours / raw)} the time of bare pyoxigraph
(at most {TARGET_RAW} x: {_met(ours / raw <= TARGET_RAW)}), and rdflib takes {_x(rdflib / ours)} as long
(at least {TARGET_RDFLIB} x: {_met(rdflib / ours >= TARGET_RDFLIB)}).
What KnowledgeGraph adds to a query, it adds once, whatever the answer: at most {_ms(added)} ms here."""


def _processes(started: processes.Processes) -> str:
    ratio = started.help / started.click
    rows = [
        ["`equigraph --help`", _ms(started.help), f"{_x(ratio)} of a bare click program", f"at most {TARGET_CLICK} x"],
        ["a bare click program", _ms(started.click), "", ""],
        [f"`equigraph export {processes.VIEW} FILE.html`", _ms(started.export), "", f"under {TARGET_EXPORT_S:g} s"],
    ]
    met = _met(ratio <= TARGET_CLICK and started.export < TARGET_EXPORT_S)
    return f"""## Processes

From start to end of the process, in milliseconds ({met}).

{_table(["process", "time", "ratio", "target"], rows)}"""


def _pages(drawn: pages.Pages) -> str:
    ratio = drawn.pyvis / drawn.ours
    rows = [
        [
            "our page, picture on the screen",
            f"{drawn.ours:.0f}",
            f"{drawn.size / 1000:.0f}",
            f"at most {TARGET_BYTES / 1000:.0f} kB",
        ],
        ["our page, picture answers to the pointer", f"{drawn.live:.0f}", "", ""],
        ["pyvis's page, physics on", f"{drawn.pyvis:.0f}", "", f"at least {TARGET_DRAWN} x later"],
    ]
    met = _met(ratio >= TARGET_DRAWN and drawn.size <= TARGET_BYTES)
    return f"""## The page

`{processes.VIEW}` with all its {drawn.nodes} nodes and {drawn.edges} edges, from navigation to a finished picture in
headless Chromium without a GPU, in milliseconds: the picture of pyvis's page comes {_x(ratio)} as late
as ours ({met}); ours answers to the pointer when pyvis's would be at {_x(drawn.live / drawn.pyvis)} of its time.

{_table(["page", "drawn after", "size in kB", "target"], rows)}"""


def _table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def _ms(seconds: float) -> str:
    milliseconds = seconds * 1000
    return f"{milliseconds:.2f}" if milliseconds < 10 else f"{milliseconds:.0f}"


def _x(ratio: float) -> str:
    return f"{ratio:.2f} x" if ratio < 10 else f"{ratio:.0f} x"


def _met(is_met: bool) -> str:  # noqa: FBT001 (a yes or no is all there is to say)
    return "target met" if is_met else "target missed"


if __name__ == "__main__":
    main()
