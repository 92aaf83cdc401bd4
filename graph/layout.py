"""Give every node of a network a place and a size.

Pure and deterministic: the same network gives the same numbers in every process and on every machine, since nothing but
the four basic operations and the square root is used on floats. Two layouts: "layered" puts nodes in columns
(:mod:`equigraph.graph.layered`), "organic" lets connected nodes attract each other (:mod:`equigraph.graph.organic`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.graph import layered, organic
from equigraph.graph.boxes import is_layered
from equigraph.graph.layered import Room

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Room", "place"]


def place(network: nx.MultiDiGraph[str], room: Room | None = None) -> None:
    """Set ``x, y, width, height`` of every node and ``width, height`` of the network, in px.

    ``x`` and ``y`` are the centre of the node's box. The network attribute ``layout`` chooses the layout: "layered"
    (also when it is missing) or "organic". The ``room`` says how wide it may be.

    Example:
        >>> import networkx as nx
        >>> network = nx.MultiDiGraph(layout="layered")
        >>> network.add_node("p", label="Tutoring", column=0)
        >>> network.add_node("g", label="Attendance", column=1)
        >>> place(network)
        >>> network.nodes["p"]["x"] < network.nodes["g"]["x"]
        True
    """
    (layered if is_layered(network) else organic).place(network, room)
