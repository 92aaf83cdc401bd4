"""Views on the tiny graph: which lines, which verdicts, which gaps."""

from __future__ import annotations

import pytest

from equigraph.errors import EntityNotFoundError, ParameterError, UnknownNameError
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import Network, edges_of

ID = "https://w3id.org/equigraph/id/"


def short(iri: str) -> str:
    return iri.removeprefix(ID)


def lines(network: Network) -> list[tuple[str, str, str, str, bool]]:
    return [
        (short(subject), edge["label"], short(object_), edge["strength"], edge["general"])
        for subject, object_, edge in edges_of(network)
    ]


def listed(network: Network) -> set[str]:
    return {short(iri) for iri, node in network.nodes(data=True) if node["listed"]}


TUTORING = ("practice/tutoring", "advances", "goal/achievement")
LOOPING = ("practice/looping", "advances", "goal/discipline")
GAPS = {"practice/profiles", "goal/stability"}


@pytest.mark.parametrize(
    ("parameters", "expected", "gaps"),
    [
        pytest.param(
            {},
            [(*LOOPING, "no effect found, one source", False), (*TUTORING, "conflicting, 2 sources", False)],
            GAPS,
            id="everything",
        ),
        pytest.param(
            # The claim about all students stands apart; newcomers are below English learners.
            {"group": "learners"},
            [
                (*LOOPING, "no effect found, one source", False),
                (*TUTORING, "negative, one source, by our reading alone", False),
                (*TUTORING, "positive, one source", True),
            ],
            GAPS,
            id="a group and those below it",
        ),
        pytest.param(
            {"group": "English Learners", "exact": True},
            [(*TUTORING, "negative, one source, by our reading alone", False)],
            GAPS | {"practice/looping", "goal/discipline"},
            id="a group alone",
        ),
        pytest.param(
            # All students is the top: nothing stands apart, nothing is counted twice.
            {"group": "all-students"},
            [(*LOOPING, "no effect found, one source", False), (*TUTORING, "conflicting, 2 sources", False)],
            GAPS,
            id="all students",
        ),
        pytest.param(
            # The positive claim of the line stays: a filter must not make a verdict worse than it is.
            {"direction": "negative"},
            [(*TUTORING, "conflicting, 2 sources", False)],
            GAPS | {"practice/looping", "goal/discipline"},
            id="lines that hold a negative claim",
        ),
        pytest.param(
            # The witness must be among the claims that are chosen: the negative one is our reading.
            {"direction": "negative", "no_inferred": True},
            [],
            GAPS | {"practice/looping", "goal/discipline", "practice/tutoring", "goal/achievement"},
            id="negative, without our readings",
        ),
        pytest.param(
            # The general line holds a positive claim, the specific one does not.
            {"direction": "positive", "group": "learners"},
            [(*TUTORING, "positive, one source", True)],
            GAPS | {"practice/looping", "goal/discipline"},
            id="positive, for a group",
        ),
        pytest.param(
            {"design": ["rct"]},
            [(*LOOPING, "no effect found, one source", False), (*TUTORING, "positive, one source", False)],
            GAPS,
            id="randomized trials",
        ),
        pytest.param(
            {"no_inferred": True},
            [(*LOOPING, "no effect found, one source", False), (*TUTORING, "positive, one source", False)],
            GAPS,
            id="without our readings",
        ),
        pytest.param(
            {"practice": "looping"},
            [(*LOOPING, "no effect found, one source", False)],
            {"goal/achievement", "goal/stability"},
            id="one practice",
        ),
        pytest.param(
            {"goal": ["stability", "achievement"], "category": "support"},
            [(*TUTORING, "conflicting, 2 sources", False)],
            {"goal/stability"},
            id="two goals, one category",
        ),
    ],
)
def test_practices_to_goals(tiny_graph: KnowledgeGraph, parameters, expected, gaps) -> None:
    network = tiny_graph.view("practices-to-goals", **parameters)

    assert sorted(expected) == sorted(lines(network))
    assert gaps == listed(network)


def test_what_speaks_against_comes_first(tiny_graph: KnowledgeGraph) -> None:
    network = tiny_graph.view("practices-to-goals", practice="tutoring")
    [(_, _, edge)] = edges_of(network)

    assert [f"{ID}claim/b", f"{ID}claim/a"] == edge["statements"]
    assert {"negative": 1, "positive": 1} == edge["counts"]


def test_general_lines_say_what_they_are_not(tiny_graph: KnowledgeGraph) -> None:
    network = tiny_graph.view("practices-to-goals", group="learners")

    labels = {edge["scope_label"] for _, _, edge in edges_of(network) if edge["general"]}
    assert {"not specific to English Learners: claims about all students"} == labels


def test_records_carry_the_evidence(tiny_graph: KnowledgeGraph) -> None:
    network = tiny_graph.view("practices-to-goals")
    record = network.graph["statements"][f"{ID}claim/a"]
    source = network.graph["sources"][record["source"]]

    assert "Scores rose." == record["sentence"]
    assert ("positive", "0.3 (standard deviations)", "All students") == (
        record["direction"],
        record["effect"],
        record["group_label"],
    )
    assert ("p. 3", "retrieved", "") == (record["locator"], record["basis"], record["essa_tier"])
    assert "Doe, J. (2020). Tutoring works, mostly." == source["citation"]
    assert "https://doi.org/10.1000/one" == source["url"]


