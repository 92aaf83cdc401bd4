"""The author's own words on a slide: set apart, so that nobody takes them for what the data say."""

from __future__ import annotations

from collections.abc import Iterator

from equigraph.exporters.deck_network import OWN
from equigraph.exporters.deck_text import Words
from equigraph.graph.labels import clean

__all__ = ["IN_NOTES", "own_words"]

IN_NOTES = "The words in italics are the author's own; they come from no source of these data."


def own_words(text: str) -> Iterator[Words]:
    r"""Yield the paragraphs of the author's words, the first with the name that sets them apart.

    Example:
        >>> [words.text for words in own_words("Look here.\n\nAnd there.")]
        ["Author's note: Look here.", 'And there.']
    """
    paragraphs = [clean(line) for line in text.splitlines() if clean(line)]
    for number, paragraph in enumerate(paragraphs):
        yield Words(paragraph if number else f"{OWN}{paragraph}", italic=True)
