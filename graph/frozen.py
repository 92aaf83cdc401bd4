"""A network as a value that JSON can hold, and back: nothing is lost, nothing is added.

The value is ``{"graph": {...}, "nodes": [{"id", "attributes"}], "edges": [{"start", "end", "key", "attributes"}]}``.
Kept are all attributes, the order of nodes, and the order of lines in both directions: networkx keeps the lines that
leave a node and those that reach it in orders of their own, and the edges stand in an order that gives both. Beyond
what JSON knows (RFC 8259) nothing can be kept: a number that is no number, a set, a name that is no text are refused.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import networkx as nx

from equigraph.errors import SnapshotError, UnrepresentableValueError
from equigraph.graph.network import Network

__all__ = ["freeze", "thaw"]

Value = dict[str, Any]


def freeze(network: Network) -> Value:
    """Return a network as a value that JSON can hold; it shares nothing with the network.

    Raises:
        UnrepresentableValueError: An attribute is nothing that JSON can hold.

    Example:
        >>> network = Network(title="Two things")
        >>> key = network.add_edge("a", "b", key="funds", label="funds")
        >>> thaw(freeze(network)).edges["a", "b", "funds"]
        {'label': 'funds'}
    """
    return {
        "graph": _plain("the network", dict(network.graph)),
        "nodes": [
            {"id": _plain("a name", node), "attributes": _plain(str(node), data)}
            for node, data in network.nodes(data=True)
        ],
        "edges": [
            {"start": start, "end": end, "key": _plain("a key", key), "attributes": _plain(str(start), data)}
            for start, end in _in_order(network)
            for key, data in network.adj[start][end].items()
        ],
    }


def thaw(value: object) -> Network:
    """Return the network in such a value, with which it shares the parts of its attributes.

    Raises:
        SnapshotError: It is no network: a part is missing or of the wrong kind, or a line leads to what is not there.
    """
    network = Network()
    network.graph |= _member(value, "graph", dict)
    for node in _member(value, "nodes", list):
        name = _member(node, "id", str)
        if name in network:
            raise _refusal(f'it holds the thing "{name}" twice')
        network.add_node(name)
        network.nodes[name].update(_member(node, "attributes", dict))
    for edge in _member(value, "edges", list):
        start, end, key = (_member(edge, name, str) for name in ("start", "end", "key"))
        for name in (start, end):
            if name not in network:
                raise _refusal(f'a line leads to "{name}", a thing that it does not hold')
        if network.has_edge(start, end, key):
            raise _refusal(f'it holds the line "{key}" from "{start}" to "{end}" twice')
        network.add_edge(start, end, key)
        network.edges[start, end, key].update(_member(edge, "attributes", dict))
    return network


def _refusal(reason: str) -> SnapshotError:
    return SnapshotError("the snapshot", reason)


def _member(value: object, name: str, type_: type) -> Any:
    if not isinstance(value, dict) or not isinstance(value.get(name), type_):
        words = "a text" if type_ is str else "a list" if type_ is list else "values by name"
        raise _refusal(f'it holds no network: "{name}" is missing or is not {words}')
    return value[name]


def _in_order(network: Network) -> list[tuple[str, str]]:
    """Return the pairs of connected nodes in an order of adding them that gives both orders of each node.

    What leaves a node and what reaches one are each a chain; the network was made in some order, so they agree.
    """
    pairs = {(start, end): place for place, (start, end) in enumerate(dict.fromkeys(network.edges()))}
    order: nx.DiGraph[tuple[str, str]] = nx.DiGraph()
    order.add_nodes_from(pairs)
    for node in network:
        for chain in (
            [(node, end) for end in network.succ[node]],
            [(start, node) for start in network.pred[node]],
        ):
            nx.add_path(order, chain)
    return list(nx.lexicographical_topological_sort(order, key=pairs.__getitem__))


def _plain(owner: str, value: Any) -> Any:
    """Return a copy of a value, checked to be what JSON gives back unchanged."""
    if isinstance(value, str):
        if not value.isascii():
            _check_text(owner, value)
        return value
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, list):
        return [_plain(owner, one) for one in value]
    if isinstance(value, Mapping) and all(isinstance(name, str) for name in value):
        return {_plain(owner, name): _plain(owner, one) for name, one in value.items()}
    raise UnrepresentableValueError("a snapshot", owner, value)


def _check_text(owner: str, value: str) -> None:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise UnrepresentableValueError("a snapshot", owner, value) from None
