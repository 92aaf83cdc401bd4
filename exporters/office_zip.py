"""Zip files of Office Open XML (ECMA-376, part 2) whose bytes depend on their content alone.

The libraries write the moment of writing into every member; here all members have the date of the data, and one order.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from equigraph.exporters.archive import archive, day_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["APP", "LONGEST_LINK", "packed_again"]

APP: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>equigraph</Application></Properties>"
)
"""What a file says of the program that made it."""
TYPES: Final = "[Content_Types].xml"
LONGEST_LINK: Final = 2_000  # characters; the Office programs repair a file that has longer ones


def packed_again(content: bytes, date: str, parts: Mapping[str, bytes] | None = None) -> bytes:
    """Return the same zip with its members in one order, and the date of the data on each.

    Args:
        content: The bytes of a zip.
        date: Of the data, as "2026-11-23".
        parts: What takes the place of members, by name.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        # The types of the parts come first, as the Office programs write them.
        names = sorted(old.namelist(), key=lambda name: (name != TYPES, name))
        members = {name: old.read(name) for name in names}
    known = {name: part for name, part in (parts or {}).items() if name in members}
    return archive(members | known, day_of(date))
