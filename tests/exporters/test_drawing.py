"""The geometry of pictures: every line and every node once, ports apart, glyphs legible, what speaks against on top."""

from __future__ import annotations

from itertools import combinations, pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equigraph.exporters.drawing import draw
from equigraph.exporters.lines import GLYPH_RADIUS_PX, line_width
from equigraph.exporters.palette import LINE_OPACITY
from equigraph.exporters.ports import ports
from equigraph.graph.layout import place

VERDICTS = ("positive", "mixed", "conflicting", "no effect found", "negative", "insufficient")


@st.composite
def networks(draw_value, layout=None):
    count = draw_value(st.integers(1, 16))
    network = nx.MultiDiGraph(layout=layout or draw_value(st.sampled_from(["layered", "organic"])))
    for number in range(count):
        network.add_node(
            f"n{number:02}", label=draw_value(st.text(max_size=60)), column=draw_value(st.integers(0, 3)), group="",
            kind=draw_value(st.sampled_from(["Practice", "EquityGoal", "Policy", "Unknown"])),
        )  # fmt: skip
    ends = st.integers(0, count - 1)
    for number, (start, end) in enumerate(draw_value(st.lists(st.tuples(ends, ends), max_size=60))):
        kind = draw_value(st.sampled_from(["evidence", "relation"]))
        network.add_edge(
            f"n{start:02}", f"n{end:02}", key=f"e{number}", kind=kind, label="links", claims=number % 20,
            verdict=VERDICTS[number % 6] if kind == "evidence" else "", source_count=number % 4,
            mapping=("stated", "inferred", "")[number % 3], general=number % 5 == 0,
        )  # fmt: skip
    for node, data in network.nodes(data=True):
        data["listed"] = network.degree(node) == 0
    return network


@pytest.fixture
def small():
    """One practice with four lines to two goals, and one goal that nothing reaches."""
    network = nx.MultiDiGraph(layout="layered", columns=["Practices", "Goals"], unlinked="No evidence in this graph")
    network.add_node("p", label="Tutoring", kind="Practice", column=0, group="Support", listed=False)
    network.add_node("q", label="Looping", kind="Practice", column=0, group="Support", listed=False)
    network.add_node("g", label="Achievement", kind="EquityGoal", column=1, group="", listed=False)
    network.add_node("h", label="Attendance", kind="EquityGoal", column=1, group="", listed=False)
    network.add_node("z", label="Belonging", kind="EquityGoal", column=1, group="", listed=True)
    lines = [("p", "g", "conflicting", 4, 2), ("p", "h", "no effect found", 1, 1), ("q", "g", "positive", 9, 3)]
    for start, end, verdict, claims, sources in lines:
        network.add_edge(start, end, key="e", kind="evidence", label="advances", verdict=verdict, claims=claims,
                         source_count=sources, strength=f"{verdict}, {sources} sources")  # fmt: skip
    network.add_edge("q", "g", key="all", kind="evidence", label="advances", verdict="mixed", claims=2, source_count=1,
                     general=True, scope_label="not specific to the group")  # fmt: skip
    network.add_edge("q", "h", key="r", kind="relation", label="supports", verdict="", mapping="inferred")
    return network


@settings(deadline=None, max_examples=50)
@given(networks())
def test_every_node_and_every_line_is_drawn_exactly_once(network):
    drawing = draw(network)

    assert list(network) == [box.node for box in drawing.boxes]
    assert sorted(network.edges(keys=True)) == sorted((curve.u, curve.v, curve.key) for curve in drawing.curves)
    assert [f"n{i}" for i in range(len(network))] == [box.id for box in drawing.boxes]
    index = {edge: f"e{i}" for i, edge in enumerate(network.edges(keys=True))}
    assert all(index[curve.u, curve.v, curve.key] == curve.id for curve in drawing.curves)


@settings(deadline=None, max_examples=80)
@given(networks())
def test_every_line_has_its_own_two_ports_at_least_five_px_apart(network):
    place(network)
    ends = [(edge[0], pair[0]) for edge, pair in ports(network).items()]
    ends += [(edge[1], pair[1]) for edge, pair in ports(network).items()]

    for (node, port), (other_node, other) in combinations(ends, 2):
        if node == other_node:
            assert (port.x - other.x) ** 2 + (port.y - other.y) ** 2 >= 25


@pytest.mark.parametrize("layout", ["layered", "organic"])
def test_the_ports_of_a_hub_stay_apart(layout):
    network = nx.MultiDiGraph(layout=layout)
    network.add_node("hub", label="Hub", column=1)
    for number in range(70):
        network.add_node(f"n{number:02}", label=f"Leaf {number}", column=number % 2 * 2)
        network.add_edge(f"n{number:02}", "hub", key="e", kind="relation")
    place(network)
    ends = [pair[1] for pair in ports(network).values()]

    assert all((a.x - b.x) ** 2 + (a.y - b.y) ** 2 >= 25 for a, b in combinations(ends, 2))


