"""Queries of people: limits that hold, deaths that harm nobody, and processes that never outlive their use."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from equigraph.errors import (
    DataError,
    DatasetNotFoundError,
    EquigraphError,
    QueryBusyError,
    QueryCancelledError,
    QueryCrashedError,
    QueryError,
    QueryTimeoutError,
    QueryTooLargeError,
    SparqlSyntaxError,
    UpdateForbiddenError,
)
from equigraph.graph import process as process_module
from equigraph.graph.frames import DATA, error_from_wire, error_to_wire
from equigraph.graph.limits import Limits
from equigraph.graph.process import Deadline, WorkerProcess
from equigraph.graph.store import OxigraphStore
from equigraph.graph.worker import QueryWorker, arrange_as_written

COUNT = 3000
SMALL = "SELECT ?s { ?s <a:p> 3 }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c + ?f = ?i + 7) }"
NEVER = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c + ?f + ?i < 0) }"
MANY = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
DRIPS = f"""
import sys, time
sys.path.append({str(Path(process_module.__file__).parent.parent.parent)!r})
from equigraph.graph.frames import DATA, write_frame
while True:
    write_frame(sys.stdout.buffer, DATA, b"x")
    time.sleep(0.05)
"""
SLEEPS = "import time; time.sleep(30)"
SHORT = Limits(timeout_s=0.5)
ROOM_S = 2.0  # for a busy machine; the promise is half a second


@pytest.fixture(scope="module")
def store() -> Iterator[OxigraphStore]:
    quads = [Quad(NamedNode(f"a:{i}"), NamedNode("a:p"), Literal(i)) for i in range(COUNT)]
    with OxigraphStore.memory(quads) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(store: OxigraphStore) -> Iterator[QueryWorker]:
    with QueryWorker(store) as worker:
        yield worker


def children() -> set[int]:
    return {process.pid for process in psutil.Process().children(recursive=True)}


def answers(worker: QueryWorker) -> bool:
    return ["a:3"] == [row["s"].value for row in worker.query(SMALL)]


def wait_until_gone(pid: int, seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


def start_instead(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let a process be started that does something else than to answer."""
    monkeypatch.setattr(process_module, "_START", code)


class TestFormats:
    @pytest.mark.parametrize(
        ("format_name", "expected"),
        [
            ("csv", b"s\r\na:3\r\n"),
            ("tsv", b"?s\n<a:3>\n"),
            ("json", b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"a:3"}}]}}'),
            (
                "xml",
                (
                    b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
                    b'<variable name="s"/></head><results><result><binding name="s"><uri>a:3</uri></binding></result>'
                    b"</results></sparql>"
                ),
            ),
        ],
    )
    def test_select(self, shared: QueryWorker, format_name: str, expected: bytes) -> None:
        assert expected == b"".join(shared.stream(SMALL, format_name))

    @pytest.mark.parametrize(
        ("format_name", "expected"),
        [
            ("ttl", b"<a:3> <a:p> 3 .\n"),
            ("nt", b'<a:3> <a:p> "3"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'),
            ("jsonld", b'[{"@id":"a:3","a:p":[{"@type":"http://www.w3.org/2001/XMLSchema#integer","@value":"3"}]}]'),
        ],
    )
    def test_construct(self, shared: QueryWorker, format_name: str, expected: bytes) -> None:
        assert expected == b"".join(shared.stream("CONSTRUCT WHERE { ?s ?p 3 }", format_name))

    @pytest.mark.parametrize(("format_name", "expected"), [("csv", b"true"), ("json", b'{"head":{},"boolean":true}')])
    def test_ask(self, shared: QueryWorker, format_name: str, expected: bytes) -> None:
        assert expected == b"".join(shared.stream("ASK { ?s ?p 3 }", format_name))

    def test_describe(self, shared: QueryWorker) -> None:
        assert 1 == len(list(shared.query("DESCRIBE <a:3>")))

    @pytest.mark.parametrize(
        ("query", "format_name", "accepted"),
        [
            ("CONSTRUCT WHERE { ?s ?p 3 }", "csv", "CONSTRUCT or DESCRIBE .* accepted: ttl, nt, jsonld"),
            (SMALL, "ttl", "SELECT or ASK .* accepted: csv, tsv, json, xml"),
            (SMALL, "docx", '"docx"; accepted: csv, tsv, json, xml, ttl, nt, jsonld'),
        ],
    )
    def test_wrong_format(self, shared: QueryWorker, query: str, format_name: str, accepted: str) -> None:
        with pytest.raises(QueryError, match=accepted):
            shared.stream(query, format_name)

    def test_streams_in_parts(self, shared: QueryWorker) -> None:
        parts = list(shared.stream(f"{MANY} LIMIT 20000", "csv"))

        assert len(parts) > 3
        assert 20_001 == b"".join(parts).count(b"\r\n")

    def test_a_stream_that_is_left_harms_nobody(self, shared: QueryWorker) -> None:
        parts = shared.stream(MANY, "csv")
        next(parts)
        del parts

        assert answers(shared)


