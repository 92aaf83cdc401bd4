"""The picture of a network on a slide: native shapes for its things, glued connectors for its lines.

A line ends in a small shape, its pill, which holds the sign of its verdict and the numbers of its sources. A thing and
the pills at it are a group: where the group is moved, its pills go with it, and the lines follow. What is lost: bars,
since there is no room for them at the size of text on slides, and the several points at which lines leave one thing,
since the shapes of PowerPoint have one point on each side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from equigraph.exporters.palette import GENERAL_OPACITY, LINE_OPACITY, Theme, blend, colour, kind_look
from equigraph.exporters.slide_shapes import Align, Frame, Look, Paragraph, Run, connector, group, shape
from equigraph.graph.boxes import BOX_INSET_PX, LINE_PX, TEXT_PX
from equigraph.graph.labels import ELLIPSIS, clean, text_width

if TYPE_CHECKING:
    import networkx as nx

    from equigraph.exporters.shapes import Box, Curve, Drawing, Heading
    from equigraph.exporters.slide import Slide

__all__ = ["PILL_PX", "Canvas", "draw_picture", "pill_look", "pill_text", "pill_width"]

PILL_PX: Final = 16.8  # height; lines with numbers stand 18 px apart
PILL_PADDING_PX: Final = 5.0
PILL_GAP_PX: Final = 2.0  # between a pill and its box
OUTLINE_PX, FOCUS_PX, DOUBLE_PX = 1.2, 2.6, 2.2
RING_PX = 3.5  # around what a person highlighted
ROUNDING: Final = 50_000  # a rounded rectangle whose ends are half circles
CORNER_PX: Final = 8.0
TIP_PX: Final = 6.0
BULGE_PX, BULGE_SHARE = 20.0, 0.2  # how far a line within one column goes round: at least, and of its height
LEFT, RIGHT = 1, 3  # the connection sites of all shapes used here
SIGNS: Final[Mapping[str, str]] = {"-": "\N{MINUS SIGN}", "+/-": "+/\N{MINUS SIGN}"}
ALIGNS: Final[Mapping[str, Align]] = {"left": "l", "right": "r", "center": "ctr"}
COMPOUND: Final[Mapping[str, str]] = {"double": "dbl", "book": "thickThin"}
LABEL_INSET_PX: Final = 4.0
ASCENT_PX: Final = 12.5  # from the top of a text line to its baseline
BOLD: Final = 1.12


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where a picture stands on a slide: its origin in EMU, the EMU of one px of the layout, its colours."""

    left: int
    top: int
    scale: float
    points: float
    theme: Theme

    def frame(self, x: float, y: float, width: float, height: float) -> Frame:
        """Return the place of a box with its upper left corner at (x, y)."""
        left, top = self.left + self.length(x), self.top + self.length(y)
        return Frame(left, top, self.length(width), self.length(height))

    def length(self, px: float) -> int:
        """Return a length in EMU."""
        return round(px * self.scale)

    def colour(self, token: str) -> str:
        """Return a colour of the palette."""
        return colour(token, self.theme)

    def run(self, text: str, ink: str = "ink", *, bold: bool = False, italic: bool = False) -> Run:
        """Return words in the size of the picture."""
        return Run(text, self.colour(ink), self.points, bold=bold, italic=italic)


@dataclass(frozen=True, slots=True)
class _Pill:
    """The end of a line: the id of its shape, its words, its place."""

    number: int
    text: str
    frame: Frame


def pill_text(glyph: str, mark: str) -> str:
    """Return what stands in a pill: the sign, then the numbers.

    Example:
        >>> pill_text("+", "1, 4"), pill_text("", "2")
        ('+ 1, 4', '2')
    """
    return " ".join(filter(None, (SIGNS.get(glyph, glyph), mark)))


def pill_width(text: str) -> float:
    """Return how wide a pill is, in px of the layout."""
    return max(PILL_PX, text_width(text, TEXT_PX) + 2 * PILL_PADDING_PX)


def pill_look(canvas: Canvas, token: str, *, is_hollow: bool) -> tuple[Look, str]:
    """Return the looks of a pill, and the colour of its words."""
    own, paper = canvas.colour(token), canvas.colour("page")
    look = Look(paper if is_hollow else own, own, canvas.length(1.0), geometry="roundRect", adjust=ROUNDING)
    return look, own if is_hollow else canvas.colour("glyph-ink")


def draw_picture(slide: Slide, canvas: Canvas, network: nx.MultiDiGraph[str], drawing: Drawing, summary: str) -> None:
    """Add the picture of a network: headings, things of the left column, lines, the other things with their pills."""
    _Picture(slide, canvas, network, drawing).draw(summary)


