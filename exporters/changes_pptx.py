"""Write what changed from one network to another as slides that colleagues can edit: PowerPoint (ECMA-376).

What it is for: to tell what is new since the last meeting. Verdicts stand before and after, side by side, with the
reason; claims that were added, withdrawn or changed are listed with the numbers of their sources; the picture holds old
and new in one. What it loses: what only programs read, IRIs, and, where more than sixty things of one sort changed, all
but the first of them; the slide says so, and the page (.html) and the JSON hold all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.exporters.deck_network import slide_source
from equigraph.exporters.files import write_atomically
from equigraph.exporters.slide_changes import changes_title
from equigraph.exporters.told_deck import ToldDeck
from equigraph.graph.change_words import headline

if TYPE_CHECKING:
    import os

    from equigraph.graph.changes import Changes
    from equigraph.graph.network import Network

__all__ = ["generate_changes_pptx", "write_changes_pptx"]


def generate_changes_pptx(
    changes: Changes, before: Network, after: Network, template: str | os.PathLike[str] | None = None
) -> bytes:
    """Return a deck: a title slide, what changed, old and new in one picture, the last slides.

    Args:
        changes: What the two differ in.
        before: The earlier network.
        after: The later one.
        template: The agency's own .pptx or .potx, whose layouts, fonts, colours and logos are used.

    Raises:
        ExportError: The template cannot be used.

    Example:
        >>> from equigraph.graph.changes import compare
        >>> from equigraph.graph.network import Network
        >>> generate_changes_pptx(compare(Network(), Network()), Network(), Network())[:2]
        b'PK'
    """
    deck = ToldDeck(template, about=dict(changes.after))
    title = changes_title(changes)
    deck.add_title(title, [headline(changes), slide_source(changes.after)])
    deck.add_changes(changes, before, after)
    return deck.finish(title=title)


def write_changes_pptx(
    changes: Changes,
    before: Network,
    after: Network,
    path: str | os.PathLike[str],
    *,
    template: str | os.PathLike[str] | None = None,
) -> None:
    """Write what changed as a .pptx file.

    Raises:
        ExportError: The template cannot be used.
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_changes_pptx(changes, before, after, template))
