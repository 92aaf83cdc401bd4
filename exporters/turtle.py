"""Turtle (https://www.w3.org/TR/turtle/): exactly the statements behind a view, with what they rest on.

Holds what the graph states of the things, claims, statements and sources shown; of a picture in groups, of the members
named and the statements listed, since a group is nothing of which the graph speaks. Loses positions, computed
verdicts and generated sentences: they are not statements of the graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from equigraph.exporters.files import write_atomically
from equigraph.exporters.triples import rdf_text

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
    return rdf_text(network, "Turtle", ox.RdfFormat.TURTLE)


def write_turtle(network: Network, path: str | os.PathLike[str]) -> None:
    """Write the statements behind a network as Turtle.

    Raises:
        ExportError: The network has nodes but does not hold the statements behind them, as one read from JSON.
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_turtle(network))
