"""SPARQL servers for the tests: real ones, each in a folder of its own, on loopback, stopped by process id.

A plugin that ``conftest.py`` loads: the fixtures ``oxigraph_server`` and ``virtuoso_server`` start one server per session
when a test first asks for it. A test that uses them, or a parameter ``oxigraph server`` or ``virtuoso``, is put into one
group, so that under ``pytest -n`` one worker owns the servers.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from equigraph.data.bundle import bundled_files

START_S = 60.0  # the longest that a server may take until it answers
STOP_S = 20.0
POLL_S = 0.05
EX = "http://example.org/"
BUNDLED_GRAPH = f"{EX}bundled"
SERVERS = {"oxigraph_server", "virtuoso_server", "oxigraph server", "virtuoso"}
NO_VIRTUOSO = (
    "VIRTUOSO IS NOT INSTALLED, so nothing here was tried on it; Debian has it: "
    "apt-get install --no-install-recommends virtuoso-opensource"
)


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """A process that answers SPARQL.

    Attributes:
        process: The process.
        query: Address of the endpoint for queries.
        update: Address for updates.
        graphs: Address of the Graph Store Protocol.
        log: What the server writes.
    """

    process: subprocess.Popen[bytes]
    query: str
    update: str
    graphs: str
    log: Path

    def wait_until_it_answers(self) -> None:
        """Return when the server answers, or say what it wrote when it does not."""
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.query}?query=ASK%20%7B%7D", timeout=5):
                    return
            except urllib.error.HTTPError as error:
                if error.code < 500:
                    return
            except OSError:
                pass
            time.sleep(POLL_S)
        self.stop()
        raise RuntimeError(f"the server did not start:\n{self.log.read_text('utf-8', 'replace')}")

    def stop(self) -> None:
        """End the process, kindly and then for certain."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(STOP_S)


def start_oxigraph(folder: Path, files: Iterable[Path] = (), options: Sequence[str] = ()) -> Server:
    """Start the server of the package ``oxigraph`` on a new store that holds the files."""
    program = Path(sys.executable).with_name("oxigraph")
    store, port = folder / "store", free_port()
    if paths := [str(path) for path in files]:
        subprocess.run([program, "load", "--location", store, "--file", *paths], check=True, capture_output=True)
    base, log = f"http://127.0.0.1:{port}", folder / "log.txt"
    command = [program, "serve", "--location", store, "--bind", f"127.0.0.1:{port}", *options]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
    server = Server(process, f"{base}/query", f"{base}/update", f"{base}/store", log)
    server.wait_until_it_answers()
    return server


VIRTUOSO_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
MaxClientConnections = 10
CaseMode = 2
DirsAllowed = {folder}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
ThreadsPerQuery = 2
AsyncQueueMaxThreads = 4
[HTTPServer]
ServerPort = 127.0.0.1:{http_port}
ServerRoot = {folder}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = {most_rows}
MaxQueryCostEstimationTime = 400
MaxQueryExecutionTime = {most_seconds}
"""


@dataclass
class Virtuoso(Server):
    """A Virtuoso server, and the port of its SQL."""

    sql_port: int = 0

    def sql(self, *statements: str) -> str:
        """Run SQL statements as the administrator."""
        program = shutil.which("isql-vt") or shutil.which("isql-v") or "isql"
        done = subprocess.run(
            [program, f"127.0.0.1:{self.sql_port}", "dba", "dba", "ERRORS=STDOUT", "PROMPT=OFF", "VERBOSE=OFF"],
            input="".join(f"{statement};\n" for statement in statements),
            text=True,
            capture_output=True,
            check=False,
            timeout=START_S,
        )
        if "*** Error" in done.stdout:
            raise RuntimeError(done.stdout)
        return done.stdout

    def load(self, files: Iterable[Path], graph: str) -> None:
        """Load files into a named graph with the bulk loader."""
        folder = self.log.parent / f"load-{len(list(self.log.parent.glob('load-*')))}"
        folder.mkdir()
        for path in files:
            shutil.copy(path, folder)
        self.sql(f"ld_dir('{folder}', '*', '{graph}')", "rdf_loader_run()", "checkpoint")


def start_virtuoso(folder: Path, *, most_rows: int = 10_000, most_seconds: int = 60) -> Virtuoso:
    """Start Virtuoso on an empty database; skip the test where it is not installed."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip(NO_VIRTUOSO)
    sql_port, http_port = free_port(), free_port()
    ini, log = folder / "virtuoso.ini", folder / "log.txt"
    ini.write_text(
        VIRTUOSO_INI.format(
            folder=folder, sql_port=sql_port, http_port=http_port, most_rows=most_rows, most_seconds=most_seconds
        )
    )
    with log.open("wb") as output:
        process = subprocess.Popen(
            [program, "+configfile", str(ini), "+wait", "+foreground"],
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            cwd=folder,
        )
    base = f"http://127.0.0.1:{http_port}"
    server = Virtuoso(
        process, f"{base}/sparql", f"{base}/sparql-auth", f"{base}/sparql-graph-crud-auth", log, sql_port=sql_port
    )
    server.wait_until_it_answers()
    return server


# --- what pytest takes from here ------------------------------------------------------------


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep all tests of one server on one worker, and call them slow."""
    for item in items:
        chosen = getattr(getattr(item, "callspec", None), "params", {}).values()
        asked = {*getattr(item, "fixturenames", ()), *(value for value in chosen if isinstance(value, str))}
        if asked & SERVERS:
            item.add_marker(pytest.mark.xdist_group("servers"))
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Oxigraph's own server, with the bundled graph as its default graph."""
    server = start_oxigraph(tmp_path_factory.mktemp("oxigraph"), bundled_files())
    yield server
    server.stop()


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """Virtuoso, with the bundled graph in the named graph ``BUNDLED_GRAPH``."""
    server = start_virtuoso(tmp_path_factory.mktemp("virtuoso"))
    try:
        server.load(bundled_files(), BUNDLED_GRAPH)
        yield server
    finally:
        server.stop()
