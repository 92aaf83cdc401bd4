"""Find what a path holds: a plain RDF file, one packed with gzip, or the RDF members of a zip archive.

Everything streams: nothing is unpacked to disk, so a member named ``../../x`` is only a name. Formats:
https://www.rfc-editor.org/rfc/rfc1952 (gzip; several members in a row are one text) and PKWARE's APPNOTE (zip; stored,
deflated, bzip2 and LZMA members, also zip64). Archives in archives are not opened. Limits: what is packed may grow
only so far (``equigraph.data.unpacking``).
"""

from __future__ import annotations

import gzip
import hashlib
import io
import time
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Self, cast
from urllib.parse import quote

from pyoxigraph import RdfFormat

from equigraph.data.file_looks import GZIP_START, HEAD_BYTES, binary_look, text_look
from equigraph.data.unpacking import BROKEN, GET_AGAIN, Allowance, HashedFile, UnpackedStream, broken
from equigraph.errors import RdfSyntaxError

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["PART_BYTES", "RDF_SUFFIXES", "ZIP", "Document", "RdfFile", "split_suffix"]

RDF_SUFFIXES = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}
GZIP, ZIP = ".gz", ".zip"
PART_BYTES = 256 * 1024  # read at once: large enough to cost nothing, small enough for a smooth progress
TICK_S = 0.1  # between two words on progress
MOST_SHOWN = 200  # characters of a member's name in a message
MOST_NAMED = 10  # members in a message
_ENCRYPTED = 0x1  # bit of a zip member's flags


@dataclass(frozen=True)
class Document:
    """One RDF document in a file; can be opened as often as it takes.

    Attributes:
        name: The file, and the member of a zip archive, as messages name it.
        suffix: Its suffix without that of the packing, in small letters: one of ``RDF_SUFFIXES``.
        base_iri: What relative IRIs in it resolve against: the address of the file without ``.gz``; for a member of an
            archive the address of the archive, ``!/`` and the percent-encoded name of the member.
        size_bytes: Its size unpacked; None if only reading can tell.
        opener: What ``open`` calls, with ``is_loading``.
    """

    name: str
    suffix: str
    base_iri: str
    size_bytes: int | None
    opener: Callable[..., UnpackedStream]

    @property
    def rdf_format(self) -> RdfFormat:
        """The format, by the suffix."""
        return RDF_SUFFIXES[self.suffix]

    def open(self, *, is_loading: bool = False) -> io.BufferedReader:
        """Return its bytes, unpacked.

        Args:
            is_loading: Whether this is the pass that goes into the store: it is the one that is hashed, that tells its
                progress, and in which all members of an archive share one bound.
        """
        return io.BufferedReader(self.opener(is_loading=is_loading), PART_BYTES)


