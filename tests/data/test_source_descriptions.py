"""References become sources: ids, citations, what is there already, what a person has to say."""

from __future__ import annotations

from dataclasses import replace

import pyshacl
import pytest
import rdflib
from pyoxigraph import RdfFormat, serialize

from equigraph.data.citations import format_citation
from equigraph.data.description import Origin
from equigraph.data.reference import Reference
from equigraph.data.reference_differences import Difference, citation_parts, comparable, differences
from equigraph.data.source_descriptions import NEW, Choices, Holdings, describe_references
from equigraph.data.terms import node
from equigraph.ontology.files import SCHEMES_FILE, SHAPES_FILE

SOURCE = "https://w3id.org/equigraph/id/source/"
TYPE = "https://w3id.org/equigraph/id/source-type/"
HELD = Reference(
    "Costs of early college", "Ann Bee", "2018", "A press", "policy brief", doi="10.1000/a", iri=f"{SOURCE}r-bee-2018"
)
NEW_ONE = Reference(
    "A study of tutoring & more",
    "Robert van den Pol; Council of Schools",
    "2020",
    "Review of Education 45(3), 519-537",
    "journal article",
    "10.1000/b",
    "EJ1204567",
    "https://example.org/a",
    key="pol",
    origin=Origin("a.bib", row=1),
)


def describe(*references, holdings=None, **choices):
    problems, notes = [], []
    found = describe_references(references, holdings or Holdings(), Choices(**choices), problems, notes)
    return found, [one.message for one in problems], notes


def said(description, curie):
    return [quad.object.value for quad in description.quads if quad.predicate == node(curie)]


def entry(**changes):
    return replace(HELD, iri="", key="bee", origin=Origin("a.bib", row=7), **changes)


@pytest.mark.parametrize("addresses", ["", "direct"])
def test_a_new_source_conforms_to_the_shapes(addresses):
    found, problems, _ = describe(NEW_ONE, Reference("Un título"), addresses=addresses)
    quads = [quad for description in found for quad in description.quads]
    data = rdflib.Graph().parse(data=serialize([quad.triple for quad in quads], format=RdfFormat.TURTLE))
    conforms, _, words = pyshacl.validate(data.parse(SCHEMES_FILE), shacl_graph=str(SHAPES_FILE))

    assert [] == problems
    assert conforms, words
    assert len(quads) == len(set(quads))


def test_what_a_bibliography_cannot_say_is_not_made_up():
    [source, kind], _, notes = describe(NEW_ONE)

    assert f"{SOURCE}van-den-pol-2020-study-tutoring-more" == source.subject.value
    assert ["https://w3id.org/equigraph/id/basis/background"] == said(source, "eq:basis")
    assert ([], []) == (said(source, "schema:url"), said(source, "eq:urlKind"))
    assert ["10.1000/b"] == said(source, "bibo:doi")
    assert [format_citation(**citation_parts(NEW_ONE))] == said(source, "dcterms:bibliographicCitation")
    assert (f"{TYPE}journal-article", ["journal article"]) == (kind.subject.value, said(kind, "skos:prefLabel"))
    assert Origin("a.bib", row=1) == source.origin
    assert [
        (
            "a.bib: 1 address was not taken over: no bibliography says whether an address is the source's own. "
            "A DOI and an ERIC number say where a source is without one"
        )
    ] == notes


def test_the_person_may_say_it():
    [source, _], _, notes = describe(NEW_ONE, basis="retrieved", addresses="direct")

    assert ["https://w3id.org/equigraph/id/basis/retrieved"] == said(source, "eq:basis")
    assert ["https://example.org/a"] == said(source, "schema:url")
    assert ["https://w3id.org/equigraph/id/url-kind/direct"] == said(source, "eq:urlKind")
    assert [] == notes


def test_an_address_that_is_none_is_never_published():
    found, [problem], _ = describe(replace(NEW_ONE, url="javascript:alert(1)"), addresses="direct")

    assert [] == found
    assert 'entry "pol" has the address "javascript:alert(1)"; http:// or https://' in problem


