"""Rows of an answer as a pivot: one column of it down the side, one across, and what stands where they meet.

A cell counts rows, or lists the values of a third column. A cell in which nothing stands is kept and told: it is where
the graph says nothing, not where there is nothing. What is lost: rows in which one of the two is unbound, which are
counted; and names beyond a bound, which is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from equigraph.graph.kinds import count_words, sentence_case

__all__ = ["COUNT", "MOST_NAMES", "pivot_of"]

COUNT: Final = ""  # no variable has that name
MOST_NAMES: Final = 100  # down the side, and across
MOST_VALUES: Final = 5  # in one cell

Row = Sequence[Any]


def pivot_of(
    variables: Sequence[str],
    rows: Sequence[Row],
    chosen: Mapping[str, str],
    words: Callable[[Any], str],
) -> dict[str, Any]:
    """Return the pivot of rows.

    Args:
        variables: Names of the columns; there are two at least.
        rows: Cells, None where there is nothing.
        chosen: "row" and "column": names of columns (the first two when they name none); "value": COUNT, or one more.
        words: Returns what a cell shows.

    Returns:
        ``row``, ``column``, ``value`` as chosen; ``columns``: names across; ``rows``: name and cells of each, "" where
        nothing stands; ``summary``: sentences.

    Example:
        >>> rows = [["a", "x"], ["b", "y"], ["a", "x"], ["b", None]]
        >>> pivot = pivot_of(["s", "o"], rows, {}, str)
        >>> pivot["columns"], pivot["rows"]
        (['x', 'y'], [('a', ['2', '']), ('b', ['', '1'])])
        >>> pivot["summary"]
        '2 of 4 cells are empty. One row without ?s or ?o is left out.'
    """
    down = chosen["row"] if chosen.get("row") in variables else variables[0]
    others = [name for name in variables if name != down]
    across = chosen["column"] if chosen.get("column") in others else others[0]
    value = chosen["value"] if chosen.get("value") in variables else COUNT
    met = _met(rows, [variables.index(name) for name in (down, across)], words)
    place = -1 if value == COUNT else variables.index(value)
    sides = [sorted({key[side] for key in met}, key=str.casefold) for side in (0, 1)]
    shown = [side[:MOST_NAMES] for side in sides]
    made = [(name, [_cell(met.get((name, other)), place, words) for other in shown[1]]) for name in shown[0]]
    left_out = len(rows) - sum(map(len, met.values()))
    return {
        "row": down,
        "column": across,
        "value": value,
        "columns": shown[1],
        "rows": made,
        "summary": _summary(made, sides, (down, across), left_out),
    }


def _met(rows: Sequence[Row], places: Sequence[int], words: Callable[[Any], str]) -> dict[tuple[str, str], list[Row]]:
    """Return the rows that meet in each cell, by the names of its row and column."""
    met: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        down, across = (row[place] for place in places)
        if down is not None and across is not None:
            met.setdefault((words(down), words(across)), []).append(row)
    return met


def _cell(rows: Sequence[Row] | None, place: int, words: Callable[[Any], str]) -> str:
    """Return what a cell shows: how many rows meet there, or the values of a column in them."""
    if not rows:
        return ""
    if place < 0:
        return f"{len(rows):,}"
    values = sorted({words(row[place]) for row in rows if row[place] is not None}, key=str.casefold)
    more = f" and {len(values) - MOST_VALUES:,} more" if len(values) > MOST_VALUES else ""
    return "; ".join(values[:MOST_VALUES]) + more


def _summary(
    made: Sequence[tuple[str, list[str]]], sides: Sequence[Sequence[str]], names: tuple[str, str], left_out: int
) -> str:
    cells = [cell for _, row in made for cell in row]
    empty = cells.count("")
    told = [sentence_case(f"{f'{empty:,}' if empty else 'none'} of {len(cells):,} cells {_are(empty)} empty.")]
    for side, name in zip(sides, names, strict=True):
        if len(side) > MOST_NAMES:
            told.append(f"{MOST_NAMES} of {len(side):,} values of ?{name} shown.")
    if left_out:
        rows = sentence_case(count_words(left_out, "row"))
        told.append(f"{rows} without ?{names[0]} or ?{names[1]} {_are(left_out)} left out.")
    return " ".join(told)


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
