"""Between a cell and the terms that it stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from equigraph.data.fields import MOST_CHARACTERS, clean, read_cell, show
from equigraph.data.known import Known
from equigraph.data.table import Column
from equigraph.data.terms import gyear, integer, node, plain, text

NAMES = Column("Other names", "text", separator=";")
NAME = Column("Name", "text")
NOTHING = Known()


@pytest.mark.parametrize(
    ("value", "cell", "terms"),
    [
        ("text", "a", [text("a")]),
        ("string", "a", [plain("a")]),
        ("year", "2015", [gyear("2015")]),
        ("number", "7", [integer(7)]),
        ("count", "70", [integer(70)]),
        ("url", "https://example.org/a", [NamedNode("https://example.org/a")]),
        ("relation", "enacted by", [node("eq:enactedBy")]),
        ("relation", "Enacted  By", [node("eq:enactedBy")]),
        ("scheme", "Policy type", [node("scheme:policy-type")]),
        ("text", "", []),
    ],
)
def test_reads(value: str, cell: str, terms: list[object]) -> None:
    assert terms == read_cell(Column("x", value), cell, NOTHING)  # type: ignore[arg-type] # one of the table


@pytest.mark.parametrize(
    ("value", "cell", "reason"),
    [
        ("year", "15", '"15" is not a year; a year has four digits, from 1500 to 2099'),
        ("number", "x", '"x" is not a number; digits alone are accepted'),
        ("url", "javascript:x", '"javascript:x" is not a web address; one that begins with http:// or https://'),
        ("url", "http://[", '"http://[" is not a web address'),
        ("relation", "enactd by", 'there is no relation "enactd by" (did you mean "enacted by"?)'),
        ("relation", "zzz", 'there is no relation "zzz"; known: acted on, addresses,'),
        ("scheme", "zzz", 'there is no list "zzz"; known: basis, category,'),
        ("thing", "zzz", 'there is no practice "zzz"; known: none'),
    ],
)
def test_says_why_not(value: str, cell: str, reason: str) -> None:
    assert str(read_cell(Column("x", value, kinds=("practice",)), cell, NOTHING)).startswith(reason)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("column", "terms", "cell", "shown"),
    [
        (NAMES, [text("b"), text("a")], "a; b", 2),
        (NAME, [text("b"), text("a")], "a", 1),  # there is room for one; the other stays as it is
        (NAME, [Literal("c", language="es")], "", 0),
        (NAMES, [text("a;b"), text("c")], "c", 1),  # it would read back as two
        (NAME, [text(" a ")], "", 0),  # a spreadsheet would not keep its ends
        (NAME, [text("a\x01")], "", 0),
        (NAME, [text("x" * (MOST_CHARACTERS + 1))], "", 0),
        (NAME, [BlankNode("a"), plain("a")], "", 0),
        (Column("Year", "year"), [Literal("2015")], "", 0),
        (Column("Web address", "url"), [NamedNode("urn:x"), plain("x")], "", 0),
        (Column("Relation", "relation"), [node("eq:enactedBy"), plain("x")], "enacted by", 1),
        (Column("List", "scheme"), [node("scheme:locale"), plain("x")], "locale", 1),
        (Column("Practice", "thing", kinds=("practice",)), [node("practice:looping"), plain("x")], "", 0),
    ],
)
def test_shows_what_reads_back(column: Column, terms: list[Literal], cell: str, shown: int) -> None:
    found = show(column, terms, NOTHING)

    assert (cell, shown) == (found.text, len(found.terms))
    assert set(found.terms) <= set(terms)


@given(st.lists(st.text(max_size=20).map(text), max_size=4))
def test_what_is_shown_reads_back(terms: list[Literal]) -> None:
    for column in (NAME, NAMES):
        found = show(column, terms, NOTHING)
        read = read_cell(column, clean(found.text), NOTHING)

        assert not isinstance(read, str)
        assert set(found.terms) == set(read)


@given(st.text())
def test_clean_twice_is_clean(cell: str) -> None:
    assert clean(cell) == clean(clean(cell))
