"""Slides of running text: as many paragraphs on each as there is room for, long ones going on overleaf."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from equigraph.exporters.office_zip import LONGEST_LINK
from equigraph.exporters.slide_room import LEAST_PT, TEXT_LINE_PX, SlideRoom, add_words, lines_of
from equigraph.exporters.slide_shapes import Look, Paragraph, Run, shape
from equigraph.graph.kinds import KINDS, count_words, words_for
from equigraph.graph.labels import clean

if TYPE_CHECKING:
    import networkx as nx

    from equigraph.exporters.evidence import Reference
    from equigraph.exporters.slide import Slide, Slides

__all__ = ["Words", "names_slides", "numbered_title", "text_slides"]

BETWEEN_PX: Final = 6.0
BOLD: Final = 1.12
FEW_LINES: Final = 3
MOST_NAMES: Final = 500  # of one kind
MOST_LINES: Final = 400  # of one paragraph, over all the slides it takes


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph.

    Attributes:
        text: What it says.
        link: The address that its end leads to, where it stands in the text; "" for none.
        bold: Whether it is a heading.
        italic: Whether it is set apart, as an author's own words are.
    """

    text: str
    link: str = ""
    bold: bool = False
    italic: bool = False


def numbered_title(title: str, number: int, count: int) -> str:
    """Return the title of one of several slides.

    Example:
        >>> numbered_title("Sources", 2, 3), numbered_title("Sources", 1, 1)
        ('Sources (2 of 3)', 'Sources')
    """
    return f"{title} ({number} of {count})" if count > 1 else title


def text_slides(
    slides: Slides,
    title: str,
    paragraphs: Sequence[str | Words],
    *,
    notes: Sequence[str] = (),
    references: Sequence[Reference] = (),
    source: str = "",
) -> None:
    """Add slides that hold these paragraphs; the notes stand on the first, the source at the foot of each."""
    room = SlideRoom(slides.template)
    told = [Words(one) if isinstance(one, str) else one for one in paragraphs]
    foot = len(lines_of(source, room.words_px)) if source else 0
    height = room.height - (foot * TEXT_LINE_PX + BETWEEN_PX) * bool(foot)
    pages = list(_pages(told, room, height)) or [[]]
    for number, page in enumerate(pages, start=1):
        slide = slides.begin(numbered_title(title, number, len(pages)))
        if page:
            slide.add(_body(slide, room, height, page))
        if foot:
            add_words(slide, room, "Source", source, room.height - foot * TEXT_LINE_PX, foot, "muted")
        first = number == 1
        slide.close([*notes] if first else [], references if first else ())


def names_slides(
    slides: Slides, title: str, network: nx.MultiDiGraph[str], nodes: Sequence[str], *, source: str, said: str = ""
) -> None:
    """Add slides that name these things of a network, by their kinds, after what is ``said`` of them."""
    names: dict[str, list[str]] = {}
    for node in nodes:
        data = network.nodes[node]
        names.setdefault(str(data.get("kind") or "Thing"), []).append(clean(str(data.get("label") or node)))
    paragraphs = [Words(said)] if said else []
    for kind, of_kind in sorted(names.items(), key=lambda item: (-len(item[1]), item[0])):
        count = words_for(len(of_kind), kind) if kind in KINDS else count_words(len(of_kind), "thing")
        shown = sorted(of_kind, key=str.casefold)[:MOST_NAMES]
        cut = f" ({len(shown):,} of {len(of_kind):,} shown)" if len(shown) < len(of_kind) else ""
        paragraphs += [Words(count[:1].upper() + count[1:] + cut, bold=True), Words("; ".join(shown) + ".")]
    text_slides(slides, title, paragraphs, notes=[title, *(words.text for words in paragraphs)], source=source)


def _pages(paragraphs: Sequence[Words], room: SlideRoom, height: float) -> Iterator[list[Words]]:
    """Yield the paragraphs of each slide; a heading stays with what follows it."""
    page: list[Words] = []
    used = 0.0
    for index, words in enumerate(paragraphs):
        lines = _lines(words, room)
        needed = len(lines) * TEXT_LINE_PX
        following = paragraphs[index + 1 : index + 2] if words.bold else ()
        with_next = needed + sum(BETWEEN_PX + len(_lines(one, room)) * TEXT_LINE_PX for one in following)
        wanted = with_next if with_next <= height else needed
        # What is longer than a slide begins where there is room for a few lines, all else on a slide that holds it.
        least = FEW_LINES * TEXT_LINE_PX if needed > height else wanted
        if page and used + least > height:
            yield page
            page, used = [], 0.0
        rest = words
        while used + needed > height:
            number = int((height - used) / TEXT_LINE_PX)
            yield [*page, replace(words, text=" ".join(lines[:number]))]
            page, used = [], 0.0
            lines = lines[number:]
            rest = replace(words, text=" ".join(lines))
            needed = len(lines) * TEXT_LINE_PX
        page.append(rest)
        used += needed + BETWEEN_PX
    if page:
        yield page


def _lines(words: Words, room: SlideRoom) -> tuple[str, ...]:
    return lines_of(words.text, room.words_px / (BOLD if words.bold else 1.0), most=MOST_LINES)


def _body(slide: Slide, room: SlideRoom, height: float, page: Sequence[Words]) -> str:
    canvas = room.canvas()
    paragraphs = [
        Paragraph(tuple(_runs(slide, words, canvas.colour("ink"))), before=8.0 if index else 0.0)
        for index, words in enumerate(page)
    ]
    says = " ".join(words.text for words in page)
    place = canvas.frame(0.0, 0.0, room.width, height)
    return shape(slide.new_id(), "Text", place, Look(), paragraphs, says=says, anchor="t")


def _runs(slide: Slide, words: Words, ink: str) -> Iterator[Run]:
    """Yield the runs of a paragraph; the address in it is a link."""
    text = clean(words.text)
    before, address, after = text.partition(words.link) if words.link else (text, "", "")
    for part, link in (
        (before, ""),
        (address, slide.link(words.link) if address and len(address) <= LONGEST_LINK else ""),
        (after, ""),
    ):
        if part:
            yield Run(part, ink, LEAST_PT, words.bold, words.italic, link)
