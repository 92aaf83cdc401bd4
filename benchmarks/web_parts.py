"""The parts of the page about the explorer's server."""

from __future__ import annotations

from markdown import mb, ms, size, table, x
from part import Part, Promise, at_most, rows_by_size
from results import Results

from web import OURS, Crowd, Memory, PageTime, Rate

RDFLIB_X, OXIGRAPH_X, CROWD_X, MEMORY_X = 5, 0.4, 5, 1.1
CROWD_HEADS = ("triples", "alone, median", "beside, median", "beside, 95 of 100", "small ones", "failed", "long ones")
PAGE_S = {0: 0.050}
LARGE_PAGE_S = 0.100


def web_part(results: Results) -> Part | None:
    """Small queries over HTTP: how many, beside long ones, and what they leave in memory."""
    rates = rows_by_size(results, "web rates", Rate)
    crowds = rows_by_size(results, "web crowd", Crowd)
    memories = rows_by_size(results, "web memory", Memory)
    if not (rates and crowds and memories):
        return None
    promises: list[Promise] = []
    rate_rows, missing = [], []
    for triples, found in rates.items():
        per_s = {rate.engine: rate.per_s for rate in found if not rate.missing}
        rate_rows += [[rate.version, size(triples), f"{rate.per_s:,.0f}"] for rate in found if not rate.missing]
        missing += [f"{rate.engine} was {rate.missing}." for rate in found if rate.missing]
        for engine, target in (("rdflib-endpoint", RDFLIB_X), ("Oxigraph server", OXIGRAPH_X)):
            if engine in per_s:
                ratio = per_s[OURS] / per_s[engine]
                what = f"small queries a second, of {engine}, at {size(triples)}"
                promises.append(Promise(what, f"at least {x(target)}", x(ratio), ratio >= target))
    crowd_rows = []
    for triples, [crowd] in crowds.items():
        heavy = ", ".join(f"{number} x {status}" for status, number in crowd.heavy.items()) or "none ended"
        crowd_rows.append(
            [
                size(triples),
                ms(crowd.idle_s),
                ms(crowd.loaded_s),
                ms(crowd.loaded_95_s),
                f"{crowd.small:,}",
                crowd.failures,
                heavy,
            ]
        )
        what = f"{crowd.small_clients} small clients beside {crowd.heavy_clients} with long queries"
        promises.append(at_most(f"{what}: median, of without", [(triples, crowd.loaded_s / crowd.idle_s)], CROWD_X))
        promises.append(Promise(f"{what}: failures", "none", str(crowd.failures), crowd.failures == 0))
    memory_rows = []
    for triples, [memory] in memories.items():
        memory_rows.append([size(triples), mb(memory.few_bytes), mb(memory.many_bytes)])
        what = f"memory after {memory.many:,} requests, of after {memory.few}"
        promises.append(at_most(what, [(triples, memory.many_bytes / memory.few_bytes)], MEMORY_X))
    text = f"""Several small queries about many things, by GET over keep-alive connections, as fast as the answers come:
answers a second, the best of several turns.{"".join(f" {one}" for one in missing)}

{table(["server", "triples", "a second"], rate_rows)}

People at once: each small client asks again a tenth of a second after its answer; each of the others sends one long
query after the other, every one new. Milliseconds of the small ones, and the statuses of the long ones (504: stopped at
the deadline of 5 seconds; 503: refused, with a word on when to come again).

{table(CROWD_HEADS, crowd_rows)}

Memory of the server and its processes together, in MB.

{table(["triples", f"after {next(iter(memories.values()))[0].few} requests", "after 10,000"], memory_rows)}"""
    return Part("The endpoint", text, promises)


def web_pages_part(results: Results) -> Part | None:
    """What pages take."""
    by_size = rows_by_size(results, "web pages", PageTime)
    if not any(by_size.values()):
        return None
    rows, promises = [], []
    for triples, found in by_size.items():
        name = size(triples) if triples else "bundled"
        rows += [[f"`{page.path}`", name, ms(page.seconds), f"{page.bytes / 1000:,.0f}"] for page in found]
        things = [page for page in found if page.path.startswith("/id/")]
        if things:
            slowest = max(page.seconds for page in things)
            target = PAGE_S.get(triples, LARGE_PAGE_S)
            what = f"the page of a thing, {name} graph" if not triples else f"the page of a thing, {name} triples"
            promises.append(Promise(what, f"within {ms(target)} ms", f"{ms(slowest)} ms", slowest <= target))
    text = f"""From the request to the whole page, at the median of one request after the other, in milliseconds.

{table(["page", "graph", "ms", "size in kB"], rows)}"""
    return Part("Pages of the explorer", text, promises)
