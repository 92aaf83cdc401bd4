"""Word documents (Office Open XML, ECMA-376) that colleagues can edit: real headings, lists and tables, and no clock.

Of ours: letter paper, margins of 0.8 inches, Calibri (any program without it takes its own). Of an agency: its
template, with its page, styles, header and footer; what stood in its body is taken out. The same document gives the
same bytes. What is lost: the picture of a network, the positions of things, the IRIs of statements.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.shared import Inches, Pt, RGBColor

from equigraph.errors import ExportError
from equigraph.exporters.archive import day_of
from equigraph.exporters.document import Heading, Words
from equigraph.exporters.files import write_atomically
from equigraph.exporters.office_zip import APP, packed_again
from equigraph.exporters.palette import colour
from equigraph.exporters.word_xml import NAMESPACES, W, body_xml, footer_xml, paragraph_xml
from equigraph.graph.labels import clean

if TYPE_CHECKING:
    import os

    from docx.document import Document as WordFile

    from equigraph.exporters.document import Document

__all__ = ["generate_word", "write_word"]

MARGIN: Final = Inches(0.8)
TYPEFACE: Final = "Calibri"
LANGUAGE: Final = "en-US"
NEEDED: Final = ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet", "Caption", "Table Grid")
TWENTIETHS: Final = 635  # of the library's units of length in a twentieth of a point
TEMPLATE_TYPE: Final = b"wordprocessingml.template.main+xml"
DOCUMENT_TYPE: Final = b"wordprocessingml.document.main+xml"
TYPES: Final = "[Content_Types].xml"
MOST_UNPACKED: Final = 200 * 1024 * 1024  # bytes; templates with many pictures stay far below
MOST_PROPERTY: Final = 255  # characters: the library allows no more
# What reading a damaged file may raise, beside the library's own.
DAMAGED: Final = (
    OpcError, OSError, ValueError, LookupError, AttributeError, NotImplementedError, RuntimeError, zipfile.BadZipFile,
    zlib.error, SyntaxError,
)  # fmt: skip


def write_word(
    document: Document, path: str | os.PathLike[str], template: str | os.PathLike[str] | None = None
) -> None:
    """Write a document as a Word file, opened once more before it replaces the old one.

    Args:
        document: What it says.
        path: The file; its folder must exist.
        template: A Word file (.docx or .dotx) of one's own, whose page and styles it takes.

    Raises:
        ExportError: The template cannot be used, or the file could not be read back; nothing was written.
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    content = generate_word(document, template)
    try:
        read = docx.Document(io.BytesIO(content))
        ids = {read.styles[f"Heading {level}"].style_id for level in (1, 2)}
        headings = sum(one in ids for one in read.element.body.xpath("./w:p/w:pPr/w:pStyle/@w:val"))
    except DAMAGED as error:
        raise ExportError(f'"{Path(path).name}" could not be read back ({error}); not written') from error
    wanted = sum(isinstance(block, Heading) for block in document.blocks)
    if headings != wanted:
        raise ExportError(f'"{Path(path).name}" would have {headings} of {wanted} headings; not written')
    write_atomically(path, content)


def generate_word(document: Document, template: str | os.PathLike[str] | None = None) -> bytes:
    """Return a document as a Word file; see :func:`write_word`."""
    file = docx.Document() if template is None else _opened(Path(template))
    if template is None:
        _dress(file)
    _add_styles(file)
    _say(document, file)
    _set_footer(document, file)
    _set_properties(document, file)
    written = io.BytesIO()
    file.save(written)
    return packed_again(written.getvalue(), document.date, {"docProps/app.xml": APP} if template is None else None)


# --- the template ---------------------------------------------------------------------------


def _opened(path: Path) -> WordFile:
    """Return the template of somebody else, without what stood in its body."""
    try:
        file = docx.Document(io.BytesIO(_as_document(path.read_bytes())))
        names = {style.name for style in file.styles}
        body = file.element.body
        page = body.get_or_add_sectPr()
        for element in list(body):
            if element is not page:
                body.remove(element)
    except FileNotFoundError as error:
        raise ExportError(f'there is no template "{path}"; a Word document (.docx or .dotx) is accepted') from error
    except DAMAGED as error:
        message = f'"{path}" cannot be used as a template: it is no whole Word document without macros (.docx or .dotx)'
        raise ExportError(message) from error
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise ExportError(
            f'the template "{path}" has no style {", ".join(map(_quoted, missing))}; needed: {", ".join(NEEDED)}',
            hint="In Word, apply each style once in the template and save it: what was never used is left out.",
        )
    return file


