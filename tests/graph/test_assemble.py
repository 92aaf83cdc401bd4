"""A one-pager holds everything that is known of its practice or goal, what speaks against first, and nothing else."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from equigraph.errors import AmbiguousEntityError, EntityNotFoundError, ParameterError
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.one_pager import AGAINST, OnePager
from equigraph.graph.why_words import JUDGE

PREFIXES = """
@prefix eq: <https://w3id.org/equigraph/ontology#> .
@prefix practice: <https://w3id.org/equigraph/id/practice/> .
@prefix goal: <https://w3id.org/equigraph/id/goal/> .
@prefix group: <https://w3id.org/equigraph/id/group/> .
@prefix policy: <https://w3id.org/equigraph/id/policy/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix direction: <https://w3id.org/equigraph/id/direction/> .
@prefix basis: <https://w3id.org/equigraph/id/basis/> .
"""
ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "practice": ("high-dosage-tutoring", {}),
    "goal": ("less-exclusionary-discipline", {}),
    "without claims": ("learner-profiles", {}),
    "group": ("restorative-practices", {"group": "Black or African American students"}),
    "goal and group": ("goal:academic-achievement", {"group": "english-learners"}),
    "exact": ("goal:academic-achievement", {"group": "english-learners", "exact": True}),
}


@pytest.fixture(scope="module")
def pages(bundled_graph: KnowledgeGraph) -> dict[str, OnePager]:
    """Return one-pagers of every sort."""
    named = {"less-exclusionary-discipline": "Less exclusionary discipline"}
    return {name: bundled_graph.one_pager(named.get(what, what), **chosen) for name, (what, chosen) in ASKED.items()}


def claims_of(graph: KnowledgeGraph, page: OnePager) -> set[str]:
    """Return the claims about a practice or goal, asked for without any view."""
    property_ = "eq:practice" if page.is_practice else "eq:goal"
    other = "eq:goal" if page.is_practice else "eq:practice"
    rows = graph.select(
        f"SELECT ?claim {{ ?claim {property_} <{page.iri}> ; {other} ?other ; a eq:EvidenceClaim }}", guard=False
    )
    return {row["claim"].value for row in rows}


def told(page: OnePager) -> list[str]:
    return [finding.record["iri"] for part in page.told for finding in part.findings]


@pytest.mark.parametrize("name", ["practice", "goal", "without claims"])
def test_every_claim_is_told_once(bundled_graph: KnowledgeGraph, pages: dict[str, OnePager], name: str) -> None:
    page = pages[name]

    assert claims_of(bundled_graph, page) == set(told(page))
    assert len(told(page)) == len(set(told(page)))
    assert len(told(page)) == sum(one.claims for one in page.people)


@pytest.mark.parametrize("name", ASKED)
def test_what_speaks_against_stands_first(pages: dict[str, OnePager], name: str) -> None:
    for part in pages[name].told:
        against = [finding.record["direction"] in AGAINST for finding in part.findings]
        positive = [bundle.edge["verdict"] == "positive" for bundle in part.bundles]

        assert sorted(against, reverse=True) == against
        assert sorted(positive) == positive
        assert Counter(part.counts) == Counter(finding.record["direction"] for finding in part.findings)


@pytest.mark.parametrize("name", ASKED)
def test_all_that_is_told_has_its_record_and_its_source(pages: dict[str, OnePager], name: str) -> None:
    page = pages[name]
    records = [*page.places, *page.related, *page.costs, *(link.record for link in page.policies)]

    assert {*told(page), *(record["iri"] for record in records)} == set(page.statements)
    assert {record["source"] for record in page.statements.values() if record["source"]} <= set(page.cited)
    assert len(page.cited) == len(set(page.cited))
    assert JUDGE == page.sentences[-1]


def test_a_group_is_told_apart_from_all_students(pages: dict[str, OnePager]) -> None:
    own, general = pages["goal and group"].told

    assert ("English Learners", False, "") == (own.about, own.general, own.scope)
    assert general.general
    assert general.scope.startswith("not specific to English Learners")
    assert {"All students"} == {finding.record["group_label"] for finding in general.findings}
    assert not {finding.record["iri"] for finding in own.findings} & {one.record["iri"] for one in general.findings}
    assert "Academic achievement, for English Learners" == pages["goal and group"].title
    assert 1 == len(pages["exact"].told)


def test_a_group_without_a_claim_is_said_first(bundled_graph: KnowledgeGraph) -> None:
    page = bundled_graph.one_pager("high-dosage-tutoring", group="english-learners")

    assert "No claim here about High-dosage tutoring is about English Learners." == page.sentences[0]
    assert (
        "Findings about all students, apart: none negative, 2 of no effect, 2 mixed, 2 positive." == page.sentences[1]
    )
    assert page.gaps[0].sentence == "No claim about English Learners for 28 equity goals:"


def test_a_thing_without_claims_says_so(pages: dict[str, OnePager]) -> None:
    page = pages["without claims"]

    assert "No claim here is about Learner profiles." == page.sentences[0]
    assert () == page.people
    assert 28 == len(page.gaps[0].names)
    assert "No cost is recorded." == page.gaps[-1].sentence


def test_gaps_are_counted_from_the_records(pages: dict[str, OnePager]) -> None:
    page = pages["practice"]
    gaps = {gap.sentence: gap for gap in page.gaps}

    assert 25 == len(gaps["No claim for 25 equity goals:"].names)
    assert ("Attendance and engagement", "High school graduation") == gaps[
        "2 of 3 lines of evidence rest on one source, or on one study:"
    ].names
    assert (
        "Checks of 14 claims: 6 checked against a summary, 2 corrected after a check against a summary, "
        "6 read once, not checked." in gaps
    )
    assert 3 == len(gaps["3 claims look second-hand:"].claims)
    assert sorted(gaps["No claim for 25 equity goals:"].names, key=str.casefold) == list(
        gaps["No claim for 25 equity goals:"].names
    )


def test_policies_that_are_stated_stand_before_our_reading(bundled_graph: KnowledgeGraph) -> None:
    page = bundled_graph.one_pager("competency-based-progression")
    mappings = [link.record["mapping"] for link in page.policies]

    assert ["stated"] * 20 + ["inferred"] * 11 == mappings
    assert all(link.where for link in page.policies)
    assert {"state statute"} <= {link.type for link in page.policies}
    assert "Our reading (inferred), not stated by a source: 11 of 42 other statements." in {
        gap.sentence for gap in page.gaps
    }


def test_a_goal_names_who_does_its_practices_and_the_commitment(bundled_graph: KnowledgeGraph) -> None:
    page = bundled_graph.one_pager("fiscal-equity")
    discipline = bundled_graph.one_pager("Less exclusionary discipline")
    practices = {bundle.label for part in discipline.told for bundle in part.bundles}

    assert ["aims at"] == [record["predicate_label"] for record in page.related]
    assert () == page.places
    assert 64 == len(page.gaps[0].names)
    assert {record["object_label"] for record in discipline.places} <= practices
    assert len(discipline.places) > 2


def test_costs_are_those_of_the_practice(pages: dict[str, OnePager]) -> None:
    assert 6 == len(pages["practice"].costs)
    assert {"High-dosage tutoring"} == {record["subject_label"] for record in pages["practice"].costs}


# --- names ----------------------------------------------------------------------------------


def test_only_practices_and_goals_have_one(bundled_graph: KnowledgeGraph) -> None:
    with pytest.raises(
        ParameterError, match='"ccsso" is of the kind organization; a one-pager is made for a practice or'
    ):
        bundled_graph.one_pager("ccsso")
    with pytest.raises(EntityNotFoundError, match="tutring"):
        bundled_graph.one_pager("tutring")


def graph_of(tmp_path: Any, turtle: str) -> KnowledgeGraph:
    (tmp_path / "own.ttl").write_text(PREFIXES + turtle, "utf-8")
    return KnowledgeGraph.open(str(tmp_path / "own.ttl"))


def test_a_name_shared_with_another_kind_leaves_no_doubt(tmp_path: Any) -> None:
    same = 'practice:a a eq:Practice ; skos:prefLabel "Care" . policy:b a eq:Policy ; skos:prefLabel "Care" .'
    with graph_of(tmp_path, same) as graph:
        assert "https://w3id.org/equigraph/id/practice/a" == graph.one_pager("Care").iri
    more = same + ' goal:c a eq:EquityGoal ; skos:prefLabel "Care" .'
    with graph_of(tmp_path, more) as graph, pytest.raises(AmbiguousEntityError):
        graph.one_pager("Care")


def test_a_bare_graph_of_ones_own_has_a_page(tmp_path: Any) -> None:
    turtle = """
    practice:a a eq:Practice ; skos:prefLabel "A" .
    goal:g a eq:EquityGoal ; skos:prefLabel "G" .
    <http://example.org/c> a eq:EvidenceClaim ; eq:practice practice:a ; eq:goal goal:g ; eq:direction <http://example.org/odd> .
    """
    with graph_of(tmp_path, turtle) as graph:
        page = graph.one_pager("a")
        goal = graph.one_pager("g")

    assert [("no group recorded", 1)] == [(one.label, one.claims) for one in page.people]
    assert "Checks of one claim: 1 no check recorded." in {gap.sentence for gap in page.gaps}
    assert "No cost is recorded for these practices." == goal.gaps[-1].sentence
    assert ["odd"] == [one.record["direction"] for one in page.told[0].findings]


def test_background_and_single_lines_are_said(tiny_graph: KnowledgeGraph) -> None:
    sentences = {gap.sentence for gap in tiny_graph.one_pager("looping").gaps}

    assert "The only line of evidence rests on one source, or on one study:" in sentences
    own = {gap.sentence for gap in tiny_graph.one_pager("tutoring").gaps}
    assert "Our reading (inferred), not stated by a source: 1 of 2 claims." in own
    assert "Our reading (inferred), not stated by a source: 1 of one other statement." in own


def test_general_knowledge_is_counted(bundled_graph: KnowledgeGraph) -> None:
    sentences = {gap.sentence for gap in bundled_graph.one_pager("learner-profiles").gaps}

    assert "General knowledge, not seen in a source: 1 of 3 other statements." in sentences


def test_what_is_asked_does_not_grow_with_the_claims(elsewhere: Any) -> None:
    asked = []
    with KnowledgeGraph.open() as graph:
        for name in ("looping", "high-dosage-tutoring"):  # three claims, and fourteen
            counted = KnowledgeGraph(elsewhere(graph.store))
            counted.one_pager(f"https://w3id.org/equigraph/id/practice/{name}")
            asked.append(len(counted.store.asked))

    assert asked[0] == asked[1]
    assert asked[0] <= 45
