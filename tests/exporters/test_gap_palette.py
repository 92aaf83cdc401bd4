"""The looks of cells: every kind of the rule has one, legible, and to be told apart without seeing all colours."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from equigraph.exporters.gap_palette import GAP_LOOKS, SHAPE_PX, gap_look
from equigraph.exporters.palette import THEMES, colour, contrast
from equigraph.ontology.grading import grading_rule

LOOKS = list(GAP_LOOKS.values())

# Severe colour blindness, in linear RGB. Source: Machado, Oliveira and Fernandes 2009, table for severity 1.0.
BLINDNESS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def lab(value, matrix=None):
    """CIE L*a*b* (D65) of a colour, as an eye with this blindness sees it."""
    channels = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    rgb = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    if matrix:
        rgb = [sum(w * c for w, c in zip(row, rgb, strict=True)) for row in matrix]
    r, g, b = (min(1.0, max(0.0, c)) for c in rgb)
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(first, second, matrix=None):
    return sum((a - b) ** 2 for a, b in zip(lab(first, matrix), lab(second, matrix), strict=True)) ** 0.5


def test_every_kind_of_the_rule_has_a_look_with_its_sign():
    assert {step.yields: step.glyph for step in grading_rule().gaps} == {look.name: look.sign for look in LOOKS}


def test_each_look_differs_in_every_way():
    for what in ("name", "token", "shape", "path", "sign", "light", "dark", "print"):
        assert len(LOOKS) == len({getattr(look, what) for look in LOOKS}), what


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.token)
def test_words_and_shapes_keep_four_and_a_half_to_one_on_their_cell(theme, look):
    assert contrast(look.fill(theme), look.ink(theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_an_empty_cell_is_the_page(theme):
    assert colour("page", theme) == gap_look("absolute gap").fill(theme)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("blindness", [None, *BLINDNESS], ids=str)
def test_cells_can_be_told_apart_by_colour(theme, blindness):
    for first, second in combinations(LOOKS, 2):
        apart = distance(first.fill(theme), second.fill(theme), BLINDNESS.get(blindness))
        # Colour is one of three signs; 12 is about five times what is just noticeable.
        assert apart >= 12, (first.name, second.name, round(apart, 1))


def test_paper_is_written_on_in_black():
    assert {"#000000"} == {look.ink("print") for look in LOOKS}


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.token)
def test_shapes_are_closed_paths_of_few_commands(look):
    assert (look.shape == "none") == (not look.path)
    assert not look.path or (look.path.startswith("M") and look.path.endswith("z"))
    assert set(look.path) <= set("MLahvz0123456789. -")
    assert ET.fromstring(f'<path d="{look.path}"/>').get("d") == look.path
    assert 16.0 == SHAPE_PX


def test_an_unknown_kind_has_no_look():
    with pytest.raises(KeyError):
        gap_look("no such kind")
