"""A standalone SVG picture in a real browser: its own fonts, no request, every part within reach of the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pages import Visit

from equigraph.exporters.embedding import embed
from equigraph.exporters.fonts import FACES
from equigraph.exporters.svg import generate_svg
from equigraph.graph.knowledge_graph import KnowledgeGraph

pytestmark = pytest.mark.browser

FONTS = "document.fonts.ready.then(() => [...document.fonts].map((font) => [font.family, font.status]))"
WIDTHS = """
[...document.querySelectorAll("text:not([font-style])")].filter((text) => !text.children.length).map((text) => [
  text.textContent, text.getComputedTextLength() / parseFloat(getComputedStyle(text).fontSize),
  getComputedStyle(text).fontWeight,
])
"""
FOCUSED = "document.activeElement.querySelector('title')?.textContent ?? ''"


@pytest.fixture
def file(bundled_graph: KnowledgeGraph, tmp_path: Path) -> Path:
    path = tmp_path / "picture.svg"
    path.write_text(embed(generate_svg(bundled_graph.view("practice", practice="high-dosage-tutoring"))), "utf-8")
    return path


def test_it_brings_its_fonts_and_asks_for_nothing(visit: Callable[..., Visit], file: Path) -> None:
    seen = visit(file)

    assert {"loaded"} == {status for _, status in seen.page.evaluate(FONTS)}
    assert {"Noto Sans"} == {family.strip('"') for family, _ in seen.page.evaluate(FONTS)}
    assert [file.as_uri()] == [url for url in seen.requests if not url.startswith("data:")]
    assert [] == seen.complaints


def test_its_letters_are_those_of_the_package(visit: Callable[..., Visit], file: Path) -> None:
    path = FACES[0].path
    assert path is not None
    seen = visit(file)
    seen.page.evaluate(FONTS)
    widths = seen.page.evaluate(WIDTHS)

    assert widths
    with TTFont(path) as font:
        names, per_em = font.getBestCmap(), font["head"].unitsPerEm
        for text, width, weight in widths:
            glyphs = font.getGlyphSet(location={"wght": int(weight)})
            # kerning takes or gives a little
            assert pytest.approx(sum(glyphs[names[ord(one)]].width for one in text) / per_em, rel=0.02) == width


def test_its_parts_are_reached_one_by_one(visit: Callable[..., Visit], file: Path) -> None:
    seen = visit(file)
    parts = seen.page.locator("[role=graphics-symbol] > title").all_text_contents()
    reached = []
    for _ in parts:
        seen.page.keyboard.press("Tab")
        reached.append(seen.page.evaluate(FOCUSED))

    assert len(parts) >= 10
    assert parts == reached
