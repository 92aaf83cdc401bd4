"""How much a query or a file may cost. Limits are settings; where one bites, the message names it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from equigraph.errors import ParameterError

__all__ = ["LIMIT_NAMES", "Limits", "bytes_in_words", "more", "read_limits"]

MIB = 2**20
GIB = 2**30
# What people call the fields of Limits, where they set them as text.
LIMIT_NAMES: Final = {
    "time": "timeout_s",
    "memory": "memory_bytes",
    "rows": "rows",
    "bytes": "answer_bytes",
    "load-time": "load_timeout_s",
    "load-memory": "load_memory_bytes",
    "processes": "processes",
}
_AMOUNT: Final = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>KiB|MiB|GiB)?", re.IGNORECASE)
_UNITS: Final = {"kib": 1024, "mib": MIB, "gib": GIB}


@dataclass(frozen=True)
class Limits:
    """Bounds on one query, and on reading the files of one command.

    Attributes:
        timeout_s: Seconds that a caller waits for an answer, the start of the answer and each later part added up.
            Thirty seconds is longer than any sensible question takes at ten million triples, and short enough to wait.
        memory_bytes: Address space that a query may take beyond what the open graph takes. Two gibibytes leave a
            laptop of eight usable. Enforced where the system can (Linux); macOS and Windows cannot, there only time,
            rows and bytes are bounded.
        rows: Most solutions or triples of an answer. A million is more than any table or picture shows.
        answer_bytes: Most bytes of a serialised answer.
        load_timeout_s: Seconds for reading all files of one ``--store``, and for opening what was read; ten million
            triples take about two minutes.
        load_memory_bytes: Address space for reading files, enforced as ``memory_bytes`` is; a million triples take one
            gibibyte (the engine sorts them in memory), ten million less than six.
        processes: Most queries that are answered at once, each in a process of its own; more wait for their turn, and
            the wait counts as time. As many as the machine has processors, and two at least, so that one long query
            does not hold up a short one.

    Example:
        >>> Limits(timeout_s=5).timeout_s
        5
    """

    timeout_s: float = 30.0
    memory_bytes: int = 2 * GIB
    rows: int = 1_000_000
    answer_bytes: int = 512 * MIB
    load_timeout_s: float = 300.0
    load_memory_bytes: int = 6 * GIB
    processes: int = max(2, os.cpu_count() or 1)


def bytes_in_words(count: int) -> str:
    """Return a number of bytes as people write it.

    Example:
        >>> bytes_in_words(2 * 2**30), bytes_in_words(1536), bytes_in_words(7)
        ('2 GiB', '1.5 KiB', '7 bytes')
    """
    for unit, size in (("GiB", GIB), ("MiB", MIB), ("KiB", 1024)):
        if count >= size:
            return f"{count / size:.3g} {unit}"
    return f"{count} bytes"


def more(field: str) -> str:
    """Return how a limit is raised, for a hint.

    Example:
        >>> more("rows")
        '--limit rows=... on the command line, Limits(rows=...) in Python'
    """
    name = next(name for name, one in LIMIT_NAMES.items() if one == field)
    return f"--limit {name}=... on the command line, Limits({field}=...) in Python"


def read_limits(texts: Iterable[str]) -> Limits:
    """Return limits from texts such as ``rows=5000000`` and ``memory=4GiB``; what is not named keeps its default.

    Raises:
        ParameterError: A text names no limit, or no amount above zero.

    Example:
        >>> read_limits(["rows=100", "memory=1.5GiB", "time=5"]).memory_bytes
        1610612736
        >>> read_limits(["row=100"])
        Traceback (most recent call last):
        equigraph.errors.ParameterError: "row=100" is no limit; accepted: time=, memory=, rows=, bytes=, load-time=, \
load-memory= or processes= and a number above zero; sizes may end in KiB, MiB or GiB
    """
    chosen: dict[str, float] = {}
    for text in texts:
        name, _, amount = text.partition("=")
        found, field = _AMOUNT.fullmatch(amount.strip()), LIMIT_NAMES.get(name.strip())
        number = float(found["number"]) if found else 0.0
        if found is None or field is None or number <= 0 or (found["unit"] and not field.endswith("bytes")):
            names = ", ".join(f"{one}=" for one in LIMIT_NAMES)
            accepted = " or ".join(names.rsplit(", ", 1))
            msg = (
                f'"{text}" is no limit; accepted: {accepted} and a number above zero; sizes may end in KiB, MiB or GiB'
            )
            raise ParameterError(msg)
        number *= _UNITS[found["unit"].lower()] if found["unit"] else 1
        chosen[field] = number if field.endswith("_s") else max(1, int(number))
    return Limits(**chosen)  # type: ignore[arg-type] # whole numbers where the fields want them
