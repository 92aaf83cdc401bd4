"""A gap map on slides: every cell with a claim once, no word broken, nothing below the slide."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equigraph.exporters.gap_pages import (
    HEAD_PT,
    LINE_PT,
    MARGIN_PT,
    SHAPES,
    WIDEST_PT,
    cell_lines,
    divide_map,
    sign,
)
from equigraph.exporters.gap_palette import GAP_LOOKS
from equigraph.exporters.palette import VERDICTS
from equigraph.graph.claims import Claim
from equigraph.graph.gap_map import EVERYTHING, GapMap, Heading, Population
from equigraph.graph.grades import Grader
from equigraph.graph.labels import text_width
from equigraph.graph.network import Network
from equigraph.graph.studies import Studies

WIDTH, HEIGHT = 880.0, 350.0
E = "https://example.org/"


def held(found: GapMap) -> set[tuple[str, str]]:
    cells = {key: found.cell(*key) for key in found.filled()}
    return {key for key, cell in cells.items() if cell.claims or cell.general_claims}


def on_pages(pages) -> Counter[tuple[str, str]]:
    return Counter((row.iri, column.iri) for page in pages for row in page.rows for column in page.columns)


def map_of(filled: list[tuple[int, int]], rows: int, columns: int, *, label: str = "", groups: int = 1) -> GapMap:
    """Return a map of so many rows and columns, with one claim in each of these cells."""
    heads = [
        Heading(f"{E}p{n}", f"Practice {n} {label}", f"category {n * groups // rows}", practices=(f"{E}p{n}",))
        for n in range(rows)
    ]
    return GapMap(
        rows=heads,
        columns=[Heading(f"{E}g{n}", f"Goal {n} {label}", kind="EquityGoal") for n in range(columns)],
        populations=[Population(EVERYTHING, "all claims")],
        designs=[],
        network=Network(),
        grader=Grader(Studies(()), {}),
        claims=[
            Claim(f"{E}c{p}-{g}", ((f"{E}p{p}", f"{E}g{g}"),), ("positive",), (E + "all",), ("rct",), (f"{E}s{p}",), False)
            for p, g in filled
        ],
        total_rows=rows,
    )  # fmt: skip


# --- the words of a cell --------------------------------------------------------------------


def test_every_kind_and_verdict_has_a_sign() -> None:
    shapes = [SHAPES[look.shape] for look in GAP_LOOKS.values() if look.name != "absolute gap"]

    assert len(shapes) == len(set(filter(None, shapes)))
    assert ["+", "~", "0", "−", "+/−", "?", ""] == [sign(verdict) for verdict in VERDICTS]


@pytest.mark.parametrize(
    ("row", "column", "says_kind", "expected"),
    [
        ("p", "g", True, ("+/− (2 sources)", "◆ conflicting")),
        ("p", "g", False, ("◆ +/−", "2 sources")),
        ("p", "h", True, ("0 (1 source)", "● single study")),
        ("q", "g", False, ("○ ?", "1 source")),
        ("r", "g", True, ("no claim", "")),
        ("r", "g", False, ("no claim", "")),
    ],
)
def test_a_cell_says_verdict_sources_and_kind(gap_map, row, column, says_kind, expected) -> None:
    assert expected == cell_lines(gap_map().cell(E + row, E + column), says_kind=says_kind)


def test_claims_about_all_students_stand_apart(gap_map) -> None:
    found = gap_map(group=True)

    assert ("all students", "(1 source)") == cell_lines(found.cell(E + "p", E + "h"), says_kind=True)


def test_a_cell_without_a_recorded_source_says_so() -> None:
    found = map_of([(0, 0)], 1, 1)
    bare = replace(found, claims=[replace(claim, sources=()) for claim in found.claims])

    assert ("◇ +", "no source") == cell_lines(bare.cell(E + "p0", E + "g0"), says_kind=False)


# --- the division ---------------------------------------------------------------------------


def test_what_holds_nothing_stands_apart(gap_map) -> None:
    pages = divide_map(gap_map(), WIDTH, HEIGHT, 0.9)

    assert ["Profiles"] == [row.label for row in pages.without]
    assert ["Nothing Tutoring"] == [column.label for column in pages.empty_columns]
    assert [("support", ["Tutoring", "Looping"], 1, 1)] == [
        (page.group, [row.label for row in page.rows], page.number, page.of) for page in pages.pages
    ]


def test_an_empty_map_has_no_pages(gap_map) -> None:
    assert () == divide_map(gap_map(empty=True), WIDTH, HEIGHT, 0.9).pages


def test_small_categories_share_a_table() -> None:
    found = map_of([(n, 0) for n in range(8)], 8, 2, groups=4)
    pages = divide_map(found, WIDTH, HEIGHT, 0.9).pages

    assert ["category 0 · category 1 · category 2", "category 3"] == [page.group for page in pages]


def test_a_category_that_is_too_large_is_continued() -> None:
    found = map_of([(n, n % 2) for n in range(20)], 20, 2)
    pages = divide_map(found, WIDTH, HEIGHT, 0.9).pages

    assert [("category 0", n, len(pages)) for n in range(1, len(pages) + 1)] == [
        (page.group, page.number, page.of) for page in pages
    ]
    assert max(len(page.rows) for page in pages) - min(len(page.rows) for page in pages) <= 1


def test_a_row_with_claims_everywhere_is_continued_to_the_side() -> None:
    found = map_of([(0, n) for n in range(25)], 1, 25)
    pages = divide_map(found, WIDTH, HEIGHT, 0.9).pages

    assert Counter(held(found)) == on_pages(pages)
    assert len(pages) > 1
    assert {1} == {len(page.rows) for page in pages}


def test_where_rows_need_different_columns_all_tables_take_the_same_block() -> None:
    found = map_of([(p, g) for p in range(12) for g in range(12)], 12, 12)
    pages = divide_map(found, WIDTH, HEIGHT, 0.9).pages
    blocks = {tuple(column.iri for column in page.columns) for page in pages}

    assert 12 == sum(map(len, blocks))
    assert Counter(held(found)) == on_pages(pages)


@pytest.mark.parametrize(
    "label", ["x" * 10_000, "word " * 2000, "\u5b66\u6821" * 300, "\u0645\u062f\u0631\u0633\u0629 " * 50]
)
@pytest.mark.parametrize("height", [160.0, HEIGHT])
def test_no_name_is_too_long_for_a_table(label, height) -> None:
    found = map_of([(0, 0), (0, 1), (1, 1)], 2, 2, label=label)
    pages = divide_map(found, WIDTH, height, 0.9).pages

    assert held(found) <= set(on_pages(pages))
    assert all(page.height_pt <= height for page in pages)
    assert all(page.names_pt + page.column_pt * len(page.columns) <= WIDTH + 0.01 for page in pages)


def test_names_of_many_lines_need_wide_columns() -> None:
    found = map_of([(0, n) for n in range(8)], 1, 8, label="achievement " * 12)
    pages = divide_map(found, WIDTH, HEIGHT, 0.7).pages

    assert Counter(held(found)) == on_pages(pages)
    assert all(page.column_pt >= 4 * LINE_PT for page in pages)


CELLS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), unique=True, max_size=60)


@settings(max_examples=50, deadline=None)
@given(
    filled=CELLS,
    groups=st.integers(1, 5),
    width=st.sampled_from([560.0, 880.0]),
    height=st.sampled_from([160.0, 250.0, 400.0]),
)
def test_every_cell_with_a_claim_is_on_exactly_one_page(filled, groups, width, height) -> None:
    found = map_of(filled, 10, 10, groups=groups)
    pages = divide_map(found, width, height, 0.9)
    times = on_pages(pages.pages)

    assert {(f"{E}p{p}", f"{E}g{g}") for p, g in filled} <= set(times)
    assert {1} >= set(times.values())
    for page in pages.pages:
        assert page.height_pt <= height
        assert page.names_pt + page.column_pt * len(page.columns) <= width + 0.01
        assert page.column_pt <= WIDEST_PT
        assert page.head_pt <= HEAD_PT + 4 * MARGIN_PT
        assert len(page.rows) == len(page.row_pts)
        room = page.column_pt - 2 * MARGIN_PT
        lines = [
            line
            for row in page.rows
            for column in page.columns
            for line in cell_lines(found.cell(row.iri, column.iri), says_kind=page.says_kind)
        ]
        assert max(text_width(line, LINE_PT / 1.2 * 0.9) for line in lines) <= room + 0.01


@pytest.mark.slow
@pytest.mark.parametrize("rows", ["practice", "category"])
def test_the_bundled_map_is_divided_without_loss(bundled_graph, rows) -> None:
    found = bundled_graph.gaps(rows)
    pages = divide_map(found, WIDTH, HEIGHT, 0.9)
    times = on_pages(pages.pages)

    assert held(found) <= set(times)
    assert {1} == {times[key] for key in held(found)}
    assert len(found.rows) == len(pages.without) + len({row.iri for page in pages.pages for row in page.rows})
