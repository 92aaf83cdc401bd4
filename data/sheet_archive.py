"""The zip archive that a workbook is: opened only as far as it is one, and read as XML within bounds.

Everything is refused before it can do harm: what the archive says it unpacks to is counted before anything is (a
member is never read further than that), XML with a document type (entities) is not read, nor is XML nested deeply.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from equigraph.data.file_looks import HEAD_BYTES, binary_look, text_look
from equigraph.data.unpacking import BROKEN, GET_AGAIN, MIB, MOST_GROWTH, broken
from equigraph.errors import DataError

__all__ = ["MOST_COLUMNS", "MOST_SHEETS", "Archive", "ListedSheet", "XmlReader", "local_name"]

# All limits of workbooks.
MOST_MEMBERS = 10_000  # a workbook has a dozen; one with a picture in every row some thousands
MOST_PACKED_BYTES = 128 * MIB
ALWAYS_ALLOWED_BYTES = 64 * MIB  # of XML, whatever it is packed into: about 80,000 full rows
MOST_SHEETS = 500
MOST_COLUMNS = 1_000  # of which a cell is read
MOST_ROWS = 1_048_576  # what Excel and LibreOffice have
MOST_CELLS = 20_000_000  # with content, of one sheet: repetitions write a sheet of any size in a few bytes
MOST_LEVELS = 100  # of elements in elements; a workbook has a dozen
PART_BYTES = 64 * 1024
_OLE_START = b"\xd0\xcf\x11\xe0"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")  # the stream of an OLE file that holds an encrypted workbook
_ENCRYPTED = 0x1  # bit of a member's flags


@dataclass(frozen=True, slots=True)
class ListedSheet:
    """A sheet that a workbook lists.

    Attributes:
        name: Its name.
        place: Where it stands in the file.
        is_hidden: Whether it is hidden.
    """

    name: str
    place: str
    is_hidden: bool


class XmlReader:
    """What is told of the elements of an XML document.

    Attributes:
        level: How many elements are open; kept by ``start`` and ``end``.
    """

    level = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 # what readers look at
        """Hear of the start of an element."""
        self.level += 1

    def end(self, tag: str) -> None:  # noqa: ARG002
        """Hear of its end."""
        self.level -= 1

    def text(self, text: str) -> None:
        """Hear of text in it."""


class Archive:
    """A workbook file, known to be a zip archive of a harmless size.

    Attributes:
        path: The file.
        members: Name of each member to its size unpacked.
    """

    def __init__(self, path: Path, accepted: str) -> None:
        """Look into the file.

        Args:
            path: The file.
            accepted: What its suffix promises, such as ``an Excel workbook``.

        Raises:
            DataError: It is no archive, or one that nobody should open.
            OSError: It cannot be read.
        """
        self.path = path
        self._accepted = accepted
        _check_start(path, accepted)
        packed = path.stat().st_size
        if packed > MOST_PACKED_BYTES:
            msg = f'"{path}" has {packed // MIB:,} MiB; a workbook may have {MOST_PACKED_BYTES // MIB}'
            raise DataError(msg, hint="Save the table as CSV: that may have any size.")
        with self._zip() as archive:
            infos = archive.infolist()
        if len(infos) > MOST_MEMBERS:
            raise self.refusal(f"it is a zip archive of {len(infos):,} files; a workbook has at most {MOST_MEMBERS:,}")
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise self.refusal("it is encrypted", hint="Save it without a password.")
        self.members = {info.filename: info.file_size for info in infos}
        self._most = max(ALWAYS_ALLOWED_BYTES, MOST_GROWTH * packed)

    def refusal(self, reason: str, *, hint: str | None = None) -> DataError:
        """Return the error that this is no such workbook."""
        return DataError(f'"{self.path}" cannot be read as {self._accepted}: {reason}', hint=hint)

    def check_size(self, names: list[str]) -> None:
        """Refuse the archive if these members are larger together than they may be.

        Args:
            names: Those that will be read, as often as they will be.

        Raises:
            DataError: They are.
        """
        size = sum(self.members.get(name, 0) for name in names)
        if size > self._most:
            reason = f"it unpacks to {size // MIB:,} MiB, and one of its size may have {self._most // MIB:,}"
            raise self.refusal(reason, hint="If you trust it, save its tables as CSV: those may have any size.")

    def read(self, name: str, reader: XmlReader) -> Iterator[None]:
        """Read a member as XML; stops after every part, so that what the reader has gathered can be taken.

        Raises:
            DataError: The member is not there, damaged, or no XML that is read.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
        parser.CharacterDataHandler = reader.text
        parser.StartDoctypeDeclHandler = self._refuse_doctype(name)
        if name not in self.members:
            raise self.refusal(f'the file "{name}" is missing in it')
        try:
            with self._zip() as archive, archive.open(name) as stream:
                for part in iter(lambda: stream.read(PART_BYTES), b""):
                    parser.Parse(part, False)  # noqa: FBT003 # expat takes no names
                    if reader.level > MOST_LEVELS:
                        raise self.refusal(f"{name} has elements in elements more than {MOST_LEVELS} levels deep")
                    yield
            parser.Parse(b"", True)  # noqa: FBT003
            yield
        except expat.ExpatError as error:
            raise self.refusal(f"{name}, line {error.lineno}: {error}", hint=GET_AGAIN) from None
        except LookupError:
            reason = f"{name} refers to something that is not in it, or names an encoding that is not known"
            raise self.refusal(reason, hint=GET_AGAIN) from None
        except BROKEN as error:
            raise broken(f"{self.path}, {name}", error) from error

    def check_rows(self, sheet: ListedSheet, rows: int, cells: int = 0) -> None:
        """Refuse a sheet with more rows or cells than one can have, however few bytes say so.

        Raises:
            DataError: It has.
        """
        if rows > MOST_ROWS or cells > MOST_CELLS:
            raise self.refusal(f'the sheet "{sheet.name}" has more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells')

    def read_whole(self, name: str, reader: XmlReader) -> None:
        """Read a member as XML to its end, as `read` does."""
        for _ in self.read(name, reader):
            pass

    @contextmanager
    def _zip(self) -> Iterator[zipfile.ZipFile]:
        try:
            archive = zipfile.ZipFile(self.path)
        except BROKEN as error:
            raise broken(str(self.path), error, "it is not a whole workbook: it is cut off or damaged") from error
        with archive:
            yield archive

    def _refuse_doctype(self, name: str) -> Callable[..., None]:
        def refuse(*_declaration: object) -> None:
            raise self.refusal(f"{name} declares a document type, which no workbook does; entities are never replaced")

        return refuse


def local_name(tag: str) -> str:
    """Return a tag or attribute without its prefix.

    Example:
        >>> local_name("x:row"), local_name("row")
        ('row', 'row')
    """
    return tag.rpartition(":")[2]


def _check_start(path: Path, accepted: str) -> None:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        if head.startswith(b"PK"):
            return
        start = f'"{path}" is not {accepted}'
        if not head:
            raise DataError(f"{start}; it is empty", hint=GET_AGAIN)
        if head.startswith(_OLE_START):
            file.seek(0)
            if _PASSWORD in file.read(MOST_PACKED_BYTES):
                raise DataError(f"{start} that can be read: a password protects it", hint="Save it without a password.")
            raise DataError(f"{start}; it looks like an old Excel workbook (.xls)", hint="Save it as .xlsx.")
    look = binary_look(head) or text_look(head)
    raise DataError(f"{start}{f'; it looks like {look}' if look else ''}", hint="Let its name end in what it is.")
