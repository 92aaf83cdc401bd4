"""The workbook of a gap map: other programs read the values back, nothing in it runs, and its bytes do not vary."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from equigraph.exporters.gap_columns import COST_COLUMNS, SOURCE_COLUMNS
from equigraph.exporters.gap_csv import flat
from equigraph.exporters.gap_grid import cell_text
from equigraph.exporters.gap_palette import gap_look
from equigraph.exporters.gap_readme import readme_lines
from equigraph.exporters.gap_rows import GapRows, cell_columns, claim_columns
from equigraph.exporters.gap_svg import generate_gap_svg
from equigraph.exporters.gap_xlsx import generate_gap_xlsx
from equigraph.exporters.workbook import MOST_CHARACTERS, finish
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.profile import Profile

SHEETS = ["Read me", "Gap map", "Cells", "Claims", "Costs", "Sources"]


def opened(found):
    return openpyxl.load_workbook(io.BytesIO(generate_gap_xlsx(found)))


def values(sheet):
    return [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]


def table(columns, records):
    return [
        [name.replace("_", " ") for name in columns],
        *([flat(name, record[name]) for name in columns] for record in records),
    ]


@pytest.fixture(scope="module")
def book_of_map(either_map):
    return generate_gap_xlsx(either_map)


@pytest.fixture(scope="module")
def rows_of_map(either_map):
    return GapRows(either_map)


def test_read_back_it_gives_every_value(book_of_map, either_map, rows_of_map):
    book = openpyxl.load_workbook(io.BytesIO(book_of_map))

    assert SHEETS == book.sheetnames
    assert table(cell_columns(either_map), rows_of_map.cells) == values(book["Cells"])
    assert table(claim_columns(either_map), rows_of_map.claims) == values(book["Claims"])
    assert table(SOURCE_COLUMNS, rows_of_map.sources) == values(book["Sources"])
    assert len(rows_of_map.costs) + 1 == book["Costs"].max_row


def test_another_program_reads_the_same(book_of_map, either_map, rows_of_map):
    book = CalamineWorkbook.from_filelike(io.BytesIO(book_of_map))

    assert SHEETS == book.sheet_names
    assert table(cell_columns(either_map), rows_of_map.cells) == book.get_sheet_by_name("Cells").to_python()
    grid = book.get_sheet_by_name("Gap map").to_python()
    for place, row in enumerate(either_map.rows, 2):
        want = [cell_text(either_map.cell(row.iri, column.iri)) for column in either_map.columns]
        assert [row.group, row.label, *want] == grid[place][: 2 + len(want)]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_reads_the_same(gap_map, tmp_path):
    found = gap_map('=1+1 "quoted"\nand more')
    (tmp_path / "gaps.xlsx").write_bytes(generate_gap_xlsx(found))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", home, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path), "gaps.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    book = CalamineWorkbook.from_path(tmp_path / "gaps.ods")

    assert SHEETS == book.sheet_names
    assert table(cell_columns(found), GapRows(found).cells) == book.get_sheet_by_name("Cells").to_python()


def test_the_grid_shows_kinds_by_colour_and_by_sign(gap_map):
    found = gap_map()
    sheet = opened(found)["Gap map"]

    assert "C3" == sheet.freeze_panes
    assert "A2:H5" == sheet.auto_filter.ref
    assert ("$1:$2", "$A:$B", "landscape") == (
        sheet.print_title_rows, sheet.print_title_cols, sheet.page_setup.orientation
    )  # fmt: skip
    for place, row in enumerate(found.rows, 3):
        for number, column in enumerate(found.columns, 3):
            cell, said = sheet.cell(place, number), found.cell(row.iri, column.iri)
            look = gap_look(said.grade.gap.yields)
            assert cell_text(said) == cell.value
            if said.claims:
                assert f"[{look.sign}]" in cell.value
                assert "FF" + look.fill()[1:].upper() == cell.fill.start_color.rgb
                assert "FF" + look.ink()[1:].upper() == cell.font.color.rgb
            else:
                assert "no claim" == cell.value
    assert "[!] conflicting - 2 sources - very low" == sheet["C3"].value
    assert all(cell.font.bold for cell in sheet[2])


def test_totals_are_those_of_the_map(gap_map):
    found = gap_map()
    grid = values(opened(found)["Gap map"])

    for place, row in enumerate(found.rows, 2):
        total = found.cell(row.iri, "").grade
        assert [total.claims, total.counted] == grid[place][5:7]
    for number, column in enumerate(found.columns, 2):
        total = found.cell("", column.iri).grade
        assert [total.claims, total.counted] == [grid[5][number], grid[6][number]]
    assert [4, 2, 3] == [grid[5][5], grid[6][6], grid[7][7]]


def test_groups_have_a_grid_each_and_all_students_stand_apart(gap_map):
    book = opened(gap_map(group=True))

    assert ["Gap map", "Gap map 2"] == book.sheetnames[1:3]
    assert (
        "Evidence for: Learners (claims about this group and the 1 below it, each counted once)."
        == book["Gap map"]["A1"].value
    )
    assert "[!] conflicting - 2 sources - very low" == book["Gap map"]["C3"].value
    assert "no claim (all students: one source)" == book["Gap map 2"]["D3"].value
    assert "[1] negative - one source - low" == book["Gap map 2"]["C3"].value


def test_both_stand_in_one_cell(bundled_graph):
    found = bundled_graph.gaps(group="students-living-in-poverty")
    cells = [found.cell(*key) for key in found.filled()]

    assert any(re.search(r"\] .+ \(all students: .*sources?\)$", cell_text(cell)) for cell in cells if cell.claims)


def test_evidence_like_ours_stands_beside_all_evidence():
    with KnowledgeGraph.open(profile=Profile("ours.toml", {"groups": ("english-learners",)})) as graph:
        found = graph.gaps(practice="high-dosage-tutoring")
    said = [cell.value for cell in opened(found)["Gap map"][3][2:] if str(cell.value).startswith("[")]
    drawn = generate_gap_svg(found)

    assert all("\nours: " in text for text in said)
    assert any(text.endswith("\nours: no claim") for text in said)
    assert len(said) == drawn.count("Evidence like ours: ")


def test_rows_without_groups_have_no_column_for_them(bundled_graph):
    sheet = opened(bundled_graph.gaps(rows="organization", max_rows=2))["Gap map"]

    assert ("organization", "B3") == (sheet["A2"].value, sheet.freeze_panes)


def test_texts_survive_and_nothing_runs(gap_map, hostile):
    content = generate_gap_xlsx(gap_map(hostile))
    book = openpyxl.load_workbook(io.BytesIO(content))

    want = hostile.replace("\r\n", "\n")
    assert want == book["Cells"]["A2"].value
    assert want == CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Cells").to_python()[1][0]
    types = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {"s", "n"} == types
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any("vba" in name.lower() for name in parts.namelist())
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())


def test_a_text_too_long_for_a_cell_says_that_it_is_cut(gap_map):
    text = opened(gap_map("x" * 40_000))["Cells"]["A2"].value

    assert MOST_CHARACTERS == len(text)
    assert text.endswith("the JSON has the whole text)")


def test_what_xml_cannot_hold_is_marked(gap_map):
    assert "a\ufffdb" == opened(gap_map("a\x00b"))["Cells"]["A2"].value


def test_numbers_are_numbers_and_links_are_links(gap_map):
    book = opened(gap_map())
    costs, sources = book["Costs"], book["Sources"]

    assert list(COST_COLUMNS) == [cell.value.replace(" ", "_") for cell in costs[1]]
    assert (150, 2025, "1200-2500") == (costs["B2"].value, costs["D2"].value, costs["B3"].value)
    links = {cell.value: cell.hyperlink.target for cell in sources["D"] if cell.hyperlink}
    assert {"https://doi.org/10.1/x": "https://doi.org/10.1/x"} == links


def test_a_link_too_long_for_the_format_is_text(gap_map):
    found = gap_map()
    address = "https://example.org/" + "x" * 2_000
    found.network.graph["sources"]["https://example.org/s1"]["url"] = address
    cell = next(cell for cell in opened(found)["Sources"]["D"] if cell.value == address)

    assert cell.hyperlink is None


@pytest.mark.parametrize(
    ("amount", "want"), [("150", 150), ("1.5", 1.5), ("nan", "nan"), ("about 3", "about 3"), ("1e3", "1e3")]
)
def test_an_amount_is_a_number_only_if_it_is_one(gap_map, amount, want):
    found = gap_map()
    found.network.graph["statements"]["https://example.org/k1"] |= {
        "object": amount,
        "object_label": f"{amount} dollars",
    }

    assert want == opened(found)["Costs"]["B2"].value


def test_the_first_sheet_says_what_this_is(gap_map):
    found = gap_map()
    sheet = opened(found)["Read me"]
    said = " ".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row if value)

    for words in (
        "Evidence gap map", *found.summary, "Equigraph (2026).", "CC BY 4.0", "2026.11.23", "The brief itself was not found.",
        "not an endorsement", "no profile was given", found.grader.rule.definition,
    ):  # fmt: skip
        assert words in said
    for step in found.grader.rule.gaps:
        name = next(cell for cell in sheet["A"] if cell.value == step.yields)
        assert "FF" + gap_look(step.yields).fill()[1:].upper() == name.fill.start_color.rgb
    assert len(list(readme_lines(GapRows(found)))) + 2 == sheet.max_row


def test_a_graph_that_says_nothing_of_itself_is_told_so(gap_map):
    found = gap_map(empty=True)
    found.network.graph.clear()
    found.network.graph |= {"statements": {}, "sources": {}}
    content = generate_gap_xlsx(found)
    book = openpyxl.load_workbook(io.BytesIO(content))

    assert [1, 1, 1, 1] == [book[name].max_row for name in SHEETS[2:]]
    assert "not recorded" in {cell.value for cell in book["Read me"]["B"]}
    assert "1980-01-01" == book.properties.modified.date().isoformat()


def test_all_dates_are_the_datas(gap_map):
    content = generate_gap_xlsx(gap_map())
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {(2026, 11, 23, 0, 0, 0)} == {member.date_time for member in parts.infolist()}
        core, app = parts.read("docProps/core.xml").decode(), parts.read("docProps/app.xml").decode()

    assert {"2026-11-23T00:00:00Z"} == set(re.findall(r">(\d{4}-[^<]*)<", core))
    assert "<Application>equigraph</Application>" in app
    assert content == generate_gap_xlsx(gap_map())


def test_a_date_with_more_behind_it_is_its_day():
    content = finish(openpyxl.Workbook(), title="t", description="d", date="2026-11-23T10:00:00, changed")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert (2026, 11, 23, 0, 0, 0) == parts.infolist()[0].date_time
