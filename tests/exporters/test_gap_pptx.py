"""A gap map as slides: every claim once, kinds told apart without colour, notes whole, empty cells said to be empty."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from types import SimpleNamespace

import pytest
from pptx_rules import A, bibliography, check, cited, notes, opened, says, shapes, title

from equigraph.errors import ExportError, NotSavedError
from equigraph.exporters.gap_palette import GAP_LOOKS
from equigraph.exporters.gap_pptx import generate_gap_pptx, write_gap_pptx
from equigraph.exporters.gap_sentences import cell_sentences
from equigraph.exporters.slide_gaps import map_title, verdicts_in
from equigraph.exporters.told_deck import ToldDeck
from equigraph.graph.labels import clean

E = "https://example.org/"


def tables(deck, name="Gap map"):
    """The tables of a deck with their slides, as rows of texts."""
    found = []
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.name == name:
                rows = [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
                found.append((slide, shape, rows))
    return found


def shown_cells(deck):
    """How often each pair of names stands in a table with a claim."""
    times = Counter()
    for _, _, (head, *rows) in tables(deck):
        columns = [" ".join(name.split()) for name in head[1:]]
        for name, *cells in rows:
            times.update((name, column) for column, cell in zip(columns, cells, strict=True) if cell != "no claim")
    return times


def stands_clear(deck):
    """Whether every table ends above the source."""
    return all(
        shape.top + shape.height <= next(one for one in slide.shapes if one.name == "Source").top
        for slide, shape, _ in tables(deck)
    )


def expected_cells(found):
    labels = {one.iri: clean(one.label) for one in (*found.rows, *found.columns)}
    cells = [found.cell(*key) for key in found.filled()]
    return Counter((labels[one.row], labels[one.column]) for one in cells if one.claims or one.general_claims)


# --- the whole deck -------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("group", [[], ["english-learners"]], ids=["all", "group"])
def test_every_cell_with_a_claim_is_on_one_slide_and_in_its_notes(bundled_graph, group) -> None:
    found = bundled_graph.gaps(group=group)
    deck = check(generate_gap_pptx(found))
    said = "\n".join(notes(slide) for slide, _, _ in tables(deck))
    names = {one.iri: clean(one.label) for one in (*found.rows, *found.columns)}
    cells = [cell for cell in (found.cell(*key) for key in found.filled()) if cell.claims or cell.general_claims]
    of_claim = {claim.iri: claim for claim in found.claims}
    used = {
        source for cell in cells for iri in (*cell.claims, *cell.general_claims) for source in of_claim[iri].sources
    }

    assert expected_cells(found) == shown_cells(deck)
    assert stands_clear(deck)
    for cell in cells:
        assert cell_sentences(cell, names[cell.row], names[cell.column]) in said
    assert len(used) == len(bibliography(deck))
    for source in used:
        assert clean(found.network.graph["sources"][source]["citation"]) in said


def test_a_small_map_slide_by_slide(gap_map) -> None:
    deck = check(generate_gap_pptx(gap_map()))
    names = [title(slide) for slide in deck.slides]

    assert [
        "Evidence gap map",
        "Evidence gap map: in short",
        "Evidence gap map: kinds of cell",
        "Evidence gap map: support",
        "Evidence gap map: where there is no claim",
    ] == names[:5]
    (slide, shape, rows), *_ = tables(deck)
    assert [
        ["Practice", "Achievement", "Less exclusionary discipline"],
        ["Tutoring", "+/\N{MINUS SIGN} (2 sources)\n◆ conflicting", "0 (1 source)\n● single study"],
        ["Looping", "? (1 source)\n○ too little to judge", "no claim"],
    ] == rows
    assert "Table: Evidence gap map: support. 2 rows by 2 equity goals." == says(shape)
    text = {one.name: one.text_frame.text for one in shapes(slide) if one.has_text_frame}
    assert "3 of 4 cells have a claim; no claim here for one equity goal more." == text["Takeaway"]
    assert (
        "0 no effect found; +/\N{MINUS SIGN} conflicting; ? insufficient; sources of one study count once."
        == (text["Legend"])
    )
    assert "Source: A graph, data version 2026.11.23, CC BY 4.0" == text["Source"]
    told = notes(slide)
    assert (
        "Tutoring: Achievement. Conflicting, 2 sources. How sure: very low. Kind: conflicting. Sources: 1, 2." in told
    )
    assert (
        "Tutoring: Less exclusionary discipline. No effect found, one source. How sure: low. Kind: single study. Source: 1."
        in told
    )
    assert "No claim here for: Nothing Tutoring." in told
    assert [1, 2, 3] == cited(told)


def test_what_holds_nothing_is_named(gap_map) -> None:
    deck = opened(generate_gap_pptx(gap_map()))
    nothing = next(slide for slide in deck.slides if title(slide).endswith("where there is no claim"))

    assert (
        "No claim for one equity goal\nNothing Tutoring.\nNo claim on one practice\nProfiles.\n"
        "No claim in this graph. That is not the same as no effect."
    ) == nothing.shapes[1].text_frame.text


def test_kinds_are_counted_and_told_apart_without_colour(gap_map) -> None:
    deck = opened(generate_gap_pptx(gap_map()))
    (_, _, (head, *rows)), *_ = tables(deck, "Table")

    assert ["Kind of cell", "Cells", "What it means"] == head
    assert ["absolute gap", "○ too little to judge", "◇ unstated", "◆ conflicting", "● single study", "▥ unsynthesised",
            "■ well supported", "◐ unsettled"] == [row[0] for row in rows]  # fmt: skip
    assert ["6", "1", "0", "1", "1", "0", "0", "0"] == [row[1] for row in rows]


def test_a_cell_has_the_colour_of_its_kind(gap_map) -> None:
    (_, shape, _), *_ = tables(opened(generate_gap_pptx(gap_map())))
    cells = [list(row.cells) for row in shape.table.rows]

    def fill(row, column):
        return "#" + cells[row][column]._tc.find(f"{A}tcPr/{A}solidFill/{A}srgbClr").get("val").lower()

    assert GAP_LOOKS["conflicting"].fill() == fill(1, 1)
    assert GAP_LOOKS["single study"].fill() == fill(1, 2)
    assert "#ffffff" == fill(2, 2)


# --- a group --------------------------------------------------------------------------------


def test_of_a_group_all_students_stand_apart(gap_map) -> None:
    found = gap_map(group=True)
    deck = check(generate_gap_pptx(found))
    (slide, _, rows), *_ = tables(deck)
    text = {one.name: one.text_frame.text for one in shapes(slide) if one.has_text_frame}

    assert "Evidence gap map: Learners" == map_title(found) == title(deck.slides[0])
    assert "all students\n(1 source)" in rows[1]
    assert text["Takeaway"].startswith("1 of 4 cells has a claim about Learners, 2 about all students only")
    assert "“all students”: no claim about this group, only about all students" in text["Legend"]
    short = deck.slides[1].shapes[1].text_frame.text
    assert "One of 2 populations is shown; not shown: Newcomers." in short
    nothing = next(one for one in deck.slides if title(one).endswith("no claim")).shapes[1].text_frame.text
    assert nothing.startswith("No claim about Learners or about all students for one equity goal\n")


def test_verdicts_are_those_in_cells(gap_map) -> None:
    assert ["no effect found", "conflicting", "insufficient"] == verdicts_in(gap_map())


def test_where_nothing_is_empty_no_slide_says_so(gap_map) -> None:
    found = gap_map()
    whole = replace(found, rows=found.rows[:2], columns=found.columns[:2], total_rows=2)
    deck = check(generate_gap_pptx(whole))
    (slide, _, _), *_ = tables(deck)
    text = {one.name: one.text_frame.text for one in shapes(slide) if one.has_text_frame}

    assert "3 of 4 cells have a claim." == text["Takeaway"]
    assert not any("no claim" in title(one) for one in deck.slides)


# --- odd maps -------------------------------------------------------------------------------


def test_an_empty_map_says_so(gap_map) -> None:
    deck = check(generate_gap_pptx(gap_map(empty=True)))

    assert "There is nothing to map: no practice fits these choices." in deck.slides[1].shapes[1].text_frame.text
    assert [] == tables(deck)


def test_a_map_of_numbers_only_is_refused(gap_map) -> None:
    with pytest.raises(ExportError, match="holds numbers only"):
        generate_gap_pptx(gap_map(network=None))


def test_a_source_without_a_record_is_left_out_of_the_numbers(gap_map) -> None:
    found = gap_map()
    found.network.graph["sources"] = {}
    deck = check(generate_gap_pptx(found))
    (slide, _, _), *_ = tables(deck)

    assert "Kind: conflicting. No source recorded." in notes(slide)


def test_hostile_names_break_nothing(gap_map, hostile) -> None:
    deck = check(generate_gap_pptx(gap_map(hostile)))

    assert f"{clean(hostile)}: Achievement. Conflicting" in "\n".join(notes(slide) for slide in deck.slides)


def test_very_many_signs_never_push_the_table_down(gap_map) -> None:
    found = gap_map("a long name of a practice " * 30, group=True)
    deck = check(generate_gap_pptx(found))

    assert stands_clear(deck)


def test_the_author_speaks_apart(gap_map) -> None:
    deck = ToldDeck()
    deck.add_gaps(gap_map(), title="Mine", text="Look here.\n\nAnd there.")
    slide = check(deck.finish(title="A talk")).slides[0]

    assert "Mine: in short" == title(slide)
    first, second, third = slide.shapes[1].text_frame.paragraphs[:3]
    assert ["Author's note: Look here.", "And there."] == [first.text, second.text]
    assert first.runs[0].font.italic
    assert not third.runs[0].font.italic


def test_a_small_template_is_filled_as_well(gap_map, tmp_path) -> None:
    from pptx import Presentation

    path = tmp_path / "agency.pptx"
    Presentation().save(path)  # 10 x 7.5 inches
    deck = check(generate_gap_pptx(gap_map(), path))

    assert expected_cells(gap_map()) == shown_cells(deck)
    assert stands_clear(deck)


@pytest.mark.slow
def test_a_row_of_many_columns_is_divided_where_there_is_little_room(bundled_graph, tmp_path) -> None:
    from pptx import Presentation

    path = tmp_path / "agency.pptx"
    Presentation().save(path)
    found = bundled_graph.gaps(category="relationships-and-structure")
    deck = check(generate_gap_pptx(found, path))

    assert expected_cells(found) == shown_cells(deck)
    assert stands_clear(deck)


# --- the file -------------------------------------------------------------------------------


def test_the_same_map_gives_the_same_bytes(gap_map) -> None:
    assert generate_gap_pptx(gap_map()) == generate_gap_pptx(gap_map())


def test_a_file_that_cannot_be_written_is_told(gap_map, tmp_path) -> None:
    with pytest.raises(NotSavedError):
        write_gap_pptx(gap_map(), tmp_path / "missing" / "gaps.pptx")
    write_gap_pptx(gap_map(), tmp_path / "gaps.pptx")

    assert opened((tmp_path / "gaps.pptx").read_bytes()).slides


HASHING = """
import hashlib, sys
from equigraph.exporters.gap_pptx import generate_gap_pptx
from equigraph.exporters.story_pptx import generate_story_pptx
from equigraph.exporters.why_pptx import generate_why_pptx
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.story import read_story
from equigraph.graph.telling import resolve
with KnowledgeGraph.open(sys.argv[1]) as graph:
    whole = generate_gap_pptx(graph.gaps()) + generate_why_pptx(graph.why("tutoring", "achievement"))
    whole += generate_story_pptx(resolve(graph, read_story(sys.argv[2])))
print(hashlib.sha256(whole).hexdigest())
"""
STORY = """
title: T
slides:
  - gaps:
  - why: [tutoring, achievement]
  - question: practices-for-goal
    parameters: {goal: achievement}
"""


@pytest.mark.slow
def test_bytes_do_not_depend_on_the_process(tiny_file, tmp_path, capsys) -> None:
    story = tmp_path / "story.yaml"
    story.write_text(STORY, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", HASHING, str(tiny_file), str(story)],
        capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "1"},
    )  # fmt: skip
    here = {"sys": SimpleNamespace(argv=["", str(tiny_file), str(story)])}
    exec(HASHING.replace("import hashlib, sys", "import hashlib"), here)

    assert ran.stdout == capsys.readouterr().out
