"""Every example in the docs and in the docstrings runs, and says what is true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

import equigraph
from equigraph.cli import main

TOP = Path(__file__).parent.parent
PAGES = sorted([*TOP.glob("*.md"), *TOP.glob("docs/*.md")])
MODULES = sorted(
    name
    for name in (module.name for module in pkgutil.walk_packages(equigraph.__path__, "equigraph."))
    if name != "equigraph.__main__"
)
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
                if line.startswith("equigraph "):
                    yield name_of(page), line


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_run(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)

    assert failed == 0


@pytest.mark.parametrize("path", [page for page in PAGES if "```python" in page.read_text("utf-8")], ids=name_of)
def test_the_python_in_the_docs_runs(path: Path) -> None:
    for example in Sybil(parsers=[PythonCodeBlockParser()]).parse(path).examples():
        example.evaluate()


@pytest.mark.parametrize(("page", "line"), list(command_lines()))
def test_the_commands_in_the_docs_run(page: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "mine.ttl").write_text(OWN_FILE, "utf-8")
    arguments = shlex.split(line, comments=True)[1:]

    result = CliRunner().invoke(main, arguments)

    # the small file of one's own is valid RDF, and whatever it says conforms
    assert result.exit_code == 0, result.output
    assert result.stdout or result.stderr
