"""Locks on files: who writes to a folder store, and who still reads a version of it.

They are the system's own (flock, LockFileEx, through portalocker): the end of a process, whatever its cause, frees
them, so no lock is ever left behind. They hold between the programs of one machine; a folder shared over a network is
locked as well as its file system does it.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO

import portalocker

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
    return _lock(path, "ab", portalocker.LockFlags.EXCLUSIVE)


def lock_shared(path: Path) -> Lock | None:
    """Return a lock on a file that many may hold at once; None when it is not there, or somebody holds it alone.

    Reading is enough of a right for it, so a store on a medium that cannot be written to can be read.
    """
    try:
        return _lock(path, "rb", portalocker.LockFlags.SHARED)
    except FileNotFoundError:
        return None


def _lock(path: Path, mode: str, how: portalocker.LockFlags) -> Lock | None:
    file = path.open(mode)
    try:
        portalocker.lock(file, how | portalocker.LockFlags.NON_BLOCKING)
    except portalocker.LockException:
        file.close()
        return None
    except BaseException:
        file.close()
        raise
    return Lock(file)
