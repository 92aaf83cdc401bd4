"""Workbooks as people save them, and as nobody should be able to harm us with."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheet_books import ODS, read_all, text_row, write_zip, xlsx_members

from equigraph.data import sheet_archive
from equigraph.data.sheet import clean
from equigraph.data.sheet_files import read_sheets
from equigraph.errors import DataError

MIB = 2**20
OLE = b"\xd0\xcf\x11\xe0" + bytes(600)


def odd_workbook(path: Path) -> Path:
    """Write what Excel users make: dates, shares, codes, an error, merged cells, hidden and empty sheets."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Practices"
    sheet.append(["id", "name", "day", "share", "code", "count", "open", "error", "time", "took"])
    sheet.append(
        [
            "a",
            "\u00a0Cafe\u0301 \n club ",
            dt.date(2020, 1, 1),
            0.35,
            501,
            1234567.0,
            True,
            "#REF!",
            dt.time(10, 30),
            dt.timedelta(hours=30),
        ]
    )
    sheet["D2"].number_format, sheet["E2"].number_format = "0%", "00000"
    sheet.append([])
    sheet.append(["b", "0.30", dt.datetime(2020, 1, 1, 12, 30), 0.1 + 0.2, 1e15, 1e-7])  # noqa: DTZ001 # a workbook has no time zones
    sheet.row_dimensions[4].hidden = True
    sheet["A5"], sheet["Z6"] = "c", "far"
    sheet.merge_cells("A5:B7")
    hidden = book.create_sheet("Lists")
    hidden.append(["x"])
    hidden.append(["y"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Sheet3")
    book.save(path)
    return path


ODD_ROWS = [
    ["2", "a", "Caf\u00e9 \n club", "2020-01-01", "35%", "00501", "1234567", "TRUE", "", "10:30:00", "30:00:00"],
    ["4", "b", "0.30", "2020-01-01T12:30:00", "0.3", "1000000000000000", "0.0000001", "", "", "", ""],
    ["5", "c", *[""] * 9],
]


def test_a_workbook_is_read_as_a_careful_person_reads_it(tmp_path: Path) -> None:
    path = odd_workbook(tmp_path / "t.xlsx")
    place = "t.xlsx, sheet Practices"

    assert (
        {"Practices": ODD_ROWS},
        [
            f'{place}, row 2, column error: the cell holds the error "#REF!"; correct its formula, or empty it',
            f'{place}, row 6, column Z: "far" stands in a column that row 1 does not name',
        ],
        [
            't.xlsx: not read: the sheet "Lists" (hidden), the sheet "Sheet3" (empty)',
            f"{place}: 1 merged area; what stands there is read as that of the first cell",
        ],
    ) == read_all(path)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
@pytest.mark.parametrize("suffix", ["ods", "xlsx"])
def test_libreoffice_saves_the_same(suffix: str, tmp_path: Path) -> None:
    path = odd_workbook(tmp_path / "t.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(tmp_path / "saved"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    found, problems, notes = read_all(tmp_path / f"saved/t.{suffix}")
    for row in found["Practices"]:
        row[7] = row[7].replace("1", "TRUE")  # LibreOffice keeps a truth value as 1 in an OpenDocument file

    assert {"Practices": ODD_ROWS} == found
    assert ["error", "Z"] == [problem.partition("column ")[2].partition(":")[0] for problem in problems]
    assert 2 == len(notes)


def test_only_the_sheets_that_are_wanted_are_read(tmp_path: Path) -> None:
    path = odd_workbook(tmp_path / "t.xlsx")
    found, _, notes = read_all(path, ["lists", "Practice"])

    assert {"Lists": [["2", "y"]]} == found
    assert ['t.xlsx: not read: the sheet "Practices" (did you mean "Practice"?), the sheet "Sheet3"'] == notes
    assert [True] == [sheet.is_hidden for sheet in read_sheets(path, [], [], ["Lists"])]


def test_rows_can_be_read_again(tmp_path: Path) -> None:
    [sheet] = read_sheets(odd_workbook(tmp_path / "t.xlsx"), [], [])

    assert list(sheet.rows) == list(sheet.rows)


def cells_of(path: Path) -> tuple[list[str], list[str]]:
    """Return the one row below the header, and the reasons of problems."""
    found, problems, _ = read_all(path)
    return found.get("S", [[]])[0][1:] if found.get("S") else [], [problem.partition(": ")[2] for problem in problems]


HEADER = text_row("one", "two")
NO_VALUE = (
    "the cell holds a formula without a saved value, and formulas are never computed here; open the workbook in a "
    "spreadsheet program, save it and import it again"
)


@pytest.mark.parametrize(
    ("expected", "reasons", "row", "more"),
    [
        (["2", ""], [], "<row><c><f>1+1</f><v>2</v></c></row>", {}),
        (["", "b"], [], '<row><c t="str"><f>""</f><v></v></c><c t="str"><f>x</f><v>b</v></c></row>', {}),
        (["", "b"], [NO_VALUE], '<row><c><f>1+1</f><v></v></c><c t="str"><v>b</v></c></row>', {}),
        (["b", "a"], [], '<row r="2"><c r="B2" t="s"><v>0</v></c><c r="A2" t="s"><v>1</v></c></row>', {"strings": "<si><t>a</t></si><si><r><t>b</t></r></si>"}),
        (["ab", ""], [], '<row><c t="s"><v>0</v></c></row>', {"strings": "<si><r><t>a</t></r><r><t>b</t></r><rPh><t>x</t></rPh></si>"}),
        (["ab", ""], [], '<row><c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>x</t></rPh></is></c></row>', {}),
        (["a\nb", "<b>"], [], text_row("a_x000D_\nb", "&lt;b&gt;"), {}),
        (["TRUE", "FALSE"], [], '<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c></row>', {}),
        (["2020-01-01", "2020-01-01T10:00:00"], [], '<row><c t="d"><v>2020-01-01T00:00:00</v></c><c t="d"><v>2020-01-01T10:00:00Z</v></c></row>', {}),
        (["", "1"], ['the cell holds "abc", which is no number or date'], "<row><c><v>abc</v></c><c><v>1</v></c></row>", {}),
        (["", "1"], ['the cell holds "-5", which is no number or date'], '<row><c s="0"><v>-5</v></c><c><v>1</v></c></row>', {"styles": '<cellXfs><xf numFmtId="14"/></cellXfs>'}),
        (["2024-01-02", "007"], [], '<row><c s="0"><v>43831</v></c><c s="1"><v>7</v></c></row>', {"book": '<workbookPr date1904="1"/>', "styles": '<numFmts><numFmt numFmtId="99" formatCode="000"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="14"/><xf numFmtId="99"/></cellXfs>'}),
        (["a", "b"], [], "<row><c/><c><v> </v></c></row>" + text_row("a", "b"), {}),
        (["a", ""], ['"far" stands right of column 1,000; no table is that wide'], '<row r="2"><c r="A2" t="str"><v>a</v></c><c r="XFD2" t="str"><v>far</v></c></row>', {}),
    ],
    ids=["formula", "formula of nothing", "formula unsaved", "strings", "strings in parts", "pronounced", "escapes", "truth", "ISO dates", "no number", "no date", "formats", "empty cells", "far cell"],
)  # fmt: skip
def test_a_cell_is_read(
    expected: list[str], reasons: list[str], row: str, more: dict[str, str], tmp_path: Path
) -> None:
    assert (expected, reasons) == cells_of(write_zip(tmp_path / "t.xlsx", xlsx_members(HEADER, row, **more)))


def test_elements_may_have_a_prefix(tmp_path: Path) -> None:
    sheet = (
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>one</x:t></x:is></x:c></x:row>'
        "<x:row><x:c><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )

    assert (["5"], []) == cells_of(write_zip(tmp_path / "t.xlsx", xlsx_members(sheet=sheet)))


def test_macros_are_not_run_and_that_is_said(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "t.xlsm", xlsx_members(HEADER) | {"xl/vbaProject.bin": b"code"})

    assert ["t.xlsm: its macros were not read and not run"] == read_all(path)[2]


ODS_HEADER = "<table:table-row><table:table-cell><text:p>one</text:p></table:table-cell><table:table-cell><text:p>two</text:p></table:table-cell></table:table-row>"
ODS_FAR = '<table:table-cell table:number-columns-repeated="16384"/>'


def ods(*rows: str) -> str:
    cells = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return ODS.format(f'<table:table table:name="S" table:style-name="ta1">{ODS_HEADER}{cells}</table:table>')


@pytest.mark.parametrize(
    ("expected", "reasons", "row"),
    [
        (["3", "0.5"], [], '<table:table-cell office:value-type="float" office:value="3"/><table:table-cell office:value-type="currency" office:value="0.50"/>'),
        (["35%", "00501"], [], '<table:table-cell office:value-type="percentage" office:value="0.35"/><table:table-cell office:value-type="float" office:value="501"><text:p>00501</text:p></table:table-cell>'),
        (["TRUE", "2020-01-01"], [], '<table:table-cell office:value-type="boolean" office:boolean-value="true"/><table:table-cell office:value-type="date" office:date-value="2020-01-01T00:00:00"/>'),
        (["10:30:00", "a"], [], '<table:table-cell office:value-type="time" office:time-value="PT10H30M00S"/><table:table-cell office:value-type="string" office:string-value="a"/>'),
        (["a  b\tc\nd\ne", ""], [], '<table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation><text:p>a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d</text:p><text:p>e</text:p></table:table-cell>'),
        (["x", "x"], [], '<table:table-cell office:value-type="string" table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell>' + ODS_FAR),
        (["", "b"], [NO_VALUE], '<table:table-cell table:formula="of:=1+1"/><table:table-cell><text:p>b</text:p></table:table-cell>'),
        (["", "b"], ['the cell holds the error "#REF!"; correct its formula, or empty it'], '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell>'),
        (["", "b"], ['the cell says that it holds a time, and holds "soon"'], '<table:table-cell office:value-type="time" office:time-value="soon"><text:p>soon</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell>'),
        (["a", ""], ['"far" stands right of column 1,000; no table is that wide'], '<table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell table:number-columns-repeated="5000"/><table:table-cell><text:p>far</text:p></table:table-cell>'),
    ],
    ids=["numbers", "formats", "truth and date", "time and text", "paragraphs", "repeated", "formula unsaved", "error", "no time", "far cell"],
)  # fmt: skip
def test_a_cell_of_an_opendocument_file_is_read(
    expected: list[str], reasons: list[str], row: str, tmp_path: Path
) -> None:
    assert (expected, reasons) == cells_of(write_zip(tmp_path / "t.ods", {"content.xml": ods(row)}))


def test_rows_that_are_repeated_are_counted(tmp_path: Path) -> None:
    body = (
        '<table:table table:name="Hidden" table:style-name="ta2"><table:table-row><table:table-cell><text:p>x</text:p>'
        '</table:table-cell></table:table-row></table:table><table:table table:name="S">' + ODS_HEADER + ""
        '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="2"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-spanned="2"><text:p>a</text:p></table:table-cell><table:covered-table-cell/></table:table-row>'
        '<table:table-row table:number-rows-repeated="9000000"><table:table-cell/></table:table-row></table:table>'
        '<table:table table:name="After"/>'
    )
    found, problems, notes = read_all(write_zip(tmp_path / "t.ods", {"content.xml": ODS.format(body)}))

    assert ({"S": [["5", "a", ""], ["6", "a", ""]]}, []) == (found, problems)
    assert [
        't.ods: not read: the sheet "Hidden" (hidden), the sheet "After" (empty)',
        "t.ods, sheet S: 1 merged area; what stands there is read as that of the first cell",
    ] == notes


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=6
)
VALUES = st.one_of(
    TEXTS.filter(lambda text: not text.startswith("=") and not text.startswith("#")),
    st.integers(-(10**12), 10**12),
    st.dates(dt.date(1901, 1, 1), dt.date(2999, 1, 1)),
    st.booleans(),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=5))
def test_every_cell_arrives_as_two_other_readers_see_it(rows: list[list[object]], tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    book = openpyxl.Workbook()
    for row in [["one", "two", "three"], *rows]:
        book.active.append(row)
    book.save(path)
    expected = [[_words(cell) for cell in row] for row in rows]
    calamine = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    found = read_all(path)[0]["Sheet"]

    assert [[str(number), *row] for number, row in enumerate(expected, 2) if any(row)] == found
    assert [row for row in ([_words(cell) for cell in row] for row in calamine[1:]) if any(row)] == [
        row[1:] for row in found
    ]


def _words(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, dt.date):
        return cell.isoformat().removesuffix("T00:00:00")
    return str(int(cell)) if isinstance(cell, float) else clean(str(cell))


# --- files that nobody should open ----------------------------------------------------------------


def write_bomb(path: Path, member: str) -> Path:
    """Write 640 MiB as one member, quickly: the packed bytes of one block, repeated."""
    members = xlsx_members(HEADER)
    del members[member]
    write_zip(path, members)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(member, "w") as file,
    ):
        block = b" " * MIB
        for _ in range(80):
            file.write(block)
    return path


def broken(path: Path, kind: str) -> Path:
    members = xlsx_members(HEADER, text_row("a", "b"))
    if kind in {"xl/worksheets/s.xml", "xl/strings.xml"}:
        return write_bomb(path, kind)
    content: dict[str, bytes | str] = {
        "empty": b"", "page": "<html><table></table></html>", "csv": "a,b\n1,2\n", "old": OLE,
        "password": OLE + "EncryptedPackage".encode("utf-16-le"), "unknown": b"\x00\x01",
    }  # fmt: skip
    if kind in content:
        raw = content[kind]
        path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
        return path
    if kind == "cut":
        write_zip(path, members)
        path.write_bytes(path.read_bytes()[:300])
        return path
    if kind == "encrypted":
        write_zip(path, members)
        path.write_bytes(
            path.read_bytes().replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
        )
        return path
    zips: dict[str, dict[str, str | bytes]] = {
        "many": {str(number): "" for number in range(10_001)},
        "nested": {"inner.xlsx": b"PK"},
        "OpenDocument": {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"},
        "sheets": members | {"xl/workbook.xml": "<workbook><sheets>" + '<sheet name="x" r:id="r1"/>' * 501 + "</sheets></workbook>"},
        "no sheet": {name: content for name, content in members.items() if "worksheets" not in name},
        "deep": xlsx_members(sheet="<c>" * 40_000),
        "entities": xlsx_members(sheet='<!DOCTYPE a [<!ENTITY a "aaaa">]><worksheet/>'),
        "not XML": xlsx_members(sheet="<a><b></a>"),
        "no such string": xlsx_members('<row><c t="s"><v>7</v></c></row>'),
        "encoding": xlsx_members(sheet='<?xml version="1.0" encoding="klingon"?><worksheet/>'),
        "column": xlsx_members('<row><c r="?1"><v>7</v></c></row>'),
        "rows": xlsx_members('<row r="9999999"><c><v>7</v></c></row>'),
    }  # fmt: skip
    return write_zip(path, zips[kind])


@pytest.mark.parametrize(
    ("expected", "kind"),
    [
        ("cannot be read as an Excel workbook: it unpacks to 80 MiB, and one of its size may have", "xl/worksheets/s.xml"),
        ("cannot be read as an Excel workbook: it unpacks to 80 MiB, and one of its size may have", "xl/strings.xml"),
        ("is not an Excel workbook; it is empty", "empty"),
        ("is not an Excel workbook; it looks like a web page (HTML)", "page"),
        ("is not an Excel workbook; it looks like a table (CSV)", "csv"),
        ("is not an Excel workbook; it looks like an old Excel workbook (.xls)", "old"),
        ("is not an Excel workbook that can be read: a password protects it", "password"),
        ("is not an Excel workbook", "unknown"),
        ("it is not a whole workbook: it is cut off or damaged: File is not a zip file", "cut"),
        ("cannot be read as an Excel workbook: it is encrypted", "encrypted"),
        ("cannot be read as an Excel workbook: it is a zip archive of 10,001 files; a workbook has at most 10,000", "many"),
        ("cannot be read as an Excel workbook: there is no workbook in this zip archive", "nested"),
        ("cannot be read as an Excel workbook: it is an OpenDocument file; let the name of a spreadsheet end in .ods", "OpenDocument"),
        ("cannot be read as an Excel workbook: it has 501 sheets; at most 500 are read", "sheets"),
        ('cannot be read as an Excel workbook: the file "xl/worksheets/s.xml" is missing in it', "no sheet"),
        ("xl/worksheets/s.xml has elements in elements more than 100 levels deep", "deep"),
        ("xl/worksheets/s.xml declares a document type, which no workbook does; entities are never replaced", "entities"),
        ("xl/worksheets/s.xml, line 1: mismatched tag: line 1, column 8", "not XML"),
        ("xl/worksheets/s.xml refers to something that is not in it, or names an encoding that is not known", "no such string"),
        ("xl/worksheets/s.xml refers to something that is not in it, or names an encoding that is not known", "encoding"),
        ('xl/worksheets/s.xml: it is damaged: "?" is no column', "column"),
        ('the sheet "S" has more than 1,048,576 rows or 20,000,000 cells', "rows"),
    ],
    ids=lambda value: value if " " not in value or len(value) < 20 else "",
)  # fmt: skip
def test_a_file_that_is_no_workbook_is_refused(expected: str, kind: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_all(broken(tmp_path / "t.xlsx", kind))
    assert expected in caught.value.message


def test_a_workbook_larger_than_any_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_zip(tmp_path / "t.xlsx", xlsx_members(HEADER))
    monkeypatch.setattr(sheet_archive, "MOST_PACKED_BYTES", 100)

    with pytest.raises(DataError, match="a workbook may have"):
        read_all(path)


@pytest.mark.parametrize(
    ("expected", "members"),
    [
        ("it is an Excel workbook; let its name end in .xlsx", xlsx_members(HEADER)),
        ("there is no spreadsheet in it", {"a": ""}),
        ("it is an OpenDocument file of another kind", {"content.xml": "<office:text/>"}),
        ("a password protects it", {"content.xml": b"\x00", "META-INF/manifest.xml": "<a><manifest:encryption-data/></a>"}),
        ("it has 501 sheets; at most 500 are read", {"content.xml": ODS.format("<table:table/>" * 501), "META-INF/manifest.xml": "<a/>"}),
        ('the sheet "S" has more than 1,048,576 rows or 20,000,000 cells', {"content.xml": ods('<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>').replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1000000">')}),
    ],
    ids=["Excel", "no content", "a text", "password", "sheets", "repetitions"],
)  # fmt: skip
def test_a_file_that_is_no_spreadsheet_is_refused(
    expected: str, members: dict[str, str | bytes], tmp_path: Path
) -> None:
    with pytest.raises(DataError) as caught:
        read_all(write_zip(tmp_path / "t.ods", members))
    assert expected in caught.value.message


def test_a_cell_at_the_far_end_takes_no_room(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "id", "x"
    book.save(tmp_path / "t.xlsx")

    assert (
        {"Sheet": []},
        ['t.xlsx, sheet Sheet, row 1048576, column XFD: "x" stands right of column 1,000; no table is that wide'],
        [],
    ) == read_all(tmp_path / "t.xlsx")


@pytest.mark.parametrize(
    ("expected", "name"),
    [
        ("is no table that can be read; save it as .xlsx", "t.xls"),
        ("is no table that can be read", "t.pdf"),
        ("cannot be read: No such file or directory", "t.csv"),
    ],
)
def test_a_file_of_another_kind_is_refused(expected: str, name: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_all(tmp_path / name)
    assert f'"{tmp_path / name}" {expected}' == caught.value.message
