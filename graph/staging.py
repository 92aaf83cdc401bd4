"""Placing a picture that grows: what stands stays, what is new finds room beside what it is connected to.

The start is laid out as any network is; each later stage only places what it adds. It takes milliseconds where a
layout of everything takes tenths of a second, and it gives the same places in every process. Boxes stand on one canvas
for the whole of a selection: what is taken out leaves its place free, so that it can come back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from equigraph.graph import fit_columns, fit_organic, layered, organic
from equigraph.graph.boxes import is_layered
from equigraph.graph.layout import place
from equigraph.graph.place_with import fit_canvas
from equigraph.graph.stretches import edges_px, key_of

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Spot", "Stage", "first_stage", "make_room", "next_stage", "with_pin"]

CLEAR_PX: Final = 6.0  # what stays free between two boxes when one of them grows
FEW, ROOM_ABOVE_PX = 5, 160.0  # so few things have this much room above and below them
NEW_COLUMN_GAP_PX: Final = 200.0  # room for the lines to a column that was not there before

Point = tuple[float, float]


class Spot(NamedTuple):
    """Where a box stands (its middle) and how large it is, in px."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Stage:
    """Where everything stands.

    Attributes:
        spots: By IRI.
        width: Of the canvas, in px.
        height: Of the canvas, in px.
        label_px: How wide the words of bare labels are, in px; 0 where a layout has none.
    """

    spots: Mapping[str, Spot]
    width: float
    height: float
    label_px: float = 0.0

    def dress(self, network: nx.MultiDiGraph[str]) -> None:
        """Put the boxes of a network, and its canvas, where they stand here."""
        for node, data in network.nodes(data=True):
            data.update(self.spots[node]._asdict())
        network.graph.update(width=self.width, height=self.height)
        if self.label_px:
            network.graph["label_px"] = self.label_px


def _stage(network: nx.MultiDiGraph[str]) -> Stage:
    spots = {
        node: Spot(*(float(data[name]) for name in ("x", "y", "width", "height")))
        for node, data in network.nodes(data=True)
    }
    graph = network.graph
    return Stage(spots, float(graph["width"]), float(graph["height"]), float(graph.get("label_px", 0.0)))


def first_stage(network: nx.MultiDiGraph[str], *, is_view: bool) -> Stage:
    """Lay a network out, and return where everything stands.

    Args:
        network: It is changed in place.
        is_view: Whether it is a view, which stands as it always does; other pictures without columns stand in the
            middle of a page, so that there is room around them for what is added.
    """
    place(network)
    if is_view or is_layered(network):
        return _stage(network)
    aside = max(0.0, float(int((layered.Room().page - network.graph["width"]) / 2)))
    down = ROOM_ABOVE_PX * (len(network) <= FEW)
    for _, data in network.nodes(data=True):
        data.update(x=data["x"] + aside, y=data["y"] + down)
    network.graph["width"] += 2 * aside
    network.graph["height"] += 2 * down
    return _stage(network)


def next_stage(network: nx.MultiDiGraph[str], before: Stage) -> Stage:
    """Place what a network has more than the stage before, and return where everything stands now.

    What stood stays, but for a whole number of px by which all move where something new needs room on the left or
    above. A box that has more lines than before grows as far as there is room.
    """
    if not any(node in before.spots for node in network):
        return first_stage(network, is_view=False)
    if before.label_px:
        network.graph["label_px"] = before.label_px
    if is_layered(network):
        _fit_columns(network, before)
    else:
        sizes = organic.box_sizes(network)
        for node, data in network.nodes(data=True):
            data.update(width=sizes[node][0], height=sizes[node][1])
        known = {node: (spot.x, spot.y) for node, spot in before.spots.items() if node in network}
        fit_organic.fit(network, known, before.width)
        _keep_sizes(network, before)
    fit_canvas(network, before.width, before.height)
    return _stage(network)


def with_pin(network: nx.MultiDiGraph[str], before: Stage, thing: str, at: Point) -> Stage:
    """Return the stage with the middle of one box at a point; the canvas grows where it must."""
    moved = {**before.spots, thing: before.spots[thing]._replace(x=at[0], y=at[1])}
    Stage(moved, before.width, before.height, before.label_px).dress(network)
    fit_canvas(network, before.width, before.height)
    return _stage(network)


