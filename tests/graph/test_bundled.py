"""The bundled graph through the API: the counts and names the project promises."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from equigraph.errors import EntityNotFoundError
from equigraph.exporters.turtle import generate_turtle
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import edges_of
from equigraph.graph.store import OxigraphStore
from equigraph.ontology.grading import grading_rule

ID = "https://w3id.org/equigraph/id/"


def test_stats(bundled_graph: KnowledgeGraph) -> None:
    stats = bundled_graph.stats()

    assert {
        "Practice": 64,
        "EquityGoal": 28,
        "StudentGroup": 28,
        "Policy": 98,
        "Organization": 209,
        "Commitment": 10,
        "ResearchSource": 522,
        "EvidenceClaim": 285,
    }.items() <= stats.kinds.items()
    assert 44 == stats.states
    assert {"positive": 167, "null": 59, "mixed": 36, "insufficient": 17, "negative": 6} == stats.directions
    assert {
        "positive": 61,
        "mixed": 53,
        "no effect found": 12,
        "negative": 4,
        "insufficient": 3,
        "conflicting": 2,
    } == stats.verdicts
    assert (80, 11) == (stats.single_source, stats.single_study)
    assert {"moderate": 10, "low": 93, "very low": 24, "cannot be judged": 8} == stats.how_sure
    assert ("2026-11-23", "2026.11.23") == (stats.catalog.modified, stats.catalog.version)


def test_main_view_holds_every_bundle_and_every_gap(bundled_graph: KnowledgeGraph) -> None:
    network = bundled_graph.view("practices-to-goals")
    listed = [node["kind"] for _, node in network.nodes(data=True) if node["listed"]]

    assert (92, 135) == (network.number_of_nodes(), network.number_of_edges())
    assert {"EquityGoal": 13, "Practice": 3} == {kind: listed.count(kind) for kind in set(listed)}
    assert 285 == sum(edge["claims"] for _, _, edge in edges_of(network))


def test_every_line_opens_a_citation(bundled_graph: KnowledgeGraph) -> None:
    for name in bundled_graph.views():
        network = bundled_graph.view(name)
        for _, _, edge in edges_of(network):
            for iri in edge["statements"]:
                source = network.graph["sources"][network.graph["statements"][iri]["source"]]
                assert source["citation"], (name, iri)


@pytest.mark.parametrize(
    ("practice", "goal", "verdict", "claims", "sources"),
    [
        # Worked out by hand from the rows of the evidence table.
        ("restorative-practices", "supportive-conditions-for-learning", "conflicting", 3, 3),
        ("restorative-practices", "academic-achievement", "negative", 3, 3),
        ("learning-styles-matching", "academic-achievement", "no effect found", 1, 1),
    ],
)
def test_verdicts(bundled_graph: KnowledgeGraph, practice, goal, verdict, claims, sources) -> None:
    network = bundled_graph.view("practices-to-goals", practice=practice, goal=goal)
    [(_, _, edge)] = edges_of(network)

    assert (verdict, claims, sources) == (edge["verdict"], edge["claims"], edge["source_count"])


def test_sources_that_could_not_judge_do_not_bear_a_verdict(bundled_graph: KnowledgeGraph) -> None:
    # One positive claim and three insufficient ones, each from a source of its own.
    network = bundled_graph.view(
        "practices-to-goals", practice="trauma-sensitive-schools", goal="trauma-sensitive-support"
    )
    [(_, _, edge)] = edges_of(network)

    assert "positive, one source and 3 with too little to judge" == edge["strength"]


def test_federal_policies_hold_in_every_state(bundled_graph: KnowledgeGraph) -> None:
    def places(**parameters: object) -> set[str]:
        network = bundled_graph.view("policies", **parameters)
        return {node["label"] for _, node in network.nodes(data=True) if node["kind"] == "Jurisdiction"}

    assert {"State of Vermont", "United States", "50 states and District of Columbia"} == places(state="Vermont")
    assert {"State of Vermont", "50 states and District of Columbia"} == places(state="VT", no_federal=True)


def test_commitments_that_nothing_reaches_stand_as_gaps(bundled_graph: KnowledgeGraph) -> None:
    network = bundled_graph.view("commitments")
    gaps = {iri.removeprefix(f"{ID}goal/") for iri, node in network.nodes(data=True) if node["note"]}

    assert {
        "early-learning-access",
        "effective-teachers-and-leaders",
        "equity-focused-agency",
        "equity-vision-and-targets",
        "tailored-local-support",
    } == gaps


def test_a_gap_is_said_only_where_it_is_one(bundled_graph: KnowledgeGraph) -> None:
    # Eight claims are about this goal; the neighborhood of a commitment shows only the commitment.
    network = bundled_graph.view("neighborhood", entity="commitment:commitment-9")
    assert {""} == {node["note"] for _, node in network.nodes(data=True)}

    chosen = bundled_graph.view("commitments", no_inferred=True)
    notes = {node["note"] for _, node in chosen.nodes(data=True)} - {""}
    assert {"reached by no practice and no policy among these choices"} == notes


def test_the_rule_of_verdicts_is_one_rule() -> None:
    """The questions hold the table of verdicts as an expression; it is the one in ``ontology/grading.ttl``."""
    rule = grading_rule().verdict_expression()
    verdicts = [query for query in KnowledgeGraph.questions().values() if "AS ?verdict)" in query.text]
    # Where there is no claim that could judge, the verdict is no table.
    computed = [query for query in verdicts if "?positive" in query.text]

    assert len(computed) >= 6
    assert not [query.name for query in computed if f"BIND({rule} AS ?verdict)" not in query.text], rule


def test_an_interstate_compact_holds_in_every_state(bundled_graph: KnowledgeGraph) -> None:
    compact = f"{ID}policy/military-interstate-compact"

    assert compact in bundled_graph.view("policies", state="Vermont", no_federal=True)
    assert compact in bundled_graph.view("policies", state="Texas")


def test_the_five_groups_of_the_brief_are_marked(bundled_graph: KnowledgeGraph) -> None:
    rows = bundled_graph.select("SELECT ?g { ?g eq:namedInBrief true } ORDER BY ?g", guard=False)

    assert [
        "english-learners",
        "students-impacted-by-trauma",
        "students-living-in-poverty",
        "students-of-color",
        "students-with-disabilities",
    ] == [row["g"].value.removeprefix(f"{ID}group/") for row in rows]


def test_costs_stand_beside_a_practice_with_unit_and_context(bundled_graph: KnowledgeGraph) -> None:
    entity = bundled_graph.entity("high-dosage-tutoring")
    costs = [entity.network.graph["statements"][iri] for iri in entity.node["statements"]]

    assert 6 == len(costs)
    assert (
        "High-dosage tutoring costs 3131 US dollars per participant, net program cost.",
        ["Year: 2023"],
    ) in [(cost["sentence"], cost["notes"][:1]) for cost in costs]
    assert all(entity.citation(cost["source"]) and cost["notes"][-1].startswith("Context: ") for cost in costs)


def test_rdflib_sees_the_same_triples(bundled_graph: KnowledgeGraph) -> None:
    rows = list(bundled_graph.rdflib.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))

    assert bundled_graph.stats().triples == rows[0].n.toPython()


def test_a_practice_without_claims_says_so(bundled_graph: KnowledgeGraph) -> None:
    summary = bundled_graph.view("practice", practice="learner-profiles").graph["summary"]

    assert "There is no claim here about Learner profiles." in summary


def test_a_chosen_state_without_policies_is_said(bundled_graph: KnowledgeGraph) -> None:
    summary = bundled_graph.view("policies", state="HI").graph["summary"]

    assert "Nothing here is connected to Hawaii." in summary


def test_commitments_that_nothing_reaches_are_counted(bundled_graph: KnowledgeGraph) -> None:
    summary = bundled_graph.view("commitments").graph["summary"]

    assert "5 equity goals: reached by no practice and no policy in this graph." in summary


@pytest.mark.parametrize("name", ["9", "commitment-9", "commitment:commitment-9"])
def test_a_commitment_is_found_by_its_number(bundled_graph: KnowledgeGraph, name: str) -> None:
    assert f"{ID}commitment/commitment-9" == bundled_graph.resolve(name, "Commitment")


def test_a_near_name_of_a_state_is_suggested(bundled_graph: KnowledgeGraph) -> None:
    with pytest.raises(EntityNotFoundError, match='did you mean "Vermont"'):
        bundled_graph.resolve("Vermnt", "Jurisdiction")


@pytest.mark.parametrize(
    ("entity", "labels"),
    [
        ("claim:ev-high-dosage-tutoring-08", {"High-dosage tutoring", "Academic achievement", "All students"}),
        ("statement:high-dosage-tutoring.supports.personalized-learning", {"High-dosage tutoring", "Personalized learning"}),
    ],
)  # fmt: skip
def test_the_neighborhood_of_a_claim_is_what_it_connects(bundled_graph: KnowledgeGraph, entity, labels) -> None:
    network = bundled_graph.view("neighborhood", entity=entity)

    assert labels <= {node["label"] for _, node in network.nodes(data=True)}
    assert all(
        network.graph["statements"][iri]["source"] for *_, edge in edges_of(network) for iri in edge["statements"]
    )


def test_an_exported_view_can_be_asked_again(bundled_graph: KnowledgeGraph) -> None:
    network = bundled_graph.view("practices-to-goals", practice="high-dosage-tutoring")
    again = KnowledgeGraph(OxigraphStore.memory(ox.parse(generate_turtle(network).encode(), ox.RdfFormat.TURTLE)))
    question = {"practice": "high-dosage-tutoring", "goal": "academic-achievement"}

    assert bundled_graph.question("claims-behind", **question).rows == again.question("claims-behind", **question).rows
    assert edges_of(network) == edges_of(again.view("practices-to-goals"))
