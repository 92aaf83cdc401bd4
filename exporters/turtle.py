"""Turtle (https://www.w3.org/TR/turtle/): exactly the statements behind a view, with what they rest on.

Holds what the graph states of the things, claims, statements and sources shown; of a picture in groups, of the members
named and the statements listed, since a group is nothing of which the graph speaks. Loses positions, computed
verdicts and generated sentences: they are not statements of the graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from equigraph.errors import ExportError
from equigraph.exporters.files import write_atomically
from equigraph.ontology.prefixes import PREFIXES

if TYPE_CHECKING:
    import os

    from equigraph.graph.network import Network

__all__ = ["generate_turtle", "write_turtle"]


def generate_turtle(network: Network) -> str:
    r"""Return the statements behind a network as Turtle.

    Raises:
        ExportError: The network has nodes but does not hold the statements behind them, as one read from JSON.

    Example:
        >>> import networkx as nx
        >>> line = '<http://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "A" .'
        >>> print(generate_turtle(nx.MultiDiGraph(title="One thing", triples=[line])))
        # One thing
        # Data: version not recorded; licence not recorded
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        <http://example.org/a> rdfs:label "A" .
        <BLANKLINE>
    """
    facts = network.graph
    if len(network) and "triples" not in facts:
        raise ExportError(
            "this network does not hold the statements behind it, which are what Turtle is made of",
            hint='draw the view anew from its graph: "equigraph export <view> <file>.ttl"; JSON does not keep them',
        )
    lines = facts.get("triples", [])
    used = "\n".join(lines)
    triples = sorted(ox.parse("\n".join(lines), format=ox.RdfFormat.N_TRIPLES), key=str)
    body = ox.serialize(
        (quad.triple for quad in triples),
        format=ox.RdfFormat.TURTLE,
        prefixes={name: iri for name, iri in PREFIXES.items() if f"<{iri}" in used},
    )
    version = facts.get("data_version") or "version not recorded"
    licence = " ".join(filter(None, (facts.get("licence"), facts.get("licence_url")))) or "licence not recorded"
    header = [f"# {_one_line(facts.get('title', ''))}", f"# Data: {_one_line(version)}; {_one_line(licence)}"]
    return "\n".join([*header, (body or b"").decode()])


def _one_line(text: str) -> str:
    """Keep a text inside a comment: a line break would let it become a statement."""
    return " ".join(text.split())


def write_turtle(network: Network, path: str | os.PathLike[str]) -> None:
    """Write the statements behind a network as Turtle."""
    write_atomically(path, generate_turtle(network))
