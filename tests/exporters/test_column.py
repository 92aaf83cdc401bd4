"""Columns: what is written in a field is read back from it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equigraph.exporters.column import Column, flatten, listed, unflatten

JSONABLE = st.recursive(st.text() | st.integers(), st.lists, max_leaves=5)
VALUES = {
    "text": st.text(),
    "integer": st.integers(),
    "number": st.floats(allow_nan=False),
    "truth": st.booleans(),
    "list": st.lists(st.from_regex(r"[a-z:/]{1,9}", fullmatch=True)),
    "pairs": st.lists(JSONABLE),
    "counts": st.dictionaries(st.text(), JSONABLE),
}
COLUMNS = tuple(Column(kind, "", (kind,), kind) for kind in VALUES)
PARTS = tuple(Column(f"part_{kind}", "", ("part", kind), kind) for kind in VALUES)


@settings(max_examples=50)
@given(st.fixed_dictionaries(VALUES), st.fixed_dictionaries({**VALUES, "text": st.text(min_size=1)}) | st.just({}))
def test_a_record_is_made_again_of_its_fields(record, part):
    whole = {**record, "part": part}
    row = {name: str(value) for name, value in flatten((*COLUMNS, *PARTS), whole).items()}

    assert whole == unflatten((*COLUMNS, *PARTS), row)


def test_records_share_no_value():
    first, second = (unflatten(COLUMNS, dict.fromkeys(VALUES, "")) for _ in range(2))

    assert first == second
    assert first["list"] is not second["list"]


@pytest.mark.parametrize(
    ("column", "value", "written", "told"),
    [
        (Column("a", ""), "x", "x", "x"),
        (Column("a", ""), None, "", ""),  # there is no such value
        (Column("a", "", words={"null": "no effect found"}), "null", "no effect found", "no effect found"),
        (Column("a", "", words={"null": "no effect found"}), "other", "other", "other"),
        (Column("a", "", kind="truth"), False, "no", "no"),
        (Column("a", "", kind="list"), ["a:b", "a:c"], "a:b | a:c", "a:b | a:c"),
        (Column("a", "", kind="pairs"), [["Code", "C1"]], '[["Code", "C1"]]', "Code: C1"),
        (Column("a", "", kind="counts"), {"b": 1, "a": 2}, '{"a": 2, "b": 1}', "b: 1; a: 2"),
        (Column("a", "", kind="counts"), {}, "", ""),
        (Column("a", "", kind="counts", show=lambda value: f"{len(value)} in all"), {"b": 1}, '{"b": 1}', "1 in all"),
    ],
)
def test_values_are_written_for_programs_and_told_to_people(column, value, written, told):
    assert (written, told) == (column.write(value), column.tell(value))


def test_a_column_finds_its_value_or_nothing():
    column = Column("how", "", ("grade", "how"))

    assert "low" == column.find({"grade": {"how": "low"}})
    assert [None, None, None] == [column.find(record) for record in ({}, {"grade": {}}, {"grade": "none"})]


def test_lists_and_counts_in_words():
    assert "a: 1; b: 2" == listed({"a": 1, "b": 2})
    assert "Code: C1" == listed([("Code", "C1")])
