"""What stands in the box of a node, and how much room it takes.

The layout needs the room, the drawing needs the words; both ask here, so that they agree.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from equigraph.graph.kinds import KINDS, VERDICTS, Kind
from equigraph.graph.labels import text_width, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

__all__ = [
    "ARROW_PORT_PX",
    "BAR_ROW_PX",
    "BOX_INSET_PX",
    "BOX_PADDING_PX",
    "BOX_TEXT_PX",
    "GLYPH_PORT_PX",
    "LABEL_PORT_PX",
    "LINE_PX",
    "MARK_PORT_PX",
    "NOTE",
    "ROW_PX",
    "TEXT_PX",
    "Contents",
    "contents",
    "is_layered",
    "port_px",
    "sides",
]

TEXT_PX = 13.0  # font size of labels; nothing in a picture is smaller
LINE_PX = 16.0  # one wrapped line
ROW_PX = 22.0  # least height of a row
BAR_ROW_PX = 26.0  # the five bars
BOX_PADDING_PX = 8.0
BOX_INSET_PX = 10.0  # from the side of a box to its words
LABEL_PORT_PX = 6.0  # room of a line where it leaves a label: at least 5 px apart
ARROW_PORT_PX = 8.0  # room of a line with an arrowhead
GLYPH_PORT_PX = 14.0  # room of a line with a glyph: as far apart as a glyph is high
MARK_PORT_PX = 18.0  # room of a line with the numbers of its sources before its glyph
LABEL_COLUMNS = 34  # characters in a line of a label
BOX_TEXT_PX = 240.0  # px in a line of a label
LINES = Kind("", "line", "lines")
BOLD = 1.12  # bold letters are wider
TOGETHER = "\N{NO-BREAK SPACE}"
NOTE = "Note: "  # before what a person wrote on a thing
ORGANIC_COLUMNS = 22
ORGANIC_TEXT_PX = 168.0
LABEL_LINES, ORGANIC_LINES = 6, 5  # longer names end with an ellipsis
ORGANIC_MIN_PX = 56.0
ORGANIC_PORT_PX = 9.0  # along the outline; two ports round a corner are still 6 px apart


@dataclass(frozen=True, slots=True)
class Contents:
    """The words in a box.

    Attributes:
        label: Lines of the name.
        detail: Lines below it: the verdicts of its lines in words.
        verdicts: How many lines with each verdict arrive, in a fixed order; empty where none does.
        text_width: Estimated width of the longest line, in px.
        sentences: The detail before it was broken into lines.
    """

    label: tuple[str, ...]
    detail: tuple[str, ...]
    verdicts: tuple[tuple[str, int], ...]
    text_width: float
    sentences: tuple[str, ...] = ()

    @property
    def text_height(self) -> float:
        """Return the height of words and bars, in px, without padding."""
        return LINE_PX * (len(self.label) + len(self.detail)) + (BAR_ROW_PX if self.verdicts else 0.0)


def is_layered(network: nx.MultiDiGraph[str]) -> bool:
    """Return whether the network stands in columns."""
    return str(network.graph.get("layout", "layered")) != "organic"


def contents(network: nx.MultiDiGraph[str], node: str, text_px: float = BOX_TEXT_PX) -> Contents:
    """Return what stands in the box of a node; in columns its lines are at most ``text_px`` wide.

    Example:
        >>> import networkx as nx
        >>> network = nx.MultiDiGraph(layout="layered")
        >>> network.add_node("p", label="Tutoring", kind="Practice")
        >>> network.add_node("g", label="Attendance", kind="EquityGoal")
        >>> key = network.add_edge("p", "g", key="e", kind="evidence", verdict="positive")
        >>> contents(network, "g").detail
        ('1 practice: positive',)
    """
    data = network.nodes[node]
    label = str(data.get("label") or node)
    if not is_layered(network):
        lines = wrap(label, ORGANIC_COLUMNS, width_px=ORGANIC_TEXT_PX, size_px=TEXT_PX, max_lines=ORGANIC_LINES)
        # Of what is to be said beside a name there is only room for what a person wrote.
        _, own, note = str(data.get("note") or "").rpartition(NOTE)
        words = [own + note] if own else []
        detail = _wrapped(words, ORGANIC_COLUMNS + 4, ORGANIC_TEXT_PX)
        widest = max(text_width(line, TEXT_PX) for line in (*lines, *detail))
        return Contents(lines, detail, (), widest, tuple(words))
    # Read from afar, the lines speak for themselves: there is no room to count them once more.
    words, verdicts = ([], ()) if network.graph.get("brief") else _evidence(network, node)
    words += [str(data["note"])] if data.get("note") else []
    if data.get("more"):
        words.append(f"{data['more']:,} more {'line' if data['more'] == 1 else 'lines'} not shown")
    size = TEXT_PX * (BOLD if words or network.nodes[node].get("focus") else 1.0)
    columns = max(LABEL_COLUMNS, round(LABEL_COLUMNS * text_px / BOX_TEXT_PX))  # wider boxes hold longer lines
    lines = wrap(label, columns, width_px=text_px, size_px=size, max_lines=LABEL_LINES)
    detail = _wrapped(words, columns + 4, text_px)
    widest = max(text_width(line, size) for line in (*lines, *detail))
    return Contents(lines, detail, verdicts, widest, tuple(sentence.replace(TOGETHER, " ") for sentence in words))


def _wrapped(sentences: list[str], columns: int, width_px: float) -> tuple[str, ...]:
    return tuple(
        line
        for sentence in sentences
        for line in wrap(sentence, columns, width_px=width_px, size_px=TEXT_PX, max_lines=6)
    )


def _evidence(network: nx.MultiDiGraph[str], node: str) -> tuple[list[str], tuple[tuple[str, int], ...]]:
    """Return the verdicts of the lines that arrive, in words and counted; lines about all students stand apart."""
    arriving = [(start, data) for start, _, data in network.in_edges(node, data=True) if _bundles_evidence(data)]
    own = [(start, data) for start, data in arriving if not data.get("general")]
    words = []
    counts: Counter[str] = Counter()
    for _, data in own:
        counts.update(data.get("verdicts") or {str(data.get("verdict", "")): 1})
    verdicts = tuple((verdict, counts[verdict]) for verdict in VERDICTS if counts[verdict])
    if verdicts:
        starts = sorted({start for start, _ in own})
        kinds = {str(network.nodes[start].get("kind", "")) for start in starts}
        _, one, many = KINDS[kinds.pop()] if len(kinds) == 1 and kinds <= KINDS.keys() else LINES
        number, alone = len(starts), len(own) == 1
        if any(data.get("kind") == "group" for _, data in own):
            number, (_, one, many) = sum(counts.values()), LINES
            alone = number == 1
        told = ", ".join(
            (verdict if alone else f"{count:,} {verdict}").replace(" ", TOGETHER) for verdict, count in verdicts
        )
        words.append(f"{number:,} {one if number == 1 else many}: {told}")
    general = sum(data.get("lines") or 1 for _, data in arriving) - sum(data.get("lines") or 1 for _, data in own)
    if general:
        words.append(f"{general:,} {'line' if general == 1 else 'lines'} about all students, not specific")
    return words, verdicts


def _bundles_evidence(data: Mapping[str, Any]) -> bool:
    """Say whether a line holds verdicts: its own, or, between groups, those of the lines beneath it.

    Where two networks are compared none is counted: some of the lines are no more.
    """
    return "change" not in data and (data.get("kind") == "evidence" or bool(data.get("verdicts")))


def sides(network: nx.MultiDiGraph[str], start: str, end: str) -> tuple[int, int]:
    """Return on which side of its boxes a line leaves and arrives: 1 for right, -1 for left.

    Lines within one column bulge to the right.
    """
    first, last = _column(network.nodes[start]), _column(network.nodes[end])
    if first == last:
        return 1, 1
    return (1, -1) if first < last else (-1, 1)


def _column(data: dict[str, Any]) -> int:
    return int(data.get("column") or 0)


def port_px(data: dict[str, Any], *, arriving: bool) -> float:
    """Return how much room a line takes where it leaves or arrives at a box."""
    if not arriving:
        return LABEL_PORT_PX
    if data.get("mark"):
        return MARK_PORT_PX
    return GLYPH_PORT_PX if data.get("kind") == "evidence" or data.get("change") else ARROW_PORT_PX
