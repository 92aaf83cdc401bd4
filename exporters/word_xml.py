"""The paragraphs, lists and tables of a document as WordprocessingML (ECMA-376, part 1, section 17).

python-docx makes the file, its styles and its parts; the body is written as text and parsed once by its parser, because
adding runs and cells one by one takes it many times as long. The order of elements is that of the schema.
Source marks are links to bookmarks in the bibliography. Text that runs right to left is marked so; marks that force a
direction, and so would turn the words after them, are left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from equigraph.exporters.document import (
    NO_SOURCE,
    Bibliography,
    Heading,
    Items,
    Link,
    Paragraph,
    Table,
    Verdict,
    Words,
)
from equigraph.exporters.office_zip import LONGEST_LINK
from equigraph.exporters.palette import colour, verdict_look
from equigraph.exporters.passages import citation_runs
from equigraph.graph.labels import clean

if TYPE_CHECKING:
    from equigraph.exporters.document import Block, Run
    from equigraph.exporters.evidence import Reference

__all__ = ["NAMESPACES", "W", "body_xml", "bookmark", "footer_xml", "paragraph_xml"]

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES: Final = f'xmlns:w="{W}" xmlns:r="{R}"'
LONGEST_TIP: Final = 200  # characters of what is shown beside a link
SPACES: Final = " \t\r\n"
LONGEST_ROW: Final = 1_200  # characters; a longer row may go over the end of a page
FORCING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e")  # Unicode Bidirectional Algorithm, 2.1 and 2.2
ISOLATING: Final = frozenset("\u2066\u2067\u2068")
END_OF_ISOLATE: Final = "\u2069"

Relate = Callable[[str], str]  # the id of a relation to an address
Styles = Mapping[str, str]  # ids of styles by their name


def body_xml(blocks: Sequence[Block], styles: Styles, relate: Relate, width: int) -> str:
    """Return the blocks of a document as the children of a body.

    Args:
        blocks: What it says.
        styles: Ids of the styles by their names.
        relate: Returns the id of a relation to an address.
        width: Of a line of text, in twentieths of a point.
    """
    writer = _Writer(styles, relate, width)
    return "".join(part for block in blocks for part in writer.block(block))


def paragraph_xml(runs: Sequence[Run], style: str, relate: Relate, hyperlink: str = "") -> str:
    """Return one paragraph in a style, by its id."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_runs(runs, relate, hyperlink)}</w:p>'


