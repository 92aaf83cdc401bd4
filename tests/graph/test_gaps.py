"""Making the map of gaps of a graph: rows, columns, populations and choices, on good graphs, poor ones and none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from equigraph.errors import EntityNotFoundError, ParameterError
from equigraph.graph.gap_map import TOTAL, GapMap
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.profile import Profile
from equigraph.graph.store import OxigraphStore

Open = Callable[[str], KnowledgeGraph]
ID = "https://w3id.org/equigraph/id/"
PREFIXES = """
@prefix eq: <https://w3id.org/equigraph/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix practice: <https://w3id.org/equigraph/id/practice/> .
@prefix goal: <https://w3id.org/equigraph/id/goal/> .
@prefix group: <https://w3id.org/equigraph/id/group/> .
@prefix claim: <https://w3id.org/equigraph/id/claim/> .
@prefix source: <https://w3id.org/equigraph/id/source/> .
@prefix organization: <https://w3id.org/equigraph/id/organization/> .
@prefix statement: <https://w3id.org/equigraph/id/statement/> .
@prefix direction: <https://w3id.org/equigraph/id/direction/> .
@prefix design: <https://w3id.org/equigraph/id/design/> .
@prefix mapping: <https://w3id.org/equigraph/id/mapping/> .
@prefix : <http://example.org/> .
"""
DOERS = """
organization:one a eq:Organization ; skos:prefLabel "One" . organization:two a eq:Organization ; skos:prefLabel "Two" .
statement:a a eq:Statement ; rdf:subject organization:one ; rdf:predicate eq:implements ; rdf:object practice:tutoring .
statement:b a eq:Statement ; rdf:subject organization:two ; rdf:predicate eq:implements ; rdf:object practice:looping ;
    eq:mapping mapping:inferred .
