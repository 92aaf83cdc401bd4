"""The one table of formats for an evidence gap map: the command line and the docs read it."""

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

    from equigraph.graph.gap_map import GapMap

__all__ = ["GAP_EXPORTERS", "GapExporter", "export_gaps", "gap_exporter_for"]


@dataclass(frozen=True)
class GapExporter:
    """One format of a gap map.

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

    def write(self, found: GapMap, path: str | os.PathLike[str]) -> None:
        """Write a gap map to a file; the old file is kept if anything goes wrong."""
        # Loaded when used: no command waits for the libraries of a format that it does not write.
        module = importlib.import_module(f"equigraph.exporters.{self.module}")
        write: Callable[[GapMap, str | os.PathLike[str]], None] = getattr(module, f"write_{self.module}")
        write(found, path)


GAP_EXPORTERS: Final[Mapping[str, GapExporter]] = {
    exporter.suffixes[0]: exporter
    for exporter in (
        GapExporter(
            "HTML",
            (".html", ".htm"),
            "text/html",
            "gap_html",
            "An interactive page in one file: a table whose cells open their claims and citations, offline.",
        ),
        GapExporter(
            "CSV",
            (".csv",),
            "text/csv",
            "gap_csv",
            "One flat table, a line for each cell and population, for spreadsheets and statistics; loses the claims.",
        ),
        GapExporter(
            "Excel",
            (".xlsx",),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "gap_xlsx",
            "A workbook: the map as a coloured grid, and sheets of cells, claims, costs and sources.",
        ),
        GapExporter(
            "SVG",
            (".svg",),
            "image/svg+xml",
            "gap_svg",
            "The map as a picture for documents, sharp at any size; one population, loses the claims.",
        ),
        GapExporter(
            "JSON",
            (".json",),
            "application/json",
            "gap_json",
            "Everything, for programs: choices, rule, cells, totals, claims, costs, sources.",
        ),
    )
}


def gap_exporter_for(path: str | os.PathLike[str]) -> GapExporter:
    """Return the exporter that the ending of a file name chooses, in any case of letters.

    Raises:
        UnknownFormatError: No format has that ending; ``available`` lists those there are.

    Example:
        >>> gap_exporter_for("out/Gaps.CSV").name
        'CSV'
    """
    name = Path(path).name
    for exporter in GAP_EXPORTERS.values():
        if name.lower().endswith(exporter.suffixes):
            return exporter
    raise UnknownFormatError(Path(path).suffix.lower() or name, GAP_EXPORTERS)


def export_gaps(found: GapMap, path: str | os.PathLike[str]) -> GapExporter:
    """Write a gap map in the format that the ending of the file name chooses, and return that format."""
    exporter = gap_exporter_for(path)
    exporter.write(found, path)
    return exporter
