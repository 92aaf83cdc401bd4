"""A deck of slides that colleagues can edit (Office Open XML Presentation, ECMA-376): networks, tables, texts.

Everything on a slide is native: shapes with text, connectors that are glued to them, tables. No text is smaller than
18 points. Each slide has a title of its own, a takeaway, text equivalents in reading order, and notes that say in words
what it shows, with full citations; sources have one numbering across the deck, and the last slides list them, with the
method, the scope, what is missing, and the version of the data. What is lost: the findings, designs and effects behind
the lines, which a page (.html) or a table (.csv) holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from equigraph.exporters.deck_endings import endings
from equigraph.exporters.deck_file import deck_bytes
from equigraph.exporters.deck_network import network_slides, slide_source
from equigraph.exporters.deck_opening import opening_slide
from equigraph.exporters.deck_template import open_template
from equigraph.exporters.deck_text import Words, text_slides
from equigraph.exporters.slide import Slides
from equigraph.exporters.slide_table import Cell, Row, Table, table_slides

if TYPE_CHECKING:
    import os

    import networkx as nx

__all__ = ["Cell", "Deck", "Row", "Words"]


class Deck:
    """A deck that is being made; :meth:`finish` returns its bytes.

    Example:
        >>> deck = Deck()
        >>> deck.add_text("Why we ask", ["Our own words."])
        >>> deck.finish(title="A talk")[:2]
        b'PK'
    """

    def __init__(
        self, template: str | os.PathLike[str] | None = None, *, about: Mapping[str, Any] | None = None
    ) -> None:
        """Begin a deck.

        Args:
            template: The agency's own .pptx or .potx: its masters, layouts, fonts, colours and logos are used, its
                slides are left out. Without it the plain template, 13.333 x 7.5 inches.
            about: What the data say of themselves, by the names of graph attributes of a ``Network``: ``dataset``,
                ``data_version``, ``data_date``, ``licence``, ``licence_url``, ``citation``, ``about``,
                ``blind_spots``. Without it, those of the first network added.

        Raises:
            ExportError: The template cannot be used; the message names it and says what could be.
        """
        self._slides = Slides(open_template(template))
        self._about: dict[str, Any] = dict(about or {})
        self._verdicts: set[str] = set()
        self._scopes: dict[str, None] = {}

    def cite(self, sources: Sequence[Mapping[str, Any]]) -> str:
        """Return the mark of these sources, such as "1, 4" or "1, 2, +5"; new ones get the next numbers.

        Args:
            sources: Records, as in the graph attribute ``sources`` of a network (at least ``iri`` and ``citation``).
        """
        return self._slides.sources.mark(sources)

    def add_title(self, title: str, lines: Sequence[str] = (), *, notes: Sequence[str] = ()) -> None:
        """Add a title slide: the title, and a few lines below it, from the template's layout for it if it has one."""
        opening_slide(self._slides, title, lines, notes=notes)

    def add_network(
        self, network: nx.MultiDiGraph[str], *, title: str = "", text: str = "", opens: bool = False
    ) -> None:
        """Add a network: one slide, or as many as it needs with text of 18 points.

        A network that needs more than forty is ranked: one slide shows the lines with the most claims and says how many
        of how many these are, one more how to see the rest.

        Args:
            network: Follows the ``Network`` contract; positions are not needed.
            title: Words for its slides in place of its own title; each of several gets the name of its part.
            text: The author's own words. They stand on the first slide, set apart as "Author's note"; long ones get a
                slide of their own before it.
            opens: Whether it opens the deck: then a title slide comes first, where the network takes several slides.
        """
        self._about = self._about or dict(network.graph)
        told = network_slides(self._slides, network, title=title, text=text, opens=opens)
        self._verdicts |= told.verdicts
        self._scopes |= {told.scope: None} if told.scope else {}

    def add_table(
        self,
        title: str,
        takeaway: str,
        header: Sequence[str],
        rows: Sequence[Row | Sequence[str | Cell]],
        *,
        notes: Sequence[str] = (),
        row_header: bool = True,
        widths: Sequence[float] = (),
    ) -> None:
        """Add a native table, over as many slides as its rows need; each repeats the header.

        Args:
            title: Of its slides; each of several gets "(2 of 3)".
            takeaway: A sentence above the table, or "".
            header: The names of its columns.
            rows: Plain words, :class:`Cell` with looks of their own, or :class:`Row` with notes and sources: these go
                into the notes of the slide on which the row stands.
            notes: Paragraphs for the notes of the first slide.
            row_header: Whether the first cell of each row names the row.
            widths: Shares of the width, one for each column; without them they follow from the words.
        """
        made = [row if isinstance(row, Row) else Row(row) for row in rows]
        source = slide_source(self._about) if self._about else ""
        table_slides(self._slides, Table(title, takeaway, header, made, notes, row_header, widths, source))

    def add_text(
        self,
        title: str,
        paragraphs: Sequence[str | Words],
        *,
        notes: Sequence[str] = (),
        sources: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Add running text, over as many slides as it needs.

        Args:
            title: Of its slides; each of several gets "(2 of 3)".
            paragraphs: Plain words, or :class:`Words` that are bold, italic or end in a link.
            notes: Paragraphs for the notes of the first slide.
            sources: Records of the sources whose citations end those notes.
        """
        cited = {one["iri"]: self._slides.sources.cite(one) for one in sources}
        references = sorted(cited.values(), key=lambda one: one.number)
        text_slides(self._slides, title, paragraphs, notes=[title, *notes], references=references)

    def add_verdicts(self, verdicts: Sequence[str]) -> None:
        """Say that these verdicts stand in tables, so that the last slides say how to read them."""
        self._verdicts |= set(verdicts)

    def finish(self, *, title: str, author: str = "") -> bytes:
        """Add the last slides and return the file.

        The last slides say how to read the others and how evidence is graded (where there is any), the scope and what
        is missing, list all sources that were numbered, and say which data these are and how to cite them. All dates
        in the file are those of the data: the same content gives the same bytes.

        Args:
            title: The title of the file.
            author: Who the file names as its author; the data's own name where it is left out.

        Raises:
            ExportError: The file could not be read again.
        """
        about = self._about
        if about or self._slides.sources.references:
            endings(self._slides, about, self._verdicts, tuple(self._scopes))
        return deck_bytes(
            self._slides.template.presentation,
            title=title,
            author=author or str(about.get("dataset") or ""),
            subject=slide_source(about) if about else "",
            date=str(about.get("data_date") or ""),
        )
