"""The slides of one network: all of its parts, or its best supported lines, and how to see the rest."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.brief_frame import EMPTY
from equigraph.exporters.deck_notes import network_notes
from equigraph.exporters.deck_opening import opening_slide
from equigraph.exporters.deck_sources import sources_of
from equigraph.exporters.deck_text import Words, names_slides, text_slides
from equigraph.exporters.drawing import draw
from equigraph.exporters.evidence import unlinked
from equigraph.exporters.legend import legend
from equigraph.exporters.paging import cut_to, divide
from equigraph.exporters.slide_legend import LEGEND_LINE_PX, add_legend, legend_rows
from equigraph.exporters.slide_picture import draw_picture
from equigraph.exporters.slide_room import TEXT_LINE_PX, SlideRoom, add_words, lines_of, sentences_in
from equigraph.graph.boxes import is_layered
from equigraph.graph.drill import DRAWING
from equigraph.graph.kinds import count_words
from equigraph.graph.labels import ELLIPSIS, clean

if TYPE_CHECKING:
    import networkx as nx

    from equigraph.exporters.slide import Slide, Slides

__all__ = ["MOST_PARTS", "Told", "add_source", "network_slides", "slide_source"]

MOST_PARTS: Final = 40  # slides that a network may take; more are not a talk but a catalogue
MOST_LINES_ON_A_SLIDE: Final = 40
TAKEAWAY_LINES: Final = 2
SOURCE_LINES: Final = 2
ENOUGH_PX: Final = 140.0  # the height of a picture of a few lines
OWN_LINES: Final = 3  # an author's own words; longer ones get a slide of their own
OPENING_SENTENCES: Final = 2
OWN: Final = "Author's note: "
FEW_THINGS: Final = 24  # more things than stand on one slide
GAP_PX: Final = 5.0
NO_SOURCE: Final = "no source"  # a line of evidence never stands without a mark
UNMARKED: Final = "group"  # a line that bundles others names only some of its sources
LOW_PX: Final = 90.0  # a picture that is lower stands in the middle of its room, not at its top


@dataclass(frozen=True, slots=True)
class Told:
    """What the slides of a network tell: the verdicts of their lines, and in a sentence what was chosen or left out."""

    verdicts: frozenset[str]
    scope: str


def network_slides(
    slides: Slides, network: nx.MultiDiGraph[str], *, title: str = "", text: str = "", opens: bool = False
) -> Told:
    """Add the slides of a network, and return what they tell.

    Args:
        slides: Those of the deck.
        network: Follows the ``Network`` contract; it is not changed.
        title: Words for its slides, in place of its own title.
        text: The author's own sentence; it is set apart from what the data say, and stands on the first slide.
        opens: Whether it opens the deck: then a title slide comes first, where there are several slides.
    """
    room = SlideRoom(slides.template)
    whole = _prepared(network, title)
    name = str(whole.graph["title"])
    own = f"{OWN}{clean(text)}" if clean(text) else ""
    frame = _Frame(room, whole, own)
    linked, alone = _apart(whole, frame)
    parts, is_cut = _parts(linked, frame) if linked or not alone else ((), False)
    if opens and (len(parts) > 1 or is_cut or alone):
        summary = [str(sentence) for sentence in network.graph.get("summary") or ()]
        opening_slide(slides, name, [*summary[:OPENING_SENTENCES], slide_source(network.graph)], notes=summary)
    if own and not frame.own_lines:
        text_slides(slides, f"{name}: in the author's words", [Words(own, italic=True)])
    if parts and frame.is_legend_apart:
        _legend_slide(slides, room, whole)
    for number, part in enumerate(parts):
        _numbers(slides, part)
        _say_slides(part)
        if title and network.graph.get("parameters"):  # our own title names the group, another may not
            part.graph["summary"] = [str(network.graph["scope"]), *part.graph["summary"]]
        _slide(slides, frame, part, own if number == 0 and frame.own_lines else "")
    if alone:
        chosen = str(network.graph.get("scope") or "") if network.graph.get("parameters") else ""
        names_slides(slides, f"{name}: {unlinked(whole)}", whole, alone, source=slide_source(whole.graph), said=chosen)
    if is_cut:
        text_slides(slides, f"{name}: how to see the rest", [*_rest(whole, parts[0])])
    verdicts = {str(data.get("verdict")) for part in parts for *_, data in part.edges(data=True) if data.get("verdict")}
    scope = _cut_words(whole, parts[0]) if is_cut else str(network.graph.get("scope") or "")
    return Told(frozenset(verdicts), f"{name}: {scope}" if scope else "")


def _cut_words(whole: nx.MultiDiGraph[str], part: nx.MultiDiGraph[str]) -> str:
    return f"{part.number_of_edges():,} of {count_words(whole.number_of_edges(), 'line')} are shown."


def _prepared(network: nx.MultiDiGraph[str], title: str) -> nx.MultiDiGraph[str]:
    """Return a copy with the chosen title, in which every line has room for the numbers of its sources.

    One without columns is to be divided in any case: in two columns its lines have room for words and numbers, and
    are easily told apart, as they are not where they run in all directions.
    """
    copy = network.copy()
    copy.graph["title"] = clean(title or str(copy.graph.get("title") or copy.graph.get("view") or "Network"))
    if not is_layered(copy):
        copy.graph["height"] = math.inf
    for *_, data in copy.edges(data=True):
        if data.get("kind") != UNMARKED:
            data["mark"] = "0"
    return copy


class _Frame:
    """What stands around the pictures of one network, the same on all of its slides.

    Where a slide has little room, the author's words get a slide of their own, and then the legend does.
    """

    def __init__(self, room: SlideRoom, network: nx.MultiDiGraph[str], own: str) -> None:
        self.room = room
        own_lines = len(lines_of(own, room.words_px)) if own else 0
        legend_lines = len(legend_rows(legend(network), room.width))
        self.source = _source_lines(network.graph, room, SOURCE_LINES)
        self._set(own_lines if own_lines <= OWN_LINES else 0, legend_lines)
        if self.sheet.height < ENOUGH_PX:
            self._set(0, legend_lines)
        if self.sheet.height < ENOUGH_PX and legend_lines:
            self.source = _source_lines(network.graph, room, 1)
            self._set(0, 0)
        self.is_legend_apart = legend_lines > self.legend_lines

    def _set(self, own_lines: int, legend_lines: int) -> None:
        self.own_lines, self.legend_lines = own_lines, legend_lines
        self.own_top = TAKEAWAY_LINES * TEXT_LINE_PX + GAP_PX
        self.legend_top = self.own_top + own_lines * TEXT_LINE_PX + GAP_PX * bool(own_lines)
        self.top = self.legend_top + legend_lines * LEGEND_LINE_PX + GAP_PX * bool(legend_lines)
        self.bottom = self.room.height - len(self.source) * TEXT_LINE_PX - GAP_PX
        self.sheet = self.room.sheet(self.bottom - self.top)


def _source_lines(graph: Mapping[str, Any], room: SlideRoom, most: int) -> tuple[str, ...]:
    """Return the lines that say where a slide comes from, with a shorter name of the data where they would be cut."""
    name = str(graph.get("dataset") or "")
    lines: tuple[str, ...] = ()
    for short in dict.fromkeys((name, name.partition(":")[0], "")):
        lines = lines_of(slide_source({**graph, "dataset": short}), room.words_px, most=most)
        if not lines[-1].endswith(ELLIPSIS):
            break
    return lines


def _legend_slide(slides: Slides, room: SlideRoom, network: nx.MultiDiGraph[str]) -> None:
    """Add the legend as a slide, where there is no room for it beside the pictures."""
    slide = slides.begin(f"{network.graph['title']}: how to read the lines")
    add_legend(slide, room.canvas(), legend(network), room.width)
    add_source(slide, room, network.graph)
    slide.close([slide.title])


def _apart(network: nx.MultiDiGraph[str], frame: _Frame) -> tuple[nx.MultiDiGraph[str], list[str]]:
    """Return the network without the things that have no line, and these, unless one slide holds all of it."""
    alone = [node for node in network if not network.degree(node)]
    if not alone or (len(network) <= FEW_THINGS and len(divide(network, frame.sheet)) == 1):
        return network, []
    linked = network.copy()
    linked.remove_nodes_from(alone)
    return linked, alone


def _parts(network: nx.MultiDiGraph[str], frame: _Frame) -> tuple[tuple[nx.MultiDiGraph[str], ...], bool]:
    """Return the parts of a network, and whether they are not all of it."""
    if network.number_of_edges() <= MOST_PARTS * MOST_LINES_ON_A_SLIDE:
        parts = divide(network, frame.sheet)
        if len(parts) <= MOST_PARTS:
            return parts, False
    part = cut_to(network, frame.sheet)
    shown = f"{part.number_of_edges():,} of {count_words(network.number_of_edges(), 'line')}"
    part.graph["title"] = f"{network.graph['title']}: {shown}"
    return (part,), True


def _numbers(slides: Slides, part: nx.MultiDiGraph[str]) -> None:
    """Give the lines of a part the numbers of their sources, in the order in which the slide shows them."""
    ordered = sorted(
        part.edges(data=True),
        key=lambda edge: tuple(_height(part, node) for node in (edge[1], edge[0])),
    )
    for *_, data in ordered:
        if data.get("kind") != UNMARKED:
            mark = slides.sources.mark(sources_of(part, data))
            data["mark"] = mark or NO_SOURCE * (data.get("kind") == "evidence")
    part.graph["numbers"] = {one.iri: one.number for one in slides.sources.references}


def _say_slides(part: nx.MultiDiGraph[str]) -> None:
    for _, data in part.nodes(data=True):
        if data.get("note"):
            data["note"] = str(data["note"]).replace("on other pages", "on other slides")


def _height(part: nx.MultiDiGraph[str], node: str) -> tuple[float, str]:
    return float(part.nodes[node].get("y") or 0.0), node


def _slide(slides: Slides, frame: _Frame, part: nx.MultiDiGraph[str], own: str) -> None:
    """Add one slide: title, takeaway, the author's words, legend, picture, source; and its notes."""
    room, graph = frame.room, part.graph
    slide = slides.begin(str(graph["title"]))
    drawing = draw(part)
    summary = list(map(str, graph.get("summary") or ()))
    takeaway = sentences_in(summary if drawing.boxes else [EMPTY], room.words_px, TAKEAWAY_LINES)
    if takeaway:
        add_words(slide, room, "Takeaway", takeaway, 0.0, TAKEAWAY_LINES)
    if own:
        add_words(slide, room, "Author's note", own, frame.own_top, frame.own_lines, italic=True)
    if frame.legend_lines:
        add_legend(slide, room.canvas(0.0, frame.legend_top), drawing.legend, room.width)
    if drawing.boxes:
        left = max(0.0, (room.width - drawing.width) / 2)
        spare = frame.bottom - frame.top - drawing.height
        top = frame.top + max(0.0, min(spare / 2, LOW_PX / 4))
        draw_picture(slide, room.canvas(left, top), part, drawing, " ".join(summary) or slide.title)
    add_source(slide, room, graph, most=len(frame.source))
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


def add_source(slide: Slide, room: SlideRoom, graph: Mapping[str, Any], *, most: int = SOURCE_LINES) -> None:
    """Add the line that says where a slide comes from, at its foot."""
    lines = _source_lines(graph, room, most)
    top = room.height - len(lines) * TEXT_LINE_PX
    add_words(slide, room, "Source", " ".join(lines), top, len(lines), "muted")


def _rest(network: nx.MultiDiGraph[str], shown: nx.MultiDiGraph[str]) -> Iterator[Words]:
    """Yield how to see what a cut network leaves out."""
    view = str(network.graph.get("view") or "VIEW")
    yield Words(f"{_cut_words(network, shown)} All of them would take more than {MOST_PARTS} slides.")
    yield Words("To show another part, choose one:", bold=True)
    yield Words(f"equigraph export {view} --help lists what can be chosen in this view, such as one goal or one state.")
    yield Words("To have all of it:", bold=True)
    yield Words(f"equigraph export {view} {view}.html makes a page in which every line opens its evidence.")
    chosen = sorted(set(network.graph.get("parameters") or ()) - DRAWING)
    if chosen:
        values = network.graph["parameters"]
        yield Words(f"Chosen here: {', '.join(f'{name} {values[name]}' for name in chosen)}.")
