"""Read the rows of a CSV table, with the row numbers a person sees in a spreadsheet.

The header is row 1. Cells come stripped of white space at both ends. A file must be UTF-8, with or without a byte
order mark. Format: RFC 4180, comma-separated.
"""

from __future__ import annotations

import csv
import difflib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from equigraph.errors import RowError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["WHOLE_ROW", "Row", "read_rows"]

WHOLE_ROW = "(all)"  # stands for the column where a problem is not in one cell
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        table: Name of the file.
        number: Row in the spreadsheet; the header is 1.
        cells: Column to cell; an absent optional column reads as empty.
        sheet: Name of the sheet, of a workbook.
    """

    table: str
    number: int
    cells: Mapping[str, str]
    sheet: str = ""

    def problem(self, column: str, reason: str) -> RowError:
        """Return the error that a cell of this row is wrong.

        Example:
            >>> Row("policies.csv", 3, {"year": "19"}).problem("year", 'the year "19" has not four digits').message
            'policies.csv, row 3, column year: the year "19" has not four digits'
        """
        return RowError(self.table, self.number, column, reason, sheet=self.sheet)


def read_rows(path: Path, required: Sequence[str], optional: Sequence[str], problems: list[RowError]) -> list[Row]:
    r"""Return the rows of a table and add what is wrong with it to ``problems``.

    Args:
        path: CSV file.
        required: Columns it must have.
        optional: Columns it may have.
        problems: Where every problem goes.

    Returns:
        The rows that could be read; none when the columns are wrong.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> problems = []
        >>> with TemporaryDirectory() as folder:
        ...     table = Path(folder, "goals.csv")
        ...     _ = table.write_text("id,name\nattendance, Attendance \n", encoding="utf-8")
        ...     read_rows(table, ["id", "name"], [], problems)
        [Row(table='goals.csv', number=2, cells={'id': 'attendance', 'name': 'Attendance'})]
    """
    records = _records(path, problems)
    if not records:
        return []
    header = [name.strip() for name in records[0][1]]
    wrong = _header_problems(path.name, header, required, optional)
    problems.extend(wrong)
    if wrong:
        return []
    rows = []
    for number, record in records[1:]:
        if len(record) != len(header):
            reason = f"the row has {len(record)} cells, the header {len(header)}"
            problems.append(RowError(path.name, number, WHOLE_ROW, reason))
            continue
        cells = dict.fromkeys(optional, "") | {name: cell.strip() for name, cell in zip(header, record, strict=True)}
        rows.append(Row(path.name, number, cells))
    return rows


def _records(path: Path, problems: list[RowError]) -> list[tuple[int, list[str]]]:
    """Return the records of a file that are not blank, numbered from 1."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        problems.append(
            RowError(path.name, 1, WHOLE_ROW, f'the table is missing; it was looked for in "{path.parent}"')
        )
        return []
    except OSError as error:
        problems.append(RowError(path.name, 1, WHOLE_ROW, f"the table cannot be read: {error.strerror}"))
        return []
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        found = "UTF-16" if content.startswith(UTF16_MARKS) else f"the byte 0x{content[error.start]:02X}"
        reason = f'the table is not UTF-8 ({found} was found); save it as "CSV UTF-8"'
        problems.append(RowError(path.name, number, WHOLE_ROW, reason))
        return []
    records: list[tuple[int, list[str]]] = []
    number = 0
    try:
        for number, record in enumerate(csv.reader(io.StringIO(decoded, newline=""), strict=True), start=1):
            if any(cell.strip() for cell in record):
                records.append((number, record))
    except csv.Error as error:
        problems.append(RowError(path.name, number + 1, WHOLE_ROW, f"this is not CSV: {error}"))
        return []
    if not records or records[0][0] != 1:
        problems.append(RowError(path.name, 1, WHOLE_ROW, "the table has no header; row 1 names the columns"))
        return []
    return records


def _header_problems(
    table: str, header: Sequence[str], required: Sequence[str], optional: Sequence[str]
) -> list[RowError]:
    known = [*required, *optional]
    unknown = [name for name in dict.fromkeys(header) if name not in known]
    problems = []
    for name in unknown:
        close = difflib.get_close_matches(name, [column for column in known if column not in header], 1)
        reason = f"no such column is known{did_you_mean(close)}; known columns: {', '.join(known)}"
        problems.append(RowError(table, 1, name or "(no name)", reason))
    problems += [RowError(table, 1, name, "the column is missing") for name in required if name not in header]
    problems += [
        RowError(table, 1, name, "the column is there more than once")
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    return problems
