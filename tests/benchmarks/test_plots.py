"""The growth curves: text that can be read, marks that can be told apart, the same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("matplotlib", reason="THE PICTURES WERE NOT TRIED: only `make .venv/.bench` installs matplotlib")

Script = Callable[[str], ModuleType]


@pytest.fixture
def canned(script: Script) -> Any:
    results = script("results").Results()
    turns = script("turns")
    for triples in (1000, 10_000):
        best = {"KnowledgeGraph": triples / 1000, "Virtuoso": triples / 500}
        if triples == 1000:
            best["rdflib-endpoint"] = 7.0
        results.put("http", triples, [turns.Timing("all", 1, best)], {})
    return results


def test_only_what_was_measured_is_drawn_and_named(script: Script, canned: Any, tmp_path: Path) -> None:
    [path] = script("plots").draw(canned, tmp_path)

    assert "growth-servers.svg" == path.name
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", path.read_text("utf-8"))
    assert {
        "Nine queries over HTTP, beside a folder store in process",
        "triples",
        "seconds for all nine",
        "1,000",
        "10,000",
        "KnowledgeGraph",
        "Virtuoso",
        "rdflib-endpoint",
    } <= set(texts)


def test_the_same_results_give_the_same_bytes(script: Script, canned: Any, tmp_path: Path) -> None:
    [one] = script("plots").draw(canned, tmp_path / "one")
    [other] = script("plots").draw(canned, tmp_path / "other")

    assert one.read_bytes() == other.read_bytes()
    assert b"<dc:date>" not in one.read_bytes()


def test_no_two_lines_of_a_picture_share_a_colour_or_a_marker(script: Script) -> None:
    styles = script("plots").STYLES
    views = {"everything", "some practices"}  # a picture of their own

    for together in (views, styles.keys() - views):
        colours, markers = zip(*(styles[label] for label in together), strict=True)
        assert len(together) == len(set(colours)) == len(set(markers))


def test_every_engine_that_is_measured_has_a_style(script: Script) -> None:
    engines = {"KnowledgeGraph", "pyoxigraph", *script("servers").SERVERS}

    assert engines <= set(script("plots").STYLES)


@pytest.mark.parametrize(
    ("expected", "heights"),
    [
        ([], []),
        ([0.1, 0.9], [0.1, 0.9]),
        ([0.9, 0.8], [0.9, 0.9]),  # of two alike, the first stays
        ([0.6, 0.7, 0.5], [0.69, 0.7, 0.69]),
    ],
)
def test_names_are_kept_apart(script: Script, expected: list[float], heights: list[float]) -> None:
    assert pytest.approx(expected) == script("plots").spread(heights, 0.1)