class _Picture:
    """A picture that is being drawn: which shape is which thing, and which pill is at the end of which line."""

    def __init__(self, slide: Slide, canvas: Canvas, network: nx.MultiDiGraph[str], drawing: Drawing) -> None:
        self.slide, self.canvas, self.drawing = slide, canvas, drawing
        self.boxes = {box.node: box for box in drawing.boxes}
        self.numbers = {box.node: slide.new_id() for box in drawing.boxes}
        self.labels = {node: clean(str(data.get("label") or node)) for node, data in network.nodes(data=True)}
        self.in_degrees = dict(network.in_degree())
        self.pills = self._pills()

    def draw(self, summary: str) -> None:
        whole = self.canvas.frame(0, 0, self.drawing.width, self.drawing.height)
        self.slide.add(shape(self.slide.new_id(), "Picture, summed up", whole, Look(), says=summary))
        for heading in self.drawing.headings:
            self.slide.add(self._heading(heading))
        ordered = sorted(self.drawing.boxes, key=lambda box: (box.x, box.y))
        first = [box for box in ordered if box.x == ordered[0].x]
        for box in first:
            self._add_thing(box)
        for curve in self.drawing.curves:
            self.slide.add(self._line(curve))
        for box in ordered[len(first) :]:
            self._add_thing(box)

    # --- things -----------------------------------------------------------------------------

    def _add_thing(self, box: Box) -> None:
        """Add a thing; with the pills at it, it is a group."""
        arriving = [curve for curve in self.drawing.curves if curve.v == box.node and curve.id in self.pills]
        own = self._box(box)
        if not arriving:
            self.slide.add(own)
            return
        arriving.sort(key=lambda curve: (self.pills[curve.id].frame.top, self.pills[curve.id].frame.left))
        frames = [self._frame_of(box), *(self.pills[curve.id].frame for curve in arriving)]
        left, top = min(one.left for one in frames), min(one.top for one in frames)
        right, bottom = max(one.right for one in frames), max(one.bottom for one in frames)
        around = Frame(left, top, right - left, bottom - top)
        says = f"{self.labels[box.node]}, with the ends of its lines"
        inner = [own, *map(self._pill, arriving)]
        self.slide.add(group(self.slide.new_id(), says, around, inner, says=says))

    def _frame_of(self, box: Box) -> Frame:
        return self.canvas.frame(box.x - box.width / 2, box.y - box.height / 2, box.width, box.height)

    def _box(self, box: Box) -> str:
        canvas, kind = self.canvas, kind_look(box.kind)
        whole = self.labels[box.node]
        name = " ".join(box.lines) if box.lines[-1].endswith(ELLIPSIS) else whole
        align = ALIGNS[box.align]
        ink = "muted" if box.listed else "ink"
        paragraphs = [Paragraph((canvas.run(name, ink, bold=bool(box.detail) or box.focus),), align)]
        if box.detail:
            paragraphs.append(Paragraph((canvas.run(" ".join(box.detail), "muted"),), align))
        inset = canvas.length(LABEL_INSET_PX if box.shape == "plain" else BOX_INSET_PX - 3.0)
        return shape(
            self.numbers[box.node],
            f"{kind.one[:1].upper()}{kind.one[1:]}: {whole}",
            self._frame_of(box),
            box_look(canvas, box),
            paragraphs,
            says=f"{box.text} ({kind.one})",
            insets=(0 if box.shape == "plain" else inset, 0, inset, 0),
        )

    # --- lines ------------------------------------------------------------------------------

    def _pills(self) -> dict[str, _Pill]:
        """Return the pills of the lines; those on one side of a thing are alike in width, so that none hides a line."""
        texts = {curve.id: pill_text(curve.glyph, curve.mark) for curve in self.drawing.curves}
        widths: dict[tuple[str, bool], float] = {}
        for curve in self.drawing.curves:
            side = curve.v, self._is_on_the_right(curve)
            widths[side] = max(widths.get(side, 0.0), pill_width(texts[curve.id]))
        return {
            curve.id: _Pill(self.slide.new_id(), texts[curve.id], self._pill_place(curve, widths))
            for curve in self.drawing.curves
            if texts[curve.id]
        }

    def _is_on_the_right(self, curve: Curve) -> bool:
        return curve.x2 > self.boxes[curve.v].x

    def _pill_place(self, curve: Curve, widths: Mapping[tuple[str, bool], float]) -> Frame:
        """Return where the pill of a line is: beside the box at which it arrives."""
        box, on_the_right = self.boxes[curve.v], self._is_on_the_right(curve)
        width = widths[curve.v, on_the_right]
        half = box.width / 2 + PILL_GAP_PX
        left = box.x + half if on_the_right else box.x - half - width
        y = curve.glyph_y if curve.glyph else curve.mark_y
        return self.canvas.frame(left, y - PILL_PX / 2, width, PILL_PX)

    def _pill(self, curve: Curve) -> str:
        pill = self.pills[curve.id]
        look, ink = pill_look(self.canvas, curve.colour, is_hollow=curve.general or not curve.glyph)
        many = "s" * ("," in curve.mark)
        sources = f"source{many} {curve.mark}" if curve.mark[:1].isdigit() else curve.mark
        says = f"{curve.verdict or curve.label}: {sources}"
        # Alone, or a circle: its words stand in its middle; else in line with those above and below.
        is_circle = pill.frame.width == self.canvas.length(PILL_PX)
        is_centred = is_circle or self.in_degrees[curve.v] == 1
        words = Paragraph((Run(pill.text, ink, self.canvas.points),), "ctr" if is_centred else "l")
        inset = 0 if is_centred else self.canvas.length(PILL_PADDING_PX)
        name = f"End of a line: {says}"
        return shape(pill.number, name, pill.frame, look, (words,), says=says, insets=(inset, 0, 0, 0))

    def _line(self, curve: Curve) -> str:
        """Return the connector of a line, glued to the box at which it begins and to its pill, or to the other box."""
        start, end = self._frame_of(self.boxes[curve.u]), self._frame_of(self.boxes[curve.v])
        pill = self.pills.get(curve.id)
        target = pill.frame if pill else end
        leaves = RIGHT if curve.x1 > self.boxes[curve.u].x else LEFT
        arrives = RIGHT if self._is_on_the_right(curve) else LEFT
        ends = start.site(leaves), target.site(arrives)
        glue = (self.numbers[curve.u], leaves), (pill.number if pill else self.numbers[curve.v], arrives)
        opacity = GENERAL_OPACITY if curve.general else LINE_OPACITY
        look = Look(
            line=blend(self.canvas.colour(curve.colour), self.canvas.colour("page"), opacity),
            width=self.canvas.length(curve.width),
            dash=tuple(map(self.canvas.length, curve.dash)),
            geometry="curvedConnector3",
            adjust=self._bend(ends, leaves, arrives),
            has_arrow=bool(curve.arrow),
        )
        name = f"{self.labels[curve.u][:30]} to {self.labels[curve.v][:30]}"
        return connector(self.slide.new_id(), f"Line: {name}", ends, glue, look, says=curve.text)

    def _bend(self, ends: tuple[tuple[int, int], tuple[int, int]], leaves: int, arrives: int) -> int:
        """Return where a curve turns, in 1/100,000 of its width: in the middle, or, within a column, beyond it."""
        if leaves != arrives:
            return 50_000
        (x1, y1), (x2, y2) = ends
        beyond = self.canvas.length(BULGE_PX) + round(BULGE_SHARE * abs(y2 - y1))
        away = (max(x1, x2) + beyond if leaves == RIGHT else min(x1, x2) - beyond) - x1
        return round(100_000 * away / ((x2 - x1) or 1))

    def _heading(self, heading: Heading) -> str:
        width = text_width(heading.text, TEXT_PX * BOLD) + 8
        left = {"l": heading.x, "r": heading.x - width, "ctr": heading.x - width / 2}[ALIGNS[heading.align]]
        run = self.canvas.run(
            heading.text,
            {1: "ink", 2: "heading"}.get(heading.level, "muted"),
            bold=heading.level in {1, 2},
            italic=heading.level not in {1, 2},
        )
        place = self.canvas.frame(left, heading.y - ASCENT_PX, width, LINE_PX)
        room = self.slide.template.room
        if place.right > room.right:  # wider than the last column
            place = replace(place, left=max(room.left, room.right - place.width))
        words = (Paragraph((run,), ALIGNS[heading.align]),)
        return shape(self.slide.new_id(), f"Heading: {heading.text}", place, Look(), words, says=heading.text)


