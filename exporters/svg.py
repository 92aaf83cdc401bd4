"""Write a network as one standalone SVG picture (SVG 1.1, <https://www.w3.org/TR/SVG11/>).

The picture carries its own title, takeaway, legend, source line, data version, date and licence. It asks nothing of any
other place: the fonts are in the file, and there is no image and no script. Groups carry ``data-node`` and
``data-edge`` so that a page can embed it. What is lost: facts, statements and sources of the network, except what
titles and descriptions say; names of more than four lines are cut in the picture and whole in their titles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.errors import UnknownNameError
from equigraph.exporters.files import write_xml
from equigraph.exporters.marks import (
    arrow,
    attributes,
    badge,
    content,
    curve_path,
    node_shape,
    number,
    text_lines,
)
from equigraph.exporters.palette import THEMES, Theme, change_look, colour, verdict_look
from equigraph.exporters.pictures import Panel, Picture, compose, compose_pages
from equigraph.exporters.shapes import Bar, Box, Curve, Heading
from equigraph.exporters.sheets import sheet_named
from equigraph.exporters.svg_document import document
from equigraph.graph.boxes import BOX_PADDING_PX, LINE_PX, TEXT_PX
from equigraph.graph.labels import text_width

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    import networkx as nx

__all__ = ["generate_svg", "generate_svgs", "svg_text", "write_svg"]

ANCHORS = {"right": "end", "center": "middle"}
HEADING_LOOKS: dict[int, dict[str, str | float]] = {
    1: {"font_size": 15.0, "font_weight": 700},
    2: {"font_size": 13.5, "font_weight": 600},
    3: {"font_size": 13.0, "font_style": "italic"},
}
ON_TOP = 6  # verdicts drawn on top get a margin of the page's colour, so that they can be followed
HIT_PX = 9.0  # how near the pointer must come to a line for its title to show
ASCENT_PX = 12.5  # from the top of a text line to its baseline
EDGE_LABEL_HALO_PX = 4.0
FRAME_GAP_PX = 3.0
BOLD_PX = 1.12 * TEXT_PX  # bold words are wider than their size says
RING_PX = 3.5  # around a box that a person highlighted
FRAME_PX = 2.0  # around a box that was added, removed or changed


def generate_svg(
    network: nx.MultiDiGraph[str], theme: Theme = "light", *, frame: bool = True, sheet: str | None = None
) -> str:
    """Return the picture of a network as SVG text.

    Args:
        network: A network; it is laid out first when it has no positions.
        theme: "light", "dark" or "print".
        frame: Whether title, takeaway, legend, source line, data version and licence stand around the picture; without
            them it can be embedded in a page that says these things itself.
        sheet: "slide", "page" or "poster": as large as one, with text no smaller than can be read on it; what does not
            fit is left out, and it says so. Without it the picture is as large as it needs to be.

    Raises:
        UnknownNameError: There is no such theme or sheet.

    Example:
        >>> import networkx as nx
        >>> generate_svg(nx.MultiDiGraph(title="Nothing yet"))[:60]
        '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="'
    """
    if theme not in THEMES:
        raise UnknownNameError("theme", theme, THEMES)
    return svg_text(compose(network, theme, frame=frame, sheet=sheet_named(sheet) if sheet else None), theme)


def generate_svgs(
    network: nx.MultiDiGraph[str], theme: Theme = "light", *, sheet: str | None = None
) -> tuple[str, ...]:
    """Return the pictures of a network as SVG texts: one, or as many sheets as all of it needs.

    Raises:
        UnknownNameError: There is no such theme or sheet.

    Example:
        >>> import networkx as nx
        >>> len(generate_svgs(nx.MultiDiGraph(title="Nothing yet"), sheet="slide"))
        1
    """
    if theme not in THEMES:
        raise UnknownNameError("theme", theme, THEMES)
    pictures = compose_pages(network, theme, sheet=sheet_named(sheet) if sheet else None)
    return tuple(svg_text(picture, theme) for picture in pictures)


def svg_text(picture: Picture, theme: Theme = "light") -> str:
    """Return a picture that was composed as SVG text."""
    figures = (line for panel in picture.panels for line in _figure(panel, theme))
    size = (picture.width, picture.height, picture.box_width, picture.box_height)
    return document("figure", size, picture.around, figures, theme)


def write_svg(
    network: nx.MultiDiGraph[str], path: str | os.PathLike[str], *, theme: Theme = "light", sheet: str | None = None
) -> None:
    """Write the picture of a network as an SVG file.

    Raises:
        UnknownNameError: There is no such theme or sheet.
        NotSavedError: The file could not be written; what was there is unchanged.

    Example:
        >>> import tempfile, pathlib, networkx as nx
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "picture.svg"
        >>> write_svg(nx.MultiDiGraph(), path)
        >>> path.read_text(encoding="utf-8").startswith("<svg")
        True
    """
    from equigraph.exporters.embedding import embed  # noqa: PLC0415 # a page that holds the picture needs no font

    write_xml(path, embed(generate_svg(network, theme, sheet=sheet)))


def _figure(panel: Panel, theme: Theme) -> Iterator[str]:
    """Yield the picture itself: lines, boxes over them, headings."""
    drawing = panel.drawing
    place = attributes(transform=f"translate({number(panel.left)} {number(panel.top)})", class_="eq-figure")
    yield f"<g{place}>"
    yield '<g class="eq-headings">'
    yield from (_heading(heading, theme) for heading in drawing.headings)
    yield '</g>\n<g class="eq-edges" role="graphics-object" aria-label="Lines" fill="none">'
    yield from (_edge(curve, theme) for curve in drawing.curves)
    yield '</g>\n<g class="eq-nodes" role="graphics-object" aria-label="Boxes">'
    yield from (_node(box, theme) for box in drawing.boxes)
    yield '</g>\n<g class="eq-edge-labels" aria-hidden="true">'
    yield from (
        _words(curve.label, curve.label_x, curve.label_y, "muted", theme)
        for curve in drawing.curves
        if curve.label_drawn
    )
    yield "</g>\n</g>"


def _heading(heading: Heading, theme: Theme) -> str:
    looks = attributes(
        x=heading.x,
        y=heading.y,
        text_anchor=ANCHORS.get(heading.align),
        **HEADING_LOOKS[heading.level],
        fill=colour({1: "ink", 2: "heading"}.get(heading.level, "muted"), theme),
    )
    return f"<text{looks}>{content(heading.text)}</text>"


def _edge(curve: Curve, theme: Theme) -> str:
    """Return one line: title, a margin where it lies on top, the line, a wide invisible line to point at, its end."""
    own = colour(curve.colour, theme)
    points = (curve.x1, curve.y1, curve.c1x, curve.c1y, curve.c2x, curve.c2y, curve.x2, curve.y2)
    path = curve_path(points)
    names = attributes(
        class_=f"eq-edge eq-{verdict_look(curve.verdict).token if curve.verdict else 'relation'}",
        role="graphics-symbol",
        data_edge=curve.id,
        data_u=curve.u,
        data_v=curve.v,
        data_key=curve.key,
    )
    looks = attributes(
        stroke=own,
        stroke_width=curve.width,
        stroke_opacity=curve.opacity,
        stroke_dasharray=" ".join(map(number, curve.dash)) or None,
    )
    margin = ""
    if _lies_on_top(curve):
        margin = f'<path d="{path}"{attributes(stroke=colour("page", theme), stroke_width=curve.width + 2.4)}/>'
    hit = attributes(stroke=own, stroke_opacity=0.0, stroke_width=HIT_PX, pointer_events="stroke")
    end = badge(curve.glyph, curve.glyph_x, curve.glyph_y, curve.colour, theme, hollow=curve.general)
    end += _words(curve.mark, curve.mark_x, curve.mark_y, "ink", theme) if curve.mark else ""
    return (
        f"<g{names}><title>{content(curve.text)}</title>{margin}"
        f'<path class="eq-line" d="{path}"{looks}/><path d="{path}"{hit}/>{end}{arrow(curve.arrow, own)}</g>'
    )


def _words(text: str, x: float, y: float, token: str, theme: Theme) -> str:
    """Return words in a line's way, with a margin of the page's colour around them."""
    looks = attributes(
        x=x,
        y=y + TEXT_PX * 0.35,
        text_anchor="middle",
        fill=colour(token, theme),
        stroke=colour("page", theme),
        stroke_width=EDGE_LABEL_HALO_PX,
        stroke_linejoin="round",
        paint_order="stroke",
    )
    return f"<text{looks}>{content(text)}</text>"


def _lies_on_top(curve: Curve) -> bool:
    """Say whether a line gets a margin of the page's colour: it speaks against, or it is what changed."""
    if curve.change:
        return bool(change_look(curve.change).glyph)
    return curve.kind == "evidence" and not curve.general and verdict_look(curve.verdict).rank >= ON_TOP


