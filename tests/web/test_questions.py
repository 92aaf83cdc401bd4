"""The named questions on pages: choices as fields, names as links, all rows as files, an empty answer that says so."""

from __future__ import annotations

import csv
import io
import json

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from equigraph.exporters.answer_xlsx import XLSX_TYPE
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web.question_table import MOST_ROWS

NULLS = "/questions/non-positive-for-group"


def test_all_questions_are_listed(client: TestClient) -> None:
    page = client.get("/questions").text

    assert all(f'href="/questions/{name}"' in page for name in KnowledgeGraph.questions())


@pytest.mark.slow
def test_every_question_has_an_answer(client: TestClient, bundled_graph: KnowledgeGraph) -> None:
    for name in bundled_graph.questions():
        twin = client.get(f"/questions/{name}.json").json()
        assert len(bundled_graph.question(name).rows) == twin["total"]
        assert min(twin["total"], MOST_ROWS) == twin["shown"] == len(twin["rows"])
        assert 200 == client.get(f"/questions/{name}").status_code


def test_an_example_is_said_to_be_one(client: TestClient) -> None:
    page = client.get("/questions/practices-for-group").text

    assert "For English Learners, as an example" in page
    assert 'value="group:english-learners" selected' in page


def test_what_is_chosen_is_told_and_stays_chosen(client: TestClient) -> None:
    address = "/questions/evidence-against?practice=looping&practice=early-college-high-school&exact=true&group="
    page, twin = client.get(address).text, client.get(address.replace("?", ".json?")).json()

    assert {"practice", "exact"} == set(twin["chosen"])
    assert 'value="practice:looping" selected' in page
    assert 'name="exact" value="true" checked' in page
    assert {"Looping", "Early college high school"} >= {row[1]["text"].split(" (")[0] for row in twin["rows"]}


def test_names_lead_to_things(client: TestClient) -> None:
    twin = client.get("/questions/practices-for-group.json").json()

    columns = [column["name"] for column in twin["columns"]]
    first = dict(zip(columns, twin["rows"][0], strict=True))
    assert "/id/practice/" in first["practice"]["iri"]
    assert "/id/group/" in first["about"]["iri"]
    assert "" == first["verdict"]["iri"]


def test_a_column_of_iris_stands_behind_the_names_beside_it(client: TestClient) -> None:
    twin = client.get("/questions/who-does.json").json()

    columns = [column["name"] for column in twin["columns"]]
    assert "whoIri" not in columns
    assert "/id/organization/" in twin["rows"][0][columns.index("who")]["iri"]


@pytest.mark.parametrize(("suffix", "type_"), [(".csv", "text/csv"), (".tsv", "text/tab-separated-values")])
def test_tables_have_all_rows(client: TestClient, suffix: str, type_: str) -> None:
    answer = client.get(f"/questions/single-source{suffix}")

    rows = list(csv.reader(io.StringIO(answer.text), delimiter="," if suffix == ".csv" else "\t"))
    assert client.get("/questions/single-source.json").json()["total"] == len(rows) - 1
    assert type_ == answer.headers["content-type"].split(";")[0]
    assert f'filename="single-source{suffix}"' in answer.headers["content-disposition"]


def test_sparql_results_have_all_rows(client: TestClient) -> None:
    found = json.loads(client.get("/questions/single-source.srj").text)
    xml = client.get("/questions/single-source.srx").text

    total = client.get("/questions/single-source.json").json()["total"]
    assert total == len(found["results"]["bindings"]) == xml.count("<result>")


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/questions/nope.json", 404, 'no question "nope"'),
        ("/questions/single-source.json?nope=1", 400, 'has no parameter "nope"'),
        ("/questions/single-source.json?practice=nope", 404, 'no practice "nope"'),
        ("/questions/single-source.json?limit=-1", 400, "a whole number"),
        ("/questions/nope.csv", 404, 'no question "nope"'),
        ("/questions/practices-for-group.json?group=a&group=b", 400, 'group is "a" and "b"; accepted: one value'),
        ("/questions/practices-for-group.json?group=true", 404, 'no student group "true"'),
        ("/questions/practices-for-group.json?exact=maybe", 400, 'exact is "maybe"; accepted: true, false'),
        ("/questions/practices-for-group.json?exact=true&exact=no", 400, "accepted: true, false"),
    ],
)
def test_what_cannot_be_asked_is_told(tiny_client: TestClient, address: str, status: int, told: str) -> None:
    answer = tiny_client.get(address)

    assert status == answer.status_code
    said = answer.json()["error"] if ".json" in address else answer.text.replace("&#34;", '"')
    assert told.lower() in said.lower()


def test_an_empty_answer_says_what_it_does_not_mean(tiny_client: TestClient) -> None:
    page = tiny_client.get("/questions/evidence-against?practice=profiles").text

    assert "it does not say that there is nothing, nor that there is no effect" in page


def test_a_question_leads_on(client: TestClient) -> None:
    page = client.get(NULLS + "?group=group:english-learners").text

    assert 'href="/network?question=non-positive-for-group&amp;group=group%3Aenglish-learners"' in page
    assert 'href="/query?example=non-positive-for-group&amp;group=group%3Aenglish-learners"' in page


def test_where_the_usual_choice_is_missing_one_can_choose(tiny_client: TestClient) -> None:
    page = tiny_client.get("/questions/practices-for-commitment")

    assert 200 == page.status_code
    assert "Choose a commitment, to have an answer." in page.text
    assert 'name="commitment"' in page.text
    assert 400 == tiny_client.get("/questions/practices-for-commitment.json").status_code


def test_a_workbook_has_all_rows(client: TestClient) -> None:
    answer = client.get("/questions/single-source.xlsx")

    book = load_workbook(io.BytesIO(answer.content))
    assert client.get("/questions/single-source.json").json()["total"] == book["Answer"].max_row - 1
    assert XLSX_TYPE == answer.headers["content-type"]
    assert 'filename="single-source.xlsx"' in answer.headers["content-disposition"]


def test_a_question_names_what_was_chosen(client: TestClient) -> None:
    page = client.get("/questions/policies-for-group?group=group:english-learners").text

    assert "Which policies address English Learners, where do they hold" in page
    assert "Which policies address students of group S" in client.get("/questions/policies-for-group").text
