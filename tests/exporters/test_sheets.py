"""Sheets: their sizes, and that nothing on them is smaller than they say."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from equigraph.errors import UnknownNameError
from equigraph.exporters.pictures import compose
from equigraph.exporters.sheets import PX_PER_INCH, SHEETS, sheet_named
from equigraph.exporters.svg import generate_svg, generate_svgs
from equigraph.graph.knowledge_graph import KnowledgeGraph

SVG = "{http://www.w3.org/2000/svg}"
SIZES = {"slide": (1280, 720), "page": (816, 1056), "poster": (4608, 3456)}
LEAST_PT = {"slide": 18.0, "page": 9.0, "poster": 14.0}


def smallest_pt(text: str) -> float:
    """Return the size of the smallest letters of a picture, in points on its sheet."""
    root = ET.fromstring(text)
    scale = float(root.get("width", "")) / float(root.get("viewBox", "").split()[2])
    sizes = {float(element.get("font-size", root.get("font-size", ""))) for element in root.iter(SVG + "text")}
    return min(sizes) * scale * 72 / PX_PER_INCH


@pytest.mark.parametrize("name", SHEETS)
def test_size_of_a_sheet_is_that_of_its_picture(name: str, tiny_graph: KnowledgeGraph) -> None:
    root = ET.fromstring(generate_svg(tiny_graph.view("practices-to-goals"), sheet=name))

    assert SIZES[name] == (int(root.get("width", "")), int(root.get("height", "")))


@pytest.mark.parametrize(
    ("name", "view"),
    [
        ("slide", "practices-to-goals"),
        ("slide", "organizations"),
        ("page", "policies"),
        ("poster", "commitments"),
        pytest.param("poster", "practices-to-goals", marks=pytest.mark.slow),
    ],
)
def test_no_text_is_smaller_than_the_sheet_says(name: str, view: str, bundled_graph: KnowledgeGraph) -> None:
    network = bundled_graph.view(view)
    pictures = [generate_svg(network, sheet=name)]
    pictures += [] if name == "poster" else generate_svgs(network, sheet=name)[:3]

    assert all(smallest_pt(picture) >= LEAST_PT[name] - 0.01 for picture in pictures)


def test_unknown_sheet_names_those_there_are() -> None:
    with pytest.raises(
        UnknownNameError, match=r'no sheet "slides"; there are: slide, page, poster \(did you mean "slide"'
    ):
        sheet_named("slides")
    with pytest.raises(UnknownNameError, match='no sheet "a4"'):
        generate_svg(nx.MultiDiGraph(), sheet="a4")
    with pytest.raises(UnknownNameError, match='no theme "sepia"'):
        generate_svgs(nx.MultiDiGraph(), "sepia")  # type: ignore[arg-type]


def test_a_part_of_a_sheet_has_the_text_of_the_sheet() -> None:
    poster = SHEETS["poster"]
    part = poster.part(800.0, 600.0)

    assert (poster.scale, True, False) == (part.scale, part.is_bare, part.is_tiled)
    assert (800.0, 600.0) == (pytest.approx(part.width), pytest.approx(part.height))


def test_panels_of_a_poster_stand_evenly_and_apart(bundled_graph: KnowledgeGraph) -> None:
    picture = compose(bundled_graph.view("commitments"), sheet=SHEETS["poster"])
    many = compose(bundled_graph.view("practices-to-goals", group="english-learners"), sheet=SHEETS["poster"])

    assert 1 == len(picture.panels)
    assert pytest.approx(picture.box_width / 2) == picture.panels[0].left + picture.panels[0].drawing.width / 2
    for one, other in combinations(many.panels, 2):
        beside = one.left + one.drawing.width <= other.left or other.left + other.drawing.width <= one.left
        assert beside or one.top + one.drawing.height <= other.top or other.top + other.drawing.height <= one.top
    assert all(0 <= panel.left <= many.box_width - panel.drawing.width for panel in many.panels)
    assert max(panel.top + panel.drawing.height for panel in many.panels) <= many.box_height