class TestErrorsOfTheQuery:
    @pytest.mark.parametrize(
        ("query", "kind", "words"),
        [
            ("SELECT * {\n ?s ?p }", SparqlSyntaxError, "line 2, column 8"),
            ("DROP ALL", UpdateForbiddenError, '"DROP" changes data'),
            ("SELECT * { SERVICE <http://127.0.0.1:9/> {} }", UpdateForbiddenError, '"SERVICE"'),
            ("SELECT * FROM <a:none> {}", QueryError, "FROM <a:none>"),
            ("SELECT * { GRAPH unknown:g {} }", SparqlSyntaxError, '"unknown:"'),
        ],
    )
    def test_keep_their_type_and_the_process(
        self, shared: QueryWorker, query: str, kind: type[Exception], words: str
    ) -> None:
        answers(shared)
        before = children()

        with pytest.raises(kind, match=words) as caught:
            shared.query(query)

        assert kind is type(caught.value)
        assert answers(shared)
        assert before == children()

    def test_attributes_travel(self) -> None:
        error = error_from_wire(error_to_wire(DatasetNotFoundError("x", ["a", "b"])))

        assert isinstance(error, DatasetNotFoundError)
        assert ("x", ("a", "b"), 'no data at "x"; accepted: a, b') == (error.name, error.available, str(error))

    def test_other_errors_become_ours(self) -> None:
        assert isinstance(error_from_wire(error_to_wire(OSError("disk"))), QueryError)

    def test_no_such_location(self, tmp_path: Path) -> None:
        with QueryWorker(str(tmp_path)) as worker, pytest.raises(DatasetNotFoundError, match=str(tmp_path)):
            worker.query(SMALL)

    def test_no_location(self) -> None:
        class Elsewhere:
            location = None

        with pytest.raises(QueryError, match="without a location"):
            QueryWorker(Elsewhere())  # type: ignore[arg-type] # a store of another kind


