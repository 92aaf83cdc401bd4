"""The part about pictures: promises judged by what was measured, peers that draw the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import networkx as nx
import pytest

from equigraph.exporters.formats import EXPORTERS

Script = Callable[[str], ModuleType]


@pytest.fixture
def pictures(script: Script) -> ModuleType:
    return script("pictures")


@pytest.fixture
def part(script: Script, pictures: ModuleType) -> Any:
    results = script("results").Results()
    one = pictures.Picture
    rows = [
        one("practices-to-goals", ".svg", 92, 135, 0.2, "matplotlib", 0.1, "1,216 x 4,000 px"),
        one("practices-to-goals", ".pptx", 92, 135, 0.7, "bare python-pptx", 0.2, "400 shapes on 9 slides"),
        one("organizations", ".svg", 300, 900, 0.5),
        one("organizations", ".html", 300, 900, 3.0),
        one("practices-to-goals", ".svg", 300, 1371, 0.75),
    ]
    results.put("pictures", 0, rows, {"date": "2026-01-01"})
    return script("picture_parts").pictures_part(results)


def test_every_promise_is_judged_by_what_was_measured(part: Any) -> None:
    assert [
        ("`practices-to-goals` as `.svg`, of matplotlib", "at most 3.00 x", "2.00 x", True),
        ("`practices-to-goals` as `.pptx`, of bare python-pptx", "at most 3.00 x", "3.50 x", False),
        ("`organizations` with 300 nodes and 900 edges, the slowest format", "under 3.00 s", "3.00 s (`.html`)", False),
        (
            "`practices-to-goals` with 300 nodes and 1,371 edges, the slowest format",
            "under 3.00 s",
            "0.75 s (`.svg`)",
            True,
        ),
    ] == [(one.what, one.target, one.measured, one.is_met) for one in part.promises]


@pytest.mark.parametrize(
    "line",
    [
        "| `.svg` | 1,216 x 4,000 px | 200 | 100 (matplotlib) | 2.00 x |",
        "| `.pptx` | 400 shapes on 9 slides | 700 | 200 (bare python-pptx) | 3.50 x |",
        "| `organizations` as `.html` | 300 | 900 | 3.00 |",
    ],
)
def test_the_tables_hold_the_numbers(part: Any, line: str) -> None:
    assert line in part.text.splitlines()


def test_what_was_not_measured_has_no_part(script: Script) -> None:
    assert script("picture_parts").pictures_part(script("results").Results()) is None


def test_the_bare_loop_makes_the_same_shapes(pictures: ModuleType, tmp_path: Path) -> None:
    slides = [
        [
            pictures.Shape("box", (914400, 914400, 914400, 457200), "Tutoring"),
            pictures.Shape("box", (3657600, 914400, 914400, 457200), "Attendance & more"),
            pictures.Shape("line", (1828800, 1143000, 1828800, 0), ""),
        ],
        [pictures.Shape("line", (0, 0, 914400, 914400), ""), pictures.Shape("box", (1, 2, 3, 4), "")],
    ]
    pictures.draw_slides(slides, tmp_path / "a.pptx")
    found = pictures.shapes_of(tmp_path / "a.pptx")

    assert [[(one.sort, one.text) for one in shapes] for shapes in slides] == [
        [(one.sort, one.text) for one in shapes] for shapes in found
    ]
    assert [one.place for one in slides[0][:2]] == [one.place for one in found[0][:2]]


@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
def test_the_other_figure_is_of_the_same_size(pictures: ModuleType, tmp_path: Path, suffix: str) -> None:
    pytest.importorskip("matplotlib", reason="THE PEER WAS NOT TRIED: only `make .venv/.bench` installs matplotlib")
    network = nx.MultiDiGraph()
    network.add_node("a", label="A", x=10.0, y=10.0)
    network.add_node("b", label="B", x=200.0, y=90.0)
    network.add_edge("a", "b")
    pictures.draw_figure(network, tmp_path / f"a{suffix}", 640, 480)

    assert (tmp_path / f"a{suffix}").stat().st_size > 1000
    if suffix == ".png":
        assert (640, 480) == pictures._pixels(tmp_path / "a.png", tmp_path)


@pytest.mark.slow
def test_pictures_are_measured(
    script: Script, pictures: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("matplotlib", reason="THE PEER WAS NOT TRIED: only `make .venv/.bench` installs matplotlib")
    monkeypatch.setattr(pictures, "TURNS", 1)
    found = pictures.measure(script("corpus").Corpus(tmp_path).store(3000))
    suffixes = [suffix for suffix in (".svg", ".png", ".pdf", ".pptx") if suffix in EXPORTERS]

    assert [*suffixes, *[*suffixes, ".html"] * 2] == [one.suffix for one in found]
    assert all(one.ours > 0 and (one.theirs > 0) == bool(one.peer) for one in found)
    assert all(one.size for one in found if one.peer)
