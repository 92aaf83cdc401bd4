"""The formats that an answer to a query is written in, by the names that people give them."""

from __future__ import annotations

from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat

from equigraph.errors import QueryError

__all__ = ["GRAPH_FORMATS", "TABLE_FORMATS", "check_fit", "check_format"]

TABLE_FORMATS: Final = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
GRAPH_FORMATS: Final = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}


def check_format(name: str) -> None:
    """Refuse the name of a format that no answer can be written in.

    Raises:
        QueryError: There is no such format; the message lists those there are.

    Example:
        >>> check_format("yaml")
        Traceback (most recent call last):
        equigraph.errors.QueryError: an answer cannot be written as "yaml"; accepted: csv, tsv, json, xml, ttl, \
nt, jsonld, rdf, trig, nq
    """
    _check(name, [*TABLE_FORMATS, *GRAPH_FORMATS], "an answer")


def check_fit(name: str, *, is_graph: bool) -> None:
    """Refuse a format that does not fit the form of an answer.

    Raises:
        QueryError: It is one of the other form.

    Example:
        >>> check_fit("csv", is_graph=True)
        Traceback (most recent call last):
        equigraph.errors.QueryError: the answer to CONSTRUCT or DESCRIBE cannot be written as "csv"; accepted: ttl, \
nt, jsonld, rdf, trig, nq
    """
    asked = "CONSTRUCT or DESCRIBE" if is_graph else "SELECT or ASK"
    _check(name, list(GRAPH_FORMATS if is_graph else TABLE_FORMATS), f"the answer to {asked}")


def _check(name: str, accepted: list[str], what: str) -> None:
    if name not in accepted:
        raise QueryError(f'{what} cannot be written as "{name}"; accepted: {", ".join(accepted)}')
