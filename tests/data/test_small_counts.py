"""The small-count guard: no spelling of a small count of students passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.data.sheet import Row
from equigraph.data.small_counts import CountGuard, find_small_counts, is_small_count
from equigraph.errors import RowError

WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
FULL_WIDTH = str.maketrans("0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19")
ARABIC = str.maketrans("0123456789", "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669")
SPELLINGS = (
    str,
    lambda count: f" {count}.0 ",
    lambda count: f"{count},5",
    lambda count: f"0{count}",
    lambda count: f"{count}e0",
    lambda count: f"+{count}",
    lambda count: f"-{count}",
    lambda count: f"<{count}",
    lambda count: f"{count} students",
    lambda count: f"n={count}",
    lambda count: f"{count} of 1,200",
    lambda count: f"about {count}\u00a0",
    lambda count: WORDS[count - 1],
    lambda count: WORDS[count - 1].title(),
    lambda count: str(count).translate(FULL_WIDTH),
    lambda count: str(count).translate(ARABIC),
    lambda count: f"{count}?",
)


@given(st.integers(1, 9), st.sampled_from(SPELLINGS))
def test_no_spelling_of_a_small_count_passes(count: int, spell) -> None:
    assert is_small_count(spell(count))


@given(st.integers(10, 10**9), st.sampled_from(["{}", "{:,}", " {} ", "{}.0", "<{}", "n = {}"]))
def test_large_counts_pass(count: int, spelling: str) -> None:
    assert not is_small_count(spelling.format(count))


@pytest.mark.parametrize(
    "cell", ["", " ", "0", "0.0", "zero", "3%", "3 percent", "*", "not reported", "ten", "1 200", "1'200"]
)
def test_what_names_nobody_passes(cell: str) -> None:
    assert not is_small_count(cell)


@pytest.mark.parametrize(("expected", "threshold"), [(False, 5), (False, 7), (True, 8), (True, 20)])
def test_the_threshold_can_be_set(expected: bool, threshold: int) -> None:
    assert expected == is_small_count("7", threshold)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["7 students"], "Only 7 students finished."),
        (["seven Black students"], "Of 40, seven Black students finished."),
        (["3 students with"[:10]], "3 students with disabilities"),
        (["n = 6"], "Fewer finished (n = 6)."),
        (["N=6"], "N=6"),
        (["1 student"], "1 student left."),
        (["N = 6"], "In all, N = 6."),
        (["Two students"], "It ended. Two students left."),
        ([], "After three years, Teach to One students scored higher."),
        (["Nine children"], "Nine children."),
        (["\uff17 students".replace("\uff17", "7")], "\uff17 students"),
        ([], "1 student per device"),
        ([], "5 percent of students; one in five students; two groups of students"),
        ([], "grade 5 students, grades 6-8 students, year 7 students, K-5 students"),
        ([], "120 students, 1,200 pupils, 10 students, n = 35, n = 1,006"),
        ([], "effect size 0.7 for students; p < .05; 9 weeks; in 2019 students"),
        ([], "0 students, no students, one-to-one students"),
        ([], "3 schools with 400 students"),
    ],
)
def test_small_counts_are_found_in_sentences(expected: list[str], text: str) -> None:
    assert expected == find_small_counts(text)


def admit(cell: str, guard: CountGuard, sheet: str = "") -> tuple[str, list[str], list[str]]:
    problems: list[RowError] = []
    notes: list[str] = []
    admitted = guard.admit(Row("t.xlsx", 3, {"students": cell}, sheet), "students", problems, notes)
    return admitted, [problem.message for problem in problems], notes


def test_a_small_count_is_refused_without_repeating_it() -> None:
    reason = (
        "students could be recognised: the count is below 10; give a sum over more students, or leave the cell empty"
    )

    assert ("", [f"t.xlsx, sheet S, row 3, column students: {reason}"], []) == admit("7", CountGuard(), "S")
    assert ("12", [], []) == admit("12", CountGuard())


def test_a_small_count_is_left_out_where_that_was_asked_for() -> None:
    note = "row 3, column students: a count below 10 was left out; it is not kept"

    assert ("", [], [f"t.xlsx, {note}"]) == admit("7", CountGuard(is_suppressing=True))
    assert ("", [], [f"t.xlsx, sheet S, {note}"]) == admit("7", CountGuard(is_suppressing=True), "S")


def test_a_sentence_with_a_small_count_is_refused() -> None:
    problems: list[RowError] = []
    for finding in ("Only 7 students passed.", "Only 70 students passed."):
        CountGuard().check_text(Row("t.csv", 2, {"finding": finding}), "finding", problems)

    assert [
        't.csv, row 2, column finding: students could be recognised: the count is below 10; give a sum over more students, or say "fewer than 10"'
    ] == [problem.message for problem in problems]
