"""Count the rows of a serialised SELECT answer while it streams by, without parsing it."""

from __future__ import annotations

from typing import Final

__all__ = ["RowCounter"]


class RowCounter:
    r"""Counts rows in the parts of one answer, wherever the parts are cut.

    The four formats (SPARQL 1.1 results): TSV escapes line ends, CSV holds them only inside quotes, XML escapes ``<``,
    and outside of JSON strings ``},{`` stands only between rows.

    Example:
        >>> counter = RowCounter("csv")
        >>> for part in (b's\r\n"two', b'\r\nlines"\r', b"\nx\r\n"):
        ...     counter.feed(part)
        >>> counter.rows
        2
    """

    def __init__(self, format_name: str) -> None:
        self._separator: Final = {"tsv": b"\n", "csv": b"\n", "xml": b"<result>", "json": b"},{"}[format_name]
        self._is_quoted: Final = format_name in {"csv", "json"}
        self._has_escapes: Final = format_name == "json"
        self._in_string = False
        self._kept = b""  # the end of the last part, where it may be the start of a separator or of an escape
        self._seen = 0
        self._rows_before: Final = {"tsv": 1, "csv": 1, "xml": 0, "json": -1}[format_name]  # a heading, or none

    @property
    def rows(self) -> int:
        """Rows seen so far; in JSON at least one is supposed."""
        return max(0, self._seen - self._rows_before)

    def feed(self, part: bytes) -> None:
        """Count the rows of the next part."""
        if self._is_quoted:
            part = self._outside_of_strings(part)
        text = self._kept + part
        self._seen += text.count(self._separator)
        tail = len(self._separator) - 1
        self._kept = text[-tail:] if tail else b""

    def _outside_of_strings(self, part: bytes) -> bytes:
        if self._has_escapes:
            part = self._without_escapes(part)
        pieces = part.split(b'"')
        outside = b"".join(pieces[1::2] if self._in_string else pieces[0::2])
        self._in_string ^= len(pieces) % 2 == 0
        return outside

    _open_escape = False

    def _without_escapes(self, part: bytes) -> bytes:
        if self._open_escape:
            part = part[1:]
        part = part.replace(b"\\\\", b"")
        self._open_escape = part.endswith(b"\\")
        return part.replace(b'\\"', b"")
