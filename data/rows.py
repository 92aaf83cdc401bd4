"""Read the rows of the workbook's sheets against what the graph holds: what each of them adds, changes and takes away.

A cell that still shows what the graph says changes nothing, whatever else the graph says by that property. So a
workbook that nobody edited is no change, for any graph.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, Quad

from equigraph.data.citations import format_citation
from equigraph.data.description import Description, Origin
from equigraph.data.fields import RELATION_KINDS, Term, clean, read_cell, show
from equigraph.data.names import with_article
from equigraph.data.row_ids import OBJECT, PREDICATE, STATEMENT, SUBJECT, RowIds, naming_column, plain_triple, values_of
from equigraph.data.terms import RDF_TYPE, node, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from equigraph.data.known import Known
    from equigraph.data.sheet import Row
    from equigraph.data.table import Table
    from equigraph.errors import RowError

__all__ = ["RowReader"]

ENDS: Final = (SUBJECT, PREDICATE, OBJECT)
STATUS, DRAFT = node("eq:status"), node("status:draft")
CITATION, DIRECT = node("dcterms:bibliographicCitation"), node("url-kind:direct")


@dataclass(slots=True)
class _Cells:
    """What became of the cells of one row.

    Attributes:
        said: By property, what its cell says or, where nobody edited it, shows of the graph.
        quads: What is said newly.
        gone: What is no longer said.
        missing: Required columns that are empty.
    """

    said: dict[NamedNode, list[Term]] = field(default_factory=dict)
    quads: list[Quad] = field(default_factory=list)
    gone: list[Quad] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def first(self, curie: str) -> Term | None:
        """Return the first value of a property."""
        return next(iter(self.said.get(node(curie), ())), None)


class RowReader:
    """Reads the rows of one import, of whichever sheets.

    Attributes:
        notes: What a person should know beside the problems: rows that became drafts.
        things: The things that rows are, each with its row.
    """

    def __init__(self, known: Known, state: Callable[[NamedNode], Iterable[Quad]], problems: list[RowError]) -> None:
        """Begin an import.

        Args:
            known: The things of the graph; those that rows bring in are added.
            state: Gives what the graph says of a thing, and nothing of one that it does not hold.
            problems: Where every cell that is wrong goes.
        """
        self.notes: list[str] = []
        self.things: dict[NamedNode, Row] = {}
        self._known = known
        self._state = state
        self._problems = problems
        self._ids = RowIds(known, state, problems)

    def learn(self, table: Table, rows: Iterable[Row]) -> list[tuple[Row, NamedNode]]:
        """Learn which things rows are, so that other rows can name them.

        Args:
            table: Their sheet. Sheets whose things are named in other sheets go first.
            rows: The rows.

        Returns:
            The rows that can be read, each with its thing.
        """
        known: list[tuple[Row, NamedNode]] = []
        for row in rows:
            thing = self._ids.thing_of(table, row, self.things.__contains__)
            if thing is None:
                continue
            first = self.things.setdefault(thing, row)
            if first is not row:
                place = f"row {first.number}" + (f" of sheet {first.sheet}" if first.sheet else f" of {first.table}")
                column = table.id_column.name if table.id_column else table.named_by[0]
                self._problems.append(row.problem(column, f"this is the same thing as {place}"))
                continue
            known.append((row, thing))
            name = naming_column(table)
            if table.kind != STATEMENT and thing.value not in self._known and name is not None:
                label = clean(row.cells.get(name.name, ""))
                self._known.add(thing.value, self._ids.kind_of(table, row) or table.kind, label)
        return known

    def read(self, table: Table, row: Row, thing: NamedNode) -> Description | None:
        """Return what a row adds, changes and takes away; None for a row that is wrong, which is reported.

        Args:
            table: The row's sheet.
            row: The row.
            thing: What `learn` found that it is.
        """
        before = len(self._problems)
        state = tuple(self._state(thing))
        cells = self._read_cells(table, row, thing, state)
        if len(self._problems) > before:
            return None
        if not state:
            cells.quads += self._as_new(table, row, thing, cells)
        if table.kind == STATEMENT:
            return self._statement(table, row, thing, state, cells)
        if table.cited and (cells.quads or cells.gone):
            self._cite(thing, state, cells)
        return _description(thing, row, cells.quads, cells.gone)

    def _read_cells(self, table: Table, row: Row, thing: NamedNode, state: Sequence[Quad]) -> _Cells:
        """Read the cells that were edited; what a column does not show of the graph stays."""
        cells, held = _Cells(), set(state)
        for column in table.columns:
            if not column.property:
                continue
            predicate = node(column.property)
            shown = show(column, values_of(state, predicate), self._known)
            cell = clean(row.cells.get(column.name, shown.text))
            if cell == clean(shown.text):
                cells.said[predicate] = list(shown.terms)
                if column.required and not cell:
                    cells.missing.append(column.name)
                continue
            terms: list[Term] | str = read_cell(column, cell, self._known)
            if column.required and not cell:
                terms = f'it cannot be left empty; it was "{shown.text}"'
            if isinstance(terms, str):
                self._problems.append(row.problem(column.name, terms))
                continue
            cells.said[predicate] = terms
            said = [Quad(thing, predicate, term) for term in terms]
            cells.quads += [quad for quad in said if quad not in held]
            cells.gone += [quad for term in shown.terms if (quad := Quad(thing, predicate, term)) not in said]
        return cells

    def _as_new(self, table: Table, row: Row, thing: NamedNode, cells: _Cells) -> list[Quad]:
        quads = [Quad(thing, RDF_TYPE, node(name)) for name in table.types]
        for name, value in table.constants.items():
            cells.said[node(name)] = [node(value)]
            quads.append(Quad(thing, node(name), node(value)))
        if cells.missing:
            quads.append(Quad(thing, STATUS, DRAFT))
            self.notes.append(f"{_origin(row)}: becomes a draft; still empty: {', '.join(cells.missing)}")
        return quads

    # --- statements -----------------------------------------------------------------------------

    def _statement(
        self, table: Table, row: Row, thing: NamedNode, state: Sequence[Quad], cells: _Cells
    ) -> Description | None:
        """Return a statement with the plain triple that it stands for; one with other ends is another statement."""
        if not self._fits(table, row, cells):
            return None
        now = plain_triple(Quad(thing, end, term) for end in ENDS for term in cells.said.get(end, ()))
        before = plain_triple(state)
        if now is None or now == before:
            return _description(thing, row, cells.quads, cells.gone)
        if before is None:
            return _description(thing, row, [*cells.quads, now], cells.gone)
        renamed = self._ids.statement_of(table, row)
        if renamed is None:
            return None
        kept = [quad for quad in state if quad not in cells.gone]
        moved = [Quad(renamed, quad.predicate, quad.object) for quad in (*kept, *cells.quads)]
        return _description(renamed, row, [*moved, now], [*state, before])

    def _fits(self, table: Table, row: Row, cells: _Cells) -> bool:
        """Say whether the object of a link is of a kind that its relation takes; if not, it is reported."""
        predicate, value = cells.first("rdf:predicate"), cells.first("rdf:object")
        kinds = RELATION_KINDS.get(predicate, ()) if isinstance(predicate, NamedNode) else ()
        if not isinstance(value, NamedNode) or not kinds:
            return True
        own = self._known.kinds_of(value.value)
        if any(kind in kinds for kind in own):
            return True
        column = next(column.name for column in table.columns if column.property == "rdf:object")
        wanted = with_article(" or ".join(kinds))
        reason = (
            f'"{row.cells.get(column, "")}" is {with_article(own[0] if own else "thing")}; this relation needs {wanted}'
        )
        self._problems.append(row.problem(column, reason))
        return False

    # --- sources --------------------------------------------------------------------------------

    def _cite(self, thing: NamedNode, state: Sequence[Quad], cells: _Cells) -> None:
        """Write the reference of a source anew, because something that it is made of changed."""
        kind, address = cells.first("eq:sourceType"), cells.first("schema:url")
        is_direct = cells.first("eq:urlKind") == DIRECT
        words = {
            part: term.value if (term := cells.first(curie)) is not None else "" for part, curie in _REFERENCE.items()
        }
        words["source_type"] = self._known.label_of(kind.value) if kind is not None else ""
        words["url"] = address.value if is_direct and address is not None else ""
        cited = Quad(thing, CITATION, plain(format_citation(**words)))
        old = [quad for quad in state if quad.predicate == CITATION]
        if cited not in old:
            cells.quads.append(cited)
            cells.gone += old


_REFERENCE: Final[Mapping[str, str]] = {
    "authors": "eq:authors",
    "year": "dcterms:issued",
    "title": "dcterms:title",
    "publisher": "dcterms:publisher",
    "doi": "bibo:doi",
    "eric": "eq:eric",
}


def _origin(row: Row) -> Origin:
    return Origin(row.table, row.sheet, row.number)


def _description(thing: NamedNode, row: Row, quads: Iterable[Quad], gone: Iterable[Quad]) -> Description:
    return Description(thing, tuple(quads), gone=tuple(gone), origin=_origin(row))
