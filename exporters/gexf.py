"""GEXF 1.3 (https://gexf.net/), as networkx writes it: opens in Gephi with colours, positions and labels.

Things have the colour of their kind, a shape, and the place they have in our pictures (y grows upwards in Gephi); lines
have the colour, dash and width of their verdict, and as weight the number of their claims, or of the lines they bundle.
All other attributes are in the data tables of Gephi, evidence and citations as one text per line. ``kind`` keeps
lines of different meaning between the same two things apart. Nothing is dated but the file, by the date of the data.

What it loses: what GraphML loses. Lists are joined to texts, what opens a group becomes its command line, and
characters that XML 1.0 forbids become U+FFFD. Gephi draws neither dashes nor most shapes: there the words tell them.
"""

from __future__ import annotations

import re
from math import sqrt
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from equigraph.exporters.files import write_xml
from equigraph.exporters.graphml import evidence_text, plain_attributes, plain_thing
from equigraph.exporters.looks import EdgeLook, edge_look, most_lines
from equigraph.exporters.palette import colour, kind_look
from equigraph.exporters.xml_text import legal
from equigraph.graph.labels import clean
from equigraph.graph.relation_words import relation_words

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from equigraph.graph.network import Network

__all__ = ["generate_gexf", "write_gexf"]

VERSION: Final = "1.3"
SPACE: Final = "{http://gexf.net/1.3}"
INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"  # networkx has it without "www."
SIZE: Final = 10.0  # of a thing; of a group, times the square root of its members
LARGEST: Final = 60.0
SHAPES: Final = {"round": "disc", "pill": "disc", "hexagon": "diamond", "double": "triangle"}  # all else is square
DOTTED: Final = 2.0  # px: shorter dashes are dots
# Attributes that the format, or the library, has a place of its own for.
OWN_PLACES: Final = frozenset(
    {"id", "pid", "start", "end", "parents", "spells", "viz", "weight", "type", "key", "kind", "name"}
)
NOT_KEPT: Final = frozenset({"label", "x", "y"})  # said elsewhere


def generate_gexf(network: Network) -> str:
    """Return a network as GEXF text.

    Raises:
        UnrepresentableValueError: A value is neither text nor number nor a list of texts.

    Example:
        >>> import networkx as nx
        >>> network = nx.MultiDiGraph(title="Two things")
        >>> network.add_node("a", label="A & B", kind="Practice")
        >>> '<node id="a" label="A &amp; B">' in generate_gexf(network)
        True
    """
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri in sorted(network):
        node = network.nodes[iri]
        flat.add_node(legal(iri), label=_label(node, iri), viz=_node_looks(node), **_plain(plain_thing(network, iri)))
    kinds = []
    most = most_lines(network)
    for number, (start, end, key) in enumerate(sorted(network.edges(keys=True))):
        edge = network.edges[start, end, key]
        look = edge_look(edge, most)
        attributes = _plain(plain_attributes(key, edge)) | {
            "id": f"e{number}",
            "label": look.words,
            "relation": clean(relation_words({"label": key, **edge})),
            "weight": float(edge.get("lines") or edge.get("claims") or 1),
            "viz": _edge_looks(look),
            "predicate": legal(str(edge.get("iri", key))),
            "evidence": evidence_text(network, edge.get("statements", ())),
        }
        flat.add_edge(legal(start), legal(end), f"e{number}", **attributes)
        kinds.append(clean(str(key)))
    return _text(_written(flat), network.graph, kinds)


def _label(attributes: Mapping[str, Any], name: object) -> str:
    return clean(str(attributes.get("label") or name))


def _plain(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes for the data tables; a name that means something else to Gephi gets a mark behind it."""
    return {
        f"{name}_" if name in OWN_PLACES else name: value for name, value in attributes.items() if name not in NOT_KEPT
    }


def _node_looks(node: Mapping[str, Any]) -> dict[str, Any]:
    look = kind_look(str(node.get("kind") or "Thing"))
    looks: dict[str, Any] = {
        "color": _channels(colour(look.line)),  # the fill is too pale for a dot
        "size": round(min(LARGEST, SIZE * sqrt(max(1, int(node.get("members") or 0)))), 2),
        "shape": SHAPES.get(look.shape, "square"),
    }
    if "x" in node and "y" in node:
        looks["position"] = {"x": float(node["x"]), "y": 0.0 - float(node["y"]), "z": 0.0}
    return looks


def _edge_looks(look: EdgeLook) -> dict[str, Any]:
    shape = "solid" if not look.dash else "dotted" if look.dash[0] < DOTTED else "dashed"
    return {"color": _channels(look.colour), "thickness": look.width, "shape": shape}


def _channels(value: str) -> dict[str, int | float]:
    red, green, blue = bytes.fromhex(value.removeprefix("#"))
    return {"r": red, "g": green, "b": blue, "a": 1.0}


def _written(flat: nx.MultiDiGraph[str]) -> ET.Element:
    root: ET.Element = GEXFWriter(flat, version=VERSION).xml
    return root


def _text(root: ET.Element, facts: Mapping[str, Any], kinds: list[str]) -> str:
    """Return the document, with what is known of the view in place of what the library says of itself and of now."""
    root.set("xmlns:xsi", INSTANCE)
    meta, graph = root.find("meta"), root.find("graph")
    if meta is None or graph is None:  # pragma: no cover (the library writes both)
        raise ValueError(VERSION)
    meta.clear()
    found = re.match(r"\d{4}-\d\d-\d\d", str(facts.get("data_date") or ""))
    meta.attrib |= {"lastmodifieddate": found.group()} if found else {}
    names = ("title", "scope", "citation", "licence", "licence_url")
    said = (clean(str(facts.get(name) or "")) for name in names)
    ET.SubElement(meta, "creator").text = f"equigraph {clean(str(facts.get('data_version') or ''))}".strip()
    ET.SubElement(meta, "description").text = " ".join(filter(None, said)) or "A network"
    graph.attrib.pop("name", None)  # neither is in the schema of this version
    for attributes in graph.findall("attributes"):
        attributes.attrib.pop("mode", None)
    for edge, kind in zip(graph.iter("edge"), kinds, strict=True):
        edge.set("kind", kind)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def write_gexf(network: Network, path: str | os.PathLike[str]) -> None:
    """Write a network as GEXF.

    Raises:
        UnrepresentableValueError: A value is neither text nor number nor a list of texts.
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_xml(path, generate_gexf(network))
