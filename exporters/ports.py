"""Where each line leaves and reaches its boxes: every line has its own two points.

In columns the points lie on the facing sides, in the order of what they lead to, so that the lines of one box never
cross each other near it. In an organic layout they lie around the outline, in the order of their directions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equigraph.graph.boxes import BOX_PADDING_PX, is_layered, port_px

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["EdgeKey", "Port", "ports"]

EdgeKey = tuple[str, str, str]
SPREAD = 1.5  # ports are spread at most this much wider than they need
OUTLINE_STEP_PX = 9.0  # ports along an outline; round a corner they are still 6 px apart
BENEATH = 1e-9


@dataclass(frozen=True, slots=True)
class Port:
    """One end of a line: a point on the outline of a box and the direction in which the line leaves it."""

    x: float
    y: float
    out_x: float
    out_y: float


def ports(network: nx.MultiDiGraph[str]) -> dict[EdgeKey, tuple[Port, Port]]:
    """Return the two ends of every line of a placed network."""
    place = _on_sides if is_layered(network) else _around
    ends: dict[tuple[EdgeKey, bool], Port] = place(network)
    return {key: (ends[key, False], ends[key, True]) for key in network.edges(keys=True)}


def _on_sides(network: nx.MultiDiGraph[str]) -> dict[tuple[EdgeKey, bool], Port]:
    """Place ports on the left and right sides of boxes in columns."""
    waiting: dict[tuple[str, int], list[tuple[tuple[int, float, str, str, bool], EdgeKey, float]]] = {}
    for start, end, key, data in network.edges(keys=True, data=True):
        for arriving, node, other, side in zip(
            (False, True), (start, end), (end, start), _sides(network, start, end), strict=True
        ):
            rank = (*_direction(network, node, other), other, key, arriving)
            room = port_px(data, arriving=arriving)
            waiting.setdefault((node, side), []).append((rank, (start, end, key), room))
    found: dict[tuple[EdgeKey, bool], Port] = {}
    for (node, side), lines in waiting.items():
        lines.sort()
        box = network.nodes[node]
        needed = sum(room for *_, room in lines)
        spread = min(SPREAD, max(1.0, (box["height"] - 2 * BOX_PADDING_PX) / needed))
        y = box["y"] - needed * spread / 2
        for rank, edge, room in lines:
            found[edge, rank[-1]] = Port(
                round(box["x"] + side * box["width"] / 2, 1), round(y + room * spread / 2, 1), float(side), 0.0
            )
            y += room * spread
    return found


def _is_beside(network: nx.MultiDiGraph[str], node: str, other: str) -> bool:
    """Return whether one box stands wholly left or right of the other, as boxes of two columns do."""
    here, there = network.nodes[node], network.nodes[other]
    return bool(abs(here["x"] - there["x"]) >= (here["width"] + there["width"]) / 2)


def _sides(network: nx.MultiDiGraph[str], start: str, end: str) -> tuple[int, int]:
    """Return on which side of its boxes a line leaves and arrives: 1 for right, -1 for left.

    It goes by where the boxes stand, so that it holds for those that were moved out of their columns, too. Lines
    between boxes above each other bulge to the right.
    """
    if not _is_beside(network, start, end):
        return 1, 1
    return (1, -1) if network.nodes[start]["x"] < network.nodes[end]["x"] else (-1, 1)


def _direction(network: nx.MultiDiGraph[str], node: str, other: str) -> tuple[int, float]:
    """Return the rank of a line among those on one side of a box.

    Lines to other columns stand in the order of what they lead to; lines within the column go round them, the nearest
    at the very top and bottom.
    """
    here, there = network.nodes[node], network.nodes[other]
    if _is_beside(network, node, other):
        return 1, float(there["y"])
    distance = float(there["y"] - here["y"])
    return (0, -distance) if distance < 0 else (2, -distance)


def _around(network: nx.MultiDiGraph[str]) -> dict[tuple[EdgeKey, bool], Port]:
    """Place ports around the outlines of boxes."""
    waiting: dict[str, list[tuple[float, str, str, bool, EdgeKey]]] = {}
    for start, end, key in network.edges(keys=True):
        for arriving, node, other in ((False, start, end), (True, end, start)):
            wish = _towards(network.nodes[node], network.nodes[other])
            waiting.setdefault(node, []).append((wish, other, key, arriving, (start, end, key)))
    found = {}
    for node, lines in waiting.items():
        box = network.nodes[node]
        length = 2 * (box["width"] + box["height"])
        lines.sort()
        places = _spread([wish for wish, *_ in lines], length, min(OUTLINE_STEP_PX, length / len(lines)))
        for (_, _, _, arriving, edge), place in zip(lines, places, strict=True):
            found[edge, arriving] = _on_outline(box["x"], box["y"], box["width"], box["height"], place % length)
    return found


def _towards(box: dict[str, float], other: dict[str, float]) -> float:
    """Return where the straight line to another box leaves the outline, as a length along it from the upper left."""
    half_width, half_height = box["width"] / 2, box["height"] / 2
    right, down = other["x"] - box["x"], other["y"] - box["y"]
    if abs(right) < BENEATH and abs(down) < BENEATH:
        return 0.0
    if abs(right) * half_height >= abs(down) * half_width:
        across = down * half_width / abs(right)
        if right > 0:
            return 2 * half_width + half_height + across
        return 4 * half_width + 2 * half_height + half_height - across
    across = right * half_height / abs(down)
    if down < 0:
        return half_width + across
    return 2 * half_width + 2 * half_height + half_width - across


def _spread(wishes: list[float], length: float, step: float) -> list[float]:
    """Return places in the order of the wishes, at least ``step`` apart around a closed outline, near the wishes.

    The ring is cut at its widest gap, then neighbours too close to each other are moved apart evenly.
    """
    count = len(wishes)
    gaps = [
        (wishes[index] - wishes[index - 1] if index else wishes[0] + length - wishes[-1], index)
        for index in range(count)
    ]
    cut = max(gaps, key=lambda gap: (round(gap[0], 6), -gap[1]))[1]
    around = [wishes[(cut + index) % count] + (length if cut + index >= count else 0.0) for index in range(count)]
    pools: list[list[float]] = []
    for index, wish in enumerate(around):
        pools.append([wish - index * step, 1.0])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] >= pools[-1][0] / pools[-1][1]:
            last = pools.pop()
            pools[-1] = [pools[-1][0] + last[0], pools[-1][1] + last[1]]
    spread: list[float] = []
    for total, size in pools:
        before = len(spread)
        spread.extend(total / size + (before + index) * step for index in range(int(size)))
    # The two ends of the cut ring must not meet either.
    excess = spread[-1] - spread[0] + step - length
    if excess > 0:
        spread = [spread[0] + index * step for index in range(count)]
    result = [0.0] * count
    for index, value in enumerate(spread):
        result[(cut + index) % count] = value
    return result


def _on_outline(x: float, y: float, width: float, height: float, along: float) -> Port:
    """Return the port at a length along the outline, clockwise from the upper left corner."""
    left, top = x - width / 2, y - height / 2
    if along < width:
        return Port(round(left + along, 1), round(top, 1), 0.0, -1.0)
    along -= width
    if along < height:
        return Port(round(left + width, 1), round(top + along, 1), 1.0, 0.0)
    along -= height
    if along < width:
        return Port(round(left + width - along, 1), round(top + height, 1), 0.0, 1.0)
    return Port(round(left, 1), round(top + height - (along - width), 1), -1.0, 0.0)
