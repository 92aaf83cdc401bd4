"""The title slide of a deck."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pptx.enum.shapes import PP_PLACEHOLDER

from equigraph.exporters.slide_room import TEXT_LINE_PX, SlideRoom, add_words, lines_of
from equigraph.graph.labels import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from equigraph.exporters.slide import Slides

__all__ = ["opening_slide"]

GAP_PX = 6.0
MOST_LINES = 4  # of one paragraph


def opening_slide(slides: Slides, title: str, lines: Sequence[str], *, notes: Sequence[str] = ()) -> None:
    """Add the title slide: its lines stand where the layout has its subtitle, or below the title."""
    slide = slides.begin(title, is_opening=True)
    said = [clean(line) for line in lines if clean(line)]
    holders: list[Any] = [one for one in slide.made.placeholders if one.placeholder_format.type not in TITLES]
    subtitle = next((one for one in holders if one.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE), None)
    for holder in holders:
        if holder is not subtitle or not said:
            holder._element.getparent().remove(holder._element)  # noqa: SLF001 - nothing empty stays
    if subtitle is not None and said:
        _fill(subtitle, said)
    elif said:
        room = SlideRoom(slides.template)
        top = 0.0
        for line in said:
            count = len(lines_of(line, room.width, most=MOST_LINES))
            add_words(slide, room, "Subtitle", line, top, count)
            top += count * TEXT_LINE_PX + GAP_PX
    slide.close([slide.title, *said, *notes])


TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)


def _fill(subtitle: Any, lines: Sequence[str]) -> None:
    frame = subtitle.text_frame
    for index, line in enumerate(lines):
        paragraph = frame.add_paragraph() if index else frame.paragraphs[0]
        run = paragraph.add_run()
        run.text = line
        run._r.get_or_add_rPr().set("lang", "en-US")  # noqa: SLF001
