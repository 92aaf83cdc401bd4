"""Layout files: readable, the same bytes for the same places, and every damage said in words."""

from __future__ import annotations

import json

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.errors import DataError
from equigraph.graph.positions import MOST_PX, Positions, layout_text, parse_positions, positions_of, read_positions

A = "https://example.org/a"
GOOD = {
    "format": "equigraph-layout", "version": 1, "view": "policies", "data_version": "2026.11.23",
    "width": 640, "height": 480, "positions": {A: [1, 2.5]},
}  # fmt: skip
px = st.floats(-MOST_PX, MOST_PX)
names = st.text(st.characters(exclude_categories=["Cs"]))


def test_the_file_is_readable_and_sorted():
    positions = Positions({"b": (2.25, -3.0), A: (10.0, 20.0)}, 640.0, 480.5, "policies", "2026.11.23")

    assert [
        "{",
        ' "format": "equigraph-layout",',
        ' "version": 1,',
        ' "view": "policies",',
        ' "data_version": "2026.11.23",',
        ' "width": 640,',
        ' "height": 480.5,',
        ' "positions": {',
        '  "b": [2.25, -3],',
        '  "https://example.org/a": [10, 20]',
        " }",
        "}",
        "",
    ] == layout_text(positions).split("\n")


@given(
    st.dictionaries(names, st.tuples(px, px), max_size=9), st.floats(0, MOST_PX), st.floats(0, MOST_PX), names, names
)
def test_positions_survive_the_file_bit_for_bit(places, width, height, view, version):
    positions = Positions(places, width, height, view, version)
    text = layout_text(positions)

    assert positions == parse_positions(text)
    assert text == layout_text(parse_positions(text))
    assert json.loads(text)


def test_a_network_without_places_is_laid_out_on_a_copy():
    network = nx.MultiDiGraph(layout="layered", view="policies", data_version="1")
    network.add_node(A, label="A")
    positions = positions_of(network)

    assert "x" not in network.nodes[A]
    assert {A} == set(positions.places)
    assert ("policies", "1") == (positions.view, positions.data_version)


def test_an_empty_network_has_a_layout_file():
    text = layout_text(positions_of(nx.MultiDiGraph()))

    assert {} == parse_positions(text).places
    assert ' "positions": {}\n}\n' in text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"positions": {A: [float("nan"), 1]}}, "NaN is no number"),
        ({"positions": {A: [1, float("inf")]}}, "Infinity is no number"),
        ({"positions": {A: [1e9, 1]}}, 'the position of "https://example.org/a" is [1000000000.0, 1]; accepted: [x, y]'),
        ({"positions": {A: [10**400, 1]}}, "the position of"),
        ({"positions": {A: [True, 1]}}, "is [true, 1]; accepted"),
        ({"positions": {A: ["1", "2"]}}, 'is ["1", "2"]; accepted'),
        ({"positions": {A: [1]}}, "is [1]; accepted"),
        ({"positions": {A: {"x": 1, "y": 2}}}, 'is {"x": 1, "y": 2}; accepted'),
        ({"positions": {A: list(range(99))}}, "15, 16, 1...; accepted"),
        ({"positions": [[1, 2]]}, '"positions" is [[1, 2]]; accepted: {"IRI": [x, y], ...}'),
        ({"width": -1}, '"width" is -1; accepted: a number from 0 to 200,000'),
        ({"height": "tall"}, '"height" is "tall"; accepted: a number'),
        ({"width": None}, '"width" is null; accepted: a number'),
        ({"view": 3}, '"view" is 3; accepted: text'),
        ({"format": "equigraph-snapshot"}, 'is no layout file: its format is "equigraph-snapshot"; accepted: a JSON object'),
        ({"format": 1}, "is no layout file: it does not say so"),
        ({"version": 2}, "has version 2 of the layout format; accepted: 1\nUpdate equigraph"),
        ({"version": True}, "has version true of the layout format"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_damaged_is_refused_with_the_reason(changes, message):
    with pytest.raises(DataError) as raised:
        parse_positions(json.dumps(GOOD | changes), "a.layout.json")

    assert '"a.layout.json"' in str(raised.value)
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no layout file, or a damaged one: Expecting value"),
        ("{", "a damaged one: Expecting property name"),
        ("[]", "no layout file: it does not say so"),
        ("[" * 100_000, "its lists are nested too deeply"),
        (json.dumps(GOOD)[:-1] + ', "width": 3}', '"width" stands in it twice'),
        (json.dumps(GOOD).replace("2.5", "1e999"), "is [1, Infinity]; accepted"),
    ],
    ids=["empty", "cut off", "a list", "deep", "twice", "overflow"],
)
def test_what_is_no_layout_file_is_refused(text, message):
    with pytest.raises(DataError) as raised:
        parse_positions(text)

    assert message in str(raised.value)


def test_a_missing_part_names_what_looks_like_it():
    data = {name if name != "positions" else "postions": value for name, value in GOOD.items() if name != "view"}
    with pytest.raises(DataError) as raised:
        parse_positions(json.dumps(data))

    assert '"view" is missing; "positions" is missing, but there is "postions"' in str(raised.value)


def test_only_the_first_problems_are_listed_and_the_others_counted():
    with pytest.raises(DataError) as raised:
        parse_positions(json.dumps(GOOD | {"positions": {f"n{number}": [] for number in range(1203)}}))

    assert str(raised.value).count("accepted") == 3
    assert str(raised.value).endswith("; and 1,200 more")


def test_files_are_read_with_or_without_a_byte_order_mark(tmp_path):
    for mark in ("", "\ufeff"):
        (tmp_path / "a.layout.json").write_text(mark + json.dumps(GOOD), encoding="utf-8")

        assert Positions({A: (1.0, 2.5)}, 640.0, 480.0, "policies", "2026.11.23") == read_positions(
            tmp_path / "a.layout.json"
        )


def test_files_that_cannot_be_read_say_why(tmp_path):
    (tmp_path / "picture.layout.json").write_bytes(b"\x89PNG\xff")

    with pytest.raises(DataError, match=r'none\.layout\.json" cannot be read: no such file or directory'):
        read_positions(tmp_path / "none.layout.json")
    with pytest.raises(DataError, match=r'"picture\.layout\.json" is no layout file: it is not UTF-8 text'):
        read_positions(tmp_path / "picture.layout.json")
