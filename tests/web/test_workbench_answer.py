"""The answer to a query as the workbench shows it: cells, things, words."""

from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from equigraph.web.workbench_answer import NOT_DRAWN, Result, _cell, iris_in, said_of, things_in

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("term", "cell"),
    [
        (None, None),
        (NamedNode("a:b"), {"type": "uri", "value": "a:b"}),
        (BlankNode("x"), {"type": "bnode", "value": "x"}),
        (Literal("x"), {"type": "literal", "value": "x"}),
        (Literal("x", language="en"), {"type": "literal", "value": "x", "xml:lang": "en"}),
        (Literal(1), {"type": "literal", "value": "1", "datatype": f"{XSD}integer"}),
    ],
)
def test_terms_are_written_as_sparql_results_have_them(term: Any, cell: Any) -> None:
    assert cell == _cell(term)


def test_a_quoted_triple_is_shown_as_it_is_written() -> None:
    found = Store().query("SELECT (<<( <a:b> <a:c> 1 )>> AS ?t) {}")
    assert isinstance(found, QuerySolutions)
    cell = _cell(next(found)[0])

    assert cell is not None
    assert "triple" == cell["type"]
    assert "a:b" in cell["value"]


def test_things_are_neither_words_nor_claims() -> None:
    place = "https://w3id.org/equigraph/id/"
    iris = [
        f"{place}practice/a",
        f"{place}claim/a",
        f"{place}direction/null",
        f"{NOT_DRAWN[0]}x",
        "http://example.org/a",
    ]
    cells = [{"type": "uri", "value": iri} for iri in iris]
    rows = Result("rows", tuple("abcde"), [cells, cells], is_cut=False, raw="", seconds=0)
    triples = Result("triples", tuple("spo"), [[cells[0], cells[4], cells[0]]], is_cut=False, raw="", seconds=0)

    assert iris == iris_in(rows.rows)
    assert [iris[0], iris[4]] == things_in(rows)
    assert [iris[0]] == things_in(triples)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Result("rows", ("x",), [[None]] * 2, True, "", 1.0), "The first 2 rows; there are more, and downloads have them. 1.00 seconds."),
        (Result("triples", (), [[None]], False, "", 0.0), "One triple. Less than 0.01 seconds."),
        (Result("rows", ("x",), [[None]] * 1234, False, "", 12.345), "1,234 rows. 12.35 seconds."),
    ],
)  # fmt: skip
def test_what_is_said_of_an_answer(answer: Result, said: str) -> None:
    assert said == said_of(answer)
