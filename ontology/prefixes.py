"""Own every prefix: one table, and the two ways between a CURIE and an IRI.

CURIEs are those of Turtle (https://www.w3.org/TR/turtle/#sec-iri) with a plain local name: ASCII letters, digits,
``_``, ``-`` and inner dots, nothing escaped. An IRI whose local name is anything else has no CURIE here.
The standard namespaces are written out, because importing ``rdflib.namespace`` for them costs more time than
answering a question does; a test holds each of them against ``rdflib.namespace``.
"""

from __future__ import annotations

import difflib
import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from equigraph.errors import OntologyError, UnknownPrefixError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "CONCEPT_PREFIXES",
    "CONVERTER",
    "ID_BASE",
    "ONTOLOGY_IRI",
    "PREFIXES",
    "THING_PREFIXES",
    "Converter",
    "compress",
    "expand",
]

ONTOLOGY_IRI = "https://w3id.org/equigraph/ontology"
ID_BASE = "https://w3id.org/equigraph/id/"

# Prefixes of things: the kind that stands in their IRI.
THING_PREFIXES = (
    "practice",
    "goal",
    "group",
    "policy",
    "organization",
    "jurisdiction",
    "source",
    "claim",
    "statement",
    "commitment",
    "dataset",
)
# Prefixes of concepts: each is also the name of the concept scheme they stand in (scheme:direction, ...).
CONCEPT_PREFIXES = (
    "direction",
    "design",
    "essa-tier",
    "wwc-study-rating",
    "wwc-effectiveness",
    "wwc-practice-guide",
    "basis",
    "mapping",
    "check",
    "verdict",
    "category",
    "organization-type",
    "policy-type",
    "source-type",
    "site-type",
    "url-kind",
    "grade-band",
    "locale",
    "status",
)

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "eq": f"{ONTOLOGY_IRI}#",
        **{name: f"{ID_BASE}{name}/" for name in (*THING_PREFIXES, *CONCEPT_PREFIXES, "scheme")},
        "bibo": "http://purl.org/ontology/bibo/",
        "ceds": "http://ceds.ed.gov/terms#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "void": "http://rdfs.org/ns/void#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""Every prefix the project knows, and its namespace."""

LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
NEAR_NAMES = 3  # more suggestions than this are no help
NEAR_CUTOFF = 0.6  # difflib's own default


class Converter:
    """Change CURIEs to IRIs and back, by one table of prefixes.

    Attributes:
        prefixes: Prefix to namespace.

    Example:
        >>> converter = Converter({"id": "https://example.org/", "kind": "https://example.org/kind/"})
        >>> converter.expand("kind:a")
        'https://example.org/kind/a'
        >>> converter.compress("https://example.org/kind/a")  # the longest namespace that fits
        'kind:a'
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = prefixes
        self._longest_first = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))

    def expand(self, curie: str) -> str:
        """Return the IRI of ``curie``.

        Args:
            curie: Prefix, colon, local name; the local name may be empty (``eq:`` is the namespace itself).

        Returns:
            The IRI.

        Raises:
            UnknownPrefixError: The prefix is not in the table; ``.close`` holds near ones.
            OntologyError: There is no colon, or the local name is not one.

        Example:
            >>> CONVERTER.expand("practice:looping")
            'https://w3id.org/equigraph/id/practice/looping'
            >>> CONVERTER.expand("practise:looping")  # doctest: +ELLIPSIS
            Traceback (most recent call last):
            equigraph.errors.UnknownPrefixError: unknown prefix "practise"; ... (did you mean "practice"?)
        """
        prefix, colon, local = curie.partition(":")
        if not colon:
            raise OntologyError(
                f'"{curie}" is not a CURIE; a CURIE has a prefix, a colon and a name, as eq:Practice has'
            )
        namespace = self.prefixes.get(prefix)
        if namespace is None:
            close = difflib.get_close_matches(prefix, self.prefixes, NEAR_NAMES, NEAR_CUTOFF)
            raise UnknownPrefixError(prefix, self.prefixes, close)
        if local and not LOCAL_NAME.fullmatch(local):
            raise OntologyError(
                f'"{curie}" is not a CURIE; after the colon come ASCII letters, digits, "_", "-" and inner dots only'
            )
        return namespace + local

    def compress(self, iri: str) -> str | None:
        """Return the CURIE of ``iri``, or None when it has none.

        Args:
            iri: Absolute IRI.

        Returns:
            The CURIE by the longest namespace that fits; None when no namespace does, or when what follows it
            is not a plain local name.

        Example:
            >>> CONVERTER.compress("https://w3id.org/equigraph/ontology#Practice")
            'eq:Practice'
            >>> CONVERTER.compress("https://example.org/a") is None
            True
            >>> CONVERTER.compress("https://schema.org/a/b") is None
            True
        """
        for prefix, namespace in self._longest_first:
            if iri.startswith(namespace):
                local = iri[len(namespace) :]
                return f"{prefix}:{local}" if LOCAL_NAME.fullmatch(local) else None
        return None

    def header(self) -> str:
        """Return the ``PREFIX`` lines of a SPARQL query for the whole table, sorted by prefix.

        Example:
            >>> print(Converter({"b": "https://example.org/b#", "a": "https://example.org/a#"}).header())
            PREFIX a: <https://example.org/a#>
            PREFIX b: <https://example.org/b#>
        """
        return "\n".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in sorted(self.prefixes.items()))


CONVERTER = Converter(PREFIXES)
"""The converter of the project's own table."""


def expand(curie: str) -> str:
    """Return the IRI of ``curie`` by the project's own prefixes (see `Converter.expand`).

    Example:
        >>> expand("eq:Practice")
        'https://w3id.org/equigraph/ontology#Practice'
    """
    return CONVERTER.expand(curie)


def compress(iri: str) -> str | None:
    """Return the CURIE of ``iri`` by the project's own prefixes, or None (see `Converter.compress`).

    Example:
        >>> compress("http://www.w3.org/2004/02/skos/core#prefLabel")
        'skos:prefLabel'
    """
    return CONVERTER.compress(iri)
