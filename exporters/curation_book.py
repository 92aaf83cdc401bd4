"""The workbook in which people keep the graph (.xlsx, Office Open XML, ECMA-376): a sheet for each kind of thing.

Every sheet has its headings in sight, what each of them means as a note on it, an example in the first row, and lists
to choose from. Ids are locked against accidents (without a password); everything else can be edited, and rows added.
What it does not hold stays in the graph as it is: values that a column cannot show, and statements whose relation has
no place on a sheet. Dates are the data's, so the same graph gives the same bytes. `equigraph import` reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from equigraph.data.sheets import ASIDE, EXAMPLE, EXAMPLE_ID, REQUIRED, SHEETS, meaning_of
from equigraph.exporters.files import write_atomically
from equigraph.exporters.readme_sheet import LINE_HEIGHT, TALLEST, fill_readme
from equigraph.exporters.workbook import HEADER, at, fill_of, finish, font_of, print_on, put

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from equigraph.data.table import Column, Table
    from equigraph.graph.book import Book

__all__ = ["LISTS", "READ_ME", "generate_curation_book", "write_curation_book"]

READ_ME, LISTS = ASIDE
TITLE: Final = "The graph, to be edited"
SPARE_ROWS: Final = 2000  # below the last one: new rows can be chosen from lists too
WIDTHS: Final[Mapping[str, int]] = {"id": 40, "text": 60, "thing": 34, "concept": 32, "relation": 24, "year": 8}
OTHER_WIDTH: Final = 24  # characters
NOTE_WIDTH, NOTE_HEIGHT = 320, 120  # pixels
OPEN, LOCKED = Protection(locked=False), Protection(locked=True)
WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
TOP: Final = Alignment(vertical="top")
FAINT: Final = "#5a6472"
EXAMPLE_FILL: Final = fill_of("#f1f3f5")
HOW: Final = (
    ("How it works", ""),
    ("Edit", "Change any cell but the ids. An emptied cell takes back what it said."),
    ("Add", "Write a new row below the last one. It needs no id: one is made from its name, and stays the same."),
    ("Remove", "A row that is deleted changes nothing, unless you import with --sync."),
    ("Required", f"A heading with {REQUIRED.strip()} must be filled. A new row without is kept as a draft."),
    ("Several values", 'Where a heading may hold several values, separate them by ";".'),
    ("Look first", "equigraph import FILE.xlsx --dry-run shows what would change, and changes nothing."),
    ("Import", "equigraph --store FOLDER import FILE.xlsx; equigraph store undo FOLDER takes it back."),
    ("Be honest", "State only what the source states, in your own words. Null and negative findings belong here."),
)


def generate_curation_book(book: Book) -> bytes:
    """Return the workbook of a graph as bytes."""
    file = Workbook()
    file.remove(file.worksheets[0])
    fill_readme(file.create_sheet(READ_ME), TITLE, _readme(book))
    ranges = _Lists(file)
    for name, table in SHEETS.items():
        _add_sheet(file.create_sheet(name), table, book, ranges)
    file.move_sheet(LISTS, len(SHEETS))
    return finish(file, title=TITLE, description=book.catalog.title, date=book.catalog.modified)


def write_curation_book(book: Book, path: str | os.PathLike[str]) -> None:
    """Write the workbook of a graph.

    Raises:
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_curation_book(book))


def _readme(book: Book) -> Iterator[tuple[str, str]]:
    yield from HOW
    about = book.catalog
    told = {"Graph": about.title, "Version": about.version, "Licence": about.licence, "How to cite": about.citation}
    if any(told.values()):
        yield "What it holds", ""
        yield from ((name, text) for name, text in told.items() if text)
    if book.left:
        yield "Not here", f"{book.left:,} statements, whose relations have no place on a sheet; they stay as they are."
    for name, table in SHEETS.items():
        yield f"{name}: {len(book.rows[name]):,} rows", ""
        yield from ((_heading(column), meaning_of(column)) for column in table.columns)


