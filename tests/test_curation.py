"""A person with only a spreadsheet program: corrects a finding, adds a source and a practice, looks, imports, undoes."""

import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from equigraph.exporters.curation_book import write_curation_book
from equigraph.graph.book import read_book
from equigraph.graph.folder import FolderStore
from equigraph.graph.history import changes_between
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.ontology.prefixes import expand

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not on this machine"),
]
CLAIM = "ev-looping-01"


def row_of(sheet: Worksheet, name: str) -> int:
    return next(number for number, (cell,) in enumerate(sheet.iter_rows(max_col=1), 1) if cell.value == name)


def fill(sheet: Worksheet, row: int, **cells: str) -> None:
    columns = {str(cell.value).removesuffix(" *"): number for number, cell in enumerate(sheet[1], 1)}
    for name, value in cells.items():
        sheet.cell(row, columns[name.replace("_", " ")]).value = value


def edit(path: Path) -> None:
    book = load_workbook(path)
    evidence, sources, practices = (book[name] for name in ("Evidence", "Sources", "Practices"))
    fill(evidence, row_of(evidence, CLAIM), Direction="Null", Finding="No difference was found.")
    last = sum(cell.value is not None for cell in sources["A"])
    fill(sources, last + 1, Title="A study of buses", Type="report", Year="2020", Seen_in_the_source="retrieved")
    last = sum(cell.value is not None for cell in practices["A"])
    bus = {"Name": "Walking school bus", "Definition": "Children walk to school in a group.", "Category": "pathways"}
    fill(practices, last + 1, **bus, Source="A study of buses", Seen_in_the_source="retrieved")
    book.save(path)


def save_by_libreoffice(path: Path) -> Path:
    profile = f"-env:UserInstallation=file://{path.parent / 'profile'}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(path.parent / "saved"),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path.parent / "saved" / path.name


def test_the_whole_way(tmp_path: Path) -> None:
    store, path = FolderStore.create(tmp_path / "mine"), tmp_path / "graph.xlsx"
    store.load(["bundled"])
    with KnowledgeGraph.open(str(store.path)) as graph:
        write_curation_book(read_book(graph.reader), path)
    edit(path)
    saved = save_by_libreoffice(path)
    preview = store.import_files([saved], dry_run=True)

    assert () == preview.problems
    assert "one practice added; one source added; one claim changed" == preview.edits.headline
    imported = store.import_files([saved], by="Jane Doe")
    assert imported.edits == preview.edits
    with KnowledgeGraph.open(str(store.path)) as graph:
        records = graph.view("practice", practice="looping").graph["statements"].values()
        assert "No difference was found." in {record.get("sentence") for record in records}
        assert expand("practice:walking-school-bus") == graph.resolve("Walking school bus")
    assert imported.edits == changes_between(store, 1)
    assert "one claim changed; one practice removed; one source removed" == store.undo().edits.headline
    assert "no changes" == changes_between(store, 1).headline
