"""The title slide of a deck."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Pt

from equigraph.exporters.slide_room import TEXT_LINE_PX, SlideRoom, add_words, lines_of
from equigraph.graph.labels import clean, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from equigraph.exporters.slide import Slides

__all__ = ["opening_slide"]

GAP_PX = 6.0
COLUMNS = 400
MOST_LINES = 3  # of one paragraph
SIZES = (24.0, 22.0, 20.0, 18.0)  # of a subtitle, in points
LINE_HEIGHT, BETWEEN = 1.2, 0.3
EMU_PER_PT = 12700
INSET_PT = 14.4  # on both sides together


def opening_slide(slides: Slides, title: str, lines: Sequence[str], *, notes: Sequence[str] = ()) -> None:
    """Add the title slide: its lines stand where the layout has its subtitle, or below the title."""
    slide = slides.begin(title, is_opening=True)
    said = [clean(line) for line in lines if clean(line)]
    width = slides.template.title.width / EMU_PER_PT
    shown = [" ".join(wrap(line, COLUMNS, width_px=width, size_px=SIZES[0], max_lines=MOST_LINES)) for line in said]
    holders: list[Any] = [one for one in slide.made.placeholders if one.placeholder_format.type not in TITLES]
    subtitle = next((one for one in holders if one.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE), None)
    for holder in holders:
        if holder is not subtitle or not shown:
            holder._element.getparent().remove(holder._element)  # noqa: SLF001 - nothing empty stays
    if subtitle is not None and shown:
        _fill(subtitle, shown)
    else:
        room = SlideRoom(slides.template)
        top = 0.0
        for line in shown:
            count = len(lines_of(line, room.words_px))
            add_words(slide, room, "Subtitle", line, top, count)
            top += count * TEXT_LINE_PX + GAP_PX
    slide.close([slide.title, *said, *notes])


TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)


def _fill(subtitle: Any, lines: Sequence[str]) -> None:
    """Write the lines, as large as they fit into the place of the subtitle."""
    points = next((size for size in SIZES if _height(subtitle, lines, size) <= subtitle.height / EMU_PER_PT), SIZES[-1])
    frame = subtitle.text_frame
    for index, line in enumerate(lines):
        paragraph = frame.add_paragraph() if index else frame.paragraphs[0]
        run = paragraph.add_run()
        run.text = line
        run.font.size = Pt(points)
        run._r.get_or_add_rPr().set("lang", "en-US")  # noqa: SLF001


def _height(subtitle: Any, lines: Sequence[str], points: float) -> float:
    """Return how high the lines are at most, in points."""
    width = subtitle.width / EMU_PER_PT - INSET_PT
    count = sum(len(wrap(line, COLUMNS, width_px=width, size_px=points, max_lines=60)) for line in lines)
    return points * (LINE_HEIGHT * count + BETWEEN * len(lines))
