"""Make statements: a relation, its source, and the plain triple beside it.

The IRI of a statement comes from what it says - subject, relation, object - and never from where its row stands, so
that it stays the same when rows are sorted, added or removed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from equigraph.data.terms import RDF_TYPE, node, slug_of, slugify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Literal

__all__ = ["INFERRED", "Provenance", "Statement", "is_our_reading", "statement_iri", "tree_mapping"]

INFERRED = node("mapping:inferred")
STATEMENT = node("eq:Statement")
SUBJECT, PREDICATE, OBJECT = node("rdf:subject"), node("rdf:predicate"), node("rdf:object")
SOURCE, LOCATOR, BASIS, MAPPING = node("dcterms:source"), node("eq:locator"), node("eq:basis"), node("eq:mapping")
# How locators say that the source does not make the connection itself.
OUR_READING = re.compile(r"\b(?:mapping|tie)\b[^;,]*\bis ours\b")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a statement comes from.

    Attributes:
        source: The source.
        basis: Whether it was seen there.
        locator: Where in the source, or None.
        mapping: Who makes the connection, or None: not recorded.
    """

    source: NamedNode
    basis: NamedNode
    locator: Literal | None = None
    mapping: NamedNode | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement about to be written.

    Attributes:
        iri: Its own name.
        subject: What it is about.
        predicate: The relation.
        object: What the subject is related to.
        provenance: Where it comes from.
        qualifiers: Further properties of the statement.
    """

    iri: NamedNode
    subject: NamedNode
    predicate: NamedNode
    object: NamedNode | Literal
    provenance: Provenance
    qualifiers: tuple[tuple[NamedNode, NamedNode | Literal], ...] = field(default=())

    def quads(self) -> list[Quad]:
        """Return the statement and its plain triple.

        Example:
            >>> looping, smaller = node("practice:looping"), node("practice:small-learning-communities")
            >>> origin = Provenance(node("source:r-dossier"), node("basis:background"))
            >>> iri = statement_iri(looping, "related", smaller)
            >>> len(Statement(iri, looping, node("skos:related"), smaller, origin).quads())
            7
        """
        says = [
            (RDF_TYPE, STATEMENT),
            (SUBJECT, self.subject),
            (PREDICATE, self.predicate),
            (OBJECT, self.object),
            (SOURCE, self.provenance.source),
            (BASIS, self.provenance.basis),
            *self.qualifiers,
        ]
        if self.provenance.locator is not None:
            says.append((LOCATOR, self.provenance.locator))
        if self.provenance.mapping is not None:
            says.append((MAPPING, self.provenance.mapping))
        plain = Quad(self.subject, self.predicate, self.object)
        return [plain, *(Quad(self.iri, predicate, value) for predicate, value in says)]


def statement_iri(
    subject: NamedNode, relation: str, value: NamedNode | Literal, parts: Sequence[NamedNode] = ()
) -> NamedNode:
    """Return the name of a statement.

    Args:
        subject: What it is about.
        relation: The relation as tables write it.
        value: The object.
        parts: What else tells it apart, before the object; for amounts, the source.

    Returns:
        An IRI made of the slugs.

    Example:
        >>> statement_iri(node("policy:essa"), "enacted_by", node("organization:us-congress")).value
        'https://w3id.org/equigraph/id/statement/essa.enacted-by.us-congress'
    """
    last = slug_of(value) if isinstance(value, NamedNode) else slugify(value.value)
    slugs = [slug_of(subject), slugify(relation), *map(slug_of, parts), last]
    return node(f"statement:{'.'.join(slugs)}")


def is_our_reading(locator: str) -> bool:
    """Return whether a locator says that the connection is not the source's own.

    Example:
        >>> is_our_reading("abstract; mapping to this practice is ours"), is_our_reading("page 3; subtraction is ours")
        (True, False)
    """
    return OUR_READING.search(locator) is not None


def tree_mapping(own_source: str, parent_source: str, *, named_in_brief: bool) -> NamedNode | None:
    """Return who places a group under a broader one.

    A source that describes one group hardly ever says what stands above it. The placing is the source's own only
    when one and the same source describes both, or when the brief names the group; else it is our reading.

    Args:
        own_source: Source of the narrower group.
        parent_source: Source of the broader group.
        named_in_brief: The brief names the narrower group as one of its five.

    Returns:
        None when the source places it, else the concept for our reading.

    Example:
        >>> tree_mapping("s-ceds-v13", "s-ccsso-aepl-page", named_in_brief=False).value
        'https://w3id.org/equigraph/id/mapping/inferred'
    """
    return None if named_in_brief or own_source == parent_source else INFERRED
