"""Make research sources of references: new ones get an id and a citation, those that a graph holds are found again.

What a bibliography cannot say is not made up. Whether somebody saw a source, and whether an address is its own, says
who imports it; the defaults are "not seen" and "not published". A source that is there already is left as it is, and
what differs is said; one that may be there waits for a person's word.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, Literal

from pyoxigraph import NamedNode, Quad

from equigraph.data.cells import ADDRESS
from equigraph.data.citations import format_citation
from equigraph.data.description import Description
from equigraph.data.duplicates import Catalogue, Twin, author_key
from equigraph.data.reference import Reference, problem
from equigraph.data.reference_differences import citation_parts, comparable, differences
from equigraph.data.terms import RDF_TYPE, gyear, node, plain, slugify, text
from equigraph.errors import RowError
from equigraph.ontology.prefixes import PREFIXES

__all__ = ["NEW", "Choices", "Holdings", "describe_references"]

NEW: Final = "new"  # of a choice: it is another source, whatever is like it
SLUG_WORDS: Final = 4  # of the title
LONGEST_SLUG: Final = 60  # characters, without the hash
HASH_LENGTH: Final = 6
SMALL_WORDS: Final = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)
SOURCE_TYPES: Final = PREFIXES["source-type"]
PROPERTIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "title": "dcterms:title",
        "authors": "eq:authors",
        "year": "dcterms:issued",
        "publisher": "dcterms:publisher",
        "source_type": "eq:sourceType",
        "url": "schema:url",
        "doi": "bibo:doi",
        "eric": "eq:eric",
    }
)
CITATION: Final = "dcterms:bibliographicCitation"


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a graph holds, as far as an import of sources has to know it.

    Attributes:
        sources: Its sources; ``iri`` says which. Type and title are in words.
        source_types: IRIs of the types that it has.
        taken: Slugs of all its things; ids are unique over all kinds.
    """

    sources: Sequence[Reference] = ()
    source_types: Collection[str] = ()
    taken: Container[str] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person who imports says, for no bibliography does.

    Attributes:
        basis: Whether somebody saw the sources (``retrieved``) or took them over (``background``).
        addresses: Whether the addresses are the sources' own and may be published (``direct``), or are left out.
        same: What becomes of a source that is there: it stays as it is (``keep``), or takes what the file says
            (``update``).
        decided: Key of an entry to the IRI or the slug of the source that it is, or to `NEW`.
    """

    basis: Literal["background", "retrieved"] = "background"
    addresses: Literal["", "direct"] = ""
    same: Literal["keep", "update"] = "keep"
    decided: Mapping[str, str] = field(default_factory=dict)


def describe_references(
    references: Iterable[Reference],
    holdings: Holdings,
    choices: Choices,
    problems: list[RowError],
    notes: list[str],
) -> list[Description]:
    """Return what references say as descriptions of sources, and of the types of source that are new.

    Args:
        references: What bibliographies hold.
        holdings: What the graph holds.
        choices: What the person who imports says.
        problems: Where every entry goes that a person has to decide on.
        notes: Where it is said which entries are there already, how they differ, and what was left out.

    Returns:
        The descriptions. What is there already has none, unless it is updated and differs.

    Raises:
        DataError: citeproc-py is not installed.

    Example:
        >>> found = describe_references([Reference("A study", "Jo Doe", "2020")], Holdings(), Choices(), [], [])
        >>> [description.subject.value.rpartition("/id/")[2] for description in found]
        ['source/doe-2020-study', 'source-type/document']
    """
    run = _Run(holdings, choices, problems, notes)
    for reference in references:
        run.take(reference)
    return run.finish()


class _Run:
    """One import: what was met so far."""

    def __init__(self, holdings: Holdings, choices: Choices, problems: list[RowError], notes: list[str]) -> None:
        self._choices = choices
        self._problems = problems
        self._notes = notes
        self._taken = holdings.taken
        self._types = set(holdings.source_types)
        self._held = {source.iri: comparable(source) for source in holdings.sources}
        self._catalogue = Catalogue(self._held.values())
        self._own: set[str] = set()
        self._descriptions: list[Description] = []
        self._new_types: dict[str, Description] = {}
        self._unpublished: Counter[str] = Counter()
        self._unchanged: Counter[str] = Counter()

    def take(self, reference: Reference) -> None:
        """Describe a reference, or say why it is not described."""
        genre = reference.genre if SOURCE_TYPES + slugify(reference.genre) in self._types else ""
        iri = reference.iri if reference.iri in self._held else ""
        reference = replace(reference, iri=iri, genre=genre, source_type=genre or reference.source_type)
        if reference.url and not self._keeps_address(reference):
            return
        twin = self._twin_of(reference)
        if twin is None:
            self._add_new(reference)
        elif not twin.is_certain:
            self._ask(reference, twin)
        elif twin.reference.iri in self._held:
            self._meet(reference, twin)
        else:
            self._say_twice(reference, twin)

    def finish(self) -> list[Description]:
        """Return all descriptions; say how many entries are there already, and how many addresses were left out."""
        for file, count in self._unchanged.items():
            entries = "1 entry is" if count == 1 else f"{count:,} entries are"
            self._notes.append(f"{file}: {entries} there already, with the same fields")
        for file, count in self._unpublished.items():
            addresses = "1 address was" if count == 1 else f"{count:,} addresses were"
            self._notes.append(
                f"{file}: {addresses} not taken over: no bibliography says whether an address is the source's own. "
                "A DOI and an ERIC number say where a source is without one"
            )
        return [*self._descriptions, *self._new_types.values()]

    # --- what it is -------------------------------------------------------------------------

    def _keeps_address(self, reference: Reference) -> bool:
        if self._choices.addresses and not ADDRESS.fullmatch(reference.url):
            reason = f'has the address "{reference.url[:80]}"; http:// or https:// and no spaces are accepted'
            self._problems.append(problem(reference, "url", reason))
            return False
        return True

    def _twin_of(self, reference: Reference) -> Twin | None:
        decided = self._choices.decided.get(reference.key, "") if reference.key else ""
        if decided == NEW:
            return None
        if decided:
            iri = decided if decided in self._held else f"{PREFIXES['source']}{decided}"
            if iri in self._held:
                return Twin(self._held[iri], "as you say", is_certain=True)
            reason = f'is said to be the source "{decided}", and there is none of that id'
            return Twin(Reference(decided), reason, is_certain=False)
        return self._catalogue.twin_of(reference)

    def _ask(self, reference: Reference, twin: Twin) -> None:
        if twin.reference.iri in self._held:
            other = f'"{_slug_of(twin.reference.iri)}", which is there already'
        elif twin.reference.origin.file:
            other = f"{twin.reference} of {twin.reference.origin.file}"
        else:
            self._problems.append(problem(reference, "title", twin.reason))
            return
        reason = (
            f"may be the same source as {other} ({twin.reason}); say for this entry which source it is, "
            f'or that it is "{NEW}"'
        )
        self._problems.append(problem(reference, "title", reason))

    def _meet(self, reference: Reference, twin: Twin) -> None:
        """Leave or update a source that is there."""
        held = self._held[twin.reference.iri]
        differing = differences(reference, held, with_address=bool(self._choices.addresses))
        told = "; ".join(map(str, differing))
        there = f'{reference.origin.file}: {reference} is there already as "{_slug_of(held.iri)}" ({twin.reason})'
        if not differing:
            self._unchanged[reference.origin.file] += 1
        elif self._choices.same == "keep":
            self._notes.append(f"{there}; it stays as it is. It differs in {told}")
        else:
            self._notes.append(f"{there}; it takes what differs, {told}")
            self._update(reference, held, [difference.field for difference in differing])

    def _say_twice(self, reference: Reference, twin: Twin) -> None:
        first = twin.reference
        told = "; ".join(map(str, differences(reference, first, with_address=True)))
        differs = f". It differs in {told}" if told else ""
        place = f"{reference.origin.file}: {reference} is the same source as {first} of {first.origin.file}"
        self._notes.append(f"{place} ({twin.reason}); the first was taken{differs}")

    # --- what is said -----------------------------------------------------------------------

    def _add_new(self, reference: Reference) -> None:
        subject = node(f"source:{self._new_slug(reference)}")
        if reference.url and not self._choices.addresses:
            self._unpublished[reference.origin.file] += 1
        published = reference if self._choices.addresses else replace(reference, url="")
        quads = [
            Quad(subject, RDF_TYPE, node("eq:ResearchSource")),
            Quad(subject, node("eq:basis"), node(f"basis:{self._choices.basis}")),
            *self._quads(subject, published, PROPERTIES),
            Quad(subject, node(CITATION), plain(_citation(published))),
        ]
        if published.url:
            quads.append(Quad(subject, node("eq:urlKind"), node("url-kind:direct")))
        self._descriptions.append(Description(subject, tuple(quads), origin=reference.origin))
        self._catalogue.add(reference)

    def _update(self, reference: Reference, held: Reference, fields: Sequence[str]) -> None:
        """Describe the fields that differ, and the citation made of all fields."""
        subject = NamedNode(held.iri)
        merged = replace(held, **{name: getattr(reference, name) for name in fields}, origin=reference.origin)
        self._held[held.iri] = merged
        quads = self._quads(subject, merged, fields)
        quads.append(Quad(subject, node(CITATION), plain(_citation(merged))))
        if "url" in fields:
            quads.append(Quad(subject, node("eq:urlKind"), node("url-kind:direct")))
        covers = frozenset(quad.predicate for quad in quads)
        self._descriptions.append(Description(subject, tuple(quads), covers, origin=reference.origin))

    def _quads(self, subject: NamedNode, reference: Reference, fields: Iterable[str]) -> list[Quad]:
        quads = []
        for name in fields:
            if not (value := getattr(reference, name)):
                continue
            if name == "source_type":
                term: object = self._type_term(value, reference)
            elif name == "url":
                term = NamedNode(value)
            else:
                term = {"title": text, "year": gyear}.get(name, plain)(value)
            quads.append(Quad(subject, node(PROPERTIES[name]), term))  # type: ignore[arg-type]
        return quads

    def _type_term(self, words: str, reference: Reference) -> NamedNode:
        concept = NamedNode(SOURCE_TYPES + slugify(words))
        if concept.value not in self._types and concept.value not in self._new_types:
            quads = (
                Quad(concept, RDF_TYPE, node("skos:Concept")),
                Quad(concept, node("skos:inScheme"), node("scheme:source-type")),
                Quad(concept, node("skos:prefLabel"), text(words)),
            )
            self._new_types[concept.value] = Description(concept, quads, origin=reference.origin)
        return concept

    def _new_slug(self, reference: Reference) -> str:
        """Return an id that says what it is; the same for the same reference as long as no other thing has it."""
        first = "-".join(slugify(author_key(reference)).split("-")[:SLUG_WORDS]) or "source"
        words = [word for word in slugify(reference.title).split("-") if word and word not in SMALL_WORDS]
        base = "-".join(filter(None, (first, reference.year, *words[:SLUG_WORDS])))[:LONGEST_SLUG].strip("-")
        identity = repr(citation_parts(reference))
        slug, number = base, 0
        while slug in self._own or slug in self._taken:
            digest = hashlib.sha256(f"{identity}\n{number or ''}".encode("utf-8", "surrogatepass")).hexdigest()
            slug, number = f"{base}-{digest[:HASH_LENGTH]}", number + 1
        self._own.add(slug)
        return slug


def _citation(reference: Reference) -> str:
    return format_citation(**citation_parts(reference), url=reference.url)


def _slug_of(iri: str) -> str:
    return iri.removeprefix(PREFIXES["source"])
