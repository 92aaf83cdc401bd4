"""The page: what was promised about speed, what was measured, and the tables behind it.

Pure: the same results give the same page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graph_parts import gaps_part, search_part, views_part
from markdown import size, table
from part import Part
from picture_parts import pictures_part
from plots import PLOTS, Plot
from program_parts import page_part, processes_part, runaway_part, throughput_part, workers_part
from results import Results
from store_parts import loading_part, opening_part, queries_part, remote_part
from validation_part import validation_part
from web_parts import web_pages_part, web_part
from workspace_part import workspace_part

# Every part of the page, in order. A new measurement is a step in run.py and a part here.
PARTS: Sequence[Callable[[Results], Part | None]] = (
    loading_part,
    opening_part,
    queries_part,
    remote_part,
    workers_part,
    runaway_part,
    throughput_part,
    views_part,
    gaps_part,
    search_part,
    validation_part,
    web_part,
    web_pages_part,
    processes_part,
    page_part,
    pictures_part,
    workspace_part,
)


def render(results: Results) -> str:
    """Return the whole page."""
    parts = [part for make in PARTS if (part := make(results)) is not None]
    promises = [
        [promise.what, promise.target, promise.measured, "met" if promise.is_met else "**missed**"]
        for part in parts
        for promise in part.promises
    ]
    sections = [f"## {part.title}\n\n{part.text}" for part in parts]
    head = f"{HEAD}\n\n{table(['promise', 'target', 'measured', ''], promises)}"
    return "\n\n".join([head, *_pictures(results), *sections, _runs(results)]) + "\n"


HEAD = """# How fast it is

Measured by `make bench` (up to a million triples) and `make bench-large` (ten million as well), on graphs of our shape
made of random words (`benchmarks/generate.py`). Each line compares in one run: the best of several turns, the engines
in turns, every answer read to its end, and all engines must give the same answer. Absolute times depend on the machine
and on what else it does; the ratios are what the project promises. The numbers themselves are in
`benchmarks/results.json`; where and when they were measured stands at the end."""


def _pictures(results: Results) -> list[str]:
    shown = [plot for plot in PLOTS if len(plot.series(results)) > 0]
    if not shown:
        return []
    return ["## How it grows", *(f"![{_alternative(plot, results)}](images/{plot.name}.svg)" for plot in shown)]


def _alternative(plot: Plot, results: Results) -> str:
    """Return the picture in words: every line with its numbers."""
    lines = [
        f"{label}: " + ", ".join(f"{plot.words(value)} at {size(triples)}" for triples, value in sorted(points.items()))
        for label, points in plot.series(results).items()
    ]
    return f"{plot.title}, by number of triples. {'; '.join(lines)}."


def _runs(results: Results) -> str:
    lines = ["## Where and when"]
    for run, keys in results.runs():
        what = ", ".join(f"{section} ({size(triples)})" if triples else section for section, triples in keys)
        lines.append(f"- {run['date']}, `{run['command']}`, on {run['machine']}, {run['versions']}. From it: {what}.")
    return "\n".join([lines[0], "", *lines[1:]])
