"""A story is told in a graph: finished values, or everything that does not exist there, at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from equigraph.errors import StoryError
from equigraph.graph.story import Part, Story
from equigraph.graph.telling import resolve

VIEW, GROUP = "practices-to-goals", {"group": "learners"}


def told(graph, *parts: Part):
    return resolve(graph, Story("T", parts, "A. Author", "today", Path("folder/story.yaml")))


def test_every_part_becomes_what_it_shows(tiny_graph) -> None:
    found = told(
        tiny_graph,
        Part("text", 1, text="Words."),
        Part("view", 2, name=VIEW, parameters={**GROUP, "max_nodes": "5", "exact": True}, title="Mine"),
        Part("gaps", 3, parameters={"group": ("learners", "newcomers"), "max-rows": "2"}),
        Part("why", 4, ends=("tutoring", "achievement"), parameters={"limit": "3"}),
        Part("question", 5, name="practices-for-goal", parameters={"goal": "achievement"}, text="Mine too."),
    )

    assert ("T", "A. Author", "today") == (found.title, found.author, found.date)
    assert [(1, "", "Words."), (2, "Mine", ""), (3, "", ""), (4, "", ""), (5, "", "Mine too.")] == [
        (part.number, part.title, part.text) for part in found.parts
    ]
    words, view, gaps, why, answer = (part.value for part in found.parts)
    assert words is None
    assert {"group": "English Learners", "exact": "yes", "max-nodes": "5"} == view.graph["parameters"]
    assert ["English Learners", "Newcomers"] == [one.label for one in gaps.populations]
    assert 2 == len(gaps.rows)
    assert ("Tutoring", "Academic achievement", 3) == (why.start_label, why.end_label, why.limit)
    assert ["Tutoring"] == [row[0].value for row in answer.rows]


def test_the_graph_says_what_it_is_even_of_a_story_of_words(bundled_graph) -> None:
    found = told(bundled_graph, Part("text", text="Words."))
    view = bundled_graph.view(VIEW, practice="looping")

    assert 0 == len(found.catalog)
    for name in ("dataset", "data_version", "data_date", "licence", "citation", "about", "blind_spots"):
        assert view.graph[name] == found.catalog.graph[name]


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        (Part("view", name="practices-to-gaols"),
         'no view "practices-to-gaols"; there are: commitments, neighborhood, organizations, policies, practice, practices-to-goals, source, student-group (did you mean "practices-to-goals" or "practice"?)'),
        (Part("view", name="practice", parameters={"practise": "x"}),
         'practice has no parameter "practise"; there are: practice, no-inferred, max-nodes, by (did you mean "practice"?)'),
        (Part("view", name=VIEW, parameters={"group": "lerners"}),
         'no student group "lerners" in the graph; an IRI, a CURIE, a slug or a label is accepted'),
        (Part("view", name=VIEW, parameters={"group": "learners", "exact": "maybe"}),
         'exact is "maybe"; accepted: yes or no'),
        (Part("view", name=VIEW, parameters={"group": False}),
         "group is yes or no; accepted: a name or a number (a name such as “no” in quotes)"),
        (Part("view", name=VIEW, parameters={"group": ("learners", "newcomers")}),
         "group is a list of 2; accepted: one value"),
        (Part("view", name=VIEW, parameters={"max-nodes": "many"}),
         'max-nodes is "many"; accepted: a whole number, 0 or more'),
        (Part("view", name=VIEW, parameters={"max-nodes": "0"}), 'max-nodes is "0"; accepted: 1 or more'),
        (Part("view", name="practice"), "practice needs a practice: the usual one is not in this graph"),
        (Part("gaps", parameters={"rows": "practise"}),
         'rows is "practise"; accepted: practice, category, organization (did you mean "practice"?)'),
        (Part("gaps", parameters={"gruop": "learners"}),
         'gaps has no parameter "gruop"; there are: rows, group, exact, practice, goal, category, design, no-inferred, max-rows (did you mean "group"?)'),
        (Part("why", ends=("tutoring", "achievment")),
         'no thing "achievment" in the graph; an IRI, a CURIE, a slug or a label is accepted'),
        (Part("question", name="nothing"), 'no question "nothing"; there are: '),
        (Part("question", name="without-evidence", parameters={"goal": "x"}),
         'without-evidence has no parameter "goal"; there are: limit'),
    ],
    ids=lambda value: value.kind if isinstance(value, Part) else "",
)  # fmt: skip
def test_what_does_not_exist_is_told(tiny_graph, part, problem) -> None:
    with pytest.raises(StoryError) as caught:
        told(tiny_graph, part)

    assert caught.value.problems[0].startswith(f"slide 1: {problem}")


def test_all_parts_are_tried(tiny_graph) -> None:
    with pytest.raises(StoryError) as caught:
        told(tiny_graph, Part("view", 1, 4, "x"), Part("text", 2, 5, text="fine"), Part("question", 3, 6, "y"))

    assert ["line 4, slide 1", "line 6, slide 3"] == [one.split(":")[0] for one in caught.value.problems]
