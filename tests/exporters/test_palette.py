"""The palette: contrast on every page, and verdicts that can be told apart without seeing all colours."""

from __future__ import annotations

from itertools import combinations

import pytest

from equigraph.exporters.palette import (
    CHANGES,
    GENERAL_OPACITY,
    GLYPH_STROKES,
    KINDS,
    LINE_OPACITY,
    THEMES,
    VERDICTS,
    blend,
    change_look,
    colour,
    contrast,
    kind_look,
    relation_look,
    verdict_look,
)

DRAWN = [look for look in VERDICTS.values() if look.glyph]

# Severe colour blindness, in linear RGB. Source: Machado, Oliveira and Fernandes 2009, table for severity 1.0.
BLINDNESS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(value):
    channels = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def lab(rgb):
    """CIE L*a*b* (D65) of linear RGB."""
    r, g, b = (min(1.0, max(0.0, c)) for c in rgb)
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(first, second, matrix=None):
    points = []
    for value in (first, second):
        rgb = linear(value)
        if matrix:
            rgb = [sum(w * c for w, c in zip(row, rgb, strict=True)) for row in matrix]
        points.append(lab(rgb))
    return sum((a - b) ** 2 for a, b in zip(*points, strict=True)) ** 0.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("opacity", [LINE_OPACITY, GENERAL_OPACITY], ids=["own", "general"])
def test_lines_keep_three_to_one_even_half_transparent(theme, opacity):
    page = colour("page", theme)
    for look in [*DRAWN, relation_look("stated")]:
        assert contrast(blend(colour(look.token, theme), page, opacity), page) >= 3, look.token


@pytest.mark.parametrize("theme", THEMES)
def test_text_keeps_four_and_a_half_to_one(theme):
    grounds = ["page", *(look.fill for look in KINDS.values())]
    for ground in grounds:
        for ink in ("ink", "muted", "heading"):
            assert contrast(colour(ink, theme), colour(ground, theme)) >= 4.5, (ink, ground)


@pytest.mark.parametrize("theme", THEMES)
def test_glyphs_and_outlines_can_be_seen(theme):
    for look in DRAWN:
        assert contrast(colour("glyph-ink", theme), colour(look.token, theme)) >= 4.5, look.token
    for kind in KINDS.values():
        assert contrast(colour(kind.line, theme), colour("page", theme)) >= 3, kind.kind


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("blindness", [None, *BLINDNESS], ids=str)
def test_verdicts_can_be_told_apart_by_colour(theme, blindness):
    for first, second in combinations(DRAWN, 2):
        apart = distance(colour(first.token, theme), colour(second.token, theme), BLINDNESS.get(blindness))
        # Colour is one of three signs; 12 is about five times what is just noticeable.
        assert apart >= 12, (first.verdict, second.verdict, round(apart, 1))


def test_verdicts_differ_in_dash_and_glyph():
    assert len(DRAWN) == len({look.dash for look in DRAWN}) == len({look.glyph for look in DRAWN})
    assert {"+", "0", "-", "+/-", "~", "?"} == {look.glyph for look in DRAWN}


def test_every_glyph_can_be_drawn():
    assert {look.glyph for look in (*DRAWN, *CHANGES.values())} - {""} == set(GLYPH_STROKES)


# --- what became of a part ------------------------------------------------------------------


@pytest.mark.parametrize("theme", THEMES)
def test_changes_can_be_seen(theme):
    page = colour("page", theme)
    for look in CHANGES.values():
        assert contrast(blend(colour(look.token, theme), page, LINE_OPACITY), page) >= 3, look.token
        # the word of a change is written in its colour, on the page and on boxes of every kind
        assert contrast(colour(look.token, theme), page) >= 4.5, look.token
        assert contrast(colour("glyph-ink", theme), colour(look.token, theme)) >= 4.5, look.token


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("blindness", [None, *BLINDNESS], ids=str)
def test_changes_can_be_told_apart_by_colour(theme, blindness):
    for first, second in combinations(CHANGES.values(), 2):
        apart = distance(colour(first.token, theme), colour(second.token, theme), BLINDNESS.get(blindness))
        assert apart >= 12, (first.verdict, second.verdict, round(apart, 1))


def test_changes_differ_in_dash_glyph_and_words():
    looks = list(CHANGES.values())

    for parts in ([look.dash for look in looks], [look.glyph for look in looks], [look.words for look in looks]):
        assert len(looks) == len(set(parts))
    assert set() == {look.glyph for look in looks} & {look.glyph for look in DRAWN}


@pytest.mark.parametrize(("expected", "change"), [("added", "added"), ("same", ""), ("same", "no such word")])
def test_whatever_became_of_a_part_has_a_look(expected, change):
    assert expected == change_look(change).verdict


def test_what_speaks_against_lies_on_top():
    ranks = {look.verdict: look.rank for look in VERDICTS.values()}
    against = ("no effect found", "negative", "conflicting")
    rest = [rank for verdict, rank in ranks.items() if verdict not in against]

    assert min(ranks[verdict] for verdict in against) > max(rest)


def test_themes_have_the_same_tokens():
    assert len({frozenset(tokens) for tokens in THEMES.values()}) == 1


def test_unknown_words_have_a_look():
    assert "none" == verdict_look("no such verdict").verdict
    assert "Thing" == kind_look("NoSuchKind").kind
    assert 21.0 == contrast("#ffffff", "#000000") == contrast("#000000", "#ffffff")


@pytest.mark.parametrize("theme", ["dark", "print"])
def test_colours_that_are_one_in_light_are_one_everywhere(theme):
    # A page finds the token of a colour by its value in light; two tokens of one value must not part elsewhere.
    for token, value in THEMES["light"].items():
        for other in (name for name, same in THEMES["light"].items() if same == value):
            assert THEMES[theme][token] == THEMES[theme][other], (token, other)
