"""The evidence gap map as a small table for the terminal: for each goal, how many cells are of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from equigraph.graph.gap_map import GapMap

__all__ = ["goal_columns", "goal_rows"]


def goal_columns(found: GapMap) -> tuple[str, ...]:
    """Return the names of the columns: the goal, the kinds of cell that occur, and what the claims come to together."""
    return ("goal", *_kinds(found), "claims", "sources")


def goal_rows(found: GapMap) -> Iterator[tuple[str, ...]]:
    """Yield one row for each goal, those with most evidence first, and one for all of them."""
    kinds = _kinds(found)
    for column in found.columns:
        counts = _counts(found, column.iri)
        total = found.cell("", column.iri).grade
        yield (column.label, *(_number(counts[kind]) for kind in kinds), _number(total.claims), _number(total.counted))
    counts = sum((_counts(found, column.iri) for column in found.columns), Counter[str]())
    total = found.cell("", "").grade
    yield ("all goals", *(_number(counts[kind]) for kind in kinds), _number(total.claims), _number(total.counted))


def _counts(found: GapMap, goal: str) -> Counter[str]:
    return Counter(found.cell(row.iri, goal).grade.gap.yields for row in found.rows)


def _kinds(found: GapMap) -> list[str]:
    occurring = {kind for column in found.columns for kind in _counts(found, column.iri)}
    return [step.yields for step in found.grader.rule.gaps if step.yields in occurring]


def _number(number: int) -> str:
    return f"{number:,}" if number else ""
