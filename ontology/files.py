"""Know where the files of the ontology are."""

from __future__ import annotations

from pathlib import Path

__all__ = ["ONTOLOGY_FILE", "SCHEMES_FILE", "SHAPES_FILE", "ontology_files"]

ONTOLOGY_FILE = Path(__file__).with_name("equigraph.ttl")
SCHEMES_FILE = Path(__file__).with_name("schemes.ttl")
SHAPES_FILE = Path(__file__).with_name("shapes.ttl")


def ontology_files() -> list[Path]:
    """Return the files that belong into every store: the terms and the concept schemes, not the shapes.

    Example:
        >>> [path.name for path in ontology_files()]
        ['equigraph.ttl', 'schemes.ttl']
    """
    return [ONTOLOGY_FILE, SCHEMES_FILE]
