"""What is rewritten before the parser sees it: nothing but what it would misread, wherever the parts are cut."""

from __future__ import annotations

import io
import xml.sax.saxutils

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, parse_query_results

from equigraph.graph import answer_repairs
from equigraph.graph.answer_repairs import repair_json, repair_xml

HEAD = '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head><results>'
# A carriage return is written as a reference by whoever writes XML as it should be.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(" \t\n<>&"), max_size=20)


def written(values: list[str], attributes: str = "") -> bytes:
    rows = "".join(
        f'<result><binding name="x"><literal{attributes}>{xml.sax.saxutils.escape(value)}</literal></binding></result>'
        for value in values
    )
    return f"{HEAD}{rows}</results></sparql>".encode()


@settings(deadline=None)
@given(st.lists(TEXT), st.sampled_from(["", ' xml:lang="en"', ' datatype="http://example.org/d"']))
def test_every_text_stays(values: list[str], attributes: str) -> None:
    body = repair_xml(io.BytesIO(written(values, attributes)))

    assert values == [row[0].value for row in parse_query_results(body, QueryResultsFormat.XML)]


@pytest.mark.parametrize("size", [1, 2, 7, 64])
def test_wherever_it_is_cut(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_repairs, "_PART_BYTES", size)
    values = ["  a ", "", "\n", "b", "  <bnode>nodeID://x "]
    body = repair_xml(io.BytesIO(written(values)))

    assert values == [row[0].value for row in parse_query_results(body, QueryResultsFormat.XML)]


@pytest.mark.parametrize("size", [1, 2, 7, 64])
def test_json_wherever_it_is_cut(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_repairs, "_PART_BYTES", size)
    text = (
        '{"head":{"vars":["x"]},"results":{"bindings":['
        '{"x":{"type":"bnode","value":"nodeID://b1"}},{"x":{"type":"literal","value":"\\"bnode\\",\\"value\\":\\"nodeID://"}}]}}'
    )
    body = repair_json(io.BytesIO(text.encode()))

    assert ["b1", '"bnode","value":"nodeID://'] == [
        row[0].value for row in parse_query_results(body, QueryResultsFormat.JSON)
    ]


def test_json_that_needs_nothing_is_not_copied() -> None:
    body = io.BytesIO(b'{"head":{},"boolean":true}')

    assert repair_json(body) is body


def test_much_white_space_takes_no_time() -> None:
    import time

    start = time.monotonic()
    repair_xml(io.BytesIO(written([" " * 1_000_000 + "a" + " " * 1_000_000 + "b"])))

    assert time.monotonic() - start < 5
