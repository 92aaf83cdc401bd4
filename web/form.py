"""The fields of a form or of a query string (application/x-www-form-urlencoded; WHATWG URL Standard, 5.1).

As ``urllib.parse.parse_qsl`` reads them, several times faster for queries, of which every third character is escaped.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote_to_bytes

__all__ = ["parse_form"]

_CHARACTERS: Final = " \t\n\r\"#$&'()*+,/:;<=>?@[\\]^`{|}"
_OFTEN: Final = {
    f"%{ord(character):{form}}".encode(): character.encode() for character in _CHARACTERS for form in ("02X", "02x")
}
_ESCAPE: Final = re.compile(rb"%[0-9A-Fa-f]{2}")


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
    """Return the text; every "%" in it begins an escape, so the order in which those are replaced does not matter."""
    if b"+" in data:
        data = data.replace(b"+", b" ")
    if b"%" in data:
        for escape in set(_ESCAPE.findall(data)):
            data = data.replace(escape, _OFTEN.get(escape, escape))
        if b"%" in data:  # those that are rare; "%25" among them, so that no escape appears that was not there
            data = unquote_to_bytes(data)
    return data.decode("utf-8")
