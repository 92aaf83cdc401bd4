r"""Write a gap map as CSV (RFC 4180, <https://www.rfc-editor.org/rfc/rfc4180>): one line for each cell and population.

The columns are those of :data:`equigraph.exporters.gap_columns.CELL_COLUMNS`, then those that are the same in every
line: choices, versions, licence, and how to cite the data. There are no lines of comment, so that every program reads
the file as it is. Made for spreadsheets too:

- UTF-8 with a byte order mark: without one Excel takes accents for other letters. Programs read it as "utf-8-sig".
- A text that begins with ``=``, ``+``, ``-``, ``@``, a tab or the end of a line gets an apostrophe before it, as Excel
  and LibreOffice would run some of these as formulas. Numbers stay numbers.
- Lists stand in one field, parted by `` | ``; IRIs, which hold no space, by a space.

What is lost: claims and sources one by one, which the workbook and the JSON hold.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from equigraph.exporters.files import write_atomically
from equigraph.exporters.gap_columns import CONSTANT_COLUMNS
from equigraph.exporters.gap_rows import GapRows, cell_columns

if TYPE_CHECKING:
    import os

    from equigraph.graph.gap_map import GapMap

__all__ = ["flat", "generate_gap_csv", "harmless", "write_gap_csv"]

BYTE_ORDER_MARK: Final = "\ufeff"
BETWEEN: Final = " | "
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    Example:
        >>> harmless("=1+1"), harmless("1+1")
        ("'=1+1", '1+1')
    """
    return f"'{text}" if text.startswith(DANGEROUS) else text


def flat(name: str, value: object) -> str | int:
    """Return the value of a column as one text or number; "" for None.

    Example:
        >>> flat("citations", ["Doe (2020).", "Roe (2021)."]), flat("claims", 2), flat("claim_iris", ["a:b", "a:c"])
        ('Doe (2020). | Roe (2021).', 2, 'a:b a:c')
    """
    if value is None:
        return ""
    if isinstance(value, list):
        return (" " if name.endswith("_iris") and name != "cell_iris" else BETWEEN).join(value)
    return value if isinstance(value, int) else str(value)


def generate_gap_csv(found: GapMap) -> str:
    """Return the cells of a gap map as CSV text; the byte order mark comes when it is written."""
    rows = GapRows(found)
    columns = [*cell_columns(found), *CONSTANT_COLUMNS]
    text = io.StringIO(newline="")
    writer = csv.writer(text)  # ends lines with CR LF, and quotes where it must
    writer.writerow(columns)
    for record in rows.cells:
        values = (flat(name, (record | rows.constants)[name]) for name in columns)
        writer.writerow([harmless(value) if isinstance(value, str) else value for value in values])
    return text.getvalue()


def write_gap_csv(found: GapMap, path: str | os.PathLike[str]) -> None:
    """Write the cells of a gap map as a CSV file.

    Raises:
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, BYTE_ORDER_MARK + generate_gap_csv(found))
