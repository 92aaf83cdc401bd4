"""Pictures for presentations: ours beside what people draw with by hand, the same graph at the same places and size.

A figure (SVG, PNG, PDF) stands beside matplotlib's own drawing of the network, ``networkx.draw_networkx`` with our
positions, labels and lines on a canvas of as many pixels. A presentation stands beside a bare loop of python-pptx that
makes as many shapes of each kind at the same places with the same texts. Ours is written by the function that the
command line calls, legend, title, citations and all. The best of the turns counts. Formats that the table of formats
does not have are left out. ``python benchmarks/pictures.py STORE`` prints the numbers.
"""

from __future__ import annotations

import struct
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
from turns import best_of

from equigraph.exporters.formats import EXPORTERS, export
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import Network

VIEW = "practices-to-goals"
MANY_VIEWS, MANY_NODES = ("organizations", VIEW), 300
FIGURES, PRESENTATION = (".svg", ".png", ".pdf"), ".pptx"
MATPLOTLIB, BARE = "matplotlib", "bare python-pptx"
TURNS = 5
DPI = 100


@dataclass(frozen=True)
class Picture:
    """Seconds to write one network in one format: the best turn.

    Attributes:
        view: The view.
        suffix: The format.
        nodes: Nodes of the network.
        edges: Edges of the network.
        ours: By ``exporters.formats.export``.
        peer: Name of what it is compared to, or "".
        theirs: What that took, or 0.
        size: What both make: pixels, or shapes on slides.
    """

    view: str
    suffix: str
    nodes: int
    edges: int
    ours: float
    peer: str = ""
    theirs: float = 0.0
    size: str = ""


@dataclass(frozen=True)
class Shape:
    """One shape of a slide: what it is, where it stands (in EMU), and its text."""

    sort: str
    place: tuple[int, int, int, int]
    text: str


def measure(store: str | Path) -> list[Picture]:
    """Time the pictures of the bundled view beside their peers, and those of 300 nodes of a store alone."""
    with KnowledgeGraph.open() as graph:
        bundled = graph.view(VIEW)
    with KnowledgeGraph.open(str(store)) as graph:
        many = {view: graph.view(view, max_nodes=MANY_NODES) for view in MANY_VIEWS}
    with tempfile.TemporaryDirectory(prefix="equigraph-pictures-") as name:
        folder = Path(name)
        rows = [_beside(bundled, suffix, folder) for suffix in (*FIGURES, PRESENTATION) if suffix in EXPORTERS]
        rows += [
            _alone(view, network, folder / f"many{suffix}")
            for view, network in many.items()
            for suffix in (*FIGURES, PRESENTATION, ".html")
            if suffix in EXPORTERS
        ]
    return rows


def _alone(view: str, network: Network, path: Path) -> Picture:
    best = best_of({"ours": lambda: export(network, path)}, TURNS)
    return Picture(view, path.suffix, len(network), network.number_of_edges(), best["ours"])


def _beside(network: Network, suffix: str, folder: Path) -> Picture:
    ours, theirs = folder / f"ours{suffix}", folder / f"theirs{suffix}"
    export(network, ours)
    peer: Callable[[], object]
    if suffix == PRESENTATION:
        slides = shapes_of(ours)
        name, size = BARE, f"{sum(map(len, slides)):,} shapes on {len(slides):,} slides"
        peer = lambda: draw_slides(slides, theirs)  # noqa: E731 - one way or the other
    else:
        width, height = _pixels(ours, folder)
        name, size = MATPLOTLIB, f"{width:,} x {height:,} px"
        peer = lambda: draw_figure(network, theirs, width, height)  # noqa: E731
    best = best_of({"ours": lambda: export(network, ours), "theirs": peer}, TURNS)
    return Picture(VIEW, suffix, len(network), network.number_of_edges(), best["ours"], name, best["theirs"], size)


def _pixels(path: Path, folder: Path) -> tuple[int, int]:
    """Return width and height of a picture; of a PDF those of the SVG, which it is made of."""
    if path.suffix == ".png":
        width, height = struct.unpack(">II", path.read_bytes()[16:24])
        return int(width), int(height)
    svg = path if path.suffix == ".svg" else folder / "ours.svg"
    root = ET.fromstring(svg.read_bytes())
    return round(float(root.get("width", "0").removesuffix("px"))), round(
        float(root.get("height", "0").removesuffix("px"))
    )


def draw_figure(network: Network, path: Path, width: int, height: int) -> None:
    """Draw a network as one does without us: networkx and matplotlib, with our positions, labels and lines."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - only the benchmarks need it

    figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI)
    axes = figure.subplots()
    places = {node: (data["x"], -data["y"]) for node, data in network.nodes(data=True)}
    labels = {node: data["label"] for node, data in network.nodes(data=True)}
    nx.draw_networkx(network, places, labels=labels, ax=axes, font_size=8, node_size=60)
    axes.set_axis_off()
    figure.savefig(path, dpi=DPI)


def shapes_of(path: Path) -> list[list[Shape]]:
    """Return the shapes of every slide of a presentation."""
    from pptx import Presentation  # noqa: PLC0415 - slow to import
    from pptx.shapes.connector import Connector  # noqa: PLC0415

    slides = []
    for slide in Presentation(str(path)).slides:
        shapes = []
        for shape in slide.shapes:
            place = (int(shape.left or 0), int(shape.top or 0), int(shape.width or 0), int(shape.height or 0))
            text = shape.text_frame.text if shape.has_text_frame else ""
            shapes.append(Shape("line" if isinstance(shape, Connector) else "box", place, text))
        slides.append(shapes)
    return slides


def draw_slides(slides: Sequence[Sequence[Shape]], path: Path) -> None:
    """Make a presentation as one does without us: a loop over shapes."""
    from pptx import Presentation  # noqa: PLC0415
    from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE  # noqa: PLC0415

    presentation: Any = Presentation()
    for shapes in slides:
        slide = presentation.slides.add_slide(presentation.slide_layouts[6])
        boxes = []
        for shape in shapes:
            left, top, width, height = shape.place
            if shape.sort == "line":
                line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, left, top, left + width, top + height)
                if len(boxes) > 1:
                    line.begin_connect(boxes[0], 3)
                    line.end_connect(boxes[-1], 1)
            else:
                box = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, left, top, width, height)
                box.text_frame.text = shape.text
                boxes.append(box)
    presentation.save(str(path))


if __name__ == "__main__":
    for row in measure(sys.argv[1]):
        print(*vars(row).values(), sep="\t")