def footer_xml(words: str, style: str, width: int, *, numbered: bool) -> str:
    """Return the paragraph at the foot of a page: some words, and the number of the page at the right.

    Args:
        words: What is said on every page.
        style: Id of its style, or "".
        width: Of a line, in twentieths of a point.
        numbered: Whether the number of the page is told.
    """
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    tabs = (
        '<w:tabs><w:tab w:val="clear" w:pos="4680"/><w:tab w:val="clear" w:pos="9360"/>'
        f'<w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    )
    page = f"<w:r><w:tab/></w:r>{_text('Page ')}{_field('PAGE')}{_text(' of ')}{_field('NUMPAGES')}" if numbered else ""
    return f"<w:p {NAMESPACES}><w:pPr>{named}{tabs}</w:pPr>{_text(words)}{page}</w:p>"


def bookmark(reference: Reference) -> str:
    """Return the name of the bookmark of a source."""
    return f"source_{reference.number}"


class _Writer:
    """Writes blocks; it counts tables and bookmarks."""

    def __init__(self, styles: Styles, relate: Relate, width: int) -> None:
        self.styles = styles
        self.relate = relate
        self.width = width
        self.tables = 0

    def block(self, block: Block) -> Iterator[str]:
        """Yield the elements of a block."""
        if isinstance(block, Heading):
            yield self.paragraph((Words(block.text),), f"Heading {block.level}")
        elif isinstance(block, Paragraph):
            yield self.paragraph(block.runs, "Normal")
        elif isinstance(block, Items):
            yield from (self.paragraph(runs, "List Bullet") for runs in block.items)
        elif isinstance(block, Table):
            yield from self.table(block)
        else:
            yield from self.bibliography(block)

    def paragraph(self, runs: Sequence[Run], style: str) -> str:
        return paragraph_xml(runs, self.styles[style], self.relate, self.styles["Hyperlink"])

    def table(self, table: Table) -> Iterator[str]:
        self.tables += 1
        number = _field("SEQ Table \\* ARABIC", str(self.tables))
        caption = f'<w:pPr><w:pStyle w:val="{self.styles["Caption"]}"/><w:keepNext/></w:pPr>'
        yield f"<w:p>{caption}{_text('Table ')}{number}{_text(f'. {table.caption}')}</w:p>"
        widths = [self.width * share // 100 for share in table.shares]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        head = self.row([(Words(name, is_bold=True),) for name in table.columns], widths, is_head=True)
        rows = "".join(self.row(cells, widths) for cells in table.rows)
        yield f"<w:tbl>{self.table_properties(table, sum(widths))}<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"

    def table_properties(self, table: Table, width: int) -> str:
        """Return what marks the heading row and column, and what the table is called by who cannot see it."""
        margins = "".join(
            f'<w:{side} w:w="{size}" w:type="dxa"/>'
            for side, size in (("top", 30), ("left", 70), ("bottom", 30), ("right", 70))
        )
        look = (
            'w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="0"'
        )
        return (
            f'<w:tblPr><w:tblStyle w:val="{self.styles["Table Grid"]}"/><w:tblW w:w="{width}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar><w:tblLook {look}/>'
            f"<w:tblCaption w:val={_quoted(table.caption)}/>"
            f"<w:tblDescription w:val={_quoted(table.description)}/></w:tblPr>"
        )

    def row(self, cells: Sequence[Sequence[Run]], widths: Sequence[int], *, is_head: bool = False) -> str:
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{colour("goal", "light")[1:]}"/>' if is_head else ""
        inner = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>'
            f"{self.paragraph(runs, 'Table Text')}</w:tc>"
            for runs, width in zip(cells, widths, strict=True)
        )
        whole = "<w:cantSplit/>" if len(inner) < LONGEST_ROW * len(cells) else ""
        mark = f"{whole}<w:tblHeader/>" if is_head else whole
        return f"<w:tr>{f'<w:trPr>{mark}</w:trPr>' if mark else ''}{inner}</w:tr>"

    def bibliography(self, block: Bibliography) -> Iterator[str]:
        for reference in block.references:
            properties = f'<w:pPr><w:pStyle w:val="{self.styles["Bibliography"]}"/></w:pPr>'
            start = f'<w:bookmarkStart w:id="{reference.number}" w:name="{bookmark(reference)}"/>'
            end = f'<w:bookmarkEnd w:id="{reference.number}"/>'
            number = f"{start}{_text(f'[{reference.number}]')}{end}<w:r><w:tab/></w:r>"
            citation = _runs(citation_runs(reference), self.relate, self.styles["Hyperlink"])
            yield f"<w:p>{properties}{number}{citation}</w:p>"


# --- runs -----------------------------------------------------------------------------------


def _runs(runs: Sequence[Run], relate: Relate, hyperlink: str) -> str:
    return "".join(part for run in runs for part in _run(run, relate, hyperlink))


def _run(run: Run, relate: Relate, hyperlink: str) -> Iterator[str]:
    if isinstance(run, Words):
        yield _text(run.text, is_bold=run.is_bold, ink=colour("muted", "print") if run.is_quiet else "")
    elif isinstance(run, Verdict):
        look = verdict_look(run.word)
        if look.glyph:
            yield _text(f"\u00a0{look.glyph}\u00a0", is_bold=True, ink=colour(look.token, "print"), is_boxed=True)
            yield _text("\u00a0")
        yield _text(run.text, is_bold=True)
    elif isinstance(run, Link):
        yield _link(run, relate, hyperlink)
    elif run.references:
        for place, reference in enumerate(run.references):
            yield _text(" ") if place else ""
            tip = _quoted(f"Source {reference.number}: {reference.short}"[:LONGEST_TIP])
            yield (
                f'<w:hyperlink w:anchor="{bookmark(reference)}" w:tooltip={tip} w:history="1">'
                f"{_text(f'[{reference.number}]', style=hyperlink)}</w:hyperlink>"
            )
    else:
        yield _text(NO_SOURCE)


def _link(link: Link, relate: Relate, hyperlink: str) -> str:
    if not link.url or len(link.url) > LONGEST_LINK:
        return _text(link.text)
    return f'<w:hyperlink r:id="{relate(link.url)}" w:history="1">{_text(link.text, style=hyperlink)}</w:hyperlink>'


def _text(text: str, *, is_bold: bool = False, ink: str = "", is_boxed: bool = False, style: str = "") -> str:
    shown = steadied(_one_line(text))
    properties = "".join(
        (
            f'<w:rStyle w:val="{style}"/>' if style else "",
            "<w:b/><w:bCs/>" if is_bold else "",
            f'<w:color w:val="{ink[1:].upper()}"/>' if ink else "",
            f'<w:bdr w:val="single" w:sz="6" w:space="0" w:color="{ink[1:].upper()}"/>' if is_boxed else "",
            "<w:rtl/>" if runs_right_to_left(shown) else "",
        )
    )
    marked = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{marked}<w:t xml:space="preserve">{escape(shown)}</w:t></w:r>'


def _one_line(text: str) -> str:
    """Return text on one line; the space at its ends, which parts it from its neighbours, is kept."""
    inner = clean(text)
    if not inner:
        return " " if text else ""
    return f"{' ' if text[0] in SPACES else ''}{inner}{' ' if text[-1] in SPACES else ''}"


def _quoted(text: str) -> str:
    return quoteattr(clean(text))


def _field(instruction: str, shown: str = "1") -> str:
    return f'<w:fldSimple w:instr="{escape(instruction)}">{_text(shown)}</w:fldSimple>'


def steadied(text: str) -> str:
    r"""Return text without the marks that force a direction, and with those that isolate a part of it closed.

    The letters say by themselves which way they run; a forced direction would turn the words that stand after it.

    Example:
        >>> steadied("\u202eabc") == "abc", steadied("\u2067abc") == "\u2067abc\u2069"
        (True, True)
    """
    if FORCING.isdisjoint(text) and ISOLATING.isdisjoint(text) and END_OF_ISOLATE not in text:
        return text
    kept: list[str] = []
    waiting = 0
    for character in text:
        if character in FORCING or (character == END_OF_ISOLATE and not waiting):
            continue
        waiting += (character in ISOLATING) - (character == END_OF_ISOLATE)
        kept.append(character)
    return "".join(kept) + END_OF_ISOLATE * waiting


def runs_right_to_left(text: str) -> bool:
    """Return whether the first letter of a text is of a script that runs right to left.

    Example:
        >>> runs_right_to_left("12 גשר"), runs_right_to_left("bridge גשר"), runs_right_to_left("12")
        (True, False, False)
    """
    if text.isascii():
        return False
    strong = (unicodedata.bidirectional(character) for character in text)
    return next((one for one in strong if one in {"L", "R", "AL"}), "L") != "L"
