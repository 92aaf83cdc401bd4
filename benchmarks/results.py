"""What was measured, when and where: a JSON file from which the page and the plots are made.

A section holds rows for one size of graph, or for none (0). A run replaces the rows that it measured and leaves the
others, each with the run that it comes from; so a short run does not erase what a long one found.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

FILE = Path(__file__).with_name("results.json")
Row = TypeVar("Row")


class Results:
    """The rows of all sections.

    Example:
        >>> from turns import Timing
        >>> results = Results()
        >>> results.put("queries", 1000, [Timing("label", 1, {"raw": 0.5})], {"date": "2026-11-24"})
        >>> results.sizes("queries"), results.rows("queries", 1000, Timing)[0].best
        ([1000], {'raw': 0.5})
    """

    def __init__(self, records: Sequence[Mapping[str, Any]] = ()) -> None:
        self._records = {(record["section"], record["triples"]): record for record in records}

    @classmethod
    def read(cls, path: Path = FILE) -> Results:
        """Read a file; none yet is nothing measured yet."""
        return cls(json.loads(path.read_text("utf-8"))) if path.exists() else cls()

    def write(self, path: Path = FILE) -> None:
        """Write the file."""
        records = [self._records[key] for key in sorted(self._records)]
        path.write_text(json.dumps(records, indent=1) + "\n", encoding="utf-8")

    def put(self, section: str, triples: int, rows: Sequence[Any], run: Mapping[str, Any]) -> None:
        """Replace the rows of a section at a size."""
        plain = [dataclasses.asdict(row) for row in rows]
        self._records[section, triples] = {"section": section, "triples": triples, "run": dict(run), "rows": plain}

    def sizes(self, section: str) -> list[int]:
        """Return the sizes that a section was measured at."""
        return sorted(triples for name, triples in self._records if name == section)

    def rows(self, section: str, triples: int, row: type[Row]) -> list[Row]:
        """Return the rows of a section at a size; none if it was not measured."""
        record = self._records.get((section, triples), {"rows": []})
        return [row(**values) for values in record["rows"]]

    def runs(self) -> list[tuple[dict[str, Any], list[tuple[str, int]]]]:
        """Return every run that something comes from, the latest first, with what comes from it."""
        found: dict[str, tuple[dict[str, Any], list[tuple[str, int]]]] = {}
        for key, record in sorted(self._records.items()):
            found.setdefault(json.dumps(record["run"]), (record["run"], []))[1].append(key)
        return sorted(found.values(), key=lambda one: str(one[0]["date"]), reverse=True)
