"""The benchmark of networks measures what it says, on graphs small enough for a test."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_measures_views_and_structure(tmp_path: Path) -> None:
    write = load("generate").write
    small, large = write(tmp_path / "small.nt", 5_000), write(tmp_path / "large.nt", 10_000)
    found = load("networks").measure(small, large)

    # 28 goals and the 48 practices among 10,000 triples; fewer lines than the benchmark asks for at most.
    assert (76, 76) == (found.shown, found.total)
    assert 2_000 < found.edges < 10_000
    assert 0 < found.view_query < found.view
    assert min(found.chosen_small, found.chosen_large, found.ours, found.raw) > 0
