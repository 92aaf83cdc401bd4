"""Decks: tables, texts, titles, one numbering of sources, and the last slides."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.util import Inches
from pptx_rules import (
    CATALOGUE,
    A,
    bibliography,
    check,
    cited,
    is_line,
    make,
    marks,
    notes,
    opened,
    says,
    shapes,
    title,
)

from equigraph.errors import ExportError
from equigraph.exporters import deck_file
from equigraph.exporters.deck import Cell, Deck, Row, Words
from equigraph.exporters.deck_network import slide_source
from equigraph.exporters.deck_template import open_template
from equigraph.exporters.slide import Slides, title_lines
from equigraph.exporters.slide_legend import add_legend
from equigraph.exporters.slide_room import SlideRoom
from equigraph.exporters.slide_shapes import Frame, Look, Paragraph, Run, shape
from equigraph.graph.labels import ELLIPSIS, clean


def record(name):
    return {"iri": name, "citation": f"{name} (2020). A study.", "url": f"https://example.org/{name}"}


def text_of(slide):
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.name == "Text")


def table_of(slide):
    return next(shape for shape in slide.shapes if shape.has_table).table


def cells(slide):
    return [[cell.text for cell in row.cells] for row in table_of(slide).rows]


# --- the whole ------------------------------------------------------------------------------


def test_one_numbering_across_a_deck():
    deck = Deck()
    mark = deck.cite([record("first"), record("second")])
    deck.add_table(
        "A table",
        "Takeaway.",
        ["Practice", "Sources"],
        [Row(["Tutoring", mark], ["A finding."], [record("first"), record("second")])],
    )
    deck.add_network(make([("P", "G", {"verdict": "positive", "sources": ["second", "third"]})]))
    deck.add_text("Own words", ["As in a study."], sources=[record("fourth"), record("first")])
    made = check(deck.finish(title="A talk"))

    assert "1, 2" == mark
    assert [[1, 2], [2, 3], [1, 4]] == [cited(notes(slide)) for slide in list(made.slides)[:3]]
    assert [2, 3] == marks(made.slides[1])
    assert [1, 2, 3, 4] == bibliography(made)
    assert ["1, 2"] == [row[1] for row in cells(made.slides[0])][1:]


def test_the_last_slides_say_how_what_is_missing_and_how_to_cite():
    deck = Deck()
    deck.add_network(make([("P", "G", {"verdict": "negative", "sources": ["s"]})]), title="Chosen title")
    made = check(deck.finish(title="A talk"))
    said = {title(slide): text_of(slide) for slide in made.slides}

    assert [
        "Chosen title", "How to read these slides", "How the evidence is graded (1 of 2)",
        "How the evidence is graded (2 of 2)", "Scope, and what is missing", "Sources", "The data, and how to cite them",
    ] == list(said)  # fmt: skip
    assert "\N{MINUS SIGN} negative: claims against the goal, none in favour" in said["How to read these slides"]
    assert "positive" not in said["How to read these slides"].replace("not an endorsement", "")
    assert "High: At least three sources" in said["How the evidence is graded (1 of 2)"]
    assert (
        "Schools.\nChosen title: All of it.\nWhat is missing\nThe brief itself was not found."
        == said["Scope, and what is missing"]
    )
    assert "[1] s (2020). A study. https://example.org/s" == said["Sources"]
    assert said["The data, and how to cite them"].splitlines() == [
        "Data: A graph", "Version: 2026.11.23", "Date: 2026-11-23", "Content digest: sha256:0", "Cite as: Equigraph (2026).",
        "Licence: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/",
    ]  # fmt: skip


def test_a_deck_of_tables_says_how_to_read_the_verdicts_in_them():
    deck = Deck(about={"dataset": "A graph"})
    deck.add_table("A table", "", ["Practice"], [["Tutoring"]])
    deck.add_verdicts(["no effect found"])
    made = check(deck.finish(title="A talk", author="An agency"))

    assert "0 no effect found" in text_of(
        next(slide for slide in made.slides if title(slide).startswith("How to read"))
    )
    assert "An agency" == made.core_properties.author
    assert "Data: A graph" == text_of(made.slides[-1])


def test_a_deck_without_data_is_the_author_s_alone():
    deck = Deck()
    deck.add_text("Why we ask", ["Our own words."])

    assert ["Why we ask"] == list(map(title, check(deck.finish(title="A talk")).slides))


def test_background_knowledge_is_said_in_the_bibliography():
    deck = Deck()
    deck.cite([{**record("s"), "basis": "background"}])
    made = opened(deck.finish(title="A talk"))

    said = next(text_of(slide) for slide in made.slides if title(slide) == "Sources")
    assert said.endswith("https://example.org/s (general knowledge, not seen in this source)")


def test_links_are_links_only_where_they_may_be_published():
    deck = Deck()
    deck.add_text("One", ["A."], sources=[record("s"), {**record("bad"), "url": "javascript:alert(1)"}])
    made = opened(deck.finish(title="A talk"))

    on_slides = [rel.target_ref for slide in made.slides for rel in slide.part.rels.values() if rel.is_external]
    in_notes = [
        rel.target_ref
        for slide in made.slides
        if slide.has_notes_slide
        for rel in slide.notes_slide.part.rels.values()
        if rel.is_external
    ]
    assert ["https://example.org/s"] == on_slides
    assert ["https://example.org/s"] == in_notes


def test_a_deck_that_cannot_be_read_again_is_not_written(monkeypatch):
    deck = Deck()
    deck.add_text("One", ["A."])
    monkeypatch.setattr(deck_file.zipfile.ZipFile, "writestr", lambda *_: None)

    with pytest.raises(ExportError, match="the deck could not be read again"):
        deck.finish(title="A talk")


def test_a_deck_that_lost_a_slide_is_not_written(monkeypatch):
    deck = Deck()
    deck.add_text("One", ["A."])
    monkeypatch.setattr(deck_file, "Presentation", lambda _: Presentation())

    with pytest.raises(ExportError, match=r"0 of 1 slides could be read again; not written"):
        deck.finish(title="A talk")


# --- titles ---------------------------------------------------------------------------------


def test_no_two_slides_have_one_title():
    deck = Deck()
    for _ in range(3):
        deck.add_text("The same", ["A."])
    deck.add_text("", ["A."])
    deck.add_text("x" * 500, ["A."])
    deck.add_text("x" * 501, ["A."])
    made = check(deck.finish(title="A talk"))

    names = list(map(title, made.slides))
    assert ["The same", "The same (2)", "The same (3)", "Untitled"] == names[:4]
    assert names[5].endswith(f"{ELLIPSIS} (2)")
    assert "x" * 501 in notes(made.slides[5])


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=600), st.sampled_from(["", " (2 of 3)", " (12)"]))
def test_a_title_fits_and_keeps_its_number(name, ending):
    template = open_template()
    lines, points = title_lines(name + ending, template)

    assert 20 <= points <= template.title_pt
    assert len(lines) * points * 1.2 * 12700 <= template.title.height
    if clean(name):
        assert lines[-1].endswith(ending.strip()) or ELLIPSIS in name


def test_a_title_slide_uses_the_layout_for_it(tmp_path):
    deck = Deck()
    deck.add_title("A talk", ["A first line.", "", "A second line."], notes=["Say hello."])
    deck.add_title("No lines")
    made = check(deck.finish(title="A talk"))

    assert ["Title Slide"] * 2 == [slide.slide_layout.name for slide in made.slides]
    assert "A first line.\nA second line." == made.slides[0].placeholders[1].text_frame.text
    assert "Say hello." in notes(made.slides[0])
    assert ["No lines"] == [one.text_frame.text for one in made.slides[1].placeholders]


def test_a_title_slide_without_a_layout_for_it(tmp_path):
    template = Presentation()
    for layout in list(template.slide_layouts):
        if layout.name != "Title Only":
            template.slide_layouts.remove(layout)
    template.save(tmp_path / "agency.pptx")
    deck = Deck(tmp_path / "agency.pptx")
    deck.add_title("A talk", ["A first line.", "A second line."])
    made = check(deck.finish(title="A talk"))

    assert ["Subtitle", "Subtitle"] == [shape.name for shape in made.slides[0].shapes if not shape.is_placeholder]


def test_long_lines_of_a_title_slide_are_cut_and_whole_in_the_notes():
    deck = Deck()
    deck.add_title("A talk", ["word " * 300] * 3)
    made = check(deck.finish(title="A talk"))

    subtitle = made.slides[0].placeholders[1]
    assert subtitle.text_frame.text.endswith(ELLIPSIS)
    assert 18 == subtitle.text_frame.paragraphs[0].runs[0].font.size.pt
    assert ("word " * 300).strip() in notes(made.slides[0])


# --- networks -------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "opening"), [(1, False), (40, True)])
def test_a_title_slide_opens_only_what_takes_several_slides(number, opening):
    deck = Deck()
    deck.add_network(
        make([(f"P{one}", "G", {"verdict": "mixed", "sources": ["s"]}) for one in range(number)]), opens=True
    )
    made = check(deck.finish(title="A talk"))

    assert opening == (made.slides[0].slide_layout.name == "Title Slide")
    assert number == sum(is_line(shape) for slide in made.slides for shape in slide.shapes)


def test_an_author_s_words_stand_apart():
    deck = Deck()
    network = make([("P", "G", {"verdict": "mixed"})])
    deck.add_network(network, text="We care for this.")
    deck.add_network(network, title="Another", text="We care for this. " * 40)
    made = check(deck.finish(title="A talk"))

    own = next(shape for shape in made.slides[0].shapes if shape.name == "Author's note")
    assert "Author's note: We care for this." == own.text_frame.text
    assert own.text_frame.paragraphs[0].runs[0].font.italic
    assert "Author's note: We care for this." in notes(made.slides[0])
    assert "Another: in the author's words" == title(made.slides[1])
    assert text_of(made.slides[1]).startswith("Author's note: We care for this.")
    assert "Author's note" not in [shape.name for shape in made.slides[2].shapes]


@pytest.mark.parametrize(
    ("graph", "said"),
    [
        ({}, "No source is recorded for these data."),
        ({"dataset": "A graph"}, "Source: A graph"),
        ({"dataset": "A graph", "data_date": "2026-01-02"}, "Source: A graph, data of 2026-01-02"),
        (
            {"data_version": "7", "data_date": "2026-01-02", "licence": "CC0"},
            "Source: data version 7 of 2026-01-02, CC0",
        ),
        ({"data_version": "2026.01.02", "data_date": "2026-01-02"}, "Source: data version 2026.01.02"),
    ],
)
def test_where_a_slide_comes_from(graph, said):
    assert said == slide_source(graph)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Short", "Source: Short, data version 2026.11.23, CC BY 4.0"),
        ("Short: " + "and then a very long name " * 9, "Source: Short, data version 2026.11.23, CC BY 4.0"),
        ("A very long name " * 12, "Source: data version 2026.11.23, CC BY 4.0"),
    ],
)
def test_the_version_of_the_data_is_never_cut_off(name, said):
    deck = Deck()
    deck.add_network(make([("P", "G", {"verdict": "mixed"})], dataset=name))
    slide = check(deck.finish(title="A talk")).slides[0]

    assert said == next(shape.text_frame.text for shape in slide.shapes if shape.name == "Source")


def test_adding_a_network_does_not_change_it():
    network = make([("P", "G", {"verdict": "mixed", "sources": ["s"]})])
    before = repr((network.graph, list(network.nodes(data=True)), list(network.edges(data=True))))
    Deck().add_network(network, title="Another")

    assert before == repr((network.graph, list(network.nodes(data=True)), list(network.edges(data=True))))


# --- tables ---------------------------------------------------------------------------------


def test_a_table_goes_on_with_its_header_and_its_notes():
    rows = [
        Row(
            [f"Practice {number}", Cell("+", "#b3dffd", "#025784", bold=True, align="ctr")],
            [f"Note {number}."],
            [record(f"s{number}")],
        )
        for number in range(30)
    ]
    deck = Deck(about=CATALOGUE)
    deck.add_table("A table", "What it says.", ["Practice", "Verdict"], rows, notes=["Read it so."], widths=[3, 1])
    made = check(deck.finish(title="A talk"))
    parts = [slide for slide in made.slides if title(slide).startswith("A table")]

    assert 1 < len(parts)
    assert [f"A table ({number} of {len(parts)})" for number in range(1, len(parts) + 1)] == list(map(title, parts))
    assert [["Practice", "Verdict"]] * len(parts) == [cells(slide)[0] for slide in parts]
    shown = [row[0] for slide in parts for row in cells(slide)[1:]]
    assert [f"Practice {number}" for number in range(30)] == shown
    for slide in parts:
        assert (True, True, False) == (
            table_of(slide).first_row,
            table_of(slide).first_col,
            table_of(slide).horz_banding,
        )
        assert "Source: A graph, data version 2026.11.23, CC BY 4.0" in [
            shape.text_frame.text for shape in slide.shapes if shape.has_text_frame
        ]
        for row in cells(slide)[1:]:
            number = row[0].removeprefix("Practice ")
            assert f"Note {number}." in notes(slide)
            assert f"s{number} (2020). A study." in notes(slide)
    assert ["Read it so." in notes(slide) for slide in parts] == [True] + [False] * (len(parts) - 1)
    assert 3 == pytest.approx(table_of(parts[0]).columns[0].width / table_of(parts[0]).columns[1].width, rel=0.01)


def test_a_table_without_rows_or_with_too_few_cells():
    deck = Deck()
    deck.add_table("Nothing found", "", ["Practice", "Goal"], [])
    deck.add_table(
        "Short", "", ["Practice", "Goal"], [["Tutoring"], ["Looping", "Belonging", "too many"]], row_header=False
    )
    made = check(deck.finish(title="A talk"))

    assert [["Practice", "Goal"]] == cells(made.slides[0])
    assert [["Practice", "Goal"], ["Tutoring", ""], ["Looping", "Belonging"]] == cells(made.slides[1])
    assert not table_of(made.slides[1]).first_col


def test_a_long_cell_is_cut_and_whole_in_the_notes():
    long = "a word " * 400
    deck = Deck()
    deck.add_table("A table", "", ["Practice", "Finding"], [["Tutoring", long]])
    slide = check(deck.finish(title="A talk")).slides[0]

    assert cells(slide)[1][1].endswith(ELLIPSIS)
    assert f"In full, Finding: {long.strip()}" in notes(slide)
    assert Inches(7.5) > max(shape.top + shape.height for shape in slide.shapes)


def test_no_word_of_a_header_is_broken():
    deck = Deck()
    deck.add_table("A table", "", ["Practice", "Postsecondary", "Words"], [["Tutoring", "+", "a long text " * 9]])
    slide = check(deck.finish(title="A talk")).slides[0]

    assert Inches(1.4) < table_of(slide).columns[1].width


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.text(max_size=80), min_size=1, max_size=4), max_size=20), st.integers(1, 4))
def test_every_row_is_on_exactly_one_slide(rows, columns):
    deck = Deck()
    deck.add_table("A table", "", [f"Column {number}" for number in range(columns)], rows)
    made = check(deck.finish(title="A talk"))

    assert len(rows) == sum(len(cells(slide)) - 1 for slide in made.slides)


# --- texts ----------------------------------------------------------------------------------


def test_text_goes_on_overleaf_and_nothing_is_lost():
    paragraphs = [
        Words("A heading", bold=True),
        *(f"Paragraph {number}. " + "word " * 60 for number in range(12)),
        "long " * 2000,
    ]
    deck = Deck()
    deck.add_text("Own words", paragraphs, notes=["A note."])
    made = check(deck.finish(title="A talk"))

    said = " ".join(text_of(slide) for slide in made.slides)
    assert (
        re.sub(r"\s+", " ", " ".join(one.text if isinstance(one, Words) else one for one in paragraphs)).strip()
        == re.sub(r"\s+", " ", said).strip()
    )
    assert len(made.slides) > 4
    assert "A note." in notes(made.slides[0])


def test_a_heading_stays_with_what_follows():
    deck = Deck()
    deck.add_text("Own words", [*(["One line."] * 12), Words("A heading", bold=True), "What follows. " * 30])
    made = check(deck.finish(title="A talk"))

    assert text_of(made.slides[1]).startswith("A heading\nWhat follows.")


def test_a_text_may_be_empty():
    deck = Deck()
    deck.add_text("Only a title", [])

    assert "" == text_of(check(deck.finish(title="A talk")).slides[0])


# --- shapes ---------------------------------------------------------------------------------


def test_a_shape_says_what_it_is_or_that_it_is_decorative():
    frame = Frame(0, 0, 10, 10)

    assert 'descr="A &lt;b&gt; &quot;c&quot;"' in shape(2, "x", frame, Look(), says='A <b> "c"').replace(
        "'", '"'
    ).replace('"A &lt;b&gt; "c""', '"A &lt;b&gt; &quot;c&quot;"')
    assert "adec:decorative" in shape(2, "x", frame, Look(), says=None)


@pytest.mark.parametrize(
    ("text", "is_rtl"), [("\u0645\u062f", True), ("12 \u05d1", True), ("abc \u05d1", False), ("12", False)]
)
def test_right_to_left_text_is_marked(text, is_rtl):
    words = (Paragraph((Run(text, "#000000", 18.0),)),)

    assert is_rtl == ('rtl="1"' in shape(2, "x", Frame(0, 0, 10, 10), Look(), words))


def test_no_legend_where_there_is_nothing_to_say():
    slides = Slides(open_template())
    slide = slides.begin("A slide")
    add_legend(slide, SlideRoom(slides.template).canvas(), [], 100.0)
    slide.close([])

    assert ["Title 1"] == [one.name for one in slide.made.shapes]


def test_slides_count_their_own_ids():
    slides = Slides(open_template())
    slide = slides.begin("A slide")
    first = slide.new_id()
    slide.add(shape(first, "x", Frame(0, 0, 10, 10), Look(fill="#ffffff"), says="One"))
    slide.close([])

    assert {first} == {one.shape_id for one in slide.made.shapes if not one.is_placeholder}
    assert not slide.made.has_notes_slide
    assert slide.link("https://example.org") == slide.link("https://example.org")
    assert "One" == says(shapes(slide.made)[-1])
    assert slide.made.shapes[-1]._element.find(f".//{A}srgbClr").get("val") == "FFFFFF"
