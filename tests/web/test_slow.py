"""Slow clients over real sockets: they are answered, bounded or cut off, and stop nobody."""

from __future__ import annotations

import json
import socket
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from raw_http import Running, read_answer, running, status_of

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web.security import HEADERS
from equigraph.web.settings import Bounds, Settings

BOUNDS = Bounds(header_s=0.4, body_s=0.4, write_s=0.4, idle_s=1)
DRIPPING = 200
HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
LARGE = b"GET /static/vis-network.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
SOON_S = 5.0


@pytest.fixture(scope="module")
def patient(tiny_graph: KnowledgeGraph) -> Iterator[Running]:
    """A server with the usual bounds."""
    with running(tiny_graph, Settings()) as server:
        yield server


@pytest.fixture(scope="module")
def hasty(tiny_graph: KnowledgeGraph) -> Iterator[Running]:
    """A server whose bounds are reached within a second."""
    with running(tiny_graph, Settings(bounds=BOUNDS)) as server:
        yield server


def until(is_so: Callable[[], bool]) -> bool:
    """Wait until something is so; whether it became so."""
    end = time.monotonic() + SOON_S
    while not is_so() and time.monotonic() < end:
        time.sleep(0.02)
    return is_so()


@pytest.mark.slow
def test_slow_clients_do_not_stop_a_normal_one(patient: Running) -> None:
    with ExitStack() as stack:
        dripping = [stack.enter_context(patient.connect()) for _ in range(DRIPPING)]
        for connection in [stack.enter_context(patient.connect()) for _ in range(50)]:
            connection.sendall(LARGE * 8)  # and never reads
        took = []
        for second in range(3):
            time.sleep(1)
            for connection in dripping:
                connection.sendall(HEAD[second : second + 1])
            start = time.monotonic()
            assert status_of(patient.get()) == 200
            took.append(time.monotonic() - start)

    assert statistics.median(took) < 1.0


def test_a_head_that_does_not_arrive_is_told_so(hasty: Running) -> None:
    answer = hasty.exchange(HEAD)

    assert status_of(answer) == 408
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["error"].startswith("the head of the request did not arrive")


def test_a_second_head_has_its_time_too(hasty: Running) -> None:
    with hasty.connect() as connection:
        connection.sendall(HEAD + b"\r\n")
        first = read_answer(connection)
        connection.sendall(HEAD)

        assert (status_of(first), status_of(read_answer(connection))) == (200, 408)


@pytest.mark.parametrize("sent", [b"", b"\r\n\r\n"], ids=["nothing", "blank lines"])
def test_a_connection_on_which_nothing_is_asked_is_closed(hasty: Running, sent: bytes) -> None:
    assert hasty.exchange(sent) == b""


def test_a_connection_kept_for_a_next_request_is_closed_when_none_comes(hasty: Running) -> None:
    with hasty.connect() as connection:
        connection.sendall(HEAD + b"\r\n")
        read_answer(connection)

        assert connection.recv(1) == b""


@pytest.mark.parametrize(
    "rest",
    [b"Content-Length: 10\r\n\r\nhalf", b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"],
    ids=["shorter than it says", "chunks without end"],
)
def test_a_body_that_does_not_arrive_is_told_so(hasty: Running, rest: bytes) -> None:
    assert status_of(hasty.exchange(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + rest)) == 408


def test_a_client_that_does_not_read_is_cut_off(hasty: Running) -> None:
    assert until(lambda: not hasty.server.server_state.connections)
    with hasty.connect() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(LARGE * 8)

        assert until(lambda: bool(hasty.server.server_state.connections))
        assert until(lambda: not hasty.server.server_state.connections)


def test_a_client_that_reads_slowly_gets_all_of_it(hasty: Running) -> None:
    file = hasty.get("/static/vis-network.js").partition(b"\r\n\r\n")[2]
    data = b""
    with hasty.connect() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        connection.sendall(LARGE * 3 + LARGE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        while part := connection.recv(65536):
            data += part
            time.sleep(0.1 if len(data) < 1_000_000 else 0)

    assert data.count(file) == 4


def test_too_many_connections_end_the_longest_waiting(tiny_graph: KnowledgeGraph) -> None:
    bounds = Bounds(connections=10)
    with running(tiny_graph, Settings(bounds=bounds)) as crowded, ExitStack() as stack:
        waiting = [stack.enter_context(crowded.connect()) for _ in range(2 * bounds.connections)]
        waiting[0].settimeout(bounds.header_s / 2)

        assert status_of(crowded.get()) == 200
        assert waiting[0].recv(1) == b""
        assert len(crowded.server.server_state.connections) <= bounds.connections


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (HEAD + b"X: " + b"a" * 100_000, 431),
        (HEAD + b"".join(b"X-%d: a\r\n" % number for number in range(8000)), 431),
        (b"GET /" + b"a" * 100_000, 431),
        (b"GET /?" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 414),
        (HEAD + b"X: " + b"a" * 40_000 + b"\r\n\r\n", 431),
    ],
    ids=["field without end", "fields without end", "target without end", "long target", "long field"],
)
def test_a_head_has_a_length(patient: Running, sent: bytes, status: int) -> None:
    assert status_of(patient.exchange(sent)) == status


@pytest.mark.parametrize(
    "sent",
    [
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1;" + b"a" * 20_000_000,
        (HEAD + b"\r\n") * 4000,
    ],
    ids=["a chunk with a line that does not end", "thousands of requests ahead"],
)
def test_what_only_fills_memory_is_cut_off(patient: Running, sent: bytes) -> None:
    is_cut_off = False
    with patient.connect() as connection:
        try:
            connection.sendall(sent)
            while connection.recv(65536):
                pass
        except ConnectionError:
            is_cut_off = True

    assert is_cut_off
    assert status_of(patient.get()) == 200


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),  # TLS
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n X: folded\r\n\r\n", 400),
        (b"GET /\xe9 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 400),
        (b"BREW / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 400),
        (b"CONNECT example.org:443 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 400),
        (b"OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 405),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: 127.0.0.1\r\n\r\n", 400),
        (b"GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 403),
        (b"GET http://127.0.0.1/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", 200),
        (b"GET //evil.example/%2e%2e HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 404),
        (b"GET /static/../../pyproject.toml HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 404),
        (b"PROPFIND / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 501),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", 200),
    ],
)
def test_odd_bytes_are_answered_in_the_one_shape(patient: Running, sent: bytes, status: int) -> None:
    answer = patient.exchange(sent)
    head, _, body = answer.partition(b"\r\n\r\n")

    assert status_of(answer) == status
    assert [] == [name for name in HEADERS if f"\r\n{name.lower()}: ".encode() not in head]
    assert b"\r\nserver:" not in head.lower()
    assert status in {200, 404} or json.loads(body)["status"] == status


def test_a_body_that_is_refused_by_its_length_is_answered_before_it_is_sent(patient: Running) -> None:
    sent = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\nExpect: 100-continue\r\n\r\n"

    assert status_of(patient.exchange(sent)) == 413


def test_a_client_that_is_still_sending_reads_why_it_is_refused(patient: Running) -> None:
    sent = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4000000\r\n\r\n" + b"a" * 4_000_000

    assert status_of(patient.exchange(sent)) == 413


def test_a_client_that_goes_away_while_it_sends_leaves_nothing(patient: Running) -> None:
    with patient.connect() as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\nhalf")

    assert until(lambda: not patient.server.server_state.tasks)
