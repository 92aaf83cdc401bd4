"""Write a gap map as one standalone SVG picture (SVG 1.1, <https://www.w3.org/TR/SVG11/>), for documents and slides.

It shows the first population of the map: rows under their headings, columns with slanted names, and in each cell that
holds claims the shape and colour of its kind, the sign of its verdict and the number of its sources. Title, takeaway,
legend, source line, versions and licence are part of the picture, and it asks nothing of any other place: a file holds
the fonts it needs. Looks are attributes, never a style sheet. What is lost: the other populations, and the claims;
names of more than two lines are cut in the picture and whole in titles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.errors import UnknownNameError
from equigraph.exporters.files import write_xml
from equigraph.exporters.gap_layout import (
    HEAD_GAP_PX,
    HEAD_LINE_PX,
    HEAD_PX,
    NAME_LINE_PX,
    NAME_PX,
    SLANT_DEGREES,
    Column,
    Layout,
    Row,
)
from equigraph.exporters.gap_marks import NUMBER_PX, gap_shape, verdict_sign
from equigraph.exporters.gap_palette import gap_look
from equigraph.exporters.gap_sentences import cell_sentences
from equigraph.exporters.gap_sheets import GapPicture, compose_gap_pages, compose_gaps
from equigraph.exporters.marks import attributes, content, number, text_lines
from equigraph.exporters.palette import THEMES, Theme, colour
from equigraph.exporters.sheets import sheet_named
from equigraph.exporters.svg_document import document
from equigraph.graph.kinds import count_words

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from equigraph.graph.gap_map import Cell, GapMap

__all__ = ["generate_gap_svg", "generate_gap_svgs", "write_gap_svg"]

SHAPE_X, SIGN_X, NUMBER_X = -17.0, 1.0, 19.0  # from the middle of a cell


def generate_gap_svg(found: GapMap, theme: Theme = "light", *, sheet: str | None = None) -> str:
    """Return the picture of a gap map as SVG text.

    Args:
        found: The map; its first population is shown.
        theme: "light", "dark" or "print".
        sheet: "slide", "page" or "poster": as large as one, with text no smaller than can be read on it; what does not
            fit is left out, and it says so. Without it the picture is as large as it needs to be.

    Raises:
        UnknownNameError: There is no such theme or sheet.
        ExportError: The map was made without the records of its claims and sources.
    """
    if theme not in THEMES:
        raise UnknownNameError("theme", theme, THEMES)
    return _text(found, compose_gaps(found, theme, sheet_named(sheet) if sheet else None), theme)


def generate_gap_svgs(found: GapMap, theme: Theme = "light", *, sheet: str | None = None) -> tuple[str, ...]:
    """Return the pictures of a gap map as SVG texts: one, or as many sheets as all of it needs.

    Raises:
        UnknownNameError: There is no such theme or sheet.
        ExportError: The map was made without the records of its claims and sources.
    """
    if theme not in THEMES:
        raise UnknownNameError("theme", theme, THEMES)
    pictures = compose_gap_pages(found, theme, sheet_named(sheet) if sheet else None)
    return tuple(_text(found, picture, theme) for picture in pictures)


def _text(found: GapMap, picture: GapPicture, theme: Theme) -> str:
    figures = (
        line for layout, left in picture.grids for line in _figure(found, layout, left, picture.around.top, theme)
    )
    size = (picture.width, picture.height, picture.box_width, picture.box_height)
    return document("gaps", size, picture.around, figures, theme)


def write_gap_svg(
    found: GapMap, path: str | os.PathLike[str], *, theme: Theme = "light", sheet: str | None = None
) -> None:
    """Write the picture of a gap map as an SVG file, with its fonts in it.

    Raises:
        UnknownNameError: There is no such theme or sheet.
        ExportError: The map was made without the records of its claims and sources.
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    from equigraph.exporters.embedding import embed  # noqa: PLC0415 # a page that holds the picture needs no font

    write_xml(path, embed(generate_gap_svg(found, theme, sheet=sheet)))


def _figure(found: GapMap, layout: Layout, left: float, top: float, theme: Theme) -> Iterator[str]:
    """Yield the grid: its lines, the names of columns and rows, the cells that hold claims."""
    place = attributes(transform=f"translate({number(left)} {number(top + layout.head)})")
    yield f'<g class="eq-gaps"{place}>'
    yield _lines(layout, theme)
    yield '<g class="eq-columns">'
    yield from (_column(column, theme) for column in layout.columns)
    yield '</g>\n<g class="eq-rows">'
    yield from (_row(row, theme) for row in layout.rows)
    yield '</g>\n<g class="eq-cells" role="graphics-object" aria-label="Cells with claims">'
    for row in layout.rows:
        for column in layout.columns:
            if row.heading and column.is_filled:
                cell = found.cell(row.heading.iri, column.heading.iri)
                if cell.claims or cell.general_claims:
                    yield _cell(cell, row, column, theme)
    yield "</g>"
    yield _empty_columns(layout, theme)
    yield "</g>"


