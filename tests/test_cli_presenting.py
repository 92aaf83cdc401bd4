"""The command line for people who present: pictures, slides, documents, layouts, stories and snapshots."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pptx_rules import check, notes, opened, title

from equigraph.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(tiny_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command over the tiny graph, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, ["--store", str(tiny_file), *arguments])


def test_the_options_of_a_picture(run: Run) -> None:
    result = run("export", "practices-to-goals", "a.png", "--for", "slide", "--theme", "dark", "--scale", "0.5")

    assert (0, "a.png\n") == (result.exit_code, result.stdout)
    assert (640, 360) == tuple(int.from_bytes(Path("a.png").read_bytes()[at : at + 4], "big") for at in (16, 20))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["export", "practices-to-goals", "a.csv", "--theme", "dark"],
            '.csv has no option "--theme"; it has --exact-text',
        ),
        (["export", "practices-to-goals", "a.ttl", "--for", "page"], '.ttl has no option "--for"; it has none'),
        (["gaps", "-o", "a.csv", "--theme", "dark"], '.csv has no option "--theme"; it has none'),
        (
            ["gaps", "-o", "a.odt"],
            'unknown format ".odt"; known formats: .html, .csv, .xlsx, .svg, .png, .pdf, .pptx, .json',
        ),
        (
            ["one-pager", "tutoring", "-o", "a.html", "--template", "t.docx"],
            '.html has no option "--template"; it has none',
        ),
        (["one-pager", "tutoring", "-o", "a.pdf"], 'unknown format ".pdf"; known formats: .docx, .html'),
        (["one-pager", "English Learners", "-o", "a.docx"], "a one-pager is made for a practice or an equity goal"),
        (
            ["why", "tutoring", "academic-achievement", "-o", "a.html", "--template", "t"],
            'a.html has no option "--template"',
        ),
        (
            ["snapshot", "create", "practices-to-goals", "-o", "a.json"],
            'unknown format "a.json"; known formats: .snapshot',
        ),
        (["snapshot", "show", "none.snapshot"], "none.snapshot"),
        (["export", "none.snapshot", "a.svg"], "none.snapshot"),
        (["export", "none.yaml", "a.pptx"], "none.yaml"),
        (["export", "practices-to-goals", "a.svg", "--layout", "none.layout.json"], "none.layout.json"),
        (["export", "practices-to-goals", "a.pptx", "--template", "none.pptx"], "none.pptx"),
        (["export", "practices-to-goals", "missing/a.pdf"], 'the folder "'),
    ],
)
def test_what_cannot_be_is_one_message_and_writes_nothing(run: Run, arguments: list[str], said: str) -> None:
    result = run(*arguments)

    assert 1 == result.exit_code
    assert said in result.stderr
    assert "Error: " == result.stderr[:7]
    assert [] == list(Path().iterdir())


def test_a_layout_is_written_read_and_told_of(run: Run) -> None:
    run("export", "practices-to-goals", "a.layout.json")
    layout = json.loads(Path("a.layout.json").read_text("utf-8"))
    moved = next(iter(layout["positions"]))
    layout["positions"][moved] = [411.5, 333.0]
    layout["positions"]["https://example.org/gone"] = [1.0, 1.0]
    Path("b.layout.json").write_text(json.dumps(layout), "utf-8")

    result = run("export", "practices-to-goals", "a.json", "--layout", "b.layout.json")
    nodes = {node["id"]: node for node in json.loads(Path("a.json").read_text("utf-8"))["nodes"]}
    kept = len(layout["positions"]) - 1

    assert (411.5, 333.0) == (nodes[moved]["x"], nodes[moved]["y"])
    assert (
        f"{kept} things stand where the layout says, 0 are new, "
        "1 of its positions are of things that are not in this picture.\n"
    ) == result.stderr


def test_characters_that_a_format_cannot_hold_are_counted(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        "@prefix : <https://example.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        ':a skos:prefLabel "bell \\u0007 and \\u0001" ; :knows :b . :b skos:prefLabel "plain" .\n',
        "utf-8",
    )
    arguments = ["--store", str(own), "export", "neighborhood"]
    chosen = ["--entity", "https://example.org/a"]

    picture = CliRunner().invoke(main, [*arguments, str(tmp_path / "a.svg"), *chosen])
    table = CliRunner().invoke(main, [*arguments, str(tmp_path / "a.csv"), *chosen])

    assert "8 characters in these texts were replaced by \ufffd: .svg cannot hold them.\n" == picture.stderr
    assert "" == table.stderr


def test_slides_of_an_answer(run: Run) -> None:
    assert 0 == run("why", "tutoring", "Academic achievement", "-o", "why.pptx").exit_code

    deck = check(Path("why.pptx").read_bytes())
    assert "Why is Tutoring connected to Academic achievement?" == title(deck.slides[0])


def test_a_story_is_told_and_takes_no_layout(run: Run) -> None:
    Path("story.yaml").write_text(
        "title: A talk\nslides:\n  - view: practices-to-goals\n  - text: Our own words.\n    title: Ours\n", "utf-8"
    )

    assert 0 == run("export", "story.yaml", "deck.pptx").exit_code
    refused = run("export", "story.yaml", "deck2.pptx", "--layout", "a.layout.json")

    assert "Ours" in [title(slide) for slide in opened(Path("deck.pptx").read_bytes()).slides]
    assert 2 == refused.exit_code
    assert "a story has no --layout" in refused.stderr
    assert not Path("deck2.pptx").exists()


def test_a_snapshot_from_its_making_to_a_change_of_the_data(run: Run, tiny_file: Path) -> None:
    made = run("snapshot", "create", "practices-to-goals", "-o", "a.snapshot", "--author", "An office")
    shown = run("snapshot", "show", "a.snapshot")
    same = run("snapshot", "verify", "a.snapshot")
    run("export", "a.snapshot", "a.pptx")
    text = tiny_file.read_text("utf-8")
    gone = re.search(r"(?ms)^\S*claim\S* a eq:EvidenceClaim.*?\.\n", text) or re.search(
        r"(?ms)^<[^>]*> a eq:EvidenceClaim.*?\.\n", text
    )
    assert gone
    Path("later.ttl").write_text(text.replace(gone.group(), ""), "utf-8")

    changed = CliRunner().invoke(main, ["--store", "later.ttl", "snapshot", "verify", "a.snapshot"])
    told = CliRunner().invoke(main, ["--store", "later.ttl", "snapshot", "diff", "a.snapshot"])
    page = CliRunner().invoke(main, ["--store", "later.ttl", "snapshot", "diff", "a.snapshot", "-o", "c.html"])

    assert (0, "a.snapshot\n") == (made.exit_code, made.stdout)
    assert "An office" in shown.stdout
    assert (0, "The same result.") == (same.exit_code, same.stdout.splitlines()[0])
    assert any("Tutoring" in notes(slide) for slide in opened(Path("a.pptx").read_bytes()).slides)
    assert 3 == changed.exit_code
    assert "All of it: equigraph --store later.ttl snapshot diff a.snapshot" in changed.stderr
    assert "1 claim withdrawn; 1 verdict changed" in told.stdout
    assert (0, True) == (page.exit_code, Path("c.html").read_text("utf-8").startswith("<!DOCTYPE html>"))


def test_a_snapshot_that_cannot_be_made_again_says_why(run: Run, tmp_path: Path) -> None:
    run("snapshot", "create", "practice", "--practice", "tutoring", "-o", "a.snapshot")
    (tmp_path / "other.ttl").write_text(
        "<https://example.org/a> <https://example.org/b> <https://example.org/c> .", "utf-8"
    )

    checked = CliRunner().invoke(main, ["--store", "other.ttl", "snapshot", "verify", "a.snapshot"])
    told = CliRunner().invoke(main, ["--store", "other.ttl", "snapshot", "diff", "a.snapshot"])

    assert 1 == checked.exit_code
    assert "The snapshot cannot be made again from the data at hand" in checked.stdout
    assert 1 == told.exit_code
    assert "cannot be made again" in told.stderr
