"""What the legend of a picture says: only what occurs in it, and how to read a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.exporters.lines import CHANGED_PX, GENERAL_PX, THIN_PX
from equigraph.exporters.palette import (
    CHANGES,
    GENERAL_OPACITY,
    KINDS,
    LINE_OPACITY,
    VERDICTS,
    kind_look,
    relation_look,
)
from equigraph.exporters.shapes import LegendItem
from equigraph.graph.boxes import is_layered
from equigraph.graph.kinds import OUR_READING

if TYPE_CHECKING:
    from collections.abc import Collection

    import networkx as nx

__all__ = ["legend"]

HOW_TO_READ = "A line says what studies found, not an endorsement."
THIN = "thin: one source, or one study"
THICK_PX = 3.6
FEW_KINDS = 2  # a picture of two kinds says by its column headings which is which


def legend(network: nx.MultiDiGraph[str]) -> tuple[LegendItem, ...]:
    """Return the legend of a network.

    Example:
        >>> import networkx as nx
        >>> network = nx.MultiDiGraph()
        >>> key = network.add_edge("p", "g", key="e", kind="evidence", verdict="positive")
        >>> [item.text for item in legend(network)][:2]
        ['A line says what studies found, not an endorsement.', 'positive: all claims that could judge are in favour']
    """
    edges = [data for *_, data in network.edges(data=True)]
    evidence = [data for data in edges if data.get("kind") == "evidence"]
    relations = [data for data in edges if data.get("kind") not in {"evidence", "group"}]
    groups = [data for data in edges if data.get("kind") == "group"]
    if any("change" in data for _, data in network.nodes(data=True)):
        return _changes(network)
    items = _evidence(network, {str(data.get("verdict") or "") for data in evidence}) if evidence else []
    if any(data.get("general") for data in evidence):
        words = "hollow sign, faint line: about all students, not specific to the group"
        items.append(
            LegendItem(
                "verdict",
                words,
                "muted",
                width=GENERAL_PX,
                opacity=GENERAL_OPACITY,
                glyph="+",
                general=True,
                short="hollow: about all students",
            )
        )
    if relations:
        items += _relations({str(data.get("mapping") or "") for data in relations})
    if groups:
        beneath = {verdict for data in groups for verdict in data.get("verdicts") or ()}
        inferred = any(data.get("mapping") == "inferred" and not data.get("verdicts") for data in groups)
        items += _groups([] if evidence or not is_layered(network) else beneath, inferred=inferred)
    kinds = {str(data.get("kind") or "Thing") for _, data in network.nodes(data=True)}
    if not is_layered(network) or len(kinds) > FEW_KINDS:
        items += [
            LegendItem("kind", look.one, look.fill, shape=look.shape)
            for look in KINDS.values()
            if look.kind in {kind_look(kind).kind for kind in kinds}
        ]
    return tuple(items)


def _changes(network: nx.MultiDiGraph[str]) -> tuple[LegendItem, ...]:
    """Return what became of things and lines, of two networks in one picture."""
    parts = [data for _, data in network.nodes(data=True)] + [data for *_, data in network.edges(data=True)]
    found = {str(data.get("change") or "same") for data in parts}
    return (
        LegendItem("note", "A line says what became of it, not what studies found."),
        *(
            LegendItem(
                "verdict",
                look.words,
                look.token,
                look.dash,
                CHANGED_PX if look.glyph else THIN_PX,
                LINE_OPACITY,
                look.glyph,
                short=look.words,
            )
            for look in CHANGES.values()
            if look.verdict in found
        ),
    )


def _evidence(network: nx.MultiDiGraph[str], verdicts: set[str]) -> list[LegendItem]:
    items = [LegendItem("note", HOW_TO_READ)]
    items += [
        LegendItem("verdict", look.words, look.token, look.dash, 2.0, LINE_OPACITY, look.glyph, short=look.verdict)
        for look in VERDICTS.values()
        if look.verdict in verdicts
    ]
    items.append(LegendItem("width", THIN, "ink", width=THIN_PX, short=THIN))
    items.append(LegendItem("width", "thicker: more claims, two sources or more", "ink", width=THICK_PX))
    if is_layered(network):
        items.append(LegendItem("bars", "bars in a box: share of its lines by verdict", "muted"))
    return items


def _groups(verdicts: Collection[str], *, inferred: bool) -> list[LegendItem]:
    """Return what a line between groups is, and the signs of the bars, where no other line explains them."""
    look = relation_look("stated")
    words = "between groups: all lines from one to the other; no verdict of its own"
    items = [
        LegendItem("relation", words, look.token, look.dash, 1.4, LINE_OPACITY, short="all lines between groups"),
        LegendItem("width", "wider: more lines", look.token, width=THICK_PX, short="wider: more lines"),
    ]
    if inferred:
        look = relation_look("inferred")
        ours = f"all of them {OUR_READING}"
        items.append(LegendItem("relation", ours, look.token, look.dash, 1.4, LINE_OPACITY, short=ours))
    if verdicts:
        items += [
            LegendItem("sign", look.words, look.token, glyph=look.glyph, short=look.verdict)
            for look in VERDICTS.values()
            if look.verdict in verdicts
        ]
        items.append(LegendItem("bars", "bars in a box: share of the lines beneath by verdict", "muted"))
    return items


def _relations(mappings: set[str]) -> list[LegendItem]:
    items = []
    if mappings - {"inferred"}:
        look = relation_look("stated")
        words = look.words if mappings & {"stated"} else "a relation"
        items.append(LegendItem("relation", words, look.token, look.dash, 1.4, LINE_OPACITY, short=words))
    if "inferred" in mappings:
        look = relation_look("inferred")
        ours = OUR_READING
        items.append(LegendItem("relation", look.words, look.token, look.dash, 1.4, LINE_OPACITY, short=ours))
    return items
