"""Tables on slides: native, with a header row that each slide repeats, their rows over as many slides as they need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import quoteattr

from equigraph.exporters.deck_text import numbered_title
from equigraph.exporters.slide_room import LEAST_PT, TEXT_LINE_PX, SlideRoom, add_words, lines_of, sentences_in
from equigraph.exporters.slide_shapes import Align, Paragraph, Run, alternative, paragraph_xml
from equigraph.graph.boxes import TEXT_PX
from equigraph.graph.labels import ELLIPSIS, clean, text_width

if TYPE_CHECKING:
    from collections.abc import Mapping

    from equigraph.exporters.slide import Slide, Slides
    from equigraph.exporters.slide_picture import Canvas

__all__ = ["Cell", "Row", "Table", "table_slides"]

GRID: Final = "{5940675A-B579-460E-94D1-54222C63F5DA}"  # the built-in style "No Style, Table Grid"
CELL_PX: Final = 4.0  # from the sides of a cell to its words
ROW_PX: Final = 4.0  # what a row is higher than its words
BOLD: Final = 1.12
MOST_CELL_LINES: Final = 6  # of one cell; longer texts are cut, and stand in the notes
GAP_PX: Final = 6.0
TAKEAWAY_LINES: Final = 3
LEAST_COLUMN_PX: Final = 40.0
MEASURED_ROWS: Final = 200
LONGEST_WORD: Final = 20  # characters; longer ones may be broken


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is more than plain words.

    Attributes:
        text: What it says.
        fill: The colour of its ground as "#rrggbb", or "" for that of the page.
        ink: The colour of its words, or "" for the usual.
        bold: Whether its words are bold.
        align: "l", "ctr" or "r".
    """

    text: str
    fill: str = ""
    ink: str = ""
    bold: bool = False
    align: Align = "l"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, with what the notes of its slide say of it.

    Attributes:
        cells: Plain words, or cells with looks of their own.
        notes: Paragraphs for the notes of the slide on which the row stands.
        sources: Records of the sources whose citations end those notes.
    """

    cells: Sequence[str | Cell]
    notes: Sequence[str] = ()
    sources: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is asked for: what stands around it, its header, its rows, the shares of its columns.

    Attributes:
        title: Of its slides; each of several gets "(2 of 3)".
        takeaway: The sentence above it, on each slide.
        header: The names of its columns.
        rows: Its rows.
        notes: Paragraphs for the notes of the first slide.
        has_row_header: Whether the first cell of a row names the row.
        widths: Shares of the width, one for each column; without them they follow from the words.
        source: The line at the foot of the slide, or "".
    """

    title: str
    takeaway: str
    header: Sequence[str]
    rows: Sequence[Row]
    notes: Sequence[str] = ()
    has_row_header: bool = True
    widths: Sequence[float] = ()
    source: str = ""


def table_slides(slides: Slides, table: Table) -> None:
    """Add the slides of a table."""
    room = SlideRoom(slides.template)
    takeaway = sentences_in([table.takeaway], room.words_px, TAKEAWAY_LINES) if table.takeaway else ""
    lines = len(lines_of(takeaway, room.words_px)) if takeaway else 0
    top = lines * TEXT_LINE_PX + GAP_PX * bool(lines)
    foot = len(lines_of(table.source, room.words_px, most=2)) * TEXT_LINE_PX + GAP_PX if table.source else 0.0
    grid = _Grid(room, table)
    pages = list(grid.pages(room.height - top - foot))
    for number, rows in enumerate(pages, start=1):
        slide = slides.begin(numbered_title(table.title, number, len(pages)))
        if takeaway:
            add_words(slide, room, "Takeaway", takeaway, 0.0, lines)
        slide.add(grid.drawn(slide, room.canvas(0.0, top), rows))
        if table.source:
            count = len(lines_of(table.source, room.words_px, most=2))
            add_words(slide, room, "Source", table.source, room.height - count * TEXT_LINE_PX, count, "muted")
        cited = {one["iri"]: slides.sources.cite(one) for row in rows for one in row.sources}
        notes = [slide.title, *([table.takeaway] if table.takeaway else []), *(table.notes if number == 1 else ())]
        notes += [note for row in rows for note in (*row.notes, *grid.cut(row))]
        slide.close(notes, sorted(cited.values(), key=lambda one: one.number))


def _longest_word(text: str) -> float:
    words = (word for word in text.split(" ") if len(word) <= LONGEST_WORD)
    return max((text_width(word, TEXT_PX) for word in words), default=0.0) * BOLD + 2 * CELL_PX


