"""What stands around a picture: title, takeaway and legend above it; source, data version and licence below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from equigraph.exporters.marks import attributes, badge, node_shape, number, text_lines
from equigraph.exporters.palette import KINDS, Theme, colour
from equigraph.graph.labels import clean, text_width, wrap

if TYPE_CHECKING:
    import networkx as nx

    from equigraph.exporters.shapes import Drawing, LegendItem

__all__ = ["FONT", "Frame", "frame_of"]

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif"
MARGIN_PX = 24.0
TITLE_PX = 22.0
SENTENCE_PX = 14.0
SMALL_PX = 13.0
SAMPLE_PX = 34.0  # a line sample in the legend
NARROWEST_PX = 640.0  # a picture with a title and a legend needs this much
EMPTY_HEIGHT_PX = 60.0
EMPTY = "Nothing to show: no node matches."
TEXT_COLUMNS = 400  # lines of running text are broken by their width, not by their characters


@dataclass(frozen=True, slots=True)
class Frame:
    """Elements above and below a picture, the size of the whole, and where the picture itself begins."""

    width: float
    height: float
    left: float
    top: float
    title: str
    description: str
    above: str
    below: str


def frame_of(network: nx.MultiDiGraph[str], drawing: Drawing, theme: Theme, *, shown: bool) -> Frame:
    """Return what stands around the picture of a network; without it only the picture's own size and names."""
    graph = network.graph
    title = clean(str(graph.get("title") or graph.get("view") or "Network"))
    takeaway = [clean(str(sentence)) for sentence in graph.get("summary") or ()]
    if not drawing.boxes:
        takeaway = [*takeaway, EMPTY]
    about = " ".join((*takeaway, *_source_lines(network)))
    empty = 0.0 if drawing.boxes else EMPTY_HEIGHT_PX
    if not shown:
        note = "" if drawing.boxes else _words((EMPTY,), MARGIN_PX, 36.0, SENTENCE_PX, colour("ink", theme))
        return Frame(drawing.width, drawing.height + empty, 0.0, 0.0, title, about, note, "")
    width = max(drawing.width, NARROWEST_PX)
    room = width - 2 * MARGIN_PX
    above, top = _above(title, takeaway, drawing.legend, room, theme)
    figure_bottom = top + (drawing.height if drawing.boxes else empty)
    below, bottom = _below(_source_lines(network), figure_bottom, room, theme)
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
        width = _sample_width(item) + text_width(item.text, SMALL_PX) + 30
        if x + width > MARGIN_PX + room + 30 and x > MARGIN_PX:
            x, y = MARGIN_PX, y + 24
        parts.append(_sample(item, x, y - 4.5, theme))
        parts.append(_words((item.text,), x + _sample_width(item) + 8, y, SMALL_PX, colour("ink", theme)))
        x += width
    parts.append("</g>")
    return "\n".join(parts), y + 14


def _sample_width(item: LegendItem) -> float:
    sign = 22.0 if item.glyph == "+/-" else 14.0 * bool(item.glyph)
    return {"bars": 26.0, "kind": 28.0, "sign": sign}.get(item.sort, SAMPLE_PX + sign)


def _sample(item: LegendItem, x: float, y: float, theme: Theme) -> str:
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


def _source_lines(network: nx.MultiDiGraph[str]) -> list[str]:
    """Return the sentences below a picture: scope, what is missing, source, data version and date, licence."""
    graph = network.graph
    shown, total = graph.get("shown"), graph.get("total")
    lines = [str(note) for note in graph.get("notes") or ()]
    if isinstance(shown, int) and isinstance(total, int) and shown < total:
        cut = f"{shown:,} of {total:,}"
        lines = lines if any(cut in note for note in lines) else [f"{cut} shown.", *lines]
    if graph.get("scope"):
        lines.append(f"Scope: {graph['scope']}")
    if graph.get("blind_spots"):
        lines.append("Missing: " + " ".join(map(str, graph["blind_spots"])))
    if graph.get("citation"):
        lines.append(f"Source: {graph['citation']}")
    data = []
    if graph.get("data_version"):
        date = f" of {graph['data_date']}" if graph.get("data_date") else ""
        data.append(f"Data version {graph['data_version']}{date}")
    if graph.get("licence"):
        data.append(f"Licence: {graph['licence']}" + (f", {graph['licence_url']}" if graph.get("licence_url") else ""))
    if data:
        lines.append(". ".join(data) + ".")
    return [clean(line) for line in lines]


def _below(sentences: list[str], top: float, room: float, theme: Theme) -> tuple[str, float]:
    """Return the lines below the picture, and how far down they reach."""
    if not sentences:
        return "", top + MARGIN_PX
    rule = attributes(x1=MARGIN_PX, x2=MARGIN_PX + room, y1=top, y2=top, stroke=colour("rule", theme))
    parts = [f'<g class="eq-source"><line{rule} stroke-width="1"/>']
    y = top + 24
    for sentence in sentences:
        lines = wrap(sentence, TEXT_COLUMNS, width_px=room, size_px=SMALL_PX, max_lines=8)
        parts.append(_words(lines, MARGIN_PX, y, SMALL_PX, colour("muted", theme)))
        y += (SMALL_PX + 5) * len(lines) + 3
    parts.append("</g>")
    return "\n".join(parts), y + MARGIN_PX - 12
