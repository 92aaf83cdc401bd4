"""Write a gap map as a PDF (PDF 1.7, ISO 32000-1; PDF/UA-1, ISO 14289-1), for print and for publishing.

The picture is that of :mod:`equigraph.exporters.gap_svg`, and the file is tagged as in :mod:`equigraph.exporters.pdf`;
a map that does not fit on one sheet gets a page for each part. What is lost: the other populations and the claims; the
grid is a figure and no table that could be walked cell by cell, for which there are the HTML page and the workbook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.exporters.files import write_atomically
from equigraph.exporters.gap_json import GAP_TITLE
from equigraph.exporters.gap_names import recorded
from equigraph.exporters.gap_svg import generate_gap_svgs
from equigraph.exporters.pdf import described_pdf

if TYPE_CHECKING:
    import os

    from equigraph.exporters.palette import Theme
    from equigraph.graph.gap_map import GapMap

__all__ = ["generate_gap_pdf", "write_gap_pdf"]


def generate_gap_pdf(found: GapMap, *, theme: Theme = "light", sheet: str | None = None) -> bytes:
    """Return the picture of a gap map as PDF.

    Args:
        found: The map; its first population is shown.
        theme: "light", "dark" or "print".
        sheet: "slide", "page" or "poster": pages as large as one, as many as all of it needs. Without it one page as
            large as the picture.

    Raises:
        UnknownNameError: There is no such theme or sheet.
        ExportError: The map was made without the records of its claims and sources.
    """
    return described_pdf(generate_gap_svgs(found, theme, sheet=sheet), recorded(found.network).graph, GAP_TITLE)


def write_gap_pdf(
    found: GapMap, path: str | os.PathLike[str], *, theme: Theme = "light", sheet: str | None = None
) -> None:
    """Write the picture of a gap map as a PDF file.

    Raises:
        UnknownNameError: There is no such theme or sheet.
        ExportError: The map was made without the records of its claims and sources.
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_gap_pdf(found, theme=theme, sheet=sheet))
