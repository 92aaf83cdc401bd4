"""Know which ids the tables define, so that a reference can be followed before anything is written.

Ids of things are unique over all kinds, because people type them without their kind. Concepts are unique in their
scheme only.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, parse

from equigraph.data.terms import slugify
from equigraph.errors import RowError, did_you_mean
from equigraph.ontology.files import SCHEMES_FILE
from equigraph.ontology.prefixes import CONCEPT_PREFIXES, compress, expand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from equigraph.data.sheet import Row
    from equigraph.data.table import Table

__all__ = ["Names", "with_article"]

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class _Place:
    table: str
    row: int


class Names:
    """Ids of things and concepts, and the organizations that sites are joined to by name.

    Attributes:
        things: Slug to CURIE.
        concepts: CURIEs of the concepts that exist.
    """

    def __init__(self) -> None:
        self.things: dict[str, str] = {}
        self.concepts: set[str] = set(_fixed_concepts())
        self._places: dict[str, _Place] = {}
        self._organizations: dict[str, str] = {}
        self._sites: dict[str, str] = {}

    def add_rows(self, table: Table, rows: Iterable[Row], problems: list[RowError]) -> None:
        """Learn the ids of a table's rows.

        Args:
            table: Description of the table; nothing is learnt when its rows are no things.
            rows: Its rows.
            problems: Where ids that are missing, malformed or taken are reported.
        """
        for row in rows:
            curie = self.curie_of(table, row)
            column = table.id_column
            if curie is None or column is None:
                continue
            cell, slug = row.cells[column.name], curie.partition(":")[2]
            if table.kind_column and curie.partition(":")[0] not in CONCEPT_PREFIXES:
                scheme = row.cells[table.kind_column]
                close = difflib.get_close_matches(scheme, CONCEPT_PREFIXES, 1)
                problems.append(row.problem(table.kind_column, f'there is no scheme "{scheme}"{did_you_mean(close)}'))
            elif not SLUG.fullmatch(slug):
                reason = f'"{cell}" is not an id; an id has lower-case letters, digits and single hyphens between them'
                problems.append(row.problem(column.name, reason))
            elif (key := curie if table.kind_column else slug) in self._places:
                first = self._places[key]
                reason = f'the id "{cell}" is taken by row {first.row} of {first.table}; every id is unique'
                problems.append(row.problem(column.name, reason))
            else:
                self._learn(key, curie, table, row)

    def _learn(self, key: str, curie: str, table: Table, row: Row) -> None:
        self._places[key] = _Place(row.table, row.number)
        if table.kind_column:
            self.concepts.add(curie)
            return
        self.things[key] = curie
        if table.kind == "organization":
            self._organizations.setdefault(row.cells["name"], curie)

    @staticmethod
    def curie_of(table: Table, row: Row) -> str | None:
        """Return the CURIE of the thing a row is, or None when it is none or its id is empty.

        Example:
            >>> from equigraph.data.sheet import Row
            >>> from equigraph.data.tables import TABLES
            >>> Names.curie_of(TABLES["commitments"], Row("commitments.csv", 2, {"number": "3"}))
            'commitment:commitment-3'
        """
        column = table.id_column
        if column is None or not row.cells[column.name]:
            return None
        cell = row.cells[column.name]
        slug = slugify(cell) if column.value == "notation" else column.slug_prefix + cell
        kind = row.cells[table.kind_column] if table.kind_column else table.kind
        return f"{kind}:{slug}"

    def why_not(self, slug: str, kinds: tuple[str, ...]) -> str | None:
        """Return why ``slug`` names no thing of one of ``kinds``, or None when it does.

        Example:
            >>> Names().why_not("looping", ("practice",))
            'there is no practice "looping"'
        """
        curie = self.things.get(slug)
        wanted = " or ".join(kinds)
        if curie is None:
            fitting = [known for known, name in self.things.items() if name.partition(":")[0] in kinds]
            return f'there is no {wanted} "{slug}"{did_you_mean(difflib.get_close_matches(slug, fitting, 1))}'
        kind = curie.partition(":")[0]
        return None if kind in kinds else f'"{slug}" is {with_article(kind)}; {with_article(wanted)} is needed here'

    def concept_why_not(self, scheme: str, slug: str) -> str | None:
        """Return why a scheme has no concept ``slug``, or None when it has.

        Example:
            >>> Names().concept_why_not("basis", "retreived")
            'there is no basis "retreived"; known: background, retrieved (did you mean "retrieved"?)'
        """
        if f"{scheme}:{slug}" in self.concepts:
            return None
        known = sorted(curie.partition(":")[2] for curie in self.concepts if curie.startswith(f"{scheme}:"))
        close = did_you_mean(difflib.get_close_matches(slug, known, 1))
        return f'there is no {scheme} "{slug}"; known: {", ".join(known)}{close}'

    def site(self, name: str, site_type: str) -> tuple[str, bool]:
        """Return the organization that a site is, and whether it is a new one.

        Two names that give one slug give one organization; the caller reports that, for a slug that hung on which of
        them comes first would not be stable.

        Args:
            name: Name of the site; the name of a known organization means that organization.
            site_type: Kind of site; it tells the slug of a new one apart from a taken one.

        Returns:
            CURIE, and True when no table defines it.

        Example:
            >>> Names().site("Boston Public Schools", "district")
            ('organization:boston-public-schools', True)
        """
        if name in self._organizations:
            return self._organizations[name], False
        if name not in self._sites:
            slug = slugify(name)
            while slug in self.things and self.things[slug] not in self._sites.values():
                slug = f"{slug}-{slugify(site_type)}"
            self.things[slug] = self._sites[name] = f"organization:{slug}"
        return self._sites[name], True


def with_article(noun: str) -> str:
    """Return a noun with its indefinite article.

    Example:
        >>> with_article("organization"), with_article("goal")
        ('an organization', 'a goal')
    """
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


@cache
def _fixed_concepts() -> tuple[str, ...]:
    """Return the concepts that the ontology itself defines."""
    in_scheme = NamedNode(expand("skos:inScheme"))
    subjects = (
        quad.subject
        for quad in parse(path=SCHEMES_FILE, format=RdfFormat.TURTLE)
        if quad.predicate == in_scheme and isinstance(quad.subject, NamedNode)
    )
    return tuple(curie for subject in subjects if (curie := compress(subject.value)) is not None)
