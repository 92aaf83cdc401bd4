"""Time until a deck is made: ours, and a bare loop of python-pptx that makes as many shapes, lines and notes.

The bare loop fills in what any deck of the kind needs (text, fill, outline, size of letters, glue), and nothing that
ours does besides: no layout, no division, no text equivalents, no reading again.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE, MSO_SHAPE_TYPE
from pptx.util import Emu, Pt
from turns import best_of

from equigraph.exporters.pptx import generate_pptx
from equigraph.graph.knowledge_graph import KnowledgeGraph

TURNS = 4
INK = RGBColor(27, 36, 48)


@dataclass(frozen=True)
class Slides:
    """Seconds of the best of several turns, and sizes.

    Attributes:
        ours: Our deck, from a network that is there.
        bare: As many shapes and lines, made one by one.
        nodes: Nodes of the network.
        edges: Edges of the network.
        slides: Slides of our deck.
        shapes: Shapes on them.
        lines: Connectors on them.
        size: Bytes of our deck.
    """

    ours: float
    bare: float
    nodes: int
    edges: int
    slides: int
    shapes: int
    lines: int
    size: int


def measure(view: str) -> Slides:
    """Time a deck of a view, and a bare one beside it."""
    with KnowledgeGraph.open() as graph:
        network = graph.view(view)
    content = generate_pptx(network)
    plan = [_plan(slide) for slide in Presentation(io.BytesIO(content)).slides]
    best = best_of({"ours": lambda: generate_pptx(network), "bare": lambda: _bare(plan)}, TURNS)
    return Slides(
        best["ours"],
        best["bare"],
        network.number_of_nodes(),
        network.number_of_edges(),
        len(plan),
        sum(shapes for shapes, _, _ in plan),
        sum(lines for _, lines, _ in plan),
        len(content),
    )


def _plan(slide: Any) -> tuple[int, int, str]:
    """Return how many shapes and lines a slide has, and its notes."""

    def count(some: Any) -> tuple[int, int]:
        shapes = lines = 0
        for shape in some:
            if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
                inner = count(shape.shapes)
                shapes, lines = shapes + inner[0], lines + inner[1]
            elif shape.shape_type == MSO_SHAPE_TYPE.LINE:
                lines += 1
            elif not shape.is_placeholder:
                shapes += 1
        return shapes, lines

    notes = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
    return (*count(slide.shapes), notes)


def _bare(plan: list[tuple[int, int, str]]) -> bytes:
    deck = Presentation()
    layout = deck.slide_layouts.get_by_name("Title Only")
    for shapes, lines, notes in plan:
        slide = deck.slides.add_slide(layout)
        slide.shapes.title.text = "A title"
        made = [_box(slide) for _ in range(shapes)]
        for _ in range(lines):
            line = slide.shapes.add_connector(MSO_CONNECTOR.CURVE, Emu(0), Emu(0), Emu(10), Emu(10))
            line.begin_connect(made[0], 3)
            line.end_connect(made[-1], 1)
            line.line.color.rgb = INK
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


def _box(slide: Any) -> Any:
    box = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, Emu(100), Emu(100), Emu(10_000), Emu(10_000))
    box.text_frame.text = "A label"
    box.text_frame.paragraphs[0].runs[0].font.size = Pt(18)
    box.fill.solid()
    box.fill.fore_color.rgb = box.line.color.rgb = INK
    return box
