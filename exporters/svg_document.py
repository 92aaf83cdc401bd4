"""The SVG document around a picture of ours: its size, names and page colour, and what stands above and below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.exporters.marks import FONT, attributes, content, number
from equigraph.exporters.palette import Theme, colour
from equigraph.graph.boxes import TEXT_PX

if TYPE_CHECKING:
    from collections.abc import Iterable

    from equigraph.exporters.brief_frame import Frame

__all__ = ["document"]


def document(
    name: str, size: tuple[float, float, float, float], around: Frame, figures: Iterable[str], theme: Theme
) -> str:
    """Return a whole document.

    Args:
        name: What its identifiers begin with, after "equigraph-": pages may hold several pictures.
        size: Its width and height in px, then those of the layout, which are scaled to them.
        around: What stands around the picture.
        figures: The elements of the picture.
        theme: "light", "dark" or "print".
    """
    width, height, box_width, box_height = size
    looks = attributes(
        width=width,
        height=height,
        viewBox=f"0 0 {number(box_width)} {number(box_height)}",
        role="graphics-document",
        aria_labelledby=f"equigraph-{name}-title",
        aria_describedby=f"equigraph-{name}-desc",
        font_family=FONT,
        font_size=TEXT_PX,
    )
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg"{looks}>',
            f'<title id="equigraph-{name}-title">{content(around.title)}</title>',
            f'<desc id="equigraph-{name}-desc">{content(around.description)}</desc>',
            f"<rect{attributes(width=box_width, height=box_height, fill=colour('page', theme))}/>",
            around.above,
            *figures,
            around.below,
            "</svg>",
            "",
        )
    )
