"""Tests of the picture of a selection: what is drawn, where it stands, and what is said of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import servers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equigraph.errors import EntityNotFoundError, ParameterError, UnknownNameError
from equigraph.graph.frozen import freeze
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import Network, project
from equigraph.graph.part import part_of
from equigraph.graph.rows import ADVANCES, Rows
from equigraph.graph.selecting import Selected, neighbors, select
from equigraph.graph.selection import Selection
from equigraph.graph.selection_step import MOST_THINGS, Step, write_iri
from equigraph.ontology.prefixes import PREFIXES, expand

PLANS = expand("practice:personalized-learning-plans")
LOOPING = expand("practice:looping")
ACHIEVEMENT = expand("goal:academic-achievement")
ACT = expand("policy:vt-act-77")
GOALS = [("view", "practices-to-goals")]
Pairs = Sequence[tuple[str, str]]
STARTED: dict[Any, Selected] = {}


def picture(graph: KnowledgeGraph, pairs: Pairs, known: Selected | None = None) -> Selected:
    """The picture of an address; where it starts is laid out once, for that is what takes long."""
    selection = Selection.read(pairs)
    start = id(graph), selection.start, selection.layout
    known = known or STARTED.get(start)
    found = select(graph, selection, known)
    STARTED.setdefault(start, found)
    return found


def written(network: Network) -> str:
    return json.dumps(freeze(network), ensure_ascii=False)


def places(network: Network) -> dict[str, tuple[float, float]]:
    return {iri: (node["x"], node["y"]) for iri, node in network.nodes(data=True)}


def moved(before: Network, after: Network) -> set[tuple[float, float]]:
    """By how much the things of both moved."""
    now = places(after)
    return {(now[iri][0] - x, now[iri][1] - y) for iri, (x, y) in places(before).items() if iri in now}


def lines(network: Network) -> set[tuple[str, str, str]]:
    return set(network.edges(keys=True))


# --- where it starts ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pairs", "chosen"),
    [
        (GOALS, {}),
        (
            [*GOALS, ("group", "english-learners"), ("no-inferred", "on")],
            {"group": "english-learners", "no_inferred": True},
        ),
        ([*GOALS, ("exact", "false"), ("max-nodes", "30")], {"max_nodes": 30}),
        ([*GOALS, ("by", "category")], {"by": "category"}),
        ([("view", "organizations")], {}),
        ([("view", "organizations"), ("by", "community")], {"by": "community"}),
        ([("view", "policies"), ("state", "vermont"), ("state", "alaska")], {"state": ["vermont", "alaska"]}),
        ([("view", "practice"), ("practice", "looping")], {"practice": "looping"}),
        (
            [("view", "neighborhood"), ("entity", "english-learners"), ("max-nodes", "5")],
            {"entity": "english-learners", "max_nodes": 5},
        ),
    ],
    ids=lambda value: "" if isinstance(value, dict) else " ".join("=".join(pair) for pair in value),
)
def test_a_plain_view_is_that_view_to_the_byte(bundled_graph: KnowledgeGraph, pairs: Pairs, chosen: Any) -> None:
    view = dict(pairs)["view"]

    assert written(bundled_graph.view(view, **chosen)) == written(picture(bundled_graph, pairs).network)


def test_some_things_are_drawn_with_the_lines_between_them(bundled_graph: KnowledgeGraph) -> None:
    found = picture(
        bundled_graph,
        [("thing", "practice:looping"), ("thing", "goal:academic-achievement"), ("thing", "source:r-nickow-2020")],
    )
    graph = found.network.graph

    assert {(LOOPING, ACHIEVEMENT, ADVANCES)} == lines(found.network)
    assert "Looping, Academic achievement and 1 more" == graph["title"]
    assert ("", "", "organic") == (graph["view"], graph["question"], graph["layout"])
    assert "Asked for: the things that were chosen one by one, and the lines between them." == graph["scope"]
    assert (3, 3, 0) == (graph["shown"], graph["total"], found.hidden)


def test_an_answer_is_drawn_by_its_claims_with_whole_lines(bundled_graph: KnowledgeGraph) -> None:
    """What speaks against it is in the rows; the verdict of a line is that of all its claims."""
    found = picture(bundled_graph, [("question", "evidence-against"), ("practice", "looping")])
    answer = bundled_graph.question("evidence-against", practice="looping")
    view = bundled_graph.view("practices-to-goals", practice="looping", direction=["negative", "null", "mixed"])

    claims = {row[answer.variables.index("claim")].value for row in answer.rows}
    drawn = {(u, v): (data["verdict"], data["statements"]) for u, v, data in found.network.edges(data=True)}
    assert {(u, v): (data["verdict"], data["statements"]) for u, v, data in view.edges(data=True)} == drawn
    assert all(claims & set(statements) for _, statements in drawn.values())
    assert {"all claims, not only those in the answer"} == {
        edge["scope_label"] for *_, edge in found.network.edges(data=True)
    }
    assert found.network.graph["title"].startswith("What speaks against it (practice: Looping)")


def test_an_answer_is_drawn_by_its_names(bundled_graph: KnowledgeGraph) -> None:
    found = picture(bundled_graph, [("question", "practices-for-goal"), ("goal", "attendance-and-engagement")])
    answer = bundled_graph.question("practices-for-goal", goal="attendance-and-engagement")

    assert {row[0].value for row in answer.rows} == {
        node["label"] for _, node in found.network.nodes(data=True) if node["kind"] == "Practice"
    }
    assert {"EquityGoal", "Practice"} == {node["kind"] for _, node in found.network.nodes(data=True)}


def test_an_answer_without_things_says_so(tiny_graph: KnowledgeGraph) -> None:
    found = picture(tiny_graph, [("question", "funding")])

    assert ["Nothing in this graph fits these choices."] == found.network.graph["summary"]
    assert [
        "The answer names nothing that can be drawn; that says nothing about what it holds."
    ] == found.network.graph["notes"]


@pytest.mark.parametrize(
    ("pairs", "error", "message"),
    [
        ([], ParameterError, "nothing is chosen to draw; accepted: a view, a question or some things"),
        ([("view", "practices-to-gaols")], UnknownNameError, 'did you mean "practices-to-goals"'),
        ([("question", "who-dose")], UnknownNameError, 'did you mean "who-does"'),
        ([("thing", "practice:none")], EntityNotFoundError, "practice/none"),
        ([*GOALS, ("do", "add~practice:none")], EntityNotFoundError, "practice/none"),
        ([*GOALS, ("max-nodes", "1001")], ParameterError, 'max-nodes is "1001"; accepted: at most 1,000 things'),
        ([*GOALS, ("colour", "red")], ParameterError, 'practices-to-goals has no parameter "colour"'),
    ],
)
def test_what_cannot_be_drawn_is_said(
    bundled_graph: KnowledgeGraph, pairs: Pairs, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message.replace("(", r"\(")):
        picture(bundled_graph, pairs)


# --- adding ---------------------------------------------------------------------------------


def test_an_expansion_adds_what_has_most_lines_to_the_picture(bundled_graph: KnowledgeGraph) -> None:
    before = picture(bundled_graph, GOALS)
    after = picture(bundled_graph, [*GOALS, ("do", "expand~practice:personalized-learning-plans~Policy~3")])
    whole = picture(bundled_graph, [*GOALS, ("do", "expand~practice:personalized-learning-plans~Policy")])
    new = set(after.network) - set(before.network)

    assert {"Policy"} == {after.network.nodes[iri]["kind"] for iri in new}
    assert ["Personalized learning plans: 3 of 8 policies shown."] == [one.words for one in after.expanded]
    assert (PLANS, "Policy", 3, 8) == (
        after.expanded[0].thing,
        after.expanded[0].kind,
        after.expanded[0].shown,
        after.expanded[0].total,
    )
    ties = {iri: whole.network.degree(iri) for iri in set(whole.network) - set(before.network)}
    assert min(ties[iri] for iri in new) >= max(ties[iri] for iri in ties if iri not in new) - 2  # lines among new ones
    assert {(0.0, 0.0)} == moved(before.network, after.network)
    assert lines(before.network) < lines(after.network)
    assert after.network.graph["notes"] == ["Personalized learning plans: 3 of 8 policies shown."]
    assert ["Practices", "Equity goals", ""] == after.network.graph["columns"]
    assert 2 == after.network.nodes[next(iter(new))]["column"]


def test_what_is_there_gets_the_line_that_the_view_did_not_ask_for(bundled_graph: KnowledgeGraph) -> None:
    before = picture(bundled_graph, GOALS)
    after = picture(bundled_graph, [*GOALS, ("do", "expand~practice:personalized-learning-plans~Practice")])

    assert set(before.network) == set(after.network)
    assert {PLANS} == {end for line in lines(after.network) - lines(before.network) for end in line[:2] if end == PLANS}
    assert ["Personalized learning plans: all 3 practices shown."] == [one.words for one in after.expanded]


def test_new_lines_of_a_narrow_picture_say_that_they_hold_all_claims(bundled_graph: KnowledgeGraph) -> None:
    pairs = [*GOALS, ("group", "english-learners"), ("category", "assessment"), ("do", "add~practice:looping")]
    found = picture(bundled_graph, pairs)
    labels = {edge["scope_label"] for u, _, edge in found.network.edges(data=True) if u == LOOPING}

    assert {"all claims, not only those chosen at the start"} == labels
    assert "Lines that were added count all claims, not only those chosen at the start." in found.network.graph["notes"]
    # What the view left out by choice is not brought in by looking around.
    again = picture(
        bundled_graph, [*GOALS, ("group", "english-learners"), ("do", "expand~practice:looping~EquityGoal")]
    )
    assert lines(picture(bundled_graph, [*GOALS, ("group", "english-learners")]).network) == lines(again.network)


def test_a_path_is_added_with_the_lines_on_it(bundled_graph: KnowledgeGraph) -> None:
    found = picture(bundled_graph, [("thing", "practice:looping"), ("do", "path~practice:looping~policy:vt-act-77")])

    assert {LOOPING, ACT} < set(found.network)
    assert [
        "Between Looping and Act 77 (Flexible Pathways Initiative): 10 of 37 shortest paths, of 4 steps."
    ] == found.network.graph["notes"]


def test_no_path_is_said(tiny_graph: KnowledgeGraph) -> None:
    pairs = [("thing", "goal:stability"), ("do", "path~goal:stability~practice:looping")]

    assert ["No path of at most 4 steps between Educational stability and Looping was found."] == (
        picture(tiny_graph, pairs).network.graph["notes"]
    )


def test_steps_of_a_walk_go_on(bundled_graph: KnowledgeGraph) -> None:
    pairs = [("view", "neighborhood"), ("entity", "looping")]
    before = picture(bundled_graph, pairs)
    after = picture(
        bundled_graph,
        [*pairs, ("do", "expand~goal:academic-achievement~Practice~5"), ("do", "add~goal:equity-vision-and-targets")],
    )
    new = set(after.network) - set(before.network)

    assert {2} == {after.network.nodes[iri]["column"] for iri in new if after.network.nodes[iri]["kind"] == "Practice"}
    assert ["Start", "1 step away", "2 steps away"] == after.network.graph["columns"]
    assert {(0.0, 0.0)} == moved(before.network, after.network)


def star(tmp_path: Path, rays: int) -> KnowledgeGraph:
    """A hub of somebody's own graph."""
    path = tmp_path / "star.nt"
    path.write_text(
        "".join(f"<http://x.org/hub> <http://x.org/to> <http://x.org/r{n:04}> .\n" for n in range(rays)), "utf-8"
    )
    return KnowledgeGraph.open(str(path))


