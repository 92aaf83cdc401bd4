"""Put the rows of columns into an order in which few lines cross.

Barycentre method (Sugiyama, Tagawa and Toda 1981) over groups and the rows within them, swept from left to right and
back from several seeded starts, then bettered by exchanging neighbours; the best order met is kept. Ties are broken by
IRI, so the same network always gives the same order.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Columns", "count_crossings", "order"]

Columns = list[list[list[str]]]  # columns of groups of nodes
SWEEPS = 10
MOST_STARTS, START_EFFORT = 6, 2400  # as many starts as this effort has room for lines
EXCHANGE_ROUNDS = 8  # more do not help
EXCHANGE_LINES = 400  # neighbours are exchanged in networks up to this size, so that the layout stays instant


def order(columns: Columns, lines: Sequence[tuple[str, str]], heights: Mapping[str, float]) -> Columns:
    """Return the columns with groups and rows in an order with few crossings.

    Args:
        columns: Columns of groups of nodes, in the order they come.
        lines: Start and end of every line; parallel lines count each.
        heights: Height of each row, which decides how far down its ends are.

    Example:
        >>> order([[["a", "b"]], [["x", "y"]]], [("a", "y"), ("b", "x")], dict.fromkeys("abxy", 1.0))
        [[['a', 'b']], [['y', 'x']]]
    """
    best = columns
    fewest = count_crossings(columns, lines)
    neighbours = _neighbours(columns, lines)
    for start in _starts(columns, len(lines)):
        if fewest == 0:
            break
        current = _improve(start, lines, neighbours, heights)
        crossings = count_crossings(current, lines)
        if crossings < fewest:
            best, fewest = current, crossings
    return best


def _starts(columns: Columns, lines: int) -> Iterator[Columns]:
    """Yield orders to start from: the one given, then seeded ones, the more the smaller the network is."""
    yield columns
    by_name = [sorted(sorted(group) for group in groups) for groups in columns]
    for seed in range(min(MOST_STARTS, START_EFFORT // (lines + 1)) - 1):
        random = Random(seed)  # noqa: S311 - a reproducible start, not a secret
        yield [[random.sample(group, len(group)) for group in random.sample(groups, len(groups))] for groups in by_name]


def _improve(
    columns: Columns,
    lines: Sequence[tuple[str, str]],
    neighbours: Mapping[str, list[tuple[int, str]]],
    heights: Mapping[str, float],
) -> Columns:
    """Return the best order met on sweeps to and fro, bettered by exchanges."""
    best = current = columns
    fewest = count_crossings(columns, lines)
    for sweep in range(SWEEPS):
        current = _sweep(current, neighbours, heights, forward=sweep % 2 == 0)
        crossings = count_crossings(current, lines)
        if crossings < fewest:
            best, fewest = current, crossings
    return _exchange(best, lines, neighbours) if fewest and len(lines) <= EXCHANGE_LINES else best


def count_crossings(columns: Columns, lines: Sequence[tuple[str, str]]) -> int:
    """Return how many pairs of lines between the same two columns cross.

    Example:
        >>> count_crossings([[["a", "b"]], [["x", "y"]]], [("a", "y"), ("b", "x")])
        1
    """
    place = _places(columns)
    between: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for start, end in lines:
        (column, row), (other_column, other_row) = place[start], place[end]
        if column < other_column:
            between.setdefault((column, other_column), []).append((row, other_row))
        elif column > other_column:
            between.setdefault((other_column, column), []).append((other_row, row))
    return sum(map(_inversions, between.values()))


def _inversions(pairs: list[tuple[int, int]]) -> int:
    """Return how many pairs are in opposite order at their two ends, by a binary indexed tree."""
    pairs.sort()
    size = 1 + max(row for _, row in pairs)
    tree = [0] * (size + 1)
    crossings = 0
    for seen, (_, row) in enumerate(pairs):
        not_above, index = 0, row + 1
        while index:
            not_above += tree[index]
            index &= index - 1
        crossings += seen - not_above
        index = row + 1
        while index <= size:
            tree[index] += 1
            index += index & -index
    return crossings


def _places(columns: Columns) -> dict[str, tuple[int, int]]:
    """Return column and row of every node."""
    return {
        node: (column, row)
        for column, groups in enumerate(columns)
        for row, node in enumerate(node for group in groups for node in group)
    }


def _neighbours(columns: Columns, lines: Sequence[tuple[str, str]]) -> dict[str, list[tuple[int, str]]]:
    """Return the other ends of the lines of every node, with their columns; lines within a column do not count."""
    column_of = {node: column for node, (column, _) in _places(columns).items()}
    neighbours: dict[str, list[tuple[int, str]]] = {node: [] for node in column_of}
    for start, end in lines:
        if column_of[start] != column_of[end]:
            neighbours[start].append((column_of[end], end))
            neighbours[end].append((column_of[start], start))
    return neighbours


def _sweep(
    columns: Columns,
    neighbours: Mapping[str, list[tuple[int, str]]],
    heights: Mapping[str, float],
    *,
    forward: bool,
) -> Columns:
    """Reorder each column by the barycentres of its rows' partners in the columns already visited."""
    result = [[list(group) for group in groups] for groups in columns]
    depth = {node: share for groups in result for node, share in _depths(groups, heights).items()}
    for column in range(len(result)) if forward else range(len(result) - 1, -1, -1):
        centre: dict[str, tuple[float, int]] = {}
        for node in (node for group in result[column] for node in group):
            ends = [depth[end] for other, end in neighbours[node] if (other < column) is forward]
            centre[node] = (sum(ends) / len(ends), len(ends)) if ends else (depth[node], 0)
        groups = [sorted(group, key=lambda node: (round(centre[node][0], 9), node)) for group in result[column]]
        result[column] = sorted(groups, key=lambda group: (_group_centre(group, centre), min(group)))
        depth.update(_depths(result[column], heights))
    return result


