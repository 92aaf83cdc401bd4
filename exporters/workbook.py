"""Sheets of a workbook (Office Open XML, ECMA-376), written so that nothing in them can run and the bytes never vary.

Texts are always strings, whatever they begin with: no cell holds a formula, and no workbook a macro. Numbers are
numbers. Links are links only where their address may be published. Limits of the format: a text longer than
:data:`MOST_CHARACTERS` is cut and says so; characters that XML cannot hold are replaced by a visible mark.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from equigraph.exporters.archive import day_of
from equigraph.exporters.evidence import safe_link
from equigraph.exporters.office_zip import APP, LONGEST_LINK, packed_again
from equigraph.exporters.palette import colour
from equigraph.graph.labels import ILLEGAL_IN_XML, REPLACEMENT

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = [
    "HEADER",
    "MOST_CHARACTERS",
    "add_table",
    "at",
    "fill_of",
    "finish",
    "font_of",
    "print_on",
    "put",
    "put_link",
]

MOST_CHARACTERS: Final = 32_767  # in one cell: the format allows no more
CUT: Final = " ... (cut here: a cell holds no more; the JSON has the whole text)"
ASKS_TO_RUN: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
WIDEST: Final = 60  # characters
PAGE_WIDTH: Final = 260  # characters that can still be read on one such page
TABLOID: Final = 3  # paper of 11 by 17 inches, as the format numbers it
TYPEFACE: Final = "Calibri"  # named, so that all cells have the same
CORE: Final = "docProps/core.xml"


INK: Final = colour("ink")


def font_of(ink: str = INK, *, size: int = 11, bold: bool = False, underline: bool = False) -> Font:
    """Return a font in a colour such as "#1b2430"."""
    line: Literal["single"] | None = "single" if underline else None
    return Font(name=TYPEFACE, size=size, bold=bold, underline=line, color="FF" + ink.removeprefix("#").upper())


HEADER: Final[Mapping[str, Any]] = {
    "font": font_of(bold=True),
    "fill": PatternFill("solid", start_color="FF" + colour("goal").removeprefix("#").upper()),
    "alignment": Alignment(wrap_text=True, vertical="top"),
}


def fill_of(fill: str) -> PatternFill:
    """Return the fill of a cell in a colour such as "#b3dffd"."""
    return PatternFill("solid", start_color="FF" + fill.removeprefix("#").upper())


def at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell of a sheet; no cells are merged here."""
    return cast("Cell", sheet.cell(row, column))


def put(cell: Cell, value: object, **looks: Any) -> None:
    """Put a value into a cell: a number as a number, all else as text that no program takes for a formula.

    Args:
        cell: The cell.
        value: What it holds; an empty text leaves it empty.
        looks: Attributes of the cell: font, fill, alignment, border.

    Example:
        >>> from openpyxl import Workbook
        >>> cell = Workbook().active["A1"]
        >>> put(cell, "=1+1")
        >>> cell.value, cell.data_type
        ('=1+1', 's')
    """
    if isinstance(value, int | float):
        cell.value = value
    else:
        text = ILLEGAL_IN_XML.sub(REPLACEMENT, str(value)).replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > MOST_CHARACTERS:
            text = text[: MOST_CHARACTERS - len(CUT)] + CUT
        if text:
            cell.value = text
            cell.data_type = "s"
            cell.quotePrefix = text.startswith(ASKS_TO_RUN)
    for name, look in looks.items():
        setattr(cell, name, look)


def put_link(cell: Cell, address: str, text: str = "") -> None:
    """Put a text into a cell, as a link where its address may be published and is not too long."""
    put(cell, text or address)
    link = safe_link(address)
    if link and len(link) <= LONGEST_LINK:
        cell.hyperlink = link
        cell.font = font_of(colour("accent"), underline=True)


def add_table(
    book: Workbook, name: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]], links: Mapping[str, str]
) -> Worksheet:
    """Add a sheet that holds a table: bold names of columns that stay in sight, a filter, widths, a layout for paper.

    Args:
        book: The workbook.
        name: Of the sheet.
        columns: Keys of the records, in order.
        rows: Records of numbers and texts.
        links: For a column that is a link, the column that holds its address.
    """
    sheet: Worksheet = book.create_sheet(name)
    for number, column in enumerate(columns, 1):
        put(at(sheet, 1, number), column.replace("_", " "), **HEADER)
        longest = max((len(str(row[column])) for row in rows if row[column] is not None), default=0)
        sheet.column_dimensions[get_column_letter(number)].width = min(WIDEST, max(10, len(column) + 2, longest + 2))
    for place, row in enumerate(rows, 2):
        for number, column in enumerate(columns, 1):
            if column in links:
                put_link(at(sheet, place, number), str(row[links[column]]), str(row[column]))
            elif row[column] not in {None, ""}:
                put(at(sheet, place, number), row[column])
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    print_on(sheet, rows="1:1", width=sum(one.width for one in sheet.column_dimensions.values()))
    return sheet


def print_on(sheet: Worksheet, *, rows: str = "", columns: str = "A:A", width: float = 0) -> None:
    """Lay a sheet out for paper.

    Args:
        sheet: The sheet.
        rows: Titles to stand on every page, as "1:2"; a sheet with titles is printed on wide pages.
        columns: Columns of names to stand on every page.
        width: Of all columns, in characters: as many pages are filled side by side as it can be read on.
    """
    if rows:
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = TABLOID
        sheet.print_title_rows = rows
        sheet.print_title_cols = columns
    sheet.page_setup.fitToWidth = 1 + int(width // PAGE_WIDTH)
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    footer: Any = sheet.oddFooter  # typed as if it could be missing
    footer.left.text = "&A"
    footer.right.text = "&P of &N"


def finish(book: Workbook, *, title: str, description: str, date: str) -> bytes:
    """Return the bytes of a workbook, the same for the same content.

    Args:
        book: The workbook.
        title: Its title.
        description: What it is.
        date: Of the data, as "2026-11-23" (more may follow); all dates in the file are this one.
    """
    day = day_of(date)
    properties = book.properties
    properties.creator = "equigraph"
    properties.title, properties.description = (ILLEGAL_IN_XML.sub(REPLACEMENT, text) for text in (title, description))
    properties.created = properties.modified = day
    written = io.BytesIO()
    book.save(written)
    # The library writes the moment of saving, whatever the properties say.
    core = re.sub(
        rb"(<dcterms:modified[^>]*>)[^<]*",
        rb"\g<1>" + day.strftime("%Y-%m-%dT%H:%M:%SZ").encode(),
        zipfile.ZipFile(written).read(CORE),
    )
    return packed_again(written.getvalue(), date, {"docProps/app.xml": APP, CORE: core})
