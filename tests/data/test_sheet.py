"""Rows of sheets, and what a cell says."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.data.sheet import MOST_FAULTS, Fault, Record, Row, SheetRows, clean, column_letters
from equigraph.errors import RowError


def read(records: list[Record], name: str = "S") -> tuple[list[Row], list[str]]:
    problems: list[RowError] = []
    return list(SheetRows("t.xlsx", name, records, problems)), [problem.message for problem in problems]


def test_rows_stand_under_their_header() -> None:
    records: list[Record] = [
        (1, ["id", "", " full  name ", ""], ()),
        (2, ["a"], ()),
        (4, ["b", "", "B"], ()),
        (5, ["", ""], ()),
    ]
    rows, problems = read(records)

    assert [
        Row("t.xlsx", 2, {"id": "a", "full name": ""}, "S"),
        Row("t.xlsx", 4, {"id": "b", "full name": "B"}, "S"),
    ] == rows
    assert [] == problems


@pytest.mark.parametrize(
    ("expected", "records"),
    [
        ("row 1, column (all): the table has no header; row 1 names the columns", [(2, ["id"], ())]),
        ("row 1, column id: the column is there more than once", [(1, ["id", "name", "id"], ()), (2, ["a"], ())]),
        ("row 1, column B: wrong", [(1, ["id"], [Fault(1, "wrong")]), (2, ["a"], ())]),
        ("row 2, column id: wrong", [(1, ["id"], ()), (2, [], [Fault(0, "wrong")])]),
        ("row 2, column (all): wrong", [(1, ["id"], ()), (2, [], [Fault(None, "wrong")])]),
        ('row 2, column B: "x" stands in a column that row 1 does not name', [(1, ["id", "", "name"], ()), (2, ["", "x"], ())]),
        ('row 2, column C: "x" stands in a column that row 1 does not name', [(1, ["id", "name"], ()), (2, ["", "", "x"], ())]),
    ],
    ids=["late header", "twice", "in the header", "in a cell", "in a row", "unnamed", "beside"],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(expected: str, records: list[Record]) -> None:
    assert ([], [f"t.xlsx, sheet S, {expected}"]) == read(records)


def test_a_sheet_full_of_faults_is_given_up() -> None:
    records: list[Record] = [
        (1, ["id"], ()),
        *((number, ["a"], [Fault(1, "wrong")]) for number in range(2, MOST_FAULTS + 9)),
    ]
    rows, problems = read(records)

    assert MOST_FAULTS == len(rows)
    assert "t.xlsx, sheet S, row 1002, column (all): more than 1,000 problems; the rest was not read" == problems[-1]


def test_an_empty_sheet_of_a_workbook_is_no_problem() -> None:
    assert ([], []) == read([])
    assert ([], ["t.xlsx, row 1, column (all): the table has no header; row 1 names the columns"]) == read([], "")


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("a b", "\u00a0a\u2009b\u3000"),
        ("Caf\u00e9", "Cafe\u0301"),
        ("ab", "a\u00ad\u200bb\ufeff"),
        ("a\nb\nc", "a\r\nb\rc\r"),
        ("a b", "a\x0bb\x01"),
        ("a\tb", "\ta\tb"),
        ("\U0001f469\u200d\U0001f393", "\U0001f469\u200d\U0001f393"),
    ],
    ids=["spaces", "composed", "no width", "line ends", "controls", "tab", "joined emoji"],
)
def test_a_cell_is_cleaned(expected: str, text: str) -> None:
    assert expected == clean(text)


@given(st.text())
def test_cleaning_is_done_once(text: str) -> None:
    cleaned = clean(text)

    assert cleaned == clean(cleaned) == unicodedata.normalize("NFC", cleaned)
    assert cleaned == cleaned.strip()


@given(st.integers(0, 16_383))
def test_columns_are_called_as_openpyxl_calls_them(column: int) -> None:
    from openpyxl.utils import get_column_letter

    assert get_column_letter(column + 1) == column_letters(column)