@pytest.mark.slow
def test_a_picture_has_room_for_a_thousand_things(tmp_path: Path) -> None:
    with star(tmp_path, 1100) as graph:
        pairs = [("thing", "http://x.org/hub"), ("do", "expand~http://x.org/hub~~60")]
        some = picture(graph, pairs)
        full = picture(graph, [*pairs, ("do", "expand~http://x.org/hub~~1000")], some)

        first = "The best of the first 200 neighbors of hub were added, of 1,100."
        assert ["hub: 60 of 1,100 things shown.", first] == some.network.graph["notes"]
        assert MOST_THINGS == len(full.network)
        assert "A picture holds at most 1,000 things; 939 of 1,000 were added." in full.network.graph["notes"]
        assert "hub: 999 of 1,100 things shown." in full.network.graph["notes"]
        with pytest.raises(ParameterError, match="the picture would hold 1,001 things; accepted: at most 1,000"):
            select(graph, full.selection.with_step(Step("add", ("http://x.org/r1099",))), full)


# --- taking out, and pinning ----------------------------------------------------------------


def test_collapsing_takes_out_what_hangs_on_one_thing(bundled_graph: KnowledgeGraph) -> None:
    start = [("view", "practice"), ("practice", "personalized-learning-plans")]
    grown = [*start, ("do", "expand~policy:vt-act-77")]
    before, after = picture(bundled_graph, start), picture(bundled_graph, grown)
    collapsed = picture(bundled_graph, [*grown, ("do", "collapse~policy:vt-act-77")])
    again = picture(bundled_graph, [*grown, ("do", "collapse~policy:vt-act-77"), ("do", "expand~policy:vt-act-77")])

    assert len(before.network) < len(after.network)
    gone = set(after.network) - set(collapsed.network)
    assert gone
    assert {ACT} == {
        other for iri in gone for line in after.network.edges for other in line[:2] if iri in line[:2]
    } - gone
    assert len(gone) == collapsed.hidden
    assert {(0.0, 0.0)} == moved(collapsed.network, after.network)
    assert places(after.network) == places(again.network)
    assert f"{len(gone)} things of this picture are not drawn." in collapsed.network.graph["notes"]