class TestLimits:
    def test_deadline(self, store: OxigraphStore) -> None:
        with QueryWorker(store, SHORT) as worker:
            assert answers(worker)
            began = time.monotonic()
            with pytest.raises(QueryTimeoutError, match=r"stopped after 0\.5 seconds") as caught:
                worker.query(ENDLESS)
            ended = time.monotonic()
            assert 0.5 == caught.value.limit_s
            assert ended - began < 0.5 + ROOM_S
            assert answers(worker)
            assert time.monotonic() - ended < ROOM_S

    def test_deadline_of_one_query(self, shared: QueryWorker) -> None:
        with pytest.raises(QueryTimeoutError, match=r"stopped after 0\.2 seconds"):
            shared.query(ENDLESS, timeout_s=0.2)

    def test_time_of_the_reader_does_not_count(self, store: OxigraphStore) -> None:
        with QueryWorker(store, Limits(timeout_s=1.0)) as worker:
            rows, began = 0, time.monotonic()
            for part in worker.stream(f"{MANY} LIMIT 40000", "csv"):
                rows += part.count(b"\r\n")
                time.sleep(0.08)
            assert 40_001 == rows
            assert time.monotonic() - began > 1.0

    def test_an_answer_that_drips_ends_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        start_instead(monkeypatch, DRIPS)
        process = WorkerProcess({})
        late = QueryTimeoutError(0.5)
        assert (DATA, b"x") == process.receive(Deadline(20.0), late)  # it has started
        deadline, began = Deadline(0.5), time.monotonic()

        with pytest.raises(QueryTimeoutError):
            _ = [process.receive(deadline, late) for _ in range(100)]
        assert time.monotonic() - began < 0.5 + ROOM_S
        assert not process.is_alive

    def test_opening_that_is_slow_is_told_as_such(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        start_instead(monkeypatch, SLEEPS)
        began = time.monotonic()

        with (
            QueryWorker(str(tmp_path), Limits(load_timeout_s=0.3)) as worker,
            pytest.raises(DataError, match=r'opening ".*" was stopped: it may take 0\.3 seconds') as caught,
        ):
            worker.query(SMALL)

        assert "Limits(load_timeout_s=...)" in str(caught.value)
        assert "query" not in caught.value.message
        assert time.monotonic() - began < 0.3 + ROOM_S

    @pytest.mark.parametrize("format_name", ["csv", "tsv", "json", "xml"])
    def test_rows(self, store: OxigraphStore, format_name: str) -> None:
        with QueryWorker(store, Limits(rows=1000)) as worker:
            parts = worker.stream(MANY, format_name)
            with pytest.raises(QueryTooLargeError, match="the limit of 1,000 rows"):
                list(parts)
            assert answers(worker)

    def test_as_many_rows_as_allowed(self, store: OxigraphStore) -> None:
        with QueryWorker(store, Limits(rows=10)) as worker:
            assert 10 == len(list(worker.query(f"{MANY} LIMIT 10")))
            with pytest.raises(QueryTooLargeError):
                worker.query(f"{MANY} LIMIT 11")

    @pytest.mark.parametrize("format_name", ["ttl", "nt", "jsonld"])
    def test_triples(self, store: OxigraphStore, format_name: str) -> None:
        with QueryWorker(store, Limits(rows=1000)) as worker, pytest.raises(QueryTooLargeError, match="1,000 rows"):
            list(worker.stream("CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }", format_name))

    def test_bytes(self, store: OxigraphStore) -> None:
        with QueryWorker(store, Limits(answer_bytes=100_000)) as worker:
            with pytest.raises(QueryTooLargeError, match=r"the limit of 97\.7 KiB"):
                worker.query(MANY)
            assert answers(worker)

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its address space")
    @pytest.mark.parametrize(
        "query",
        [
            f"{MANY} ORDER BY ?c",
            f"SELECT (STRLEN(REPLACE('{'a' * 50_000}', 'a', '{'b' * 50_000}')) AS ?x) {{}}",
            f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), '{'b' * 50_000}')) AS ?x) {{ ?a ?b ?c }}",
        ],
        ids=["many values", "one huge value", "one growing value"],
    )
    def test_memory(self, store: OxigraphStore, query: str) -> None:
        with QueryWorker(store, Limits(memory_bytes=64 * 2**20)) as worker:
            with pytest.raises(QueryTooLargeError, match="the limit of 64 MiB of memory"):
                worker.query(query)
            assert answers(worker)

    @pytest.mark.parametrize(
        "query",
        [
            f"SELECT * {{ FILTER({'(' * 20_000}1{')' * 20_000}) }}",
            f"SELECT * {'{' * 20_000}{'}' * 20_000}",
            f"ASK {{ ?x {'^' * 200_000}<a:b> ?y }}",
            f"SELECT * {{ FILTER({'!' * 200_000}true) }}",
        ],
        ids=["parentheses", "braces", "paths", "negations"],
    )
    def test_deep_nesting(self, shared: QueryWorker, query: str) -> None:
        with contextlib.suppress(QueryCrashedError, SparqlSyntaxError):
            shared.query(query)
        assert answers(shared)

    def test_parentheses_are_told_as_a_crash(self, shared: QueryWorker) -> None:
        with pytest.raises(QueryCrashedError, match="gave up on this query"):
            shared.query(f"SELECT * {{ FILTER({'(' * 20_000}1{')' * 20_000}) }}")


