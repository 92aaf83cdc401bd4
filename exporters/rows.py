"""Rows of an answer as CSV (RFC 4180), TSV, JSON and aligned text, for spreadsheets, programs and people.

CSV and TSV lose the difference between IRIs and texts, and between an empty text and no value; JSON is a list with one
object per row, in which a column without a value is null. Numbers stay as the data spell them.
"""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions

from equigraph.ontology.prefixes import compress

__all__ = [
    "ROW_FORMATS",
    "Row",
    "generate_csv",
    "generate_json",
    "generate_text",
    "generate_tsv",
    "rows_of",
    "short",
    "short_iri",
]

Row = Sequence[str | None]

MOST_ALIGNED: Final = 60  # columns: one long text must not push all others off the screen
MIN_TEXT: Final = 20  # columns for the text of a record, however narrow the screen


def generate_csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    r"""Return rows as CSV with a heading.

    Example:
        >>> generate_csv(["goal", "n"], [["reading, early", "2"], [None, "0"]])
        'goal,n\r\n"reading, early",2\r\n,0\r\n'
    """
    text = io.StringIO(newline="")
    csv.writer(text).writerows([columns, *rows])
    return text.getvalue()


def generate_tsv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    r"""Return rows as tab-separated values with a heading; tabs and line breaks within a value become spaces.

    Example:
        >>> generate_tsv(["goal", "n"], [["reading,\tearly", "2"]])
        'goal\tn\nreading, early\t2\n'
    """
    lines = (["" if cell is None else " ".join(cell.splitlines()).replace("\t", " ") for cell in row] for row in rows)
    return "".join("\t".join(line) + "\n" for line in (columns, *lines))


def generate_json(columns: Sequence[str], rows: Iterable[Row]) -> str:
    r"""Return rows as a JSON list of objects.

    Example:
        >>> generate_json(["goal", "n"], [["reading", None]])
        '[\n  {\n    "goal": "reading",\n    "n": null\n  }\n]\n'
    """
    return json.dumps([dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, indent=2) + "\n"


def generate_text(columns: Sequence[str], rows: Iterable[Row]) -> str:
    r"""Return rows as lines of text with aligned columns; what follows a very long text is not aligned.

    Example:
        >>> print(generate_text(["goal", "n"], [["reading", "2"], [None, "10"]]), end="")
        goal     n
        reading  2
                 10
    """
    cells = [[" ".join((cell or "").split()) for cell in row] for row in (columns, *rows)]
    widths = [min(max(map(len, column)), MOST_ALIGNED) for column in zip(*cells, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells)
    return "".join(line.rstrip() + "\n" for line in lines)


def generate_records(columns: Sequence[str], rows: Iterable[Row], width: int) -> str:
    """Return rows one below the other, a line per column, for tables wider than a screen; empty cells are left out.

    Example:
        >>> print(generate_records(["goal", "n"], [["reading", "2"], ["writing", None]], width=40), end="")
        goal  reading
        n     2
        <BLANKLINE>
        goal  writing
    """
    margin = max(map(len, columns)) + 2
    blocks = []
    for row in rows:
        lines = [
            textwrap.fill(
                " ".join(cell.split()),
                max(width, margin + MIN_TEXT),
                initial_indent=name.ljust(margin),
                subsequent_indent=" " * margin,
                break_on_hyphens=False,
            )
            for name, cell in zip(columns, row, strict=True)
            if cell
        ]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


ROW_FORMATS: Final[Mapping[str, Callable[[Sequence[str], Iterable[Row]], str]]] = {
    "table": generate_text,
    "csv": generate_csv,
    "tsv": generate_tsv,
    "json": generate_json,
}


def rows_of(result: Any) -> tuple[list[str], list[list[str]]]:
    """Return the columns and the rows of an answer of the engine, in short forms for people.

    Args:
        result: Solutions, a boolean, or triples.
    """
    if isinstance(result, QueryBoolean):
        return ["answer"], [["true" if result else "false"]]
    if isinstance(result, QuerySolutions):
        return [name.value for name in result.variables], [[short(term) for term in row] for row in result]
    terms = ((triple.subject, triple.predicate, triple.object) for triple in result)
    return ["subject", "predicate", "object"], [[short(term) for term in row] for row in terms]


def short(term: Any) -> str:
    """Return a term as people read it: the CURIE of an IRI if it has one, the text of a literal, "" for None.

    Example:
        >>> short(NamedNode("https://w3id.org/equigraph/id/practice/advisory"))
        'practice:advisory'
    """
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return short_iri(term.value)
    return str(getattr(term, "value", term))


def short_iri(iri: str) -> str:
    """Return the CURIE of an IRI if it has one, else the IRI."""
    return compress(iri) or iri