def _node(box: Box, theme: Theme) -> str:
    """Return one node: title, outline, name, verdicts in words and as bars."""
    names = attributes(
        class_=f"eq-node eq-kind-{box.kind}{' eq-listed' if box.listed else ''}",
        role="graphics-symbol",
        data_node=box.node,
        data_id=box.id,
    )
    parts = [f"<g{names}><title>{content(box.text)}</title>"]
    if box.shape != "plain":
        size = (box.x, box.y, box.width, box.height)
        parts.append(node_shape(box.kind, box.shape, size, theme, listed=box.listed, focus=box.focus))
    if box.change:
        parts.append(_changed(box, theme))
    if box.marked:
        ring = attributes(fill="none", stroke=colour("accent", theme), stroke_width=RING_PX)
        parts.append(f"<rect{_frame(box)}{ring}/>")
    anchor = ANCHORS.get(box.align)
    first = box.text_top + ASCENT_PX
    bold = 600 if box.detail or box.focus else None
    ink = colour("muted" if box.listed else "ink", theme)
    parts.append(text_lines(box.lines, box.text_x, first, LINE_PX, text_anchor=anchor, fill=ink, font_weight=bold))
    if box.detail:
        below = first + LINE_PX * len(box.lines)
        muted = colour("muted", theme)
        parts.append(text_lines(box.detail, box.text_x, below, LINE_PX, text_anchor=anchor, fill=muted))
    parts += [_bar(bar, theme) for bar in box.bars]
    if box.bars:
        foot, rule = box.bars[0].y + box.bars[0].height, colour("rule", theme)
        across = f"M{number(box.text_x)} {number(foot + 0.5)}H{number(box.x + box.width / 2 - BOX_PADDING_PX)}"
        parts.append(f'<path d="{across}"{attributes(stroke=rule, stroke_opacity=0.6)}/>')
    return "".join((*parts, "</g>"))


