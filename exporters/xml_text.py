"""Text that XML cannot hold (XML 1.0, section 2.2: <https://www.w3.org/TR/xml/#charsets>).

Most control characters, lone surrogates and two non-characters may not stand in an XML document, not even escaped. Our
XML formats replace each by U+FFFD, the replacement character; they are counted too, so that it can be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from equigraph.graph.labels import REPLACEMENT

if TYPE_CHECKING:
    from equigraph.graph.network import Network

__all__ = ["count_illegal", "legal"]

ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NOT_READ: Final = frozenset({"triples"})  # RDF for programs; no XML format of ours writes it


def legal(text: str) -> str:
    r"""Return a text with what XML 1.0 forbids replaced by a visible mark, and all else as it is.

    Example:
        >>> legal("two\nlines and a \x00")
        'two\nlines and a \ufffd'
    """
    return ILLEGAL.sub(REPLACEMENT, text)


def count_illegal(network: Network) -> int:
    r"""Return how many characters that XML cannot hold stand in the texts of a network, the same text counted once.

    Example:
        >>> import networkx as nx
        >>> network = nx.MultiDiGraph(title="Control \x00 and \x01", notes=["All is \t well"])
        >>> network.add_node("a", label="Half a pair: \ud83d", facts=[["name", "Half a pair: \ud83d"]])
        >>> count_illegal(network)
        3
    """
    found: set[str] = set()
    found.update(_texts({name: value for name, value in network.graph.items() if name not in NOT_READ}))
    for node, data in network.nodes(data=True):
        found.add(node)
        found.update(_texts(data))
    for *_, key, data in network.edges(keys=True, data=True):
        found.add(str(key))
        found.update(_texts(data))
    return len(ILLEGAL.findall("".join(found)))


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in a value, the names in mappings included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield str(name)
            yield from _texts(inner)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for inner in value:
            yield from _texts(inner)
