"""RIS (https://en.wikipedia.org/wiki/RIS_(file_format)), for EndNote, Zotero and Mendeley: the bibliography.

One reference for each source behind the view, written by rispy. Types: JOUR, MGZN, NEWS, BLOG, ELEC (web pages, laws
as the pages they were read on), RPRT; all else is GEN. Notes (N1) keep the citation as the graph has it, the IRI, and
whether the source was seen.

What it loses: what the sources found, which every format but a bibliography has; that a name with a comma belongs to an
organization; title, version and licence of the data, since RIS has no comments. Without sources the file is empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

import rispy  # type: ignore[import-untyped] # it ships neither types nor stubs

from equigraph.data.citations import JOURNAL_TYPE
from equigraph.exporters.bibliography import Entry, entries
from equigraph.exporters.evidence import BASES
from equigraph.exporters.files import write_atomically

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from equigraph.graph.network import Network

__all__ = ["generate_ris", "write_ris"]

TYPES: Final[Mapping[str, str]] = {
    JOURNAL_TYPE: "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "post-weblog": "BLOG",
    "webpage": "ELEC",
}


class _Writer(rispy.RisWriter):  # type: ignore[misc] # untyped, as above
    """Writes references one after the other, without the running number that rispy puts between them."""

    NEWLINE: str = "\r\n"
    DEFAULT_DELIMITER_MAPPING: ClassVar[dict[str, str]] = {}  # an address may hold a semicolon

    def set_header(self, count: int) -> str:  # noqa: ARG002 (rispy calls it)
        return ""


def generate_ris(network: Network) -> str:
    r"""Return the sources behind a network as RIS text.

    Example:
        >>> import networkx as nx
        >>> sources = {"https://w3id.org/equigraph/id/source/doe": {"title": "A study", "authors": "Jo Doe"}}
        >>> generate_ris(nx.MultiDiGraph(sources=sources)).splitlines()[:4]
        ['TY  - GEN', 'ID  - doe', 'AU  - Doe, Jo', 'TI  - A study']
    """
    return str(rispy.dumps([_reference(entry) for entry in entries(network)], implementation=_Writer))


def _reference(entry: Entry) -> dict[str, Any]:
    """Return a source by the names that rispy gives to the tags of RIS, those that have a value."""
    item = entry.item
    first, _, last = str(item.get("page", "")).partition("-")
    eric = entry.text("eric")
    basis = entry.text("basis")
    values: dict[str, Any] = {
        "type_of_reference": TYPES.get(item["type"], "RPRT" if entry.is_report else "GEN"),
        "id": entry.key,
        "authors": [_name(name) for name in item.get("author", ())],
        "title": item["title"],
        "year": _year(item.get("issued", {})),
        "journal_name" if item["type"] == JOURNAL_TYPE else "secondary_title": item.get("container-title"),
        "publisher": item.get("publisher"),
        "volume": item.get("volume"),
        "number": item.get("issue"),
        "start_page": first,
        "end_page": last,
        "type_of_work": item.get("genre") or entry.text("type"),
        "doi": item.get("DOI"),
        "urls": [item["URL"]] if "URL" in item else [],
        "accession_number": eric,
        "name_of_database": "ERIC" if eric else "",
        "notes": [f"Cited as: {entry.text('citation')}"] * bool(entry.text("citation"))
        + [f"IRI: {entry.text('iri')}"]
        + [f"Basis: {BASES.get(basis, basis)}"] * bool(basis),
    }
    return {name: value for name, value in values.items() if value}


def _name(name: Mapping[str, str]) -> str:
    return name.get("literal") or ", ".join(name[part] for part in ("family", "given", "suffix") if name.get(part))


def _year(issued: Mapping[str, Any]) -> str:
    if "literal" in issued:
        return str(issued["literal"])
    return "/".join(f"{part:02}" for part in issued.get("date-parts", [[]])[0])


def write_ris(network: Network, path: str | os.PathLike[str]) -> None:
    """Write the sources behind a network as RIS.

    Raises:
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_ris(network))
