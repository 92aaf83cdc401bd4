"""The named questions: on a graph small enough to answer by hand, on a second engine, and on the bundled data.

``tests/queries/data.ttl`` holds three practices with claims and one without, three goals (one without a claim), a group
with one below it and one beside it, and four sources of which two tell of the same study. Its bundles show every
verdict: Tutoring for Achievement is mixed and for Graduation conflicting, Mastery for Achievement positive and for
Graduation insufficient, Looping for Achievement without effect and for Graduation negative.
``tests/queries/<question>/result.csv`` is the whole answer there; ``bundled*.csv`` is what the tables from which the
bundled data were made say, counted without RDF and SPARQL.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import rdflib
import servers
from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, RdfFormat, Store

import equigraph
from equigraph.graph.endpoint import EndpointStore
from equigraph.graph.query_file import NamedQuery, load_queries
from equigraph.graph.store import OxigraphStore

ID = "https://w3id.org/equigraph/id/"
CASES = Path(__file__).parent.parent / "queries"
FOLDER = Path(equigraph.__file__).parent / "graph" / "questions"
QUESTIONS = load_queries(FOLDER)
NAMES = list(QUESTIONS)
# The seven questions that the project exists for (the eighth is about exports), and who answers them.
ASKED = {
    "1 which practices advance a goal for a group, how strongly, and what speaks against it": {
        "practices-for-group",
        "practices-for-goal",
        "evidence-against",
        "strongest-evidence",
        "non-positive-for-group",
    },
    "2 why is a practice connected to a goal": {"claims-behind", "shared-studies"},
    "3 where is no evidence, or thin or contradictory evidence": {
        "empty-cells",
        "single-source",
        "contested",
        "without-evidence",
        "goals-without-second-source",
    },
    "4 which policies enable a practice, where, and what they require": {
        "policies-for-practice",
        "policies-in-state",
        "policies-for-group",
        "inferred-policy-links-to-check",
    },
    "5 who funds, supports, studies or does it, and who is connected to whom": {"connections", "who-does", "funding"},
    "6 which practices serve a commitment": {
        "practices-for-commitment",
        "commitments-reached",
        "policies-for-commitment",
        "commitments-without-evidence",
    },
    "7 what a source says, and what rests on it": {
        "source-says",
        "load-bearing-sources",
        "overlapping-sources",
        "second-hand-claims",
    },
}

Rows = list[dict[str, str]]


def iri(name: str) -> NamedNode:
    """``group:x`` as a term."""
    return NamedNode(ID + name.replace(":", "/"))


def bound(question: str, **values: Any) -> str:
    """The question with short names (``group:x``) as values."""
    terms = {
        name: [iri(one) for one in value]
        if isinstance(value, list)
        else iri(value)
        if isinstance(value, str)
        else value
        for name, value in values.items()
    }
    return QUESTIONS[question].bind(terms)


def in_words(term: Any) -> str:
    if term is None:
        return ""
    return str(term if isinstance(term, rdflib.term.Node) else term.value).replace(ID, "")


def answer(store: Store | OxigraphStore | EndpointStore, query: str) -> Rows:
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [{name: in_words(solution[name]) for name in names} for solution in solutions]


def expected(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def columns(rows: Rows, names: Iterable[str]) -> Rows:
    names = list(names)
    return [{name: row[name] for name in names} for row in rows]


@pytest.fixture(scope="module")
def tiny() -> Store:
    store = Store()
    store.load(path=str(CASES / "data.ttl"), format=RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def bundled() -> Iterable[OxigraphStore]:
    with OxigraphStore.bundled() as store:
        yield store


# --- every question ---------------------------------------------------------------------------


def test_every_question_has_a_case_and_every_case_a_question() -> None:
    assert sorted(NAMES) == sorted(path.parent.name for path in CASES.glob("*/result.csv"))
    assert sorted(NAMES) == sorted({path.parent.name for path in CASES.glob("*/bundled*.csv")})


def test_each_of_the_seven_has_at_least_two() -> None:
    assert set(NAMES) == set().union(*ASKED.values())
    assert all(len(names) >= 2 for names in ASKED.values())


@pytest.mark.parametrize("name", NAMES)
def test_question_is_described(name: str) -> None:
    question = QUESTIONS[name]
    assert question.title
    assert question.title != name
    assert question.question.endswith("?")
    assert all(parameter.description for parameter in question.parameters)


@pytest.mark.parametrize("name", NAMES)
def test_group_parameters_may_be_exact(name: str) -> None:
    parameters = {parameter.name for parameter in QUESTIONS[name].parameters}
    assert "group" not in parameters or "exact" in parameters


@pytest.mark.parametrize("name", NAMES)
def test_order_is_total_and_limit_is_chosen(name: str) -> None:
    lines = [line for line in QUESTIONS[name].bind({}).splitlines() if line and not line.startswith("#")]
    assert lines[-1].startswith("ORDER BY")
    assert not any("LIMIT" in line for line in lines)


@pytest.mark.parametrize("name", NAMES)
def test_file_runs_as_it_is(name: str, tiny: Store) -> None:
    assert answer(tiny, QUESTIONS[name].text) is not None


@pytest.mark.parametrize("name", NAMES)
def test_answer_on_the_small_graph(name: str, tiny: Store) -> None:
    assert expected(CASES / name / "result.csv") == answer(tiny, QUESTIONS[name].bind({}))


@pytest.mark.parametrize("name", NAMES)
def test_another_engine_says_the_same(name: str) -> None:
    graph = rdflib.Graph().parse(CASES / "data.ttl")
    result = graph.query(QUESTIONS[name].bind({}))
    variables = [str(variable) for variable in result.vars or ()]
    rows = [dict(zip(variables, map(in_words, row), strict=True)) for row in result if isinstance(row, tuple)]
    assert expected(CASES / name / "result.csv") == rows


# --- parameters, on the small graph -----------------------------------------------------------


@pytest.mark.parametrize(
    ("expected_rows", "name", "values"),
    [
        pytest.param(
            [("Mastery", "English learners", "specific"), ("Tutoring", "English learners", "specific")],
            "practices-for-group",
            {"exact": True},
            id="exact leaves out the group below and all students",
        ),
        pytest.param(
            [("Tutoring", "Newcomers", "specific")],
            "practices-for-group",
            {"group": "group:newcomers", "exact": True},
            id="a group below is a group of its own",
        ),
        pytest.param(
            [
                ("Looping", "All students", "specific"),
                ("Looping", "All students", "specific"),
                ("Mastery", "All students", "specific"),
                ("Mastery", "English learners", "specific"),
                ("Tutoring", "All students", "specific"),
                ("Tutoring", "English learners", "specific"),
                ("Tutoring", "Newcomers", "specific"),
                ("Tutoring", "All students", "specific"),
            ],
            "practices-for-group",
            {"group": "group:all-students"},
            id="all students chosen: nothing is apart",
        ),
        pytest.param(
            [
                ("Looping", "All students", "not specific to Travellers"),
                ("Mastery", "All students", "not specific to Travellers"),
                ("Tutoring", "All students", "not specific to Travellers"),
            ],
            "practices-for-group",
            {"group": "group:travellers", "goal": ["goal:academic-achievement"]},
            id="a group without a claim gets only what is not specific to it",
        ),
    ],
)
def test_practices_for_group(
    expected_rows: list[tuple[str, ...]], name: str, values: dict[str, Any], tiny: Store
) -> None:
    rows = answer(tiny, bound(name, **values))
    assert expected_rows == [(row["practice"], row["about"], row["scope"]) for row in rows]


@pytest.mark.parametrize(
    ("expected_values", "name", "column", "values"),
    [
        (["Tutoring"], "practices-for-goal", "practice", {"category": ["category:support"]}),
        (["claim/c02"], "evidence-against", "claim", {"group": "group:english-learners"}),
        (["claim/c02"], "evidence-against", "claim", {"group": "group:english-learners", "exact": True}),
        ([], "evidence-against", "claim", {"group": "group:newcomers"}),
        (["claim/c10", "claim/c02"], "evidence-against", "claim", {"goal": ["goal:academic-achievement"]}),
        (["claim/c11"], "evidence-against", "claim", {"practice": ["practice:looping"], "limit": 1}),
        ([], "strongest-evidence", "practice", {"least": 3}),
        (
            ["Mastery", "Tutoring"],
            "strongest-evidence",
            "practice",
            {"least": 1, "group": "group:all-students", "exact": True},
        ),
        ([], "strongest-evidence", "practice", {"group": "group:english-learners"}),
        (["claim/c03"], "claims-behind", "claim", {"group": "group:newcomers"}),
        (["claim/c02", "claim/c01", "claim/c03"], "claims-behind", "claim", {"group": "group:english-learners"}),
        (["claim/c02", "claim/c01"], "claims-behind", "claim", {"group": "group:english-learners", "exact": True}),
        (["Mastery"], "shared-studies", "practice", {"practice": ["practice:competency-based-progression"]}),
        ([], "shared-studies", "practice", {"goal": ["goal:high-school-graduation"]}),
        (["Graduation", "Stability"], "empty-cells", "goal", {"group": ["group:newcomers"]}),
        ([], "empty-cells", "goal", {"group": ["group:all-students"], "goal": ["goal:high-school-graduation"]}),
        (["All students"], "empty-cells", "group", {"group": ["group:all-students"], "goal": ["goal:stability"]}),
        (["Looping"], "single-source", "practice", {"goal": ["goal:academic-achievement"]}),
        (["Looping", "Looping"], "single-source", "practice", {"practice": ["practice:looping"]}),
        (["conflicting"] * 2 + ["mixed"] * 4 + ["negative"] * 2, "contested", "verdict", {"mixed": True}),
        (["Federal law"], "policies-for-practice", "policy", {"state": ["organization:ccsso"]}),
        (["State act"], "policies-for-practice", "policy", {"no_federal": True}),
        (["State act"], "policies-for-practice", "policy", {"no_inferred": True}),
        (["State act"], "policies-for-practice", "policy", {"state": ["organization:vermont"], "no_federal": True}),
        (["English learners", "Graduation", "Mastery"], "policies-in-state", "target", {"no_federal": True}),
        (["English learners", "Mastery", "Unused"], "policies-in-state", "target", {"no_inferred": True}),
        (["State act"], "policies-for-group", "policy", {"exact": True}),
        (["Federal law"], "policies-for-group", "policy", {"group": "group:newcomers"}),
        ([], "policies-for-group", "policy", {"group": "group:newcomers", "no_inferred": True}),
        (["CCSSO", "District"], "connections", "to", {"organization": "organization:gates-foundation"}),
        (["District"], "who-does", "who", {"state": ["organization:vermont"]}),
        ([], "who-does", "who", {"state": ["jurisdiction:united-states"]}),
        ([], "funding", "funded", {"funder": ["organization:ccsso"]}),
        ([], "practices-for-commitment", "practice", {"commitment": ["commitment:commitment-1"]}),
        (["1"], "commitments-reached", "number", {"commitment": ["commitment:commitment-1"]}),
        ([], "policies-for-commitment", "who", {"no_inferred": True}),
        (["published"], "source-says", "relation", {"source": "source:c", "limit": 99}),
        (["Gamma (2013)."], "load-bearing-sources", "source", {"practice": ["practice:looping"]}),
        (["same trial"], "overlapping-sources", "note", {"source": ["source:b"]}),
        (["claim/c02", "claim/c09"], "non-positive-for-group", "claim", {"exact": True}),
        ([], "non-positive-for-group", "claim", {"group": "group:newcomers"}),
        (["claim/c02"], "non-positive-for-group", "claim", {"practice": ["practice:high-dosage-tutoring"]}),
        (["claim/c09"], "non-positive-for-group", "claim", {"goal": ["goal:high-school-graduation"]}),
        (
            ["claim/c11", "claim/c05", "claim/c10", "claim/c02", "claim/c12", "claim/c09"],
            "non-positive-for-group",
            "claim",
            {"group": "group:all-students"},
        ),
        (
            ["claim/c11", "claim/c05", "claim/c10", "claim/c12"],
            "non-positive-for-group",
            "claim",
            {"group": "group:all-students", "exact": True},
        ),
        (["claim/c11"], "non-positive-for-group", "claim", {"group": "group:all-students", "limit": 1}),
        (["Stability"], "goals-without-second-source", "goal", {"goal": ["goal:stability"]}),
        ([], "goals-without-second-source", "goal", {"goal": ["goal:high-school-graduation"]}),
        (["Achievement"], "goals-without-second-source", "goal", {"limit": 1}),
        ([], "commitments-without-evidence", "goal", {"commitment": ["commitment:commitment-9"]}),
        (["State act"], "inferred-policy-links-to-check", "policy", {"state": ["organization:vermont"]}),
        (["Mastery", "Newcomers"], "inferred-policy-links-to-check", "target", {"policy": ["policy:law"]}),
        (["claim/c09"], "second-hand-claims", "claim", {"practice": ["practice:competency-based-progression"]}),
        (["claim/c10"], "second-hand-claims", "claim", {"goal": ["goal:academic-achievement"]}),
    ],
    ids=lambda _: None,
)
def test_parameters(expected_values: list[str], name: str, column: str, values: dict[str, Any], tiny: Store) -> None:
    rows = answer(tiny, bound(name, **values))
    if name == "source-says":
        rows = [row for row in rows if row["relation"] != "evidence about"]
    assert expected_values == [row[column] for row in rows]


# --- what the small graph lacks ------------------------------------------------------------------


def changed(triples: str, *, without: str = "") -> Store:
    """The small graph with more triples, and without some."""
    prefixes = "".join(
        line.replace("@prefix", "PREFIX").rstrip(" .\n") + "\n"
        for line in (CASES / "data.ttl").read_text(encoding="utf-8").splitlines()
        if line.startswith("@prefix")
    )
    store = Store()
    store.load(path=str(CASES / "data.ttl"), format=RdfFormat.TURTLE)
    store.update(f"{prefixes} DELETE DATA {{ {without} }} ; INSERT DATA {{ {triples} }}")
    return store


# Goals of the three that stay, with or without a claim: goal, all sources, sources of one study counted once.
TIES = [
    pytest.param([("Achievement", "3", "2"), ("Stability", "0", "0")], "", "", id="as it is"),
    pytest.param(
        [("Stability", "0", "0")], "", "source:r-scope-2014 eq:sameStudyAs source:b", id="no tie: two sources"
    ),
    pytest.param(
        [("Achievement", "3", "1"), ("Graduation", "2", "1"), ("Stability", "0", "0")],
        "source:d eq:sameStudyAs source:x . source:b eq:reportsOn source:x .",
        "",
        id="over several steps, in either direction",
    ),
    pytest.param(
        [("Achievement", "3", "1"), ("Graduation", "2", "1"), ("Stability", "0", "0")],
        "source:c eq:includesStudy source:r-scope-2014 .",
        "",
        id="a review adds nothing to the study that it includes",
    ),
    pytest.param(
        [("Achievement", "3", "1"), ("Graduation", "2", "1"), ("Stability", "0", "0")],
        "source:x eq:includesStudy source:b . source:c eq:reportsOn source:x .",
        "source:c eq:reportsOn source:d",
        id="nor does what reports on that review, to another source of the study",
    ),
    pytest.param(
        [("Achievement", "3", "2"), ("Stability", "0", "0")],
        "source:x eq:includesStudy source:b, source:c .",
        "",
        id="two studies of one review are two",
    ),
]


@pytest.mark.parametrize(("expected_rows", "triples", "without"), TIES)
def test_sources_of_one_study_count_once(expected_rows: list[tuple[str, ...]], triples: str, without: str) -> None:
    rows = answer(changed(triples, without=without), bound("goals-without-second-source"))
    assert expected_rows == [(row["goal"], row["sources"], row["counted"]) for row in rows]


@pytest.mark.parametrize(("expected_rows", "triples", "without"), TIES)
def test_virtuoso_counts_them_once_too(
    expected_rows: list[tuple[str, ...]],
    triples: str,
    without: str,
    virtuoso_server: servers.Virtuoso,
    tmp_path: Path,
) -> None:
    graph = f"{servers.EX}ties/{tmp_path.name}"
    changed(triples, without=without).dump(
        str(tmp_path / "data.nt"), format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()
    )
    virtuoso_server.load([tmp_path / "data.nt"], graph)
    with EndpointStore(virtuoso_server.query, graphs=[graph]) as store:
        rows = answer(store, bound("goals-without-second-source"))
    assert expected_rows == [(row["goal"], row["sources"], row["counted"]) for row in rows]


def test_claims_with_too_little_to_judge_are_no_evidence_path() -> None:
    store = changed(
        "claim:new a eq:EvidenceClaim ; eq:practice practice:unused ; eq:goal goal:stability ; eq:direction direction:insufficient ."
    )
    row = answer(store, bound("commitments-without-evidence"))[0]
    assert ("1", "insufficient", "1", "1") == (
        row["number"],
        row["verdict"],
        row["insufficientPractices"],
        row["insufficientClaims"],
    )


def test_a_commitment_without_a_goal_has_no_evidence() -> None:
    store = changed("", without="commitment:commitment-9 eq:aimsAt goal:high-school-graduation")
    rows = answer(store, bound("commitments-without-evidence"))
    assert [("1", "Stability"), ("9", "")] == [(row["number"], row["goal"]) for row in rows]
    assert [("0", "0"), ("0", "1")] == [(row["policiesInferred"], row["stateExamples"]) for row in rows]


@pytest.mark.parametrize(
    ("expected_row", "triples", "without"),
    [
        pytest.param(("one of several there", "1", "1"), "eq:mapping mapping:stated", "", id="a source says so"),
        pytest.param(("one of several there", "1", "0"), "eq:mapping mapping:inferred", "", id="our reading too"),
        pytest.param(
            ("no place recorded", "0", "0"),
            "eq:mapping mapping:stated",
            "policy:act eq:jurisdiction organization:vermont",
            id="nobody knows where",
        ),
    ],
)
def test_other_links_of_the_state(expected_row: tuple[str, ...], triples: str, without: str) -> None:
    store = changed(
        f"""policy:other a eq:Policy ; skos:prefLabel "Other" ; eq:jurisdiction organization:vermont .
        statement:new rdf:subject policy:other ; rdf:predicate eq:advancesGoal ; rdf:object goal:high-school-graduation ;
          {triples} ; dcterms:source source:d .""",
        without=without,
    )
    row = answer(store, bound("inferred-policy-links-to-check", policy=["policy:act"]))[0]
    assert expected_row == (row["only"], row["otherLinks"], row["otherStated"])


@pytest.mark.parametrize(
    ("expected_why", "triples"),
    [
        ('by its locator ("third-party")', 'claim:c04 eq:locator "Third-party summary, p. 2"'),
        ('by its locator ("as reported by")', 'claim:c04 eq:locator "as reported by a paper; quoted there"'),
        ('by its check note ("itself not seen")', 'claim:c04 eq:checkNote "the report itself not seen"'),
        ("by the type of its source (news)", "source:b eq:sourceType source-type:news"),
        (
            (
                'by its locator ("quotation"); by its check note ("quotes"); by the type of its source (news); '
                "its source reports on another"
            ),
            (
                'claim:c04 eq:locator "quotation" ; eq:checkNote "quotes it" . source:b eq:sourceType source-type:news ; '
                "eq:reportsOn source:d"
            ),
        ),
        # Words that say how it was checked, where it was found and who paid are no word of a second hand.
        (
            None,
            'claim:c04 eq:locator "abstract, seen in a mirrored copy" ; eq:checkNote "abstract seen in three copies"',
        ),
        (None, "source:b eq:sourceType source-type:web-page"),
        (None, "source:x eq:reportsOn source:b"),
    ],
)
def test_what_looks_second_hand(expected_why: str | None, triples: str) -> None:
    types = """<https://w3id.org/equigraph/id/source-type/news> skos:prefLabel "news" .
        <https://w3id.org/equigraph/id/source-type/web-page> skos:prefLabel "web page" ."""
    triples = re.sub(r"source-type:([\w-]+)", rf"<{ID}source-type/\1>", triples)
    rows = answer(
        changed(f"{types} {triples} ."), bound("second-hand-claims", practice=["practice:high-dosage-tutoring"])
    )
    assert expected_why == next((row["why"] for row in rows if row["claim"] == "claim/c04"), None)


