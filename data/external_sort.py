"""Sort more lines than memory holds: sorted runs in temporary files, merged as they are read."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO

from equigraph.errors import DataError

__all__ = ["sorted_lines"]

CHUNK_BYTES = 64 * 2**20  # of memory for one run; about 300,000 lines of N-Quads
LINE_COST_BYTES = 48  # what Python keeps with a line, beside its bytes
MOST_RUNS = 64  # files open at once; systems allow 256 and more


def sorted_lines(lines: Iterable[bytes], chunk_bytes: int = CHUNK_BYTES) -> Iterator[bytes]:
    r"""Yield the lines in the order of their bytes; those that come twice twice.

    Args:
        lines: Bytes without line breaks.
        chunk_bytes: Memory to sort in; more is kept in the system's temporary folder, and gone when all is read.

    Raises:
        DataError: The temporary folder has no room.

    Example:
        >>> list(sorted_lines([b"b", b"a", b"c", b"a"], chunk_bytes=100))
        [b'a', b'a', b'b', b'c']
    """
    with ExitStack() as files:
        yield from heapq.merge(*_runs(lines, chunk_bytes, files))


def _runs(lines: Iterable[bytes], chunk_bytes: int, files: ExitStack) -> list[Iterable[bytes]]:
    """Return sorted runs, all but the last of them in files."""
    runs: list[Iterable[bytes]] = []
    chunk: list[bytes] = []
    used = 0
    for line in lines:
        chunk.append(line)
        used += len(line) + LINE_COST_BYTES
        if used >= chunk_bytes:
            chunk.sort()
            runs.append(_stored(chunk, files))
            chunk, used = [], 0
            if len(runs) == MOST_RUNS:
                runs = [_stored(heapq.merge(*runs), files)]
    chunk.sort()
    return [*runs, chunk]


def _stored(lines: Iterable[bytes], files: ExitStack) -> Iterator[bytes]:
    """Write a run to a file that has no name, and return what reads it; the file goes when that has read it."""
    try:
        file = files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 # the stack closes it
        file.writelines(line + b"\n" for line in lines)
        file.seek(0)
    except OSError as error:
        msg = f"there is no room to sort in the temporary folder: {error.strerror}"
        raise DataError(msg, hint="Make room there, or name another folder in TMPDIR.") from error
    return _read(file)


def _read(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        for line in file:
            yield line[:-1]