@settings(deadline=None, max_examples=50)
@given(networks())
def test_ports_lie_on_the_outline_of_their_box(network):
    place(network)

    for edge, pair in ports(network).items():
        for node, port in zip(edge[:2], pair, strict=True):
            data = network.nodes[node]
            across = abs(port.x - data["x"]) - data["width"] / 2
            down = abs(port.y - data["y"]) - data["height"] / 2
            assert across <= 0.11
            assert down <= 0.11
            assert max(across, down) >= -0.11


@settings(deadline=None, max_examples=50)
@given(networks("layered"))
def test_glyphs_do_not_overlap_each_other_nor_a_box(network):
    drawing = draw(network)
    glyphs = [(curve.glyph_x, curve.glyph_y) for curve in drawing.curves if curve.glyph]

    for (x, y), (other_x, other_y) in combinations(glyphs, 2):
        assert abs(x - other_x) > 25 or abs(y - other_y) >= 2 * GLYPH_RADIUS_PX
    for x, y in glyphs:
        for box in drawing.boxes:
            assert abs(x - box.x) > box.width / 2 or abs(y - box.y) > box.height / 2


@settings(deadline=None, max_examples=30)
@given(networks())
def test_what_speaks_against_is_drawn_last(network):
    drawn = [curve for curve in draw(network).curves if not curve.general]
    kinds = ["relation" if curve.kind != "evidence" else curve.verdict for curve in drawn]
    against = [kind in ("no effect found", "negative", "conflicting") for kind in kinds]

    assert sorted(against) == against
    assert sorted(kind != "relation" for kind in kinds) == [kind != "relation" for kind in kinds]


@settings(deadline=None, max_examples=30)
@given(networks())
def test_the_same_picture_twice_and_the_network_untouched(network):
    before = nx.node_link_data(network, edges="edges")
    first = draw(network)

    assert first == draw(network)
    assert before == nx.node_link_data(network, edges="edges")


def test_an_untouched_network_is_laid_out_on_a_copy(small):
    draw(small)

    assert "x" not in small.nodes["p"]


@pytest.mark.parametrize(
    ("claims", "sources", "width"),
    [(1, 1, 1.2), (12, 1, 1.2), (2, 2, 1.84), (4, 2, 2.6), (9, 3, 3.9), (10, 3, 4.0), (1000, 50, 4.0), (0, 0, 1.2)],
    ids=["one", "one source", "two", "four", "nine", "cap", "far over", "none"],
)
def test_width_is_the_square_root_of_claims_and_thin_for_one_source(claims, sources, width):
    assert width == line_width(claims, sources)


def test_looks_say_the_verdict(small):
    curves = {(curve.u, curve.v, curve.key): curve for curve in draw(small).curves}

    conflicting, null = curves["p", "g", "e"], curves["p", "h", "e"]
    assert ("conflicting", "+/-", 2.6) == (conflicting.colour, conflicting.glyph, conflicting.width)
    assert ("no-effect", "0", True) == (null.colour, null.glyph, null.single_source)
    assert () == curves["q", "g", "e"].dash
    assert conflicting.dash != null.dash != ()
    assert "Tutoring and Attendance: no effect found, 1 sources (1 claim)" == null.text


def test_relations_have_an_arrowhead_and_inferred_ones_are_dashed_and_worded(small):
    relation = next(curve for curve in draw(small).curves if curve.kind == "relation")

    assert 3 == len(relation.arrow)
    assert "" == relation.glyph
    assert relation.dash
    assert "supports (inferred)" == relation.label
    assert "Looping: supports, our reading (inferred): Attendance" == relation.text


def test_lines_about_all_students_look_apart_and_are_not_counted(small):
    drawing = draw(small)
    general = next(curve for curve in drawing.curves if curve.general)
    goal = next(box for box in drawing.boxes if box.node == "g")

    assert general.opacity < LINE_OPACITY
    assert "not specific to the group" in general.text
    assert {"positive": 1, "conflicting": 1} == {bar.verdict: bar.count for bar in goal.bars}
    assert "1 line about all students, not specific" in goal.text
    assert any(item.general for item in drawing.legend)


def test_a_goal_says_its_verdicts_in_words_and_bars(small):
    goal = next(box for box in draw(small).boxes if box.node == "g")

    assert "Achievement. 2 practices: 1 positive, 1 conflicting" == goal.text.split(". 1 line")[0]
    assert all(bar.y >= goal.y - goal.height / 2 for bar in goal.bars)
    assert all(bar.y + bar.height <= goal.y + goal.height / 2 for bar in goal.bars)
    assert all(bar.x + bar.width <= goal.x + goal.width / 2 for bar in goal.bars)


