"""The geometry of a picture of a network, the same for every format that shows one.

A :class:`Drawing` holds boxes, curves, headings and a legend in px, y downwards, on a canvas of ``width`` x ``height``;
colours are tokens of :mod:`equigraph.exporters.palette`. What a format does with it (SVG, canvas, slides) is its own
affair. Ports, glyphs and bars live only here: they are drawing artefacts that never enter the ``Network``.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from equigraph.exporters.evidence import unlinked
from equigraph.exporters.legend import legend
from equigraph.exporters.lines import GLYPH_RADIUS_PX, change_of, curves
from equigraph.exporters.palette import kind_look, verdict_look
from equigraph.exporters.shapes import Bar, Box, Curve, Drawing, Heading, LegendItem
from equigraph.graph.boxes import BAR_ROW_PX, BOX_INSET_PX, BOX_TEXT_PX, LINE_PX, Contents, contents, is_layered
from equigraph.graph.labels import clean, text_width, wrap
from equigraph.graph.layered import GROUP_HEADING_PX, LISTED_HEADING_PX
from equigraph.graph.layout import place

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["GLYPH_RADIUS_PX", "Bar", "Box", "Curve", "Drawing", "Heading", "LegendItem", "draw"]

LABEL_GAP_PX = 4.0  # between a label without a box and its lines
BAR_PX = 14.0
BAR_SLOT_PX = 36.0
BAR_LEAST_PX = 2.0  # one line of many still shows
WIDE_GLYPH_PX = 22.0
# Five places; mixed and conflicting share one, one upon the other in their own colours.
BARS = (("positive",), ("mixed", "conflicting"), ("no effect found",), ("negative",), ("insufficient",))
HEADING_PX = 15.5  # for measuring: bold letters are wider than their size says


def draw(network: nx.MultiDiGraph[str]) -> Drawing:
    """Return the picture of a network.

    A network that has no positions yet is laid out first, on a copy. Ids are "n0", "n1", ... and "e0", "e1", ... in the
    order of the network's nodes and edges; curves come in drawing order, null and negative last and so on top.

    Example:
        >>> import networkx as nx
        >>> network = nx.MultiDiGraph(layout="layered")
        >>> network.add_node("p", label="Tutoring", kind="Practice", column=0)
        >>> network.add_node("g", label="Attendance", kind="EquityGoal", column=1)
        >>> key = network.add_edge("p", "g", key="e", kind="evidence", verdict="negative", claims=4, source_count=2)
        >>> [(curve.glyph, curve.width) for curve in draw(network).curves]
        [('-', 2.6)]
    """
    if "width" not in network.graph or any("x" not in data for _, data in network.nodes(data=True)):
        network = network.copy()
        place(network)
    columns = {_column(data) for _, data in network.nodes(data=True)}
    labels = min(columns) if is_layered(network) and len(columns) > 1 else None
    return Drawing(
        width=float(network.graph["width"]),
        height=float(network.graph["height"]),
        boxes=tuple(_box(network, node, f"n{index}", labels) for index, node in enumerate(network)),
        curves=curves(network),
        headings=tuple(_headings(network, labels)),
        legend=legend(network),
    )


def _column(data: dict[str, Any]) -> int:
    return int(data.get("column") or 0)


def _box(network: nx.MultiDiGraph[str], node: str, name: str, labels: int | None) -> Box:
    """Return the box of a node; in the column ``labels`` words stand without a box."""
    data = network.nodes[node]
    x, y, width, height = (float(data[key]) for key in ("x", "y", "width", "height"))
    align = "center" if not is_layered(network) else "right" if _column(data) == labels else "left"
    words = contents(network, node, BOX_TEXT_PX if align == "right" else width - 2 * BOX_INSET_PX)
    text_x = {"right": x + width / 2 - LABEL_GAP_PX, "left": x - width / 2 + BOX_INSET_PX, "center": x}[align]
    top = y - words.text_height / 2
    return Box(
        id=name,
        node=node,
        x=x,
        y=y,
        width=width,
        height=height,
        lines=words.label,
        detail=words.detail,
        align=align,
        text_x=text_x,
        text_top=top,
        kind=str(data.get("kind") or "Thing"),
        shape="plain" if align == "right" else kind_look(str(data.get("kind"))).shape,
        listed=bool(data.get("listed")),
        focus=bool(data.get("focus")),
        bars=_bars(words, text_x, top + words.text_height),
        text=". ".join((clean(str(data.get("label") or node)), *words.sentences)),
        change=change_of(data),
    )


def _bars(words: Contents, left: float, bottom: float) -> tuple[Bar, ...]:
    """Return the five bars of a box: the share of its lines with each verdict."""
    counts = dict(words.verdicts)
    total = sum(counts.values())
    bars = []
    x = left
    for verdicts in BARS:
        y = bottom
        for verdict in verdicts:
            if not counts.get(verdict):
                continue
            height = round(max(BAR_LEAST_PX, (BAR_ROW_PX - 6) * counts[verdict] / total), 1)
            y = round(y - height, 1)
            look = verdict_look(verdict)
            beside = x + 2 * GLYPH_RADIUS_PX + 4
            # The sign stands before its bar, that of the upper of two bars after it.
            upper = verdict != verdicts[0]
            bars.append(
                Bar(
                    verdict=verdict,
                    count=counts[verdict],
                    x=beside,
                    y=y,
                    width=BAR_PX,
                    height=height,
                    colour=look.token,
                    glyph=look.glyph,
                    glyph_x=beside + BAR_PX + WIDE_GLYPH_PX / 2 + 3 if upper else x + GLYPH_RADIUS_PX,
                    glyph_y=bottom - GLYPH_RADIUS_PX,
                )
            )
        x += BAR_SLOT_PX + (WIDE_GLYPH_PX if len(verdicts) > 1 else 0.0)
    return tuple(bars)


def _headings(network: nx.MultiDiGraph[str], labels: int | None) -> list[Heading]:
    """Return the headings of columns, of the groups in them, and of the nodes without a line."""
    tops: dict[tuple[int, bool, str], list[Any]] = {}
    for node, data in network.nodes(data=True):
        listed = bool(data.get("listed"))
        group = "" if listed or not is_layered(network) else str(data.get("group") or "")
        column = _column(data) if is_layered(network) else 0
        top = tops.setdefault((column, listed, group), [data["y"] - data["height"] / 2, node, 0])
        if (data["y"] - data["height"] / 2, data["x"]) < (top[0], network.nodes[top[1]]["x"]):
            top[:2] = [data["y"] - data["height"] / 2, node]
        top[2] += 1
    headings = []
    for (column, listed, group), (top, node, count) in sorted(tops.items(), key=lambda item: item[0]):
        text, number = (unlinked(network), f" ({count})") if listed else (group, "")
        if text:
            baseline = top - (LISTED_HEADING_PX - 28 if listed else 8)
            room = 0.0 if is_layered(network) else float(network.graph["width"])
            right = column == labels
            headings.append(_heading(network.nodes[node], text, baseline, 2, right=right, room=room, number=number))
    return [*_column_headings(network, labels), *_gap_words(network), *headings]


def _gap_words(network: nx.MultiDiGraph[str]) -> list[Heading]:
    """Return the words of the relations between each two neighbouring columns, in the gap between them."""
    if not is_layered(network):
        return []
    spans: dict[int, tuple[float, float]] = {}
    for _, data in network.nodes(data=True):
        left, right = spans.get(_column(data), (data["x"], data["x"]))
        half = data["width"] / 2
        spans[_column(data)] = min(left, data["x"] - half), max(right, data["x"] + half)
    words: dict[tuple[int, int], dict[str, int]] = {}
    numbers = sorted(spans)
    beside = {first: (first, second) for first, second in pairwise(numbers)}
    beside.setdefault(numbers[-1] if numbers else 0, (numbers[-2], numbers[-1]) if len(numbers) > 1 else (0, 0))
    for start, end, data in network.edges(data=True):
        first, second = sorted((_column(network.nodes[start]), _column(network.nodes[end])))
        if data.get("kind") != "evidence" and data.get("label"):
            # The words of a line within a column stand in the gap beside it.
            counts = words.setdefault(beside[first] if first == second else (first, second), {})
            for label, number in (data.get("relations") or {str(data["label"]): 1}).items():
                counts[label] = counts.get(label, 0) + number
    headings = []
    for first, second in pairwise(numbers):
        counts = words.get((first, second), {})
        text = ", ".join(sorted(counts, key=lambda label: (-counts[label], label)))
        left, right = spans[first][1], spans[second][0]
        lines = wrap(text, 40, width_px=right - left - 16, size_px=13.0, max_lines=3) if text else ()
        top = GROUP_HEADING_PX - LINE_PX / 2 * (len(lines) - 1)
        headings += [
            Heading(line, round((left + right) / 2, 1), top + LINE_PX * index, 3, "center")
            for index, line in enumerate(lines)
        ]
    return headings


def _column_headings(network: nx.MultiDiGraph[str], labels: int | None) -> list[Heading]:
    if not is_layered(network):
        return []
    texts = [str(text) for text in network.graph.get("columns") or ()]
    shown: dict[int, str] = {}
    for node, data in network.nodes(data=True):
        shown.setdefault(_column(data), node)
    return [
        _heading(network.nodes[node], texts[column], GROUP_HEADING_PX, 1, right=column == labels)
        for column, node in sorted(shown.items())
        if 0 <= column < len(texts) and texts[column]
    ]


def _heading(
    data: dict[str, Any], text: str, baseline: float, level: int, *, right: bool, room: float = 0.0, number: str = ""
) -> Heading:
    """Return a heading over the box of ``data``, cut before its ``number`` where box and ``room`` are too narrow."""
    width = max(float(data["width"]), room, 240.0) - text_width(number, HEADING_PX)
    words = wrap(text, 80, width_px=width, size_px=HEADING_PX, max_lines=1)[0] + number
    half = data["width"] / 2
    x = data["x"] + half - LABEL_GAP_PX if right else data["x"] - half
    return Heading(words, round(x, 1), round(baseline, 1), level, "right" if right else "left")
