"""Reading CSV tables, and what can be wrong with a whole table."""

from __future__ import annotations

from pathlib import Path

import pytest

from equigraph.data.sheet import Row
from equigraph.data.spreadsheet import read_rows
from equigraph.errors import RowError


def read(path: Path, content: bytes | None) -> tuple[list[Row], list[str]]:
    """Return the rows and problems of a table with the columns id, name and perhaps note."""
    problems: list[RowError] = []
    if content is not None:
        path.write_bytes(content)
    rows = read_rows(path, ("id", "name"), ("note",), problems)
    return rows, [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("expected", "content"),
    [
        ([(2, "a", "A", "")], b"id,name\na,A\n"),
        ([(2, "a", "A", "")], b"\xef\xbb\xbfid,name\r\na,A\r\n"),
        ([(2, "a", "A", "n")], b"note,name,id\nn,A,a"),
        ([(4, "a", "A", "")], b"id,name\n\n,\n a , A\t\n"),
        ([(2, "a", 'A\nB, "C"', ""), (3, "b", "B", "")], b'id,name\na,"A\nB, ""C"""\nb,B\n'),
        ([], b"id,name\n"),
    ],
    ids=["plain", "BOM and CRLF", "columns in any order", "blank rows", "lines in a cell", "no rows"],
)
def test_rows_have_the_numbers_of_a_spreadsheet(
    expected: list[tuple[int, str, str, str]], content: bytes, tmp_path: Path
) -> None:
    """The header is row 1, blank rows count, a cell of two lines is in one row."""
    rows, problems = read(tmp_path / "t.csv", content)

    assert expected == [(row.number, row.cells["id"], row.cells["name"], row.cells["note"]) for row in rows]
    assert [] == problems


@pytest.mark.parametrize(
    ("expected", "content"),
    [
        (["t.csv, row 1, column name: the column is missing"], b"id\na\n"),
        (
            [
                't.csv, row 1, column nmae: no such column is known (did you mean "name"?); known columns: id, name, note',
                "t.csv, row 1, column name: the column is missing",
            ],
            b"id,nmae\na,A\n",
        ),
        (["t.csv, row 1, column id: the column is there more than once"], b"id,name,id\na,A,a\n"),
        (["t.csv, row 1, column (no name): no such column is known; known columns: id, name, note"], b"id,,name\n"),
        (['t.csv, row 3, column C: "C" stands in a column that row 1 does not name'], b"id,name\na,A\nb,B,C\n"),
        (["t.csv, row 3, column (all): the row has 1 cells, the header 2; a line end within a cell needs quotation marks around the cell"], b"id,name\na,A\nb\n"),
        (['t.csv, row 1, column (all): the table is not UTF-8 (it looks like Windows-1252); save it as "CSV UTF-8"'], "id,name\ncaf\u00e9,A\n".encode("latin-1")),
        (['t.csv, row 1, column (all): the table is not UTF-8 (it looks like UTF-16); save it as "CSV UTF-8"'], "id,name\na,A\n".encode("utf-16")),
        (["t.csv, row 1, column (all): the table has no header; row 1 names the columns"], b""),
        (["t.csv, row 1, column (all): the table has no header; row 1 names the columns"], b"\nid,name\na,A\n"),
        (['t.csv, row 2, column (all): a quotation mark (") in this row opens a cell that is never closed'], b'id,name\na,"A\n'),
    ],
    ids=["missing", "unknown", "twice", "no name", "too long", "too short", "Latin-1", "UTF-16", "empty", "late header", "open quote"],
)  # fmt: skip
def test_a_broken_table_is_reported(expected: list[str], content: bytes, tmp_path: Path) -> None:
    """With the row and the column, where there is one."""
    assert expected == read(tmp_path / "t.csv", content)[1]


def test_a_missing_table_is_reported(tmp_path: Path) -> None:
    """With the folder that was looked into."""
    _, problems = read(tmp_path / "t.csv", None)

    assert [f't.csv, row 1, column (all): the table is missing; it was looked for in "{tmp_path}"'] == problems


def test_a_workbook_is_no_table_here(tmp_path: Path) -> None:
    """Even if it is called like one."""
    problems = read(tmp_path / "t.csv", b"PK\x03\x04")[1]

    assert [
        f't.csv, row 1, column (all): "{tmp_path / "t.csv"}" is not a table; it looks like a zip archive, or an Excel or Word document'
    ] == problems


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    """Even if it is called like one."""
    (tmp_path / "t.csv").mkdir()

    assert read(tmp_path / "t.csv", None)[1][0].startswith("t.csv, row 1, column (all): the table cannot be read: ")
