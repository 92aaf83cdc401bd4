"""The parts of a picture: boxes, lines, headings, legend items, all in px, y downwards, colours as tokens."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Bar", "Box", "Curve", "Drawing", "Heading", "LegendItem"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the five that sum up a box's lines; its height is the share of the lines with this verdict.

    ``mixed`` and ``conflicting`` share a place, one upon the other. ``x`` and ``y`` are the upper left corner.
    """

    verdict: str
    count: int
    x: float
    y: float
    width: float
    height: float
    colour: str
    glyph: str
    glyph_x: float
    glyph_y: float


@dataclass(frozen=True, slots=True)
class Box:
    """One node: ``x`` and ``y`` are the centre; ``text_x`` and ``text_top`` say where its words begin.

    ``lines`` is the name, ``detail`` the verdicts in words below it, ``text`` both in full, uncut (the text
    equivalent). ``focus`` marks what the view is about. ``align`` is "right" (a label without a box, words end at
    ``text_x``), "left" or "center". ``change`` is what became of it where two networks are compared (see
    :mod:`equigraph.graph.union`), "same" if nothing; else "". ``marked`` says that a person highlighted it: it has a
    thick ring.
    """

    id: str
    node: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    detail: tuple[str, ...]
    align: str
    text_x: float
    text_top: float
    kind: str
    shape: str
    listed: bool
    focus: bool
    bars: tuple[Bar, ...]
    text: str
    change: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """One line: a cubic from (x1, y1) to (x2, y2), with a glyph or an arrowhead where it arrives.

    ``colour`` is a token, ``glyph`` is "" for relations, ``arrow`` empty for evidence. ``mark`` are the numbers of its
    sources around (``mark_x``, ``mark_y``), or "". ``label`` are the words of the line; they are drawn at (``label_x``,
    ``label_y``) where ``label_drawn``. ``text`` says all of it in one sentence. ``change`` is as
    for a box.
    """

    id: str
    u: str
    v: str
    key: str
    x1: float
    y1: float
    c1x: float
    c1y: float
    c2x: float
    c2y: float
    x2: float
    y2: float
    kind: str
    verdict: str
    mapping: str
    width: float
    dash: tuple[float, ...]
    colour: str
    opacity: float
    glyph: str
    glyph_x: float
    glyph_y: float
    mark: str
    mark_x: float
    mark_y: float
    arrow: tuple[tuple[float, float], ...]
    general: bool
    single_source: bool
    label: str
    label_x: float
    label_y: float
    label_drawn: bool
    text: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at the baseline (x, y): level 1 a column, 2 a group in it, 3 the words of the lines between columns."""

    text: str
    x: float
    y: float
    level: int
    align: str


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One line of the legend: a sample and its words.

    ``sort`` is "verdict" or "relation" (a line sample with ``colour, dash, width, opacity, glyph``), "sign" (a glyph
    alone), "bars", "kind" (a box of ``shape`` filled with ``colour``) or "note" (words alone). ``short`` are fewer
    words, for where there is little room; "" where the item is left out there.
    """

    sort: str
    text: str
    colour: str = "ink"
    dash: tuple[float, ...] = ()
    width: float = 1.2
    opacity: float = 1.0
    glyph: str = ""
    shape: str = ""
    general: bool = False
    short: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: ``curves`` come in the order in which they are drawn, null and negative last and so on top."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
    headings: tuple[Heading, ...]
    legend: tuple[LegendItem, ...]
