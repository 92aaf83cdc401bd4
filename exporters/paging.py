"""Bring a network that is too large for a sheet onto sheets: divided into parts, or cut to its best connected things.

A part holds some of the lines, with their two ends, in two columns; what has no line comes last. Nothing is lost in the
division: every line and every thing of the network is in a part, and where the lines of one thing go on elsewhere, it
says how many. A cut says how many of how many things it shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from equigraph.exporters.drawing import draw
from equigraph.exporters.frame import frame_of
from equigraph.graph.boxes import is_layered
from equigraph.graph.contract import complete
from equigraph.graph.kinds import VERDICTS, count_words, words_for
from equigraph.graph.labels import clean
from equigraph.graph.layout import place
from equigraph.graph.relation_words import relation_words
from equigraph.graph.summary import summarize

if TYPE_CHECKING:
    from equigraph.exporters.sheets import Sheet
    from equigraph.graph.network import MultiDiGraph

__all__ = ["cut_to", "divide"]

AGAIN = " (again)"  # of a thing that stands in both columns: the key of its second box
FAR_TOO_HIGH = 2.5  # closer columns and shorter words make no picture fit that is so many times as high as its sheet
LONGEST_NUMBERS = " (888 of 888)"  # room in a title for what tells parts of one name apart
NAMES_LENGTH = 56  # a title names the things of its part up to so many characters


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a part: its ends by column, and which edge it is."""

    left: str
    right: str
    edge: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Section:
    """Lines that may share a part: between the same two columns, or with the same words."""

    name: str
    columns: tuple[str, str]
    lines: tuple[_Line, ...]


def divide(network: MultiDiGraph, sheet: Sheet) -> tuple[MultiDiGraph, ...]:
    """Return the network as one part, if it fits the sheet, else as several, each placed for it.

    A network that fits as it stands keeps its positions.
    """
    network = _completed(network)
    whole = _whole(network, sheet)
    if whole is not None:
        return (whole,)
    parts: list[MultiDiGraph] = []
    sections = _sections(network)
    for section in sections:
        prefix = section.name if len(sections) > 1 else ""
        for hubs, lines in _chunks(network, section, sheet):
            parts.append(_part(network, section, lines, sheet, name=_name(network, hubs, prefix), hubs=hubs))
    linked = {node for edge in network.edges() for node in edge}
    parts += _lists(network, [node for node in network if node not in linked], sheet)
    parts += _about(network, sheet)
    return _titled(parts)


def cut_to(network: MultiDiGraph, sheet: Sheet) -> MultiDiGraph:
    """Return the network if it fits the sheet, else as many of its lines as do, those with the most claims."""
    network = _completed(network)
    whole = _whole(network, sheet)
    if whole is not None:
        return whole
    sections = _sections(network)
    if not sections:
        return _titled(_lists(network, list(network), sheet))[0]
    section = max(
        sections,
        key=lambda one: (
            sum(bool(network.edges[line.edge].get("change")) for line in one.lines),
            sum(_claims(network, line) for line in one.lines),
            len(one.lines),
        ),
    )
    lines = sorted(section.lines, key=lambda line: _weight(network, line))
    most = _most(len(lines), lambda number: _fits(_cut(network, section, lines[:number], sheet), sheet))
    return _cut(network, section, lines[: max(1, most)], sheet)


def _cut(network: MultiDiGraph, section: _Section, lines: Sequence[_Line], sheet: Sheet) -> MultiDiGraph:
    """Return the network of some lines, which says of how many they are."""
    part = _part(network, section, lines, sheet, is_cut=True)
    said = _said(network, section, lines, left_out=len(network) - len(part))
    part.graph.update(
        shown=len(part),
        total=max(len(network), int(network.graph.get("total") or 0)),
        notes=[said, *(str(note) for note in network.graph.get("notes") or ())],
        summary=[said, *_left_out(network, lines), *part.graph["summary"]],
        blind_spots=list(network.graph.get("blind_spots") or ()),
    )
    return part


def _completed(network: MultiDiGraph) -> MultiDiGraph:
    """Return a network with every attribute that sentences are made of: one made by hand may lack some."""
    nodes = all("focus" in data for _, data in network.nodes(data=True))
    if nodes and all("general" in data for *_, data in network.edges(data=True)):
        return network
    copy = network.copy()
    complete(copy)
    return copy


