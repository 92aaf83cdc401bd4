"""The one table of formats for an evidence gap map: the command line and the docs read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.exporter import Exporter, choose

if TYPE_CHECKING:
    import os

    from equigraph.graph.gap_map import GapMap

__all__ = ["GAP_EXPORTERS", "export_gaps", "gap_exporter_for"]


GAP_EXPORTERS: Final[Mapping[str, Exporter]] = {
    exporter.suffixes[0]: exporter
    for exporter in (
        Exporter(
            "HTML",
            (".html", ".htm"),
            "text/html",
            "gap_html",
            "An interactive page in one file: a table whose cells open their claims and citations, offline.",
        ),
        Exporter(
            "CSV",
            (".csv",),
            "text/csv",
            "gap_csv",
            "One flat table, a line for each cell and population, for spreadsheets and statistics; loses the claims.",
        ),
        Exporter(
            "Excel",
            (".xlsx",),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "gap_xlsx",
            "A workbook: the map as a coloured grid, and sheets of cells, claims, costs and sources.",
        ),
        Exporter(
            "SVG",
            (".svg",),
            "image/svg+xml",
            "gap_svg",
            "The map as a picture for documents, sharp at any size; one population, loses the claims.",
            ("theme", "sheet"),
            is_xml=True,
        ),
        Exporter(
            "PNG",
            (".png",),
            "image/png",
            "gap_png",
            "The map as pixels, the same on every machine; one population, loses the claims.",
            ("theme", "sheet", "scale"),
            is_xml=True,  # made from the SVG
        ),
        Exporter(
            "PDF",
            (".pdf",),
            "application/pdf",
            "gap_pdf",
            "The map as a tagged vector PDF with its fonts, for print; one population, loses the claims.",
            ("theme", "sheet"),
            is_xml=True,  # made from the SVG
        ),
        Exporter(
            "PowerPoint",
            (".pptx",),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "gap_pptx",
            "Slides to edit: native tables of the cells, notes with their sentences and citations; one population.",
            ("template",),
            is_xml=True,
        ),
        Exporter(
            "JSON",
            (".json",),
            "application/json",
            "gap_json",
            "Everything, for programs: choices, rule, cells, totals, claims, costs, sources.",
        ),
    )
}


def gap_exporter_for(path: str | os.PathLike[str]) -> Exporter:
    """Return the exporter that the ending of a file name chooses, in any case of letters.

    Raises:
        UnknownFormatError: No format has that ending; ``available`` lists those there are.

    Example:
        >>> gap_exporter_for("out/Gaps.CSV").name
        'CSV'
    """
    return choose(GAP_EXPORTERS, path)


def export_gaps(found: GapMap, path: str | os.PathLike[str], **options: Any) -> Exporter:
    """Write a gap map in the format that the ending of the file name chooses, and return that format.

    Raises:
        OptionError: That format has no such option.
    """
    exporter = gap_exporter_for(path)
    exporter.write(found, path, **options)
    return exporter
