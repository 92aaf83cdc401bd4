"""Join the ways a jurisdiction is written - by name, by postal code - to the thing that is meant.

The joins are an explicit table, ``jurisdictions.csv`` beside this file: a name that is not in it joins nothing and is
reported; nothing is guessed. A row without target says that the words are known and name no one jurisdiction.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from equigraph.data.spreadsheet import read_rows
from equigraph.errors import RowError, TableError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["JURISDICTIONS_FILE", "Jurisdiction", "JurisdictionTable"]

JURISDICTIONS_FILE = Path(__file__).with_name("jurisdictions.csv")
SEPARATOR = ";"  # "DC; MD" is two


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """One row of the join table.

    Attributes:
        name: How it is written in full.
        postal_code: How it is written short, or nothing.
        target: CURIE of the thing that is meant, or nothing.
    """

    name: str
    postal_code: str
    target: str


class JurisdictionTable:
    """The join table, read once.

    Example:
        >>> [joined.target for joined in JurisdictionTable.read().find("DC; MD", [])]
        ['jurisdiction:district-of-columbia', 'organization:maryland']
    """

    def __init__(self, rows: Iterable[Jurisdiction]) -> None:
        self._rows = tuple(rows)
        self._written = {row.postal_code: row for row in self._rows if row.postal_code}
        self._written |= {row.name: row for row in self._rows}

    @classmethod
    def read(cls, path: Path = JURISDICTIONS_FILE) -> JurisdictionTable:
        """Return the table in a CSV file.

        Args:
            path: File with the columns name, postal_code, target, note.

        Returns:
            The table.

        Raises:
            TableError: The file is not such a table.

        Example:
            >>> len(list(JurisdictionTable.read())) > 50
            True
        """
        problems: list[RowError] = []
        rows = read_rows(path, ("name", "postal_code", "target", "note"), (), problems)
        if problems:
            raise TableError(problems)
        return cls(Jurisdiction(row.cells["name"], row.cells["postal_code"], row.cells["target"]) for row in rows)

    def __iter__(self) -> Iterator[Jurisdiction]:
        return iter(self._rows)

    def find(self, written: str, reasons: list[str]) -> list[Jurisdiction]:
        """Return the jurisdictions that a cell names, and add to ``reasons`` why a part of it names none.

        Args:
            written: Names or postal codes, separated by semicolons.
            reasons: Where a sentence for each part that joins nothing goes.

        Returns:
            The jurisdictions in the order written; words that are known to name no single one give none.

        Example:
            >>> reasons = []
            >>> JurisdictionTable.read().find("Vermond; multi", reasons)
            []
            >>> reasons
            ['"Vermond" joins no jurisdiction of jurisdictions.csv (did you mean "Vermont"?)']
        """
        found = []
        for part in (part.strip() for part in written.split(SEPARATOR)):
            row = self._written.get(part)
            if row is None:
                close = difflib.get_close_matches(part, self._written, 1)
                reasons.append(f'"{part}" joins no jurisdiction of {JURISDICTIONS_FILE.name}{did_you_mean(close)}')
            elif row.target:
                found.append(row)
        return found
