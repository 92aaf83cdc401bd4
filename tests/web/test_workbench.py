"""The workbench without script: a form that the server answers, and what the script asks for."""

from __future__ import annotations

import html
import json
import re
import time
from collections.abc import Iterator

import pytest
import servers
from pyoxigraph import RdfFormat, Store
from starlette.testclient import TestClient

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.store import OxigraphStore
from equigraph.web import workbench
from equigraph.web.app import create_app
from equigraph.web.settings import Settings
from equigraph.web.workbench import RESERVED

PRACTICE = "https://w3id.org/equigraph/id/practice/"
TWO = "SELECT ?practice ?name { ?practice a eq:Practice ; skos:prefLabel ?name } ORDER BY ?name LIMIT 2"
HOSTILE = """</textarea></script><img src=x onerror=alert(1)>&amp;"'"""


def page(client: TestClient, **query: str) -> str:
    answer = client.get("/query", params=query)
    assert answer.status_code == 200, answer.text[:2000]
    return answer.text


def part(text: str, name: str) -> str:
    """Return the words of the element with that id."""
    found = re.search(rf'<(\w+)[^>]* id="{name}"[^>]*>(.*?)</\1>', text, re.DOTALL)
    assert found is not None
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[2])).split())


def cells(text: str) -> list[list[str]]:
    body = text.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [
        [html.unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row)]
        for row in rows
    ]


def settings_of(text: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="settings">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    told: dict[str, object] = json.loads(found[1])
    return told


# --- a query and its answer -----------------------------------------------------------------


def test_without_a_query_there_is_one_to_begin_with(client: TestClient) -> None:
    text = page(client)

    assert "Nothing was asked yet." == part(text, "said")
    assert "SELECT ?practice ?goal ?direction ?finding" in part(text, "query")


def test_a_process_starts_while_a_query_is_written(tiny_graph: KnowledgeGraph) -> None:
    with TestClient(create_app(tiny_graph), base_url="http://127.0.0.1:8021") as client:
        desk = client.app.state.desk  # type: ignore[attr-defined]
        page(client)
        deadline = time.monotonic() + 20
        while not (desk._lanes and desk._lanes._quick.links) and time.monotonic() < deadline:
            time.sleep(0.01)

        assert 1 == len(desk._lanes._quick.links)


def test_rows_are_a_table_with_names_and_links(client: TestClient) -> None:
    text = page(client, query=TWO)

    assert re.fullmatch(r"2 rows\. (?:Less than 0\.01|\d\.\d\d) seconds\.", part(text, "said"))
    assert "Rows 1 to 2 of 2" == part(text, "rows-caption")
    assert [["Access to same-race teachers", "Access to same-race teachers"]] == cells(text)[:1]
    assert '<a href="/id/practice/educator-diversity"' in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("ASK { ?p a eq:Practice }", "Yes: this graph holds a match."),
        ("ASK { ?p a eq:Nothing }", "No: nothing in this graph matches. That says nothing of what is not in it."),
        (
            "SELECT * { ?p a eq:Nothing }",
            "No rows: nothing in this graph matches. That says nothing of what is not in it.",
        ),
        ("CONSTRUCT WHERE { ?p a eq:Nothing }", "No triples: nothing in this graph matches."),
        ("SELECT (1 AS ?one) {}", "One row."),
        ("CONSTRUCT { ?p a eq:Practice } { ?p a eq:Practice }", "64 triples."),
        ("DESCRIBE practice:looping", "triples."),
    ],
)
def test_every_form_of_query_is_answered_in_words(client: TestClient, query: str, said: str) -> None:
    assert said in part(page(client, query=query), "said")


def test_a_query_that_is_wrong_is_told_with_its_place(client: TestClient) -> None:
    answer = client.get("/query", params={"query": "SELECT ?a\r\nWHERE {\r\n  ?a eq:goal\r\n}"})

    assert 400 == answer.status_code
    assert "The query is not valid SPARQL at line 4, column 1" in answer.text
    assert '<pre class="place">  }\n  ^</pre>' in answer.text
    assert "SELECT ?a WHERE { ?a eq:goal }" == part(answer.text, "query")
    assert {"line": 4, "column": 1} == {name: settings_of(answer.text)["fault"][name] for name in ("line", "column")}  # type: ignore[index]


