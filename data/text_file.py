"""Read a text file that somebody else wrote: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252.

Line ends come out as one sign each, whatever they were; what had to be guessed or left out is said.
"""

from __future__ import annotations

from pathlib import Path

from equigraph.data.file_looks import HEAD_BYTES, binary_look
from equigraph.errors import DataError

__all__ = ["MOST_BYTES", "read_text"]

MOST_BYTES = 64 * 1024 * 1024  # ten thousand references with their abstracts take a third of it
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: Path, notes: list[str]) -> str:
    r"""Return the text of a file.

    Args:
        path: The file.
        notes: Where it is said in words what the file is, when it is not plain UTF-8.

    Returns:
        The text, with ``\n`` as the only line end.

    Raises:
        DataError: The file cannot be read, is too large, or is no text.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> notes = []
        >>> with TemporaryDirectory() as folder:
        ...     _ = Path(folder, "a.ris").write_bytes(b"TI  - Ren\xe9\r")
        ...     read_text(Path(folder, "a.ris"), notes)
        'TI  - René\n'
        >>> notes
        ['a.ris is not UTF-8; it was read as Windows-1252 (Latin-1)']
    """
    content = _bytes_of(path)
    if look := binary_look(content[:HEAD_BYTES]):
        raise DataError(f'"{path.name}" cannot be read: it looks like {look}; a text file is accepted')
    text = _decoded(path.name, content, notes)
    if "\0" in text:
        notes.append(f"{path.name} holds {text.count(chr(0)):,} NUL characters; they were left out")
        text = text.replace("\0", "")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            most = f"{MOST_BYTES // 2**20} MB are accepted; divide it into several files"
            raise DataError(f'"{path.name}" cannot be read: it has {size / 2**20:,.0f} MB; at most {most}')
        return path.read_bytes()
    except OSError as error:
        raise DataError(f'"{path}" cannot be read: {error.strerror}; a file is needed') from error


def _decoded(name: str, content: bytes, notes: list[str]) -> str:
    if content.startswith(UTF16_MARKS):
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise DataError(f'"{name}" cannot be read: it begins as UTF-16 does, and goes on otherwise') from error
        notes.append(f"{name} was read as UTF-16")
        return text
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.append(f"{name} is not UTF-8; it was read as Windows-1252 (Latin-1)")
        return content.decode("cp1252", "replace")
