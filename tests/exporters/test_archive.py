"""Archives: the same members give the same bytes, dated by the data."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.exporters.archive import archive, day_of


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("2026-11-23", "2026-11-23"),
        ("2026-11-23T10:00:00Z", "2026-11-23"),
        ("", "1980-01-01"),
        ("2026-02-30", "1980-01-01"),  # no such day
        ("1979-12-31", "1980-01-01"),  # before the first day of a zip
        ("2108-01-01", "1980-01-01"),  # after its last
    ],
)
def test_the_day_of_a_date(date, day):
    assert day == day_of(date).date().isoformat()


@given(st.dictionaries(st.from_regex(r"[a-z]{1,9}\.csv", fullmatch=True), st.binary()))
def test_members_are_read_back_in_order_and_dated_by_the_data(members):
    content = archive(members, day_of("2026-11-23"))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert list(members) == file.namelist()
        assert members == {name: file.read(name) for name in members}
        assert {(2026, 11, 23, 0, 0, 0)} >= {one.date_time for one in file.infolist()}
    assert content == archive(members, day_of("2026-11-23"))
