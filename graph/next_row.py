"""Whether an answer stops because there is no more, or because the server shows no more: ask for the next row.

Servers cut answers silently at a number of rows that their keeper has set, mostly a round one. A query that reached
such a number, and not its own ``LIMIT``, is asked again for the row behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from equigraph.graph.tokens import Token, tokenize

__all__ = ["QueryParts", "is_round"]

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
LEAST_ROWS = 1000  # no server is known that cuts before
ROUND = 500


def is_round(rows: int) -> bool:
    """Say whether a number of rows looks like one that somebody has set.

    Example:
        >>> [rows for rows in (500, 999, 1000, 1234, 10000, 65536) if is_round(rows)]
        [1000, 10000, 65536]
    """
    return rows >= LEAST_ROWS and (rows % ROUND == 0 or rows & (rows - 1) == 0)


@dataclass(frozen=True)
class QueryParts:
    """A query, cut where another can be built around it; every part is text as it was written.

    Attributes:
        form: ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``; "" when there is no such word.
        prologue: Its prefixes.
        head: What is selected or constructed, after the form.
        dataset: Its ``FROM`` clauses.
        rest: The pattern, and what follows it.
        limit: Its own ``LIMIT``, or None.
    """

    form: str
    prologue: str
    head: str
    dataset: str
    rest: str
    limit: int | None

    @classmethod
    def of(cls, query: str) -> QueryParts:
        """Return the parts of a query that is valid; of any other, something.

        Example:
            >>> parts = QueryParts.of("PREFIX a: <b:> SELECT ?x FROM a:g { ?x a:p 1 } LIMIT 5")
            >>> parts.form, parts.head, parts.dataset, parts.rest, parts.limit
            ('SELECT', '?x', 'FROM a:g', '{ ?x a:p 1 } LIMIT 5', 5)
        """
        words = [token for token in tokenize(query) if token.kind != "comment"]
        start = next((index for index, word in enumerate(words) if _upper(word) in FORMS), len(words))
        if start == len(words):
            return cls("", "", "", "", query, None)
        form, after = _upper(words[start]), start + 1
        if form == "CONSTRUCT" and words[after : after + 1] and words[after].text == "{":
            after = _closing(words, after) + 1
        head_end = next((i for i in range(after, len(words)) if _upper(words[i]) in {"FROM", "WHERE", "{"}), len(words))
        if form == "SELECT":
            head_end = _end_of_selection(words, after)
        rest = next((i for i in range(head_end, len(words)) if _upper(words[i]) in {"WHERE", "{"}), len(words))
        return cls(
            form=form,
            prologue=query[: words[start].start],
            head=_text(query, words[start + 1 : head_end]),
            dataset=_text(query, words[head_end:rest]),
            rest=_text(query, words[rest:]),
            limit=_own_limit(words),
        )

    def all_solutions(self) -> str:
        """Return a query for the solutions from which a ``CONSTRUCT`` query makes its triples."""
        return f"{self.prologue}SELECT *{_spaced(self.dataset)} {self.rest}\n"

    def next_row(self, rows: int) -> str:
        """Return a query for the one solution after so many."""
        head = self.head if self.form == "SELECT" else "*"
        inner = f"SELECT {head} {self.rest}"
        outer = f"SELECT *{_spaced(self.dataset)} WHERE {{ {{ {inner}\n}} }} OFFSET {rows} LIMIT 1\n"
        return self.prologue + outer


def _spaced(text: str) -> str:
    return f" {text}" if text else ""


def _upper(word: Token) -> str:
    return word.text.upper() if word.kind == "word" else word.text


def _text(query: str, words: list[Token]) -> str:
    return query[words[0].start : words[-1].end] if words else ""


def _closing(words: list[Token], opening: int) -> int:
    """Return the index of the brace that closes the one at ``opening``; the last index when none does."""
    level = 0
    for index in range(opening, len(words)):
        level += {"{": 1, "}": -1}.get(words[index].text, 0)
        if level == 0:
            return index
    return len(words) - 1


def _end_of_selection(words: list[Token], after: int) -> int:
    """Return the index behind what is selected: an expression in parentheses may hold braces (``EXISTS { }``)."""
    level = 0
    for index in range(after, len(words)):
        level += {"(": 1, ")": -1}.get(words[index].text, 0)
        if level == 0 and _upper(words[index]) in {"FROM", "WHERE", "{"}:
            return index
    return len(words)


def _own_limit(words: list[Token]) -> int | None:
    level, limit = 0, None
    for word, following in pairwise(words):
        level += {"{": 1, "}": -1}.get(word.text, 0)
        if level == 0 and _upper(word) == "LIMIT" and following.text.isdecimal():
            limit = int(following.text)
    return limit
