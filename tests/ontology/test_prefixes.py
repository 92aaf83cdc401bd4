"""The prefix table, and the way between CURIEs and IRIs."""

from __future__ import annotations

import pytest
import rdflib.namespace
from hypothesis import given
from hypothesis import strategies as st

from equigraph.errors import OntologyError, UnknownPrefixError
from equigraph.ontology.prefixes import (
    CONCEPT_PREFIXES,
    CONVERTER,
    ID_BASE,
    LOCAL_NAME,
    PREFIXES,
    THING_PREFIXES,
    Converter,
    compress,
    expand,
)

STANDARD = {  # as text: pytest looks at what a module holds, and a closed namespace warns about that
    "dcat": str(rdflib.namespace.DCAT),
    "dcterms": str(rdflib.namespace.DCTERMS),
    "foaf": str(rdflib.namespace.FOAF),
    "org": str(rdflib.namespace.ORG),
    "owl": str(rdflib.namespace.OWL),
    "prov": str(rdflib.namespace.PROV),
    "rdf": str(rdflib.namespace.RDF),
    "rdfs": str(rdflib.namespace.RDFS),
    "schema": str(rdflib.namespace.SDO),
    "sh": str(rdflib.namespace.SH),
    "skos": str(rdflib.namespace.SKOS),
    "void": str(rdflib.namespace.VOID),
    "xsd": str(rdflib.namespace.XSD),
}
NOT_IN_RDFLIB = {"bibo", "ceds"}


@pytest.mark.parametrize("prefix", STANDARD)
def test_a_standard_prefix_is_the_one_of_rdflib(prefix: str) -> None:
    """A namespace typed by hand is a namespace typed wrong, sooner or later."""
    assert STANDARD[prefix] == PREFIXES[prefix]


def test_every_prefix_is_ours_or_held_against_rdflib() -> None:
    """A prefix that is added to the table is added to this test as well."""
    ours = {"eq", "scheme", *THING_PREFIXES, *CONCEPT_PREFIXES}

    assert ours | set(STANDARD) | NOT_IN_RDFLIB == set(PREFIXES)


def test_no_namespace_has_two_prefixes() -> None:
    """Then a CURIE would not be the only one."""
    assert len(PREFIXES) == len(set(PREFIXES.values()))


@given(st.sampled_from(sorted(PREFIXES)), st.from_regex(LOCAL_NAME, fullmatch=True))
def test_a_curie_comes_back(prefix: str, local: str) -> None:
    """Compressing what was expanded gives the same CURIE."""
    assert f"{prefix}:{local}" == compress(expand(f"{prefix}:{local}"))


@given(st.text())
def test_an_iri_that_compresses_expands_to_itself(tail: str) -> None:
    """Whatever follows a namespace: the CURIE is either right or None."""
    iri = f"{PREFIXES['practice']}{tail}"
    curie = compress(iri)

    assert curie is None or iri == expand(curie)


@pytest.mark.parametrize(
    ("expected", "iri"),
    [
        ("source-type:report", f"{ID_BASE}source-type/report"),
        ("source:report", f"{ID_BASE}source/report"),
        ("statement:essa.enacted-by.us-congress", f"{ID_BASE}statement/essa.enacted-by.us-congress"),
        (None, f"{ID_BASE}practice/"),
        (None, f"{ID_BASE}practice/a/b"),
        (None, f"{ID_BASE}practice/a."),
        (None, f"{ID_BASE}practice/-a"),
        (None, "https://example.org/a"),
    ],
    ids=["longer", "shorter", "dots", "empty", "slash", "last dot", "first hyphen", "foreign"],
)
def test_compress(expected: str | None, iri: str) -> None:
    """The longest namespace wins; a local name that Turtle would have to escape has no CURIE."""
    assert expected == compress(iri)


def test_a_namespace_itself_can_be_written() -> None:
    """An empty local name is a CURIE too."""
    assert PREFIXES["eq"] == expand("eq:")


def test_an_unknown_prefix_suggests_near_ones() -> None:
    """The error holds the prefix, what is known, and what is near."""
    with pytest.raises(UnknownPrefixError) as caught:
        expand("orgs:Organization")

    assert caught.value.prefix == "orgs"
    assert "org" in caught.value.close
    assert set(PREFIXES) == set(caught.value.known)
    assert caught.value.message.startswith('unknown prefix "orgs"; known prefixes: ')


@pytest.mark.parametrize("written", ["Practice", "", "eq:a b", "eq:a/b", "eq:.a", "https://example.org/a"])
def test_what_is_no_curie_is_refused(written: str) -> None:
    """A name without colon, or with letters that Turtle would escape, is refused."""
    with pytest.raises(OntologyError):
        expand(written)


def test_header_declares_every_prefix() -> None:
    """The header of a query holds a line for each prefix, sorted."""
    expected = [f"PREFIX {prefix}: <{PREFIXES[prefix]}>" for prefix in sorted(PREFIXES)]

    assert expected == CONVERTER.header().splitlines()


def test_a_converter_has_its_own_table() -> None:
    """The project's table is not the only possible one."""
    converter = Converter({"x": "https://example.org/"})

    assert converter.compress("https://example.org/a") == "x:a"
    with pytest.raises(UnknownPrefixError):
        converter.expand("eq:Practice")
