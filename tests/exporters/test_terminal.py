"""Tables as a terminal and as a pipe get them."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import pytest

from equigraph.exporters import terminal
from equigraph.exporters.terminal import (
    Marked,
    columns_of_terminal,
    harmless,
    report_texts,
    show_progress,
    write_table,
)

COLUMNS = ["name", "what it is"]
ROWS = [["[red]Tutoring[/red]", "\x1b[31mOne tutor, few students"], ["Looping", ""]]


class Terminal(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Write a table to a terminal of some width, and return what it shows."""

    def write(rows: list[list[str]], width: int = 80) -> str:
        ours = Terminal()
        monkeypatch.setattr(sys, "stdout", ours)
        for name, value in (("TERM", "xterm"), ("NO_COLOR", "1"), ("COLUMNS", str(width))):
            monkeypatch.setenv(name, value)
        write_table(COLUMNS, rows)
        return ours.getvalue()

    return write


def test_a_terminal_gets_a_table_with_texts_as_they_are(on_terminal: Callable[..., str]) -> None:
    printed = on_terminal(ROWS)

    assert "[red]Tutoring[/red]   \ufffd[31mOne tutor, few students" in printed
    assert "\u2500" * 20 in printed


def test_a_narrow_terminal_gets_rows_below_rows(on_terminal: Callable[..., str]) -> None:
    expected = [
        "name        [red]Tutoring[/red]",
        "what it is  \ufffd[31mOne tutor, few",
        "            students",
        "",
        "name        Looping",
    ]
    assert expected == on_terminal(ROWS, 30).splitlines()


def test_a_table_of_nothing_is_a_heading(on_terminal: Callable[..., str]) -> None:
    assert "what it is" in on_terminal([])


def test_a_pipe_gets_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    write_table(COLUMNS, [["a", "b"]])

    assert "name  what it is\na     b\n" == capsys.readouterr().out


def test_a_pipe_has_no_width() -> None:
    assert columns_of_terminal() > 10_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\x1b[2J\x07\x9b", "\ufffd[2J\ufffd\ufffd"),
        ("caf\u00e9 \U0001f600 \u05d0", "caf\u00e9 \U0001f600 \u05d0"),
    ],
    ids=["plain", "layout", "escapes", "letters"],
)
def test_only_what_a_terminal_would_obey_is_replaced(text: str, expected: str) -> None:
    assert expected == harmless(text)


class TestProgress:
    def test_a_log_gets_a_line_now_and_then(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        clock = iter([0.0, 5.0, 20.0, 21.0, 40.0])
        monkeypatch.setattr(terminal.time, "monotonic", lambda: next(clock))
        with show_progress() as tell:
            tell("reading a.nt", 1, 100_000_000)  # too early
            tell("reading \x1b[31ma.nt", 50_000_000, 100_000_000)
            tell("reading a.nt", 51_000_000, 100_000_000)  # too soon after the last one
            tell("reading a.nt", 80_000_000, 100_000_000)

        assert [
            "reading \N{REPLACEMENT CHARACTER}[31ma.nt: 50 %, 2.5 MB/s, about 20 s left",
            "reading a.nt: 80 %, 2.0 MB/s, about 10 s left",
        ] == capsys.readouterr().err.splitlines()


def test_marks_are_bold_where_a_table_is_drawn(on_terminal: Callable[..., str]) -> None:
    drawn = on_terminal([[Marked("a\x1bb tutoring", [(4, 12)]), "x"]])

    assert "a\ufffdb \x1b[1mtutoring\x1b[0m" in drawn


def test_marks_are_plain_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    write_table(["name"], [[Marked("tutoring", [(0, 5)])]])

    assert "name\ntutoring\n" == capsys.readouterr().out


def test_only_long_work_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    for done in (10_000, 100_000, 150_000):
        report_texts(done)

    assert "Making a text index of this graph: 100,000 texts so far.\n" == capsys.readouterr().err
