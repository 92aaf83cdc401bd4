"""The answer to a person's query, read line by line until a page has enough."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from equigraph.errors import QueryTimeoutError
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web.desk import Desk
from equigraph.web.result import (
    NOT_DRAWN,
    Lines,
    Result,
    Sent,
    _cell,
    first_lines,
    iris_in,
    result_of,
    said_of,
    things_in,
)
from equigraph.web.settings import Settings

XSD = "http://www.w3.org/2001/XMLSchema#"


@given(st.lists(st.sampled_from([b"", b"a", b"\n", b"a\n", b"a\nb", b"\n\n"]), max_size=12), st.integers(0, 6))
def test_lines_are_cut_after_the_most_and_only_then(parts: list[bytes], most: int) -> None:
    whole = b"".join(parts)
    lines = [line + b"\n" for line in whole.split(b"\n")]
    lines[-1] = lines[-1][:-1]  # what stands after the last line break
    lines = [line for line in lines if line]
    taken = Lines()
    for part in parts:
        if not taken.take(part, most):
            break

    assert b"".join(lines[:most]) == taken.content
    assert taken.is_cut == (len(lines) > most)


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


def asked(graph: KnowledgeGraph, query: str, most_rows: int, timeout_s: float = 10.0) -> Sent:
    desk = Desk(graph, Settings())

    async def ask() -> Sent:
        try:
            return await first_lines(desk, query, "", most_rows, timeout_s)
        finally:
            assert 0 == desk.waiting
            desk.close()

    return asyncio.run(ask())


def test_a_query_is_answered_within_its_time(tiny_graph: KnowledgeGraph) -> None:
    with pytest.raises(QueryTimeoutError, match=r"0\.2 seconds"):
        asked(tiny_graph, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", 10, 0.2)


@pytest.mark.parametrize(
    ("query", "form", "rows", "is_cut", "raw"),
    [
        ("SELECT ?x { VALUES ?x { 1 2 3 } }", "rows", 2, True, "?x\n1\n2\n"),
        ("SELECT ?x { VALUES ?x { 1 2 } }", "rows", 2, False, "?x\n1\n2\n"),
        ("SELECT ?x ?y { VALUES (?x ?y) { (UNDEF 'a\\tb\\nc') } }", "rows", 1, False, '?x\t?y\n\t"a\\tb\\nc"\n'),
        ("CONSTRUCT { <a:b> <a:c> ?x } { VALUES ?x { 1 2 } }", "triples", 2, False, None),
        ("CONSTRUCT { <a:b> <a:c> ?x } { VALUES ?x { 1 2 3 } }", "triples", 2, True, None),
        ("ASK {}", "boolean", 0, False, '{"head":{},"boolean":true}'),
    ],
)
def test_each_form_is_read(
    tiny_graph: KnowledgeGraph, query: str, form: str, rows: int, is_cut: bool, raw: str | None
) -> None:
    answer = result_of(asked(tiny_graph, query, 2))

    assert (form, rows, is_cut) == (answer.form, len(answer.rows), answer.is_cut)
    assert raw in {None, answer.raw}
    assert answer.seconds > 0


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
