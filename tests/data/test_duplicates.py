"""One source or two: certainly, possibly, not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.data.duplicates import MOST_HOLDERS, Catalogue, author_key, title_key
from equigraph.data.reference import Reference

HELD = Reference(
    "Costs and benefits of early college high schools: A study",
    "Ann Bee; Bo Cee",
    "2019",
    "A press",
    "report",
    doi="10.1000/a",
    eric="ED606242",
    url="https://www.example.org/study/",
    iri="https://w3id.org/equigraph/id/source/held",
)
PAGE = Reference("History", publisher="WIDA", iri="https://w3id.org/equigraph/id/source/page")
OTHER = {"doi": "", "eric": "", "url": "", "iri": ""}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": "X", "doi": "", "eric": "", "url": ""}, "same IRI, https://w3id.org/equigraph/id/source/held"),
        ({"title": "X", "doi": "10.1000/A", "iri": ""}, "same DOI, 10.1000/a"),
        ({"title": "X", "doi": "10.1000/other", "iri": ""}, "same ERIC number, ED606242"),
        (
            OTHER | {"title": "Costs and Bénefits of early college high schools – a study"},
            "same title, year and first author",
        ),
        (OTHER | {"authors": "Bee, A."}, "same title, year and first author"),
    ],
)
def test_what_is_certain(changes, reason):
    twin = Catalogue([HELD, PAGE]).twin_of(replace(HELD, **changes))

    assert (reason, True, HELD) == (twin.reason, twin.is_certain, twin.reference)


def test_without_authors_the_publisher_tells():
    twin = Catalogue([PAGE]).twin_of(Reference("history", "WIDA (organization)"))

    assert ("same title, year and first author", True) == (twin.reason, twin.is_certain)
    assert "same title, year and publisher" == Catalogue([PAGE]).twin_of(Reference("History", publisher="WIDA")).reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"doi": "10.1000/b"}, "same title; the DOI is 10.1000/b here and 10.1000/a there"),
        ({"year": "2020"}, "same title; the year is 2020 here and 2019 there"),
        ({"year": ""}, "same title; no year to compare"),
        ({"authors": "", "publisher": ""}, "same title"),
        ({"title": "X", "url": "http://example.org/study#top"}, f'same address; the title is "{HELD.title}" there'),
        (
            {"title": "Costs and benefits of early college high schools"},
            f'one title begins as the other does, "{HELD.title}"',
        ),
        ({"title": HELD.title.replace("benefits", "benefit")}, f'titles that differ in a few letters, "{HELD.title}"'),
    ],
)
def test_what_is_possible_is_told_with_its_reason(changes, reason):
    twin = Catalogue([PAGE, HELD]).twin_of(replace(HELD, **OTHER | changes))

    assert (reason, False, HELD) == (twin.reason, twin.is_certain, twin.reference)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Costs"},
        {"year": "2015"},
        {"authors": "Someone Else"},
        {"title": HELD.title + " of grade 4", "year": "2010"},
        {"title": HELD.title.replace("benefits", "benefit"), "doi": "10.1000/b"},
        {"title": HELD.title.replace("benefits", "benefit"), "year": "2018"},
        {"title": HELD.title.replace("benefits", "troubles")},
        {"title": HELD.title + "x" * 600},
    ],
)
def test_what_is_another_source(changes):
    assert None is Catalogue([HELD]).twin_of(replace(HELD, **OTHER | changes))


def test_titles_that_differ_in_a_number_are_two():
    assert None is Catalogue([Reference("Results of reading in grade 3")]).twin_of(
        Reference("Results of reading in grade 4")
    )


def test_of_very_many_like_titles_the_exact_one_is_found():
    many = [Reference("Annual report", f"Ann {name}", "2019") for name in map("Bee{}".format, range(MOST_HOLDERS * 3))]
    catalogue = Catalogue(many)

    assert many[-1] == catalogue.twin_of(many[-1]).reference
    assert None is catalogue.twin_of(Reference("Annual report", "Someone Else", "2019"))


@given(st.text(max_size=40))
def test_a_title_is_like_itself_in_any_case(title):
    assert title_key(title) == title_key(title_key(title))
    assert title_key(f"  {title}") == title_key(title)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (Reference("A", "Jo Doe (Ed.)"), "doe"),
        (Reference("A", "Jo Doe; Ann Bee (Eds.)"), "doe"),
        (Reference("A", "Sesame Workshop (organization)"), "sesame workshop"),
        (Reference("A", publisher="RAND; ASI"), "rand"),
        (Reference("A"), ""),
    ],
)
def test_the_first_author(reference, expected):
    assert expected == author_key(reference)
