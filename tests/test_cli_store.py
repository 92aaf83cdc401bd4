"""The commands about folder stores, one fed with what the other made."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import servers
from click.testing import CliRunner, Result

from equigraph.cli import main
from equigraph.graph.folder import FolderStore

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in a folder of its own, which holds two files."""
    (tmp_path / "two.ttl").write_text('<http://example.org/a> <http://example.org/p> "1" , "2" .')
    (tmp_path / "more.nt").write_text('<http://example.org/b> <http://example.org/p> "3" .\n')
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: object, text: str | None = None) -> Result:
        return CliRunner().invoke(main, [str(one) for one in arguments], input=text, prog_name="equigraph")

    return invoke


@pytest.fixture
def mine(run: Run) -> Run:
    """The same, with a store ``mine`` of one version."""
    assert 0 == run("store", "load", "mine", "two.ttl").exit_code
    return run


def triples(run: Run, place: str = "mine") -> str:
    result = run("--store", place, "query", "-q", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--format", "csv")
    assert 0 == result.exit_code, result.output
    return result.stdout.splitlines()[1]


def test_load_asks_what_to_do_with_what_is_there(mine: Run) -> None:
    result = mine("store", "load", "mine", "more.nt")

    assert 2 == result.exit_code
    assert '"mine" holds data already; say --add to add to them, or --replace' in result.stderr
    assert "2" == triples(mine)


@pytest.mark.parametrize(("mode", "expected"), [("--add", "3"), ("--replace", "1")])
def test_add_and_replace(mine: Run, mode: str, expected: str) -> None:
    result = mine("store", "load", "mine", "more.nt", mode)

    assert (0, f"Version 2 of mine: {expected} triples.\n") == (result.exit_code, result.stdout)
    assert expected == triples(mine)


def test_load_into_a_named_graph_and_ask_it(mine: Run) -> None:
    assert 0 == mine("store", "load", "mine", "more.nt", "--add", "--graph", "http://example.org/g").exit_code

    assert "2" == triples(mine)
    asked = mine(
        "--store", "mine", "--graph", "http://example.org/g", "query", "--format", "csv",
        "-q", "SELECT ?o { ?s ?p ?o }",
    )  # fmt: skip
    assert ["o", "3"] == asked.stdout.splitlines()
    wrong = mine("--store", "mine", "--graph", "http://example.org/h", "stats")
    assert (1, "Error: the store holds no graph <http://example.org/h>; there are: <http://example.org/g>\n") == (
        wrong.exit_code,
        wrong.stderr,
    )


def test_versions_rollback_and_prune(mine: Run) -> None:
    mine("store", "load", "mine", "more.nt", "--add")
    mine("store", "update", "mine", "-q", 'DELETE WHERE { ?s ?p "1" }')
    listed = mine("store", "versions", "mine").stdout

    assert re.fullmatch(
        r"version +current +made +by +from +triples\n"
        r"1 +\S+Z +load --add +two.ttl +2\n"
        r"2 +\S+Z +load --add +version 1, more.nt +3\n"
        r"3 +current +\S+Z +update +version 2 +2\n",
        listed,
    )
    assert "Version 2 of mine is current: 3 triples.\n" == mine("store", "rollback", "mine").stdout
    assert "Version 1 of mine is current: 2 triples.\n" == mine("store", "rollback", "mine", "1").stdout
    assert "Version 3 of mine is current: 2 triples.\n" == mine("store", "rollback", "mine", "3").stdout
    assert "3" == triples(mine, "mine/versions/2")
    assert "Removed: 1, 2.\n" == mine("store", "prune", "mine").stdout
    assert "2" == triples(mine)
    gone = mine("store", "rollback", "mine", "1")
    assert (1, 'has no version "1"; there are: 3\n') == (gone.exit_code, gone.stderr[-33:])


def test_prune_names_what_is_still_read(mine: Run) -> None:
    mine("store", "load", "mine", "more.nt", "--replace")
    with FolderStore("mine").open(1):
        result = mine("store", "prune", "mine")

    assert ("Removed: nothing.\n", "Still read by a program, and kept: 1.\n") == (result.stdout, result.stderr)


def test_backup_and_restore(mine: Run) -> None:
    assert "Version 1 of mine is in kept: 2 triples.\n" == mine("store", "backup", "mine", "kept").stdout
    mine("store", "load", "mine", "more.nt", "--replace")
    assert "Version 3 of mine: 2 triples, as in kept.\n" == mine("store", "restore", "mine", "kept").stdout
    assert "Version 1 of new: 2 triples, as in kept.\n" == mine("store", "restore", "new", "kept").stdout
    assert ["2", "2", "2"] == [triples(mine, place) for place in ("mine", "kept", "new")]


def test_info(mine: Run) -> None:
    mine("store", "load", "mine", "more.nt", "--add", "--graph", "http://example.org/g")
    result = mine("store", "info", "mine", "--check", "--digest")
    rows = dict(line.split(maxsplit=1) for line in result.stdout.splitlines())

    assert 0 == result.exit_code
    assert "2" == rows["version"]
    assert "load --add" == rows["operation"]
    assert "3" == rows["triples"]
    assert "all as they were written" in result.stdout
    assert f"content digest  {FolderStore('mine').content_digest()}" in result.stdout
    assert rows["file"].startswith(f"more.nt, {Path('more.nt').stat().st_size} bytes, sha256 ")
    assert re.search(r"^version +1\n", mine("store", "info", "mine", "1").stdout, re.MULTILINE)


def test_info_of_an_empty_store(run: Run) -> None:
    FolderStore.create("empty")
    result = run("store", "info", "empty")

    assert (0, "", '"empty" is still empty; fill it with: equigraph store load empty FILES...\n') == (
        result.exit_code,
        result.stdout,
        result.stderr,
    )


def test_an_archive_is_read_and_what_was_not_is_said(mine: Run) -> None:
    with zipfile.ZipFile("all.zip", "w") as archive:
        archive.write("more.nt", "folder/more.nt")
        archive.writestr("readme.md", "# Register")
    result = mine("store", "load", "mine", "all.zip", "--add")

    assert ("Version 2 of mine: 3 triples.\n", 'all.zip: 1 member is no RDF and was not read: "readme.md".\n') == (
        result.stdout,
        result.stderr,
    )


def test_files_are_sent_to_a_server(mine: Run, tmp_path: Path) -> None:
    server = servers.start_oxigraph(tmp_path)
    try:
        sent = mine("store", "load", server.graphs, "two.ttl", "more.nt")
        assert (0, f"3 triples were sent to {server.graphs}.\n") == (sent.exit_code, sent.stdout)
        assert "3" == triples(mine, server.query)
        mine("store", "load", server.graphs, "more.nt", "--replace")
        assert "1" == triples(mine, server.query)
        mine("store", "load", server.graphs, "two.ttl", "--graph", "http://example.org/g")
        asked = mine("--store", server.query, "--graph", "http://example.org/g", "stats")
        assert re.search(r"^triples +all +2$", asked.stdout, re.MULTILINE)
    finally:
        server.stop()


def test_update_from_a_pipe(mine: Run) -> None:
    result = mine("store", "update", "mine", "-", text='INSERT DATA { <a:a> <a:b> "c" }')

    assert "Version 2 of mine: 3 triples.\n" == result.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["store"], 2, "Usage: equigraph store"),
        (["store", "lod"], 2, 'no store command "lod"; there are: load, info, versions, update, rollback, undo, prune, backup, '),
        (["store", "load", "mine"], 2, "Missing argument 'FILES...'"),
        (["store", "load", "mine", "missing.ttl", "--add"], 1, 'no data at "missing.ttl"'),
        (["store", "load", "two.ttl", "more.nt"], 1, "it holds something else; accepted: a new or empty folder"),
        (["store", "info", "missing"], 1, "it is not a folder store; accepted: a folder made by equigraph store load"),
        (["store", "update", "mine"], 2, "give one update: a FILE, - for standard input, or -q TEXT"),
        (["store", "update", "mine", "-q", "LOAD <a:b>"], 1, '"LOAD" fetches from elsewhere'),
        (["store", "update", "mine", "-q", "DELETE"], 1, "the query is not valid SPARQL"),
        (["store", "rollback", "mine"], 1, 'has no version "before the current one"; there are: 1'),
        (["store", "rollback", "mine", "x"], 2, "'x' is not a valid integer"),
        (["store", "backup", "mine", "two.ttl"], 1, '"two.ttl" is there already; accepted: a folder that is not there yet'),
        (["store", "restore", "mine", "two.ttl"], 1, "accepted: a folder made by equigraph store backup"),
        (["--limit", "row=5", "stats"], 1, '"row=5" is no limit; accepted: time=, memory=, rows='),
        (["--limit", "rows=1", "--store", "mine", "query", "-q", "SELECT * { ?s ?p ?o }"], 1, "larger than the limit of 1 rows"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_changes(mine: Run, arguments: list[str], code: int, message: str) -> None:
    result = mine(*arguments)

    assert code == result.exit_code
    assert message in result.output
    assert "2" == triples(mine)
    assert [1] == [version.number for version in FolderStore("mine").versions()]


@pytest.mark.slow
def test_a_load_that_is_stopped_leaves_the_store_as_it_was(mine: Run, tmp_path: Path) -> None:
    many = "".join(f'<http://example.org/{i}> <http://example.org/p> "{i}" .\n' for i in range(600_000))
    (tmp_path / "many.nt").write_text(many)
    for number in (signal.SIGINT, signal.SIGTERM):
        process = subprocess.Popen(
            [sys.executable, "-m", "equigraph", "store", "load", "mine", "many.nt", "--add"],
            cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        deadline = time.monotonic() + 20
        while not list((tmp_path / "mine/versions").glob("*.partial/store/*")) and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(number)
        process.communicate(timeout=20)

        assert 128 + number == process.returncode
        assert [1] == [version.number for version in FolderStore("mine").versions()]
        assert ["1"] == [path.name for path in (tmp_path / "mine/versions").iterdir()]
    assert "2" == triples(mine)


@pytest.mark.slow
def test_progress_is_drawn_on_a_terminal(mine: Run, tmp_path: Path) -> None:
    many = "".join(f'<http://example.org/{i}> <http://example.org/p> "{i}" .\n' for i in range(400_000))
    (tmp_path / "many.nt").write_text(many)
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "equigraph", "store", "load", "mine", "many.nt", "--add"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=follower, env={**os.environ, "TERM": "xterm", "COLUMNS": "120"},
    )  # fmt: skip
    os.close(follower)
    shown = b""
    while select.select([leader], [], [], 30)[0]:
        try:
            shown += os.read(leader, 65536)
        except OSError:  # the other end is closed
            break
    assert process.stdout is not None
    printed = process.stdout.read()
    process.wait()
    os.close(leader)

    assert b"Version 2 of mine: 400,002 triples.\n" == printed
    assert b"reading many.nt" in shown
    assert b"MB" in shown
    assert re.search(rb"\d:\d\d:\d\d", shown)
