r"""Read LaTeX as plain text: accents, escapes and braces of a BibTeX field become what a reader sees.

pylatexenc knows the commands; the ligatures of TeX and some names of signs are added. A command that is not known goes,
what it encloses stays. No comments: a bare ``%`` in a field of BibTeX is a per cent sign.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from pylatexenc.latex2text import (  # type: ignore[import-untyped] # it ships neither types nor stubs
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

__all__ = ["latex_to_text", "unescaped"]

SIGNS: Final = {
    "textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^", "textasciitilde": "~", "textbackslash": "\\",
    "textless": "<", "textgreater": ">", "textbar": "|", "textquotesingle": "'", "textquotedbl": '"',
    "textdollar": "$", "textunderscore": "_",
}  # fmt: skip
LIGATURES: Final = (("---", "\u2014"), ("--", "\u2013"), ("``", "\u201c"), ("''", "\u201d"))
PARTS_A_LIGATURE: Final = re.compile(r"(?<![A-Za-z])\{\}")  # "-{}-"; behind letters it ends a command
PARTED: Final = "\ue000"  # stands between two signs that are no ligature
BARE_PER_CENT: Final = re.compile(r"(?<!\\)%")
SIMPLE_ESCAPE: Final = re.compile(r"\\([&%_#])")
NEEDS_LATEX: Final = re.compile(r"\\(?![&%_#])|[$~^]")  # the rest is read a hundred times faster without
DEEPEST: Final = 30  # braces in braces; no title has five


def latex_to_text(text: str) -> str:
    r"""Return what LaTeX would show, on one line.

    Raises:
        ValueError: Braces are nested too deeply.

    Example:
        >>> print(latex_to_text(r"{Ren{\'e}} \& 100% ``sure'' -{}- p.~3--4"))
        René & 100% “sure” -- p. 3–4
    """
    for signs, ligature in LIGATURES:
        text = text.replace(signs, ligature)
    text = PARTS_A_LIGATURE.sub(PARTED, text)
    if NEEDS_LATEX.search(text):
        if _depth(text) > DEEPEST:
            raise ValueError(f"braces are nested more than {DEEPEST} deep")
        text = str(_reader().latex_to_text(BARE_PER_CENT.sub(r"\\%", text)))
    else:
        text = SIMPLE_ESCAPE.sub(r"\1", text.replace("{", "").replace("}", ""))
    return " ".join(text.replace(PARTED, "").split())


def unescaped(text: str) -> str:
    r"""Return an address or a number without the escapes that some programs write into it.

    Example:
        >>> print(unescaped(r"10.1000/a\_b{\_}c\%20"))
        10.1000/a_b_c%20
    """
    return re.sub(r"\\([_&%#$~])", r"\1", re.sub(r"[{}]", "", text)).strip()


def _depth(text: str) -> int:
    deepest = now = 0
    for sign in re.findall(r"(?<!\\)[{}]|\\begin\b", text):
        now = max(0, now - 1) if sign == "}" else now + 1
        deepest = max(deepest, now)
    return deepest


@functools.cache
def _reader() -> LatexNodes2Text:
    known = get_default_latex_context_db()
    macros = [MacroTextSpec(name, sign) for name, sign in SIGNS.items()]
    known.add_context_category("signs", prepend=True, macros=macros)
    return LatexNodes2Text(latex_context=known, strict_latex_spaces=True)
