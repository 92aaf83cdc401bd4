"""Rows survive CSV and JSON, and no row breaks a table."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Store

from equigraph.exporters.rows import (
    ROW_FORMATS,
    generate_csv,
    generate_json,
    generate_records,
    generate_text,
    generate_tsv,
    rows_of,
    short,
    short_iri,
)

COLUMNS = ["name", "value"]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
ROWS = st.lists(st.tuples(TEXTS, TEXTS))
HOSTILE = [
    '"quoted"',
    "a,b;c",
    "tab\tand\nline",
    "</script>",
    "\u202eright to left",
    "\U0001f600",
    "x" * 10_000,
    "=1+1",
]


@given(ROWS)
def test_csv_can_be_read_again(rows: list[tuple[str, str]]) -> None:
    again = list(csv.reader(io.StringIO(generate_csv(COLUMNS, rows), newline="")))

    assert [COLUMNS, *map(list, rows)] == again


@given(ROWS)
def test_json_can_be_read_again(rows: list[tuple[str, str]]) -> None:
    again = json.loads(generate_json(COLUMNS, rows))

    assert [{"name": name, "value": value} for name, value in rows] == again


@given(ROWS)
def test_tsv_has_one_line_per_row(rows: list[tuple[str, str]]) -> None:
    lines = generate_tsv(COLUMNS, rows).split("\n")

    assert len(rows) + 2 == len(lines)
    assert {1} == {line.count("\t") for line in lines[:-1]}


@given(ROWS)
def test_text_has_one_line_per_row(rows: list[tuple[str, str]]) -> None:
    assert len(rows) + 1 == generate_text(COLUMNS, rows).count("\n")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("name", ROW_FORMATS)
def test_hostile_texts_are_texts(name: str, text: str) -> None:
    written = ROW_FORMATS[name](COLUMNS, [[text, None]])

    assert text.split(maxsplit=1)[0] in written.replace("\\t", " ").replace('\\"', '"').replace('""', '"')


def test_columns_are_aligned() -> None:
    assert "a    b\none  2\n     3\n" == generate_text(["a", "b"], [["one", "2"], [None, "3"]])


def test_records_keep_long_texts_within_the_width() -> None:
    written = generate_records(["name", "text"], [["one", "word " * 30]], width=40)

    assert max(map(len, written.splitlines())) <= 40
    assert 30 == written.count("word")


def test_no_rows_leave_the_heading() -> None:
    assert "a  b\n" == generate_text(["a", "b"], [])
    assert "" == generate_records(["a", "b"], [], width=40)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?s ?o { ?s ?p ?o }", (["s", "o"], [["practice:advisory", "Advisory"]])),
        ("SELECT ?s ?none { ?s ?p ?o }", (["s", "none"], [["practice:advisory", ""]])),
        ("ASK { ?s ?p ?o }", (["answer"], [["true"]])),
        ("ASK { ?s ?p 1 }", (["answer"], [["false"]])),
        ("CONSTRUCT WHERE { ?s ?p ?o }", (["subject", "predicate", "object"], [["practice:advisory", "rdfs:label", "Advisory"]])),
    ],
    ids=["select", "unbound", "true", "false", "construct"],
)  # fmt: skip
def test_every_kind_of_answer_becomes_rows(query: str, expected: tuple[list[str], list[list[str]]]) -> None:
    store = Store()
    store.update(
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        'INSERT DATA { <https://w3id.org/equigraph/id/practice/advisory> rdfs:label "Advisory"@en }'
    )

    assert expected == rows_of(store.query(query))


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (None, ""),
        (NamedNode("https://w3id.org/equigraph/ontology#Practice"), "eq:Practice"),
        (NamedNode("urn:x:y"), "urn:x:y"),
        (Literal("Hallo", language="de"), "Hallo"),
        (Literal(3), "3"),
        (BlankNode("b"), "b"),
    ],
    ids=["unbound", "curie", "iri", "text", "number", "blank"],
)
def test_terms_in_short(term: object, expected: str) -> None:
    assert expected == short(term)


def test_an_iri_without_a_prefix_stays_whole() -> None:
    assert "https://example.org/x" == short_iri("https://example.org/x")