def test_a_query_that_changes_data_is_refused(client: TestClient) -> None:
    answer = client.get("/query", params={"query": "DELETE WHERE { ?s ?p ?o }"})

    assert 403 == answer.status_code
    assert "changes data" in answer.text


def test_programs_get_the_answer_or_the_error_in_its_one_shape(client: TestClient) -> None:
    good = client.get("/query.json", params={"query": TWO}).json()
    bad = client.get("/query", params={"query": "SELECT"}, headers={"Accept": "application/json"})

    assert ["practice", "name"] == good["answer"]["variables"]
    assert {"type": "literal", "value": "Access to same-race teachers", "xml:lang": "en"} == good["answer"]["rows"][0][
        1
    ]
    assert 400 == bad.status_code
    assert {"ok", "status", "error", "hint", "line", "column"} == set(bad.json())


def test_more_rows_than_a_page_shows_are_told(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbench, "MOST_ROWS", 150)
    text = page(client, query="SELECT * { ?s ?p ?o }", page="2")

    assert "The first 150 rows; there are more, and downloads have them." in part(text, "said")
    assert "Rows 101 to 150 of 150 shown first" == part(text, "rows-caption")
    assert "Page 2 of 2" in text
    assert 'rel="prev"' in text
    assert 'rel="next"' not in text


def test_a_query_that_takes_too_long_for_a_page_is_stopped(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbench, "PAGE_S", 0.3)
    answer = client.get("/query", params={"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"})

    assert 504 == answer.status_code
    assert "The query was stopped after 0.3 seconds." in answer.text


def test_downloads_are_links_in_the_formats_of_the_answer(client: TestClient) -> None:
    rows, triples = page(client, query=TWO), page(client, query="DESCRIBE practice:looping")

    for name in ("csv", "tsv", "json", "xml"):
        assert f'format={name}" download="answer.{name}"' in rows
    for name in ("ttl", "nt", "jsonld"):
        assert f'format={name}" download="answer.{name}"' in triples


def test_a_query_too_long_for_an_address_is_downloaded_by_a_form(client: TestClient) -> None:
    text = page(client, query=f"{TWO} # {'x' * 13_000}")

    assert "format=csv" not in text
    assert '<button name="format" value="csv">' in text


# --- the ways to see it ---------------------------------------------------------------------


def test_columns_are_sorted_by_links_that_turn_round(client: TestClient) -> None:
    query = "SELECT ?n ?t { VALUES (?n ?t) { (10 'b') (9 'a') (UNDEF 'c') ('x' 'd') } }"
    up, down = page(client, query=query, sort="n"), page(client, query=query, sort="-n")

    assert ["9", "10", "x", ""] == [row[0] for row in cells(up)]
    assert ["x", "10", "9", ""] == [row[0] for row in cells(down)]
    assert 'aria-sort="ascending"><a class="sort" href="/query?query=' in up
    assert "sort=-n" in up
    assert 'aria-sort="descending"' in down
    assert [row[0] for row in cells(page(client, query=query))] == ["10", "9", "", "x"]


def test_only_languages_other_than_english_are_told_and_long_texts_get_room(client: TestClient) -> None:
    text = page(client, query=f"SELECT ('a'@en-US AS ?x) ('b'@es AS ?y) ('{'c' * 61}' AS ?z) ('en' AS ?w) {{}}")

    assert [["a", "b @es", "c" * 61, "en"]] == cells(text)
    assert f'<td class="long">{"c" * 61}</td>' in text


def test_the_things_of_an_answer_lead_to_the_network(client: TestClient) -> None:
    text = page(
        client,
        query="SELECT * { ?claim eq:practice practice:looping ; eq:practice ?practice ; eq:goal ?goal }",
        show="network",
    )

    assert "The answer names 4 things." in part(text, "shown")
    assert 'href="/network?thing=goal%3A' in text or 'href="/network?thing=practice%3Alooping' in text
    assert "claim%3A" not in text.partition('id="shown"')[2].partition("</div>")[0]


def test_no_more_things_are_drawn_than_can_be_told_apart(client: TestClient) -> None:
    text = page(client, query="CONSTRUCT { ?p eq:category ?c } { ?p a eq:Practice ; eq:category ?c }", show="network")

    assert "64 things" in part(text, "shown")
    assert "Show the first 40 as a network" in part(text, "shown")
    assert 40 == text.count("thing=practice%3A")


