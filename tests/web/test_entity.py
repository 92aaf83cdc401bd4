"""The page of a thing: for people and as RDF, by Accept header and by ending; nothing in a label can run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph
import pytest
import rdflib
from rdflib import FOAF, RDFS
from starlette.testclient import TestClient

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web.app import create_app
from equigraph.web.entity import DRAWN_MOST, FORMS

TUTORING = "/id/practice/tutoring"
HOSTILE = """<script>alert(1)</script> " ' & {{ 7*7 }} \\u202E\\u0007"""
FORMATS = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
}


@pytest.mark.parametrize(
    ("accept", "type_", "location"),
    [
        ("text/html", "text/html", None),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html", None),
        ("*/*", "text/html", None),
        ("", "text/html", None),
        ("application/json", "application/json", ".json"),
        ("text/turtle", "text/turtle", ".ttl"),
        ("text/turtle;q=0.5, application/ld+json", "application/ld+json", ".jsonld"),
        ("application/n-triples", "application/n-triples", ".nt"),
        ("text/*;q=0.1, application/ld+json;q=0.2", "application/ld+json", ".jsonld"),
    ],
)
def test_the_accept_header_chooses_the_form(
    tiny_client: TestClient, accept: str, type_: str, location: str | None
) -> None:
    answer = tiny_client.get(TUTORING, headers={"Accept": accept})

    assert (200, type_) == (answer.status_code, answer.headers["content-type"].split(";")[0])
    assert "Accept" == answer.headers["vary"]
    assert (location and TUTORING + location) == answer.headers.get("content-location")


@pytest.mark.parametrize(
    ("path", "accepted"),
    [
        (TUTORING, "text/html, application/json, text/turtle, application/ld+json, application/n-triples"),
        ("/practices", "text/html, application/json"),
    ],
)
def test_what_no_form_fits_is_told_which_there_are(tiny_client: TestClient, path: str, accepted: str) -> None:
    answer = tiny_client.get(path, headers={"Accept": "image/png"})

    assert 406 == answer.status_code == answer.json()["status"]
    assert f'this page cannot be had as "image/png"; accepted: {accepted}' == answer.json()["error"]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_each_form_has_an_address_that_no_header_overrules(tiny_client: TestClient, form: object) -> None:
    suffix, type_ = form.suffix, form.type  # type: ignore[attr-defined]
    answer = tiny_client.get(TUTORING + suffix, headers={"Accept": "text/html"})

    assert (200, type_) == (answer.status_code, answer.headers["content-type"].split(";")[0])
    assert f'<{TUTORING}{suffix}>; rel="alternate"' not in answer.headers["link"]
    assert 3 == answer.headers["link"].count('rel="alternate"')


def test_all_rdf_forms_say_the_same(tiny_client: TestClient) -> None:
    said = [
        {
            quad.triple
            for quad in pyoxigraph.parse(tiny_client.get(TUTORING, headers={"Accept": type_}).content, format_)
        }
        for type_, format_ in FORMATS.items()
    ]

    assert said[0] == said[1] == said[2]
    subjects = {triple.subject.value.rpartition("/")[2] for triple in said[0]}
    assert {"tutoring", "a", "b", "act-enables-tutoring", "one", "two"} <= subjects


def test_head_says_what_get_would(tiny_client: TestClient) -> None:
    got, head = (getattr(tiny_client, method)(TUTORING + ".ttl") for method in ("get", "head"))

    assert b"" == head.content
    assert got.headers == head.headers


def test_the_page_and_its_twin_tell_what_speaks_against_first(tiny_client: TestClient) -> None:
    page, twin = tiny_client.get(TUTORING).text, tiny_client.get(TUTORING + ".json").json()

    assert ["negative", "positive"] == [one["slug"] for one in twin["findings"]["directions"]]
    assert page.index("Scores of English Learners fell.") < page.index("Scores rose.")
    assert [("conflicting", "conflicting, 2 sources")] == [(one["verdict"], one["strength"]) for one in twin["lines"]]
    assert "conflicting, 2 sources" in page
    assert ["2 findings: 1 negative, 1 positive."] == twin["in_short"][:1]


def test_a_thing_without_findings_says_what_that_does_not_mean(tiny_client: TestClient) -> None:
    assert "nothing is known here, which is not the same as no effect" in tiny_client.get("/id/practice/profiles").text


def test_a_link_says_who_says_so(tiny_client: TestClient) -> None:
    twin = tiny_client.get(TUTORING + ".json").json()

    (policies,) = [group for group in twin["links"] if group["kind"] == "Policy"]
    (link,) = policies["items"]
    assert ("Tutoring Act", "enables practice", "our reading (inferred)") == (
        link["other"]["label"],
        link["relation"].lower(),
        link["mapping"],
    )
    assert "section 1" == link["statements"][0]["locator"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/id/claim/a", "Tutoring → Academic achievement: positive"),
        ("/id/statement/act-enables-tutoring", "Tutoring Act enables practice Tutoring"),
        ("/id/category/support", "academic support"),
        ("/id/source/two", "No effect of looping"),
        ("/id/group/learners", "English Learners"),
        ("/id/policy/act", "Tutoring Act"),
    ],
)
def test_everything_that_has_an_iri_has_a_page(tiny_client: TestClient, path: str, told: str) -> None:
    answer = tiny_client.get(path)

    assert 200 == answer.status_code
    assert told.lower() in answer.text.partition("<h1>")[2].partition("</h1>")[0].lower()


