"""The shapes of a slide as DrawingML: text, boxes, glued connectors, groups (ECMA-376, parts 1: 19.3 and 20.1).

python-pptx opens templates, makes slides and notes, and writes the file; its shapes come one by one in the style of the
theme (shadows and all), which each take a millisecond to make and more to undo. Here a shape is a text with exactly
what it needs, and a slide parses all of its shapes at once. All lengths are EMU; colours are "#rrggbb".
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from xml.sax.saxutils import quoteattr

from equigraph.exporters.marks import content
from equigraph.graph.labels import ELLIPSIS, WHITE_SPACE, clean

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ALT_TEXT_LENGTH",
    "LEFT_INSET",
    "Align",
    "Frame",
    "Look",
    "Paragraph",
    "Run",
    "alternative",
    "connector",
    "group",
    "paragraph_xml",
    "shape",
]

Align = Literal["l", "ctr", "r"]
ALT_TEXT_LENGTH: Final = 500  # characters; a screen reader cannot pause within one, and the notes have the whole text
NAME_LENGTH: Final = 80
DECORATIVE: Final = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative'
    ' xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
LEFT_INSET: Final = "lIns"  # codespell:ignore lins
WIDE_LINE: Final = 38_100  # EMU: three points
RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True)
class Frame:
    """A place on a slide: upper left corner and size, in EMU."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Return where it ends on the right."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """Return where it ends below."""
        return self.top + self.height

    def site(self, number: int) -> tuple[int, int]:
        """Return the point of a connection site: 0 top, 1 left, 2 bottom, 3 right.

        Example:
            >>> Frame(0, 0, 100, 50).site(3)
            (100, 25)
        """
        middle = self.left + self.width // 2, self.top + self.height // 2
        return ((middle[0], self.top), (self.left, middle[1]), (middle[0], self.bottom), (self.right, middle[1]))[
            number
        ]


@dataclass(frozen=True, slots=True)
class Look:
    """The looks of a shape or line.

    Attributes:
        fill: Colour of its area, or "" for none.
        line: Colour of its outline, or "" for none.
        width: Of the outline, in EMU.
        dash: Lengths of dash and gap in EMU; empty for a solid line.
        geometry: A preset shape: "rect", "roundRect", "hexagon", ...
        adjust: How far the corner of the preset is adjusted, in 1/100,000, or None for its default.
        compound: How the outline is made up: "sng", "dbl" or "thickThin".
        has_arrow: Whether the line ends in an arrowhead.
    """

    fill: str = ""
    line: str = ""
    width: int = 0
    dash: tuple[int, ...] = ()
    geometry: str = "rect"
    adjust: int | None = None
    compound: str = "sng"
    has_arrow: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look; ``link`` is the id of a relationship of the slide, or ""."""

    text: str
    colour: str
    points: float
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: runs, how it is aligned, and the room above it in points."""

    runs: tuple[Run, ...]
    align: Align = "l"
    before: float = 0.0


def alternative(text: str) -> str:
    """Return the text equivalent of a shape, cut where it is longer than can be listened to.

    Example:
        >>> len(alternative("word " * 1000))
        500
    """
    said = clean(text)
    return said if len(said) <= ALT_TEXT_LENGTH else said[: ALT_TEXT_LENGTH - 1] + ELLIPSIS


def shape(
    number: int,
    name: str,
    frame: Frame,
    look: Look,
    paragraphs: Sequence[Paragraph] = (),
    *,
    says: str | None = "",
    insets: tuple[int, int, int, int] = (0, 0, 0, 0),
    anchor: str = "ctr",
) -> str:
    """Return a shape.

    Args:
        number: Its id, unique on the slide.
        name: What the selection pane calls it.
        frame: Where it is.
        look: Its geometry and colours.
        paragraphs: Its text.
        says: Its text equivalent; None marks it as decorative.
        insets: From its sides to its text: left, top, right, bottom.
        anchor: Where the text stands: "t", "ctr" or "b".
    """
    is_box = ' txBox="1"' if paragraphs and not (look.fill or look.line) else ""
    left, top, right, bottom = insets
    body = "".join(map(paragraph_xml, paragraphs)) or '<a:p><a:endParaRPr lang="en-US"/></a:p>'
    return (
        f"<p:sp><p:nvSpPr>{_names(number, name, says)}<p:cNvSpPr{is_box}/><p:nvPr/></p:nvSpPr>"
        f"<p:spPr>{_place(frame)}{_geometry(look)}{_filled(look.fill)}{_outline(look)}</p:spPr>"
        f'<p:txBody><a:bodyPr wrap="square" {LEFT_INSET}="{left}" tIns="{top}" rIns="{right}" bIns="{bottom}"'
        f' rtlCol="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>{body}</p:txBody></p:sp>'
    )


