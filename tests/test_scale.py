"""The commands of docs/scale.md do what the page says: they are run as they stand, on other ports."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from equigraph.graph.store import OxigraphStore

PAGE = Path(__file__).parent.parent / "docs" / "scale.md"
PORTS = ("7878", "8890", "1111")
MOST_S = 120
needs_virtuoso = pytest.mark.skipif(
    not (shutil.which("virtuoso-t") and shutil.which("isql-vt")),
    reason="Virtuoso is not installed (apt-get install --no-install-recommends virtuoso-opensource)",
)


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def commands(*titles: str) -> str:
    """The shell commands below these headings, one after another."""
    sections = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE))
    return "\n".join(block for title in titles for block in re.findall(r"```sh\n(.*?)```", sections[title], re.DOTALL))


def run(script: str, folder: Path) -> list[str]:
    """Run commands as a person would, in a folder of their own, and return what they print."""
    for port in PORTS:
        script = script.replace(f"127.0.0.1:{port}", f"127.0.0.1:{free_port()}")
    script = f"trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n{script}"
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    try:
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail"],
            input=script,
            cwd=folder,
            env={**os.environ, "PATH": programs},
            capture_output=True,
            text=True,
            timeout=MOST_S,
            check=False,
        )
    finally:
        for lock in folder.rglob("virtuoso.lck"):  # there while a Virtuoso runs; gone when the page has stopped it
            os.kill(int(re.findall(r"VIRT_PID=(\d+)", lock.read_text())[0]), signal.SIGKILL)
    assert done.returncode == 0, done.stderr
    return done.stdout.replace('"', "").split()


@pytest.fixture(scope="module")
def bundled() -> tuple[str, str]:
    """The numbers of triples and of practices that every server must count."""
    with OxigraphStore.bundled() as store:
        [triples] = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        [practices] = store.query("SELECT (COUNT(?p) AS ?n) { ?p a eq:Practice }")
        return triples["n"].value, practices["n"].value


@pytest.mark.slow
def test_the_bundled_graph_moves_to_the_oxigraph_server(bundled: tuple[str, str], tmp_path: Path) -> None:
    triples, practices = bundled

    words = run(commands("One file to load anywhere", "Oxigraph server"), tmp_path)

    assert [triples, "equigraph.nt", "triples", triples, "practices", practices] == words


@pytest.mark.slow
@needs_virtuoso
def test_the_bundled_graph_moves_to_virtuoso(bundled: tuple[str, str], tmp_path: Path) -> None:
    triples, practices = bundled

    words = run(commands("One file to load anywhere", "Virtuoso"), tmp_path)

    assert [triples, "equigraph.nt"] == words[:2]
    assert ["triples", triples, "practices", practices] == words[words.index("triples") :][:4]
