"""Write a gap map as a PNG picture (PNG, Third Edition, <https://www.w3.org/TR/png-3/>), for documents and slides.

The picture is that of :mod:`equigraph.exporters.gap_svg`, and what the file says of itself is as in
:mod:`equigraph.exporters.png`. What is lost: the other populations, the claims, and all text that could be read by
anything but eyes, except title, description, source and licence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.exporters.files import write_atomically
from equigraph.exporters.gap_names import recorded
from equigraph.exporters.gap_svg import generate_gap_svg
from equigraph.exporters.png import described_png

if TYPE_CHECKING:
    import os

    from equigraph.exporters.palette import Theme
    from equigraph.graph.gap_map import GapMap

__all__ = ["generate_gap_png", "write_gap_png"]


def generate_gap_png(
    found: GapMap, *, theme: Theme = "light", sheet: str | None = None, scale: float | None = None
) -> bytes:
    """Return the picture of a gap map as PNG.

    Args:
        found: The map; its first population is shown.
        theme: "light", "dark" or "print".
        sheet: "slide", "page" or "poster": as large as one; what does not fit is left out, and the picture says so.
        scale: Pixels for each px of the picture; without it 2, or 1 for a very large one.

    Raises:
        UnknownNameError: There is no such theme or sheet.
        ExportError: The map was made without the records of its claims and sources, the scale is no number above 0, or
            the picture would have more than 200 million pixels.
    """
    return described_png(generate_gap_svg(found, theme, sheet=sheet), scale, recorded(found.network).graph)


def write_gap_png(
    found: GapMap,
    path: str | os.PathLike[str],
    *,
    theme: Theme = "light",
    sheet: str | None = None,
    scale: float | None = None,
) -> None:
    """Write the picture of a gap map as a PNG file.

    Raises:
        UnknownNameError: There is no such theme or sheet.
        ExportError: The map was made without the records of its claims and sources, the scale is no number above 0, or
            the picture would have more than 200 million pixels.
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_gap_png(found, theme=theme, sheet=sheet, scale=scale))
