"""The benchmarks of networks and of gap maps measure what they say, on graphs small enough for a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest


@pytest.mark.slow
def test_measures_views_and_structure(script: Callable[[str], ModuleType], tmp_path: Path) -> None:
    write = script("generate").write
    small, large = write(tmp_path / "small.nt", 5_000), write(tmp_path / "large.nt", 10_000)
    found = script("networks").measure(small, large)

    # 28 goals and the 48 practices among 10,000 triples; fewer lines than the benchmark asks for at most.
    assert (76, 76) == (found.shown, found.total)
    assert 2_000 < found.edges < 10_000
    assert 0 < found.view_query < found.view
    assert min(found.chosen_small, found.chosen_large, found.ours, found.raw) > 0


@pytest.mark.slow
def test_measures_a_map_of_the_same_cells(script: Callable[[str], ModuleType], tmp_path: Path) -> None:
    found = script("gaps").measure(script("generate").write(tmp_path / "graph.nt", 10_000))

    assert (48, 48) == (found.rows, found.total)
    assert 100 < found.filled <= 48 * 28
    assert 0 < min(found.raw, found.map, found.every_row) < found.records
