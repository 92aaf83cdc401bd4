"""The notes below a slide of a network: what it says in sentences, each line in words, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from equigraph.exporters.deck_sources import sources_of
from equigraph.exporters.evidence import unlinked
from equigraph.exporters.lines import line_words
from equigraph.graph.boxes import contents
from equigraph.graph.drill import export_command
from equigraph.graph.kinds import count_words
from equigraph.graph.labels import ELLIPSIS, clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

__all__ = ["network_notes"]


def network_notes(title: str, part: nx.MultiDiGraph[str], own: str) -> Iterator[str]:
    """Yield the paragraphs of the notes, without the citations.

    Args:
        title: Of the slide, uncut.
        part: The network of the slide; ``mark`` of its lines holds the numbers of their sources.
        own: The author's own words on the slide, or "".
    """
    graph = part.graph
    yield title
    yield from map(str, graph.get("summary") or ())
    if own:
        yield own
    yield from (str(note) for note in graph.get("notes") or ())
    if part.number_of_edges():
        yield "What the lines say"
    for start, end, key, data in sorted(part.edges(keys=True, data=True), key=lambda edge: _place(part, edge)):
        yield _line(part, (start, end, key), data)
    alone = [clean(str(data.get("label") or node)) for node, data in part.nodes(data=True) if data.get("listed")]
    if alone:
        yield f"{unlinked(part)}: {'; '.join(alone)}."
    yield from _cut_names(part)
    left_out = list(_left_out(part))
    if left_out:
        yield "What this slide leaves out"
        yield from left_out


def _place(part: nx.MultiDiGraph[str], edge: tuple[Any, ...]) -> tuple[Any, ...]:
    heights = ((float(part.nodes[node].get("y") or 0.0), node) for node in (edge[1], edge[0]))
    return (*heights, edge[2])


def _line(part: nx.MultiDiGraph[str], edge: tuple[str, str, str], data: Mapping[str, Any]) -> str:
    """Return what a line says, how sure that is and why, and the numbers of all of its sources."""
    said = line_words(part, edge)
    said += "" if said.endswith(".") else "."
    reason = clean(str((data.get("grade") or {}).get("reason") or ""))
    if reason:
        said += f" How sure: {reason}."
    ours = clean(str((data.get("ours") or {}).get("sentence") or ""))
    if ours:
        said += f" Evidence like ours: {ours}."
    if data.get("lines"):
        return f"{said} It bundles {count_words(int(data['lines']), 'line')}."
    numbers = [str(part.graph["numbers"][record["iri"]]) for record in sources_of(part, data)]
    if not numbers:
        return f"{said} No source recorded."
    return f"{said} {'Source' if len(numbers) == 1 else 'Sources'}: {', '.join(sorted(numbers, key=int))}."


def _cut_names(part: nx.MultiDiGraph[str]) -> Iterator[str]:
    """Yield the whole of names that the slide cuts."""
    for node, data in part.nodes(data=True):
        if contents(part, node, float(data.get("width") or 0.0)).label[-1].endswith(ELLIPSIS):
            yield f"In full: {clean(str(data.get('label') or node))}"


def _left_out(part: nx.MultiDiGraph[str]) -> Iterator[str]:
    page, pages = int(part.graph.get("page") or 1), int(part.graph.get("pages") or 1)
    if pages > 1:
        yield f"This is part {page:,} of {pages:,} of the picture; the other parts stand on other slides."
    for node, data in part.nodes(data=True):
        if data.get("note"):
            yield f"{clean(str(data.get('label') or node))}: {clean(str(data['note']))}."
    view = str(part.graph.get("view") or "")
    if view:
        yield f"The findings themselves, their designs and their effects: {export_command(part.graph, view + '.html')}"
