"""How a thing and a line look in formats that other programs draw: colour, dash, width and words, from one palette.

The pictures of our own have more (glyphs, ports, curves; see :mod:`equigraph.exporters.lines`); here a line says its
verdict in words, always with the number of its sources, so that colour is never alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from equigraph.exporters.lines import GENERAL_PX, THIN_PX, group_width, line_width
from equigraph.exporters.palette import colour, relation_look, verdict_look
from equigraph.graph.labels import clean
from equigraph.graph.relation_words import relation_words

if TYPE_CHECKING:
    from equigraph.graph.network import Network

__all__ = ["EdgeLook", "edge_look", "most_lines"]


@dataclass(frozen=True)
class EdgeLook:
    """The looks of one line.

    Attributes:
        colour: As "#rrggbb".
        dash: Lengths of dash and gap in px; empty for a solid line.
        width: In px.
        words: What it says, in few words.
    """

    colour: str
    dash: tuple[float, ...]
    width: float
    words: str


def most_lines(network: Network) -> int:
    """Return how many lines the line between groups bundles that bundles most; 0 where there is none."""
    return max((int(edge.get("lines") or 0) for *_, edge in network.edges(data=True)), default=0)


def edge_look(edge: Mapping[str, Any], most: int = 0) -> EdgeLook:
    """Return how a line looks.

    Args:
        edge: Its attributes.
        most: As :func:`most_lines` says.

    Example:
        >>> edge_look({"kind": "evidence", "verdict": "positive", "strength": "positive, one source"}).words
        'positive, one source'
        >>> edge_look({"kind": "relation", "label": "funds", "mapping": "inferred"}).words
        'funds (our reading, inferred)'
    """
    evidence, bundled = edge.get("kind") == "evidence", int(edge.get("lines") or 0)
    mapping = "" if edge.get("verdicts") else str(edge.get("mapping") or "")
    look = verdict_look(str(edge.get("verdict") or "")) if evidence else relation_look(mapping)
    sources = int(edge.get("judging_count", edge.get("source_count", 0)))
    width = line_width(int(edge.get("claims") or 1), sources) if evidence else THIN_PX
    if edge.get("general"):
        width = GENERAL_PX
    words = clean(relation_words(edge)) + " (our reading, inferred)" * (mapping == "inferred")
    if edge.get("strength"):
        words = clean(str(edge["strength"])) if evidence else f"{words}: {clean(str(edge['strength']))}"
    if edge.get("general"):
        words += f" ({clean(str(edge.get('scope_label') or 'about all students'))})"
    return EdgeLook(colour(look.token), look.dash, group_width(bundled, most) if bundled and most else width, words)
