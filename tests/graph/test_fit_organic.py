"""New boxes in an organic picture: near what they are connected to, never upon anything."""

from __future__ import annotations

import networkx as nx
import pytest

from equigraph.exporters.drawing import draw
from equigraph.graph.place_with import place_with
from equigraph.graph.positions import Positions
from equigraph.graph.stretches import edges_px

SPOTS = {"a": (150.0, 100.0), "b": (450.0, 100.0), "c": (900.0, 700.0)}


def network_of(*edges, listed=()):
    network = nx.MultiDiGraph(layout="organic", unlinked="No relation recorded")
    for name in sorted({*SPOTS, *(name for edge in edges for name in edge), *listed}):
        network.add_node(name, label=name, listed=name in listed)
    for start, end in edges:
        network.add_edge(start, end, key="e", kind="relation", label="funds")
    return network


def use(network, **spots):
    place_with(network, Positions({**SPOTS, **spots}, 1000.0, 800.0))
    return {name: (data["x"], data["y"]) for name, data in network.nodes(data=True)}


def test_a_new_box_stands_in_the_middle_of_what_it_is_connected_to():
    assert (300.0, 100.0) == use(network_of(("a", "n"), ("b", "n")))["n"]


def test_or_as_near_as_there_is_room():
    x, y = use(network_of(("a", "b"), ("n", "c")))["n"]

    assert 40 <= max(abs(x - 900) - 26, abs(y - 700)) <= 120


def test_what_is_connected_through_new_boxes_follows_them():
    network = network_of(("c", "n1"), ("n1", "n2"), ("n2", "n3"), ("n3", "n3"))
    spots = use(network)

    for first, second in (("c", "n1"), ("n1", "n2"), ("n2", "n3")):
        assert abs(spots[first][0] - spots[second][0]) + abs(spots[first][1] - spots[second][1]) < 300


def test_what_is_connected_to_new_things_alone_stands_below():
    spots = use(network_of(("a", "b"), ("n1", "n2")))

    assert min(spots["n1"][1], spots["n2"][1]) > 720


def test_a_new_box_stays_on_the_canvas():
    network = network_of(("n", "edge"))
    network.nodes["n"]["label"] = "a long name " * 9
    spots = use(network, edge=(30.0, 30.0))
    left, top, right, _ = edges_px(network.nodes["n"])

    assert left >= 24
    assert top >= 24
    assert right <= 976
    assert abs(spots["n"][1] - 30) < 200


def test_a_box_wider_than_the_canvas_finds_a_place():
    network = network_of(("n", "tiny"))
    network.nodes["n"]["label"] = "a long name " * 9
    place_with(network, Positions({"tiny": (40.0, 20.0)}, 60.0, 40.0))

    assert network.graph["width"] > network.nodes["n"]["width"]


@pytest.mark.parametrize("names", [("z1",), ("z1", "z2", "z3", "z4", "z5", "z6", "z7", "z8")])
def test_things_without_a_line_go_on_in_their_rows(names):
    known = {f"y{number}": (60.0 + 120 * number, 860.0) for number in range(7)}
    network = network_of(("a", "b"), ("b", "c"), listed=(*known, *names))
    spots = use(network, **known)
    drawing = draw(network)

    assert [f"No relation recorded ({7 + len(names)})"] == [heading.text for heading in drawing.headings]
    assert 860.0 == spots["z1"][1]
    assert all(spots[name][1] >= 860 for name in names)
    assert (spots[names[-1]][1] > 860) == (len(names) > 1)


def test_without_such_rows_they_begin_one_below_everything():
    network = network_of(("a", "b"), ("b", "c"), listed=("z1", "z2"))
    spots = use(network)
    [heading] = draw(network).headings

    assert spots["z1"][1] == spots["z2"][1] > 750
    assert "No relation recorded (2)" == heading.text
    assert spots["c"][1] < heading.y < spots["z1"][1]


def test_rows_that_were_moved_among_others_are_not_gone_on_with():
    network = network_of(("a", "b"), ("b", "c"), listed=("y", "z"))
    spots = use(network, y=(200.0, 400.0))

    assert spots["z"][1] > 700
    shown = sorted((heading.y, heading.text) for heading in draw(network).headings)
    assert ["No relation recorded (1)", "With lines", "No relation recorded (1)"] == [text for _, text in shown]


def test_what_has_lines_keeps_out_of_the_rows_of_those_that_have_none():
    network = network_of(("a", "b"), ("b", "low"), ("low", "n"), listed=("y",))
    spots = use(network, low=(500.0, 780.0), y=(80.0, 860.0))

    assert not 810 < spots["n"][1] < 880
    assert ["No relation recorded (1)"] == [heading.text for heading in draw(network).headings]
