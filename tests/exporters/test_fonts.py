"""Which font shows which character: nothing is lost, nothing that belongs together is torn, nothing is promised."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import pairwise

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from equigraph.exporters import fonts
from equigraph.exporters.fonts import (
    FACES,
    ITALIC,
    SANS,
    Face,
    face_of,
    folders,
    font_notice,
    installed,
    runs,
    without_font,
)
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.labels import text_width

TEACHER = "\U0001f9d1\U0001f3fd\u200d\U0001f3eb"


@pytest.fixture
def without_cjk(monkeypatch):
    """Make the optional package one that is not installed."""

    def forget():
        fonts._folder.cache_clear()
        installed.cache_clear()

    monkeypatch.setitem(sys.modules, "manimgx_fonts_cjk", None)
    forget()
    yield
    monkeypatch.undo()
    forget()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("Equity – «goals», naïve Żółć, Ελλάδα, Ђорђе", ((SANS, "Equity – «goals», naïve Żółć, Ελλάδα, Ђорђе"),)),
        ("≥ 3", (("Inter", "≥"), (SANS, " 3"))),
        # the space between two words of one script is of that script, those around them are not
        ("a مساواة في b", ((SANS, "a "), (f"{SANS} Arabic", "مساواة في"), (SANS, " b"))),
        ("≥ ≤", (("Inter", "≥"), (SANS, " "), ("Inter", "≤"))),
        ("שלום 12", ((f"{SANS} Hebrew", "שלום"), (SANS, " 12"))),
        ("शिक्षा", ((f"{SANS} Devanagari", "शिक्षा"),)),
        (f"{TEACHER}!", (("Noto Emoji", TEACHER), (SANS, "!"))),
        ("\U0001f1fa\U0001f1f8\U0001f1e9\U0001f1ea", (("Noto Emoji", "\U0001f1fa\U0001f1f8\U0001f1e9\U0001f1ea"),)),
        ("❤️", (("Noto Emoji", "❤️"),)),  # asked for as an emoji
        ("❤", (("Inter", "❤"),)),
        ("1️⃣", (("Noto Emoji", "1️⃣"),)),
        ("个性化", ((f"{SANS} CJK SC", "个性化"),)),
        ("個別の", ((f"{SANS} CJK JP", "個別の"),)),
        ("學習 학습", ((f"{SANS} CJK KR", "學習 학습"),)),
        ("注音ㄅ", ((f"{SANS} CJK TC", "注音ㄅ"),)),
        ("a\u202eb", ((SANS, "a\u202eb"),)),
        ("\ufffd", ((SANS, "\ufffd"),)),  # stands for what XML cannot hold
        ("\U00013000", (("", "\U00013000"),)),
        ("a\ue000", ((SANS, "a"), ("", "\ue000"))),  # Inter has a sign of its own there
        ("é", ((SANS, "é"),)),
    ],
)
def test_runs(text, expected):
    assert expected == runs(text)


@given(st.text(max_size=60))
def test_no_character_is_lost_and_every_one_has_its_font_or_is_named(text):
    found = runs(text)
    missing = without_font([text])

    assert text == "".join(run for _, run in found)
    assert all(before[0] != after[0] for before, after in pairwise(found))
    for family, run in found:
        for character in run:
            has = bool(family) and ord(character) in fonts._characters(face_of(family))
            assert has or character in missing or fonts._is_silent(character)


@pytest.mark.parametrize("face", [*FACES, ITALIC], ids=lambda face: f"{face.family} {'italic' * face.is_italic}")
def test_every_font_is_there_and_is_what_it_is_called(face):
    with face.open() as font:
        axis = next(axis for axis in font["fvar"].axes if axis.axisTag == "wght")

        assert face.family == font["name"].getBestFamilyName()
        assert axis.minValue <= 400
        assert axis.maxValue >= 700
    assert face.path is not None
    assert face.path.parent in folders()


@pytest.mark.parametrize(
    ("family", "is_italic", "expected"),
    [(SANS, False, FACES[0]), (SANS, True, ITALIC), ("Noto Emoji", True, fonts.BY_FAMILY["Noto Emoji"])],
)
def test_only_noto_sans_has_an_italic(family, is_italic, expected):
    assert expected is face_of(family, is_italic=is_italic)


def test_missing_characters_are_counted():
    assert Counter({"\U00013000": 3}) == without_font(["a \U00013000\U00013000", "\U00013000", "b"])
    assert Counter() == without_font(["e\u0301 \u200f \u202e \ufe0f \u00ad \t"])
    # a mark that its letter's font lacks is missing, its letter is not
    assert Counter({"\u20d7": 1}) == without_font(["x\u20d7"])


def test_missing_characters_are_named():
    assert "" == font_notice(["Equity", "≥"])
    notice = font_notice([chr(0x13000 + number) for number in range(7)])
    assert notice.startswith("No packaged font shows 7 characters, so they may look different elsewhere: ")
    assert '"\U00013000" (U+13000)' in notice
    assert notice.endswith("(U+13004) and 2 more.")


def test_without_the_optional_fonts_it_is_said_what_helps(without_cjk):
    assert (("", "学习"),) == runs("学习")
    assert font_notice(["学"]) == (
        'No packaged font shows one character, so it may look different elsewhere: "学" (U+5B66). '
        "Install equigraph[cjk] for Chinese, Japanese and Korean."
    )
    assert not any("CJK" in face.family for face in installed())
    with pytest.raises(ModuleNotFoundError, match="manimgx_fonts_cjk"):
        fonts.BY_FAMILY[f"{SANS} CJK SC"].open()
    assert "Install" not in font_notice(["\ue000"])


def test_a_package_that_is_not_there_has_no_path():
    assert Face("None", "equigraph_no_such_package", "none.ttf").path is None


# --- widths: the layout estimates them without a font at hand --------------------------------


@pytest.fixture(scope="module")
def advances():
    """Return the width of every character of Noto Sans, in em, by weight."""
    path = FACES[0].path
    assert path is not None
    with TTFont(path) as font:
        names = font.getBestCmap()
        glyphs = {weight: font.getGlyphSet(location={"wght": weight}) for weight in (400, 600, 700)}
        return {
            weight: {chr(code): set_[name].width / font["head"].unitsPerEm for code, name in names.items()}
            for weight, set_ in glyphs.items()
        }


@pytest.mark.parametrize(
    ("view", "parameters"),
    [
        ("practices-to-goals", {}),
        ("organizations", {}),
        ("policies", {}),
        ("practice", {"practice": "high-dosage-tutoring"}),
    ],
)
def test_no_label_of_ours_is_wider_than_the_layout_takes_it_for(
    bundled_graph: KnowledgeGraph, advances, view, parameters
):
    network = bundled_graph.view(view, **parameters)
    for _, node in network.nodes(data=True):
        label = str(node["label"])
        for weight in (400, 600):  # names of nodes are no bolder
            assert sum(advances[weight][character] for character in label) <= text_width(label, 1.0)


# A line of capitals alone is wider than its estimate, by this much at most; bold letters are measured with a margin.
@pytest.mark.parametrize(("weight", "most"), [(400, 1.09), (700, 1.15)])
@given(
    text=st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,;:()-'–", min_size=1, max_size=40)
)
def test_no_latin_text_is_much_wider_than_the_layout_takes_it_for(advances, weight, most, text):
    assert sum(advances[weight][character] for character in text) <= most * text_width(text, 1.0)