def make_room(network: nx.MultiDiGraph[str], needed: Mapping[str, float], fixed: Collection[str]) -> None:
    """Give some boxes more height; what stands below moves down by as much, but for what a person placed.

    Args:
        network: A placed network; it is changed in place.
        needed: How much higher each box must be, in px.
        fixed: Boxes that keep their place.
    """
    order = sorted(needed, key=lambda node: (network.nodes[node]["y"], node))
    tops = {node: edges_px(network.nodes[node])[1] for node in order}
    before = {node: float(data["y"]) for node, data in network.nodes(data=True)}
    for node in order:
        for other, data in network.nodes(data=True):
            if other != node and other not in fixed and before[other] - data["height"] / 2 > tops[node]:
                data["y"] += needed[node]
        network.nodes[node]["height"] += needed[node]
        if node not in fixed:
            network.nodes[node]["y"] += needed[node] / 2
    network.graph["height"] += sum(needed.values())


# --- in columns -----------------------------------------------------------------------------


def _fit_columns(network: nx.MultiDiGraph[str], before: Stage) -> None:
    _, box_px, _, heights = layered.measure(network, layered.Room())
    known = [node for node in network if node in before.spots]
    for node, data in network.nodes(data=True):
        data.update(width=box_px, height=float(round(heights[node])))
    for node in known:
        spot = before.spots[node]
        network.nodes[node].update(x=spot.x, y=spot.y, width=spot.width)
    _keep_sizes(network, before)
    fresh = {node: (before.spots[node].x, before.spots[node].y) for node in known}
    across = _across(network, known, box_px)
    new = [node for node in sorted(network) if node not in before.spots]
    for node in new:
        network.nodes[node]["width"] = across[_column(network, node)].width
    waiting = list(new)
    while waiting:
        ready = [node for node in waiting if _near(network, node, fresh)] or waiting
        level = {node: _wish(network, node, fresh, before) for node in ready}
        fresh |= {node: (across[_column(network, node)].x, y) for node, y in level.items()}
        waiting = [node for node in waiting if node not in fresh]
    fit_columns.settle(network, before.spots, fresh)


def _column(network: nx.MultiDiGraph[str], node: str) -> int:
    return int(network.nodes[node].get("column") or 0)


def _across(network: nx.MultiDiGraph[str], known: list[str], box_px: float) -> dict[int, Spot]:
    """Return the middle and the width of each column: where most of its boxes stand, else to the right of all."""
    found: dict[int, Spot] = {}
    right = max(edges_px(network.nodes[node])[2] for node in known)
    for number in sorted({_column(network, node) for node in network}):
        counts = Counter(
            (network.nodes[node]["x"], network.nodes[node]["width"])
            for node in known
            if _column(network, node) == number
        )
        if counts:
            x, width = min(counts, key=lambda one: (-counts[one], one))
        else:
            x, width = right + NEW_COLUMN_GAP_PX + box_px / 2, box_px
            right = x + width / 2
        found[number] = Spot(x, 0.0, width, 0.0)
    return found


def _near(network: nx.MultiDiGraph[str], node: str, fresh: Mapping[str, Point]) -> list[str]:
    """Return what a node is connected to and stands already."""
    return sorted(({*network.successors(node), *network.predecessors(node)} - {node}) & fresh.keys())


def _wish(network: nx.MultiDiGraph[str], node: str, fresh: Mapping[str, Point], before: Stage) -> float:
    """Return how far down a node would stand: level with what it is connected to, else below all."""
    near = _near(network, node, fresh)
    return round(sum(fresh[other][1] for other in near) / len(near)) if near else before.height


def _keep_sizes(network: nx.MultiDiGraph[str], before: Stage) -> None:
    """Set the sizes of known boxes: as they were, or higher where they need it and there is room."""
    known = sorted(node for node in network if node in before.spots)
    wished = {node: float(network.nodes[node]["height"]) for node in known}
    for node in known:
        network.nodes[node].update(width=before.spots[node].width, height=before.spots[node].height)
    for node in known:
        spot = before.spots[node]
        if wished[node] > spot.height:
            network.nodes[node]["height"] = max(spot.height, min(wished[node], _room(network, node)))


def _room(network: nx.MultiDiGraph[str], node: str) -> float:
    """Return how high a box may be where it stands, without moving its middle and without taking a heading's room."""
    data = network.nodes[node]
    left, top, right, bottom = edges_px(data)
    above = below = 2 * data["height"]  # more growth at once than this is never needed
    for other, beside in network.nodes(data=True):
        if other == node or "y" not in beside:
            continue
        box = edges_px(beside)
        if box[0] >= right or left >= box[2]:
            continue
        # In columns a heading stands over a box of another group.
        is_free = not is_layered(network) or key_of(beside) == key_of(data)
        if box[3] <= top:
            above = min(above, (top - box[3] - CLEAR_PX) * is_free)
        elif box[1] >= bottom:
            below = min(below, (box[1] - bottom - CLEAR_PX) * is_free)
        else:
            return 0.0
    return float(int(data["height"] + 2 * max(0.0, min(above, below))))
