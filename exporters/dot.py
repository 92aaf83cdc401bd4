r"""DOT (https://graphviz.org/doc/info/lang.html), for Graphviz: the network with colours, shapes, dashes and positions.

Things stand where our pictures have them (``dot -Tsvg`` does, since the file names its layout; without the attributes
``layout`` and ``pos`` Graphviz places them anew). A line says its verdict with the number of its sources; title,
version, date and licence of the data stand under the picture. Texts are quoted, with all that Graphviz would read as a
command or an entity escaped; no label is HTML.

What it loses: evidence and citations, of which a line keeps only what it says; statements, counts and IRIs of lines.
A label is broken into at most four lines, and says by an ellipsis where it is cut; the tooltip has up to 2,000
characters, since Graphviz refuses longer strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.evidence import safe_link
from equigraph.exporters.files import write_atomically
from equigraph.exporters.lines import line_words
from equigraph.exporters.looks import edge_look, most_lines
from equigraph.exporters.palette import colour, kind_look
from equigraph.graph.labels import ELLIPSIS, clean, wrap

if TYPE_CHECKING:
    import os

    from equigraph.graph.network import Network

__all__ = ["generate_dot", "quoted", "write_dot"]

POINTS: Final = 0.75  # of one px
INCHES: Final = 1 / 96  # of one px
EMPTY: Final = "Nothing to show: no node matches."
SHAPES: Final[Mapping[str, tuple[str, str]]] = {  # shape and style of Graphviz
    "round": ("box", "rounded"),
    "pill": ("box", "rounded"),
    "sheet": ("note", ""),
    "hexagon": ("hexagon", ""),
    "book": ("box3d", ""),
    "double": ("box", "diagonals"),
}
DOTTED: Final = 2.0  # px: shorter dashes are dots
# An ampersand that begins an entity: Graphviz would show the character in its place.
ENTITY: Final = re.compile(r"&(?=#?[A-Za-z0-9]+;)")
TITLE_COLUMNS: Final = 100
LONGEST: Final = 2_000  # characters: Graphviz reads no string of more than 16,384 bytes


def quoted(*lines: str) -> str:
    r"""Return lines of text as a quoted string of DOT, in which no escape or entity is left; very long ones are cut.

    Example:
        >>> print(quoted('He said "\\N"', "R&amp;D"))
        "He said \"\\N\"\nR&amp;amp;D"
    """
    text = "\n".join(map(clean, lines))
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + ELLIPSIS
    escaped = (ENTITY.sub("&amp;", line).replace("\\", "\\\\").replace('"', '\\"') for line in text.split("\n"))
    return '"' + "\\n".join(escaped) + '"'


def generate_dot(network: Network) -> str:
    r"""Return a network as DOT text.

    Example:
        >>> import networkx as nx
        >>> network = nx.MultiDiGraph(title="One thing")
        >>> network.add_node("a", label="A", kind="Practice")
        >>> [line for line in generate_dot(network).splitlines() if "n0" in line][0][:15]
        '  n0 [label="A"'
    """
    names = {iri: f"n{number}" for number, iri in enumerate(sorted(network))}
    most = most_lines(network)
    return "\n".join(
        (
            f"// {clean(str(network.graph.get('title') or ''))}",
            "digraph {",
            *_whole(network),
            *(f"  {name} [{_listed(_node(network.nodes[iri], iri))}];" for iri, name in names.items()),
            *(
                f"  {names[edge[0]]} -> {names[edge[1]]} [{_listed(_edge(network, edge, most))}];"
                for edge in sorted(network.edges(keys=True))
            ),
            "}\n",
        )
    )


def _listed(attributes: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in attributes.items() if value)


def _whole(network: Network) -> Iterator[str]:
    """Yield what holds for the whole graph: a layout that keeps positions, and the words under the picture."""
    facts = network.graph
    title = wrap(str(facts.get("title") or ""), TITLE_COLUMNS, width_px=1e4, max_lines=3)
    summary = [part for one in facts.get("summary") or () for part in _filled(str(one))]
    said = [str(facts.get(name) or "") for name in ("data_version", "data_date", "licence", "licence_url")]
    source = [
        part for text in ("; ".join(filter(None, said)), facts.get("citation")) for part in _filled(str(text or ""))
    ]
    empty = [] if len(network) else [EMPTY]
    placed = all("x" in node and "y" in node for _, node in network.nodes(data=True))
    whole = {
        "charset": '"UTF-8"',
        "layout": "neato" if placed and len(network) else "dot",
        "inputscale": "72" if placed and len(network) else "",
        "rankdir": "LR",
        "outputorder": "edgesfirst",
        "label": quoted(*title, *empty, *summary, *source),
        "fontname": '"sans-serif"',
        "fontsize": "11",
    }
    yield f"  graph [{_listed(whole)}];"
    yield '  node [fontname="sans-serif", fontsize=9, margin="0.02,0.02", style=filled];'
    yield '  edge [fontname="sans-serif", fontsize=8, arrowsize=0.6];'


def _filled(text: str) -> Sequence[str]:
    return wrap(text, TITLE_COLUMNS, width_px=1e4, max_lines=9) if text else ()


def _node(node: Mapping[str, Any], iri: str) -> dict[str, str]:
    look = kind_look(str(node.get("kind") or "Thing"))
    shape, style = SHAPES.get(look.shape, ("box", ""))
    listed, label = bool(node.get("listed")), str(node.get("label") or iri)
    styles = ["filled", *([style] if style else []), *(["dashed"] if listed else [])]
    attributes = {
        "label": quoted(*wrap(label)),
        "shape": shape,
        "style": f'"{",".join(styles)}"',
        "fillcolor": f'"{colour("page" if listed else look.fill)}"',
        "color": f'"{colour(look.line)}"',
        "fontcolor": f'"{colour("ink")}"',
        "penwidth": "4" if node.get("marked") else "2" if node.get("focus") else "",
        "tooltip": quoted(": ".join(filter(None, (label, str(node.get("summary") or ""))))),
        "URL": quoted(link) if (link := safe_link(str(node.get("url") or ""))) else "",
        "comment": quoted(iri),
    }
    if "x" in node and "y" in node:
        attributes["pos"] = f'"{node["x"] * POINTS:.2f},{0.0 - node["y"] * POINTS:.2f}!"'
    if "width" in node and "height" in node:
        size = {name: f"{node[name] * INCHES:.3f}" for name in ("width", "height")}
        attributes |= {**size, "fixedsize": "true"}
    return attributes


def _edge(network: Network, edge: tuple[str, str, str], most: int) -> dict[str, str]:
    look = edge_look(network.edges[edge], most)
    return {
        "label": quoted(*wrap(look.words)),
        "color": f'"{look.colour}"',
        "fontcolor": f'"{look.colour}"',
        "style": ("dotted" if look.dash[0] < DOTTED else "dashed") if look.dash else "",
        "penwidth": f"{look.width:g}",
        "edgetooltip": quoted(line_words(network, edge)),
    }


def write_dot(network: Network, path: str | os.PathLike[str]) -> None:
    """Write a network as DOT.

    Raises:
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_dot(network))
