"""What a cell of a gap map says in sentences: for whoever points at it, has it read out, or presents it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.graph.kinds import sentence_case

if TYPE_CHECKING:
    from equigraph.graph.gap_map import Cell

__all__ = ["cell_sentences"]


def cell_sentences(cell: Cell, row: str, column: str) -> str:
    """Return the verdict with its sources, how sure, the kind; then, apart, all students and evidence like ours.

    Args:
        cell: The cell.
        row: Name of its row.
        column: Name of its column.
    """
    grade = cell.grade
    said = f"{row}: {column}. "
    if cell.claims:
        said += f"{sentence_case(grade.support)}. How sure: {grade.how_sure}. "
    said += f"Kind: {grade.gap.yields}."
    if cell.general and cell.general.claims:
        said += f" About all students, apart: {cell.general.support}."
    if cell.ours:
        ours = cell.ours
        said += f" Evidence like ours: {ours.grade.support}; {ours.unlike:,} unlike, {ours.unknown:,} cannot be told."
    return said
