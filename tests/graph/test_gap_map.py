"""A map of gaps holds claims: what stands in a cell, in a total, for a population, for a design; no graph is asked."""

from __future__ import annotations

from typing import Any

import pytest

from equigraph.graph.claims import ALL_STUDENTS, Claim
from equigraph.graph.gap_map import EVERYTHING, TOTAL, GapMap, Heading, Population
from equigraph.graph.gap_words import kinds_of
from equigraph.graph.grades import Grader
from equigraph.graph.profile import LIKE, UNKNOWN, UNLIKE
from equigraph.graph.studies import Studies


def claim(
    name: str, ends: str, direction: str = "positive", group: str = "g", design: str = "rct", source: str = ""
) -> Claim:
    """Return a claim; its ends are practice and goal, one letter each, one pair or more."""
    return Claim(
        name,
        tuple((one[0], one[1]) for one in ends.split()),
        (direction,),
        (ALL_STUDENTS if group == "all" else group,) if group else (),
        (design,) if design else (),
        (source or name,),
        inferred=False,
    )


# Practices a and b, c without a claim; goals x, y, and z without a claim. g has h below it.
CLAIMS = [
    claim("1", "ax"),
    claim("2", "ax", "negative", "h", "qed"),
    claim("3", "ax", "null", "all"),
    claim("4", "bx by", group="g"),  # one claim about two goals
    claim("5", "ay", "insufficient", "", ""),
    claim("6", "qx"),  # no row
    claim("7", "aq"),  # no column
]
GROUPS = frozenset({"g", "h"})


def headings(names: str) -> list[Heading]:
    return [Heading(name, name.upper(), practices=(name,)) for name in names]


def make(**changes: Any) -> GapMap:
    values: dict[str, Any] = {
        "rows": headings("abc"),
        "columns": headings("xyz"),
        "populations": [
            Population(EVERYTHING, "everything"),
            Population("g", "G", GROUPS),
            Population("h", "H", frozenset({"h"})),
            Population(ALL_STUDENTS, "All students", frozenset({ALL_STUDENTS, "g", "h"})),
        ],
        "designs": [],
        "network": None,
        "grader": Grader(Studies([])),
        "claims": CLAIMS,
    }
    return GapMap(**values | changes)


@pytest.mark.parametrize(
    ("row", "column", "population", "claims", "general"),
    [
        ("a", "x", EVERYTHING, "2 3 1", None),  # what speaks against comes first
        ("a", "x", "g", "2 1", "3"),
        ("a", "x", "h", "2", "3"),
        ("a", "x", ALL_STUDENTS, "2 3 1", None),  # nothing is apart from all students
        ("a", "y", EVERYTHING, "5", None),
        ("a", "y", "g", "", ""),  # a claim about no group is no group's, nor all students'
        ("b", "x", "h", "", ""),
        ("c", "z", EVERYTHING, "", None),
        ("a", TOTAL, EVERYTHING, "2 3 5 1", None),
        ("b", TOTAL, EVERYTHING, "4", None),  # in two cells of the row, and one claim
        (TOTAL, "x", EVERYTHING, "2 3 1 4", None),
        (TOTAL, TOTAL, EVERYTHING, "2 3 5 1 4", None),
        (TOTAL, TOTAL, "g", "2 1 4", "3"),
        (TOTAL, "z", "g", "", ""),
    ],
)
def test_what_stands_in_a_cell(row: str, column: str, population: str, claims: str, general: str | None) -> None:
    cell = make().cell(row, column, population)

    assert claims.split() == list(cell.claims)
    assert len(cell.claims) == cell.grade.claims
    assert (general or "").split() == list(cell.general_claims)
    assert (general is None) == (cell.general is None)
    assert general is None or len(cell.general_claims) == cell.general.claims


def test_exact_leaves_all_students_out() -> None:
    found = make(is_exact=True, populations=[Population("g", "G", frozenset({"g"}))])

    cell = found.cell("a", "x")

    assert (("1",), None, ()) == (cell.claims, cell.general, cell.general_claims)


