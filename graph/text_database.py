"""The SQLite file of a text index: its tables, how it is built, and how it is told whether a file can be trusted.

A file is built under a name of its own that becomes the final one when it is complete, so a build that is killed leaves
what was there before, and builds in two processes do each other no harm. A file of another layout, of another program,
or cut off, is not opened. Texts come folded (``equigraph.graph.words``) and SQLite only splits them at the spaces, so
what the index finds and what is marked in a text are the same.

Source:
    SQLite FTS5, https://www.sqlite.org/fts5.html; file header, https://www.sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from equigraph.graph.words import fold, grams

__all__ = ["LONGEST_NAME", "ROLES", "Progress", "Role", "Tier", "build_file", "build_temporary", "open_file"]

APPLICATION: Final = 0x65716978  # "eqix", in the header of the file
LAYOUT: Final = 1  # raise it when the tables, or the folding of words, change
# Characters up to which a text can be found as a whole; nobody types a longer name.
LONGEST_NAME: Final = 1000
BATCH_ROWS: Final = 10_000
CACHE_KIB: Final = 64 * 1024  # while building
STALE_S: Final = 3600.0  # an unfinished file that nobody wrote to for so long was left by a build that was killed
# Letters of the words that may stand for one that is not there; what is longer, or holds a digit, is a code.
SHORTEST_TERM: Final = 2
LONGEST_TERM: Final = 40

Progress = Callable[[int], None]  # is told how many rows are done


class Tier:
    """How well a text fits a query: 0 is best.

    ``SPREAD`` is for words that several texts of one thing hold between them, and one more for each that none holds.
    """

    NAME, OTHER_NAME, IDENTIFIER, NAME_BEGINS, NAME_WORDS, OTHER_NAME_WORDS, PASSAGE_WORDS, SPREAD = range(8)


class Role(NamedTuple):
    """What a text is to its thing.

    Attributes:
        number: As the index keeps it.
        column: Column of the word index that holds its words.
        whole: The tier of a text that is the query; None for texts that nobody types as a whole.
        words: The tier of a text that holds the words of the query.
    """

    number: int
    column: str
    whole: int | None
    words: int


# By the names that graph/queries/search.rq gives them.
ROLES: Final[Mapping[str, Role]] = {
    "name": Role(0, "name", Tier.NAME, Tier.NAME_WORDS),
    "other name": Role(1, "other", Tier.OTHER_NAME, Tier.OTHER_NAME_WORDS),
    "identifier": Role(2, "passage", Tier.IDENTIFIER, Tier.PASSAGE_WORDS),
    "passage": Role(3, "passage", None, Tier.PASSAGE_WORDS),
}
COLUMNS: Final = ("name", "other", "passage")

# The word indexes hold no text of their own (content=''); their rows are told by number.
TABLES: Final = """
CREATE TABLE text (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, role INTEGER NOT NULL, whole TEXT, text TEXT NOT NULL);
CREATE VIRTUAL TABLE word USING fts5 (name, other, passage, content='', tokenize="ascii", prefix='2 3');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (word, row);
CREATE TABLE term (id INTEGER PRIMARY KEY, term TEXT NOT NULL, uses INTEGER NOT NULL);
CREATE VIRTUAL TABLE near USING fts5 (grams, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '_'");
CREATE VIRTUAL TABLE gram USING fts5vocab (near, row);
"""
FINISH: Final = f"""
CREATE INDEX whole_text ON text (whole, role) WHERE whole IS NOT NULL;
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {LAYOUT};
"""


def open_file(path: Path) -> sqlite3.Connection | None:
    """Open an index for reading; None if there is none at that path that can be trusted."""
    database = None
    with contextlib.suppress(OSError, sqlite3.Error):
        size = path.stat().st_size
        # A complete file is never written to again, so SQLite needs no locks, and no rights to the folder.
        database = _connect(path.absolute().as_uri() + "?mode=ro&immutable=1")
        header = [
            database.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version", "page_count", "page_size")
        ]
        if header[:2] == [APPLICATION, LAYOUT] and header[2] * header[3] == size:
            return database
    if database is not None:
        database.close()
    return None


def build_file(path: Path, rows: Iterable[Any], on_progress: Progress | None) -> sqlite3.Connection:
    """Build an index at a path from the solutions of ``search.rq``, in one step for everybody else.

    Raises:
        OSError, sqlite3.Error: The folder cannot be written to, or is full; nothing is left there.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        _remove_stale(path)
        with contextlib.closing(_connect(part.absolute().as_uri())) as database:
            _fill(database, rows, on_progress)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    opened = open_file(path)
    if opened is None:
        raise OSError(path)  # somebody removed or replaced it at once
    return opened


def build_temporary(rows: Iterable[Any], on_progress: Progress | None) -> sqlite3.Connection:
    """Build an index that is gone when it is closed: in memory, and on disk as far as it does not fit.

    Raises:
        sqlite3.Error: There is no room, or this Python's SQLite has no FTS5.
    """
    database = _connect("")
    try:
        _fill(database, rows, on_progress)
    except BaseException:
        database.close()
        raise
    return database


def _connect(place: str) -> sqlite3.Connection:
    return sqlite3.connect(place, uri=True, isolation_level=None, check_same_thread=False)


def _remove_stale(path: Path) -> None:
    for part in path.parent.glob(f".{path.name}.*.part"):
        with contextlib.suppress(OSError):  # another process may have removed it
            if time.time() - part.stat().st_mtime > STALE_S:
                part.unlink()


def _fill(database: sqlite3.Connection, rows: Iterable[Any], on_progress: Progress | None) -> None:
    # Nobody else sees an unfinished file, so it needs neither a journal nor waiting for the disk.
    database.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{CACHE_KIB};")
    database.executescript(TABLES)
    database.execute("BEGIN")
    insert_text = "INSERT INTO text VALUES (?, ?, ?, ?, ?)"
    insert_words = "INSERT INTO word (rowid, name, other, passage) VALUES (?, ?, ?, ?)"
    done = 0
    solutions = iter(rows)
    while batch := list(islice(solutions, BATCH_ROWS)):
        pairs = [_rows_of(number, *solution) for number, solution in enumerate(batch, done + 1)]
        database.executemany(insert_text, (text for text, _ in pairs))
        database.executemany(insert_words, (words for _, words in pairs))
        done += len(batch)
        if on_progress is not None:
            on_progress(done)
    database.execute(
        """INSERT INTO term (term, uses) SELECT term, doc FROM vocabulary
        WHERE length(term) BETWEEN ? AND ? AND term NOT GLOB '*[0-9]*'""",
        (SHORTEST_TERM, LONGEST_TERM),
    )
    terms = database.execute("SELECT id, term FROM term")
    database.executemany(
        "INSERT INTO near (rowid, grams) VALUES (?, ?)", ((number, " ".join(grams(term))) for number, term in terms)
    )
    database.execute("COMMIT")
    database.executescript(FINISH)


def _rows_of(number: int, thing: Any, role: Any, value: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return the rows of a text in the table of texts and in the index of words."""
    is_a = ROLES[role.value]
    folded = fold(value.value)
    whole = folded if is_a.whole is not None and 0 < len(folded) <= LONGEST_NAME else None
    words = (folded if column == is_a.column else "" for column in COLUMNS)
    return (number, thing.value, is_a.number, whole, value.value), (number, *words)
