"""The house keeps its own rules: sizes, directions, documentation, no traces of one machine."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import equigraph
from equigraph.cli import main
from equigraph.exporters.formats import EXPORTERS
from equigraph.graph.reader import own_queries

TOP = Path(__file__).parent.parent
FOLDERS = ("graph", "ontology", "data", "exporters", "web")
LIBRARY = sorted([*TOP.glob("*.py"), *(path for folder in FOLDERS for path in (TOP / folder).rglob("*.py"))])
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))
MOST_LINES = 400
LONGER = {
    "cli.py": 1500,  # all commands, which the top level keeps in one file; half of it is the help that people read
    "errors.py": 500,  # one table: what can go wrong
    "ontology/vocabulary.py": 5000,  # generated, one line per term
}


def name_of(path: Path) -> str:
    return path.relative_to(TOP).as_posix()


def files_in_git() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [TOP / name for name in listed.split("\0") if name and (TOP / name).is_file()]


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command, those of views and questions included."""
    root = click.Context(main, info_name="equigraph")
    for name in main.list_commands(root):
        command = main.get_command(root, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            inner = click.Context(command, info_name=name, parent=root)
            for sub in command.list_commands(inner):
                found = command.get_command(inner, sub)
                assert found is not None
                yield f"{name} {sub}", found


COMMANDS = dict(commands())


# --- files ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LIBRARY, ids=name_of)
def test_a_file_stays_small_enough_to_be_about_one_thing(path: Path) -> None:
    lines = path.read_text("utf-8").count("\n")

    assert lines <= LONGER.get(name_of(path), MOST_LINES)


@pytest.mark.parametrize("path", [path for path in LIBRARY if path.name != "cli.py"], ids=name_of)
def test_only_the_command_line_prints(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    printing = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]

    # a module that is also run by hand (``python -m``) prints what it did
    assert [] == printing or "__main__" in path.read_text("utf-8")


@pytest.mark.parametrize("path", LIBRARY, ids=name_of)
def test_every_file_says_what_it_is(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))

    assert docstring
    assert docstring.splitlines()[0].endswith((".", "``."))


def test_nothing_names_a_machine() -> None:
    # an address such as example.org/work/ is no path
    pattern = re.compile(rb"(?<![\w./])/(?:home|Users|root|work|tmp)/[a-z]|[A-Z]:\\\\Users")
    allowed = {name_of(Path(__file__).resolve())}
    found = [
        f"{name_of(path)}:{number}: {line.decode('utf-8', 'replace')}"
        for path in files_in_git()
        if path.suffix not in {".png", ".ico"} and name_of(path) not in allowed
        for number, line in enumerate(path.read_bytes().splitlines(), 1)
        if pattern.search(line)
    ]

    assert [] == found


def test_everything_packaged_is_named_once() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    top = {path.name for path in TOP.glob("*.py")} - {"hatch_build.py"} | {"py.typed"}

    assert {*FOLDERS, *top} == set(wheel["only-include"])


# --- words ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = COMMANDS[name]

    assert command.help
    assert "Example:" in command.help
    assert f"equigraph {name}" in command.help


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_help(name: str) -> None:
    options = [parameter for parameter in COMMANDS[name].params if isinstance(parameter, click.Option)]

    assert [] == [option.name for option in options if not option.help]


@pytest.mark.parametrize("name", [name for name in COMMANDS if " " not in name or name.startswith("store ")])
def test_every_command_is_documented(name: str) -> None:
    assert f"# {name}\n" in (TOP / "docs/cli.md").read_text("utf-8")


@pytest.mark.parametrize("folder", ["views", "questions"])
def test_every_named_query_is_documented(folder: str) -> None:
    page = (TOP / f"docs/{folder}.md").read_text("utf-8")

    assert [] == [name for name in own_queries(folder) if f"\n## {name}\n" not in page]


@pytest.mark.parametrize("folder", ["views", "questions"])
def test_every_named_query_says_what_it_asks(folder: str) -> None:
    for query in own_queries(folder).values():
        assert query.title
        assert query.question.endswith("?")
        assert [] == [parameter.name for parameter in query.parameters if not parameter.description]


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_every_format_is_documented(suffix: str) -> None:
    assert f"`{suffix}`" in (TOP / "docs/formats.md").read_text("utf-8")


def test_the_changelog_has_the_version() -> None:
    assert f"\n## [{equigraph.__version__}] - " in (TOP / "CHANGELOG.md").read_text("utf-8")


def test_both_licences_are_said_in_both_places() -> None:
    readme = (TOP / "README.md").read_text("utf-8")

    assert "Apache License" in (TOP / "LICENSE").read_text("utf-8")
    assert "https://creativecommons.org/licenses/by/4.0/" in (TOP / "LICENSE-DATA").read_text("utf-8")
    assert "Apache-2.0" in readme
    assert "CC BY 4.0" in readme


@pytest.mark.parametrize("path", sorted([*TOP.glob("*.md"), *TOP.glob("docs/**/*.md")]), ids=name_of)
def test_every_link_between_our_pages_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text("utf-8"))

    assert [] == [link for link in links if not (path.parent / link).exists()]


# --- time -----------------------------------------------------------------------------------


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, equigraph.cli; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {
        "rdflib",
        "pyoxigraph",
        "networkx",
        "rich",
        "pyvis",
        "pyshacl",
        "jinja2",
        "importlib.metadata",
        "asyncio",
    }

    assert set() == heavy & set(loaded)
