"""The way of each line between its two ends: the control points of one cubic curve, and where its words stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.graph.boxes import LINE_PX, TEXT_PX, is_layered
from equigraph.graph.labels import text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx

    from equigraph.exporters.ports import EdgeKey, Port

__all__ = ["Controls", "place_words", "route"]

Controls = tuple[float, float, float, float]  # c1x, c1y, c2x, c2y
Point = tuple[float, float]
BULGE_PX = 28.0  # how far a line within one column goes round, at least
BULGE_MOST_PX = 120.0
BULGE_SHARE = 0.3  # of the distance it bridges
BENDS = (0.0, 0.1, -0.1, 0.2, -0.2, 0.32, -0.32, 0.45, -0.45)  # of the length, sideways: the first free one is taken
STEPS = 24  # points at which a curve is looked at
CLEAR_PX = 5.0  # a line keeps this distance from foreign boxes, if it can
CELL_PX = 64.0
END_PX = 9.0  # words do not cover arrowheads and glyphs, this far before a box
WORD_PLACES = (12, 11, 13, 10, 14, 9, 15, 8, 16, 7, 17, 6, 18, 5, 4)  # which of the points, the middle first
WORDS_SHOWN = 200  # lines of an organic picture that have words beside them; more would be a thicket


def route(network: nx.MultiDiGraph[str], ends: Mapping[EdgeKey, tuple[Port, Port]]) -> dict[EdgeKey, Controls]:
    """Return the control points of every line.

    In columns lines leave and arrive level; lines within one column go round sideways. In an organic layout they are
    straight where nothing is in the way, and bend round what is.
    """
    if is_layered(network):
        return {edge: _level(*pair) for edge, pair in ends.items()}
    boxes = _Boxes(network)
    return {edge: _bent(edge, *pair, boxes) for edge, pair in ends.items()}


def _level(start: Port, end: Port) -> Controls:
    """Return the controls of a line that leaves and arrives horizontally."""
    if start.out_x == end.out_x:
        bulge = min(BULGE_MOST_PX, BULGE_PX + BULGE_SHARE * abs(end.y - start.y)) * start.out_x
        return round(start.x + bulge, 1), start.y, round(end.x + bulge, 1), end.y
    middle = round((start.x + end.x) / 2, 1)
    return middle, start.y, middle, end.y


def _bent(edge: EdgeKey, start: Port, end: Port, boxes: _Boxes) -> Controls:
    """Return the controls of the straightest line that runs through the fewest foreign boxes."""
    if edge[0] == edge[1]:
        return _loop(start, end)
    across, down = end.x - start.x, end.y - start.y
    best: tuple[int, Controls] | None = None
    for bend in BENDS:
        aside_x, aside_y = -down * bend * 4 / 3, across * bend * 4 / 3
        controls = (
            round(start.x + across / 3 + aside_x, 1),
            round(start.y + down / 3 + aside_y, 1),
            round(end.x - across / 3 + aside_x, 1),
            round(end.y - down / 3 + aside_y, 1),
        )
        points = points_on(start, controls, end)
        hits = boxes.hits(points, own=edge[:2]) + boxes.is_beyond(points)
        if best is None or hits < best[0]:
            best = hits, controls
        if hits == 0:
            break
    return best[1] if best else (start.x, start.y, end.x, end.y)


def _loop(start: Port, end: Port) -> Controls:
    return (
        round(start.x + BULGE_PX * start.out_x * 2, 1),
        round(start.y + BULGE_PX * start.out_y * 2, 1),
        round(end.x + BULGE_PX * end.out_x * 2, 1),
        round(end.y + BULGE_PX * end.out_y * 2, 1),
    )


def points_on(start: Port, controls: Controls, end: Port) -> list[Point]:
    """Return points along a curve, its ends included."""
    c1x, c1y, c2x, c2y = controls
    points = []
    for step in range(STEPS + 1):
        t = step / STEPS
        s = 1 - t
        a, b, c, d = s * s * s, 3 * t * s * s, 3 * t * t * s, t * t * t
        points.append(
            (a * start.x + b * c1x + c * c2x + d * end.x, a * start.y + b * c1y + c * c2y + d * end.y),
        )
    return points


class _Boxes:
    """Boxes by the cells of a grid they touch."""

    def __init__(self, network: nx.MultiDiGraph[str]) -> None:
        self.cells: dict[tuple[int, int], list[tuple[str, float, float, float, float]]] = {}
        self.width, self.height = network.graph["width"], network.graph["height"]
        for node, data in network.nodes(data=True):
            half_width, half_height = data["width"] / 2 + CLEAR_PX, data["height"] / 2 + CLEAR_PX
            left, right = data["x"] - half_width, data["x"] + half_width
            top, bottom = data["y"] - half_height, data["y"] + half_height
            for cell in _cells(left, top, right, bottom):
                self.cells.setdefault(cell, []).append((node, left, top, right, bottom))

    def is_beyond(self, points: Iterable[Point]) -> bool:
        """Return whether a line leaves the canvas."""
        return any(not (0 <= x <= self.width and 0 <= y <= self.height) for x, y in points)

    def hits(self, points: Iterable[Point], own: tuple[str, ...]) -> int:
        """Return how many boxes other than a line's own hold one of its points."""
        found = set()
        for x, y in points:
            for node, left, top, right, bottom in self.cells.get((int(x // CELL_PX), int(y // CELL_PX)), ()):
                if left < x < right and top < y < bottom and node not in own:
                    found.add(node)
        return len(found)


def _cells(left: float, top: float, right: float, bottom: float) -> Iterable[tuple[int, int]]:
    """Return the cells of the grid that a rectangle touches."""
    for column in range(int(left // CELL_PX), int(right // CELL_PX) + 1):
        for row in range(int(top // CELL_PX), int(bottom // CELL_PX) + 1):
            yield column, row


def place_words(
    network: nx.MultiDiGraph[str],
    ends: Mapping[EdgeKey, tuple[Port, Port]],
    ways: Mapping[EdgeKey, Controls],
    words: Mapping[EdgeKey, str],
) -> dict[EdgeKey, Point]:
    """Return the middle of the words beside each line that has room for them, in an organic picture.

    Words overlap no box and no other words, and lie on no line but their own.
    """
    if is_layered(network) or len(words) > WORDS_SHOWN:
        return {}
    taken = _Rectangles()
    for _, data in network.nodes(data=True):
        taken.add(None, data["x"], data["y"], data["width"] + 4, data["height"] + 4)
    curves = {edge: points_on(pair[0], ways[edge], pair[1]) for edge, pair in ends.items()}
    for edge, points in curves.items():
        for x, y in points:
            taken.add(edge, x, y, 1.0, 1.0)
        end = ends[edge][1]
        taken.add(None, end.x + END_PX * end.out_x, end.y + END_PX * end.out_y, 2 * END_PX + 8, 2 * END_PX)
    placed: dict[EdgeKey, Point] = {}
    for edge, text in words.items():
        points = curves[edge]
        width, height = text_width(text, TEXT_PX) + 6, LINE_PX
        for place in WORD_PLACES:
            x, y = points[place]
            inside = width / 2 < x < network.graph["width"] - width / 2
            if inside and taken.free(edge, x, y, width, height):
                taken.add(None, x, y, width, height)
                placed[edge] = (round(x, 1), round(y, 1))
                break
    return placed


class _Rectangles:
    """Rectangles that are taken, by the cells of a grid they touch; each may belong to a line."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], list[tuple[EdgeKey | None, float, float, float, float]]] = {}

    def add(self, owner: EdgeKey | None, x: float, y: float, width: float, height: float) -> None:
        """Take a rectangle around a middle."""
        sides = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        for cell in _cells(*sides):
            self.cells.setdefault(cell, []).append((owner, *sides))

    def free(self, owner: EdgeKey, x: float, y: float, width: float, height: float) -> bool:
        """Return whether a rectangle overlaps none that is taken, those of its own line aside."""
        left, top, right, bottom = x - width / 2, y - height / 2, x + width / 2, y + height / 2
        return not any(
            other != owner and left < other_right and right > other_left and top < other_bottom and bottom > other_top
            for cell in _cells(left, top, right, bottom)
            for other, other_left, other_top, other_right, other_bottom in self.cells.get(cell, ())
        )
