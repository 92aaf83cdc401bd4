"""The flat records of a gap map: every number is its cell's, nothing is left out, claims about all students stay apart."""

from __future__ import annotations

import pytest

from equigraph.errors import ExportError
from equigraph.exporters.gap_columns import CELL_COLUMNS, CLAIM_COLUMNS, COST_COLUMNS, DIRECTION_COLUMNS, SOURCE_COLUMNS
from equigraph.exporters.gap_names import GapNames, recorded, roll_up
from equigraph.exporters.gap_rows import OF_A_PROFILE, GapRows, cell_columns, claim_columns
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.profile import Profile

E = "https://example.org/"
CHOICES = {
    "bundled": {},
    "one row": {"practice": "looping"},
    "by category": {"rows": "category"},
    "by organization": {"rows": "organization", "max_rows": 5},
    "a group": {"group": "english-learners"},
    "a group alone": {"group": "english-learners", "exact": True},
    "two groups": {"group": ["english-learners", "students-of-color"]},
    "a design": {"design": "rct"},
    "few rows": {"max_rows": 3},
}


def check(record, cell):
    """Hold a record against its cell, number by number."""
    grade = cell.grade
    numbers = {"claims": grade.claims, "sources": grade.sources, "counted": grade.counted}
    numbers |= {"inferred_claims": grade.inferred}
    numbers |= {name: grade.counts.get(slug, 0) for slug, name in DIRECTION_COLUMNS.items()}
    words = {"kind": grade.gap.yields, "verdict": grade.verdict, "how_sure": grade.how_sure, "reason": grade.reason}
    words |= {"quality": grade.quality, "says": grade.support}
    assert numbers | words == {name: record[name] for name in numbers | words}
    assert (list(cell.claims), list(cell.general_claims)) == (record["claim_iris"], record["all_students_claim_iris"])
    general = cell.general
    apart = (
        (general.claims, general.sources, general.verdict, general.how_sure, general.gap.yields)
        if general
        else (None,) * 5
    )
    assert apart == tuple(
        record[f"all_students_{name}"] for name in ("claims", "sources", "verdict", "how_sure", "kind")
    )
    if cell.ours:
        assert (cell.ours.grade.claims, cell.ours.unlike, cell.ours.unknown, cell.ours.grade.verdict) == tuple(
            record[f"ours_{name}"] for name in ("claims", "unlike", "cannot_tell", "verdict")
        )


@pytest.fixture(
    scope="module",
    params=[pytest.param(chosen, id=name, marks=[pytest.mark.slow] * (not chosen)) for name, chosen in CHOICES.items()],
)
def chosen_rows(request, bundled_graph):
    return GapRows(bundled_graph.gaps(**request.param))


def test_every_number_is_that_of_its_cell(chosen_rows):
    found, rows = chosen_rows.found, chosen_rows
    for record in (*rows.cells, *rows.totals):
        check(record, found.cell(record["row_iri"], record["column_iri"], record["population_iri"]))
        assert list(record) == list(cell_columns(found))
        assert len(record["citations"]) == len(record["source_iris"]) == len(set(record["source_iris"]))


def test_the_first_population_has_every_cell_and_every_claim_is_told(chosen_rows):
    found, rows = chosen_rows.found, chosen_rows
    first = found.populations[0].iri
    asked = [one.iri for one in found.populations] if first else [first]

    for people in asked:
        cells = [(one["row_iri"], one["column_iri"]) for one in rows.cells if one["population_iri"] == people]
        assert [(row.iri, column.iri) for row in found.rows for column in found.columns] == cells
    assert all(one["claims"] for one in rows.cells if one["population_iri"] not in asked)
    told = {iri for one in rows.cells for iri in (*one["claim_iris"], *one["all_students_claim_iris"])}
    assert told == {one["claim_iri"] for one in rows.claims}
    assert {iri for one in rows.claims for iri in one["source_iris"]} <= {one["source_iri"] for one in rows.sources}
    assert all(one["finding"] for one in rows.claims)


