"""The workbook of a view, read back by openpyxl and by calamine: tables that screen readers know, links, no formulas."""

from __future__ import annotations

import io
import zipfile

import networkx as nx
import openpyxl
import pytest
import python_calamine

from equigraph.exporters.view_tables import TABLES, ViewTables
from equigraph.exporters.workbook import MOST_CHARACTERS
from equigraph.exporters.xlsx import SHEETS, generate_xlsx, write_xlsx


def opened(network):
    return openpyxl.load_workbook(io.BytesIO(generate_xlsx(network)))


@pytest.fixture(scope="module")
def network(bundled_graph):
    return bundled_graph.view("practice", practice="high-dosage-tutoring")


@pytest.fixture(scope="module")
def book(network):
    return opened(network)


def test_every_sheet_is_a_table_with_headings_in_sight(book):
    assert ["Read me", *SHEETS] == book.sheetnames
    for name in SHEETS:
        sheet = book[name]
        [table] = sheet.tables.values()

        assert (name, sheet.dimensions, 1) == (table.displayName, table.ref, table.headerRowCount)
        assert [cell.value for cell in sheet[1]] == [column.name for column in table.tableColumns]
        assert "B2" == sheet.freeze_panes
        assert sheet.auto_filter.ref is None  # the table has one, and two would damage the file
        assert len({cell.value for cell in sheet[1]}) == sheet.max_column


def test_sheets_hold_what_the_tables_hold(network, book):
    tables = ViewTables(network, tell=True)
    for name, table in {"Things": "nodes", "Lines": "edges", "Claims": "claims", "Sources": "sources"}.items():
        names = [column.name for column in TABLES[table] if column.is_for_people]
        rows = [[cell.value for cell in row] for row in book[name].iter_rows(min_row=2)]

        assert [name.replace("_", " ") for name in names] == [cell.value for cell in book[name][1]]
        assert [[row[name] if row[name] != "" else None for name in names] for row in tables[table]] == rows


def test_calamine_reads_what_openpyxl_reads(network):
    content = generate_xlsx(network)
    theirs = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        rows = [["" if cell.value is None else cell.value for cell in row] for row in sheet.iter_rows()]

        assert rows == theirs.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)


def test_the_evidence_stands_beside_its_line(book):
    names = [cell.value for cell in book["Evidence"][1]]
    first = {name: cell.value for name, cell in zip(names, book["Evidence"][4], strict=True)}

    assert ["row", "from", "relation", "to", "verdict", "strength", "how sure", "listed", "finding"] == names[:9]
    assert ("finding", "High-dosage tutoring", "evidence on", "Academic achievement", "mixed") == tuple(first.values())[
        :5
    ]
    assert "cite as" not in names  # said once, in the first sheet


def test_the_first_sheet_says_what_it_is(network, book):
    sheet = book["Read me"]
    said = {row[0].value: row[1].value for row in sheet.iter_rows(min_row=3) if row[0].value}

    assert network.graph["title"] == sheet["A1"].value == book.properties.title
    assert network.graph["question"] == said["Question"] == book.properties.description
    assert network.graph["citation"] == said["How to cite"]
    assert network.graph["blind_spots"][0] == said["What is missing"]
    assert "Where the line begins." == said["from"]
    [link] = [row[1].hyperlink.target for row in sheet.iter_rows(min_row=3) if row[1].hyperlink]
    assert "https://creativecommons.org/licenses/by/4.0/" == link


def of(text, **record):
    network = nx.MultiDiGraph(
        title=text,
        statements={"s": {"iri": "s", "type": "claim", "sentence": text, "source": "x"}},
        sources={"x": {"iri": "x", "citation": text, **record}},
    )
    network.add_node("a", iri="a", label=text, facts=[["Name", text]])
    network.add_edge("a", "a", "k", label=text, statements=["s"])
    return network


def test_texts_are_texts_whatever_they_begin_with(hostile):
    book = opened(of(hostile))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert {"s", "n"} == {cell.data_type for cell in cells}
    assert hostile.replace("\r\n", "\n") == book["Things"]["A2"].value == book["Evidence"]["B2"].value


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://example.org/" + "a" * 3000, None),  # a spreadsheet would repair the file
    ],
)
def test_only_safe_addresses_are_links(url, target):
    sheet = opened(of("x", url=url))["Sources"]
    [cell] = [sheet.cell(2, head.column) for head in sheet[1] if head.value == "link"]

    assert (url, target) == (cell.value, cell.hyperlink.target if cell.hyperlink else None)


def test_what_xml_cannot_hold_is_marked_and_long_texts_say_that_they_are_cut():
    label = opened(of("a\x00b\ufffe"))["Things"]["A2"].value
    long = opened(of("x" * 40_000))["Things"]["A2"].value

    assert "a\ufffdb\ufffd" == label
    assert MOST_CHARACTERS == len(long)
    assert long.endswith("(cut here: a cell holds no more; the JSON has the whole text)")


def test_rows_are_as_high_as_their_texts():
    sheet = opened(of("word " * 100))["Things"]
    usual = opened(of("word"))["Things"]

    assert 15 == usual.row_dimensions[2].height
    assert 15 * 10 == sheet.row_dimensions[2].height  # "Name: " and the words: 506 characters, 56 in a line
    assert sheet["A2"].alignment.wrap_text
    assert not usual["A2"].alignment.wrap_text


def test_an_empty_view_is_a_workbook_that_says_so(tmp_path):
    write_xlsx(nx.MultiDiGraph(), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")

    assert "A view of equigraph" == book["Read me"]["A1"].value
    assert ("Empty", "This view is empty: the data holds nothing for what was chosen.") == (
        book["Read me"]["A3"].value,
        book["Read me"]["B3"].value,
    )
    assert [1] * len(SHEETS) == [book[name].max_row for name in SHEETS]
    assert [] == [table for name in SHEETS for table in book[name].tables]  # a table must have a row


def test_the_dates_are_those_of_the_data():
    content = generate_xlsx(nx.MultiDiGraph(data_date="2026-11-23"))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert {(2026, 11, 23, 0, 0, 0)} == {one.date_time for one in file.infolist()}
    assert content == generate_xlsx(nx.MultiDiGraph(data_date="2026-11-23"))
