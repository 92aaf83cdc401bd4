"""How each kind of cell in a gap map looks, the same in every format: colour, shape and sign.

A kind is told apart three times over, so that none of the three is needed alone (WCAG 2.2, 1.4.1): by the colour of
its cell, by a shape, and by the sign that the rule gives it. Colours say how much there is, never whether it is good:
blue grows with the evidence, what no source states is olive, what is unsettled yellow, what contradicts magenta. Words
and shapes keep 4.5:1 on their cell (WCAG 2.2, 1.4.3 and 1.4.11); tests compute it, and the distances between cells for
people who do not see all colours. Printed cells are all light enough for black ink.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from equigraph.exporters.palette import Theme

__all__ = ["GAP_LOOKS", "SHAPE_PX", "GapLook", "gap_look"]

SHAPE_PX: Final = 16.0  # side of the box in which shapes are drawn


@dataclass(frozen=True, slots=True)
class GapLook:
    """How a kind of cell looks.

    Attributes:
        name: The kind, as the rule names it (``skos:prefLabel`` in ``ontology/grading.ttl``).
        token: Its name in style sheets.
        light: Fill and ink on a light page, as "#rrggbb".
        dark: Fill and ink on a dark page.
        print: Fill and ink on paper.
        shape: One of "none", "ring", "dot", "bars", "square", "half", "diamond", "hollow".
        path: The shape as SVG path data in a box of 16 by 16, to be filled with the ink by ``fill-rule="evenodd"``; ""
            for none.
        sign: The sign that the rule gives it; "" for none.
    """

    name: str
    token: str
    light: tuple[str, str]
    dark: tuple[str, str]
    print: tuple[str, str]
    shape: str
    path: str
    sign: str

    def fill(self, theme: Theme = "light") -> str:
        """Return the colour of the cell.

        Example:
            >>> gap_look("single study").fill()
            '#b3dffd'
        """
        return self._pair(theme)[0]

    def ink(self, theme: Theme = "light") -> str:
        """Return the colour of shape and words in the cell.

        Example:
            >>> gap_look("well supported").ink("print")
            '#000000'
        """
        return self._pair(theme)[1]

    def _pair(self, theme: Theme) -> tuple[str, str]:
        return {"light": self.light, "dark": self.dark, "print": self.print}[theme]


_INK: Final = "#1b2430"  # as the palette's, on light cells
_PAPER: Final = "#ffffff"
_BLACK: Final = "#000000"
_PALE: Final = "#eef2f6"  # as the palette's ink on dark pages
_NIGHT: Final = "#12171d"

_RING: Final = "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12zM8 4a4 4 0 1 1 0 8a4 4 0 1 1 0-8z"

GAP_LOOKS: Final[Mapping[str, GapLook]] = {
    look.name: look
    for look in (
        GapLook("absolute gap", "absolute-gap", (_PAPER, _INK), (_NIGHT, _PALE), (_PAPER, _BLACK), "none", "", ""),
        GapLook(
            "too little to judge",
            "too-little",
            ("#d8d9dd", _INK),
            ("#3f4650", _PALE),
            ("#d4d4d4", _BLACK),
            "ring",
            _RING,
            "?",
        ),
        GapLook(
            "unstated",
            "unstated",
            ("#a39766", _INK),
            ("#66563d", _PALE),
            ("#a1935f", _BLACK),
            "hollow",
            "M8 1L15 8L8 15L1 8zM8 4L4 8L8 12L12 8z",
            "r",
        ),
        GapLook(
            "conflicting",
            "conflicting",
            ("#a3195b", _PAPER),
            ("#ff8fb8", _NIGHT),
            ("#d97aa6", _BLACK),
            "diamond",
            "M7 1L1 8L7 15zM9 1L15 8L9 15z",
            "!",
        ),
        GapLook(
            "single study",
            "single-study",
            ("#b3dffd", _INK),
            ("#123c5c", _PALE),
            ("#c3e4fa", _BLACK),
            "dot",
            "M8 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7z",
            "1",
        ),
        GapLook(
            "unsynthesised",
            "unsynthesised",
            ("#6db2ea", _INK),
            ("#1f6cae", _PALE),
            ("#7db6e8", _BLACK),
            "bars",
            "M2 3h3v10h-3zM6.5 3h3v10h-3zM11 3h3v10h-3z",
            "n",
        ),
        GapLook(
            "well supported",
            "well-supported",
            ("#0b3f78", _PAPER),
            ("#bfe1ff", _NIGHT),
            ("#4a8fd0", _BLACK),
            "square",
            "M2 2h12v12h-12z",
            "*",
        ),
        GapLook(
            "unsettled",
            "unsettled",
            ("#f2c14e", _INK),
            ("#8a6100", _PAPER),
            ("#f4c95d", _BLACK),
            "half",
            "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12zM8 4a4 4 0 1 1 0 8z",
            "~",
        ),
    )
}


def gap_look(name: str) -> GapLook:
    """Return how a kind of cell looks.

    Raises:
        KeyError: The rule has a kind that has no look yet; a test compares the two.

    Example:
        >>> gap_look("conflicting").shape
        'diamond'
    """
    return GAP_LOOKS[name]
