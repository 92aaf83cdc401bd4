"""EndpointStore against a server that misbehaves in every way we know of; real servers are in the other two files."""

from __future__ import annotations

import base64
import gzip
import http.server
import logging
import shutil
import ssl
import subprocess
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from equigraph.errors import (
    AccessDeniedError,
    AnswerCutError,
    DataError,
    DatasetNotFoundError,
    EndpointError,
    EquigraphError,
    QueryCancelledError,
    QueryError,
    QueryTimeoutError,
    QueryTooLargeError,
    RdfSyntaxError,
    SparqlSyntaxError,
    UpdateForbiddenError,
)
from equigraph.graph import http_client
from equigraph.graph.endpoint import EndpointStore
from equigraph.graph.graph_store import GraphStore
from equigraph.graph.knowledge_graph import KnowledgeGraph, guard_for, open_store
from equigraph.graph.limits import Limits
from equigraph.graph.store import Guard, OxigraphStore

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
NT = "application/n-triples"
SECRET = "s3cret-of-the-test"
SELECT = "SELECT ?x { ?x ?p ?o }"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"
TRUE = b'{"head":{},"boolean":true}'


def table(*values: str) -> bytes:
    rows = ",".join(f'{{"x":{{"type":"literal","value":"{value}"}}}}' for value in values)
    return f'{{"head":{{"vars":["x"]}},"results":{{"bindings":[{rows}]}}}}'.encode()


def xml(inside: str) -> bytes:
    return (
        '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head>'
        f"<results>{inside}</results></sparql>"
    ).encode()


@dataclass(frozen=True)
class Asked:
    """One request, as it was."""

    command: str
    path: str
    headers: Message
    body: bytes
    query: str