def test_an_answer_without_things_has_no_picture(client: TestClient) -> None:
    assert "names no things" in part(
        page(client, query="SELECT (1 AS ?n) ?class { ?s a ?class }", show="network"), "shown"
    )


def test_a_pivot_shows_empty_cells(client: TestClient) -> None:
    query = "SELECT ?practice ?goal ?direction { ?c eq:practice ?practice ; eq:goal ?goal ; eq:direction ?direction }"
    text = page(client, query=query, show="pivot", row="goal", column="direction")

    assert re.search(r">\d+ of \d+ cells are empty\.</p>", text)
    assert '<td class="empty"><span aria-hidden="true">–</span><span class="visually-hidden">none</span></td>' in text
    assert '<option value="goal" selected>goal</option>' in text
    assert "needs two columns" in page(client, query="SELECT ?p { ?p a eq:Practice }", show="pivot")


def test_raw_is_what_was_sent(client: TestClient) -> None:
    assert f"?practice ?name <{PRACTICE}educator-diversity>" in part(page(client, query=TWO, show="raw"), "shown")


# --- examples -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KnowledgeGraph.questions())
def test_every_question_of_the_library_is_an_example_that_can_be_run(client: TestClient, name: str) -> None:
    told = client.get("/query.json", params={"example": name, "run": "yes"}).json()

    assert told["answer"]["rows"]
    assert not re.search(r"#(if|end|else|=| param)", told["query"])


def test_no_parameter_has_a_name_of_ours() -> None:
    names = {parameter.name for query in KnowledgeGraph.questions().values() for parameter in query.parameters}

    assert set() == names & set(RESERVED)


def test_an_example_has_fields_for_what_may_be_chosen(client: TestClient) -> None:
    text = page(client, example="practices-for-goal")

    assert '<option value="goal:high-school-graduation" selected>High' in text
    assert '<option value="goal:academic-achievement">Academic achievement</option>' in text
    assert "Nothing was asked yet." == part(text, "said")
    assert "# Practices for an equity goal" in part(text, "query")


def test_what_is_chosen_enters_the_query_as_a_term(client: TestClient) -> None:
    asked = {"example": "practices-for-goal", "goal": "Academic achievement", "limit": "3", "run": "yes"}
    told = client.get("/query.json", params=asked).json()

    assert "VALUES ?goalIri { <https://w3id.org/equigraph/id/goal/academic-achievement> }" in told["query"]
    assert 3 == len(told["answer"]["rows"])


def test_several_values_have_a_field_each_and_one_more(client: TestClient) -> None:
    told = client.get(
        "/query.json",
        params=[
            ("example", "practices-for-goal"),
            *[("category", one) for one in ("assessment", "", "academic-support")],
        ],
    ).json()
    fields = {field["name"]: field["values"] for field in told["example"]["fields"]}

    assert ["category:assessment", "category:academic-support", ""] == fields["category"]
    assert "category/assessment> <https://w3id.org/equigraph/id/category/academic-support>" in told["query"]


def test_a_flag_is_a_box(client: TestClient) -> None:
    text = page(client, example="claims-behind", exact="true", group="english-learners")

    assert re.search(r'type="checkbox" id="p-exact" name="exact" value="true" checked', text)
    assert "FILTER(?aboutIri = ?group)" in part(text, "query")


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ({"example": "practices-for-gaol"}, 404, "practices-for-goal"),
        ({"example": "practices-for-goal", "goal": "graduaton"}, 404, 'No equity goal "graduaton" in the graph'),
        ({"example": "practices-for-goal", "limit": "many"}, 400, "a whole number, 0 or more"),
        ({"example": "practices-for-goal", "colour": "red"}, 400, 'has no parameter "colour"'),
    ],
)
def test_what_is_no_value_is_told_and_kept(client: TestClient, asked: dict[str, str], status: int, told: str) -> None:
    answer = client.get("/query", params=asked)

    assert status == answer.status_code
    assert told in html.unescape(answer.text)
    if "goal" in asked:
        assert 'value="graduaton"' in answer.text


def test_a_value_cannot_become_query_text(client: TestClient) -> None:
    told = client.get("/query.json", params={"example": "non-positive-for-group", "by": '" } DROP ALL #'}).json()

    assert "DROP ALL" not in told.get("query", "") or '\\" } DROP ALL #"' in told["query"]


# --- hostile words --------------------------------------------------------------------------


