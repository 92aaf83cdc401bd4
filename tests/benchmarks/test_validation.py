"""The benchmark of checking data measures what it says, and the page tells it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import make_dataclass
from pathlib import Path
from types import ModuleType

import pytest

Script = Callable[[str], ModuleType]
# What benchmarks/validation.py measures.
Whole = make_dataclass("Whole", ["bare", "ours", "triples", "advice"])
Touched = make_dataclass("Touched", ["seconds", "quads", "found"])
RUN = {"date": "2026-01-01", "command": "make bench", "machine": "a machine", "versions": "Python 3"}


@pytest.mark.slow
def test_measures_a_check_of_the_same_data(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    validation = script("validation")
    monkeypatch.setattr(validation, "TURNS", 1)
    found = validation.measure()

    assert min(found.bare, found.ours) > 0
    assert found.triples > 20_000
    assert found.advice > 100


@pytest.mark.slow
def test_measures_a_check_of_what_came_in(script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    validation = script("validation")
    monkeypatch.setattr(validation, "TURNS", 1)
    found = validation.measure_touched(script("corpus").Corpus(tmp_path).store(10_000))

    assert found.quads > validation.IMPORTED_CLAIMS
    assert found.seconds > 0


def test_the_page_judges_both_promises(script: Script) -> None:
    results = script("results").Results()
    part = script("validation_part").validation_part

    assert part(results) is None
    results.put("validation", 0, [Whole(2.0, 3.5, 22_000, 500)], RUN)
    results.put("validation of imports", 1000, [Touched(0.5, 900, 0)], RUN)
    told = part(results)

    assert "takes 2,000 ms; ours" in told.text
    assert [
        ("checking the bundled data, of a bare run of pyshacl", "at most 1.50 x", "1.75 x at 22,000", False),
        ("an import into 1,000 triples is checked", "within 2 s", "0.5 s", True),
    ] == [(one.what, one.target, one.measured, one.is_met) for one in told.promises]
