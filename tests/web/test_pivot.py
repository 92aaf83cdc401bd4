"""A pivot counts every row once, and tells what is empty and what is left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from equigraph.web.pivot import MOST_NAMES, MOST_VALUES, pivot_of

CELLS = st.sampled_from(["a", "b", "c", None])


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=20))
def test_every_row_is_counted_once_or_told_to_be_left_out(rows: list[list[str | None]]) -> None:
    pivot = pivot_of(["x", "y"], rows, {}, str)
    counted = sum(int(cell) for _, cells in pivot["rows"] for cell in cells if cell)
    left_out = sum(1 for row in rows if None in row)

    assert len(rows) - left_out == counted
    assert ("left out" in pivot["summary"]) == bool(left_out)


def test_a_third_column_is_listed_and_cut() -> None:
    rows = [["p", "g", f"v{number}"] for number in range(MOST_VALUES + 2)] + [["p", "h", None], ["q", "g", "v0"]]
    pivot = pivot_of(["x", "y", "z"], rows, {"value": "z"}, str)

    assert [("p", ["v0; v1; v2; v3; v4 and 2 more", ""]), ("q", ["v0", ""])] == pivot["rows"]
    assert "2 of 4 cells are empty." == pivot["summary"]


def test_columns_are_chosen_by_name_and_never_the_same_twice() -> None:
    rows = [["1", "2", "3"]]

    assert ("z", "x") == tuple(
        pivot_of(["x", "y", "z"], rows, {"row": "z", "column": "z"}, str)[part] for part in ("row", "column")
    )
    assert ("x", "z", "") == tuple(
        pivot_of(["x", "y", "z"], rows, {"row": "?", "column": "z", "value": "?"}, str)[part]
        for part in ("row", "column", "value")
    )


def test_more_names_than_can_be_read_are_told() -> None:
    pivot = pivot_of(["x", "y"], [[str(number), "y"] for number in range(MOST_NAMES + 1)], {}, str)

    assert MOST_NAMES == len(pivot["rows"])
    assert "None of 100 cells are empty. 100 of 101 values of ?x shown." == pivot["summary"]


def test_one_empty_cell_and_one_row_left_out_are_said_so() -> None:
    pivot = pivot_of(["x", "y"], [["a", "c"], ["b", "c"], ["a", "d"], ["e", None]], {}, str)

    assert "1 of 4 cells is empty. One row without ?x or ?y is left out." == pivot["summary"]
