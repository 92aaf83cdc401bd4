"""A question says what was chosen, not the letter that stands for it."""

from __future__ import annotations

import re

import pytest

from equigraph.graph.query_file import NamedQuery
from equigraph.graph.reader import own_queries
from equigraph.web.asked_words import LETTERS, asked_words

QUESTIONS = own_queries("questions")


@pytest.mark.parametrize(
    ("name", "chosen", "words"),
    [
        ("policies-for-group", {"group": "English Learners"}, "Which policies address English Learners, where do they"),
        (
            "claims-behind",
            {"practice": "Looping", "goal": "Attendance"},
            "Why is Looping connected to Attendance: which",
        ),
        ("source-says", {"source": r"Roe \1 (2021)"}, r"What does Roe \1 (2021) say: which"),
        ("claims-behind", {"exact": "yes"}, "Why is practice P connected to goal G: which"),
        ("contested", {}, QUESTIONS["contested"].question),
    ],
)
def test_what_is_asked(name: str, chosen: dict[str, str], words: str) -> None:
    assert asked_words(QUESTIONS[name], chosen).startswith(words)


@pytest.mark.parametrize("query", QUESTIONS.values(), ids=QUESTIONS)
def test_no_letter_is_left_once_something_is_chosen(query: NamedQuery) -> None:
    chosen = {one.name: "Something" for one in query.parameters if one.type in LETTERS}

    assert not chosen or not re.search(r"\b(practice|goal|group|source|commitment) [A-Z]\b", asked_words(query, chosen))
