"""Read what a path holds: a plain RDF file, one packed with gzip, or the RDF members of a zip archive.

Everything streams: nothing is unpacked to disk, so a member named ``../../x`` is only a name. Formats:
https://www.rfc-editor.org/rfc/rfc1952 (gzip; several members in a row are one text) and PKWARE's APPNOTE (zip; stored,
deflated, bzip2 and LZMA members, also zip64). Archives in archives are not opened. Limits: what is packed may grow
only so far (``most_unpacked``).
"""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Self, cast
from urllib.parse import quote

from pyoxigraph import RdfFormat

from equigraph.data.file_looks import GZIP_START, HEAD_BYTES, binary_look, text_look
from equigraph.errors import RdfSyntaxError

if TYPE_CHECKING:
    from types import TracebackType

    from _typeshed import WriteableBuffer

__all__ = ["GZIP", "RDF_SUFFIXES", "ZIP", "Document", "RdfFile", "most_unpacked", "split_suffix"]

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
MIB = 2**20
# N-Triples pack 10 to 50 times, gzip's bound is 1,032 times: nothing honest of any size passes this.
MOST_GROWTH = 200
# A small file may grow more, up to what a plain file of one or two million triples has: no harm can come of that.
ALWAYS_ALLOWED_BYTES = 256 * MIB
PART_BYTES = 256 * 1024  # read at once: large enough to cost nothing, small enough for a smooth progress
TICK_S = 0.1  # between two words on progress
MOST_SHOWN = 200  # characters of a member's name in a message
_ENCRYPTED = 0x1  # bit of a zip member's flags
_BROKEN = (
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # also NotImplementedError: a way of packing that zipfile does not know
    struct.error,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
)
_GET_AGAIN = "Get it again: a download or a copy may have broken off."


@dataclass(frozen=True)
class Document:
    """One RDF document in a file; can be opened as often as it takes.

    Attributes:
        name: The file, and the member of a zip archive, as messages name it.
        suffix: Its suffix without that of the packing, in small letters: one of ``RDF_SUFFIXES``.
        base_iri: What relative IRIs in it resolve against: the address of the file without ``.gz``; for a member of an
            archive the address of the archive, ``!/`` and the percent-encoded name of the member.
        size_bytes: Its size unpacked; None if only reading can tell.
        opener: Opens it; True for the pass that is hashed and that tells its progress.
    """

    name: str
    suffix: str
    base_iri: str
    size_bytes: int | None
    opener: Callable[[bool], io.RawIOBase]

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
        return io.BufferedReader(self.opener(is_loading), PART_BYTES)


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
        self._hashed: _Hashed | None = None
        self._open_files = ExitStack()
        most = most_unpacked(self.size_bytes)
        self._allowance = _Allowance(most, self.size_bytes)
        suffix, packing = split_suffix(path.name)
        if packing == ZIP:
            self.documents = self._members()
        else:
            if packing:
                _check_gzip(path)
            plain = path.with_name(path.name[: -len(GZIP)]) if packing else path
            opener = self._open_gzip if packing else self._open_plain
            size = None if packing else self.size_bytes
            self.documents = [Document(str(path), suffix, plain.absolute().as_uri(), size, opener)]

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

    def _open_disk(self, is_loading: bool) -> tuple[IO[bytes], IO[bytes]]:  # noqa: FBT001 # of an opener
        """Return the file, and the same to read from, hashed when it is loaded."""
        file = self.path.open("rb")
        if not is_loading:
            return file, file
        self._hashed = _Hashed(file)
        return file, cast("IO[bytes]", self._hashed)  # read is all that is used

    def _open_plain(self, is_loading: bool) -> io.RawIOBase:  # noqa: FBT001
        file, stream = self._open_disk(is_loading)
        return _Text(str(self.path), stream, self._tick(file) if is_loading else None, None, [file])

    def _open_gzip(self, is_loading: bool) -> io.RawIOBase:  # noqa: FBT001
        file, stream = self._open_disk(is_loading)
        unpacked = gzip.GzipFile(fileobj=stream, mode="rb")
        tick = self._tick(file) if is_loading else None
        return _Text(str(self.path), unpacked, tick, self._allowance.for_pass(is_loading), [unpacked, file])

    def _members(self) -> list[Document]:
        self._disk = self._open_files.enter_context(self.path.open("rb"))
        try:
            self._archive = self._open_files.enter_context(zipfile.ZipFile(self._disk))
        except _BROKEN as error:
            self._open_files.close()
            if isinstance(error, OSError) and error.errno is not None:
                raise
            reason = f"it is not a zip archive, or it is cut off or damaged ({error})"
            raise RdfSyntaxError(str(self.path), reason, hint=_GET_AGAIN) from error
        infos = sorted(self._archive.infolist(), key=lambda info: info.header_offset)
        if infos and infos[0].header_offset:  # an archive at the end of another that is cut off looks like this
            reason = (
                f"{infos[0].header_offset:,} bytes stand before its first member; it is cut off or no plain archive"
            )
            raise RdfSyntaxError(str(self.path), reason, hint=_GET_AGAIN)
        documents = []
        for info in infos:
            suffix, packing = split_suffix(info.filename)
            if suffix and not packing and not info.is_dir() and not _is_hidden(info.filename):
                documents.append(self._member(info, suffix))
            else:
                self.skipped += (_shown(info.filename),)
        if not documents:
            held = ", ".join(f'"{name}"' for name in self.skipped[:10]) or "nothing"
            reason = f"no RDF file is in it; it holds {held}{', ...' if len(self.skipped) > 10 else ''}"  # noqa: PLR2004
            accepted = f"Accepted: members that end in {', '.join(RDF_SUFFIXES)}, not packed once more."
            raise RdfSyntaxError(str(self.path), reason, hint=accepted)
        return documents

    def _member(self, info: zipfile.ZipInfo, suffix: str) -> Document:
        name = f"{self.path}, {_shown(info.filename)}"
        if info.flag_bits & _ENCRYPTED:
            raise RdfSyntaxError(name, "it is encrypted", hint="Unpack the archive with its password.")

        def opener(is_loading: bool) -> io.RawIOBase:  # noqa: FBT001
            try:
                stream = self._archive.open(info)
            except _BROKEN as error:
                raise _broken(name, error) from error
            tick = self._tick(self._disk) if is_loading else None
            return _Text(name, stream, tick, self._allowance.for_pass(is_loading), [stream])

        base_iri = f"{self.path.absolute().as_uri()}!/{quote(info.filename)}"
        return Document(name, suffix, base_iri, info.file_size, opener)

    def _tick(self, file: IO[bytes]) -> Callable[[], None] | None:
        return None if self._on_bytes is None else lambda: self._tell(file.tell())


