"""Text and tables for a terminal or a pipe: drawn for people, plain for programs, harmless for both.

The one place that knows rich. A pipe gets aligned plain text; ``NO_COLOR`` (https://no-color.org) is honoured.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Self

from equigraph.exporters.rows import generate_records, generate_text

__all__ = ["Marked", "columns_of_terminal", "harmless", "report_texts", "show_progress", "write_table"]

# Escape sequences in a label must not reach a terminal, which would obey them.
CONTROL: Final = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), "\N{REPLACEMENT CHARACTER}") | {9: "\t", 10: "\n"}
REPORTED_TEXTS: Final = 100_000  # about three seconds of making a text index
UNLIMITED: Final = 1_000_000  # columns: no line is that long
READABLE: Final = 24  # columns: a text folded to less than this is hard to read
GAP: Final = 3  # columns between two columns of a table
QUIET_S: Final = 10.0  # seconds between two lines about long work, where lines cannot be overwritten

Tell = Callable[[str, int, int], None]


class Marked(str):
    """A text of which parts are bold where a table is drawn.

    Attributes:
        marks: Start and end offsets of the parts.

    Example:
        >>> Marked("High-dosage tutoring", [(12, 20)]).marks
        ((12, 20),)
    """

    __slots__ = ("marks",)
    marks: tuple[tuple[int, int], ...]

    def __new__(cls, text: str, marks: Iterable[tuple[int, int]]) -> Self:
        """Return the text with its marks."""
        marked = super().__new__(cls, text)
        marked.marks = tuple(marks)
        return marked


def harmless(text: str) -> str:
    r"""Return a text in which control characters, except tab and line feed, became visible marks.

    Example:
        >>> harmless("a\x1b[31mb")
        'a\ufffd[31mb'
    """
    return text.translate(CONTROL)


def columns_of_terminal() -> int:
    """Return how wide text may be: the width of the terminal, or without limit for a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else UNLIMITED


def report_texts(done: int) -> None:
    """Write to standard error, now and then, that a text index is being made."""
    if done % REPORTED_TEXTS == 0:
        sys.stderr.write(f"Making a text index of this graph: {done:,} texts so far.\n")
        sys.stderr.flush()


def write_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table to standard output.

    On a terminal, a table whose columns would become too narrow to read is written row below row.
    """
    cells = [list(row) for row in rows]
    if not sys.stdout.isatty():
        sys.stdout.write(harmless(generate_text(columns, cells)))
    elif _fits(columns, cells):
        _draw(columns, cells)
    else:
        sys.stdout.write(harmless(generate_records(columns, cells, columns_of_terminal())))


@contextlib.contextmanager
def show_progress() -> Iterator[Tell]:
    """Show how far long work is on standard error, with rate and time left.

    A terminal gets a bar; a pipe or a log gets a line now and then.

    Yields:
        A function to call with what is being done, how many bytes are done, and how many there are.
    """
    if not sys.stderr.isatty():
        yield _Lines().tell
        return
    from rich.console import Console  # noqa: PLC0415 - only a terminal pays for it
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, total: bar.update(
            task, description=harmless(what), completed=done, total=total or None
        )


class _Lines:
    """Progress as lines, for a log."""

    def __init__(self) -> None:
        self._began = self._told = time.monotonic()

    def tell(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._told < QUIET_S or not done:
            return
        self._told = now
        rate = done / (now - self._began)
        left = (total - done) / rate
        share = 100 * done / total if total else 0
        line = f"{what}: {share:.0f} %, {rate / 1e6:.1f} MB/s, about {left:.0f} s left"
        sys.stderr.write(harmless(line) + "\n")
        sys.stderr.flush()


def _fits(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    widths = [min(max(map(len, column)), READABLE) for column in zip(columns, *rows, strict=True)]
    return sum(widths) + GAP * (len(widths) - 1) <= columns_of_terminal()


def _draw(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - only a terminal pays for it
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in columns:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        cells = [Text(harmless(cell)) for cell in row]
        for cell, text in zip(row, cells, strict=True):
            for start, end in cell.marks if isinstance(cell, Marked) else ():
                text.stylize("bold", start, end)
        table.add_row(*cells)
    Console().print(table)
