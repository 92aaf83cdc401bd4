"""What the worker process writes, in the process of the test; ``test_worker.py`` has the process itself."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from equigraph.errors import QueryError, QueryTooLargeError, RdfSyntaxError, SparqlSyntaxError
from equigraph.graph import worker_process
from equigraph.graph.frames import DATA, END, FILE, HEAD, PROGRESS, read_frame
from equigraph.graph.store import OxigraphStore

ALL = "SELECT * { ?s ?p ?o }"
COPY = "CONSTRUCT WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    return OxigraphStore.memory(Quad(NamedNode(f"a:{i}"), NamedNode("a:p"), Literal(str(i) * 100)) for i in range(2000))


def frames(stream: io.BytesIO) -> Iterator[tuple[bytes, bytes]]:
    stream.seek(0)
    while (frame := read_frame(stream)) is not None:
        yield frame


def answer(store: OxigraphStore, text: str, format_name: str, **limits: int) -> list[tuple[bytes, bytes]]:
    stream = io.BytesIO()
    request = {"text": text, "format": format_name, "rows": 10_000, "answer_bytes": 10_000_000, "memory_bytes": 2**40}
    worker_process._answer(store, {**request, **limits}, stream)
    return list(frames(stream))


@pytest.mark.parametrize(
    ("text", "format_name", "expected"),
    [
        (ALL, "terms", {"kind": "solutions", "format": "tsv"}),
        ("ASK {}", "terms", {"kind": "boolean", "format": "json"}),
        (COPY, "terms", {"kind": "triples", "format": "nt"}),
        (ALL, "xml", {"kind": "solutions", "format": "xml"}),
        (COPY, "ttl", {"kind": "triples", "format": "ttl"}),
    ],
)
def test_frames_of_an_answer(store: OxigraphStore, text: str, format_name: str, expected: dict[str, str]) -> None:
    (head, told), *parts, (end, summary) = answer(store, text, format_name)

    assert (HEAD, END) == (head, end)
    assert expected == json.loads(told)
    assert json.loads(summary)["retire"] is False
    assert {DATA} == {letter for letter, _ in parts}
    if told != b'{"kind": "boolean", "format": "json"}':
        assert len(parts) > 2


@pytest.mark.parametrize("text", [ALL, COPY])
@pytest.mark.parametrize("limits", [{"rows": 100}, {"answer_bytes": 1000}])
def test_limits(store: OxigraphStore, text: str, limits: dict[str, int]) -> None:
    with pytest.raises(QueryTooLargeError, match=r"100 rows|1000 bytes"):
        answer(store, text, "terms", **limits)


def test_wrong_format(store: OxigraphStore) -> None:
    with pytest.raises(QueryError, match="accepted: ttl, nt, jsonld"):
        answer(store, COPY, "xml")


def test_an_error_of_the_engine_passes(store: OxigraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(worker_process._Answer, "write", fail)
    with pytest.raises(OSError, match="the disk is gone"):
        answer(store, ALL, "csv")


def test_a_worker_that_holds_much_is_replaced(store: OxigraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_process, "_address_space", lambda: 2**30)

    assert json.loads(answer(store, ALL, "csv", memory_bytes=2**31)[-1][1])["retire"] is True


def test_where_the_system_does_not_say(store: OxigraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> int:
        raise FileNotFoundError("/proc")

    monkeypatch.setattr(worker_process, "_address_space", fail)

    assert json.loads(answer(store, ALL, "csv")[-1][1])["retire"] is False


class TestLoad:
    @pytest.fixture(autouse=True)
    def no_cap(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(worker_process, "_cap_memory", lambda _most: None)

    def test_reads_all_files(self, tmp_path: Path) -> None:
        names = [str(tmp_path / name) for name in ("a.ttl", "é.nt")]
        for name in names:
            Path(name).write_text("<a:a> <a:b> <a:c> ." if name.endswith("ttl") else "<a:a> <a:b> <a:d> .")
        stream = io.BytesIO()

        worker_process._load(
            {"folder": str(tmp_path / "store"), "files": names, "graph": None, "memory_bytes": 1}, stream
        )
        *told, (letter, payload) = frames(stream)
        result = json.loads(payload)

        assert [*(name.encode() for name in names), b""] == [name for kind, name in told if kind == FILE]
        assert {FILE, PROGRESS} >= {kind for kind, _ in told}
        assert (END, 2, 0, names) == (
            letter,
            result["quads"],
            result["graphs"],
            [file["path"] for file in result["files"]],
        )
        assert 2 == len(pyoxigraph.Store.read_only(str(tmp_path / "store")))

    def test_into_a_named_graph(self, tmp_path: Path) -> None:
        (tmp_path / "a.ttl").write_text("<a:a> <a:b> <a:c> .")
        stream = io.BytesIO()
        request = {"folder": str(tmp_path / "store"), "files": [str(tmp_path / "a.ttl")], "graph": "a:g"}

        worker_process._load({**request, "memory_bytes": 1}, stream)

        assert 1 == json.loads(list(frames(stream))[-1][1])["graphs"]

    def test_stops_at_the_first_that_is_wrong(self, tmp_path: Path) -> None:
        (tmp_path / "a.ttl").write_text("nonsense")
        with pytest.raises(RdfSyntaxError, match=r"a\.ttl, line 1"):
            worker_process._load(
                {
                    "folder": str(tmp_path / "store"),
                    "files": [str(tmp_path / "a.ttl")],
                    "graph": None,
                    "memory_bytes": 1,
                },
                io.BytesIO(),
            )

    def test_update(self, tmp_path: Path) -> None:
        stream = io.BytesIO()
        request = {"folder": str(tmp_path / "store"), "memory_bytes": 1}

        worker_process._update({**request, "text": "INSERT DATA { <a:a> skos:note 'x' }"}, stream)

        assert {"files": [], "quads": 1, "graphs": 0} == json.loads(list(frames(stream))[-1][1])
        with pytest.raises(SparqlSyntaxError):
            worker_process._update({**request, "text": "INSERT DATA {"}, stream)
