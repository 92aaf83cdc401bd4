"""Write an answer to "why is this connected?" as slides that colleagues can edit: PowerPoint (ECMA-376).

What it is for: to show what speaks against a connection beside what speaks for it, over which steps two things are
connected, and what each step rests on. Numbers of sources lead to the list at the end, notes to full citations. What
it loses: IRIs, and claims that are longer than six lines are cut on the slide and whole in its notes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.exporters.deck_network import slide_source
from equigraph.exporters.files import write_atomically
from equigraph.exporters.told_deck import ToldDeck

if TYPE_CHECKING:
    import os

    from equigraph.graph.why import Why

__all__ = ["generate_why_pptx", "write_why_pptx"]


def generate_why_pptx(why: Why, template: str | os.PathLike[str] | None = None) -> bytes:
    """Return a deck: a title slide, the answer, what speaks against and for, the paths, the picture, the last slides.

    Args:
        why: The answer.
        template: The agency's own .pptx or .potx, whose layouts, fonts, colours and logos are used.

    Raises:
        ExportError: The template cannot be used.
    """
    graph = dict(why.network.graph)
    deck = ToldDeck(template, about=graph)
    strengths = [
        f"Direct evidence{f', {one.scope}' if one.scope else ''}: {one.edge['strength']}" for one in why.direct
    ]
    deck.add_title(why.title, [*strengths, slide_source(graph)])
    deck.add_why(why, title=f"{why.start_label} and {why.end_label}: the answer in short")
    return deck.finish(title=why.title)


def write_why_pptx(why: Why, path: str | os.PathLike[str], *, template: str | os.PathLike[str] | None = None) -> None:
    """Write an answer as a .pptx file.

    Raises:
        ExportError: The template cannot be used.
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_why_pptx(why, template))
