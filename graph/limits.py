"""How much a query or a file may cost. Limits are settings; where one bites, the message names it."""

from __future__ import annotations

import os
from dataclasses import dataclass

__all__ = ["MORE_LOAD_TIME", "Limits", "bytes_in_words"]

MIB = 2**20
GIB = 2**30
MORE_LOAD_TIME = "Limits(load_timeout_s=...) in Python"  # in hints; the command line has no option for it


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
