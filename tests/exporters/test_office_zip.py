"""Zip files of Office documents do not tell when they were written."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest

from equigraph.exporters.office_zip import day_of, packed_again


def a_zip(*members: tuple[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        for name, content in members:
            parts.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("2026-11-23", "2026-11-23"),
        ("2026-11-23T10:00:00Z", "2026-11-23"),
        ("", "1980-01-01"),
        ("1979-12-31", "1980-01-01"),  # a zip knows no earlier day
        ("2026-06-31", "1980-01-01"),  # there is no such day
    ],
)
def test_the_day_is_that_of_the_data(date: str, day: str) -> None:
    assert datetime.fromisoformat(day) == day_of(date)


def test_members_have_one_order_and_one_date() -> None:
    first = packed_again(a_zip(("b", b"2"), ("a", b"1")), "2026-11-23")
    second = packed_again(a_zip(("a", b"1"), ("b", b"2")), "2026-11-23")
    found = zipfile.ZipFile(io.BytesIO(first))

    assert first == second
    assert ["a", "b"] == found.namelist()
    assert {(2026, 11, 23, 0, 0, 0)} == {one.date_time for one in found.infolist()}


def test_parts_take_the_place_of_members() -> None:
    found = zipfile.ZipFile(io.BytesIO(packed_again(a_zip(("a", b"1"), ("b", b"2")), "", {"a": b"new"})))

    assert [b"new", b"2"] == [found.read(name) for name in ("a", "b")]
