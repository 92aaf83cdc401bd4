"""Describe the graph in itself: what it covers, its blind spots, its licence, its size and its digest.

The words are kept by hand in ``by_hand/catalog.ttl``; the numbers and the digest are computed. After a change of the
ontology or of the words, ``python -m equigraph.data.catalog`` writes ``catalog.ttl`` anew without any tables.
Vocabularies: DCAT (https://www.w3.org/TR/vocab-dcat-3/), VoID (https://www.w3.org/TR/void/), PROV-O.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from equigraph.data.bundle import DATA_FOLDER
from equigraph.data.digest import DIGEST, content_digest
from equigraph.data.terms import RDF_TYPE, integer, node, plain
from equigraph.data.turtle import generate_turtle, write_turtle
from equigraph.ontology.files import ontology_files
from equigraph.ontology.prefixes import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CATALOG", "CATALOG_NOTE", "CATALOG_SOURCE", "DATASET", "build_catalog", "rewrite_catalog"]

CATALOG = "catalog"
CATALOG_SOURCE = Path(__file__).parent / "by_hand" / "catalog.ttl"
CATALOG_NOTE = """\
Made by equigraph.data.catalog from by_hand/catalog.ttl and the data; change those, not this file.
License: Creative Commons Attribution 4.0 (CC BY 4.0), https://creativecommons.org/licenses/by/4.0/
"""
DATASET = node("dataset:equigraph")
VOID_DATASET = node("void:Dataset")
PARTITION, PARTITION_CLASS = node("void:classPartition"), node("void:class")
ENTITIES, TRIPLES = node("void:entities"), node("void:triples")


def build_catalog(words: Iterable[Quad], rest: Iterable[Quad]) -> list[Quad]:
    """Return the catalog: the words, the numbers of triples and of things of each kind, and the digest.

    Args:
        words: What is kept by hand.
        rest: All other triples of the graph.

    Returns:
        The triples of the catalog. The number of triples counts them too.

    Example:
        >>> from equigraph.data.terms import text
        >>> words = [Quad(DATASET, node("dcterms:title"), text("Tiny"))]
        >>> sorted(str(quad.object) for quad in build_catalog(words, []) if quad.predicate == TRIPLES)
        ['"3"^^<http://www.w3.org/2001/XMLSchema#integer>']
    """
    others = set(rest)
    catalog = {*words}
    kinds: dict[NamedNode, set[object]] = {}
    for quad in {*others, *catalog}:
        if quad.predicate == RDF_TYPE and isinstance(quad.object, NamedNode):
            kinds.setdefault(quad.object, set()).add(quad.subject)
    for kind, things in kinds.items():
        if kind.value.startswith(PREFIXES["eq"]):
            part = node(f"dataset:equigraph.{kind.value.removeprefix(PREFIXES['eq'])}")
            catalog |= {
                Quad(DATASET, PARTITION, part),
                Quad(part, RDF_TYPE, VOID_DATASET),
                Quad(part, PARTITION_CLASS, kind),
                Quad(part, ENTITIES, integer(len(things))),
            }
    size = len(others | catalog) + 2  # the number itself and the digest
    catalog.add(Quad(DATASET, TRIPLES, integer(size)))
    catalog.add(Quad(DATASET, DIGEST, plain(content_digest(others | catalog))))
    return list(catalog)


def rewrite_catalog(folder: Path = DATA_FOLDER) -> None:
    """Write ``catalog.ttl`` anew from the other files of a data folder and the ontology.

    Args:
        folder: Folder with the Turtle files of the data.

    Raises:
        DataError: The file cannot be written.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     rewrite_catalog(Path(folder))
        ...     [path.name for path in Path(folder).iterdir()]
        ['catalog.ttl']
    """
    target = folder / f"{CATALOG}.ttl"
    paths = [path for path in sorted(folder.glob("*.ttl")) if path != target]
    rest = [quad for path in [*paths, *ontology_files()] for quad in parse(path=path, format=RdfFormat.TURTLE)]
    catalog = build_catalog(parse(path=CATALOG_SOURCE, format=RdfFormat.TURTLE), rest)
    write_turtle({target: generate_turtle(catalog, note=CATALOG_NOTE)})


if __name__ == "__main__":
    rewrite_catalog()