class RdfFile:
    """A file on disk and the documents in it; use it in a ``with`` block.

    Attributes:
        path: The file.
        size_bytes: Its size, packed as it is.
        documents: What there is to read, in the order of the file.
        skipped: Members of an archive that are not RDF (folders, hidden files and archives among them).
    """

    def __init__(self, path: Path, on_bytes: Callable[[int], None] | None = None) -> None:
        """Look into the file.

        Raises:
            RdfSyntaxError: It is not packed as its suffix says, or there is no RDF in it.
            OSError: It cannot be read.
        """
        self.path = path
        self.size_bytes = path.stat().st_size
        self.skipped: tuple[str, ...] = ()
        self._on_bytes = on_bytes
        self._next_tick = 0.0
        self._hashed: HashedFile | None = None
        self._open_files = ExitStack()
        self._allowance = Allowance(self.size_bytes)
        suffix, packing = split_suffix(path.name)
        if packing == ZIP:
            self.documents = self._members()
        elif packing == GZIP:
            _check_gzip(path)
            plain = path.with_name(path.name[: -len(GZIP)])
            self.documents = [Document(str(path), suffix, _address(plain), None, self._open_gzip)]
        else:
            self.documents = [Document(str(path), suffix, _address(path), self.size_bytes, self._open_plain)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open_files.close()

    def finish(self) -> str:
        """Return the hexadecimal SHA-256 of the file as it lies on disk, once its documents are read to their end.

        The members of an archive are not read in one sweep; it is read again for this.
        """
        self._tell(self.size_bytes, is_end=True)
        if self._hashed is None:
            with self.path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        return self._hashed.digest.hexdigest()

    def _tell(self, position: int, *, is_end: bool = False) -> None:
        if self._on_bytes is not None and (is_end or time.monotonic() >= self._next_tick):
            self._on_bytes(position)
            self._next_tick = time.monotonic() + TICK_S

    def _open_plain(self, *, is_loading: bool) -> UnpackedStream:
        file, stream = self._open_disk(is_loading=is_loading)
        return UnpackedStream(str(self.path), stream, [file], on_read=self._tick(file, is_loading=is_loading))

    def _open_gzip(self, *, is_loading: bool) -> UnpackedStream:
        file, stream = self._open_disk(is_loading=is_loading)
        unpacked = gzip.GzipFile(fileobj=stream, mode="rb")
        return UnpackedStream(
            str(self.path),
            unpacked,
            [unpacked, file],
            allowance=self._allowance_of(is_loading=is_loading),
            on_read=self._tick(file, is_loading=is_loading),
        )

    def _open_disk(self, *, is_loading: bool) -> tuple[IO[bytes], IO[bytes]]:
        """Return the file, and the same to read from, hashed when it is loaded."""
        file = self.path.open("rb")
        if not is_loading:
            return file, file
        self._hashed = HashedFile(file)
        return file, cast("IO[bytes]", self._hashed)  # read is all that is used

    def _members(self) -> list[Document]:
        """Open the archive; return the members that are RDF, and note the others."""
        with ExitStack() as files:
            disk = files.enter_context(self.path.open("rb"))
            try:
                archive = files.enter_context(zipfile.ZipFile(disk))
            except BROKEN as error:
                raise broken(str(self.path), error, "it is not a zip archive, or it is cut off or damaged") from error
            infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
            if infos and infos[0].header_offset:  # an archive at the end of another that is cut off looks like this
                before = infos[0].header_offset
                reason = f"{before:,} bytes stand before its first member; it is cut off, or no plain archive"
                raise RdfSyntaxError(str(self.path), reason, hint=GET_AGAIN)
            documents = [self._member(archive, disk, info) for info in infos if _is_rdf(info)]
            self.skipped = tuple(_shown(info.filename) for info in infos if not _is_rdf(info))
            if not documents:
                raise self._no_rdf()
            self._open_files = files.pop_all()
        return documents

    def _no_rdf(self) -> RdfSyntaxError:
        held = ", ".join(f'"{name}"' for name in self.skipped[:MOST_NAMED]) or "nothing"
        reason = f"no RDF file is in it; it holds {held}{', ...' if len(self.skipped) > MOST_NAMED else ''}"
        accepted = f"Accepted: members that end in {', '.join(RDF_SUFFIXES)}, not packed once more."
        return RdfSyntaxError(str(self.path), reason, hint=accepted)

    def _member(self, archive: zipfile.ZipFile, disk: IO[bytes], info: zipfile.ZipInfo) -> Document:
        name = f"{self.path}, {_shown(info.filename)}"
        if info.flag_bits & _ENCRYPTED:
            raise RdfSyntaxError(name, "it is encrypted", hint="Unpack the archive with its password.")

        def opener(*, is_loading: bool) -> UnpackedStream:
            try:
                stream = archive.open(info)
            except BROKEN as error:
                raise broken(name, error) from error
            allowance, on_read = self._allowance_of(is_loading=is_loading), self._tick(disk, is_loading=is_loading)
            return UnpackedStream(name, stream, [stream], allowance=allowance, on_read=on_read)

        address = f"{_address(self.path)}!/{quote(info.filename)}"
        return Document(name, split_suffix(info.filename)[0], address, info.file_size, opener)

    def _allowance_of(self, *, is_loading: bool) -> Allowance:
        """Return what all documents share when they are loaded; a look before that has its own."""
        return self._allowance if is_loading else Allowance(self.size_bytes)

    def _tick(self, file: IO[bytes], *, is_loading: bool) -> Callable[[], None] | None:
        return (lambda: self._tell(file.tell())) if is_loading and self._on_bytes is not None else None


def split_suffix(name: str) -> tuple[str, str]:
    """Return the RDF suffix of a name and that of its packing, in small letters; "" for what is not known.

    Example:
        >>> split_suffix("a.ttl"), split_suffix("A.NT.GZ"), split_suffix("all.zip"), split_suffix("a.csv")
        (('.ttl', ''), ('.nt', '.gz'), ('', '.zip'), ('', ''))
    """
    path = PurePosixPath(name.lower())
    packing = path.suffix if path.suffix in {GZIP, ZIP} else ""
    suffix = PurePosixPath(path.stem).suffix if packing == GZIP else path.suffix
    return suffix if suffix in RDF_SUFFIXES else "", packing


def _check_gzip(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:  # gzip itself takes nothing for a whole file
        raise RdfSyntaxError(str(path), "the file is empty", hint=GET_AGAIN)
    if not head.startswith(GZIP_START):
        look = binary_look(head) or text_look(head)
        raise RdfSyntaxError(str(path), f"it is not packed with gzip{f'; it looks like {look}' if look else ''}")


def _address(path: Path) -> str:
    return path.absolute().as_uri()


def _is_rdf(member: zipfile.ZipInfo) -> bool:
    """Say whether to read a member; not what systems leave in archives, under ``__MACOSX`` or behind a dot."""
    suffix, packing = split_suffix(member.filename)
    parts = PurePosixPath(member.filename).parts
    is_hidden = any(part == "__MACOSX" or (part.startswith(".") and part.strip(".")) for part in parts)
    return bool(suffix) and not packing and not member.is_dir() and not is_hidden


def _shown(member: str) -> str:
    """Return the name of a member fit for a terminal: no control characters, not endless."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in member[:MOST_SHOWN])
