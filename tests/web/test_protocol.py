"""The endpoint, request by request: what the SPARQL 1.1 Protocol says, and what is refused and how."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import httpx
import pyoxigraph
import pytest
import rdflib
import SPARQLWrapper
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from starlette.applications import Starlette
from starlette.testclient import TestClient

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.limits import Limits
from equigraph.graph.store import OxigraphStore
from equigraph.web.app import create_app
from equigraph.web.desk import Desk
from equigraph.web.settings import Bounds, Settings

SELECT = 'SELECT ?o { <http://example.org/a> <http://example.org/p> ?o FILTER(?o = "x & y") }'
ALL = "SELECT ?s ?o { ?s ?p ?o }"
ASK = "ASK { ?s ?p ?o }"
COPY = "CONSTRUCT WHERE { ?s ?p ?o }"
LARGE = "SELECT ?s ?t ?u { ?s ?p ?x . ?t ?q ?y . ?u ?r ?z }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
FORM = "application/x-www-form-urlencoded"
EX = "http://example.org/"
Served = Callable[[Starlette], AbstractContextManager[str]]
NAMED = NamedNode(EX + "graph")


@pytest.fixture(scope="module")
def graph() -> Iterator[KnowledgeGraph]:
    a, p = NamedNode(EX + "a"), NamedNode(EX + "p")
    quads = [Quad(a, p, Literal("x & y")), Quad(a, p, Literal("é", language="fr")), Quad(a, p, Literal("in"), NAMED)]
    quads += [Quad(NamedNode(f"{EX}{number}"), p, Literal(number)) for number in range(300)]
    with KnowledgeGraph(OxigraphStore.memory(quads), Limits(processes=2, rows=30_000)) as opened:
        yield opened


@pytest.fixture(scope="module")
def endpoint(graph: KnowledgeGraph) -> Iterator[TestClient]:
    with TestClient(create_app(graph), base_url="http://127.0.0.1:8021", follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def address(graph: KnowledgeGraph, served: Served) -> Iterator[str]:
    with served(create_app(graph)) as found:
        yield found + "/sparql"


class TestRequests:
    @pytest.mark.parametrize(
        "ask",
        [
            lambda client: client.get("/sparql", params={"query": SELECT}),
            lambda client: client.post("/sparql", data={"query": SELECT}),
            lambda client: client.post("/sparql", content=SELECT, headers={"Content-Type": "application/sparql-query"}),
            lambda client: client.post(
                "/sparql", content=SELECT, headers={"Content-Type": "Application/SPARQL-Query; charset=utf-8"}
            ),
        ],
        ids=["GET", "form", "direct", "direct, other spelling"],
    )
    def test_three_ways_to_ask(self, endpoint: TestClient, ask: Callable[[TestClient], httpx.Response]) -> None:
        answer = ask(endpoint)

        assert 200 == answer.status_code
        assert "application/sparql-results+json" == answer.headers["content-type"]
        assert [{"o": {"type": "literal", "value": "x & y"}}] == answer.json()["results"]["bindings"]
        assert answer.headers["server-timing"].startswith("query;dur=")
        assert "Accept" in answer.headers["vary"]
        assert "access-control-allow-origin" not in answer.headers

    def test_head(self, endpoint: TestClient) -> None:
        answer = endpoint.head("/sparql", params={"query": SELECT})

        assert (200, b"") == (answer.status_code, answer.content)
        assert int(answer.headers["content-length"]) > 0

    @pytest.mark.parametrize(
        ("method", "more", "status", "words"),
        [
            ("POST", {"content": "x", "headers": {"Content-Type": "text/plain"}}, 415, "text/plain"),
            ("POST", {"data": {"a": "b"}}, 400, "there is no query"),
            ("POST", {"content": b"query=%FF", "headers": {"Content-Type": FORM}}, 400, "the form is not UTF-8"),
            (
                "POST",
                {"content": b"\xff", "headers": {"Content-Type": "application/sparql-query"}},
                400,
                "the query is not UTF-8",
            ),
            ("POST", {"params": {"query": ASK}, "data": {"query": ASK}}, 400, "2 queries"),
            ("GET", {"params": [("query", ASK), ("query", ASK)]}, 400, "2 queries"),
            ("GET", {"params": {"update": "DROP ALL"}}, 403, "only reads"),
            ("POST", {"data": {"update": "DROP ALL"}}, 403, "only reads"),
            (
                "POST",
                {"content": "DROP ALL", "headers": {"Content-Type": "application/sparql-update"}},
                403,
                "only reads",
            ),
            ("GET", {"params": {"query": "DROP ALL"}}, 403, '"DROP" changes data'),
            ("GET", {"params": {"query": "ASK { SERVICE <a:a> {} }"}}, 403, "another machine"),
            ("GET", {"params": {"query": ""}}, 400, "not valid SPARQL"),
            ("GET", {"params": {"query": ASK, "format": "docx"}}, 406, '"docx"; accepted: json, xml'),
            ("PUT", {"params": {"query": ASK}}, 405, "GET, HEAD, POST"),
        ],
    )
    def test_refusals(self, endpoint: TestClient, method: str, more: dict[str, Any], status: int, words: str) -> None:
        answer = endpoint.request(method, "/sparql", **more)

        assert status == answer.status_code
        assert {"ok": False, "status": status} == {key: answer.json()[key] for key in ("ok", "status")}
        assert words in answer.json()["error"]

    def test_a_mistake_is_told_with_its_place(self, endpoint: TestClient) -> None:
        answer = endpoint.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p }"})

        assert 400 == answer.status_code
        assert (2, 15) == (answer.json()["line"], answer.json()["column"])

    def test_people_get_a_page(self, endpoint: TestClient) -> None:
        answer = endpoint.get("/sparql", params={"query": "SELECT"}, headers={"Accept": "text/html"})

        assert 400 == answer.status_code
        assert "<h1>That did not work</h1>" in answer.text

    def test_what_takes_too_long(self, graph: KnowledgeGraph) -> None:
        hurried = KnowledgeGraph(graph.store, Limits(timeout_s=0.3, processes=2))
        with TestClient(create_app(hurried), base_url="http://127.0.0.1:8021") as client:
            answer = client.get("/sparql", params={"query": ENDLESS})

        assert 504 == answer.status_code
        assert "0.3 seconds" in answer.json()["error"]

    def test_what_is_too_much_at_once(self, graph: KnowledgeGraph, served: Served) -> None:
        bounds = Bounds(heavy=1, heavy_waiting=0, quick_s=0.05)
        app = create_app(KnowledgeGraph(graph.store, Limits(timeout_s=3, processes=2)), Settings(bounds=bounds))
        with (
            served(app) as address,
            httpx.Client() as client,
            client.stream("GET", address + "/sparql", params={"query": LARGE}),
        ):
            answer = client.get(address + "/sparql", params={"query": ENDLESS}, timeout=10)

        assert 503 == answer.status_code
        assert int(answer.headers["retry-after"]) > 0
        assert "was not begun" in answer.json()["error"]

    def test_each_client_has_its_share(self, graph: KnowledgeGraph) -> None:
        settings = Settings(is_shared=True, bounds=Bounds(client_queries=1))
        app = create_app(graph, settings)
        with TestClient(app, base_url="http://127.0.0.1:8021") as client:
            app.state.desk.enter("testclient")
            answer = client.get("/sparql", params={"query": ASK})
            app.state.desk.leave("testclient")

            assert 429 == answer.status_code
            assert int(answer.headers["retry-after"]) > 0
            assert 200 == client.get("/sparql", params={"query": ASK}).status_code


class TestFormats:
    @pytest.mark.parametrize(
        ("accept", "query", "expected"),
        [
            ("*/*", ALL, "application/sparql-results+json"),
            ("application/json", ALL, "application/sparql-results+json"),
            ("application/sparql-results+xml", ALL, "application/sparql-results+xml"),
            ("text/csv", ALL, "text/csv; charset=utf-8"),
            ("text/tab-separated-values", ALL, "text/tab-separated-values; charset=utf-8"),
            ("text/csv;q=0.1, application/sparql-results+xml;q=0.2", ALL, "application/sparql-results+xml"),
            ("application/sparql-results+xml", ASK, "application/sparql-results+xml"),
            ("*/*", COPY, "text/turtle; charset=utf-8"),
            ("text/plain", COPY, "application/n-triples"),
            ("application/n-triples", COPY, "application/n-triples"),
            ("application/ld+json", COPY, "application/ld+json"),
            ("application/json", COPY, "application/ld+json"),
            ("application/rdf+xml", COPY, "application/rdf+xml"),
            ("application/trig", COPY, "application/trig"),
            ("application/n-quads", COPY, "application/n-quads"),
            ("text/csv, text/turtle", f"DESCRIBE <{EX}a>", "text/turtle; charset=utf-8"),
            ("nonsense", ALL, "application/sparql-results+json"),
        ],
    )
    def test_by_header(self, endpoint: TestClient, accept: str, query: str, expected: str) -> None:
        answer = endpoint.get("/sparql", params={"query": query}, headers={"Accept": accept})

        assert (200, expected) == (answer.status_code, answer.headers["content-type"])

    @pytest.mark.parametrize(
        ("name", "query", "expected"),
        [
            ("csv", ALL, "text/csv; charset=utf-8"),
            ("json", COPY, "application/ld+json"),
            ("xml", COPY, "application/rdf+xml"),
            ("XML", ASK, "application/sparql-results+xml"),
            ("turtle", COPY, "text/turtle; charset=utf-8"),
            ("application/sparql-results+json", ALL, "application/sparql-results+json"),
            ("", ALL, "application/sparql-results+xml"),
        ],
    )
    def test_by_name(self, endpoint: TestClient, name: str, query: str, expected: str) -> None:
        parameters = {"query": query, "format": name}
        answer = endpoint.get("/sparql", params=parameters, headers={"Accept": "application/sparql-results+xml"})

        assert (200, expected) == (answer.status_code, answer.headers["content-type"])

    @pytest.mark.parametrize(
        ("accept", "query", "words"),
        [
            ("image/png", ALL, "SELECT or ASK cannot be had in that format; accepted: application/sparql-results+json"),
            ("text/csv", COPY, "CONSTRUCT or DESCRIBE cannot be had in that format; accepted: text/turtle"),
            ("text/turtle", ASK, "SELECT or ASK"),
        ],
    )
    def test_what_is_not_offered(self, endpoint: TestClient, accept: str, query: str, words: str) -> None:
        answer = endpoint.get("/sparql", params={"query": query}, headers={"Accept": accept})

        assert 406 == answer.status_code
        assert words in answer.json()["error"]

    def test_the_same_rows_in_every_format(self, endpoint: TestClient, graph: KnowledgeGraph) -> None:
        def content(name: str) -> bytes:
            return endpoint.get("/sparql", params={"query": ALL, "format": name}).content

        rows = len(list(graph.select(ALL, guard=False)))
        assert rows == len(json.loads(content("json"))["results"]["bindings"])
        assert rows == len(list(csv.reader(io.StringIO(content("csv").decode())))) - 1
        assert rows == content("tsv").count(b"\n") - 1
        assert rows == content("xml").count(b"<result>")

    @pytest.mark.parametrize("name", ["ttl", "nt", "jsonld", "rdf", "trig", "nq"])
    def test_the_same_triples_in_every_format(self, endpoint: TestClient, graph: KnowledgeGraph, name: str) -> None:
        formats = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}
        formats |= {"rdf": RdfFormat.RDF_XML, "trig": RdfFormat.TRIG, "nq": RdfFormat.N_QUADS}
        content = endpoint.get("/sparql", params={"query": COPY, "format": name}).content

        expected = set(graph.construct(COPY, guard=False))
        assert expected == {quad.triple for quad in pyoxigraph.parse(content, formats[name])}


class TestGraphs:
    @pytest.mark.parametrize(
        ("parameters", "query", "expected"),
        [
            ({}, f"ASK {{ GRAPH <{EX}graph> {{ ?s ?p 'in' }} }}", True),
            ({}, "ASK { ?s ?p 'in' }", False),
            ({"default-graph-uri": NAMED.value}, "ASK { ?s ?p 'in' }", True),
            ({"default-graph-uri": NAMED.value}, "ASK { ?s ?p 7 }", False),
            ({"default-graph-uri": NAMED.value}, "ASK { GRAPH ?g { ?s ?p 'in' } }", False),
            ({"named-graph-uri": NAMED.value}, "ASK { GRAPH ?g { ?s ?p 'in' } }", True),
            ({"named-graph-uri": NAMED.value}, "ASK { ?s ?p 7 }", False),
        ],
    )
    def test_are_chosen_by_the_request(
        self, endpoint: TestClient, parameters: dict[str, str], query: str, expected: bool
    ) -> None:
        assert expected is endpoint.get("/sparql", params={"query": query, **parameters}).json()["boolean"]

    @pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri"])
    def test_that_are_not_there(self, endpoint: TestClient, parameter: str) -> None:
        answer = endpoint.post("/sparql", data={"query": ASK, parameter: EX + "none"})

        assert 400 == answer.status_code
        assert f"no graph <{EX}none>; there are: <{EX}graph>" in answer.json()["error"]


class TestWithoutAQuery:
    def test_people_are_led_to_the_workbench(self, endpoint: TestClient) -> None:
        answer = endpoint.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})

        assert (303, "/query") == (answer.status_code, answer.headers["location"])

    def test_programs_that_take_a_page_at_worst_are_not(self, endpoint: TestClient) -> None:
        described = endpoint.get("/sparql", headers={"Accept": "text/turtle, text/html;q=0.5"})
        refused = endpoint.get(
            "/sparql",
            params={"query": "SELECT"},
            headers={"Accept": "application/sparql-results+json, text/html;q=0.1"},
        )

        assert "text/turtle; charset=utf-8" == described.headers["content-type"]
        assert (400, "application/json") == (refused.status_code, refused.headers["content-type"])

    def test_programs_are_told_what_it_is(self, endpoint: TestClient) -> None:
        answer = endpoint.get("/sparql")

        assert "text/turtle; charset=utf-8" == answer.headers["content-type"]
        assert b"sd:SPARQL11Query" in answer.content


class TestRealClients:
    def test_sparqlwrapper(self, address: str) -> None:
        client = SPARQLWrapper.SPARQLWrapper(address)
        client.setQuery(SELECT)
        client.setReturnFormat(SPARQLWrapper.JSON)
        found = client.queryAndConvert()
        client.setMethod(SPARQLWrapper.POST)
        client.setReturnFormat(SPARQLWrapper.XML)
        document = client.queryAndConvert()
        client.setQuery(COPY)
        client.setReturnFormat(SPARQLWrapper.TURTLE)
        turtle = client.queryAndConvert()

        assert "x & y" == found["results"]["bindings"][0]["o"]["value"]
        assert "x & y" in document.toxml().replace("&amp;", "&")
        assert 302 == len(rdflib.Graph().parse(data=turtle, format="turtle"))

    @pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
    def test_rdflib(self, address: str, method: str) -> None:
        graph = rdflib.Graph(SPARQLStore(address, method=method, returnFormat="json"))

        assert [rdflib.Literal("x & y")] == [row.o for row in graph.query(SELECT)]
        assert 302 == len(list(graph.triples((None, None, None))))
        assert bool(graph.query(ASK))

    def test_curl(self, address: str) -> None:
        run = subprocess.run(
            ["curl", "-sS", "--fail", "-H", "Accept: text/csv", address, "--data-urlencode", f"query={SELECT}"],
            check=True,
            capture_output=True,
            timeout=20,
        )

        assert b"o\r\nx & y\r\n" == run.stdout


class TestStreams:
    def test_a_large_answer_comes_while_it_is_found(self, address: str) -> None:
        with httpx.stream("GET", address, params={"query": LARGE + " LIMIT 28000", "format": "tsv"}) as answer:
            lines = sum(1 for _ in answer.iter_lines())

        assert "content-length" not in answer.headers
        assert 28_001 == lines

    def test_one_that_breaks_off_is_a_broken_answer(self, address: str) -> None:
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
            httpx.get(address, params={"query": LARGE + " LIMIT 40000"}, timeout=30)

    @pytest.mark.parametrize(("limit", "expected"), [(20_000, b"200 OK"), (40_000, b"400 Bad Request")])
    def test_http_1_0_gets_all_or_an_error(self, address: str, limit: int, expected: bytes) -> None:
        host, port = address.removeprefix("http://").removesuffix("/sparql").split(":")
        query = urllib.request.quote(f"{LARGE} LIMIT {limit}")
        with socket.create_connection((host, int(port)), timeout=30) as connection:
            connection.sendall(f"GET /sparql?query={query}&format=csv HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        head, _, body = answer.partition(b"\r\n\r\n")

        assert expected in head
        assert f"content-length: {len(body)}".encode() in head

    @pytest.mark.parametrize("query", [ENDLESS, LARGE], ids=["before the first part", "in the middle"])
    def test_who_goes_away_leaves_no_query_behind(self, graph: KnowledgeGraph, served: Served, query: str) -> None:
        app = create_app(graph)
        desk: Desk = app.state.desk
        with served(app) as address, httpx.Client() as client:
            request = client.build_request("GET", address + "/sparql", params={"query": query}, timeout=0.5)
            try:
                answer = client.send(request, stream=True)
                next(answer.iter_raw())
                answer.close()
            except httpx.ReadTimeout:
                pass
            end = time.monotonic() + 10
            while (desk.running or desk.waiting) and time.monotonic() < end:
                time.sleep(0.01)

            assert (0, 0) == (desk.running, desk.waiting)
            assert 200 == client.get(address + "/sparql", params={"query": ASK}, timeout=20).status_code


def test_a_body_that_never_ends_is_given_up() -> None:
    from equigraph.web.protocol import _body

    async def receive() -> dict[str, str]:
        return {"type": "http.disconnect"}

    with pytest.raises(Exception, match="cancelled"):
        asyncio.run(_body(receive, 10))


def test_a_body_has_a_limit_of_its_own() -> None:
    from equigraph.web.protocol import _body

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"12345", "more_body": True}

    with pytest.raises(Exception, match="more than 8 bytes"):
        asyncio.run(_body(receive, 8))