GROUP_QUESTIONS = [
    name for name in NAMES if any(parameter.type == "StudentGroup" for parameter in QUESTIONS[name].parameters)
]


@pytest.mark.parametrize("name", GROUP_QUESTIONS)
def test_groups_that_run_in_a_circle_do_not(name: str) -> None:
    store = Store()
    store.load(path=str(CASES / "data.ttl"), format=RdfFormat.TURTLE)
    store.update(f"""INSERT DATA {{
        <{ID}group/english-learners> <http://www.w3.org/2004/02/skos/core#broader> <{ID}group/newcomers> }}""")
    several = next(parameter.several for parameter in QUESTIONS[name].parameters if parameter.name == "group")
    group = "group:newcomers"
    rows = answer(store, bound(name, group=[group] if several else group))
    assert len(rows) == len({tuple(row.items()) for row in rows})


# --- the bundled data -------------------------------------------------------------------------

# What is asked of the bundled data; the rows are in tests/queries/<question>/<file>.csv.
BUNDLED: list[tuple[str, str, dict[str, Any]]] = [
    ("practices-for-group", "bundled", {"exact": True}),
    (
        "practices-for-group",
        "bundled-below",
        {"group": "group:students-of-color", "goal": ["goal:high-school-graduation"]},
    ),
    ("practices-for-goal", "bundled", {}),
    ("evidence-against", "bundled", {"group": "group:students-with-disabilities"}),
    ("strongest-evidence", "bundled", {}),
    ("claims-behind", "bundled", {}),
    ("shared-studies", "bundled", {}),
    ("empty-cells", "bundled", {"group": ["group:students-of-color"]}),
    ("single-source", "bundled", {"goal": ["goal:academic-achievement"]}),
    ("contested", "bundled", {}),
    ("without-evidence", "bundled", {}),
    ("policies-for-practice", "bundled", {"no_inferred": True}),
    ("policies-in-state", "bundled", {"no_federal": True}),
    ("policies-for-group", "bundled", {}),
    ("connections", "bundled", {}),
    ("who-does", "bundled", {}),
    ("funding", "bundled", {}),
    ("practices-for-commitment", "bundled", {}),
    ("commitments-reached", "bundled", {}),
    ("policies-for-commitment", "bundled", {}),
    ("source-says", "bundled", {}),
    ("load-bearing-sources", "bundled", {"limit": 5}),
    ("overlapping-sources", "bundled", {"source": ["source:r-pane-2015"]}),
    ("non-positive-for-group", "bundled", {}),
    ("non-positive-for-group", "bundled-below", {"group": "group:students-of-color"}),
    ("non-positive-for-group", "bundled-exact", {"group": "group:students-with-disabilities", "exact": True}),
    ("goals-without-second-source", "bundled", {}),
    ("commitments-without-evidence", "bundled", {}),
    ("inferred-policy-links-to-check", "bundled", {}),
    ("second-hand-claims", "bundled", {}),
]
# Questions whose rows the tables give without the order: by columns that a CSV row does not have.
UNORDERED = {
    "connections",
    "overlapping-sources",
    "policies-for-group",
    "policies-for-practice",
    "shared-studies",
    "source-says",
}
# How many rows the whole answer has, without any parameter.
WHOLE = {
    "practices-for-group": 90,
    "practices-for-goal": 19,
    "evidence-against": 101,
    "strongest-evidence": 9,
    "claims-behind": 12,
    "shared-studies": 21,
    "empty-cells": 109,
    "single-source": 80,
    "contested": 13,
    "without-evidence": 21,
    "policies-for-practice": 31,
    "policies-in-state": 57,
    "policies-for-group": 9,
    "connections": 13,
    "who-does": 5,
    "funding": 25,
    "practices-for-commitment": 5,
    "commitments-reached": 10,
    "policies-for-commitment": 19,
    "load-bearing-sources": 187,
    "source-says": 12,
    "overlapping-sources": 79,
    "non-positive-for-group": 5,
    "goals-without-second-source": 15,
    "commitments-without-evidence": 9,
    "inferred-policy-links-to-check": 107,
    "second-hand-claims": 103,
}


