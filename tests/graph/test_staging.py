"""Tests of placing a picture that grows."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equigraph.graph.staging import Stage, first_stage, make_room, next_stage, with_pin
from equigraph.graph.stretches import edges_px

NAMES = [f"n{number}" for number in range(14)]
EDGES = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=20)


def network(layout: str, names: list[str], edges: list[tuple[str, str]], columns: int = 3) -> nx.MultiDiGraph[str]:
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph(layout=layout)
    for name in names:
        number = NAMES.index(name)
        made.add_node(name, label=f"Thing number {number}", column=number % columns, group="G" * (number % 2))
    made.add_edges_from((u, v, {"kind": "relation"}) for u, v in edges if u in made and v in made)
    return made


def overlaps(made: nx.MultiDiGraph[str]) -> list[tuple[str, str]]:
    boxes = {node: edges_px(data) for node, data in made.nodes(data=True)}
    return [
        (one, other)
        for one, (left, top, right, bottom) in boxes.items()
        for other, box in boxes.items()
        if one < other and left < box[2] and box[0] < right and top < box[3] and box[1] < bottom
    ]


@pytest.mark.parametrize("layout", ["layered", "organic"])
@settings(deadline=None, max_examples=60)
@given(edges=EDGES, first=st.integers(1, 8))
def test_what_stands_stays_and_nothing_overlaps(layout: str, edges: list[tuple[str, str]], first: int) -> None:
    before = first_stage(network(layout, NAMES[:first], edges), is_view=False)
    grown = network(layout, NAMES, edges)
    after = next_stage(grown, before)

    shifts = {(after.spots[n].x - spot.x, after.spots[n].y - spot.y) for n, spot in before.spots.items()}
    assert 1 == len(shifts)
    assert all(
        after.spots[n].width == spot.width and after.spots[n].height >= spot.height for n, spot in before.spots.items()
    )
    assert [] == overlaps(grown)
    for left, top, right, bottom in (edges_px(data) for _, data in grown.nodes(data=True)):
        assert left >= 0
        assert top >= 0
        assert right <= after.width
        assert bottom <= after.height
    assert after == next_stage(network(layout, NAMES, edges), before)


def test_a_new_column_stands_to_the_right_of_all() -> None:
    before = first_stage(network("layered", ["n0", "n1"], [("n0", "n1")]), is_view=True)
    after = next_stage(network("layered", ["n0", "n1", "n2"], [("n0", "n1"), ("n2", "n0")]), before)

    right = max(spot.x + spot.width / 2 for spot in before.spots.values())
    assert after.spots["n2"].x - after.spots["n2"].width / 2 >= right + 100
    assert after.spots["n0"].y == after.spots["n2"].y  # level with what it is connected to
    assert after.width > before.width


def test_a_box_with_more_lines_grows_where_there_is_room() -> None:
    before = first_stage(network("organic", ["n0", "n1"], [("n0", "n1")]), is_view=False)
    edges = [("n0", name) for name in NAMES[1:]] * 3
    after = next_stage(network("organic", NAMES, edges), before)

    assert after.spots["n0"].height > before.spots["n0"].height


def test_a_picture_of_few_things_has_room_around_it() -> None:
    plain = first_stage(network("organic", ["n0"], []), is_view=True)
    roomy = first_stage(network("organic", ["n0"], []), is_view=False)

    assert (1216.0, plain.height + 320) == (roomy.width, roomy.height)
    assert 608.0 == pytest.approx(roomy.spots["n0"].x, abs=600)
    assert roomy.spots["n0"].y == plain.spots["n0"].y + 160


def test_what_shares_nothing_with_before_is_laid_out_anew() -> None:
    before = first_stage(network("organic", ["n0"], []), is_view=False)

    assert first_stage(network("organic", ["n1"], []), is_view=False) == next_stage(
        network("organic", ["n1"], []), before
    )


def test_a_pin_moves_one_box_and_the_canvas_holds_it() -> None:
    made = network("organic", NAMES, [])
    before = first_stage(made, is_view=False)
    after = with_pin(made, before, "n3", (-50.0, 4000.0))
    aside = after.spots["n0"].x - before.spots["n0"].x

    assert (aside - 50.0, 4000.0) == (after.spots["n3"].x, after.spots["n3"].y)
    assert aside > 0
    assert after.height > 4000
    assert {(aside, 0.0)} == {
        (after.spots[n].x - before.spots[n].x, after.spots[n].y - before.spots[n].y) for n in NAMES if n != "n3"
    }


def test_room_is_made_from_above_downwards() -> None:
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph(height=500.0)
    for number, name in enumerate("abcd"):
        made.add_node(name, x=50.0, y=100.0 * number + 50, width=80.0, height=40.0)
    make_room(made, {"b": 20.0, "a": 10.0}, ["d"])

    assert [(55.0, 50.0), (170.0, 60.0), (280.0, 40.0), (350.0, 40.0)] == [
        (data["y"], data["height"]) for _, data in made.nodes(data=True)
    ]
    assert 530.0 == made.graph["height"]


def test_a_stage_dresses_a_network() -> None:
    made: Any = network("layered", ["n0"], [])
    Stage({"n0": first_stage(made, is_view=True).spots["n0"]}, 640.0, 480.0).dress(made)

    assert (640.0, 480.0) == (made.graph["width"], made.graph["height"])
