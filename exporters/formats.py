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
            "The picture with legend, title, source and its fonts, sharp at any size; loses the text of the evidence.",
            ("theme", "sheet"),
            is_xml=True,
        ),
        Exporter(
            "PNG",
            (".png",),
            "image/png",
            "png",
            "The picture as pixels, the same on every machine; loses all text but its title and description.",
            ("theme", "sheet", "scale"),
            is_xml=True,  # made from the SVG
        ),
        Exporter(
            "PDF",
            (".pdf",),
            "application/pdf",
            "pdf",
            "The picture as a tagged vector PDF with its fonts, for print; loses the text of the evidence.",
            ("theme", "sheet"),
            is_xml=True,  # made from the SVG
        ),
        Exporter(
            "PowerPoint",
            (".pptx",),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "pptx",
            "Slides to edit: native shapes, glued lines, notes with citations; loses designs and effects of findings.",
            ("template",),
            is_xml=True,
        ),
        Exporter(
            "Word",
            (".docx",),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
            "A document to read and edit: summary, table of lines, evidence, bibliography; loses the picture.",
            ("template",),
            is_xml=True,
        ),
        Exporter(
            "CSV",
            (".csv",),
            "text/csv",
            "csv_table",
            "One flat table for spreadsheets, a row for each finding, cited; loses definitions and positions.",
            ("exact",),
        ),
        Exporter(
            "CSV tables",
            (".csv.zip",),
            "application/zip",
            "csv_zip",
            "Tables of things, lines, claims and sources, with a README, to be joined again; loses the RDF statements.",
            ("exact",),
        ),
        Exporter(
            "Excel",
            (".xlsx",),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
            "A workbook to read: evidence, things, lines, claims and sources; loses positions and the RDF statements.",
            is_xml=True,
        ),
        Exporter(
            "JSON",
            (".json",),
            "application/json",
            "node_link",
            "Node-link data for programs (networkx, D3), with all evidence and citations; loses the RDF statements.",
        ),
        Exporter(
            "GraphML",
            (".graphml",),
            "application/graphml+xml",
            "graphml",
            "Nodes and lines for Gephi, yEd and Cytoscape; evidence is flattened to texts.",
            is_xml=True,
        ),
        Exporter(
            "GEXF",
            (".gexf",),
            "application/gexf+xml",
            "gexf",
            "The network for Gephi, with colours, positions and labels; evidence is flattened to texts.",
            is_xml=True,
        ),
        Exporter(
            "DOT",
            (".dot", ".gv"),
            "text/vnd.graphviz",
            "dot",
            "The network for Graphviz, with colours, dashes and positions; loses evidence and citations.",
        ),
        Exporter(
            "Mermaid",
            (".mmd", ".mermaid"),
            "text/vnd.mermaid",
            "mermaid",
            "A flowchart for Markdown pages and wikis, 500 lines at most; loses positions, evidence and citations.",
        ),
        Exporter(
            "Turtle",
            (".ttl",),
            "text/turtle",
            "turtle",
            "Exactly the RDF statements behind the view, for other tools; loses positions and words made for reading.",
        ),
        Exporter(
            "TriG",
            (".trig",),
            "application/trig",
            "trig",
            "The same statements for stores that load datasets, in the default graph; loses what Turtle loses.",
        ),
        Exporter(
            "JSON-LD",
            (".jsonld",),
            "application/ld+json",
            "json_ld",
            "The same statements for programs that read JSON, its context inside; loses what Turtle loses.",
        ),
        Exporter(
            "BibTeX",
            (".bib",),
            "application/x-bibtex",
            "bibtex",
            "The sources behind the view for LaTeX and reference managers; loses what they found.",
        ),
        Exporter(
            "RIS",
            (".ris",),
            "application/x-research-info-systems",
            "ris",
            "The sources behind the view for EndNote, Zotero and Mendeley; loses what they found.",
        ),
        Exporter(
            "CSL-JSON",
            (".csl.json",),
            "application/vnd.citationstyles.csl+json",
            "csl_json",
            "The sources behind the view for Zotero, pandoc and citeproc; loses what they found.",
        ),
        Exporter(
            "Layout",
            (".layout.json",),
            "application/json",
            "positions",
            "Where every box stands, to place the view again by --layout; loses all but the positions.",
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
