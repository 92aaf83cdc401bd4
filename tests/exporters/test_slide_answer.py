"""Answers to questions as slides: one number for one source, rows whole in the notes."""

from __future__ import annotations

import pytest
from pptx_rules import bibliography, check, notes, shapes, title

from equigraph.exporters.told_deck import ToldDeck
from equigraph.graph.labels import clean


def tables(deck):
    """The tables of a deck with their slides, as rows of texts."""
    return [
        (slide, [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows])
        for slide in deck.slides for shape in slide.shapes if getattr(shape, "has_table", False)
    ]  # fmt: skip


def deck_of(answer, **words):
    deck = ToldDeck(about={"dataset": "A graph", "data_version": "1"})
    deck.add_answer(answer, **words)
    return check(deck.finish(title="A talk"))


def test_sources_are_numbers_and_citations_stand_in_notes_and_at_the_end(tiny_graph) -> None:
    deck = deck_of(tiny_graph.question("single-source"))
    (slide, rows), *_ = tables(deck)
    text = {shape.name: shape.text_frame.text for shape in shapes(slide) if shape.has_text_frame}

    assert [
        ["Practice", "Goal", "Verdict", "Sources", "Claims", "Findings", "Sources cited"],
        ["Looping", "Less exclusionary discipline", "no effect found", "1", "1", "1 no effect found", "1"],
    ] == rows
    assert [1] == bibliography(deck)
    assert "[1] Roe, R. (2021). No effect of looping." in notes(slide)
    assert "source: Roe, R. (2021). No effect of looping." in notes(slide)
    assert "Source: A graph, data version 1" == text["Source"]


def test_a_source_that_the_deck_knows_keeps_its_number(tiny_graph) -> None:
    answer = tiny_graph.question("single-source")
    network = tiny_graph.view("practices-to-goals")
    known = {one["citation"]: one for one in network.graph["sources"].values()}
    deck = ToldDeck()
    deck.add_network(network)
    deck.add_answer(answer, known=known)
    found = check(deck.finish(title="A talk"))

    assert [1, 2] == bibliography(found)


def test_an_answer_without_citations_has_no_column_for_them(tiny_graph) -> None:
    (_, rows), *_ = tables(deck_of(tiny_graph.question("practices-for-goal", goal="achievement")))

    assert ["Practice", "Category", "Verdict", "Sources", "Claims", "Findings"] == rows[0][:6]
    assert "Sources cited" not in rows[0]
    assert len(rows) > 1


def test_no_answer_is_said(tiny_graph) -> None:
    deck = deck_of(tiny_graph.question("practices-for-goal", goal="stability"))
    (slide, rows), *_ = tables(deck)

    assert 1 == len(rows)
    assert "No answer for these choices in these data." in notes(slide)


def test_the_author_speaks_on_a_slide_before(tiny_graph) -> None:
    deck = deck_of(tiny_graph.question("without-evidence"), title="Mine", text="Look here.")

    assert ["Mine: in the author's words", "Mine"] == [title(slide) for slide in deck.slides][:2]
    assert "Author's note: Look here." == deck.slides[0].shapes[1].text_frame.text


@pytest.mark.slow
def test_every_row_is_whole_in_the_notes(bundled_graph) -> None:
    answer = bundled_graph.question("non-positive-for-group", group="english-learners")
    deck = deck_of(answer)
    said = "\n".join(notes(slide) for slide in deck.slides)

    for row in answer.rows:
        for term in row:
            value = getattr(term, "value", "")
            assert value.startswith("http") or clean(value) in said or value in {"Null", "Mixed", "Insufficient"}
