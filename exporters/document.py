"""A document as plain values: headings, paragraphs, lists and tables, made of runs of words, verdicts, marks and links.

What a document says is put together once; :mod:`equigraph.exporters.word` and the pages only write it down, so that no
format can leave a finding or a source out. Text is text here: nothing in it is markup, whatever it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from equigraph.exporters.evidence import Reference

__all__ = [
    "Bibliography",
    "Block",
    "Document",
    "Heading",
    "Items",
    "Link",
    "Marks",
    "Paragraph",
    "Run",
    "Table",
    "Verdict",
    "Words",
    "plain",
]

NO_SOURCE: Final = "[no source recorded]"


@dataclass(frozen=True)
class Words:
    """Some words; bold ones lead, quiet ones stand back by colour, never by size."""

    text: str
    is_bold: bool = False
    is_quiet: bool = False


@dataclass(frozen=True)
class Verdict:
    """A verdict or direction with its sign: ``word`` chooses the sign, ``text`` is what is read."""

    word: str
    text: str


@dataclass(frozen=True)
class Marks:
    """The numbers of the sources of what stands before; none says that none is recorded."""

    references: tuple[Reference, ...]


@dataclass(frozen=True)
class Link:
    """An address, where it may be published; its text is what the link is called."""

    text: str
    url: str


Run = Words | Verdict | Marks | Link
Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 or 2."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    runs: Runs


@dataclass(frozen=True)
class Items:
    """A list, an item of runs each."""

    items: tuple[Runs, ...]


@dataclass(frozen=True)
class Table:
    """A table with one heading row; the first cell of each row is its heading.

    Attributes:
        caption: What stands above it.
        description: What it holds, for people who cannot see it.
        columns: Names of its columns.
        shares: Width of each column, in hundredths of the table.
        rows: The cells.
    """

    caption: str
    description: str
    columns: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True)
class Bibliography:
    """The sources, each of which marks lead to."""

    references: tuple[Reference, ...]


Block = Heading | Paragraph | Items | Table | Bibliography


@dataclass(frozen=True)
class Document:
    """A document.

    Attributes:
        title: Its title.
        subtitle: What it is, in a line.
        subject: The same for the properties of the file.
        date: Of the data, as "2026-11-23".
        footer: What stands at the foot of every page.
        blocks: What it says.
    """

    title: str
    subtitle: str
    subject: str
    date: str
    footer: str
    blocks: tuple[Block, ...] = field(repr=False)

    @property
    def references(self) -> tuple[Reference, ...]:
        """The bibliography."""
        return tuple(one for block in self.blocks if isinstance(block, Bibliography) for one in block.references)


def plain(runs: Iterable[Run]) -> str:
    """Return runs as plain text.

    Example:
        >>> plain((Words("Tutoring: ", is_bold=True), Verdict("mixed", "mixed, one source"), Words(" "), Marks(())))
        'Tutoring: mixed, one source [no source recorded]'
    """
    return "".join(_texts(runs))


def _texts(runs: Iterable[Run]) -> Iterator[str]:
    for run in runs:
        if isinstance(run, Marks):
            yield " ".join(f"[{one.number}]" for one in run.references) or NO_SOURCE
        else:
            yield run.text
