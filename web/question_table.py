"""The answer to a named question as a table of plain cells: names that one thing bears lead to its page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from equigraph.exporters.answer_table import column_words
from equigraph.graph.kinds import direction_words, sentence_case

if TYPE_CHECKING:
    from equigraph.graph.reader import Reader

__all__ = ["MOST_ROWS", "table_data"]

MOST_ROWS: Final = 500  # of one page; the files have all
MOST_NAMES: Final = 400  # that are looked up; the first ones
# Columns whose texts are names of things.
NAMES: Final = frozenset(
    {
        *("practice", "goal", "about", "group", "policy", "where", "target", "who", "funder", "funded", "from", "to"),
        *("subject", "object", "thing", "commitment", "states"),
    }
)
NUMBERS: Final = re.compile(r"http://www\.w3\.org/2001/XMLSchema#(integer|decimal|double|float|int|long|gYear)")
IRI: Final = "Iri"  # what the name of a column ends in that holds the thing another column names


def table_data(reader: Reader, variables: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """Return columns and cells of an answer: all its columns, and as many rows as a page can show.

    Args:
        reader: The graph, which knows what bears a name.
        variables: Names of the columns.
        rows: The answer.
    """
    shown = rows[:MOST_ROWS]
    beside = {name: variables.index(name + IRI) for name in variables if name + IRI in variables}
    hidden = set(beside.values())
    things = _things(reader, _named(variables, shown))
    labels = _labels(reader, shown)
    kept = [place for place in range(len(variables)) if place not in hidden]
    cells = [
        [_cell(variables[place], row[place], row[beside[variables[place]]] if variables[place] in beside else None,
               things, labels) for place in kept]
        for row in shown
    ]  # fmt: skip
    numbers = [all(NUMBERS.match(_datatype(row[place])) for row in shown) and bool(shown) for place in kept]
    columns = [
        {"name": variables[place], "words": sentence_case(column_words(variables[place])), "is_number": is_number}
        for place, is_number in zip(kept, numbers, strict=True)
    ]
    return {"columns": columns, "rows": cells, "total": len(rows), "shown": len(shown)}


def _datatype(term: Any) -> str:
    return term.datatype.value if isinstance(term, Literal) else ""


def _cell(name: str, term: Any, thing: Any, things: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, str]:
    """Return what a cell says, and the thing that it leads to."""
    if term is None:
        return {"text": "", "iri": thing.value if isinstance(thing, NamedNode) else ""}
    if isinstance(term, NamedNode):
        return {"text": labels.get(term.value, term.value), "iri": term.value}
    if isinstance(term, BlankNode):
        return {"text": "(no name)", "iri": ""}
    text = str(term.value)
    if name == "direction":
        return {"text": direction_words(text.lower()), "iri": ""}
    iri = thing.value if isinstance(thing, NamedNode) else things.get(text, "") if name in NAMES else ""
    return {"text": text, "iri": iri}


def _named(variables: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[Literal]:
    places = [place for place, name in enumerate(variables) if name in NAMES]
    found = dict.fromkeys(row[place] for row in rows for place in places if isinstance(row[place], Literal))
    return list(found)[:MOST_NAMES]


def _things(reader: Reader, names: Sequence[Literal]) -> dict[str, str]:
    """Return the one thing that is called so, by name; a name that several things bear leads to none."""
    if not names:
        return {}
    texts = {*names, *(Literal(name.value, language="en") for name in names)}
    found: dict[str, set[str]] = {}
    for thing, name in reader.rows("bearers", {"text": sorted(texts, key=str)}):
        found.setdefault(name.value, set()).add(thing.value)
    return {name: next(iter(things)) for name, things in found.items() if len(things) == 1}


def _labels(reader: Reader, rows: Iterable[Sequence[Any]]) -> dict[str, str]:
    iris = {term.value for row in rows for term in row if isinstance(term, NamedNode)}
    return {iri: one.label for iri, one in reader.names(iris).items()}
