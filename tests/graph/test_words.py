"""Words: folding, places, marks, pieces and edits."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from equigraph.graph.words import EDIT_GRAMS, distance, edits_for, fold, grams, marks, words

LETTERS = st.text(string.ascii_lowercase, min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("folded", "text"),
    [
        ("english learners", "English  LEARNERS"),
        ("high dosage tutoring", "High-dosage tutoring!"),
        ("10 3102 0034654316628645", "10.3102/0034654316628645"),
        ("20 u s c 6301", "20 U.S.C. § 6301"),
        ("ecole elementaire", "École élémentaire"),
        ("ecole", "e\u0301cole"),  # the accent as a character of its own
        ("strasse", "Straße"),
        ("istanbul", "İstanbul"),
        ("ed12", "ＥＤ１２"),  # full-width
        ("office", "oﬃce"),  # joined letters
        ("cooperate", "co\u00adoperate"),  # a soft hyphen
        ("school", "\u202bschool\u202c"),  # marks of direction
        ("שלום", "שָׁלוֹם"),  # vowel points
        ("शिकषा", "शिक्षा"),  # vowel signs stay, the virama goes
        ("教 育 k 12", "教育K-12"),
        ("か っ こ う", "がっこう"),
        ("株 式 会 社", "㍿"),  # one character that stands for four
        ("", "?! 😀 ❤️ \x00"),
    ],
)
def test_fold(folded: str, text: str) -> None:
    assert folded == fold(text)


@given(st.text())
def test_words_are_what_is_folded_and_lie_in_the_text(text: str) -> None:
    found = words(text)

    assert fold(text).split() == [word.folded for word in found]
    assert all(0 <= word.start < word.end <= len(text) for word in found)
    assert [word.start for word in found] == sorted(word.start for word in found)
    # what stands at the place of a word is that word, and nothing is lost that the whole text has
    for word in found:
        assert word.folded in fold(text[word.start : word.end]).split()


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(text) == fold(fold(text))


@pytest.mark.parametrize(
    ("marked", "text", "phrases"),
    [
        (["Tutors", "tutoring"], "Tutors like tutoring", [("tutor",)]),
        ([], "Study of a tutor", [("ut",), ("s",)]),  # not inside a word, and one letter is no beginning
        (["High", "dosage"], "High-dosage, high hopes", [("high", "dos")]),
        ([], "High hopes", [("high", "dosage")]),
        (["Écoles"], "Écoles", [("ecole",)]),
        (["教育"], "公平教育", [("教", "育")]),
        (["a"], "a\u200b b", [("a",)]),
        ([], "", [("a",)]),
    ],
)
def test_marks(marked: list[str], text: str, phrases: list[tuple[str, ...]]) -> None:
    assert marked == [text[start:end].rstrip("\u200b") for start, end in marks(text, phrases)]


@given(st.text(), st.lists(st.text(max_size=5), max_size=3))
def test_marks_lie_within_the_text_in_order(text: str, wanted: list[str]) -> None:
    phrases = [tuple(fold(one).split()) for one in wanted if fold(one)]
    places = [place for pair in marks(text, phrases) for place in pair]

    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


@pytest.mark.parametrize(
    ("edits", "one", "other"),
    [
        (0, "tutor", "tutor"),
        (1, "tutroing", "tutoring"),
        (1, "lerners", "learners"),
        (1, "englishh", "english"),
        (1, "restoritive", "restorative"),
        (2, "acheivment", "achievement"),
        (3, "abc", "xyz"),  # two were allowed
        (3, "a", "abcdef"),
    ],
)
def test_distance(edits: int, one: str, other: str) -> None:
    assert edits == distance(one, other, 2)
    assert edits == distance(other, one, 2)


@st.composite
def near_words(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a word and the same with as many edits as its length allows."""
    word = draw(LETTERS)
    changed = word
    for _ in range(edits_for(word)):
        at = draw(st.integers(0, len(changed) - 1))
        letter = draw(st.sampled_from(string.ascii_lowercase))
        changed = draw(
            st.sampled_from(
                [
                    changed[:at] + letter + changed[at:],
                    changed[:at] + letter + changed[at + 1 :],
                    changed[:at] + changed[at + 1 :] or letter,
                ]
            )
        )
    return word, changed


@given(near_words())
def test_a_near_word_is_within_its_edits(pair: tuple[str, str]) -> None:
    word, changed = pair

    assert distance(word, changed, edits_for(word)) <= edits_for(word)


@given(near_words())
def test_a_near_word_shares_one_of_any_few_pieces(pair: tuple[str, str]) -> None:
    """What the index relies on: it looks only for the rarest pieces, and every near word has one of them."""
    word, changed = pair
    assume(edits_for(word))
    mine, theirs = grams(word), set(grams(changed))
    assume(len(mine) == len(word) + 1)  # no piece twice
    few = EDIT_GRAMS * edits_for(word) + 1

    lost = [gram for gram in mine if gram not in theirs]
    assert len(lost) < min(few, len(mine))
