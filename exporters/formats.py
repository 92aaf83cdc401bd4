"""The one table of export formats: the command line, the docs and downloads read it."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from equigraph.errors import UnknownFormatError

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from equigraph.graph.network import Network

__all__ = ["EXPORTERS", "Exporter", "export", "exporter_for"]


@dataclass(frozen=True)
class Exporter:
    """One format.

    Attributes:
        name: What people call it.
        suffixes: File endings that choose it, with the dot; the first is the usual one.
        media_type: Its IANA media type.
        module: Name of the module in ``equigraph.exporters`` that writes it, by its ``write_<module>``.
        description: One sentence: what it is for, and what it loses.
    """

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    module: str
    description: str

    def write(self, network: Network, path: str | os.PathLike[str]) -> None:
        """Write a network to a file; the old file is kept if anything goes wrong."""
        # Loaded when used: pyvis alone takes longer to import than most commands run.
        module = importlib.import_module(f"equigraph.exporters.{self.module}")
        write: Callable[[Network, str | os.PathLike[str]], None] = getattr(module, f"write_{self.module}")
        write(network, path)


EXPORTERS: Final[Mapping[str, Exporter]] = {
    exporter.suffixes[0]: exporter
    for exporter in (
        Exporter(
            "HTML",
            (".html", ".htm"),
            "text/html",
            "html",
            "An interactive page in one file: picture, table, evidence and citations, offline; loses the IRIs.",
        ),
        Exporter(
            "SVG",
            (".svg",),
            "image/svg+xml",
            "svg",
            "The picture with legend, title and source line, sharp at any size; loses the text of the evidence.",
        ),
        Exporter(
            "JSON",
            (".json",),
            "application/json",
            "node_link",
            "Node-link data for programs (networkx, D3), with all evidence and citations; loses the RDF statements.",
        ),
        Exporter(
            "Turtle",
            (".ttl",),
            "text/turtle",
            "turtle",
            "Exactly the RDF statements behind the view, for other tools; loses positions and words made for reading.",
        ),
        Exporter(
            "GraphML",
            (".graphml",),
            "application/graphml+xml",
            "graphml",
            "Nodes and lines for Gephi, yEd and Cytoscape; evidence is flattened to texts.",
        ),
    )
}


def exporter_for(path: str | os.PathLike[str]) -> Exporter:
    """Return the exporter that the ending of a file name chooses; the longest that fits, in any case of letters.

    Raises:
        UnknownFormatError: No format has that ending; ``available`` lists those there are.

    Example:
        >>> exporter_for("out/picture.SVG").name
        'SVG'
    """
    name = Path(path).name
    endings = {suffix: exporter for exporter in EXPORTERS.values() for suffix in exporter.suffixes}
    fitting = [suffix for suffix in endings if name.lower().endswith(suffix)]
    if not fitting:
        raise UnknownFormatError(Path(path).suffix.lower() or name, EXPORTERS)
    return endings[max(fitting, key=len)]


def export(network: Network, path: str | os.PathLike[str]) -> Exporter:
    """Write a network in the format that the ending of the file name chooses, and return that format."""
    exporter = exporter_for(path)
    exporter.write(network, path)
    return exporter