@pytest.mark.parametrize(
    ("view", "parameters", "expected"),
    [
        (
            "practice",
            {"practice": "tutoring"},
            [
                ("policy/act", "enables practice", "practice/tutoring", "", False),
                (*TUTORING, "conflicting, 2 sources", False),
                ("practice/tutoring", "studied for", "group/all-students", "", False),
                ("practice/tutoring", "studied for", "group/learners", "", False),
            ],
        ),
        ("practice", {"practice": "profiles"}, []),
        (
            "student-group",
            {"group": "newcomers"},
            [(*LOOPING, "no effect found, one source", False)],
        ),
        ("policies", {}, [("policy/act", "enables practice", "practice/tutoring", "", False)]),
        ("policies", {"no_inferred": True}, []),
        (
            "source",
            {"source": "source:one"},
            [
                (*TUTORING, "positive, one source", False),
                ("source/one", "is source of", "practice/tutoring", "", False),
            ],
        ),
        (
            "neighborhood",
            {"entity": "policy:act", "radius": 1},
            [("policy/act", "enables practice", "practice/tutoring", "", False)],
        ),
    ],
)
def test_other_views(tiny_graph: KnowledgeGraph, view, parameters, expected) -> None:
    assert expected == lines(tiny_graph.view(view, **parameters))


def test_what_a_source_describes_is_listed(tiny_graph: KnowledgeGraph) -> None:
    network = tiny_graph.view("source", source="two")

    assert {"practice/profiles"} == listed(network)
    assert "Described from this source" == network.graph["unlinked"]


def test_inferred_links_say_so(tiny_graph: KnowledgeGraph) -> None:
    network = tiny_graph.view("policies")
    [(_, _, edge)] = edges_of(network)

    assert "inferred" == edge["mapping"]
    assert "It is our reading (inferred), not stated by a source." in network.graph["summary"]


def test_every_line_of_every_view_has_a_record(tiny_graph: KnowledgeGraph) -> None:
    for name in tiny_graph.views():
        network = tiny_graph.view(name, **{"entity": "tutoring", "radius": 3} if name == "neighborhood" else TINY[name])
        for _, _, edge in edges_of(network):
            assert edge["statements"]
            assert all(iri in network.graph["statements"] for iri in edge["statements"])


TINY = {
    "practices-to-goals": {},
    "practice": {"practice": "tutoring"},
    "student-group": {"group": "learners"},
    "policies": {},
    "organizations": {},
    "commitments": {},
    "source": {"source": "two"},
}


def test_neighborhood_counts_what_it_leaves_out(tiny_graph: KnowledgeGraph) -> None:
    network = tiny_graph.view("neighborhood", entity="tutoring", radius=1, max_nodes=3)

    assert (3, 5) == (network.graph["shown"], network.graph["total"])
    assert ["3 of 5 shown; ask for more with a larger max-nodes."] == network.graph["notes"]


def test_neighborhood_steps_are_columns(tiny_graph: KnowledgeGraph) -> None:
    network = tiny_graph.view("neighborhood", entity="policy:act", radius=2)

    columns = {short(iri): node["column"] for iri, node in network.nodes(data=True)}
    assert {
        "policy/act": 0,
        "practice/tutoring": 1,
        "goal/achievement": 2,
        "group/all-students": 2,
        "group/learners": 2,
    } == columns
    assert ["Start", "1 step away", "2 steps away"] == network.graph["columns"]


def test_scope_says_what_was_chosen(tiny_graph: KnowledgeGraph) -> None:
    network = tiny_graph.view("practices-to-goals", group="learners", exact=True)

    assert (
        "Chosen here: group: English Learners; this group alone: neither the groups below it nor all students."
    ) == network.graph["scope"]
    assert {"group": "English Learners", "exact": "yes"} == network.graph["parameters"]


@pytest.mark.parametrize(
    ("name", "parameters", "error", "words"),
    [
        ("practice-to-goals", {}, UnknownNameError, 'did you mean "practices-to-goals"'),
        ("practices-to-goals", {"gaol": "x"}, ParameterError, 'did you mean "goal"'),
        ("practices-to-goals", {"goal": "achievment"}, EntityNotFoundError, "equity goal"),
        ("practices-to-goals", {"group": "English Learner"}, EntityNotFoundError, 'did you mean "English Learners"'),
        ("practices-to-goals", {"direction": "upward"}, EntityNotFoundError, "direction"),
        # A practice is no goal.
        ("practices-to-goals", {"goal": "practice:tutoring"}, EntityNotFoundError, "equity goal"),
        ("neighborhood", {"entity": "tutoring", "radius": 7}, ParameterError, "1 to 6"),
        ("neighborhood", {"entity": "tutoring", "radius": "far"}, ParameterError, "whole number"),
        ("neighborhood", {"entity": "tutoring", "max_nodes": 0}, ParameterError, "1 or more"),
        ("neighborhood", {"entity": "tutoring", "radius": 1.5}, ParameterError, "whole number"),
        ("neighborhood", {"entity": "tutoring", "radius": [2]}, ParameterError, "one value"),
        ("neighborhood", {"entity": "tutoring", "radius": "-1"}, ParameterError, "whole number"),
    ],
)
def test_wrong_choices_are_explained(tiny_graph: KnowledgeGraph, name, parameters, error, words) -> None:
    with pytest.raises(error) as raised:
        tiny_graph.view(name, **parameters)

    assert words in str(raised.value)
