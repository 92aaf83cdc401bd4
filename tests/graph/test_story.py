"""A story file becomes a story, or every mistake in it is told with its line and slide."""

from __future__ import annotations

from pathlib import Path

import pytest

from equigraph.errors import StoryError
from equigraph.graph.story import MOST_PARTS, Part, Story, is_story, read_story

WHOLE = """
title: English learners and their goals
author: A. Author
date: 2026-11-24
slides:
  - text: Only the author's words.
    title: Where we start
  - view: practices-to-goals
    parameters: {group: english-learners, goal: [one, two], exact: yes, max-nodes: 40}
    title: My title
    text: My own sentence.
  - gaps:
  - gaps: {group: english-learners, rows: category}
  - why: [restorative-practices, academic-achievement]
    parameters: {limit: 3}
  - question: practices-for-goal
  - snapshot: before.snapshot
"""


@pytest.fixture
def story(tmp_path):
    """Return what reads a text as a story file."""

    def read(text: str) -> Story:
        path = tmp_path / "story.yaml"
        path.write_text(text, encoding="utf-8")
        return read_story(path)

    return read


def test_every_kind_of_slide_is_read(story) -> None:
    found = story(WHOLE)

    assert ("English learners and their goals", "A. Author", "2026-11-24") == (found.title, found.author, found.date)
    assert (
        Part("text", 1, 6, title="Where we start", text="Only the author's words."),
        Part(
            "view", 2, 8, "practices-to-goals",
            parameters={"group": "english-learners", "goal": ("one", "two"), "exact": True, "max-nodes": "40"},
            title="My title", text="My own sentence.",
        ),
        Part("gaps", 3, 12),
        Part("gaps", 4, 13, parameters={"group": "english-learners", "rows": "category"}),
        Part("why", 5, 14, ends=("restorative-practices", "academic-achievement"), parameters={"limit": "3"}),
        Part("question", 6, 16, "practices-for-goal"),
        Part("snapshot", 7, 17, "before.snapshot"),
    ) == found.parts  # fmt: skip


SLIDES = "title: T\nslides:\n"
KINDS = "view, gaps, why, question, snapshot, text"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- a", "line 1: a story has the keys title, author, date, slides"),
        ("slides: [{text: x}]", "line 1: title is missing; every story has one"),
        ("title: T", "line 1: slides is missing; a story has at least one"),
        ("title:\nslides: [{text: x}]", "line 1: title is empty; accepted: a text"),
        ("title: '  '\nslides: [{text: x}]", "line 1: title is empty; accepted: a text"),
        (f"title: {'x' * 301}\nslides: [{{text: x}}]", "line 1: title has 301 characters; at most 300 are accepted"),
        (SLIDES + f"  - text: {'x' * 10_001}", "line 3, slide 1: text has 10,001 characters; at most 10,000 are accepted"),
        ("title: [a]\nslides: [{text: x}]", "line 1: title is a list; accepted: a text"),
        ("title: T\nslides:", "line 2: slides holds no list; accepted: at least one entry that begins with -"),
        ("title: T\nslides: []", "line 2: slides holds no list; accepted: at least one entry that begins with -"),
        ("title: T\nslides: {text: x}", "line 2: slides holds no list; accepted: at least one entry that begins with -"),
        (SLIDES + "  - text: x\n" * (MOST_PARTS + 1), "line 2: slides has 101 entries; at most 100 are accepted"),
        ("title: T\nauthr: me\nslides: [{text: x}]",
         'line 2: a story has no key "authr"; there are: title, author, date, slides (did you mean "author"?)'),
        (SLIDES + "  - foo", f"line 3, slide 1: this is no slide; one begins with one of: {KINDS}"),
        (SLIDES + "  - title: x", f"line 3, slide 1: this slide shows nothing; accepted: one of {KINDS}"),
        (SLIDES + "  - text: x\n    view: a\n    gaps:", "line 5, slide 1: a slide shows one thing, not view and gaps"),
        (SLIDES + "  - text: x\n  - view: a\n    tilte: b",
         'line 5, slide 2: a slide with view has no key "tilte"; there are: view, title, text, parameters (did you mean "title"?)'),
        (SLIDES + "  - veiw: a\n    text: b",
         'line 3, slide 1: a slide has no key "veiw"; there are: view, gaps, why, question, snapshot, title, text (did you mean "view"?)'),
        (SLIDES + "  - view:", "line 3, slide 1: view is empty; accepted: a text"),
        (SLIDES + "  - gaps: all",
         "line 3, slide 1: gaps holds no choices; accepted: the choices of a gap map, such as {group: english-learners}"),
        (SLIDES + "  - view: a\n    parameters: b",
         "line 4, slide 1: parameters holds no choices; accepted: names and values, such as {group: english-learners}"),
        (SLIDES + "  - view: a\n    parameters:\n      group:",
         "line 5, slide 1: group has no value; accepted: a text, a number, yes or no, or a list"),
        (SLIDES + "  - view: a\n    parameters: {group: [[b]]}",
         "line 4, slide 1: group has no value; accepted: a text, a number, yes or no, or a list"),
        *(
            (SLIDES + f"  - why: {value}",
             "line 3, slide 1: why holds no two names; accepted: two names in brackets, such as [looping, academic-achievement]")
            for value in ("a", "[a]", "[a, b, c]", "[a, '']", "[a, [b]]")
        ),
        (SLIDES + "  - snapshot: x\n    parameters: {}",
         'line 4, slide 1: a slide with snapshot has no key "parameters"; there are: snapshot, title, text'),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_line_and_slide(story, text, problem) -> None:
    with pytest.raises(StoryError) as caught:
        story(text)

    assert (problem,) == caught.value.problems


def test_all_mistakes_are_told_at_once(story, tmp_path) -> None:
    with pytest.raises(StoryError) as caught:
        story("titel: T\nslides:\n  - foo\n  - text:\n")

    assert (
        f"4 problems in {tmp_path / 'story.yaml'}; nothing was written:\n"
        '  line 1: a story has no key "titel"; there are: title, author, date, slides (did you mean "title"?)\n'
        "  line 1: title is missing; every story has one\n"
        f"  line 3, slide 1: this is no slide; one begins with one of: {KINDS}\n"
        "  line 4, slide 2: text is empty; accepted: a text"
    ) == str(caught.value)


@pytest.mark.parametrize(
    ("name", "expected"), [("a.yaml", True), ("A.YML", True), ("practices-to-goals", False), ("a.snapshot", False)]
)
def test_a_story_is_known_by_its_ending(name, expected) -> None:
    assert expected == is_story(name)


def test_a_story_by_hand_says_the_slide_alone() -> None:
    assert "slide 2" == Part("text", 2, text="x").place
    assert "line 7, slide 2" == Part("text", 2, 7, text="x").place
    assert Path("story.yaml") == Story("T", ()).path
