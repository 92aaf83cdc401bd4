"""The texts of one graph, found by word, by the beginning of a word, and by words that are nearly right.

Limits: the index is of the graph as it was when it was built. Of more than ``RANKED`` texts that fit a query equally
well, only so many are compared with each other. A damaged file is built anew when SQLite finds the damage; letters that
were altered without breaking the structure of the file are not noticed.
"""

from __future__ import annotations

import heapq
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from equigraph.errors import DataError
from equigraph.graph.text_database import (
    LONGEST_NAME,
    LONGEST_TERM,
    ROLES,
    Progress,
    Tier,
    build_file,
    build_temporary,
    open_file,
)
from equigraph.graph.words import EDIT_GRAMS, PREFIX_FROM, Phrase, distance, edits_for, fold, grams, shared

__all__ = ["Match", "TextIndex", "first_of_each"]

# A word that half the texts hold must not cost more than this many rows to rank.
RANKED: Final = 20_000
NEAR_READ: Final = 20_000  # words that are compared with one that is not there
MOST_WORDS: Final = 16  # of something that was taken for a name
ALTERNATIVES: Final = 3  # words that are tried in the place of one that is not there, where names are suggested

LAST: Final = chr(0x10FFFF)
WHOLE: Final = "SELECT 0, iri, text FROM text WHERE whole = ? AND role = ? ORDER BY text, iri LIMIT ?"
BEGINS: Final = """
SELECT length(whole) AS unlikeness, iri, text FROM
    (SELECT * FROM text WHERE whole > ? AND whole < ? AND role = 0 LIMIT ?)
ORDER BY unlikeness, text, iri"""
WORDS: Final = """
SELECT unlikeness, iri, text FROM
    (SELECT rowid AS id, bm25(word, 4.0, 3.0, 1.0) AS unlikeness FROM word WHERE word MATCH ? LIMIT ?)
    JOIN text USING (id)
ORDER BY unlikeness, text, iri"""
SPREAD: Final = """
SELECT min(unlikeness), iri, text FROM
    (SELECT rowid AS id, bm25(word, 4.0, 3.0, 1.0) AS unlikeness FROM word WHERE word MATCH ? LIMIT ?)
    JOIN text USING (id)
GROUP BY iri"""
NEAR: Final = """
SELECT term, uses FROM (SELECT rowid AS id FROM near WHERE near MATCH ? LIMIT ?) JOIN term USING (id)
WHERE length(term) BETWEEN ? AND ?"""

Ask = Callable[[str], Iterable[Any]]  # answers one of the queries in graph/queries, by its name


class Match(NamedTuple):
    """A text that fits a query.

    Attributes:
        tier: How well, see ``Tier``.
        unlikeness: How far it is from the query among those of its tier; comparable only there.
        iri: The thing.
        text: The text that fits.
    """

    tier: int
    unlikeness: float
    iri: str
    text: str


