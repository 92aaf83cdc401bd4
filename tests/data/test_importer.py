"""The table importer: what small tables become, and every problem it reports."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from equigraph.data.importer import import_tables, main, write_content
from equigraph.data.table import Table
from equigraph.data.tables import TABLES
from equigraph.data.terms import node, plain, text
from equigraph.errors import DataError, TableError

Tables = dict[str, list[dict[str, str]]]

SOURCE = {"title": "A study", "type": "report", "basis": "retrieved", "publisher": "A press"}
ROW = {"source_id": "r-one", "basis": "retrieved"}


def small_tables() -> Tables:
    """Return one good row or two for every table."""
    return {
        "evidence_scales": [
            {"scheme": "direction", "level": "null", "name": "Null", "definition": "None found.", "source_id": "r-one"},
            {"scheme": "design", "level": "RCT", "name": "Trial", "definition": "Random.", "source_id": "r-one"},
        ],
        "sources_a": [
            {**SOURCE, "id": "s-law", "type": "statute", "url": "https://example.org/law", "url_kind": "direct"},
            {**SOURCE, "id": "s-copy", "url": "https://copies.example/1", "url_kind": "mirror"},
        ],
        "sources_b": [
            {**SOURCE, "id": "r-one", "year": "2020", "authors": "Ann Lee; Bo Roe", "doi": "10.1000/one"},
            {**SOURCE, "id": "r-dossier", "type": "note", "basis": "background"},
        ],
        "practices": [
            {**ROW, "id": "tutoring", "name": "Tutoring", "definition": "Tutors.", "category": "academic support"},
            {**ROW, "id": "looping", "name": "Looping", "definition": "Loops.", "category": "academic support"},
        ],
        "student_groups": [
            {**ROW, "id": "all-students", "name": "All students", "definition": "Everyone."},
            {
                **ROW,
                "id": "english-learners",
                "name": "English Learners",
                "broader_id": "all-students",
                "definition": "Learners.",
                "ceds_uri": "http://ceds.ed.gov/terms#C000180",
                "ceds_source_id": "s-law",
                "source_id": "s-law",
            },
        ],
        "equity_goals": [
            {**ROW, "id": "achievement", "name": "Achievement", "definition": "Learning.", "origin": "brief"}
        ],
        "commitments": [{**ROW, "number": "1", "title": "Start", "summary": "Begin.", "goal_id": "achievement"}],
        "organizations": [
            {**ROW, "id": "vermont", "name": "State of Vermont", "type": "state", "description": "A state."},
            {**ROW, "id": "a-school", "name": "A School", "type": "school", "description": "A school."},
        ],
        "policies": [
            {
                **ROW,
                "id": "act-77",
                "name": "Act 77",
                "type": "state statute",
                "jurisdiction": "Vermont",
                "year": "2013",
                "description": "A law.",
                "source_id": "s-law",
            }
        ],
        "evidence": [
            {
                **ROW,
                "id": "ev-1",
                "practice_id": "tutoring",
                "goal_id": "achievement",
                "group_id": "all-students",
                "direction": "null",
                "finding": "No difference.",
                "design": "RCT",
                "check": "unchecked",
            }
        ],
        "organization_relations": [
            {**ROW, "subject_id": "vermont", "relation": "funds", "object_id": "a-school", "locator": "p. 2"}
        ],
        "practice_relations": [{**ROW, "subject_id": "tutoring", "relation": "related", "object_id": "looping"}],
        "policy_links": [
            {
                **ROW,
                "policy_id": "act-77",
                "relation": "enables_practice",
                "target_id": "tutoring",
                "mapping": "inferred",
            }
        ],
        "implementations": [
            {
                **ROW,
                "organization_or_site": "A School",
                "site_type": "school",
                "state": "VT",
                "practice_id": "tutoring",
            },
            {**ROW, "organization_or_site": "B School", "site_type": "school", "state": "HI", "practice_id": "looping"},
        ],
        "practice_costs": [
            {
                **ROW,
                "practice_id": "tutoring",
                "amount": "-5 to 9",
                "unit": "US dollars",
                "year": "2019",
                "context": "One.",
            }
        ],
        "commitment_examples": [
            {**ROW, "commitment_number": "1", "state_organization_id": "vermont", "example": "It began."}
        ],
        "source_overlaps": [
            {"source_id": "s-copy", "relation": "reports_on", "other_source_id": "r-one", "note": "news"}
        ],
    }


def header(table: Table) -> list[str]:
    """Return the columns of a table; a quoted sentence has none in these tests."""
    return [column.name for column in table.columns if not column.optional]


def write_tables(folder: Path, tables: Tables) -> Path:
    """Write tables as CSV files; a row may have columns beyond the header of its table."""
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        columns = list(dict.fromkeys([*header(TABLES[name]), *(column for row in rows for column in row)]))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def imported(folder: Path, tables: Tables) -> set[Quad]:
    """Return everything that tables say."""
    return {quad for file in import_tables(write_tables(folder, tables)).values() for quad in file}


def objects(quads: set[Quad], subject: str, predicate: str) -> set[object]:
    """Return the values of a property."""
    found = {quad.object for quad in quads if (quad.subject, quad.predicate) == (node(subject), node(predicate))}
    return set(found)


@pytest.fixture(scope="module")
def quads(tmp_path_factory: pytest.TempPathFactory) -> set[Quad]:
    """What the small tables say."""
    return imported(tmp_path_factory.mktemp("tables"), small_tables())


# --- what rows become -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "subject", "predicate"),
    [
        ({node("eq:Practice"), node("skos:Concept")}, "practice:tutoring", "rdf:type"),
        ({text("Tutoring")}, "practice:tutoring", "skos:prefLabel"),
        ({node("category:academic-support")}, "practice:tutoring", "eq:category"),
        ({text("academic support")}, "category:academic-support", "skos:prefLabel"),
        ({node("scheme:category")}, "category:academic-support", "skos:inScheme"),
        ({node("source:r-dossier")}, "category:academic-support", "dcterms:source"),
        ({node("scheme:design")}, "design:rct", "skos:inScheme"),
        ({plain("RCT")}, "design:rct", "skos:notation"),
        ({node("design:rct")}, "claim:ev-1", "eq:design"),
        ({node("direction:null")}, "claim:ev-1", "eq:direction"),
        ({text("No difference.")}, "claim:ev-1", "eq:finding"),
        (set(), "claim:ev-1", "eq:essaTier"),
        (set(), "claim:ev-1", "eq:mapping"),
        ({plain("Ann Lee; Bo Roe")}, "source:r-one", "eq:authors"),
        ({Literal("2020", datatype=node("xsd:gYear"))}, "source:r-one", "dcterms:issued"),
        ({NamedNode("https://example.org/law")}, "source:s-law", "schema:url"),
        (set(), "source:s-copy", "schema:url"),
        ({node("url-kind:mirror")}, "source:s-copy", "eq:urlKind"),
        ({Literal("1", datatype=node("xsd:integer"))}, "commitment:commitment-1", "eq:number"),
        ({node("goal:achievement")}, "commitment:commitment-1", "eq:aimsAt"),
        ({node("eq:Organization"), node("eq:Jurisdiction")}, "organization:vermont", "rdf:type"),
        ({text("Vermont")}, "organization:vermont", "skos:altLabel"),
        ({plain("VT")}, "organization:vermont", "skos:notation"),
        ({node("eq:Jurisdiction")}, "jurisdiction:hawaii", "rdf:type"),
        ({node("basis:background")}, "jurisdiction:hawaii", "eq:basis"),
        ({node("organization:vermont")}, "policy:act-77", "eq:jurisdiction"),
        ({node("practice:tutoring")}, "organization:a-school", "eq:implements"),
        ({node("organization-type:school")}, "organization:a-school", "eq:organizationType"),
        ({node("eq:Organization")}, "organization:b-school", "rdf:type"),
        ({node("site-type:school")}, "organization:b-school", "eq:organizationType"),
        ({node("source:r-one")}, "organization:b-school", "dcterms:source"),
        ({node("jurisdiction:hawaii")}, "organization:b-school", "eq:locatedIn"),
        ({Literal("true", datatype=node("xsd:boolean"))}, "group:english-learners", "eq:namedInBrief"),
        (set(), "group:all-students", "eq:namedInBrief"),
        ({node("ceds:C000180")}, "group:english-learners", "skos:closeMatch"),
        ({plain("-5 to 9")}, "practice:tutoring", "eq:cost"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_cell_becomes(expected: set[object], subject: str, predicate: str, quads: set[Quad]) -> None:
    """One value of one thing."""
    assert expected == objects(quads, subject, predicate)


@pytest.mark.parametrize(
    ("expected", "statement"),
    [
        (
            {
                "rdf:type": node("eq:Statement"),
                "rdf:subject": node("organization:vermont"),
                "rdf:predicate": node("eq:funds"),
                "rdf:object": node("organization:a-school"),
                "dcterms:source": node("source:r-one"),
                "eq:basis": node("basis:retrieved"),
                "eq:locator": plain("p. 2"),
            },
            "statement:vermont.funds.a-school",
        ),
        (
            {
                "rdf:type": node("eq:Statement"),
                "rdf:subject": node("policy:act-77"),
                "rdf:predicate": node("eq:enablesPractice"),
                "rdf:object": node("practice:tutoring"),
                "dcterms:source": node("source:r-one"),
                "eq:basis": node("basis:retrieved"),
                "eq:mapping": node("mapping:inferred"),
            },
            "statement:act-77.enables-practice.tutoring",
        ),
        (
            {
                "rdf:type": node("eq:Statement"),
                "rdf:subject": node("practice:tutoring"),
                "rdf:predicate": node("eq:cost"),
                "rdf:object": plain("-5 to 9"),
                "dcterms:source": node("source:r-one"),
                "eq:basis": node("basis:retrieved"),
                "eq:costUnit": plain("US dollars"),
                "eq:year": Literal("2019", datatype=node("xsd:gYear")),
                "eq:context": plain("One."),
            },
            "statement:tutoring.cost.r-one.minus-5-to-9",
        ),
        (
            {
                "rdf:type": node("eq:Statement"),
                "rdf:subject": node("organization:vermont"),
                "rdf:predicate": node("eq:actedOn"),
                "rdf:object": node("commitment:commitment-1"),
                "dcterms:source": node("source:r-one"),
                "eq:basis": node("basis:retrieved"),
                "eq:mapping": node("mapping:inferred"),
                "dcterms:description": text("It began."),
            },
            "statement:vermont.acted-on.commitment-1",
        ),
        (
            {
                "rdf:type": node("eq:Statement"),
                "rdf:subject": node("source:s-copy"),
                "rdf:predicate": node("eq:reportsOn"),
                "rdf:object": node("source:r-one"),
                "dcterms:source": node("source:r-dossier"),
                "eq:basis": node("basis:background"),
                "eq:mapping": node("mapping:inferred"),
                "skos:note": plain("news"),
            },
            "statement:s-copy.reports-on.r-one",
        ),
        (
            {
                "rdf:type": node("eq:Statement"),
                "rdf:subject": node("organization:a-school"),
                "rdf:predicate": node("eq:implements"),
                "rdf:object": node("practice:tutoring"),
                "dcterms:source": node("source:r-one"),
                "eq:basis": node("basis:retrieved"),
                "eq:siteType": node("site-type:school"),
            },
            "statement:a-school.implements.tutoring",
        ),
        (
            {
                "rdf:type": node("eq:Statement"),
                "rdf:subject": node("group:english-learners"),
                "rdf:predicate": node("skos:broader"),
                "rdf:object": node("group:all-students"),
                "dcterms:source": node("source:r-one"),  # the page that names the group, not the law that defines it
                "eq:basis": node("basis:retrieved"),
            },
            "statement:english-learners.broader.all-students",
        ),
        (
            {
                "rdf:type": node("eq:Statement"),
                "rdf:subject": node("group:english-learners"),
                "rdf:predicate": node("skos:closeMatch"),
                "rdf:object": node("ceds:C000180"),
                "dcterms:source": node("source:s-law"),
                "eq:basis": node("basis:retrieved"),
                "eq:mapping": node("mapping:inferred"),
            },
            "statement:english-learners.close-match.c000180",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_row_becomes_a_statement(expected: dict[str, object], statement: str, quads: set[Quad]) -> None:
    """All that is said of it, nothing else, and its plain triple."""
    said = {(quad.predicate, quad.object) for quad in quads if quad.subject == node(statement)}

    assert {(node(predicate), value) for predicate, value in expected.items()} == said
    assert any(
        (quad.subject, quad.predicate, quad.object)
        == (expected["rdf:subject"], expected["rdf:predicate"], expected["rdf:object"])
        for quad in quads
    )


def test_statements_do_not_depend_on_the_order_of_rows(tmp_path: Path, quads: set[Quad]) -> None:
    """Their names come from what they say."""
    turned = {name: rows[::-1] for name, rows in small_tables().items()}

    assert quads == imported(tmp_path, turned)


def test_a_group_under_another_is_our_reading_unless_the_source_says_so(tmp_path: Path) -> None:
    """The brief says it of its five; one source may say it of two groups; else nobody but us does."""
    tables = small_tables()
    tables["student_groups"] += [
        {**ROW, "id": "same", "name": "Same", "broader_id": "all-students", "definition": "x"},
        {**ROW, "id": "other", "name": "O", "broader_id": "all-students", "definition": "x", "source_id": "s-law"},
    ]
    quads = imported(tmp_path, tables)

    assert set() == objects(quads, "statement:same.broader.all-students", "eq:mapping")
    assert {node("mapping:inferred")} == objects(quads, "statement:other.broader.all-students", "eq:mapping")


@pytest.mark.parametrize(
    ("expected", "locator"),
    [
        ({plain("p. 3")}, "p. 3"),
        (set(), "source in sources_b.csv"),
        ({plain("the tables")}, "the tables (terms.csv)"),
    ],
    ids=["kept", "dropped", "bracket cut"],
)
def test_names_of_files_say_nothing_to_a_reader(expected: set[object], locator: str, tmp_path: Path) -> None:
    """They are taken out; nothing is put in their place."""
    tables = small_tables()
    tables["equity_goals"][0]["locator"] = locator

    assert expected == objects(imported(tmp_path, tables), "goal:achievement", "eq:locator")


def test_a_locator_can_say_that_the_reading_is_ours(tmp_path: Path) -> None:
    """Of a claim and of a link, whatever the column mapping says."""
    tables = small_tables()
    tables["evidence"][0]["locator"] = "abstract; mapping to this practice is ours"
    tables["policy_links"][0] |= {"locator": "mapping is ours", "mapping": "stated"}
    quads = imported(tmp_path, tables)

    assert {node("mapping:inferred")} == objects(quads, "claim:ev-1", "eq:mapping")
    assert {node("mapping:inferred")} == objects(quads, "statement:act-77.enables-practice.tutoring", "eq:mapping")


@pytest.mark.parametrize(
    ("expected", "url"),
    [
        (set(), "https://example.org/law"),
        (set(), "https://copies.example/1"),
        ({NamedNode("https://example.org/other")}, "https://example.org/other"),
    ],
    ids=["its source's", "a mirror's", "its own"],
)
def test_the_address_of_a_policy(expected: set[object], url: str, tmp_path: Path) -> None:
    """Only one of its own is written."""
    tables = small_tables()
    tables["policies"][0]["url"] = url

    assert expected == objects(imported(tmp_path, tables), "policy:act-77", "schema:url")


def test_somebody_elses_sentence_never_enters(tmp_path: Path) -> None:
    """The column is accepted and dropped."""
    tables = small_tables()
    tables["evidence"][0]["excerpt"] = "a sentence of theirs"

    assert not [quad for quad in imported(tmp_path, tables) if "a sentence of theirs" in str(quad)]


@pytest.mark.parametrize(
    ("expected", "state"),
    [
        ({"jurisdiction:district-of-columbia", "organization:vermont"}, "DC; VT"),
        (set(), "multi"),
        ({"jurisdiction:united-states"}, "United States"),
        ({"organization:vermont"}, "Vermont"),
    ],
    ids=["two", "none", "the nation", "by name"],
)
def test_where_a_site_lies(expected: set[str], state: str, tmp_path: Path) -> None:
    """By the table of joins."""
    tables = small_tables()
    tables["implementations"][1]["state"] = state

    assert {node(curie) for curie in expected} == objects(
        imported(tmp_path, tables), "organization:b-school", "eq:locatedIn"
    )


def test_a_state_is_not_located_in_itself(tmp_path: Path) -> None:
    """It is a site and the jurisdiction: nothing to state."""
    tables = small_tables()
    tables["implementations"][0]["organization_or_site"] = "State of Vermont"

    assert set() == objects(imported(tmp_path, tables), "organization:vermont", "eq:locatedIn")


def test_a_site_seen_by_two_sources_is_one_thing(tmp_path: Path) -> None:
    """One organization, one place, the first source by name; a statement for each practice."""
    tables = small_tables()
    tables["implementations"].append({**tables["implementations"][1], "practice_id": "tutoring", "source_id": "s-law"})
    quads = imported(tmp_path, tables)

    assert {node("source:r-one")} == objects(quads, "organization:b-school", "dcterms:source")
    assert {node("source:r-one")} == objects(quads, "statement:b-school.located-in.hawaii", "dcterms:source")
    assert {node("source:s-law")} == objects(quads, "statement:b-school.implements.tutoring", "dcterms:source")


def test_the_slug_of_a_site_gives_way_to_an_id(tmp_path: Path) -> None:
    """Slugs are unique over all kinds."""
    tables = small_tables()
    tables["implementations"][1]["organization_or_site"] = "Tutoring"

    assert {node("eq:Organization")} == objects(imported(tmp_path, tables), "organization:tutoring-school", "rdf:type")


# --- problems -------------------------------------------------------------------------------

PROBLEMS = [
    ("evidence", {"practice_id": "turoting"}, "practice_id", 'there is no practice "turoting" (did you mean "tutoring"?)'),
    ("evidence", {"practice_id": "achievement"}, "practice_id", '"achievement" is a goal; a practice is needed here'),
    ("evidence", {"source_id": ""}, "source_id", "the value is missing"),
    ("evidence", {"finding": "  "}, "finding", "the value is missing"),
    ("evidence", {"direction": "good"}, "direction", 'there is no direction "good"; known: null'),
    ("evidence", {"check": "confirmd"}, "check", 'there is no check "confirmd"; known: confirmed, corrected, unchecked (did you mean "confirmed"?)'),
    ("evidence", {"basis": "seen"}, "basis", 'there is no basis "seen"; known: background, retrieved'),
    ("evidence", {"id": "Ev 1"}, "id", '"Ev 1" is not an id; an id has lower-case letters, digits and single hyphens between them'),
    ("evidence", {"id": "tutoring"}, "id", 'the id "tutoring" is taken by row 2 of practices.csv; every id is unique'),
    ("evidence_scales", {"scheme": "desing"}, "scheme", 'there is no scheme "desing" (did you mean "design"?)'),
    ("policies", {"year": "13"}, "year", '"13" is not a year; a year has four digits, from 1500 to 2099'),
    ("policies", {"year": "2013-14"}, "year", '"2013-14" is not a year; a year has four digits, from 1500 to 2099'),
    ("policies", {"jurisdiction": "Vermond"}, "jurisdiction", '"Vermond" joins no jurisdiction of jurisdictions.csv (did you mean "Vermont"?)'),
    ("policies", {"jurisdiction": "Maine"}, "jurisdiction", '"Maine" is joined to the organization "maine", which no table defines'),
    ("policies", {"url": "example.org"}, "url", '"example.org" is not an address; http:// or https:// and no spaces are accepted'),
    ("policies", {"url": "javascript:alert(1)"}, "url", '"javascript:alert(1)" is not an address; http:// or https:// and no spaces are accepted'),
    ("policies", {"type": "State Statute"}, "type", '"State Statute" is written "state statute" elsewhere; one spelling is needed'),
    ("policies", {"type": "---"}, "type", '"---" has no letter or digit to make a name from'),
    ("policies", {"other_source_ids": "s-law; s-lwa"}, "other_source_ids", 'there is no source "s-lwa" (did you mean "s-law"?)'),
    ("sources_a", {"url_kind": ""}, "url", "there is an address, but url_kind does not say whether it is direct or a mirror"),
    ("student_groups", {"ceds_uri": "http://example.org/C1"}, "ceds_uri", '"http://example.org/C1" is not a term of CEDS; http://ceds.ed.gov/terms# and a code are accepted'),
    ("student_groups", {"broader_id": "english-learners"}, "broader_id", '"english-learners" is related to itself'),
    ("commitments", {"number": "two"}, "number", '"two" is not a number; digits alone are accepted'),
    ("commitment_examples", {"commitment_number": "9"}, "commitment_number", 'there is no commitment "commitment-9" (did you mean "commitment-1"?)'),
    ("organization_relations", {"relation": "founds"}, "relation", 'there is no relation "founds"; known: approved, authorized, coordinates, developed, founded, founding_partner_of, funds, incubated_predecessor_of, member_of, operates, part_of, partners_with, profiled, published, supports (did you mean "funds"?)'),
    ("organization_relations", {"object_id": "tutoring"}, "object_id", '"tutoring" is a practice; the object of funds is an organization'),
    ("implementations", {"state": "XX"}, "state", '"XX" joins no jurisdiction of jurisdictions.csv'),
    ("implementations", {"organization_or_site": "***"}, "organization_or_site", '"***" has no letter or digit to make an id from'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "change", "column", "reason"),
    PROBLEMS,
    ids=[f"{case[0]}-{case[2]}-{n}" for n, case in enumerate(PROBLEMS)],
)
def test_a_problem_is_reported_where_it_is(
    table: str, change: dict[str, str], column: str, reason: str, tmp_path: Path
) -> None:
    """With table, row and column, in words that say what would be accepted."""
    tables = small_tables()
    row = {**tables[table][-1], **change}
    if table in {"evidence", "policies"}:  # rows of their own, so that a first good row stays
        row = {**row, "id": change.get("id", f"{row['id']}-b")}
        tables[table].append(row)
    elif table == "sources_a":
        tables[table][0].update(change)
    else:
        tables[table][-1] = row
    number = 2 if table == "sources_a" else len(tables[table]) + 1

    with pytest.raises(TableError) as caught:
        import_tables(write_tables(tmp_path, tables))

    found = {(problem.table, problem.row, problem.column, problem.reason) for problem in caught.value.problems}
    assert (f"{table}.csv", number, column, reason) in found


def test_the_same_statement_twice_is_reported(tmp_path: Path) -> None:
    """With the row that made it first."""
    tables = small_tables()
    tables["policy_links"].append({**tables["policy_links"][0], "source_id": "s-law"})

    with pytest.raises(TableError) as caught:
        import_tables(write_tables(tmp_path, tables))

    assert ["policy_links.csv, row 3, column target_id: this row states the same as row 2 of policy_links.csv"] == [
        problem.message for problem in caught.value.problems
    ]


def test_one_site_of_two_types_is_reported(tmp_path: Path) -> None:
    """Nobody but the curator knows which one is right."""
    tables = small_tables()
    site = {**tables["implementations"][1], "practice_id": "tutoring", "site_type": "district"}
    tables["implementations"].append(site)

    with pytest.raises(TableError) as caught:
        import_tables(write_tables(tmp_path, tables))

    assert ['"B School" is a "district" here and a "school" elsewhere'] == [
        problem.reason for problem in caught.value.problems
    ]


def test_two_sites_of_one_slug_are_reported(tmp_path: Path) -> None:
    """Which of them had the slug would hang on the order of the rows."""
    tables = small_tables()
    tables["implementations"].append({**tables["implementations"][1], "organization_or_site": "B. School"})

    with pytest.raises(TableError) as caught:
        import_tables(write_tables(tmp_path, tables))

    assert '"B. School" and "B School" would get the same id; make one of them longer' in [
        problem.reason for problem in caught.value.problems
    ]


def test_every_problem_is_reported_at_once_in_order(tmp_path: Path) -> None:
    """By table as described, then row, then column; and the message counts them."""
    tables = small_tables()
    tables["evidence"][0] |= {"design": "guess", "basis": "", "group_id": "nobody"}
    tables["sources_b"][0]["year"] = "20"
    tables["practices"][1]["id"] = ""
    folder = write_tables(tmp_path / "tables", tables)
    (folder / "policy_lnks.csv").write_text("a\n1\n", encoding="utf-8")
    (folder / "commitments.csv").unlink()

    with pytest.raises(TableError) as caught:
        import_tables(folder)

    places = [(problem.table, problem.row, problem.column) for problem in caught.value.problems]
    assert [
        ("sources_b.csv", 2, "year"),
        ("practices.csv", 3, "id"),
        ("commitments.csv", 1, "(all)"),
        ("evidence.csv", 2, "basis"),
        ("evidence.csv", 2, "design"),
        ("evidence.csv", 2, "group_id"),
        ("practice_relations.csv", 2, "object_id"),
        ("implementations.csv", 3, "practice_id"),
        ("commitment_examples.csv", 2, "commitment_number"),
        ("policy_lnks.csv", 1, "(all)"),
    ] == places
    assert caught.value.message.startswith("10 problems in the tables; nothing was written:\n")
    assert 'did you mean "policy_links"?' in caught.value.message


def test_the_source_for_what_the_compilers_say_is_needed(tmp_path: Path) -> None:
    """A table that rests on it without having it would leave statements without a source."""
    tables = small_tables()
    del tables["sources_b"][1]

    with pytest.raises(TableError, match='the source "r-dossier" is missing'):
        import_tables(write_tables(tmp_path, tables))


# --- writing --------------------------------------------------------------------------------


def test_the_command_writes_one_file_per_kind(tmp_path: Path) -> None:
    """And one for the statements of each table, and the catalog."""
    folder = write_tables(tmp_path / "tables", small_tables())

    assert main([str(folder), str(tmp_path / "data")]) == 0
    assert [
        "catalog.ttl",
        "claims.ttl",
        "commitments.ttl",
        "concepts.ttl",
        "goals.ttl",
        "groups.ttl",
        "jurisdictions.ttl",
        "organizations.ttl",
        "policies.ttl",
        "practices.ttl",
        "sources.ttl",
        "statements-commitments.ttl",
        "statements-implementations.ttl",
        "statements-organization-relations.ttl",
        "statements-policies.ttl",
        "statements-policy-links.ttl",
        "statements-practice-costs.ttl",
        "statements-practice-relations.ttl",
        "statements-source-overlaps.ttl",
        "statements-student-groups.ttl",
    ] == sorted(path.name for path in (tmp_path / "data").iterdir())


def test_the_command_writes_nothing_when_something_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was there before stays."""
    tables = small_tables()
    tables["practices"][0]["basis"] = "seen"
    data = tmp_path / "data"
    data.mkdir()
    (data / "practices.ttl").write_text("# before", encoding="utf-8")

    assert main([str(write_tables(tmp_path / "tables", tables)), str(data)]) == 1
    assert ["practices.ttl"] == [path.name for path in data.iterdir()]
    assert "# before" == (data / "practices.ttl").read_text(encoding="utf-8")
    assert 'practices.csv, row 2, column basis: there is no basis "seen"' in capsys.readouterr().err


def test_the_command_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    """When it is called in another way."""
    assert main([]) == 2
    assert "TABLES_FOLDER DATA_FOLDER" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_to_is_an_error(tmp_path: Path) -> None:
    """Not a traceback."""
    content = import_tables(write_tables(tmp_path / "tables", small_tables()))
    (tmp_path / "data").write_text("a file", encoding="utf-8")

    with pytest.raises(DataError, match="could not write"):
        write_content(content, tmp_path / "data")


@pytest.mark.slow
def test_the_bytes_do_not_depend_on_the_run(tmp_path: Path) -> None:
    """Two processes with different seeds for hashing write the same files."""
    folder = write_tables(tmp_path / "tables", small_tables())
    written = []
    for seed in ("1", "2"):
        data = tmp_path / seed
        subprocess.run(
            [sys.executable, "-m", "equigraph.data.importer", str(folder), str(data)],
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        written.append({path.name: path.read_bytes() for path in data.iterdir()})

    assert written[0] == written[1]