def test_what_is_pinned_or_asked_about_stays(bundled_graph: KnowledgeGraph) -> None:
    start = [("thing", "policy:vt-act-77"), ("thing", "practice:looping"), ("do", "expand~policy:vt-act-77")]
    collapse = ("do", "collapse~policy:vt-act-77")
    gone = min(set(picture(bundled_graph, start).network) - set(picture(bundled_graph, [*start, collapse]).network))
    pinned = [*start, ("do", f"pin~{write_iri(gone)}")]
    asked = [("view", "practice"), ("practice", "looping"), ("keep.verdict", "negative")]

    assert gone in picture(bundled_graph, [*pinned, collapse]).network
    assert {gone} == set(picture(bundled_graph, [*pinned, ("keep.verdict", "insufficient")]).network)
    assert gone in picture(bundled_graph, [*pinned, ("focus", "practice:looping"), ("degrees", "1")]).network
    assert gone not in picture(bundled_graph, [*pinned, ("do", f"hide~{write_iri(gone)}")]).network
    assert {LOOPING} == {iri for iri, node in picture(bundled_graph, asked).network.nodes(data=True) if node["focus"]}


def test_hidden_things_take_their_evidence_with_them(bundled_graph: KnowledgeGraph) -> None:
    before = picture(bundled_graph, GOALS).network
    network = picture(bundled_graph, [*GOALS, ("do", "hide~goal:academic-achievement")]).network

    assert {ACHIEVEMENT} == set(before) - set(network)
    assert len(network.graph["statements"]) < len(before.graph["statements"])
    assert len(network.graph["sources"]) < len(before.graph["sources"])
    drawn = [part for _, part in network.nodes(data=True)] + [part for *_, part in network.edges(data=True)]
    assert {one for part in drawn for one in part["statements"]} == set(network.graph["statements"])
    first = "Only 91 of 92 things are shown; what follows counts these and the lines between them."
    assert first == network.graph["summary"][0]
    assert {(0.0, 0.0)} == moved(before, network)


