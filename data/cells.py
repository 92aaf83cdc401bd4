"""Read one cell of a table into RDF terms, by what its column says about it.

A cell that cannot be read is reported with its row and column and gives no term; nothing is repaired by guessing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from equigraph.data.terms import gyear, integer, node, plain, slugify, text
from equigraph.ontology.prefixes import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable

    from equigraph.data.jurisdictions import Jurisdiction, JurisdictionTable
    from equigraph.data.names import Names
    from equigraph.data.sheet import Row
    from equigraph.data.table import Column, Table, Value
    from equigraph.errors import RowError

__all__ = ["CellReader", "Term"]

Term = NamedNode | Literal

YEAR = re.compile(r"1[5-9][0-9]{2}|20[0-9]{2}")  # printed sources and laws, and no misread number
NUMBER = re.compile(r"0|[1-9][0-9]*")
ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")
CEDS_TERM = re.compile(re.escape(PREFIXES["ceds"]) + r"[A-Za-z0-9]+")
DIRECT, MIRROR = "direct", "mirror"
# "evidence tables (terms.csv)" keeps its words; "source in sources.csv" says nothing to a reader and goes.
FILE_IN_BRACKETS = re.compile(r"\s*\([^()]*\.csv\)")
FILE_NAME = re.compile(r"\.csv\b")


class CellReader:
    """Read cells, and remember the concepts and jurisdictions they bring in.

    Attributes:
        new_concepts: CURIE to the words it was made from.
        used_places: The jurisdictions that were named.
        new_sites: CURIE to name and site type of the organizations that sites become.
        problems: Every cell that is wrong.
    """

    def __init__(self, names: Names, places: JurisdictionTable, problems: list[RowError]) -> None:
        self.new_concepts: dict[str, str] = {}
        self.used_places: set[Jurisdiction] = set()
        self.new_sites: dict[str, tuple[str, str]] = {}
        self.problems = problems
        self._names = names
        self._places = places
        self._addresses: dict[str, str] = {}
        self._mirrors: set[str] = set()
        self._readers: dict[Value, Callable[[Row, Column, str], Term | list[Term] | None]] = {
            "text": lambda _row, _column, cell: text(cell),
            "string": lambda _row, _column, cell: plain(cell),
            "notation": lambda _row, _column, cell: plain(cell),
            "word": lambda _row, _column, cell: plain(cell),
            "locator": self._locator,
            "year": self._year,
            "number": self._number,
            "url": self._url,
            "source url": self._source_url,
            "policy url": self._policy_url,
            "ceds": self._ceds,
            "thing": self._thing,
            "concept": self._concept,
            "new concept": self._new_concept,
            "place": self._place,
            "site": self._site,
        }

    def learn_addresses(self, rows: list[Row]) -> None:
        """Learn the addresses of sources, so that no other table publishes a mirror's.

        Args:
            rows: Rows of a table of sources.
        """
        for row in rows:
            self._addresses[row.cells["id"]] = row.cells["url"]
            if row.cells["url_kind"] == MIRROR and row.cells["url"]:
                self._mirrors.add(row.cells["url"])

    def read(self, table: Table, row: Row) -> dict[str, list[Term]]:
        """Return the terms of each column of a row.

        Args:
            table: Description of the row's table.
            row: The row.

        Returns:
            Column to terms; none for an empty cell or one that was reported.

        Example:
            >>> from equigraph.data.jurisdictions import JurisdictionTable
            >>> from equigraph.data.names import Names
            >>> from equigraph.data.sheet import Row
            >>> from equigraph.data.table import Column, Table
            >>> reader = CellReader(Names(), JurisdictionTable.read(), [])
            >>> table = Table("costs", (Column("year", "year"),))
            >>> reader.read(table, Row("costs.csv", 2, {"year": "2019"}))["year"][0].value
            '2019'
        """
        return {column.name: self._cell(row, column) for column in table.columns}

    def _cell(self, row: Row, column: Column) -> list[Term]:
        whole = row.cells[column.name]
        if not whole:
            if column.required:
                self._report(row, column, "the value is missing")
            return []
        reader = self._readers.get(column.value)
        if reader is None:
            return []
        parts = [part.strip() for part in whole.split(column.separator)] if column.separator else [whole]
        terms: list[Term] = []
        for part in filter(None, parts):
            term = reader(row, column, part)
            if isinstance(term, list):
                terms += term
            elif term is not None:
                terms.append(term)
        return terms

    def _report(self, row: Row, column: Column, reason: str) -> None:
        self.problems.append(row.problem(column.name, reason))

    def _locator(self, _row: Row, _column: Column, cell: str) -> Term | None:
        words = FILE_IN_BRACKETS.sub("", cell)
        return None if not words or FILE_NAME.search(words) else plain(words)

    def _year(self, row: Row, column: Column, cell: str) -> Term | None:
        if YEAR.fullmatch(cell):
            return gyear(cell)
        self._report(row, column, f'"{cell}" is not a year; a year has four digits, from 1500 to 2099')
        return None

    def _number(self, row: Row, column: Column, cell: str) -> Term | None:
        if NUMBER.fullmatch(cell):
            return integer(int(cell))
        self._report(row, column, f'"{cell}" is not a number; digits alone are accepted')
        return None

    def _url(self, row: Row, column: Column, cell: str) -> Term | None:
        if ADDRESS.fullmatch(cell):
            return NamedNode(cell)
        self._report(row, column, f'"{cell}" is not an address; http:// or https:// and no spaces are accepted')
        return None

    def _source_url(self, row: Row, column: Column, cell: str) -> Term | None:
        if not row.cells["url_kind"]:
            self._report(row, column, "there is an address, but url_kind does not say whether it is direct or a mirror")
            return None
        address = self._url(row, column, cell)
        return address if row.cells["url_kind"] == DIRECT else None

    def _policy_url(self, row: Row, column: Column, cell: str) -> Term | None:
        address = self._url(row, column, cell)
        own_source = self._addresses.get(row.cells["source_id"])
        return None if cell in self._mirrors or cell == own_source else address

    def _ceds(self, row: Row, column: Column, cell: str) -> Term | None:
        if CEDS_TERM.fullmatch(cell):
            return NamedNode(cell)
        self._report(row, column, f'"{cell}" is not a term of CEDS; {PREFIXES["ceds"]} and a code are accepted')
        return None

    def _thing(self, row: Row, column: Column, cell: str) -> Term | None:
        slug = column.slug_prefix + cell
        reason = self._names.why_not(slug, column.kinds)
        if reason is None:
            return node(self._names.things[slug])
        self._report(row, column, reason)
        return None

    def _concept(self, row: Row, column: Column, cell: str) -> Term | None:
        scheme, slug = column.kinds[0], slugify(cell)
        reason = self._names.concept_why_not(scheme, slug)
        if reason is None:
            return node(f"{scheme}:{slug}")
        self._report(row, column, reason)
        return None

    def _new_concept(self, row: Row, column: Column, cell: str) -> Term | None:
        slug = slugify(cell)
        if not slug:
            self._report(row, column, f'"{cell}" has no letter or digit to make a name from')
            return None
        curie = f"{column.kinds[0]}:{slug}"
        known = self.new_concepts.setdefault(curie, cell)
        if known == cell:
            return node(curie)
        self._report(row, column, f'"{cell}" is written "{known}" elsewhere; one spelling is needed')
        return None

    def _place(self, row: Row, column: Column, cell: str) -> list[Term]:
        reasons: list[str] = []
        terms: list[Term] = []
        for place in self._places.find(cell, reasons):
            kind, _, slug = place.target.partition(":")
            if kind == "organization" and slug not in self._names.things:
                reasons.append(f'"{place.name}" is joined to the organization "{slug}", which no table defines')
                continue
            self.used_places.add(place)
            terms.append(node(place.target))
        for reason in reasons:
            self._report(row, column, reason)
        return terms

    def _site(self, row: Row, column: Column, cell: str) -> Term | None:
        site_type = row.cells["site_type"]
        if not slugify(cell):
            self._report(row, column, f'"{cell}" has no letter or digit to make an id from')
            return None
        curie, is_new = self._names.site(cell, site_type)
        if is_new:
            known = self.new_sites.setdefault(curie, (cell, site_type))
            if known[0] != cell:
                self._report(row, column, f'"{cell}" and "{known[0]}" would get the same id; make one of them longer')
                return None
            if known[1] != site_type:
                self._report(row, column, f'"{cell}" is a "{site_type}" here and a "{known[1]}" elsewhere')
                return None
        return node(curie)
