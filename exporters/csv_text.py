r"""Tables as CSV text (RFC 4180, <https://www.rfc-editor.org/rfc/rfc4180>), made for spreadsheets and programs alike.

- UTF-8 with a byte order mark: without one Excel takes accents for other letters. Programs read it as "utf-8-sig".
- Lines end with CR LF, whatever else stands in a field.
- A text that begins with a sign that can start a formula gets an apostrophe before it, unless the reader wants texts
  exactly as they are (CSV injection, <https://owasp.org/www-community/attacks/CSV_Injection>). Numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

__all__ = ["BYTE_ORDER_MARK", "csv_text", "harmless"]

BYTE_ORDER_MARK: Final = "\ufeff"
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

Value = str | int | float


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    Example:
        >>> harmless("=1+1"), harmless("1+1")
        ("'=1+1", '1+1')
    """
    return f"'{text}" if text.startswith(DANGEROUS) else text


def csv_text(columns: Sequence[str], records: Iterable[Mapping[str, Value]], *, exact: bool = False) -> str:
    r"""Return a table as CSV text; the byte order mark comes when it is written.

    Args:
        columns: Names of the columns, in order; keys of the records.
        records: A line each.
        exact: Write texts as they are, even those that a spreadsheet would run.

    Example:
        >>> csv_text(["goal", "claims"], [{"goal": "=A1", "claims": -2}])
        "goal,claims\r\n'=A1,-2\r\n"
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)  # ends lines with CR LF, and quotes where it must
    writer.writerow(columns)
    for record in records:
        values = (record[name] for name in columns)
        writer.writerow([harmless(one) if isinstance(one, str) and not exact else one for one in values])
    return text.getvalue()
