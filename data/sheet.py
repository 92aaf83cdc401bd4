"""A sheet of a workbook, or a CSV file: a header, and rows of text with the numbers a person sees in a spreadsheet.

Whatever a cell held - a number, a date, a formula - it comes as the text that a careful person would read there.
Row 1 names the columns; empty rows count and are left out. `equigraph.data.sheet_files` reads files into sheets.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from equigraph.errors import RowError

__all__ = ["MOST_FAULTS", "WHOLE_ROW", "Fault", "Record", "Row", "Sheet", "SheetRows", "clean", "column_letters"]

WHOLE_ROW = "(all)"  # stands for the column where a problem is not in one cell
MOST_FAULTS = 1000  # of one sheet that are listed; a sheet with more is another sheet than somebody thinks
_LETTERS = 26
_LINE_ENDS_AND_TAB = "\t\n\r"
# Spaces of any width become the plain one, and so do control characters; what has no width and only breaks or joins
# lines goes. Joiners within words (U+200C, U+200D) stay: some scripts and emoji are written with them.
_PLAIN = {
    number: " "
    for number in range(0x3001)
    if (chr(number).isspace() or unicodedata.category(chr(number)) == "Cc") and chr(number) not in _LINE_ENDS_AND_TAB
} | dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))


class Fault(NamedTuple):
    """Something that cannot be read.

    Attributes:
        column: The column, from 0; None for the whole row.
        reason: What is wrong, in words.
    """

    column: int | None
    reason: str


Record = tuple[int, Sequence[str], Sequence[Fault]]
"""One row as it stands in a file: its number, from 1; the text of its cells; what could not be read, and is empty."""


class Row(NamedTuple):
    """One row of a table.

    Attributes:
        table: Name of the file.
        number: Row in the spreadsheet; the header is 1.
        cells: Column to cell; an absent optional column reads as empty.
        sheet: Name of the sheet of a workbook, or ``""``.
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


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as it was found in a file.

    Attributes:
        file: Name of the file, without its folder.
        name: Name of the sheet; ``""`` for a CSV file.
        header: What row 1 names the columns; ``""`` for a column without a name.
        rows: The rows below it that hold something. They are read as they are asked for, anew each time, and what
            cannot be read is reported each time.
        is_hidden: Whether the workbook hides the sheet.
    """

    file: str
    name: str
    header: tuple[str, ...]
    rows: Iterable[Row]
    is_hidden: bool = False


class SheetRows:
    """The rows of a sheet, read from its records each time they are asked for.

    Attributes:
        header: What the first row names the columns; empty when there is none, or it cannot be used.
        is_empty: Whether nothing stands in it at all.
    """

    def __init__(self, file: str, name: str, records: Iterable[Record], problems: list[RowError]) -> None:
        """Read the header, and report what is wrong with it.

        Args:
            file: Name of the file.
            name: Name of the sheet, or ``""``.
            records: What it holds, from the first row on; gone through once for each pass.
            problems: Where every problem goes. That a sheet of a workbook is empty is none.
        """
        self._file, self._name, self._records, self._problems = file, name, records, problems
        first = next((record for record in records if any(record[1]) or record[2]), None)
        self.is_empty = first is None
        self.header = () if first is None and name else self._read_header(first)

    def __iter__(self) -> Iterator[Row]:
        header, file, name = self.header, self._file, self._name
        if not header:
            return
        row, width, is_whole, faults = partial(tuple.__new__, Row), len(header), all(header), 0
        for number, cells, wrong in self._records:
            if (
                not wrong and is_whole and len(cells) == width
            ):  # nearly all: this loop is what reading a large file costs
                if number != 1 and any(cells):
                    yield row((file, number, dict(zip(header, cells, strict=True)), name))
            elif number != 1:
                faults += len(wrong)
                if faults > MOST_FAULTS:
                    self._add(number, WHOLE_ROW, f"more than {MOST_FAULTS:,} problems; the rest was not read")
                    return
                yield from self._odd_row(number, cells, wrong)

    def _odd_row(self, number: int, cells: Sequence[str], faults: Sequence[Fault]) -> Iterator[Row]:
        """Yield a row that holds something, and report what cannot be read of it."""
        self._report(number, faults)
        self._report(number, self._unnamed(cells))
        named = {name: cell for name, cell in zip(self.header, cells, strict=False) if name}
        if any(named.values()):
            yield Row(self._file, number, dict.fromkeys(filter(None, self.header), "") | named, self._name)

    def _read_header(self, first: Record | None) -> tuple[str, ...]:
        if first is None or first[0] != 1:
            self._add(1, WHOLE_ROW, "the table has no header; row 1 names the columns")
            return ()
        header = [" ".join(name.split()) for name in first[1]]
        while header and not header[-1]:
            header.pop()
        for column, reason in first[2]:
            self._add(1, WHOLE_ROW if column is None else column_letters(column), reason)
        twice = [name for name in dict.fromkeys(header) if name and header.count(name) > 1]
        for name in twice:
            self._add(1, name, "the column is there more than once")
        return () if twice or first[2] else tuple(header)

    def _report(self, number: int, faults: Iterable[Fault]) -> None:
        for column, reason in faults:
            self._add(number, WHOLE_ROW if column is None else self._column_name(column), reason)

    def _unnamed(self, cells: Sequence[str]) -> Iterator[Fault]:
        for column, cell in enumerate(cells):
            if cell and not self._is_named(column):
                yield Fault(column, f'"{cell}" stands in a column that row 1 does not name')

    def _is_named(self, column: int) -> bool:
        return column < len(self.header) and bool(self.header[column])

    def _column_name(self, column: int) -> str:
        return self.header[column] if self._is_named(column) else column_letters(column)

    def _add(self, number: int, column: str, reason: str) -> None:
        self._problems.append(RowError(self._file, number, column, reason, sheet=self._name))


def clean(text: str) -> str:
    """Return what a cell says: composed characters, plain spaces and line ends, nothing at the ends.

    Example:
        >>> clean("\u00a0Cafe\u0301\u202fclub \u200b")
        'Café club'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_PLAIN)
    elif not text.isprintable():
        text = text.translate(_PLAIN)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip() if "\r" in text else text.strip()


def column_letters(column: int) -> str:
    """Return how a spreadsheet calls a column, counted from 0.

    Example:
        >>> column_letters(0), column_letters(25), column_letters(26), column_letters(16_383)
        ('A', 'Z', 'AA', 'XFD')
    """
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters
