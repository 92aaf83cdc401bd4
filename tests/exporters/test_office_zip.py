"""Zip files of Office documents do not tell when they were written."""

from __future__ import annotations

import io
import zipfile

from equigraph.exporters.office_zip import packed_again


def a_zip(*members: tuple[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        for name, content in members:
            parts.writestr(name, content)
    return written.getvalue()


def test_members_have_one_order_and_one_date() -> None:
    first = packed_again(a_zip(("b", b"2"), ("a", b"1")), "2026-11-23")
    second = packed_again(a_zip(("a", b"1"), ("b", b"2")), "2026-11-23")
    found = zipfile.ZipFile(io.BytesIO(first))

    assert first == second
    assert ["a", "b"] == found.namelist()
    assert {(2026, 11, 23, 0, 0, 0)} == {one.date_time for one in found.infolist()}


def test_the_types_of_the_parts_come_first() -> None:
    content = packed_again(a_zip(("A.xml", b"1"), ("[Content_Types].xml", b"2")), "")

    assert ["[Content_Types].xml", "A.xml"] == zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_parts_take_the_place_of_members() -> None:
    found = zipfile.ZipFile(
        io.BytesIO(packed_again(a_zip(("a", b"1"), ("b", b"2")), "", {"a": b"", "c": b"no member"}))
    )

    assert [("a", b""), ("b", b"2")] == [(name, found.read(name)) for name in found.namelist()]
