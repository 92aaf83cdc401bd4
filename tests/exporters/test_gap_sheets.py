"""Gap maps on sheets: text large enough, parts that lose nothing, cuts that say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from equigraph.errors import UnknownNameError
from equigraph.exporters.gap_sheets import compose_gap_pages, compose_gaps
from equigraph.exporters.gap_svg import generate_gap_svg, generate_gap_svgs
from equigraph.exporters.sheets import SHEETS
from equigraph.graph.gap_map import GapMap

SVG = "{http://www.w3.org/2000/svg}"


def smallest_pt(text: str) -> float:
    root = ET.fromstring(text)
    scale = float(root.get("width", "")) / float(root.get("viewBox", "").split()[2])
    sizes = {float(part.get("font-size", root.get("font-size", ""))) for part in root.iter(SVG + "text")}
    return min(sizes) * scale * 72 / 96


@pytest.mark.parametrize(("name", "size", "least"), [
    ("slide", (1280, 720), 18.0), ("page", (816, 1056), 9.0), ("poster", (4608, 3456), 14.0),
])  # fmt: skip
def test_size_and_least_text_of_a_sheet(name: str, size: tuple[int, int], least: float, bundled_gaps: GapMap) -> None:
    for picture in (generate_gap_svg(bundled_gaps, sheet=name), generate_gap_svgs(bundled_gaps, sheet=name)[-1]):
        root = ET.fromstring(picture)
        assert size == (int(root.get("width", "")), int(root.get("height", "")))
        assert smallest_pt(picture) >= least - 0.01


@pytest.mark.parametrize("name", ["slide", "page"])
def test_parts_hold_every_cell_once_and_fit(name: str, bundled_gaps: GapMap) -> None:
    pages = compose_gap_pages(bundled_gaps, sheet=SHEETS[name])
    cells: Counter[tuple[str, str]] = Counter()
    for page in pages:
        ((layout, left),) = page.grids
        assert left + layout.width <= page.box_width
        assert page.around.height <= page.box_height
        cells.update(
            (row.heading.iri, column.heading.iri) for row in layout.rows if row.heading for column in layout.columns
        )

    assert {(row.iri, column.iri): 1 for row in bundled_gaps.rows for column in bundled_gaps.columns} == dict(cells)
    assert len(pages) == len({page.around.title for page in pages})


@pytest.mark.parametrize("name", ["slide", "page"])
def test_a_cut_says_how_much_it_shows(name: str, bundled_gaps: GapMap) -> None:
    picture = compose_gaps(bundled_gaps, sheet=SHEETS[name])
    ((layout, _),) = picture.grids
    rows, columns = sum(row.heading is not None for row in layout.rows), len(layout.columns)

    assert 1 < rows < len(bundled_gaps.rows)
    said = f"{rows} of 64 rows and {columns} of 28 goals shown, those with the most cells that hold claims."
    assert picture.around.description.startswith(said)
    assert picture.around.height <= picture.box_height


def test_a_poster_holds_every_row_and_names_the_columns_that_are_empty(bundled_gaps: GapMap) -> None:
    picture = compose_gaps(bundled_gaps, sheet=SHEETS["poster"])
    shown = [row.heading.iri for layout, _ in picture.grids for row in layout.rows if row.heading]
    empty = [column.label for column in bundled_gaps.columns if column.label not in
             {one.heading.label for layout, _ in picture.grids for one in layout.columns}]  # fmt: skip

    assert Counter(row.iri for row in bundled_gaps.rows) == Counter(shown)
    assert picture.around.description.startswith(f"No claim, and so no column, for 13 goals: {', '.join(empty)}.")
    assert picture.around.height <= picture.box_height
    assert len(picture.grids) > 1


def test_a_small_map_is_whole_on_every_sheet(gap_map: Callable[..., GapMap]) -> None:
    for name in SHEETS:
        (page,) = compose_gap_pages(gap_map(), sheet=SHEETS[name])
        assert {"Tutoring", "Looping", "Profiles"} == {
            row.heading.label for layout, _ in page.grids for row in layout.rows if row.heading
        }


@pytest.mark.parametrize("name", SHEETS)
def test_an_empty_map_is_a_picture_that_says_so(name: str, gap_map: Callable[..., GapMap]) -> None:
    picture = generate_gap_svg(gap_map(empty=True), sheet=name)

    assert picture == generate_gap_svgs(gap_map(empty=True), sheet=name)[0]
    assert f"{SVG}svg" == ET.fromstring(picture).tag


def test_unknown_sheets_and_themes(gap_map: Callable[..., GapMap]) -> None:
    with pytest.raises(UnknownNameError, match='no sheet "a4"'):
        generate_gap_svg(gap_map(), sheet="a4")
    with pytest.raises(UnknownNameError, match='no theme "sepia"'):
        generate_gap_svgs(gap_map(), "sepia")  # type: ignore[arg-type]
