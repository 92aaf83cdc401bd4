"""Read the sheets of Excel workbooks (.xlsx, .xlsm) as streams of records.

openpyxl opens a workbook whole, or leaves out what has to be reported - formulas without a saved value - and takes
minutes over files made to do harm; so the XML is read here, in one pass over each sheet, in less time and little
memory. Formulas give their saved value and are never evaluated; macros, comments and pictures are not read. Format:
ECMA-376 (Office Open XML), parts of SpreadsheetML; both its namespaces.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from pathlib import Path

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.escape import unescape

from equigraph.data.number_text import DIGITS, NumberText, number_text, text_of_format
from equigraph.data.sheet import Fault, Record, clean
from equigraph.data.sheet_archive import MOST_COLUMNS, MOST_SHEETS, Archive, ListedSheet, XmlReader, local_name

__all__ = ["NO_SAVED_VALUE", "Workbook"]

_ROOT = "_rels/.rels"
_MACROS = "vbaProject.bin"
NO_SAVED_VALUE = (
    "the cell holds a formula without a saved value, and formulas are never computed here; open the workbook in a "
    "spreadsheet program, save it and import it again"
)


class Workbook:
    """An Excel workbook: its sheets, and what their cells refer to.

    Attributes:
        sheets: The sheets with cells, in the order of the workbook.
        has_macros: Whether there are macros in it.
    """

    def __init__(self, path: Path) -> None:
        """Read all but the sheets.

        Raises:
            DataError: It is no workbook, damaged, or larger than it may be.
            OSError: It cannot be read.
        """
        self._archive = archive = Archive(path, "an Excel workbook")
        archive.check_size([_ROOT])
        main = self._related("", "/officeDocument")
        if not main:
            raise archive.refusal(_other_kind(archive))
        listed = _ListReader()
        archive.check_size([main[0], _relations_of(main[0])])
        archive.read_whole(main[0], listed)
        parts = self._relations(main[0])
        self.sheets = [
            ListedSheet(name, parts[key][1], is_hidden)
            for name, key, is_hidden in listed.sheets
            if key in parts and parts[key][0].endswith("/worksheet")
        ]
        if len(self.sheets) > MOST_SHEETS:
            raise archive.refusal(f"it has {len(self.sheets):,} sheets; at most {MOST_SHEETS} are read")
        strings = [part for kind, part in parts.values() if kind.endswith("/sharedStrings")]
        styles = [part for kind, part in parts.values() if kind.endswith("/styles")]
        archive.check_size([*strings, *styles, *(sheet.place for sheet in self.sheets)])
        self.has_macros = any(posixpath.basename(name) == _MACROS for name in archive.members)
        self._strings = self._read_strings(strings)
        self._formats = self._read_formats(styles, is_mac=listed.is_mac)

    def records(self, sheet: ListedSheet, on_merged: Callable[[int], None]) -> Iterator[Record]:
        """Yield the records of a sheet, and tell at its end how many merged areas it has.

        Raises:
            DataError: It is damaged.
        """
        reader = _SheetReader(self._strings, self._formats)
        for _ in self._archive.read(sheet.place, reader):
            self._archive.check_rows(sheet, reader.number)
            records, reader.records = reader.records, []
            yield from records
        on_merged(reader.merged)

    def _related(self, part: str, kind: str) -> list[str]:
        return [target for type_, target in self._relations(part).values() if type_.endswith(kind)]

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to, by id: the kind of the relation, and the member."""
        name = _relations_of(part)
        if name not in self._archive.members:
            return {}
        reader = _RelationReader(posixpath.dirname(part))
        self._archive.read_whole(name, reader)
        return reader.relations

    def _read_strings(self, parts: list[str]) -> list[str]:
        reader = _StringReader()
        for part in parts[:1]:
            self._archive.read_whole(part, reader)
        return reader.strings

    def _read_formats(self, parts: list[str], *, is_mac: bool) -> list[NumberText | None]:
        reader = _StyleReader()
        for part in parts[:1]:
            self._archive.read_whole(part, reader)
        known: dict[int, NumberText | None] = {}
        for number in set(reader.used):
            code = reader.codes.get(number) or BUILTIN_FORMATS.get(number, "General")
            known[number] = None if code == "General" else text_of_format(code, is_mac=is_mac)
        return [known[number] for number in reader.used]


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _other_kind(archive: Archive) -> str:
    names = archive.members
    if "mimetype" in names:
        return "it is an OpenDocument file; let the name of a spreadsheet end in .ods"
    return "there is no workbook in this zip archive"