def test_a_type_that_the_graph_has_is_taken_by_its_word():
    holdings = Holdings(source_types=[f"{TYPE}press-release", f"{TYPE}report"])
    [known, other, kind], _, _ = describe(
        Reference("One thing", genre="Press release", source_type="report"),
        Reference("Another matter", genre="Oracle", source_type="prophecy"),
        holdings=holdings,
    )

    assert [f"{TYPE}press-release"] == said(known, "eq:sourceType")
    assert [f"{TYPE}prophecy"] == said(other, "eq:sourceType") == [kind.subject.value]


# --- ids ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "slug"),
    [
        (Reference("The History of a School", "", "2001"), "source-2001-history-school"),
        (
            Reference("Über Schulen", publisher="Kultusministerkonferenz der Länder in der Bundesrepublik"),
            "kultusministerkonferenz-der-lander-in-uber-schulen",
        ),
        (Reference("学校", "王伟"), "source"),
        (Reference("A " + "verylongword" * 20), "source-" + ("verylongword" * 20)[:53]),
    ],
)
def test_an_id_says_what_it_is(reference, slug):
    [source, _], _, _ = describe(reference)

    assert SOURCE + slug == source.subject.value


def test_an_id_is_never_one_that_is_taken_and_stays_the_same():
    taken = Holdings(taken={"van-den-pol-2020-study-tutoring-more"})
    twins = [
        NEW_ONE,
        replace(NEW_ONE, title="A study of tutoring, more or less so", doi="10.1000/c", eric="", url="", key="b"),
    ]
    [first, second, _], _, _ = describe(*twins, decided={"b": NEW}, holdings=taken)
    [again, _], _, _ = describe(NEW_ONE, holdings=taken)

    assert first.subject == again.subject
    assert first.subject.value.startswith(f"{SOURCE}van-den-pol-2020-study-tutoring-more-")
    assert first.subject != second.subject


def test_what_was_imported_is_found_again():
    found, _, _ = describe(NEW_ONE, addresses="direct")
    held = replace(NEW_ONE, iri=found[0].subject.value)

    assert ([], [], ["a.bib: 1 entry is there already, with the same fields"]) == describe(
        NEW_ONE, holdings=Holdings([held]), addresses="direct"
    )


# --- what is there already ------------------------------------------------------------------


def test_a_source_that_is_there_stays_and_what_differs_is_said():
    found, problems, notes = describe(entry(year="2019"), holdings=Holdings([HELD]))

    assert ([], []) == (found, problems)
    assert [
        (
            'a.bib: entry "bee" is there already as "r-bee-2018" (same DOI, 10.1000/a); it stays as it is. '
            "It differs in year: 2019 here, 2018 there"
        )
    ] == notes


def test_a_source_that_is_there_takes_what_differs_if_the_person_says_so():
    mine = entry(
        year="2019", authors="Ann Bee; Bo Cee", publisher="", source_type="report", url="https://example.org/b"
    )
    [update], problems, [note] = describe(mine, holdings=Holdings([HELD]), same="update", addresses="direct")

    assert [] == problems
    assert HELD.iri == update.subject.value
    assert (["2019"], ["Ann Bee; Bo Cee"]) == (said(update, "dcterms:issued"), said(update, "eq:authors"))
    assert ["https://example.org/b"] == said(update, "schema:url")
    assert [] == said(update, "dcterms:publisher") == said(update, "eq:sourceType") == said(update, "eq:basis")
    assert ["Bee, A., & Cee, B. (2019). Costs of early college. A press. https://doi.org/10.1000/a"] == said(
        update, "dcterms:bibliographicCitation"
    )
    assert {quad.predicate for quad in update.quads} == update.covers
    assert "it takes what differs, authors: Ann Bee; Bo Cee here, Ann Bee there; year: 2019 here, 2018 there" in note


