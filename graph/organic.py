"""Place a network without columns: connected things near each other, no two boxes touching.

Each connected component is laid out by stress (the distance on the page wants to be the distance in the graph), made as
wide as the page allows, freed of overlaps and packed with the others; nodes without a line follow in rows. Source:
Zheng, Pawar and Goodman 2018, "Graph Drawing by Stochastic Gradient Descent", seeded. Plain Python on purpose: only
basic operations and square roots touch the coordinates, so every machine gives the same bytes (numpy's sums do not
promise it).
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import networkx as nx

from equigraph.graph.boxes import BOX_PADDING_PX, ORGANIC_MIN_PX, ORGANIC_PORT_PX, contents
from equigraph.graph.layered import LISTED_GAP_PX, LISTED_HEADING_PX, MARGIN_PX, Room
from equigraph.graph.packing import Rectangle, pack, separate
from equigraph.graph.stress import stress_layout

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["box_sizes", "place"]

Point = tuple[float, float]
Size = tuple[float, float]
GAP_X_PX, GAP_Y_PX = 30.0, 40.0  # least distance of two boxes
COMPONENT_GAP_PX = 44.0
ROOM = 2.6  # area of a component, in areas of its boxes: room for the lines
SLIMMEST = 3.5  # ... and wider than the page where it would be more than this many times as high as wide
FEW, ROOM_OF_FEW = 5, 1.9
ASPECT = 1.5  # a component is this much wider than high, up to the width of the page
LOOP_PX = 26.0
SHORTEST_PX = 40.0  # room for the words of a line between two boxes above each other
EDGE_PX = 90.0  # wished length of a line between two nodes of few lines ...
HUB_PX = 38.0  # ... and more where a hub needs room around it, times the square root of its lines


def place(network: nx.MultiDiGraph[str], room: Room | None = None) -> None:
    """Set places and sizes of all nodes and of the canvas; what has room beside others stays within the page."""
    room = room or Room()
    sizes = {node: _size(network, node) for node in network}
    page = max([room.page - 2 * MARGIN_PX, *(width for width, _ in sizes.values())])
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(node for node, listed in network.nodes(data="listed") if not listed))
    simple.add_edges_from(sorted((u, v) for u, v in network.edges() if u != v and u in simple and v in simple))
    components = sorted(map(sorted, nx.connected_components(simple)), key=lambda nodes: (-len(nodes), nodes[0]))
    places: dict[str, Point] = {}
    rectangles = []
    laid_out = [_component(simple, nodes, sizes, page) for nodes in components]
    page = max([page, *(x + sizes[node][0] / 2 for spots in laid_out for node, (x, _) in spots.items())])
    for spots in laid_out:
        right = max(x + sizes[node][0] / 2 for node, (x, _) in spots.items())
        bottom = max(y + sizes[node][1] / 2 for node, (_, y) in spots.items())
        rectangles.append(Rectangle(right + COMPONENT_GAP_PX, bottom + COMPONENT_GAP_PX))
    for spots, (left, top) in zip(laid_out, pack(rectangles, page + COMPONENT_GAP_PX), strict=True):
        places.update({node: (x + left, y + top) for node, (x, y) in spots.items()})
    bottom = max((y + sizes[node][1] / 2 for node, (_, y) in places.items()), default=0.0)
    places.update(_listed(network, sizes, page, bottom))
    _store(network, sizes, places, room.page / 2)


def _size(network: nx.MultiDiGraph[str], node: str) -> Size:
    """Return width and height of a box: its words, and an outline long enough for its lines."""
    words = contents(network, node)
    width = max(ORGANIC_MIN_PX, words.text_width + 2 * BOX_PADDING_PX + 4)
    height = words.text_height + 1.5 * BOX_PADDING_PX
    missing = network.degree(node) * ORGANIC_PORT_PX - 2 * (width + height)
    if missing > 0:
        height += missing / 2
    return float(round(width)), float(round(height))


def box_sizes(network: nx.MultiDiGraph[str]) -> dict[str, Size]:
    """Return width and height of every box, for those who place them by themselves."""
    return {node: _size(network, node) for node in network}


def _component(graph: nx.Graph[str], nodes: list[str], sizes: Mapping[str, Size], page: float) -> dict[str, Point]:
    """Return places of one component, from (0, 0) on."""
    if len(nodes) == 1:
        width, height = sizes[nodes[0]]
        return {nodes[0]: (width / 2, height / 2)}
    lengths = {
        (u, v): EDGE_PX + HUB_PX * sqrt(max(graph.degree(u), graph.degree(v))) for u, v in graph.subgraph(nodes).edges()
    }
    spots = stress_layout(nodes, lengths)
    area = (ROOM if len(nodes) > FEW else ROOM_OF_FEW) * sum(
        (sizes[node][0] + GAP_X_PX) * (sizes[node][1] + GAP_Y_PX) for node in nodes
    )
    widest, highest = (max(sizes[node][axis] for node in nodes) for axis in (0, 1))
    least = widest if len(nodes) == 2 else 2 * widest  # noqa: PLR2004 - a pair may stand upright
    width = max(min(page, max(sqrt(area * ASPECT), least)), sqrt(area / SLIMMEST))
    height = max(area / width, 2 * highest + SHORTEST_PX)
    spots = _stretch(spots, width - widest, height - highest)
    spots = {node: (x + (widest + GAP_X_PX) / 2, y) for node, (x, y) in spots.items()}
    gaps = {node: (sizes[node][0] + GAP_X_PX, sizes[node][1] + GAP_Y_PX) for node in nodes}
    free = separate(spots, gaps, width + GAP_X_PX, sorted(lengths))
    left = min(x - sizes[node][0] / 2 for node, (x, _) in free.items())
    top = min(y - sizes[node][1] / 2 for node, (_, y) in free.items())
    return {node: (x - left, y - top) for node, (x, y) in free.items()}


def _stretch(spots: Mapping[str, Point], width: float, height: float) -> dict[str, Point]:
    """Return the spots scaled to a width and height."""
    xs, ys = [x for x, _ in spots.values()], [y for _, y in spots.values()]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    # Long axis upright when there is more height than width, so that the scaling distorts little.
    if (wide > high) != (width > height):
        spots = {node: (y, x) for node, (x, y) in spots.items()}
        xs, ys, wide, high = ys, xs, high, wide
    across, down = width / (wide or 1.0), height / (high or 1.0)
    left, top = min(xs), min(ys)
    return {node: ((x - left) * across, (y - top) * down) for node, (x, y) in spots.items()}


def _listed(network: nx.MultiDiGraph[str], sizes: Mapping[str, Size], page: float, bottom: float) -> dict[str, Point]:
    """Return places of the nodes without a line: in rows below the others, by name."""
    listed = sorted(
        (node for node, flag in network.nodes(data="listed") if flag),
        key=lambda node: (str(network.nodes[node].get("label") or node).casefold(), node),
    )
    top = bottom + LISTED_HEADING_PX + (LISTED_GAP_PX if bottom else 0.0)
    places: dict[str, Point] = {}
    left = row = 0.0
    for node in listed:
        width, height = sizes[node]
        if left and left + width > page:
            left, top, row = 0.0, top + row + BOX_PADDING_PX, 0.0
        places[node] = (left + width / 2, top + height / 2)
        left += width + BOX_PADDING_PX
        row = max(row, height)
    return places


def _store(
    network: nx.MultiDiGraph[str], sizes: Mapping[str, Size], places: Mapping[str, Point], narrowest: float
) -> None:
    right = below = 0.0
    # A line from a box to itself goes round its upper left corner.
    margin = MARGIN_PX + LOOP_PX * any(start == end for start, end in network.edges())
    for node, data in network.nodes(data=True):
        x, y = places[node]
        width, height = sizes[node]
        data["x"], data["y"] = float(round(x + margin)), float(round(y + margin))
        data["width"], data["height"] = width, height
        right, below = max(right, data["x"] + width / 2), max(below, data["y"] + height / 2)
    network.graph["width"] = float(round(max(right + MARGIN_PX, narrowest)))
    network.graph["height"] = float(round(below + MARGIN_PX))
