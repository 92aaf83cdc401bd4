"""Bring a gap map onto sheets: all of it in parts, or those of its rows and columns that hold the most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from equigraph.exporters.gap_frame import MARGIN_PX, gap_frame
from equigraph.exporters.gap_layout import Layout, Measures, holds, lay_out
from equigraph.graph.gap_map import TOTAL
from equigraph.graph.kinds import count_words

if TYPE_CHECKING:
    from equigraph.exporters.brief_frame import Frame
    from equigraph.exporters.palette import Theme
    from equigraph.exporters.sheets import Sheet
    from equigraph.graph.gap_map import GapMap, Heading

__all__ = ["GapPicture", "compose_gap_pages", "compose_gaps"]

TIGHT: Final = Measures(names=212.0, head=112.0, lines=3, has_groups=False)
CLOSE: Final = Measures(names=240.0, head=170.0)
LONGEST_PART: Final = "(888 of 888)"


@dataclass(frozen=True, slots=True)
class GapPicture:
    """A picture of a gap map: ``width`` x ``height`` px on screen or paper, all else in px of the layout.

    Its grids stand side by side, each with its left end.
    """

    width: float
    height: float
    box_width: float
    box_height: float
    grids: tuple[tuple[Layout, float], ...]
    around: Frame


def compose_gaps(found: GapMap, theme: Theme = "light", sheet: Sheet | None = None) -> GapPicture:
    """Return one picture of a map: of all of it, or, on a sheet that is too small, of what holds the most claims."""
    if sheet is None:
        layout = lay_out(found)
        around = gap_frame(found, layout, theme)
        grids = ((layout, around.left),)
        return GapPicture(around.width, around.height, around.width, around.height, grids, around)
    tiled = _tiled(found, theme, sheet) if sheet.is_tiled else None
    if tiled is not None:
        return tiled
    whole = lay_out(found, _measures(sheet))
    return _sized(found, whole, theme, sheet) if _fits(found, whole, sheet) else _cut(found, theme, sheet)


def compose_gap_pages(found: GapMap, theme: Theme = "light", sheet: Sheet | None = None) -> tuple[GapPicture, ...]:
    """Return the pictures of a map: one, or, on a sheet that is too small for all of it, as many as it needs."""
    if sheet is None or sheet.is_tiled or _fits(found, lay_out(found, _measures(sheet)), sheet):
        return (compose_gaps(found, theme, sheet),)
    parts = []
    for columns in _portions(found.columns, lambda some: _wide(found, some, sheet) <= sheet.width):

        def fits(rows: Sequence[Heading], columns: Sequence[Heading] = columns) -> bool:
            return _fits(found, lay_out(found, _measures(sheet), rows, columns), sheet, part=LONGEST_PART)

        parts += [lay_out(found, _measures(sheet), rows, columns) for rows in _portions(found.rows, fits)]
    return tuple(
        _sized(found, layout, theme, sheet, part=f"({number:,} of {len(parts):,})")
        for number, layout in enumerate(parts, start=1)
    )


def _cut(found: GapMap, theme: Theme, sheet: Sheet) -> GapPicture:
    """Return the rows and columns with the most cells that hold claims, as many as fit."""
    measures = replace(_measures(sheet), has_groups=False)
    filled = Counter(name for key in found.filled() for name in key)

    def best(headings: Sequence[Heading], number: int) -> list[Heading]:
        """Return the fullest of some headings, in their own order."""
        fullest = sorted(headings, key=lambda one: -filled[one.iri])[:number]
        return [one for one in headings if one in fullest]

    columns = [column for column in found.columns if holds(found.cell(TOTAL, column.iri))]
    across = _most(len(columns), lambda number: _wide(found, best(columns, number), sheet) <= sheet.width)
    columns = best(columns, max(1, across))
    rows = [row for row in found.rows if holds(found.cell(row.iri, TOTAL))]

    def fits(number: int) -> bool:
        layout = lay_out(found, measures, best(rows, number), columns)
        return _fits(found, layout, sheet, said=_said(found, number, len(columns)))

    down = max(1, _most(len(rows), fits))
    layout = lay_out(found, measures, best(rows, down), columns)
    return _sized(found, layout, theme, sheet, said=_said(found, down, len(columns)))


def _tiled(found: GapMap, theme: Theme, sheet: Sheet) -> GapPicture | None:
    """Return all of a map in grids beside each other, with the largest text at which they find room."""
    columns = [column for column in found.columns if holds(found.cell(TOTAL, column.iri))]
    empty = [column.label for column in found.columns if column not in columns]
    said = f"No claim, and so no column, for {count_words(len(empty), 'goal')}: {', '.join(empty)}." if empty else ""
    for enlarged in sheet.enlarged():
        picture = _tiled_at(found, columns, said, theme, enlarged)
        if picture is not None:
            return picture
    return None


def _tiled_at(found: GapMap, columns: Sequence[Heading], said: str, theme: Theme, sheet: Sheet) -> GapPicture | None:
    head = gap_frame(found, replace(lay_out(found, columns=columns), height=0.0), theme, sheet=sheet, said=said)

    def fits(rows: Sequence[Heading]) -> bool:
        return lay_out(found, rows=rows, columns=columns).height <= sheet.height - head.height

    grids = [lay_out(found, rows=rows, columns=columns) for rows in _portions(found.rows, fits)]
    pitch = max((grid.width for grid in grids), default=0.0) + 2 * MARGIN_PX
    if not grids or len(grids) * pitch > sheet.width:
        return None
    tallest = max(grids, key=lambda grid: grid.height)
    every = replace(tallest, rows=tuple(row for grid in grids for row in grid.rows))
    around = gap_frame(found, every, theme, sheet=sheet, said=said)
    beside = tuple((grid, around.left + number * pitch) for number, grid in enumerate(grids))
    width, height = round(sheet.width * sheet.scale), round(sheet.height * sheet.scale)
    return GapPicture(width, height, sheet.width, sheet.height, beside, around)


def _measures(sheet: Sheet) -> Measures:
    return TIGHT if sheet.is_brief else CLOSE


def _wide(found: GapMap, columns: Sequence[Heading], sheet: Sheet) -> float:
    """Return how wide some columns are, with the names of rows and the margins."""
    return lay_out(found, _measures(sheet), (), columns).width + 2 * MARGIN_PX


def _fits(found: GapMap, layout: Layout, sheet: Sheet, *, part: str = "", said: str = "") -> bool:
    around = gap_frame(found, layout, "light", sheet=sheet, part=part, said=said)
    return around.height <= sheet.height and layout.width + 2 * around.left <= sheet.width


def _said(found: GapMap, rows: int, columns: int) -> str:
    """Say which part of the map is shown."""
    of_rows, of_goals = count_words(len(found.rows), "row"), count_words(len(found.columns), "goal")
    return f"{rows:,} of {of_rows} and {columns:,} of {of_goals} shown, those with the most cells that hold claims."


def _most(number: int, fits: Callable[[int], bool]) -> int:
    """Return how many of a number of things fit, tried from the most."""
    return next((some for some in range(number, 0, -1) if fits(some)), 0)


def _portions(items: Sequence[Heading], fits: Callable[[Sequence[Heading]], bool]) -> list[list[Heading]]:
    """Return the items in their order, in portions that fit; one alone is never divided."""
    portions: list[list[Heading]] = []
    for item in items:
        if portions and fits([*portions[-1], item]):
            portions[-1].append(item)
        else:
            portions.append([item])
    return portions


def _sized(found: GapMap, layout: Layout, theme: Theme, sheet: Sheet, *, part: str = "", said: str = "") -> GapPicture:
    around = gap_frame(found, layout, theme, sheet=sheet, part=part, said=said)
    width, height = round(sheet.width * sheet.scale), round(sheet.height * sheet.scale)
    return GapPicture(width, height, sheet.width, sheet.height, ((layout, around.left),), around)
