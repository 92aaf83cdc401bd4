"""Views that are larger than a picture: cut, or in groups; on the bundled graph and on a synthetic one that is large."""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from equigraph.errors import ParameterError
from equigraph.graph.groups import BY
from equigraph.graph.kinds import DIRECTIONS
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import Network

GENERATE = Path(__file__).parents[2] / "benchmarks" / "generate.py"
TRIPLES = 100_000
VIEWS = list(KnowledgeGraph.views())
ASKED = [name for name in VIEWS if name != "neighborhood"]  # which walks, and cuts on its way


@pytest.fixture(scope="module")
def large_graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    """Return a synthetic graph of 446 practices with 2,096 claims, and more policies and organizations."""
    spec = importlib.util.spec_from_file_location("generate", GENERATE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    path = module.write(tmp_path_factory.mktemp("large") / "large.nt", TRIPLES)
    with KnowledgeGraph.open(str(path)) as graph:
        yield graph


def totals(network: Network) -> dict[str, Any]:
    """Return what must be the same however an answer is drawn: lines by relation, verdicts, claims."""
    lines: Counter[tuple[str, bool]] = Counter()
    verdicts: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for _, _, edge in network.edges(data=True):
        for label, number in (edge["relations"] or {edge["label"]: 1}).items():
            lines[label, edge["general"]] += number
        assert edge["lines"] == sum(edge["relations"].values())
        verdicts.update(edge["verdicts"] or ({edge["verdict"]: 1} if edge["kind"] == "evidence" else {}))
        counts.update(edge["counts"])
    claims = sum(edge["claims"] for _, _, edge in network.edges(data=True))
    unlinked = sum(node["unlinked"] if node["members"] else node["listed"] for _, node in network.nodes(data=True))
    return {"lines": lines, "verdicts": verdicts, "counts": counts, "claims": claims, "unlinked": unlinked}


# --- cut ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ASKED)
def test_a_cut_view_says_so_and_keeps_verdicts_whole(bundled_graph: KnowledgeGraph, view: str) -> None:
    whole, part = bundled_graph.view(view), bundled_graph.view(view, max_nodes=6)
    total = len(whole)

    assert (6, total) == (len(part), part.graph["total"])
    assert (
        f"Only 6 of {total} things are shown; what follows counts these and the lines between them."
        == (part.graph["summary"][0])
    )
    assert part.graph["notes"][0].startswith(f"6 of {total} things shown, those with the most evidence")
    assert "See more with --max-nodes" in part.graph["notes"][0]
    # A line that is shown rests on all its claims; one that is not is counted at its end.
    assert dict(part.edges.items()).items() <= dict(whole.edges.items()).items()
    for iri, node in part.nodes(data=True):
        assert whole.degree(iri) - part.degree(iri) == node["more"]
        assert whole.nodes[iri]["listed"] == node["listed"]
    # Only what is shown is described.
    assert {iri for _, _, edge in part.edges(data=True) for iri in edge["statements"]} | {
        iri for _, node in part.nodes(data=True) for iri in node["statements"]
    } == part.graph["statements"].keys()


@pytest.mark.parametrize("view", VIEWS)
def test_no_bundled_view_is_cut(bundled_graph: KnowledgeGraph, view: str) -> None:
    network = bundled_graph.view(view)

    assert network.graph["shown"] == network.graph["total"] == len(network)
    assert {"more": {0}, "members": {0}} == {
        name: {node[name] for _, node in network.nodes(data=True)} for name in ("more", "members")
    }
    assert {0} >= {edge["lines"] for _, _, edge in network.edges(data=True)}


def test_the_note_counts_gaps_and_names_what_may_be_chosen(tiny_graph: KnowledgeGraph) -> None:
    [note] = tiny_graph.view("practices-to-goals", max_nodes=2, group="newcomers").graph["notes"]

    # Left out: tutoring with its general line to achievement, and two things without a line.
    assert (
        "2 of 6 things shown, those with the most evidence; 2 of those left out have no line. See more with "
        "--max-nodes 4; all of it in groups with --by category; a part of it with --goal, --practice, --category, "
        "--direction, --design."
    ) == note


def test_a_gap_is_no_gap_where_lines_were_cut(bundled_graph: KnowledgeGraph) -> None:
    """A goal whose practices are cut is not "reached by no practice"."""
    whole = bundled_graph.view("commitments")
    for most in range(2, 30):
        part = bundled_graph.view("commitments", max_nodes=most)
        assert {iri for iri, node in part.nodes(data=True) if node["note"]} <= {
            iri for iri, node in whole.nodes(data=True) if node["note"]
        }


def test_what_was_chosen_stays(bundled_graph: KnowledgeGraph) -> None:
    goals = ["accountability-for-equity", "fiscal-equity"]  # no practice has a claim about them
    network = bundled_graph.view("practices-to-goals", goal=goals, max_nodes=2)

    assert {"accountability-for-equity", "fiscal-equity"} == {iri.rsplit("/", 1)[-1] for iri in network}
    with pytest.raises(ParameterError, match='max-nodes is "1"; accepted: 2 or more'):
        bundled_graph.view("practices-to-goals", goal=goals, max_nodes=1)


def test_no_claim_is_denied_that_was_only_cut(bundled_graph: KnowledgeGraph) -> None:
    network = bundled_graph.view("student-group", group="english-learners", max_nodes=7)

    assert not [sentence for sentence in network.graph["summary"] if sentence.startswith("There is no claim")]


@pytest.mark.slow
@pytest.mark.parametrize(("view", "total"), [("practices-to-goals", 478), ("policies", 1057), ("organizations", 1480)])
def test_a_large_view_is_cut_to_what_holds_together(large_graph: KnowledgeGraph, view: str, total: int) -> None:
    network = large_graph.view(view)

    assert (300, total) == (network.graph["shown"], network.graph["total"])
    assert 300 == len(network)
    assert min(degree for _, degree in network.degree()) >= 1
    assert f"300 of {total:,} things shown" in network.graph["notes"][0]


@pytest.mark.slow
def test_evidence_that_fills_a_page_ends_the_picture(large_graph: KnowledgeGraph, monkeypatch) -> None:
    monkeypatch.setattr("equigraph.graph.condense.LEAST_STATEMENTS", 100)
    monkeypatch.setattr("equigraph.graph.condense.STATEMENTS_PER_THING", 1)
    network = large_graph.view("practices-to-goals", max_nodes=200)

    assert len(network) < 200
    assert 200 < len(network.graph["statements"]) < 300
    assert (
        f"{len(network)} of 478 things shown, those with the most evidence (the statements behind them fill"
        in (network.graph["notes"][0])
    )


# --- groups ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("view", VIEWS)
def test_groups_add_up_to_the_whole(bundled_graph: KnowledgeGraph, view: str, by: str) -> None:
    whole, grouped = bundled_graph.view(view), bundled_graph.view(view, by=by)

    assert totals(whole) == totals(grouped)
    assert len(whole) == grouped.graph["grouped"]
    assert len(whole) == sum(node["members"] or 1 for _, node in grouped.nodes(data=True))
    assert (by, "organic") == (grouped.graph["by"], grouped.graph["layout"]) or by != "community"
    assert grouped.graph["title"].endswith(f", in groups by {by}")
    assert f"by {by}; a group has no verdict of its own." in grouped.graph["summary"][0]


@pytest.mark.parametrize("by", BY)
def test_every_group_and_line_opens(bundled_graph: KnowledgeGraph, by: str) -> None:
    """What opens a group shows all its things; what opens a line shows its first statement, or sorts it anew."""
    whole = bundled_graph.view("practices-to-goals")
    grouped = bundled_graph.view("practices-to-goals", by=by)
    for _, node in grouped.nodes(data=True):
        if not node["members"]:
            assert {} == node["drill"]
            continue
        opened = bundled_graph.view(node["drill"]["view"], **node["drill"]["parameters"])
        things = {iri for iri in opened if iri in whole and opened.nodes[iri]["kind"] == node["kind"]}
        assert opened.graph["grouped"] >= node["members"] or len(things) >= node["members"] or by == "community"
    for _, _, edge in grouped.edges(data=True):
        if edge["lines"] and by == "category":
            opened = bundled_graph.view(edge["drill"]["view"], **edge["drill"]["parameters"])
            assert edge["lines"] == opened.number_of_edges()
            assert set(edge["statements"]) <= opened.graph["statements"].keys()


def test_a_line_between_groups_lists_what_speaks_against_first(large_graph: KnowledgeGraph) -> None:
    network = large_graph.view("practices-to-goals", by="kind")
    [(_, _, edge)] = network.edges(data=True)

    assert ("group", "", 1425, 2096) == (edge["kind"], edge["verdict"], edge["lines"], edge["statement_count"])
    assert 20 == len(edge["statements"])
    directions = [network.graph["statements"][iri]["direction"] for iri in edge["statements"]]
    assert sorted(directions, key=DIRECTIONS.index) == directions
    assert "negative" == directions[0]
    assert (
        "1,425 lines: 744 positive, 310 mixed, 21 conflicting, 249 no effect found, 33 negative, 68 insufficient"
    ) == edge["strength"]
    assert {"positive", "null", "mixed", "negative", "insufficient"} == edge["counts"].keys()


def test_things_without_a_category_say_so(tiny_graph: KnowledgeGraph) -> None:
    network = tiny_graph.view("practices-to-goals", by="category")
    practices = {node["label"]: node for _, node in network.nodes(data=True) if node["kind"] == "Practice"}

    assert {"Academic support: one practice", "No category recorded: 2 practices"} == practices.keys()
    without = practices["No category recorded: 2 practices"]
    assert ("no category recorded", 1, "1 of them without any line") == (
        without["category"],
        without["unlinked"],
        without["note"],
    )
    assert "2 practices: Looping and Learner profiles." == without["summary"]


def test_a_community_is_named_after_its_best_connected(tiny_graph: KnowledgeGraph) -> None:
    network = tiny_graph.view("practices-to-goals", by="community")

    assert {
        "around Academic achievement and Tutoring",
        "around Less exclusionary discipline and Looping",
        "no line: one practice",
        "no line: one equity goal",
    } == {node["label"] for _, node in network.nodes(data=True)}
    assert "No source speaks of it." in network.graph["notes"][0]


def test_lines_that_nobody_states_are_listed_as_such(tmp_path: Path) -> None:
    file = tmp_path / "mine.nt"
    links = [("a", "b"), ("a", "c"), ("b", "c")]
    file.write_text(
        "".join(f"<http://example.org/{u}> <http://example.org/knows> <http://example.org/{v}> .\n" for u, v in links)
    )
    with KnowledgeGraph.open(str(file)) as graph:
        network = graph.view("neighborhood", entity="http://example.org/a", radius=2, by="kind")

    lines = {edge["strength"]: edge for _, _, edge in network.edges(data=True)}
    # The thing that the view is about is in no group.
    assert {"2 lines: 2 without a source", "one line: 1 without a source"} == lines.keys()
    assert [2, 1] == [edge["statement_count"] for edge in lines.values()]
    assert all(len(edge["statements"]) == edge["statement_count"] for edge in lines.values())


def test_very_many_groups_are_cut_too(bundled_graph: KnowledgeGraph) -> None:
    network = bundled_graph.view("practices-to-goals", by="category", max_nodes=10)

    assert (10, 43) == (network.graph["shown"], network.graph["total"])
    assert (
        "92 things are drawn in 10 of 43 groups, by category; a group has no verdict of its own."
        == (network.graph["summary"][0])
    )
    assert network.graph["notes"][0].startswith("10 of 43 groups shown, those with the most evidence.")


def test_an_unknown_way_of_grouping_is_explained(bundled_graph: KnowledgeGraph) -> None:
    with pytest.raises(ParameterError, match='by is "size"; accepted: kind, category or community'):
        bundled_graph.view("policies", by="size")


@pytest.mark.slow
@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("view", ["practices-to-goals", "policies", "organizations"])
def test_large_views_in_groups_are_whole(large_graph: KnowledgeGraph, view: str, by: str) -> None:
    network = large_graph.view(view, by=by)

    assert {"practices-to-goals": 478, "policies": 1057, "organizations": 1480}[view] == network.graph["grouped"]
    assert {"practices-to-goals": 1425, "policies": 2884, "organizations": 4429}[view] == totals(network)[
        "lines"
    ].total()
    assert len(network) <= 300
