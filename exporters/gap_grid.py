"""The gap map as the grid of a sheet: rows by equity goals, each cell with its colour, its sign and its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter

from equigraph.exporters.gap_names import roll_up
from equigraph.exporters.gap_palette import gap_look
from equigraph.exporters.palette import colour
from equigraph.exporters.workbook import HEADER, at, fill_of, font_of, print_on, put
from equigraph.graph.gap_map import TOTAL
from equigraph.graph.kinds import count_words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from equigraph.graph.gap_map import Cell, GapMap, Heading, Population
    from equigraph.graph.grades import Grade

__all__ = ["Grid", "cell_text"]

TITLE_ROW, HEAD_ROW, FIRST_ROW = 1, 2, 3
GROUP_WIDTH, ROW_WIDTH, CELL_WIDTH, EMPTY_WIDTH, TOTAL_WIDTH = 22, 34, 18, 14, 11  # characters
HEAD_HEIGHT, CELL_HEIGHT, WITH_OURS_HEIGHT = 64, 32, 62  # points: four lines, two, four small ones
COUNTED: Final = ("Claims", "Sources", "Cells with a claim")
NO_CLAIM: Final = "no claim"
EDGE: Final = Side(style="thin", color="FFB9C2CC")
BORDER: Final = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
NEW_GROUP: Final = Border(left=EDGE, right=EDGE, top=Side(style="medium", color="FF4A5565"), bottom=EDGE)
MIDDLE: Final = Alignment(wrap_text=True, vertical="center")
MUTED: Final = font_of(colour("muted"), size=9)


def cell_text(cell: Cell) -> str:
    """Return the words of a cell: sign of its kind, verdict, sources, how sure.

    Claims about all students stand apart, in brackets; with a profile, evidence like ours stands in a line of its own.
    """
    general, grade = cell.general, cell.grade
    said = f"[{grade.gap.glyph}] {_graded(grade)}" if cell.claims else NO_CLAIM
    if general and general.claims:
        said += f" (all students: {count_words(general.counted, 'source')})"
    if cell.ours and (cell.claims or cell.general_claims):
        said += f"\nours: {_graded(cell.ours.grade)}"
    return said


def _graded(grade: Grade) -> str:
    if not grade.claims:
        return NO_CLAIM
    return f"{grade.verdict} - {count_words(grade.counted, 'source')} - {grade.how_sure}"


class Grid:
    """The grid of one population on one sheet.

    Args:
        sheet: An empty sheet.
        found: The map.
        people: The population.
    """

    def __init__(self, sheet: Worksheet, found: GapMap, people: Population) -> None:
        self.sheet = sheet
        self.found = found
        self.people = people
        self.has_groups = any(row.group for row in found.rows)
        self.names_column = 2 if self.has_groups else 1
        self.first_column = self.names_column + 1
        self.totals_column = self.first_column + len(found.columns)
        self.totals_row = FIRST_ROW + len(found.rows)

    def fill(self) -> None:
        """Fill the sheet: title, names of columns, rows, totals, and how it is shown and printed."""
        counts = f" ({roll_up(self.found, self.people)})" if self.people.groups else ""
        whom = f"Evidence for: {self.people.label}{counts}."
        put(at(self.sheet, TITLE_ROW, 1), whom, font=font_of(size=12, bold=True))
        self._heads()
        group = None
        for place, row in enumerate(self.found.rows, FIRST_ROW):
            self._row(place, row, NEW_GROUP if self.has_groups and row.group != group else BORDER)
            group = row.group
        for offset, name in enumerate(COUNTED):
            put(at(self.sheet, self.totals_row + offset, self.names_column), f"{name}, all rows", **HEADER)
        for number, column in enumerate(self.found.columns, self.first_column):
            held = [self._cell(row.iri, column.iri) for row in self.found.rows]
            places = [(self.totals_row + offset, number) for offset in range(len(COUNTED))]
            self._totals(self._cell(TOTAL, column.iri), held, places)
        every = [self._cell(*key) for key in self.found.filled()]
        corner = [(self.totals_row + offset, self.totals_column + offset) for offset in range(len(COUNTED))]
        self._totals(self._cell(TOTAL, TOTAL), every, corner)
        self._show()

    def _cell(self, row: str, column: str) -> Cell:
        return self.found.cell(row, column, self.people.iri)

    def _heads(self) -> None:
        names = ["category"] if self.has_groups else []
        names += [self.found.rows_are, *(column.label for column in self.found.columns)]
        names += [f"{name}, all columns" for name in COUNTED]
        for number, name in enumerate(names, 1):
            put(at(self.sheet, HEAD_ROW, number), name, **HEADER, border=BORDER)

    def _row(self, place: int, row: Heading, border: Border) -> None:
        if self.has_groups:
            put(at(self.sheet, place, 1), row.group, font=MUTED, alignment=MIDDLE, border=border)
        looks = {"font": HEADER["font"], "alignment": MIDDLE, "border": border}
        put(at(self.sheet, place, self.names_column), row.label, **looks)
        held = [self._cell(row.iri, column.iri) for column in self.found.columns]
        for number, cell in enumerate(held, self.first_column):
            look = gap_look(cell.grade.gap.yields)
            ink = font_of(look.ink(), size=9) if cell.claims else MUTED
            fill = {"fill": fill_of(look.fill())} if cell.claims else {}
            put(at(self.sheet, place, number), cell_text(cell), font=ink, alignment=MIDDLE, border=border, **fill)
        places = [(place, self.totals_column + offset) for offset in range(len(COUNTED))]
        self._totals(self._cell(row.iri, TOTAL), held, places)
        self.sheet.row_dimensions[place].height = WITH_OURS_HEIGHT if self.found.profile else CELL_HEIGHT

    def _totals(self, total: Cell, held: Sequence[Cell], places: Sequence[tuple[int, int]]) -> None:
        numbers = (total.grade.claims, total.grade.counted, sum(bool(cell.claims) for cell in held))
        for (row, column), number in zip(places, numbers, strict=True):
            put(at(self.sheet, row, column), number, font=HEADER["font"], border=BORDER)

    def _show(self) -> None:
        """Keep names in sight, filter by them, and lay the sheet out for paper."""
        sheet = self.sheet
        widths = [GROUP_WIDTH] if self.has_groups else []
        is_empty = [not self._cell(TOTAL, column.iri).claims for column in self.found.columns]
        widths += [ROW_WIDTH, *(EMPTY_WIDTH if empty else CELL_WIDTH for empty in is_empty)]
        widths += [TOTAL_WIDTH] * len(COUNTED)
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.row_dimensions[HEAD_ROW].height = HEAD_HEIGHT
        sheet.freeze_panes = at(sheet, FIRST_ROW, self.first_column)
        last = get_column_letter(self.totals_column + len(COUNTED) - 1)
        sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{self.totals_row - 1}"
        names = f"A:{get_column_letter(self.names_column)}"
        print_on(sheet, rows=f"{TITLE_ROW}:{HEAD_ROW}", columns=names, width=sum(widths))
