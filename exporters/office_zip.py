"""Zip files of Office Open XML (ECMA-376, part 2) whose bytes depend on their content alone.

The libraries write the moment of writing into every member; here all members have the date of the data, and one order.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["APP", "day_of", "packed_again"]

NO_DATE: Final = "1980-01-01"  # the first day a zip can name; for data that do not say their date
APP: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>equigraph</Application></Properties>"
)
"""What a file says of the program that made it."""


def day_of(date: str) -> datetime:
    """Return the day that a date of the data names; the first that a zip can name where it names none.

    Example:
        >>> day_of("2026-11-23T10:00:00"), day_of("last year")
        (datetime.datetime(2026, 11, 23, 0, 0), datetime.datetime(1980, 1, 1, 0, 0))
    """
    found = re.match(r"\d{4}-\d\d-\d\d", date)
    try:
        day = datetime.fromisoformat(found.group() if found else NO_DATE)
    except ValueError:  # such as the 31st of June
        day = datetime.fromisoformat(NO_DATE)
    return max(day, datetime.fromisoformat(NO_DATE))


def packed_again(content: bytes, date: str, parts: Mapping[str, bytes] | None = None) -> bytes:
    """Return the same zip with its members in one order, and the date of the data on each.

    Args:
        content: The bytes of a zip.
        date: Of the data, as "2026-11-23".
        parts: What takes the place of members, by name.
    """
    day = day_of(date)
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(again, "w") as new:
        for name in sorted(old.namelist()):
            member = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, (parts or {}).get(name) or old.read(name))
    return again.getvalue()
