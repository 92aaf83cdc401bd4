"""What a deck is made from: the plain template, or an agency's own, and the room its slides leave.

Of a template its masters, layouts, fonts, colours and logos are used; its slides are left out. The layout "Title Only"
(ECMA-376, part 1, 19.7.15: type "titleOnly", whatever its name) says where the title stands; what is below it, and
above its footers and what else stands at the foot, is the room for pictures.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.util import Emu, Inches

from equigraph.errors import ExportError
from equigraph.exporters.palette import Theme, colour, contrast
from equigraph.exporters.slide_shapes import LEFT_INSET, Frame

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Presented
    from pptx.slide import SlideLayout, SlideMaster

__all__ = ["Template", "open_template"]

ACCEPTED: Final = "a PowerPoint presentation or template (.pptx or .potx) without macros and without a password"
LARGEST_BYTES: Final = 300 * 2**20  # of all parts, unpacked
OLD_OR_LOCKED: Final = b"\xd0\xcf\x11\xe0"  # a compound file: PowerPoint 97, or a package with a password
LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
POTX: Final = b"presentationml.template.main+xml"
PPTX: Final = b"presentationml.presentation.main+xml"
FOOTERS: Final = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
USUAL_INSET: Final = 91440  # EMU; ECMA-376, part 1, 21.1.2.1.1
USUAL_TITLE_PT: Final = 44.0
MARGIN: Final = Inches(0.15)  # between the room and what stands around it
BELOW_TITLE: Final = Inches(0.08)
LOW, HIGH = 0.7, 0.3  # of the height: what stands wholly below or above takes from the room
LEAST_IN: Final = (6.0, 3.5)  # a smaller room holds no picture whose text can be read
WIDE: Final = Inches(40 / 3), Inches(7.5)
SIDE, TITLE_TOP, TITLE_HEIGHT, FOOT = Inches(0.35), Inches(0.2), Inches(0.86), Inches(0.2)
TITLE_PT: Final = 24
# Letters whose running text was measured to be no wider than 0.87 of what is reckoned with, or are narrower than those.
NARROW: Final = frozenset({"Arial", "Calibri", "Cambria", "Garamond", "Helvetica", "Helvetica Neue", "Times New Roman"})
NARROW_SHARE: Final = 0.9
TYPEFACE: Final = "Arial"  # on every machine, or its equal in width


@dataclass(frozen=True, slots=True)
class Template:
    """What slides are made from, and where there is room on them.

    Attributes:
        presentation: Without slides.
        layout: Of all slides but the first.
        opening: The layout of a title slide, if there is one.
        width: Of a slide, in EMU.
        height: Of a slide, in EMU.
        title: Where the title's words stand.
        title_pt: The size of the title, in points.
        room: Where there is room below the title.
        theme: The palette that can be read on its background.
        text_share: How wide its running text is at most, as a share of what is reckoned with for any letters.
    """

    presentation: Presented
    layout: SlideLayout
    opening: SlideLayout | None
    width: int
    height: int
    title: Frame
    title_pt: float
    room: Frame
    theme: Theme
    text_share: float


def open_template(path: str | os.PathLike[str] | None = None) -> Template:
    """Return the plain template, or that in a file.

    Raises:
        ExportError: The file cannot be used; the message names it and says what could be.

    Example:
        >>> template = open_template()
        >>> round(template.width / 914400, 2), template.theme
        (13.33, 'light')
    """
    presentation = _plain() if path is None else _read(Path(path))
    name = "" if path is None else Path(path).name
    layout = _layout(presentation, "titleOnly", "title only")
    if layout is None:
        has = ", ".join(f'"{one.name}"' for master in presentation.slide_masters for one in master.slide_layouts)
        raise ExportError(
            f'the template "{name}" has no layout "Title Only", which all slides are made from; it has {has}'
        )
    title = next((one for one in _placeholders(layout) if one.placeholder_format.type in _TITLES), None)
    if title is None:
        raise ExportError(f'the layout "{layout.name}" of the template "{name}" has no title; give it one')
    inset = _inset(layout)
    place = Frame(title.left + inset, title.top, title.width - 2 * inset, title.height)
    room = _room(presentation, layout, place)
    if room.width < Inches(LEAST_IN[0]) or room.height < Inches(LEAST_IN[1]):
        size = f"{room.width / Inches(1):.1f} x {room.height / Inches(1):.1f} inches"
        least = " x ".join(f"{one:g}" for one in LEAST_IN)
        raise ExportError(
            f'the layout "{layout.name}" of the template "{name}" leaves {size} below its title; slides need {least}'
        )
    return Template(
        presentation=presentation,
        layout=layout,
        opening=_layout(presentation, "title", "title slide"),
        width=int(presentation.slide_width or WIDE[0]),
        height=int(presentation.slide_height or WIDE[1]),
        title=place,
        title_pt=_title_points(layout),
        room=room,
        theme=_theme(layout),
        text_share=NARROW_SHARE if _typeface(layout) in NARROW else 1.0,
    )


_TITLES: Final = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)


# --- reading a file -------------------------------------------------------------------------


def _read(path: Path) -> Presented:
    """Return the presentation in a file, without its slides."""
    content = _checked(path)
    try:
        presentation = Presentation(io.BytesIO(content))
        _drop_slides(presentation)
    except Exception as error:  # whatever python-pptx and lxml stumble over in a damaged file
        raise _unusable(path, "it is damaged, or no presentation") from error
    return presentation


def _checked(path: Path) -> bytes:
    """Return the bytes of a presentation that may be opened; a template as if it were a presentation."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unusable(path, (error.strerror or str(error)).lower()) from error
    if content.startswith(OLD_OR_LOCKED):
        locked = LOCKED in content
        raise _unusable(path, "a password protects it" if locked else "it is of PowerPoint 97 to 2003")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(member.file_size for member in package.infolist()) > LARGEST_BYTES:
                raise _unusable(path, f"unpacked it is larger than {LARGEST_BYTES // 2**20} MiB")
            types = package.read("[Content_Types].xml")
            if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in package.namelist()):
                raise _unusable(path, "it holds macros")
            return _as_presentation(package) if POTX in types else content
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError) as error:
        raise _unusable(path, "it is damaged, or no presentation") from error


