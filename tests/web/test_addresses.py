"""Addresses: the path of a thing and its IRI lead to each other, whatever the IRI is."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.web.addresses import OURS, drill_path, iri_at, path_of, with_query

# What an IRI may hold (RFC 3987), and what browsers and servers read in their own way.
IRI_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=' "<>\\^`{|}\x7f'), min_size=1)


def read(path: str) -> str:
    """Return the IRI to which a path leads, as a browser and the server read it."""
    parts = urlsplit(path)
    if parts.path == "/thing":
        return parse_qs(parts.query, strict_parsing=True)["iri"][0]
    return iri_at(unquote(parts.path))


@given(IRI_TEXT)
def test_a_path_leads_back_to_its_iri(text: str) -> None:
    for iri in (OURS + text, "http://example.org/" + text):
        assert iri == read(path_of(iri))


@pytest.mark.parametrize("rest", ["../a", "a/./b", "practice/x.json", "practice/x.ttl", "x.jsonld", "..", "x.nt"])
def test_what_no_path_can_hold_is_named_in_the_query(rest: str) -> None:
    assert path_of(OURS + rest).startswith("/thing?iri=")


@pytest.mark.parametrize("iri", ["https://w3id.org/equigraph/identity", "https://w3id.org/equigraph/ontology#Practice"])
def test_only_things_stand_at_the_path_of_their_iri(iri: str) -> None:
    assert path_of(iri).startswith("/thing?iri=")


def test_values_of_a_query_are_escaped_and_empty_ones_left_out() -> None:
    assert "/a?b=1%262&b=%3F" == with_query("/a", [("b", "1&2"), ("b", "?"), ("c", "")])
    assert "/a" == with_query("/a", {})


def test_a_drill_names_all_its_values() -> None:
    drill = {"view": "v", "parameters": {"goal": ["urn:a", "urn:b"], "max-nodes": 3, "by": "kind"}}

    assert "/network?view=v&goal=urn%3Aa&goal=urn%3Ab&max-nodes=3&by=kind" == drill_path(drill)
