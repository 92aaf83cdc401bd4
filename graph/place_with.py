"""Place a network where a person left it, and find room for what is new.

Known boxes stand exactly where the positions say. New ones are placed without moving them: in columns at the nearest
free place up or down the column (:mod:`equigraph.graph.fit_columns`), in organic pictures at the nearest free place
around what they are connected to (:mod:`equigraph.graph.fit_organic`). Pure and deterministic, as the layouts are; the
places that a network has already do not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from equigraph.graph import fit_columns, fit_organic
from equigraph.graph.boxes import is_layered
from equigraph.graph.layered import BULGE_PX, MARGIN_PX
from equigraph.graph.layout import place
from equigraph.graph.organic import LOOP_PX
from equigraph.graph.stretches import FIRST_ROW_PX, edges_px

if TYPE_CHECKING:
    import networkx as nx

    from equigraph.graph.positions import Positions

__all__ = ["Placed", "fit_canvas", "place_with"]


@dataclass(frozen=True)
class Placed:
    """What became of the positions, in numbers of boxes.

    Attributes:
        kept: Boxes that stand where the positions say.
        new: Boxes that the positions do not know.
        gone: Positions of what is not in the network.
    """

    kept: int
    new: int
    gone: int


def place_with(network: nx.MultiDiGraph[str], positions: Positions) -> Placed:
    """Set places and sizes as :func:`equigraph.graph.layout.place` does, known boxes where the positions say.

    The canvas is that of the positions, grown to hold all. Where a box reaches beyond its upper or left side, or into
    the headings of the columns, the canvas grows there: all boxes move by the same whole number of px.

    Args:
        network: It is changed in place.
        positions: Places of things that are not in the network are not used.

    Returns:
        How many boxes are kept, new and gone. Where none is kept the network is laid out as without positions.

    Example:
        >>> import networkx as nx
        >>> from equigraph.graph.positions import Positions
        >>> network = nx.MultiDiGraph(layout="layered")
        >>> network.add_node("p", label="Tutoring")
        >>> network.add_node("q", label="Looping")
        >>> place_with(network, Positions({"p": (200.5, 300.0), "x": (0.0, 0.0)}, 640.0, 400.0))
        Placed(kept=1, new=1, gone=1)
        >>> (network.nodes["p"]["x"], network.nodes["p"]["y"]), network.nodes["q"]["x"]
        ((200.5, 300.0), 200.5)
    """
    known = {node: positions.places[node] for node in network if node in positions.places}
    if not known:
        place(network)
    elif is_layered(network):
        fit_columns.fit(network, known)
    else:
        fit_organic.fit(network, known, positions.width)
    if known:
        fit_canvas(network, positions.width, positions.height)
    return Placed(len(known), len(network) - len(known), len(positions.places) - len(known))


def fit_canvas(network: nx.MultiDiGraph[str], width: float, height: float) -> None:
    """Grow a canvas until it holds all boxes, and the lines that go round them.

    Args:
        network: All of its boxes move where one reaches beyond the upper or left side.
        width: Of the canvas, in px.
        height: Of the canvas, in px.
    """
    layered = is_layered(network)
    # A line from a box to itself goes round its upper left corner.
    top = FIRST_ROW_PX if layered else LOOP_PX * any(start == end for start, end in network.edges())
    boxes = {node: edges_px(data) for node, data in network.nodes(data=True)}
    right = float(ceil(max(box[2] for box in boxes.values()) + MARGIN_PX))
    below = float(ceil(max(box[3] for box in boxes.values()) + MARGIN_PX))
    for start, end in network.edges() if layered else ():
        if boxes[start][0] < boxes[end][2] and boxes[end][0] < boxes[start][2]:
            right = max(right, float(ceil(max(boxes[start][2], boxes[end][2]) + BULGE_PX + MARGIN_PX)))
    beyond_x = max(0, ceil((0.0 if layered else top) - min(box[0] for box in boxes.values())))
    beyond_y = max(0, ceil(top - min(box[1] for box in boxes.values())))
    for _, data in network.nodes(data=True):
        data["x"] += beyond_x
        data["y"] += beyond_y
    network.graph["width"] = max(width, right) + beyond_x
    network.graph["height"] = max(height, below) + beyond_y
