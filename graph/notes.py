"""A person's notes and highlights on a picture: they belong to the picture, never to the data."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from equigraph.graph.boxes import NOTE, is_layered
from equigraph.graph.kinds import count_words, sentence_case
from equigraph.graph.layered import Room, measure
from equigraph.graph.organic import box_sizes
from equigraph.graph.staging import make_room

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["put_notes"]


def put_notes(
    network: nx.MultiDiGraph[str], notes: Mapping[str, str], marks: Collection[str], fixed: Collection[str] = ()
) -> list[str]:
    """Put notes and highlights on the things of a placed network; a note makes room for itself.

    Args:
        network: It is changed in place.
        notes: A person's words by IRI.
        marks: What is highlighted.
        fixed: Things that keep the place that a person gave them.

    Returns:
        What could not be put anywhere, as sentences.
    """
    before = _heights(network) if notes else {}
    for iri, text in notes.items():
        if iri in network:
            data = network.nodes[iri]
            data["note"] = "; ".join(filter(None, (data["note"], NOTE + text)))
    for iri in marks:
        if iri in network:
            network.nodes[iri]["marked"] = True
    after = _heights(network) if notes else {}
    needed = {iri: after[iri] - before[iri] for iri in notes if iri in network and after[iri] > before[iri]}
    make_room(network, needed, fixed)
    if not is_layered(network):
        sizes = box_sizes(network)
        for iri in needed:
            network.nodes[iri]["width"] = max(network.nodes[iri]["width"], sizes[iri][0])
    strays = len({*notes, *marks} - set(network))
    if not strays:
        return []
    are = "is" if strays == 1 else "are"
    return [f"{sentence_case(count_words(strays, 'thing'))} with a note or highlight {are} not drawn."]


def _heights(network: nx.MultiDiGraph[str]) -> dict[str, float]:
    if is_layered(network):
        return {iri: float(round(height)) for iri, height in measure(network, Room())[3].items()}
    return {iri: height for iri, (_, height) in box_sizes(network).items()}
