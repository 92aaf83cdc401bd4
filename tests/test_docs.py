"""Every example in the docs and in the docstrings runs, and says what is true."""

from __future__ import annotations

import doctest
import gzip
import importlib
import pkgutil
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

import equigraph
from equigraph.cli import main
from equigraph.graph.folder import FolderStore
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.snapshot import take

TOP = Path(__file__).parent.parent
PAGES = sorted([*TOP.glob("*.md"), *TOP.glob("docs/*.md")])
MODULES = sorted(
    name
    for name in (module.name for module in pkgutil.walk_packages(equigraph.__path__, "equigraph."))
    if name != "equigraph.__main__"
)
EXAMPLE_SERVER = "https://example.org/"  # stands for a server of the reader's; nothing answers there
SERVES = re.compile(
    r"equigraph (--\S+ \S+ )*(explore|serve)\b"
)  # goes on until it is told to end: tests/web/test_program.py
OWN_PROFILE = 'groups = ["english-learners"]\n'
OWN_FILE = """\
@prefix : <https://example.org/> .
:anything :knows :something .
"""


def name_of(path: Path) -> str:
    return path.relative_to(TOP).as_posix()


def command_lines() -> Iterator[tuple[str, str]]:
    """Every line in a page or in a help that begins with the program's name and can be run as it stands."""
    for page in PAGES:
        for block in re.findall(r"```console\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
            for line in block.splitlines():
                if line.startswith("equigraph ") and EXAMPLE_SERVER not in line and not SERVES.match(line):
                    yield name_of(page), line


@pytest.fixture(scope="module")
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder store of two versions, as the pages make one."""
    store = FolderStore.create(tmp_path_factory.mktemp("own") / "mine")
    store.load(["bundled"])
    store.update("DELETE WHERE { practice:advisory skos:altLabel ?name }")
    return store.path


@pytest.fixture(scope="module")
def own_snapshot() -> bytes:
    """A snapshot, as the pages make it."""
    with KnowledgeGraph.open() as graph:
        return take(graph, "practice", {"practice": "restorative-practices"}).to_text().encode()


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_run(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)

    assert failed == 0


@pytest.mark.parametrize("path", [page for page in PAGES if "```python" in page.read_text("utf-8")], ids=name_of)
def test_the_python_in_the_docs_runs(path: Path) -> None:
    for example in Sybil(parsers=[PythonCodeBlockParser()]).parse(path).examples():
        example.evaluate()


@pytest.mark.parametrize(("page", "line"), list(command_lines()))
def test_the_commands_in_the_docs_run(
    page: str, line: str, tmp_path: Path, own_store: Path, own_snapshot: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "mine.ttl").write_text(OWN_FILE, "utf-8")
    (tmp_path / "ours.toml").write_text(OWN_PROFILE, "utf-8")
    (tmp_path / "register.ttl").write_text(OWN_FILE, "utf-8")
    shutil.copy(TOP / "docs/examples/story.yaml", tmp_path)
    (tmp_path / "register.ttl.gz").write_bytes(gzip.compress(OWN_FILE.encode()))
    (tmp_path / "more.nt.gz").write_bytes(gzip.compress(b"<a:a> <a:b> <a:c> .\n"))
    arguments = shlex.split(line, comments=True)[1:]
    for name in arguments:
        if name.endswith(".snapshot"):
            (tmp_path / name).write_bytes(own_snapshot)
    is_first_load = "load" in arguments and {"--add", "--replace"}.isdisjoint(arguments)
    if "mine" in arguments and not is_first_load:  # the page made it a line before
        shutil.copytree(own_store, tmp_path / "mine")
    if "restore" in arguments:
        shutil.copytree(own_store, tmp_path / "mine-backup")

    result = CliRunner().invoke(main, arguments)

    # the small file of one's own is valid RDF, and whatever it says conforms
    assert result.exit_code == 0, result.output
    assert result.stdout or result.stderr
