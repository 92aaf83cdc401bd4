"""Where things stand in the picture of a gap map: columns with slanted names, rows under their headings, in px.

Columns that hold nothing are narrow, and rows that hold nothing stand at the end; none is left out. Names are wrapped
by the widths of :mod:`equigraph.graph.labels` and never drawn over each other: slanted lines keep the height of a line
between neighbours, since a column is at least as wide as the lines of its name are high. A part of a map, for a sheet
that is too small for all of it, is a choice of its rows and columns.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from equigraph.graph.gap_map import TOTAL
from equigraph.graph.labels import text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from equigraph.graph.gap_map import Cell, GapMap, Heading

__all__ = ["SLANT_DEGREES", "Column", "Layout", "Measures", "Row", "holds", "lay_out"]

SLANT_DEGREES: Final = 60.0
FILLED_PX, EMPTY_PX = 58.0, 36.0  # width of a column with, and without a claim
NAME_PX, HEAD_PX = 13.0, 13.0  # sizes of letters
NAME_LINE_PX, HEAD_LINE_PX = 16.0, 13.5
HEAD_GAP_PX: Final = 8.0  # between names of columns and the grid
ROW_PX: Final = 26.0
GROUP_PX: Final = 28.0
MOST_LINES: Final = 2


@dataclass(frozen=True, slots=True)
class Measures:
    """How much room names take: the width of those of rows, the longest line and most lines of slanted ones."""

    names: float = 300.0
    head: float = 240.0
    lines: int = MOST_LINES
    has_groups: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its middle, its width, the lines of its name, and whether it holds a claim."""

    heading: Heading
    x: float
    width: float
    lines: tuple[str, ...]
    is_filled: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row, or a heading over rows, which has no ``heading`` of the map: its top, its height, its lines."""

    heading: Heading | None
    y: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The grid: the names of columns fill ``head`` px above y = 0, those of rows the px left of ``left``."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    head: float
    left: float
    right: float
    width: float
    height: float


def holds(cell: Cell) -> bool:
    """Return whether a cell holds any claim, be it one about all students."""
    return bool(cell.claims or cell.general_claims)


def lay_out(
    found: GapMap,
    measures: Measures | None = None,
    rows: Sequence[Heading] | None = None,
    columns: Sequence[Heading] | None = None,
) -> Layout:
    """Return where columns and rows of a map stand, for its first population.

    Args:
        found: The map.
        measures: How much room names take.
        rows: Those of its rows that are shown; all for None.
        columns: Those of its columns that are shown; all for None.
    """
    measures = measures or Measures()
    placed = tuple(_columns(found, measures, found.columns if columns is None else columns))
    return _laid_out(placed, tuple(_rows(found, measures, found.rows if rows is None else rows)), measures)


def _laid_out(columns: tuple[Column, ...], rows: tuple[Row, ...], measures: Measures) -> Layout:
    slant = math.radians(SLANT_DEGREES)
    longest = [max(text_width(line, HEAD_PX) for line in column.lines) for column in columns]
    block = HEAD_LINE_PX * measures.lines
    head = max(longest, default=0.0) * math.sin(slant) + block * math.cos(slant) + HEAD_GAP_PX
    right = columns[-1].x + columns[-1].width / 2 if columns else measures.names
    over = [column.x + length * math.cos(slant) + block for column, length in zip(columns, longest, strict=True)]
    return Layout(
        columns=columns,
        rows=rows,
        head=round(head, 1),
        left=measures.names,
        right=right,
        width=round(max([right, *over]), 1),
        height=rows[-1].y + rows[-1].height if rows else 0.0,
    )


def _columns(found: GapMap, measures: Measures, headings: Sequence[Heading]) -> Iterator[Column]:
    x = measures.names
    for heading in headings:
        is_filled = holds(found.cell(TOTAL, heading.iri))
        width = FILLED_PX if is_filled else EMPTY_PX
        lines = wrap(heading.label, 40, width_px=measures.head, size_px=HEAD_PX, max_lines=measures.lines)
        yield Column(heading, x + width / 2, width, lines, is_filled)
        x += width


def _rows(found: GapMap, measures: Measures, headings: Sequence[Heading]) -> Iterator[Row]:
    filled = [row for row in headings if holds(found.cell(row.iri, TOTAL))]
    empty = [row for row in headings if not holds(found.cell(row.iri, TOTAL))]
    y = 0.0
    for group, rows in groupby(filled, key=lambda row: row.group if measures.has_groups else ""):
        yield from (placed := list(_block(group, list(rows), y, measures.names)))
        y = placed[-1].y + placed[-1].height
    if empty:
        yield from _block(f"No claim about these ({len(empty):,})", empty, y, measures.names)


def _block(title: str, rows: Sequence[Heading], y: float, names: float) -> Iterator[Row]:
    """Yield the heading of some rows, if they have one, and the rows."""
    if title:
        yield Row(None, y, GROUP_PX, wrap(title, 60, width_px=names - 16, size_px=NAME_PX + 1.5, max_lines=1))
        y += GROUP_PX
    for heading in rows:
        lines = wrap(heading.label, 44, width_px=names - 24, size_px=NAME_PX, max_lines=MOST_LINES)
        height = max(ROW_PX, NAME_LINE_PX * len(lines) + 6)
        yield Row(heading, y, height, lines)
        y += height
