"""The SPARQL servers that are compared: each started on a free port of this machine alone, and stopped by its number.

Each holds one N-Triples file, in its default graph where it has one. In Virtuoso, whose default graph is all graphs
together, the file lies in a graph of its own.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

HOST = "127.0.0.1"
START_S, POLL_S, STOP_S = 60.0, 0.05, 60.0
GRAPH = "https://example.org/synthetic"
ANY_ROWS = 100_000_000  # Virtuoso cuts answers at 10,000 rows unless it is told otherwise
VIRTUOSO_BUFFERS = 170_000  # pages of 8 KiB, what its own configuration file advises for 2 GB of memory
VIRTUOSO_INI = """[Database]
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
ServerPort = {host}:{sql_port}
DisableUnixSocket = 1
CaseMode = 2
DirsAllowed = {folder}, {data}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
MaxQueryMem = 2G
ThreadsPerQuery = 2

[HTTPServer]
ServerPort = {host}:{port}
ServerRoot = {folder}

[SPARQL]
ResultSetMaxRows = {rows}
"""


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes:
        address: Where it answers queries.
        version: What it says it is.
        load_s: Seconds that loading the file took; the start of the server counts only where it loads at the start.
        pid: Number of its process.
    """

    address: str
    version: str
    load_s: float
    pid: int


Start = Callable[[Path, Path], AbstractContextManager[Server]]


@contextlib.contextmanager
def oxigraph(path: Path, folder: Path) -> Iterator[Server]:
    """Run the server of Oxigraph, from the package ``oxigraph``, on a file."""
    program, port = str(Path(sys.executable).with_name("oxigraph")), _free_port()
    began = time.perf_counter()
    _run([program, "load", "--location", str(folder / "data"), "--file", str(path)])
    load_s = time.perf_counter() - began
    version = _run([program, "--version"]).replace("oxigraph", "Oxigraph server").strip()
    address = f"http://{HOST}:{port}/query"
    command = [program, "serve-read-only", "--location", str(folder / "data"), "--bind", f"{HOST}:{port}"]
    with _running(command, address, folder) as pid:
        yield Server(address, version, load_s, pid)


@contextlib.contextmanager
def virtuoso(path: Path, folder: Path) -> Iterator[Server]:
    """Run Virtuoso on a file, loaded with its bulk loader."""
    sql_port, port = _free_port(), _free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(
        VIRTUOSO_INI.format(
            folder=folder,
            data=path.parent,
            host=HOST,
            sql_port=sql_port,
            port=port,
            buffers=VIRTUOSO_BUFFERS,
            dirty=VIRTUOSO_BUFFERS * 3 // 4,
            rows=ANY_ROWS,
        ),
        encoding="utf-8",
    )
    command = ["virtuoso-t", "+configfile", str(ini), "+wait", "+foreground"]
    address = f"http://{HOST}:{port}/sparql"
    with _running(command, address, folder) as pid:
        began = time.perf_counter()
        _sql(sql_port, f"ld_dir('{path.parent}', '{path.name}', '{GRAPH}')", "rdf_loader_run()", "checkpoint")
        load_s = time.perf_counter() - began
        if failed := _sql(sql_port, "select ll_error from DB.DBA.load_list where ll_error is not null"):
            raise RuntimeError(f"Virtuoso did not load the file: {failed}")
        version = _sql(sql_port, "select sys_stat('st_dbms_ver')")
        yield Server(address, f"Virtuoso {version}", load_s, pid)


@contextlib.contextmanager
def rdflib_endpoint(path: Path, folder: Path) -> Iterator[Server]:
    """Run rdflib-endpoint on a file, in rdflib's memory store, under uvicorn."""
    port = _free_port()
    address = f"http://{HOST}:{port}/"
    command = [str(Path(sys.executable).with_name("rdflib-endpoint")), "serve", "--host", HOST, "--port", str(port)]
    began = time.perf_counter()
    version = f"rdflib-endpoint {importlib.metadata.version('rdflib-endpoint')}"
    with _running([*command, str(path)], address, folder) as pid:
        yield Server(address, version, time.perf_counter() - began, pid)


SERVERS: dict[str, Start] = {
    "Oxigraph server": oxigraph,
    "Virtuoso": virtuoso,
    "rdflib-endpoint": rdflib_endpoint,
}


def missing(name: str) -> str | None:
    """Return why a server cannot be started here, or None."""
    if name == "Virtuoso" and not (shutil.which("virtuoso-t") and shutil.which("isql-vt")):
        return "not installed (Debian: apt-get install --no-install-recommends virtuoso-opensource)"
    if name == "rdflib-endpoint" and not (find_spec("rdflib_endpoint") and find_spec("uvicorn")):
        return "not installed (only the bench environment has it, with uvicorn)"
    return None


@contextlib.contextmanager
def _running(command: list[str], address: str, folder: Path) -> Iterator[int]:
    """Start a program, wait until it answers, give its number, and end it when the block is left."""
    log = folder / "server.log"
    with log.open("wb") as messages:
        process = subprocess.Popen(command, stdout=messages, stderr=messages, cwd=folder)
    try:
        _wait(process, address, log)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}?query=ASK%7B%7D", timeout=START_S):
                return
        except urllib.error.HTTPError:
            return  # it refuses, so it is there
        except OSError:
            time.sleep(POLL_S)
    raise RuntimeError(f"{process.args} did not start: {log.read_text('utf-8', 'replace')[-2000:]}")


def _sql(port: int, *statements: str) -> str:
    # The name and password of a database that was made a moment ago and that only this machine can reach.
    command = ["isql-vt", f"{HOST}:{port}", "dba", "dba", "VERBOSE=OFF", "BANNER=OFF", "PROMPT=OFF", "ERRORS=STDOUT"]
    answer = _run(command, "".join(f"{statement};\n" for statement in statements)).strip()
    if "*** Error" in answer:
        raise RuntimeError(answer)
    return answer


def _run(command: list[str], text: str | None = None) -> str:
    return subprocess.run(command, input=text, check=True, capture_output=True, text=True).stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