class _Grid:
    """A table in a room: its columns, and the lines that its cells take."""

    def __init__(self, room: SlideRoom, table: Table) -> None:
        self.table = table
        self.header = [Cell(clean(text), bold=True) for text in table.header]
        self.share = room.template.text_share
        self.columns = self._columns(room.width)

    def _columns(self, width: float) -> list[float]:
        """Return the widths of the columns: as asked for, or by the longest words and the most text in each."""
        shares = list(self.table.widths)
        if not shares:
            shares = [
                min(240.0, max([text_width(head.text, TEXT_PX) * BOLD, *self._lengths(index)])) + 2 * CELL_PX
                for index, head in enumerate(self.header)
            ]
        least = [
            min(width / len(shares), max([LEAST_COLUMN_PX, *(_longest_word(text) for text in texts)]))
            for texts in self._texts()
        ]
        widths = [width * share / sum(shares) for share in shares]
        # Columns too narrow for their longest word get what it needs, from the others in proportion.
        narrow = {index for index, (has, needs) in enumerate(zip(widths, least, strict=True)) if has < needs}
        rest = sum(share for index, share in enumerate(shares) if index not in narrow)
        left = width - sum(least[index] for index in narrow)
        return [least[index] if index in narrow else left * share / rest for index, share in enumerate(shares)]

    def _texts(self) -> list[list[str]]:
        """Return the texts of each column whose words must not be broken: its header and its first cells."""
        return [
            [head.text, *(self._cells(row)[index].text for row in self.table.rows[:MEASURED_ROWS])]
            for index, head in enumerate(self.header)
        ]

    def _lengths(self, index: int) -> list[float]:
        return [text_width(self._cells(row)[index].text[:200], TEXT_PX) for row in self.table.rows]

    def _cells(self, row: Row) -> list[Cell]:
        """Return the cells of a row, as many as there are columns."""
        cells = [cell if isinstance(cell, Cell) else Cell(clean(str(cell))) for cell in row.cells][: len(self.header)]
        cells += [Cell("")] * (len(self.header) - len(cells))
        if cells and self.table.has_row_header:
            cells[0] = replace(cells[0], bold=True)
        return cells

    def _lines(self, cell: Cell, index: int) -> tuple[str, ...]:
        width = (self.columns[index] - 2 * CELL_PX) / self.share / (BOLD if cell.bold else 1.0)
        return lines_of(cell.text, width, most=MOST_CELL_LINES)

    def _height(self, cells: Sequence[Cell]) -> float:
        lines = max((len(self._lines(cell, index)) for index, cell in enumerate(cells)), default=1)
        return lines * TEXT_LINE_PX + ROW_PX

    def pages(self, height: float) -> Iterator[list[Row]]:
        """Yield the rows of each slide; a table without rows has one slide."""
        left = height - self._height(self.header)
        page: list[Row] = []
        used = 0.0
        for row in self.table.rows:
            needed = self._height(self._cells(row))
            if page and used + needed > left:
                yield page
                page, used = [], 0.0
            page.append(row)
            used += needed
        yield page

    def cut(self, row: Row) -> Iterator[str]:
        """Yield the whole of texts that their cells cut."""
        for index, cell in enumerate(self._cells(row)):
            if self._lines(cell, index)[-1].endswith(ELLIPSIS) and not cell.text.endswith(ELLIPSIS):
                yield f"In full, {self.header[index].text}: {cell.text}"

    def drawn(self, slide: Slide, canvas: Canvas, rows: Sequence[Row]) -> str:
        """Return the table with these rows."""
        lines = [self.header, *map(self._cells, rows)]
        heights = [self._height(cells) for cells in lines]
        frame = canvas.frame(0.0, 0.0, sum(self.columns), sum(heights))
        grid = "".join(f'<a:gridCol w="{canvas.length(width)}"/>' for width in self.columns)
        body = "".join(
            f'<a:tr h="{canvas.length(height)}">{self._row(canvas, cells, is_header=index == 0)}</a:tr>'
            for index, (cells, height) in enumerate(zip(lines, heights, strict=True))
        )
        first = ' firstCol="1"' * self.table.has_row_header
        said = f"Table: {slide.title}. {len(rows)} rows; columns: {', '.join(cell.text for cell in self.header)}."
        return (
            f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{slide.new_id()}" name="Table"'
            f' descr={quoteattr(alternative(said))}/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
            f"</p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>"
            f'<p:xfrm><a:off x="{frame.left}" y="{frame.top}"/><a:ext cx="{frame.width}" cy="{frame.height}"/></p:xfrm>'
            f'<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>'
            f'<a:tblPr firstRow="1"{first}><a:tableStyleId>{GRID}</a:tableStyleId></a:tblPr>'
            f"<a:tblGrid>{grid}</a:tblGrid>{body}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
        )

    def _row(self, canvas: Canvas, cells: Sequence[Cell], *, is_header: bool) -> str:
        return "".join(self._cell(canvas, cell, index, is_header=is_header) for index, cell in enumerate(cells))

    def _cell(self, canvas: Canvas, cell: Cell, index: int, *, is_header: bool) -> str:
        lines = self._lines(cell, index)
        text = " ".join(lines) if lines[-1].endswith(ELLIPSIS) else cell.text
        run = Run(text, cell.ink or canvas.colour("ink"), LEAST_PT, bold=cell.bold)
        paragraph = Paragraph((run,) if text else (), cell.align)
        side, ends = canvas.length(CELL_PX), canvas.length(ROW_PX / 2)
        fill = (cell.fill or canvas.colour("goal" if is_header else "page"))[1:].upper()
        rule = canvas.colour("rule")[1:].upper()
        borders = "".join(
            f'<a:{name} w="9525"><a:solidFill><a:srgbClr val="{rule}"/></a:solidFill></a:{name}>'
            for name in ("lnL", "lnR", "lnT", "lnB")
        )
        return (
            f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{paragraph_xml(paragraph)}</a:txBody>"
            f'<a:tcPr marL="{side}" marR="{side}" marT="{ends}" marB="{ends}" anchor="ctr">{borders}'
            f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill></a:tcPr></a:tc>'
        )