def _as_presentation(package: zipfile.ZipFile) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as again:
        for member in package.infolist():
            data = package.read(member)
            again.writestr(member, data.replace(POTX, PPTX) if member.filename == "[Content_Types].xml" else data)
    return written.getvalue()


def _unusable(path: Path, why: str) -> ExportError:
    return ExportError(f'the template "{path.name}" cannot be used: {why}; give {ACCEPTED}')


def _drop_slides(presentation: Presented) -> None:
    """Take the slides out, and what would name them still: sections, custom shows."""
    element = presentation.part._element  # noqa: SLF001 - python-pptx has no way to take slides out
    for one in list(element.get_or_add_sldIdLst()):
        presentation.part.drop_rel(one.rId)
        element.sldIdLst.remove(one)
    for name in ("custShowLst", "extLst"):
        for found in element.findall(f"{{{element.nsmap['p']}}}{name}"):
            element.remove(found)


def _layout(presentation: Presented, kind: str, name: str) -> SlideLayout | None:
    """Return the first layout of a type, or of a name."""
    layouts = [layout for master in presentation.slide_masters for layout in master.slide_layouts]
    by_type = (layout for layout in layouts if layout._element.get("type") == kind)  # noqa: SLF001
    by_name = (layout for layout in layouts if layout.name.strip().casefold() == name)
    return next(by_type, None) or next(by_name, None)


def _placeholders(part: Any) -> list[Any]:
    return list(part.placeholders)


# --- room and looks -------------------------------------------------------------------------


def _inset(layout: SlideLayout) -> int:
    """Return how far the words of the title stand from its left side."""
    for part in (layout, layout.slide_master):
        for one in _placeholders(part):
            body = one._element.find(".//{*}bodyPr")  # noqa: SLF001
            if one.placeholder_format.type in _TITLES and body is not None and body.get(LEFT_INSET):
                return int(body.get(LEFT_INSET))
    return USUAL_INSET