class TextIndex:
    """The names, identifiers and texts of a graph, ready to be searched.

    Opens the file at ``path``, or builds it. Without a path, or where the folder cannot be written to, the index is in
    memory (what does not fit goes to a temporary file), and gone when it is closed.

    Args:
        ask: Answers one of the queries in ``graph/queries``, by its name.
        path: Where the index is kept; None keeps it nowhere.
        on_progress: Is told how many rows are done while an index is built.

    Raises:
        DataError: There is no room for an index, or this Python's SQLite has no FTS5.

    Example:
        >>> from equigraph.graph.reader import Reader
        >>> from equigraph.graph.store import OxigraphStore
        >>> index = TextIndex(Reader(OxigraphStore.bundled()).rows)
        >>> index.near("tutroing")
        ['tutoring']
        >>> index.matches("10.3102/0034654316628645")[0].iri.rsplit("/", 1)[-1]
        'r-zheng-2016'
        >>> index.close()
    """

    def __init__(self, ask: Ask, path: Path | None = None, on_progress: Progress | None = None) -> None:
        self._ask = ask
        self._path = path
        self._on_progress = on_progress
        self._mending = threading.Lock()
        self._database = (open_file(path) if path else None) or self._build()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def matches(self, text: str, phrases: Sequence[Phrase] = (), most: int = 20) -> list[Match]:
        """Return the texts that fit, best first: one for each thing, and no more than asked for.

        Args:
            text: What is looked for as a whole, in any case.
            phrases: What a text must hold, all of it; the words of the text for none.
            most: Most matches.
        """
        whole = fold(text)
        return first_of_each(self._tiers(whole, phrases or [(word,) for word in whole.split()], most), most)

    def spread(self, phrases: Sequence[Phrase], most: int) -> list[Match]:
        """Return the things whose texts hold the phrases between them; where none holds all, those that hold some.

        The text of a match is the likest of the thing; its tier says how many phrases are missing.
        """
        held: dict[str, list[Match]] = {}
        for phrase in phrases:
            for match in self._matches(Tier.SPREAD, SPREAD, _pattern(phrase), RANKED):
                held.setdefault(match.iri, []).append(match)
        matches = [
            Match(Tier.SPREAD + len(phrases) - len(found), sum(one.unlikeness for one in found), iri, min(found).text)
            for iri, found in held.items()
        ]
        complete = [match for match in matches if match.tier == Tier.SPREAD]
        return heapq.nsmallest(most, complete or matches)

    def holds(self, phrases: Sequence[Phrase]) -> bool:
        """Say whether any text holds all of the phrases."""
        pattern = " AND ".join(map(_pattern, phrases))
        return bool(self._rows("SELECT 1 FROM word WHERE word MATCH ? LIMIT 1", pattern))

    def near(self, word: str, most: int = 1) -> list[str]:
        """Return words of the texts that a folded word may be meant for: the fewest edits, then the most used."""
        if len(word) > LONGEST_TERM or any(letter.isdigit() for letter in word):
            return []  # another number is never what was meant
        uses = {gram: self._uses(gram) for gram in grams(word)}
        for edits in range(1, edits_for(word) + 1):
            rarest = sorted(uses, key=uses.__getitem__)[: EDIT_GRAMS * edits + 1]
            pattern = " OR ".join(f'"{gram}"' for gram in rarest)
            rows = self._rows(NEAR, pattern, NEAR_READ, len(word) - edits, len(word) + edits)
            needed = len(uses) - EDIT_GRAMS * edits  # counting is quicker than comparing
            likely = (row for row in rows if shared(uses, row[0]) >= needed)
            ranked = sorted((distance(word, term, edits), term[0] != word[0], -count, term) for term, count in likely)
            if near := [term for away, _, _, term in ranked if 0 < away <= edits]:
                return near[:most]
        return []

    def named(self, name: str) -> list[str]:
        """Return the things of that name or identifier, whatever its case, accents and punctuation."""
        whole = fold(name)
        return [iri for (iri,) in self._rows("SELECT DISTINCT iri FROM text WHERE whole = ?", whole)]

    def is_whole(self, name: str) -> bool:
        """Say whether ``named`` knows names like this one: neither without any letter nor longer than anybody types."""
        return 0 < len(fold(name)) <= LONGEST_NAME

    def names_like(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield names that share a word, or nearly, with a name: pairs of IRI and name, best first."""
        words = fold(name).split()[:MOST_WORDS]
        known = [(word,) for word in words if self.holds([(word,)])]
        near = [(one,) for word in words if (word,) not in known for one in self.near(word, ALTERNATIVES)]
        if known or near:
            pattern = f"{{name other}} : ({' OR '.join(map(_pattern, known + near))})"
            for match in self._matches(Tier.SPREAD, WORDS, pattern, RANKED):
                yield match.iri, match.text

    def _tiers(self, whole: str, phrases: Sequence[Phrase], most: int) -> Iterator[Match]:
        for role in ROLES.values():
            if role.whole is not None:
                yield from self._matches(role.whole, WHOLE, whole, role.number, most)
        yield from self._matches(Tier.NAME_BEGINS, BEGINS, whole, whole + LAST, RANKED)
        pattern = " AND ".join(map(_pattern, phrases))
        for column, tier in dict.fromkeys((role.column, role.words) for role in ROLES.values()):
            yield from self._matches(tier, WORDS, f"{column} : ({pattern})", RANKED)

    def _matches(self, tier: int, sql: str, *values: object) -> Iterator[Match]:
        for row in self._rows(sql, *values):
            yield Match(tier, *row)

    def _uses(self, gram: str) -> int:
        return sum(count for (count,) in self._rows("SELECT doc FROM gram WHERE term = ?", gram))

    def _rows(self, sql: str, *values: object) -> list[Any]:
        database = self._database
        try:
            return database.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            is_closed = isinstance(error, sqlite3.ProgrammingError) and self._database is database
            if self._path is None or is_closed:
                raise
        with self._mending:  # another thread may have met the same damage, and mended it
            if self._database is database:
                self._database = self._build()
                database.close()
        return self._database.execute(sql, values).fetchall()

    def _build(self) -> sqlite3.Connection:
        if self._path is not None:
            try:
                return build_file(self._path, self._ask("search"), self._on_progress)
            except (OSError, sqlite3.Error):
                pass  # a folder for reading only, or a full disk: an index of this process will do
        try:
            return build_temporary(self._ask("search"), self._on_progress)
        except sqlite3.Error as error:
            raise DataError(f"a text index of this graph could not be made: {error}") from error


def first_of_each(matches: Iterable[Match], most: int) -> list[Match]:
    """Return the first match of each thing, and no more things than asked for."""
    firsts: dict[str, Match] = {}
    for match in matches:
        if len(firsts) >= most:
            break
        firsts.setdefault(match.iri, match)
    return list(firsts.values())


def _pattern(phrase: Phrase) -> str:
    """Return a phrase as FTS5 takes it: words hold letters and digits only, so nothing in them can mean anything."""
    begins = " *" if len(phrase[-1]) >= PREFIX_FROM else ""
    return f'"{" ".join(phrase)}"{begins}'