def box_look(canvas: Canvas, box: Box) -> Look:
    """Return the looks of a thing: the shape and the colours of its kind."""
    plain = Look(line=canvas.colour("accent"), width=canvas.length(RING_PX)) if box.marked else Look()
    if box.shape == "plain":
        return plain
    look = kind_look(box.kind)
    shortest = max(1.0, min(box.width, box.height))
    geometry, adjust = {
        "round": ("roundRect", min(ROUNDING, round(100_000 * CORNER_PX / shortest))),
        "pill": ("roundRect", ROUNDING),
        "sheet": ("foldedCorner", min(ROUNDING, round(100_000 * CORNER_PX / shortest))),
        "hexagon": ("plaque", min(ROUNDING, round(100_000 * TIP_PX / shortest))),
    }.get(box.shape, ("rect", None))
    width = FOCUS_PX if box.focus else DOUBLE_PX if box.shape in COMPOUND else OUTLINE_PX
    found = Look(
        fill=canvas.colour("page" if box.listed else look.fill),
        line=canvas.colour(look.line),
        width=canvas.length(width),
        dash=(canvas.length(4.0), canvas.length(3.0)) if box.listed else (),
        geometry=geometry,
        adjust=adjust,
        compound=COMPOUND.get(box.shape, "sng"),
    )
    return replace(found, line=plain.line, width=plain.width) if box.marked else found
