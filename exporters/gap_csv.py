r"""Write a gap map as CSV (RFC 4180, <https://www.rfc-editor.org/rfc/rfc4180>): one line for each cell and population.

The columns are those of :data:`equigraph.exporters.gap_columns.CELL_COLUMNS`, then those that are the same in every
line: choices, versions, licence, and how to cite the data. There are no lines of comment, so that every program reads
the file as it is. It is made for spreadsheets too (:mod:`equigraph.exporters.csv_text`): texts that they would run as
formulas get an apostrophe. Lists stand in one field, parted by `` | ``; IRIs, which hold no space, by a space.

What is lost: claims and sources one by one, which the workbook and the JSON hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from equigraph.exporters.csv_text import BYTE_ORDER_MARK, csv_text
from equigraph.exporters.files import write_atomically
from equigraph.exporters.gap_columns import CONSTANT_COLUMNS
from equigraph.exporters.gap_rows import GapRows, cell_columns

if TYPE_CHECKING:
    import os

    from equigraph.graph.gap_map import GapMap

__all__ = ["flat", "generate_gap_csv", "write_gap_csv"]

BETWEEN: Final = " | "


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
    records = ({name: flat(name, (record | rows.constants)[name]) for name in columns} for record in rows.cells)
    return csv_text(columns, records)


def write_gap_csv(found: GapMap, path: str | os.PathLike[str]) -> None:
    """Write the cells of a gap map as a CSV file.

    Raises:
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, BYTE_ORDER_MARK + generate_gap_csv(found))
