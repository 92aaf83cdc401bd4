"""Read a CSV table whose columns are known: a table of the dossier, a table of joins.

The strict use of `equigraph.data.sheet_files`: UTF-8 and commas, so that the same table is the same bytes for
everybody; every column known.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from equigraph.data.csv_text import SAVE_AGAIN, UTF_8, CsvForm, CsvRecords, find_form
from equigraph.data.sheet import WHOLE_ROW, Row, SheetRows
from equigraph.errors import DataError, RowError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["read_rows"]


def read_rows(path: Path, required: Sequence[str], optional: Sequence[str], problems: list[RowError]) -> list[Row]:
    r"""Return the rows of a table and add what is wrong with it to ``problems``.

    Args:
        path: CSV file.
        required: Columns it must have.
        optional: Columns it may have.
        problems: Where every problem goes.

    Returns:
        The rows that could be read; none when the columns are wrong.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> problems = []
        >>> with TemporaryDirectory() as folder:
        ...     table = Path(folder, "goals.csv")
        ...     _ = table.write_text("id,name\nattendance, Attendance \n", encoding="utf-8")
        ...     read_rows(table, ["id", "name"], [], problems)
        [Row(table='goals.csv', number=2, cells={'id': 'attendance', 'name': 'Attendance'}, sheet='')]
    """
    form = _form(path, problems)
    if form is None:
        return []
    rows = SheetRows(path.name, "", CsvRecords(path, form), problems)
    if not rows.header:
        return []
    wrong = _header_problems(path.name, rows.header, required, optional)
    problems.extend(wrong)
    if wrong:
        return []
    absent = dict.fromkeys(optional, "")
    return [row._replace(cells=absent | dict(row.cells)) for row in rows]


def _form(path: Path, problems: list[RowError]) -> CsvForm | None:
    """Return how the table is written; report it if that is not as it has to be."""
    reason = ""
    try:
        form = find_form(path, problems)
    except FileNotFoundError:
        reason = f'the table is missing; it was looked for in "{path.parent}"'
    except OSError as error:
        reason = f"the table cannot be read: {error.strerror}"
    except DataError as error:
        reason = error.message
    else:
        if form is None or form.encoding == UTF_8:
            return form and CsvForm(UTF_8, ",", is_plain=form.is_plain)
        reason = f"the table is not UTF-8 (it looks like {form.encoding}); {SAVE_AGAIN}"
    problems.append(RowError(path.name, 1, WHOLE_ROW, reason))
    return None


def _header_problems(
    table: str, header: Sequence[str], required: Sequence[str], optional: Sequence[str]
) -> list[RowError]:
    known = [*required, *optional]
    unknown = [name for name in dict.fromkeys(header) if name not in known]
    problems = []
    for name in unknown:
        close = difflib.get_close_matches(name, [column for column in known if column not in header], 1)
        reason = f"no such column is known{did_you_mean(close)}; known columns: {', '.join(known)}"
        problems.append(RowError(table, 1, name or "(no name)", reason))
    problems += [RowError(table, 1, name, "the column is missing") for name in required if name not in header]
    return problems
