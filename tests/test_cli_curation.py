"""The commands by which people keep the graph."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from equigraph.cli import main

pytestmark = pytest.mark.slow


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def mine(tmp_path: Path) -> str:
    folder = str(tmp_path / "mine")
    assert 0 == run("store", "load", folder, "bundled").exit_code
    return folder


@pytest.fixture
def practices(tmp_path: Path) -> Path:
    path = tmp_path / "practices.csv"
    path.write_text("Id;Name;Definition\nlooping;Looping;Anew.\n;Walking school bus;\n", encoding="utf-8")
    return path


def test_a_trial_on_the_bundled_data(practices: Path) -> None:
    result = run("import", str(practices), "--dry-run")

    assert 0 == result.exit_code
    assert "Anew." in result.stdout
    assert result.stdout.endswith("one practice added; one practice changed\n")
    assert 'practices.csv: read as UTF-8, separated by ";"' in result.stderr
    assert "becomes a draft; still empty: Definition, Category, Source, Seen in the source" in result.stderr
    assert result.stderr.endswith("Nothing was changed: this was a dry run.\n")


def test_import_changes_history_undo(mine: str, practices: Path) -> None:
    imported = run("--store", mine, "import", str(practices), "--by", "Jane Doe", "--format", "json")
    changes = run("--store", mine, "changes", "1", "2", "--format", "json")
    history = run("--store", mine, "history", "looping")
    undone = run("store", "undo", mine)

    assert [0] * 4 == [result.exit_code for result in (imported, changes, history, undone)]
    assert json.loads(imported.stdout) == json.loads(changes.stdout)
    assert [("added", "Walking school bus"), ("changed", "Looping")] == sorted(
        (thing["what"], thing["label"]) for thing in json.loads(changes.stdout)["things"]
    )
    assert ["2", "Jane", "Doe", "import"] == [
        word for word in history.stdout.splitlines()[1].split() if word in {"2", "Jane", "Doe", "import"}
    ]
    assert "one practice removed; one practice changed" not in undone.stdout
    assert undone.stdout.endswith("one practice changed; one practice removed\n")
    assert "Version 3 of" in undone.stderr


def test_bundled_data_are_only_read(practices: Path) -> None:
    result = run("import", str(practices))

    assert 1 == result.exit_code
    assert '"bundled" is only read; an import needs a folder store' in result.stderr
    assert "equigraph store load FOLDER bundled" in result.stderr


def test_what_is_wrong_is_told_at_once(mine: str, practices: Path) -> None:
    practices.write_text("Name,Category\nBus,zzz\nTrain,yyy\nTram,\n")
    refused = run("--store", mine, "import", str(practices))
    partial = run("--store", mine, "import", str(practices), "--partial")

    assert 1 == refused.exit_code
    assert 'row 2, column Category: there is no category "zzz"' in refused.stderr
    assert 'row 3, column Category: there is no category "yyy"' in refused.stderr
    assert (0, "one practice added") == (partial.exit_code, partial.stdout.splitlines()[-1])
    assert 2 == partial.stderr.count("left out: practices.csv, row")


def test_a_workbook_has_the_ending_of_one(tmp_path: Path) -> None:
    wrong, right = run("workbook", str(tmp_path / "graph.csv")), run("workbook", str(tmp_path / "graph.xlsx"))

    assert (2, True) == (wrong.exit_code, "does not end in .xlsx" in wrong.stderr)
    assert (0, True) == (right.exit_code, "2,399 rows on 12 sheets" in right.stderr)
    assert (tmp_path / "graph.xlsx").stat().st_size > 100_000