class _Lists:
    """The hidden sheet of what can be chosen; equal lists stand there once."""

    def __init__(self, file: Workbook) -> None:
        self._sheet: Worksheet = file.create_sheet(LISTS)
        self._sheet.sheet_state = "hidden"
        self._ranges: dict[tuple[str, ...], str] = {}

    def range_of(self, choices: tuple[str, ...]) -> str:
        """Return the range that holds a list, written when it is first asked for."""
        if choices not in self._ranges:
            number = len(self._ranges) + 1
            for place, choice in enumerate(choices, 1):
                put(at(self._sheet, place, number), choice)
            letter = get_column_letter(number)
            self._ranges[choices] = f"'{LISTS}'!${letter}$1:${letter}${len(choices)}"
        return self._ranges[choices]


def _add_sheet(sheet: Worksheet, table: Table, book: Book, lists: _Lists) -> None:
    rows = book.rows[table.name]
    last = len(rows) + 2 + SPARE_ROWS
    for number, column in enumerate(table.columns, 1):
        head, letter = at(sheet, 1, number), get_column_letter(number)
        put(head, _heading(column), **HEADER)
        head.comment = Comment(meaning_of(column), "equigraph", NOTE_HEIGHT, NOTE_WIDTH)
        sheet.column_dimensions[letter].width = WIDTHS.get(column.value, OTHER_WIDTH)
        sheet.column_dimensions[letter].protection = OPEN  # of the cells that are not there yet
        choices = book.lists.get((table.name, column.name), ())
        if choices and not column.separator:
            _offer(sheet, f"{letter}2:{letter}{last}", lists.range_of(choices))
        example = EXAMPLE_ID if column.value == "id" else choices[0] if choices else EXAMPLE.get(column.value, "")
        looks = {"font": font_of(FAINT), "fill": EXAMPLE_FILL, "alignment": WRAPPED}
        put(at(sheet, 2, number), example, **looks)
    _fill(sheet, table.columns, rows)
    _protect(sheet)
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(rows) + 2}"
    print_on(sheet, rows="1:1", width=sum(one.width for one in sheet.column_dimensions.values()))


def _fill(sheet: Worksheet, columns: Sequence[Column], rows: Sequence[Mapping[str, str]]) -> None:
    looks = [
        {
            "alignment": WRAPPED if column.value == "text" else TOP,
            "protection": LOCKED if column.value == "id" else OPEN,
        }
        for column in columns
    ]
    for place, row in enumerate(rows, 3):
        for number, column in enumerate(columns, 1):
            put(at(sheet, place, number), row[column.name], **looks[number - 1])
        # Not every program finds out by itself how many lines a text fills.
        longest = max((len(row[column.name]) for column in columns if column.value == "text"), default=0)
        sheet.row_dimensions[place].height = LINE_HEIGHT * min(TALLEST, 1 + longest // WIDTHS["text"])


def _offer(sheet: Worksheet, cells: str, choices: str) -> None:
    """Let people choose from a list; a warning rather than a ban, because the import says better what is wrong."""
    rule = DataValidation(type="list", formula1=choices, allow_blank=True, showErrorMessage=True, errorStyle="warning")
    rule.errorTitle, rule.error = "Not on the list", "This is not on the list. Import with --dry-run says what fits."
    rule.add(cells)
    sheet.add_data_validation(rule)


def _protect(sheet: Worksheet) -> None:
    """Lock the ids and nothing else: rows can be added, sorted, filtered and deleted."""
    rules = sheet.protection
    rules.sheet = True
    for allowed in ("insertRows", "deleteRows", "sort", "autoFilter", "formatColumns", "formatRows", "formatCells"):
        setattr(rules, allowed, False)  # the format says what is forbidden


def _heading(column: Column) -> str:
    return column.name + REQUIRED if column.required else column.name
