"""The answer to a person's query, read line by line until a page has enough."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.errors import QueryTimeoutError
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web.desk import Desk
from equigraph.web.first_lines import Lines, Sent, first_lines
from equigraph.web.settings import Settings
from equigraph.web.workbench_answer import result_of


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
