"""One column of a table: where its value stands in a record, how it is written, and how it is read back.

A list of columns turns nested records into flat rows and back: ``rule`` may hold ``record["grade"]["rule"]``.
Lists stand in one field parted by `` | ``, which no IRI can hold; pairs and counts stand there as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

__all__ = ["BETWEEN", "Column", "Kind", "flatten", "listed", "unflatten"]

BETWEEN: Final = " | "
YES, NO = "yes", "no"

Kind = Literal["text", "integer", "number", "truth", "list", "pairs", "counts"]
EMPTY: Final[Mapping[Kind, Any]] = {
    "text": "", "integer": 0, "number": 0.0, "truth": False, "list": [], "pairs": [], "counts": {},
}  # fmt: skip


def listed(value: Mapping[str, Any] | Iterable[Sequence[Any]]) -> str:
    """Return pairs, or counts by name, in words.

    Example:
        >>> listed({"positive": 2, "negative": 1}), listed([["Code", "C1"]])
        ('positive: 2; negative: 1', 'Code: C1')
    """
    pairs = value.items() if isinstance(value, Mapping) else value
    return "; ".join(": ".join(map(str, pair)) for pair in pairs)


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: Its heading.
        meaning: What it holds, for people.
        path: Where the value stands in a record: one key, or two for a part of a part; none if it is worked out.
        kind: What the value is.
        words: What people read in place of some values.
        show: How a value is told in words, where only a program reads what is written.
        is_for_people: Whether a workbook has it.
    """

    name: str
    meaning: str
    path: tuple[str, ...] = ()
    kind: Kind = "text"
    words: Mapping[str, str] = field(default_factory=dict)
    show: Callable[[Any], str] = listed
    is_for_people: bool = True

    def find(self, record: Mapping[str, Any]) -> Any:
        """Return the value in a record; None where there is none."""
        value: Any = record
        for key in self.path:
            if not isinstance(value, Mapping) or key not in value:
                return None
            value = value[key]
        return value

    def write(self, value: Any) -> str | int | float:
        """Return a value as it stands in a field, from which :meth:`read` makes it again.

        Example:
            >>> Column("sources", "", kind="list").write(["a:b", "a:c"]), Column("grade", "", kind="counts").write({})
            ('a:b | a:c', '')
        """
        if value is None:
            return ""
        if self.kind in {"integer", "number"}:
            number: int | float = value
            return number
        if self.kind == "truth":
            return YES if value else NO
        if self.kind == "list":
            return BETWEEN.join(value)
        if self.kind in {"pairs", "counts"}:
            return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
        return self.words.get(value, str(value))

    def read(self, text: str) -> Any:
        """Return the value that stands in a field.

        Example:
            >>> Column("x", "", kind="number").read("1.5"), Column("verdicts", "", kind="counts").read("")
            (1.5, {})
        """
        if not text:
            # A value of its own each time: nobody shares a list with another record.
            return type(EMPTY[self.kind])()
        if self.kind == "truth":
            return text == YES
        if self.kind == "list":
            return text.split(BETWEEN)
        if self.kind in {"pairs", "counts"}:
            return json.loads(text)
        if self.kind == "text":
            return next((value for value, words in self.words.items() if words == text), text)
        return int(text) if self.kind == "integer" else float(text)

    def tell(self, value: Any) -> str | int | float:
        """Return a value as people read it."""
        return self.show(value) if value and self.kind in {"pairs", "counts"} else self.write(value)


def flatten(columns: Iterable[Column], record: Mapping[str, Any], *, tell: bool = False) -> dict[str, Any]:
    """Return the values of a record by column, as they are written; in words if they are to be told.

    Example:
        >>> columns = [Column("label", "", ("label",)), Column("rule", "", ("grade", "rule"))]
        >>> flatten(columns, {"label": "A", "grade": {"rule": "1"}})
        {'label': 'A', 'rule': '1'}
    """
    found = ((column, column.find(record)) for column in columns if column.path)
    return {column.name: column.tell(value) if tell else column.write(value) for column, value in found}


def unflatten(columns: Iterable[Column], row: Mapping[str, str]) -> dict[str, Any]:
    """Return the record of which :func:`flatten` made a row of texts; a part whose fields are all empty is empty.

    Example:
        >>> columns = [Column("label", "", ("label",)), Column("rule", "", ("grade", "rule"))]
        >>> unflatten(columns, {"label": "A", "rule": ""})
        {'label': 'A', 'grade': {}}
    """
    record: dict[str, Any] = {}
    said: set[str] = set()
    for column in columns:
        if column.path:
            *outer, key = column.path
            place = record.setdefault(outer[0], {}) if outer else record
            place[key] = column.read(row[column.name])
            said |= set(outer) if row[column.name] else set()
    parts = {column.path[0] for column in columns if len(column.path) > 1}
    return {name: {} if name in parts - said else value for name, value in record.items()}