class _RelationReader(XmlReader):
    def __init__(self, folder: str) -> None:
        self.relations: dict[str, tuple[str, str]] = {}
        self._folder = folder

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        if local_name(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", "")))
            self.relations[attributes.get("Id", "")] = (attributes.get("Type", ""), target.lstrip("/"))


class _ListReader(XmlReader):
    """Reads which sheets a workbook has: name, id of the relation, whether it is hidden."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.is_mac = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        name = local_name(tag)
        if name == "sheet":
            key = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append(
                (clean(attributes.get("name", "")), key, attributes.get("state", "visible") != "visible")
            )
        elif name == "workbookPr":
            self.is_mac = attributes.get("date1904", "0") in {"1", "true"}


class _StyleReader(XmlReader):
    """Reads which number format each style of cells uses."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.used: list[int] = []
        self._list = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        name = local_name(tag)
        if name in {"numFmts", "cellXfs", "cellStyleXfs", "dxfs"}:
            self._list = name
        elif name == "numFmt" and self._list == "numFmts":
            self.codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif name == "xf" and self._list == "cellXfs":
            self.used.append(int(attributes.get("numFmtId", "0")))


class _TextReader(XmlReader):
    """Gathers the text of a string, plain or in parts, without how it is pronounced."""

    def __init__(self) -> None:
        self._said = ""
        self._is_text = self._is_aside = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        name = local_name(tag)
        if name == "t":
            self._is_text = not self._is_aside
        elif name == "rPh":
            self._is_aside = True

    def end(self, tag: str) -> None:
        super().end(tag)
        name = local_name(tag)
        if name == "t":
            self._is_text = False
        elif name == "rPh":
            self._is_aside = False

    def text(self, text: str) -> None:
        if self._is_text:
            self._said += text


class _StringReader(_TextReader):
    """Reads the strings that the cells of all sheets share."""

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []

    def end(self, tag: str) -> None:
        super().end(tag)
        if local_name(tag) == "si":
            self.strings.append(clean(unescape(self._said)))
            self._said = ""


class _SheetReader(XmlReader):
    """Reads the cells of one sheet.

    Attributes:
        records: The rows that were read since somebody took them.
        merged: How many merged areas there are.
        number: The row that is being read.
    """

    def __init__(self, strings: list[str], formats: list[NumberText | None]) -> None:
        self.records: list[Record] = []
        self.merged = 0
        self._strings, self._formats = strings, formats
        self._columns = _Columns()
        self._cells: list[str] = []
        self._faults: list[Fault] = []
        self.number, self._column = 0, -1
        self._type = self._style = self._said = ""
        self._is_text = self._is_formula = self._is_aside = False
        self._prefix = ""
        self._names: dict[str, str] = {}

    # The names of elements come with the prefix of the document, which nearly always is none.
    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.level += 1
        name = local_name(tag) if ":" in tag else tag
        if name == "c":
            place = attributes.get("r")
            self._column = self._columns[place.rstrip("0123456789")] if place else self._column + 1
            self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._said, self._is_formula = "", False
        elif name in {"v", "t"}:
            self._is_text = not self._is_aside
        elif name == "row":
            self.number = int(attributes.get("r") or self.number + 1)
            self._column = -1
        else:
            self._start_rarer(name)

    def _start_rarer(self, name: str) -> None:
        if name == "f":
            self._is_formula = True
        elif name == "rPh":
            self._is_aside = True
        elif name == "mergeCell":
            self.merged += 1

    def end(self, tag: str) -> None:
        self.level -= 1
        name = local_name(tag) if ":" in tag else tag
        if name in {"v", "t"}:
            self._is_text = False
        elif name == "c":
            if self._said or self._is_formula:
                self._end_cell()
        elif name == "row":
            if self._cells or self._faults:
                self.records.append((self.number, self._cells, self._faults))
                self._cells, self._faults = [], []
        elif name == "rPh":
            self._is_aside = False

    def text(self, text: str) -> None:
        if self._is_text:
            self._said += text

    def _end_cell(self) -> None:
        cell = self._value()
        if not cell:
            return
        column, cells = self._column, self._cells
        if column >= MOST_COLUMNS:
            self._fault(f'"{cell}" stands right of column {MOST_COLUMNS:,}; no table is that wide')
            return
        if column > len(cells):
            cells.extend([""] * (column - len(cells)))
        if column == len(cells):
            cells.append(cell)
        else:
            cells[column] = cell

    def _value(self) -> str:
        type_, said = self._type, self._said
        if type_ == "s":
            return self._strings[int(said)]
        if type_ == "n":
            return self._number_value(said)
        if type_ in {"str", "inlineStr"}:
            return clean(unescape(said))
        if type_ == "b":
            return "TRUE" if said.strip() in {"1", "true"} else "FALSE"
        if type_ == "e":
            return self._fault(f'the cell holds the error "{said}"; correct its formula, or empty it')
        return said.removesuffix("T00:00:00").removesuffix("Z")

    def _number_value(self, said: str) -> str:
        if not said.strip():
            return self._fault(NO_SAVED_VALUE) if self._is_formula else ""
        form = self._formats[int(self._style)] if self._style and self._formats else None
        if form is None and said.isdigit() and len(said) <= DIGITS:
            return said
        try:
            number = float(said)
            return number_text(number) if form is None else form(number)
        except (ValueError, OverflowError):
            return self._fault(f'the cell holds "{said}", which is no number or date')

    def _fault(self, reason: str) -> str:
        """Note what is wrong with the cell, which reads as empty."""
        self._faults.append(Fault(self._column, reason))
        return ""


class _Columns(dict[str, int]):
    """Letters of a column to its number, from 0."""

    def __missing__(self, letters: str) -> int:
        column = 0
        for letter in letters.upper():
            if not "A" <= letter <= "Z":
                raise ValueError(f'"{letters}" is no column')
            column = column * 26 + ord(letter) - ord("A") + 1
        self[letters] = column - 1
        return column - 1
