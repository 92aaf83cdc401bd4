"""Write a gap map as an Excel workbook (.xlsx): the map as a coloured grid, with its cells, claims, costs and sources.

Sheets: "Read me" (what it is, choices, summary, how to read it, the rule, licence, citation, blind spots), "Gap map"
(the grid; one more for each further student group that was asked for), "Cells", "Claims", "Costs" and "Sources", with
the columns of :mod:`equigraph.exporters.gap_columns`. Every kind of cell has a colour and a sign in its text. No
formulas, no macros; dates are the data's, so the same map gives the same bytes. What is lost: nothing but totals by
population, which the JSON has; a text too long for a cell is cut and says so (:mod:`equigraph.exporters.workbook`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook

from equigraph.exporters.files import write_atomically
from equigraph.exporters.gap_columns import COST_COLUMNS, SOURCE_COLUMNS
from equigraph.exporters.gap_csv import flat
from equigraph.exporters.gap_grid import Grid
from equigraph.exporters.gap_json import GAP_TITLE
from equigraph.exporters.gap_readme import add_readme
from equigraph.exporters.gap_rows import GapRows, Record, cell_columns, claim_columns
from equigraph.exporters.workbook import add_table, finish
from equigraph.graph.gap_map import EVERYTHING

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from equigraph.graph.gap_map import GapMap

__all__ = ["generate_gap_xlsx", "write_gap_xlsx"]

AMOUNT: Final = r"-?\d{1,15}(\.\d+)?"  # a spreadsheet keeps no more digits


def generate_gap_xlsx(found: GapMap) -> bytes:
    """Return a gap map as the bytes of a workbook."""
    rows = GapRows(found)
    book = Workbook()
    book.remove(book.worksheets[0])
    add_readme(book.create_sheet("Read me"), rows)
    shown = found.populations if found.populations[0].iri != EVERYTHING else found.populations[:1]
    for number, people in enumerate(shown, 1):
        Grid(book.create_sheet("Gap map" if number == 1 else f"Gap map {number}"), found, people).fill()
    add_table(book, "Cells", cell_columns(found), _flat(rows.cells), {})
    add_table(book, "Claims", claim_columns(found), _flat(rows.claims), {})
    add_table(book, "Costs", tuple(COST_COLUMNS), [_with_numbers(cost) for cost in rows.costs], {"url": "url"})
    add_table(book, "Sources", tuple(SOURCE_COLUMNS), _flat(rows.sources), {"url": "url"})
    date = str(rows.constants["data_date"])
    return finish(book, title=GAP_TITLE, description=" ".join(found.summary[:1]), date=date)


def write_gap_xlsx(found: GapMap, path: str | os.PathLike[str]) -> None:
    """Write a gap map as an Excel workbook.

    Raises:
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_gap_xlsx(found))


def _flat(records: Iterable[Record]) -> list[Record]:
    return [{name: None if value is None else flat(name, value) for name, value in one.items()} for one in records]


def _with_numbers(cost: Record) -> Record:
    """Return a cost whose amount and year are numbers where they are; a range stays the text that it is."""
    return {name: _number(value) if name in {"amount", "year"} else value for name, value in cost.items()}


def _number(text: str) -> float | str:
    """Return a text as a number only if it is written as one: no words, no range, no exponent."""
    if not re.fullmatch(AMOUNT, text):
        return text
    return float(text) if "." in text else int(text)
