"""The parts of the page about processes: workers, the command line, the page in a browser."""

from __future__ import annotations

from markdown import ms, s, size, table, x
from pages import Pages
from part import Part, Promise, rows_by_size, timings_table
from processes import VIEW, Processes
from results import Results
from turns import Timing
from workers import IN_PROCESS, LARGE, SMALL, WORKER, Runaway, Throughput

WORKER_S, WORKER_X = 0.005, 1.5
RUNAWAY_S = 0.5
CLICK_X, EXPORT_S = 2, 2.0
PAGE_BYTES, PAGE_X = 1_000_000, 5


def workers_part(results: Results) -> Part | None:
    """What a worker process costs."""
    by_size = rows_by_size(results, "workers", Timing)
    if not by_size:
        return None
    tables, added, ratios = [], [], []
    for triples, timings in by_size.items():
        tables.append(f"{size(triples)} triples:\n\n{timings_table(timings, (WORKER, IN_PROCESS), is_summed=False)}")
        added += [one.best[WORKER] - one.best[IN_PROCESS] for one in timings if one.name in SMALL]
        ratios += [one.best[WORKER] / one.best[IN_PROCESS] for one in timings if one.name in LARGE]
    text = f"""A query that a person wrote runs in a worker process, which can be stopped. In milliseconds, until every
solution is a Python object here.

{(chr(10) * 2).join(tables)}"""
    promises = [
        Promise(
            "a worker adds to a small answer", f"at most {ms(WORKER_S)} ms", f"{ms(max(added))} ms",
            max(added) <= WORKER_S,
        ),
        Promise(
            "a worker takes for a large answer", f"at most {x(WORKER_X)}", x(max(ratios)), max(ratios) <= WORKER_X
        ),
    ]  # fmt: skip
    return Part("Worker processes", text, promises)


def runaway_part(results: Results) -> Part | None:
    """What a runaway query costs."""
    by_size = rows_by_size(results, "runaway", Runaway)
    if not by_size:
        return None
    rows = [
        [size(triples), s(one.deadline_s), ms(one.over_s), ms(one.next_s)]
        for triples, found in by_size.items()
        for one in found
    ]
    over = max(one.over_s for found in by_size.values() for one in found)
    following = max(one.next_s for found in by_size.values() for one in found)
    text = f"""A query that would take years, stopped at its deadline; then a small one, which needs a new process. The
worst of several.

{table(["triples", "deadline, s", "ms beyond it", "ms until the next answer"], rows)}"""
    promises = [
        Promise(
            "a runaway query ends after its deadline", f"within {s(RUNAWAY_S)} s", f"{s(over)} s", over <= RUNAWAY_S
        ),
        Promise("the next query is answered", f"within {s(RUNAWAY_S)} s", f"{s(following)} s", following <= RUNAWAY_S),
    ]
    return Part("A runaway query", text, promises)


def throughput_part(results: Results) -> Part | None:
    """Several threads at once."""
    by_size = rows_by_size(results, "throughput", Throughput)
    if not by_size:
        return None
    rows = [
        [size(triples), one.threads, f"{one.in_process:,.0f}", f"{one.worker:,.0f}"]
        for triples, found in by_size.items()
        for one in found
    ]
    text = f"""Answers a second to the query "card", asked by several threads of one program at once.

{table(["triples", "threads", IN_PROCESS, "through a worker"], rows)}"""
    return Part("Many at once", text)


def processes_part(results: Results) -> Part | None:
    """Whole processes."""
    found = results.rows("processes", 0, Processes)
    if not found:
        return None
    [one] = found
    ratio = one.help / one.click
    rows = [
        ["`equigraph --help`", ms(one.help)],
        ["`--help` of a bare click program", ms(one.click)],
        [f"`equigraph export {VIEW} FILE.html`", ms(one.export)],
    ]
    promises = [
        Promise("`equigraph --help`, of a bare click program", f"at most {x(CLICK_X)}", x(ratio), ratio <= CLICK_X),
        Promise(
            f"`equigraph export {VIEW} FILE.html`",
            f"under {s(EXPORT_S)} s",
            f"{s(one.export)} s",
            one.export < EXPORT_S,
        ),
    ]
    text = f"From start to end of the process, in milliseconds.\n\n{table(['process', 'time'], rows)}"
    return Part("Processes", text, promises)


def page_part(results: Results) -> Part | None:
    """The page of a view in a browser."""
    found = results.rows("page", 0, Pages)
    if not found:
        return None
    [one] = found
    ratio = one.pyvis / one.ours
    rows = [
        ["our page, picture on the screen", f"{one.ours:.0f}", f"{one.size / 1000:.0f}"],
        ["our page, picture answers to the pointer", f"{one.live:.0f}", ""],
        ["pyvis's page, physics on", f"{one.pyvis:.0f}", ""],
    ]
    text = f"""`{VIEW}` with all its {one.nodes} nodes and {one.edges} edges, from navigation to a finished picture in
headless {one.browser} without a GPU, in milliseconds. Ours answers to the pointer when pyvis's would be at
{x(one.live / one.pyvis)} of its time.

{table(["page", "drawn after", "size in kB"], rows)}"""
    kilobytes = f"{one.size / 1000:.0f} kB"
    promises = [
        Promise("pyvis's picture comes, of ours", f"at least {x(PAGE_X)}", x(ratio), ratio >= PAGE_X),
        Promise("size of the page", f"at most {PAGE_BYTES / 1000:.0f} kB", kilobytes, one.size <= PAGE_BYTES),
    ]
    return Part("The page", text, promises)
