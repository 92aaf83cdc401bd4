"""Stretches: a heading names all that stands under it, wherever boxes were moved."""

from __future__ import annotations

import networkx as nx
import pytest

from equigraph.graph.stretches import stretches

UNLINKED = "*"  # in the tables below: a box without a line


def column(boxes, columns=("Practices", "Goals"), layout="layered"):
    """Return a network of boxes 20 px high: (name, group, top[, left])."""
    network = nx.MultiDiGraph(layout=layout, columns=list(columns))
    for name, group, top, *left in boxes:
        network.add_node(
            name, group="" if group == UNLINKED else group, listed=group == UNLINKED, column=0,
            x=(left[0] if left else 0.0) + 50.0, y=top + 10.0, width=100.0, height=20.0,
        )  # fmt: skip
    return network


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        ([("a", "A", 82), ("b", "A", 108), ("c", "B", 160)], [("ab", ["A"], 0), ("c", ["B"], 0)]),
        ([("a", "A", 82), ("b", "B", 108), ("c", "A", 134)], [("abc", ["A", "B"], 0)]),
        ([("a", "A", 82), ("b", "B", 130), ("c", "A", 180)], [("a", ["A"], 0), ("b", ["B"], 0), ("c", ["A"], 0)]),
        ([("a", "A", 82), ("b", "B", 108), ("c", "C", 160)], [("ab", ["A", "B"], 0), ("c", ["C"], 0)]),
        ([("a", "", 82), ("b", "", 108)], []),
        ([("a", "", 82), ("b", "A", 108)], []),  # no room: a heading over both would name a wrongly
        ([("a", "A", 82), ("b", "", 108)], [("ab", ["A"], 0)]),  # as our own layout has it
        ([("a", "A", 40), ("b", "A", 66)], []),  # the heading of the column is there
        ([("a", "A", 82), ("z", UNLINKED, 150), ("y", UNLINKED, 176)], [("a", ["A"], 0), ("zy", [], 2)]),
        ([("a", "A", 82), ("z", UNLINKED, 108)], [("az", ["A"], 1)]),
        ([("z", UNLINKED, 82), ("a", "", 130)], [("z", [], 1), ("a", ["Practices"], 0)]),
        ([("z", UNLINKED, 82), ("a", "", 108)], [("za", ["Practices"], 1)]),
        ([("a", "A", 82), ("b", "B", 400, 90)], [("a", ["A"], 0), ("b", ["B"], 0)]),  # moved aside
        ([("a", "A", 82), ("b", "B", 108, 90)], [("a", ["A"], 0)]),  # b stands under no heading
        ([("a", "A", 100), ("b", "B", 101, 120)], [("a", ["A"], 0)]),  # two headings would touch
        ([("z", UNLINKED, 56), ("a", "", 56)], []),  # a heading over one would seem to name the other
    ],
    ids=[
        "as laid out", "between", "apart", "two and one", "no group", "no room after no group", "no group after one",
        "column heading", "without a line", "without a line and no room", "below those without a line",
        "below those without a line and no room", "aside", "aside and beneath", "side by side",
        "upon each other",
    ],
)  # fmt: skip
def test_a_heading_names_all_that_stands_under_it(boxes, expected):
    found = stretches(column(boxes))

    assert expected == [("".join(stretch.nodes), stretch.groups, stretch.listed) for stretch in found]


def test_below_things_without_a_line_a_column_of_many_kinds_has_a_name_too():
    found = stretches(column([("z", UNLINKED, 82), ("a", "", 130)], columns=("",)))

    assert [[], ["With lines"]] == [stretch.groups for stretch in found]


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        ([("a", "", 24), ("z", UNLINKED, 100), ("y", UNLINKED, 100, 120)], [("zy", [], 2)]),
        ([("a", "", 24), ("z", UNLINKED, 30, 200), ("y", UNLINKED, 100)], [("y", [], 1)]),  # z was moved beside a
        (
            [("z", UNLINKED, 60), ("a", "", 150), ("b", "", 180), ("y", UNLINKED, 250)],
            [("z", [], 1), ("ab", ["With lines"], 0), ("y", [], 1)],
        ),
        ([("a", "", 24), ("z", UNLINKED, 50)], []),  # no room between
        ([("z", UNLINKED, 60), ("a", "", 90)], [("z", [], 1)]),
        ([("z", UNLINKED, 20)], []),
        ([("a", "", 24)], []),
    ],
    ids=["rows", "beside", "above and below", "close", "close beneath", "at the top", "none"],
)
def test_an_organic_picture_names_those_without_a_line_where_they_are_among_themselves(boxes, expected):
    found = stretches(column(boxes, layout="organic"))

    assert expected == [("".join(stretch.nodes), stretch.groups, stretch.listed) for stretch in found]


def test_a_box_counts_for_the_heading_over_its_middle():
    network = column(
        [("m", "", 56), ("n", "", 82), ("s", "A", 227, 40), ("r", "B", 281, -45), ("z", UNLINKED, 260, 40)]
    )

    assert [(["s", "z"], ["A"], 1), (["r"], ["B"], 0)] == [
        (one.nodes, one.groups, one.listed) for one in stretches(network)
    ]


def test_boxes_of_two_widths_at_one_place_are_one_column():
    network = column([("a", "A", 82), ("b", "B", 108), ("c", "C", 160)])
    network.nodes["b"]["width"] = 40.0

    assert [(["a", "b"], ["A", "B"]), (["c"], ["C"])] == [(one.nodes, one.groups) for one in stretches(network)]


def test_nothing_has_no_stretches():
    assert [] == stretches(nx.MultiDiGraph())
    assert [] == stretches(nx.MultiDiGraph(layout="organic"))
