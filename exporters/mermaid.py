r"""Mermaid (https://mermaid.js.org/syntax/flowchart.html), for Markdown pages and wikis: the network as a flowchart.

Things have the colour and a shape of their kind, lines the colour and dash of their verdict, and say it with the number
of its sources. Whatever Mermaid could read as a command stands as an entity code ("#35;"). The header has title,
version, date and licence of the data as comments; ``accTitle`` and ``accDescr`` say for screen readers what it shows.

What it loses: positions (Mermaid places things itself), evidence, citations, counts and IRIs. A label longer than
:data:`LONGEST_LABEL` is cut, with an ellipsis. Mermaid refuses more than 500 lines, or 50,000 characters, unless the
page that draws it allows more (its settings ``maxEdges`` and ``maxTextSize``); a file that needs this says so at its
top.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.files import write_atomically
from equigraph.exporters.looks import EdgeLook, edge_look, most_lines
from equigraph.exporters.palette import colour, kind_look
from equigraph.graph.labels import ELLIPSIS, clean

if TYPE_CHECKING:
    import os

    from equigraph.graph.network import Network

__all__ = ["LONGEST_LABEL", "MOST_CHARACTERS", "MOST_EDGES", "coded", "generate_mermaid", "write_mermaid"]

MOST_EDGES: Final = 500  # Mermaid's own limits, unless a page sets others
MOST_CHARACTERS: Final = 50_000
LONGEST_LABEL: Final = 200  # characters
NOTHING: Final = "#160;"  # Mermaid knows no empty label
EMPTY: Final = "Nothing to show: no node matches."
SHAPES: Final[Mapping[str, tuple[str, str]]] = {
    "round": ("(", ")"),
    "pill": ("([", "])"),
    "hexagon": ("{{", "}}"),
    "book": ("[[", "]]"),
    "double": ("[[", "]]"),
}
# What begins a list in Markdown, which Mermaid would refuse; and whatever has a meaning somewhere in its grammar.
LISTS: Final = re.compile(r"^(\d+[.)]|[-+])(?=\s)")
COMMANDS: Final = re.compile(r"[\"#;&<>%{}\[\]|\\`*_~$@=]|:(?!\s)")
# In comments and descriptions no code is decoded: signs that begin a directive or a tag are made harmless there.
WIDE: Final = {ord(sign): chr(ord(sign) + 0xFEE0) for sign in "%{}#;<>"}  # the same signs, full-width


def coded(text: str) -> str:
    """Return a text on one line, whatever Mermaid could read as a command in it as an entity code.

    Example:
        >>> coded('1. "C#" & <b>')
        '1#46; #34;C#35;#34; #38; #60;b#62;'
    """
    line = clean(text)
    if len(line) > LONGEST_LABEL:
        line = line[: LONGEST_LABEL - 1] + ELLIPSIS
    escaped = COMMANDS.sub(_code, line)
    return LISTS.sub(lambda found: found[1][:-1] + f"#{ord(found[1][-1])};", escaped) or NOTHING


def _code(found: re.Match[str]) -> str:
    return f"#{ord(found[0])};"


def generate_mermaid(network: Network) -> str:
    """Return a network as the text of a Mermaid flowchart.

    Example:
        >>> import networkx as nx
        >>> network = nx.MultiDiGraph(title="One thing")
        >>> network.add_node("a", label="A", kind="Practice")
        >>> [line for line in generate_mermaid(network).splitlines() if "n0" in line]
        ['  n0("A"):::practice']
    """
    body = "\n".join(_body(network))
    head = "\n".join(_head(network))
    notes = "\n".join(_limits(network, len(head) + len(body))) + "\n"
    return f"{head}\n{notes.lstrip(chr(10))}{body}\n"


def _head(network: Network) -> Iterator[str]:
    """Yield comments that say what it is."""
    facts = network.graph
    yield f"%% {_plain(str(facts.get('title') or 'A network'))}"
    said = [str(facts.get(name) or "") for name in ("data_version", "data_date", "licence", "licence_url")]
    yield f"%% Data: {_plain('; '.join(filter(None, said)) or 'version not recorded')}"
    if facts.get("citation"):
        yield f"%% {_plain(str(facts['citation']))}"


def _limits(network: Network, characters: int) -> Iterator[str]:
    """Yield comments that say what the page that draws it must allow."""
    edges = network.number_of_edges()
    if edges > MOST_EDGES:
        yield f"%% {edges:,} lines: Mermaid draws {MOST_EDGES} at most, unless the page sets maxEdges to {edges}."
    if characters > MOST_CHARACTERS:
        most = f"{MOST_CHARACTERS:,} at most, unless the page sets maxTextSize higher"
        yield f"%% About {characters:,} characters: Mermaid draws {most}."


def _body(network: Network) -> Iterator[str]:
    yield "flowchart LR"
    yield f"  accTitle: {_plain(str(network.graph.get('title') or 'A network'))}"
    yield f"  accDescr: {_plain(' '.join(map(str, network.graph.get('summary') or ())) or 'A network')}"
    names = {iri: f"n{number}" for number, iri in enumerate(sorted(network))}
    if not names:
        yield f'  empty["{EMPTY}"]'
    classes: dict[str, str] = {}
    for iri, name in names.items():
        node = network.nodes[iri]
        look = kind_look(str(node.get("kind") or "Thing"))
        opening, closing = SHAPES.get(look.shape, ("[", "]"))
        own = f"{look.fill}-listed" if node.get("listed") else look.fill
        classes[own] = f"fill:{colour('page' if node.get('listed') else look.fill)},stroke:{colour(look.line)}"
        yield f'  {name}{opening}"{coded(str(node.get("label") or iri))}"{closing}:::{own}'
    yield from _edges(network, names)
    for own, looks in sorted(classes.items()):
        dashed = ",stroke-dasharray:4 3" if own.endswith("-listed") else ""
        yield f"  classDef {own} {looks},color:{colour('ink')}{dashed}"


def _edges(network: Network, names: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines, then their looks: one for all that look alike."""
    most = most_lines(network)
    alike: dict[str, list[str]] = {}
    for number, (start, end, key) in enumerate(sorted(network.edges(keys=True))):
        look = edge_look(network.edges[start, end, key], most)
        alike.setdefault(_style(look), []).append(str(number))
        yield f'  {names[start]} -->|"{coded(look.words)}"| {names[end]}'
    for style, numbers in alike.items():
        yield f"  linkStyle {','.join(numbers)} {style}"


def _style(look: EdgeLook) -> str:
    dash = " ".join(f"{length:g}" for length in look.dash)
    return f"stroke:{look.colour},stroke-width:{look.width:g}px" + (f",stroke-dasharray:{dash}" if dash else "")


def _plain(text: Any) -> str:
    return clean(text).translate(WIDE)


def write_mermaid(network: Network, path: str | os.PathLike[str]) -> None:
    """Write a network as a Mermaid flowchart.

    Raises:
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_mermaid(network))
