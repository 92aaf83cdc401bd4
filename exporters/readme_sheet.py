"""The first sheet of a workbook: names on the left, texts on the right, wrapped so that nothing is cut off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from openpyxl.styles import Alignment

from equigraph.exporters.workbook import at, font_of, print_on, put, put_link
from equigraph.graph.labels import wrap

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["LINE_HEIGHT", "TALLEST", "fill_readme"]

LINKS: Final = "Licence text"  # the line whose text is an address
NAME_WIDTH, TEXT_WIDTH = 30, 110  # characters
WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
UNWRAPPED: Final = Alignment(vertical="top")
LINE_HEIGHT: Final = 15.0  # points
TALLEST: Final = 27  # lines: a row can be no more than 409 points high


def fill_readme(
    sheet: Worksheet, title: str, lines: Iterable[tuple[str, str]], looks: Mapping[str, Mapping[str, Any]] | None = None
) -> None:
    """Fill the sheet.

    Args:
        sheet: The sheet.
        title: What stands at its top.
        lines: A name, or "" where the one before goes on, and a text; a heading has no text.
        looks: Fill and font of some names.
    """
    put(at(sheet, 1, 1), title, font=font_of(size=14, bold=True), alignment=UNWRAPPED)
    for place, (name, text) in enumerate(lines, 3):
        left, right = at(sheet, place, 1), at(sheet, place, 2)
        put(left, name, font=font_of(size=11 if text else 12, bold=True), alignment=WRAPPED if text else UNWRAPPED)
        if name == LINKS:
            put_link(right, text)
        else:
            put(right, text, font=font_of(), alignment=WRAPPED)
        for attribute, look in (looks or {}).get(name, {}).items():
            setattr(left, attribute, look)
        # Not every program finds out by itself how many lines a text fills.
        filled = len(wrap(text, TEXT_WIDTH, width_px=TEXT_WIDTH * 0.6, size_px=1.0, max_lines=TALLEST))
        sheet.row_dimensions[place].height = LINE_HEIGHT * max(1, filled)
    sheet.column_dimensions["A"].width = NAME_WIDTH
    sheet.column_dimensions["B"].width = TEXT_WIDTH
    print_on(sheet)
