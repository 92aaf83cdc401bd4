"""Know which words for students to avoid, and what to say instead: the table ``preferred-terms.csv`` beside this file.

Every row says on what it rests: a source that was read, with its address, or our reading. The table is for words of
our own; titles of sources and names of programs and laws are words of others, and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from equigraph.data.sheet import Row
from equigraph.data.spreadsheet import read_rows
from equigraph.errors import RowError, TableError

__all__ = ["TERMS_FILE", "PreferredTerm", "find_terms", "phrases", "preferred_terms", "read_terms"]

TERMS_FILE: Final = Path(__file__).with_name("preferred-terms.csv")
COLUMNS: Final = ("avoid", "unless", "preferred", "why", "basis", "source", "address")
SEPARATOR: Final = "|"
OUR_READING: Final = "our reading"
BASES: Final = ("source", OUR_READING)


@dataclass(frozen=True)
class PreferredTerm:
    """Phrases to avoid, and what to say instead.

    Attributes:
        avoid: The phrases.
        unless: Longer phrases in which they may stand.
        preferred: What to say.
        why: Why.
        source: The source that was read; "" for our reading.
        address: Its address.
    """

    avoid: tuple[str, ...]
    unless: tuple[str, ...]
    preferred: str
    why: str
    source: str
    address: str

    @property
    def advice(self) -> str:
        """What to do, why, and who says so."""
        basis = f"Source: {self.source}, {self.address}" if self.source else f"This is {OUR_READING}."
        return f"Better: {self.preferred}. {self.why} {basis}"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds the phrases in a text, as whole words in any case; groups by themselves what may stay."""
        stay, avoid = (
            "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
            for phrases in (self.unless, self.avoid)
        )
        return re.compile(rf"(?<!\w)(?:(?P<stay>{stay or '(?!)'})|(?P<avoid>{avoid}))(?!\w)", re.IGNORECASE)


def read_terms(path: Path = TERMS_FILE) -> tuple[PreferredTerm, ...]:
    """Return the rows of a table of terms.

    Raises:
        TableError: Rows are wrong; all of them are told.
    """
    problems: list[RowError] = []
    rows = read_rows(path, COLUMNS, (), problems)
    for row in rows:
        problems += _problems(row)
    if problems:
        raise TableError(problems)
    return tuple(_term(row) for row in rows)


@cache
def preferred_terms() -> tuple[PreferredTerm, ...]:
    """Return the terms that come with the package, read once."""
    return read_terms()


def phrases() -> tuple[str, ...]:
    """Return every phrase to avoid, in small letters, sorted.

    Example:
        >>> "at-risk students" in phrases()
        True
    """
    return tuple(sorted({phrase.lower() for term in preferred_terms() for phrase in term.avoid}))


def find_terms(text: str) -> Iterator[tuple[str, PreferredTerm]]:
    """Yield the phrases to avoid in a text, as they are written there, each once.

    Example:
        >>> [phrase for phrase, _ in find_terms("Economically disadvantaged students, and At-Risk students.")]
        ['At-Risk students']
    """
    for term in preferred_terms():
        found = (match["avoid"] for match in term.pattern.finditer(text))
        yield from ((phrase, term) for phrase in dict.fromkeys(filter(None, found)))


def _problems(row: Row) -> Iterator[RowError]:
    for column in ("avoid", "preferred", "why"):
        if not row.cells[column]:
            yield row.problem(column, "the cell is empty; a text is needed")
    basis = row.cells["basis"]
    if basis not in BASES:
        yield row.problem("basis", f'the basis is "{basis}"; accepted: {", ".join(BASES)}')
    for column in ("source", "address"):
        if bool(row.cells[column]) != (basis != OUR_READING):
            yield row.problem(column, f"{column} and basis do not fit: a source has both, our reading has neither")


def _term(row: Row) -> PreferredTerm:
    avoid, unless = (_split(row.cells[column]) for column in ("avoid", "unless"))
    return PreferredTerm(avoid, unless, *(row.cells[column] for column in ("preferred", "why", "source", "address")))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(SEPARATOR) if part.strip())
