"""Lists of things: in order, filtered, counted, a page at a time."""

from __future__ import annotations

import pytest

from equigraph.graph import listing
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.listing import Wanted, list_things, list_values
from equigraph.ontology.prefixes import PREFIXES

EQ = PREFIXES["eq"]
ID = "https://w3id.org/equigraph/id/"


@pytest.mark.parametrize(
    ("wanted", "labels"),
    [
        (Wanted(EQ + "Practice"), ["Learner profiles", "Looping", "Tutoring"]),
        (Wanted(EQ + "Practice", by_claims=True), ["Tutoring", "Looping", "Learner profiles"]),
        (Wanted(EQ + "Practice", category=ID + "category/support"), ["Tutoring"]),
        (Wanted(EQ + "Practice", text=" LOOP "), ["Looping"]),
        (Wanted(EQ + "Practice", state=ID + "organization/vermont"), []),
        (Wanted(EQ + "StudentGroup", by_claims=True), ["All students", "English Learners", "Newcomers"]),
        (Wanted("http://example.org/Nothing"), []),
    ],
)
def test_things_are_listed(tiny_graph: KnowledgeGraph, wanted: Wanted, labels: list[str]) -> None:
    found = list_things(tiny_graph.reader, wanted)

    assert labels == [one.label for one in found.things]
    assert len(labels) == found.total


def test_claims_are_counted_a_group_with_those_below_it(tiny_graph: KnowledgeGraph) -> None:
    found = list_things(tiny_graph.reader, Wanted(EQ + "StudentGroup"))

    assert {
        "All students": ({"negative": 1, "null": 1, "positive": 1}, 2),
        "English Learners": ({"negative": 1, "null": 1}, 1),
        "Newcomers": ({"null": 1}, 1),
    } == {one.label: (dict(one.directions), one.sources) for one in found.things}


def test_links_are_counted_where_there_are_no_claims(tiny_graph: KnowledgeGraph) -> None:
    (act,) = list_things(tiny_graph.reader, Wanted(EQ + "Policy")).things

    assert (1, {}) == (act.links, act.directions)


def test_pages_follow_one_another(bundled_graph: KnowledgeGraph) -> None:
    every = EQ + "ResearchSource"
    pages = [list_things(bundled_graph.reader, Wanted(every, page=page)) for page in (1, 2, 3, 4)]

    assert [listing.PAGE, listing.PAGE, pages[0].total - 2 * listing.PAGE, 0] == [len(page.things) for page in pages]
    assert pages[0].total == len({one.iri for page in pages for one in page.things})
    assert 3 == pages[0].pages


def test_categories_and_states_have_their_counts(bundled_graph: KnowledgeGraph) -> None:
    categories, states = list_values(bundled_graph.reader, EQ + "Policy")
    vermont = next(one for one in states if one.iri.endswith("vermont"))

    of_vermont = list_things(bundled_graph.reader, Wanted(EQ + "Policy", state=vermont.iri))
    assert vermont.things == of_vermont.total
    assert sum(one.things for one in categories) == list_things(bundled_graph.reader, Wanted(EQ + "Policy")).total
