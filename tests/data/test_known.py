"""Which thing a cell names."""

import pytest
from pyoxigraph import NamedNode

from equigraph.data.known import Known, fold, iri_of
from equigraph.data.terms import node

LEARNERS = "https://w3id.org/equigraph/id/group/english-learners"


@pytest.fixture
def known() -> Known:
    known = Known()
    for curie, kind, label in (
        ("group:english-learners", "group", "English Learners"),
        ("group:students-in-foster-care", "group", "Students in foster care"),
        ("practice:looping", "practice", "Looping"),
        ("practice:looping-2", "practice", "Looping"),
        ("organization:vermont", "organization", "State of Vermont"),
        ("organization:vermont", "jurisdiction", "State of Vermont"),
        ("source:r-long", "source", "A title " * 30),
        ("category:pathways", "category", "pathways"),
    ):
        known.add(node(curie).value, kind, label)
    known.add("https://example.org/own", "practice", "Own")
    return known


@pytest.mark.parametrize(
    ("cell", "kinds", "curie"),
    [
        ("English Learners", ("group",), "group:english-learners"),
        ("  english\u00a0LEARNERS ", ("group",), "group:english-learners"),
        ("english-learners", ("group",), "group:english-learners"),
        ("group:english-learners", ("group",), "group:english-learners"),
        (LEARNERS, ("group",), "group:english-learners"),
        ("State of Vermont", ("jurisdiction",), "organization:vermont"),
        ("looping-2", ("practice",), "practice:looping-2"),
    ],
)
def test_finds_by_name_and_id(known: Known, cell: str, kinds: tuple[str, ...], curie: str) -> None:
    assert node(curie) == known.find(cell, kinds)


@pytest.mark.parametrize(
    ("cell", "kinds", "reason"),
    [
        (
            "english learner",
            ("group",),
            'there is no student group "english learner" (did you mean "English Learners"?)',
        ),
        ("x", ("category",), 'there is no category "x"; known: pathways'),
        ("x", ("policy",), 'there is no policy "x"; known: none'),
        ("Looping", ("group",), '"Looping" is a practice; a student group is needed here'),
        (
            "Looping",
            ("practice",),
            '"Looping" names 2 things: "looping", "looping-2"; write the id of the one that is meant',
        ),
        ("practice:x", ("practice",), 'there is no practice "practice:x"; known: Looping, Own'),
        ("pathways", ("practice", "goal"), '"pathways" is a category; a practice or equity goal is needed here'),
    ],
)
def test_says_why_not(known: Known, cell: str, kinds: tuple[str, ...], reason: str) -> None:
    assert reason == known.find(cell, kinds)


@pytest.mark.parametrize(
    ("iri", "kinds", "cell"),
    [
        (LEARNERS, ("group",), "English Learners"),
        (node("practice:looping").value, ("practice",), "looping"),  # its name is another's too
        (node("source:r-long").value, ("source",), "r-long"),  # its name is too long to choose from a list
        ("https://example.org/own", ("practice",), "Own"),
        (LEARNERS, ("practice",), None),
        ("https://example.org/other", ("practice",), None),
    ],
)
def test_cell_reads_back(known: Known, iri: str, kinds: tuple[str, ...], cell: str | None) -> None:
    assert cell == known.cell_of(NamedNode(iri), kinds)
    if cell is not None:
        assert NamedNode(iri) == known.find(cell, kinds)


def test_things_in_order(known: Known) -> None:
    assert [node("organization:vermont").value] == list(known.things(("organization", "jurisdiction")))
    assert ("organization", "jurisdiction") == tuple(known.kinds_of(node("organization:vermont").value))
    assert "" == known.label_of("https://example.org/none")


@pytest.mark.parametrize(
    ("cell", "iri"),
    [
        ("practice:looping", node("practice:looping").value),
        ("unknown:x", None),
        (":x", None),
        ("a: b", None),
        ("x:", None),
    ],
)
def test_iri_of(cell: str, iri: str | None) -> None:
    assert iri == iri_of(cell)


def test_fold_is_idempotent() -> None:
    assert "stra\u00dfe".casefold() == fold(fold("  STRASSE "))
