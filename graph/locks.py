"""Locks on files: who writes to a folder store, and who still reads a version of it.

They are the system's own (flock; LockFileEx, through portalocker): the end of a process, whatever its cause, frees
them, so no lock is ever left behind. They hold between the programs of one machine; a folder shared over a network is
locked as well as its file system does it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

if sys.platform == "win32":  # pragma: no cover # its calls know no shared locks that do not wait; portalocker does
    import portalocker
else:
    import fcntl

__all__ = ["Lock", "lock_exclusive", "lock_shared"]


class Lock:
    """A lock that is held until ``release``; a second release does nothing."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def release(self) -> None:
        """Give the lock back."""
        self._file.close()


def lock_exclusive(path: Path) -> Lock | None:
    """Return a lock on a file that nobody else holds in any way; None when somebody does. Makes the file.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     first = lock_exclusive(Path(folder) / "lock")
        ...     second = lock_exclusive(Path(folder) / "lock")
        ...     first.release()
        >>> second is None
        True
    """
    return _lock(path, "ab", is_shared=False)


def lock_shared(path: Path) -> Lock | None:
    """Return a lock on a file that many may hold at once; None when it is not there, or somebody holds it alone.

    Reading is enough of a right for it, so a store on a medium that cannot be written to can be read.
    """
    try:
        return _lock(path, "rb", is_shared=True)
    except FileNotFoundError:
        return None


def _lock(path: Path, mode: str, *, is_shared: bool) -> Lock | None:
    file = path.open(mode)
    try:
        taken = _take(file, is_shared=is_shared)
    except BaseException:
        file.close()
        raise
    if not taken:
        file.close()
        return None
    return Lock(file)


def _take(file: IO[bytes], *, is_shared: bool) -> bool:
    """Take the lock if it can be had at once."""
    if sys.platform == "win32":  # pragma: no cover
        flags = portalocker.LockFlags
        try:
            portalocker.lock(file, (flags.SHARED if is_shared else flags.EXCLUSIVE) | flags.NON_BLOCKING)
        except portalocker.LockException:
            return False
    else:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
