"""New boxes in columns: beside their group where there is room, with a heading of their own where there is none."""

from __future__ import annotations

import networkx as nx
import pytest

from equigraph.exporters.drawing import draw
from equigraph.graph.place_with import place_with
from equigraph.graph.positions import Positions, positions_of


def column(*boxes, linked=True):
    """Return a network with a column of practices, each (name, group), and one goal they lead to."""
    network = nx.MultiDiGraph(layout="layered", columns=["Practices", "Goals"], unlinked="No evidence")
    network.add_node("goal", label="Goal", column=1, group="", listed=False)
    for name, group in boxes:
        network.add_node(name, label=name, column=0, group=group, listed=False)
        if linked:
            network.add_edge(name, "goal", key="e", kind="relation", label="leads to")
    return network


def tops(network, *names):
    return [network.nodes[name]["y"] - network.nodes[name]["height"] / 2 for name in names]


def placed(network, known, **spots):
    """Place with the layout of the nodes in ``known``, some of them moved."""
    positions = positions_of(network.subgraph([*known, "goal"]).copy())
    places = {name: (positions.places[name][0], y) for name, y in spots.items()}
    place_with(network, Positions({**positions.places, **places}, positions.width, positions.height))
    return [(heading.text, heading.y) for heading in draw(network).headings if heading.level == 2]


def test_what_has_room_in_its_group_stands_there():
    network = column(("a1", "A"), ("a2", "A"), ("b1", "B"), ("a3", "A"))
    shown = placed(network, ["a1", "a2", "b1"], a1=100.0, a2=200.0, b1=300.0)

    assert 111 < network.nodes["a3"]["y"] < 262
    assert ["A", "B"] == [text for text, _ in shown]


def test_what_has_no_room_in_its_group_gets_a_heading_of_its_own_at_the_nearest_free_place():
    network = column(("a1", "A"), ("b1", "B"), ("a2", "A"))
    shown = placed(network, ["a1", "b1"], a1=100.0, b1=148.0)
    [b1, a2] = tops(network, "b1", "a2")

    # 6 px apart and 26 for the heading.
    assert b1 + 22 + 32 == a2
    assert [("A", 81.0), ("A", a2 - 8), ("B", 129.0)] == shown


def test_a_group_is_not_split():
    network = column(("b1", "B"), ("b2", "B"), ("a1", "A"))
    placed(network, ["b1", "b2"], b1=100.0, b2=400.0)

    assert not 100 < network.nodes["a1"]["y"] < 400


def test_a_box_of_no_group_does_not_stand_under_the_name_of_one():
    network = column(("x1", ""), ("a1", "A"), ("x2", ""))
    shown = placed(network, ["x1", "a1"], x1=300.0, a1=400.0)

    assert network.nodes["x2"]["y"] < 400
    assert ["A"] == [text for text, _ in shown]


def test_nor_does_a_group_come_over_it():
    network = column(("x1", ""), ("a1", "A"))
    placed(network, ["x1"], x1=400.0)

    assert network.nodes["a1"]["y"] > 400


def test_without_a_line_is_last_and_what_has_one_stands_above_it_if_it_can():
    network = column(("a1", "A"), ("b1", "B"), ("a2", "A"))
    for name, y in (("z1", 500.0), ("z2", None)):
        network.add_node(name, label=name, column=0, group="A", listed=True, y=y)
    known = ["a1", "b1", "z1"]
    shown = placed(network, known, a1=100.0, b1=148.0, z1=500.0)

    assert network.nodes["b1"]["y"] < network.nodes["a2"]["y"] < 500 < network.nodes["z2"]["y"]
    assert ["A", "A", "B", "No evidence (2)"] == [text for text, _ in shown]


def test_what_finds_no_room_above_those_without_a_line_stands_below_with_a_name():
    network = column(("x1", ""), ("x2", ""))
    network.add_node("z1", label="z1", column=0, group="", listed=True)
    shown = placed(network, ["x1", "z1"], x1=80.0, z1=150.0)

    assert network.nodes["x2"]["y"] > 150
    assert ["Practices", "No evidence (1)"] == [text for text, _ in shown]


def test_a_column_that_was_moved_keeps_its_new_place():
    network = column(("a1", "A"), ("a2", "A"), ("a3", "A"))
    place_with(network, Positions({"a1": (430.5, 100.0), "a2": (430.5, 140.0), "goal": (140.0, 80.0)}, 900.0, 300.0))

    assert 430.5 == network.nodes["a3"]["x"]


def test_a_box_of_another_column_that_was_moved_is_in_the_way_too():
    network = column(("a1", ""), ("a2", ""))
    place_with(network, Positions({"a1": (200.0, 100.0), "goal": (330.0, 135.0)}, 900.0, 300.0))
    goal, new = network.nodes["goal"], network.nodes["a2"]

    assert 200.0 == new["x"]
    assert abs(new["y"] - goal["y"]) >= (new["height"] + goal["height"]) / 2 + 6


def test_lines_that_go_round_a_column_have_room_on_the_canvas():
    network = column(("a1", ""), ("a2", ""))
    network.add_edge("a1", "a2", key="e", kind="relation", label="part of")
    place_with(network, Positions({"a1": (1000.0, 100.0), "goal": (1010.0, 300.0)}, 500.0, 300.0))
    drawing = draw(network)

    assert drawing.width >= max(max(curve.c1x, curve.c2x) for curve in drawing.curves)


@pytest.mark.parametrize(("x", "y"), [(10.0, 300.0), (300.0, 20.0)], ids=["left", "top"])
def test_where_a_box_reaches_beyond_the_canvas_all_moves(x, y):
    network = column(("a1", ""), ("a2", ""))
    place_with(network, Positions({"a1": (x, y), "goal": (700.0, 300.0)}, 900.0, 400.0))
    a1, goal = network.nodes["a1"], network.nodes["goal"]

    assert (700.0 - x, 300.0 - y) == (goal["x"] - a1["x"], goal["y"] - a1["y"])
    assert a1["x"] >= a1["width"] / 2
    assert a1["y"] >= 56 + a1["height"] / 2