def _room(presentation: Presented, layout: SlideLayout, title: Frame) -> Frame:
    """Return where there is room: below the title and what stands high, above footers and what stands low."""
    height = int(presentation.slide_height or WIDE[1])
    tops, bottoms = [height - FOOT], [title.bottom + BELOW_TITLE]
    fixed = [one for part in (layout, layout.slide_master) for one in part.shapes if not one.is_placeholder]
    footers = [one for one in _placeholders(layout) if one.placeholder_format.type in FOOTERS]
    for one in (*fixed, *footers):
        if None in {one.top, one.height}:
            continue
        if one.top > LOW * height:
            tops.append(one.top - MARGIN)
        elif one.top + one.height < HIGH * height:
            bottoms.append(one.top + one.height + MARGIN)
    top = max(bottoms)
    return Frame(title.left, top, title.width, min(tops) - top)


def _title_points(layout: SlideLayout) -> float:
    """Return the size of titles as the layout or its master says it."""
    for part in (layout, layout.slide_master):
        for one in _placeholders(part):
            if one.placeholder_format.type in _TITLES:
                found = one._element.find(".//{*}lstStyle/{*}lvl1pPr/{*}defRPr[@sz]")  # noqa: SLF001
                if found is not None:
                    return int(found.get("sz")) / 100
    master = layout.slide_master._element  # noqa: SLF001
    found = master.find(".//{*}titleStyle/{*}lvl1pPr/{*}defRPr[@sz]")
    return int(found.get("sz")) / 100 if found is not None else USUAL_TITLE_PT


def _typeface(layout: SlideLayout) -> str:
    """Return the name of the letters of running text, "" where the theme does not say it."""
    found = re.search(r'<a:minorFont>\s*<a:latin [^>]*?typeface="([^"]*)"', _theme_text(layout.slide_master))
    return found.group(1) if found else ""


def _theme_text(master: SlideMaster) -> str:
    return str(master.part.part_related_by(RT.THEME).blob.decode("utf-8", "replace"))


def _theme(layout: SlideLayout) -> Theme:
    """Return the palette whose words have more contrast with the background."""
    ground = _background(layout) or colour("page")
    themes: tuple[Theme, Theme] = ("light", "dark")
    return max(themes, key=lambda theme: contrast(colour("ink", theme), ground))


def _background(layout: SlideLayout) -> str:
    """Return the colour of the background, or nothing where it is a picture or of a colour that is not known."""
    for part in (layout, layout.slide_master):
        ground = part._element.find("{*}cSld/{*}bg")  # noqa: SLF001
        if ground is not None:
            return _colour_in(ground, layout.slide_master)
    return ""


def _colour_in(element: Any, master: SlideMaster) -> str:
    """Return the first colour within an element."""
    plain = element.find(".//{*}srgbClr")
    if plain is not None:
        return "#" + str(plain.get("val")).lower()
    scheme = element.find(".//{*}schemeClr")
    if scheme is None:
        return ""
    names = master._element.find("{*}clrMap")  # noqa: SLF001
    name = names.get(scheme.get("val"), scheme.get("val")) if names is not None else scheme.get("val")
    theme = _theme_text(master)
    found = re.search(rf"<a:{name}>\s*<a:\w+ [^>]*?(?:lastClr|srgbClr val)=\"([0-9A-Fa-f]{{6}})\"", theme) or re.search(
        rf"<a:{name}>\s*<a:srgbClr val=\"([0-9A-Fa-f]{{6}})\"", theme
    )
    return "#" + found.group(1).lower() if found else ""


# --- the plain template ---------------------------------------------------------------------


