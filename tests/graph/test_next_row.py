"""Cutting a query apart and building another around it, tried on the engine itself."""

from __future__ import annotations

import pyoxigraph
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from equigraph.graph.next_row import QueryParts, is_round

A = "http://example.org/"


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    """Ten things with a number, half of them in a named graph too."""
    store = pyoxigraph.Store()
    for number in range(10):
        store.add(Quad(NamedNode(f"{A}{number}"), NamedNode(f"{A}p"), Literal(number)))
        if number % 2:
            store.add(Quad(NamedNode(f"{A}{number}"), NamedNode(f"{A}p"), Literal(number), NamedNode(f"{A}g")))
    return store


@pytest.mark.parametrize(
    ("solutions", "query"),
    [
        (10, "SELECT ?x { ?x ?p ?o }"),
        (10, "select distinct * where { ?x ?p ?o } order by desc(?o)"),
        (10, "# SELECT {\nPREFIX a: <http://example.org/> # WHERE {\nSELECT ?x (?o + 1 AS ?y) # {\nWHERE { ?x a:p ?o } # end"),
        (5, f"SELECT ?x FROM <{A}g> {{ ?x ?p ?o }}"),
        (5, f"PREFIX a: <{A}> SELECT ?x FROM NAMED a:g WHERE {{ GRAPH ?g {{ ?x ?p ?o }} }}"),
        (7, "SELECT ?x { ?x ?p ?o } LIMIT 7"),
        (3, "SELECT ?x { ?x ?p ?o } OFFSET 7"),
        (1, "SELECT (COUNT(*) AS ?n) { ?x ?p ?o }"),
        (5, "SELECT (?o / 2 AS ?half) (COUNT(*) AS ?n) { ?x ?p ?o FILTER(?o < 5) } GROUP BY ?o HAVING (COUNT(*) > 0)"),
        (10, "SELECT (EXISTS { ?x ?p 3 } AS ?is) { ?x ?p ?o }"),
        (2, "SELECT ?x { ?x ?p ?o } VALUES ?o { 1 2 }"),
        (4, "SELECT ?x { { SELECT ?x { ?x ?p ?o } LIMIT 4 } }"),
    ],
)  # fmt: skip
def test_the_next_row_of_a_selection(store: pyoxigraph.Store, solutions: int, query: str) -> None:
    parts = QueryParts.of(query)

    assert solutions == len(list(store.query(query)))
    assert 1 == len(list(store.query(parts.next_row(solutions - 1))))
    assert 0 == len(list(store.query(parts.next_row(solutions))))


@pytest.mark.parametrize(
    ("solutions", "query"),
    [
        (10, "CONSTRUCT { ?x ?p ?o . ?o ?p ?x } WHERE { ?x ?p ?o }"),
        (10, "CONSTRUCT WHERE { ?x ?p ?o }"),
        (5, f"CONSTRUCT {{ ?x ?p ?o }} FROM <{A}g> {{ ?x ?p ?o }}"),
        (3, f"PREFIX a: <{A}> CONSTRUCT {{ }} WHERE {{ ?x a:p ?o }} ORDER BY ?o LIMIT 3"),
    ],
)
def test_the_solutions_behind_triples(store: pyoxigraph.Store, solutions: int, query: str) -> None:
    parts = QueryParts.of(query)

    assert solutions == len(list(store.query(parts.all_solutions())))
    assert 1 == len(list(store.query(parts.next_row(solutions - 1))))
    assert 0 == len(list(store.query(parts.next_row(solutions))))


@pytest.mark.parametrize(
    ("expected", "query"),
    [
        (5, "SELECT * {} LIMIT 5"),
        (5, "SELECT * { SELECT * {} LIMIT 7 } limit 5 offset 3"),
        (None, "SELECT * { SELECT * {} LIMIT 7 }"),
        (None, "SELECT (1 AS ?LIMIT) {} # LIMIT 5"),
        (None, "SELECT * {} LIMIT"),
    ],
)
def test_its_own_limit(expected: int | None, query: str) -> None:
    assert expected == QueryParts.of(query).limit


@pytest.mark.parametrize(
    ("form", "query"),
    [("ASK", "ask {}"), ("DESCRIBE", "PREFIX select: <a:> DESCRIBE select:x"), ("", "PREFIX a: <b:>"), ("", ""),
     ("CONSTRUCT", "CONSTRUCT { ?x"), ("SELECT", "SELECT"), ("SELECT", "SELECT (1")],
)  # fmt: skip
def test_the_form_of_anything(form: str, query: str) -> None:
    assert form == QueryParts.of(query).form


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (0, False),
        (500, False),
        (1000, True),
        (1001, False),
        (1500, True),
        (10_000, True),
        (1024, True),
        (1_048_576, True),
    ],
)
def test_round(rows: int, *, expected: bool) -> None:
    assert expected is is_round(rows)
