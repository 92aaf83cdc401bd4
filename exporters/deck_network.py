"""The slides of one network: all of its parts, or, where they are too many, its best supported lines and how to get the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.brief_frame import EMPTY
from equigraph.exporters.deck_notes import network_notes
from equigraph.exporters.deck_sources import sources_of
from equigraph.exporters.deck_text import Words, text_slides
from equigraph.exporters.drawing import draw
from equigraph.exporters.legend import legend
from equigraph.exporters.paging import cut_to, divide
from equigraph.exporters.slide_legend import LEGEND_LINE_PX, add_legend, legend_rows
from equigraph.exporters.slide_picture import draw_picture
from equigraph.exporters.slide_room import TEXT_LINE_PX, SlideRoom, add_words, lines_of, sentences_in
from equigraph.graph.boxes import MARK_PORT_PX
from equigraph.graph.drill import DRAWING
from equigraph.graph.kinds import count_words
from equigraph.graph.labels import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    import networkx as nx

    from equigraph.exporters.evidence import Reference
    from equigraph.exporters.slide import Slides

__all__ = ["MOST_PARTS", "add_source", "network_slides", "slide_source"]

MOST_PARTS: Final = 40  # slides that a network may take; more are not a talk but a catalogue
MOST_LINES_ON_A_SLIDE: Final = 40
TAKEAWAY_LINES: Final = 2
NARROW_PX, NARROW_LINES = 560.0, 3
OWN_LINES: Final = 3  # an author's own words; longer ones get a slide of their own
OWN: Final = "Author's note: "
GAP_PX: Final = 5.0
UNMARKED: Final = "group"  # a line that bundles others names only some of its sources
LOW_PX: Final = 90.0  # a picture that is lower stands in the middle of its room, not at its top


def network_slides(slides: Slides, network: nx.MultiDiGraph[str], *, title: str = "", text: str = "") -> None:
    """Add the slides of a network.

    Args:
        slides: Those of the deck.
        network: Follows the ``Network`` contract; it is not changed.
        title: Words for its slides, in place of its own title.
        text: The author's own sentence; it is set apart from what the data say, and stands on the first slide.
    """
    room = SlideRoom(slides.template)
    whole = _prepared(network, title)
    name = str(whole.graph["title"])
    own = f"{OWN}{clean(text)}" if clean(text) else ""
    if own and len(lines_of(own, room.width)) > OWN_LINES:
        text_slides(slides, f"{name}: in the author's words", [Words(own, italic=True)])
        own = ""
    frame = _Frame(room, whole, own)
    parts, is_cut = _parts(whole, frame)
    for number, part in enumerate(parts):
        _numbers(slides, part)
        _slide(slides, frame, part, own if number == 0 else "")
    if is_cut:
        text_slides(slides, f"{name}: how to see the rest", [*_rest(whole, parts[0])])


def _prepared(network: nx.MultiDiGraph[str], title: str) -> nx.MultiDiGraph[str]:
    """Return a copy with the chosen title, in which every line has room for the numbers of its sources."""
    copy = network.copy()
    copy.graph["title"] = clean(title or str(copy.graph.get("title") or copy.graph.get("view") or "Network"))
    for *_, data in copy.edges(data=True):
        if data.get("kind") != UNMARKED:
            data["mark"] = "0"
    return copy


class _Frame:
    """What stands around the pictures of one network, the same on all of its slides."""

    def __init__(self, room: SlideRoom, network: nx.MultiDiGraph[str], own: str) -> None:
        self.room = room
        self.takeaway_lines = NARROW_LINES if room.width < NARROW_PX else TAKEAWAY_LINES
        self.own_lines = len(lines_of(own, room.width)) if own else 0
        self.source_lines = len(lines_of(slide_source(network.graph), room.width, most=2))
        legend_lines = len(legend_rows(legend(network), room.width))
        self.own_top = self.takeaway_lines * TEXT_LINE_PX + GAP_PX
        self.legend_top = self.own_top + self.own_lines * TEXT_LINE_PX + GAP_PX * bool(own)
        self.top = self.legend_top + legend_lines * LEGEND_LINE_PX + GAP_PX
        self.bottom = room.height - self.source_lines * TEXT_LINE_PX - GAP_PX
        self.sheet = room.sheet(self.bottom - self.top)


def _parts(network: nx.MultiDiGraph[str], frame: _Frame) -> tuple[tuple[nx.MultiDiGraph[str], ...], bool]:
    """Return the parts of a network, and whether they are not all of it."""
    if network.number_of_edges() <= MOST_PARTS * MOST_LINES_ON_A_SLIDE:
        parts = divide(network, frame.sheet)
        if len(parts) <= MOST_PARTS:
            return parts, False
    return (cut_to(network, frame.sheet),), True


def _numbers(slides: Slides, part: nx.MultiDiGraph[str]) -> None:
    """Give the lines of a part the numbers of their sources, in the order in which the slide shows them."""
    ordered = sorted(
        part.edges(data=True),
        key=lambda edge: tuple(_height(part, node) for node in (edge[1], edge[0])),
    )
    for *_, data in ordered:
        marked = data.get("kind") != UNMARKED
        data["mark"] = slides.sources.mark(sources_of(part, data)) if marked else ""
    part.graph["numbers"] = {one.iri: one.number for one in slides.sources.references}


def _height(part: nx.MultiDiGraph[str], node: str) -> tuple[float, str]:
    return float(part.nodes[node].get("y") or 0.0), node


def _slide(slides: Slides, frame: _Frame, part: nx.MultiDiGraph[str], own: str) -> None:
    """Add one slide: title, takeaway, the author's words, legend, picture, source; and its notes."""
    room, graph = frame.room, part.graph
    slide = slides.begin(str(graph["title"]))
    drawing = draw(part)
    summary = list(map(str, graph.get("summary") or ()))
    takeaway = sentences_in(summary if drawing.boxes else [EMPTY], room.width, frame.takeaway_lines)
    if takeaway:
        add_words(slide, room, "Takeaway", takeaway, 0.0, frame.takeaway_lines)
    if own:
        add_words(slide, room, "Author's note", own, frame.own_top, frame.own_lines, italic=True)
    add_legend(slide, room.canvas(0.0, frame.legend_top), drawing.legend, room.width)
    if drawing.boxes:
        left = max(0.0, (room.width - drawing.width) / 2)
        spare = frame.bottom - frame.top - drawing.height
        top = frame.top + max(0.0, min(spare / 2, LOW_PX / 4))
        draw_picture(slide, room.canvas(left, top), part, drawing, " ".join(summary))
    add_source(slide, room, graph)
    references = [slides.sources.cite(record) for record in _cited(part)]
    slide.close(network_notes(slide.title, part, own), sorted(references, key=lambda one: one.number))


