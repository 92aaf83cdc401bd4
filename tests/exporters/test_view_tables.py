"""The tables of a view: every attribute has a column, and nothing that is drawn is missing from the evidence."""

from __future__ import annotations

import networkx as nx
import pytest

from equigraph.exporters.view_columns import CLAIM_COLUMNS, EDGE_COLUMNS, EVIDENCE_COLUMNS, NODE_COLUMNS, SOURCE_COLUMNS
from equigraph.exporters.view_tables import TABLES, ViewTables, made_for

P, G = "https://w3id.org/equigraph/id/practice/", "https://w3id.org/equigraph/id/goal/"


@pytest.mark.parametrize("view", ["practices-to-goals", "policies", "neighborhood"])
def test_every_attribute_has_a_column(tiny_graph, view):
    network = tiny_graph.view(view, **({"entity": "tutoring"} if view == "neighborhood" else {}))
    parts = {column.path for columns in TABLES.values() for column in columns}

    for _, node in network.nodes(data=True):
        assert set(node) == {column.path[0] for column in NODE_COLUMNS if column.path}
    for *_, edge in network.edges(data=True):
        assert set(edge) == {column.path[0] for column in EDGE_COLUMNS if column.path}
        assert {("grade", name) for name in edge["grade"]} <= parts
    for name, columns in (("statements", CLAIM_COLUMNS), ("sources", SOURCE_COLUMNS)):
        for record in network.graph[name].values():
            assert set(record) == {column.path[0] for column in columns if column.path}


@pytest.mark.parametrize("columns", TABLES.values(), ids=TABLES)
def test_a_column_has_a_name_of_its_own_and_a_meaning(columns):
    names = [column.name for column in columns]

    assert len(names) == len(set(names))
    assert all(column.meaning.endswith(".") for column in columns)


def test_the_evidence_of_a_line(tiny_graph):
    rows = ViewTables(tiny_graph.view("practices-to-goals")).evidence
    against, favour = [row for row in rows if row["from"] == "Tutoring"]

    assert all(list(EVIDENCE_COLUMNS) == list(row) for row in rows)
    assert {
        "row": "finding",
        "relation": "evidence on",
        "to": "Academic achievement",
        "verdict": "conflicting",
        "strength": "conflicting, 2 sources",
        "listed": "1 of 2",
        "finding": "Scores of English Learners fell.",
        "direction": "negative",
        "student_group": "English Learners",
        "finding_tie": "our reading (inferred)",
        "citation": "Roe, R. (2021). No effect of looping.",
        "from_kind": "practice",
        "to_kind": "equity goal",
        "line_kind": "bundle of claims",
    }.items() <= against.items()
    assert ("Scores rose.", "0.3 (standard deviations)", "p. 3", "2 of 2", "https://doi.org/10.1000/one") == tuple(
        favour[name] for name in ("finding", "effect_as_stated", "locator", "listed", "source_link")
    )


def test_things_without_a_line_are_rows_with_their_sources(tiny_graph):
    rows = ViewTables(tiny_graph.view("practices-to-goals")).evidence
    [row] = [row for row in rows if row["from"] == "Learner profiles"]

    assert "thing without a line" == row["row"]
    assert "No evidence in this graph" == row["finding"]
    assert "Roe, R. (2021). No effect of looping." == row["citation"]
    assert "general knowledge, not seen in a source" == row["basis"]
    assert ("", P + "profiles", "") == (row["to"], row["from_iri"], row["to_iri"])


def hand_made():
    network = nx.MultiDiGraph(
        title="By hand",
        statements={
            "s1": {"iri": "s1", "type": "statement", "sentence": "A costs 5.", "source": "x"},
            "s2": {"iri": "s2", "type": "triple", "sentence": "A leads to B.", "source": ""},
        },
        sources={"x": {"iri": "x", "citation": "X (2020).", "url": "javascript:alert(1)"}},
    )
    network.add_node("a", iri="a", label="A", kind="Practice", statements=["s1"])
    network.add_node("b", iri="b", label="B", kind="Widget")
    network.add_node("c", iri="c", label="C", kind="Thing", more=3)
    network.add_node("d", iri="d", label="D", kind="Thing", note="not studied")
    network.add_edge("a", "b", "k", iri="k", kind="triple", label="leads to", statements=["s2"])
    network.add_edge("b", "a", "k", iri="k", kind="group", label="meet", statements=["s2", "s3"], statement_count=1_200)
    network.add_edge("b", "b", "k", iri="k", kind="relation", label="sees itself")
    return network


def test_nothing_that_is_drawn_is_missing():
    rows = ViewTables(hand_made()).evidence

    assert [
        ("statement without a source", "A", "B", "1 of 1", "A leads to B.", ""),
        ("statement without a source", "B", "A", "1 of 1,200", "A leads to B.", ""),
        ("statement", "B", "A", "2 of 1,200; 1,198 not listed", "", ""),  # of which nothing else is known
        ("line without a statement", "B", "B", "0 of 0", "", ""),
        ("statement about a thing", "A", "", "1 of 1", "A costs 5.", "X (2020)."),
        ("thing, its lines not shown", "C", "", "", "3 lines to things not shown", ""),
        ("thing without a line", "D", "", "", "not studied", ""),
    ] == [tuple(row[name] for name in ("row", "from", "to", "listed", "finding", "citation")) for row in rows]
    assert "s3" == rows[2]["statement_iri"]
    assert "" == rows[4]["source_link"]  # no page may link to it
    assert {"By hand"} == {row["title"] for row in rows}


def test_rows_say_how_much_rests_on_a_claim_and_a_source():
    tables = ViewTables(hand_made())

    assert {"s1": 1, "s2": 2} == {row["statement_iri"]: row["stands_behind"] for row in tables["claims"]}
    assert [1] == [row["claims"] for row in tables["sources"]]
    assert "Widget" == tables["nodes"][1]["kind"]  # a kind that has no words is told as it is


def test_lines_between_groups_are_told_in_words(tiny_graph):
    network = tiny_graph.view("practices-to-goals", by="category")
    [told] = [row for row in ViewTables(network, tell=True).edges if row["claims"] == 2]

    assert "1 negative; 1 positive" == told["findings"]
    assert "lines between groups" == told["line_kind"]
    assert told["opened_by"].startswith("equigraph view practices-to-goals --")


def test_evidence_like_ours_and_ratings_are_told_in_words():
    network = nx.MultiDiGraph()
    network.add_edge("a", "b", "k", ours={"sentence": "2 like yours"}, grade={"ratings": [["WWC: strong", ["x"]]]})
    [row] = ViewTables(network, tell=True).edges

    assert ("2 like yours", "WWC: strong") == (row["evidence_like_ours"], row["ratings_as_stated"])
    assert "2 like yours" == ViewTables(network).evidence[0]["evidence_like_ours"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "everything this view knows of"),
        ({"parameters": {"goal": "A"}}, "goal: A"),
        ({"parameters": {"goal": "A", "by": "kind"}, "shown": 10, "total": 1_234}, "goal: A; by: kind; shown: 10 of 1,234"),
    ],
)  # fmt: skip
def test_what_a_view_is_made_for(facts, expected):
    assert expected == made_for(nx.MultiDiGraph(**facts))
