"""Find which thing a row of a sheet is: the one that its id names, or a new one, whose id is made from its name.

An id that is made is the same the next time: the first of ``looping``, ``looping-2``, ``looping-3``, ... that is free,
or that belongs to a thing of that very name. The id of a statement is made from what it says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad

from equigraph.data.fields import RELATION_WORDS, Term, clean, read_cell, show
from equigraph.data.known import iri_of
from equigraph.data.names import SLUG
from equigraph.data.statements import statement_iri
from equigraph.data.terms import node, slugify
from equigraph.ontology.prefixes import CONCEPT_PREFIXES, PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from equigraph.data.known import Known
    from equigraph.data.sheet import Row
    from equigraph.data.table import Column, Table
    from equigraph.errors import RowError

__all__ = [
    "OBJECT",
    "PREDICATE",
    "STATEMENT",
    "SUBJECT",
    "RowIds",
    "cells_of",
    "naming_column",
    "plain_triple",
    "values_of",
]

STATEMENT: Final = "statement"
SUBJECT, PREDICATE, OBJECT = node("rdf:subject"), node("rdf:predicate"), node("rdf:object")
SOURCE: Final = "dcterms:source"
NAMING: Final = ("skos:prefLabel", "dcterms:title", "eq:finding")
LONGEST_SLUG: Final = 60


class RowIds:
    """Tells which thing a row is."""

    def __init__(self, known: Known, state: Callable[[NamedNode], Iterable[Quad]], problems: list[RowError]) -> None:
        """Begin an import; ``state`` gives what the graph says of a thing."""
        self._known = known
        self._state = state
        self._problems = problems

    def thing_of(self, table: Table, row: Row, taken: Callable[[NamedNode], bool]) -> NamedNode | None:
        """Return the thing that a row is; None when that cannot be told, which is reported.

        Args:
            table: The row's sheet.
            row: The row.
            taken: Whether another row of this import is that thing.
        """
        column = table.id_column
        cell = clean(row.cells.get(column.name, "")) if column else ""
        kind = self.kind_of(table, row)
        if kind is None:
            return None
        if cell:
            return self._by_id(table, row, kind, cell)
        missing = [name for name in table.named_by if self._is_missing(row, name)]
        if missing:
            return None
        if kind == STATEMENT:
            return self.statement_of(table, row)
        slug = self._slug(table, row)
        return None if slug is None else self._first_free(table, row, f"{kind}:{slug}", taken)

    def kind_of(self, table: Table, row: Row) -> str | None:
        """Return the prefix of the row's thing: that of its sheet, or its list of concepts."""
        if not table.kind_column:
            return table.kind
        cell = clean(row.cells.get(table.kind_column, ""))
        kind = cell.casefold().replace(" ", "-")
        if kind in CONCEPT_PREFIXES:
            return kind
        known = ", ".join(sorted(CONCEPT_PREFIXES))
        self._report(row, table.kind_column, f'there is no list "{cell}"; known: {known}')
        return None

    def statement_of(self, table: Table, row: Row) -> NamedNode | None:
        """Return the statement that a row would be by what it says."""
        terms: dict[NamedNode, Term] = {node(name): node(value) for name, value in table.constants.items()}
        for column in table.columns:
            cell = clean(row.cells.get(column.name, ""))
            if column.name not in table.named_by or not cell:
                continue
            read = read_cell(column, cell, self._known)
            if isinstance(read, str):
                self._report(row, column.name, read)
                return None
            terms[node(column.property)] = read[0]
        subject, predicate, value = (terms.get(end) for end in (SUBJECT, PREDICATE, OBJECT))
        if not isinstance(subject, NamedNode) or not isinstance(predicate, NamedNode) or value is None:
            return None
        source = terms.get(node(SOURCE))
        parts = [source] if SOURCE in _properties(table) and isinstance(source, NamedNode) else []
        return statement_iri(subject, RELATION_WORDS[predicate], value, parts)

    def _by_id(self, table: Table, row: Row, kind: str, cell: str) -> NamedNode | None:
        column = table.id_column.name if table.id_column else ""
        iri = iri_of(cell)
        if iri is None and kind != STATEMENT and not SLUG.fullmatch(cell):
            reason = f'"{cell}" is not an id; leave it empty for a new row, and as it was for one that was there'
            self._report(row, column, reason)
            return None
        try:
            thing = NamedNode(iri or expand(f"{kind}:{cell}"))
        except ValueError:
            self._report(row, column, f'"{cell}" is not an id; leave it as it was')
            return None
        own = self._known.kinds_of(thing.value)
        if own and kind not in own:
            self._report(row, column, f'"{cell}" is the id of another kind of thing ({", ".join(own)})')
            return None
        return thing

    def _slug(self, table: Table, row: Row) -> str | None:
        """Return the slug for a new row from its naming cells; a thing counts by its own, however it is spelt."""
        columns = {column.name: column for column in table.columns}
        slugs: list[str] = []
        for name in table.named_by:
            if name == table.kind_column:
                continue
            cell, column = clean(row.cells[name]), columns[name]
            thing = self._known.find(cell, column.kinds) if column.value == "thing" else cell
            if isinstance(thing, str) and column.value == "thing":
                self._report(row, name, thing)
                return None
            words = thing.value.rpartition("/")[2] if isinstance(thing, NamedNode) else cell
            slugs.append(slugify(words)[:LONGEST_SLUG].strip("-"))
            if not slugs[-1]:
                self._report(row, name, f'"{cell}" has no letter or digit to make an id from')
                return None
        return table.id_prefix + "-".join(slugs)

    def _first_free(self, table: Table, row: Row, curie: str, taken: Callable[[NamedNode], bool]) -> NamedNode:
        thing, number = node(curie), 1
        while taken(thing) or ((state := tuple(self._state(thing))) and not self._is_same(table, row, state)):
            number += 1
            thing = node(f"{curie}-{number}")
        return thing

    def _is_same(self, table: Table, row: Row, state: Sequence[Quad]) -> bool:
        """Say whether the graph's thing has the name that the row gives: the row was imported before."""
        column = naming_column(table)
        if column is None:
            return True
        shown = show(column, values_of(state, node(column.property)), self._known)
        return clean(shown.text).casefold() == clean(row.cells.get(column.name, "")).casefold()

    def _is_missing(self, row: Row, name: str) -> bool:
        if clean(row.cells.get(name, "")):
            return False
        self._report(row, name, "the value is missing; the id of a new row is made from it")
        return True

    def _report(self, row: Row, column: str, reason: str) -> None:
        self._problems.append(row.problem(column, reason))


