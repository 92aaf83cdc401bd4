"""Make an SVG picture stand alone: the fonts that show it are embedded (CSS Fonts 4, ``@font-face``), cut down to it.

It then looks the same in every browser, and asks nothing of any other place. Its nodes and lines can be reached with
the Tab key, which is left out where a page holds the picture and has an outline of its own for that. Runs of text that
Noto Sans cannot show get a ``tspan`` with the family that can, since programs do not fall back in the same way. The
fonts stay variable: one file holds all weights. What is lost: programs that do not read ``@font-face`` (office suites,
drawing programs) show the fonts of the machine instead; the text stays text.
"""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from typing import Final
from xml.etree import ElementTree as ET

from fontTools import subset

from equigraph.exporters.fonts import SANS, Face, face_of, runs

__all__ = ["SVG", "cut_down", "embed"]

NAMESPACE: Final = "http://www.w3.org/2000/svg"
SVG: Final = f"{{{NAMESPACE}}}"
FAMILIES: Final = f"{SANS}, system-ui, sans-serif"  # the last two for what no packaged font shows
NAMES_KEPT: Final = [0, 1, 2, 13, 14]  # copyright, family, style, licence and its address (OpenType, "name" table)
LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
# Letters are never slanted, fattened or shaped to their size by the browser: other programs would not.
SYMBOL: Final = "graphics-symbol"  # what has a meaning of its own (WAI-ARIA Graphics Module 1.0)
AS_IT_IS: Final = "text{font-synthesis:none;font-optical-sizing:none}"

ET.register_namespace("", NAMESPACE)


def embed(svg: str) -> str:
    r"""Return the picture with its fonts in it, a font named for every run of text, and its parts within reach of Tab.

    Args:
        svg: A picture of ours; it asks for no fonts yet.

    Example:
        >>> picture = embed('<svg xmlns="http://www.w3.org/2000/svg"><title>T</title><text>a → b</text></svg>')
        >>> picture[picture.index("<text>") :]
        '<text>a <tspan font-family="Inter">→</tspan> b</text></svg>\n'
        >>> picture.count("@font-face")
        2
    """
    root = ET.fromstring(svg)  # noqa: S314 (our own text)
    used: dict[Face, set[str]] = {}
    _name_families(root, used, is_italic=False)
    root.set("font-family", FAMILIES)
    root.set(LANGUAGE, "en")  # of the words around the data; a page that holds the picture says its own
    for part in root.iter(SVG + "g"):
        if part.get("role") == SYMBOL:
            part.set("tabindex", "0")
    style = ET.Element(SVG + "style")
    faces = sorted(used, key=lambda face: (face.family, face.is_italic))
    rules = (_rule(face, "".join(sorted(used[face]))) for face in faces)
    style.text = "".join((*rules, AS_IT_IS))
    style.tail = "\n"
    root.insert(sum(child.tag in {SVG + "title", SVG + "desc"} for child in root), style)
    return ET.tostring(root, encoding="unicode") + "\n"


def _name_families(element: ET.Element, used: dict[Face, set[str]], *, is_italic: bool) -> None:
    """Give every run of text beneath an element its font, and note which characters the fonts must have."""
    is_italic = element.get("font-style", "italic" if is_italic else "normal") == "italic"
    children = list(element)
    for child in children:
        _name_families(child, used, is_italic=is_italic)
    if element.tag not in {SVG + "text", SVG + "tspan"}:
        return
    pieces = [(None, element.text), *((child, child.tail) for child in children)]
    for child in children:
        element.remove(child)
    element.text = None
    for before, text in pieces:
        if before is not None:
            before.tail = None
            element.append(before)
        for family, run in runs(text or ""):
            _append(element, family, run)
            if family:
                used.setdefault(face_of(family, is_italic=is_italic), set()).update(run)


def _append(element: ET.Element, family: str, run: str) -> None:
    """Add a run of text to an element; one that is not in the family of the picture gets an element of its own."""
    if family not in {SANS, ""}:
        ET.SubElement(element, SVG + "tspan", {"font-family": family}).text = run
    elif len(element):
        element[-1].tail = (element[-1].tail or "") + run
    else:
        element.text = (element.text or "") + run


def _rule(face: Face, characters: str) -> str:
    """Return the rule that brings a font into the picture."""
    data, weights = cut_down(face, characters)
    kind, name = ("otf", "opentype") if data.startswith(b"OTTO") else ("ttf", "truetype")
    source = f"url(data:font/{kind};base64,{base64.b64encode(data).decode('ascii')})format('{name}')"
    style = "font-style:italic;" if face.is_italic else ""
    return f"@font-face{{font-family:'{face.family}';{style}font-weight:{weights};src:{source}}}\n"


@lru_cache(maxsize=64)
def cut_down(face: Face, characters: str) -> tuple[bytes, str]:
    """Return a font that has these characters alone and all that draws them well, and its weights as CSS says them.

    Example:
        >>> from equigraph.exporters.fonts import ITALIC
        >>> data, weights = cut_down(ITALIC, "abc")
        >>> len(data) < 10_000, weights
        (True, '400 700')
    """
    options = subset.Options()
    options.recalc_timestamp = False  # same letters, same bytes
    options.name_IDs = NAMES_KEPT
    options.hinting = False
    options.notdef_outline = True
    with face.open() as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(font)
        written = io.BytesIO()
        font.save(written)
        weight = next(axis for axis in font["fvar"].axes if axis.axisTag == "wght")
    return written.getvalue(), f"{weight.minValue:g} {weight.maxValue:g}"
