"""Make the lines of a picture: their way, their looks, what stands at their end, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import TYPE_CHECKING, Any

from equigraph.exporters.palette import GENERAL_OPACITY, LINE_OPACITY, change_look, relation_look, verdict_look
from equigraph.exporters.ports import EdgeKey, Port, ports
from equigraph.exporters.routes import Controls, place_words, route
from equigraph.exporters.shapes import Curve
from equigraph.graph.boxes import LINE_PX, TEXT_PX
from equigraph.graph.kinds import OUR_READING
from equigraph.graph.labels import clean, text_width, wrap
from equigraph.graph.relation_words import EVIDENCE_ON, relation_words

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "CHANGED_PX", "GENERAL_PX", "GLYPH_RADIUS_PX", "THIN_PX", "WIDEST_PX", "change_of", "curves", "group_width",
    "line_width", "line_words",
]  # fmt: skip

GLYPH_RADIUS_PX = 6.0
GLYPH_OFFSET_PX = 8.5  # centre of a glyph before the box, where the line ends
WIDE_GLYPH_OFFSET_PX = 13.5
ARROW_PX = 8.0
GENERAL_PX = 0.8  # a line about all students, beside those about a chosen group
THIN_PX = 1.2  # a line that rests on one source, however many claims it has
WIDTH_PX = 1.3  # times the square root of the number of claims
WIDEST_PX = 4.0
CHANGED_PX = 2.4  # a line that was added, removed or changed
GROUP_PX = 7.0  # the line between groups that bundles most lines
MARK_GAP_PX = 3.0  # on each side of the numbers of a line's sources
LABEL_COLUMNS, LABEL_PX = 40, 280.0  # most words beside a line


def curves(network: nx.MultiDiGraph[str]) -> tuple[Curve, ...]:
    """Return the lines of a placed network in drawing order.

    Relations come first, then lines about all students, then by verdict, so that null and negative lie on top.
    """
    ends = ports(network)
    ways = route(network, ends)
    words = {edge: _short(network.edges[edge]) for edge in ends}
    places = place_words(network, ends, ways, words)
    widest = max((int(data.get("lines") or 0) for *_, data in network.edges(data=True)), default=0)
    made = [
        _curve(network, edge, f"e{index}", ends[edge], ways[edge], places.get(edge), widest)
        for index, edge in enumerate(network.edges(keys=True))
    ]
    return tuple(sorted(made, key=_rank))


def change_of(data: Mapping[str, Any]) -> str:
    """Return what became of a thing or line where two networks are compared, "same" if nothing; else "".

    Example:
        >>> change_of({"change": "added"}), change_of({"change": ""}), change_of({})
        ('added', 'same', '')
    """
    return str(data["change"] or "same") if "change" in data else ""


def _rank(curve: Curve) -> tuple[int, bool, int, int]:
    return (
        change_look(curve.change).rank,
        curve.kind == "evidence",
        0 if curve.general else verdict_look(curve.verdict).rank,
        int(curve.id[1:]),
    )


def line_width(claims: int, source_count: int) -> float:
    """Return the width of a line in px: by the square root of its claims, thin when they share one source.

    Example:
        >>> line_width(4, 2), line_width(4, 1), line_width(400, 9)
        (2.6, 1.2, 4.0)
    """
    if source_count <= 1:
        return THIN_PX
    return round(min(WIDEST_PX, WIDTH_PX * sqrt(max(1, claims))), 2)


def group_width(lines: int, most: int) -> float:
    """Return the width of a line between groups: by the square root of its share of the lines in the widest one.

    Example:
        >>> group_width(100, 100), group_width(25, 100), group_width(1, 100)
        (7.0, 3.5, 1.2)
    """
    return round(max(THIN_PX, GROUP_PX * sqrt(lines / most)), 2)


def _width(data: Mapping[str, Any], sources: int) -> float:
    """Return the width of a line; those about all students stay behind those about the chosen group."""
    if "change" in data:
        return CHANGED_PX if data["change"] else THIN_PX
    if data.get("general"):
        return GENERAL_PX
    return line_width(int(data.get("claims") or 1), sources) if data.get("kind") == "evidence" else THIN_PX


def line_words(network: nx.MultiDiGraph[str], edge: EdgeKey) -> str:
    """Return what a line says, in one sentence.

    Example:
        >>> import networkx as nx
        >>> network = nx.MultiDiGraph()
        >>> network.add_node("f", label="A fund")
        >>> network.add_node("s", label="A school")
        >>> key = network.add_edge("f", "s", key="e", label="funds", mapping="inferred")
        >>> line_words(network, ("f", "s", "e"))
        'A fund: funds, our reading (inferred): A school'
        >>> key = network.add_edge("f", "s", key="c", kind="evidence", strength="negative, one source", claims=1)
        >>> line_words(network, ("f", "s", "c"))
        'A fund and A school: negative, one source (1 claim)'
    """
    start, end, key = edge
    data = network.edges[start, end, key]
    names = [clean(str(network.nodes[node].get("label") or node)) for node in (start, end)]
    if data.get("kind") == "evidence":
        sentence = " and ".join(names) + f": {clean(str(data.get('strength') or data.get('verdict') or EVIDENCE_ON))}"
    else:
        said = f"{_relation(data)}, {OUR_READING}" if _is_ours(data) else _relation(data)
        sentence = f"{names[0]}: {said}: {names[1]}"
        sentence += f". {clean(str(data['strength']))}" if data.get("strength") else ""
    claims = int(data.get("claims") or 0)
    if claims:
        sentence += f" ({claims:,} {'claim' if claims == 1 else 'claims'})"
    if data.get("general"):
        sentence += f". {clean(str(data.get('scope_label') or 'about all students'))}"
    if data.get("was") and data["was"] != data.get("strength"):
        sentence += f". Before: {clean(str(data['was']))}"
    return f"{change_look(data['change']).words}: {sentence}" if "change" in data else sentence


def _relation(data: dict[str, Any]) -> str:
    return clean(relation_words(data))


def _is_ours(data: dict[str, Any]) -> bool:
    return data.get("mapping") == "inferred" and not data.get("verdicts")


def _short(data: dict[str, Any]) -> str:
    """Return the words beside a line, cut where they are very long; the legend says whose an inferred one is.

    Beside evidence stands its verdict: "advances" would say what a null or negative finding denies.
    """
    verdict = str(data.get("verdict") or "") if data.get("kind") == "evidence" else ""
    words = clean(verdict) or f"{_relation(data)}{' (inferred)' * _is_ours(data)}"
    return wrap(words, LABEL_COLUMNS, width_px=LABEL_PX, max_lines=1)[0]


def _curve(
    network: nx.MultiDiGraph[str],
    edge: EdgeKey,
    name: str,
    ends: tuple[Port, Port],
    controls: Controls,
    words: tuple[float, float] | None,
    most: int,
) -> Curve:
    """Return one line with its looks; ``words`` is the middle of its words, ``most`` the lines in the widest one."""
    data = network.edges[edge]
    start, end = ends
    evidence = data.get("kind") == "evidence"
    verdict, mapping = str(data.get("verdict") or ""), str(data.get("mapping") or "")
    look = verdict_look(verdict) if evidence else relation_look("" if data.get("verdicts") else mapping)
    look = change_look(str(data["change"])) if "change" in data else look
    sources = int(data.get("judging_count", data.get("source_count", 0)))
    offset = WIDE_GLYPH_OFFSET_PX if look.glyph == "+/-" else GLYPH_OFFSET_PX
    arrow = () if evidence else _arrow(end)
    offset = ARROW_PX + GLYPH_RADIUS_PX if arrow else offset
    tip = offset + GLYPH_RADIUS_PX if look.glyph else ARROW_PX * bool(arrow)
    mark = str(data.get("mark") or "")
    room = abs(end.out_x) * (text_width(mark, TEXT_PX) + 2 * MARK_GAP_PX) + abs(end.out_y) * LINE_PX if mark else 0.0
    stop = tip + room if mark else ARROW_PX - 1 if arrow else offset * bool(look.glyph)
    return Curve(
        id=name,
        u=edge[0],
        v=edge[1],
        key=edge[2],
        x1=start.x,
        y1=start.y,
        c1x=controls[0],
        c1y=controls[1],
        c2x=controls[2],
        c2y=controls[3],
        x2=round(end.x + end.out_x * stop, 1),
        y2=round(end.y + end.out_y * stop, 1),
        kind=str(data.get("kind") or "triple"),
        verdict=verdict,
        mapping=mapping,
        width=group_width(data["lines"], most) if data.get("lines") and "change" not in data else _width(data, sources),
        dash=look.dash,
        colour=look.token,
        opacity=GENERAL_OPACITY if data.get("general") else LINE_OPACITY,
        glyph=look.glyph,
        glyph_x=round(end.x + end.out_x * offset, 1) if look.glyph else end.x,
        glyph_y=round(end.y + end.out_y * offset, 1) if look.glyph else end.y,
        mark=mark,
        mark_x=round(end.x + end.out_x * (tip + room / 2), 1),
        mark_y=round(end.y + end.out_y * (tip + room / 2), 1),
        arrow=arrow,
        general=bool(data.get("general")),
        single_source=sources <= 1,
        label=_short(data),
        label_x=words[0] if words else 0.0,
        label_y=words[1] if words else 0.0,
        label_drawn=words is not None,
        text=line_words(network, edge),
        change=change_of(data),
    )


def _arrow(end: Port) -> tuple[tuple[float, float], ...]:
    """Return the arrowhead at a port: its tip, then the two corners of its base."""
    half = ARROW_PX * 0.42
    base_x, base_y = end.x + end.out_x * ARROW_PX, end.y + end.out_y * ARROW_PX
    return (
        (end.x, end.y),
        (round(base_x - end.out_y * half, 1), round(base_y + end.out_x * half, 1)),
        (round(base_x + end.out_y * half, 1), round(base_y - end.out_x * half, 1)),
    )
