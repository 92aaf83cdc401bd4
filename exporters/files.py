"""Writing a file so that it is either wholly there or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from xml.etree import ElementTree as ET

from equigraph.errors import ExportError, NotSavedError

__all__ = ["write_atomically", "write_xml"]


def write_atomically(path: str | os.PathLike[str], content: str | bytes) -> Path:
    """Write a file under a temporary name beside it, flush it to disk, then rename it.

    Args:
        path: The file to write; its folder must exist. A symbolic link stays one: what it leads to is replaced.
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
    real = Path(os.path.realpath(target))
    temporary = real.with_name(f".{real.name[:40]}.{secrets.token_hex(8)}.tmp")
    try:
        # Mode "x" asks for a file that is not there yet; it gets the permissions of any new file.
        with temporary.open("xb") as file:
            if real.exists():
                temporary.chmod(real.stat().st_mode & 0o777)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(real)
    except OSError as error:
        raise NotSavedError(target, _reason(error, real)) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    return target


def write_xml(path: str | os.PathLike[str], text: str) -> Path:
    """Write an XML file of ours, parsed once more before it replaces the old one.

    Raises:
        ExportError: The text is no well-formed XML; nothing was written.
        NotSavedError: The file could not be written; what was there is unchanged.

    Example:
        >>> import tempfile
        >>> write_xml(Path(tempfile.mkdtemp()) / "a.xml", "<a></b>")
        Traceback (most recent call last):
        ...
        equigraph.errors.ExportError: "a.xml" would not be well-formed (mismatched tag: line 1, column 5); not written
    """
    try:
        ET.fromstring(text.encode("utf-8"))  # noqa: S314 (our own text)
    except ET.ParseError as error:
        raise ExportError(f'"{Path(path).name}" would not be well-formed ({error}); not written') from error
    return write_atomically(path, text)


def _reason(error: OSError, real: Path) -> str:
    if isinstance(error, FileNotFoundError) and not real.parent.is_dir():  # there are folders that take no files
        return f'the folder "{real.parent}" does not exist'
    return (error.strerror or str(error)).lower()
