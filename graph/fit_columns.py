"""Find room for new boxes in columns whose other boxes stay where they are.

A new box stands in the column of its kind, at the free place nearest to where a fresh layout would have put it beside
its neighbours. It keeps clear of every box and of every heading, does not split a group, brings room for a heading
where it stands apart from its group, and stands above the things without a line unless it has none itself.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from dataclasses import dataclass
from math import ceil, floor, inf
from typing import TYPE_CHECKING

from equigraph.graph import layered
from equigraph.graph.stretches import BARE, FIRST_ROW_PX, LISTED, Key, edges_px, key_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    import networkx as nx

__all__ = ["fit", "settle"]

SIDE_PX = 8.0  # what stands this near beside a column is in the way, too


@dataclass(frozen=True, slots=True, order=True)
class _Row:
    """A box that stands in the way in a column."""

    top: float
    bottom: float
    key: Key


def fit(network: nx.MultiDiGraph[str], known: Mapping[str, tuple[float, float]]) -> None:
    """Set places and sizes of all boxes: those that are known where they were, the others where there is room."""
    layered.place(network)
    fresh = {node: (float(data["x"]), float(data["y"])) for node, data in network.nodes(data=True)}
    for node, (x, y) in known.items():
        network.nodes[node].update(x=x, y=y)
    settle(network, known, fresh)


def settle(network: nx.MultiDiGraph[str], known: Container[str], fresh: Mapping[str, tuple[float, float]]) -> None:
    """Set the places of new boxes; known ones have theirs, and all have sizes.

    Args:
        network: It is changed in place.
        known: The boxes that stay where they are.
        fresh: Where each box would be if it could choose.
    """
    columns: dict[int, list[str]] = {}
    for node, data in network.nodes(data=True):
        columns.setdefault(int(data.get("column") or 0), []).append(node)
    placed = {node for node in network if node in known}
    for number in sorted(columns):
        nodes = columns[number]
        gap = layered.ROW_GAP_PX if number == min(columns) and len(columns) > 1 else layered.BOX_GAP_PX
        new = sorted((node for node in nodes if node not in known), key=lambda node: _rank(network, node, fresh))
        if new:
            column = _Column(network, [node for node in nodes if node in known], placed, new[0], fresh, gap)
            for node in new:
                column.add(node)
                placed.add(node)


def _rank(
    network: nx.MultiDiGraph[str], node: str, fresh: Mapping[str, tuple[float, float]]
) -> tuple[bool, float, str]:
    return bool(network.nodes[node].get("listed")), fresh[node][1], node


class _Column:
    """A column with what stands in it, and beside it in the way."""

    def __init__(
        self,
        network: nx.MultiDiGraph[str],
        known: list[str],
        placed: set[str],
        sample: str,
        fresh: Mapping[str, tuple[float, float]],
        gap: float,
    ) -> None:
        self.gap = gap
        self.network = network
        self.fresh = fresh
        self.members = list(known)
        counts = Counter(network.nodes[node]["x"] for node in known)
        self.x = min(counts, key=lambda x: (-counts[x], x)) if counts else fresh[sample][0]
        half = network.nodes[sample]["width"] / 2 + SIDE_PX
        self.rows: list[_Row] = []
        for node in sorted(placed):
            left, top, right, bottom = edges_px(network.nodes[node])
            if left < self.x + half and self.x - half < right:
                insort(self.rows, _Row(top, bottom, key_of(network.nodes[node])))

    def add(self, node: str) -> None:
        """Place one new box."""
        data = self.network.nodes[node]
        key, half = key_of(data), data["height"] / 2
        wish = self.wish(node, key)
        best: tuple[int, float, float] | None = None
        for flaws, top, bottom in self.gaps(key):
            lowest, highest = float(ceil(top + half)), float(floor(bottom - half)) if bottom < inf else inf
            if lowest <= highest:
                y = min(max(float(round(wish)), lowest), highest)
                best = min(best or (flaws, abs(y - wish), y), (flaws, abs(y - wish), y))
        # Below all others there is always room.
        data.update(x=self.x, y=best[2] if best else wish)
        self.members.append(node)
        insort(self.rows, _Row(data["y"] - half, data["y"] + half, key))

    def wish(self, node: str, key: Key) -> float:
        """Return where a box would stand beside its nearest neighbour in a fresh layout, one of its own group first."""
        at = self.fresh[node][1]
        near = min(
            self.members,
            key=lambda other: (key_of(self.network.nodes[other]) != key, abs(self.fresh[other][1] - at), other),
            default=None,
        )
        return at if near is None else float(self.network.nodes[near]["y"]) + at - self.fresh[near][1]

    def gaps(self, key: Key) -> Iterator[tuple[int, float, float]]:
        """Yield the free places for a box, downwards: flaws, how high it may reach, how far down."""
        above: _Row | None = None
        for row in (*self.rows, None):
            first = above.key if above else None
            top = (above.bottom if above else FIRST_ROW_PX) + self.room(first, key)
            bottom = row.top - self.room(key, row.key) if row else inf
            yield _flaws(first, key, row.key if row else None), top, bottom
            if row and (above is None or row.bottom > above.bottom):
                above = row

    def room(self, above: Key | None, below: Key) -> float:
        """Return how far apart two boxes stand, with the heading of the lower one where it needs one."""
        gap = self.gap if above is not None else 0.0
        if above == below:
            return gap
        heading = layered.GROUP_HEADING_PX if below[1] or above == LISTED else 0.0
        return gap + (layered.LISTED_HEADING_PX if below == LISTED else heading)


def _flaws(above: Key | None, key: Key, below: Key | None) -> int:
    """Return how many things are wrong with a place between two boxes."""
    return sum(
        (
            above == below != key and above is not None,  # it splits a group
            key == BARE and above not in (None, BARE, LISTED),  # it would seem to belong to the group above
            below == BARE and key not in (BARE, LISTED),  # what is below would seem to belong to its group
            key == LISTED and below not in (None, LISTED),  # things without a line stand last
            key != LISTED and above == LISTED,
        )
    )
