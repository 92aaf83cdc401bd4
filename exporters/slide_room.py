"""The room of a slide below its title, in px of the layout, and the words that stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from equigraph.exporters.sheets import Sheet
from equigraph.exporters.slide_picture import Canvas
from equigraph.exporters.slide_shapes import Look, Paragraph, Run, shape
from equigraph.graph.boxes import TEXT_PX
from equigraph.graph.labels import ELLIPSIS, clean, wrap
from equigraph.graph.layout import Room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from equigraph.exporters.deck_template import Template
    from equigraph.exporters.slide import Slide

__all__ = ["LEAST_PT", "TEXT_LINE_PX", "SlideRoom", "SlideSheet", "add_words", "lines_of", "sentences_in"]

LEAST_PT: Final = 18.0  # nothing on a slide is smaller
EMU_PER_PT: Final = 12700
EMU_PER_INCH: Final = 914_400
TEXT_LINE_PX: Final = 16.5  # of running text
COLUMNS: Final = 400  # lines of running text are broken by their width, not by their characters
WIDEST_LABEL_PX, WIDEST_BOX_PX = 340.0, 260.0
GAP_SHARE, LEAST_GAP_PX, MOST_GAP_PX = 0.26, 130.0, 180.0  # between columns: a pill with three numbers, and a line
LABEL_ROOM_PX: Final = 8.0  # of a label, what its words leave free
LABEL_SHARE: Final = 0.58  # of what the gap leaves


class SlideSheet(Sheet):
    """The part of a slide that a picture has, in columns as close as its width asks for."""

    __slots__ = ()

    @property
    def room(self) -> Room:
        """Return the room for columns."""
        width = int(self.width)  # whole px: the layout rounds, and must not round beyond the sheet
        gap = int(min(MOST_GAP_PX, max(LEAST_GAP_PX, GAP_SHARE * width)))
        label = int(min(WIDEST_LABEL_PX, LABEL_SHARE * (width - gap)))
        box = min(WIDEST_BOX_PX, width - gap - label)
        return Room(width, label, box, gap, words=label - LABEL_ROOM_PX, margin=0.0, heading=24.0, is_tight=True)


@dataclass(frozen=True, slots=True)
class SlideRoom:
    """The room of a slide below its title; lengths are px of the layout, whose text is 18 points there."""

    template: Template

    @property
    def scale(self) -> float:
        """Return how many EMU one px of the layout is."""
        return LEAST_PT * EMU_PER_PT / TEXT_PX

    @property
    def width(self) -> float:
        """Return the width of the room."""
        return self.template.room.width / self.scale

    @property
    def words_px(self) -> float:
        """Return the width of the room for running text, more where the letters of the template are known as narrow."""
        return self.width / self.template.text_share

    @property
    def height(self) -> float:
        """Return the height of the room."""
        return self.template.room.height / self.scale

    def canvas(self, left: float = 0.0, top: float = 0.0) -> Canvas:
        """Return a canvas whose origin is so far from the upper left corner of the room."""
        room, scale = self.template.room, self.scale
        return Canvas(
            room.left + round(left * scale), room.top + round(top * scale), scale, LEAST_PT, self.template.theme
        )

    def sheet(self, height: float) -> SlideSheet:
        """Return the sheet of a picture that has so much of the height."""
        inches = self.scale / EMU_PER_INCH
        return SlideSheet("slide", self.width * inches, height * inches, LEAST_PT, is_brief=True, is_bare=True)


def lines_of(text: str, width: float, *, most: int = 60) -> tuple[str, ...]:
    """Return running text in lines that are at most so wide, in px of the layout and of wide letters."""
    return wrap(text, COLUMNS, width_px=width, size_px=TEXT_PX, max_lines=most)


def sentences_in(sentences: Sequence[str], width: float, most: int) -> str:
    """Return as many of the first sentences as so many lines hold; the first is cut where it alone is longer.

    Example:
        >>> sentences_in(["One practice.", "Two goals.", "A longer sentence that does not fit."], 200, 1)
        'One practice. Two goals.'
    """
    said = ""
    for sentence in map(clean, sentences):
        longer = f"{said} {sentence}".strip()
        lines = lines_of(longer, width, most=most)
        if lines[-1].endswith(ELLIPSIS) and not longer.endswith(ELLIPSIS):
            return said or " ".join(lines)
        said = longer
    return said


def add_words(
    slide: Slide,
    room: SlideRoom,
    name: str,
    text: str,
    top: float,
    lines: int,
    ink: str = "ink",
    *,
    italic: bool = False,
) -> None:
    """Add running text that takes so many lines, from so far below the top of the room."""
    canvas = room.canvas()
    run = Run(text, canvas.colour(ink), LEAST_PT, italic=italic)
    place = canvas.frame(0.0, top, room.width, lines * TEXT_LINE_PX)
    slide.add(shape(slide.new_id(), name, place, Look(), (Paragraph((run,)),), says=text, anchor="t"))