def _lines(layout: Layout, theme: Theme) -> str:
    """Return the lines between rows and between columns; an empty cell is what they enclose."""
    parts = []
    for row in layout.rows:
        if row.heading:
            parts.append(f"M{number(layout.left)} {number(row.y)}H{number(layout.right)}v{number(row.height)}")
            parts.append(f"H{number(layout.left)}z")
    for column in layout.columns[1:]:
        x = number(column.x - column.width / 2)
        parts += [f"M{x} {number(row.y)}v{number(row.height)}" for row in layout.rows if row.heading]
    looks = attributes(fill="none", stroke=colour("rule", theme), stroke_width=0.6, stroke_opacity=0.75)
    return f'<path class="eq-lines" d="{"".join(parts)}"{looks}/>' if parts else ""


def _column(column: Column, theme: Theme) -> str:
    """Return the slanted name of a column."""
    place = attributes(transform=f"translate({number(column.x)} {number(-HEAD_GAP_PX)}) rotate({-SLANT_DEGREES:g})")
    first = HEAD_PX * 0.35 - HEAD_LINE_PX * (len(column.lines) - 1) / 2
    ink = colour("ink" if column.is_filled else "muted", theme)
    words = text_lines(column.lines, 4.0, first, HEAD_LINE_PX, font_size=HEAD_PX, fill=ink)
    return f"<g{place}><title>{content(column.heading.label)}</title>{words}</g>"


def _row(row: Row, theme: Theme) -> str:
    """Return the name of a row, or a heading over rows."""
    if row.heading is None:
        looks = attributes(x=0.0, y=row.y + row.height - 8, font_size=NAME_PX + 1.5, font_weight=700)
        return f"<text{looks}{attributes(fill=colour('heading', theme))}>{content(row.lines[0])}</text>"
    first = row.y + row.height / 2 + NAME_PX * 0.35 - NAME_LINE_PX * (len(row.lines) - 1) / 2
    words = text_lines(row.lines, 12.0, first, NAME_LINE_PX, fill=colour("ink", theme))
    return f"<g><title>{content(row.heading.label)}</title>{words}</g>"


def _cell(cell: Cell, row: Row, column: Column, theme: Theme) -> str:
    """Return one cell: title, colour, shape, sign and number; the number alone where only all students are meant."""
    names = attributes(role="graphics-symbol", data_row=cell.row, data_column=cell.column, class_="eq-cell")
    middle_y = row.y + row.height / 2
    name = row.heading.label if row.heading else ""
    title = f"<title>{content(cell_sentences(cell, name, column.heading.label))}</title>"
    if not cell.claims:
        about_all = f"({cell.general.counted})" if cell.general else ""
        return f"<g{names}>{title}{_number(about_all, column.x, middle_y, colour('muted', theme))}</g>"
    look = gap_look(cell.grade.gap.yields)
    box = attributes(x=column.x - column.width / 2 + 1, y=row.y + 1, width=column.width - 2, height=row.height - 2)
    ink = look.ink(theme)
    parts = [
        f"<rect{box}{attributes(rx=2.0, fill=look.fill(theme))}/>",
        gap_shape(look, column.x + SHAPE_X, middle_y, ink),
        verdict_sign(cell.grade.verdict, column.x + SIGN_X, middle_y, ink),
        _number(str(cell.grade.counted), column.x + NUMBER_X, middle_y, ink),
    ]
    return f"<g{names}>{title}{''.join(parts)}</g>"


def _number(text: str, x: float, y: float, ink: str) -> str:
    looks = attributes(
        x=x, y=y + NUMBER_PX * 0.35, text_anchor="middle", font_size=NUMBER_PX, font_weight=600, fill=ink
    )
    return f"<text{looks}>{content(text)}</text>"


def _empty_columns(layout: Layout, theme: Theme) -> str:
    """Return the words below the columns that hold nothing."""
    empty = [column for column in layout.columns if not column.is_filled]
    if not empty or not layout.rows:
        return ""
    right = empty[-1].x + empty[-1].width / 2
    words = f"No claim for {count_words(len(empty), 'goal')}"
    looks = attributes(x=right, y=layout.height + 18, text_anchor="end", fill=colour("muted", theme))
    return f"<text{looks}>{content(words)}</text>"
