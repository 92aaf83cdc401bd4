"""Free boxes from overlapping each other, and pack rectangles on a page."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Rectangle", "pack", "separate", "spiral"]

Point = tuple[float, float]
ROUNDS = 50  # of pushing apart; what still overlaps then is set into the nearest free spot
CLEARING_EFFORT = 3_500_000  # pairs of line and box, at most; few of them are looked at closely
CLEARING_ROUNDS = 160
CLEARING_SHARE = 0.35  # of what is missing is pushed in a round
STEP_PX = 12.0  # grid of the search for a free spot
TOUCH_PX = 0.5  # boxes that overlap by less are told apart by rounding


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Width and height, in px."""

    width: float
    height: float


def separate(
    spots: Mapping[str, Point],
    sizes: Mapping[str, Point],
    page: float,
    lines: Sequence[tuple[str, str]] = (),
) -> dict[str, Point]:
    """Return centres at which no two boxes overlap, near the given ones, within a page of this width.

    Boxes are also pushed off the straight lines between others, as far as that is possible.

    Args:
        spots: Centres of the boxes.
        sizes: Width and height of the boxes, with the distance they keep.
        page: No box reaches farther right (unless it is wider); downwards there is no end.
        lines: Pairs of boxes that are connected.

    Example:
        >>> separate({"a": (5, 5), "b": (5, 5)}, {"a": (10, 10), "b": (10, 10)}, 100)["b"] != (5, 5)
        True
    """
    order = sorted(spots, key=lambda node: (spots[node][0], node))
    x = {node: spots[node][0] for node in order}
    y = {node: spots[node][1] for node in order}
    clearing = min(CLEARING_ROUNDS, CLEARING_EFFORT // (1 + len(lines) * len(order))) if lines else 0
    for turn in range(clearing + ROUNDS):
        cleared = turn >= clearing or not _clear(order, lines, x, y, sizes)
        if not _push(sorted(order, key=lambda node: (x[node], node)), x, y, sizes) and cleared:
            break
        for node in order:
            half = sizes[node][0] / 2
            x[node] = max(half, min(x[node], page - half))
    return _settle({node: (x[node], y[node]) for node in order}, sizes, page)


def _push(order: list[str], x: dict[str, float], y: dict[str, float], sizes: Mapping[str, Point]) -> bool:
    """Push overlapping boxes apart along the shorter way; return whether any did overlap."""
    moved = False
    widest = max(width for width, _ in sizes.values())
    for position, node in enumerate(order):
        width, height = sizes[node]
        for other in order[position + 1 :]:
            if x[other] - x[node] > widest + STEP_PX * 4:
                break
            other_width, other_height = sizes[other]
            across = (width + other_width) / 2 - abs(x[other] - x[node])
            down = (height + other_height) / 2 - abs(y[other] - y[node])
            if across <= TOUCH_PX or down <= TOUCH_PX:
                continue
            moved = True
            if across < down:
                shift = across / 2 if x[node] <= x[other] else -across / 2
                x[node] -= shift
                x[other] += shift
            else:
                shift = down / 2 if (y[node], node) <= (y[other], other) else -down / 2
                y[node] -= shift
                y[other] += shift
    return moved


def _clear(
    order: list[str],
    lines: Sequence[tuple[str, str]],
    x: dict[str, float],
    y: dict[str, float],
    sizes: Mapping[str, Point],
) -> bool:
    """Push boxes off the lines that run through them, and the lines' ends a little the other way."""
    moved = False
    by_depth = sorted(order, key=lambda node: (y[node], node))
    depths = [y[node] for node in by_depth]
    highest = max(height for _, height in sizes.values())
    extents = [(node, sizes[node][0] / 2, sizes[node][1] / 2) for node in by_depth]
    for start, end in lines:
        ax, ay, bx, by = x[start], y[start], x[end], y[end]
        across, down = bx - ax, by - ay
        length = sqrt(across * across + down * down)
        if length < STEP_PX:
            continue
        left, right, top, bottom = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        normal_x, normal_y = -down / length, across / length
        near = slice(bisect_left(depths, top - highest), bisect_right(depths, bottom + highest))
        for node, half_width, half_height in extents[near]:
            nx, ny = x[node], y[node]
            if nx + half_width < left or nx - half_width > right or ny + half_height < top or ny - half_height > bottom:
                continue
            if node in (start, end) or not 0 < (nx - ax) * across + (ny - ay) * down < length * length:
                continue
            aside = (nx - ax) * normal_x + (ny - ay) * normal_y
            missing = abs(normal_x) * half_width + abs(normal_y) * half_height - abs(aside)
            if missing > TOUCH_PX:
                moved = True
                shift = (missing if aside >= 0 else -missing) * CLEARING_SHARE
                x[node] += normal_x * shift
                y[node] += normal_y * shift
                for ending in (start, end):
                    x[ending] -= normal_x * shift / 4
                    y[ending] -= normal_y * shift / 4
    return moved


def _settle(spots: dict[str, Point], sizes: Mapping[str, Point], page: float) -> dict[str, Point]:
    """Set boxes one by one, from top to bottom, each into the free spot nearest to its own."""
    settled: dict[str, Point] = {}
    # Cells as large as the largest box: what a box may touch lies in its own cell or in one beside it.
    wide, high = (max(size[axis] for size in sizes.values()) for axis in (0, 1))
    cells: dict[tuple[int, int], list[str]] = {}
    for node in sorted(spots, key=lambda node: (spots[node][1], spots[node][0], node)):
        half = sizes[node][0] / 2
        for x, y in spiral(spots[node]):
            inside = max(half, min(x, page - half))
            column, row = int(inside // wide), int(y // high)
            beside = (cells.get((column + i, row + j), ()) for i in (-1, 0, 1) for j in (-1, 0, 1))
            if all(_apart((inside, y), sizes[node], settled[other], sizes[other]) for near in beside for other in near):
                settled[node] = (inside, y)
                cells.setdefault((column, row), []).append(node)
                break
    return settled


def _apart(spot: Point, size: Point, other: Point, other_size: Point) -> bool:
    return (
        abs(spot[0] - other[0]) >= (size[0] + other_size[0]) / 2 - TOUCH_PX
        or abs(spot[1] - other[1]) >= (size[1] + other_size[1]) / 2 - TOUCH_PX
    )


def spiral(spot: Point) -> Iterator[Point]:
    """Yield a spot, then spots on ever larger squares around it, nearest first; it never ends."""
    x, y = spot
    yield spot
    ring = 0
    while True:
        ring += 1
        # Beyond some rings the grid is coarser, so that a crowded page does not take long.
        step = STEP_PX * (1 + ring // 12)
        for i, j in _ring(ring):
            yield x + i * step, y + j * step


@lru_cache(maxsize=256)
def _ring(ring: int) -> tuple[tuple[int, int], ...]:
    """Return the places on a square around the middle, nearest first."""
    edge = range(-ring, ring + 1)
    places = {(i, j) for i in edge for j in (-ring, ring)} | {(i, j) for j in edge for i in (-ring, ring)}
    return tuple(sorted(places, key=lambda place: (place[0] ** 2 + place[1] ** 2, place)))


def pack(rectangles: Sequence[Rectangle], page: float) -> list[Point]:
    """Return the upper left corners of rectangles packed on a page, in the order given, each as high as it can be.

    Source:
        The skyline method (bottom left), turned upside down.

    Example:
        >>> pack([Rectangle(60, 30), Rectangle(40, 10), Rectangle(40, 10)], 100)
        [(0.0, 0.0), (60.0, 0.0), (60.0, 10.0)]
    """
    skyline: list[tuple[float, float, float]] = [(0.0, page, 0.0)]  # left, right, how far down it is taken
    corners = []
    for rectangle in rectangles:
        width = min(rectangle.width, page)
        spots = []
        for left, _, _ in skyline:
            if left + width <= page + TOUCH_PX:
                top = max(down for start, end, down in skyline if start < left + width and end > left)
                spots.append((top, left))
        top, left = min(spots)
        corners.append((left, top))
        right = left + width
        cut = [
            piece
            for start, end, down in skyline
            for piece in ((start, min(end, left), down), (max(start, right), end, down))
            if piece[0] < piece[1]
        ]
        skyline = sorted([*cut, (left, right, top + rectangle.height)])
    return corners
