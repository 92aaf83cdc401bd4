"""The table of words for students: complete, each row with its basis, found as whole words only."""

from __future__ import annotations

from pathlib import Path

import pytest

from equigraph.data.preferred_terms import find_terms, phrases, preferred_terms, read_terms
from equigraph.errors import TableError

HEADER = "avoid,unless,preferred,why,basis,source,address\n"


def test_every_row_names_a_source_with_its_address_or_is_our_reading() -> None:
    assert preferred_terms()
    for term in preferred_terms():
        assert bool(term.source) == term.address.startswith(("http://", "https://"))
        assert ("This is our reading." in term.advice) == (not term.source)
        assert term.preferred in term.advice


def test_no_phrase_is_advised_on_twice() -> None:
    assert len(phrases()) == sum(len(term.avoid) for term in preferred_terms())


def test_no_preferred_word_is_one_to_avoid() -> None:
    assert [] == [phrase for term in preferred_terms() for phrase, _ in find_terms(term.preferred)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mentor monitoring of at-risk students", ["at-risk students"]),
        ("AT-RISK STUDENTS, at-risk students", ["AT-RISK STUDENTS", "at-risk students"]),
        ("students at risk of not graduating", []),  # says which risk
        ("Economically disadvantaged students", []),  # a federal reporting group
        ("disadvantaged students", ["disadvantaged students"]),
        ("only a minority of them", []),
        ("minorities and LEP students", ["LEP students", "minorities"]),
        ("a leper, helpful", []),
        ("", []),
    ],
)
def test_phrases_are_found_as_whole_words(text: str, found: list[str]) -> None:
    assert found == [phrase for phrase, _ in find_terms(text)]


def test_all_wrong_rows_are_told(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(HEADER + ",,x,,hearsay,,\nb,,y,z,our reading,Somebody,\n", "utf-8")
    with pytest.raises(TableError) as caught:
        read_terms(path)

    assert [
        "terms.csv, row 2, column avoid: the cell is empty; a text is needed",
        "terms.csv, row 2, column why: the cell is empty; a text is needed",
        'terms.csv, row 2, column basis: the basis is "hearsay"; accepted: source, our reading',
        "terms.csv, row 2, column source: source and basis do not fit: a source has both, our reading has neither",
        "terms.csv, row 2, column address: address and basis do not fit: a source has both, our reading has neither",
        "terms.csv, row 3, column source: source and basis do not fit: a source has both, our reading has neither",
    ] == [problem.message for problem in caught.value.problems]
