"""The slides of an answer to a named question: a native table, its rows whole in the notes, its sources numbered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.answer_table import CITED, table_of
from equigraph.exporters.deck_text import text_slides
from equigraph.exporters.own_words import own_words
from equigraph.exporters.slide_table import Row, Table, table_slides

if TYPE_CHECKING:
    from equigraph.exporters.slide import Slides
    from equigraph.graph.knowledge_graph import Answer

__all__ = ["answer_slides"]

EMU_PER_PT: Final = 12700
CITED_HEADING: Final = "Sources cited"  # an answer may count its sources in a column of its own
SOURCES_PT: Final = 92.0  # width of the column of their numbers


def answer_slides(
    slides: Slides,
    answer: Answer,
    *,
    title: str = "",
    text: str = "",
    source: str = "",
    known: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    """Add the slides of an answer.

    Args:
        slides: Those of the deck.
        answer: The answer.
        title: Words for its slides in place of the title of the question.
        text: The author's own words; they get a slide of their own.
        source: The line at the foot of the slides.
        known: Records of sources by citation: an answer names its sources so, and they are to have one number in all
            of the deck.
    """
    width = slides.template.room.width / EMU_PER_PT
    width -= SOURCES_PT * any(name in answer.variables for name in CITED)
    table = table_of(answer, width, slides.template.text_share)
    is_cited = any(table.cited)
    called = title or table.title
    if text.strip():
        text_slides(slides, f"{called}: in the author's words", [*own_words(text)])
    rows = []
    for cells, cited, note in zip(table.rows, table.cited, table.notes, strict=True):
        records = [(known or {}).get(citation) or _record(citation) for citation in cited]
        marks = [slides.sources.mark(records)] if is_cited else []
        rows.append(Row([*cells, *marks], [note], records))
    header = [*(f"{name[:1].upper()}{name[1:]}" for name in table.header), *([CITED_HEADING] if is_cited else [])]
    widths = [*table.widths, *([SOURCES_PT / slides.template.text_share] if is_cited else [])]
    table_slides(slides, Table(called, table.takeaway, header, rows, widths=widths, source=source))


def _record(citation: str) -> Mapping[str, Any]:
    """Return the record of a source of which only the citation is known."""
    return {"iri": citation, "citation": citation, "url": ""}
