"""What was measured is kept: a run replaces its own rows and leaves those of others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

Script = Callable[[str], ModuleType]
LONG = {"date": "2026-01-01", "command": "make bench-large", "machine": "one", "versions": "1"}
SHORT = {"date": "2026-02-02", "command": "make bench", "machine": "two", "versions": "2"}


@pytest.fixture
def opening(script: Script) -> ModuleType:
    return script("opening")


def test_a_short_run_does_not_erase_a_long_one(script: Script, opening: ModuleType, tmp_path: Path) -> None:
    results = script("results").Results()
    for triples in (100, 10_000):
        results.put("opening", triples, [opening.Opening("KnowledgeGraph", 0.5, 0.1)], LONG)
    results.put("opening", 100, [opening.Opening("KnowledgeGraph", 0.25, 0.1)], SHORT)
    path = tmp_path / "results.json"
    results.write(path)

    again = script("results").Results.read(path)

    assert [100, 10_000] == again.sizes("opening")
    assert [opening.Opening("KnowledgeGraph", 0.25, 0.1)] == again.rows("opening", 100, opening.Opening)
    assert [opening.Opening("KnowledgeGraph", 0.5, 0.1)] == again.rows("opening", 10_000, opening.Opening)
    assert [(SHORT, [("opening", 100)]), (LONG, [("opening", 10_000)])] == again.runs()


def test_nothing_measured_yet_is_empty(script: Script, opening: ModuleType, tmp_path: Path) -> None:
    results = script("results").Results.read(tmp_path / "none.json")

    assert [] == results.sizes("opening")
    assert [] == results.rows("opening", 100, opening.Opening)
    assert [] == results.runs()


def test_the_same_results_are_the_same_bytes(script: Script, opening: ModuleType, tmp_path: Path) -> None:
    one, other = script("results").Results(), script("results").Results()
    rows = {100: [opening.Opening("a", 1.0, 1.0)], 20: [opening.Opening("b", 2.0, 2.0)]}
    for triples in (100, 20):
        one.put("opening", triples, rows[triples], LONG)
    for triples in (20, 100):
        other.put("opening", triples, rows[triples], LONG)
    one.write(tmp_path / "one.json")
    other.write(tmp_path / "other.json")

    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "other.json").read_bytes()
