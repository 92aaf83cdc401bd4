"""A part of the page: its words, its tables, and the promises it answers for; and the pieces that parts are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markdown import ms, size, table, x
from results import Results
from turns import Timing, total

OURS, RAW = "KnowledgeGraph", "pyoxigraph"


@dataclass(frozen=True)
class Promise:
    """One promise and whether it is kept.

    Attributes:
        what: What was promised.
        target: The promised number.
        measured: The number that was measured.
        is_met: Whether it is kept.
    """

    what: str
    target: str
    measured: str
    is_met: bool


@dataclass(frozen=True)
class Part:
    """A part of the page.

    Attributes:
        title: Its heading.
        text: Its words and tables.
        promises: What it answers for.
    """

    title: str
    text: str
    promises: Sequence[Promise] = ()


def rows_by_size(results: Results, section: str, row: type[Any]) -> dict[int, list[Any]]:
    """Return the rows of a section, by number of triples."""
    return {triples: results.rows(section, triples, row) for triples in results.sizes(section)}


def of_engine(rows: Iterable[Any], engine: str) -> Any:
    """Return the row of an engine."""
    return next(row for row in rows if row.engine == engine)


def of_raw(timings: Sequence[Timing]) -> float:
    """Return our time for all questions, as a share of bare pyoxigraph's."""
    return total(timings, OURS) / total(timings, RAW)


def at_most(what: str, ratios: Sequence[tuple[int, float]], target: float) -> Promise:
    """Return the promise that a ratio is at most so much at every number of triples."""
    measured = "; ".join(f"{x(ratio)} at {size(triples)}" for triples, ratio in ratios)
    return Promise(what, f"at most {x(target)}", measured, all(ratio <= target for _, ratio in ratios))


def timings_table(timings: Sequence[Timing], compared: tuple[str, str] | None, *, is_summed: bool = True) -> str:
    """Return a table of questions by engines; two of them compared, and all questions together at its end."""
    engines = list(dict.fromkeys(engine for one in timings for engine in one.best))
    heads = ["query", "rows", *engines]
    rows = [
        [one.name, f"{one.rows:,}", *(ms(one.best[engine]) if engine in one.best else "none" for engine in engines)]
        for one in timings
    ]
    if is_summed:
        answered = [one for one in timings if set(engines) == set(one.best)]
        sums = [ms(total(answered, engine)) for engine in engines]
        rows.append([f"**all {len(answered)}**", "", *sums])
    if compared:
        first, second = compared
        heads.append(f"{first} of {second}")
        pairs = [(one.best[first], one.best[second]) for one in timings]
        if is_summed:
            pairs.append((total(timings, first), total(timings, second)))
        rows = [[*row, x(one / other)] for row, (one, other) in zip(rows, pairs, strict=True)]
    return table(heads, rows)


def failures_list(timings: Sequence[Timing]) -> str:
    """Return the questions that an engine did not answer, with its reason; nothing if there is none."""
    lines = [f"- {one.name}, {engine}: {reason}" for one in timings for engine, reason in one.failures.items()]
    return "\n\nNo answer:\n\n" + "\n".join(lines) if lines else ""
