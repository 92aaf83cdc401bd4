"""One practice or goal as a Word document of a page or two, for people who decide and for those who edit.

Format: Office Open XML (ECMA-376); see :mod:`equigraph.exporters.word` for page, template and what is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.exporters.one_pager import one_pager_document
from equigraph.exporters.word import generate_word, write_word

if TYPE_CHECKING:
    import os

    from equigraph.graph.one_pager import OnePager

__all__ = ["generate_one_pager_docx", "write_one_pager_docx"]


def write_one_pager_docx(
    page: OnePager, path: str | os.PathLike[str], *, template: str | os.PathLike[str] | None = None
) -> None:
    """Write a one-pager as a Word document; what was there before stays until the new file is whole.

    Args:
        page: What is said.
        path: The file.
        template: A Word file of one's own, whose page and styles it takes.

    Raises:
        ExportError: The template cannot be used.
        NotSavedError: The file could not be written.
    """
    write_word(one_pager_document(page), path, template)


def generate_one_pager_docx(page: OnePager, *, template: str | os.PathLike[str] | None = None) -> bytes:
    """Return a one-pager as a Word document; the same one gives the same bytes, always."""
    return generate_word(one_pager_document(page), template)
