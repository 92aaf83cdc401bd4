"""The layout file of a picture: where its boxes stand, to be used again when the data have changed.

Format: :mod:`equigraph.graph.positions`. Loses everything but the centres of the boxes, the size of the canvas, the
name of the view and the version of the data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.exporters.files import write_atomically
from equigraph.graph.positions import layout_text, positions_of

if TYPE_CHECKING:
    import os

    from equigraph.graph.network import Network

__all__ = ["generate_positions", "write_positions"]


def generate_positions(network: Network) -> str:
    """Return the text of the layout file of a network; one without positions is laid out first, on a copy.

    Example:
        >>> import networkx as nx
        >>> '"positions": {}' in generate_positions(nx.MultiDiGraph(title="Nothing yet"))
        True
    """
    return layout_text(positions_of(network))


def write_positions(network: Network, path: str | os.PathLike[str]) -> None:
    """Write the layout file of a network.

    Raises:
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_positions(network))
