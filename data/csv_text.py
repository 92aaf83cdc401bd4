r"""How a CSV file is written - its encoding, what separates its cells - and its records, streamed.

Nobody who saves a table from a spreadsheet chooses these, so both are found out, and said. Encodings: UTF-8 with or
without byte order mark, UTF-16, and Windows-1252, in which Excel saves "CSV" in the United States; nothing else is
guessed, because short tables give guesses nothing to go by. Separators: comma, semicolon, tab, or what Excel's line
``sep=;`` names. Format: RFC 4180, with cells of several lines.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TextIO

from equigraph.data.file_looks import HEAD_BYTES, binary_look
from equigraph.data.sheet import WHOLE_ROW, Fault, Record, clean
from equigraph.data.unpacking import MIB
from equigraph.errors import DataError, RowError

__all__ = ["SAVE_AGAIN", "CsvForm", "CsvRecords", "find_form"]

UTF_8, WINDOWS = "UTF-8", "Windows-1252"
TAB = "\t"
SEPARATORS = (",", ";", TAB)
SAVE_AGAIN = 'save it as "CSV UTF-8"'
PART_BYTES = MIB
LONGEST_LINE_BYTES = 16 * MIB  # no table has such a line; a gigabyte without a line end would fill the memory
MOST_SHOWN = 5  # lines named in a message
_SAMPLE_CHARACTERS, _SAMPLE_RECORDS = 64 * 1024, 20
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SEP_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_CODECS = {UTF_8: "utf-8-sig", WINDOWS: "cp1252", "UTF-16": "utf-16", "UTF-16LE": "utf-16-le", "UTF-16BE": "utf-16-be"}


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a CSV file is written.

    Attributes:
        encoding: Its encoding, by its common name.
        separator: What stands between its cells.
        has_sep_line: Whether a line before the header says so.
        is_plain: Whether it is all ASCII, without odd characters.
    """

    encoding: str
    separator: str
    has_sep_line: bool = False
    is_plain: bool = False

    def open(self, path: Path) -> TextIO:
        """Open the file as text; the lines keep their ends."""
        return path.open(encoding=_CODECS[self.encoding], newline="")

    def __str__(self) -> str:
        """Return the form in words.

        Example:
            >>> str(CsvForm("Windows-1252", ";"))
            'read as Windows-1252, separated by ";"'
        """
        separator = "tabs" if self.separator == TAB else f'"{self.separator}"'
        return f"read as {self.encoding}, separated by {separator}"


def find_form(path: Path, problems: list[RowError]) -> CsvForm | None:
    r"""Find out how a CSV file is written.

    Args:
        path: The file.
        problems: Where it goes that it cannot be read as text.

    Returns:
        The form; None when there is a problem.

    Raises:
        DataError: It is no text at all.
        OSError: It cannot be read.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     table = Path(folder, "goals.csv")
        ...     _ = table.write_bytes("id;name\na;\u00c9cole".encode("cp1252"))
        ...     find_form(table, [])
        CsvForm(encoding='Windows-1252', separator=';', has_sep_line=False, is_plain=False)
    """
    encoding, is_plain = _find_encoding(path, problems)
    if not encoding:
        return None
    with CsvForm(encoding, ",").open(path) as text:
        sample = text.read(_SAMPLE_CHARACTERS)
    told = _SEP_LINE.match(sample)
    if told:
        return CsvForm(encoding, told[1], has_sep_line=True, is_plain=is_plain)
    separator = max(SEPARATORS, key=lambda separator: _score(sample, separator))
    return CsvForm(encoding, separator, is_plain=is_plain)


class CsvRecords:
    """The records of a CSV file, read anew each time they are asked for."""

    def __init__(self, path: Path, form: CsvForm) -> None:
        self._path, self._form = path, form

    def __iter__(self) -> Iterator[Record]:
        with self._form.open(self._path) as text:
            if self._form.has_sep_line:
                next(text)
            reader = csv.reader(text, delimiter=self._form.separator, strict=True)
            numbered = zip(itertools.count(1), reader, strict=False)
            number, width = 0, 0
            while True:
                try:
                    for number, cells in numbered:
                        width = width or len(cells)
                        if len(cells) >= width or not any(cells):
                            yield number, self._clean(cells), ()
                        else:
                            yield number, (), (Fault(None, _torn(len(cells), width)),)
                except csv.Error as error:
                    number += 1
                    yield number, (), (Fault(None, _words(error)),)
                else:
                    return

    def _clean(self, cells: list[str]) -> list[str]:
        """Return the cells as text; most rows are plain, and are asked only once whether they are."""
        if self._form.is_plain or ((text := "".join(cells)).isascii() and text.isprintable()):
            return list(map(str.strip, cells))
        return [clean(cell) for cell in cells]


