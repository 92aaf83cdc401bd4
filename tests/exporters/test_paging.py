"""Dividing a network onto sheets loses nothing, and cutting it says how much it left out."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equigraph.exporters.brief_frame import source_lines
from equigraph.exporters.drawing import draw
from equigraph.exporters.frame import frame_of
from equigraph.exporters.paging import AGAIN, cut_to, divide
from equigraph.exporters.sheets import SHEETS, Sheet
from equigraph.graph.kinds import count_words
from equigraph.graph.knowledge_graph import KnowledgeGraph

PRACTICES = [f"p{number}" for number in range(14)]
GOALS = [f"g{number}" for number in range(5)]
VERDICTS = ["positive", "mixed", "no effect found", "negative", "conflicting", "insufficient"]


def make(lines: list[tuple[str, str]], layout: str = "layered", label: str = "") -> nx.MultiDiGraph:
    network = nx.MultiDiGraph(
        title="How they connect", layout=layout, columns=["Practices", "Goals"], summary=["A sentence."], by="",
        dataset="A graph", data_version="1", data_date="2026-11-24", licence="CC BY 4.0", notes=[], unlinked="No evidence",
    )  # fmt: skip
    for kind, column, names in (("Practice", 0, PRACTICES), ("EquityGoal", 1, GOALS)):
        for name in names:
            network.add_node(
                name, iri=name, label=f"{label or kind} {name}", kind=kind, column=column, group="", listed=False,
                focus=False, more=0, note="", members=0, unlinked=0,
            )  # fmt: skip
    for index, (start, end) in enumerate(lines):
        verdict = VERDICTS[index % len(VERDICTS)]
        network.add_edge(
            start, end, f"e{index}", kind="evidence", label="advances", verdict=verdict, claims=1 + index % 4, general=False,
            source_count=1 + index % 3, judging_count=1, mapping="stated", verdicts={}, relations={}, lines=0, inferred=0,
            grade={"judging": 1}, statements=[], strength=verdict,
        )  # fmt: skip
    return network


def edges_of(part: nx.MultiDiGraph) -> list[tuple[str, str, str]]:
    return [(u.removesuffix(AGAIN), v.removesuffix(AGAIN), key) for u, v, key in part.edges(keys=True)]


def check(network: nx.MultiDiGraph, parts: tuple[nx.MultiDiGraph, ...], sheet: Sheet) -> None:
    """Every line is in one part, every thing in one at least, every part fits and has a title of its own."""
    assert Counter(list(network.edges(keys=True))) == Counter(edge for part in parts for edge in edges_of(part))
    assert set(network) == {node.removesuffix(AGAIN) for part in parts for node in part}
    assert len(parts) == len({part.graph["title"] for part in parts})
    for part in parts:
        drawing = draw(part)
        alone = part.number_of_edges() <= 1 and len(part) <= 2  # one line is never divided
        assert alone or frame_of(part, drawing, "light", sheet=sheet).height <= sheet.height
        assert drawing.width <= sheet.width
        for one, other in combinations(drawing.boxes, 2):
            apart_x = abs(one.x - other.x) >= (one.width + other.width) / 2
            assert apart_x or abs(one.y - other.y) >= (one.height + other.height) / 2


@pytest.mark.parametrize("name", ["slide", "page"])
@pytest.mark.parametrize(
    ("view", "chosen"),
    [
        ("practices-to-goals", {}),
        ("organizations", {}),
        ("policies", {"state": "colorado"}),
        ("commitments", {}),
        ("practice", {"practice": "high-dosage-tutoring"}),
        ("practices-to-goals", {"group": "english-learners"}),
        ("policies", {"by": "category"}),
    ],
)
def test_nothing_is_lost_in_the_division(
    name: str, view: str, chosen: dict[str, str], bundled_graph: KnowledgeGraph
) -> None:
    network = bundled_graph.view(view, **chosen)

    check(network, divide(network, SHEETS[name]), SHEETS[name])


@given(
    st.lists(st.tuples(st.sampled_from(PRACTICES), st.sampled_from(GOALS)), max_size=24),
    st.sampled_from(["layered", "organic"]),
    st.text(max_size=60),
)
@settings(max_examples=15, deadline=None)
def test_nothing_is_lost_of_any_network(lines: list[tuple[str, str]], layout: str, label: str) -> None:
    network = make(lines, layout, label)

    check(network, divide(network, SHEETS["slide"]), SHEETS["slide"])


def test_lines_on_other_pages_are_counted() -> None:
    network = make([(practice, "g0") for practice in PRACTICES])

    parts = [part for part in divide(network, SHEETS["slide"]) if part.number_of_edges()]

    assert len(parts) > 1
    for part in parts:
        elsewhere = len(PRACTICES) - part.number_of_edges()
        assert f"{elsewhere} more lines on other pages" == part.nodes["g0"]["note"]
    assert [f"How they connect: EquityGoal g0 ({n} of {len(parts)})" for n in range(1, len(parts) + 1)] == [
        part.graph["title"] for part in parts
    ]


def test_most_supported_lines_of_a_thing_come_first() -> None:
    network = make([(practice, "g0") for practice in PRACTICES])

    parts = [part for part in divide(network, SHEETS["slide"]) if part.number_of_edges()]
    claims = [sorted((data["claims"] for *_, data in part.edges(data=True)), reverse=True) for part in parts]

    assert sorted((number for some in claims for number in some), reverse=True) == [n for some in claims for n in some]


def test_a_part_counts_its_own_lines() -> None:
    network = make([("p0", "g0"), ("p1", "g0"), *((p, "g1") for p in PRACTICES)])

    for part in divide(network, SHEETS["slide"]):
        if part.number_of_edges():
            lines = part.number_of_edges()
            assert f"connected by {lines} line" in part.graph["summary"][0]


@pytest.mark.parametrize("view", ["practices-to-goals", "policies"])
def test_a_part_of_groups_counts_its_own_lines(view: str, bundled_graph: KnowledgeGraph) -> None:
    network = bundled_graph.view(view, by="category")
    parts = [part for part in divide(network, SHEETS["slide"]) if part.number_of_edges()]

    assert len(parts) > 1
    for part in parts:
        beneath = sum(data["lines"] or 1 for *_, data in part.edges(data=True))
        things = sum(max(1, data["members"]) for _, data in part.nodes(data=True))
        assert part.graph["summary"][0].startswith(f"{count_words(things, 'thing').capitalize()} ")
        assert part.graph["summary"][1].startswith(
            (f"{count_words(beneath, 'line').capitalize()} of", f"{count_words(beneath, 'link').capitalize()}:")
        )


def test_what_fits_is_one_part_with_its_own_words(tiny_graph: KnowledgeGraph) -> None:
    network = tiny_graph.view("practices-to-goals", practice="tutoring")
    (part,) = divide(network, SHEETS["poster"])

    assert part is network


@pytest.mark.parametrize("name", ["slide", "page"])
@pytest.mark.parametrize("view", ["practices-to-goals", "organizations", "policies"])
def test_a_cut_says_how_much_it_shows(name: str, view: str, bundled_graph: KnowledgeGraph) -> None:
    network = bundled_graph.view(view)
    part = cut_to(network, SHEETS[name])
    shown, total = part.number_of_edges(), network.number_of_edges()

    assert 0 < shown
    assert total > shown
    assert part.graph["summary"][0].startswith(f"{shown} of {total} lines shown, ")
    assert part.graph["notes"][0] == part.graph["summary"][0]
    assert (len(part), len(network)) == (part.graph["shown"], part.graph["total"])
    assert frame_of(part, draw(part), "light", sheet=SHEETS[name]).height <= SHEETS[name].height


def test_a_cut_keeps_the_lines_with_the_most_claims(bundled_graph: KnowledgeGraph) -> None:
    network = bundled_graph.view("practices-to-goals")
    part = cut_to(network, SHEETS["slide"])
    kept = sorted((data["claims"] for *_, data in part.edges(data=True)), reverse=True)
    every = sorted((data["claims"] for *_, data in network.edges(data=True)), reverse=True)

    assert every[: len(kept)] == kept


def test_a_cut_says_what_it_leaves_out(bundled_graph: KnowledgeGraph) -> None:
    network = bundled_graph.view("practices-to-goals")
    part = cut_to(network, SHEETS["page"])
    every = Counter(data["verdict"] for *_, data in network.edges(data=True))
    shown = Counter(data["verdict"] for *_, data in part.edges(data=True))
    goal = next(node for node in part if node.endswith("academic-achievement"))

    assert part.graph["summary"][1].startswith("Evidence not shown: ")
    for verdict, count in (every - shown).items():
        assert f"{count} {verdict}" in part.graph["summary"][1]
    assert network.in_degree(goal) == part.in_degree(goal) + part.nodes[goal]["more"]
    assert not any("Shown here: everything" in line for line in source_lines(part))


def test_a_cut_says_apart_what_is_about_all_students(bundled_graph: KnowledgeGraph) -> None:
    network = bundled_graph.view("practices-to-goals", group="english-learners")
    part = cut_to(network, SHEETS["slide"])
    general = [sum(data["general"] for *_, data in one.edges(data=True)) for one in (network, part)]

    assert part.graph["summary"][1].endswith(f", {general[0] - general[1]} lines about all students.")


def test_things_without_a_line_are_listed_on_sheets_of_their_own() -> None:
    network = make([])
    for data in network.nodes.values():
        data["listed"] = True
    for number in range(200):
        network.add_node(f"x{number}", iri=f"x{number}", label=f"Another thing {number}", kind="Practice", listed=True,
                         focus=False, more=0, note="", members=0, unlinked=0)  # fmt: skip

    parts = divide(network, SHEETS["slide"])

    assert len(parts) > 1
    assert set(network) == {node for part in parts for node in part}
    assert all(part.graph["title"].startswith("How they connect: No evidence (") for part in parts)
    assert cut_to(network, SHEETS["slide"]).graph["title"] == parts[0].graph["title"]


@pytest.mark.parametrize("looks", [{}, {"layout": "organic", "height": math.inf}], ids=["layered", "to be divided"])
def test_an_empty_network_is_one_part(looks: dict[str, Any]) -> None:
    (part,) = divide(nx.MultiDiGraph(title="Nothing", summary=["Nothing fits."], **looks), SHEETS["slide"])

    assert (0, "Nothing") == (len(part), part.graph["title"])


def test_a_line_from_a_thing_to_itself_and_one_back_are_kept() -> None:
    network = make([("p0", "p0"), ("p0", "p1"), ("p1", "p0"), *((p, "p2") for p in PRACTICES)], "organic")

    check(network, divide(network, SHEETS["slide"]), SHEETS["slide"])


def test_a_cut_that_holds_every_line_says_what_it_leaves_out(bundled_graph: KnowledgeGraph) -> None:
    part = cut_to(bundled_graph.view("practices-to-goals", goal="student-agency"), SHEETS["slide"])

    assert "All 3 lines shown; 61 things without a line left out." == part.graph["summary"][0]


def test_what_changed_comes_before_what_did_not() -> None:
    network = make([(practice, goal) for practice in PRACTICES for goal in GOALS])
    changed = [edge for edge in network.edges(keys=True) if edge[1] == "g3"][:4]
    for edge in changed:
        network.edges[edge]["change"] = "removed"

    part = cut_to(network, SHEETS["slide"])

    assert set(changed) <= set(part.edges(keys=True))
    assert part.graph["summary"][0].endswith("of 70 lines shown, what changed before what did not.")
    assert not any("not shown" in sentence for sentence in part.graph["summary"])


def test_a_network_made_by_hand_may_lack_what_no_picture_needs() -> None:
    network = nx.MultiDiGraph(title="By hand", layout="layered")
    for number in range(60):
        network.add_edge(f"a{number}", f"b{number % 7}", key="e")

    check(network, divide(network, SHEETS["slide"]), SHEETS["slide"])
    assert (
        cut_to(network, SHEETS["slide"])
        .graph["summary"][0]
        .startswith("7 of 60 lines shown, of “e”, the best connected.")
    )
