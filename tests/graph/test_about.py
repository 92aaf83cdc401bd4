"""What is known of one thing: all of it counted, and a hub cut from every direction alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from equigraph.graph import about
from equigraph.graph.about import About, read_about
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import edges_of
from equigraph.ontology.prefixes import PREFIXES

ID = "https://w3id.org/equigraph/id/"
EQ = PREFIXES["eq"]


def read(graph: KnowledgeGraph, name: str) -> About:
    return read_about(graph.reader, ID + name)


@pytest.mark.parametrize(
    ("name", "tally"),
    [
        ("practice/tutoring", {"negative": 1, "positive": 1}),
        ("practice/profiles", {}),
        ("goal/discipline", {"null": 1}),
        ("group/learners", {"negative": 1, "null": 1}),  # newcomers are below them
        ("group/newcomers", {"null": 1}),
        ("source/two", {"negative": 1, "null": 1}),
        ("policy/act", {}),
        ("nowhere/at-all", {}),
    ],
)
def test_claims_are_counted_by_direction_what_speaks_against_first(
    tiny_graph: KnowledgeGraph, name: str, tally: dict[str, int]
) -> None:
    found = read(tiny_graph, name)

    assert list(tally.items()) == list(found.tally.items())
    assert sum(tally.values()) == len(found.claims)


def test_a_line_has_the_verdict_of_all_its_claims(tiny_graph: KnowledgeGraph) -> None:
    found = read(tiny_graph, "practice/tutoring")

    verdicts = [edge["verdict"] for *_, edge in edges_of(found.network) if edge["kind"] == "evidence"]
    assert ["conflicting"] == verdicts
    assert 1 == found.pairs


def test_a_source_tells_what_rests_on_it(tiny_graph: KnowledgeGraph) -> None:
    found = read(tiny_graph, "source/two")

    assert {"policy/act", "practice/tutoring", "practice/looping"} <= {iri.removeprefix(ID) for iri in found.network}
    described = {iri.removeprefix(ID) for use in found.uses for iri, _, _ in use.things}
    assert {"policy/act", "practice/looping", "practice/profiles"} == described


def test_a_concept_tells_what_has_it_as_a_value(tiny_graph: KnowledgeGraph) -> None:
    found = read(tiny_graph, "category/support")

    assert [("category", 1, ((ID + "practice/tutoring", "Tutoring", "Practice"),))] == [
        (use.label, use.total, use.things) for use in found.uses
    ]


def test_claims_with_a_value_are_counted_only(tiny_graph: KnowledgeGraph) -> None:
    found = read(tiny_graph, "design/rct")

    assert [("design", 2, ())] == [(use.label, use.total, use.things) for use in found.uses]


HUB_CLAIMS = {"negative": 30, "null": 40, "positive": 140}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    """Return a graph with a goal of 210 claims about 105 practices, and 300 policies."""
    lines = [f"goal:hub a eq:EquityGoal ; skos:prefLabel 'Hub' . practice:p{n} a eq:Practice ." for n in range(105)]
    number = 0
    for direction, claims in HUB_CLAIMS.items():
        for _ in range(claims):
            lines.append(
                f"claim:c{number:03} a eq:EvidenceClaim ; eq:practice practice:p{number % 105} ; eq:goal goal:hub ; "
                f"eq:direction direction:{direction} ; eq:finding 'Finding {number}.' ; dcterms:source source:s ."
            )
            number += 1
    lines += [
        f"statement:s{n} a eq:Statement ; rdf:subject policy:l{n} ; rdf:predicate eq:advancesGoal ; rdf:object goal:hub ."
        for n in range(300)
    ]
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    path = tmp_path_factory.mktemp("hub") / "hub.ttl"
    path.write_text(prefixes + "\n".join(lines), encoding="utf-8")
    with KnowledgeGraph.open(str(path)) as graph:
        yield graph


@pytest.mark.parametrize("rows_read", [200, 1000], ids=["counted by the store", "counted here"])
def test_a_hub_is_counted_whole_and_listed_in_part_from_every_direction(
    hub: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, rows_read: int
) -> None:
    monkeypatch.setattr(about, "ROWS_READ", rows_read)
    found = read(hub, "goal/hub")

    listed = [found.network.graph["statements"][iri]["direction"] for iri in found.claims]
    assert HUB_CLAIMS == found.tally
    assert dict.fromkeys(HUB_CLAIMS, about.LISTED_OF_EACH) == {slug: listed.count(slug) for slug in HUB_CLAIMS}
    assert 105 == found.pairs
    assert found.has_more_links


def test_a_line_of_a_hub_is_never_cut(hub: KnowledgeGraph) -> None:
    found = read(hub, "goal/hub")

    claims = [edge["claims"] for *_, edge in edges_of(found.network) if edge["kind"] == "evidence"]
    assert [2] * (about.CLAIMS_OF_LINES // 2) == claims


def test_a_line_with_more_findings_than_a_page_can_hold_is_left_to_others(
    hub: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(about, "MOST_CLAIMS", 1)

    found = read(hub, "goal/hub")

    assert 105 == found.pairs
    assert [] == [edge for *_, edge in edges_of(found.network) if edge["kind"] == "evidence"]


def test_a_neighbour_of_a_hub_is_told_whole(hub: KnowledgeGraph) -> None:
    found = read(hub, "practice/p1")

    assert ({"negative": 1, "positive": 1}, 1, False) == (found.tally, found.pairs, found.has_more_links)