class TestProcesses:
    def test_none_before_the_first_query(self, store: OxigraphStore) -> None:
        before = children()
        with QueryWorker(store):
            assert before == children()

    def test_one_serves_many_queries(self, store: OxigraphStore) -> None:
        before = children()
        with QueryWorker(store) as worker:
            worker.query(SMALL)
            mine = children() - before
            for _ in range(5):
                worker.query(SMALL)
            assert mine == children() - before
            assert 1 == len(mine)
        assert before == children()

    def test_a_dead_one_is_replaced(self, store: OxigraphStore) -> None:
        before = children()
        with QueryWorker(store) as worker:
            worker.query(SMALL)
            (pid,) = children() - before
            os.kill(pid, signal.SIGKILL)
            wait_until_gone(pid)
            time.sleep(0.2)  # a zombie may still have threads that end
            assert answers(worker)

    def test_killed_during_a_query(self, store: OxigraphStore) -> None:
        before = children()
        with QueryWorker(store) as worker:
            worker.query(SMALL)
            (pid,) = children() - before
            threading.Timer(0.2, os.kill, (pid, signal.SIGKILL)).start()
            with pytest.raises(QueryCrashedError, match="SIGKILL") as caught:
                worker.query(ENDLESS)
            assert "its process was ended by SIGKILL" == caught.value.reason

    def test_cancel_from_another_thread(self, store: OxigraphStore) -> None:
        with QueryWorker(store) as worker:
            worker.query(SMALL)
            threading.Timer(0.2, worker.cancel).start()
            began = time.monotonic()
            with pytest.raises(QueryCancelledError):
                worker.query(ENDLESS)
            assert time.monotonic() - began < ROOM_S
            assert answers(worker)

    @pytest.mark.parametrize("end", [QueryWorker.cancel, QueryWorker.close], ids=["cancel", "close"])
    def test_ended_while_the_process_still_starts(
        self, store: OxigraphStore, monkeypatch: pytest.MonkeyPatch, end: Callable[[QueryWorker], None]
    ) -> None:
        before = children()
        with monkeypatch.context() as slow, QueryWorker(store, Limits(load_timeout_s=10)) as worker:
            start_instead(slow, SLEEPS)
            ended: list[float] = []

            def end_when_started() -> None:
                while children() == before:
                    time.sleep(0.02)
                ended.append(time.monotonic())
                end(worker)

            other = threading.Thread(target=end_when_started)
            other.start()
            with pytest.raises(QueryCancelledError):
                worker.query(SMALL)
            other.join()
            assert time.monotonic() - ended[0] < ROOM_S
            assert before == children()
            slow.undo()
            assert answers(worker)

    def test_a_start_that_fails_leaves_nothing(self, tmp_path: Path) -> None:
        before = children()
        with QueryWorker(str(tmp_path)) as worker:
            with pytest.raises(DatasetNotFoundError):
                worker.query(SMALL)
            assert (set(), [], before) == (worker._busy, worker._idle, children())

    def test_queries_at_once(self, store: OxigraphStore) -> None:
        before = children()
        found: list[bool] = []
        with QueryWorker(store) as worker:
            threads = [threading.Thread(target=lambda: found.append(answers(worker))) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert [True] * 4 == found
            assert 1 <= len(children() - before) <= worker.limits.processes
        assert before == children()

    def test_no_more_processes_than_allowed(self, store: OxigraphStore) -> None:
        before = children()
        with QueryWorker(store, Limits(processes=2)) as worker:
            first, second = (worker.stream(MANY, "csv") for _ in range(2))
            next(first), next(second)
            assert 2 == len(children() - before)
            with pytest.raises(QueryBusyError, match=r"all 2 processes .* were busy for 0.3 seconds") as caught:
                worker.query(SMALL, timeout_s=0.3)
            first.close()
            assert answers(worker)
            second.close()

        assert (2, 0.3) == (caught.value.processes, caught.value.waited_s)
        assert "--limit processes=" in str(caught.value)
        assert before == children()

    def test_a_query_waits_for_its_turn(self, store: OxigraphStore) -> None:
        with QueryWorker(store, Limits(processes=1)) as worker:
            stream = worker.stream(MANY, "csv")
            next(stream)
            found: list[bool] = []
            waiting = threading.Thread(target=lambda: found.append(answers(worker)))
            waiting.start()
            time.sleep(0.3)
            assert [] == found
            stream.close()
            waiting.join(ROOM_S)

        assert [True] == found

    def test_the_turn_is_given_back_after_an_error(self, store: OxigraphStore) -> None:
        with QueryWorker(store, Limits(processes=1, timeout_s=5)) as worker:
            for query in ("SELECT", "DROP ALL", "ASK { FILTER(" + "(" * 20_000):
                with pytest.raises(QueryError):
                    worker.query(query)
            assert answers(worker)

    def test_close_during_a_stream(self, store: OxigraphStore) -> None:
        before = children()
        worker = QueryWorker(store)
        parts = worker.stream(MANY, "csv")
        next(parts)
        worker.close()
        with pytest.raises(EquigraphError):
            list(parts)
        assert before == children()

    def test_forgotten(self, store: OxigraphStore) -> None:
        before = children()
        worker = QueryWorker(store)
        worker.query(SMALL)
        del worker
        assert before == children()

    def test_usable_after_close(self, store: OxigraphStore) -> None:
        worker = QueryWorker(store)
        worker.close()
        assert answers(worker)
        worker.close()
        worker.close()


PARENT = """
import sys, time
from equigraph.graph.worker import QueryWorker
worker = QueryWorker(sys.argv[1])
worker.query("SELECT * {} LIMIT 1")
print("ready", flush=True)
if sys.argv[2] == "leave":
    raise SystemExit
began = time.monotonic()
try:
    worker.query(sys.argv[3])
except KeyboardInterrupt:
    print("interrupted", worker._idle, worker._busy, flush=True)
    raise
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
class TestParents:
    @pytest.fixture
    def start(self, store: OxigraphStore) -> Iterator[object]:
        started = []

        def run(what: str, query: str = ENDLESS) -> tuple[subprocess.Popen[str], int]:
            process = subprocess.Popen(
                [sys.executable, "-c", PARENT, store.keep_in_folder(), what, query],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
            started.append(process)
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            grandchildren = [] if what == "leave" else psutil.Process(process.pid).children()
            return process, grandchildren[0].pid if grandchildren else 0

        yield run
        for process in started:
            process.kill()
            process.communicate()

    def test_ctrl_c(self, start) -> None:
        process, pid = start("ask")
        time.sleep(0.3)
        began = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the whole group in the foreground
        output, errors = process.communicate(timeout=10)

        assert time.monotonic() - began < 1 + ROOM_S
        assert output == "interrupted [] set()\n"
        assert "KeyboardInterrupt" in errors
        assert not psutil.pid_exists(pid)

    @pytest.mark.parametrize("query", [ENDLESS, NEVER], ids=["while it is read", "while its answer is written"])
    def test_parent_is_killed_while_a_query_runs(self, start, query: str) -> None:
        process, pid = start("ask", query)
        time.sleep(0.3)
        process.kill()

        assert wait_until_gone(pid)

    def test_parent_leaves_without_closing(self, start) -> None:
        process, _ = start("leave")
        output, errors = process.communicate(timeout=10)

        assert (0, "", "") == (process.returncode, output, errors)
        assert not [
            one
            for one in psutil.process_iter(["cmdline"])
            if "worker_process" in " ".join(one.info["cmdline"] or []) and one.ppid() == process.pid
        ]


@pytest.mark.parametrize(
    ("query", "variables", "expected"),
    [
        ("SELECT * { ?s ?p ?o }", "ops", "spo"),
        ("PREFIX a: <a:> # SELECT ?o\nselect distinct * { $s a:p ?p , ?o }", "ops", "spo"),
        ("SELECT REDUCED* { VALUES (?o ?a) { (1 2) } }", "ao", "oa"),
        ("SELECT ?o ?s { ?s ?p ?o }", "os", "os"),  # the order is chosen
        ("SELECT (?b * 2 AS ?c) ?b { ?a ?p ?b }", "cb", "cb"),
        ("CONSTRUCT { ?c ?b ?a } { SELECT * { ?a ?b ?c } }", "abc", "abc"),
        ("SELECT * { ?x ?y 'z' }", "xyz", "xyz"),  # a variable that the text does not name comes last
    ],
)
def test_arrange_as_written(query: str, variables: str, expected: str) -> None:
    assert (list(expected), [list(expected.upper())]) == arrange_as_written(query, variables, [variables.upper()])


def test_what_a_small_answer_costs(shared: QueryWorker) -> None:
    shared.query(SMALL)
    began = time.monotonic()
    for _ in range(20):
        list(shared.query(SMALL))

    assert (time.monotonic() - began) / 20 < 0.05  # 1 ms on an idle machine


def test_terms_are_the_engine_s_own(store: OxigraphStore, shared: QueryWorker) -> None:
    query = 'SELECT * { VALUES (?a ?b) { ("1"^^xsd:byte "x"@ar) (<a:é> "\\"\\u0000\\t") (1.50 "2020-01-01"^^xsd:date) (1e3 UNDEF) } }'

    assert [list(row) for row in store.query(query)] == [list(row) for row in shared.query(query)]
