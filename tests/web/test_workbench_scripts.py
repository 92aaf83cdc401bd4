"""The scripts of the workbench read and arrange an answer as the server does."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, RdfFormat, Store, Triple, serialize

from equigraph.web.pivot import pivot_of
from equigraph.web.workbench_answer import Result, _cell
from equigraph.web.workbench_table import result_table, words_of

STATIC = Path(__file__).parents[2] / "web/static"
XSD = "http://www.w3.org/2001/XMLSchema#"


def run(module: str, code: str, *values: Any) -> Any:
    """Return what an expression gives that uses a module of ours (as ``m``) and values (as ``v``)."""
    script = (
        f"import * as m from {json.dumps((STATIC / module).as_uri())};"
        f"const v = JSON.parse(await new Promise((done) => {{ let t = ''; process.stdin.setEncoding('utf8');"
        f"process.stdin.on('data', (d) => (t += d)).on('end', () => done(t)); }}));"
        f"process.stdout.write(JSON.stringify({code}));"
    )
    node = Path(sys.executable).with_name("node")
    command = [str(node), "--input-type=module", "-e", script]
    done = subprocess.run(
        command, input=json.dumps(values), capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
LITERALS = st.one_of(
    TEXTS.map(Literal),
    TEXTS.map(lambda text: Literal(text, language="en-us")),
    TEXTS.map(lambda text: Literal(text, datatype=NamedNode("http://example.org/type"))),
    st.integers().map(Literal),
    st.booleans().map(Literal),
    st.sampled_from(
        [Literal("1.5", datatype=NamedNode(f"{XSD}decimal")), Literal("1e9", datatype=NamedNode(f"{XSD}double"))]
    ),
)
NODES = st.sampled_from([NamedNode("http://example.org/é?a=b#c"), NamedNode("urn:x"), BlankNode("b0")])


@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.one_of(LITERALS, NODES), min_size=30, max_size=60))
def test_every_term_is_read_as_the_engine_wrote_it(terms: list[Any]) -> None:
    triples = [Triple(NamedNode("urn:s"), NamedNode("urn:p"), term) for term in terms]
    lines = serialize(triples, format=RdfFormat.N_TRIPLES).decode("utf-8").split("\n")[:-1]
    read = run("workbench-answer.js", "m.readTriples(v[0])", lines)

    assert [[_cell(term) for term in triple] for triple in triples] == read["rows"]


def test_rows_are_read_as_the_engine_wrote_them() -> None:
    query = """SELECT ?a ?b { VALUES (?a ?b) { (UNDEF "x\\ty\\n\\\\\\"é") (1 2.5) (true "x"@en) (<urn:x> 1e3) ("" UNDEF) } }"""
    found: Any = Store().query(query)
    rows = [[_cell(term) for term in row] for row in Store().query(query)]
    tsv = found.serialize(format=QueryResultsFormat.TSV).decode("utf-8").split("\n")[:-1]

    assert {"variables": ["a", "b"], "rows": rows} == run("workbench-answer.js", "m.readRows(v[0])", tsv)


NUMBER = {"type": "literal", "datatype": f"{XSD}integer"}
ROWS: list[list[Any]] = [
    [{**NUMBER, "value": "10"}, {"type": "uri", "value": "urn:b"}, {"type": "literal", "value": "red"}],
    [{**NUMBER, "value": "9"}, {"type": "uri", "value": "urn:a"}, {"type": "literal", "value": "blue"}],
    [{**NUMBER, "value": "many"}, {"type": "uri", "value": "urn:c"}, None],
    [{**NUMBER, "value": "INF"}, {"type": "uri", "value": "urn:c"}, None],
    [None, {"type": "uri", "value": "urn:b"}, {"type": "literal", "value": "Green"}],
    [{"type": "literal", "value": "x"}, None, {"type": "literal", "value": "red"}],
    [{**NUMBER, "value": "9"}, {"type": "bnode", "value": "n"}, {"type": "literal", "value": "red"}],
]
LABELS = {"urn:b": "Alpha", "urn:a": "Beta"}
NAMED = "new (await import('" + (STATIC / "workbench-labels.js").as_uri() + "')).Labels('', 1, v[1], {})"


@pytest.mark.parametrize("name", ["n", "thing", "colour"])
@pytest.mark.parametrize("is_down", [False, True])
def test_rows_are_sorted_as_the_server_sorts_them(name: str, is_down: bool) -> None:
    names = ("n", "thing", "colour")
    answer = Result("rows", names, ROWS, is_cut=False, raw="", seconds=0)
    table = result_table(answer, lambda _iris: LABELS, sort=f"-{name}" if is_down else name)
    code = f"m.sortRows(v[0], {names.index(name)}, {json.dumps(is_down)}, {NAMED})"
    rows = run("workbench-views.js", code, ROWS, {iri: {"label": label, "path": ""} for iri, label in LABELS.items()})
    own = [[cell["text"] for cell in row] for row in table["rows"]]
    place = names.index(name)

    assert [row[place] for row in own] == [words_of(row[place], LABELS) for row in rows]


@pytest.mark.parametrize(
    "chosen",
    [{}, {"row": "colour", "column": "thing"}, {"row": "thing", "column": "thing", "value": "colour"}, {"value": "n"}],
)
def test_a_pivot_is_that_of_the_server(chosen: dict[str, str]) -> None:
    names = ["n", "thing", "colour"]
    own = pivot_of(names, ROWS, chosen, lambda cell: words_of(cell, LABELS))
    filled = {"row": "", "column": "", "value": "", **chosen}
    code = f"(() => {{ const l = {NAMED}; return m.pivotOf({{variables: v[2], rows: v[0]}}, v[3], (c) => l.words(c)); }})()".replace(
        "(() =>", "await (async () =>"
    )
    labels = {iri: {"label": label, "path": ""} for iri, label in LABELS.items()}
    theirs = run("workbench-views.js", code, ROWS, labels, names, filled)

    assert {**own, "rows": [{"name": name, "cells": cells} for name, cells in own["rows"]]} == theirs


WORDS = [
    {"iri": "urn:1", "short": "eq:goal", "label": "goal", "used": False},
    {"iri": "urn:2", "short": "eq:practice", "label": "practice", "used": True},
    {"iri": "http://example.org/goal", "short": "", "label": "a goal", "used": True},
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["eq:practice", "http://example.org/goal", "eq:goal"]),  # what the graph uses comes first
        ("goal", ["eq:goal", "http://example.org/goal"]),
        ("eq:pr", ["eq:practice"]),
        ("<http://ex", ["http://example.org/goal"]),
        ("nothing", []),
    ],
)
def test_words_are_offered_that_begin_so_before_those_that_hold_it(typed: str, found: list[str]) -> None:
    offered = run("workbench-editor.js", "m.fitting(v[0], v[1])", WORDS, typed)

    assert found == [word["short"] or word["iri"] for word in offered]
