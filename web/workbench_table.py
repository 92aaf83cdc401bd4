"""Rows of an answer as a table for people: one page of them, sorted, things by name and linked to their pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from equigraph.ontology.prefixes import compress
from equigraph.web.addresses import path_of
from equigraph.web.workbench_answer import Cell, Result, iris_in

__all__ = ["ROWS_PER_PAGE", "Labels", "result_table", "words_of"]

ROWS_PER_PAGE: Final = 100
LONG: Final = 60  # characters: such a text gets a wider column
ENGLISH: Final = re.compile(r"en(?:-|$)", re.IGNORECASE)  # the page is English: only other languages are told

Labels = Callable[[Sequence[str]], Mapping[str, str]]


def result_table(answer: Result, labels: Labels, *, sort: str = "", page: int = 1, prefix: str = "") -> dict[str, Any]:
    """Return one page of an answer as a table.

    Args:
        answer: The answer.
        labels: Returns names by IRI; asked for what is shown, and for the column that is sorted.
        sort: Name of a column, with "-" before it for the other way round; "" keeps the order of the answer.
        page: Which page, from 1; one beyond the last is the last.
        prefix: What stands before every path.

    Returns:
        ``columns``: name, how it is sorted now, and the value of ``sort`` that a press leads to; ``rows`` of cells;
        ``first``, ``last``, ``page``, ``pages``.
    """
    name, is_down = sort.removeprefix("-"), sort.startswith("-")
    rows = list(answer.rows)
    named: dict[str, str] = {}
    if name in answer.variables:
        place = answer.variables.index(name)
        named.update(labels(iris_in([row[place]] for row in rows)))
        rows.sort(key=lambda row: _order(row[place], named), reverse=is_down)
        rows.sort(key=lambda row: row[place] is None)  # what is unbound comes last, either way
    else:
        name = ""
    pages = max(1, -(-len(rows) // ROWS_PER_PAGE))
    page = min(max(page, 1), pages)
    first = (page - 1) * ROWS_PER_PAGE
    shown = rows[first : first + ROWS_PER_PAGE]
    named.update(labels([iri for iri in iris_in(shown) if iri not in named]))
    drawn = [[_drawn(cell, named, prefix) for cell in row] for row in shown]
    kinds = [
        "number" if any(row[at]["kind"] == "number" for row in drawn) else "" for at in range(len(answer.variables))
    ]
    columns = [_column(one, sorted_by=name, is_down=is_down) for one in answer.variables]
    return {
        "columns": [{**column, "kind": kind} for column, kind in zip(columns, kinds, strict=True)],
        "rows": drawn,
        "first": first + 1,
        "last": first + len(shown),
        "page": page,
        "pages": pages,
    }


def words_of(cell: Cell, named: Mapping[str, str]) -> str:
    """Return what people read where a cell stands: a name, a CURIE, an IRI, a text, a number.

    Example:
        >>> words_of({"type": "uri", "value": "http://www.w3.org/2004/02/skos/core#prefLabel"}, {})
        'skos:prefLabel'
    """
    if cell is None:
        return ""
    value = cell["value"]
    if cell["type"] == "uri":
        return named.get(value) or compress(value) or value
    return f"_:{value}" if cell["type"] == "bnode" else value


def _column(name: str, *, sorted_by: str, is_down: bool) -> dict[str, str]:
    is_sorted = name == sorted_by
    now = ("descending" if is_down else "ascending") if is_sorted else ""
    return {"name": name, "sorted": now, "sort": f"-{name}" if is_sorted and not is_down else name}


def _order(cell: Cell, named: Mapping[str, str]) -> tuple[int, Decimal, str]:
    """Return the key by which a cell is sorted: numbers by size, before texts by their letters."""
    words = words_of(cell, named)
    if cell and "datatype" in cell:
        try:
            number = Decimal(cell["value"])
        except InvalidOperation:
            return 1, Decimal(0), words.casefold()
        if number.is_finite():
            return 0, number, ""
    return 1, Decimal(0), words.casefold()


def _drawn(cell: Cell, named: Mapping[str, str], prefix: str) -> dict[str, str]:
    words = words_of(cell, named)
    if cell is None or cell["type"] != "uri":
        kind = "number" if cell and _order(cell, named)[0] == 0 else "long" if len(words) > LONG else ""
        language = (cell or {}).get("xml:lang", "")
        return {"text": words, "href": "", "language": "" if ENGLISH.match(language) else language, "kind": kind}
    return {"text": words, "href": prefix + path_of(cell["value"]), "language": "", "kind": "", "title": cell["value"]}
