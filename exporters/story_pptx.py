"""Write a story as slides that colleagues can edit: a PowerPoint presentation (ECMA-376, Office Open XML).

What it is for: one deck of several views, maps, answers and an author's own words, in the author's order; see
``docs/stories.md``. Sources have one numbering across the deck, and one list at its end, with how the evidence is
graded, the scope, what is missing and the version of the data. The author's words are set apart from what the data
say. A story can be written in this format alone. What it loses: what the slides of each part lose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from equigraph.exporters.deck_network import slide_source
from equigraph.exporters.exporter import Exporter, choose
from equigraph.exporters.files import write_atomically
from equigraph.exporters.told_deck import ToldDeck
from equigraph.graph.gap_map import GapMap
from equigraph.graph.why import Why

if TYPE_CHECKING:
    import os

    from equigraph.graph.telling import Telling, Told

__all__ = ["STORY_EXPORTERS", "export_story", "generate_story_pptx", "story_exporter_for", "write_story_pptx"]

STORY_EXPORTERS: Final[Mapping[str, Exporter]] = {
    exporter.suffixes[0]: exporter
    for exporter in (
        Exporter(
            "PowerPoint",
            (".pptx",),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "story_pptx",
            "Slides that colleagues can edit, in the author's order, with one list of sources.",
            options=("template",),
            is_xml=True,
        ),
    )
}

OTHER_DATA: Final = "Slides of other data than the rest"


def story_exporter_for(path: str | os.PathLike[str]) -> Exporter:
    """Return the exporter that the ending of a file name chooses.

    Raises:
        UnknownFormatError: A story cannot be written in that format; ``available`` lists those it can.

    Example:
        >>> story_exporter_for("talk.PPTX").name
        'PowerPoint'
    """
    return choose(STORY_EXPORTERS, path)


def export_story(telling: Telling, path: str | os.PathLike[str], **options: Any) -> Exporter:
    """Write a story in the format that the ending of the file name chooses, and return that format.

    Raises:
        UnknownFormatError: A story cannot be written in that format.
        OptionError: That format has no such option.
    """
    exporter = story_exporter_for(path)
    exporter.write(telling, path, **options)
    return exporter


def generate_story_pptx(telling: Telling, template: str | os.PathLike[str] | None = None) -> bytes:
    """Return a deck: a title slide, the parts in their order, and the last slides.

    Args:
        telling: The story with what it shows; see :func:`equigraph.graph.telling.resolve`.
        template: The agency's own .pptx or .potx, whose layouts, fonts, colours and logos are used.

    Raises:
        ExportError: The template cannot be used.
    """
    about = dict(telling.catalog.graph)
    deck = ToldDeck(template, about=about)
    deck.add_title(telling.title, [telling.author, telling.date, slide_source(about)])
    known = _known(telling)
    for part in telling.parts:
        _add(deck, part, known)
    others = list(_of_other_data(telling))
    if others:
        deck.add_text(OTHER_DATA, others)
    return deck.finish(title=telling.title, author=telling.author)


def _add(deck: ToldDeck, part: Told, known: Mapping[str, Mapping[str, Any]]) -> None:
    title, text, value = part.title, part.text, part.value
    if value is None:
        deck.add_own_words(text, title=title)
    elif isinstance(value, nx.MultiDiGraph):
        deck.add_network(value, title=title, text=text)
    elif isinstance(value, GapMap):
        deck.add_gaps(value, title=title, text=text)
    elif isinstance(value, Why):
        deck.add_why(value, title=title, text=text)
    else:
        deck.add_answer(value, title=title, text=text, known=known)


def _of_other_data(telling: Telling) -> Iterator[str]:
    """Yield which parts show other data than those at hand, as a snapshot may."""
    about = telling.catalog.graph
    for part in telling.parts:
        if isinstance(part.value, nx.MultiDiGraph) and part.value.graph.get("data_digest") != about.get("data_digest"):
            graph = part.value.graph
            name = part.title or str(graph.get("title") or graph.get("view") or "A network")
            yield f"{name}: {_version(graph)}, from a snapshot. What comes from the graph itself: {_version(about)}."


def _version(graph: Mapping[str, Any]) -> str:
    version, date = graph.get("data_version") or "version not recorded", graph.get("data_date")
    return f"data version {version}{f' of {date}' if date else ''}" if graph.get("data_version") else str(version)


def _known(telling: Telling) -> dict[str, Mapping[str, Any]]:
    """Return the sources of all parts by citation: an answer to a question names its sources so."""
    known: dict[str, Mapping[str, Any]] = {}
    for part in telling.parts:
        network = part.value if isinstance(part.value, nx.MultiDiGraph) else getattr(part.value, "network", None)
        if network is not None:
            for record in network.graph.get("sources", {}).values():
                known.setdefault(str(record["citation"]), record)
    return known


def write_story_pptx(
    telling: Telling, path: str | os.PathLike[str], *, template: str | os.PathLike[str] | None = None
) -> None:
    """Write a story as a .pptx file.

    Raises:
        ExportError: The template cannot be used.
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_story_pptx(telling, template))
