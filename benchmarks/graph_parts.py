"""The parts of the page about what is made of answers: views, networks, and the search of texts."""

from __future__ import annotations

from types import SimpleNamespace

from markdown import mb, ms, s, size, table, x
from part import Part, Promise, at_most, rows_by_size
from results import Results

VIEW_S, VIEW_TRIPLES, VIEW_GROWTH_X = 1.5, 1_000_000, 1.5
NETWORK_X = 1.5
GAPS_X, GAPS_TRIPLES = 3, 1_000_000


def views_part(results: Results) -> Part | None:
    """Whole views, and SPARQL to a network."""
    by_size = {triples: one for triples, [one] in rows_by_size(results, "networks", SimpleNamespace).items()}
    if not by_size:
        return None
    rows = [
        [size(triples), s(one.view), s(one.view_query), f"{one.shown:,} of {one.total:,}", ms(one.chosen_large)]
        for triples, one in by_size.items()
    ]
    networks = [
        [size(triples), f"{one.edges:,}", ms(one.ours), ms(one.raw), x(one.ours / one.raw)]
        for triples, one in by_size.items()
    ]
    text = f"""The view practices-to-goals of a folder store: of everything there is, cut to what a picture
holds, and of some practices whose answer is of the same size in every graph.

{table(["triples", "everything, s", "its query alone, s", "shown", "some practices, ms"], rows)}

From SPARQL to a network of networkx, beside the raw query and `add_edges_from`, in milliseconds:

{table(["triples", "edges", "KnowledgeGraph", "by hand", "ratio"], networks)}"""
    return Part("Views and networks", text, _view_promises(by_size))


def _view_promises(by_size: dict[int, SimpleNamespace]) -> list[Promise]:
    promises = [at_most("SPARQL to a network, of doing it by hand", _ratios(by_size), NETWORK_X)]
    if VIEW_TRIPLES in by_size:
        view = by_size[VIEW_TRIPLES].view
        what = f"the view practices-to-goals of {size(VIEW_TRIPLES)} triples"
        promises.append(Promise(what, f"within {s(VIEW_S)} s", f"{s(view)} s", view <= VIEW_S))
    if len(by_size) > 1:
        least, most = min(by_size), max(by_size)
        growth = by_size[most].chosen_large / by_size[least].chosen_large
        what = f"the same small view of {size(most)} triples, of {size(least)}"
        promises.append(Promise(what, f"at most {x(VIEW_GROWTH_X)}", x(growth), growth <= VIEW_GROWTH_X))
    return promises


def _ratios(by_size: dict[int, SimpleNamespace]) -> list[tuple[int, float]]:
    return [(triples, one.ours / one.raw) for triples, one in by_size.items()]


def gaps_part(results: Results) -> Part | None:
    """The evidence gap map beside the aggregate query that counts the same claims."""
    by_size = {triples: one for triples, [one] in rows_by_size(results, "gaps", SimpleNamespace).items()}
    if not by_size:
        return None
    rows = [
        [
            size(triples),
            *(ms(one.raw), ms(one.map), x(one.map / one.raw), f"{one.rows:,} of {one.total:,}"),
            *(ms(one.every_row), x(one.every_row / one.raw), ms(one.records)),
        ]
        for triples, one in by_size.items()
    ]
    heads = ["triples", "raw query", "the map", "of raw", "its rows", "every row", "of raw", "with records"]
    text = f"""The map of a folder store with all its cells graded, in milliseconds, beside a bare aggregate query that
counts claims, sources and directions of the same cells and grades nothing: as it is made by default, with every row
there is, and with the records of the claims it shows, as a page needs them.

{table(heads, rows)}"""
    large = [(triples, one.every_row / one.raw) for triples, one in by_size.items() if triples == GAPS_TRIPLES]
    what = "the gap map of every row, of a raw aggregate query"
    return Part("The evidence gap map", text, [at_most(what, large, GAPS_X)] if large else [])


def search_part(results: Results) -> Part | None:
    """Searching texts, and the index that it takes."""
    built = {triples: one for triples, [one] in rows_by_size(results, "text index", SimpleNamespace).items()}
    if not built:
        return None
    indexes = [
        [size(triples), f"{one.texts:,}", s(one.seconds), mb(one.text_bytes), mb(one.index_bytes), ms(one.open_s)]
        for triples, one in built.items()
    ]
    tables = []
    for triples, timings in rows_by_size(results, "search", SimpleNamespace).items():
        rows = [[one.name, one.hits, ms(one.index), ms(one.scan)] for one in timings]
        heads = ["search for", "hits, at most 20", "index", "SPARQL scan"]
        tables.append(f"{size(triples)} triples, in milliseconds:\n\n{table(heads, rows)}")
    text = f"""The index of all texts is built when a store is first searched, and kept beside it; loading does
not pay for it.

{table(["triples", "texts", "seconds to build", "texts, MB", "index, MB", "ms to open"], indexes)}

{(chr(10) * 2).join(tables)}

The scan finds a text anywhere in a word and ranks nothing, so the two may find different numbers of things."""
    return Part("Search", text)
