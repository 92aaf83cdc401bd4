"""The slides of an evidence gap map: what it shows, kinds of cell counted, native tables of cells, what holds nothing.

Tables are those of :mod:`equigraph.exporters.gap_pages`. A cell says verdict and sources in words, and its kind by its
colour and, beside it, a shape or its name; a cell without a claim says so. Notes hold every cell as a sentence and the
citations behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

from equigraph.exporters.deck_network import add_source, slide_source
from equigraph.exporters.deck_text import Words, numbered_title, text_slides
from equigraph.exporters.gap_json import GAP_TITLE
from equigraph.exporters.gap_names import GapNames, chosen_words, roll_up
from equigraph.exporters.gap_pages import (
    LEAST_PT,
    MARGIN_PT,
    SHAPES,
    GapPages,
    cell_lines,
    divide_map,
    name_lines,
    sign,
)
from equigraph.exporters.gap_palette import gap_look
from equigraph.exporters.gap_sentences import cell_sentences
from equigraph.exporters.own_words import own_words
from equigraph.exporters.palette import VERDICTS
from equigraph.exporters.slide_room import TEXT_LINE_PX, SlideRoom, add_words, lines_of
from equigraph.exporters.slide_shapes import Frame, Paragraph, Run, alternative, paragraph_xml
from equigraph.exporters.slide_table import Cell as TableCell
from equigraph.exporters.slide_table import Row, Table, table_slides
from equigraph.graph.claims import ALL_STUDENTS
from equigraph.graph.gap_words import ROW_WORDS, kinds_of
from equigraph.graph.kinds import count_words, words_for
from equigraph.graph.labels import clean

if TYPE_CHECKING:
    from equigraph.exporters.evidence import Reference
    from equigraph.exporters.gap_pages import GapPage
    from equigraph.exporters.slide import Slide, Slides
    from equigraph.graph.gap_map import Cell, GapMap, Heading

__all__ = ["gap_slides", "map_title", "verdicts_in"]

EMU_PER_PT: Final = 12700
GRID: Final = "{5940675A-B579-460E-94D1-54222C63F5DA}"  # the built-in style "No Style, Table Grid"
GAP_PX: Final = 6.0
LINES_ABOVE: Final = 3  # of takeaway and legend together
LEGEND_LINES: Final = 2
COUNTED: Final = "sources of one study count once"
ONLY_ALL_STUDENTS: Final = "“all students”: no claim about this group, only about all students"


def map_title(found: GapMap) -> str:
    """Return what a map is called: with its population where it is that of a group."""
    people = found.populations[0]
    name = GAP_TITLE.split(":")[0]
    return f"{name}: {clean(people.label)}" if people.groups else name


def verdicts_in(found: GapMap) -> list[str]:
    """Return the verdicts that stand in cells, in the order of the palette."""
    cells = (found.cell(*key) for key in found.filled())
    occurring = {cell.grade.verdict for cell in cells if cell.claims}
    return [verdict for verdict in VERDICTS if verdict in occurring]


def gap_slides(slides: Slides, found: GapMap, *, title: str = "", text: str = "") -> None:
    """Add the slides of a map.

    Args:
        slides: Those of the deck.
        found: The map, made with the records of its claims and sources; its first population is shown.
        title: Words for its slides in place of its own title.
        text: The author's own words, set apart from what the data say.

    Raises:
        ExportError: The map was made without the records of its claims and sources.
    """
    _Showing(slides, found, title or map_title(found)).add(text)


class _Showing:
    """Adds the slides of one map."""

    def __init__(self, slides: Slides, found: GapMap, title: str) -> None:
        self.slides = slides
        self.found = found
        self.title = title
        self.names = GapNames(found)
        self.room = SlideRoom(slides.template)
        self.theme = slides.template.theme
        self.source = slide_source(self.names.graph)
        self.claims = {claim.iri: claim for claim in found.claims}

    def add(self, text: str) -> None:
        """Add all slides."""
        text_slides(self.slides, f"{self.title}: in short", [*own_words(text), *self._summary()])
        if not self.found.rows or not self.found.columns:
            return
        self._add_kinds()
        top = LINES_ABOVE * TEXT_LINE_PX + GAP_PX
        height = self.room.height - top - self._foot
        share = self.slides.template.text_share
        pages = divide_map(self.found, self._points(self.room.width), self._points(height), share)
        for page in pages.pages:
            self._add_page(page, top)
        nothing = list(self._nothing(pages))
        if nothing:
            text_slides(self.slides, f"{self.title}: where there is no claim", nothing)

    @property
    def _foot(self) -> float:
        return len(lines_of(self.source, self.room.words_px, most=2)) * TEXT_LINE_PX + GAP_PX

    def _points(self, px: float) -> float:
        return px * self.room.scale / EMU_PER_PT

    def _summary(self) -> Iterator[str]:
        people = self.found.populations[0]
        yield from self.found.summary
        yield f"Made for: {chosen_words(self.found)}. Population: {people.label}, {roll_up(self.found, people)}."
        others = [one.label for one in self.found.populations[1:]] if people.groups else []
        if others:
            yield f"One of {len(others) + 1:,} populations is shown; not shown: {', '.join(others)}."
        yield from self.found.notes

    def _add_kinds(self) -> None:
        """Add the table that counts cells by kind, and says what each kind means."""
        kinds = kinds_of(self.found)
        rows = []
        for step in self.found.grader.rule.gaps:
            look = gap_look(step.yields)
            words = f"{SHAPES[look.shape]} {step.yields}".strip()
            cell = TableCell(words, look.fill(self.theme), look.ink(self.theme), bold=True)
            rows.append(Row([cell, TableCell(f"{kinds[step.yields]:,}", align="r"), step.definition]))
        rule = self.found.grader.rule
        table = Table(
            f"{self.title}: kinds of cell",
            "Each cell is of one kind. A kind says how much there is, not whether it is good.",
            ("Kind of cell", "Cells", "What it means"),
            rows,
            notes=[f"Graded by the rule, version {rule.version}: {rule.definition}"],
            widths=(2.8, 0.9, 7.2),
            source=self.source,
        )
        table_slides(self.slides, table)

    # --- one table ------------------------------------------------------------------------------

    def _add_page(self, page: GapPage, top: float) -> None:
        name = f"{self.title}: {page.group}" if page.group else f"{self.title}: cells"
        slide = self.slides.begin(numbered_title(name, page.number, page.of))
        legends = self._legends(page)
        legend = self._fitting(legends, 1)
        legend = legend if len(lines_of(legends[-1], self.room.words_px)) == 1 else self._fitting(legends, LEGEND_LINES)
        takeaway = self._fitting(self._takeaways(page), LINES_ABOVE - len(legend))
        add_words(slide, self.room, "Takeaway", " ".join(takeaway), 0.0, len(takeaway))
        add_words(slide, self.room, "Legend", " ".join(legend), len(takeaway) * TEXT_LINE_PX, len(legend), "muted")
        slide.add(_Drawing(slide, self, page).table(top))
        add_source(slide, self.room, self.names.graph)
        references: dict[str, Reference] = {}
        told = [self._told(row, column, references) for row, column in self._filled(page)]
        notes = [slide.title, self._takeaways(page)[0], self._legends(page)[0], *told, *self._unshown(page)]
        slide.close(notes, sorted(references.values(), key=lambda one: one.number))

    def _filled(self, page: GapPage) -> Iterator[tuple[Heading, Heading]]:
        for row in page.rows:
            for column in page.columns:
                cell = self.found.cell(row.iri, column.iri)
                if cell.claims or cell.general_claims:
                    yield row, column

    def _fitting(self, wordings: Sequence[str], most: int) -> tuple[str, ...]:
        """Return the lines of the first of these wordings that takes so many; the last is cut where none does."""
        lines = [lines_of(wording, self.room.words_px, most=most + 1) for wording in wordings]
        fitting = next((some for some in lines if len(some) <= most), None)
        return fitting or lines_of(wordings[-1], self.room.words_px, most=most)

    def _takeaways(self, page: GapPage) -> tuple[str, ...]:
        """Return what a table shows and does not show, the longest wording first."""
        cells = [self.found.cell(row.iri, column.iri) for row, column in self._filled(page)]
        own = sum(bool(cell.claims) for cell in cells)
        places = count_words(len(page.rows) * len(page.columns), "cell")
        people = self.found.populations[0]
        about = f" about {clean(people.label)}" if people.groups else ""
        said = f"{own:,} of {places} {'has' if own == 1 else 'have'} a claim{about}"
        if own < len(cells):
            said += f", {len(cells) - own:,} about all students only"
        more = sum(self._holds(page, column) for column in self._elsewhere(page))
        none = len(self.found.columns) - len(page.columns) - more
        nothing = f"no claim here for {words_for(none, 'EquityGoal')} more" if none else ""
        others = f"{count_words(more, 'more goal')} on another slide" if more else ""
        wordings = ((said, others, nothing), (said, others or nothing), (said,))
        return tuple("; ".join(filter(None, one)) + "." for one in wordings)

    def _elsewhere(self, page: GapPage) -> list[Heading]:
        return [column for column in self.found.columns if column not in page.columns]

    def _holds(self, page: GapPage, column: Heading) -> bool:
        cells = [self.found.cell(row.iri, column.iri) for row in page.rows]
        return any(cell.claims or cell.general_claims for cell in cells)

    def _unshown(self, page: GapPage) -> Iterator[str]:
        none = [column.label for column in self._elsewhere(page) if not self._holds(page, column)]
        if none:
            yield f"No claim here for: {'; '.join(map(clean, none))}."

    def _legends(self, page: GapPage) -> tuple[str, ...]:
        """Return the signs and shapes of a table in words, the longest wording first."""
        cells = [self.found.cell(row.iri, column.iri) for row, column in self._filled(page)]
        verdicts = {cell.grade.verdict for cell in cells if cell.claims}
        told = [f"{sign(verdict)} {verdict}" for verdict in VERDICTS if verdict in verdicts and sign(verdict)]
        kinds = {cell.grade.gap.yields for cell in cells if cell.claims}
        if not page.says_kind:
            steps = [step.yields for step in self.found.grader.rule.gaps if step.yields in kinds]
            told += [f"{SHAPES[gap_look(kind).shape]} {kind}" for kind in steps]
        if any(not cell.claims for cell in cells):
            told.append(ONLY_ALL_STUDENTS)
        counted = [*told, *([COUNTED] if verdicts else [])]
        return "; ".join(counted) + ".", "; ".join(told) + "."

    def _told(self, row: Heading, column: Heading, references: dict[str, Reference]) -> str:
        """Return a cell as a sentence with the numbers of its sources, which are added to the references."""
        cell = self.found.cell(row.iri, column.iri)
        found = self.names.by_citation(
            source for claim in (*cell.claims, *cell.general_claims) for source in self.claims[claim].sources
        )
        cited = [self.slides.sources.cite(self.names.source(iri)) for iri in found if self.names.source(iri)]
        references.update({one.iri: one for one in cited})
        numbers = ", ".join(map(str, sorted(one.number for one in cited)))
        marks = f" Source{'s' if len(cited) > 1 else ''}: {numbers}." if cited else " No source recorded."
        return cell_sentences(cell, clean(row.label), clean(column.label)) + marks

    # --- what holds nothing ---------------------------------------------------------------------

    def _nothing(self, pages: GapPages) -> Iterator[str | Words]:
        """Yield the names of the columns and rows without any claim."""
        people = self.found.populations[0]
        about = f" about {clean(people.label)}" if people.groups else ""
        if about and not self.found.is_exact and people.iri != ALL_STUDENTS:
            about += " or about all students"
        if pages.empty_columns:
            number = words_for(len(pages.empty_columns), "EquityGoal")
            yield Words(f"No claim{about} for {number}", bold=True)
            yield "; ".join(clean(column.label) for column in pages.empty_columns) + "."
        if pages.without:
            one, many = ROW_WORDS[self.found.rows_are]
            yield Words(f"No claim{about} on {count_words(len(pages.without), one, many)}", bold=True)
            yield "; ".join(clean(row.label) for row in pages.without) + "."
        if pages.empty_columns or pages.without:
            yield "No claim in this graph. That is not the same as no effect."


class _Drawing:
    """Draws the table of one slide."""

    def __init__(self, slide: Slide, showing: _Showing, page: GapPage) -> None:
        self.slide = slide
        self.showing = showing
        self.page = page
        self.canvas = showing.room.canvas()

    def table(self, top: float) -> str:
        """Return the table, so far below the top of the room."""
        page = self.page
        widths = [page.names_pt, *[page.column_pt] * len(page.columns)]
        place = self.showing.room.canvas(0.0, top).frame(0.0, 0.0, 1.0, 1.0)
        frame = Frame(place.left, place.top, _emu(sum(widths)), _emu(page.height_pt))
        said = f"Table: {self.slide.title}. {len(page.rows)} rows by {len(page.columns)} equity goals."
        grid = "".join(f'<a:gridCol w="{_emu(width)}"/>' for width in widths)
        return (
            f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{self.slide.new_id()}" name="Gap map"'
            f' descr={quoteattr(alternative(said))}/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
            f"</p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>"
            f'<p:xfrm><a:off x="{frame.left}" y="{frame.top}"/><a:ext cx="{frame.width}" cy="{frame.height}"/></p:xfrm>'
            f'<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>'
            f'<a:tblPr firstRow="1" firstCol="1"><a:tableStyleId>{GRID}</a:tableStyleId></a:tblPr>'
            f"<a:tblGrid>{grid}</a:tblGrid>{self._head()}{''.join(self._rows())}</a:tbl></a:graphicData></a:graphic>"
            f"</p:graphicFrame>"
        )

    def _head(self) -> str:
        one, _ = ROW_WORDS[self.showing.found.rows_are]
        fill = self.canvas.colour("goal")
        cells = [self._cell([one[:1].upper() + one[1:]], fill, is_bold=True)]
        for column in self.page.columns:
            lines = name_lines(column.label, self._head_room, self._share)
            # Upright text is broken here: a program that does not break it would make the row higher than the slide.
            lines = lines if self.page.is_turned else (" ".join(lines),)
            cells.append(self._cell(lines, fill, is_bold=False, is_turned=self.page.is_turned))
        return f'<a:tr h="{_emu(self.page.head_pt)}">{"".join(cells)}</a:tr>'

    @property
    def _share(self) -> float:
        return self.showing.slides.template.text_share

    @property
    def _head_room(self) -> float:
        return (self.page.head_pt if self.page.is_turned else self.page.column_pt) - 2 * MARGIN_PT

    def _rows(self) -> Iterator[str]:
        for row, height in zip(self.page.rows, self.page.row_pts, strict=True):
            name = " ".join(name_lines(row.label, self.page.names_pt - 2 * MARGIN_PT, self._share))
            cells = [self._cell([name], self.canvas.colour("page"), is_bold=False)]
            cells += [self._claims(self.showing.found.cell(row.iri, column.iri)) for column in self.page.columns]
            yield f'<a:tr h="{_emu(height)}">{"".join(cells)}</a:tr>'

    def _claims(self, cell: Cell) -> str:
        lines = [line for line in cell_lines(cell, says_kind=self.page.says_kind) if line]
        if not cell.claims:
            return self._cell(lines, self.canvas.colour("page"), ink=self.canvas.colour("muted"), is_bold=False)
        look = gap_look(cell.grade.gap.yields)
        return self._cell(lines, look.fill(self.showing.theme), ink=look.ink(self.showing.theme), is_bold=False)

    def _cell(self, lines: Sequence[str], fill: str, *, ink: str = "", is_bold: bool, is_turned: bool = False) -> str:
        runs = [Run(line, ink or self.canvas.colour("ink"), LEAST_PT, bold=is_bold) for line in lines]
        body = "".join(paragraph_xml(Paragraph((run,))) for run in runs)
        margin = _emu(MARGIN_PT)
        rule = self.canvas.colour("rule")[1:].upper()
        borders = "".join(
            f'<a:{name} w="9525"><a:solidFill><a:srgbClr val="{rule}"/></a:solidFill></a:{name}>'
            for name in ("lnL", "lnR", "lnT", "lnB")
        )
        turned = ' vert="vert270"' if is_turned else ""
        return (
            f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{body}</a:txBody>"
            f'<a:tcPr marL="{margin}" marR="{margin}" marT="{margin}" marB="{margin}" anchor="ctr"{turned}>{borders}'
            f'<a:solidFill><a:srgbClr val="{fill[1:].upper()}"/></a:solidFill></a:tcPr></a:tc>'
        )


def _emu(points: float) -> int:
    return round(points * EMU_PER_PT)
