"""CSV files as people save them: encodings and separators are found out, and said."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheet_books import read_all

from equigraph.data import csv_text
from equigraph.data.sheet import clean
from equigraph.errors import DataError

TABLE = "id,name\na,Caf\u00e9\nb,B\n"


@pytest.mark.parametrize(
    ("note", "content"),
    [
        ('read as UTF-8, separated by ","', TABLE.encode()),
        ('read as UTF-8, separated by ","', TABLE.encode("utf-8-sig")),
        ('read as UTF-16, separated by ","', TABLE.encode("utf-16")),
        ('read as UTF-16LE, separated by ","', TABLE.encode("utf-16-le")),
        ('read as UTF-16BE, separated by ","', TABLE.encode("utf-16-be")),
        ('read as Windows-1252, separated by ","', TABLE.encode("cp1252")),
        ('read as UTF-8, separated by ";"', TABLE.replace(",", ";").encode()),
        ("read as UTF-8, separated by tabs", TABLE.replace(",", "\t").encode()),
        ('read as UTF-8, separated by "|"', ("sep=|\r\n" + TABLE.replace(",", "|")).encode()),
        ('read as Windows-1252, separated by ";"', TABLE.replace(",", ";").replace("\n", "\r").encode("cp1252")),
        ('read as UTF-8, separated by ","', TABLE.replace("\n", ",,\n").encode()),
        ('read as UTF-8, separated by ","', TABLE.replace("Caf", '"\u00a0Caf').replace("\u00e9", '\u0301"').replace("\u0301", "e\u0301").encode()),
    ],
    ids=["UTF-8", "BOM", "UTF-16", "UTF-16LE", "UTF-16BE", "Windows", "semicolon", "tabs", "sep line", "old Mac lines", "ragged", "odd spaces"],
)  # fmt: skip
def test_how_a_file_was_saved_is_found_out(note: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)

    assert ({"": [["2", "a", "Caf\u00e9"], ["3", "b", "B"]]}, [], [f"t.csv: {note}"]) == read_all(path)


def test_a_comma_within_text_separates_nothing(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    path.write_text("id;name, in full\na;A, the first\nb;B\n", encoding="utf-8")

    assert [["2", "a", "A, the first"], ["3", "b", "B"]] == read_all(path)[0][""]


def test_a_table_of_one_column_is_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id\na\nb\n", encoding="utf-8")

    assert ({"": [["2", "a"], ["3", "b"]]}, [], ['t.csv: read as UTF-8, separated by ","']) == read_all(path)


def test_a_long_file_is_judged_by_its_whole_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id;name\n" + f'a;"{"x" * 40_000}"\n' * 3, encoding="utf-8")

    assert ["2", "3", "4"] == [row[0] for row in read_all(path)[0][""]]


@pytest.mark.parametrize(
    ("expected", "content"),
    [
        ("row 3, column (all): two encodings are mixed: line 2 is in UTF-8, 1 others are not (lines 3)", "id,name\na,Caf\u00e9\n".encode() + b"b,Caf\xe9\n"),
        ("row 2, column (all): two encodings are mixed: line 8 is in UTF-8, 6 others are not (lines 2, 3, 4, 5, 6, ...)", b"id,name\n" + b"b,\xe9\n" * 6 + "a,\u00e9\n".encode()),
        ("row 2, column (all): the byte 0x81 was found, in neither UTF-8 nor Windows-1252", b"id,name\na,\x81\n"),
        ("row 3, column (all): a NUL byte (0x00) was found, which no text has", b"id,name\na,A\nb,\0\n"),
        ("row 2, column (all): it is not whole UTF-16: truncated data", b"id,name\na".decode().encode("utf-16")[:-1]),
    ],
    ids=["mixed", "mixed often", "neither", "NUL", "cut UTF-16"],
)  # fmt: skip
def test_what_is_no_one_text_is_reported_with_its_line(expected: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)

    assert ({}, [f't.csv, {expected}; save it as "CSV UTF-8"'], []) == read_all(path)


@pytest.mark.parametrize(
    ("expected", "content"),
    [
        ('row 2, column (all): text stands behind the closing quotation mark of a cell; within a cell, write quotation marks twice ("")', b'id,name\n"a"b,A\nc,C\n'),
        ('row 2, column (all): a cell has more than 131,072 characters; perhaps a quotation mark (") opens it that is never closed', b'id,name\n"' + b"x" * 140_000 + b'"\nc,C\n'),
        ("row 2, column (all): the row has 1 cells, the header 2; a line end within a cell needs quotation marks around the cell", b"id,name\na\nc,C\n"),
    ],
    ids=["behind a quote", "too long", "torn"],
)  # fmt: skip
def test_a_broken_row_does_not_hide_the_others(expected: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    rows, problems, _ = read_all(path)

    assert [f"t.csv, {expected}"] == problems
    assert [["3", "c", "C"]] == rows[""]


@pytest.mark.parametrize(
    ("expected", "content"),
    [("it looks like a zip archive, or an Excel or Word document", b"PK\x03\x04"), ("it has a line of more than 2 MiB", b"x" * 3_000_000)],
)  # fmt: skip
def test_what_is_no_table_is_refused(
    expected: str, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_text, "LONGEST_LINE_BYTES", 2 * csv_text.MIB)
    path = tmp_path / "t.csv"
    path.write_bytes(content)

    with pytest.raises(DataError) as caught:
        read_all(path)
    assert f'"{path}" is not a table; {expected}' == caught.value.message


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)


@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=4),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_every_cell_arrives(rows: list[tuple[str, ...]], separator: str, encoding: str) -> None:
    """Whatever its letters, separators and line ends: only the spaces at its ends are lost."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([("one", "two", "three"), *rows])
    records = csv_text.CsvRecords(Path("t.csv"), csv_text.CsvForm("UTF-8", separator))
    found = [
        records._clean(cells) for cells in csv.reader(io.StringIO(text.getvalue(), newline=""), delimiter=separator)
    ]

    assert [["one", "two", "three"], *([clean(cell) for cell in row] for row in rows)] == found
