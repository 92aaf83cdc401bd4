"""Folder stores: versions that last, whatever happens to the program, the disk or the files."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pyoxigraph
import pytest
from pyoxigraph import NamedNode, RdfFormat

from equigraph.data.digest import content_digest
from equigraph.errors import (
    DataError,
    DatasetNotFoundError,
    NewerStoreError,
    QueryTimeoutError,
    RdfSyntaxError,
    SparqlSyntaxError,
    StoreBusyError,
    StoreDamagedError,
    UpdateForbiddenError,
    VersionNotFoundError,
)
from equigraph.graph.folder import FolderStore
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.limits import Limits
from equigraph.graph.loading import Progress
from equigraph.graph.store import OxigraphStore
from equigraph.graph.worker import QueryWorker

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
WRITER = """
import sys
from equigraph.graph.folder import FolderStore
store = FolderStore(sys.argv[1])
print("ready", flush=True)
while True:
    store.load([sys.argv[2]], "replace")
    store.load([sys.argv[3]], "add")
    store.prune()
"""

MANIFEST = (
    '{"id": "a:a", "number": 1, "created": "", "quads": 0, "graphs": 0, "digest": "", "changed": true, "activity": {}, '
    '"files": {}}'
)
ENDS_EARLY = """
import os, pathlib, sys
from equigraph.graph.folder import FolderStore
store = FolderStore(sys.argv[1])
left = int(sys.argv[3])

def counted(call):
    def ends(*arguments, **rest):
        global left
        if left == 0:
            os._exit(9)
        left -= 1
        return call(*arguments, **rest)
    return ends

