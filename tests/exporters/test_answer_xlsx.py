"""An answer as a workbook: all rows, typed, with what was asked of which data."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook, load_workbook
from pyoxigraph import Literal, NamedNode

from equigraph.errors import ExportError
from equigraph.exporters import answer_xlsx
from equigraph.exporters.answer_table import NO_ROWS
from equigraph.exporters.answer_xlsx import generate_answer_xlsx
from equigraph.graph.knowledge_graph import Answer, KnowledgeGraph
from equigraph.graph.reader import own_queries

INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
QUERY = own_queries("questions")["non-positive-for-group"]


def book_of(answer: Answer) -> Workbook:
    return load_workbook(io.BytesIO(generate_answer_xlsx(answer, {"data_date": "2026-01-02", "licence": "CC BY 4.0"})))


def said(book: Workbook) -> dict[str, str]:
    return {row[0].value: row[1].value for row in book["Read me"].iter_rows(min_row=3) if row[0].value}


def test_cells_are_numbers_texts_and_words_of_directions() -> None:
    rows = [
        (NamedNode("http://x.example/a"), Literal("null"), Literal("12", datatype=INTEGER), Literal("=1+1")),
        (None, Literal("Negative"), Literal("many", datatype=INTEGER), Literal("é", language="fr")),
    ]
    book = book_of(Answer(QUERY, {"no-inferred": "yes"}, ("policyIri", "direction", "claims", "finding"), rows))

    assert [
        ("Policy iri", "Direction", "Claims", "Finding"),
        ("http://x.example/a", "no effect found", 12, "=1+1"),
        (None, "negative", "many", "é"),
    ] == list(book["Answer"].iter_rows(values_only=True))
    assert "s" == book["Answer"]["D2"].data_type  # not a formula
    assert ("yes", "2 rows.", "CC BY 4.0") == tuple(said(book)[name] for name in ("No inferred", "Rows", "Licence"))


def test_no_row_says_what_that_does_not_mean() -> None:
    book = book_of(Answer(QUERY, {}, ("practice",), []))

    assert NO_ROWS == said(book)["Rows"]
    assert [("Practice",)] == list(book["Answer"].iter_rows(values_only=True))


def test_very_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_xlsx, "MOST_ROWS", 1)

    with pytest.raises(ExportError, match="the answer has 2 rows; accepted in a workbook: at most 1"):
        book_of(Answer(QUERY, {}, ("practice",), [(Literal("a"),), (Literal("b"),)]))


def test_every_question_can_be_taken_to_a_workbook(bundled_graph: KnowledgeGraph) -> None:
    answer = bundled_graph.question("strongest-evidence", limit=3)
    book = load_workbook(io.BytesIO(generate_answer_xlsx(answer, bundled_graph.reader.catalog().facts())))

    assert len(answer.rows) == book["Answer"].max_row - 1
    assert answer.query.question == said(book)["Question"]