def _changed(box: Box, theme: Theme) -> str:
    """Return the frame and the sign of what became of a box; nothing for one that is the same."""
    look = change_look(box.change)
    if not look.glyph:
        return ""
    sign_y = box.y if box.shape == "plain" else box.y - box.height / 2
    looks = attributes(
        fill="none",
        stroke=colour(look.token, theme),
        stroke_width=FRAME_PX,
        stroke_dasharray=" ".join(map(number, look.dash)) or None,
    )
    return f"<rect{_frame(box)}{looks}/>{badge(look.glyph, _left(box), sign_y, look.token, theme)}"


def _left(box: Box) -> float:
    """Return where a frame around a box begins; where there are words without a box of their own, around them."""
    left = box.x - box.width / 2
    if box.shape != "plain":
        return left
    words = max(text_width(line, BOLD_PX) for line in (*box.lines, *box.detail))
    return max(left, box.text_x - words) - 2 * FRAME_GAP_PX


def _frame(box: Box) -> str:
    """Return the rectangle around a box, or around words without one."""
    left, right = _left(box), box.x + box.width / 2
    top, height = box.y - box.height / 2, box.height
    if box.shape == "plain":
        right, top, height = right + FRAME_GAP_PX, top - 1, height + 2  # a heading stands close above
    return attributes(x=left, y=top, width=right - left, height=height, rx=4.0)


def _bar(bar: Bar, theme: Theme) -> str:
    shape = attributes(x=bar.x, y=bar.y, width=bar.width, height=bar.height, fill=colour(bar.colour, theme))
    return f"<rect{shape}/>{badge(bar.glyph, bar.glyph_x, bar.glyph_y, bar.colour, theme)}"