def _whole(network: MultiDiGraph, sheet: Sheet) -> MultiDiGraph | None:
    """Return the network placed for the sheet, or nothing where it does not fit."""
    if network.number_of_nodes() and float(network.graph.get("height") or 0) > FAR_TOO_HIGH * sheet.height:
        return None
    if not sheet.is_brief and "width" in network.graph and _fits(network, sheet):
        return network
    copy = network.copy()
    copy.graph.update({"brief": True, "columns": []} if sheet.is_brief else {})
    if sheet.is_brief and "width" in copy.graph and _fits(copy, sheet):
        return copy  # as somebody may have placed it by hand
    place(copy, sheet.room)
    return copy if _fits(copy, sheet) else None


def _fits(network: MultiDiGraph, sheet: Sheet) -> bool:
    if network.graph["width"] > sheet.width:
        return False
    if sheet.is_bare:
        return bool(network.graph["height"] <= sheet.height)
    around = frame_of(network, draw(network), "light", sheet=sheet)
    return around.height <= sheet.height


def _most(number: int, fits: Callable[[int], bool]) -> int:
    """Return how many of a number of things fit, if fewer always do when more do."""
    low, high = 0, number
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _said(network: MultiDiGraph, section: _Section, lines: Sequence[_Line], *, left_out: int) -> str:
    """Say how many of how many lines are shown, and which, or, where all are, what is not."""
    shown, total = len(lines), network.number_of_edges()
    if shown == total:
        return f"All {count_words(total, 'line')} shown; {count_words(left_out, 'thing')} without a line left out."
    which = f"of “{section.name}”, the best connected"
    if any(_claims(network, line) for line in lines):
        which = "those with the most claims"
    if any(network.edges[line.edge].get("change") for line in lines):
        which = "what changed before what did not"
    return f"{shown:,} of {total:,} lines shown, {which}."


def _left_out(network: MultiDiGraph, lines: Sequence[_Line]) -> list[str]:
    """Say which verdicts a cut leaves out: what speaks against a practice may be among them."""
    shown = {line.edge for line in lines}
    rest = [data for *edge, data in network.edges(keys=True, data=True) if tuple(edge) not in shown]
    if any("change" in data for *_, data in network.edges(data=True)):
        return []  # a picture of what changed counts changes, not verdicts
    found = Counter(str(data.get("verdict") or "") for data in rest if not data.get("general"))
    words = [f"{found[verdict]:,} {verdict}" for verdict in VERDICTS if found[verdict]]
    general = sum(bool(data.get("general")) for data in rest)
    words += [f"{count_words(general, 'line')} about all students"] if general else []
    return [f"Evidence not shown: {', '.join(words)}."] if words else []


def _weight(network: MultiDiGraph, line: _Line) -> tuple[object, ...]:
    """Return the order in which lines are kept: what changed, then the most claims, then the best connected ends."""
    changed = bool(network.edges[line.edge].get("change"))
    degree = _lines_of(network, line.left) + _lines_of(network, line.right)
    return not changed, -_claims(network, line), -degree, _place_of(network, line.right), line.edge


def _claims(network: MultiDiGraph, line: _Line) -> int:
    data = network.edges[line.edge]
    return 0 if data.get("general") else int(data.get("claims") or 0)


def _lines_of(network: MultiDiGraph, node: str) -> int:
    return int(network.degree(node)) - network.number_of_edges(node, node)


# --- parts ----------------------------------------------------------------------------------


def _sections(network: MultiDiGraph) -> list[_Section]:
    """Return the lines between each two columns, or, where there are no columns, those with the same words."""
    layered = is_layered(network)
    found: dict[tuple[int, int, str], list[_Line]] = {}
    for start, end, key, data in network.edges(keys=True, data=True):
        first, second = (int(network.nodes[node].get("column") or 0) for node in (start, end))
        left, right = (end, start) if layered and second < first else (start, end)
        low, high = sorted((first, second))
        where = (low, high, "") if layered else (0, 0, relation_words(data))
        found.setdefault(where, []).append(_Line(left, right, (start, end, key)))
    titles = dict(enumerate(str(title) for title in network.graph.get("columns") or ()))
    sections = []
    for (low, high, _), lines in sorted(found.items(), key=lambda item: (item[0][:2], -len(item[1]), item[0])):
        words = {relation_words(network.edges[line.edge]): None for line in lines}
        columns = (titles.get(low, ""), titles.get(high, "")) if layered else ("", "")
        sections.append(_Section(", ".join(sorted(words)[:3]), columns, tuple(lines)))
    return sections


