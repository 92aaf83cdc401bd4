"""Read the tables in a file: CSV and TSV, Excel workbooks, OpenDocument spreadsheets.

What was found out about a file, and what was left aside, is said in notes; what cannot be read is a problem with its
place; a file that is not what its name says is an error. Nothing is evaluated, fetched or written.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from equigraph.data.csv_text import CsvRecords, find_form
from equigraph.data.sheet import Record, Sheet, SheetRows
from equigraph.data.sheet_archive import ListedSheet
from equigraph.errors import DataError, RowError, did_you_mean

__all__ = ["SHEET_SUFFIXES", "read_sheets"]

CSV_SUFFIXES = (".csv", ".tsv", ".txt")
EXCEL_SUFFIXES = (".xlsx", ".xlsm")
ODS_SUFFIX = ".ods"
SHEET_SUFFIXES = (*CSV_SUFFIXES, *EXCEL_SUFFIXES, ODS_SUFFIX)
_INSTEAD = {
    ".xls": "save it as .xlsx",
    ".xlsb": "save it as .xlsx",
    ".fods": "save it as .ods",
    ".numbers": "export it as .xlsx or CSV",
}


def read_sheets(
    path: Path,
    problems: list[RowError],
    notes: list[str],
    names: Collection[str] | None = None,
    aside: Collection[str] = (),
) -> list[Sheet]:
    r"""Return the tables in a file; their rows are read when they are asked for.

    Args:
        path: A file with one of ``SHEET_SUFFIXES``.
        problems: Where everything goes that cannot be read: of headers now, of rows when they are.
        notes: Where it is said how the file was read, and what was left aside.
        names: Sheets of a workbook to read, however their letters are written, hidden or not; None for every sheet
            that is not hidden. A CSV file has one table without a name, which is always read.
        aside: Sheets that are left aside without a word.

    Returns:
        The sheets with a header that can be used.

    Raises:
        DataError: The file is missing, not what its name says, damaged, or larger than it may be.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> problems, notes = [], []
        >>> with TemporaryDirectory() as folder:
        ...     table = Path(folder, "goals.csv")
        ...     _ = table.write_text("id;name\nattendance; Attendance \n", encoding="utf-8")
        ...     [sheet] = read_sheets(table, problems, notes)
        ...     list(sheet.rows)
        [Row(table='goals.csv', number=2, cells={'id': 'attendance', 'name': 'Attendance'}, sheet='')]
        >>> notes
        ['goals.csv: read as UTF-8, separated by ";"']
    """
    suffix = path.suffix.lower()
    try:
        if suffix in CSV_SUFFIXES:
            return _csv_sheets(path, problems, notes)
        if suffix in EXCEL_SUFFIXES:
            from equigraph.data.xlsx import Workbook  # noqa: PLC0415 # openpyxl takes time that CSV need not wait for

            workbook = Workbook(path)
            if workbook.has_macros:
                notes.append(f"{path.name}: its macros were not read and not run")
            return _Sheets(path, workbook, problems, notes).read(names, aside)
        if suffix == ODS_SUFFIX:
            from equigraph.data.ods import Spreadsheet  # noqa: PLC0415 # as above

            return _Sheets(path, Spreadsheet(path), problems, notes).read(names, aside)
    except OSError as error:
        raise DataError(f'"{path}" cannot be read: {error.strerror}') from error
    instead = f"; {_INSTEAD[suffix]}" if suffix in _INSTEAD else ""
    raise DataError(f'"{path}" is no table that can be read{instead}', hint=f"Accepted: {', '.join(SHEET_SUFFIXES)}.")


def _csv_sheets(path: Path, problems: list[RowError], notes: list[str]) -> list[Sheet]:
    form = find_form(path, problems)
    if form is None:
        return []
    notes.append(f"{path.name}: {form}")
    rows = SheetRows(path.name, "", CsvRecords(path, form), problems)
    return [Sheet(path.name, "", rows.header, rows)] if rows.header else []


class _Book(Protocol):
    """A workbook of either kind."""

    sheets: list[ListedSheet]

    def records(self, sheet: ListedSheet, on_merged: Callable[[int], None]) -> Iterator[Record]:
        """Yield the records of a sheet."""


@dataclass(frozen=True, slots=True)
class _Sheets:
    """One reading of a workbook."""

    path: Path
    book: _Book
    problems: list[RowError]
    notes: list[str]

    def read(self, names: Collection[str] | None, aside: Collection[str]) -> list[Sheet]:
        wanted = None if names is None else {name.casefold(): name for name in names}
        sheets, left = [], []
        for listed in self.book.sheets:
            if listed.name in aside:
                continue
            if listed.is_hidden if wanted is None else listed.name.casefold() not in wanted:
                left.append(_left_aside(listed, wanted or {}))
                continue
            rows = SheetRows(self.path.name, listed.name, _Records(self, listed), self.problems)
            if rows.header:
                sheets.append(Sheet(self.path.name, listed.name, rows.header, rows, is_hidden=listed.is_hidden))
            elif rows.is_empty:
                left.append(f'the sheet "{listed.name}" (empty)')
        if left:
            self.notes.append(f"{self.path.name}: not read: {', '.join(left)}")
        return sheets

    def note_merged(self, listed: ListedSheet, count: int) -> None:
        areas = "1 merged area" if count == 1 else f"{count:,} merged areas"
        note = f"{self.path.name}, sheet {listed.name}: {areas}; what stands there is read as that of the first cell"
        if count and note not in self.notes:
            self.notes.append(note)


@dataclass(frozen=True, slots=True)
class _Records:
    """The records of one sheet, read anew each time."""

    reading: _Sheets
    listed: ListedSheet

    def __iter__(self) -> Iterator[Record]:
        return self.reading.book.records(self.listed, partial(self.reading.note_merged, self.listed))


def _left_aside(listed: ListedSheet, wanted: dict[str, str]) -> str:
    close = difflib.get_close_matches(listed.name.casefold(), wanted, 1)
    hidden = " (hidden)" if listed.is_hidden else ""
    return f'the sheet "{listed.name}"{hidden}{did_you_mean([wanted[name] for name in close])}'
