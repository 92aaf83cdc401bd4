"""The samples of a legend: what a line, a box, a sign or the bars look like, drawn small beside their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.exporters.marks import attributes, badge, node_shape, number
from equigraph.exporters.palette import KINDS, Theme, colour

if TYPE_CHECKING:
    from equigraph.exporters.shapes import LegendItem

__all__ = ["sample", "sample_width"]

SAMPLE_PX = 34.0  # a line sample in the legend


def sample_width(item: LegendItem) -> float:
    """Return how wide the sample of a legend item is, in px."""
    sign = 22.0 if item.glyph == "+/-" else 14.0 * bool(item.glyph)
    return {"bars": 26.0, "kind": 28.0, "sign": sign}.get(item.sort, SAMPLE_PX + sign)


def sample(item: LegendItem, x: float, y: float, theme: Theme) -> str:
    """Return the sample of a legend item, its middle at (x, y)."""
    if item.sort == "bars":
        heights = ((0.0, 14.0, "positive"), (9.0, 9.0, "mixed"), (18.0, 4.0, "no-effect"))
        return "".join(
            f"<rect{attributes(x=x + left, y=y + 7 - tall, width=7.0, height=tall, fill=colour(token, theme))}/>"
            for left, tall, token in heights
        )
    if item.sort == "kind":
        return node_shape(_kind_of(item), item.shape, (x + 14, y, 28.0, 16.0), theme)
    end = x + SAMPLE_PX * (item.sort != "sign")
    looks = attributes(
        stroke=colour(item.colour, theme),
        stroke_width=item.width,
        stroke_opacity=item.opacity,
        stroke_dasharray=" ".join(map(number, item.dash)) or None,
    )
    line = f'<path d="M{number(x)} {number(y)}H{number(end)}" fill="none"{looks}/>' if end > x else ""
    offset = 11.0 if item.glyph == "+/-" else 7.0
    return line + badge(item.glyph, end + offset, y, item.colour, theme, hollow=item.general)


def _kind_of(item: LegendItem) -> str:
    return next((look.kind for look in KINDS.values() if look.one == item.text), "Thing")