def _cited(part: nx.MultiDiGraph[str]) -> Iterator[Mapping[str, Any]]:
    seen: set[str] = set()
    for *_, data in part.edges(data=True):
        for record in sources_of(part, data) if data.get("kind") != UNMARKED else ():
            if record["iri"] not in seen:
                seen.add(record["iri"])
                yield record


def slide_source(graph: Mapping[str, Any]) -> str:
    """Return where a slide comes from, in one line.

    Example:
        >>> slide_source({"dataset": "equigraph", "data_version": "2026.11.23", "licence": "CC BY 4.0"})
        'Source: equigraph, data version 2026.11.23, CC BY 4.0'
    """
    version, date = str(graph.get("data_version") or ""), str(graph.get("data_date") or "")
    said = f"data version {version}" if version else ""
    if date and date.replace("-", ".") != version:
        said = f"{said} of {date}" if said else f"data of {date}"
    parts = [str(graph.get("dataset") or ""), said, str(graph.get("licence") or "")]
    told = ", ".join(filter(None, parts))
    return clean(f"Source: {told}" if told else "No source is recorded for these data.")


def add_source(slide: Any, room: SlideRoom, graph: Mapping[str, Any]) -> None:
    """Add the line that says where a slide comes from, at its foot."""
    said = slide_source(graph)
    lines = lines_of(said, room.width, most=2)
    top = room.height - len(lines) * TEXT_LINE_PX
    add_words(slide, room, "Source", " ".join(lines), top, len(lines), "muted")


def _rest(network: nx.MultiDiGraph[str], shown: nx.MultiDiGraph[str]) -> Iterator[Words]:
    """Yield how to see what a cut network leaves out."""
    lines, number = network.number_of_edges(), shown.number_of_edges()
    view = str(network.graph.get("view") or "VIEW")
    yield Words(
        f"{number:,} of {count_words(lines, 'line')} are shown: more than {MOST_PARTS} slides would be needed for all."
    )
    yield Words("To show another part, choose one:", bold=True)
    yield Words(
        f"equigraph export {view} --help lists what can be chosen in this view, such as one goal, one group or one state."
    )
    yield Words("To have all of it:", bold=True)
    yield Words(f"equigraph export {view} {view}.html makes a page in which every line opens its evidence.")
    chosen = sorted(set(network.graph.get("parameters") or ()) - DRAWING)
    if chosen:
        values = network.graph["parameters"]
        yield Words(f"Chosen here: {', '.join(f'{name} {values[name]}' for name in chosen)}.")