def cells_of(table: Table, thing: NamedNode, state: Iterable[Quad], known: Known) -> dict[str, str]:
    """Return the row of a thing: every column of its sheet, with what it shows of the graph.

    Args:
        table: The sheet.
        thing: The thing.
        state: What the graph says of it.
        known: The things of the graph.

    Example:
        >>> from equigraph.data.known import Known
        >>> from equigraph.data.sheets import SHEETS
        >>> from equigraph.data.terms import text
        >>> looping = node("practice:looping")
        >>> name = Quad(looping, node("skos:prefLabel"), text("Looping"))
        >>> {name: cell for name, cell in cells_of(SHEETS["Practices"], looping, [name], Known()).items() if cell}
        {'Id': 'looping', 'Name': 'Looping'}
    """
    said = list(state)
    prefixes = [table.kind] if table.kind else CONCEPT_PREFIXES
    own = next((prefix for prefix in prefixes if thing.value.startswith(PREFIXES[prefix])), None)
    name = thing.value.removeprefix(PREFIXES[own]) if own else thing.value
    cells = {}
    for column in table.columns:
        if column.property:
            cells[column.name] = show(column, values_of(said, node(column.property)), known).text
        else:
            cells[column.name] = name if own and expand(f"{own}:{name}") == thing.value else thing.value
    return cells


def naming_column(table: Table) -> Column | None:
    """Return the column that holds what a thing is called, or what a claim says.

    Example:
        >>> from equigraph.data.sheets import SHEETS
        >>> naming_column(SHEETS["Sources"]).name, naming_column(SHEETS["Links"])
        ('Title', None)
    """
    return next((column for column in table.columns if column.property in NAMING), None)


def values_of(state: Iterable[Quad], predicate: NamedNode) -> list[Term]:
    """Return the values of a property among what a graph says of a thing."""
    values = (quad.object for quad in state if quad.predicate == predicate)
    return [value for value in values if isinstance(value, NamedNode | Literal)]


def plain_triple(state: Iterable[Quad]) -> Quad | None:
    """Return the plain triple that a statement stands for, from what is said of the statement; None of anything else.

    Example:
        >>> thing = node("statement:looping.related.advisory")
        >>> ends = (node("practice:looping"), node("skos:related"), node("practice:advisory"))
        >>> said = [Quad(thing, end, term) for end, term in zip((SUBJECT, PREDICATE, OBJECT), ends, strict=True)]
        >>> plain_triple(said) == Quad(*ends)
        True
    """
    said = list(state)
    subject, predicate, value = (next(iter(values_of(said, end)), None) for end in (SUBJECT, PREDICATE, OBJECT))
    if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and value is not None:
        return Quad(subject, predicate, value)
    return None


def _properties(table: Table) -> set[str]:
    return {column.property for column in table.columns if column.name in table.named_by}
