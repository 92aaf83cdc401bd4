"""Authors of sources: who is a person, who an organization, and where a surname begins."""

from __future__ import annotations

import pytest

from equigraph.data.authors import author_of, plain_text, split_names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jo Doe", {"family": "Doe", "given": "Jo"}),
        ("Doe, J.", {"family": "Doe", "given": "J."}),
        ("Robert van den Pol", {"family": "van den Pol", "given": "Robert"}),
        ("Roland G. Fryer, Jr.", {"family": "Fryer", "given": "Roland G.", "suffix": "Jr."}),
        ("Roland G. Fryer Jr.", {"family": "Fryer", "given": "Roland G.", "suffix": "Jr."}),
        ("Iliana Brodziak de los Reyes", {"family": "Brodziak de los Reyes", "given": "Iliana"}),
        ("Council of Schools", {"literal": "Council of Schools"}),
        ("MDRC", {"literal": "MDRC"}),
        ("Associated Press", {"literal": "Associated Press"}),
        ("et al", {"literal": "et al"}),
        ("and others", {"literal": "and others"}),
        ("M. Lenard (page owner)", {"literal": "Lenard, M. (page owner)"}),  # no style has a place for a role
        ("'Ulu Jensen", {"literal": "Jensen, 'U."}),  # a style takes an okina for a name of its own
    ],
)
def test_an_author_is_a_csl_name(name, expected):
    assert expected == author_of(name)


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("", []),
        ("Jo Doe", ["Jo Doe"]),
        ("Jo Doe; Al Roe;", ["Jo Doe", "Al Roe"]),
        ("M. Lenard (owner; others unknown); Al Roe", ["M. Lenard (owner; others unknown)", "Al Roe"]),
        ("Jo Doe (open; Al Roe", ["Jo Doe (open", "Al Roe"]),
    ],
)
def test_names_are_parted_at_semicolons(authors, names):
    assert names == split_names(authors)


@pytest.mark.parametrize(
    ("text", "plain"),
    [("a\n  b", "a b"), ("<i>A</i> &amp; B", "A & B"), ("a < b & c", "a < b & c"), ("&nosuch;", "&nosuch;")],
)
def test_markup_is_taken_out(text, plain):
    assert plain == plain_text(text)
