"""The RDF statements behind a view, read from a network for every RDF format: exactly these, and no other.

A network holds them as N-Triples lines (https://www.w3.org/TR/n-triples/); one read back from JSON or tables does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from equigraph.errors import ExportError
from equigraph.graph.labels import clean
from equigraph.ontology.prefixes import PREFIXES

if TYPE_CHECKING:
    from equigraph.graph.network import Network

__all__ = ["prefixes_of", "rdf_text", "triples_of"]


def triples_of(network: Network, name: str) -> list[ox.Triple]:
    """Return the statements behind a network, sorted.

    Args:
        network: The network.
        name: What the format is called.

    Raises:
        ExportError: The network has nodes but does not hold the statements behind them, as one read from JSON.
    """
    if len(network) and "triples" not in network.graph:
        raise ExportError(
            f"this network does not hold the statements behind it, which are what {name} is made of",
            hint='draw the view anew from its graph: "equigraph export <view> <file>"; JSON and tables lack them',
        )
    lines = network.graph.get("triples", [])
    return sorted((quad.triple for quad in ox.parse("\n".join(lines), format=ox.RdfFormat.N_TRIPLES)), key=str)


def prefixes_of(network: Network) -> dict[str, str]:
    """Return the prefixes of the namespaces that occur in the statements behind a network."""
    used = "\n".join(network.graph.get("triples", []))
    return {name: iri for name, iri in PREFIXES.items() if f"<{iri}" in used}


def rdf_text(network: Network, name: str, syntax: ox.RdfFormat) -> str:
    """Return the statements behind a network in a syntax with prefixes, below comments that say what they are.

    Args:
        network: The network.
        name: What the format is called.
        syntax: The format.

    Raises:
        ExportError: The network has nodes but does not hold the statements behind them, as one read from JSON.
    """
    body = ox.serialize(triples_of(network, name), format=syntax, prefixes=prefixes_of(network))
    return "\n".join([*_comments(network), (body or b"").decode()])


def _comments(network: Network) -> list[str]:
    """Return title, version and licence of the data, each on one line: after a break they would be statements."""
    facts = network.graph
    version = facts.get("data_version") or "version not recorded"
    licence = " ".join(filter(None, (facts.get("licence"), facts.get("licence_url")))) or "licence not recorded"
    return [f"# {clean(facts.get('title', ''))}", f"# Data: {clean(version)}; {clean(licence)}"]
