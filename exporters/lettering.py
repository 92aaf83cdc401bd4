"""Take an SVG picture of ours apart: its shapes, and its texts with their places, sizes and looks.

A typesetter that shapes text itself needs the texts apart from the shapes. Readers of SVG that shape a line with
several fonts lose letters: usvg, which typst and resvg use, shapes the whole line once with each font and puts the
results together by the place of every letter in the line, which fails as soon as letters join. Limits: what our
pictures use and no more: groups with transforms, presentation attributes, lines as ``tspan``; no style sheet, no text
on a path.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from xml.etree import ElementTree as ET

from equigraph.exporters.embedding import SVG

__all__ = ["Lettering", "Plate", "take_apart"]

Matrix = tuple[float, float, float, float, float, float]
Looks = dict[str, str]

UNCHANGED: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
DEFAULTS: Final[Looks] = {
    "font-size": "16",
    "font-weight": "400",
    "font-style": "normal",
    "text-anchor": "start",
    "fill": "#000000",
    "stroke": "none",
    "stroke-width": "1",
}
WEIGHTS: Final = {"normal": 400, "bold": 700}
TRANSFORM: Final = re.compile(r"(\w+)\s*\(([^)]*)\)")
LENGTH: Final = re.compile(r"\s*([\d.eE+-]+?)\s*(px|pt|in|cm|mm)?\s*")
UNITS_PX: Final = {None: 1.0, "px": 1.0, "pt": 96 / 72, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}
NEARLY_PX: Final = 0.05  # coordinates are rounded to two digits
PROSE_GROUP: Final = "eq-source"  # the sentences below a picture; all other groups are the picture itself


@dataclass(frozen=True, slots=True)
class Lettering:
    """Lines of text that stand together, all lengths in px of the page.

    Attributes:
        lines: The lines, from the top.
        x: Where they begin, have their middle or end, by ``anchor``.
        y: The baseline of the first.
        size: Of the letters.
        pitch: From one baseline to the next.
        angle: In degrees, clockwise, around the place of the first line.
        anchor: "start", "middle" or "end".
        weight: Of the letters, from 100 to 900.
        is_italic: Whether they are slanted.
        fill: Their colour, as "#1b2430".
        halo: The colour of the margin around them, or "".
        halo_width: Its width, half of which lies outside the letters.
        is_prose: Whether it is running text around the figure, and not a label in it.
    """

    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    pitch: float
    angle: float
    anchor: str
    weight: int
    is_italic: bool
    fill: str
    halo: str
    halo_width: float
    is_prose: bool


@dataclass(frozen=True, slots=True)
class Plate:
    """A picture taken apart.

    Attributes:
        width: Of the page, in px.
        height: Of the page, in px.
        title: What the picture is called.
        description: What it shows, in words.
        paper: The colour of the page, or "" where it has none of its own.
        shapes: The picture without its texts and its paper, as SVG.
        texts: Its texts, in the order of the document.
    """

    width: float
    height: float
    title: str
    description: str
    paper: str
    shapes: str
    texts: tuple[Lettering, ...]


def take_apart(svg: str) -> Plate:
    """Return the shapes and the texts of a picture of ours.

    Example:
        >>> plate = take_apart(
        ...     '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20" font-size="5">'
        ...     '<title>T</title><rect width="10" height="20" fill="#ffffff"/><g transform="translate(1 2)">'
        ...     '<text><tspan x="1" y="5">two</tspan><tspan x="1" y="11">lines</tspan></text></g></svg>'
        ... )
        >>> plate.title, plate.paper, [(text.lines, text.x, text.y, text.pitch) for text in plate.texts]
        ('T', '#ffffff', [(('two', 'lines'), 2.0, 7.0, 6.0)])
    """
    root = ET.fromstring(svg)  # noqa: S314 (our own text)
    width, height = _pixels(root.get("width", "100")), _pixels(root.get("height", "100"))
    box = [float(part) for part in root.get("viewBox", f"0 0 {width} {height}").replace(",", " ").split()]
    scale = min(width / box[2], height / box[3])
    left, top = (width - box[2] * scale) / 2 - box[0] * scale, (height - box[3] * scale) / 2 - box[1] * scale
    title, description = (" ".join((root.findtext(SVG + name) or "").split()) for name in ("title", "desc"))
    paper = _take_paper(root, box)
    texts: list[Lettering] = []
    _take_texts(root, (scale, 0.0, 0.0, scale, left, top), {**DEFAULTS, **_looks(root)}, texts, is_prose=True)
    return Plate(width, height, title, description, paper, ET.tostring(root, encoding="unicode"), tuple(texts))


def _pixels(length: str) -> float:
    found = LENGTH.fullmatch(length)
    if not found:
        raise ValueError(f'no length a picture can have: "{length}"')
    return float(found[1]) * UNITS_PX[found[2]]


def _take_paper(root: ET.Element, box: list[float]) -> str:
    """Remove the rectangle that is as large as the picture and lies beneath it all; return its colour."""
    first = next((child for child in root if child.tag not in {SVG + "title", SVG + "desc"}), None)
    if first is None or first.tag != SVG + "rect" or not first.get("fill", "").startswith("#"):
        return ""
    size = [_pixels(first.get(name, "0")) for name in ("x", "y", "width", "height")]
    if any(abs(one - other) > NEARLY_PX for one, other in zip(size, box, strict=True)):
        return ""
    root.remove(first)
    return first.get("fill", "")


def _looks(element: ET.Element) -> Looks:
    return {name: value for name in DEFAULTS if (value := element.get(name)) is not None}


def _take_texts(element: ET.Element, matrix: Matrix, looks: Looks, texts: list[Lettering], *, is_prose: bool) -> None:
    """Remove the texts from a part of a picture, and all that is not drawn; add them to ``texts``."""
    for child in list(element):
        inner = _times(matrix, _matrix(child.get("transform", "")))
        own = {**looks, **_looks(child)}
        if child.tag == SVG + "text":
            element.remove(child)
            texts.extend(_letterings(child, inner, own, is_prose=is_prose))
        elif child.tag in {SVG + "title", SVG + "desc", SVG + "style"} or child.get("stroke-opacity") == "0":
            element.remove(child)
        else:
            _take_texts(child, inner, own, texts, is_prose=is_prose and child.get("class") == PROSE_GROUP)


def _letterings(element: ET.Element, matrix: Matrix, looks: Looks, *, is_prose: bool) -> list[Lettering]:
    """Return a text element as one piece if its lines stand below each other, else line by line."""
    placed = [span for span in element if span.get("y") is not None] or [element]
    lines = [
        (" ".join(re.split("[ \t\r\n]+", "".join(line.itertext()))).strip(" "), float(line.get("x") or 0), y)
        for line in placed
        for y in [float(line.get("y") or 0)]
    ]
    lines = [line for line in lines if line[0]]
    if not lines or looks["fill"] == "none":
        return []
    pitches = [below[2] - above[2] for above, below in pairwise(lines)]
    is_even = all(abs(pitch - pitches[0]) <= NEARLY_PX for pitch in pitches)
    if is_even and all(abs(line[1] - lines[0][1]) <= NEARLY_PX for line in lines):
        pieces = [(lines, pitches[0] if pitches else 0.0)]
    else:
        pieces = [([line], 0.0) for line in lines]
    return [_lettering(piece, pitch, matrix, looks, is_prose=is_prose) for piece, pitch in pieces]


def _lettering(
    lines: list[tuple[str, float, float]], pitch: float, matrix: Matrix, looks: Looks, *, is_prose: bool
) -> Lettering:
    a, b, c, d, e, f = matrix
    _, x, y = lines[0]
    scale = math.sqrt(abs(a * d - b * c))
    stroke = looks["stroke"]
    return Lettering(
        lines=tuple(line[0] for line in lines),
        x=round(a * x + c * y + e, 3),
        y=round(b * x + d * y + f, 3),
        size=round(_pixels(looks["font-size"]) * scale, 3),
        pitch=round(pitch * scale, 3),
        angle=round(math.degrees(math.atan2(b, a)), 3),
        anchor=looks["text-anchor"],
        weight=WEIGHTS.get(looks["font-weight"]) or int(looks["font-weight"]),
        is_italic=looks["font-style"] == "italic",
        fill=looks["fill"],
        halo="" if stroke == "none" else stroke,
        halo_width=round(_pixels(looks["stroke-width"]) * scale, 3),
        is_prose=is_prose,
    )


def _times(left: Matrix, right: Matrix) -> Matrix:
    a, b, c, d, e, f = left
    g, h, i, j, k, m = right
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def _matrix(transform: str) -> Matrix:
    """Return what the functions of a transform do together (SVG 1.1, 7.6)."""
    matrix = UNCHANGED
    for name, values in TRANSFORM.findall(transform):
        numbers = [float(value) for value in values.replace(",", " ").split()]
        matrix = _times(matrix, _function(name, numbers))
    return matrix


def _function(name: str, numbers: list[float]) -> Matrix:
    match name, numbers:
        case "translate", [x, *rest]:
            return (1.0, 0.0, 0.0, 1.0, x, rest[0] if rest else 0.0)
        case "scale", [x, *rest]:
            return (x, 0.0, 0.0, rest[0] if rest else x, 0.0, 0.0)
        case "rotate", [angle]:
            turn = math.radians(angle)
            return (math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn), 0.0, 0.0)
        case _:
            raise ValueError(f'no transform a picture of ours has: "{name}" with {len(numbers)} numbers')
