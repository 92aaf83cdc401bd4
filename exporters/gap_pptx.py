"""Write a gap map as slides that colleagues can edit: a PowerPoint presentation (ECMA-376, Office Open XML).

What it is for: to show where evidence is and where there is none, category by category, in tables of large letters.
Every cell that holds a claim is on exactly one slide; notes say it as a sentence, with full citations; the last slides
say how it is graded, which data it is and how to cite them. What it loses: the populations of the map but the first,
the claims one by one, and IRIs; the workbook (.xlsx) and the JSON hold all of these. Names of more than four lines are
cut on the slide and whole in its notes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.exporters.deck_network import slide_source
from equigraph.exporters.files import write_atomically
from equigraph.exporters.gap_names import recorded
from equigraph.exporters.slide_gaps import map_title
from equigraph.exporters.told_deck import ToldDeck

if TYPE_CHECKING:
    import os

    from equigraph.graph.gap_map import GapMap

__all__ = ["generate_gap_pptx", "write_gap_pptx"]


def generate_gap_pptx(found: GapMap, template: str | os.PathLike[str] | None = None) -> bytes:
    """Return a deck of a gap map: a title slide, what it shows, its tables, and the last slides.

    Args:
        found: The map, made with the records of its claims and sources; its first population is shown.
        template: The agency's own .pptx or .potx, whose layouts, fonts, colours and logos are used.

    Raises:
        ExportError: The template cannot be used, or the map was made without records.
    """
    graph = dict(recorded(found.network).graph)
    deck = ToldDeck(template, about=graph)
    title = map_title(found)
    deck.add_title(title, [*found.summary[:1], slide_source(graph)])
    deck.add_gaps(found)
    return deck.finish(title=title)


def write_gap_pptx(
    found: GapMap, path: str | os.PathLike[str], *, template: str | os.PathLike[str] | None = None
) -> None:
    """Write a gap map as a .pptx file.

    Raises:
        ExportError: The template cannot be used, or the map was made without records.
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_gap_pptx(found, template))