def test_a_pin_wins_over_every_layout(bundled_graph: KnowledgeGraph) -> None:
    pairs = [*GOALS, ("do", "pin~practice:looping~900.5~80")]
    before, after = picture(bundled_graph, GOALS).network, picture(bundled_graph, pairs).network

    assert (900.5, 80.0) == places(after)[LOOPING]
    assert {(0.0, 0.0)} == moved(before, after.subgraph(set(after) - {LOOPING}))
    # It stays there when something is added, and beyond the upper left corner all of them make room.
    later = picture(bundled_graph, [*pairs, ("do", "expand~practice:looping")]).network
    assert (900.5, 80.0) == places(later)[LOOPING]
    beyond = picture(bundled_graph, [*GOALS, ("do", "pin~practice:looping~-1000~-500")]).network
    assert 1 == len(moved(before, beyond.subgraph(set(beyond) - {LOOPING})))
    assert min(node["x"] - node["width"] / 2 for _, node in beyond.nodes(data=True)) >= 0


@pytest.mark.parametrize("step", ["expand~policy:vt-act-77", "pin~policy:vt-act-77~1~1"])
def test_what_is_not_there_cannot_be_worked_on(bundled_graph: KnowledgeGraph, step: str) -> None:
    found = picture(
        bundled_graph, [*GOALS, ("do", step), ("do", "collapse~policy:vt-act-77"), ("do", "hide~policy:vt-act-77")]
    )
    notes = found.network.graph["notes"]

    assert set(bundled_graph.view("practices-to-goals")) == set(found.network)
    assert [True] == ["is not in the picture, so it was not" in note for note in notes]


# --- facets, focus, groups, layouts ---------------------------------------------------------


