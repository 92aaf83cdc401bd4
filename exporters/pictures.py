"""Compose a picture: drawings at their places, and what stands around them, for a screen or for a sheet.

Every picture of a network, in whatever format, is composed here, so that all of them show the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from equigraph.exporters.drawing import draw
from equigraph.exporters.frame import frame_of
from equigraph.exporters.legend import legend
from equigraph.exporters.paging import cut_to, divide
from equigraph.exporters.shapes import Drawing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from equigraph.exporters.brief_frame import Frame
    from equigraph.exporters.palette import Theme
    from equigraph.exporters.sheets import Sheet
    from equigraph.graph.network import MultiDiGraph

__all__ = ["Panel", "Picture", "compose", "compose_pages"]

PANEL_PX: Final = 712.0  # least width of a part of a poster: two columns that stand close


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawing, with its upper left corner at (``left``, ``top``)."""

    drawing: Drawing
    left: float
    top: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: ``width`` x ``height`` px on screen or paper, ``around`` and ``panels`` in px of the layout."""

    network: MultiDiGraph
    width: float
    height: float
    box_width: float
    box_height: float
    around: Frame
    panels: tuple[Panel, ...]


def compose(
    network: MultiDiGraph, theme: Theme = "light", *, frame: bool = True, sheet: Sheet | None = None
) -> Picture:
    """Return one picture of a network: of all of it, or, on a sheet that is too small, of its best supported lines."""
    if sheet is None:
        drawing = draw(network)
        around = frame_of(network, drawing, theme, shown=frame)
        panel = Panel(drawing, around.left, around.top)
        return Picture(network, around.width, around.height, around.width, around.height, around, (panel,))
    if sheet.is_tiled:
        return _tiled(network, theme, sheet)
    return _on_sheet(cut_to(network, sheet), theme, sheet)


def compose_pages(network: MultiDiGraph, theme: Theme = "light", *, sheet: Sheet | None = None) -> tuple[Picture, ...]:
    """Return the pictures of a network: one, or, on a sheet that is too small for all of it, as many as it needs."""
    if sheet is None or sheet.is_tiled:
        return (compose(network, theme, sheet=sheet),)
    return tuple(_on_sheet(part, theme, sheet) for part in divide(network, sheet))


def _on_sheet(network: MultiDiGraph, theme: Theme, sheet: Sheet) -> Picture:
    drawing = draw(network)
    around = frame_of(network, drawing, theme, sheet=sheet)
    return _sized(network, around, (Panel(drawing, around.left, around.top),), sheet)


def _sized(network: MultiDiGraph, around: Frame, panels: tuple[Panel, ...], sheet: Sheet) -> Picture:
    width, height = sheet.width * sheet.scale, sheet.height * sheet.scale
    return Picture(network, round(width), round(height), sheet.width, sheet.height, around, panels)


# --- posters --------------------------------------------------------------------------------


def _tiled(network: MultiDiGraph, theme: Theme, sheet: Sheet) -> Picture:
    """Return a picture whose parts stand beside each other, with the largest text at which all of it is shown."""
    for enlarged in sheet.enlarged():
        picture = _tiled_at(network, theme, enlarged)
        if picture is not None:
            return picture
    return _on_sheet(cut_to(network, sheet), theme, sheet)


def _tiled_at(network: MultiDiGraph, theme: Theme, sheet: Sheet) -> Picture | None:
    nothing = Drawing(sheet.width, 0.0, (), (), (), legend(network))
    head = frame_of(network, replace(nothing, boxes=draw(network).boxes), theme, sheet=sheet)
    for across in sorted({1, max(1, int(sheet.width / PANEL_PX))}):
        if float(network.graph.get("height") or 0) > across * (sheet.height - head.height):
            continue  # no need to try: a thing that stands in several parts takes more room, not less
        width = sheet.width / across
        parts = divide(network, sheet.part(width, sheet.height - head.height))
        columns = _columns([draw(part) for part in parts], sheet.height - head.height)
        widest = max((one.width for drawings in columns for one in drawings), default=0.0)
        highest = max((one.height for drawings in columns for one in drawings), default=0.0)
        if len(columns) <= across and widest <= width and highest <= sheet.height - head.height:
            tiles = _spread(columns, sheet.width)
            height = max((tile.top + tile.drawing.height for tile in tiles), default=0.0)
            boxes = tuple(box for tile in tiles for box in tile.drawing.boxes)
            around = frame_of(network, replace(nothing, height=height, boxes=boxes), theme, sheet=sheet)
            panels = tuple(Panel(tile.drawing, tile.left, tile.top + around.top) for tile in tiles)
            return _sized(network, around, panels, sheet)
    return None


def _columns(drawings: Sequence[Drawing], height: float) -> list[list[Drawing]]:
    """Return the drawings in columns, each as high as it may be; one that is higher alone stands in one of its own."""
    columns: list[list[Drawing]] = []
    room = 0.0
    for drawing in drawings:
        if not columns or drawing.height > room:
            columns.append([])
            room = height
        columns[-1].append(drawing)
        room -= drawing.height
    return columns


def _spread(columns: Sequence[Sequence[Drawing]], width: float) -> list[Panel]:
    """Return the drawings at their places, the columns evenly over the width."""
    tiles = []
    each = width / max(1, len(columns))
    for number, drawings in enumerate(columns):
        top = 0.0
        for drawing in drawings:
            tiles.append(Panel(drawing, number * each + (each - drawing.width) / 2, top))
            top += drawing.height
    return tiles