def connector(
    number: int,
    name: str,
    ends: tuple[tuple[int, int], tuple[int, int]],
    glue: tuple[tuple[int, int], tuple[int, int]],
    look: Look,
    *,
    says: str,
) -> str:
    """Return a connector that is glued at both ends.

    Args:
        number: Its id, unique on the slide.
        name: What the selection pane calls it.
        ends: Where it begins and ends.
        glue: For each end, the id of a shape and the number of its connection site.
        look: Its geometry ("line", "curvedConnector3") and colours.
        says: Its text equivalent.
    """
    (x1, y1), (x2, y2) = ends
    frame = Frame(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))
    flips = ' flipH="1"' * (x2 < x1) + ' flipV="1"' * (y2 < y1)
    (start, start_site), (end, end_site) = glue
    return (
        f"<p:cxnSp><p:nvCxnSpPr>{_names(number, name, says)}<p:cNvCxnSpPr>"
        f'<a:stCxn id="{start}" idx="{start_site}"/><a:endCxn id="{end}" idx="{end_site}"/>'
        f"</p:cNvCxnSpPr><p:nvPr/></p:nvCxnSpPr>"
        f"<p:spPr>{_place(frame, flips)}{_geometry(look)}{_outline(look)}</p:spPr></p:cxnSp>"
    )


def group(number: int, name: str, frame: Frame, inner: Sequence[str], *, says: str) -> str:
    """Return a group of shapes, whose places are those of the slide."""
    box = f'<a:off x="{frame.left}" y="{frame.top}"/><a:ext cx="{frame.width}" cy="{frame.height}"/>'
    child = f'<a:chOff x="{frame.left}" y="{frame.top}"/><a:chExt cx="{frame.width}" cy="{frame.height}"/>'
    return (
        f"<p:grpSp><p:nvGrpSpPr>{_names(number, name, says)}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
        f"<p:grpSpPr><a:xfrm>{box}{child}</a:xfrm></p:grpSpPr>{''.join(inner)}</p:grpSp>"
    )


def paragraph_xml(paragraph: Paragraph) -> str:
    """Return one paragraph, right to left where its first letter is."""
    words = "".join(map(_run, paragraph.runs))
    rtl = ' rtl="1"' if _is_right_to_left("".join(run.text for run in paragraph.runs)) else ""
    before = f'<a:spcBef><a:spcPts val="{round(paragraph.before * 100)}"/></a:spcBef>'
    return f'<a:p><a:pPr marL="0" indent="0" algn="{paragraph.align}"{rtl}>{before}<a:buNone/></a:pPr>{words}</a:p>'


def _run(run: Run) -> str:
    looks = ' b="1"' * run.bold + ' i="1"' * run.italic
    link = f'<a:hlinkClick r:id="{run.link}"/>' if run.link else ""
    return (
        f'<a:r><a:rPr lang="en-US" sz="{round(run.points * 100)}"{looks} dirty="0">{_filled(run.colour)}{link}</a:rPr>'
        f"<a:t>{content(WHITE_SPACE.sub(' ', run.text))}</a:t></a:r>"
    )


def _is_right_to_left(text: str) -> bool:
    for character in text[:200]:
        kind = unicodedata.bidirectional(character)
        if kind in RIGHT_TO_LEFT or kind == "L":
            return kind != "L"
    return False


def _names(number: int, name: str, says: str | None) -> str:
    called = quoteattr(clean(name)[:NAME_LENGTH])
    if says is None:
        return f'<p:cNvPr id="{number}" name={called} descr="">{DECORATIVE}</p:cNvPr>'
    return f'<p:cNvPr id="{number}" name={called} descr={quoteattr(alternative(says))}/>'


def _place(frame: Frame, flips: str = "") -> str:
    return (
        f'<a:xfrm{flips}><a:off x="{frame.left}" y="{frame.top}"/>'
        f'<a:ext cx="{frame.width}" cy="{frame.height}"/></a:xfrm>'
    )


def _geometry(look: Look) -> str:
    name = "adj1" if look.geometry.startswith("curved") else "adj"
    guide = "" if look.adjust is None else f'<a:gd name="{name}" fmla="val {look.adjust}"/>'
    return f'<a:prstGeom prst="{look.geometry}"><a:avLst>{guide}</a:avLst></a:prstGeom>'


def _filled(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill>' if colour else "<a:noFill/>"


def _outline(look: Look) -> str:
    if not look.line:
        return "<a:ln><a:noFill/></a:ln>"
    size = "sm" if look.width > WIDE_LINE else "med"  # an arrowhead grows with its line
    arrow = f'<a:tailEnd type="triangle" w="{size}" len="{size}"/>' if look.has_arrow else ""
    return (
        f'<a:ln w="{look.width}" cap="flat" cmpd="{look.compound}">{_filled(look.line)}'
        f"{_dashes(look)}<a:round/>{arrow}</a:ln>"
    )


def _dashes(look: Look) -> str:
    """Return the dashes of a line; their unit is a thousandth of a percent of its width."""
    if not look.dash:
        return '<a:prstDash val="solid"/>'
    lengths = [round(100_000 * length / look.width) for length in look.dash]
    pairs = "".join(f'<a:ds d="{dash}" sp="{gap}"/>' for dash, gap in zip(lengths[::2], lengths[1::2], strict=True))
    return f"<a:custDash>{pairs}</a:custDash>"