def _chunks(network: MultiDiGraph, section: _Section, sheet: Sheet) -> Iterator[tuple[list[str], list[_Line]]]:
    """Yield the lines of a section in portions that fit, those of one thing together where that can be."""
    lefts, rights = ({getattr(line, side) for line in section.lines} for side in ("left", "right"))
    side = "right" if len(rights) <= len(lefts) else "left"
    by_hub: dict[str, list[_Line]] = {}
    for line in section.lines:
        by_hub.setdefault(getattr(line, side), []).append(line)
    hubs: list[str] = []
    waiting: list[_Line] = []

    def fits(lines: Sequence[_Line]) -> bool:
        things = list(dict.fromkeys(getattr(line, side) for line in lines))
        name = _name(network, things, section.name) + LONGEST_NUMBERS
        return _fits(_part(network, section, lines, sheet, name=name, hubs=things), sheet)

    for hub in sorted(by_hub, key=lambda node: _place_of(network, node)):
        lines = sorted(by_hub[hub], key=lambda line: _rank(network, line, side))
        if fits([*waiting, *lines]):
            hubs.append(hub)
            waiting += lines
            continue
        if waiting:
            yield hubs, waiting
        hubs, waiting = [], []
        while lines and not fits(lines):
            number = max(1, _most(len(lines), lambda count: fits(lines[:count])))  # noqa: B023 - called at once
            yield [hub], lines[:number]
            lines = lines[number:]
        if lines:
            hubs, waiting = [hub], lines
    if waiting:
        yield hubs, waiting


def _place_of(network: MultiDiGraph, node: str) -> tuple[float, str, str]:
    data = network.nodes[node]
    height = float(data.get("y") or 0.0) if is_layered(network) else 0.0
    return height, str(data.get("label") or node).casefold(), node


def _rank(network: MultiDiGraph, line: _Line, side: str) -> tuple[object, ...]:
    """Return the order of the lines of one thing: those with the most claims first."""
    other = line.left if side == "right" else line.right
    return -_claims(network, line), _place_of(network, other), line.edge


def _name(network: MultiDiGraph, hubs: Sequence[str], prefix: str) -> str:
    """Return the words for a part: the things whose lines it holds."""
    names = [clean(str(network.nodes[hub].get("label") or hub)) for hub in hubs]
    said = ", ".join(names)
    if len(said) > NAMES_LENGTH:
        said = f"{names[0]} and {len(names) - 1:,} more" if len(names) > 1 else said
    if len(said) > NAMES_LENGTH:
        kinds = {str(network.nodes[hub].get("kind") or "Thing") for hub in hubs}
        said = words_for(len(hubs), kinds.pop()) if len(kinds) == 1 else count_words(len(hubs), "thing")
    return f"{prefix}: {said}" if prefix else said


def _part(
    network: MultiDiGraph,
    section: _Section,
    lines: Sequence[_Line],
    sheet: Sheet,
    *,
    name: str = "",
    hubs: Sequence[str] = (),
    is_cut: bool = False,
) -> MultiDiGraph:
    """Return the network of some lines of a section, in two columns, placed for the sheet.

    Args:
        network: The whole.
        section: What the lines belong to.
        lines: Those of the part.
        sheet: What it is placed for.
        name: Words for the part, for its title.
        hubs: The things whose other lines are told of where they stand on other pages.
        is_cut: Whether the other lines are on no page: then the boxes at the right, which count theirs, say how many.
    """
    part: MultiDiGraph = nx.MultiDiGraph()
    lefts = dict.fromkeys(line.left for line in lines)
    seconds = {line.right: line.right + AGAIN * (line.right in lefts) for line in lines}
    for node, column in (*((node, 0) for node in lefts), *((node, 1) for node in seconds)):
        data = network.nodes[node]
        group = "" if sheet.is_brief or not is_layered(network) else data.get("group")
        key = node if column == 0 else seconds[node]
        part.add_node(key, **{**data, "column": column, "group": group, "more": int(data.get("more") or 0)})
    for line in lines:
        ends = {line.left: line.left, line.right: seconds[line.right]}
        start, end, key = line.edge
        if line.left == line.right:
            part.add_edge(start, seconds[end], key, **network.edges[line.edge])
        else:
            part.add_edge(ends[start], ends[end], key, **network.edges[line.edge])
    _describe(network, part, name, sheet, columns=[] if sheet.is_brief else list(section.columns), layout="layered")
    for node in dict.fromkeys((*lefts, *seconds)):  # once, though it stand in both columns
        key = node if node in part else seconds[node]
        elsewhere = _lines_of(network, node) - sum(node in {line.left, line.right} for line in lines)
        if elsewhere and node in hubs:
            words = f"{count_words(elsewhere, 'more line')} on other pages"
            part.nodes[key]["note"] = "; ".join(filter(None, (part.nodes[key].get("note"), words)))
        if is_cut and node in seconds:
            part.nodes[seconds[node]]["more"] += elsewhere
    place(part, sheet.room)
    return part


