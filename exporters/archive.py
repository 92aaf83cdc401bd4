"""Zip archives (APPNOTE 6.3, <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>) whose bytes never vary.

The members stand in the order given, and all their dates are that of the data. Limits: a zip knows no day before 1980.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Final

__all__ = ["archive", "day_of"]

NO_DATE: Final = "1980-01-01"  # the first day a zip can name; for data that do not say their date
FIRST_YEAR, LAST_YEAR = 1980, 2107


def day_of(date: str) -> datetime:
    """Return the day that a date names, or the first day of all zips if it names none that a zip can hold.

    Example:
        >>> day_of("2026-11-23T12:00:00Z").isoformat(), day_of("soon").isoformat(), day_of("2026-02-30").year
        ('2026-11-23T00:00:00', '1980-01-01T00:00:00', 1980)
    """
    found = re.match(r"\d{4}-\d\d-\d\d", date)
    try:
        day = datetime.fromisoformat((found.group() if found else NO_DATE) + "T00:00:00")
    except ValueError:
        return day_of(NO_DATE)
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else day_of(NO_DATE)


def archive(members: Mapping[str, bytes], day: datetime) -> bytes:
    """Return an archive of these members, by name.

    Example:
        >>> archive({"a.txt": b"A"}, day_of("")) == archive({"a.txt": b"A"}, day_of(""))
        True
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # Unix: the same on every machine that writes it
            member.external_attr = 0o644 << 16
            file.writestr(member, content)
    return written.getvalue()
