"""Take files in: read what they say, hold it against what a store holds, and return the patch that importing them is.

Runs in a process that may die (``equigraph.graph.importing``): files are hostile, and no library that reads them bounds
time and memory. Nothing is changed here but a store that the caller throws away when anything is wrong.
"""

from __future__ import annotations

import difflib
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolution

from equigraph.data.bibliography import format_of, read_references
from equigraph.data.description import Description
from equigraph.data.known import Known, fold
from equigraph.data.patch import Patch
from equigraph.data.reference import Reference
from equigraph.data.row_ids import plain_triple
from equigraph.data.rows import RowReader
from equigraph.data.sheet import WHOLE_ROW, Row, Sheet
from equigraph.data.sheet_files import read_sheets
from equigraph.data.sheets import ASIDE, EXAMPLE_ID, SHEETS, column_of
from equigraph.data.source_descriptions import Choices, Holdings, describe_references
from equigraph.data.table import Table
from equigraph.errors import RowError, did_you_mean
from equigraph.graph.known_things import known_things
from equigraph.graph.patching import patch_of
from equigraph.graph.reader import Reader
from equigraph.graph.sheet_things import things_on
from equigraph.graph.store import OxigraphStore

__all__ = ["Options", "Taken", "take_in"]


@dataclass(frozen=True)
class Options:
    """How files are taken in.

    Attributes:
        sync: A thing of a sheet that has no row there is removed.
        partial: Rows that are right are taken although others are wrong.
    """

    sync: bool = False
    partial: bool = False


@dataclass
class Taken:
    """What files came to.

    Attributes:
        patch: What importing them adds and takes away.
        problems: Every cell, entry or line that is wrong.
        notes: What else a person should know: how a file was read, which rows became drafts.
        rows: Rows and entries that were read.
        descriptions: What they say.
    """

    patch: Patch = field(default_factory=Patch)
    problems: list[RowError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: int = 0
    descriptions: list[Description] = field(default_factory=list)


class _Graph:
    """What the files are held against."""

    def __init__(self, raw: pyoxigraph.Store) -> None:
        self.raw = raw
        self.reader = Reader(OxigraphStore(raw))
        self.known: Known = known_things(self.reader)

    def state(self, thing: NamedNode) -> Iterable[Quad]:
        """Return what the graph says of a thing."""
        return self.raw.quads_for_pattern(thing, None, None, DefaultGraph())


def take_in(raw: pyoxigraph.Store, paths: Sequence[Path], options: Options) -> Taken:
    """Return what importing files into a store is; the store is not changed.

    Args:
        raw: The store.
        paths: Workbooks and tables.
        options: How they are taken in.

    Returns:
        With problems, and without ``partial``, the patch is empty: all or nothing.

    Raises:
        DataError: A file cannot be read at all.
    """
    taken, graph = Taken(), _Graph(raw)
    libraries = [path for path in paths if format_of(path) is not None]
    taken.descriptions += _sheets(graph, [path for path in paths if path not in libraries], options, taken)
    taken.descriptions += _references(graph, libraries, taken)
    if not taken.problems or options.partial:
        taken.patch = patch_of(raw, taken.descriptions)
    return taken


# --- bibliographies -----------------------------------------------------------------------------


def _references(graph: _Graph, paths: Sequence[Path], taken: Taken) -> list[Description]:
    """Return the sources of bibliographies that the graph does not hold; what it holds stays as it is, and is told."""
    if not paths:
        return []
    held = [_reference(row) for row in graph.reader.rows("references")]
    types = list(graph.known.things(["source-type"]))
    found = [one for path in paths for one in read_references(path, taken.problems, taken.notes)]
    taken.rows += len(found)
    holdings = Holdings(held, types, graph.known.slugs)
    return describe_references(found, holdings, Choices(), taken.problems, taken.notes)


def _reference(row: QuerySolution) -> Reference:
    def text(name: str) -> str:
        return row[name].value if row[name] is not None else ""

    return Reference(
        iri=text("source"),
        title=text("title"),
        authors=text("authors"),
        year=text("year"),
        publisher=text("publisher"),
        source_type=text("source_type"),
        doi=text("doi"),
        eric=text("eric"),
        url=text("url"),
    )


# --- sheets -------------------------------------------------------------------------------------

# The sheets whose things others name, first.
_LEARNT: Final = sorted(SHEETS, key=lambda name: (name in {"Evidence", "Links", "Costs"}, name != "Concepts"))


def _sheets(graph: _Graph, paths: Sequence[Path], options: Options, taken: Taken) -> Iterator[Description]:
    """Yield what rows say; the sheets of all files are read together, so that a row can name what another brings in."""
    rows: dict[str, list[Row]] = {}
    for path in paths:
        for sheet in read_sheets(path, taken.problems, taken.notes, aside=ASIDE):
            table = _table_of(sheet, taken)
            if table is not None:
                rows.setdefault(table.name, []).extend(_own_rows(sheet))
    reader = RowReader(graph.known, graph.state, taken.problems)
    learnt = {name: reader.learn(SHEETS[name], rows[name]) for name in _LEARNT if name in rows}
    for name in filter(learnt.__contains__, SHEETS):
        taken.rows += len(learnt[name])
        for row, thing in learnt[name]:
            description = reader.read(SHEETS[name], row, thing)
            if description is not None:
                yield description
        if options.sync:
            yield from _absent(graph, SHEETS[name], reader.things)
    taken.notes += reader.notes


def _own_rows(sheet: Sheet) -> Iterator[Row]:
    """Yield the rows of a sheet by the names of our columns, without the example."""
    for row in sheet.rows:
        cells = {column_of(heading): cell for heading, cell in row.cells.items()}
        if EXAMPLE_ID not in cells.values():
            yield row._replace(cells=cells)


def _table_of(sheet: Sheet, taken: Taken) -> Table | None:
    """Return the table that a sheet is; None for one that is not ours, or that has columns we do not know."""
    names = {fold(known): known for known in SHEETS}
    name = sheet.name or Path(sheet.file).stem  # a table of its own is named by its file
    table = SHEETS.get(names.get(fold(name.replace("-", " ").replace("_", " ")), ""))
    if table is None:
        close = did_you_mean(difflib.get_close_matches(name, SHEETS, 1))
        reason = f"no such sheet is known{close or '; known: ' + ', '.join(SHEETS)}"
        taken.problems.append(RowError(sheet.file, 1, WHOLE_ROW, reason, sheet=sheet.name))
        return None
    columns = [column.name for column in table.columns]
    for name in map(column_of, sheet.header):
        if name not in columns:
            close = did_you_mean(difflib.get_close_matches(name, columns, 1))
            reason = f"no such column is known{close}; known columns: {', '.join(columns)}"
            taken.problems.append(RowError(sheet.file, 1, name, reason, sheet=sheet.name))
    return table


def _absent(graph: _Graph, table: Table, named: Container[NamedNode]) -> Iterator[Description]:
    """Yield that things of a sheet without a row are gone, with the plain triples of statements."""
    for thing, quads in things_on(graph.reader, table).items():
        if thing not in named:
            plain = plain_triple(quads)
            yield Description(thing, (), gone=(*quads, plain) if plain is not None else tuple(quads))
