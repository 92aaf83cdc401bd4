"""Make RDF terms from text: nodes, strings, years, numbers and slugs.

Terms are those of pyoxigraph. Every name of ours passes through the prefix table, so that an IRI is never put
together by hand.
"""

from __future__ import annotations

import re
import unicodedata

from pyoxigraph import Literal, NamedNode

from equigraph.ontology.prefixes import expand

__all__ = ["LANGUAGE", "RDF_TYPE", "gyear", "integer", "node", "plain", "slug_of", "slugify", "text"]

LANGUAGE = "en"  # of everything the project words itself
INTEGER = NamedNode(expand("xsd:integer"))
GYEAR = NamedNode(expand("xsd:gYear"))
RDF_TYPE = NamedNode(expand("rdf:type"))


def node(curie: str) -> NamedNode:
    """Return the node that ``curie`` names.

    Example:
        >>> node("practice:looping").value
        'https://w3id.org/equigraph/id/practice/looping'
    """
    return NamedNode(expand(curie))


def text(value: str) -> Literal:
    """Return a string in the language of the data.

    Example:
        >>> str(text("Looping"))
        '"Looping"@en'
    """
    return Literal(value, language=LANGUAGE)


def plain(value: str) -> Literal:
    """Return a string that is in no language.

    Example:
        >>> str(plain("g = 0.3"))
        '"g = 0.3"'
    """
    return Literal(value)


def gyear(value: str) -> Literal:
    """Return a calendar year.

    Example:
        >>> gyear("2015").datatype.value
        'http://www.w3.org/2001/XMLSchema#gYear'
    """
    return Literal(value, datatype=GYEAR)


def integer(value: int) -> Literal:
    """Return a whole number.

    Example:
        >>> integer(3).value
        '3'
    """
    return Literal(str(value), datatype=INTEGER)


def slugify(value: str) -> str:
    r"""Return the slug of a name: lower case, ASCII, words joined by hyphens.

    Args:
        value: A name or an amount; a minus sign before a number becomes the word.

    Returns:
        The slug; empty when no letter or digit is left.

    Example:
        >>> slugify("Impact Academy of Arts & Technology")
        'impact-academy-of-arts-technology'
        >>> slugify("Dine Bi'\u00f3lta'"), slugify("-2279 to 4616"), slugify("1200-2500")
        ('dine-biolta', 'minus-2279-to-4616', '1200-2500')
    """
    worded = re.sub(r"(?<![\w.])[-\u2212](?=\d)", "minus ", value)
    decomposed = unicodedata.normalize("NFKD", worded)
    # Apostrophes and the okina stand inside words; they join, all else that is no letter or digit parts.
    joined = re.sub(r"['\u2018\u2019\u02bb\u02bc`]", "", decomposed)
    ascii_only = "".join(char for char in joined if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")


def slug_of(iri: NamedNode) -> str:
    """Return the last part of an IRI of ours, or of a foreign one made fit for a name.

    Example:
        >>> slug_of(node("practice:looping")), slug_of(node("ceds:C000180"))
        ('looping', 'c000180')
    """
    return slugify(re.split(r"[/#]", iri.value)[-1])
