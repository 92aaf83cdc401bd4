"""Say in which fields one reference states something else than another does.

They are compared as items of CSL, in which one thing is said in one way: without authors the publisher is the author, a
journal is told from its pages. What is not stated does not differ; neither do names that stop with "et al.", and types
that only a format has ("report"): what we call a review is a report there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from equigraph.data.authors import ET_AL_WORDS, plain_text
from equigraph.data.citations import ERIC_NOTE, Item, csl_item
from equigraph.data.duplicates import title_key
from equigraph.data.reference import Reference, eric_in
from equigraph.data.terms import slugify

__all__ = ["Difference", "citation_parts", "comparable", "differences"]

# Field of a reference to the variables of CSL that come of it.
VARIABLES: Final[Mapping[str, Sequence[str]]] = MappingProxyType(
    {
        "title": ("title",),
        "authors": ("author",),
        "year": ("issued",),
        "publisher": ("holder", "volume", "issue", "page"),
        "doi": ("DOI",),
        "eric": ("note",),
    }
)
WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {"doi": "DOI", "eric": "ERIC number", "source_type": "type", "url": "address"}
)
YEAR_START: Final = re.compile(r"\d{4}")
MOST_QUOTED: Final = 120  # characters of a value in a message


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two references differ.

    Attributes:
        field: Name of the field of a reference.
        here: What the one states.
        there: What the other states, or ``""``.
    """

    field: str
    here: str
    there: str

    def __str__(self) -> str:
        """Return it in words.

        Example:
            >>> str(Difference("year", "2019", "2018")), str(Difference("doi", "10.1000/a", ""))
            ('year: 2019 here, 2018 there', 'DOI: 10.1000/a here, nothing there')
        """
        here, there = (
            value if len(value) <= MOST_QUOTED else f"{value[:MOST_QUOTED]}…" for value in (self.here, self.there)
        )
        return f"{WORDS.get(self.field, self.field)}: {here} here, {there or 'nothing'} there"


def citation_parts(reference: Reference) -> dict[str, str]:
    """Return what a citation is made of, but for the address, by the names of `equigraph.data.citations.csl_item`.

    Example:
        >>> citation_parts(Reference("A study"))["source_type"]
        'document'
    """
    names = ("authors", "year", "title", "publisher", "source_type", "doi", "eric")
    return {name: getattr(reference, name) for name in names}


def comparable(reference: Reference) -> Reference:
    """Return a reference of any graph as one that was read.

    It has a title, a year of four digits or none, and the ERIC number that stands in its address.

    Example:
        >>> found = comparable(Reference("", year="2020-05", iri="http://example.org/a"))
        >>> found.title, found.year
        ('http://example.org/a', '2020')
    """
    year = YEAR_START.match(reference.year)
    title = reference.title if plain_text(reference.title) else reference.iri
    eric = reference.eric or (eric_in(reference.url) if "eric.ed.gov" in reference.url else "")
    return replace(reference, title=title, year=year[0] if year else "", eric=eric)


def differences(mine: Reference, theirs: Reference, *, with_address: bool) -> list[Difference]:
    """Return the fields that a reference states otherwise than another one does.

    Args:
        mine: What is stated.
        theirs: What it is compared with.
        with_address: Whether their addresses are compared too.

    Example:
        >>> mine = Reference("Costs", "American Institutes for Research", "2019")
        >>> theirs = Reference("Costs.", "", "2018", publisher="American Institutes for Research")
        >>> [str(difference) for difference in differences(mine, theirs, with_address=False)]
        ['year: 2019 here, 2018 there']
    """
    one, other = (_item(reference, theirs.source_type) for reference in (mine, theirs))
    fields = [name for name, variables in VARIABLES.items() if any(_differ(one, other, part) for part in variables)]
    if mine.genre and slugify(mine.genre) != slugify(theirs.source_type):
        fields.append("source_type")
    if with_address and mine.url and mine.url != theirs.url:
        fields.append("url")
    return [Difference(name, getattr(mine, name), getattr(theirs, name)) for name in fields]


def _item(reference: Reference, source_type: str) -> Item:
    """Return the item of a reference as if it were of a type, which decides where a publisher stands."""
    item = csl_item(**citation_parts(reference) | {"source_type": source_type})
    holder = item.get("container-title") or item.get("publisher")
    return item | ({"holder": holder} if holder else {})


def _differ(one: Item, other: Item, variable: str) -> bool:
    if variable not in one:
        return False
    if variable == "author":
        return _differ_in_names(one["author"], other.get("author", ()))
    mine, theirs = one[variable], other.get(variable, "")
    if variable == "note":
        return bool(mine.removeprefix(ERIC_NOTE).upper() != theirs.removeprefix(ERIC_NOTE).upper())
    if variable == "DOI":
        return bool(mine.casefold() != theirs.casefold())
    return bool(mine != theirs and (variable == "issued" or title_key(mine) != title_key(theirs)))


def _differ_in_names(mine: Sequence[Mapping[str, str]], theirs: Sequence[Mapping[str, str]]) -> bool:
    """Return whether surnames differ; given names are written out here and short there."""
    here, there = ([_keys(name) for name in names if not _is_et_al(name)] for names in (mine, theirs))
    if len(here) < len(mine) or len(there) < len(theirs):
        shared = min(len(here), len(there))
        here, there = here[:shared], there[:shared]
    return len(here) != len(there) or any(not ours & others for ours, others in zip(here, there, strict=True))


def _is_et_al(name: Mapping[str, str]) -> bool:
    return name.get("literal", "").casefold() in ET_AL_WORDS


def _keys(name: Mapping[str, str]) -> set[str]:
    """Return what a name is known by: the surname, or all its words, for an organization may pass for a person."""
    words = title_key(" ".join(name.values())).split()
    return {title_key(name.get("family") or name["literal"]), " ".join(sorted(words))}