def test_facets_count_what_else_is_chosen(bundled_graph: KnowledgeGraph) -> None:
    plain = picture(bundled_graph, GOALS)
    found = picture(
        bundled_graph, [*GOALS, ("keep.direction", "negative"), ("keep.direction", "null"), ("keep.verdict", "mixed")]
    )
    facets = {facet.key: {option.value: option for option in facet.options} for facet in found.facets}
    every = [edge for *_, edge in plain.network.edges(data=True)]

    def directions(edge: dict[str, Any]) -> set[str]:
        return {plain.network.graph["statements"][iri]["direction"] for iri in edge["statements"]}

    kept = [edge for edge in every if edge["verdict"] == "mixed" and directions(edge) & {"negative", "null"}]
    assert len(kept) == found.network.number_of_edges()
    against = [edge for edge in every if directions(edge) & {"negative", "null"}]
    assert {option.value: option.lines for option in facets["verdict"].values()} == {
        verdict: sum(edge["verdict"] == verdict for edge in against) for verdict in facets["verdict"]
    }
    assert facets["verdict"]["mixed"].is_chosen
    assert not facets["verdict"]["negative"].is_chosen
    assert (
        sum(edge["verdict"] == "mixed" and "positive" in directions(edge) for edge in every)
        == facets["direction"]["positive"].lines
    )
    assert (
        "Asked for: everything this view knows of. Only lines with a finding that is “negative or no effect found”. "
        "Only lines with the verdict “mixed”."
    ) == found.network.graph["scope"]
    assert {(0.0, 0.0)} == moved(plain.network, found.network)


def test_things_without_a_line_can_fit_by_themselves(bundled_graph: KnowledgeGraph) -> None:
    pairs = [("view", "organizations"), ("keep.state", "State of Alaska")]
    found = picture(bundled_graph, pairs).network
    alone = [iri for iri in found if not found.degree(iri)]

    assert alone
    assert alone == [iri for iri in alone if iri in picture(bundled_graph, [("view", "organizations")]).network]
    # A choice that only a line can meet leaves nothing that has none.
    both = picture(bundled_graph, [*pairs, ("keep.relation", "funds")]).network
    assert [] == [iri for iri in both if not both.degree(iri)]


def test_places_of_policies_are_a_facet(bundled_graph: KnowledgeGraph) -> None:
    found = picture(bundled_graph, [("view", "policies"), ("keep.state", "State of Vermont")])

    policies = {iri for iri, node in found.network.nodes(data=True) if node["kind"] == "Policy"}
    assert {
        iri
        for iri in bundled_graph.view("policies", state="vermont", no_federal=True)
        if iri.startswith(PREFIXES["policy"])
    } >= policies
    assert ACT in policies
    assert {"State of Vermont"} == {
        one.value for facet in found.facets if facet.key == "state" for one in facet.options if one.is_chosen
    }


def test_a_value_that_no_line_has_stays_chosen(bundled_graph: KnowledgeGraph) -> None:
    found = picture(bundled_graph, [*GOALS, ("keep.design", "tea leaves")])
    options = next(facet.options for facet in found.facets if facet.key == "design")

    assert 0 == len(found.network)
    assert ("tea leaves", "tea leaves", 0, True) == options[-1]
    assert ["Nothing in this graph fits these choices."] == found.network.graph["summary"]


def test_only_what_is_near_the_focus_is_drawn(bundled_graph: KnowledgeGraph) -> None:
    found = picture(bundled_graph, [*GOALS, ("focus", "goal:attendance-and-engagement"), ("degrees", "1")])
    near = bundled_graph.view("practices-to-goals", goal="attendance-and-engagement")

    assert {end for line in near.edges for end in line[:2]} == set(found.network)
    assert found.network.graph["scope"].endswith("Only what is within one step of Attendance and engagement.")
    away = picture(bundled_graph, [*GOALS, ("focus", "policy:vt-act-77"), ("degrees", "1")])
    assert set(bundled_graph.view("practices-to-goals")) == set(away.network)
    assert [
        f"{ACT} is not in the picture, so there is nothing to stay near to; everything is drawn."
    ] == away.network.graph["notes"]


@pytest.mark.parametrize("by", ["kind", "category", "community"])
def test_what_is_drawn_can_be_grouped(bundled_graph: KnowledgeGraph, by: str) -> None:
    pairs = [
        *GOALS,
        ("do", "expand~practice:personalized-learning-plans~Policy"),
        ("do", "pin~policy:vt-act-77"),
        ("by", by),
    ]
    plain, found = picture(bundled_graph, pairs[:-1]), picture(bundled_graph, pairs)
    network = found.network
    members = sum(node["members"] or 1 for _, node in network.nodes(data=True))

    assert len(plain.network) == members == network.graph["grouped"]
    assert by == network.graph["by"]
    assert f"How practices connect to equity goals, in groups by {by}" == network.graph["title"]
    assert (by != "community") == (ACT in network)
    assert plain.network.number_of_edges() == sum(edge["lines"] or 1 for *_, edge in network.edges(data=True))
    drills = [node["drill"] for _, node in network.nodes(data=True) if node["drill"]]
    assert drills
    for drill in drills:
        assert len(bundled_graph.view(drill["view"], **drill["parameters"]))


