"""The still figure of a page: the drawing of the SVG export, embedded so that the page's style sheet gives its looks.

The same shapes at the same places as in the file that :mod:`equigraph.exporters.svg` writes. Every distinct look
becomes a class whose colours are the page's custom properties: the figure follows light, dark and print, no element
carries a style of its own (the page's content security policy forbids that), and the page stays small. What a picture
can be asked for (titles, IRIs) is left out here because the table beside it says it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from equigraph.exporters.palette import THEMES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["StillFigure", "still_figure"]

SVG = "http://www.w3.org/2000/svg"
LOOKS = frozenset(
    {
        "fill",
        "fill-opacity",
        "font-size",
        "font-style",
        "font-weight",
        "paint-order",
        "stroke",
        "stroke-dasharray",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-opacity",
        "stroke-width",
        "text-anchor",
    }
)
LENGTHS = frozenset({"font-size"})  # CSS wants a unit where SVG attributes do without
KEPT = frozenset(
    {"d", "x", "y", "cx", "cy", "r", "rx", "width", "height", "transform", "viewBox", "data-edge", "data-id"}
)
LINE_CLASS = "eq-line"
SHORT_LINE_CLASS = "l"  # in the page, where it stands once for each line


@dataclass(frozen=True)
class StillFigure:
    """An inline ``svg`` element and the rules that it needs."""

    markup: str
    style: str


def still_figure(svg: str, label: str) -> StillFigure:
    """Return the picture of an SVG text for embedding.

    Args:
        svg: What :func:`equigraph.exporters.svg.generate_svg` returns for the light theme.
        label: The name of the picture for people who do not see it.

    Example:
        >>> figure = still_figure(
        ...     '<svg xmlns="http://www.w3.org/2000/svg"><rect x="1" fill="#ffffff"/></svg>', "A picture"
        ... )
        >>> figure.style
        '.k0{fill:var(--page)}'
        >>> figure.markup
        '<svg role="img" aria-label="A picture"><rect x="1" class="k0"/></svg>'
    """
    root = ET.fromstring(svg)  # noqa: S314 (our own text)
    tokens = {value: token for token, value in reversed(THEMES["light"].items())}
    classes: dict[str, str] = {}
    size: dict[str, str] = {name: root.attrib[name] for name in ("width", "height", "viewBox") if name in root.attrib}
    font = _rule({name: root.attrib[name] for name in ("font-size", "font-family") if name in root.attrib}, tokens)
    _strip(root)
    for element in _shapes(root):
        look = _rule({name: value for name, value in element.attrib.items() if name in LOOKS}, tokens)
        is_line = element.get("class") == LINE_CLASS
        element.attrib = {name: value for name, value in element.attrib.items() if name in KEPT}
        names = [classes.setdefault(look, f"k{len(classes)}")] if look else []
        if names or is_line:
            element.set("class", " ".join([*names, *([SHORT_LINE_CLASS] if is_line else [])]))
    root.attrib = {**size, "role": "img", "aria-label": label}
    rules = [f".{name}{{{look}}}" for look, name in classes.items()]
    return StillFigure(_markup(root), "\n".join([f".still svg{{{font}}}", *rules] if font else rules))


def _shapes(root: ET.Element) -> Iterator[ET.Element]:
    return (element for element in root.iter() if element is not root)


def _strip(root: ET.Element) -> None:
    """Take out titles, descriptions, what only a pointer can find, and line breaks between elements."""
    for parent in list(root.iter()):
        parent.tag = parent.tag.removeprefix(f"{{{SVG}}}")
        for child in list(parent):
            name = child.tag.removeprefix(f"{{{SVG}}}")
            if name in {"title", "desc"} or child.get("pointer-events"):
                parent.remove(child)
            elif not (child.tail or "").strip():
                child.tail = None
        if len(parent) and not (parent.text or "").strip():
            parent.text = None


def _rule(looks: dict[str, str], tokens: dict[str, str]) -> str:
    """Return attributes as declarations, colours of the palette as custom properties."""
    pairs = []
    for name, value in sorted(looks.items()):
        shown = f"var(--{tokens[value]})" if value in tokens else value
        pairs.append(f"{name}:{shown}{'px' if name in LENGTHS else ''}")
    return ";".join(pairs)


def _markup(root: ET.Element) -> str:
    # In text and attributes ">" is written as "&gt;", so this finds nothing but the ends of empty elements.
    return ET.tostring(root, encoding="unicode").replace(" />", "/>")
