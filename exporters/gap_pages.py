"""How a gap map is divided onto slides: which rows and columns stand together, in which words, and how large.

A slide holds rows of one category, and the columns in which one of them has a claim; so the names of columns and the
words of cells stay at :data:`LEAST_PT` points. Every cell that holds a claim is on exactly one slide. Rows without any
claim stand in :attr:`GapPages.without`, since a table of them would be empty. The population is the first of the map.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeVar

from equigraph.exporters.gap_layout import holds
from equigraph.exporters.gap_palette import gap_look
from equigraph.exporters.gap_shown import count
from equigraph.exporters.palette import verdict_look
from equigraph.graph.labels import text_width, wrap

if TYPE_CHECKING:
    from equigraph.graph.gap_map import Cell, GapMap, Heading

__all__ = [
    "LEAST_PT",
    "MARGIN_PT",
    "NO_CLAIM",
    "SHAPES",
    "GapPage",
    "GapPages",
    "cell_lines",
    "divide_map",
    "name_lines",
    "sign",
]

LEAST_PT: Final = 18.0  # size of all letters
LINE_PT: Final = LEAST_PT * 1.2
MARGIN_PT: Final = 4.0  # within a cell, on each side
NAMES_SHARE: Final = 0.29  # of the width, for the names of rows
WIDEST_PT: Final = 190.0  # a column; a wider one would only be emptier
HEAD_PT: Final = 165.0  # longest line of a name that stands upright in its column
MOST_NAME_LINES: Final = 4
TEXT_COLUMNS: Final = 400  # lines are broken by their width, not by their characters

T = TypeVar("T")

MOST_GROUPS: Final = 3  # categories in one table: its title names them
BETWEEN_GROUPS: Final = " · "
NO_CLAIM: Final = "no claim"
SHAPES: Final = {
    "none": "",
    "ring": "○",
    "hollow": "◇",
    "diamond": "◆",
    "dot": "●",
    "bars": "▥",
    "square": "■",
    "half": "◐",
}


@dataclass(frozen=True, slots=True)
class GapPage:
    """One table of a map.

    Attributes:
        group: What its rows stand under, or "".
        rows: The rows.
        columns: The columns, each with a claim in one of the rows.
        says_kind: Whether its cells say their kind in words; else by a shape, which a legend explains.
        is_turned: Whether the names of columns are turned by a quarter.
        names_pt: Width of the names of rows.
        column_pt: Width of a column.
        head_pt: Height of the names of columns.
        row_pts: Height of each row.
        number: Its place among the tables of its group, from 1.
        of: How many those are.
    """

    group: str
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    says_kind: bool
    is_turned: bool
    names_pt: float
    column_pt: float
    head_pt: float
    row_pts: tuple[float, ...]
    number: int = 1
    of: int = 1

    @property
    def height_pt(self) -> float:
        """Return how high the table is."""
        return self.head_pt + sum(self.row_pts)


@dataclass(frozen=True, slots=True)
class GapPages:
    """A map on slides.

    Attributes:
        pages: Tables, in the order of the map.
        without: Rows that hold no claim, neither about the population nor about all students.
        empty_columns: Columns that hold none.
    """

    pages: tuple[GapPage, ...]
    without: tuple[Heading, ...]
    empty_columns: tuple[Heading, ...]


def sign(verdict: str) -> str:
    """Return the sign of a verdict as text, with a minus that is as wide as a plus.

    Example:
        >>> sign("negative"), sign("conflicting"), sign("no effect found")
        ('−', '+/−', '0')
    """
    return verdict_look(verdict).glyph.replace("-", "−")


def cell_lines(cell: Cell, *, says_kind: bool) -> tuple[str, str]:
    """Return the two lines of a cell; the second is empty where there is no claim.

    Args:
        cell: The cell.
        says_kind: Whether its kind is said in words and not by its shape alone.
    """
    grade = cell.grade
    if cell.claims:
        shape = SHAPES[gap_look(grade.gap.yields).shape]
        sources = count(grade.counted, "source") if grade.sources else "no source"
        if says_kind:
            return f"{sign(grade.verdict)} ({sources})", f"{shape} {grade.gap.yields}"
        return f"{shape} {sign(grade.verdict)}", sources
    if cell.general and cell.general_claims:
        return "all students", f"({count(cell.general.counted, 'source')})"
    return NO_CLAIM, ""


def divide_map(found: GapMap, width_pt: float, height_pt: float, share: float = 1.0) -> GapPages:
    """Return the tables of a map for slides that have so much room for each.

    Args:
        found: The map.
        width_pt: Most points of a table in width.
        height_pt: Most in height.
        share: How wide letters are at most, as a share of what is reckoned with for any.
    """
    filled = {key for key in found.filled() if holds(found.cell(*key))}
    held_rows, held_columns = {row for row, _ in filled}, {column for _, column in filled}
    room = _Room(found, filled, width_pt, height_pt, share)
    pages: list[GapPage] = []
    for group, rows in room.sections([row for row in found.rows if row.iri in held_rows]):
        parts = room.pages(group, rows)
        pages += [replace(page, number=number, of=len(parts)) for number, page in enumerate(parts, 1)]
    return GapPages(
        tuple(pages),
        tuple(row for row in found.rows if row.iri not in held_rows),
        tuple(column for column in found.columns if column.iri not in held_columns),
    )


@dataclass(frozen=True)
class _Room:
    """The room for one table, and what is to stand in it."""

    found: GapMap
    filled: set[tuple[str, str]]
    width: float
    height: float
    share: float

    def sections(self, rows: Sequence[Heading]) -> Iterator[tuple[str, tuple[Heading, ...]]]:
        """Yield what shares tables, with its name: the rows of one category, or of a few small ones after another."""
        names: tuple[str, ...] = ()
        held: tuple[Heading, ...] = ()
        for group, some in groupby(rows, key=lambda row: row.group):
            more = tuple(some)
            if held and len(names) < MOST_GROUPS and self._page("", held + more):
                names, held = (*names, group), held + more
                continue
            if held:
                yield BETWEEN_GROUPS.join(names), held
            names, held = (group,), more
        if held:
            yield BETWEEN_GROUPS.join(names), held

    def pages(self, group: str, rows: tuple[Heading, ...]) -> tuple[GapPage, ...]:
        """Return tables of these rows: as few as there is room for.

        Either every table has the columns that its rows need, or all have the same few columns, block by block.
        """
        best = tuple(self._greedy(group, rows))
        columns = self._columns(rows)
        for blocks in range(2, min(len(columns), len(best)) + 1):
            tried: list[GapPage] = []
            for some in _evenly(columns, blocks):
                own = tuple(row for row in rows if any((row.iri, column.iri) in self.filled for column in some))
                tried += self._greedy(group, own, some)
            best = min(best, tuple(tried), key=_effort)
        return best

    def _greedy(self, group: str, rows: tuple[Heading, ...], columns: tuple[Heading, ...] = ()) -> Iterator[GapPage]:
        """Yield tables of these rows, as many rows in each as it holds, then about as many in all of them."""
        parts: list[GapPage] = []
        left = rows
        most = int(self.height / _height(1))
        while left:
            tries = (self._page(group, left[:number], columns) for number in range(min(most, len(left)), 0, -1))
            page = next(filter(None, tries), None)
            parts += [page] if page else self._slices(group, left[:1], columns)
            left = left[len(parts[-1].rows) :]
        even = [self._page(group, some, columns) for some in _evenly(rows, len(parts))]
        yield from filter(None, even) if all(even) else parts

    def _slices(self, group: str, rows: tuple[Heading, ...], columns: tuple[Heading, ...] = ()) -> Iterator[GapPage]:
        """Yield tables of a row that has a claim in more columns than fit side by side."""
        columns = columns or self._columns(rows)
        most = max(1, int((self.width - self.names) / self._narrowest(rows, columns)))
        for parts in range(math.ceil(len(columns) / most), len(columns) + 1):
            tried = [self._set(group, rows, some, says_kind=False) for some in _evenly(columns, parts)]
            if all(tried):
                yield from filter(None, tried)
                return
        for column in columns:
            yield self._set(group, rows, (column,), says_kind=False) or self._forced(group, rows, (column,))

    def _page(self, group: str, rows: tuple[Heading, ...], columns: tuple[Heading, ...] = ()) -> GapPage | None:
        """Return one table of these rows, with the most that its cells can say; None if it does not fit."""
        columns = columns or self._columns(rows)
        return self._set(group, rows, columns, says_kind=True) or self._set(group, rows, columns, says_kind=False)

    @property
    def names(self) -> float:
        return self.width * NAMES_SHARE

    def _columns(self, rows: Sequence[Heading]) -> tuple[Heading, ...]:
        return tuple(
            column for column in self.found.columns if any((row.iri, column.iri) in self.filled for row in rows)
        )

    def _lines(self, rows: Sequence[Heading], columns: Sequence[Heading], *, says_kind: bool) -> Iterator[str]:
        for row in rows:
            for column in columns:
                yield from cell_lines(self.found.cell(row.iri, column.iri), says_kind=says_kind)

    def _width(self, text: str) -> float:
        return text_width(text, LEAST_PT * self.share)

    def _narrowest(self, rows: Sequence[Heading], columns: Sequence[Heading]) -> float:
        return max(self._width(line) for line in self._lines(rows, columns, says_kind=False)) + 2 * MARGIN_PT

    def _set(
        self, group: str, rows: tuple[Heading, ...], columns: tuple[Heading, ...], *, says_kind: bool
    ) -> GapPage | None:
        """Return a table if it fits: no word broken, no name cut, nothing below the slide."""
        wide = min(WIDEST_PT, (self.width - self.names) / len(columns))
        room = wide - 2 * MARGIN_PT
        if any(self._width(line) > room for line in self._lines(rows, columns, says_kind=says_kind)):
            return None
        words = max(self._width(word) for column in columns for word in column.label.split() or [""])
        is_turned = words > room
        if is_turned:
            lines = [name_lines(column.label, HEAD_PT, self.share) for column in columns]
            if max(map(len, lines)) * LINE_PT > wide:
                return None
            head = max(self._width(line) for some in lines for line in some) + 4 * MARGIN_PT
        else:
            head = _height(max(len(name_lines(column.label, room, self.share)) for column in columns))
        names = self.width - wide * len(columns) if says_kind else self.names
        names = min(names, self.width * 2 * NAMES_SHARE)
        heights = tuple(self._row_height(row, columns, names) for row in rows)
        page = GapPage(group, rows, columns, says_kind, is_turned, names, wide, head, heights)
        return page if page.height_pt <= self.height else None

    def _row_height(self, row: Heading, columns: Sequence[Heading], names: float) -> float:
        cells = 2 if any((row.iri, column.iri) in self.filled for column in columns) else 1
        return _height(max(cells, len(name_lines(row.label, names - 2 * MARGIN_PT, self.share))))

    def _forced(self, group: str, rows: tuple[Heading, ...], columns: tuple[Heading, ...]) -> GapPage:
        """Return a table of one row whose names are longer than any room: they are cut, the notes have them whole."""
        wide = min(WIDEST_PT, (self.width - self.names) / len(columns))
        heights = tuple(self._row_height(row, columns, self.names) for row in rows)
        head = max(_height(2), min(HEAD_PT + 4 * MARGIN_PT, self.height - sum(heights)))
        return GapPage(
            group, rows, columns, says_kind=False, is_turned=True,
            names_pt=self.names, column_pt=wide, head_pt=head, row_pts=heights,
        )  # fmt: skip


def _effort(pages: Sequence[GapPage]) -> tuple[int, int]:
    """Return how much it takes to read these tables: how many there are, and how many have turned names."""
    return len(pages), sum(page.is_turned for page in pages)


def _evenly(things: Sequence[T], parts: int) -> Iterator[tuple[T, ...]]:
    """Yield so many parts, none empty, of about the same length.

    Example:
        >>> list(_evenly("abcdefg", 3))
        [('a', 'b', 'c'), ('d', 'e'), ('f', 'g')]
    """
    size, longer = divmod(len(things), parts)
    at = 0
    for part in range(parts):
        end = at + size + (part < longer)
        if end > at:
            yield tuple(things[at:end])
        at = end


def name_lines(text: str, room_pt: float, share: float = 1.0) -> tuple[str, ...]:
    """Return a name in lines that are so long at most; the last ends in an ellipsis where there are too many.

    Args:
        text: The name.
        room_pt: Most points of a line.
        share: How wide letters are at most, as a share of what is reckoned with for any.
    """
    return wrap(text, TEXT_COLUMNS, width_px=room_pt, size_px=LEAST_PT * share, max_lines=MOST_NAME_LINES)


def _height(lines: int) -> float:
    return lines * LINE_PT + 2 * MARGIN_PT