def _as_document(content: bytes) -> bytes:
    """Return the bytes of a template (.dotx) as those of a document: the two differ by a name alone."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        size = sum(one.file_size for one in parts.infolist())
        if size > MOST_UNPACKED:
            raise ExportError(f"the template unpacks to {size:,} bytes; at most {MOST_UNPACKED:,} are accepted")
        types = parts.read(TYPES)
    if TEMPLATE_TYPE not in types:
        return content
    return packed_again(content, "", {TYPES: types.replace(TEMPLATE_TYPE, DOCUMENT_TYPE)})


def _quoted(name: str) -> str:
    return f'"{name}"'


# --- the look -------------------------------------------------------------------------------


def _dress(file: WordFile) -> None:
    """Give the library's own template our page and our looks."""
    section = file.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    section.header_distance = section.footer_distance = Inches(0.45)
    looks: tuple[tuple[str, float, float, float], ...] = (
        ("Normal", 9.5, 0, 3), ("Title", 20, 0, 1), ("Heading 1", 12, 8, 2), ("Heading 2", 10.5, 5, 1),
        ("List Bullet", 9.5, 0, 1.5), ("Caption", 9.5, 2, 2), ("Footer", 8.5, 0, 0),
    )  # fmt: skip
    for name, size, before, after in looks:
        style: Any = file.styles[name]
        _take_typeface(style)
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor.from_string(colour("ink", "print")[1:].upper())
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0
    styles: Any = file.styles
    styles["Normal"].font.name = TYPEFACE
    styles["Title"].font.bold = True
    styles["List Bullet"].paragraph_format.left_indent = Inches(0.2)
    styles["List Bullet"].paragraph_format.first_line_indent = Inches(-0.2)
    for setting in file.settings.element.xpath('.//w:compatSetting[@w:name="compatibilityMode"]'):
        setting.set(f"{{{W}}}val", "15")  # so that Word does not open it in a mode for old files
    for zoom in file.settings.element.xpath(".//w:zoom"):
        zoom.set(f"{{{W}}}percent", "100")
    package = file.part.package
    for key in [key for key, one in package.rels.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del package.rels[key]  # a picture of an empty page


def _take_typeface(style: Any) -> None:
    """Let a style have the typeface, and a title no line or spacing of its own."""
    for element in style.element.xpath("./w:rPr/w:rFonts | ./w:rPr/w:spacing | ./w:rPr/w:kern | ./w:pPr/w:pBdr"):
        element.getparent().remove(element)


def _add_styles(file: WordFile) -> None:
    """Add the styles of ours that a template need not have."""
    styles: Any = file.styles
    names = {style.name for style in styles}
    if "Hyperlink" not in names:
        link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
        link.font.color.rgb = RGBColor.from_string(colour("accent", "print")[1:].upper())
        link.font.underline = True
    if "Table Text" not in names:
        cell = styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
        cell.base_style = styles["Normal"]
        cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(0)
        cell.paragraph_format.line_spacing = 1.0
    if "Bibliography" not in names:
        entry = styles.add_style("Bibliography", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        entry.base_style = styles["Normal"]
        entry.paragraph_format.left_indent, entry.paragraph_format.first_line_indent = Inches(0.38), Inches(-0.38)
        entry.paragraph_format.space_after = Pt(2)
        entry.paragraph_format.tab_stops.add_tab_stop(Inches(0.38))


# --- what it says ---------------------------------------------------------------------------


def _say(document: Document, file: WordFile) -> None:
    styles = {style.name: style.style_id for style in file.styles}

    def relate(url: str) -> str:
        return str(file.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))

    opening = paragraph_xml((Words(document.title),), styles["Title"], relate) + paragraph_xml(
        (Words(document.subtitle, is_quiet=True),), styles["Normal"], relate
    )
    text = opening + body_xml(document.blocks, styles, relate, _line_width(file))
    body = file.element.body
    for element in parse_xml(f"<w:body {NAMESPACES}>{text}</w:body>"):
        body.sectPr.addprevious(element)


def _line_width(file: WordFile) -> int:
    """Return the width of a line of text, in twentieths of a point."""
    section = file.sections[0]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    return int(((page or Inches(8.5)) - (left or MARGIN) - (right or MARGIN)) // TWENTIETHS)


def _set_footer(document: Document, file: WordFile) -> None:
    """Say version, date and licence of the data at the foot of every page, below what a template has there."""
    names = {style.name: style.style_id for style in file.styles}
    section = file.sections[0]
    footers = [section.footer]
    footers += [section.first_page_footer] if section.different_first_page_header_footer else []
    footers += [section.even_page_footer] if file.settings.odd_and_even_pages_header_footer else []
    for footer in footers:
        footer.is_linked_to_previous = False
        element = footer._element  # noqa: SLF001 # the library has no other way to add a field
        numbered = not element.xpath('.//*[contains(@w:instr, "PAGE")] | .//w:instrText[contains(., "PAGE")]')
        paragraph = footer_xml(document.footer, names.get("Footer", ""), _line_width(file), numbered=numbered)
        for one in footer.paragraphs:
            if not one.text.strip() and not one._element.xpath(".//w:drawing | .//w:pict | .//w:instrText"):  # noqa: SLF001
                element.remove(one._element)  # noqa: SLF001 # an empty paragraph is room and nothing else
        element.append(parse_xml(paragraph))


def _set_properties(document: Document, file: WordFile) -> None:
    """Set what the file says of itself: everything comes from the data, nothing from this computer."""
    properties = file.core_properties
    day = day_of(document.date)
    properties.title = clean(document.title)[:MOST_PROPERTY]
    properties.subject = clean(document.subject)[:MOST_PROPERTY]
    properties.language = LANGUAGE
    properties.created = properties.modified = day
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.revision = 1
    for language in file.styles.element.xpath("./w:docDefaults//w:lang"):
        language.set(f"{{{W}}}val", LANGUAGE)
