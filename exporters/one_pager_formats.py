"""The one table of formats for a one-pager: the command line and the docs read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.exporter import Exporter, choose

if TYPE_CHECKING:
    import os

    from equigraph.graph.one_pager import OnePager

__all__ = ["ONE_PAGER_EXPORTERS", "export_one_pager", "one_pager_exporter_for"]


ONE_PAGER_EXPORTERS: Final[Mapping[str, Exporter]] = {
    exporter.suffixes[0]: exporter
    for exporter in (
        Exporter(
            "Word",
            (".docx",),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "one_pager_docx",
            "A document to edit and print, in your agency's template if you name it; loses the picture of the lines.",
            options=("template",),
            is_xml=True,
        ),
        Exporter(
            "HTML",
            (".html", ".htm"),
            "text/html",
            "one_pager_html",
            "The same as one page for the web, offline, which prints on letter paper; loses the picture of the lines.",
        ),
    )
}


def one_pager_exporter_for(path: str | os.PathLike[str]) -> Exporter:
    """Return the exporter that the ending of a file name chooses, in any case of letters.

    Raises:
        UnknownFormatError: No format has that ending; ``available`` lists those there are.

    Example:
        >>> one_pager_exporter_for("out/Tutoring.DOCX").name
        'Word'
    """
    return choose(ONE_PAGER_EXPORTERS, path)


def export_one_pager(page: OnePager, path: str | os.PathLike[str], **options: Any) -> Exporter:
    """Write a one-pager in the format that the ending of the file name chooses, and return that format.

    Raises:
        OptionError: That format has no such option.
    """
    exporter = one_pager_exporter_for(path)
    exporter.write(page, path, **options)
    return exporter