statement:c a eq:Statement ; rdf:subject practice:looping ; rdf:predicate eq:cost ; rdf:object "7 dollars" .
"""


@pytest.fixture
def opened() -> Any:
    """Open graphs from Turtle, and close them."""
    graphs: list[KnowledgeGraph] = []

    def make(turtle: str) -> KnowledgeGraph:
        graphs.append(KnowledgeGraph(OxigraphStore.memory(parse(PREFIXES + turtle, RdfFormat.TURTLE))))
        return graphs[-1]

    yield make
    for graph in graphs:
        graph.close()


def short(iri: str) -> str:
    return iri.removeprefix(ID).removeprefix("http://example.org/")


def filled(found: GapMap) -> dict[str, str]:
    """Return the cells that hold a claim, by row and column, with what they say."""
    return {
        f"{short(row.iri)} {short(column.iri)}": cell.grade.support
        for row in found.rows
        for column in found.columns
        if (cell := found.cell(row.iri, column.iri)).claims
    }


# --- rows and columns ---------------------------------------------------------------------------


def test_rows_of_practices_stand_under_their_categories(tiny_graph: Any) -> None:
    found = tiny_graph.gaps()

    assert [
        ("academic support", "Tutoring"),
        ("no category recorded", "Learner profiles"),
        ("no category recorded", "Looping"),
    ] == [(row.group, row.label) for row in found.rows]
    assert "One tutor, few students." == found.rows[0].summary
    # Goals with the most evidence come first, those without any are there all the same.
    assert ["achievement", "discipline", "stability"] == [short(one.iri).split("/")[1] for one in found.columns]
    assert found.is_whole


def test_rows_of_categories_keep_practices_without_one_apart(tiny_graph: Any) -> None:
    found = tiny_graph.gaps("category")

    assert ["academic support", "no category recorded"] == [row.label for row in found.rows]
    assert {
        f"{'category/support'} goal/achievement": "conflicting, 2 sources",
        "urn:equigraph:no-category goal/discipline": "no effect found, one source",
    } == filled(found)
    assert "2 of 6 cells (2 categories of practices by 3 equity goals) have any evidence." == found.summary[0]


def test_rows_of_organizations_hold_what_they_carry_out(tiny_file: Any, opened: Open) -> None:
    graph = opened(tiny_file.read_text("utf-8") + DOERS)

    found, stated = graph.gaps("organization"), graph.gaps("organization", no_inferred=True)

    assert ["One", "Two"] == [row.label for row in found.rows]
    assert ["Organization"] * 2 == [row.kind for row in found.rows]
    assert ["One"] == [row.label for row in stated.rows]
    assert {"organization/one goal/achievement", "organization/two goal/discipline"} == filled(found).keys()
    assert any("They are no evaluations of the organization." in note for note in found.notes)


def test_costs_are_named_by_their_statements(tiny_file: Any, opened: Open) -> None:
    found = opened(tiny_file.read_text("utf-8") + DOERS).gaps()

    assert {"Looping": (ID + "statement/c",), "Tutoring": (), "Learner profiles": ()} == {
        row.label: row.costs for row in found.rows
    }


def test_the_rows_with_the_most_evidence_are_kept_and_it_is_said(tiny_graph: Any) -> None:
    found = tiny_graph.gaps(max_rows=1)

    assert (["Tutoring"], 3) == ([row.label for row in found.rows], found.total_rows)
    assert found.notes[0].startswith("1 of 3 rows shown, those with the most evidence;")
    assert [] == [note for note in tiny_graph.gaps(max_rows=3).notes if "rows shown" in note]


def test_numbers_need_no_records(tiny_graph: Any) -> None:
    bare, whole = tiny_graph.gaps(records=False), tiny_graph.gaps()

    assert 0 == len(bare.network)
    assert {ID + "claim/a", ID + "claim/b", ID + "claim/c"} <= whole.network.graph["statements"].keys()
    assert filled(bare) == filled(whole)


# --- populations --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "exact", "own", "general"),
    [
        ("learners", False, "b c", "a"),  # with newcomers, who are below
        ("learners", True, "b", ""),
        ("newcomers", False, "c", "a"),
        ("all-students", False, "a b c", ""),  # all are below them
        ("all-students", True, "a", ""),
    ],
)
def test_a_group_counts_with_those_below_it(
    tiny_graph: Any, group: str, exact: bool, own: str, general: str
) -> None:  # fmt: skip
    found = tiny_graph.gaps(group=group, exact=exact)
    cell = found.cell(TOTAL, TOTAL)

    assert own.split() == sorted(one[-1] for one in cell.claims)
    assert general.split() == [one[-1] for one in cell.general_claims]
    assert exact is found.is_exact
    assert not found.is_whole


def test_several_groups_and_a_group_named_twice(tiny_graph: Any) -> None:
    found = tiny_graph.gaps(group=["newcomers", "English Learners", "group:newcomers"])

    assert ["Newcomers", "English Learners"] == [one.label for one in found.populations]
    assert "Newcomers" in found.parameters["group"]


def test_without_a_group_every_group_spoken_of_is_offered(tiny_graph: Any) -> None:
    assert ["all claims, whatever the group", "All students", "English Learners", "Newcomers"] == [
        one.label for one in tiny_graph.gaps().populations
    ]


def test_groups_of_the_brief_are_there_without_a_claim_too(bundled_graph: Any) -> None:
    found = bundled_graph.gaps(records=False, practice="looping")
    named = [one.label for one in found.populations if one.is_named_in_brief]

    assert 5 == len(named)
    assert [False, *[True] * 5] == [one.is_named_in_brief for one in found.populations[1:7]]


def test_a_circle_of_groups(opened: Open) -> None:
    graph = opened("""
        :a a eq:StudentGroup ; skos:broader :b . :b a eq:StudentGroup ; skos:broader :c , :b . :c a eq:StudentGroup ;
            skos:broader :a .
        :one eq:practice :p ; eq:goal :g ; eq:direction direction:positive ; eq:group :a ; dcterms:source :s .
        :two eq:practice :p ; eq:goal :g ; eq:direction direction:null ; eq:group :c ; dcterms:source :t .
    """)
    found = graph.gaps(group=["http://example.org/a", "http://example.org/b"])

    for people in ("http://example.org/a", "http://example.org/b"):
        assert "mixed, 2 sources" == found.cell(TOTAL, TOTAL, people).grade.support
    assert "positive, one source" == (
        graph.gaps(group="http://example.org/a", exact=True).cell(TOTAL, TOTAL).grade.support
    )


# --- choices ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "rows", "columns", "cells"),
    [
        ({"practice": "looping"}, 1, 3, {"practice/looping goal/discipline"}),
        ({"practice": ["looping", "Tutoring"]}, 2, 3, {"practice/looping goal/discipline", "practice/tutoring goal/achievement"}),
        ({"goal": "Less exclusionary discipline"}, 3, 1, {"practice/looping goal/discipline"}),
        ({"goal": "stability"}, 3, 1, set()),  # a goal without a claim
        ({"practice": "profiles"}, 1, 3, set()),  # a practice without one
        ({"category": "support"}, 1, 3, {"practice/tutoring goal/achievement"}),
        ({"design": "qed"}, 3, 3, {"practice/tutoring goal/achievement"}),
        ({"no_inferred": True}, 3, 3, {"practice/looping goal/discipline", "practice/tutoring goal/achievement"}),
        ({"no-inferred": True, "design": "qed"}, 3, 3, set()),
    ],
)  # fmt: skip
def test_choices(tiny_graph: Any, chosen: dict[str, Any], rows: int, columns: int, cells: set[str]) -> None:
    found = tiny_graph.gaps(**chosen)

    assert (rows, columns) == (len(found.rows), len(found.columns))
    assert cells == filled(found).keys()
    assert {name.replace("_", "-") for name in chosen} == found.parameters.keys()


def test_designs_are_named_the_strongest_first(tiny_graph: Any) -> None:
    assert [("rct", "randomized trial"), ("qed", "quasi-experiment")] == tiny_graph.gaps().designs


@pytest.mark.parametrize(
    ("chosen", "error", "expected"),
    [
        ({"rows": "goal"}, ParameterError, 'rows is "goal"; accepted: practice, category, organization'),
        ({"rows": "organisation"}, ParameterError, '(did you mean "organization"?)'),
        ({"max_rows": 0}, ParameterError, 'max-rows is "0"; accepted: 1 or more'),
        ({"group": "English Lerners"}, EntityNotFoundError, 'no student group "English Lerners"'),
        ({"group": "practice:tutoring"}, EntityNotFoundError, 'no student group "practice:tutoring"'),
        ({"practice": "tutorng"}, EntityNotFoundError, '(did you mean "Tutoring"?)'),
        ({"goal": "everything"}, EntityNotFoundError, 'no equity goal "everything"'),
        ({"category": "nothing"}, EntityNotFoundError, 'no category "nothing"'),
        ({"design": "guess"}, EntityNotFoundError, 'no design "guess"'),
        ({"limit": 5}, ParameterError, 'gaps has no parameter "limit"; there are: practice, goal, category, design, no-inferred'),
        ({"claim": "a"}, ParameterError, 'gaps has no parameter "claim"'),
        ({"goals": "stability"}, ParameterError, '(did you mean "goal"?)'),
        ({"max_nodes": 3}, ParameterError, 'gaps has no parameter "max_nodes"'),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_not_accepted(tiny_graph: Any, chosen: dict[str, Any], error: type[Exception], expected: str) -> None:
    with pytest.raises(error) as caught:
        tiny_graph.gaps(**chosen)

    assert expected in str(caught.value)


# --- graphs with less in them -------------------------------------------------------------------

POSITIVE = "eq:practice :p ; eq:goal :g ; eq:direction direction:positive"
POOR = {
    "no source": (f":c {POSITIVE} .", {"p g": "positive, no source recorded"}, "Cannot be judged: no source recorded"),
    "no group, no design": (f":c {POSITIVE} ; dcterms:source :s .", {"p g": "positive, one source"}, "Very low: one source, no contrary finding"),
    "a group that nobody describes": (f":c {POSITIVE} ; eq:group :h ; dcterms:source :s .", {"p g": "positive, one source"}, "Very low: one source, no contrary finding"),
    "words for things": (f':c {POSITIVE} ; eq:group "ell" ; eq:design "RCT" ; dcterms:source "Doe 2020" .', {"p g": "positive, one source"}, "Very low: one source, no contrary finding"),
    "a design of one's own": (f":c {POSITIVE} ; eq:design :hunch ; dcterms:source :s .", {"p g": "positive, one source"}, "Very low: one source, no contrary finding"),
    "two directions": (f":c {POSITIVE} , direction:negative ; dcterms:source :s .", {"p g": "conflicting, one source"}, "Very low: one source, findings differ within one study (one positive, one negative)"),
    "a direction of one's own": (":c eq:practice :p ; eq:goal :g ; eq:direction :sideways ; dcterms:source :s .", {"p g": "mixed, one source"}, "Very low: one source, findings differ within one study (one sideways)"),
    "a cost in words": (f':c {POSITIVE} ; dcterms:source :s . :p eq:cost 5 . :s eq:sameStudyAs "x" .', {"p g": "positive, one source"}, "Very low: one source, no contrary finding"),
    "a source without a name": (f":c {POSITIVE} ; dcterms:source [] .", {"p g": "positive, one source"}, "Very low: one source, no contrary finding"),
    "a category in words": (f':p a eq:Practice ; eq:category "x" . :c {POSITIVE} ; dcterms:source :s .', {"p g": "positive, one source"}, "Very low: one source, no contrary finding"),
    # What has no IRI cannot be opened or cited, and the views draw no line of it.
    "a practice in words": (':c eq:practice "tutoring" ; eq:goal :g ; eq:direction direction:positive .', {}, ""),
    "a goal in words": (':c eq:practice :p ; eq:goal "scores" ; eq:direction direction:positive .', {}, ""),
    "a practice without a name": (":c eq:practice [] ; eq:goal :g ; eq:direction direction:positive .", {}, ""),
    "a claim without a name": (f"[] {POSITIVE} .", {}, ""),
    "no direction": (":c eq:practice :p ; eq:goal :g .", {}, ""),
}  # fmt: skip


@pytest.mark.parametrize(("turtle", "cells", "reason"), POOR.values(), ids=POOR)
@pytest.mark.parametrize("rows", ["practice", "category"])
def test_claims_of_ones_own(opened: Open, turtle: str, cells: dict[str, str], reason: str, rows: str) -> None:
    found = opened(turtle).gaps(rows)

    row = {"practice": "p", "category": "urn:equigraph:no-category"}[rows]
    assert {f"{row} {key.split()[1]}": said for key, said in cells.items()} == filled(found)
    if cells:
        assert reason == found.cell(TOTAL, TOTAL).grade.reason


@pytest.mark.parametrize(("turtle", "cells", "reason"), POOR.values(), ids=POOR)
def test_the_network_of_such_claims_says_the_same(
    opened: Open, turtle: str, cells: dict[str, str], reason: str
) -> None:
    graph = opened(turtle)
    network = graph.view("practices-to-goals")

    lines = [edge for *_, edge in network.edges(data=True) if edge["kind"] == "evidence"]
    assert list(cells.values()) == [edge["strength"] for edge in lines]
    assert [reason] * len(cells) == [edge["grade"]["reason"] for edge in lines]
    assert sum(graph.stats().verdicts.values()) == len(cells)


@pytest.mark.parametrize(
    ("turtle", "rows"),
    [("", "practice"), ("", "category"), ("", "organization"), (":p a eq:Practice .", "practice"), (":g a eq:EquityGoal .", "practice"),
     (":a :b :c .", "practice"), ("[] a eq:Practice . [] a eq:EquityGoal .", "practice"), (":p a eq:Practice . :g a eq:EquityGoal .", "organization")],
    ids=["empty", "empty by category", "empty by organization", "no goal", "no practice", "another graph", "nothing with a name", "no organization"],
)  # fmt: skip
def test_nothing_to_map(opened: Open, turtle: str, rows: str) -> None:
    found = opened(turtle).gaps(rows)

    assert found.summary[0].startswith("There is nothing to map")
    assert {} == filled(found)


def test_things_without_a_claim_are_gaps(opened: Open) -> None:
    found = opened(":p a eq:Practice . :g a eq:EquityGoal .").gaps()

    assert "absolute gap" == found.cell("http://example.org/p", "http://example.org/g").grade.gap.yields
    assert [
        "0 of 1 cells (one practice by one equity goal) have any evidence.",
        "Cells by kind: 1 absolute gap.",
        "Nothing for one equity goal: g.",
        "Nothing on one practice: p.",
    ] == list(found.summary[:4])


# --- the bundled graph --------------------------------------------------------------------------


def test_the_bundled_map(bundled_graph: Any) -> None:
    """By hand from the tables: 64 practices, 28 goals, 285 claims that make 135 pairs."""
    found = bundled_graph.gaps(records=False)

    assert (64, 28, 135) == (len(found.rows), len(found.columns), len(filled(found)))
    assert 285 == found.cell(TOTAL, TOTAL).grade.claims
    assert 285 == found.cell(TOTAL, TOTAL, ID + "group/all-students").grade.claims
    assert found.summary[0].startswith("135 of 1,792 cells (64 practices by 28 equity goals)")


def test_making_it_twice_gives_the_same(bundled_graph: Any) -> None:
    one, other = (bundled_graph.gaps("category", records=False) for _ in range(2))

    assert (one.rows, one.columns, one.populations, one.designs, one.summary, one.notes) == (
        other.rows,
        other.columns,
        other.populations,
        other.designs,
        other.summary,
        other.notes,
    )


def test_the_summary_says_how_much_is_like_ours(bundled_graph: KnowledgeGraph) -> None:
    profile = Profile("ours", {"groups": ("english-learners",)})
    summary = KnowledgeGraph(bundled_graph.store, profile=profile).gaps(records=False).summary

    assert (
        "Evidence like ours (English Learners): in 9 cells, from 12 claims. 135 claims are about others; for 138 claims "
        "it cannot be told, as they do not say."
    ) in summary
    assert not [one for one in bundled_graph.gaps(records=False).summary if "like ours" in one]
