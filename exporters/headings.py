"""The headings of a picture: of its columns, of the groups in them, of the lines between them.

They follow the boxes, also where a person moved these: the heading of a column stands over most of its boxes, that of a
group over each stretch of it (:mod:`equigraph.graph.stretches`), and words between columns stand where there is a gap.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from equigraph.exporters.evidence import unlinked
from equigraph.exporters.shapes import Heading
from equigraph.graph.boxes import LINE_PX, is_layered
from equigraph.graph.labels import text_width, wrap
from equigraph.graph.layered import GROUP_HEADING_PX, LISTED_HEADING_PX
from equigraph.graph.relation_words import relations_beneath
from equigraph.graph.stretches import edges_px, stretches

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["LABEL_GAP_PX", "headings"]

LABEL_GAP_PX = 4.0  # between a label without a box and its lines
HEADING_PX = 15.5  # for measuring: bold letters are wider than their size says
NARROWEST_GAP_PX = 60.0  # between columns that were moved, for words
BESIDE_PX = 16.0  # between two headings side by side


def headings(network: nx.MultiDiGraph[str], labels: int | None) -> list[Heading]:
    """Return the headings of a placed network; words in the column ``labels`` stand without a box."""
    made = []
    for stretch in stretches(network):
        data = dict(network.nodes[stretch.nodes[0]])
        top = edges_px(data)[1]
        if not is_layered(network):  # a heading over all the page, from the first box on the left
            left = min(edges_px(network.nodes[node])[0] for node in stretch.nodes)
            data["x"] = left + data["width"] / 2
        text = ", ".join((*stretch.groups, *[unlinked(network)] * bool(stretch.listed)))
        number = f" ({stretch.listed})" if stretch.listed else ""
        baseline = top - (LISTED_HEADING_PX - 28 if data.get("listed") else 8)
        room = 0.0 if is_layered(network) else float(network.graph["width"])
        column = _column(data) if is_layered(network) else 0
        heading = _heading(data, text, baseline, 2, right=column == labels, room=room, number=number)
        made.append(((column, bool(data.get("listed")), text, baseline), heading))
    by_place = [heading for _, heading in sorted(made, key=lambda pair: pair[0])]
    return [*_column_headings(network, labels), *_gap_words(network), *by_place]


def _column(data: dict[str, Any]) -> int:
    return int(data.get("column") or 0)


def _spans(network: nx.MultiDiGraph[str]) -> dict[int, tuple[float, float]]:
    """Return left and right of every column: of most of its boxes, the leftmost where as many stand elsewhere."""
    counts: dict[int, Counter[tuple[float, float]]] = {}
    for _, data in network.nodes(data=True):
        half = data["width"] / 2
        counts.setdefault(_column(data), Counter())[data["x"] - half, data["x"] + half] += 1
    return {column: min(places, key=lambda place: (-places[place], place)) for column, places in sorted(counts.items())}


def _gap_words(network: nx.MultiDiGraph[str]) -> list[Heading]:
    """Return the words of the relations between each two neighbouring columns, in the gap between them."""
    if not is_layered(network):
        return []
    spans = _spans(network)
    numbers = sorted(spans)
    words = _words_between(network, numbers)
    made = []
    for first, second in pairwise(numbers):
        counts = words.get((first, second), {})
        text = ", ".join(sorted(counts, key=lambda label: (-counts[label], label)))
        left, right = spans[first][1], spans[second][0]
        if not text or right - left < NARROWEST_GAP_PX:
            continue
        lines = wrap(text, 40, width_px=right - left - 16, size_px=13.0, max_lines=3)
        top = GROUP_HEADING_PX - LINE_PX / 2 * (len(lines) - 1)
        made += [
            Heading(line, round((left + right) / 2, 1), top + LINE_PX * index, 3, "center")
            for index, line in enumerate(lines)
        ]
    return made


def _words_between(network: nx.MultiDiGraph[str], numbers: list[int]) -> dict[tuple[int, int], dict[str, int]]:
    """Return the words of relations, counted, by the columns they lead between."""
    beside = {first: (first, second) for first, second in pairwise(numbers)}
    beside.setdefault(numbers[-1] if numbers else 0, (numbers[-2], numbers[-1]) if len(numbers) > 1 else (0, 0))
    words: dict[tuple[int, int], dict[str, int]] = {}
    for start, end, data in network.edges(data=True):
        first, second = sorted((_column(network.nodes[start]), _column(network.nodes[end])))
        if data.get("kind") != "evidence" and data.get("label"):
            # The words of a line within a column stand in the gap beside it.
            counts = words.setdefault(beside[first] if first == second else (first, second), {})
            for label, number in relations_beneath(data).items():
                counts[label] = counts.get(label, 0) + number
    return words


def _column_headings(network: nx.MultiDiGraph[str], labels: int | None) -> list[Heading]:
    if not is_layered(network):
        return []
    texts = [str(text) for text in network.graph.get("columns") or ()]
    made: list[Heading] = []
    right = 0.0
    by_place = sorted(_spans(network).items(), key=lambda item: (item[1], item[0]))
    for column, (left, end) in by_place:
        if not (0 <= column < len(texts) and texts[column]):
            continue
        data = {"x": (left + end) / 2, "width": end - left}
        heading = _heading(data, texts[column], GROUP_HEADING_PX, 1, right=column == labels)
        wide = text_width(heading.text, HEADING_PX)
        start = heading.x - wide if heading.align == "right" else heading.x
        if made and start < right:  # columns that were moved onto each other
            heading, start = replace(heading, x=round(right, 1), align="left"), right
        right = start + wide + BESIDE_PX
        made.append(heading)
    return made


def _heading(
    data: dict[str, Any], text: str, baseline: float, level: int, *, right: bool, room: float = 0.0, number: str = ""
) -> Heading:
    """Return a heading over the box of ``data``, cut before its ``number`` where box and ``room`` are too narrow."""
    width = max(float(data["width"]), room, 240.0) - text_width(number, HEADING_PX)
    words = wrap(text, 80, width_px=width, size_px=HEADING_PX, max_lines=1)[0] + number
    half = data["width"] / 2
    x = data["x"] + half - LABEL_GAP_PX if right else data["x"] - half
    return Heading(words, round(x, 1), round(baseline, 1), level, "right" if right else "left")
