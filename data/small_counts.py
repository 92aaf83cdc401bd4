"""Keep small counts of students out: where few are counted, a reader may recognise one.

A count from 1 to one less than the threshold is refused, or left out
where that was asked for; zero and an empty cell name nobody. A message never repeats the count: it may be published.
Limits: in free text only usual spellings are found, in English; shares ("3%") are not counts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from equigraph.data.sheet import Row
from equigraph.errors import RowError

__all__ = ["THRESHOLD", "CountGuard", "find_small_counts", "is_small_count"]

THRESHOLD = 10  # students; the shapes say the same of eq:studentCount
_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_VALUES = {word: float(number) for number, word in enumerate(_WORDS)}
_WORD = "|".join(_WORDS)
_GROUPED = r"\d{1,3}(?:[,' ]\d{3})+(?!\d)"
_DIGITS = rf"{_GROUPED}|(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:e[+-]?\d+)?"
_WHOLE = rf"{_GROUPED}|\d+(?![.,]?\d)"
_NUMBER = re.compile(rf"({_DIGITS}|\b(?:{_WORD})\b)\s*(%|percent\b|per cent\b)?")
_PEOPLE = "students|pupils|children|learners|participants|youths?|boys|girls|kids|graduates|respondents"
_NO_DESCRIPTION = (
    "percent|per|in|of|to|or|and|out|for|with|from|on|by|at|as|than|that|"
    "times|years?|grades?|months?|weeks?|days?|hours?|schools?|districts?"
)
_NO_COUNT = ("grade ", "grades ", "year ", "level ", "tier ", "age ", "ages ", "class ", "top ", "one in ", "1 in ")
_BEFORE = r"(?<![\w.,$-])" + "".join(f"(?<!{words})" for words in _NO_COUNT)
# In this order: "7 students" and "seven Black students"; "1 student"; the size of a sample.
_COUNTED = re.compile(
    rf"{_BEFORE}(?P<count>{_WHOLE}|{_WORD})(?:\s+(?!(?:{_NO_DESCRIPTION})\b)[\w-]+){{0,2}}?\s+(?:{_PEOPLE})\b(?!['-])"
    rf"|{_BEFORE}(?P<single>1) (?:student|pupil|child|learner|participant)\b(?! per| group|['-])"
    rf"|\bn\s*=\s*(?P<sample>{_WHOLE})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CountGuard:
    """What happens to small counts at the door.

    Attributes:
        threshold: The least number of students that may be told.
        is_suppressing: Whether a small count is left out, and that said; otherwise it is refused.
    """

    threshold: int = THRESHOLD
    is_suppressing: bool = False

    def admit(self, row: Row, column: str, problems: list[RowError], notes: list[str]) -> str:
        """Return what a cell with a count of students says, and nothing when the count is small.

        Args:
            row: The row.
            column: Its column of counts.
            problems: Where a small count goes that is refused.
            notes: Where it is said that one is left out.

        Example:
            >>> problems = []
            >>> row = Row("findings.csv", 2, {"students": "7", "schools": "7"})
            >>> CountGuard().admit(row, "students", problems, [])
            ''
            >>> print(problems[0].reason)
            students could be recognised: the count is below 10; give a sum over more students, or leave the cell empty
        """
        cell = row.cells[column]
        if not is_small_count(cell, self.threshold):
            return cell
        if self.is_suppressing:
            place = f"{row.table}, sheet {row.sheet}" if row.sheet else row.table
            place = f"{place}, row {row.number}, column {column}"
            notes.append(f"{place}: a count below {self.threshold} was left out; it is not kept")
        else:
            problems.append(row.problem(column, _refusal(self.threshold, "leave the cell empty")))
        return ""

    def check_text(self, row: Row, column: str, problems: list[RowError]) -> None:
        """Report small counts in a sentence; a sentence is never changed, so that there is nothing to leave out.

        Example:
            >>> problems = []
            >>> CountGuard().check_text(Row("t.csv", 2, {"finding": "All seven students passed."}), "finding", problems)
            >>> print(problems[0].reason)
            students could be recognised: the count is below 10; give a sum over more students, or say "fewer than 10"
        """
        if find_small_counts(row.cells[column], self.threshold):
            problems.append(row.problem(column, _refusal(self.threshold, f'say "fewer than {self.threshold}"')))


def is_small_count(cell: str, threshold: int = THRESHOLD) -> bool:
    """Say whether a cell of a column of counts tells of few students, however it is written.

    Example:
        >>> [is_small_count(cell) for cell in ("7", " 7.0", "seven", "2 of 30", "<5")]
        [True, True, True, True, True]
        >>> [is_small_count(cell) for cell in ("", "0", "10", "1,500", "<10", "3%", "*")]
        [False, False, False, False, False, False, False]
    """
    found = _NUMBER.findall(_normal(cell))
    return any(_is_small(number, threshold) for number, share in found if not share)


def find_small_counts(text: str, threshold: int = THRESHOLD) -> list[str]:
    """Return the parts of a text that tell of few students.

    Example:
        >>> find_small_counts(
        ...     "Of 120 students, 7 English learners (n = 6 girls) left; 5 percent of students in grade 4."
        ... )
        ['7 English learners', 'n = 6']
        >>> find_small_counts("In 2019, 1,200 students of grades 6-8 had one-to-one tutoring for 9 weeks.")
        []
    """
    plain = unicodedata.normalize("NFKC", text)
    return [
        found[0]
        for found in _COUNTED.finditer(plain)
        if not _is_name(found[0], plain[: found.start()].rstrip())
        and _is_small((found["count"] or found["single"] or found["sample"]).casefold(), threshold)
    ]


def _is_name(found: str, before: str) -> bool:
    """Say whether a number is a part of a name, as in "Teach to One": capital, and not at the start of a sentence."""
    return (
        found[:1].isupper()
        and not found.upper().replace(" ", "").startswith("N=")
        and bool(before)
        and before[-1] not in ".!?:;("
    )


def _normal(text: str) -> str:
    """Return a text with plain digits and spaces, in small letters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in plain)


def _is_small(number: str, threshold: int) -> bool:
    if number in _VALUES:
        return 0 < _VALUES[number] < threshold
    is_grouped = re.fullmatch(_GROUPED, number)
    value = float(re.sub("[,' ]", "", number) if is_grouped else number.replace(",", "."))
    return 0 < value < threshold


def _refusal(threshold: int, instead: str) -> str:
    return f"students could be recognised: the count is below {threshold}; give a sum over more students, or {instead}"