def test_an_answer_can_be_grouped(bundled_graph: KnowledgeGraph) -> None:
    found = picture(bundled_graph, [("question", "who-does"), ("by", "kind")]).network
    drill = next(node["drill"] for _, node in found.nodes(data=True) if node["members"] > 1)

    assert "neighborhood" == drill["view"]
    assert len(bundled_graph.view(drill["view"], **drill["parameters"]))


@pytest.mark.parametrize(
    ("pairs", "layout", "columns"),
    [
        ([*GOALS, ("layout", "organic")], "organic", []),
        (
            [("view", "organizations"), ("practice", "universal-design-for-learning"), ("layout", "layered")],
            "layered",
            ["Organizations", "Practices"],
        ),
        ([("view", "neighborhood"), ("layout", "layered")], "layered", ["Start", "1 step away"]),
        ([("view", "neighborhood"), ("layout", "organic")], "organic", []),
        (
            [("question", "policies-for-group"), ("layout", "layered")],
            "layered",
            ["Student groups", "Policies", "Organizations"],
        ),
    ],
)
def test_a_layout_can_be_chosen(bundled_graph: KnowledgeGraph, pairs: Pairs, layout: str, columns: list[str]) -> None:
    network = picture(bundled_graph, pairs).network

    assert layout == network.graph["layout"]
    assert columns == network.graph["columns"][: len(columns)]
    assert bool(columns) == bool(network.graph["columns"])


# --- notes and highlights -------------------------------------------------------------------


@pytest.mark.parametrize(
    "start", [GOALS, [("thing", "practice:looping"), ("do", "expand~practice:looping")]], ids=["layered", "organic"]
)
def test_a_note_makes_room_for_itself_and_nothing_else_moves(bundled_graph: KnowledgeGraph, start: Pairs) -> None:
    noted = [*start, ("note", "practice:looping~Ask the district"), ("mark", "practice:looping"), ("mark", "goal:x")]
    before, after = picture(bundled_graph, start).network, picture(bundled_graph, noted).network
    pinned = picture(bundled_graph, [*noted, ("do", "pin~goal:academic-achievement~700~700")]).network

    assert "Note: Ask the district" == after.nodes[LOOPING]["note"]
    assert [LOOPING] == [iri for iri, node in after.nodes(data=True) if node["marked"]]
    grown = after.nodes[LOOPING]["height"] - before.nodes[LOOPING]["height"]
    assert grown >= 10
    assert {(0.0, 0.0), (0.0, grown), (0.0, grown / 2)} >= moved(before, after)
    assert before.graph["height"] + grown == after.graph["height"]
    assert before.graph["summary"] == after.graph["summary"]
    assert "One thing with a note or highlight is not drawn." in after.graph["notes"]
    assert (700.0, 700.0) == places(pinned)[ACHIEVEMENT]


def test_a_note_stands_after_the_words_for_a_gap(bundled_graph: KnowledgeGraph) -> None:
    plain = bundled_graph.view("commitments")
    gap = next(iri for iri, node in plain.nodes(data=True) if node["note"])
    curie = gap.replace(PREFIXES["goal"], "goal:")
    found = picture(bundled_graph, [("view", "commitments"), ("note", f"{curie}~ours")]).network

    assert f"{plain.nodes[gap]['note']}; Note: ours" == found.nodes[gap]["note"]


# --- the same everywhere --------------------------------------------------------------------

