"""The picture of a gap map: well formed, self-contained, says everything it must, nothing overlaps or is left out."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import pytest

from equigraph.errors import UnknownNameError
from equigraph.exporters.gap_layout import (
    EMPTY_PX,
    FILLED_PX,
    HEAD_LINE_PX,
    HEAD_PX,
    SLANT_DEGREES,
    Measures,
    lay_out,
)
from equigraph.exporters.gap_marks import gap_shape
from equigraph.exporters.gap_palette import GAP_LOOKS, gap_look
from equigraph.exporters.gap_svg import generate_gap_svg
from equigraph.exporters.palette import THEMES, colour
from equigraph.graph.labels import text_width

SVG = "{http://www.w3.org/2000/svg}"


def parse(text):
    return ET.fromstring(text.encode("utf-8"))


def words(root):
    return " ".join(" ".join(element.itertext()) for element in root.iter(f"{SVG}text"))


def cells(root):
    return {(one.get("data-row"), one.get("data-column")): one for one in root.iter(f"{SVG}g") if one.get("data-row")}


def texts(element):
    return ["".join(one.itertext()) for one in element.iter(f"{SVG}text")]


def test_golden(golden, gap_map):
    golden("gaps.svg", generate_gap_svg(gap_map(summary=("3 of 9 cells have any evidence.",))))


@pytest.mark.parametrize("theme", THEMES)
def test_the_picture_says_what_it_must(gap_map, theme):
    found = gap_map()
    root = parse(generate_gap_svg(found, theme))
    shown = words(root)

    for said in (
        "Evidence gap map", *found.summary, "not an endorsement", "absolute gap (6)", "conflicting (1)", "sources, those of one study counted once",
        "support", "Tutoring", "Looping", "No claim about these (1)", "Profiles", "No claim for one goal",
        "Data version 2026.11.23 of 2026-11-23", "CC BY 4.0", "Graded by the rule, version", "Equigraph (2026).",
        "Made for: rows: practice.",
    ):  # fmt: skip
        assert said in shown
    assert [f"{SVG}title", f"{SVG}desc"] == [one.tag for one in root][:2]
    assert found.summary[0] in root[1].text
    assert [root[0].get("id"), root[1].get("id")] == [root.get("aria-labelledby"), root.get("aria-describedby")]
    assert colour("page", theme) == root.find(f"{SVG}rect").get("fill")


@pytest.mark.parametrize("theme", THEMES)
def test_every_cell_with_a_claim_has_its_kind_its_number_and_its_title(bundled_gaps, theme):
    drawn = cells(parse(generate_gap_svg(bundled_gaps, theme)))

    assert set(bundled_gaps.filled()) == set(drawn)
    for key, group in drawn.items():
        grade = bundled_gaps.cell(*key).grade
        look = gap_look(grade.gap.yields)
        assert look.fill(theme) == group.find(f"{SVG}rect").get("fill")
        assert look.path in {path.get("d") for path in group.iter(f"{SVG}path")}
        assert [str(grade.counted)] == texts(group)
        title = group.find(f"{SVG}title").text
        assert f"How sure: {grade.how_sure}. Kind: {grade.gap.yields}." in title
        assert grade.support.lower() in title.lower()


def test_no_row_and_no_column_is_left_out(bundled_gaps):
    layout = lay_out(bundled_gaps)

    assert {row.iri for row in bundled_gaps.rows} == {row.heading.iri for row in layout.rows if row.heading}
    assert [column.iri for column in bundled_gaps.columns] == [column.heading.iri for column in layout.columns]
    empty = [row.heading.iri for row in layout.rows if row.heading][-3:]
    assert all(not bundled_gaps.cell(iri, "").claims for iri in empty)
    for column in layout.columns:
        assert bool(bundled_gaps.cell("", column.heading.iri).claims) == column.is_filled
        assert (FILLED_PX if column.is_filled else EMPTY_PX) == column.width


def test_nothing_overlaps(bundled_gaps):
    layout = lay_out(bundled_gaps)
    for above, below in pairwise(layout.rows):
        assert math.isclose(above.y + above.height, below.y)
    across = math.sin(math.radians(SLANT_DEGREES))
    for left, right in pairwise(layout.columns):
        high = HEAD_LINE_PX * (len(left.lines) + len(right.lines)) / 2
        assert (right.x - left.x) * across >= high
    for column in layout.columns:
        assert all(text_width(line, HEAD_PX) <= Measures().head for line in column.lines)
        assert all(column.x + text_width(line, HEAD_PX) / 2 <= layout.width for line in column.lines)


def test_letters_are_never_small(bundled_gaps):
    sizes = {float(size) for size in re.findall(r'font-size="([\d.]+)"', generate_gap_svg(bundled_gaps))}

    assert min(sizes) >= 11


def test_claims_about_all_students_stand_in_brackets(gap_map):
    found = gap_map(group=True)
    root = parse(generate_gap_svg(found))
    drawn = cells(root)

    apart = drawn["https://example.org/p", "https://example.org/h"]
    assert ["(1)"] == texts(apart)
    assert apart.find(f"{SVG}rect") is None
    assert (
        "Kind: absolute gap. About all students, apart: no effect found, one source." in apart.find(f"{SVG}title").text
    )
    shown = words(root)
    assert "sources about all students only, no claim here" in shown
    assert ": Learners" in root[0].text
    assert "One of 2 populations is shown; not shown: Newcomers." in shown


def test_labels_are_shown_as_text(gap_map, hostile):
    picture = generate_gap_svg(gap_map(hostile))
    root = parse(picture)

    assert {f"{SVG}script", f"{SVG}b"}.isdisjoint({element.tag for element in root.iter()})
    titles = ["".join(title.text.split()) for title in root.iter(f"{SVG}title") if title.text]
    assert "".join(hostile.split()) in titles


def test_it_asks_nothing_of_any_other_place(bundled_gaps):
    picture = generate_gap_svg(bundled_gaps)

    assert not re.search(r"href|<style|<script|<image|url\(|@import", picture)


def test_nothing_to_map_is_said(gap_map):
    root = parse(generate_gap_svg(gap_map(empty=True)))

    assert {} == cells(root)
    assert "There is nothing to map" in words(root)
    assert "absolute gap" not in words(root)


def test_a_map_without_claims_has_all_its_cells_empty(gap_map):
    root = parse(generate_gap_svg(replace(gap_map(), claims=())))

    assert {} == cells(root)
    assert "absolute gap (9)" in words(root)
    assert "sources, those of one study counted once" not in words(root)


@pytest.mark.parametrize("rows", ["category", "organization"])
def test_other_rows(bundled_graph, rows):
    found = bundled_graph.gaps(rows=rows, max_rows=6)
    root = parse(generate_gap_svg(found))

    assert set(found.filled()) == set(cells(root))


def test_a_graph_that_says_nothing_of_itself_is_told_so(gap_map):
    found = gap_map(empty=True)
    found.network.graph.clear()

    assert "Data version not recorded. Licence: not recorded." in words(parse(generate_gap_svg(found)))


def test_there_is_no_other_theme(gap_map):
    with pytest.raises(UnknownNameError, match="sepia"):
        generate_gap_svg(gap_map(), "sepia")


@pytest.mark.parametrize("look", GAP_LOOKS.values(), ids=lambda look: look.token)
def test_a_shape_is_drawn_unless_there_is_none(look):
    assert (f'<path d="{look.path}"' in gap_shape(look, 0.0, 0.0, "#000000")) == (look.shape != "none")
