"""Writing a file so that it is either wholly there or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from equigraph.errors import NotSavedError

__all__ = ["write_atomically"]


def write_atomically(path: str | os.PathLike[str], content: str | bytes) -> Path:
    """Write a file under a temporary name beside it, flush it to disk, then rename it.

    Args:
        path: The file to write; its folder must exist.
        content: Text (written as UTF-8, line feeds kept) or bytes.

    Returns:
        The path written.

    Raises:
        NotSavedError: The folder is missing or read-only, or the disk is full; a file that was there is unchanged.

    Example:
        >>> import tempfile
        >>> folder = tempfile.mkdtemp()
        >>> write_atomically(Path(folder) / "note.txt", "kept").read_text()
        'kept'
    """
    target = Path(path)
    data = content.encode("utf-8") if isinstance(content, str) else content
    if os.path.isdir(target):  # noqa: PTH112 # Path.is_dir raises for a name that is too long
        raise NotSavedError(target, "it is a folder; name a file")
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".tmp", dir=target.parent)
    except OSError as error:
        raise NotSavedError(target, _reason(error, target)) from error
    try:
        mode = _mode(target)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
    except OSError as error:
        raise NotSavedError(target, _reason(error, target)) from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(temporary).unlink()
    return target


def _mode(target: Path) -> int:
    """Return the permissions of the file that is replaced, or those a new file would get."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _reason(error: OSError, target: Path) -> str:
    if isinstance(error, FileNotFoundError):
        return f'the folder "{target.parent}" does not exist'
    return (error.strerror or str(error)).lower()
