"""The commands of docs/scale.md do what the page says: they are run as they stand, on other ports."""

from __future__ import annotations

import importlib
import json
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


def test_the_guide_shows_what_was_measured_and_says_what_was_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(PAGE.parent)
    measured = importlib.import_module("measured")
    run = {"machine": "a machine", "date": "2026-01-01"}
    rows = {
        "loading": [{"engine": "KnowledgeGraph", "seconds": 90.0, "memory_bytes": 2_500_000_000, "disk_bytes": 10**6}],
        "http": [{"best": {"KnowledgeGraph": 0.25, "Virtuoso": 2.0}}, {"best": {"KnowledgeGraph": 0.5}}],
    }
    records = [{"section": name, "triples": 1000, "run": run, "rows": found} for name, found in rows.items()]
    path = tmp_path / "results.json"
    path.write_text(json.dumps(records), "utf-8")

    lines = measured.sizes(path).splitlines()

    assert "|  | 1,000 triples |" == lines[0]
    assert "| folder store: load | 1.5 min |" in lines
    assert "| folder store: memory to load | 2.5 GB |" in lines
    assert "| folder store: nine queries | 750 ms |" in lines
    assert "| folder store: open, to the first answer | not measured |" in lines
    assert "| Virtuoso: nine queries | not measured |" in lines  # it answered one of two
    assert "Measured on: a machine, 2026-01-01." == lines[-1]


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
