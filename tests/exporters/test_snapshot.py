"""Snapshots on disk, and what they say of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from equigraph.errors import NotSavedError, UnknownFormatError
from equigraph.exporters.snapshot import describe_snapshot, is_snapshot, write_snapshot
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.profile import Profile
from equigraph.graph.snapshot import Snapshot, read_snapshot, take

OLDER = Path(__file__).parents[1] / "graph" / "snapshots" / "older.snapshot"


@pytest.fixture(scope="module")
def snapshot(bundled_graph: KnowledgeGraph) -> Snapshot:
    graph = KnowledgeGraph(bundled_graph.store, profile=Profile("ours.toml", {"groups": ("english-learners",)}))
    return take(
        graph, "practice", {"practice": "looping"}, author="A. Author", created="2026-11-24T12:00:00+00:00", arrange=len
    )


def test_written_and_read_it_is_the_same(snapshot: Snapshot, tmp_path: Path) -> None:
    path = tmp_path / "a.snapshot"
    write_snapshot(snapshot, path)

    assert snapshot.to_text() == path.read_text("utf-8") == read_snapshot(path).to_text()


def test_another_ending_is_refused(snapshot: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match=r'unknown format "\.json"; known formats: \.snapshot'):
        write_snapshot(snapshot, tmp_path / "a.json")
    assert [] == list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_told(snapshot: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(NotSavedError, match="does not exist"):
        write_snapshot(snapshot, tmp_path / "none" / "a.snapshot")


@pytest.mark.parametrize(
    ("expected", "name"), [(True, "a.snapshot"), (True, Path("b/A.Snapshot")), (False, "snapshot"), (False, "a.json")]
)
def test_is_snapshot(expected, name) -> None:
    assert expected is is_snapshot(name)


def test_says_what_it_is(snapshot: Snapshot) -> None:
    found = dict(describe_snapshot(snapshot))

    assert {
        "title": "One practice in full: Looping",
        "view": "practice",
        "chosen: practice": "Looping",
        "profile": "ours.toml: groups english-learners",
        "holds": "7 things, 6 lines, 3 claims, 0 other statements, 7 sources",
        "data": "equigraph: equity in personalized learning, version 2026.11.23 of 2026-11-23",
        "ontology": "version 0.1.0",
        "rule for grading": "version 1",
        "places": "layered layout, then moved by hand",
        "author": "A. Author",
        "created": "2026-11-24T12:00:00+00:00",
        "licence": "CC BY 4.0 https://creativecommons.org/licenses/by/4.0/",
        "digest": snapshot.digest,
    }.items() <= found.items()
    assert found["data digest"].startswith("sha256:")
    assert "filled in" not in found


def test_says_what_an_older_one_does_not_hold() -> None:
    found = dict(describe_snapshot(read_snapshot(OLDER)))

    assert ("layered layout", "not recorded", "equigraph 0.0.9") == (
        found["places"],
        found["author"],
        found["made with"],
    )
    assert found["filled in"].startswith("not in this file, and taken as usual: about.about, about.absent, ")
    assert "1 claim," in found["holds"]
