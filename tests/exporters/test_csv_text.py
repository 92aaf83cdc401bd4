"""Tables as CSV: read back they are the same, and no spreadsheet runs any of it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.exporters.csv_text import csv_text, harmless

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@given(st.text())
def test_a_harmless_text_is_the_text_behind_at_most_one_apostrophe(text):
    safe = harmless(text)
    assert safe in {text, f"'{text}"}
    assert not safe.startswith(SIGNS)


@pytest.mark.parametrize("sign", SIGNS)
def test_what_a_spreadsheet_could_run_gets_an_apostrophe(sign):
    assert f"'{sign}1+1" == harmless(f"{sign}1+1")


@given(st.lists(st.fixed_dictionaries({"a, b": st.text(), "c": st.text()})))
def test_exact_texts_are_read_back_as_they_are(records):
    text = csv_text(["a, b", "c"], records, exact=True)

    assert records == list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_numbers_are_no_texts():
    assert "n,x\r\n-1,-0.5\r\n" == csv_text(["n", "x"], [{"n": -1, "x": -0.5}])
    assert "n,x\r\n" == csv_text(["n", "x"], [])