@pytest.mark.slow
def test_other_populations_leave_out_only_cells_without_a_claim_about_them(bundled_gaps):
    rows = GapRows(bundled_gaps)
    for people in bundled_gaps.populations[1:]:
        want = {key for key in bundled_gaps.filled() if bundled_gaps.cell(*key, population=people.iri).claims}
        have = {(one["row_iri"], one["column_iri"]) for one in rows.cells if one["population_iri"] == people.iri}
        assert want == have


def test_a_profile_adds_its_columns():
    profile = Profile("ours.toml", {"groups": ("english-learners",)})
    with KnowledgeGraph.open(profile=profile) as graph:
        found = graph.gaps(practice="dual-language-immersion")
    rows = GapRows(found)

    assert list(CELL_COLUMNS) == list(cell_columns(found)) == list(rows.cells[0])
    assert list(CLAIM_COLUMNS) == list(claim_columns(found)) == list(rows.claims[0])
    assert "groups: English Learners" == rows.constants["profile"]
    assert {"like", "unlike", "unknown"} >= {one["like_ours"] for one in rows.claims} > set()
    for record in rows.cells:
        check(record, found.cell(record["row_iri"], record["column_iri"], record["population_iri"]))


def test_claims_costs_and_sources_keep_what_is_stated(gap_map):
    found = gap_map()
    rows = GapRows(found)
    claim = next(one for one in rows.claims if one["claim_iri"] == E + "i4")
    cost, ranged = rows.costs

    assert list(claim) == list(claim_columns(found)) == [name for name in CLAIM_COLUMNS if name not in OF_A_PROFILE]
    assert ("insufficient", "our reading (inferred)", "checked: twice") == tuple(
        claim[name] for name in ("direction", "tie", "check")
    )
    assert ["Looping × Achievement"] == claim["cells"]
    assert [f"{E}q {E}g"] == claim["cell_iris"]
    assert list(COST_COLUMNS) == list(cost)
    assert ("150", "dollars per pupil", "2025", "Tutoring") == tuple(
        cost[name] for name in ("amount", "unit", "year", "context")
    )
    assert ("1200-2500", "", "") == (ranged["amount"], ranged["source_iri"], ranged["url"])
    assert [
        "150 dollars per pupil (2025; Tutoring) [Tutoring s3.]",
        "1200-2500 dollars per pupil (2025; Tutoring)",
    ] == (rows.cells[0]["costs"])
    assert all(list(SOURCE_COLUMNS) == list(one) for one in rows.sources)
    assert {"s1": ("https://doi.org/10.1/x", 2), "s2": ("", 1), "s3": ("", 1)} == {
        one["source_iri"].removeprefix(E): (one["url"], one["claims"]) for one in rows.sources
    }
    assert ["ESSA tier 1: Strong evidence [Tutoring s1.]"] == rows.cells[0]["ratings_as_stated"]


def test_a_group_counts_with_those_below_it_once(gap_map):
    found = gap_map(group=True)
    learners, newcomers = found.populations

    assert "claims about this group and the 1 below it, each counted once" == roll_up(found, learners)
    assert "claims about this group; none is below it here" == roll_up(found, newcomers)
    assert "claims about this group alone" == roll_up(gap_map(group=True, is_exact=True), newcomers)
    assert [2, 1] == [
        one["claims"] for one in GapRows(found).cells if (one["row"], one["column"]) == ("Tutoring", "Achievement")
    ]


def test_nothing_to_map_makes_no_record(gap_map):
    rows = GapRows(gap_map(empty=True))

    assert () == rows.cells == rows.totals == rows.claims == rows.costs == rows.sources


def test_a_thing_without_a_record_is_called_by_its_iri(gap_map):
    names = GapNames(gap_map())

    assert ("unknown thing", E + "nobody", "") == (
        names.label(E + "unknown-thing"), names.citation(E + "nobody"), names.link(E + "nobody")
    )  # fmt: skip
    assert "Learners" == names.group(E + "learners", E + "no-claim")


def test_a_map_without_records_cannot_name_its_sources():
    with pytest.raises(ExportError, match="holds numbers only"):
        recorded(None)
