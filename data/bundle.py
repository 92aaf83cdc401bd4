"""Know which files the package brings along: the data, and the words they are written in."""

from __future__ import annotations

from pathlib import Path

from equigraph.ontology.files import ontology_files

__all__ = ["DATA_FOLDER", "bundled_files"]

DATA_FOLDER = Path(__file__).parent


def bundled_files() -> list[Path]:
    """Return the files of the bundled graph: all data and the ontology, not the shapes.

    Example:
        >>> {path.suffix for path in bundled_files()}
        {'.ttl'}
        >>> "catalog.ttl" in [path.name for path in bundled_files()]
        True
    """
    return [*sorted(DATA_FOLDER.glob("*.ttl")), *ontology_files()]
