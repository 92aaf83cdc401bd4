"""Two networks in one: every part marked with what became of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equigraph.graph.changes import compare
from equigraph.graph.contract import complete, problems
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import Network
from equigraph.graph.summary import summarize
from equigraph.graph.union import unite

KINDS = {"added", "removed", "changed", ""}


def together(before: Network, after: Network, *, changed_only: bool = False) -> Network:
    return unite(before, after, compare(before, after), changed_only=changed_only)


@pytest.fixture(scope="module")
def networks(bundled_graph: KnowledgeGraph, changed_graph: KnowledgeGraph) -> tuple[Network, Network]:
    return bundled_graph.view("practices-to-goals"), changed_graph.view("practices-to-goals")


def test_a_real_change(networks: tuple[Network, Network]) -> None:
    before, after = networks
    union = together(before, after)
    changed = {(u, v): data for u, v, data in union.edges(data=True) if data["change"]}

    assert ["changed", "changed"] == [data["change"] for data in changed.values()]
    assert {"no effect found, one source", "mixed, 9 sources, counted as 8: some tell of the same study"} == {
        data["was"] for data in changed.values()
    }
    assert set(before) | set(after) == set(union)
    assert (len(before), len(before)) == (union.graph["shown"], union.graph["total"])
    assert "What changed: How practices connect to equity goals" == union.graph["title"]
    assert union.graph["summary"][0].startswith("1 claim added, 1 withdrawn;")
    assert {*before.graph["sources"], *after.graph["sources"]} == set(union.graph["sources"])
    assert [] == list(problems(union))


def test_only_what_changed(networks: tuple[Network, Network]) -> None:
    before, after = networks
    union = together(before, after, changed_only=True)
    more = {node["label"]: node["more"] for _, node in union.nodes(data=True)}

    assert {"High-dosage tutoring", "Academic achievement", "Attendance and engagement"} == set(more)
    assert 1 == more["High-dosage tutoring"]
    assert before.degree("https://w3id.org/equigraph/id/goal/academic-achievement") - 1 == more["Academic achievement"]
    assert "3 of 92 things shown: what changed, and the ends of lines that changed." == union.graph["notes"][0]
    assert (3, 92) == (union.graph["shown"], union.graph["total"])
    assert not any(node["listed"] for _, node in union.nodes(data=True))


def test_old_and_new_stand_side_by_side(bundled_graph: KnowledgeGraph) -> None:
    before, after = (bundled_graph.view("practice", practice=name) for name in ("looping", "advisory"))
    union = together(before, after)
    nodes = dict(union.nodes(data=True))

    assert {"added", "removed", ""} == {node["change"] for node in nodes.values()}
    assert all(node["change"] == node["note"] for node in nodes.values())
    assert {iri for iri in before if iri not in after} == {
        iri for iri, node in nodes.items() if node["change"] == "removed"
    }
    assert len({(node["x"], node["y"]) for node in nodes.values()}) == len(nodes)


def test_a_part_of_it_is_summed_up_by_what_became_of_it(bundled_graph: KnowledgeGraph) -> None:
    before, after = (bundled_graph.view("practice", practice=name) for name in ("looping", "advisory"))
    union = together(before, after)

    # "3 lines of evidence: 2 positive" would speak of lines that are no more
    assert ["13 lines: 7 added, 6 removed.", "13 things: 6 added, 5 removed, 2 the same in both."] == summarize(union)


def test_the_networks_themselves_stay(bundled_graph: KnowledgeGraph) -> None:
    before, after = (bundled_graph.view("practice", practice=name) for name in ("looping", "advisory"))
    texts = [repr((network.graph, dict(network.nodes(data=True)))) for network in (before, after)]
    union = together(before, after)
    union.graph["blind_spots"].append("x")
    for _, node in union.nodes(data=True):
        node["facts"].append(["a", "b"])

    assert texts == [repr((network.graph, dict(network.nodes(data=True)))) for network in (before, after)]


def test_a_note_is_kept() -> None:
    before, after = Network(), Network()
    before.add_node("a", note="no practice reaches it", label="A")
    after.add_node("a", note="no practice reaches it", label="B")

    assert "changed; no practice reaches it" == together(before, after).nodes["a"]["note"]


@pytest.mark.parametrize("changed_only", [False, True])
def test_nothing_with_nothing_is_nothing(changed_only) -> None:
    union = together(Network(), Network(), changed_only=changed_only)

    assert (0, ["No change."]) == (len(union), union.graph["summary"])


NETWORKS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.sampled_from("kl")), max_size=6)


@given(NETWORKS, NETWORKS)
@settings(max_examples=50, deadline=None)
def test_every_part_is_there_once_and_marked(first, second) -> None:
    networks = []
    for lines in (first, second):
        network = Network()
        network.add_edges_from(lines)
        complete(network)
        networks.append(network)
    before, after = networks
    union = together(before, after)

    assert set(union.edges(keys=True)) == {*before.edges(keys=True), *after.edges(keys=True)}
    for network, other, word in ((before, after, "removed"), (after, before, "added")):
        for edge in network.edges(keys=True):
            assert (word == union.edges[edge]["change"]) is (not other.has_edge(*edge))
    assert {data["change"] for *_, data in union.edges(data=True)} <= KINDS
    assert [] == list(problems(union))