@pytest.mark.parametrize(("name", "file", "values"), BUNDLED, ids=[f"{name}-{file}" for name, file, _ in BUNDLED])
def test_answer_on_the_bundled_data(name: str, file: str, values: dict[str, Any], bundled: OxigraphStore) -> None:
    wanted = expected(CASES / name / f"{file}.csv")
    rows = columns(answer(bundled, bound(name, **values)), wanted[0])
    if name in UNORDERED:
        wanted, rows = (sorted(part, key=lambda row: list(row.values())) for part in (wanted, rows))
    assert wanted == rows


@pytest.mark.parametrize("name", NAMES)
def test_answer_with_defaults_is_whole(name: str, bundled: OxigraphStore) -> None:
    rows = answer(bundled, QUESTIONS[name].bind({}))
    assert rows
    assert WHOLE.get(name, len(rows)) == len(rows)


SOURCED = [name for name in NAMES if name not in {"empty-cells", "without-evidence", "goals-without-second-source"}]


@pytest.mark.parametrize("name", SOURCED)
def test_every_row_has_its_source(name: str, bundled: OxigraphStore) -> None:
    for row in answer(bundled, QUESTIONS[name].bind({})):
        assert row.get("source") or row.get("titles") or row.get("citation")


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_typed(name: str) -> None:
    assert isinstance(NamedQuery.read(FOLDER / f"{name}.rq"), NamedQuery)
    for parameter in QUESTIONS[name].parameters:
        kinds = {"flag", "integer", "Concept", "Practice", "EquityGoal", "StudentGroup", "Policy"}
        assert parameter.type in kinds | {"Organization", "Jurisdiction", "ResearchSource", "Commitment"}
