"""Node-link JSON (https://networkx.org/documentation/stable/reference/readwrite/json_graph.html).

Everything in the network. What it loses: the RDF statements, which are what the Turtle export is for; a network read
back from here cannot be written as RDF. Keys are sorted and numbers kept as they are, so the same network gives the
same bytes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from equigraph.errors import DataError
from equigraph.exporters.files import write_atomically
from equigraph.graph.network import Network

if TYPE_CHECKING:
    import os

__all__ = ["generate_node_link", "parse_node_link", "read_node_link", "write_node_link"]


def generate_node_link(network: Network) -> str:
    """Return a network as node-link JSON text.

    Example:
        >>> import networkx as nx
        >>> network = nx.MultiDiGraph(title="Two things")
        >>> network.add_node("a", label="A")
        >>> json.loads(generate_node_link(network))["nodes"]
        [{'id': 'a', 'label': 'A'}]
    """
    data = nx.node_link_data(network, edges="edges")
    data["graph"] = {name: value for name, value in data["graph"].items() if name != "triples"}
    data["nodes"].sort(key=lambda node: node["id"])
    data["edges"].sort(key=lambda edge: (edge["source"], edge["target"], edge["key"]))
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"


def write_node_link(network: Network, path: str | os.PathLike[str]) -> None:
    """Write a network as node-link JSON.

    Raises:
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_node_link(network))


def parse_node_link(text: str) -> Network:
    """Return the network in a node-link JSON text.

    Raises:
        DataError: The text is not node-link JSON.
    """
    try:
        graph = nx.node_link_graph(json.loads(text), edges="edges")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"this is not node-link JSON as networkx writes it ({error})"
        raise DataError(message) from error
    if not isinstance(graph, nx.MultiDiGraph):
        raise DataError("this node-link JSON holds no directed multigraph, and a network is one")
    return Network(graph)


def read_node_link(path: str | os.PathLike[str]) -> Network:
    """Return the network in a node-link JSON file."""
    return parse_node_link(Path(path).read_text(encoding="utf-8"))
