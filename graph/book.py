"""What the workbook for curators holds: a row for each thing, on the sheet of its kind, and lists to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from equigraph.data.known import Known
from equigraph.data.row_ids import cells_of
from equigraph.data.sheets import RELATIONS, SHEETS
from equigraph.data.table import Column
from equigraph.graph.known_things import known_things
from equigraph.graph.reader import Catalog, Reader
from equigraph.graph.sheet_things import things_on
from equigraph.ontology.prefixes import CONCEPT_PREFIXES

__all__ = ["Book", "read_book"]

LONGEST_LIST: Final = 5000  # names to choose from: Excel shows a list of this length, and nobody reads a longer one


@dataclass(frozen=True)
class Book:
    """The content of a workbook.

    Attributes:
        rows: By sheet, a row for each thing: column to cell.
        lists: By sheet and column, the cells to choose from; a longer list than anybody reads is not there.
        catalog: What the graph says of itself.
        left: Statements that no sheet holds, because their relation has no place there.
    """

    rows: Mapping[str, Sequence[Mapping[str, str]]]
    lists: Mapping[tuple[str, str], tuple[str, ...]]
    catalog: Catalog
    left: int


def read_book(reader: Reader) -> Book:
    """Return what a graph puts into the workbook.

    Example:
        >>> from equigraph.graph.store import OxigraphStore
        >>> with OxigraphStore.bundled() as store:
        ...     book = read_book(Reader(store))
        >>> len(book.rows["Practices"]), book.lists["Evidence", "Direction"]
        (64, ('Insufficient', 'Mixed', 'Negative', 'Null', 'Positive'))
    """
    known = known_things(reader)
    rows = {
        name: [cells_of(sheet, thing, said, known) for thing, said in things_on(reader, sheet).items()]
        for name, sheet in SHEETS.items()
    }
    lists = {
        (name, column.name): choices
        for name, sheet in SHEETS.items()
        for column in sheet.columns
        if (choices := _choices(column, known))
    }
    kinds = {row["kind"].value.rpartition("#")[2]: int(row["things"].value) for row in reader.rows("kinds")}
    held = sum(len(rows[name]) for name in ("Links", "Costs"))
    return Book(rows, lists, reader.catalog(), max(0, kinds.get("Statement", 0) - held))


def _choices(column: Column, known: Known) -> tuple[str, ...]:
    if column.value == "relation":
        return tuple(RELATIONS)
    if column.value == "scheme":
        return tuple(CONCEPT_PREFIXES)
    if column.value not in {"thing", "concept"}:
        return ()
    cells = (known.cell_of(NamedNode(iri), column.kinds) for iri in known.things(column.kinds))
    found = sorted({cell for cell in cells if cell}, key=str.casefold)
    return tuple(found) if len(found) <= LONGEST_LIST else ()