POOL = [
    "practice:personalized-learning-plans", "practice:looping", "goal:academic-achievement", "policy:vt-act-77",
    "group:english-learners", "organization:ccsso", "source:r-nickow-2020", "organization:vermont",
]  # fmt: skip
THINGS = st.sampled_from([expand(name) for name in POOL])
SOME_STEPS = st.lists(
    st.one_of(
        st.builds(
            Step,
            st.just("expand"),
            st.tuples(THINGS),
            kind=st.sampled_from(["", "Policy", "Practice"]),
            most=st.integers(1, 8),
        ),
        st.builds(Step, st.sampled_from(["collapse", "hide", "pin", "add"]), st.tuples(THINGS)),
        st.builds(
            Step, st.just("pin"), st.tuples(THINGS), place=st.tuples(st.integers(-300, 900), st.integers(-300, 900))
        ),
        st.builds(Step, st.just("path"), st.lists(THINGS, min_size=2, max_size=2, unique=True).map(tuple)),
    ),
    max_size=5,
).map(tuple)
KEPT = st.sampled_from([{}, {"kind": ("Policy",)}, {"direction": ("null", "negative"), "mapping": ("stated",)}])
STARTS = st.sampled_from(
    [
        {"view": "practice", "parameters": {"practice": "looping"}},
        {"view": "neighborhood", "parameters": {"entity": "vt-act-77"}},
        {"view": "organizations", "parameters": {"organization": "ccsso"}},
        {"things": (LOOPING, ACHIEVEMENT)},
        {"question": "policies-for-group", "layout": "layered"},
    ]
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STARTS, SOME_STEPS, SOME_STEPS, KEPT)
def test_how_one_came_to_a_picture_does_not_matter(
    bundled_graph: KnowledgeGraph,
    start: dict[str, Any],
    steps: tuple[Step, ...],
    others: tuple[Step, ...],
    keep: dict[str, Any],
) -> None:
    """Built upon another picture, after undo and redo, or anew: the same bytes; and nothing moved on the way."""
    chosen = Selection(**start, steps=steps, keep=keep)
    anew = select(bundled_graph, chosen)
    known = select(bundled_graph, Selection(**start, steps=(*steps[:2], *others)))
    before = None
    for number in range(len(steps) + 1):
        known = select(bundled_graph, Selection(**start, steps=steps[:number]), known)
        pinned = number and steps[number - 1].place is not None
        if before is not None:
            assert len(moved(before.network, known.network)) <= 1 + pinned
        before = known
    built = select(bundled_graph, chosen, known)

    assert written(anew.network) == written(built.network)
    assert anew.facets == built.facets
    assert anew.expanded == built.expanded
    for _, node in anew.network.nodes(data=True):
        assert node["x"] >= node["width"] / 2
        assert node["y"] >= node["height"] / 2
        assert node["x"] + node["width"] / 2 <= anew.network.graph["width"]
        assert node["y"] + node["height"] / 2 <= anew.network.graph["height"]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_part_is_what_would_have_been_made_of_it_alone(bundled_graph: KnowledgeGraph, data: st.DataObject) -> None:
    found = picture(
        bundled_graph,
        [
            ("view", "practice"),
            ("practice", "looping"),
            ("do", "expand~practice:looping"),
            ("do", "expand~group:all-students~~5"),
        ],
    )
    network, trail = found.network, found.trail
    things = set(data.draw(st.lists(st.sampled_from(sorted(network)), min_size=1)))
    edges = [line for line in network.edges(keys=True) if things.issuperset(line[:2]) and data.draw(st.booleans())]
    named = {(edge.subject, edge.object, edge.key): (edge, names) for edge, names in trail.last.rows.edges.items()}
    rows = Rows(
        things,
        dict(named[line] for line in edges),
        {iri: names for iri, names in trail.last.rows.literals.items() if iri in things},
    )
    alone = project(rows, bundled_graph.reader, trail.last.columns, focus=[LOOPING])
    part = part_of(network, things, edges)

    for name in ("statements", "sources", "triples"):
        assert alone.graph[name] == part.graph[name]
    assert set(alone) == set(part)
    assert lines(alone) == lines(part)


@pytest.mark.slow
def test_every_process_gives_the_same_picture() -> None:
    script = (
        "import hashlib, json\n"
        "from equigraph.graph.frozen import freeze\n"
        "from equigraph.graph.knowledge_graph import KnowledgeGraph\n"
        "from equigraph.graph.selecting import select\n"
        "from equigraph.graph.selection import Selection\n"
        "pairs = [('view', 'organizations'), ('do', 'expand~organization:ccsso~~10'), ('do', 'path~policy:vt-act-77~practice:looping')]\n"
        "network = select(KnowledgeGraph.open(), Selection.read(pairs)).network\n"
        "print(hashlib.sha256(json.dumps(freeze(network)).encode()).hexdigest())\n"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", script], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True, text=True
        ).stdout
        for seed in ("1", "2")
    }

    assert 1 == len(found)


# --- neighbours, and other stores -----------------------------------------------------------


def test_neighbours_are_counted_before_they_are_added(bundled_graph: KnowledgeGraph) -> None:
    found = picture(bundled_graph, GOALS)
    counted = {one.kind: (one.words, one.total, one.shown) for one in neighbors(bundled_graph, found, PLANS)}

    assert ("8 policies", 8, 0) == counted["Policy"]
    assert ("3 practices", 3, 3) == counted["Practice"]
    assert ["Practice", "EquityGoal", "StudentGroup", "Policy", "Organization", "ResearchSource"] == list(counted)
    for kind, (_, total, _) in counted.items():
        after = picture(bundled_graph, [*GOALS, ("do", f"expand~practice:personalized-learning-plans~{kind}")], found)
        assert (total, total) == (after.expanded[0].shown, after.expanded[0].total)


