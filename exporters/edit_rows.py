"""What an import changes, and what is wrong with its files, as rows of a table for people to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from equigraph.errors import RowError
from equigraph.exporters.rows import short_iri
from equigraph.graph.edits import Edits, FieldEdit
from equigraph.graph.history import Entry
from equigraph.graph.kinds import KINDS

__all__ = ["EDIT_COLUMNS", "HISTORY_COLUMNS", "PROBLEM_COLUMNS", "edit_rows", "history_rows", "problem_rows"]

EDIT_COLUMNS: Final = ("what", "kind", "thing", "field", "before", "after", "id")
PROBLEM_COLUMNS: Final = ("file", "sheet", "row", "column", "what is wrong")
HISTORY_COLUMNS: Final = ("version", "when", "by", "how", *EDIT_COLUMNS[:-1])
LONGEST: Final = 120  # characters of a value in a preview; the file that is imported has the whole text


def edit_rows(edits: Edits) -> Iterator[tuple[str, ...]]:
    """Yield a row for each field that changes; a thing is named in its first row only.

    Example:
        >>> from equigraph.graph.edits import ThingEdit
        >>> field = FieldEdit("Definition", ("Old.",), ("New.",))
        >>> looping = ThingEdit(
        ...     "https://w3id.org/equigraph/id/practice/looping", "Looping", "Practice", "changed", (field,)
        ... )
        >>> list(edit_rows(Edits((looping,), 1)))
        [('changed', 'practice', 'Looping', 'Definition', 'Old.', 'New.', 'practice:looping')]
    """
    for thing in edits.things:
        head: tuple[str, str, str] = (thing.what, KINDS[thing.kind].one, thing.label)
        for field in thing.fields or (FieldEdit("", (), ()),):
            yield (
                *head,
                field.name,
                _values(field.before),
                _values(field.after),
                short_iri(thing.iri) if any(head) else "",
            )
            head = ("", "", "")


def history_rows(entries: Iterable[Entry]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each field that versions changed about a thing; a version is named in its first row only."""
    for entry in entries:
        activity = entry.version.manifest["activity"]
        head = (
            str(entry.version.number),
            entry.version.manifest["created"],
            activity.get("by", {}).get("name", ""),
            activity["operation"],
        )
        for row in edit_rows(entry.edits):
            yield (*head, *row[:-1])
            head = ("", "", "", "")


def problem_rows(problems: Iterable[RowError]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each cell that is wrong, in the order of the files.

    Example:
        >>> list(problem_rows([RowError("graph.xlsx", 3, "Year", '"19" is not a year', sheet="Sources")]))
        [('graph.xlsx', 'Sources', '3', 'Year', '"19" is not a year')]
    """
    for problem in problems:
        yield problem.table, problem.sheet, str(problem.row), problem.column, problem.reason


def _values(values: Iterable[str]) -> str:
    told = "; ".join(" ".join(value.split()) for value in values)
    return told if len(told) <= LONGEST else f"{told[:LONGEST]} \N{HORIZONTAL ELLIPSIS}"
