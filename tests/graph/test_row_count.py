"""The row counter against the engine, on answers cut anywhere."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, QueryResultsFormat

from equigraph.graph.row_count import RowCounter
from equigraph.graph.sparql import term_text

FORMATS = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
TEXTS = st.text(st.sampled_from('"\\,{}[]:\r\n\t<>result a'))


@pytest.mark.parametrize("format_name", FORMATS)
@settings(deadline=None)
@given(values=st.lists(st.none() | TEXTS, min_size=1, max_size=6), part=st.integers(1, 40))
def test_counts_rows(format_name: str, values: list[str | None], part: int) -> None:
    terms = " ".join("UNDEF" if value is None else term_text(Literal(value)) for value in values)
    answer = pyoxigraph.Store().query(f"SELECT ?x {{ VALUES ?x {{ {terms} }} }}").serialize(format=FORMATS[format_name])
    counter = RowCounter(format_name)

    for start in range(0, len(answer), part):
        counter.feed(answer[start : start + part])

    assert len(values) == counter.rows


@pytest.mark.parametrize(("format_name", "expected"), [("csv", 0), ("tsv", 0), ("xml", 0), ("json", 1)])
def test_no_rows(format_name: str, expected: int) -> None:
    counter = RowCounter(format_name)
    counter.feed(pyoxigraph.Store().query("SELECT ?x { FILTER(false) }").serialize(format=FORMATS[format_name]))

    assert expected == counter.rows