def test_one_query_counts_neighbours(bundled_graph: KnowledgeGraph, elsewhere: type) -> None:
    graph = KnowledgeGraph(elsewhere(bundled_graph.store))
    found = picture(graph, [("thing", "practice:looping")])
    graph.store.asked.clear()  # type: ignore[attr-defined]
    neighbors(graph, found, PLANS)

    assert 1 == len(graph.store.asked)  # type: ignore[attr-defined]


def test_what_an_expansion_asks_does_not_grow_with_the_picture(bundled_graph: KnowledgeGraph, elsewhere: type) -> None:
    graph = KnowledgeGraph(elsewhere(bundled_graph.store))
    asked = []
    for start in ([("thing", "practice:personalized-learning-plans")], GOALS):
        found = picture(graph, start)
        graph.store.asked.clear()  # type: ignore[attr-defined]
        picture(graph, [*start, ("do", "expand~practice:personalized-learning-plans~Policy")], found)
        asked.append(len(graph.store.asked))  # type: ignore[attr-defined]

    assert max(asked) <= 16


STEPS_ELSEWHERE = [
    *GOALS,
    ("goal", "college-and-career-readiness"),
    ("do", "expand~practice:personalized-learning-plans"),
    ("do", "path~policy:vt-act-77~practice:looping"),
    ("do", "expand~group:english-learners~~5"),
    ("keep.mapping", "stated"),
]


@pytest.mark.parametrize("server", ["oxigraph_server", "virtuoso_server"])
def test_a_server_gives_the_same_picture(
    bundled_graph: KnowledgeGraph, server: str, request: pytest.FixtureRequest
) -> None:
    here = picture(bundled_graph, STEPS_ELSEWHERE)
    running = request.getfixturevalue(server)
    graphs = () if server == "oxigraph_server" else (servers.BUNDLED_GRAPH,)
    with KnowledgeGraph.open(running.query, graphs=graphs) as graph:
        there = picture(graph, STEPS_ELSEWHERE)
        counted = neighbors(graph, there, PLANS)

    assert places(here.network) == places(there.network)
    assert lines(here.network) == lines(there.network)
    assert here.network.graph["summary"] == there.network.graph["summary"]
    assert neighbors(bundled_graph, here, PLANS) == counted


# --- bounds, and what is said of them -------------------------------------------------------


def test_nothing_to_add_is_said(bundled_graph: KnowledgeGraph) -> None:
    found = picture(bundled_graph, [*GOALS, ("do", "expand~practice:looping~Organization")])

    assert ["Looping: no organizations to add."] == [one.words for one in found.expanded]


def test_what_was_compared_by_a_part_of_its_lines_has_all_lines_that_are_drawn(
    bundled_graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = [("thing", "group:english-learners")]
    whole = picture(bundled_graph, [*start, ("do", "expand~group:english-learners~Practice")]).network
    monkeypatch.setattr("equigraph.graph.steps.MOST_ROWS", 40)
    found = picture(bundled_graph, [*start, ("do", "expand~group:english-learners~Practice~1")]).network

    assert "The neighbors of English Learners were compared by a part of their lines." in found.graph["notes"]
    assert lines(whole.subgraph(found)) == lines(found)


def test_lines_to_what_is_not_shown_are_counted_again(bundled_graph: KnowledgeGraph) -> None:
    few = [*GOALS, ("max-nodes", "10")]
    before = picture(bundled_graph, few).network
    goal = max(before, key=lambda iri: before.nodes[iri]["more"])
    after = picture(bundled_graph, [*few, ("do", f"expand~{write_iri(goal)}~Practice~3")])
    more = before.nodes[goal]["more"]

    assert more - 3 == after.network.nodes[goal]["more"]
    assert (13, 92) == (after.network.graph["shown"], after.network.graph["total"])
    assert after.network.graph["notes"][0].startswith("10 of 92 things shown, those with the most evidence")


def test_a_thing_that_stands_alone_in_an_answer_opens_nothing(bundled_graph: KnowledgeGraph) -> None:
    start = [("question", "who-does")]
    iri = min(picture(bundled_graph, start).network)
    network = picture(bundled_graph, [*start, ("do", f"pin~{write_iri(iri)}"), ("by", "kind")]).network

    assert {} == network.nodes[iri]["drill"]
    assert 0 == network.nodes[iri]["members"]


def test_an_answer_is_drawn_in_part(bundled_graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("equigraph.graph.start.MOST_OF_AN_ANSWER", 3)
    found = select(bundled_graph, Selection.read([("question", "funding"), ("layout", "organic")]))

    assert 3 == len(found.network)
    assert any(
        note.startswith("3 of ") and note.endswith(" things of the answer shown, the first ones.")
        for note in found.network.graph["notes"]
    )
    assert found.network.graph["total"] > 3
