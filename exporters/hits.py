"""What a search found, as the rows of a table for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from equigraph.exporters.rows import short_iri
from equigraph.exporters.terminal import Marked
from equigraph.graph.search import Found, Hit

__all__ = ["HIT_COLUMNS", "hit_rows", "remarks"]

HIT_COLUMNS: Final = ("iri", "kind", "name", "found in")


def hit_rows(hits: Iterable[Hit]) -> Iterator[tuple[str, str, str, str]]:
    """Yield a row for each hit; what matched is marked in its name, or in the text in the last column.

    Example:
        >>> hit = Hit("http://example.org/x", "Looping", "Practice", "Two years with one teacher", 6, ((0, 9),))
        >>> list(hit_rows([hit]))
        [('http://example.org/x', 'Practice', 'Looping', 'Two years with one teacher')]
    """
    for hit in hits:
        text = Marked(hit.text, hit.marks)
        is_name, is_iri = hit.text == hit.label, hit.text == hit.iri
        yield short_iri(hit.iri), hit.kind, text if is_name else hit.label, "" if is_name or is_iri else text


def remarks(found: Found, text: str) -> Iterator[str]:
    """Yield what is to be said after the table: that there is nothing, or that there is more.

    Example:
        >>> list(remarks(Found(), "looping"))
        ['Nothing here has "looping" in a name, an identifier, a definition or a finding.']
    """
    if not found.hits:
        yield f'Nothing here has "{text}" in a name, an identifier, a definition or a finding.'
    elif found.more:
        yield f"The first {len(found.hits)} are shown; ask for more with --limit."