def _group_centre(group: list[str], centre: Mapping[str, tuple[float, int]]) -> float:
    """Return the mean of the rows' barycentres, weighted by their lines."""
    weight = sum(lines for _, lines in (centre[node] for node in group))
    if weight == 0:
        return round(sum(centre[node][0] for node in group) / len(group), 9)
    return round(sum(centre[node][0] * centre[node][1] for node in group) / weight, 9)


def _depths(groups: list[list[str]], heights: Mapping[str, float]) -> dict[str, float]:
    """Return how far down each row's centre is, as a share of the column."""
    total = sum(heights[node] for group in groups for node in group) or 1.0
    depths, above = {}, 0.0
    for node in (node for group in groups for node in group):
        depths[node] = (above + heights[node] / 2) / total
        above += heights[node]
    return depths


def _exchange(
    columns: Columns, lines: Sequence[tuple[str, str]], neighbours: Mapping[str, list[tuple[int, str]]]
) -> Columns:
    """Exchange neighbouring rows, then neighbouring groups, as long as that removes crossings."""
    result = [[list(group) for group in groups] for groups in columns]
    for _ in range(EXCHANGE_ROUNDS):
        changed = _exchange_rows(result, neighbours)
        changed = _exchange_groups(result, lines) or changed
        if not changed:
            break
    return result


def _exchange_rows(columns: Columns, neighbours: Mapping[str, list[tuple[int, str]]]) -> bool:
    changed = False
    place = _places(columns)
    for groups in columns:
        for group in groups:
            for index in range(len(group) - 1):
                upper, lower = group[index], group[index + 1]
                above = _ends(upper, neighbours, place)
                below = _ends(lower, neighbours, place)
                if _pair_crossings(below, above) < _pair_crossings(above, below):
                    group[index], group[index + 1] = lower, upper
                    place[upper], place[lower] = place[lower], place[upper]
                    changed = True
    return changed


def _exchange_groups(columns: Columns, lines: Sequence[tuple[str, str]]) -> bool:
    changed = False
    fewest = count_crossings(columns, lines)
    for groups in columns:
        for first, second in combinations(range(len(groups)), 2):
            if second - first > (1 if len(groups) > 20 else len(groups)):  # noqa: PLR2004 - many groups: neighbours only
                continue
            groups[first], groups[second] = groups[second], groups[first]
            crossings = count_crossings(columns, lines)
            if crossings < fewest:
                fewest, changed = crossings, True
            else:
                groups[first], groups[second] = groups[second], groups[first]
    return changed


def _ends(
    node: str, neighbours: Mapping[str, list[tuple[int, str]]], place: Mapping[str, tuple[int, int]]
) -> dict[int, list[int]]:
    """Return the rows of a node's partners in each column, sorted."""
    ends: dict[int, list[int]] = {}
    for column, end in neighbours[node]:
        ends.setdefault(column, []).append(place[end][1])
    for rows in ends.values():
        rows.sort()
    return ends


def _pair_crossings(above: dict[int, list[int]], below: dict[int, list[int]]) -> int:
    """Return how many lines of the upper row cross lines of the lower row."""
    return sum(len(rows) - bisect_right(rows, row) for column, rows in above.items() for row in below.get(column, ()))
