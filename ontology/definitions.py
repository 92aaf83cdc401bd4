"""What the terms of the ontology mean, in its own words."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, parse

from equigraph.ontology.files import ONTOLOGY_FILE
from equigraph.ontology.prefixes import expand

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["definitions"]


@cache
def definitions() -> Mapping[str, str]:
    """Return the definition of each class and property of the ontology, by IRI.

    Example:
        >>> definitions()["https://w3id.org/equigraph/ontology#locator"]
        'Where in the source the support is found, and any caution that goes with it.'
    """
    definition = NamedNode(expand("skos:definition"))
    quads = parse(path=ONTOLOGY_FILE, format=RdfFormat.TURTLE)
    found = {
        quad.subject.value: quad.object.value
        for quad in quads
        if quad.predicate == definition and isinstance(quad.subject, NamedNode)
    }
    return MappingProxyType(found)
