"""What stands around a picture that is read from afar: title, takeaway, a short legend, one source line.

What it leaves out (blind spots, scope, the long words of the legend) stands in the description of the picture, and, in
a deck, in the notes and on the last slides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from equigraph.exporters.marks import attributes, content, text_lines
from equigraph.exporters.palette import Theme, colour
from equigraph.exporters.samples import sample, sample_width
from equigraph.graph.labels import ELLIPSIS, clean, text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

    from equigraph.exporters.shapes import Drawing, LegendItem
    from equigraph.exporters.sheets import Sheet

__all__ = ["EMPTY", "Frame", "brief_frame", "brief_source", "source_lines"]

EMPTY = "Nothing to show: no node matches."
TEXT_COLUMNS = 400  # lines of running text are broken by their width, not by their characters
MARGIN_PX = 18.0
TITLE_PX, TITLE_LINE_PX = 19.0, 23.0
TEXT_PX, TEXT_LINE_PX = 13.0, 17.0  # nothing on a sheet is smaller
LEGEND_LINE_PX = 20.0
BOLD = 1.14  # bold letters are wider
NUMBERS = re.compile(r" \([\d,]+ of [\d,]+\)$")
MOST_LINES = 2  # of title, takeaway and source


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


def brief_frame(network: nx.MultiDiGraph[str], drawing: Drawing, theme: Theme, sheet: Sheet) -> Frame:
    """Return title, takeaway and legend at the top of a sheet, and the source at its foot."""
    room = sheet.width - 2 * MARGIN_PX
    title = clean(str(network.graph.get("title") or network.graph.get("view") or "Network"))
    takeaway = _takeaway(network, room)
    y = MARGIN_PX - 4 + TITLE_PX
    lines = _title_lines(title, room / BOLD)
    parts = [_words(lines, y, TITLE_PX, TITLE_LINE_PX, colour("ink", theme), font_weight=700)]
    y += TITLE_LINE_PX * len(lines) - 3
    lines = wrap(takeaway, TEXT_COLUMNS, width_px=room, size_px=TEXT_PX, max_lines=MOST_LINES)
    parts.append(_words(lines, y, TEXT_PX, TEXT_LINE_PX, colour("ink", theme)))
    y += TEXT_LINE_PX * len(lines)
    items = [item for item in drawing.legend if item.short]
    if items:
        parts += ['<g class="eq-legend" role="graphics-object" aria-label="Legend">']
        drawn, y = _legend(items, y + 4, room, theme)
        parts += [*drawn, "</g>"]
    source = wrap(brief_source(network), TEXT_COLUMNS, width_px=room, size_px=TEXT_PX, max_lines=MOST_LINES)
    foot = TEXT_LINE_PX * len(source) + 12
    below = _words(source, sheet.height - foot + TEXT_PX, TEXT_PX, TEXT_LINE_PX, colour("muted", theme))
    return Frame(
        width=sheet.width,
        height=y + drawing.height * bool(drawing.boxes) + foot,
        left=(sheet.width - drawing.width) / 2,
        top=y,
        title=title,
        description=" ".join((*map(str, network.graph.get("summary") or ()), *source_lines(network))),
        above="\n".join(parts),
        below=f'<g class="eq-source">{below}</g>',
    )


def _title_lines(title: str, room: float) -> tuple[str, ...]:
    """Return the lines of a title; what tells parts apart at its end, such as "(2 of 3)", stays where it is cut."""
    lines = wrap(title, TEXT_COLUMNS, width_px=room, size_px=TITLE_PX, max_lines=MOST_LINES)
    number = NUMBERS.search(title)
    stem = " ".join(lines).removesuffix(ELLIPSIS) if number and lines[-1].endswith(ELLIPSIS) else ""
    while number and stem:
        tried = f"{stem.rstrip()}{ELLIPSIS}{number.group()}"
        whole = wrap(tried, TEXT_COLUMNS, width_px=room, size_px=TITLE_PX, max_lines=MOST_LINES)
        if not whole[-1].endswith(ELLIPSIS):
            return whole
        stem = stem[:-1]
    return lines


def _takeaway(network: nx.MultiDiGraph[str], room: float) -> str:
    """Return the first sentences of the summary, as many as two lines hold, and at least one."""
    sentences = [clean(str(sentence)) for sentence in network.graph.get("summary") or ()]
    if not network.number_of_nodes():
        sentences = [EMPTY]
    said = sentences[0] if sentences else ""
    for sentence in sentences[1:]:
        longer = f"{said} {sentence}"
        if len(wrap(longer, TEXT_COLUMNS, width_px=room, size_px=TEXT_PX, max_lines=9)) > MOST_LINES:
            break
        said = longer
    return said


def brief_source(network: nx.MultiDiGraph[str]) -> str:
    """Return where the picture comes from in one line: the data, their version and date, the licence."""
    graph = network.graph
    parts = [f"Source: {graph['dataset']}"] if graph.get("dataset") else []
    if graph.get("data_version"):
        parts.append(
            f"version {graph['data_version']}" + (f" ({graph['data_date']})" if graph.get("data_date") else "")
        )
    parts += [str(graph["licence"]).replace(" ", "\N{NO-BREAK SPACE}")] if graph.get("licence") else []
    return clean(", ".join(parts) + "." if parts else "No source is recorded for these data.")


def source_lines(network: nx.MultiDiGraph[str]) -> list[str]:
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


def _words(
    lines: tuple[str, ...], first: float, size: float, pitch: float, fill: str, **looks: str | float | None
) -> str:
    return text_lines(lines, MARGIN_PX, first, pitch, font_size=size, fill=fill, **looks)


def _legend(items: Iterable[LegendItem], y: float, room: float, theme: Theme) -> tuple[list[str], float]:
    """Return rows of samples with their short words, and how far down they reach."""
    parts = []
    x, y = MARGIN_PX, y + 12
    for item in items:
        width = sample_width(item) + 5 + text_width(item.short, TEXT_PX) + 16
        if x + width > MARGIN_PX + room + 16 and x > MARGIN_PX:
            x, y = MARGIN_PX, y + LEGEND_LINE_PX
        parts.append(sample(item, x, y - 4.5, theme))
        looks = attributes(x=round(x + sample_width(item) + 5, 1), y=y, font_size=TEXT_PX, fill=colour("ink", theme))
        parts.append(f"<text{looks}>{content(item.short)}</text>")
        x += width
    return parts, y + 4
