"""Limits as people write them."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.errors import ParameterError
from equigraph.graph.limits import LIMIT_NAMES, Limits, bytes_in_words, more, read_limits


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("time=0.5", "timeout_s", 0.5),
        ("rows=5000000", "rows", 5_000_000),
        ("memory=4GiB", "memory_bytes", 4 * 2**30),
        ("memory = 4 gib", "memory_bytes", 4 * 2**30),
        ("bytes=1.5KiB", "answer_bytes", 1536),
        ("bytes=100", "answer_bytes", 100),
        ("load-time=3600", "load_timeout_s", 3600.0),
        ("load-memory=512MiB", "load_memory_bytes", 2**29),
        ("processes=4", "processes", 4),
    ],
)
def test_one_limit(text: str, field: str, expected: float) -> None:
    limits = read_limits([text])

    assert expected == getattr(limits, field)
    assert Limits() == dataclasses.replace(limits, **{field: getattr(Limits(), field)})


@pytest.mark.parametrize(
    "text",
    ["", "rows", "rows=", "rows=0", "rows=-1", "rows=many", "row=5", "rows=5GiB", "time=1KiB", "memory=4GB", "=5"],
)
def test_what_is_no_limit(text: str) -> None:
    with pytest.raises(ParameterError, match=f'"{text}" is no limit; accepted: time=, memory=, rows=, '):
        read_limits([text])


def test_the_last_one_counts() -> None:
    assert 7 == read_limits(["rows=5", "rows=7"]).rows


def test_every_limit_has_a_name() -> None:
    assert {field.name for field in dataclasses.fields(Limits)} == set(LIMIT_NAMES.values())


@pytest.mark.parametrize("field", LIMIT_NAMES.values())
def test_a_hint_says_what_can_be_typed(field: str) -> None:
    name = more(field).split("=")[0].removeprefix("--limit ")

    assert 3 == getattr(read_limits([f"{name}=3"]), field)


@given(st.integers(1, 2**50))
def test_bytes_in_words_lose_little(count: int) -> None:
    number, unit = bytes_in_words(count).split()
    size = {"GiB": 2**30, "MiB": 2**20, "KiB": 1024, "bytes": 1}[unit]

    assert abs(float(number) * size - count) <= count * 0.005
