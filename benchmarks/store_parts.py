"""The parts of the page about stores: loading, opening, asking in process, asking over HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from loading import Loading
from markdown import mb, ms, s, size, table, x
from opening import Opening
from part import OURS, RAW, Part, Promise, at_most, failures_list, of_engine, of_raw, rows_by_size, timings_table
from remote import IN_PROCESS, Served
from results import Results
from turns import Timing, total

LOAD_X, LOAD_MEMORY_X, LOAD_MEMORY_BYTES = 1.25, 1.25, 6 * 2**30
OPEN_S, OPEN_GROWTH_X = 0.150, 1.5
QUERY_X, RDFLIB_X = 1.2, 10


def loading_part(results: Results) -> Part | None:
    """Loading a file into a store."""
    by_size = rows_by_size(results, "loading", Loading)
    if not by_size:
        return None
    rows, times, memories, largest = [], [], [], 0
    for triples, found in by_size.items():
        ours, raw = (of_engine(found, engine) for engine in (OURS, RAW))
        times.append((triples, ours.seconds / raw.seconds))
        memories.append((triples, ours.memory_bytes / raw.memory_bytes))
        largest = ours.memory_bytes
        for one in found:
            speed = f"{triples / one.seconds:,.0f}"
            rows.append([one.engine, size(triples), s(one.seconds), speed, mb(one.memory_bytes), mb(one.disk_bytes)])
    heads = ["engine", "triples", "seconds", "triples a second", "peak memory, MB", "on disk, MB"]
    text = f"""An N-Triples file into a new folder store, each load in a fresh process. Memory is what that process
and the processes it starts hold together at any one moment.

{table(heads, rows)}"""
    most = max(by_size)
    promises = [
        at_most("loading takes, of pyoxigraph's own bulk load", times, LOAD_X),
        at_most("loading holds in memory, of pyoxigraph's own bulk load", memories, LOAD_MEMORY_X),
        Promise(
            f"loading {size(most)} triples holds in memory",
            f"under {mb(LOAD_MEMORY_BYTES)} MB",
            f"{mb(largest)} MB",
            largest < LOAD_MEMORY_BYTES,
        ),
    ]
    return Part("Loading", text, promises)


def opening_part(results: Results) -> Part | None:
    """Opening a store."""
    by_size = rows_by_size(results, "opening", Opening)
    if not by_size:
        return None
    ours = {triples: of_engine(found, OURS) for triples, found in by_size.items()}
    rows = [
        [size(triples), ms(one.seconds), ms(of_engine(by_size[triples], RAW).seconds), ms(one.import_s)]
        for triples, one in ours.items()
    ]
    slowest = max(one.seconds for one in ours.values())
    growth = ours[max(ours)].seconds / ours[min(ours)].seconds
    text = f"""From the call that opens a folder store to its first answer, in process, in a fresh process every time,
in milliseconds. The system has the files in its cache. Importing is paid once by a program, whatever it opens.

{table(["triples", OURS, RAW, "importing equigraph"], rows)}"""
    promises = [
        Promise(
            "opening a store, to its first answer", f"under {ms(OPEN_S)} ms", f"{ms(slowest)} ms", slowest < OPEN_S
        ),
    ]
    if len(ours) > 1:
        what = f"opening {size(max(ours))} triples, of opening {size(min(ours))}"
        promises.append(Promise(what, f"at most {x(OPEN_GROWTH_X)}", x(growth), growth <= OPEN_GROWTH_X))
    return Part("Opening", text, promises)


def queries_part(results: Results) -> Part | None:
    """The nine queries, in this process."""
    in_memory = rows_by_size(results, "queries in memory", Timing)
    in_folder = rows_by_size(results, "queries", Timing)
    if not in_memory and not in_folder:
        return None
    tables, promises = [], []
    for triples, timings in in_memory.items():
        tables.append(f"In memory, {size(triples)} triples:\n\n{timings_table(timings, (OURS, RAW))}")
        slower = total(timings, "rdflib") / total(timings, OURS)
        promises += [
            at_most("nine queries in memory, of pyoxigraph", [(triples, of_raw(timings))], QUERY_X),
            Promise("nine queries, rdflib takes", f"at least {x(RDFLIB_X)}", x(slower), slower >= RDFLIB_X),
        ]
    for triples, timings in in_folder.items():
        tables.append(f"In a folder, {size(triples)} triples:\n\n{timings_table(timings, (OURS, RAW))}")
    if in_folder:
        ratios = [(triples, of_raw(timings)) for triples, timings in in_folder.items()]
        promises.append(at_most("nine queries on a folder store, of pyoxigraph", ratios, QUERY_X))
    text = f"""Nine typical queries, in milliseconds. "KnowledgeGraph" is `select(..., guard=False)`, as our own
questions and views run; "oxrdflib" is rdflib's interface over pyoxigraph's store, "rdflib" its own store in memory.
{_left_out(in_folder)}
"""
    return Part("Queries", text + "\n\n".join(tables), promises)


def _left_out(in_folder: Mapping[int, Sequence[Timing]]) -> str:
    """Say which questions were not asked at a size, because one answer takes the engine itself minutes."""
    every = {timing.name: None for timings in in_folder.values() for timing in timings}
    return "".join(
        f"Left out at {size(triples)} triples, as one answer takes bare pyoxigraph several minutes: {missing}.\n"
        for triples, timings in in_folder.items()
        if (missing := ", ".join(name for name in every if name not in {timing.name for timing in timings}))
    )


def remote_part(results: Results) -> Part | None:
    """The nine queries, over HTTP."""
    timings = rows_by_size(results, "http", Timing)
    if not timings:
        return None
    served = [
        [one.version or one.engine, size(triples), s(one.load_s), mb(one.memory_bytes), mb(one.disk_bytes)]
        for triples, found in rows_by_size(results, "servers", Served).items()
        for one in found
        if not one.missing
    ]
    missing = sorted(
        {
            f"{one.engine} was {one.missing}."
            for found in rows_by_size(results, "servers", Served).values()
            for one in found
            if one.missing
        }
    )
    tables = [
        f"{size(triples)} triples:\n\n{timings_table(found, None)}" + failures_list(found)
        for triples, found in timings.items()
    ]
    text = f"""The same nine queries through `EndpointStore` to servers on this machine, in milliseconds; "{IN_PROCESS}"
is the folder store in process. These are other people's engines: what they take is no promise of ours.

{chr(10).join([*missing, ""]) if missing else ""}{(chr(10) * 2).join(tables)}

What the servers took to load the graph, and what they held in memory when they had answered (rdflib-endpoint keeps all
of it there; it reads the file when it starts, and its start is counted):

{table(["server", "triples", "seconds to load", "memory, MB", "on disk, MB"], served)}"""
    return Part("Over HTTP", text)
