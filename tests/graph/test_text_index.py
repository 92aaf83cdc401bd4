"""The text index: where it is kept, when it can be trusted, and what it finds."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from equigraph.errors import DataError
from equigraph.graph import text_database
from equigraph.graph.reader import Reader
from equigraph.graph.store import OxigraphStore
from equigraph.graph.text_database import open_file
from equigraph.graph.text_index import TextIndex

SKOS = "http://www.w3.org/2004/02/skos/core#"
A = "http://example.org/a"

# Builds an index at a path, from a graph of its own, and says when it has begun; then as told.
BUILD = """
import sys, time
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Quad
from equigraph.graph.reader import Reader
from equigraph.graph.store import OxigraphStore
from equigraph.graph.text_index import TextIndex

path, seconds = Path(sys.argv[1]), float(sys.argv[2])
label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
things = (Quad(NamedNode(f"http://example.org/{n}"), label, Literal(f"Thing {n}")) for n in range(25_000))

def wait(rows):
    print(rows, flush=True)
    time.sleep(seconds)

index = TextIndex(Reader(OxigraphStore.memory(things)).rows, path, wait)
print("found", len(index.matches("Thing 24999")), flush=True)
"""


def graph_of(*texts: str) -> Reader:
    """Return a graph in which things have these names, by number."""
    label = NamedNode(SKOS + "prefLabel")
    return Reader(
        OxigraphStore.memory(Quad(NamedNode(f"{A}{n}"), label, Literal(text)) for n, text in enumerate(texts))
    )


@contextlib.contextmanager
def index_of(*texts: str, path: Path | None = None) -> Iterator[TextIndex]:
    index = TextIndex(graph_of(*texts).rows, path)
    try:
        yield index
    finally:
        index.close()


def found(index: TextIndex, text: str) -> list[str]:
    return [match.text for match in index.matches(text)]


# --- where it is kept ---------------------------------------------------------------------------


def test_an_index_is_built_once_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "texts"
    with index_of("Tutoring", path=path) as index:
        assert ["Tutoring"] == found(index, "tutoring")
    with index_of("Another graph", path=path) as again:  # the file is of one version of one graph; nothing is read anew
        assert ["Tutoring"] == found(again, "tutoring")
    assert [path] == list(tmp_path.iterdir())


def test_without_a_path_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with index_of("Tutoring") as index:
        assert ["Tutoring"] == found(index, "tutoring")
    assert [] == list(tmp_path.iterdir())


def test_the_reader_keeps_it_where_the_store_says(tmp_path: Path) -> None:
    reader = graph_of("Tutoring")
    reader.store.index_path = tmp_path / "texts"
    first = reader.text_index()

    assert first is reader.text_index()
    assert (tmp_path / "texts").is_file()
    reader.close()
    with pytest.raises(sqlite3.ProgrammingError):
        first.holds([("tutoring",)])


def test_progress_is_told() -> None:
    done: list[int] = []
    TextIndex(graph_of(*map(str, range(25_000))).rows, None, done.append).close()

    assert [10_000, 20_000, 25_000] == done


def test_a_folder_that_cannot_be_written_to_is_left_alone(tmp_path: Path) -> None:
    nowhere = tmp_path / "missing" / "texts"
    with index_of("Tutoring", path=nowhere) as index:
        assert ["Tutoring"] == found(index, "tutoring")
    assert [] == list(tmp_path.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
@pytest.mark.slow
def test_a_read_only_folder_is_left_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    arguments = [sys.executable, "-c", BUILD, str(tmp_path / "texts"), "0"]
    if os.geteuid() == 0:  # for root no folder is read-only
        tmp_path.chmod(0o755)
        arguments = ["unshare", "--user", "--map-user=1000", *arguments]
        if subprocess.run(["unshare", "--user", "true"], capture_output=True, check=False).returncode:
            pytest.skip("root may write anywhere, and this machine lets no user be another")
        tmp_path.chmod(0o555)
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    left = list(tmp_path.iterdir())
    tmp_path.chmod(0o755)

    assert done.stdout.endswith("found 1\n"), done.stderr
    assert [] == left


def test_a_full_disk_is_no_end_of_searching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(place: str) -> sqlite3.Connection:
        database = sqlite3.connect(place, uri=True, isolation_level=None)
        if place:
            database.execute("PRAGMA max_page_count = 4")  # the error is SQLite's own for a full disk
        return database

    monkeypatch.setattr(text_database, "_connect", connect)
    with index_of("Tutoring", path=tmp_path / "texts") as index:
        assert ["Tutoring"] == found(index, "tutoring")
    assert [] == list(tmp_path.iterdir())


def test_no_room_at_all_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(place: str) -> sqlite3.Connection:
        database = sqlite3.connect(place, uri=True, isolation_level=None)
        database.execute("PRAGMA max_page_count = 4")
        return database

    monkeypatch.setattr(text_database, "_connect", connect)
    with pytest.raises(DataError, match=r"could not be made: .*database or disk is full"):
        TextIndex(graph_of("Tutoring").rows)
    reader = graph_of("Tutoring")
    assert reader.text_index() is None
    assert "full" in reader.index_problem


# --- when it can be trusted ---------------------------------------------------------------------


def damage_header(data: bytearray) -> None:
    data[0:16] = b"not a database!!"


def damage_layout(data: bytearray) -> None:
    data[60:64] = (99).to_bytes(4)  # user_version


def damage_owner(data: bytearray) -> None:
    data[68:72] = (0).to_bytes(4)  # application_id


def damage_end(data: bytearray) -> None:
    del data[len(data) // 2 :]


def damage_more(data: bytearray) -> None:
    data += bytes(4096)


def damage_all(data: bytearray) -> None:
    data.clear()


def damage_pages(data: bytearray) -> None:
    data[4096:] = b"\xff" * (len(data) - 4096)  # found only when it is asked


@pytest.mark.parametrize(
    "damage", [damage_header, damage_layout, damage_owner, damage_end, damage_more, damage_all, damage_pages]
)
def test_a_file_that_cannot_be_trusted_is_built_anew(tmp_path: Path, damage) -> None:
    path = tmp_path / "texts"
    with index_of("Old", path=path) as index:
        assert ["Old"] == found(index, "old")
    data = bytearray(path.read_bytes())
    damage(data)
    path.write_bytes(data)

    with index_of("New", path=path) as index:
        assert ["New"] == found(index, "new")
        assert ["New"] == found(index, "new")
    with contextlib.closing(open_file(path)) as mended:
        assert [("New",)] == mended.execute("SELECT text FROM text").fetchall()


@pytest.mark.slow
def test_a_killed_build_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "texts"
    process = subprocess.Popen([sys.executable, "-c", BUILD, str(path), "60"], stdout=subprocess.PIPE, text=True)
    assert "10000\n" == process.stdout.readline()
    process.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    process.wait(timeout=30)
    process.stdout.close()

    assert not path.exists()
    [part] = tmp_path.iterdir()  # what the killed one wrote
    with index_of("Tutoring", path=path) as index:
        assert ["Tutoring"] == found(index, "tutoring")
    assert {path, part} == set(tmp_path.iterdir())  # it might be of a build that still goes on

    long_ago = time.time() - 2 * text_database.STALE_S
    os.utime(part, (long_ago, long_ago))
    path.unlink()
    with index_of("Tutoring", path=path):
        assert [path] == list(tmp_path.iterdir())


@pytest.mark.slow
def test_two_processes_may_build_at_once(tmp_path: Path) -> None:
    path = tmp_path / "texts"
    command = [sys.executable, "-c", BUILD, str(path), "0.3"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=60)[0].splitlines() for process in both]

    assert [["10000", "20000", "25000", "found 1"]] * 2 == said
    assert [path] == list(tmp_path.iterdir())


def test_threads_share_one_index() -> None:
    reader = graph_of(*(f"Thing {number}" for number in range(2000)))
    answers: list[int] = []

    def ask() -> None:
        answers.extend(len(reader.text_index().matches(f"thing {number}")) for number in range(1000, 1050))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [1] * 200 == answers


# --- what it finds ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "word"),
    [
        (["tutoring"], "tutroing"),
        (["tutoring"], "tutorin"),
        (["learners"], "lerners"),
        (["essa"], "esa"),
        ([], "es"),  # too short to be a mistake
        ([], "2023"),  # another number is not what was meant
        ([], "tutoring"),  # it is there
        ([], "x" * 500),
        (["zebra"], "zebar"),
    ],
)
def test_near(expected: list[str], word: str) -> None:
    with index_of("Tutoring tutors learners", "ESSA 2022 a b", "tutoring", "zebra") as index:
        assert expected == index.near(word, 3)


def test_a_word_that_is_everywhere_costs_no_more_than_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    from equigraph.graph import text_index

    monkeypatch.setattr(text_index, "RANKED", 10)
    with index_of(*(f"A thing {number}" for number in range(50))) as index:
        assert 10 == len(index.matches("thing", most=50))


def test_blank_nodes_and_values_that_are_no_text_are_left_out(tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_text(
        f'@prefix skos: <{SKOS}> . [] skos:prefLabel "Nobody" . <{A}> skos:prefLabel <{A}>, [], "Somebody" .',
        "utf-8",
    )
    with OxigraphStore.files([graph]) as store:
        index = TextIndex(Reader(store).rows)

        assert [(A, "Somebody")] == [(match.iri, match.text) for match in index.matches("somebody")]
        assert [] == index.matches("nobody")
        index.close()
