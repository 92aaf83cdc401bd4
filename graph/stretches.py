"""Which boxes stand under one heading, wherever they stand.

A layout keeps the boxes of a group together under its heading. Boxes that a person moved need not stay so, and a
heading must never seem to name a box that it does not name. The rule: a heading stands over every stretch of boxes of
one group, from top to bottom; where there is no room for a heading between two groups, both belong to one stretch, and
its heading names them all. A layout of ours gives one stretch for each group, so nothing changes there.

In an organic picture the boxes without a line have a heading, where they have the page's whole width to themselves, and
so have others that stand below them. A box without a line that was moved in between others has none (its dashed outline
says the same).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from equigraph.graph.boxes import is_layered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import networkx as nx

__all__ = ["BARE", "FIRST_ROW_PX", "LINKED", "LISTED", "Key", "Stretch", "edges_px", "key_of", "stretches"]

Key = tuple[bool, str]  # whether it is listed without a line, and its group
Box = tuple[float, float, float, float]  # left, top, right, bottom
LINKED = "With lines"  # the heading of boxes below those without a line, where there is no better name
LISTED: Key = (True, "")
BARE: Key = (False, "")  # of no group
FIRST_ROW_PX = 56.0  # what stays free above all boxes of columns, as in a layout of ours
HEADING_BAND_PX = 32.0  # the headings of the columns stand above this
HEADING_ROOM_PX = 22.0  # a group's heading, from its letters' top to the box below
LISTED_ROOM_PX = 26.0
HEADING_LEAST_PX = 240.0  # how wide a heading over a narrow box may be


@dataclass(slots=True)
class Stretch:
    """Boxes under one heading.

    Attributes:
        nodes: Their nodes, from top to bottom; the heading stands over the first.
        groups: The groups to be named, in that order.
        listed: How many of them have no line.
    """

    nodes: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    listed: int = 0

    def add(self, node: str, key: Key, name: str = "") -> None:
        """Add the next box, of a group of that name."""
        self.nodes.append(node)
        self.listed += key[0]
        if name and name not in self.groups:
            self.groups.append(name)


def key_of(data: Mapping[str, Any]) -> Key:
    """Return what a box stands under: the things without a line, or its group ("" where it has none)."""
    return LISTED if data.get("listed") else (False, str(data.get("group") or ""))


def edges_px(data: Mapping[str, Any]) -> Box:
    """Return left, top, right and bottom of a placed box."""
    half_width, half_height = data["width"] / 2, data["height"] / 2
    return data["x"] - half_width, data["y"] - half_height, data["x"] + half_width, data["y"] + half_height


def stretches(network: nx.MultiDiGraph[str]) -> list[Stretch]:
    """Return the stretches of a placed network that have something to be named.

    Example:
        >>> import networkx as nx
        >>> network = nx.MultiDiGraph(layout="layered")
        >>> for y, (name, group) in zip((100, 122, 144), (("a", "A"), ("b", "B"), ("c", "A"))):
        ...     network.add_node(name, group=group, x=50.0, y=float(y), width=80.0, height=20.0)
        >>> [(stretch.nodes, stretch.groups) for stretch in stretches(network)]
        [(['a', 'b', 'c'], ['A', 'B'])]
    """
    return list(_in_columns(network) if is_layered(network) else _in_rows(network))


def _in_columns(network: nx.MultiDiGraph[str]) -> Iterator[Stretch]:
    """Yield what stands under each heading: of those over its middle, the nearest counts for a box."""
    boxes = {node: edges_px(data) for node, data in network.nodes(data=True)}
    found = {head: Stretch() for head in _heads(network, boxes)}
    for node in _downwards(list(network), boxes):
        x, reach = network.nodes[node]["x"], network.nodes[node]["width"] / 2
        over = (
            (boxes[head][1], -abs(network.nodes[head]["x"] - x), head)
            for head in found
            if boxes[head][1] <= boxes[node][1] and abs(network.nodes[head]["x"] - x) < reach
        )
        if nearest := max(over, default=None):
            stretch = found[nearest[2]]
            key = key_of(network.nodes[node])
            needs_name = not any(key) and (stretch.listed > 0 or not stretch.nodes)
            stretch.add(node, key, _column_name(network, node) if needs_name else key[1])
    yield from found.values()


def _heads(network: nx.MultiDiGraph[str], boxes: Mapping[str, Box]) -> list[str]:
    """Return the boxes over which a heading stands: the first of each group, where there is room for it."""
    heads = []
    taken: list[Box] = []  # by headings
    if any(network.graph.get("columns") or ()):
        taken.append((0.0, 0.0, max((right for *_, right, _ in boxes.values()), default=0.0), HEADING_BAND_PX))
    for stack in _stacks(network, boxes):
        last, above = BARE, 0.0
        for node in stack:
            key, top = key_of(network.nodes[node]), boxes[node][1]
            # Below things without a line even what has no group needs a name.
            if key != last and (any(key) or last == LISTED):
                room = _heading_box(boxes[node], LISTED_ROOM_PX if key == LISTED else HEADING_ROOM_PX)
                # Boxes side by side or upon each other would stand under it, too.
                if above < room[3] and _is_free(room, boxes.values()) and _is_free(room, taken):
                    heads.append(node)
                    taken.append(room)
            last, above = key, top
    return heads


def _column_name(network: nx.MultiDiGraph[str], node: str) -> str:
    """Return the name of things of no group: that of their column."""
    column, names = int(network.nodes[node].get("column") or 0), list(network.graph.get("columns") or ())
    return str(names[column]) if 0 <= column < len(names) and names[column] else LINKED


def _stacks(network: nx.MultiDiGraph[str], boxes: Mapping[str, Box]) -> list[list[str]]:
    """Return the nodes that stand above each other, from left to right: a column, or boxes moved away from theirs.

    Where most boxes stand is a column; what stands no more than half its width beside belongs to it.
    """
    counts = Counter(data["x"] for _, data in network.nodes(data=True))
    left = {node: (data["x"], data["width"]) for node, data in network.nodes(data=True)}
    stacks = []
    for x, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        reach = max((width / 2 for place, width in left.values() if place == x), default=-1.0)
        if stack := [node for node, (place, _) in left.items() if abs(place - x) <= reach]:
            stacks.append((x, _downwards(stack, boxes)))
            for node in stack:
                del left[node]
    return [stack for _, stack in sorted(stacks)]


def _downwards(nodes: list[str], boxes: Mapping[str, Box]) -> list[str]:
    return sorted(nodes, key=lambda node: (boxes[node][1], boxes[node][0], node))


def _heading_box(box: Box, height: float) -> Box:
    left, top, right, _ = box
    return min(left, right - HEADING_LEAST_PX), top - height, max(right, left + HEADING_LEAST_PX), top - 1.0


def _is_free(box: Box, others: Iterable[Box]) -> bool:
    left, top, right, bottom = box
    return not any(
        left < other_right and other_left < right and top < other_bottom and other_top < bottom
        for other_left, other_top, other_right, other_bottom in others
    )


def _in_rows(network: nx.MultiDiGraph[str]) -> Iterator[Stretch]:
    """Yield the bands of an organic picture, downwards: those of boxes without a line, and those below them."""
    boxes = {node: edges_px(data) for node, data in network.nodes(data=True)}
    listed = {node for node in network if key_of(network.nodes[node])[0]}
    linked = [box for node, box in boxes.items() if node not in listed]
    rows = [node for node in _downwards(list(network), boxes) if node not in listed or _is_alone(boxes[node], linked)]
    for number, (is_listed, run) in enumerate(groupby(rows, key=listed.__contains__)):
        nodes = list(run)
        top = boxes[nodes[0]][1]
        band = (0.0, top - LISTED_ROOM_PX, 0.0, top - 1.0)
        if (is_listed or number > 0) and band[1] >= 0 and _is_alone(band, boxes.values()):
            stretch = Stretch()
            for node in nodes:
                stretch.add(node, key_of(network.nodes[node]), "" if is_listed else LINKED)
            yield stretch


def _is_alone(box: Box, others: Iterable[Box]) -> bool:
    """Return whether nothing stands beside a box, however far away."""
    return not any(top < box[3] and box[1] < bottom for _, top, _, bottom in others)
