"""Find room for new boxes in an organic picture whose other boxes stay where they are.

A new box wishes to stand in the middle of what it is connected to, and takes the free place nearest to that. What is
connected to new things alone is laid out by itself, below all that is known. Things without a line stand in rows with
the others of their kind.
"""

from __future__ import annotations

from collections import deque
from math import ceil, floor
from typing import TYPE_CHECKING

from equigraph.graph import organic
from equigraph.graph.boxes import BOX_PADDING_PX
from equigraph.graph.layered import LISTED_GAP_PX, LISTED_HEADING_PX, MARGIN_PX
from equigraph.graph.packing import spiral
from equigraph.graph.stretches import edges_px, stretches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import networkx as nx

__all__ = ["fit"]

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom
CELL_PX = 160.0


def fit(network: nx.MultiDiGraph[str], known: Mapping[str, Point], width: float) -> None:
    """Set places and sizes of all boxes: those that are known where they were, the others where there is room.

    Args:
        network: It is changed in place.
        known: Centres of the known boxes; at least one.
        width: Width of the canvas: a new box reaches beyond it only where it is wider than that.
    """
    for node, (wide, high) in organic.box_sizes(network).items():
        network.nodes[node].update(width=wide, height=high)
    for node, (x, y) in known.items():
        network.nodes[node].update(x=x, y=y)
    page = _Page(network, known, width)
    new = [node for node in sorted(network) if node not in known]
    linked = [node for node in new if not network.nodes[node].get("listed")]
    apart = page.add_connected(linked)
    page.add_component(apart)
    page.add_listed(sorted((node for node in new if network.nodes[node].get("listed")), key=page.name))


class _Page:
    """A picture that is being filled: its boxes, by the cells of a grid that they touch."""

    def __init__(self, network: nx.MultiDiGraph[str], known: Mapping[str, Point], width: float) -> None:
        self.network = network
        self.margin = MARGIN_PX + organic.LOOP_PX * any(start == end for start, end in network.edges())
        self.placed = set(known)
        self.cells: dict[tuple[int, int], list[Box]] = {}
        self.spirals: dict[tuple[Point, float, float], Iterator[Point]] = {}
        self.bottom = 0.0
        for node in known:
            self.take(edges_px(network.nodes[node]))
        self.right = max(width, *(edges_px(network.nodes[node])[2] + self.margin for node in known)) - self.margin
        # The rows of things without a line, with their heading, are closed to others.
        self.rows = [
            [edges_px(network.nodes[node]) for node in stretch.nodes]
            for stretch in stretches(network.subgraph(known))
            if stretch.listed
        ]
        for row in self.rows:
            top, bottom = row[0][1] - LISTED_HEADING_PX, max(box[3] for box in row)
            self.take((0.0, top, self.right, bottom))

    def name(self, node: str) -> tuple[str, str]:
        """Return what things without a line are sorted by."""
        return str(self.network.nodes[node].get("label") or node).casefold(), node

    def take(self, box: Box) -> None:
        """Take a rectangle."""
        self.bottom = max(self.bottom, box[3])
        for cell in _cells(box):
            self.cells.setdefault(cell, []).append(box)

    def put(self, node: str, x: float, y: float) -> None:
        """Place a new box."""
        self.network.nodes[node].update(x=x, y=y)
        self.placed.add(node)
        self.take(edges_px(self.network.nodes[node]))

    def is_free(self, box: Box) -> bool:
        """Return whether a rectangle touches none that is taken."""
        left, top, right, bottom = box
        return not any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
            for cell in _cells(box)
            for other in self.cells.get(cell, ())
        )

    def add_connected(self, nodes: list[str]) -> list[str]:
        """Place what is connected to placed boxes, step by step away from them; return what is not connected to any."""
        waiting = dict.fromkeys(nodes)
        ready = deque(node for node in nodes if self.neighbours(node))
        while ready:
            node = ready.popleft()
            if node not in waiting:
                continue
            del waiting[node]
            self.settle(node, self.neighbours(node))
            ready.extend(sorted(other for other in self.around(node) if other in waiting))
        return list(waiting)

    def around(self, node: str) -> set[str]:
        """Return what is connected to a node."""
        return {*self.network.successors(node), *self.network.predecessors(node)} - {node}

    def neighbours(self, node: str) -> list[str]:
        """Return what is connected to a node and placed already."""
        return sorted(self.around(node) & self.placed)

    def settle(self, node: str, near: list[str]) -> None:
        """Set a new box into the free place nearest to the middle of others."""
        wide, high = self.network.nodes[node]["width"], self.network.nodes[node]["height"]
        least_x, least_y = float(ceil(self.margin + wide / 2)), float(ceil(self.margin + high / 2))
        most_x = max(least_x, float(floor(self.right - wide / 2)))
        x = sum(self.network.nodes[other]["x"] for other in near) / len(near)
        y = sum(self.network.nodes[other]["y"] for other in near) / len(near)
        across, down = wide / 2 + organic.GAP_X_PX, high / 2 + organic.GAP_Y_PX
        wish = (float(round(min(max(x, least_x), most_x))), float(round(max(y, least_y))))
        # What was taken for a box of this size is still taken: the search goes on where it ended.
        around = self.spirals.setdefault((wish, wide, high), spiral(wish))
        self.put(
            node,
            *next(
                (spot_x, spot_y)
                for spot_x, spot_y in around
                if least_x <= spot_x <= most_x
                and spot_y >= least_y
                and self.is_free((spot_x - across, spot_y - down, spot_x + across, spot_y + down))
            ),
        )

    def add_component(self, nodes: list[str]) -> None:
        """Place what is connected to nothing known: laid out by itself, below everything."""
        if not nodes:
            return
        alone = self.network.subgraph(nodes).copy()
        organic.place(alone)
        below = float(round(self.bottom + organic.COMPONENT_GAP_PX))
        for node in nodes:
            self.put(node, alone.nodes[node]["x"], alone.nodes[node]["y"] + below)

    def add_listed(self, nodes: list[str]) -> None:
        """Place things without a line after those there are, in rows, or below everything."""
        last = self.rows[-1] if self.rows else []
        if last and max(box[3] for box in last) >= self.bottom:
            top = max(box[1] for box in last)
            row = [box for box in last if box[3] > top - BOX_PADDING_PX]
            left = max(box[2] for box in row) + BOX_PADDING_PX
            under = max(box[3] for box in row)
        else:
            left, top = self.margin, float(round(self.bottom + LISTED_GAP_PX + LISTED_HEADING_PX))
            under = top
        for node in nodes:
            wide, high = self.network.nodes[node]["width"], self.network.nodes[node]["height"]
            if left > self.margin and left + wide > self.right:
                left, top = self.margin, under + BOX_PADDING_PX
            self.put(node, left + wide / 2, top + high / 2)
            left += wide + BOX_PADDING_PX
            under = max(under, top + high)


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = box
    for column in range(int(left // CELL_PX), int(right // CELL_PX) + 1):
        for row in range(int(top // CELL_PX), int(bottom // CELL_PX) + 1):
            yield column, row