def _torn(cells: int, width: int) -> str:
    return (
        f"the row has {cells} cells, the header {width}; a line end within a cell needs quotation marks around the cell"
    )


def _words(error: csv.Error) -> str:
    """Return what is wrong in words; beside its first two, the strict reader knows only the third fault."""
    said = str(error)
    if said == "unexpected end of data":
        return 'a quotation mark (") in this row opens a cell that is never closed'
    if "field larger" in said:
        limit = f"{csv.field_size_limit():,}"
        return f'a cell has more than {limit} characters; perhaps a quotation mark (") opens it that is never closed'
    return 'text stands behind the closing quotation mark of a cell; within a cell, write quotation marks twice ("")'


def _score(sample: str, separator: str) -> tuple[int, int]:
    """Return how well a separator fits: rows as wide as the header, and its width; a table of one column fits none."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    records = [len(record) for record in itertools.islice(reader, _SAMPLE_RECORDS) if record]
    if len(sample) == _SAMPLE_CHARACTERS and len(records) > 1:
        records.pop()  # it may be cut
    width = records[0] if records else 0
    return (records.count(width), width) if width > 1 else (0, 0)


def _find_encoding(path: Path, problems: list[RowError]) -> tuple[str, bool]:
    """Return the encoding, "" when there is a problem, and whether all is plain ASCII."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        file.seek(0)
        wide = _wide(head)
        if not wide and (look := binary_look(head)):
            raise DataError(f'"{path}" is not a table; it looks like {look}')
        decoder = codecs.getincrementaldecoder(_CODECS[wide or UTF_8])()
        line, is_plain = 1, True
        for part in _parts(file, path):
            is_plain = is_plain and part.isascii() and not _CONTROL.search(part)
            if not wide and b"\0" in part:
                line += part.count(b"\n", 0, part.index(0))
                problems.append(_not_text(path, line, "a NUL byte (0x00) was found, which no text has"))
                return "", False
            try:
                decoder.decode(part, final=not part)
            except UnicodeDecodeError as error:
                if not wide:
                    return _other_encoding(path, problems), False
                problems.append(_not_text(path, line, f"it is not whole UTF-16: {error.reason}"))
                return "", False
            line += part.count(b"\n")
    return wide or UTF_8, is_plain


def _parts(file: IO[bytes], path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, and an empty part at the end.

    Raises:
        DataError: It has a line that no table has.
    """
    unbroken, part = 0, b"?"
    while part:
        part = file.read(PART_BYTES)
        unbroken = 0 if b"\n" in part or b"\r" in part else unbroken + len(part)
        if unbroken >= LONGEST_LINE_BYTES:
            raise DataError(f'"{path}" is not a table; it has a line of more than {LONGEST_LINE_BYTES // MIB} MiB')
        yield part


def _wide(head: bytes) -> str:
    """Return the name of the encoding if it has two bytes for a character, marked or not."""
    if head.startswith(_UTF_16_MARKS):
        return "UTF-16"
    half = len(head) // 4
    if head[1::2].count(0) > half:
        return "UTF-16LE"
    return "UTF-16BE" if head[::2].count(0) > half else ""


def _other_encoding(path: Path, problems: list[RowError]) -> str:
    """Return the encoding of a file that is not UTF-8; report lines in several, or in none that is known."""
    in_utf_8, others = 0, []
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.isascii():
                continue
            try:
                line.decode(UTF_8)
            except UnicodeDecodeError as error:
                others.append(number)
                reason = f"the byte 0x{line[error.start]:02X} was found"
                if not _is_windows(line):
                    problems.append(_not_text(path, number, f"{reason}, in neither UTF-8 nor {WINDOWS}"))
                    return ""
            else:
                in_utf_8 = in_utf_8 or number
    if in_utf_8:
        shown = ", ".join(map(str, others[:MOST_SHOWN])) + (", ..." if len(others) > MOST_SHOWN else "")
        reason = (
            f"two encodings are mixed: line {in_utf_8} is in {UTF_8}, {len(others):,} others are not (lines {shown})"
        )
        problems.append(_not_text(path, others[0], reason))
        return ""
    return WINDOWS


def _is_windows(line: bytes) -> bool:
    try:
        line.decode(_CODECS[WINDOWS])
    except UnicodeDecodeError:
        return False
    return True


def _not_text(path: Path, line: int, reason: str) -> RowError:
    return RowError(path.name, line, WHOLE_ROW, f"{reason}; {SAVE_AGAIN}")
