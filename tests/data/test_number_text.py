"""Numbers of workbooks as the text a person reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.data.number_text import number_text, text_of_format


@pytest.mark.parametrize(
    ("expected", "code", "number"),
    [
        ("2020-01-01", "d mmmm yyyy", 43831),
        ("2020-01-01T12:00:01", 'yyyy-mm-dd "at" hh:mm', 43831.500012),
        ("06:00:00", "h:mm AM/PM", 0.25),
        ("36:30:00", "[h]:mm:ss", 1.5208333333333333),
        ("-1:00:00", "[h]:mm", -1 / 24),
        ("12.5%", "0.0%", 0.125),
        ("00501", "00000", 501),
        ("501.5", "00000", 501.5),
    ],
)
def test_a_format_that_changes_the_meaning_is_used(expected: str, code: str, number: float) -> None:
    form = text_of_format(code)

    assert form is not None
    assert expected == form(number)


@pytest.mark.parametrize(
    "code", ["0", "0.00", "#,##0", '"days" 0', "$#,##0.00_);($#,##0.00)", '[Red]0" %"', "@", "0.00E+00"]
)
def test_a_format_that_only_adorns_is_not(code: str) -> None:
    assert text_of_format(code) is None


@pytest.mark.parametrize(("code", "number"), [("yyyy", -1), ("yyyy", 1e9), ("[h]:mm", 1e9)])
def test_there_is_no_such_date(code: str, number: float) -> None:
    form = text_of_format(code)

    assert form is not None
    with pytest.raises(ValueError, match="no such"):
        form(number)


@given(st.floats(-1e300, 1e300))
def test_a_number_is_kept_to_its_digits(number: float) -> None:
    assert number == pytest.approx(float(number_text(number)), rel=1e-14)