def _plain() -> Presented:
    """Return the template of python-pptx, wide, with titles that hold two lines, in our colours."""
    presentation = Presentation()
    narrow = int(presentation.slide_width or WIDE[0])
    presentation.slide_width, presentation.slide_height = Emu(WIDE[0]), Emu(WIDE[1])
    presentation.part._element.sldSz.attrib.pop("type", None)  # noqa: SLF001 - it says 4:3
    master = presentation.slide_master
    for part in (master, *master.slide_layouts):
        for one in part._element.iter("{*}off", "{*}ext"):  # noqa: SLF001
            for side in {"x", "cx"} & set(one.attrib):
                one.set(side, str(round(int(one.get(side)) * WIDE[0] / narrow)))
    for one in _placeholders(master):
        if one.placeholder_format.type == PP_PLACEHOLDER.TITLE:
            one.left, one.top, one.width, one.height = SIDE, TITLE_TOP, Emu(WIDE[0] - 2 * SIDE), TITLE_HEIGHT
            body = one._element.find(".//{*}bodyPr")  # noqa: SLF001
            for side in (LEFT_INSET, "tIns", "rIns", "bIns"):
                body.set(side, "0")
            body.set("anchor", "b")  # a title of one line stands by what it is about
    style = master._element.find(".//{*}titleStyle/{*}lvl1pPr")  # noqa: SLF001
    style.set("algn", "l")
    letters = style.find("{*}defRPr")
    letters.set("sz", str(TITLE_PT * 100))
    letters.set("b", "1")
    only = next(one for one in master.slide_layouts if one._element.get("type") == "titleOnly")  # noqa: SLF001
    for one in _placeholders(only):
        if one.placeholder_format.type in FOOTERS:
            one._element.getparent().remove(one._element)  # noqa: SLF001 - the foot is the source's
    _plain_opening(next(one for one in master.slide_layouts if one._element.get("type") == "title"))  # noqa: SLF001
    theme: Any = master.part.part_related_by(RT.THEME)
    theme._blob = _our_theme(theme.blob.decode("utf-8")).encode("utf-8")  # noqa: SLF001
    return presentation


def _plain_opening(layout: SlideLayout) -> None:
    """Put the title of a title slide at its middle, its subtitle below, both on the left like those of other slides."""
    for one in _placeholders(layout):
        kind = one.placeholder_format.type
        if kind in FOOTERS:
            one._element.getparent().remove(one._element)  # noqa: SLF001
            continue
        is_title = kind in _TITLES
        one.left, one.width = SIDE, Emu(WIDE[0] - 2 * SIDE)
        one.top, one.height = (Inches(1.2), Inches(1.9)) if is_title else (Inches(3.3), Inches(3.2))
        body = one._element.find(".//{*}bodyPr")  # noqa: SLF001
        for side in (LEFT_INSET, "tIns", "rIns", "bIns"):
            body.set(side, "0")
        body.set("anchor", "b" if is_title else "t")
        style = one._element.find(".//{*}lstStyle")  # noqa: SLF001
        for level in list(style):
            style.remove(level)
        style.append(parse_xml(OPENING_STYLE.format(size=3600 if is_title else 2000, bold=int(is_title))))


OPENING_STYLE: Final = (
    '<a:lvl1pPr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" marL="0" indent="0" algn="l">'
    "<a:buNone/>"
    '<a:defRPr sz="{size}" b="{bold}"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:defRPr></a:lvl1pPr>'
)
OUR_COLOURS: Final = {
    "dk1": "ink", "lt1": "page", "dk2": "heading", "lt2": "goal", "accent1": "accent", "accent2": "positive",
    "accent3": "mixed", "accent4": "conflicting", "accent5": "negative", "accent6": "relation", "hlink": "accent",
    "folHlink": "heading",
}  # fmt: skip


def _our_theme(text: str) -> str:
    """Return the theme with our colours, and letters that are on every machine."""
    for name, token in OUR_COLOURS.items():
        value = f'<a:srgbClr val="{colour(token)[1:].upper()}"/>'
        text = re.sub(rf"(<a:{name}>).*?(</a:{name}>)", rf"\g<1>{value}\g<2>", text, flags=re.DOTALL)
    return re.sub(r'<a:latin typeface="Calibri"', f'<a:latin typeface="{TYPEFACE}"', text)
