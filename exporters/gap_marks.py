"""Draw the marks of a gap map's cells as SVG elements: the shape of a kind, the sign of a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from equigraph.exporters.gap_palette import SHAPE_PX
from equigraph.exporters.marks import attributes, number
from equigraph.exporters.palette import GLYPH_STROKES, verdict_look

if TYPE_CHECKING:
    from equigraph.exporters.gap_palette import GapLook

__all__ = ["NUMBER_PX", "gap_shape", "verdict_sign"]

NUMBER_PX: Final = 13.0
SHAPE_SCALE: Final = 0.85
SIGN_PX: Final = 5.5  # half the height of a sign
STROKE_PX: Final = 1.7


def gap_shape(look: GapLook, x: float, y: float, ink: str) -> str:
    """Return the shape of a kind of cell, its middle at (x, y); nothing for a kind without one."""
    if not look.path:
        return ""
    half = SHAPE_PX * SHAPE_SCALE / 2
    place = f"translate({number(x - half)} {number(y - half)}) scale({SHAPE_SCALE:g})"
    return f'<path d="{look.path}"{attributes(transform=place, fill=ink, fill_rule="evenodd")}/>'


def verdict_sign(verdict: str, x: float, y: float, ink: str) -> str:
    """Return the sign of a verdict as pen strokes, its middle at (x, y); nothing for a verdict without one."""
    strokes = GLYPH_STROKES.get(verdict_look(verdict).glyph, ())
    data = "".join(
        "M" + "L".join(f"{number(x + px * SIGN_PX)} {number(y + py * SIGN_PX)}" for px, py in stroke)
        for stroke in strokes
    )
    pen = attributes(fill="none", stroke=ink, stroke_width=STROKE_PX, stroke_linecap="round", stroke_linejoin="round")
    return f'<path d="{data}"{pen}/>' if data else ""
