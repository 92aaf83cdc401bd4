"""Excel workbook (.xlsx, Office Open XML, ECMA-376): the tables of a view for people who read them.

Sheets: "Read me" (question, choices, summary, how to read it, licence, citation, blind spots, what the columns mean),
"Evidence" (a row for each finding behind each line), "Things", "Lines", "Claims" and "Sources", with the columns of
:mod:`equigraph.exporters.view_columns`, headings that stay in sight, and filters. No formulas and no macros: a text
that begins like a formula is a text. Only addresses that may be published are links. Dates are the data's, so the same
view gives the same bytes.

What it loses: positions, keys and numbers that only programs need, counts as numbers (they are told in words), raw RDF;
a text too long for a cell is cut and says so. The ``.csv.zip`` can be joined to the network again, a workbook cannot.
"""

from __future__ import annotations

import io
from math import ceil
from typing import TYPE_CHECKING, Final, cast

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.table import Table, TableStyleInfo

from equigraph.exporters.files import write_atomically
from equigraph.exporters.readme_sheet import LINE_HEIGHT, TALLEST, fill_readme
from equigraph.exporters.view_columns import EVIDENCE_COLUMNS
from equigraph.exporters.view_readme import readme_lines
from equigraph.exporters.view_tables import TABLES, ViewTables
from equigraph.exporters.workbook import add_table, finish

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from equigraph.graph.network import Network

__all__ = ["SHEETS", "generate_xlsx", "write_xlsx"]

TITLE: Final = "A view of equigraph"
SHEETS: Final[Mapping[str, str]] = {
    "Evidence": "A row for each finding or statement behind each line, with its source; then things without a line.",
    "Things": "A row for each thing in the picture.",
    "Lines": "A row for each line, with its verdict and number of sources.",
    "Claims": "A row for each claim or statement.",
    "Sources": "The bibliography, with links that may be published.",
}
TABLE_OF: Final = {"Things": "nodes", "Lines": "edges", "Claims": "claims", "Sources": "sources"}
LINKS: Final = ("source_link", "link", "address")  # columns whose texts are addresses
TOP: Final = Alignment(vertical="top")
WRAPPED: Final = Alignment(vertical="top", wrap_text=True)
STYLE: Final = "TableStyleLight1"
ENDLESS: Final = 1e9  # characters
MARGIN: Final = 2  # characters that a column is wider than its longest text
SPARE: Final = 4  # characters of each line that words do not fill
SAME_IN_EVERY_ROW: Final = ("title", "made_for", "data_version", "data_date", "licence", "cite_as")  # said in "Read me"


def generate_xlsx(network: Network) -> bytes:
    """Return a network as the bytes of a workbook."""
    tables = ViewTables(network, tell=True)
    columns: dict[str, Mapping[str, str]] = {
        "Evidence": {name: text for name, text in EVIDENCE_COLUMNS.items() if name not in SAME_IN_EVERY_ROW}
    }
    for sheet, table in TABLE_OF.items():
        columns[sheet] = {one.name: one.meaning for one in TABLES[table] if one.is_for_people}
    book = Workbook()
    book.remove(book.worksheets[0])
    title = str(network.graph.get("title") or TITLE)
    fill_readme(book.create_sheet("Read me"), title, _readme(network, columns))
    for name, meanings in columns.items():
        rows = tables.evidence if name == "Evidence" else tables[TABLE_OF[name]]
        links = {link: link for link in LINKS if link in meanings}
        lay_out(add_table(book, name, tuple(meanings), rows, links))
    description = str(network.graph.get("question") or "")
    return finish(book, title=title, description=description, date=str(network.graph.get("data_date") or ""))


def _readme(network: Network, columns: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    yield from readme_lines(network, SHEETS)
    for name, meanings in columns.items():
        yield f"Columns of {name}", ""
        yield from ((column.replace("_", " "), meaning) for column, meaning in meanings.items())


def lay_out(sheet: Worksheet) -> None:
    """Let long texts wrap, and mark the rows as a table, so that a screen reader says the heading of each cell."""
    (heads, *rows) = cast("list[tuple[Cell, ...]]", list(sheet.iter_rows()))
    # An IRI is for programs: it stays on one line.
    widths = [
        ENDLESS if str(head.value).endswith(("iri", "iris")) else sheet.column_dimensions[head.column_letter].width
        for head in heads
    ]
    for number, row in enumerate(rows, 2):
        filled = 1
        for cell, width in zip(row, widths, strict=True):
            if cell.value is None:
                continue
            lines = _lines(str(cell.value), width)
            cell.alignment = WRAPPED if lines > 1 else TOP
            filled = max(filled, lines)
        # Not every program finds out by itself how many lines a text fills.
        sheet.row_dimensions[number].height = LINE_HEIGHT * min(filled, TALLEST)
    if sheet.max_row > 1:  # a table must have a row
        table = Table(displayName=sheet.title, ref=sheet.dimensions)
        table.tableStyleInfo = TableStyleInfo(name=STYLE, showRowStripes=True)
        sheet.add_table(table)
        sheet.auto_filter.ref = None  # the table has a filter of its own, and two would damage the file


def _lines(text: str, width: float) -> int:
    """Return about how many lines a text fills in a column that is so many characters wide."""
    return sum(ceil(len(line) / (width - SPARE)) if len(line) > width - MARGIN else 1 for line in text.split("\n"))


def write_xlsx(network: Network, path: str | os.PathLike[str]) -> None:
    """Write a network as an Excel workbook, opened once more before it replaces the old file.

    Raises:
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    content = generate_xlsx(network)
    load_workbook(io.BytesIO(content), read_only=True).close()
    write_atomically(path, content)
