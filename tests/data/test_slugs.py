"""Slugs: what is made from names, and that it stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.data.statements import is_our_reading
from equigraph.data.terms import node, slug_of, slugify


@pytest.mark.parametrize(
    ("expected", "name"),
    [
        ("boston-public-schools", "Boston Public Schools"),
        ("the-met-metropolitan-regional-center", "The Met (Metropolitan Regional Center)"),
        ("tsehootsooi-dine-biolta", "Ts\u00e9hootsoo\u00ed Din\u00e9 Bi'\u00f3lta'"),
        ("ke-kula-o-nawahiokalaniopuu", "Ke Kula \u02bbO N\u0101wah\u012bokalani\u02bb\u014dpu\u02bbu"),
        ("p-tech-9-14", "P-TECH 9-14"),
        ("nonprofit-university-center", "nonprofit / university center"),
        ("minus-16", "-16"),
        ("minus-2279-to-4616", "-2279 to 4616"),
        ("1200-2500", "1200-2500"),
        ("", "---"),
        ("", "\u5b66\u6821"),
    ],
    ids=[
        "spaces",
        "brackets",
        "apostrophes",
        "okina",
        "hyphens",
        "slash",
        "minus",
        "range",
        "span",
        "none",
        "no ASCII",
    ],
)
def test_slug(expected: str, name: str) -> None:
    """Of a name or an amount."""
    assert expected == slugify(name)


@given(st.text())
def test_a_slug_is_a_slug(name: str) -> None:
    """Whatever it is made from; made again, it stays."""
    slug = slugify(name)

    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert slug == slugify(slug)


@pytest.mark.parametrize(
    ("expected", "curie"), [("looping", "practice:looping"), ("c000180", "ceds:C000180")], ids=["ours", "theirs"]
)
def test_slug_of_a_thing(expected: str, curie: str) -> None:
    """The last part of its IRI."""
    assert expected == slug_of(node(curie))


@pytest.mark.parametrize(
    ("expected", "locator"),
    [
        (True, "mapping is ours"),
        (True, "abstract; PASL (check-ins); mapping to this practice is ours; design label inferred"),
        (True, "Alaska item; CCSSO states the example, the tie to this commitment is ours"),
        (False, "Benefit-Cost Summary; subtraction is ours"),
        (False, "mapping of districts; the wording is ours"),
        (False, ""),
    ],
    ids=["short", "practice", "commitment", "subtraction", "two parts", "empty"],
)
def test_whose_reading_it_is(expected: bool, locator: str) -> None:
    """Only a mapping or a tie that is ours makes a connection ours."""
    assert expected == is_our_reading(locator)
