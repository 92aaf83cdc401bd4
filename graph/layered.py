"""Place a network in columns: labels on the left, boxes to the right of them, lines between.

The canvas is as tall as its rows; the text never shrinks. Nodes without a line ("listed") stand last in their column.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from equigraph.graph.boxes import (
    BOX_INSET_PX,
    BOX_PADDING_PX,
    BOX_TEXT_PX,
    ROW_PX,
    Contents,
    contents,
    port_px,
    sides,
)
from equigraph.graph.labels import text_width
from equigraph.graph.ordering import Columns, order

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

__all__ = ["GROUP_HEADING_PX", "LISTED_HEADING_PX", "Room", "measure", "place"]

MARGIN_PX = 24.0
LABEL_COLUMN_MIN_PX = 110.0
GAP_MAX_PX = 560.0
FEW_COLUMNS = 3  # more stand closer, so that four still fit on a page
BOX_COLUMN_OF_MANY_PX = 226.0
GAP_OF_MANY_PX = 95.0
ROW_GAP_PX = 6.0
BOX_GAP_PX = 14.0
GROUP_GAP_PX = 12.0
GROUP_HEADING_PX = 26.0  # room of a group's heading above its first row
LISTED_HEADING_PX = 40.0  # room of the heading above nodes without a line
LISTED_GAP_PX = 28.0
HEADING_TEXT_PX = 16.5  # font size of a column's heading, with what bold letters need more
NO_HEADING_PX = 8.0
STRETCH_PX, STRETCH_LABELS_PX = 24.0, 8.0  # more room between rows of a column that is shorter than another
BULGE_PX = 96.0  # room beside the last column for lines within it


@dataclass(frozen=True, slots=True)
class Room:
    """How wide a picture in columns may be, in px.

    Attributes:
        page: The width that the columns are spread over.
        label: The column of bare labels, where there are just two columns; its widest where there are more.
        box: A column of boxes, where there are few.
        gap: The least room between two of few columns.
        words: The width of the words of bare labels.
        margin: What stays free on each side.
        heading: What stays free above the first rows; on a tight sheet only where there is something to say.
        is_tight: Whether height is dear.
    """

    page: float = 1216.0  # readable without sideways scrolling in a window of 1280 px, less margins and scroll bar
    label: float = 300.0
    box: float = 260.0
    gap: float = 200.0
    words: float = BOX_TEXT_PX
    margin: float = MARGIN_PX
    heading: float = 56.0
    is_tight: bool = False


@dataclass(slots=True)
class _Block:
    """Rows that move together: a group under its heading, or one box."""

    nodes: list[str]
    heading: bool
    gap: float
    tops: list[float] = field(default_factory=list)  # of each row, from the top of the block
    height: float = 0.0
    y: float = 0.0


def place(network: nx.MultiDiGraph[str], room: Room | None = None) -> None:
    """Set places and sizes of all nodes and of the canvas, in the room of a page if no other is given."""
    room = room or Room()
    numbers, box_px, words, heights = measure(network, room)
    columns, names = _columns(network, numbers)
    lines = [(start, end) for start, end in network.edges() if not (_listed(network, start) or _listed(network, end))]
    ordered = order(columns, lines, heights)
    stacks = [
        [block for group in groups for block in _blocks(group, names, heights, label=len(numbers) > 1 and index == 0)]
        for index, groups in enumerate(ordered)
    ]
    depths: dict[str, float] = {}  # y of the centre of every node placed so far
    bottom = _align(network, stacks, heights, depths, _above(network, room))
    bottom = _place_listed(network, numbers, heights, bottom, depths)
    across = _across(network, words, room, box_px)
    for node, data in network.nodes(data=True):
        x, width = across[_column(network, node)]
        data.update(x=x, y=float(round(depths[node])), width=width, height=float(round(heights[node])))
    network.graph.update(height=float(round(bottom + room.margin)), label_px=room.words)


def measure(
    network: nx.MultiDiGraph[str], room: Room
) -> tuple[list[int], float, dict[str, Contents], dict[str, float]]:
    """Return the numbers of the columns, the width of one of boxes, and what stands in each row and how high it is."""
    numbers = sorted({_column(network, node) for node in network})
    box_px = room.box if len(numbers) <= FEW_COLUMNS else BOX_COLUMN_OF_MANY_PX
    words = {node: contents(network, node, _text_px(network, node, numbers, room.words, box_px)) for node in network}
    return numbers, box_px, words, _heights(network, words, numbers[0] if len(numbers) > 1 else None)


def _above(network: nx.MultiDiGraph[str], room: Room) -> float:
    """Return what stays free above the first rows: headings of columns, and the words of relations between them."""
    has_words = any(network.graph.get("columns") or ()) or any(
        data.get("kind") != "evidence" for *_, data in network.edges(data=True)
    )
    return room.heading if has_words or not room.is_tight else NO_HEADING_PX


def _column(network: nx.MultiDiGraph[str], node: str) -> int:
    return int(network.nodes[node].get("column") or 0)


def _text_px(network: nx.MultiDiGraph[str], node: str, numbers: list[int], words_px: float, box_px: float) -> float:
    """Return how wide the words of a node may be."""
    bare = len(numbers) > 1 and _column(network, node) == numbers[0]
    return words_px if bare else box_px - 2 * BOX_INSET_PX


def _listed(network: nx.MultiDiGraph[str], node: str) -> bool:
    return bool(network.nodes[node].get("listed"))


def _heights(
    network: nx.MultiDiGraph[str], words: Mapping[str, Contents], label_column: int | None
) -> dict[str, float]:
    """Return the height of every row: its text, or the lines on its busier side, whichever needs more."""
    room = {node: {1: 0.0, -1: 0.0} for node in network}
    for start, end, data in network.edges(data=True):
        leaves, arrives = sides(network, start, end)
        room[start][leaves] += port_px(data, arriving=False)
        room[end][arrives] += port_px(data, arriving=True)
    heights = {}
    for node in network:
        padding = 0.0 if _column(network, node) == label_column else 2 * BOX_PADDING_PX
        sides_px = (lines + padding / 2 for lines in room[node].values())
        heights[node] = max(ROW_PX, words[node].text_height + padding, *sides_px)
    return heights


def _columns(network: nx.MultiDiGraph[str], numbers: list[int]) -> tuple[Columns, dict[str, str]]:
    """Return the nodes with lines by column and group, and the group of each node."""
    grouped: dict[int, dict[str, list[str]]] = {number: {} for number in numbers}
    names = {}
    for node, data in network.nodes(data=True):
        if not data.get("listed"):
            names[node] = str(data.get("group") or "")
            grouped[_column(network, node)].setdefault(names[node], []).append(node)
    return [list(groups.values()) for groups in grouped.values()], names


def _blocks(group: list[str], names: Mapping[str, str], heights: Mapping[str, float], *, label: bool) -> list[_Block]:
    """Return a group as one block, or each of its rows as one where the group has no heading."""
    gap = ROW_GAP_PX if label else BOX_GAP_PX
    if not names[group[0]]:
        return [_Block([node], heading=False, gap=gap, tops=[0.0], height=heights[node]) for node in group]
    block = _Block(group, heading=True, gap=GROUP_GAP_PX)
    top = GROUP_HEADING_PX
    for node in group:
        block.tops.append(top)
        top += heights[node] + (ROW_GAP_PX if label else BOX_GAP_PX)
    block.height = top - (ROW_GAP_PX if label else BOX_GAP_PX)
    return [block]


def _align(
    network: nx.MultiDiGraph[str],
    stacks: list[list[_Block]],
    heights: Mapping[str, float],
    depths: dict[str, float],
    above: float,
) -> float:
    """Stack the tallest column, then move the blocks of the others towards what they are connected to."""
    tallest = max(map(_total, stacks), default=0.0)
    for index, stack in enumerate(stacks):
        _loosen(stack, tallest - _total(stack), STRETCH_LABELS_PX if index == 0 else STRETCH_PX)
    totals = list(map(_total, stacks))
    order_of_stacks = sorted(zip(stacks, totals, strict=True), key=lambda pair: -pair[1])
    # Twice: a column in the middle is placed before one of its neighbours the first time.
    for stack, total in (*order_of_stacks, *order_of_stacks):
        wanted = [_wanted(network, block, heights, depths) for block in stack]
        _settle(stack, wanted, above, above + tallest - total)
        for block in stack:
            for node, top in zip(block.nodes, block.tops, strict=True):
                depths[node] = block.y + top + heights[node] / 2
    return above + tallest


def _total(stack: list[_Block]) -> float:
    return sum(block.height + block.gap for block in stack)


def _loosen(stack: list[_Block], slack: float, most: float) -> None:
    """Widen the gaps of a column that is shorter than others by what it may take, all alike."""
    rows = sum(len(block.nodes) for block in stack)
    extra = float(int(min(most, slack / rows))) if rows else 0.0
    for block in stack:
        block.tops = [top + extra * index for index, top in enumerate(block.tops)]
        block.height += extra * (len(block.nodes) - 1)
        block.gap += extra


def _wanted(
    network: nx.MultiDiGraph[str], block: _Block, heights: Mapping[str, float], depths: Mapping[str, float]
) -> tuple[float, int]:
    """Return where the top of a block would make its lines level, and how many lines say so."""
    total, count = 0.0, 0
    for node, top in zip(block.nodes, block.tops, strict=True):
        for start, end in (*network.out_edges(node), *network.in_edges(node)):
            other = end if start == node else start
            if _column(network, other) != _column(network, node) and other in depths:
                total += depths[other] - top - heights[node] / 2
                count += 1
    return (total / count, count) if count else (0.0, 0)


def _settle(stack: list[_Block], wanted: list[tuple[float, int]], top: float, lowest_top: float) -> None:
    """Set the tops of blocks, in order and without overlap, as near as can be to where they want to be.

    Least squares under an order is isotonic regression: pool neighbours that want to pass each other (pool adjacent
    violators), then keep all within the column.
    """
    pools: list[list[float]] = []  # sum of wishes, weight, number of blocks
    offsets, offset = [], 0.0
    for block, (wish, weight) in zip(stack, wanted, strict=True):
        offsets.append(offset)
        pools.append([(wish - offset) * weight, float(weight), 1.0])
        while len(pools) > 1 and _mean(pools[-2], top) >= _mean(pools[-1], top):
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
        offset += block.height + block.gap
    index = 0
    for pool in pools:
        for _ in range(int(pool[2])):
            stack[index].y = min(max(_mean(pool, top), top), lowest_top) + offsets[index]
            index += 1


def _mean(pool: list[float], default: float) -> float:
    return pool[0] / pool[1] if pool[1] else default


def _place_listed(
    network: nx.MultiDiGraph[str],
    numbers: list[int],
    heights: Mapping[str, float],
    bottom: float,
    depths: dict[str, float],
) -> float:
    """Place the nodes without a line below all others, side by side in their columns; return the bottom."""
    lowest = bottom
    for number in numbers:
        listed = sorted(
            (node for node in network if _listed(network, node) and _column(network, node) == number),
            key=lambda node: (str(network.nodes[node].get("label", "")).casefold(), node),
        )
        y = bottom + LISTED_GAP_PX + LISTED_HEADING_PX
        for node in listed:
            depths[node] = y + heights[node] / 2
            y += heights[node] + ROW_GAP_PX
        if listed:
            lowest = max(lowest, y)
    return lowest


def _across(
    network: nx.MultiDiGraph[str], words: Mapping[str, Contents], room: Room, box_px: float
) -> dict[int, tuple[float, float]]:
    """Set the width of the canvas; return x of the centre and width of every column."""
    numbers = sorted({_column(network, node) for node in network})
    widths = [box_px] * len(numbers)
    if len(numbers) > 1:
        widths[0] = room.label if len(numbers) == 2 else _label_column(network, numbers[0], words, room.label)  # noqa: PLR2004
    last = numbers[-1] if numbers else 0
    bulge = BULGE_PX if any(_column(network, u) == _column(network, v) == last for u, v in network.edges()) else 0.0
    free = room.page - 2 * room.margin - sum(widths) - bulge
    least = room.gap if len(numbers) <= FEW_COLUMNS else GAP_OF_MANY_PX
    gap = float(int(min(GAP_MAX_PX, max(least, free / max(1, len(numbers) - 1)))))
    left, across = room.margin, {}
    for number, width in zip(numbers, widths, strict=True):
        across[number] = (float(left + width / 2), float(width))
        left += width + gap
    network.graph["width"] = float(round(max(left - gap if numbers else 0.0, 2 * room.box) + bulge + room.margin))
    return across


def _label_column(network: nx.MultiDiGraph[str], number: int, words: Mapping[str, Contents], most: float) -> float:
    """Return the width of the column of bare labels: as narrow as its labels and headings allow."""
    nodes = [node for node in network if _column(network, node) == number]
    headings = {str(network.nodes[node].get("group") or "") for node in nodes}
    columns = network.graph.get("columns") or ()
    if 0 <= number < len(columns):
        headings.add(str(columns[number]))
    longest = max(words[node].text_width for node in nodes)
    widest = max(text_width(heading, HEADING_TEXT_PX) for heading in headings)
    return min(most, max(LABEL_COLUMN_MIN_PX, float(int(max(longest, widest) + 12))))
