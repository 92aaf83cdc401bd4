"""In which format an answer is wanted: by its name in the address, else by the Accept header (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from equigraph.web.negotiation import best

__all__ = ["GRAPH_TYPES", "NAMES", "TABLE_TYPES", "Formats", "accepted", "content_type", "named", "offers"]

Formats = Mapping[str, str | None]

# The first type of each is what an answer is sent as; the first format wins where a client does not care.
TABLE_TYPES: Final = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
GRAPH_TYPES: Final = {
    "ttl": ("text/turtle", "application/turtle", "application/x-turtle"),
    "nt": ("application/n-triples", "text/plain"),
    "jsonld": ("application/ld+json", "application/json"),
    "rdf": ("application/rdf+xml", "application/xml", "text/xml"),
    "trig": ("application/trig",),
    "nq": ("application/n-quads",),
}
# What people and clients call them in an address: the format of a table and that of a graph.
NAMES: Final[Mapping[str, tuple[str | None, str | None]]] = {
    "json": ("json", "jsonld"),
    "xml": ("xml", "rdf"),
    "csv": ("csv", None),
    "tsv": ("tsv", None),
    "ttl": (None, "ttl"),
    "turtle": (None, "ttl"),
    "nt": (None, "nt"),
    "ntriples": (None, "nt"),
    "n-triples": (None, "nt"),
    "jsonld": (None, "jsonld"),
    "json-ld": (None, "jsonld"),
    "rdf": (None, "rdf"),
    "rdf+xml": (None, "rdf"),
    "rdfxml": (None, "rdf"),
    "trig": (None, "trig"),
    "nq": (None, "nq"),
    "nquads": (None, "nq"),
    "n-quads": (None, "nq"),
}
_CHARSETS: Final = {"csv", "tsv", "ttl"}


def named(name: str) -> Formats | None:
    """Return the formats of that name, or of that media type; None when there is none.

    Example:
        >>> dict(named("json"))
        {'solutions': 'json', 'boolean': 'json', 'triples': 'jsonld'}
        >>> named("docx") is None
        True
    """
    chosen = NAMES.get(name.lower())
    if chosen is not None:
        return _formats(*chosen)
    if any(name in types for types in (*TABLE_TYPES.values(), *GRAPH_TYPES.values())):
        return accepted(name)
    return None


@lru_cache(maxsize=256)
def accepted(header: str) -> Formats:
    """Return the formats that a client likes best, by its Accept header; none takes anything.

    Example:
        >>> dict(accepted("text/csv, text/turtle;q=0.5"))
        {'solutions': 'csv', 'boolean': 'csv', 'triples': 'ttl'}
        >>> dict(accepted("image/png"))
        {'solutions': None, 'boolean': None, 'triples': None}
    """
    return _formats(_best(TABLE_TYPES, header), _best(GRAPH_TYPES, header))


def content_type(format_name: str) -> str:
    """Return the media type that an answer in a format is sent as.

    Example:
        >>> content_type("csv"), content_type("json")
        ('text/csv; charset=utf-8', 'application/sparql-results+json')
    """
    media_type = (TABLE_TYPES.get(format_name) or GRAPH_TYPES[format_name])[0]
    return f"{media_type}; charset=utf-8" if format_name in _CHARSETS else media_type


def offers(kind: str) -> list[str]:
    """Return the media types in which an answer of a kind can be had."""
    return [types[0] for types in (GRAPH_TYPES if kind == "triples" else TABLE_TYPES).values()]


def _formats(table: str | None, graph: str | None) -> Formats:
    return MappingProxyType({"solutions": table, "boolean": table, "triples": graph})


def _best(types: Mapping[str, tuple[str, ...]], header: str) -> str | None:
    offered = [(media_type, name) for name, several in types.items() for media_type in several]
    offered.sort(key=lambda pair: pair[0] != types[pair[1]][0])  # what is not its own name wins only when asked for
    chosen = best(header, [media_type for media_type, _ in offered])
    return next((name for media_type, name in offered if media_type == chosen), None)
