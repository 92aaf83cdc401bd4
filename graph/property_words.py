"""What properties are called: in the words of the ontology, and in plain ones for the properties of others it takes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

import pyoxigraph as ox

from equigraph.graph.describe import iri_label
from equigraph.ontology.files import ONTOLOGY_FILE
from equigraph.ontology.prefixes import compress, expand

__all__ = ["property_words"]

# Properties that the ontology takes from others, as a person who fills in a sheet would call them.
TAKEN: Final[Mapping[str, str]] = {
    "bibo:doi": "DOI",
    "dcterms:bibliographicCitation": "written reference",
    "dcterms:description": "description",
    "dcterms:issued": "year",
    "dcterms:license": "licence",
    "dcterms:modified": "date of the last change",
    "dcterms:publisher": "publisher",
    "dcterms:source": "source",
    "dcterms:title": "title",
    "foaf:homepage": "homepage",
    "owl:versionInfo": "version",
    "rdf:object": "object",
    "rdf:predicate": "relation",
    "rdf:subject": "subject",
    "rdf:type": "kind",
    "rdfs:label": "name",
    "schema:url": "address",
    "skos:altLabel": "other name",
    "skos:broader": "broader",
    "skos:closeMatch": "close match",
    "skos:definition": "definition",
    "skos:inScheme": "scheme",
    "skos:notation": "short code",
    "skos:note": "note",
    "skos:prefLabel": "name",
}


def property_words(iri: str) -> str:
    """Return what a property is called.

    Example:
        >>> property_words("https://w3id.org/equigraph/ontology#enablesPractice")
        'enables'
        >>> property_words("http://www.w3.org/2004/02/skos/core#prefLabel"), property_words("http://a.org/gradeLevel")
        ('name', 'grade level')
    """
    return TAKEN.get(compress(iri) or "") or _of_the_ontology().get(iri) or iri_label(iri)


@cache
def _of_the_ontology() -> dict[str, str]:
    label = ox.NamedNode(expand("rdfs:label"))
    quads = ox.parse(path=ONTOLOGY_FILE, format=ox.RdfFormat.TURTLE)
    return {
        quad.subject.value: quad.object.value
        for quad in quads
        if quad.predicate == label and isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
    }
