"""Why two things are connected, as slides: against beside for, every step with its sources, all of it in the notes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pptx_rules import bibliography, check, cited, is_line, notes, opened, shapes, title

from equigraph.errors import NotSavedError
from equigraph.exporters.evidence import DIRECTIONS
from equigraph.exporters.told_deck import ToldDeck
from equigraph.exporters.why_pptx import generate_why_pptx, write_why_pptx
from equigraph.graph.labels import clean
from equigraph.graph.why_words import PATHS_SAY

CASES = {
    "evidence": (("restorative-practices", "academic-achievement"), {"limit": 3}),
    "group": (("high-dosage-tutoring", "academic-achievement"), {"group": "students-of-color", "limit": 2}),
    "policy": (("ca-restorative-statute", "black-or-african-american-students"), {"limit": 2}),
    "nearest": (("ccsso", "academic-achievement"), {"limit": 2}),
    "nothing": (("looping", "fiscal-equity"), {"max_length": 1, "limit": 1}),
}


@pytest.fixture(scope="module", params=CASES)
def told(request, bundled_graph):
    """Return an answer and its deck."""
    ends, choices = CASES[request.param]
    why = bundled_graph.why(*ends, **choices)
    return why, check(generate_why_pptx(why))


def tables(deck):
    """The tables of a deck with their slides, as rows of texts."""
    return [
        (slide, [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows])
        for slide in deck.slides for shape in slide.shapes if getattr(shape, "has_table", False)
    ]  # fmt: skip


def text_of(deck, ending):
    found = next(slide for slide in deck.slides if title(slide).endswith(ending))
    return found.shapes[1].text_frame.text


def test_the_answer_in_short_stands_first(told) -> None:
    why, deck = told
    short = text_of(deck, "the answer in short")

    assert clean(why.title) == title(deck.slides[0])
    assert all(clean(sentence) in short for sentence in why.sentences)
    assert (PATHS_SAY in short) == bool(why.paths or why.nearest)


def test_what_speaks_against_stands_beside_what_speaks_for(told) -> None:
    why, deck = told
    for bundle in why.direct:
        found = [(slide, rows) for slide, rows in tables(deck) if "what speaks against it" in title(slide)]
        against, favour = zip(*(row for _, (_, *rows) in found for row in rows), strict=True)
        directions = [DIRECTIONS[claim["direction"]] for claim in bundle.claims]
        if len(why.direct) == 1:
            assert [word for word in directions if word != "positive"] == [
                cell.split(":")[0] for cell in against if ":" in cell
            ]
            assert directions.count("positive") == sum(cell.startswith("positive: ") for cell in favour)
        for slide, _ in found:
            widths = {
                shape.table.columns[0].width - shape.table.columns[1].width
                for shape in slide.shapes
                if getattr(shape, "has_table", False)
            }
            assert max(map(abs, widths)) <= 1
        said = "\n".join(notes(slide) for slide, _ in found)
        assert clean(bundle.reason) in said
        assert clean(bundle.quality) in said
        for claim in bundle.claims:
            assert clean(claim["sentence"]) in said
            assert clean(claim["design"]) in said


def test_every_step_is_told_with_its_sources(told) -> None:
    why, deck = told
    said = "\n".join(notes(slide) for slide in deck.slides)
    cells = {cell for _, rows in tables(deck) for row in rows for cell in row}

    for way in (*why.others, *([why.nearest] if why.nearest else ())):
        assert clean(way.weakest_words) in said
        for step in way.steps:
            assert clean(step.sentence) in said
            assert any(cell.startswith(step.support_words) for cell in cells)
    assert {clean(why.citation(iri)) for iri in why.sources} == {
        line.split("] ", 1)[1].strip() for line in said.splitlines() if line.startswith("[") and cited(line)
    }
    assert len(why.sources) == len(bibliography(deck))


def test_what_was_not_looked_at_is_said(told) -> None:
    why, deck = told
    texts = [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.name == "Text"]

    assert "\n".join(map(clean, (*why.notes, *why.unlooked))) in texts


def test_the_picture_is_there(told) -> None:
    why, deck = told
    lines = sum(is_line(shape) for slide in deck.slides for shape in shapes(slide))

    assert why.network.number_of_edges() == lines


def test_where_no_claim_stands_on_one_side_it_is_said(tiny_graph) -> None:
    deck = check(generate_why_pptx(tiny_graph.why("looping", "discipline")))
    (slide, rows), *_ = tables(deck)

    assert ["Speaks against, or not for it: one claim", "Speaks for it: no claims"] == rows[0]
    assert ["no effect found: No difference was found. [1]", "No claim here."] == rows[1]
    assert "no effect found: No difference was found. (Newcomers" in notes(slide)


def test_our_reading_is_called_so_on_the_slide(tiny_graph) -> None:
    deck = check(generate_why_pptx(tiny_graph.why("tutoring", "achievement")))
    (_, rows), *_ = tables(deck)

    assert "negative: Scores of English Learners fell. [1]; our reading (inferred)" == rows[1][0]
    assert "positive: Scores rose. [2]" == rows[1][1]


def test_a_step_without_a_source_says_so(tiny_graph) -> None:
    why = tiny_graph.why("act", "achievement")
    way = why.paths[0]
    step = replace(way.steps[0], sources=(), support="unsourced", support_words="no source recorded")
    deck = check(generate_why_pptx(replace(why, paths=(replace(way, steps=(step, way.steps[1]), weakest=0),))))
    (_, rows), *_ = tables(deck)

    assert ["Step", "What is recorded", "How well supported", "Sources"] == rows[0]
    assert ["1", clean(step.sentence), "no source recorded; the weakest link", "no source recorded"] == rows[1]


def test_further_lines_and_further_paths_are_told(bundled_graph) -> None:
    why = bundled_graph.why("restorative-practices", "academic-achievement", limit=4)
    way = next(one for one in why.paths if one.more)
    step = replace(way.steps[0], also=(way.steps[1],))
    deck = check(generate_why_pptx(replace(why, paths=(replace(way, steps=(step, *way.steps[1:])),), direct=())))
    (slide, rows), *_ = tables(deck)

    assert ["1", "also"] == [row[0] for row in rows[1:3]]
    assert f"Also: {clean(way.steps[1].sentence)}" in notes(slide)
    assert "of this shape, through: " in notes(slide)


def test_evidence_like_ours_is_in_the_notes(bundled_graph) -> None:
    why = bundled_graph.why("looping", "academic-achievement", limit=1)
    bundle = replace(why.direct[0], ours="positive, one source", scope="claims about all students")
    deck = check(generate_why_pptx(replace(why, direct=(bundle,))))
    (slide, _), *_ = tables(deck)

    assert title(slide).endswith("what for it (claims about all students)")
    assert "Evidence like ours: positive, one source." in notes(slide)


def test_the_author_speaks_apart(bundled_graph) -> None:
    deck = ToldDeck()
    deck.add_why(bundled_graph.why("looping", "fiscal-equity", max_length=1), title="Mine", text="Look here.")
    slide = check(deck.finish(title="A talk")).slides[0]

    assert "Mine" == title(slide)
    assert "Author's note: Look here." == slide.shapes[1].text_frame.paragraphs[0].text


def test_the_file_is_written(tiny_graph, tmp_path) -> None:
    why = tiny_graph.why("tutoring", "achievement")
    write_why_pptx(why, tmp_path / "why.pptx")

    assert generate_why_pptx(why) == (tmp_path / "why.pptx").read_bytes()
    assert opened((tmp_path / "why.pptx").read_bytes()).slides
    with pytest.raises(NotSavedError):
        write_why_pptx(why, tmp_path / "missing" / "why.pptx")
