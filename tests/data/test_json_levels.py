"""How deep JSON goes, against Python's own reading of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.data.json_levels import JsonLevels

VALUES = st.recursive(
    st.text() | st.integers(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)


def depth(value: Any) -> int:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inside is None else 1 + max(map(depth, inside), default=0)


@given(VALUES, st.integers(1, 9))
def test_levels(value: Any, size: int) -> None:
    text, levels = json.dumps(value).encode(), JsonLevels()
    for start in range(0, len(text), size):
        levels.feed(text[start : start + size])

    assert (0, False) == (levels.now, levels.in_string)
    assert depth(value) <= levels.deepest <= max(100, depth(value))


@pytest.mark.parametrize("depth_", [99, 100, 101, 500, 501, 20_000])
@pytest.mark.parametrize("text", [b"[", b'{"a":[', b'{"a":"}]","b":['])
def test_deep(depth_: int, text: bytes) -> None:
    opened = text.count(b"[") + text.count(b'{"')
    levels = JsonLevels()
    for _ in range(depth_ // opened):
        levels.feed(text)

    expected = depth_ // opened * opened
    assert expected == levels.now
    assert expected <= levels.deepest <= max(100, expected)
    levels.feed(b"]" * expected)
    assert 0 == levels.now


def test_deep_and_closed_in_one_part() -> None:
    levels = JsonLevels()
    levels.feed(b"[" * 300 + b"]" * 300)

    assert (0, 300) == (levels.now, levels.deepest)


def test_what_is_open() -> None:
    levels = JsonLevels()
    levels.feed(b'{"a": ["b')

    assert (2, True) == (levels.now, levels.in_string)