def _describe(network: MultiDiGraph, part: MultiDiGraph, name: str, sheet: Sheet, **looks: object) -> None:
    """Give a part the words of the whole, and a summary of its own."""
    total = max(len(network) + 1, int(network.graph.get("total") or 0))
    title = str(network.graph.get("title") or network.graph.get("view") or "Network")
    part.graph.update(
        {
            **network.graph,
            "part": name,
            "title": f"{title}: {name}" if name else title,
            "brief": sheet.is_brief,
            **looks,
        }
    )
    part.graph["blind_spots"] = []  # they have a page of their own
    if part.graph.get("by"):  # a thing that stands alone has no members
        things = sum(max(1, int(data.get("members") or 0)) for _, data in part.nodes(data=True))
        part.graph.update(grouped=things, shown=len(part), total=len(part), absent=[])
        part.graph["summary"] = summarize(part)
    else:
        part.graph.update(shown=len(part), total=total, absent=[])
        part.graph["summary"] = summarize(part)[1:]  # the first says that it is a part, which its title does
    part.graph.update(shown=network.graph.get("shown"), total=network.graph.get("total"))


def _lists(network: MultiDiGraph, nodes: Sequence[str], sheet: Sheet) -> list[MultiDiGraph]:
    """Return the things without a line, as many on a sheet as fit."""
    left = sorted(nodes, key=lambda node: _place_of(network, node)[1:])
    words = str(network.graph.get("unlinked") or "No line")

    def listed(some: Sequence[str]) -> MultiDiGraph:
        part: MultiDiGraph = nx.MultiDiGraph()
        part.add_nodes_from((node, {**network.nodes[node], "listed": True}) for node in some)
        _describe(network, part, words, sheet, columns=[], layout="organic")
        place(part, sheet.room)
        return part

    parts = []
    while left:
        number = max(1, _most(len(left), lambda count: _fits(listed(left[:count]), sheet)))  # noqa: B023 - at once
        parts.append(listed(left[:number]))
        left = left[number:]
    return parts


def _about(network: MultiDiGraph, sheet: Sheet) -> list[MultiDiGraph]:
    """Return a sheet that says what the whole is about, and what is missing, where sheets have room for words."""
    if sheet.is_brief or sheet.is_bare or not network.graph.get("blind_spots"):
        return []
    part: MultiDiGraph = nx.MultiDiGraph()
    _describe(network, part, "what it is about, and what is missing", sheet, columns=[], width=0.0, height=0.0)
    about = [str(network.graph["about"])] if network.graph.get("about") else []
    part.graph.update(summary=about, blind_spots=list(network.graph["blind_spots"]))
    return [part]


def _titled(parts: Sequence[MultiDiGraph]) -> tuple[MultiDiGraph, ...]:
    """Number the parts, and those of one name among themselves, so that no two titles are the same."""
    counts = Counter(part.graph["title"] for part in parts)
    seen: Counter[str] = Counter()
    for number, part in enumerate(parts, start=1):
        title = part.graph["title"]
        seen[title] += 1
        if counts[title] > 1:
            part.graph["title"] = f"{title} ({seen[title]:,} of {counts[title]:,})"
        part.graph.update(page=number, pages=len(parts))
    return tuple(parts)
