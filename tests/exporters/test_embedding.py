"""A standalone SVG: its fonts are in it, cut down to it; its text stays what it was; the same bytes everywhere."""

from __future__ import annotations

import base64
import io
import os
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from equigraph.exporters.embedding import SVG, embed
from equigraph.exporters.fonts import SANS
from equigraph.exporters.gap_svg import generate_gap_svg, write_gap_svg
from equigraph.exporters.marks import content
from equigraph.exporters.svg import generate_svg
from equigraph.graph.knowledge_graph import KnowledgeGraph

RULE = re.compile(
    r"@font-face\{font-family:'([^']+)';(font-style:italic;)?font-weight:([\d ]+);"
    r"src:url\(data:font/(ttf|otf);base64,([A-Za-z0-9+/=]+)\)format\('(?:truetype|opentype)'\)\}"
)
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="40">'
MIXED = "Żółć ≥ مدرسة शिक्षा \U0001f9d1\u200d\U0001f3eb 学习"


def picture(body, title="T"):
    return f"{HEAD}<title>{title}</title><desc>D</desc>{body}</svg>"


def fonts_in(svg):
    """Return the fonts of a picture by family and style, and their weights."""
    style = ET.fromstring(svg.encode("utf-8")).find(SVG + "style").text
    found = {}
    for family, italic, weights, _, data in RULE.findall(style):
        found[family, bool(italic)] = (TTFont(io.BytesIO(base64.b64decode(data))), weights)
    assert len(found) == style.count("@font-face")
    return found


def letters_by_font(element, family=SANS, *, italic=False):
    """Yield (family, italic, text) as a browser that knows only the named fonts would draw it."""
    italic = element.get("font-style", "italic" if italic else "normal") == "italic"
    family = element.get("font-family", family).split(",")[0]
    if element.tag in {SVG + "text", SVG + "tspan"}:
        yield family, italic and family == SANS, element.text or ""
    for child in element:
        yield from letters_by_font(child, family, italic=italic)
        if element.tag in {SVG + "text", SVG + "tspan"}:
            yield family, italic and family == SANS, child.tail or ""


def all_drawn(svg):
    """Return whether every character outside the last resort has a glyph in the font that is named for it."""
    fonts = {key: font.getBestCmap() for key, (font, _) in fonts_in(svg).items()}
    root = ET.fromstring(svg.encode("utf-8"))
    return all(
        ord(character) in fonts[family, italic]
        for family, italic, text in letters_by_font(root)
        for character in text
        if not character.isspace()
    )


@pytest.mark.parametrize(
    "body",
    [
        "<text>plain</text>",
        f"<text>{MIXED}</text>",
        f"<text><tspan x='1' y='2'>{MIXED[:9]}</tspan><tspan x='1' y='9'>second → line</tspan></text>",
        f"<g font-style='italic'><text>{MIXED[:9]}<tspan font-style='normal'>upright</tspan> after →</text></g>",
        "<text>→</text><text/>",
    ],
)
def test_every_glyph_is_there_and_the_text_is_what_it_was(body):
    before = ET.fromstring(picture(body))
    made = embed(picture(body))
    after = ET.fromstring(made.encode("utf-8"))

    assert all_drawn(made)
    assert ["".join(one.itertext()) for one in before.iter(SVG + "text")] == [
        "".join(one.itertext()) for one in after.iter(SVG + "text")
    ]
    assert [SVG + name for name in ("title", "desc", "style")] == [child.tag for child in after][:3]
    assert after.get("font-family").startswith(f"{SANS}, ")


def test_a_font_holds_all_weights_and_says_so():
    found = fonts_in(embed(picture(f"<text>{MIXED}</text><text font-style='italic'>slanted</text>")))

    assert {(SANS, False), (SANS, True), ("Inter", False), ("Noto Emoji", False)} < set(found)
    assert {"400 700", "100 900", "300 700"} == {weights for _, weights in found.values()}
    for font, weights in found.values():
        low, high = map(int, weights.split())
        axis = next(axis for axis in font["fvar"].axes if axis.axisTag == "wght")
        assert (low, high) == (axis.minValue, axis.maxValue)
        assert "Open Font License" in font["name"].getDebugName(13)


def test_a_font_holds_no_letter_that_is_not_shown():
    (font, _), *others = fonts_in(embed(picture("<text>abc</text>", title="xyz"))).values()

    assert [] == others
    assert set("abc") == set(map(chr, font.getBestCmap()))


def test_a_character_without_a_font_is_left_to_the_machine():
    made = embed(picture("<text>a\U00013000b</text>"))

    assert "<text>a\U00013000b</text>" in made
    assert {ord("a"), ord("b")} == set(fonts_in(made)[SANS, False][0].getBestCmap())


def test_without_text_there_is_no_font():
    assert "@font-face" not in embed(picture("<rect/>"))


def test_a_reader_is_told_the_language():
    assert ' xml:lang="en"' in embed('<svg xmlns="http://www.w3.org/2000/svg"><title>T</title></svg>')


def test_what_has_a_meaning_can_be_reached_by_keyboard():
    root = ET.fromstring(embed(picture('<g role="graphics-symbol"/><g role="graphics-object"/><g/>')))

    assert ["0", None, None] == [group.get("tabindex") for group in root.iter(SVG + "g")]


@settings(deadline=None, max_examples=10)
@given(st.text(max_size=40))
def test_any_text_survives(text):
    before = picture(f"<text>{content(text)}</text>")
    made = embed(before)

    shown = ["".join(ET.fromstring(svg.encode("utf-8")).find(SVG + "text").itertext()) for svg in (before, made)]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("view", ["practices-to-goals", "organizations", "policies"])
def test_pictures_of_ours_gain_little(bundled_graph: KnowledgeGraph, view):
    plain = generate_svg(bundled_graph.view(view))
    made = embed(plain)

    assert len(made.encode()) - len(plain.encode()) < 60_000
    assert all_drawn(made)
    assert {SANS} == {family for family, _ in fonts_in(made)}


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_the_file_of_a_gap_map_is_its_picture_with_fonts(gap_map, tmp_path, theme):
    write_gap_svg(gap_map(), tmp_path / "gaps.svg", theme=theme)

    assert embed(generate_gap_svg(gap_map(), theme)) == (tmp_path / "gaps.svg").read_text(encoding="utf-8")


SCRIPT = """
import sys
from equigraph.exporters.embedding import embed
sys.stdout.buffer.write(embed(sys.stdin.buffer.read().decode()).encode())
"""


@pytest.mark.slow
def test_the_same_bytes_in_every_process():
    svg = picture("<text>Żółć ≥ שלום</text><text font-style='italic'>slanted</text>")
    printed = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            input=svg.encode(),
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "7")
    }

    assert {embed(svg).encode()} == printed
