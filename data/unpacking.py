"""The bytes of a document as they are unpacked: bounded, hashed, and refused in one message when the packing is broken.

Streams for ``io.BufferedReader``, which asks for large parts and hands out small ones: a parser that reads two
kilobytes at a time pays nothing for what is done here.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from typing import IO, TYPE_CHECKING

from equigraph.errors import DataError, RdfSyntaxError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["BROKEN", "GET_AGAIN", "Allowance", "HashedFile", "UnpackedStream", "broken", "most_unpacked"]

MIB = 2**20
# N-Triples pack 10 to 50 times, gzip's bound is 1,032 times: nothing honest of any size passes this.
MOST_GROWTH = 200
# A small file may grow more, up to what a plain file of one or two million triples has: no harm can come of that.
ALWAYS_ALLOWED_BYTES = 256 * MIB
# What the standard library raises over packed bytes that are cut off, damaged or made to do harm; of OSError only that
# without a number, which is not the disk's.
BROKEN = (
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # also NotImplementedError: a way of packing that zipfile does not know
    struct.error,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
)
GET_AGAIN = "Get it again: a download or a copy may have broken off."

Stream = IO[bytes] | gzip.GzipFile


def most_unpacked(packed_bytes: int) -> int:
    """Return how many bytes a packed file of that size may hold.

    Example:
        >>> most_unpacked(1_000), most_unpacked(10**9)
        (268435456, 200000000000)
    """
    return max(ALWAYS_ALLOWED_BYTES, MOST_GROWTH * packed_bytes)


class Allowance:
    """How many bytes may still be unpacked of a file with so many packed ones."""

    def __init__(self, packed_bytes: int) -> None:
        self._packed = packed_bytes
        self._most = self._left = most_unpacked(packed_bytes)

    def take(self, count: int, name: str) -> None:
        """Count bytes that were unpacked.

        Raises:
            DataError: They are more than may be.
        """
        self._left -= count
        if self._left < 0:
            msg = (
                f'"{name}" unpacks to more than {self._most // MIB:,} MiB, the most that {self._packed:,} packed bytes '
                f"may hold ({MOST_GROWTH} times their number, or {ALWAYS_ALLOWED_BYTES // MIB} MiB if that is more)"
            )
            raise DataError(msg, hint="If you trust it, unpack it and load what was in it.")


class HashedFile:
    """A file that is hashed as it is read.

    Attributes:
        digest: SHA-256 of what was read so far.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        data = self._file.read(size)
        self.digest.update(data)
        return data


class UnpackedStream(io.RawIOBase):
    """The bytes of a document, for ``io.BufferedReader``."""

    def __init__(
        self,
        name: str,
        stream: Stream,
        closing: Sequence[Stream],
        *,
        allowance: Allowance | None = None,
        on_read: Callable[[], None] | None = None,
    ) -> None:
        """Wrap a stream.

        Args:
            name: The document, as messages name it.
            stream: What to read from.
            closing: What to close with this.
            allowance: What bounds it; None for what is not packed.
            on_read: Called after every part.
        """
        self._name = name
        self._stream = stream
        self._closing = closing
        self._allowance = allowance
        self._on_read = on_read

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill a buffer; return the number of bytes, 0 at the end.

        Raises:
            RdfSyntaxError: What they are packed in is broken.
            DataError: They are more than may be.
            OSError: The file cannot be read.
        """
        room = memoryview(buffer)
        try:
            data = self._stream.read(len(room))
        except BROKEN as error:
            raise broken(self._name, error) from error
        if self._allowance is not None:
            self._allowance.take(len(data), self._name)
        if self._on_read is not None:
            self._on_read()
        room[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close it, and what it reads from."""
        for stream in self._closing:
            stream.close()
        super().close()


def broken(name: str, error: Exception, what: str = "it is damaged") -> Exception:
    """Return what to raise for one of ``BROKEN``: a message about the packing, or the fault of the disk as it is."""
    if isinstance(error, OSError) and error.errno is not None:
        return error
    if isinstance(error, EOFError):
        reason = "it is cut off: it ends before what is packed in it does"
    elif isinstance(error, gzip.BadGzipFile) and str(error).startswith("Not a gzipped file"):
        reason = "something else stands behind what is packed in it"
    elif isinstance(error, NotImplementedError):
        reason = f"it is packed in a way that is not known ({error}); accepted: stored, deflated, bzip2, LZMA"
    else:
        reason = f"{what}: {error}"
    return RdfSyntaxError(name, reason, hint=GET_AGAIN)
