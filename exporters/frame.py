"""What stands around a picture: title, takeaway and legend above it; source, data version and licence below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.exporters.brief_frame import EMPTY, Frame, brief_frame, source_lines
from equigraph.exporters.marks import attributes, text_lines
from equigraph.exporters.palette import Theme, colour
from equigraph.exporters.samples import sample, sample_width
from equigraph.graph.labels import clean, text_width, wrap

if TYPE_CHECKING:
    import networkx as nx

    from equigraph.exporters.shapes import Drawing, LegendItem
    from equigraph.exporters.sheets import Sheet

__all__ = ["Frame", "frame_of"]

MARGIN_PX = 24.0
TITLE_PX = 22.0
SENTENCE_PX = 14.0
SMALL_PX = 13.0
NARROWEST_PX = 640.0  # a picture with a title and a legend needs this much
EMPTY_HEIGHT_PX = 60.0
TEXT_COLUMNS = 400  # lines of running text are broken by their width, not by their characters


def frame_of(
    network: nx.MultiDiGraph[str], drawing: Drawing, theme: Theme, *, shown: bool = True, sheet: Sheet | None = None
) -> Frame:
    """Return what stands around the picture of a network; without it only the picture's own size and names.

    On a sheet it is as wide as the sheet; its height is what it needs, which may be more than the sheet has.
    """
    if sheet and sheet.is_brief:
        return brief_frame(network, drawing, theme, sheet)
    graph = network.graph
    title = clean(str(graph.get("title") or graph.get("view") or "Network"))
    takeaway = [clean(str(sentence)) for sentence in graph.get("summary") or ()]
    if not drawing.boxes and "part" not in graph:
        takeaway = [*takeaway, EMPTY]
    about = " ".join((*takeaway, *source_lines(network)))
    empty = 0.0 if drawing.boxes else EMPTY_HEIGHT_PX
    if not shown:
        note = "" if drawing.boxes else _words((EMPTY,), MARGIN_PX, 36.0, SENTENCE_PX, colour("ink", theme))
        return Frame(drawing.width, drawing.height + empty, 0.0, 0.0, title, about, note, "")
    width = sheet.width if sheet else max(drawing.width, NARROWEST_PX)
    room = width - 2 * MARGIN_PX
    above, top = _above(title, takeaway, drawing.legend, room, theme)
    figure_bottom = top + (drawing.height if drawing.boxes else empty)
    below, bottom = _below(source_lines(network), figure_bottom, room, theme)
    return Frame(width, bottom, (width - drawing.width) / 2, top, title, about, above, below)


def _words(lines: tuple[str, ...], x: float, first: float, size: float, fill: str, **looks: str | float | None) -> str:
    return text_lines(lines, x, first, size + 5, font_size=size, fill=fill, **looks)


def _above(
    title: str, takeaway: list[str], legend: tuple[LegendItem, ...], room: float, theme: Theme
) -> tuple[str, float]:
    """Return title, takeaway and legend, and how far down they reach."""
    lines = wrap(title, TEXT_COLUMNS, width_px=room / 1.14, size_px=TITLE_PX, max_lines=3)
    y = MARGIN_PX + TITLE_PX
    parts = [_words(lines, MARGIN_PX, y, TITLE_PX, colour("ink", theme), font_weight=700)]
    y += (TITLE_PX + 5) * len(lines)
    for sentence in takeaway:
        lines = wrap(sentence, TEXT_COLUMNS, width_px=room, size_px=SENTENCE_PX, max_lines=6)
        parts.append(_words(lines, MARGIN_PX, y, SENTENCE_PX, colour("ink", theme)))
        y += (SENTENCE_PX + 5) * len(lines) + 2
    if legend:
        drawn, y = _legend(legend, y + 8, room, theme)
        parts.append(drawn)
    return "\n".join(parts), y + 8


def _legend(legend: tuple[LegendItem, ...], y: float, room: float, theme: Theme) -> tuple[str, float]:
    """Return the legend as rows of samples with words; notes take a row of their own."""
    parts = ['<g class="eq-legend" role="graphics-object" aria-label="Legend">']
    rule = attributes(x1=MARGIN_PX, x2=MARGIN_PX + room, y1=y - 10, y2=y - 10, stroke=colour("rule", theme))
    parts.append(f'<line{rule} stroke-width="1"/>')
    x, y = MARGIN_PX, y + 10
    for item in legend:
        if item.sort == "note":
            parts.append(_words((item.text,), MARGIN_PX, y, SMALL_PX, colour("ink", theme), font_weight=600))
            y += 24
            continue
        width = sample_width(item) + text_width(item.text, SMALL_PX) + 30
        if x + width > MARGIN_PX + room + 30 and x > MARGIN_PX:
            x, y = MARGIN_PX, y + 24
        parts.append(sample(item, x, y - 4.5, theme))
        parts.append(_words((item.text,), x + sample_width(item) + 8, y, SMALL_PX, colour("ink", theme)))
        x += width
    parts.append("</g>")
    return "\n".join(parts), y + 14


def _below(sentences: list[str], top: float, room: float, theme: Theme) -> tuple[str, float]:
    """Return the lines below the picture, and how far down they reach."""
    if not sentences:
        return "", top + MARGIN_PX
    rule = attributes(x1=MARGIN_PX, x2=MARGIN_PX + room, y1=top, y2=top, stroke=colour("rule", theme))
    parts = [f'<g class="eq-source"><line{rule} stroke-width="1"/>']
    y = top + 24
    for sentence in sentences:
        lines = wrap(sentence, TEXT_COLUMNS, width_px=room, size_px=SMALL_PX, max_lines=16)
        parts.append(_words(lines, MARGIN_PX, y, SMALL_PX, colour("muted", theme)))
        y += (SMALL_PX + 5) * len(lines) + 3
    parts.append("</g>")
    return "\n".join(parts), y + MARGIN_PX - 12
