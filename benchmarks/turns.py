"""Engines take turns at the same question; the best turn of each counts, and all must give the same answer.

The best, because what else the machine does can only make a turn slower. In turns, so that whatever it does, it does to
all of them.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph

MOST, LEAST = 30, 2  # turns of an engine
BUDGET_S = 2.0  # of an engine: what is slow gets fewer turns, its times vary by percents where others' vary by halves
STRING = "^^<http://www.w3.org/2001/XMLSchema#string>"  # the type of a text that names none

Ask = Callable[[], Iterable[Any]]


@dataclass(frozen=True)
class Timing:
    """What one question took.

    Attributes:
        name: Name of the question.
        rows: Rows or triples of its answer.
        best: Seconds of the best turn, by engine.
        failures: Why an engine gave no answer, by engine.
    """

    name: str
    rows: int
    best: Mapping[str, float]
    failures: Mapping[str, str] = field(default_factory=dict)


def time_question(name: str, engines: Mapping[str, Ask], tolerated: tuple[type[Exception], ...] = ()) -> Timing:
    """Ask one question of every engine, in turns, each answer read to its end.

    Args:
        name: Name of the question.
        engines: How to ask it of each; the first gives the answer that the others must give.
        tolerated: Errors by which an engine may refuse; it is then left out, and the reason kept.

    Raises:
        RuntimeError: The engines answer differently, so their times mean nothing.
    """
    answers: dict[str, Counter[tuple[str, ...]]] = {}
    failures: dict[str, str] = {}
    for engine, ask in engines.items():
        try:
            answers[engine] = Counter(map(_row, ask()))
        except tolerated as error:
            failures[engine] = str(error).splitlines()[0]
    first = next(iter(answers.values()))
    if any(answer != first for answer in answers.values()):
        sizes = {engine: answer.total() for engine, answer in answers.items()}
        raise RuntimeError(f"the engines disagree about {name}; rows: {sizes}")
    best = dict.fromkeys(answers, float("inf"))
    spent = dict.fromkeys(answers, 0.0)
    for turn in range(MOST):
        order = [engine for engine in answers if turn < LEAST or spent[engine] < BUDGET_S]
        for engine in order if turn % 2 else reversed(order):
            seconds = _seconds(engines[engine])
            best[engine] = min(seconds, best[engine])
            spent[engine] += seconds
    return Timing(name, first.total(), best, failures)


def total(timings: Iterable[Timing], engine: str) -> float:
    """Return the seconds that an engine took for all questions together.

    Example:
        >>> total([Timing("a", 1, {"x": 0.5}), Timing("b", 1, {"x": 0.25})], "x")
        0.75
    """
    return sum(timing.best[engine] for timing in timings)


def _seconds(ask: Ask) -> float:
    start = time.perf_counter()
    for _ in ask():
        pass
    return time.perf_counter() - start


def _row(row: Any) -> tuple[str, ...]:
    """Return a solution or a triple as N-Triples terms, whichever library they are of."""
    terms = (row.subject, row.predicate, row.object) if isinstance(row, pyoxigraph.Triple) else row
    return tuple((term.n3() if hasattr(term, "n3") else str(term)).removesuffix(STRING) for term in terms)


def best_of(ways: Mapping[str, Callable[[], object]], turns: int) -> dict[str, float]:
    """Return the seconds of the best turn of each way; the ways go in turns, forth and back."""
    best: dict[str, float] = {}
    for turn in range(turns):
        for name in list(ways) if turn % 2 else reversed(list(ways)):
            start = time.perf_counter()
            ways[name]()
            seconds = time.perf_counter() - start
            best[name] = min(seconds, best.get(name, seconds))
    return best
