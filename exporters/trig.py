"""TriG (https://www.w3.org/TR/trig/): exactly the statements behind a view, for stores that load datasets.

They stand in the default graph; no graph is named and nothing is said of it, since the data states no such thing. What
it loses is what Turtle loses: positions, computed verdicts and generated sentences. Title, version and licence are
comments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from equigraph.exporters.files import write_atomically
from equigraph.exporters.triples import rdf_text

if TYPE_CHECKING:
    import os

    from equigraph.graph.network import Network

__all__ = ["generate_trig", "write_trig"]


def generate_trig(network: Network) -> str:
    r"""Return the statements behind a network as TriG.

    Raises:
        ExportError: The network has nodes but does not hold the statements behind them, as one read from JSON.

    Example:
        >>> import networkx as nx
        >>> line = '<http://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "A" .'
        >>> print(generate_trig(nx.MultiDiGraph(title="One thing", triples=[line])))
        # One thing
        # Data: version not recorded; licence not recorded
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        <http://example.org/a> rdfs:label "A" .
        <BLANKLINE>
    """
    return rdf_text(network, "TriG", ox.RdfFormat.TRIG)


def write_trig(network: Network, path: str | os.PathLike[str]) -> None:
    """Write the statements behind a network as TriG.

    Raises:
        ExportError: The network has nodes but does not hold the statements behind them, as one read from JSON.
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_trig(network))
