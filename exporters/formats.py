"""The one table of export formats: the command line, the docs and downloads read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.exporter import Exporter, choose

if TYPE_CHECKING:
    import os

    from equigraph.graph.network import Network

__all__ = ["EXPORTERS", "export", "exporter_for"]


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
    return choose(EXPORTERS, path)


def export(network: Network, path: str | os.PathLike[str], **options: Any) -> Exporter:
    """Write a network in the format that the ending of the file name chooses, and return that format.

    Raises:
        OptionError: That format has no such option.
    """
    exporter = exporter_for(path)
    exporter.write(network, path, **options)
    return exporter
