"""Draw the parts of a picture as SVG elements: text, node shapes, glyph badges, arrowheads.

Looks are presentation attributes, never a style sheet: they work under a strict content security policy, do not leak
into a page that embeds the picture, and every SVG reader knows them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from equigraph.exporters.lines import GLYPH_RADIUS_PX
from equigraph.exporters.palette import GLYPH_STROKES, Theme, colour, kind_look
from equigraph.graph.labels import ILLEGAL_IN_XML, REPLACEMENT

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FONT", "arrow", "attributes", "badge", "content", "curve_path", "node_shape", "number", "text_lines"]

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif"
WIDE_GLYPH = 1.85  # half the width of the badge of "+/-", in radii
STROKE_PX = 1.6
CORNER_PX = 8.0
FOLD_PX = 9.0
SPINE_PX = 4.0
TIP_PX = 6.0


def number(value: float) -> str:
    """Return a number as short as SVG allows.

    Example:
        >>> number(12.0), number(0.5)
        ('12', '0.5')
    """
    return f"{round(value, 2):g}" if abs(value) < 1e5 else f"{value:.0f}"  # noqa: PLR2004 - :g would lose digits


def content(text: str) -> str:
    r"""Return text that may stand in an element; what XML cannot hold is replaced by a visible mark.

    Example:
        >>> content("a < b\x00")
        'a &lt; b\ufffd'
    """
    return escape(ILLEGAL_IN_XML.sub(REPLACEMENT, text))


def attributes(**values: str | float | None) -> str:
    r"""Return attributes, each with a space before it; underscores become hyphens, None is left out.

    Example:
        >>> attributes(stroke_width=1.5, fill=None, data_node='"x"')
        ' stroke-width="1.5" data-node=\'"x"\''
    """
    pairs = []
    for name, value in values.items():
        if value is not None:
            shown = ILLEGAL_IN_XML.sub(REPLACEMENT, value) if isinstance(value, str) else number(value)
            pairs.append(f" {name.rstrip('_').replace('_', '-')}={quoteattr(shown)}")
    return "".join(pairs)


def text_lines(lines: Iterable[str], x: float, first: float, pitch: float, **looks: str | float | None) -> str:
    """Return lines of text, the first baseline at ``first``."""
    spans = list(lines)
    if len(spans) == 1:
        return f"<text{attributes(x=x, y=first, **looks)}>{content(spans[0])}</text>"
    inner = "".join(
        f"<tspan{attributes(x=x, y=first + index * pitch)}>{content(line)}</tspan>" for index, line in enumerate(spans)
    )
    return f"<text{attributes(**looks)}>{inner}</text>"


def curve_path(points: tuple[float, float, float, float, float, float, float, float]) -> str:
    """Return the path data of one cubic curve."""
    x1, y1, c1x, c1y, c2x, c2y, x2, y2 = map(number, points)
    return f"M{x1} {y1}C{c1x} {c1y} {c2x} {c2y} {x2} {y2}"


def node_shape(
    kind: str,
    shape: str,
    box: tuple[float, float, float, float],
    theme: Theme,
    *,
    listed: bool = False,
    focus: bool = False,
) -> str:
    """Return the outline of a node of a kind; ``box`` is its centre, width and height."""
    centre_x, centre_y, width, height = box
    x, y = centre_x - width / 2, centre_y - height / 2
    look = kind_look(kind)
    looks = attributes(
        fill=colour("page" if listed else look.fill, theme),
        stroke=colour(look.line, theme),
        stroke_width=2.6 if focus else 1.2,
        stroke_dasharray="4 3" if listed else None,
    )
    if shape == "hexagon":
        tip = min(height / 2, TIP_PX)
        upper = f"M{number(x)} {number(centre_y)}l{number(tip)} {number(-height / 2)}h{number(width - 2 * tip)}"
        lower = f"l{number(tip)} {number(height / 2)}l{number(-tip)} {number(height / 2)}h{number(2 * tip - width)}z"
        return f'<path d="{upper}{lower}"{looks}/>'
    if shape == "sheet":
        path = f"M{number(x)} {number(y)}h{number(width - FOLD_PX)}l{number(FOLD_PX)} {number(FOLD_PX)}"
        fold = f"M{number(x + width - FOLD_PX)} {number(y)}v{number(FOLD_PX)}h{number(FOLD_PX)}"
        return f'<path d="{path}v{number(height - FOLD_PX)}h{number(-width)}z{fold}"{looks}/>'
    corner = {"round": CORNER_PX, "pill": min(height / 2, 2 * CORNER_PX), "double": CORNER_PX / 2}.get(shape, 1.0)
    outline = f"<rect{attributes(x=x, y=y, width=width, height=height, rx=corner)}{looks}/>"
    if shape == "book":
        outline += f'<path d="M{number(x + SPINE_PX)} {number(y)}v{number(height)}"{looks}/>'
    if shape == "double":
        inner = attributes(x=x + 3, y=y + 3, width=width - 6, height=height - 6, rx=1.0)
        outline += f"<rect{inner}{looks}/>"
    return outline


def badge(glyph: str, x: float, y: float, token: str, theme: Theme, *, hollow: bool = False) -> str:
    """Return a glyph on its badge: filled in the verdict's colour, or hollow for lines about all students."""
    if not glyph:
        return ""
    radius = GLYPH_RADIUS_PX
    own, paper = colour(token, theme), colour("page", theme)
    looks = attributes(fill=paper if hollow else own, stroke=own if hollow else paper, stroke_width=1.2)
    if glyph == "+/-":
        half = WIDE_GLYPH * radius
        ground = f"<rect{attributes(x=x - half, y=y - radius, width=2 * half, height=2 * radius, rx=radius)}{looks}/>"
    else:
        ground = f"<circle{attributes(cx=x, cy=y, r=radius)}{looks}/>"
    data = "".join(
        "M" + "L".join(f"{number(x + px * radius)} {number(y + py * radius)}" for px, py in stroke)
        for stroke in GLYPH_STROKES[glyph]
    )
    ink = own if hollow else colour("glyph-ink", theme)
    pen = attributes(fill="none", stroke=ink, stroke_width=STROKE_PX, stroke_linecap="round", stroke_linejoin="round")
    return f'{ground}<path d="{data}"{pen}/>'


def arrow(points: tuple[tuple[float, float], ...], fill: str) -> str:
    """Return an arrowhead, or nothing."""
    if not points:
        return ""
    corners = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f'<path d="M{corners}z"{attributes(fill=fill)}/>'
