"""A picture taken apart: every text with its place, size and looks; shapes without texts."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from equigraph.exporters.embedding import SVG
from equigraph.exporters.gap_svg import generate_gap_svg
from equigraph.exporters.lettering import take_apart
from equigraph.exporters.palette import colour
from equigraph.exporters.svg import generate_svg
from equigraph.graph.knowledge_graph import KnowledgeGraph


def picture(body, attributes='width="100" height="50"'):
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{body}</svg>'


def texts(body, attributes='width="100" height="50"'):
    return take_apart(picture(body, attributes)).texts


@pytest.mark.parametrize(
    ("transform", "x", "y", "size", "angle"),
    [
        ("", 3, 4, 10, 0),
        ("translate(10 20)", 13, 24, 10, 0),
        ("translate(10)", 13, 4, 10, 0),
        ("translate(10,20) scale(2)", 16, 28, 20, 0),
        ("scale(2, 2)", 6, 8, 20, 0),
        ("rotate(90)", -4, 3, 10, 90),
        ("translate(10 20) rotate(-90)", 14, 17, 10, -90),
    ],
)
def test_transforms_are_applied(transform, x, y, size, angle):
    (text,) = texts(f'<g transform="{transform}"><text x="3" y="4" font-size="10">a</text></g>')

    assert (x, y, size, angle) == (text.x, text.y, text.size, text.angle)


def test_transforms_add_up_from_the_outside_in():
    (text,) = texts('<g transform="scale(2)"><g transform="translate(5 5)"><text x="1" y="1">a</text></g></g>')

    assert (12, 12, 32) == (text.x, text.y, text.size)


@pytest.mark.parametrize(
    ("size", "pixels"),
    [("96", 96), ("96px", 96), ("72pt", 96), ("1in", 96), ("2.54cm", 96), ("25.4mm", 96), (" 1e2 ", 100)],
)
def test_lengths_are_px(size, pixels):
    plate = take_apart(picture("", f'width="{size}" height="1"'))

    assert pytest.approx(pixels) == plate.width


@pytest.mark.parametrize(
    ("attributes", "x", "y", "size"),
    [
        ('width="200" height="100" viewBox="0 0 100 50"', 20, 40, 20),
        ('width="200" height="100" viewBox="5 5 100 50"', 10, 30, 20),
        ('width="200" height="200" viewBox="0,0,100,50"', 20, 90, 20),  # in the middle of a higher page
        ('width="400" height="100" viewBox="0 0 100 50"', 120, 40, 20),  # and of a wider one
    ],
)
def test_the_picture_fills_its_page(attributes, x, y, size):
    (text,) = texts('<text x="10" y="20" font-size="10">a</text>', attributes)

    assert (x, y, size) == (text.x, text.y, text.size)


def test_looks_are_inherited():
    a, b, c = texts(
        '<g font-size="9" fill="#112233" font-weight="bold" font-style="italic" text-anchor="end"><text>a</text>'
        '<text fill="#000000" font-weight="600" font-style="normal" text-anchor="start">b</text></g><text>c</text>'
    )

    assert (9, "#112233", 700, True, "end") == (a.size, a.fill, a.weight, a.is_italic, a.anchor)
    assert (9, "#000000", 600, False, "start") == (b.size, b.fill, b.weight, b.is_italic, b.anchor)
    assert (16, "#000000", 400, False, "start", "", 1) == (
        c.size, c.fill, c.weight, c.is_italic, c.anchor, c.halo, c.halo_width
    )  # fmt: skip


def test_a_halo_grows_with_the_picture():
    (text,) = texts('<text stroke="#ffffff" stroke-width="4" transform="scale(2)">a</text>')

    assert ("#ffffff", 8) == (text.halo, text.halo_width)


@pytest.mark.parametrize(
    ("body", "lines", "pitch"),
    [
        ("<text>one</text>", [("one",)], 0),
        ("<text>  a\n b  </text>", [("a b",)], 0),
        ("<text>no-break\u00a0space</text>", [("no-break\u00a0space",)], 0),
        ('<text>a <tspan font-family="Inter">→</tspan> b</text>', [("a → b",)], 0),
        ('<text><tspan x="1" y="2">a</tspan><tspan x="1" y="12">b</tspan></text>', [("a", "b")], 10),
        ('<text><tspan x="1" y="2">a</tspan><tspan x="9" y="12">b</tspan></text>', [("a",), ("b",)], 0),
        (
            '<text><tspan x="1" y="2">a</tspan><tspan x="1" y="12">b</tspan><tspan x="1" y="30">c</tspan></text>',
            [("a",), ("b",), ("c",)],
            0,
        ),
        ('<text><tspan x="1" y="2"/><tspan x="1" y="12">b</tspan></text>', [("b",)], 0),
        ("<text/><text> </text>", [], 0),
        ('<text fill="none">hidden</text>', [], 0),
    ],
)
def test_lines_that_stand_below_each_other_are_one_piece(body, lines, pitch):
    found = texts(body)

    assert lines == [text.lines for text in found]
    assert all(pitch == text.pitch for text in found)


def test_prose_and_labels_are_told_apart():
    found = texts(
        '<text>title</text><g class="eq-figure"><text>label</text><g class="eq-source"><text>inner</text></g></g>'
        '<g class="eq-source"><text>source</text></g>'
    )

    assert [("title", True), ("label", False), ("inner", False), ("source", True)] == [
        (text.lines[0], text.is_prose) for text in found
    ]


@pytest.mark.parametrize(
    ("rect", "paper"),
    [
        ('<rect width="100" height="50" fill="#abcdef"/>', "#abcdef"),
        ('<rect x="0" y="0" width="100" height="50.01" fill="#abcdef"/>', "#abcdef"),
        ('<rect width="90" height="50" fill="#abcdef"/>', ""),
        ('<rect x="1" width="100" height="50" fill="#abcdef"/>', ""),
        ('<rect width="100" height="50"/>', ""),
        ('<circle r="9"/>', ""),
        ("", ""),
    ],
)
def test_the_paper_is_the_rectangle_beneath_it_all(rect, paper):
    plate = take_apart(picture(f"<title>T</title>{rect}"))

    assert paper == plate.paper
    assert ("rect" in plate.shapes) == (bool(rect) and not paper and "rect" in rect)


def test_shapes_keep_nothing_that_is_not_drawn():
    plate = take_apart(
        picture(
            "<title>T\n t</title><desc>D</desc><style>x</style><g><title>t</title><text>a</text><path d='M0 0H9'/>"
            "<path d='M1 1H9' stroke-opacity='0'/></g>"
        )
    )

    assert [SVG + name for name in ("svg", "g", "path")] == [one.tag for one in ET.fromstring(plate.shapes).iter()]
    assert ("T t", "D") == (plate.title, plate.description)


@pytest.mark.parametrize("transform", ["skewX(3)", "rotate(1 2 3)", "matrix(1 0 0 1 2)"])
def test_what_no_picture_of_ours_has_is_no_picture_of_ours(transform):
    with pytest.raises(ValueError, match="no transform a picture of ours has"):
        take_apart(picture(f'<g transform="{transform}"/>'))


def test_a_length_is_a_number():
    with pytest.raises(ValueError, match='no length a picture can have: "100%"'):
        take_apart(picture("", 'width="100%" height="3"'))


@pytest.mark.parametrize(
    ("view", "theme"), [("practices-to-goals", "light"), ("organizations", "dark"), ("policies", "print")]
)
def test_pictures_of_ours_have_their_paper_and_all_their_texts(bundled_graph: KnowledgeGraph, view, theme):
    svg = generate_svg(bundled_graph.view(view), theme)
    plate = take_apart(svg)
    shown = ["".join(one.itertext()) for one in ET.fromstring(svg).iter(SVG + "text")]

    assert colour("page", theme) == plate.paper
    assert "".join(shown) == "".join(line for text in plate.texts for line in text.lines)
    assert plate.texts[0].is_prose
    assert plate.title == " ".join(plate.texts[0].lines)
    assert plate.texts[-1].is_prose


def test_so_have_gap_maps(gap_map):
    plate = take_apart(generate_gap_svg(gap_map()))

    assert colour("page") == plate.paper
    assert plate.title == " ".join(plate.texts[0].lines)
    assert {0, -60} == {text.angle for text in plate.texts}