def test_all_six_verdicts_fit_their_box():
    network = nx.MultiDiGraph(layout="layered")
    network.add_node("g", label="Goal", kind="EquityGoal", column=1)
    for number, verdict in enumerate(VERDICTS):
        network.add_node(f"p{number}", label="P", kind="Practice", column=0)
        network.add_edge(f"p{number}", "g", key="e", kind="evidence", verdict=verdict)
    goal = next(box for box in draw(network).boxes if box.node == "g")

    assert 6 == len(goal.bars)
    assert 5 == len({bar.x for bar in goal.bars})  # mixed and conflicting share a place
    signs = sorted((bar.glyph_x, bar.glyph) for bar in goal.bars)
    for (x, glyph), (other_x, other) in pairwise(signs):
        half = [11.1 if sign == "+/-" else GLYPH_RADIUS_PX for sign in (glyph, other)]
        assert other_x - x >= sum(half)
    assert max(x for x, _ in signs) < goal.x + goal.width / 2


def test_headings_say_columns_groups_and_gaps(small):
    texts = [(heading.text, heading.level) for heading in draw(small).headings]

    assert [
        ("Practices", 1),
        ("Goals", 1),
        ("supports", 3),
        ("Support", 2),
        ("No evidence in this graph (1)", 2),
    ] == texts


def test_the_network_chooses_the_words_for_nodes_without_a_line(small):
    small.graph["unlinked"] = "Nothing recorded"
    assert "Nothing recorded (1)" in [heading.text for heading in draw(small).headings]
    del small.graph["unlinked"]
    assert "No line (1)" in [heading.text for heading in draw(small).headings]


def test_a_long_heading_is_cut_but_its_number_stays(small):
    small.graph["unlinked"] = "No evidence that fits any of these many choices"
    (shown,) = [heading.text for heading in draw(small).headings if heading.text.startswith("No evidence")]

    assert shown.endswith("… (1)")


def test_the_legend_says_only_what_occurs(small):
    items = draw(small).legend

    assert {"+", "~", "+/-", "0", ""} == {item.glyph for item in items}
    assert "A line says what studies found, not an endorsement." == items[0].text
    assert any("one source" in item.text for item in items)
    assert any("inferred" in item.text for item in items)


def test_lines_within_a_column_go_round_it():
    network = nx.MultiDiGraph(layout="layered")
    for name in "abc":
        network.add_node(name, label=name, column=0)
    network.add_edge("a", "c", key="e", kind="relation")
    network.add_edge("b", "b", key="self", kind="relation")
    drawing = draw(network)
    right = max(box.x + box.width / 2 for box in drawing.boxes)

    assert all(curve.c1x > right and curve.c2x > right for curve in drawing.curves)
    assert drawing.width > right + 60


def test_organic_lines_bend_round_boxes_in_their_way():
    network = nx.MultiDiGraph(layout="organic", width=600.0, height=200.0)
    for name, x in (("a", 60.0), ("b", 300.0), ("c", 540.0)):
        network.add_node(name, label=name, x=x, y=100.0, width=60.0, height=30.0)
    network.add_edge("a", "c", key="e", kind="relation", label="funds")
    curve = draw(network).curves[0]
    middle = (curve.y1 + 3 * curve.c1y + 3 * curve.c2y + curve.y2) / 8

    assert abs(middle - 100) > 15
    assert curve.label_drawn


def test_words_beside_lines_cover_no_box_and_no_other_words():
    network = nx.MultiDiGraph(layout="organic")
    for number in range(30):
        network.add_node(f"n{number:02}", label=f"Organization {number}")
    for number in range(1, 30):
        network.add_edge(f"n{number:02}", f"n{number // 3:02}", key="e", kind="relation", label="partners with")
    drawing = draw(network)
    words = [(curve.label_x, curve.label_y) for curve in drawing.curves if curve.label_drawn]

    assert len(words) > 15
    for (x, y), (other_x, other_y) in combinations(words, 2):
        assert abs(x - other_x) > 60 or abs(y - other_y) >= 15
    for x, y in words:
        assert not any(abs(x - b.x) < b.width / 2 + 30 and abs(y - b.y) < b.height / 2 + 7 for b in drawing.boxes)


def test_an_empty_network_draws_nothing():
    drawing = draw(nx.MultiDiGraph())

    assert ((), (), (), ()) == (drawing.boxes, drawing.curves, drawing.headings, drawing.legend)


def test_beside_a_line_of_evidence_stands_its_verdict(small):
    words = {curve.verdict: curve.label for curve in draw(small).curves if curve.kind == "evidence"}

    assert {one: one for one in ("conflicting", "no effect found", "positive", "mixed")} == words
