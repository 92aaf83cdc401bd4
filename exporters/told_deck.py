"""A deck that also takes gap maps, answers to "why" and to questions, what changed, and an author's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.deck import Deck
from equigraph.exporters.deck_network import slide_source
from equigraph.exporters.deck_text import text_slides
from equigraph.exporters.own_words import IN_NOTES, own_words
from equigraph.exporters.slide_answer import answer_slides
from equigraph.exporters.slide_changes import change_slides, verdicts_of_lines
from equigraph.exporters.slide_gaps import gap_slides, verdicts_in
from equigraph.exporters.slide_why import verdicts_of, why_slides

if TYPE_CHECKING:
    from equigraph.graph.changes import Changes
    from equigraph.graph.gap_map import GapMap
    from equigraph.graph.knowledge_graph import Answer
    from equigraph.graph.network import Network
    from equigraph.graph.why import Why

__all__ = ["ToldDeck"]

OWN_TITLE: Final = "In the author's words"


class ToldDeck(Deck):
    """A deck of everything that a story can hold.

    Example:
        >>> deck = ToldDeck()
        >>> deck.add_own_words("Look at the lines that are not positive.")
        >>> deck.finish(title="A talk")[:2]
        b'PK'
    """

    def add_own_words(self, text: str, *, title: str = "") -> None:
        """Add a slide that holds nothing but the author's words."""
        text_slides(self._slides, title or OWN_TITLE, [*own_words(text)], notes=[title or OWN_TITLE, IN_NOTES])

    def add_gaps(self, found: GapMap, *, title: str = "", text: str = "") -> None:
        """Add a gap map; see :func:`equigraph.exporters.slide_gaps.gap_slides`."""
        self._about = self._about or dict(found.network.graph)
        self.add_verdicts(verdicts_in(found))
        gap_slides(self._slides, found, title=title, text=text)

    def add_why(self, why: Why, *, title: str = "", text: str = "") -> None:
        """Add an answer to "why is this connected?"; see :func:`equigraph.exporters.slide_why.why_slides`."""
        self._about = self._about or dict(why.network.graph)
        self.add_verdicts(verdicts_of(why))
        why_slides(self._slides, why, title=title, text=text)

    def add_changes(
        self, changes: Changes, before: Network, after: Network, *, title: str = "", text: str = ""
    ) -> None:
        """Add what changed from one network to another; see :mod:`equigraph.exporters.slide_changes`."""
        self._about = self._about or dict(changes.after)
        self.add_verdicts([*verdicts_of_lines((before, after))])
        change_slides(self._slides, changes, before, after, title=title, text=text)

    def add_answer(
        self, answer: Answer, *, title: str = "", text: str = "", known: Mapping[str, Mapping[str, Any]] | None = None
    ) -> None:
        """Add an answer to a named question; see :func:`equigraph.exporters.slide_answer.answer_slides`."""
        source = slide_source(self._about) if self._about else ""
        answer_slides(self._slides, answer, title=title, text=text, source=source, known=known)
