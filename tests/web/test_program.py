"""The explorer as a program: started on the command line, asked over a socket, and ended as people end it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from pptx import Presentation
from starlette.testclient import TestClient

from equigraph.cli import main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the program, and yield it with the address that it prints."""
    command = [sys.executable, "-m", "equigraph", *arguments]
    environment = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "BROWSER"}}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def test_the_explorer_says_where_it_is_and_ends_with_ctrl_c() -> None:
    with running("explore", "--no-open", "--port", "0") as (process, address):
        home = httpx.get(address)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)

    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
    assert "<h1>" in home.text
    assert "Ctrl-C ends it." in said
    assert process.returncode == 0


@pytest.mark.slow
def test_a_second_explorer_takes_another_port() -> None:
    with running("explore", "--no-open") as (_, first), running("explore", "--no-open") as (_, second):
        answers = [httpx.get(address).status_code for address in (first, second)]

    assert first != second
    assert [200, 200] == answers


def test_a_port_that_is_taken_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = CliRunner().invoke(main, ["serve", "--port", str(port)])

    assert 1 == told.exit_code
    assert str(port) in told.stderr


@pytest.fixture(params=["folder", "oxigraph_server"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return where the bundled graph is too: in a folder store, or on a SPARQL server."""
    if request.param != "folder":
        return str(request.getfixturevalue(request.param).query)
    folder = str(tmp_path / "mine")
    command = [sys.executable, "-m", "equigraph", "store", "load", folder, "bundled"]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.mark.slow
def test_a_graph_kept_elsewhere_is_explored_in_the_same_words(location: str, client: TestClient) -> None:
    pages = [
        "index.json",
        "practices.json",
        "id/group/english-learners.json",
        "questions/practices-for-group.json?group=english-learners",
        "why.json?from=looping&to=academic-achievement",
        "network.json?view=practice&practice=looping&do=expand~practice:looping~ResearchSource~40",
    ]
    query = {"query": "SELECT ?p { ?p a eq:Practice } ORDER BY ?p LIMIT 3"}
    with running("--store", location, "serve", "--port", "0") as (process, address):
        there = {path: httpx.get(address + path, timeout=60).json() for path in pages}
        rows = httpx.get(address + "sparql", params=query, headers={"Accept": "text/csv"})
        slides = httpx.get(address + "network/download.pptx?view=practice&practice=looping", timeout=60)
        process.terminate()
        _, log = process.communicate(timeout=20)

    here = {path: client.get("/" + path).json() for path in pages}
    for path in pages[1:]:  # the first page may still be counting
        assert here[path] == there[path], path
    assert here["index.json"].keys() == there["index.json"].keys()
    assert client.get("/sparql", params=query, headers={"Accept": "text/csv"}).text == rows.text
    deck = Presentation(BytesIO(slides.content))
    assert "Looping" in " ".join(slide.shapes.title.text for slide in deck.slides if slide.shapes.title)
    assert re.search(r" GET /practices\.json 200 \d+ ", log)


def test_a_base_address_that_is_none_is_refused() -> None:
    told = CliRunner().invoke(main, ["serve", "--base-url", "graph.example.org"])

    assert 1 == told.exit_code
    assert 'base-url is "graph.example.org"; accepted: an http or https address' in told.stderr


def test_pages_of_a_site_that_is_named_may_ask() -> None:
    named, other = {"Origin": "https://yasgui.example.org"}, {"Origin": "https://example.org"}
    with running("serve", "--port", "0", "--allow-origin", "https://yasgui.example.org") as (_, address):
        answers = [httpx.get(address + "health", headers=headers) for headers in (named, other)]

    assert [200, 403] == [answer.status_code for answer in answers]
    assert "https://yasgui.example.org" == answers[0].headers["access-control-allow-origin"]
