"""Tests of the recipe of a picture that is more than a view; test_snapshot.py has those of views."""

from __future__ import annotations

import json

import pytest

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.selection import Selection
from equigraph.graph.snapshot import read_snapshot, take
from equigraph.graph.verify import diff, verify

CREATED = "2026-11-24T12:00:00+00:00"
VIEW = [("view", "practice"), ("practice", "looping")]


@pytest.mark.parametrize(
    "more", [[], [("by", "kind")], [("from", "practice:looping")]], ids=["plain", "groups", "ends"]
)
def test_a_plain_view_gives_the_same_file_however_it_was_chosen(
    bundled_graph: KnowledgeGraph, more: list[tuple[str, str]]
) -> None:
    chosen = {"practice": "looping"} | {name: value for name, value in more if name == "by"}
    by_name = take(bundled_graph, "practice", chosen, author="A", created=CREATED)
    by_hand = take(bundled_graph, Selection.read([*VIEW, *more]), author="A", created=CREATED)

    assert by_name.to_text() == by_hand.to_text()
    assert [] == by_hand.recipe["selection"]


@pytest.mark.parametrize(
    ("pairs", "view", "words"),
    [
        ([*VIEW, ("do", "expand~practice:looping"), ("note", "practice:looping~A \N{SNOWMAN}"), ("mark", "practice:looping")], "practice", "practice"),
        ([*VIEW, ("do", "pin~practice:looping~10~900"), ("layout", "organic")], "practice", "practice"),
        ([("question", "who-does"), ("keep.mapping", "stated")], "", "who-does"),
        ([("thing", "practice:looping"), ("do", "add~goal:academic-achievement")], "", ""),
    ],
    ids=["view", "moved", "question", "things"],
)  # fmt: skip
def test_what_was_made_of_it_is_made_again(
    bundled_graph: KnowledgeGraph, pairs: list[tuple[str, str]], view: str, words: str
) -> None:
    selection = Selection.read(pairs)
    taken = take(bundled_graph, selection, created=CREATED)
    read = read_snapshot(taken.to_text().encode())
    queries = {**bundled_graph.views(), **bundled_graph.questions()}

    assert selection == Selection.read((name, value) for name, value in read.recipe["selection"])
    assert (view, queries[words].text if words else "") == (read.recipe["view"], read.recipe["query"])
    assert selection.is_moved == read.recipe["layout"]["moved_by_hand"]
    assert taken.to_text() == read.to_text()
    found = verify(bundled_graph, read)
    assert ("same result", ("The same result.",)) == (found.outcome, found.sentences)
    assert found.today is not None
    assert read.digest == found.today.digest


def test_notes_and_highlights_enter_the_snapshot_and_never_the_data(bundled_graph: KnowledgeGraph) -> None:
    before = sum(1 for _ in bundled_graph.reader.triples())
    taken = take(
        bundled_graph, Selection.read([*VIEW, ("note", "practice:looping~Ours"), ("mark", "practice:looping")])
    )
    document = json.loads(taken.to_text())

    assert "Note: Ours" in json.dumps(document["network"])
    assert [["note", "practice:looping~Ours"], ["mark", "practice:looping"]] == document["recipe"]["selection"][2:]
    assert before == sum(1 for _ in bundled_graph.reader.triples())
    assert not any("Ours" in line for line in taken.network.graph["triples"])


def test_another_selection_is_a_cause_of_what_differs(bundled_graph: KnowledgeGraph) -> None:
    one, other = (
        take(bundled_graph, Selection.read([*VIEW, ("do", f"hide~goal:{goal}")]))
        for goal in ("academic-achievement", "close-achievement-gaps")
    )

    assert ("What was done to the picture differs.",) == diff(one, other).causes
