"""What stands around the picture of a gap map: title, takeaway and legend above it; source, versions, licence below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from equigraph.exporters.brief_frame import Frame, brief_source
from equigraph.exporters.gap_json import GAP_TITLE
from equigraph.exporters.gap_marks import gap_shape, verdict_sign
from equigraph.exporters.gap_names import chosen_words, recorded, roll_up
from equigraph.exporters.gap_palette import gap_look
from equigraph.exporters.marks import attributes, content, text_lines
from equigraph.exporters.palette import VERDICTS, Theme, colour
from equigraph.graph.gap_words import kinds_of
from equigraph.graph.labels import clean, text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from equigraph.exporters.gap_layout import Layout
    from equigraph.exporters.sheets import Sheet
    from equigraph.graph.gap_map import GapMap

__all__ = ["MARGIN_PX", "gap_frame"]

MARGIN_PX: Final = 24.0
BRIEF_MARGIN_PX: Final = 18.0
TITLE_PX, SENTENCE_PX, SMALL_PX = 22.0, 14.0, 13.0
BRIEF_TITLE_PX: Final = 19.0
BRIEF_TITLE: Final = GAP_TITLE.partition(":")[0]
NARROWEST_PX: Final = 760.0
TEXT_COLUMNS: Final = 400  # lines of running text are broken by their width, not by their characters
SAMPLE_PX: Final = 26.0
LEGEND_LINE_PX: Final = 25.0
READ: Final = "A cell says what studies found, not an endorsement: shape and colour its kind, then verdict and sources."


def gap_frame(
    found: GapMap, layout: Layout, theme: Theme, *, sheet: Sheet | None = None, part: str = "", said: str = ""
) -> Frame:
    """Return what stands around the picture of a map.

    Args:
        found: The map.
        layout: The rows and columns that are shown.
        theme: "light", "dark" or "print".
        sheet: What it is made for; its height is what it needs, which may be more than the sheet has.
        part: Which part of the map this is, for the title.
        said: What is not shown, the first of the sentences.
    """
    is_brief = sheet is not None and sheet.is_brief
    margin = BRIEF_MARGIN_PX if is_brief else MARGIN_PX
    width = sheet.width if sheet else max(layout.width + 2 * margin, NARROWEST_PX)
    people = found.populations[0]
    title = BRIEF_TITLE if is_brief else GAP_TITLE
    title += (f": {clean(people.label)}" if people.groups else "") + (f" {part}" if part else "")
    takeaway = [clean(sentence) for sentence in ([said] if said else []) + list(found.summary)]
    below = [clean(sentence) for sentence in _sources(found)]
    page = _Lines(width - 2 * margin, theme, margin, margin - 6)
    page.add(title, BRIEF_TITLE_PX if is_brief else TITLE_PX, "ink", bold=True)
    for sentence in takeaway[:1] if is_brief else takeaway:
        page.add(sentence, SMALL_PX if is_brief else SENTENCE_PX, "ink")
    if layout.rows and layout.columns:
        if not is_brief:
            page.add(READ, SMALL_PX, "ink", bold=True)
        page.legend(_legend(found, layout, theme, is_brief=is_brief), SMALL_PX)
    top = page.y + 6
    below_map = [brief_source(recorded(found.network))] if is_brief else below
    bottom = top + layout.head + layout.height
    foot = _Lines(width - 2 * margin, theme, margin, bottom + (8 if is_brief else 30))
    for sentence in below_map:
        foot.add(sentence, SMALL_PX, "muted")
    needed = foot.y + margin / 2
    if sheet and is_brief and needed < sheet.height:  # the source stands at the foot of the sheet
        foot = _Lines(width - 2 * margin, theme, margin, sheet.height - (needed - bottom))
        for sentence in below_map:
            foot.add(sentence, SMALL_PX, "muted")
    return Frame(
        width=width,
        height=round(needed, 1),
        left=margin,
        top=round(top, 1),
        title=title,
        description=" ".join((*takeaway, *below)),
        above="\n".join(page.parts),
        below='<g class="eq-source">\n' + "\n".join(foot.parts) + "\n</g>",
    )


class _Lines:
    """Running text from the top down."""

    def __init__(self, room: float, theme: Theme, left: float, y: float) -> None:
        self.room = room
        self.left = left
        self.theme: Theme = theme
        self.y = y
        self.parts: list[str] = []

    def add(self, text: str, size: float, token: str, *, bold: bool = False) -> None:
        """Add a sentence, wrapped; bold letters are wider than their size says."""
        room = self.room / (1.14 if bold else 1.0)
        lines = wrap(text, TEXT_COLUMNS, width_px=room, size_px=size, max_lines=8)
        weight = 700 if bold else None
        fill = colour(token, self.theme)
        first = round(self.y + size, 1)
        self.parts.append(text_lines(lines, self.left, first, size + 5, font_size=size, fill=fill, font_weight=weight))
        self.y += (size + 5) * len(lines) + 3

    def legend(self, items: Iterable[tuple[str, str]], size: float) -> None:
        """Add samples with their words, as many side by side as there is room for."""
        x, y = self.left, self.y + LEGEND_LINE_PX / 2
        self.parts.append('<g class="eq-legend" role="graphics-object" aria-label="Legend">')
        for sample, words in items:
            width = SAMPLE_PX + 8 + text_width(words, size) + 22
            if x + width > self.left + self.room + 22 and x > self.left:
                x, y = self.left, y + LEGEND_LINE_PX
            place = attributes(transform=f"translate({x:g} {y:g})")
            looks = attributes(x=SAMPLE_PX + 8, y=size * 0.35, font_size=size, fill=colour("ink", self.theme))
            self.parts.append(f"<g{place}>{sample}<text{looks}>{content(words)}</text></g>")
            x = round(x + width, 1)
        self.parts.append("</g>")
        self.y = y + LEGEND_LINE_PX / 2


def _legend(found: GapMap, layout: Layout, theme: Theme, *, is_brief: bool) -> Iterator[tuple[str, str]]:
    """Yield samples and words: kinds with their numbers, signs of the verdicts that occur, what numbers mean."""
    people = found.populations[0].iri
    kinds = kinds_of(found, people)
    rows = {row.heading.iri for row in layout.rows if row.heading}
    columns = {column.heading.iri for column in layout.columns}
    keys = [key for key in found.filled() if key[0] in rows and key[1] in columns]
    cells = [found.cell(*key, population=people) for key in keys]
    here = {cell.grade.gap.yields for cell in cells if cell.claims}
    for step in found.grader.rule.gaps:
        if kinds[step.yields] and (not is_brief or step.yields in here):
            look = gap_look(step.yields)
            box = attributes(x=0.0, y=-9.0, width=SAMPLE_PX, height=18.0, rx=2.0, fill=look.fill(theme))
            edge = attributes(stroke=colour("rule", theme), stroke_width=0.6)
            shape = gap_shape(look, SAMPLE_PX / 2, 0.0, look.ink(theme))
            # On a part of the map the number of cells would be read as that of the part.
            yield f"<rect{box}{edge}/>{shape}", step.yields if is_brief else f"{step.yields} ({kinds[step.yields]:,})"
    verdicts = Counter(cell.grade.verdict for cell in cells if cell.claims)
    ink = colour("ink", theme)
    for verdict, look_ in VERDICTS.items():
        if verdicts[verdict]:
            yield verdict_sign(verdict, SAMPLE_PX / 2, 0.0, ink), look_.verdict
    sample = attributes(x=SAMPLE_PX / 2, y=4.5, text_anchor="middle", font_size=SMALL_PX, fill=ink)
    if verdicts:
        words = "sources" if is_brief else "sources, those of one study counted once"
        yield f"<text{sample}{attributes(font_weight=600)}>3</text>", words
    if any(cell.general_claims and not cell.claims for cell in cells):
        words = "about all students" if is_brief else "sources about all students only, no claim here"
        yield f"<text{sample}{attributes(font_weight=600)}>(3)</text>", words


def _sources(found: GapMap) -> Iterator[str]:
    """Yield the sentences below a picture: choices, notes, rule, source, data version and date, licence."""
    graph = recorded(found.network).graph
    people = found.populations[0]
    counts = f", {roll_up(found, people)}" if people.groups else ""
    yield f"Made for: {chosen_words(found)}. Population: {people.label}{counts}."
    if people.groups and len(found.populations) > 1:
        others = ", ".join(one.label for one in found.populations[1:])
        yield f"One of {len(found.populations):,} populations is shown; not shown: {others}."
    yield from found.notes
    rule = found.grader.rule
    yield f"Graded by the rule, version {rule.version}: {rule.definition}"
    if graph.get("citation"):
        yield f"Source: {graph['citation']}"
    version = f"Data version {graph.get('data_version') or 'not recorded'}"
    date = f" of {graph['data_date']}" if graph.get("data_date") else ""
    licence = ", ".join(filter(None, (graph.get("licence"), graph.get("licence_url")))) or "not recorded"
    yield f"{version}{date}. Licence: {licence}."