def test_hostile_words_in_a_query_are_words(client: TestClient) -> None:
    text = page(client, query=f"SELECT ('''{HOSTILE} ''' AS ?x) {{}}")

    assert "<img" not in text
    assert 1 == text.count("</textarea>")
    assert f"SELECT ('''{HOSTILE} ''' AS ?x) {{}}" == part(text, "query")


@pytest.fixture
def hostile_client() -> Iterator[TestClient]:
    label = json.dumps(HOSTILE)
    raw = Store()
    raw.load(
        f"<http://example.org/a?b=1&c> <http://www.w3.org/2000/01/rdf-schema#label> {label} ; "
        f"a <javascript:alert(1)> .".encode(),
        RdfFormat.TURTLE,
    )
    settings = Settings(base_url="http://127.0.0.1:8021/base")
    with (
        KnowledgeGraph(OxigraphStore.memory(raw)) as graph,
        TestClient(create_app(graph, settings), base_url="http://127.0.0.1:8021", follow_redirects=False) as client,
    ):
        yield client


def test_hostile_labels_are_words_and_links_stay_inside(hostile_client: TestClient) -> None:
    text = page(hostile_client, query="SELECT * { ?s a ?class ; rdfs:label ?label }")

    assert "<img" not in text
    assert [["javascript:alert(1)", HOSTILE, HOSTILE]] == cells(text)
    assert {
        "/base/thing?iri=javascript%3Aalert%281%29",
        "/base/thing?iri=http%3A%2F%2Fexample.org%2Fa%3Fb%3D1%26c",
    } == set(re.findall(r'<td><a href="([^"]+)"', text))
    assert "/base/sparql" == settings_of(text)["endpoint"]


# --- what the script asks for ---------------------------------------------------------------


def test_terms_are_those_of_the_ontology_and_of_the_graph(client: TestClient, tiny_client: TestClient) -> None:
    own = client.get("/query/terms.json").json()
    tiny = tiny_client.get("/query/terms.json").json()
    used = {word["short"]: word["used"] for word in [*tiny["classes"], *tiny["properties"]]}

    assert "https://w3id.org/equigraph/ontology#" == own["prefixes"]["eq"]
    assert "" == own["note"]
    assert used["eq:Practice"]
    assert not used["eq:Commitment"]
    assert used["skos:prefLabel"]
    assert all(word["label"] and word["definition"] for word in own["classes"] if word["short"].startswith("eq:"))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_labels_are_told_with_paths(client: TestClient, method: str) -> None:
    iris = [f"{PRACTICE}looping", "http://example.org/none", "no iri at all"]
    if method == "GET":
        answer = client.get("/query/labels.json", params=[("iri", iri) for iri in iris])
    else:
        answer = client.post("/query/labels.json", json={"iris": iris})

    assert {"label": "Looping", "path": "/id/practice/looping"} == answer.json()["labels"][iris[0]]
    assert ["", ""] == [answer.json()["labels"][iri]["label"] for iri in iris[1:]]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"iris": 1}', b'{"iris": [1]}', b'{"iris": null}', b"[" * 100_000]
)
def test_what_are_no_iris_is_refused(client: TestClient, body: bytes) -> None:
    answer = client.post("/query/labels.json", content=body)

    assert 400 == answer.status_code
    assert '{"iris": [' in answer.json()["error"]


def test_too_many_iris_are_refused(client: TestClient) -> None:
    answer = client.post("/query/labels.json", json={"iris": ["http://example.org/a"] * 501})

    assert 400 == answer.status_code
    assert "501 IRIs were sent; accepted: 500 at once" == answer.json()["error"]


# --- elsewhere ------------------------------------------------------------------------------


def test_a_graph_on_a_server_is_asked_in_the_same_way(oxigraph_server: servers.Server) -> None:
    with (
        KnowledgeGraph.open(oxigraph_server.query) as graph,
        TestClient(create_app(graph), base_url="http://127.0.0.1:8021", follow_redirects=False) as client,
    ):
        text = page(client, query=TWO)
        words = client.get("/query/terms.json").json()
        wrong = client.get("/query", params={"query": "SELECT ?a\nWHERE {\n  ?a eq:goal\n}"})

    assert "2 rows." in part(text, "said")
    assert [["Access to same-race teachers", "Access to same-race teachers"]] == cells(text)[:1]
    assert "eq:practice" in {word["short"] for word in words["properties"] if word["used"]}
    assert 400 == wrong.status_code