class Handler(http.server.BaseHTTPRequestHandler):
    """One request; what is done with it is up to the server's ``behave``."""

    protocol_version = "HTTP/1.1"
    server: Misbehaving

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        asked = parse_qs(body.decode() if self.command == "POST" else urlsplit(self.path).query)
        self.query = asked.get("query", [""])[0]
        self.server.asked.append(Asked(self.command, self.path, self.headers, body, self.query))
        if self.query == "ASK {}":  # which only finds out who answers
            self.reply(TRUE)
        else:
            self.server.behave(self)

    do_POST = do_PUT = do_GET  # noqa: N815 # the names that http.server looks for

    def reply(self, body: bytes, media_type: str = JSON, status: int = 200, **headers: str) -> None:
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.send_response(status)
        for name, value in ({"Content-Type": media_type, "Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        return self.server.product

    def log_message(self, *arguments: object) -> None:
        pass


class Misbehaving(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[Asked] = []
        self.product = "Test/1.0"
        self.behave: Callable[[Handler], None] = lambda handler: handler.reply(table("a"))
        self.released = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/sparql"

    def queries(self) -> list[str]:
        return [asked.query for asked in self.asked if asked.query != "ASK {}"]

    def handle_error(self, *arguments: object) -> None:
        pass  # a client that has gone is what some tests are about


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    with Misbehaving() as started:
        thread = threading.Thread(target=started.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield started
        started.released.set()
        started.shutdown()


@pytest.fixture(autouse=True)
def no_rights(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("EQUIGRAPH_TOKEN", "EQUIGRAPH_USER", "EQUIGRAPH_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))


@pytest.fixture
def store(server: Misbehaving) -> Iterator[EndpointStore]:
    with EndpointStore(server.address, Limits(timeout_s=5)) as opened:
        yield opened


def values(result: object) -> list[str]:
    return [row[0].value for row in result]  # type: ignore[attr-defined]


# --- what is asked --------------------------------------------------------------------------


class TestAsking:
    def test_is_a_guard(self, store: EndpointStore) -> None:
        assert isinstance(store, Guard)
        assert guard_for(store, Limits()) is store
        assert not isinstance(OxigraphStore.memory(), Guard)

    def test_a_short_query_is_in_the_address_and_a_long_one_in_a_form(
        self, server: Misbehaving, store: EndpointStore
    ) -> None:
        store.query(SELECT)
        store.query(f"{SELECT} # {'x' * 3000}")

        assert ["GET", "GET", "POST"] == [asked.command for asked in server.asked]
        assert "application/x-www-form-urlencoded" == server.asked[-1].headers["Content-Type"]
        assert "?" not in server.asked[-1].path

    def test_an_address_may_have_parameters_of_its_own(self, server: Misbehaving) -> None:
        with EndpointStore(f"{server.address}?repository=a%20b") as store:
            store.query(SELECT)

        assert server.asked[-1].path.startswith("/sparql?repository=a%20b&query=SELECT")

    def test_only_prefixes_that_are_used_are_declared_and_no_line_moves(
        self, server: Misbehaving, store: EndpointStore
    ) -> None:
        store.query("SELECT ?x\n{ ?x a eq:Practice ; unknown:p ex:y }")

        declared = "PREFIX eq: <https://w3id.org/equigraph/ontology#> "
        assert [f"{declared}SELECT ?x\n{{ ?x a eq:Practice ; unknown:p ex:y }}"] == server.queries()

    def test_graphs_are_asked_both_ways(self, server: Misbehaving) -> None:
        server.behave = lambda handler: handler.reply(TRUE if "ASK" in handler.query else table("a"))
        graphs = ["http://example.org/g", "http://example.org/h"]
        with EndpointStore(server.address, graphs=graphs) as store:
            store.query(SELECT)
            store.query(SELECT)

        asked = parse_qs(urlsplit(server.asked[-1].path).query)
        assert (graphs, graphs) == (asked["default-graph-uri"], asked["named-graph-uri"])
        assert 2 == sum("GRAPH" in query for query in server.queries())  # looked for once

    def test_a_graph_that_is_not_there_is_an_error(self, server: Misbehaving) -> None:
        server.behave = lambda handler: handler.reply(b'{"head":{},"boolean":false}')
        with (
            EndpointStore(server.address, graphs=["http://example.org/g"]) as store,
            pytest.raises(EndpointError, match=r'holds no graph "http://example.org/g", or it is empty'),
        ):
            store.query(SELECT)

    def test_the_server_is_asked_who_it_is_once(self, server: Misbehaving, store: EndpointStore) -> None:
        assert ["test", "test"] == [store.server, store.server]
        assert 1 == len(server.asked)

    @pytest.mark.parametrize(
        ("product", "form", "expected"),
        [
            ("Virtuoso/07.20.3229 (Linux)", SELECT, XML),
            ("Oxigraph/0.5", SELECT, f"{JSON}, {XML};q=0.8"),
            ("", CONSTRUCT, f"{NT}, text/turtle;q=0.8"),
        ],
    )
    def test_each_is_asked_for_what_it_does_best(
        self, server: Misbehaving, store: EndpointStore, product: str, form: str, expected: str
    ) -> None:
        server.product = product
        server.behave = lambda handler: handler.reply(b"", NT) if form == CONSTRUCT else handler.reply(xml(""), XML)
        store.query(form)

        assert expected == server.asked[1].headers["Accept"]

    @pytest.mark.parametrize("query", ["DROP ALL", "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"])
    def test_what_is_no_reading_is_not_sent(self, server: Misbehaving, store: EndpointStore, query: str) -> None:
        with pytest.raises(UpdateForbiddenError):
            store.query(query)

        assert [] == server.asked

    def test_from_a_graph_that_is_not_there(self, server: Misbehaving, store: EndpointStore) -> None:
        server.behave = lambda handler: handler.reply(b'{"head":{},"boolean":false}')
        with pytest.raises(QueryError, match=r"FROM <http://example.org/g>: the store holds no graph"):
            store.query("SELECT * FROM <http://example.org/g> { ?s ?p ?o }")

    def test_half_a_character(self, store: EndpointStore) -> None:
        with pytest.raises(SparqlSyntaxError, match="line 1, column 10: a character here is not text"):
            store.query('SELECT ("\udcff" AS ?x) {}')

    def test_in_an_event_loop(self, store: EndpointStore) -> None:
        import asyncio

        async def inside() -> list[str]:
            return values(store.query(SELECT))

        assert ["a"] == asyncio.run(inside())

    def test_a_closed_store_opens_again(self, store: EndpointStore) -> None:
        store.query(SELECT)
        store.close()
        store.close()

        assert ["a"] == values(store.query(SELECT))


# --- what comes back ------------------------------------------------------------------------


def broken_off(handler: Handler) -> None:
    """Promise more than there is, and close."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(table("a"))
    handler.close_connection = True


def chunk_broken_off(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", NT)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"10\r\n<a:a> <a:b> 1 .\n\r\n"[:20])
    handler.close_connection = True


def unframed(body: bytes, media_type: str) -> Callable[[Handler], None]:
    def behave(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: " + media_type.encode() + b"\r\n\r\n" + body)
        handler.close_connection = True

    return behave


def says(body: bytes, media_type: str = JSON, status: int = 200, **headers: str) -> Callable[[Handler], None]:
    return lambda handler: handler.reply(body, media_type, status, **headers)


def raw(text: bytes) -> Callable[[Handler], None]:
    def behave(handler: Handler) -> None:
        handler.wfile.write(text)
        handler.close_connection = True

    return behave


CANCELLED = b"The SPARQL operation has been cancelled"
ROW = "<result><binding name='x'><literal>a</literal></binding></result>"
BAD_ANSWERS = {
    "closes in the middle": (AnswerCutError, "closed the connection in the middle", SELECT, broken_off),
    "closes in a chunk": (AnswerCutError, "closed the connection in the middle", CONSTRUCT, chunk_broken_off),
    "closes at once": (EndpointError, "closed the connection without an answer", SELECT, raw(b"")),
    "sends no HTTP": (EndpointError, "what came back is not HTTP", SELECT, raw(b"\x00\x01 hello\r\n\r\n")),
    "triples without a length": (AnswerCutError, "nothing says whether", CONSTRUCT, unframed(b"<a:a> <a:b> 1 .\n", NT)),
    "time is up, Virtuoso": (AnswerCutError, "its time was up .RC...: Returning incomplete", SELECT,
        says(table(), X_SQL_State="S1TAT", X_SQL_Message="RC...: Returning incomplete results")),
    "another error, Virtuoso": (AnswerCutError, "error 42000", SELECT, says(table(), X_SQL_State="42000")),
    "time is up, Oxigraph JSON": (AnswerCutError, "its time was up", SELECT, says(table("a")[:-4] + CANCELLED)),
    "time is up, Oxigraph XML": (AnswerCutError, "its time was up", SELECT, says(xml(ROW)[:-19] + CANCELLED, XML)),
    "time is up, Oxigraph triples": (AnswerCutError, "its time was up", CONSTRUCT,
        says(b"<a:a> <a:b> 1 .\n" + CANCELLED, NT)),
    "JSON without its end": (AnswerCutError, "breaks off", SELECT, says(table("a")[:-1])),
    "JSON within a text": (AnswerCutError, "breaks off", SELECT, says(table("a}}")[:-5])),
    "JSON of nothing": (AnswerCutError, "breaks off", SELECT, says(b"")),
    "XML without its end": (AnswerCutError, "breaks off", SELECT, says(xml("")[:-9], XML)),
    "triples within a line": (AnswerCutError, "breaks off", CONSTRUCT, says(b"<a:a> <a:b> 1 .\n<a:a> <a:", NT)),
    "no JSON": (EndpointError, "cannot be read as application/sparql-results.json", SELECT, says(b"{nonsense}")),
    "no triples": (EndpointError, "cannot be read as application/n-triples", CONSTRUCT, says(b"nonsense .\n", NT)),
    "a web page": (EndpointError, "answered with a web page", SELECT, says(b"<html>Welcome</html>", "text/html")),
    "another format": (EndpointError, 'answered with "image/png"; accepted: application/sparql', SELECT,
        says(b"\x89PNG", "image/png")),
    "packed wrongly": (AnswerCutError, "cannot be unpacked", SELECT, says(b"no gzip", Content_Encoding="gzip")),
    "brackets without end": (QueryTooLargeError, "500 levels of nesting", SELECT, says(b"[" * 100_000)),
    "triples in triples, JSON": (QueryTooLargeError, "500 levels of nesting", SELECT,
        says(b'{"type":"triple","value":{"object":' * 50_000 + b"}}" * 50_000)),
    "triples in triples, N-Triples": (QueryTooLargeError, "500 levels of nesting", CONSTRUCT,
        says(b"<a:a> <a:b> " + b"<<( <a:a> <a:b> " * 50_000 + b"1" + b" )>>" * 50_000 + b" .\n", NT)),
    "a value of 17 MiB": (QueryTooLargeError, "16 MiB in one value", SELECT, says(table("v" * (17 << 20)))),
    "a row of 65 MiB, XML": (QueryTooLargeError, "64 MiB in one value", SELECT, says(xml("v" * (65 << 20)), XML)),
    "XML entities": (EndpointError, "unrecognized entity", SELECT,
        says(b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + xml(ROW.replace(">a<", ">&b;<")), XML)),
    "a bad blank node": (EndpointError, "blank node", SELECT, says(xml(ROW.replace("literal", "bnode").replace(">a<", ">a b<")), XML)),
    "404": (EndpointError, r'no endpoint answers here \(404\): "Not here"', SELECT, says(b"Not here", "text/plain", 404)),
    "405": (EndpointError, r"no endpoint answers here \(405\)", SELECT, says(b"", "text/plain", 405)),
    "500": (EndpointError, r'could not do it \(500\): "Oh no"$', SELECT,
        says(b"<html><head><title>x</title></head><h1>Oh no</h1></html>", "text/html", 500)),
    "500 and much more": (EndpointError, r'could not do it \(500\): "x{299}…"$', SELECT,
        says(b"x" * 1_000_000, "text/plain", 500)),
    "401": (AccessDeniedError, "wants a name and a password.*\n.*EQUIGRAPH_USER and EQUIGRAPH_PASSWORD", SELECT,
        says(b"", "text/plain", 401)),
    "403": (AccessDeniedError, "does not allow this", SELECT, says(b"", "text/plain", 403)),
    "a redirect in a circle": (EndpointError, "on and on", SELECT, says(b"", JSON, 302, Location="/sparql?query=SELECT")),
    "a redirect to another host": (EndpointError, 'on to "http://127.0.0.2:9/sparql"', SELECT,
        says(b"", JSON, 302, Location="http://127.0.0.2:9/sparql?query=x")),
    "a redirect to another port": (EndpointError, 'on to "http://127.0.0.1:9/"', SELECT,
        says(b"", JSON, 307, Location="http://127.0.0.1:9/")),
    "a redirect to a file": (EndpointError, 'on to "file:///etc/passwd"', SELECT,
        says(b"", JSON, 302, Location="file:///etc/passwd")),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_a_bad_answer_is_one_clear_error(server: Misbehaving, store: EndpointStore, name: str) -> None:
    error, message, query, behave = BAD_ANSWERS[name]
    server.behave = behave

    with pytest.raises(error, match=f"(?s){message}") as caught:
        store.query(query)

    assert type(caught.value) is error
    if isinstance(caught.value, EndpointError):
        assert server.address == caught.value.address
    assert len(str(caught.value)) < 700


def test_a_server_that_is_not_there() -> None:
    with (
        EndpointStore("http://127.0.0.1:9/sparql") as store,
        pytest.raises(EndpointError, match=r"cannot be reached .*\n.*does the server run"),
    ):
        store.query(SELECT)


def test_a_host_that_no_host_can_be() -> None:
    with (
        EndpointStore("http://xn--a.example.org/sparql") as store,
        pytest.raises(EndpointError, match="this is not an address"),
    ):
        store.query(SELECT)


@pytest.fixture
def encrypted(server: Misbehaving, tmp_path: Path) -> str:
    """Let the server speak TLS, with a certificate that it made itself; return its address."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not installed, so there is no certificate to distrust")
    files = ["-keyout", tmp_path / "key.pem", "-out", tmp_path / "certificate.pem"]
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *files, *subject]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return server.address.replace("http:", "https:")


class TestCertificates:
    @pytest.fixture(autouse=True)
    def anew(self) -> Iterator[None]:
        """Let the certificates be read again, before and after."""
        http_client._certificates.cache_clear()
        yield
        http_client._certificates.cache_clear()

    def test_one_that_nobody_vouches_for(
        self, server: Misbehaving, encrypted: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("EQUIGRAPH_TOKEN", SECRET)
        with (
            EndpointStore(encrypted) as store,
            pytest.raises(EndpointError, match=r"(?s)certificate of the server cannot be trusted.*SSL_CERT_FILE"),
        ):
            store.query(SELECT)

        assert [] == server.asked

    def test_one_of_the_organization(
        self, encrypted: str, server: Misbehaving, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        with EndpointStore(encrypted) as store:
            assert ["a"] == values(store.query(SELECT))

        server.behave = says(b"", JSON, 302, Location=encrypted.replace("https:", "http:"))
        with EndpointStore(encrypted) as store, pytest.raises(EndpointError, match=r"sends the query on to .http:"):
            store.query(SELECT)


class TestGoodAnswers:
    @pytest.mark.parametrize(
        ("body", "media_type"),
        [
            (table(" a ", "b"), "application/json; charset=utf-8"),
            (xml(ROW.replace(">a<", "> a <") + ROW.replace(">a<", ">b<")), "text/xml"),
            (xml(ROW.replace(">a<", "> a <") + ROW.replace(">a<", ">b<")) + b"\n<!-- done -->\n", XML),
        ],
    )
    def test_white_space_is_kept(self, server: Misbehaving, store: EndpointStore, body: bytes, media_type: str) -> None:
        server.behave = says(body, media_type)

        assert [" a ", "b"] == values(store.query(SELECT))

    @pytest.mark.parametrize(
        ("body", "media_type"),
        [
            (
                b'{"head":{"vars":["x"]},"results":{"bindings":[{"x": {"type": "bnode", "value": "nodeID://b1"}}]}}',
                JSON,
            ),
            (xml("<result><binding name='x'><bnode>nodeID://b1</bnode></binding></result>"), XML),
        ],
    )
    def test_blank_nodes_of_virtuoso(
        self, server: Misbehaving, store: EndpointStore, body: bytes, media_type: str
    ) -> None:
        server.behave = says(body, media_type)

        assert ["b1"] == values(store.query(SELECT))

    def test_a_text_that_looks_like_one_stays(self, server: Misbehaving, store: EndpointStore) -> None:
        text = "nodeID://b1 <bnode>nodeID://b1"
        server.behave = says(table(text))

        assert [text] == values(store.query(SELECT))

    def test_an_answer_in_many_parts(self, server: Misbehaving, store: EndpointStore) -> None:
        server.behave = says(xml("".join(ROW.replace(">a<", f">  {number} <") for number in range(40_001))), XML)

        assert [f"  {number} " for number in range(40_001)] == values(store.query(SELECT))

    def test_without_a_length_when_the_body_says_its_end(self, server: Misbehaving, store: EndpointStore) -> None:
        server.behave = unframed(table("a"), JSON)

        assert ["a"] == values(store.query(SELECT))

    def test_turtle(self, server: Misbehaving, store: EndpointStore) -> None:
        server.behave = says(b"@prefix a: <a:> . a:a a:b 1, 2 .", "text/turtle")

        assert 2 == len(list(store.query(CONSTRUCT)))

    @pytest.mark.parametrize(
        ("format_name", "expected"),
        [
            ("csv", b"x\r\na\r\nb\r\n"),
            ("tsv", b'?x\n"a"\n"b"\n'),
            ("json", table("a", "b")),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("sent", [table("a", "b"), xml(ROW + ROW.replace(">a<", ">b<"))], ids=["json", "xml"])
    def test_a_stream_looks_the_same_from_every_server(
        self, server: Misbehaving, store: EndpointStore, format_name: str, expected: bytes, sent: bytes
    ) -> None:
        server.behave = says(sent, JSON if sent.startswith(b"{") else XML)

        assert expected == b"".join(store.stream(SELECT, format_name))

    def test_a_stream_of_triples(self, server: Misbehaving, store: EndpointStore) -> None:
        server.behave = says(b"<a:a> <a:b> <a:c> .\n", NT)

        assert b"<a:a> <a:b> <a:c> .\n" == b"".join(store.stream(CONSTRUCT, "nt"))

    @pytest.mark.parametrize(
        ("query", "format_name", "message"),
        [
            (SELECT, "docx", 'cannot be written as "docx"; accepted: csv, tsv, json, xml, ttl, nt, jsonld'),
            (SELECT, "ttl", 'answer to SELECT or ASK cannot be written as "ttl"; accepted: csv, tsv, json, xml'),
        ],
    )
    def test_a_format_that_does_not_fit(self, store: EndpointStore, query: str, format_name: str, message: str) -> None:
        with pytest.raises(QueryError, match=message):
            store.stream(query, format_name)


class TestBadQueries:
    def test_a_mistake_is_found_here(self, server: Misbehaving, store: EndpointStore) -> None:
        server.behave = says(b"syntax error", "text/plain", 400)
        with pytest.raises(SparqlSyntaxError, match="line 2, column 3") as caught:
            store.query("ASK {\n  , }")

        assert (2, 3) == (caught.value.line, caught.value.column)

    def test_a_query_that_is_valid_and_refused(self, server: Misbehaving, store: EndpointStore) -> None:
        text = b"Virtuoso 37000 Error SP031: Internal error\n\nSPARQL query:\ndefine sql:big-data-const 0 SELECT"
        server.behave = says(text, "text/plain", 400)
        with pytest.raises(EndpointError, match=r'refused the query: "Virtuoso 37000 Error SP031: Internal error"$'):
            store.query(SELECT)

    def test_a_query_that_kills_the_engine_here(self, server: Misbehaving, store: EndpointStore) -> None:
        server.behave = says(b"too deep \x1b[31m" + b"x" * 1000, "text/plain", 400)
        with pytest.raises(SparqlSyntaxError, match=r"not valid SPARQL: too deep  ?\[31m") as caught:
            store.query(f"ASK {{ FILTER({'(' * 20_000}1{')' * 20_000}) }}")

        assert len(caught.value.reason) == 300


# --- limits ---------------------------------------------------------------------------------


def wait(handler: Handler) -> None:
    handler.server.released.wait(20)
    handler.close_connection = True


def drip(handler: Handler) -> None:
    """Send a byte now and then, so that no single wait is long."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    while not handler.server.released.wait(0.02):
        handler.wfile.write(b" ")


class TestLimits:
    @pytest.mark.parametrize("behave", [wait, drip])
    def test_time(self, server: Misbehaving, store: EndpointStore, behave: Callable[[Handler], None]) -> None:
        server.behave = behave
        start = time.monotonic()
        with pytest.raises(QueryTimeoutError, match=r"after 0.3 seconds"):
            store.query(SELECT, timeout_s=0.3)

        assert time.monotonic() - start < 2
        server.behave = says(table("a"))
        assert ["a"] == values(store.query(SELECT))

    def test_bytes(self, server: Misbehaving) -> None:
        server.behave = says(table("a" * 2000))
        with (
            EndpointStore(server.address, Limits(answer_bytes=1024)) as store,
            pytest.raises(QueryTooLargeError, match="larger than the limit of 1 KiB"),
        ):
            store.query(SELECT)

    def test_bytes_that_were_packed(self, server: Misbehaving) -> None:
        import gzip

        server.behave = says(gzip.compress(table("a" * 3_000_000)), Content_Encoding="gzip")
        with (
            EndpointStore(server.address, Limits(answer_bytes=1024 * 1024)) as store,
            pytest.raises(QueryTooLargeError, match="larger than the limit of 1 MiB"),
        ):
            store.query(SELECT)

    @pytest.mark.parametrize(
        ("body", "media_type", "query"),
        [(table("a", "b", "c"), JSON, SELECT), (b"<a:a> <a:b> 1, 2, 3 .", "text/turtle", CONSTRUCT)],
    )
    def test_rows(self, server: Misbehaving, body: bytes, media_type: str, query: str) -> None:
        server.behave = says(body, media_type)
        with EndpointStore(server.address, Limits(rows=3)) as store:
            store.query(query)
        with (
            EndpointStore(server.address, Limits(rows=2)) as store,
            pytest.raises(QueryTooLargeError, match="limit of 2 rows"),
        ):
            store.query(query)

    def test_bytes_that_are_written(self, server: Misbehaving) -> None:
        server.behave = says(
            b"@prefix a: <http://example.org/> . a:a a:b " + b",".join(b"%d" % n for n in range(40)) + b".",
            "text/turtle",
        )
        with (
            EndpointStore(server.address, Limits(answer_bytes=1024)) as store,
            pytest.raises(QueryTooLargeError, match="1 KiB"),
        ):
            store.stream(CONSTRUCT, "nt")

    def test_cancel(self, server: Misbehaving, store: EndpointStore) -> None:
        server.behave = wait
        raised: list[BaseException] = []

        def ask() -> None:
            try:
                store.query(SELECT)
            except EquigraphError as error:
                raised.append(error)

        thread = threading.Thread(target=ask)
        thread.start()
        while not server.queries():
            time.sleep(0.01)
        store.cancel()
        thread.join(2)

        assert [QueryCancelledError] == [type(error) for error in raised]
        server.behave = says(table("a"))
        assert ["a"] == values(store.query(SELECT))

    def test_cancel_when_nothing_runs(self, store: EndpointStore) -> None:
        store.cancel()

        assert ["a"] == values(store.query(SELECT))


class TestRowsThatAServerHides:
    """A server shows 1,000 rows and no more."""

    @staticmethod
    def showing(shown: int, there_are: int, **headers: str) -> Callable[[Handler], None]:
        def behave(handler: Handler) -> None:
            if "OFFSET" in handler.query:
                handler.reply(table(*["a"] * (1 if there_are > shown else 0)))
            else:
                handler.reply(table(*["a"] * shown), **headers)

        return behave

    def test_are_told(self, server: Misbehaving, store: EndpointStore) -> None:
        server.behave = self.showing(1000, 5000)
        with pytest.raises(AnswerCutError, match="shows 1,000 rows and no more, and there are more") as caught:
            store.query(SELECT)

        assert 1000 == caught.value.rows
        assert "SELECT * WHERE { { SELECT ?x { ?x ?p ?o }\n} } OFFSET 1000 LIMIT 1" in server.queries()[-1]

    @pytest.mark.parametrize(
        ("shown", "query", "requests"),
        [
            (1000, SELECT, 2),  # a round number, and the end
            (999, SELECT, 1),  # no keeper of a server sets that
            (1000, f"{SELECT} LIMIT 1000", 1),  # what was asked for
            (1000, f"{SELECT} LIMIT 2000", 2),
        ],
    )
    def test_are_looked_for_only_where_they_may_be(
        self, server: Misbehaving, store: EndpointStore, shown: int, query: str, requests: int
    ) -> None:
        server.behave = self.showing(shown, shown)

        assert shown == len(values(store.query(query)))
        assert requests == len(server.queries())

    def test_are_told_when_virtuoso_says_so(self, server: Misbehaving, store: EndpointStore) -> None:
        server.behave = self.showing(7, 8, X_SPARQL_MaxRows="7")
        with pytest.raises(AnswerCutError, match="shows 7 rows"):
            store.query(SELECT)

    def test_are_told_when_nobody_knows(self, server: Misbehaving, store: EndpointStore) -> None:
        server.behave = lambda handler: (
            handler.reply(b"no", "text/plain", 500)
            if "OFFSET" in handler.query
            else handler.reply(table(*["a"] * 1000))
        )
        with pytest.raises(AnswerCutError, match="a round number of rows, and the server does not tell"):
            store.query(SELECT)


# --- trying again ---------------------------------------------------------------------------


def first(*behaviours: Callable[[Handler], None]) -> Callable[[Handler], None]:
    left = list(behaviours)

    def behave(handler: Handler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return behave


class TestTryingAgain:
    @pytest.fixture(autouse=True)
    def soon(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(http_client, "FIRST_PAUSE_S", 0.01)

    @pytest.mark.parametrize("status", [429, 503])
    def test_reading(self, server: Misbehaving, store: EndpointStore, status: int) -> None:
        busy = says(b"busy", "text/plain", status)
        server.behave = first(busy, busy, says(table("a")))

        assert ["a"] == values(store.query(SELECT))
        assert 3 == len(server.queries())

    def test_after_a_connection_that_had_gone_stale(self, server: Misbehaving, store: EndpointStore) -> None:
        server.behave = first(raw(b""), says(table("a")))

        assert ["a"] == values(store.query(SELECT))

    def test_no_more_than_five_times(self, server: Misbehaving, store: EndpointStore) -> None:
        server.behave = says(b"busy", "text/plain", 503)
        with pytest.raises(EndpointError, match=r'too busy \(503\): "busy"'):
            store.query(SELECT)

        assert http_client.MOST_TRIES == len(server.queries())

    @pytest.mark.parametrize(
        "after", ["0.2", "0", "tomorrow", "Wed, 21 Oct 2015 07:28:00 GMT", "Wed, 21 Oct 2015 07:28:00"]
    )
    def test_as_soon_as_allowed(self, server: Misbehaving, store: EndpointStore, after: str) -> None:
        server.behave = first(says(b"", "text/plain", 503, Retry_After=after), says(table("a")))

        assert ["a"] == values(store.query(SELECT))

    def test_after_the_seconds_that_were_asked_for(self, server: Misbehaving, store: EndpointStore) -> None:
        server.behave = first(says(b"", "text/plain", 503, Retry_After="1"), says(table("a")))
        start = time.monotonic()

        assert ["a"] == values(store.query(SELECT))
        assert 1 <= time.monotonic() - start < 3

    @pytest.mark.parametrize("after", ["3600", "Wed, 21 Oct 2150 07:28:00 GMT"])
    def test_not_when_it_would_be_long(self, server: Misbehaving, store: EndpointStore, after: str) -> None:
        server.behave = says(b"", "text/plain", 429, Retry_After=after)
        with pytest.raises(EndpointError, match="too busy"):
            store.query(SELECT)

        assert 1 == len(server.queries())

    def test_only_within_the_time(self, server: Misbehaving, store: EndpointStore) -> None:
        server.behave = says(b"", "text/plain", 503, Retry_After="2")
        with pytest.raises(QueryTimeoutError):
            store.query(SELECT, timeout_s=0.3)

    @pytest.mark.parametrize("bad", [says(b"", "text/plain", 503), raw(b"")])
    def test_never_what_changes_data(self, server: Misbehaving, tmp_path: Path, bad: Callable[[Handler], None]) -> None:
        (tmp_path / "data.ttl").write_text("<a:a> <a:b> 1 .")
        server.behave = bad
        with EndpointStore(server.address) as store, pytest.raises(EndpointError):
            store.update("INSERT DATA { <a:a> <a:b> 1 }")
        with pytest.raises(EndpointError):
            GraphStore(server.address).load([tmp_path / "data.ttl"])

        assert 2 == len(server.asked)

    def test_a_redirect_on_the_same_host(self, server: Misbehaving, store: EndpointStore) -> None:
        server.behave = lambda handler: (
            handler.reply(table(handler.query[:6]))
            if handler.path.startswith("/moved")
            else handler.reply(b"", JSON, 307, Location=f"/moved?{urlsplit(handler.path).query}")
        )

        assert ["SELECT"] == values(store.query(SELECT))
        assert ["SELECT"] == values(store.query(f"{SELECT} # {'x' * 3000}"))

    def test_a_redirect_of_a_change_is_refused(self, server: Misbehaving, store: EndpointStore) -> None:
        server.behave = says(b"", JSON, 307, Location="/moved")
        with pytest.raises(EndpointError, match=r'sends changes on to "http://.*/moved"; nothing was changed'):
            store.update("CLEAR ALL")


# --- who we are -----------------------------------------------------------------------------


def basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


DIGEST = 'Digest realm="SPARQL", nonce="abc", qop="auth", algorithm="MD5"'


class TestWhoWeAre:
    @pytest.fixture
    def guarded(self, server: Misbehaving, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
        """Ask a server with these variables; return what it was told of us."""

        def ask(accepted: Callable[[str], bool], challenge: str = "", **variables: str) -> list[str]:
            for name, value in variables.items():
                monkeypatch.setenv(name, value)
            told: list[str] = []

            def behave(handler: Handler) -> None:
                told.append(handler.headers.get("Authorization", ""))
                if accepted(told[-1]):
                    handler.reply(TRUE)
                else:
                    more = (
                        {"WWW_Authenticate": challenge} if challenge and ("Basic" in challenge or not told[-1]) else {}
                    )
                    handler.reply(b"", "text/plain", 401, **more)

            server.behave = behave
            with EndpointStore(server.address) as store:
                assert bool(store.query("ASK { ?s ?p ?o }"))
                assert bool(store.query("ASK { ?s ?p ?o }"))
            return told

        return ask

    def test_a_token(self, guarded: Callable[..., list[str]]) -> None:
        expected = f"Bearer {SECRET}"

        assert [expected] * 2 == guarded(lambda told: told == expected, EQUIGRAPH_TOKEN=SECRET, EQUIGRAPH_USER="me")

    def test_basic(self, guarded: Callable[..., list[str]]) -> None:
        expected = basic("mé", SECRET)
        told = guarded(lambda told: told == expected, EQUIGRAPH_USER="mé", EQUIGRAPH_PASSWORD=SECRET)

        assert [expected] * 2 == told

    def test_digest_when_the_server_asks_for_it(self, guarded: Callable[..., list[str]]) -> None:
        told = guarded(lambda told: told.startswith("Digest"), DIGEST, EQUIGRAPH_USER="me", EQUIGRAPH_PASSWORD=SECRET)

        assert ["Basic", "", "Digest", "Digest"] == [words.partition(" ")[0] for words in told]
        assert 'username="me"' in told[-1]
        assert SECRET not in told[-1]

    def test_netrc(self, guarded: Callable[..., list[str]], tmp_path: Path) -> None:
        (tmp_path / "netrc").write_text(f"machine 127.0.0.1 login me password {SECRET}\n")

        assert [basic("me", SECRET)] * 2 == guarded(lambda told: told == basic("me", SECRET))

    def test_the_default_of_netrc_is_not_meant(self, guarded: Callable[..., list[str]], tmp_path: Path) -> None:
        (tmp_path / "netrc").write_text(
            f"machine example.org login me password x\ndefault login me password {SECRET}\n"
        )

        assert ["", ""] == guarded(lambda told: not told)

    def test_a_netrc_that_cannot_be_read(self, server: Misbehaving, tmp_path: Path) -> None:
        (tmp_path / "netrc").write_text(f"machine 127.0.0.1 login me\npassword {SECRET} {SECRET}\n")
        with pytest.raises(EndpointError, match='netrc, line 3" cannot be read as a netrc file') as caught:
            EndpointStore(server.address)

        assert SECRET not in "".join(traceback.format_exception(caught.value))

    @pytest.mark.parametrize(
        "variables",
        [{"EQUIGRAPH_TOKEN": SECRET}, {"EQUIGRAPH_USER": "me", "EQUIGRAPH_PASSWORD": SECRET}],
        ids=["token", "basic"],
    )
    @pytest.mark.parametrize(
        "name", ["401", "403", "500", "closes in the middle", "a redirect to another host", "no JSON"]
    )
    def test_a_secret_is_never_shown(
        self,
        server: Misbehaving,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
        variables: dict[str, str],
        name: str,
    ) -> None:
        caplog.set_level(logging.DEBUG)
        for variable, value in variables.items():
            monkeypatch.setenv(variable, value)
        server.behave = BAD_ANSWERS[name][3]
        with EndpointStore(server.address) as store, pytest.raises(EndpointError) as caught:
            store.query(SELECT)

        hidden = basic("me", SECRET).removeprefix("Basic ")
        shown = [*traceback.format_exception(caught.value), caplog.text, repr(store), repr(vars(caught.value))]
        client = store._clients[store.address]
        shown += [repr(client._rights), repr(caught.value.__context__), repr(caught.value.__cause__)]
        assert not [text for text in shown if SECRET in text or hidden in text]
        assert caught.value.__context__ is None

    def test_a_secret_does_not_travel_unencrypted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("EQUIGRAPH_TOKEN", SECRET)
        with pytest.raises(EndpointError, match=r'EQUIGRAPH_TOKEN would travel unencrypted to "example.org"') as caught:
            EndpointStore("http://example.org/sparql")

        assert SECRET not in str(caught.value)
        EndpointStore("https://example.org/sparql").close()

    @pytest.mark.parametrize(("name", "value"), [("EQUIGRAPH_TOKEN", "a\nb"), ("EQUIGRAPH_TOKEN", "é")])
    def test_a_secret_that_cannot_be_sent(self, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
        monkeypatch.setenv(name, value)
        with pytest.raises(EndpointError, match=f"{name} cannot be sent"):
            EndpointStore("https://example.org/sparql")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        (f"https://me:{SECRET}@example.org/", r'"https://\*\*\*@example.org/": an address must not hold a name'),
        (f"https://{SECRET}@[::1/", r'"https://\*\*\*@\[::1/": this is not an address'),
        ("ftp://example.org/", '"ftp" is not a way to ask a server'),
        ("https://", "this is not an address"),
        ("https://example.org:0/", "this is not an address"),
        ("https://exa mple.org/", "this is not an address"),
        ("https://example.org:port/", "this is not an address"),
    ],
)
def test_an_address_that_cannot_be_one(address: str, message: str) -> None:
    with pytest.raises(DatasetNotFoundError, match=message) as caught:
        EndpointStore(address)

    assert SECRET not in str(caught.value)
    assert str(caught.value).endswith("accepted: an address such as https://example.org/sparql")


# --- changing data --------------------------------------------------------------------------


class TestChanging:
    def test_update(self, server: Misbehaving) -> None:
        server.behave = says(b"", "text/plain", 204)
        with EndpointStore("http://127.0.0.1:9/", graphs=["a:g"], update_address=server.address) as store:
            store.update("INSERT DATA { eq:a eq:b 1 }")

        sent = parse_qs(server.asked[-1].body.decode())
        assert "POST" == server.asked[-1].command
        assert ["PREFIX eq: <https://w3id.org/equigraph/ontology#> INSERT DATA { eq:a eq:b 1 }"] == sent["update"]
        assert ["a:g"] == sent["using-graph-uri"]

    @pytest.mark.parametrize(
        ("status", "error", "message"),
        [
            (400, SparqlSyntaxError, "Oh no"),
            (403, AccessDeniedError, "does not allow this .403.: .Oh no."),
            (500, EndpointError, "could not do it .500.: .Oh no."),
        ],
    )
    def test_an_update_that_is_refused(
        self, server: Misbehaving, store: EndpointStore, status: int, error: type[Exception], message: str
    ) -> None:
        server.behave = says(b"Oh no", "text/plain", status)
        with pytest.raises(error, match=message):
            store.update("CLEAR ALL")

    @pytest.mark.parametrize(
        ("graph", "replace", "expected"),
        [
            (None, False, ("POST", "/sparql?default")),
            (None, True, ("PUT", "/sparql?default")),
            ("http://example.org/g", False, ("POST", "/sparql?graph=http%3A%2F%2Fexample.org%2Fg")),
        ],
    )
    def test_load(
        self, server: Misbehaving, tmp_path: Path, graph: str | None, *, replace: bool, expected: tuple[str, str]
    ) -> None:
        lines = {f'<http://example.org/{i}> <http://example.org/p> "{i}" .' for i in range(10_000)}
        (tmp_path / "data.nt").write_text("\n".join(lines))
        server.behave = says(b"", "text/plain", 201)
        sent = GraphStore(server.address).load([tmp_path / "data.nt"], graph=graph, replace=replace)

        (asked,) = server.asked
        assert 10_000 == sent
        assert expected == (asked.command, asked.path)
        assert NT == asked.headers["Content-Type"]
        assert lines == set(asked.body.decode().splitlines())

    def test_each_graph_goes_to_its_own(self, server: Misbehaving, tmp_path: Path) -> None:
        (tmp_path / "data.trig").write_text("<a:a> <a:b> <a:c> . <a:g> { <a:d> <a:e> <a:f> }")
        (tmp_path / "more.nt.gz").write_bytes(gzip.compress(b"<a:x> <a:y> <a:z> .\n"))
        server.behave = says(b"", "text/plain", 201)
        GraphStore(server.address).load([tmp_path / "data.trig", tmp_path / "more.nt.gz"])

        assert {
            "/sparql?default": {"<a:a> <a:b> <a:c> .", "<a:x> <a:y> <a:z> ."},
            "/sparql?graph=a%3Ag": {"<a:d> <a:e> <a:f> ."},
        } == {asked.path: set(asked.body.decode().splitlines()) for asked in server.asked}

    def test_load_is_sent_again_when_the_server_asks_who_we_are(
        self, server: Misbehaving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("EQUIGRAPH_USER", "me")
        (tmp_path / "data.ttl").write_text("<a:a> <a:b> <a:c> .")
        server.behave = lambda handler: (
            handler.reply(b"", "text/plain", 201)
            if handler.headers.get("Authorization", "").startswith("Digest")
            else handler.reply(b"", "text/plain", 401, WWW_Authenticate=DIGEST)
        )
        GraphStore(f"{server.address}?x=1").load([tmp_path / "data.ttl"])

        assert {b"<a:a> <a:b> <a:c> .\n"} == {asked.body for asked in server.asked}
        assert server.asked[-1].path.endswith("?x=1&default")

    @pytest.mark.parametrize(
        ("name", "graph", "error", "message"),
        [
            ("unnamed.trig", None, DataError, "named by a blank node cannot be sent"),
            ("missing.ttl", None, DatasetNotFoundError, "no data at"),
            ("bad.ttl", None, RdfSyntaxError, "bad.ttl, line 1"),
            ("data.ttl", "no iri", DataError, '"no iri" cannot name a graph'),
        ],
    )
    def test_what_cannot_be_loaded(
        self,
        server: Misbehaving,
        tmp_path: Path,
        name: str,
        graph: str | None,
        error: type[Exception],
        message: str,
    ) -> None:
        (tmp_path / "unnamed.trig").write_text("_:g { <a:d> <a:e> <a:f> }")
        (tmp_path / "bad.ttl").write_text("nonsense")
        (tmp_path / "data.ttl").write_text("<a:a> <a:b> <a:c> .")
        with pytest.raises(error, match=message):
            GraphStore(server.address).load([tmp_path / "data.ttl", tmp_path / name], graph=graph)

        assert [] == server.asked

    def test_a_file_that_is_refused(self, server: Misbehaving, tmp_path: Path) -> None:
        (tmp_path / "data.ttl").write_text("<a:a> <a:b> <a:c> .")
        server.behave = says(b"line 1: nonsense", "text/plain", 400)
        with pytest.raises(EndpointError, match=r'could not do it \(400\): "line 1: nonsense"'):
            GraphStore(server.address).load([tmp_path / "data.ttl"])


# --- the way there --------------------------------------------------------------------------


def test_a_knowledge_graph_opens_an_address(server: Misbehaving) -> None:
    with KnowledgeGraph.open(server.address, limits=Limits(timeout_s=5)) as graph:
        assert isinstance(graph.store, EndpointStore)
        assert graph.worker is graph.store
        assert ["a"] == values(graph.select(SELECT))
        assert b"x\r\na\r\n" == b"".join(graph.stream(SELECT, "csv"))
        with pytest.raises(QueryError, match="only an embedded store can be used through rdflib"):
            _ = graph.rdflib


def test_graphs_are_told_to_the_endpoint() -> None:
    assert ("http://example.org/g",) == open_store("http://127.0.0.1:9/", Limits(), ["http://example.org/g"]).graphs
    with pytest.raises(QueryError, match='"g" is not an IRI'):
        open_store("http://127.0.0.1:9/", Limits(), ["g"])


def test_local_use_loads_no_http() -> None:
    import sys

    program = (
        "import sys\nfrom equigraph.graph.knowledge_graph import KnowledgeGraph\n"
        "with KnowledgeGraph.open() as graph: graph.search('tutor')\n"
        "print([name for name in ('httpx', 'asyncio', 'ssl') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "[]\n" == done.stdout
