"""What the benchmarks found, for the other docs: cog calls these functions (see the comments in the .md files)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent.parent / "benchmarks" / "results.json"
MINUTE_S, MB, GB = 60, 10**6, 10**9
NOT_MEASURED = "not measured"
Read = Callable[[list[dict[str, Any]]], str]


def sizes(path: Path = RESULTS) -> str:
    """Return a table of what each number of triples takes here, from the last benchmarks."""
    records = {(record["section"], record["triples"]): record for record in json.loads(path.read_text("utf-8"))}
    triples = sorted({size for section, size in records if section == "loading"})
    heads = ["", *(f"{size:,} triples" for size in triples)]
    lines = [heads, ["---", *["---:"] * len(triples)]]
    for name, section, read in ROWS:
        found = (records.get((section, size)) for size in triples)
        lines.append([name, *(_cell(record, read) for record in found)])
    machines = sorted({f"{record['run']['machine']}, {record['run']['date']}" for record in records.values()})
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"{table}\n\nMeasured on: {'; '.join(machines)}.\n"


def _cell(record: dict[str, Any] | None, read: Read) -> str:
    return NOT_MEASURED if record is None else read(record["rows"])


def _of(engine: str, field: str, write: Callable[[float], str]) -> Read:
    def read(rows: list[dict[str, Any]]) -> str:
        found = next((row for row in rows if row["engine"] == engine and not row.get("missing")), None)
        return NOT_MEASURED if found is None else write(found[field])

    return read


def _all_queries(engine: str) -> Read:
    def read(rows: list[dict[str, Any]]) -> str:
        times = [row["best"].get(engine) for row in rows]
        return NOT_MEASURED if None in times else _seconds(sum(times))

    return read


def _seconds(value: float) -> str:
    if value < 1:
        return f"{value * 1000:,.0f} ms"
    return f"{value:,.1f} s" if value < MINUTE_S else f"{value / MINUTE_S:,.1f} min"


def _bytes(value: float) -> str:
    return f"{value / MB:,.0f} MB" if value < GB else f"{value / GB:,.1f} GB"


ROWS: tuple[tuple[str, str, Read], ...] = (
    ("folder store: load", "loading", _of("KnowledgeGraph", "seconds", _seconds)),
    ("folder store: memory to load", "loading", _of("KnowledgeGraph", "memory_bytes", _bytes)),
    ("folder store: on disk", "loading", _of("KnowledgeGraph", "disk_bytes", _bytes)),
    ("folder store: open, to the first answer", "opening", _of("KnowledgeGraph", "seconds", _seconds)),
    ("folder store: nine queries", "http", _all_queries("KnowledgeGraph")),
    ("Oxigraph server: load", "servers", _of("Oxigraph server", "load_s", _seconds)),
    ("Oxigraph server: nine queries", "http", _all_queries("Oxigraph server")),
    ("Virtuoso: load", "servers", _of("Virtuoso", "load_s", _seconds)),
    ("Virtuoso: memory after the queries", "servers", _of("Virtuoso", "memory_bytes", _bytes)),
    ("Virtuoso: on disk", "servers", _of("Virtuoso", "disk_bytes", _bytes)),
    ("Virtuoso: nine queries", "http", _all_queries("Virtuoso")),
)