def test_the_first_population_is_what_it_shows() -> None:
    found = make(populations=[Population("h", "H", frozenset({"h"})), Population(EVERYTHING, "everything")])

    assert ("2",) == found.cell("a", "x").claims


@pytest.mark.parametrize(("design", "expected"), [("", "2 3 1"), ("rct", "3 1"), ("qed", "2"), ("hearsay", "")])
def test_a_design_chooses_claims(design: str, expected: str) -> None:
    found = make()

    assert expected.split() == list(found.cell("a", "x", EVERYTHING, design).claims)
    assert found.grade("a", "x", EVERYTHING, design) == found.cell("a", "x", EVERYTHING, design).grade


def test_verdicts_of_cells() -> None:
    found = make()

    assert ("conflicting", "conflicting") == (found.cell("a", "x").grade.verdict, found.cell("a", "x").grade.gap.yields)
    assert "positive" == found.cell("a", "x", "g", "rct").grade.verdict
    assert "too little to judge" == found.cell("a", "y").grade.gap.yields
    assert "absolute gap" == found.cell("c", "z").grade.gap.yields


def test_cells_that_hold_anything() -> None:
    found = make()

    assert [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")] == sorted(found.filled())
    assert {"absolute gap": 5, "conflicting": 1, "too little to judge": 1, "single study": 2} == kinds_of(found)
    assert 9 == kinds_of(found, "h").total()
    assert {"absolute gap": 8, "single study": 1} == kinds_of(found, "h")
    assert {"absolute gap": 8, "single study": 1} == kinds_of(found, EVERYTHING, "qed")


@pytest.mark.parametrize(
    ("row", "column", "population", "expected"),
    [("a", "x", "g", False), ("a", "y", "g", True), ("c", TOTAL, EVERYTHING, True), (TOTAL, "z", EVERYTHING, True)],
)
def test_cells_that_are_empty(row: str, column: str, population: str, expected: bool) -> None:
    assert expected is make().is_empty(row, column, population)


def test_a_row_holds_all_its_practices() -> None:
    found = make(
        rows=[Heading("k", "K", practices=("a", "b")), Heading("m", "M", practices=("b",))], rows_are="category"
    )

    assert ("2", "3", "1", "4") == found.cell("k", "x").claims
    assert ("a", "b") == found.cell("k", "x").practices
    assert ("b",) == found.cell("k", "y", design="rct").practices
    assert ("4",) == found.cell("m", "x").claims
    # In two rows, and once in the total.
    assert 4 == found.cell(TOTAL, "x").grade.claims
    assert ("a", "b") == found.cell(TOTAL, "x").practices


def test_whether_it_is_whole() -> None:
    assert make().is_whole
    assert not make(parameters={"design": "randomized trial"}).is_whole


def test_without_a_profile_nothing_is_like_ours() -> None:
    assert make().cell("a", "x").ours is None


class ByGroup:
    """A likeness that looks at groups only, as :class:`~equigraph.graph.profile.Likeness` does without a graph."""

    def of(self, one: Claim) -> str:
        if set(one.groups) <= {ALL_STUDENTS}:
            return UNKNOWN
        return LIKE if "h" in one.groups else UNLIKE


def test_evidence_like_ours_stands_beside_all() -> None:
    ours = make(likeness=ByGroup()).cell("a", "x").ours

    assert ours is not None
    assert ("negative", 1, 1, 1) == (ours.grade.verdict, ours.grade.claims, ours.unlike, ours.unknown)
    assert (
        "Negative, one source. How sure: Low: one quasi-experiment, negative findings only (one claim does not say; one "
        "claim is about others)" == ours.sentence
    )


def test_evidence_like_ours_that_is_none() -> None:
    ours = make(likeness=ByGroup()).cell("b", "x").ours

    assert ours is not None
    assert "No claim that says it is about students like ours (one claim is about others)" == ours.sentence


def test_an_empty_map() -> None:
    found = make(rows=[], columns=[], claims=[])

    assert [] == found.filled()
    assert 0 == found.cell(TOTAL, TOTAL).grade.claims
    assert 0 == kinds_of(found).total()