os.fsync = counted(os.fsync)
pathlib.Path.rename = counted(pathlib.Path.rename)
pathlib.Path.replace = counted(pathlib.Path.replace)
store.load([sys.argv[2]], "add")
"""


def triples(number: int, name: str = "s") -> str:
    return "".join(f'<http://example.org/{name}{i}> <http://example.org/p> "{i}" .\n' for i in range(number))


def count(store: FolderStore, number: int | None = None) -> int:
    with store.open(number) as opened:
        return int(next(iter(opened.query(COUNT)))[0].value)


@pytest.fixture
def files(tmp_path: Path) -> Callable[[str, str], Path]:
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def store(tmp_path: Path, files: Callable[[str, str], Path]) -> FolderStore:
    """A store with one version of ten triples."""
    made = FolderStore.create(tmp_path / "store")
    made.load([files("ten.ttl", triples(10))])
    return made


class TestVersions:
    def test_each_change_is_a_version(self, store: FolderStore, files: Callable[[str, str], Path]) -> None:
        store.load([files("five.ttl", triples(5, "other"))], "add")
        store.load([files("three.ttl", triples(3))], "replace")
        store.update("DELETE WHERE { ?s ?p '1' }")

        assert [(1, 10), (2, 15), (3, 3), (4, 2)] == [
            (version.number, version.manifest["quads"]) for version in store.versions()
        ]
        assert [10, 15, 3, 2] == [count(store, number) for number in (1, 2, 3, 4)]
        assert 2 == count(store)

    def test_a_reader_keeps_the_version_it_opened(self, store: FolderStore, files: Callable[[str, str], Path]) -> None:
        with store.open() as reader, QueryWorker(reader) as worker:
            store.load([files("one.ttl", triples(1))], "replace")
            seen = [int(next(iter(one.query(COUNT)))[0].value) for one in (reader, worker)]

        assert [10, 10] == seen
        assert 1 == count(store)

    def test_a_version_can_be_opened_by_its_own_path(self, store: FolderStore) -> None:
        store.update("DELETE WHERE { ?s ?p ?o }")

        with KnowledgeGraph.open(str(store.path / "versions/1")) as before, KnowledgeGraph.open(str(store.path)) as now:
            assert (10, 0) == (before.stats().triples, now.stats().triples)

    def test_the_manifest_is_prov(self, store: FolderStore, files: Callable[[str, str], Path]) -> None:
        added = files("more.ttl", triples(4, "more"))
        store.load([added], "add", graph="http://example.org/graph")
        graph = pyoxigraph.Store()
        for version in store.versions():
            graph.load((version.folder / "manifest.jsonld").read_bytes(), RdfFormat.JSON_LD)
        (row,) = graph.query(
            "PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dcterms: <http://purl.org/dc/terms/> "
            "PREFIX void: <http://rdfs.org/ns/void#> PREFIX spdx: <http://spdx.org/rdf/terms#> "
            "SELECT * { ?new prov:wasRevisionOf ?old ; prov:generatedAtTime ?when ; void:triples ?size ; "
            "prov:wasGeneratedBy ?did . ?old prov:wasGeneratedBy/prov:used/dcterms:title 'ten.ttl' . "
            "?did prov:used ?file ; prov:wasAssociatedWith/dcterms:title 'equigraph' . "
            "?file dcterms:title ?name ; spdx:checksumValue ?sum }"
        )
        import hashlib

        assert ("more.ttl", hashlib.sha256(added.read_bytes()).hexdigest()) == (row["name"].value, row["sum"].value)
        assert "14" == row["size"].value
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", row["when"].value)
        assert "http://www.w3.org/2001/XMLSchema#dateTime" == row["when"].datatype.value

    def test_the_manifest_names_no_folder_of_the_one_who_loaded(self, store: FolderStore) -> None:
        version = store.current()

        assert version is not None
        assert str(store.path.parent) not in (version.folder / "manifest.jsonld").read_text("utf-8")

    def test_the_same_files_give_the_same_source_digest(
        self, store: FolderStore, tmp_path: Path, files: Callable[[str, str], Path]
    ) -> None:
        digests = []
        for name in ("a", "b"):
            other = FolderStore.create(tmp_path / name)
            other.load([tmp_path / "ten.ttl"])
            digests.append(other.load([files("five.ttl", triples(5))], "add").manifest["digest"])
        different = store.load([files("five.ttl", triples(6))], "add").manifest["digest"]

        assert digests[0] == digests[1] != different

    def test_the_digest_of_the_content_does_not_depend_on_the_way(
        self, store: FolderStore, tmp_path: Path, files: Callable[[str, str], Path]
    ) -> None:
        other = FolderStore.create(tmp_path / "other")
        for number in range(10):
            lines = triples(10).splitlines()
            other.load([files("line.ttl", lines[number])], "add")

        assert store.content_digest() == other.content_digest()
        assert content_digest(pyoxigraph.parse(triples(10), RdfFormat.TURTLE)) == store.content_digest()

    def test_files_that_did_not_change_are_shared(self, store: FolderStore, files: Callable[[str, str], Path]) -> None:
        store.load([files("five.ttl", triples(5, "other"))], "add")
        shared = [path for path in (store.path / "versions/2/store").glob("*.sst") if path.stat().st_nlink > 1]

        assert shared

    def test_bundled_is_a_source(self, tmp_path: Path) -> None:
        store = FolderStore.create(tmp_path / "store")
        store.load(["bundled"])

        with OxigraphStore.bundled() as bundled, KnowledgeGraph.open(str(store.path)) as graph:
            assert set(bundled.raw) == set(graph.store.raw)
            assert "2026.11.23" == graph.stats().catalog.version
            assert graph.stats().catalog.digest == store.content_digest()

    def test_a_changed_graph_does_not_pass_for_the_bundled_one(self, tmp_path: Path) -> None:
        store = FolderStore.create(tmp_path / "store")
        store.load(["bundled"])
        store.update("DELETE WHERE { practice:advisory skos:altLabel ?name }")

        with KnowledgeGraph.open(str(store.path)) as graph:
            network = graph.view("practice", practice="advisory")
        assert ("2026.11.23, changed: version 2 of a folder store", "") == (
            network.graph["data_version"],
            network.graph["data_digest"],
        )

    def test_progress_reaches_the_end(self, tmp_path: Path, files: Callable[[str, str], Path]) -> None:
        told: list[Progress] = []
        paths = [files("one.nt", triples(40_000)), files("two.nt", triples(40_000, "two"))]
        FolderStore.create(tmp_path / "store").load(paths, on_progress=told.append)
        total = sum(path.stat().st_size for path in paths)

        assert {total} == {one.total_bytes for one in told}
        assert [one.done_bytes for one in told] == sorted(one.done_bytes for one in told)
        assert [str(paths[0]), str(paths[1]), ""] == list(dict.fromkeys(one.path for one in told))
        assert total == told[-1].done_bytes
        assert any(0 < one.done_bytes < paths[0].stat().st_size for one in told)

    def test_the_text_index_is_kept_with_its_version(self, tmp_path: Path) -> None:
        store = FolderStore.create(tmp_path / "store")
        store.load(["bundled"])
        with KnowledgeGraph.open(str(store.path)) as graph:
            first = graph.search("restoritive practices").hits[0].label
        built = (store.path / "versions/1/texts").stat()
        store.update("DELETE WHERE { practice:restorative-practices ?p ?o }")
        with (
            KnowledgeGraph.open(str(store.path / "versions/1")) as before,
            KnowledgeGraph.open(str(store.path)) as after,
        ):
            labels = [graph.search("restorative practices").hits[0].label for graph in (before, after)]

        assert "Restorative practices" == first == labels[0] != labels[1]
        assert built == (store.path / "versions/1/texts").stat()

    def test_triples_go_to_the_graph_that_is_named(self, store: FolderStore, files: Callable[[str, str], Path]) -> None:
        store.load([files("four.ttl", triples(4, "g"))], "add", graph="http://example.org/graph")

        with (
            KnowledgeGraph.open(str(store.path)) as whole,
            KnowledgeGraph.open(str(store.path), graphs=["http://example.org/graph"]) as part,
        ):
            assert (10, 4) == (whole.stats().triples, part.stats().triples)
            assert ["4", "4"] == [next(iter(part.select(COUNT, guard=guard)))[0].value for guard in (True, False)]


class TestGoingBack:
    def test_rollback_and_forward(self, store: FolderStore, files: Callable[[str, str], Path]) -> None:
        store.load([files("five.ttl", triples(5))], "replace")

        assert [1, 10] == [store.rollback().number, count(store)]
        assert [2, 5] == [store.rollback(2).number, count(store)]

    def test_what_is_made_after_a_rollback_comes_from_there(
        self, store: FolderStore, files: Callable[[str, str], Path]
    ) -> None:
        store.load([files("five.ttl", triples(5))], "replace")
        store.rollback()
        made = store.load([files("one.ttl", triples(1, "new"))], "add")

        assert (3, 11) == (made.number, count(store))
        assert store.version(1).manifest["id"] == made.parent

    @pytest.mark.parametrize("number", [None, 7])
    def test_rollback_to_nothing(self, store: FolderStore, number: int | None) -> None:
        with pytest.raises(VersionNotFoundError, match="there are: 1"):
            store.rollback(number)
        assert 10 == count(store)

    def test_prune_keeps_the_current_one_and_those_that_are_read(
        self, store: FolderStore, files: Callable[[str, str], Path]
    ) -> None:
        for _ in range(4):
            store.load([files("one.ttl", triples(1))], "replace")
        store.rollback(3)
        with store.open(1) as reader:
            pruned = store.prune(1)
            assert 10 == int(next(iter(reader.query(COUNT)))[0].value)

        assert ((2, 4), (1,)) == (pruned.removed, pruned.held)
        assert [1, 3, 5] == [version.number for version in store.versions()]
        assert (1, 5) == store.prune(0).removed
        assert 1 == count(store)

    def test_a_version_that_another_process_reads_is_held(self, store: FolderStore) -> None:
        store.update("DELETE WHERE { ?s ?p ?o }")
        code = (
            "import sys; from equigraph.graph.store import OxigraphStore\n"
            "store = OxigraphStore.folder(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
        )
        reader = subprocess.Popen(
            [sys.executable, "-c", code, str(store.path / "versions/1")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert reader.stdout is not None
        assert b"open\n" == reader.stdout.readline()
        held = store.prune(0)
        reader.kill()
        reader.communicate()

        assert ((), (1,)) == (held.removed, held.held)
        assert (1,) == store.prune(0).removed

    def test_backup_and_restore(self, store: FolderStore, tmp_path: Path) -> None:
        store.backup(tmp_path / "backup")
        store.update("DELETE WHERE { ?s ?p ?o }")
        assert 0 == count(store)
        restored = store.restore(tmp_path / "backup")

        assert ("restore", 3, 10) == (restored.manifest["activity"]["operation"], restored.number, count(store))
        assert 10 == count(FolderStore(tmp_path / "backup"))

    def test_a_backup_lives_on_its_own(self, store: FolderStore, tmp_path: Path) -> None:
        store.backup(tmp_path / "backup")
        shutil.rmtree(store.path)

        copy = FolderStore(tmp_path / "backup")
        copy.current().check_files(content=True)
        assert 10 == count(copy)

    def test_a_backup_never_replaces_anything(self, store: FolderStore, tmp_path: Path) -> None:
        (tmp_path / "there").write_text("mine")
        with pytest.raises(DataError, match="is there already"):
            store.backup(tmp_path / "there")

        assert "mine" == (tmp_path / "there").read_text()

    def test_restore_from_what_is_no_backup(self, store: FolderStore, tmp_path: Path) -> None:
        with pytest.raises(DatasetNotFoundError, match="accepted: a folder made by equigraph store backup"):
            store.restore(tmp_path)
        assert 10 == count(store)


class TestNothingIsLost:
    @pytest.mark.parametrize(
        ("change", "error"),
        [
            (lambda store, bad: store.load([bad], "add"), RdfSyntaxError),
            (lambda store, bad: store.load([bad], "replace"), RdfSyntaxError),
            (lambda store, bad: store.load([bad.parent / "missing.ttl"], "add"), DatasetNotFoundError),
            (lambda store, _: store.load([], "add"), DataError),
            (lambda store, _: store.update("DELETE {"), SparqlSyntaxError),
            (lambda store, _: store.update("LOAD <file:///data.ttl>"), UpdateForbiddenError),
            (
                lambda store, _: store.update("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"),
                UpdateForbiddenError,
            ),
        ],
        ids=["add", "replace", "no file", "no files", "not an update", "LOAD", "SERVICE"],
    )
    def test_a_failed_change_leaves_no_trace(
        self,
        store: FolderStore,
        files: Callable[[str, str], Path],
        change: Callable[[FolderStore, Path], object],
        error: type[Exception],
    ) -> None:
        bad = files("bad.ttl", triples(1000, "bad") + "<http://example.org/a b> nonsense")
        before = sorted(path.relative_to(store.path) for path in (store.path / "versions").iterdir())
        with pytest.raises(error):
            change(store, bad)

        assert before == sorted(path.relative_to(store.path) for path in (store.path / "versions").iterdir())
        assert 10 == count(store)

    def test_an_update_that_takes_too_long(self, store: FolderStore) -> None:
        slow = FolderStore(store.path, Limits(load_timeout_s=0.5))
        product = " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(9))
        with pytest.raises(QueryTimeoutError):
            slow.update(
                f"INSERT {{ <http://example.org/n> <http://example.org/n> ?n }} WHERE {{ SELECT (COUNT(*) AS ?n) {{ {product} }} }}"
            )

        assert 10 == count(store)
        assert [1] == [version.number for version in store.versions()]

    @pytest.mark.parametrize(
        "change",
        [
            lambda store, file: store.load([file], "add"),
            lambda store, _: store.update("DELETE WHERE { ?s ?p ?o }"),
            lambda store, _: store.rollback(1),
            lambda store, _: store.prune(),
        ],
        ids=["load", "update", "rollback", "prune"],
    )
    def test_two_writers(
        self, store: FolderStore, tmp_path: Path, change: Callable[[FolderStore, Path], object]
    ) -> None:
        code = (
            "import sys; from equigraph.graph.folder import FolderStore\n"
            "with FolderStore(sys.argv[1])._writer.locked(): print('writing', flush=True); sys.stdin.read()"
        )
        first = subprocess.Popen(
            [sys.executable, "-c", code, str(store.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert first.stdout is not None
        assert b"writing\n" == first.stdout.readline()
        with pytest.raises(StoreBusyError, match="another program is writing to"):
            change(store, tmp_path / "ten.ttl")
        assert 10 == count(store)
        first.kill()
        first.communicate()

        change(store, tmp_path / "ten.ttl")

    @pytest.mark.slow
    def test_killed_at_any_moment(self, store: FolderStore, files: Callable[[str, str], Path]) -> None:
        """A writer that replaces, adds and prunes in a loop is killed with its loading process, many times."""
        first, second = files("a.nt", triples(3000)), files("b.nt", triples(500, "b"))
        moments = random.Random(3)
        for _ in range(25):
            writer = subprocess.Popen(
                [sys.executable, "-c", WRITER, str(store.path), str(first), str(second)], stdout=subprocess.PIPE
            )
            assert writer.stdout is not None
            assert b"ready\n" == writer.stdout.readline()
            time.sleep(moments.random() * 0.6)
            writer.kill()
            writer.communicate()

            current = store.current()
            assert current is not None
            current.check_files(content=True)
            assert count(store) in {10, 3000, 3500}
            assert current.manifest["quads"] == count(store)
        deadline = time.monotonic() + 10
        while True:  # the loading process of the last one ends by itself, and with it its lock on the new version
            try:
                made = store.load([second], "replace")
                break
            except StoreBusyError:
                assert time.monotonic() < deadline
        assert 500 == count(store)
        assert [] == [path.name for path in (store.path / "versions").iterdir() if not path.name.isdecimal()]
        assert made.number == max(store._folder.numbers())

    @pytest.mark.slow
    def test_ended_before_each_step_of_the_swap(self, store: FolderStore, files: Callable[[str, str], Path]) -> None:
        """The writer ends before its first, second, ... call that renames or flushes; each time the store is whole."""
        added = files("b.nt", triples(5, "b"))
        expected, steps = 10, 0
        while True:
            done = subprocess.run(
                [sys.executable, "-c", ENDS_EARLY, str(store.path), str(added), str(steps)], check=False
            )
            current = store.current()
            assert current is not None
            current.check_files(content=True)
            assert count(store) == current.manifest["quads"]
            assert count(store) in {10, 15}
            assert count(store) >= expected, "what was current once is not lost"
            expected = count(store)
            if done.returncode == 0:
                break
            assert 9 == done.returncode
            steps += 1

        assert 15 == expected
        assert steps >= 6  # manifest and pointer are flushed and renamed, the version is renamed, folders are flushed

    def test_the_loading_process_ends_with_its_parent(
        self, store: FolderStore, files: Callable[[str, str], Path]
    ) -> None:
        code = "import sys; from equigraph.graph.folder import FolderStore; FolderStore(sys.argv[1]).load([sys.argv[2]], 'add')"
        parent = subprocess.Popen([sys.executable, "-c", code, str(store.path), str(files("a.nt", triples(400_000)))])
        deadline = time.monotonic() + 20
        children: list[psutil.Process] = []
        while not children and time.monotonic() < deadline:
            children = psutil.Process(parent.pid).children()
        parent.send_signal(signal.SIGKILL)
        parent.wait()

        assert children
        _, alive = psutil.wait_procs(children, timeout=10)
        assert [] == alive
        assert 10 == count(store)

    @pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("mount"),
        reason="only root can mount a small disk to fill",
    )
    @pytest.mark.slow
    def test_a_full_disk(self, tmp_path: Path, files: Callable[[str, str], Path]) -> None:
        disk = tmp_path / "disk"
        disk.mkdir()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)], capture_output=True, check=False
        )
        if done.returncode:
            pytest.skip(f"no small disk can be mounted here: {done.stderr.decode()}")
        try:
            store = FolderStore.create(disk / "store")
            store.load([files("ten.ttl", triples(10))])
            before = os.statvfs(disk).f_bavail
            with pytest.raises(DataError, match="No space left on device") as caught:
                store.load([files("many.nt", triples(300_000))], "add")
            assert (10, before) == (count(store), os.statvfs(disk).f_bavail)
            assert "Make room" in str(caught.value)

            assert 10 == store.load([tmp_path / "ten.ttl"], "add").manifest["quads"]
        finally:
            subprocess.run(["umount", str(disk)], check=True)


class TestWhatIsNoStore:
    @pytest.mark.parametrize("there", ["a file", "a folder with something in it", "a folder of Oxigraph"])
    def test_nothing_is_made_over_something_else(self, tmp_path: Path, there: str) -> None:
        place = tmp_path / "place"
        if there == "a file":
            place.write_text("mine")
        elif there == "a folder of Oxigraph":
            pyoxigraph.Store(str(place)).flush()
        else:
            place.mkdir()
            (place / "letter.txt").write_text("mine")
        before = sorted(tmp_path.rglob("*"))

        with pytest.raises(DatasetNotFoundError, match="it holds something else; accepted: a new or empty folder"):
            FolderStore.create(place)
        assert before == sorted(tmp_path.rglob("*"))

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(DatasetNotFoundError, match="it is not a folder store"):
            FolderStore(tmp_path / "missing")

    def test_a_store_without_a_version(self, tmp_path: Path) -> None:
        store = FolderStore.create(tmp_path / "store")

        assert None is store.current()
        with pytest.raises(
            DatasetNotFoundError, match="the store is still empty; accepted: files, with equigraph store load"
        ):
            store.open()

    def test_a_store_of_a_later_version(self, store: FolderStore) -> None:
        (store.path / "equigraph-store.json").write_text('{"layout": 99}')

        for opened in (FolderStore, FolderStore.create, OxigraphStore.folder):
            with pytest.raises(NewerStoreError, match=r"layout 99.*knows layouts up to 1.*not touched"):
                opened(store.path)

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("equigraph-store.json", "{"),
            ("equigraph-store.json", "[]"),
            ("current", "seven"),
            ("current", "7"),
            ("versions/1/manifest.jsonld", ""),
            ("versions/1/manifest.jsonld", '{"number": 1}'),
            ("versions/1/manifest.jsonld", MANIFEST.replace("1,", '"x",')),
        ],
    )
    def test_small_files_that_are_damaged(self, store: FolderStore, name: str, text: str) -> None:
        (store.path / name).write_text(text)

        with pytest.raises(StoreDamagedError, match="is damaged"):
            OxigraphStore.folder(store.path)


class TestDamage:
    @pytest.fixture
    def large(self, tmp_path: Path, files: Callable[[str, str], Path]) -> FolderStore:
        store = FolderStore.create(tmp_path / "large")
        store.load([files("many.nt", triples(20_000))])
        return store

    @staticmethod
    def tables(store: FolderStore) -> list[Path]:
        return sorted((store.path / "versions/1/store").glob("*.sst"))

    def test_a_file_that_is_missing(self, large: FolderStore) -> None:
        self.tables(large)[0].unlink()

        with pytest.raises(StoreDamagedError, match=f"{self.tables(large)[0].name[:3]}.*is missing"):
            large.open()

    def test_a_file_that_is_cut(self, large: FolderStore) -> None:
        path = self.tables(large)[-1]
        os.truncate(path, path.stat().st_size - 5)

        with pytest.raises(StoreDamagedError, match=rf"{path.name} is \d+ bytes long, not \d+"):
            large.open()

    def test_files_that_were_altered(self, large: FolderStore) -> None:
        for path in self.tables(large):
            turn(path)

        with pytest.raises(StoreDamagedError, match=r"is altered; .* is altered") as caught:
            KnowledgeGraph.open(str(large.path))
        assert "equigraph store rollback" in str(caught.value)

    def test_a_disk_that_lies(self, large: FolderStore) -> None:
        """Bytes that turn while the time of the file stays: the engine would take all memory; the query must not."""
        with large.open() as reader, QueryWorker(reader, Limits(timeout_s=20, memory_bytes=2**29)) as worker:
            assert ["0"] == [row[0].value for row in worker.query("SELECT (COUNT(*) AS ?n) { <a:a> <a:b> <a:c> }")]
            for path in self.tables(large):
                told = path.stat()
                turn(path)
                os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))
            with pytest.raises(StoreDamagedError, match="is altered"):
                list(worker.query("SELECT ?s ?o { ?s <http://example.org/p> ?o } ORDER BY ?o"))
        with pytest.raises(StoreDamagedError, match="is altered"):
            large.current().check_files(content=True)


def turn(path: Path) -> None:
    """Turn bytes all through a file, its size kept."""
    data = bytearray(path.read_bytes())
    for at in range(len(data) // 4, len(data) * 3 // 4, 50):
        data[at] ^= 0xFF
    path.write_bytes(data)


def test_a_folder_copied_by_hand_still_opens(store: FolderStore, tmp_path: Path) -> None:
    shutil.copytree(store.path, tmp_path / "copy", copy_function=shutil.copyfile)

    assert 10 == count(FolderStore(tmp_path / "copy"))


def test_names_of_graphs_enter_as_terms(store: FolderStore, files: Callable[[str, str], Path]) -> None:
    with pytest.raises(DataError):
        store.load([files("a.ttl", triples(1))], "add", graph="no iri> } DROP ALL")
    assert [NamedNode("http://example.org/p")] == sorted({quad.predicate for quad in store.open().raw}, key=str)
    assert json.loads((store.path / "equigraph-store.json").read_text()) == {"layout": 1}