def test_a_second_entry_of_a_source_is_compared_with_what_the_first_made_of_it():
    mine = entry(year="2019")
    found, _, notes = describe(mine, replace(mine, key="again"), holdings=Holdings([HELD]), same="update")

    assert [["2019"]] == [said(update, "dcterms:issued") for update in found]
    assert "a.bib: 1 entry is there already, with the same fields" == notes[-1]


def test_one_source_twice_in_a_file_is_taken_once():
    second = replace(NEW_ONE, year="2021", key="again", origin=Origin("a.bib", row=2))
    found, problems, notes = describe(NEW_ONE, second, addresses="direct")

    assert (2, []) == (len(found), problems)  # the source and its type
    assert [
        (
            'a.bib: entry "again" is the same source as entry "pol" of a.bib (same DOI, 10.1000/b); '
            "the first was taken. It differs in year: 2021 here, 2020 there"
        )
    ] == notes


@pytest.mark.parametrize(
    ("decided", "subjects"), [("new", 2), ("r-bee-2018", 0), (HELD.iri, 0)], ids=["new", "slug", "iri"]
)
def test_what_may_be_there_waits_for_a_word(decided, subjects):
    mine = entry(doi="10.1000/other")
    found, [problem], _ = describe(mine, holdings=Holdings([HELD]))
    after, problems, _ = describe(mine, holdings=Holdings([HELD]), decided={"bee": decided})

    assert [] == found
    assert (
        'a.bib, row 7, column title: entry "bee" may be the same source as "r-bee-2018", which is there already '
        "(same title; the DOI is 10.1000/other here and 10.1000/a there); say for this entry which source it is, "
        'or that it is "new"'
    ) == problem
    assert (subjects, []) == (len(after), problems)


def test_a_word_that_names_no_source_is_refused():
    found, [problem], _ = describe(entry(), holdings=Holdings([HELD]), decided={"bee": "r-nobody"})

    assert [] == found
    assert 'entry "bee" is said to be the source "r-nobody", and there is none of that id' in problem


def test_what_may_be_another_entry_of_the_file_waits_too():
    second = replace(NEW_ONE, doi="10.1000/c", eric="", key="again", origin=Origin("a.bib", row=2))
    _, [problem], _ = describe(NEW_ONE, second)

    assert 'entry "again" may be the same source as entry "pol" of a.bib (' in problem


# --- differences ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ({"title": "The  costs"}, {"title": "the ‘Costs’"}, []),
        ({"authors": "A. Bee; et al."}, {"authors": "Ann Bee; Bo Cee"}, []),
        ({"authors": "A. Bee; et al."}, {"authors": "Bo Cee"}, ["authors"]),
        ({"authors": "Ann Bee"}, {"authors": "Ann Bee; Bo Cee"}, ["authors"]),
        ({"authors": "RAND"}, {"publisher": "RAND"}, []),
        ({"publisher": "Journal 3, 1-9"}, {"publisher": "Journal 4, 1-9"}, ["publisher"]),
        ({"doi": "10.1000/A"}, {"doi": "10.1000/a"}, []),
        ({"eric": "ED2"}, {"eric": "ED1"}, ["eric"]),
        ({"eric": "ED606242"}, {"url": "https://eric.ed.gov/?id=ED606242"}, ["url"]),
        ({"genre": "Policy Brief"}, {"source_type": "policy brief"}, []),
        ({"genre": "Memo"}, {"source_type": "policy brief"}, ["source_type"]),
        ({"source_type": "report"}, {"source_type": "policy brief"}, []),
        ({}, {"title": "", "year": "2020-05", "iri": "A"}, []),
    ],
)
def test_what_differs(mine, theirs, expected):
    one, other = (Reference(**{"title": "A", **fields}) for fields in (mine, theirs))
    found = differences(one, comparable(other), with_address=True)
    if "url" in theirs:
        found = [*found, *differences(replace(other, eric=""), comparable(one), with_address=True)]

    assert expected == [difference.field for difference in found]


def test_a_long_value_is_shortened_with_a_sign():
    assert f"title: {'x' * 120}… here, nothing there" == str(Difference("title", "x" * 500, ""))
