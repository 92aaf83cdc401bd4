"""The CSV of a gap map: read back it gives the values, and no spreadsheet runs any of it."""

from __future__ import annotations

import csv
import io

import pytest

from equigraph.exporters.csv_text import harmless
from equigraph.exporters.gap_columns import CONSTANT_COLUMNS
from equigraph.exporters.gap_csv import flat, generate_gap_csv, write_gap_csv
from equigraph.exporters.gap_rows import GapRows, cell_columns


def read(text):
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_read_back_it_gives_every_value(either_map):
    rows = GapRows(either_map)
    back = read(generate_gap_csv(either_map))

    assert len(rows.cells) == len(back)
    for record, line in zip(rows.cells, back, strict=True):
        assert [*cell_columns(either_map), *CONSTANT_COLUMNS] == list(line)
        whole = record | rows.constants
        assert {name: harmless(str(flat(name, value))) for name, value in whole.items()} == line


def test_labels_survive_and_cannot_run(gap_map, hostile):
    back = read(generate_gap_csv(gap_map(hostile)))

    shown = {line["row"].removeprefix("'") for line in back}
    assert {hostile, "Looping", "Profiles"} == shown
    assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for line in back for value in line.values())


def test_numbers_are_bare_and_what_is_not_said_is_empty(gap_map):
    text = generate_gap_csv(gap_map())
    first = read(text)[0]

    assert ("2", "2", "2", "1", "1") == tuple(
        first[name] for name in ("claims", "sources", "counted", "negative", "positive")
    )
    assert "" == first["all_students_claims"]
    assert "https://example.org/c2 https://example.org/c1" == first["claim_iris"]
    assert "Tutoring s1. | Tutoring s2." == first["citations"]


@pytest.mark.parametrize("name", ["chosen", "rule_version", "data_version", "data_date", "licence", "cite_as"])
def test_every_line_says_where_it_comes_from(gap_map, name):
    assert 1 == len({line[name] for line in read(generate_gap_csv(gap_map()))} - {""})


def test_the_file_is_for_spreadsheets_too(gap_map, tmp_path):
    path = tmp_path / "gaps.csv"
    write_gap_csv(gap_map("Él"), path)
    content = path.read_bytes()

    assert content.startswith("\ufeffrow,row_group,".encode())
    assert "Él".encode() in content
    assert content.count(b"\r\n") == content.count(b"\n") == 1 + len(GapRows(gap_map()).cells)


def test_nothing_to_map_is_a_table_without_lines(gap_map):
    assert 1 == len(generate_gap_csv(gap_map(empty=True)).splitlines())
