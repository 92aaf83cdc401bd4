"""The fields of a form or of a query string (application/x-www-form-urlencoded; WHATWG URL Standard, 5.1).

As ``urllib.parse.parse_qsl`` reads them, many times faster for queries, of which every third character is escaped.
"""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

__all__ = ["parse_form"]


def parse_form(data: bytes) -> list[tuple[str, str]]:
    """Return names and values in order.

    Raises:
        UnicodeDecodeError: A name or a value is not UTF-8.

    Example:
        >>> parse_form(b"query=ASK+%7B%7D&format=json&empty=")
        [('query', 'ASK {}'), ('format', 'json'), ('empty', '')]
    """
    pairs = (field.partition(b"=") for field in data.split(b"&") if field)
    return [(_text(name), _text(value)) for name, _, value in pairs]


def _text(data: bytes) -> str:
    if b"+" in data:
        data = data.replace(b"+", b" ")
    return (_unescaped(data) if b"%" in data else data).decode("utf-8")


def _unescaped(data: bytes) -> bytes:
    r"""Return the bytes that are meant: Python reads ``\x7B`` at once, and urllib ``%7B`` one after the other."""
    if b"\\" not in data:
        try:
            return data.replace(b"%", b"\\x").decode("unicode_escape").encode("latin-1")
        except UnicodeDecodeError:
            pass  # some "%" begins no escape, and means itself
    return unquote_to_bytes(data)
