"""Read the sheets of OpenDocument spreadsheets (.ods) as streams of records.

All sheets are one XML document, so that each pass over a sheet reads the document up to the end of it. Formulas give
their saved value and are never evaluated; macros, comments and pictures are not read. Rows and cells that a file
repeats are repeated. Format: OASIS OpenDocument 1.3, part 3; errors as LibreOffice marks them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from equigraph.data.number_text import number_text
from equigraph.data.sheet import Fault, Record, clean
from equigraph.data.sheet_archive import MOST_COLUMNS, MOST_SHEETS, Archive, ListedSheet, XmlReader
from equigraph.data.xlsx import NO_SAVED_VALUE

__all__ = ["Spreadsheet"]

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")


class Spreadsheet:
    """An OpenDocument spreadsheet.

    Attributes:
        sheets: Its sheets, in order.
    """

    def __init__(self, path: Path) -> None:
        """Read which sheets there are.

        Raises:
            DataError: It is no spreadsheet, damaged, or larger than it may be.
            OSError: It cannot be read.
        """
        self._archive = archive = Archive(path, "an OpenDocument spreadsheet")
        if _CONTENT not in archive.members:
            other = "xl/workbook.xml" in archive.members
            reason = "it is an Excel workbook; let its name end in .xlsx" if other else "there is no spreadsheet in it"
            raise archive.refusal(reason)
        archive.check_size([_CONTENT, _MANIFEST])
        if _MANIFEST in archive.members:
            manifest = _ManifestReader()
            archive.read_whole(_MANIFEST, manifest)
            if manifest.is_encrypted:
                raise archive.refusal("a password protects it", hint="Save it without a password.")
        reader = _ContentReader(None)
        archive.read_whole(_CONTENT, reader)
        if not reader.is_spreadsheet:
            raise archive.refusal("it is an OpenDocument file of another kind")
        self.sheets = reader.sheets
        if len(self.sheets) > MOST_SHEETS:
            raise archive.refusal(f"it has {len(self.sheets):,} sheets; at most {MOST_SHEETS} are read")

    def records(self, sheet: ListedSheet, on_merged: Callable[[int], None]) -> Iterator[Record]:
        """Yield the records of a sheet, and tell at its end how many merged areas it has.

        Raises:
            DataError: It is damaged, or has more cells than are read.
        """
        reader = _ContentReader(int(sheet.place))
        for _ in self._archive.read(_CONTENT, reader):
            self._archive.check_rows(sheet, reader.last, reader.cells)
            rows, reader.rows = reader.rows, []
            for first, count, cells, faults in rows:
                for number in range(first, first + count):
                    yield number, cells, faults
            if reader.is_done:
                break
        on_merged(reader.merged)


class _ManifestReader(XmlReader):
    is_encrypted = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        self.is_encrypted = self.is_encrypted or tag == "manifest:encryption-data"


class _ContentReader(XmlReader):
    """Reads which sheets there are and, of one of them, the rows with something in them.

    Attributes:
        sheets: The sheets so far.
        rows: Rows since somebody took them: the number of the first, how many are alike, cells, faults.
        last: The last row so far with content.
        cells: Cells with content so far, repeated ones included.
        merged: Merged areas so far.
        is_done: Whether the sheet has ended.
        is_spreadsheet: Whether the document is one.
    """

    def __init__(self, wanted: int | None) -> None:
        self.sheets: list[ListedSheet] = []
        self.rows: list[tuple[int, int, list[str], list[Fault]]] = []
        self.last = self.cells = self.merged = 0
        self._number = 0
        self.is_done = self.is_spreadsheet = False
        self._wanted = wanted
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._tables = 0  # open ones: a cell may hold a table of its own, as part of a chart
        self._asides = 0  # open comments
        self._cell: dict[str, str] | None = None
        self._paragraphs: list[str] = []
        self._is_text = False
        self._row: list[str] = []
        self._faults: list[Fault] = []
        self._repeated_rows = 1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        start = _STARTS.get(tag)
        if start is not None:
            start(self, attributes)

    def end(self, tag: str) -> None:
        super().end(tag)
        end = _ENDS.get(tag)
        if end is not None:
            end(self)

    def text(self, text: str) -> None:
        if self._is_text and not self._asides:
            self._paragraphs[-1] += text

    @property
    def _is_wanted(self) -> bool:
        return self._tables == 1 and self._wanted is not None and len(self.sheets) - 1 == self._wanted

    def start_spreadsheet(self, _attributes: dict[str, str]) -> None:
        self.is_spreadsheet = True

    def start_style(self, attributes: dict[str, str]) -> None:
        self._style = attributes.get("style:name", "")

    def start_table_style(self, attributes: dict[str, str]) -> None:
        if attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)

    def start_table(self, attributes: dict[str, str]) -> None:
        self._tables += 1
        if self._tables == 1:
            is_hidden = attributes.get("table:style-name", "") in self._hidden_styles
            name = clean(attributes.get("table:name", ""))
            self.sheets.append(ListedSheet(name, str(len(self.sheets)), is_hidden))

    def end_table(self) -> None:
        self.is_done = self.is_done or self._is_wanted
        self._tables -= 1

    def start_row(self, attributes: dict[str, str]) -> None:
        if self._is_wanted:
            self._repeated_rows = _count(attributes, "table:number-rows-repeated")
            self._row, self._faults = [], []
            self._column = 0

    def end_row(self) -> None:
        if not self._is_wanted:
            return
        if self._row or self._faults:
            self.last = self._number + self._repeated_rows
            self.rows.append((self._number + 1, self._repeated_rows, self._row, self._faults))
            self.cells += len(self._row) * self._repeated_rows
        self._number += self._repeated_rows

    def start_cell(self, attributes: dict[str, str]) -> None:
        if self._is_wanted:
            self._cell, self._paragraphs = attributes, []
            if {"table:number-columns-spanned", "table:number-rows-spanned"} & attributes.keys():
                self.merged += 1

    def end_cell(self) -> None:
        attributes, self._cell = self._cell, None
        if attributes is None or not self._is_wanted:
            return
        count = _count(attributes, "table:number-columns-repeated")
        cell = self._value(attributes)
        if cell:
            width = min(count, MOST_COLUMNS - self._column)
            if width < count:
                self._fault(f'"{cell}" stands right of column {MOST_COLUMNS:,}; no table is that wide')
            self._row.extend([""] * (self._column - len(self._row)))
            self._row.extend([cell] * width)
        self._column += count

    def _value(self, attributes: dict[str, str]) -> str:
        said = clean("\n".join(self._paragraphs))
        if attributes.get("calcext:value-type") == "error":
            return self._fault(f'the cell holds the error "{said}"; correct its formula, or empty it')
        kind = attributes.get("office:value-type", "")
        if not kind and not said and "table:formula" in attributes:
            return self._fault(NO_SAVED_VALUE)
        try:
            return _VALUES[kind](attributes, said) if kind in _VALUES else said
        except (KeyError, ValueError):
            return self._fault(f'the cell says that it holds a {kind}, and holds "{said}"')

    def _fault(self, reason: str) -> str:
        self._faults.append(Fault(self._column, reason))
        return ""

    def start_paragraph(self, _attributes: dict[str, str]) -> None:
        if self._cell is not None and not self._asides:
            self._paragraphs.append("")
            self._is_text = True

    def end_paragraph(self) -> None:
        if not self._asides:
            self._is_text = False

    def start_spaces(self, attributes: dict[str, str]) -> None:
        self.text(" " * min(_count(attributes, "text:c"), MOST_COLUMNS))

    def start_aside(self, _attributes: dict[str, str]) -> None:
        self._asides += 1

    def end_aside(self) -> None:
        self._asides -= 1


def _count(attributes: dict[str, str], name: str) -> int:
    return max(1, int(attributes.get(name, "1")))


def _duration(attributes: dict[str, str], _said: str) -> str:
    found = _DURATION.fullmatch(attributes["office:time-value"])
    if not found:
        raise ValueError
    return ":".join(found.groups())


_VALUES: dict[str, Callable[[dict[str, str], str], str]] = {
    "float": lambda attributes, said: said if _has_zeros(said) else number_text(float(attributes["office:value"])),
    "currency": lambda attributes, _: number_text(float(attributes["office:value"])),
    "percentage": lambda attributes, _: f"{number_text(float(attributes['office:value']) * 100)}%",
    "boolean": lambda attributes, _: attributes["office:boolean-value"].upper(),
    "date": lambda attributes, _: attributes["office:date-value"].removesuffix("T00:00:00"),
    "time": _duration,
    "string": lambda attributes, said: clean(attributes.get("office:string-value", "")) or said,
}
_STARTS: dict[str, Callable[[_ContentReader, dict[str, str]], None]] = {
    "office:spreadsheet": _ContentReader.start_spreadsheet,
    "style:style": _ContentReader.start_style,
    "style:table-properties": _ContentReader.start_table_style,
    "table:table": _ContentReader.start_table,
    "table:table-row": _ContentReader.start_row,
    "table:table-cell": _ContentReader.start_cell,
    "table:covered-table-cell": _ContentReader.start_cell,
    "text:p": _ContentReader.start_paragraph,
    "text:s": _ContentReader.start_spaces,
    "text:tab": lambda reader, _: reader.text("\t"),
    "text:line-break": lambda reader, _: reader.text("\n"),
    "office:annotation": _ContentReader.start_aside,
}
_ENDS: dict[str, Callable[[_ContentReader], None]] = {
    "table:table": _ContentReader.end_table,
    "table:table-row": _ContentReader.end_row,
    "table:table-cell": _ContentReader.end_cell,
    "table:covered-table-cell": _ContentReader.end_cell,
    "text:p": _ContentReader.end_paragraph,
    "office:annotation": _ContentReader.end_aside,
}


def _has_zeros(said: str) -> bool:
    """Say whether a number is shown with leading zeros: a code."""
    return said.isascii() and said.isdigit() and len(said) > 1 and said.startswith("0")
