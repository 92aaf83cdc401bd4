"""Headings follow the boxes, and lie on no box and on no other heading, however these were moved."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equigraph.exporters.drawing import draw
from equigraph.exporters.headings import HEADING_PX, headings
from equigraph.exporters.ports import ports
from equigraph.graph.labels import text_width
from equigraph.graph.place_with import place_with
from equigraph.graph.positions import Positions, positions_of

GROUPS = ("", "Support", "Relationships and structure", "Family")


@st.composite
def moved(draw_value):
    """A network in columns whose boxes a person moved."""
    network = nx.MultiDiGraph(layout="layered", columns=["Practices", "Goals", "Commitments"], unlinked="No evidence")
    for number in range(draw_value(st.integers(1, 16))):
        network.add_node(
            f"n{number:02}", label=f"Thing {number}", column=draw_value(st.integers(0, 2)), kind="Practice",
            group=draw_value(st.sampled_from(GROUPS)), listed=draw_value(st.booleans()),
        )  # fmt: skip
    positions = positions_of(network)
    places = dict(positions.places)
    for node in sorted(places):
        if draw_value(st.booleans()):
            # In steps of half a row, so that boxes meet and part.
            places[node] = (places[node][0] + draw_value(st.sampled_from([0.0, 0.0, -90.0, 260.0])),
                            56.0 + 11 * draw_value(st.integers(1, 60)))  # fmt: skip
    place_with(network, Positions(places, positions.width, positions.height))
    return network


def rectangle(heading):
    wide = text_width(heading.text, HEADING_PX)
    left = heading.x - wide if heading.align == "right" else heading.x
    return left, heading.y - 12, left + wide, heading.y + 3


def overlap(first, second):
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


@settings(deadline=None, max_examples=200)
@given(moved())
def test_headings_lie_on_no_box_and_on_no_other_heading(network):
    drawing = draw(network)
    boxes = [(b.x - b.width / 2, b.y - b.height / 2, b.x + b.width / 2, b.y + b.height / 2) for b in drawing.boxes]
    made = [(heading.text, rectangle(heading)) for heading in drawing.headings]

    assert [] == [(text, box) for text, place in made for box in boxes if overlap(place, box)]
    assert [] == [(a[0], b[0]) for a, b in combinations(made, 2) if overlap(a[1], b[1])]


@settings(deadline=None, max_examples=200)
@given(moved())
def test_a_box_of_a_group_stands_under_its_name_or_under_none(network):
    shown = [heading for heading in draw(network).headings if heading.level == 2]
    for _, data in network.nodes(data=True):
        top = data["y"] - data["height"] / 2
        over = [one for one in shown if one.y < top and abs(anchor(one, network) - data["x"]) < data["width"] / 2]
        nearest = max(over, key=lambda one: one.y, default=None)
        # A heading aside may be that of boxes that were moved away from this column.
        if nearest is None or anchor(nearest, network) != data["x"]:
            continue
        want = "No evidence" if data["listed"] else data["group"]
        assert want in nearest.text or "\u2026" in nearest.text


def anchor(heading, network):
    """Return the middle of the box that a heading stands over."""
    for _, data in network.nodes(data=True):
        gap = data["y"] - data["height"] / 2 - heading.y
        edge = data["x"] + data["width"] / 2 - 4 if heading.align == "right" else data["x"] - data["width"] / 2
        if gap in (8.0, 12.0) and abs(edge - heading.x) < 0.06:
            return data["x"]
    raise AssertionError(heading)


def network_of(*places):
    """Return two columns of boxes 20 px high: (name, column, x)."""
    network = nx.MultiDiGraph(layout="layered", columns=["Practices", "Equity goals"], width=900.0, height=400.0)
    for index, (name, column, x) in enumerate(places):
        network.add_node(name, label=name, column=column, group="", x=x, y=80.0 + 30 * index, width=120.0, height=20.0)
    return network


def test_a_column_keeps_its_heading_over_most_of_its_boxes():
    network = network_of(("a", 0, 400.0), ("b", 0, 100.0), ("c", 0, 100.0), ("g", 1, 700.0))

    assert [("Practices", 156.0, "right"), ("Equity goals", 640.0, "left")] == [
        (one.text, one.x, one.align) for one in headings(network, 0)
    ]


def test_headings_of_columns_on_each_other_stand_side_by_side():
    network = network_of(("a", 0, 100.0), ("g", 1, 110.0))
    first, second = headings(network, None)

    assert ("Practices", "Equity goals") == (first.text, second.text)
    assert second.x >= first.x + text_width("Practices", HEADING_PX)


@pytest.mark.parametrize(("x", "shown"), [(700.0, ["funds"]), (270.0, []), (110.0, [])])
def test_words_between_columns_need_a_gap(x, shown):
    network = network_of(("a", 0, 100.0), ("g", 1, x))
    network.add_edge("a", "g", key="e", kind="relation", label="funds")

    assert shown == [one.text for one in headings(network, 0) if one.level == 3]


@pytest.mark.parametrize(
    ("x", "sides"), [(700.0, (1.0, -1.0)), (-300.0, (-1.0, 1.0)), (130.0, (1.0, 1.0))], ids=["right", "left", "beneath"]
)
def test_a_line_leaves_on_the_side_of_what_it_leads_to(x, sides):
    network = network_of(("a", 0, 100.0), ("g", 1, x))
    network.add_edge("a", "g", key="e", kind="relation", label="funds")
    start, end = ports(network)["a", "g", "e"]

    assert sides == (start.out_x, end.out_x)
