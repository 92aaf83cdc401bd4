"""The geometry of a picture of a network, the same for every format that shows one.

A :class:`Drawing` holds boxes, curves, headings and a legend in px, y downwards, on a canvas of ``width`` x ``height``;
colours are tokens of :mod:`equigraph.exporters.palette`. What a format does with it (SVG, canvas, slides) is its own
affair. Ports, glyphs and bars live only here: they are drawing artefacts that never enter the ``Network``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from equigraph.exporters.headings import LABEL_GAP_PX, headings
from equigraph.exporters.legend import legend
from equigraph.exporters.lines import GLYPH_RADIUS_PX, change_of, curves
from equigraph.exporters.palette import kind_look, verdict_look
from equigraph.exporters.shapes import Bar, Box, Curve, Drawing, Heading, LegendItem
from equigraph.graph.boxes import BAR_ROW_PX, BOX_INSET_PX, BOX_TEXT_PX, Contents, contents, is_layered
from equigraph.graph.labels import clean
from equigraph.graph.layout import place

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["GLYPH_RADIUS_PX", "Bar", "Box", "Curve", "Drawing", "Heading", "LegendItem", "draw"]

BAR_PX = 14.0
BAR_SLOT_PX = 36.0
BAR_LEAST_PX = 2.0  # one line of many still shows
WIDE_GLYPH_PX = 22.0
# Five places; mixed and conflicting share one, one upon the other in their own colours.
BARS = (("positive",), ("mixed", "conflicting"), ("no effect found",), ("negative",), ("insufficient",))


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
        headings=tuple(headings(network, labels)),
        legend=legend(network),
    )


def _column(data: dict[str, Any]) -> int:
    return int(data.get("column") or 0)


def _box(network: nx.MultiDiGraph[str], node: str, name: str, labels: int | None) -> Box:
    """Return the box of a node; in the column ``labels`` words stand without a box."""
    data = network.nodes[node]
    x, y, width, height = (float(data[key]) for key in ("x", "y", "width", "height"))
    align = "center" if not is_layered(network) else "right" if _column(data) == labels else "left"
    words = contents(network, node, _text_px(network, align, width))
    text_x = {"right": x + width / 2 - LABEL_GAP_PX, "left": x - width / 2 + BOX_INSET_PX, "center": x}[align]
    top = y - words.text_height / 2
    marked = ["Highlighted"] if data.get("marked") else []
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
        text=". ".join((clean(str(data.get("label") or node)), *words.sentences, *marked)),
        change=change_of(data),
        marked=bool(marked),
    )


def _text_px(network: nx.MultiDiGraph[str], align: str, width: float) -> float:
    """Return how wide the words of a box may be, as the layout had it."""
    if align == "right":
        return float(network.graph.get("label_px", BOX_TEXT_PX))
    return width - 2 * BOX_INSET_PX


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