class _Allowance:
    """How many bytes may still be unpacked."""

    def __init__(self, most: int, packed: int) -> None:
        self._most = most
        self._packed = packed
        self._left = most

    def for_pass(self, is_loading: bool) -> _Allowance:  # noqa: FBT001
        """Return the allowance that all documents share when they are loaded; a look before that has its own."""
        return self if is_loading else _Allowance(self._most, self._packed)

    def take(self, count: int, name: str) -> None:
        self._left -= count
        if self._left < 0:
            reason = (
                f"it unpacks to more than {self._most // MIB:,} MiB, the most that {self._packed:,} packed bytes may "
                f"hold ({MOST_GROWTH} times their number, or {ALWAYS_ALLOWED_BYTES // MIB} MiB if that is more)"
            )
            raise RdfSyntaxError(name, reason, hint="If you trust it, unpack it and load what was in it.")


class _Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


class _Text(io.RawIOBase):
    """The bytes of a document: bounded, and refused in one message when what they are packed in is broken."""

    def __init__(
        self,
        name: str,
        stream: IO[bytes] | gzip.GzipFile,
        tick: Callable[[], None] | None,
        allowance: _Allowance | None,
        closing: list[IO[bytes] | gzip.GzipFile],
    ) -> None:
        self._name = name
        self._stream = stream
        self._tick = tick
        self._allowance = allowance
        self._closing = closing

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        room = memoryview(buffer)
        try:
            data = self._stream.read(len(room))
        except _BROKEN as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise _broken(self._name, error) from error
        if self._allowance is not None:
            self._allowance.take(len(data), self._name)
        if self._tick is not None:
            self._tick()
        room[: len(data)] = data
        return len(data)

    def close(self) -> None:
        for file in self._closing:
            file.close()
        super().close()


def most_unpacked(packed_bytes: int) -> int:
    """Return how many bytes a packed file of that size may hold.

    Example:
        >>> most_unpacked(1_000), most_unpacked(10**9)
        (268435456, 200000000000)
    """
    return max(ALWAYS_ALLOWED_BYTES, MOST_GROWTH * packed_bytes)


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
        raise RdfSyntaxError(str(path), "the file is empty", hint=_GET_AGAIN)
    if not head.startswith(GZIP_START):
        look = binary_look(head) or text_look(head)
        raise RdfSyntaxError(str(path), f"it is not packed with gzip{f'; it looks like {look}' if look else ''}")


def _is_hidden(member: str) -> bool:
    """Say whether a member is what systems leave in archives: under ``__MACOSX``, or behind a dot."""
    parts = PurePosixPath(member).parts
    return any(part == "__MACOSX" or (part.startswith(".") and part.strip(".")) for part in parts)


def _shown(member: str) -> str:
    """Return the name of a member fit for a terminal: no control characters, not endless."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in member[:MOST_SHOWN])


def _broken(name: str, error: Exception) -> RdfSyntaxError:
    if isinstance(error, EOFError):
        reason = "it is cut off: it ends before what is packed in it does"
    elif isinstance(error, gzip.BadGzipFile) and str(error).startswith("Not a gzipped file"):
        reason = "something else stands behind what is packed in it"
    elif isinstance(error, NotImplementedError):
        reason = f"it is packed in a way that is not known ({error}); accepted: stored, deflated, bzip2, LZMA"
    else:
        reason = f"it is damaged: {error}"
    return RdfSyntaxError(name, reason, hint=_GET_AGAIN)
