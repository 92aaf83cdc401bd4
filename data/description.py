"""What a row, an entry or a file says of one thing: the form in which everything that comes in is handed on.

Whatever is imported - a sheet, a bibliography, somebody's RDF, a table of a clearinghouse - becomes descriptions.
Compared with a graph (``equigraph.graph.edits``) they tell what is new, what differs and what is gone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad

__all__ = ["Description", "Origin"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a description stands.

    Attributes:
        file: Name of the file, without its folder.
        sheet: Name of the sheet of a workbook, or ``""``.
        row: Row as a spreadsheet counts, from 1; the line of a text file; the entry of a bibliography. 0: not known.
    """

    file: str
    sheet: str = ""
    row: int = 0

    def __str__(self) -> str:
        """Return the place in words.

        Example:
            >>> str(Origin("graph.xlsx", "Practices", 3)), str(Origin("library.bib"))
            ('graph.xlsx, sheet Practices, row 3', 'library.bib')
        """
        sheet = f", sheet {self.sheet}" if self.sheet else ""
        return f"{self.file}{sheet}{f', row {self.row}' if self.row else ''}"


@dataclass(frozen=True, slots=True)
class Description:
    """What was said of one thing.

    Attributes:
        subject: The thing, or the statement.
        quads: What is said. Their subject is the thing; of a statement also the plain triple that it stands for.
        covers: Predicates of which this is everything: what a graph says beside it by one of these is gone once this
            is imported. With no predicate, only ``gone`` is taken away.
        gone: What is no longer said.
        origin: Where it stands.
    """

    subject: NamedNode
    quads: tuple[Quad, ...]
    covers: frozenset[NamedNode] = field(default=frozenset())
    gone: tuple[Quad, ...] = ()
    origin: Origin = Origin("")
