"""Workbooks for tests, written by hand where no program would write them."""

from __future__ import annotations

import zipfile
from pathlib import Path

from equigraph.data.sheet_files import read_sheets
from equigraph.errors import RowError

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
ODS = (
    '<office:document-content xmlns:office="o" xmlns:style="s" xmlns:table="t" xmlns:text="x" xmlns:calcext="c">'
    "<office:automatic-styles>"
    '<style:style style:name="ta1"><style:table-properties table:display="true"/></style:style>'
    '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>{}</office:spreadsheet></office:body>"
    "</office:document-content>"
)


def write_zip(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def xlsx_members(*rows: str, **more: str) -> dict[str, str | bytes]:
    """Return the members of a workbook with one sheet, "S"; ``more``: other parts by name (strings, styles, book)."""
    book = more.get("book", "")
    return {
        "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{RELATIONS}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns:r="{RELATIONS}">{book}<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/s.xml"/>'
        f'<Relationship Id="r2" Type="{RELATIONS}/sharedStrings" Target="strings.xml"/>'
        f'<Relationship Id="r3" Type="{RELATIONS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r4" Type="{RELATIONS}/hyperlink" Target="https://example.org/" TargetMode="External"/>'
        "</Relationships>",
        "xl/strings.xml": f"<sst>{more.get('strings', '')}</sst>",
        "xl/styles.xml": f"<styleSheet>{more.get('styles', '')}</styleSheet>",
        "xl/worksheets/s.xml": more.get("sheet", SHEET.format("".join(rows))),
    }


def text_row(*texts: str) -> str:
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f"<row>{cells}</row>"


def read_all(path: Path, names: list[str] | None = None) -> tuple[dict[str, list[list[str]]], list[str], list[str]]:
    """Return the rows of each sheet, with the number of each before its cells; the problems; the notes."""
    problems: list[RowError] = []
    notes: list[str] = []
    sheets = read_sheets(path, problems, notes, names)
    found = {sheet.name: [[str(row.number), *row.cells.values()] for row in sheet.rows] for sheet in sheets}
    return found, [problem.message for problem in problems], notes
