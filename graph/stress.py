"""Place nodes so that distances on the page follow distances in the graph."""

from __future__ import annotations

from heapq import heappop, heappush
from math import sqrt
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["stress_layout"]

SWEEPS = 26
COOLING = 0.66  # of the step, from sweep to sweep
RESHUFFLE = 6
ALL_PAIRS = 330  # up to so many nodes every pair is looked at, beyond it every node and some pivots
PIVOTS = 60
SEED = 20261123
NEAREST = 1e-9

Pair = tuple[int, int, float]


def stress_layout(nodes: Sequence[str], lengths: Mapping[tuple[str, str], float]) -> dict[str, tuple[float, float]]:
    """Return a place for every node of one connected component.

    Args:
        nodes: The nodes, in a fixed order.
        lengths: Wished length of every edge.

    Example:
        >>> spots = stress_layout(["a", "b", "c"], {("a", "b"): 100.0, ("b", "c"): 100.0})
        >>> (ax, ay), (cx, cy) = spots["a"], spots["c"]
        >>> 180 < ((ax - cx) ** 2 + (ay - cy) ** 2) ** 0.5 < 220
        True
    """
    index = {node: number for number, node in enumerate(nodes)}
    near: list[list[tuple[int, float]]] = [[] for _ in nodes]
    for (u, v), length in lengths.items():
        near[index[u]].append((index[v], length))
        near[index[v]].append((index[u], length))
    pairs = _pairs(near)
    random = Random(SEED)  # noqa: S311 - a seeded start, not a secret
    size = max(length for *_, length in pairs)
    x = [random.random() * size for _ in nodes]
    y = [random.random() * size for _ in nodes]
    step = size * size
    for sweep in range(SWEEPS):
        # A new order every few sweeps and the same backwards between: shuffling costs as much as moving.
        if sweep % RESHUFFLE == 0:
            random.shuffle(pairs)
        else:
            pairs.reverse()
        _sweep(pairs, x, y, step)
        step *= COOLING
    return {node: (x[number], y[number]) for node, number in index.items()}


def _sweep(pairs: list[Pair], x: list[float], y: list[float], step: float) -> None:
    """Move both ends of every pair towards their wished distance, by at most all of it."""
    for first, second, wished in pairs:
        across, down = x[first] - x[second], y[first] - y[second]
        distance = sqrt(across * across + down * down)
        share = step / (wished * wished)
        share = min(share, 1.0)
        if distance < NEAREST:
            across, distance = 1.0, 1.0
        move = share * (distance - wished) / (2 * distance)
        x[first] -= across * move
        y[first] -= down * move
        x[second] += across * move
        y[second] += down * move


def _pairs(near: list[list[tuple[int, float]]]) -> list[Pair]:
    """Return the pairs to look at, with their distances in the graph."""
    count = len(near)
    if count <= ALL_PAIRS:
        return [
            (first, second, length)
            for first in range(count)
            for second, length in enumerate(_distances(near, first)[:first])
        ]
    pairs = {(first, second): length for first in range(count) for second, length in near[first] if second < first}
    farthest = [float("inf")] * count
    pivot = 0
    for _ in range(PIVOTS):
        distances = _distances(near, pivot)
        for other, length in enumerate(distances):
            if other != pivot:
                pairs[max(pivot, other), min(pivot, other)] = length
            farthest[other] = min(farthest[other], length)
        pivot = max(range(count), key=lambda node: (farthest[node], -node))
    return [(first, second, length) for (first, second), length in sorted(pairs.items())]


def _distances(near: list[list[tuple[int, float]]], start: int) -> list[float]:
    """Return the distance of every node from one (Dijkstra)."""
    distances = [float("inf")] * len(near)
    distances[start] = 0.0
    waiting = [(0.0, start)]
    while waiting:
        distance, node = heappop(waiting)
        if distance > distances[node]:
            continue
        for other, length in near[node]:
            if distance + length < distances[other]:
                distances[other] = distance + length
                heappush(waiting, (distance + length, other))
    return distances
