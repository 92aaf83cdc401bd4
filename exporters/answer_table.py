"""The answer to a named question as a table for a slide: which columns fit, in plain words, and what the notes hold.

A slide has room for a few columns of large letters. Those that name sources, places in them and identifiers stand in
the notes, sources as numbers in the table too; counts of findings by direction are one column, so that none of them can
be left out. Of the others as many are shown as fit; the rest is counted, and the notes hold every row whole. What is
lost: nothing of the rows that are shown; of very many rows the first are, and it says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from equigraph.exporters.evidence import DIRECTIONS
from equigraph.exporters.gap_columns import DIRECTION_COLUMNS
from equigraph.exporters.rows import short
from equigraph.graph.kinds import count_words, sentence_case
from equigraph.graph.labels import ELLIPSIS, clean, text_width

if TYPE_CHECKING:
    from equigraph.graph.knowledge_graph import Answer

__all__ = ["CITED", "MOST_ROWS", "NO_ROWS", "AnswerTable", "column_words", "table_of"]

MOST_ROWS: Final = 100  # some thirty slides; the command line has them all
LEAST_PT: Final = 18.0
MARGIN_PT: Final = 16.0  # in a cell, both sides
WIDEST_PT: Final = 420.0  # that a column of texts asks for
MOST_LINES: Final = 5.0  # of a cell, about
LONG_PT: Final = 320.0  # for very long texts, which may take a line more
NARROWEST_PT: Final = 130.0  # in which a text can still be read
SHORT_LENGTH: Final = 18  # characters of a value that is no text but a word
CELL_LENGTH: Final = 320  # characters of a cell; the notes have the whole text
CITED: Final = ("source", "citation")
ONLY_IN_NOTES: Final = frozenset({*CITED, "titles", "locator", "check", "checkNote", "original"})
# What goes first where there is no room for all; then the last text, then the last of the rest.
LESS_NEEDED: Final = (
    *("tier", "metric", "effect", "counted", "groups", "category", "design", "scope", "reading", "policies", "places"),
    *("sharedStudies", "trials", "tiers", "only", "otherStated", "otherLinks", "about", "year", "type"),
)
FINDINGS: Final = "findings"
# What is never left out: which way it points, and whether it is our reading.
KEPT: Final = frozenset({FINDINGS, "verdict", "direction", "directions", "link"})
NO_ROWS: Final = "No answer for these choices in these data."


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """An answer, ready for slides.

    Attributes:
        title: Of the question, with what was chosen.
        takeaway: The question, how many rows it has, and what is not shown.
        header: Names of the columns.
        rows: Texts of the cells; the numbers of sources are not among them.
        cited: Of each row, the citations that it names.
        widths: Of the columns, in points; they fill the room.
        notes: Of each row, all of its columns.
    """

    title: str
    takeaway: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cited: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    values: tuple[str, ...]
    least: float
    wanted: float
    is_short: bool


def table_of(answer: Answer, width_pt: float, share: float = 1.0) -> AnswerTable:
    """Return the answer as a table.

    Args:
        answer: The answer.
        width_pt: How wide it is, in points.
        share: How wide letters are at most, as a share of what is reckoned with for any.
    """
    width_pt = width_pt / share  # as if letters were wider; the widths of columns are shares of the room
    rows = answer.rows[:MOST_ROWS]
    texts = [[clean(short(term)) for term in row] for row in rows]
    shown = _fitting(list(_columns(answer.variables, rows, texts)), width_pt)
    names = {name for one in shown for name in (DIRECTION_COLUMNS if one.name == FINDINGS else [one.name])}
    cited = [answer.variables.index(name) for name in CITED if name in answer.variables]
    return AnswerTable(
        title=_title(answer),
        takeaway=_takeaway(answer, len(rows), len(names.intersection(answer.variables))),
        header=tuple(column_words(one.name) for one in shown),
        rows=tuple(tuple(_cut(one.values[place]) for one in shown) for place in range(len(rows))),
        cited=tuple(tuple(dict.fromkeys(row[place] for place in cited if row[place])) for row in texts),
        widths=_widths(shown, width_pt),
        notes=tuple(_note(answer.variables, row) for row in texts),
    )


def _columns(names: Sequence[str], rows: Sequence[Sequence[Any]], texts: Sequence[Sequence[str]]) -> Iterator[_Column]:
    """Yield the columns that may stand on a slide: the first one, and those that tell more than where it is said."""
    directions = [name for name in DIRECTION_COLUMNS if name in names]
    is_counted = len(directions) == len(DIRECTION_COLUMNS)
    for place, name in enumerate(names):
        terms = [row[place] for row in rows if row[place] is not None]
        is_name = bool(terms) and all(isinstance(term, NamedNode) for term in terms)
        if place and (name in ONLY_IN_NOTES or is_name or (is_counted and name in directions[1:])):
            continue
        if is_counted and name == directions[0]:
            counts = [{one: row[names.index(one)] for one in directions} for row in texts]
            yield _column(FINDINGS, tuple(map(_findings, counts)), is_short=True)
        else:
            values = tuple(_plain(name, row[place]) for row in texts)
            yield _column(name, values, is_short=all(len(value) <= SHORT_LENGTH for value in values))


def _column(name: str, values: tuple[str, ...], *, is_short: bool) -> _Column:
    words = {word for value in (*values, column_words(name)) for word in value.split(" ")}
    longest = max(map(_width, values), default=0.0)
    least = max(map(_width, words), default=0.0)
    wanted = max(least, min(longest, WIDEST_PT)) + MARGIN_PT
    needed = max(least, min(longest, NARROWEST_PT), min(longest / MOST_LINES, LONG_PT)) + MARGIN_PT
    return _Column(name, values, min(needed, WIDEST_PT), wanted, is_short)


def _plain(name: str, value: str) -> str:
    """Return a value as people say it: a direction in the words of the other formats.

    Example:
        >>> _plain("direction", "Null"), _plain("practice", "Null")
        ('no effect found', 'Null')
    """
    return DIRECTIONS.get(value.casefold(), value) if name == "direction" else value


def _findings(counts: Mapping[str, str]) -> str:
    """Return counts by direction in words, what speaks against first.

    Example:
        >>> _findings({"negative": "0", "null": "3", "mixed": "", "insufficient": "0", "positive": "2"})
        '3 no effect found, 2 positive'
    """
    told = [f"{number} {column_words(name)}" for name, number in counts.items() if number not in {"", "0"}]
    return ", ".join(told) or "none"


def _fitting(columns: list[_Column], room: float) -> list[_Column]:
    """Return the columns that fit side by side; the first one and the first text that matters always stay."""
    shown = columns
    texts = [one for one in columns if not one.is_short and one.name not in LESS_NEEDED]
    kept = {*columns[:1], *texts[:1]}
    while sum(one.least for one in shown) > room:
        rest = [one for one in shown if one not in kept and one.name not in KEPT]
        if not rest:
            break
        less = [one for one in rest if len(one.values) > 1 and len(set(one.values)) == 1]  # the same in all rows
        less += [one for name in LESS_NEEDED for one in rest if one.name == name]
        texts = [one for one in rest if not one.is_short]
        shown.remove(less[0] if less else texts[-1] if texts else rest[-1])
    return shown


def _widths(columns: Sequence[_Column], room: float) -> tuple[float, ...]:
    """Return widths that fill the room: to each what it needs, the rest to those that want more."""
    least = sum(one.least for one in columns)
    rest = max(0.0, room - least)
    wanted = [max(0.0, one.wanted - one.least) + (0.0 if one.is_short else 1.0) for one in columns]
    total = sum(wanted) or float(len(columns))
    scale = min(1.0, room / least) if least else 1.0
    return tuple(
        one.least * scale + rest * (want if sum(wanted) else 1.0) / total
        for one, want in zip(columns, wanted, strict=True)
    )


def _title(answer: Answer) -> str:
    chosen = "; ".join(value for value in answer.parameters.values() if value != "yes")
    return f"{answer.query.title}: {chosen}" if chosen else answer.query.title


def _takeaway(answer: Answer, shown: int, columns: int) -> str:
    parts = [answer.query.question]
    if not answer.rows:
        return f"{answer.query.question} {NO_ROWS}"
    total = len(answer.rows)
    if shown < total:
        parts.append(f"{shown:,} of {total:,} rows shown; all of them with: equigraph questions {answer.query.name}.")
    else:
        parts.append(f"{sentence_case(count_words(total, 'row'))}.")
    if columns < len(answer.variables):
        parts.append(f"{columns} of {len(answer.variables)} columns shown; the notes have all of them.")
    return " ".join(parts)


def column_words(name: str) -> str:
    """Return the name of a column in words.

    Example:
        >>> column_words("aboutAllStudents"), column_words("null"), column_words("policyIri")
        ('about all students', 'no effect found', 'policy iri')
    """
    known: Mapping[str, str] = DIRECTION_COLUMNS
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", known.get(name, name)).replace("_", " ")
    return spaced.lower()


def _cut(text: str) -> str:
    return text if len(text) <= CELL_LENGTH else text[: CELL_LENGTH - 1].rstrip() + ELLIPSIS


def _note(names: Sequence[str], row: Sequence[str]) -> str:
    return "; ".join(f"{column_words(name)}: {value}" for name, value in zip(names, row, strict=True) if value)


def _width(text: str) -> float:
    return text_width(text, LEAST_PT)
