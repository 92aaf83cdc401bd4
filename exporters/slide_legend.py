"""The legend of a picture on a slide: native samples of lines with their short words, as one group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from equigraph.exporters.palette import blend
from equigraph.exporters.slide_picture import PILL_PX, pill_look, pill_text, pill_width
from equigraph.exporters.slide_shapes import Frame, Look, Paragraph, Run, group, shape
from equigraph.graph.boxes import LINE_PX, TEXT_PX
from equigraph.graph.labels import text_width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from equigraph.exporters.shapes import LegendItem
    from equigraph.exporters.slide import Slide
    from equigraph.exporters.slide_picture import Canvas

__all__ = ["LEGEND_LINE_PX", "add_legend", "legend_rows"]

LEGEND_LINE_PX: Final = 20.0
SAMPLE_PX: Final = 30.0
GAP_PX, BETWEEN_PX = 6.0, 14.0


def legend_rows(items: Iterable[LegendItem], width: float) -> list[list[tuple[LegendItem, float]]]:
    """Return the items in rows that are at most so wide, in px of the layout, each with where it begins."""
    rows: list[list[tuple[LegendItem, float]]] = []
    x = 0.0
    for item in items:
        if not item.short or item.sort == "sign":  # a sign alone explains bars, which slides do not have
            continue
        needed = _sample_px(item) + GAP_PX + text_width(item.short, TEXT_PX)
        if not rows or x + needed > width:
            rows.append([])
            x = 0.0
        rows[-1].append((item, x))
        x += needed + BETWEEN_PX
    return rows


def add_legend(slide: Slide, canvas: Canvas, items: Iterable[LegendItem], width: float) -> None:
    """Add the legend, its upper left corner at the origin of the canvas."""
    rows = legend_rows(items, width)
    if not rows:
        return
    inner = [
        part
        for index, row in enumerate(rows)
        for item, x in row
        for part in _item(slide, canvas, item, x, (index + 0.5) * LEGEND_LINE_PX)
    ]
    last, x = max((row[-1] for row in rows), key=lambda pair: pair[1] + _width(pair[0]))
    around = canvas.frame(0, 0, x + _width(last), len(rows) * LEGEND_LINE_PX)
    says = "Legend: " + "; ".join(_said(item) for row in rows for item, _ in row) + "."
    slide.add(group(slide.new_id(), "Legend", around, inner, says=says))


def _width(item: LegendItem) -> float:
    return _sample_px(item) + GAP_PX + text_width(item.short, TEXT_PX)


def _sample_px(item: LegendItem) -> float:
    return SAMPLE_PX + (pill_width(pill_text(item.glyph, "")) if item.glyph else 0.0)


def _said(item: LegendItem) -> str:
    sign = f"{pill_text(item.glyph, '')} is " if item.glyph and not item.general else ""
    return sign + item.short


def _item(slide: Slide, canvas: Canvas, item: LegendItem, x: float, y: float) -> list[str]:
    """Return the shapes of an item: line, pill, words; the samples are decorative, since the words say it."""
    look = Look(
        line=blend(canvas.colour(item.colour), canvas.colour("page"), item.opacity),
        width=canvas.length(item.width),
        dash=tuple(map(canvas.length, item.dash)),
        geometry="line",
        has_arrow=item.sort == "relation",
    )
    place = canvas.frame(x, y, SAMPLE_PX, 0.0)
    parts = [shape(slide.new_id(), "Sample of a line", place, look, says=None)]
    if item.glyph:
        text = pill_text(item.glyph, "")
        look, ink = pill_look(canvas, item.colour, is_hollow=item.general)
        place = canvas.frame(x + SAMPLE_PX, y - PILL_PX / 2, pill_width(text), PILL_PX)
        words = (Paragraph((Run(text, ink, canvas.points),), "ctr"),)
        parts.append(shape(slide.new_id(), "Sample of a sign", place, look, words, says=None))
    left = x + _sample_px(item) + GAP_PX
    width = text_width(item.short, TEXT_PX) + BETWEEN_PX
    beside: Frame = canvas.frame(left, y - LINE_PX / 2, width, LINE_PX)
    words = (Paragraph((canvas.run(item.short),), "l"),)
    parts.append(shape(slide.new_id(), f"Legend: {item.short}", beside, Look(), words, says=_said(item)))
    return parts
