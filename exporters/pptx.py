"""Write a network as slides that colleagues can edit: a PowerPoint presentation (ECMA-376, Office Open XML).

What it is for: a talk, or a deck of an agency that takes some of its slides. Things are native shapes, lines are
connectors glued to them, texts are no smaller than 18 points; notes hold every line in words and the full citations.
What it loses: the findings, designs and effects behind the lines, all IRIs, and, where a network would need more than
forty slides, all lines but those with the most claims; the slides say so. Names of more than six lines are cut on the
slide and whole in its notes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.exporters.deck import Deck
from equigraph.exporters.files import write_atomically

if TYPE_CHECKING:
    import os

    import networkx as nx

__all__ = ["generate_pptx", "write_pptx"]


def generate_pptx(network: nx.MultiDiGraph[str], template: str | os.PathLike[str] | None = None) -> bytes:
    """Return a deck: a title slide where there are several, the slides of the network, and the last slides.

    Args:
        network: Follows the ``Network`` contract; positions are not needed.
        template: The agency's own .pptx or .potx, whose layouts, fonts, colours and logos are used.

    Raises:
        ExportError: The template cannot be used.

    Example:
        >>> import networkx as nx
        >>> generate_pptx(nx.MultiDiGraph(title="Nothing yet"))[:2]
        b'PK'
    """
    deck = Deck(template, about=dict(network.graph))
    title = str(network.graph.get("title") or network.graph.get("view") or "Network")
    deck.add_network(network, opens=True)
    return deck.finish(title=title)


def write_pptx(
    network: nx.MultiDiGraph[str],
    path: str | os.PathLike[str],
    *,
    template: str | os.PathLike[str] | None = None,
) -> None:
    """Write a network as a .pptx file.

    Raises:
        ExportError: The template cannot be used.
        NotSavedError: The file could not be written; what was there is unchanged.

    Example:
        >>> import tempfile, pathlib, networkx as nx
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "slides.pptx"
        >>> write_pptx(nx.MultiDiGraph(), path)
        >>> path.read_bytes()[:2]
        b'PK'
    """
    write_atomically(path, generate_pptx(network, template))