@pytest.mark.parametrize(
    ("path", "status", "leads_to"),
    [
        ("/id/practice/tutorin", 404, None),
        ("/id/practice/", 404, None),
        ("/id/", 404, None),
        ("/id/practice/Learner profiles", 303, "/id/practice/profiles"),  # the name in the place of the slug
        ("/thing?iri=practice:tutoring", 303, "/id/practice/tutoring"),
        ("/thing.ttl?iri=practice:tutoring", 303, "/id/practice/tutoring.ttl"),
        ("/thing?iri=https://w3id.org/equigraph/id/practice/tutoring", 303, "/id/practice/tutoring"),
        ("/thing?iri=http://example.org/nothing", 404, None),
        ("/thing?iri=", 400, None),
        ("/thing", 400, None),
        ("/thing?iri=http://[", 404, None),
        ("/thing?iri=//evil.example/", 404, None),
    ],
)
def test_what_has_no_page_here(tiny_client: TestClient, path: str, status: int, leads_to: str | None) -> None:
    answer = tiny_client.get(path)

    assert (status, leads_to) == (answer.status_code, answer.headers.get("location"))


def test_near_names_are_told(tiny_client: TestClient) -> None:
    told = tiny_client.get("/id/practice/tutorin.json").json()

    assert (404, False, ["Tutoring"]) == (told["status"], told["ok"], told["close"])


@pytest.fixture(scope="module")
def own_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return the explorer of somebody's own RDF: hostile names, no word of ours, a thing with many neighbours."""
    path = tmp_path_factory.mktemp("own") / "own.ttl"
    many = "".join(f"<http://x.example/n{n}> <http://x.example/knows> <http://x.example/a> .\n" for n in range(300))
    path.write_text(
        f"""@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        <http://x.example/a> a <http://x.example/K> ; rdfs:label {HOSTILE!r} ; rdfs:comment {HOSTILE!r} ;
          <http://x.example/homepage> <javascript:alert(1)> ; <http://x.example/says> {HOSTILE!r} .
        {many}""".replace("'<script>", '"""<script>').replace("u0007'", 'u0007"""'),
        encoding="utf-8",
    )
    with (
        KnowledgeGraph.open(str(path)) as graph,
        TestClient(create_app(graph), base_url="http://127.0.0.1:8021", follow_redirects=False) as client,
    ):
        yield client


def test_no_name_can_run(own_client: TestClient) -> None:
    page = own_client.get("/thing?iri=http://x.example/a").text

    assert "<script>alert" not in page
    assert "49" not in page.partition("<h1>")[2].partition("</h1>")[0]
    assert 'href="javascript:' not in page


def test_a_hub_says_that_there_is_more_and_where(own_client: TestClient) -> None:
    page = own_client.get("/thing?iri=http://x.example/a").text

    assert "The first 30 links are shown; there are more." in page
    assert "/query?query=" in page


def test_a_document_that_is_not_all_says_so_of_itself(own_client: TestClient) -> None:
    for form in FORMS[1:]:
        text = own_client.get(f"/thing{form.suffix}?iri=http://x.example/a").text
        told = rdflib.Graph().parse(
            data=text, format={".nt": "nt", ".ttl": "turtle", ".jsonld": "json-ld"}[form.suffix]
        )
        [document] = told.subjects(FOAF.primaryTopic, rdflib.URIRef("http://x.example/a"))
        assert "Not all that the graph states: the first links of more. Ask" in str(told.value(document, RDFS.comment))


def test_a_document_that_is_all_says_nothing_of_itself(tiny_client: TestClient) -> None:
    assert "primaryTopic" not in tiny_client.get(TUTORING + ".nt").text


def test_a_picture_has_no_more_than_can_be_read(client: TestClient) -> None:
    page = client.get("/id/source/r-dossier").text

    assert f"{DRAWN_MOST} of " in page
    assert page.partition('<div class="still">')[2].partition("</svg>")[0].count("data-id=") <= DRAWN_MOST + 1


@pytest.mark.slow
def test_every_thing_of_the_bundled_graph_has_a_page(client: TestClient) -> None:
    """One of each class, and the hubs: whatever they hold, it can be shown."""
    paths = ["goal/academic-achievement", "group/all-students", "source/r-dossier", "organization/california"]
    paths += ["commitment/commitment-8", "jurisdiction/hawaii", "design/rct", "category/academic-support"]
    statuses = {path: client.get("/id/" + path).status_code for path in paths}

    assert dict.fromkeys(paths, 200) == statuses


@pytest.mark.parametrize(
    "path",
    [
        "/id/practice/tutoring.json",
        "/id/source/two.json",
        "/id/category/support.json",
        "/practices.json",
        "/search.json?q=tutoring",
        "/questions/evidence-against.json",
    ],
)
def test_a_graph_on_a_server_is_shown_in_the_same_words(
    tiny_client: TestClient, elsewhere_client: TestClient, path: str
) -> None:
    told, there = tiny_client.get(path).json(), elsewhere_client.get(path).json()
    for answer in (told, there):
        answer.pop("notes", None)  # how it was searched

    assert told == there


@pytest.fixture(scope="module")
def elsewhere_client(tiny_graph: KnowledgeGraph, elsewhere: Any) -> Iterator[TestClient]:
    """Return the explorer of the tiny graph as if it were on a server: no text index, no engine in this process."""
    graph = KnowledgeGraph(elsewhere(tiny_graph.store))
    with TestClient(create_app(graph), base_url="http://127.0.0.1:8021", follow_redirects=False) as client:
        yield client
