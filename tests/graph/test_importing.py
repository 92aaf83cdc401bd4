"""Files taken into a folder store: told beforehand, in a version of their own, and taken back."""

import csv
from pathlib import Path

import pytest

from equigraph.data.sheets import SHEETS
from equigraph.errors import DataError, VersionNotFoundError
from equigraph.graph.book import read_book
from equigraph.graph.edits import Edits, ThingEdit
from equigraph.graph.folder import FolderStore
from equigraph.graph.history import changes_between, history_of
from equigraph.graph.intake import Options
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.limits import Limits
from equigraph.graph.writable import folder_of, trial_of
from equigraph.ontology.prefixes import expand

pytestmark = pytest.mark.slow
LOOPING = expand("practice:looping")


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    store = FolderStore.create(tmp_path / "mine")
    store.load(["bundled"])
    return store


def write(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
        writer.writeheader()
        writer.writerows(rows)
    return path


def told(edits: Edits) -> list[tuple[str, str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]]]:
    def fields(thing: ThingEdit) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        return {field.name: (field.before, field.after) for field in thing.fields}

    return [(thing.what, thing.label, fields(thing)) for thing in edits.things]


def test_edit_look_import_tell_undo(store: FolderStore, tmp_path: Path) -> None:
    path = write(tmp_path / "practices.csv", {"Id": "looping", "Definition": "Anew."})
    before = store.content_digest()
    tried = store.import_files([path], dry_run=True)
    done = store.import_files([path], by="Jane Doe")

    old = "A class or student keeps the same teacher for more than one year."
    expected = [("changed", "Looping", {"Definition": ((old,), ("Anew.",))})]
    assert expected == told(tried.edits) == told(done.edits)
    assert (None, 2) == (tried.version, done.version)
    assert expected == told(changes_between(store, 1))
    assert [("changed", "Looping", {"Definition": (("Anew.",), (old,))})] == told(changes_between(store, 2, 1))
    activity = store.version(2).manifest["activity"]
    assert ("import", "Jane Doe", "practices.csv") == (
        activity["operation"], activity["by"]["name"], activity["sources"][0]["name"],
    )  # fmt: skip
    assert 3 == store.undo(by="Jim").version
    assert before == store.content_digest()
    assert "no changes" == changes_between(store, 1, 3).headline
    assert [3, 2, 1] == [entry.version.number for entry in history_of(store, LOOPING)]
    assert "undo 2" == store.version(3).manifest["activity"]["operation"]


def test_what_cannot_be_undone(store: FolderStore, tmp_path: Path) -> None:
    for words in ("One.", "Two."):
        store.import_files([write(tmp_path / "practices.csv", {"Id": "looping", "Definition": words})])

    with pytest.raises(DataError, match="version 2 cannot be undone alone: a later change has touched the same"):
        store.undo(2)
    with pytest.raises(DataError, match="version 1 was not made by an import"):
        store.undo(1)
    with pytest.raises(VersionNotFoundError):
        store.undo(9)
    assert 3 == store.versions()[-1].number


def test_versions_without_a_patch_are_compared(store: FolderStore) -> None:
    store.update("DELETE { practice:looping skos:definition ?old } WHERE { practice:looping skos:definition ?old }")
    seen: list[tuple[int, int]] = []
    [(what, label, fields)] = told(changes_between(store, 1, on_progress=lambda done, of: seen.append((done, of))))

    assert ("changed", "Looping", ["Definition"]) == (what, label, list(fields))
    assert [] == seen  # told every 100,000 triples


def test_all_or_nothing(store: FolderStore, tmp_path: Path) -> None:
    path = write(tmp_path / "practices.csv", {"Name": "Bus", "Category": ""}, {"Name": "Train", "Category": "zzz"})
    refused = store.import_files([path])
    taken = store.import_files([path], Options(partial=True))

    assert [('practices.csv, row 3, column Category: there is no category "zzz"')] == [
        problem.message for problem in refused.problems
    ]
    assert (None, False) == (refused.version, bool(refused.patch))
    assert (2, "one practice added") == (taken.version, taken.edits.headline)


def test_what_breaks_a_rule_is_refused_at_its_cell(store: FolderStore, tmp_path: Path) -> None:
    row = {"Title": "A study", "Type": "report", "Seen in the source": "retrieved", "DOI": "not a doi"}
    imported = store.import_files([write(tmp_path / "sources.csv", row)])

    [problem] = imported.problems
    assert ("sources.csv", 2, "DOI") == (problem.table, problem.row, problem.column)
    assert None is imported.version


def test_sync_removes_what_has_no_row(store: FolderStore, tmp_path: Path) -> None:
    with KnowledgeGraph.open(str(store.path)) as graph:
        rows = read_book(graph.reader).rows["Costs"]
    path = write(tmp_path / "Costs.csv", *rows[1:])

    assert "no changes" == store.import_files([path], dry_run=True).edits.headline
    synced = store.import_files([path], Options(sync=True), dry_run=True)
    assert "one statement removed" == synced.edits.headline
    assert any(quad.predicate.value == expand("eq:cost") for quad in synced.patch.removed)


@pytest.mark.parametrize(
    ("name", "header", "message"),
    [
        ("practice.csv", "Id", 'practice.csv, row 1, column (all): no such sheet is known (did you mean "Practices"?)'),
        ("zzz.csv", "Id", f"zzz.csv, row 1, column (all): no such sheet is known; known: {', '.join(SHEETS)}"),
        ("practices.csv", "Naem", 'practices.csv, row 1, column Naem: no such column is known (did you mean "Name"?)'),
    ],
)
def test_sheets_and_columns_that_nobody_knows(
    store: FolderStore, tmp_path: Path, name: str, header: str, message: str
) -> None:
    (tmp_path / name).write_text(f"{header}\nlooping\n")

    assert store.import_files([tmp_path / name]).problems[0].message.startswith(message)


def test_a_bibliography(store: FolderStore, tmp_path: Path) -> None:
    path = tmp_path / "library.bib"
    path.write_text("@article{a, title={Buses and attendance}, author={Doe, Jane}, year={2020}, doi={10.1234/abc}}")

    assert "one source added" == store.import_files([path]).edits.headline
    again = store.import_files([path])
    assert ("no changes", ("library.bib: 1 entry is there already, with the same fields",)) == (
        again.edits.headline,
        again.notes,
    )


def test_a_trial_leaves_the_data_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "practices.csv", {"Name": "Walking school bus"})
    with trial_of(["bundled"], Limits()) as trial:
        assert "one practice added" == trial.import_files([path], dry_run=True).edits.headline
    assert not trial.path.exists()
    with (
        pytest.raises(DataError, match=r'"https://example\.org/sparql" is only read'),
        trial_of(["https://example.org/sparql"], Limits()),
    ):
        pass
    with pytest.raises(DataError, match='"bundled" is only read; an import needs a folder store'):
        folder_of(["bundled"], Limits(), "an import")


def test_a_file_that_cannot_be_read(store: FolderStore, tmp_path: Path) -> None:
    (tmp_path / "graph.xlsx").write_bytes(b"PK no")

    with pytest.raises(DataError, match=r"graph\.xlsx"):
        store.import_files([tmp_path / "graph.xlsx"])
    assert 1 == len(store.versions())
