"""One slide that is being made: its title, its shapes in reading order, its notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.util import Pt

from equigraph.exporters.deck_sources import Numbering
from equigraph.exporters.office_zip import LONGEST_LINK
from equigraph.graph.labels import ELLIPSIS, clean, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pptx.slide import Slide as Made

    from equigraph.exporters.deck_template import Template
    from equigraph.exporters.evidence import Reference

__all__ = ["Slide", "Slides", "title_lines"]

SPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
LEAST_TITLE_PT: Final = 20
LINE_HEIGHT: Final = 1.2  # of a line of text, in its size
BOLD: Final = 1.12
EMU_PER_PT: Final = 12700
TITLE_COLUMNS: Final = 400
UNTITLED: Final = "Untitled"
LONGEST_BRACKET: Final = 16  # characters of "(12 of 345)"


class Slide:
    """A slide with a title, to which shapes are added in the order in which they are to be read."""

    def __init__(self, template: Template, title: str, *, is_opening: bool = False) -> None:
        layout = template.opening if is_opening and template.opening else template.layout
        self.made: Made = template.presentation.slides.add_slide(layout)
        self.template = template
        self.title = title
        self._tree: Any = self.made.shapes._spTree  # noqa: SLF001
        self._shapes: list[str] = []
        self._last_id = max((int(one.shape_id) for one in self.made.shapes), default=1)
        self._links: dict[str, str] = {}
        if not is_opening:
            self._drop_others()
        self._set_title(title)

    def _drop_others(self) -> None:
        """Take out what else the layout asks to be filled in: nothing empty stays."""
        title: Any = self.made.shapes.title
        for holder in list(self.made.placeholders):
            if holder.shape_id != title.shape_id:
                self._tree.remove(holder._element)  # noqa: SLF001

    def _set_title(self, title: str) -> None:
        holder: Any = self.made.shapes.title
        lines, points = title_lines(title, self.template)
        holder.text_frame.text = " ".join(lines) if len(" ".join(lines)) < len(title) else title
        run = holder.text_frame.paragraphs[0].runs[0]
        _in_english(run)
        if points < self.template.title_pt:
            run.font.size = Pt(points)

    def new_id(self) -> int:
        """Return an id that no shape of the slide has."""
        self._last_id += 1
        return self._last_id

    def add(self, shape: str) -> None:
        """Add a shape, which is read after those before."""
        self._shapes.append(shape)

    def link(self, address: str) -> str:
        """Return the id by which a run of this slide leads to an address."""
        if address not in self._links:
            self._links[address] = self.made.part.relate_to(address, RT.HYPERLINK, is_external=True)
        return self._links[address]

    def close(self, notes: Iterable[str], references: Iterable[Reference] = ()) -> None:
        """Put the shapes and the notes onto the slide.

        Args:
            notes: Paragraphs of the notes; one that stands there already is not said again.
            references: The sources whose numbers stand on the slide; their citations end the notes.
        """
        tree = parse_xml(f"<p:spTree {SPACES}>{''.join(self._shapes)}</p:spTree>")
        for shape in list(tree):
            self._tree.append(shape)
        self._shapes = []
        self._write_notes(list(notes), list(references))

    def _write_notes(self, notes: list[str], references: list[Reference]) -> None:
        texts = [(note, "") for note in dict.fromkeys(map(clean, notes)) if note]
        if references:
            texts.append(("Sources", ""))
        texts += [(f"[{one.number}] {clean(one.citation)}", one.url) for one in references]
        if not texts:
            return
        frame: Any = self.made.notes_slide.notes_text_frame
        paragraph = frame.paragraphs[0]
        for index, (text, link) in enumerate(texts):
            paragraph = frame.add_paragraph() if index else paragraph
            before, address, after = text.partition(link) if link else (text, "", "")
            for words, target in ((before, ""), (address or (link and f" {link}"), link), (after, "")):
                if words:
                    run = paragraph.add_run()
                    run.text = words
                    _in_english(run)
                    if target and len(target) <= LONGEST_LINK:
                        run.hyperlink.address = target


def _in_english(run: Any) -> None:
    run._r.get_or_add_rPr().set("lang", "en-US")  # noqa: SLF001


def title_lines(title: str, template: Template) -> tuple[tuple[str, ...], float]:
    """Return the lines of a title and its size in points: as large as the template has it, or as there is room for.

    The end of the title in brackets, such as "(2 of 3)", stays even where the title is cut.
    """
    width = template.title.width / EMU_PER_PT
    said = clean(title)
    points = template.title_pt
    while True:
        most = max(1, int(template.title.height / EMU_PER_PT / (points * LINE_HEIGHT)))
        lines = wrap(said, TITLE_COLUMNS, width_px=width / BOLD, size_px=points, max_lines=most)
        if not lines[-1].endswith(ELLIPSIS) or said.endswith(ELLIPSIS):
            return lines, points
        if points <= LEAST_TITLE_PT:
            break
        points = max(float(LEAST_TITLE_PT), points - 2)
    stem, bracket, rest = said.rpartition(" (")
    ending = bracket + rest if stem and rest.endswith(")") and len(rest) <= LONGEST_BRACKET else ""
    stem = " ".join(lines).removesuffix(ELLIPSIS)
    while ending and stem:
        tried = wrap(
            stem.rstrip() + ELLIPSIS + ending, TITLE_COLUMNS, width_px=width / BOLD, size_px=points, max_lines=most
        )
        if not tried[-1].endswith(ELLIPSIS):
            return tried, points
        stem = stem[:-1]
    return lines, points


class Slides:
    """The slides of one deck: what they are made from, the numbers of their sources, and their titles, each used once.

    Attributes:
        template: What slides are made from.
        sources: The numbering of sources.
    """

    def __init__(self, template: Template) -> None:
        self.template = template
        self.sources = Numbering()
        self._titles: set[str] = set()

    def begin(self, title: str, *, is_opening: bool = False) -> Slide:
        """Return a new slide; its title gets a number where another slide, or its cut title, is called the same."""
        said = clean(title) or UNTITLED
        number, name = 1, said
        while self._shown(name) in self._titles:
            number += 1
            name = f"{said} ({number})"
        self._titles.add(self._shown(name))
        return Slide(self.template, name, is_opening=is_opening)

    def _shown(self, title: str) -> str:
        return " ".join(title_lines(title, self.template)[0]).casefold()
