"""The sizes that pictures are made for: slide, printed page, poster; no text on them is smaller than they say."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from equigraph.errors import UnknownNameError
from equigraph.graph.boxes import TEXT_PX
from equigraph.graph.layout import Room

__all__ = ["PX_PER_INCH", "SHEETS", "Sheet", "sheet_named"]

PX_PER_INCH: Final = 96.0  # CSS Values and Units Level 4, 6.2
PT_PER_INCH: Final = 72.0
LARGEST_PT: Final = 28  # text on a poster, where there is room


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet that a picture is made for.

    Attributes:
        name: What people choose it by.
        width_in: Its width, in inches.
        height_in: Its height, in inches.
        least_pt: The size of its smallest text, in points; pictures are laid out so that it need not be smaller.
        is_brief: Whether title, takeaway and legend are short, since the sheet is read from afar.
        is_bare: Whether nothing stands around the picture, as in one panel of a poster.
        is_tiled: Whether the parts of a picture stand beside each other, with larger text where they leave room.
    """

    name: str
    width_in: float
    height_in: float
    least_pt: float
    is_brief: bool = False
    is_bare: bool = False
    is_tiled: bool = False

    @property
    def scale(self) -> float:
        """Return how many px of the sheet are one px of the layout, whose smallest text has :data:`TEXT_PX`."""
        return self.least_pt / PT_PER_INCH * PX_PER_INCH / TEXT_PX

    @property
    def width(self) -> float:
        """Return the width in px of the layout.

        Example:
            >>> round(SHEETS["slide"].width)
            693
        """
        return self.width_in * PX_PER_INCH / self.scale

    @property
    def height(self) -> float:
        """Return the height in px of the layout."""
        return self.height_in * PX_PER_INCH / self.scale

    def part(self, width: float, height: float) -> Sheet:
        """Return a part of this sheet, in px of the layout, with nothing around its picture."""
        inches = self.scale / PX_PER_INCH
        return replace(self, width_in=width * inches, height_in=height * inches, is_bare=True, is_tiled=False)

    def enlarged(self) -> Iterator[Sheet]:
        """Yield this sheet with larger text, from the largest down to its own, for a picture that leaves it room.

        Example:
            >>> [sheet.least_pt for sheet in SHEETS["poster"].enlarged()][:2]
            [28.0, 26.0]
        """
        for points in range(LARGEST_PT, round(self.least_pt) - 1, -2):
            yield replace(self, least_pt=float(points))

    @property
    def room(self) -> Room:
        """Return the room for columns: on a narrow sheet they stand closer."""
        width = self.width
        if self.is_brief:
            return Room(width, 340.0, 215.0, 100.0, words=330.0, margin=10.0, heading=34.0, is_tight=True)
        return Room(width, gap=100.0) if width < NARROW_PX else Room(width)


NARROW_PX: Final = 808.0  # two columns with the least room between them

SHEETS: Final[Mapping[str, Sheet]] = {
    sheet.name: sheet
    for sheet in (
        Sheet("slide", 40 / 3, 7.5, 18.0, is_brief=True),
        Sheet("page", 8.5, 11.0, 9.0),
        Sheet("poster", 48.0, 36.0, 14.0, is_tiled=True),
    )
}


def sheet_named(name: str) -> Sheet:
    """Return a sheet by its name.

    Raises:
        UnknownNameError: There is no such sheet; ``available`` lists those there are.

    Example:
        >>> sheet_named("page").height_in
        11.0
    """
    if name not in SHEETS:
        raise UnknownNameError("sheet", name, SHEETS, difflib.get_close_matches(name, SHEETS))
    return SHEETS[name]
