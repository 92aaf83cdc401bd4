"""CSL-JSON (https://docs.citationstyles.org/en/stable/), for Zotero, Mendeley, pandoc and citeproc: the bibliography.

One item for each source behind the view. Types are those of CSL where it has one (journal, magazine and news articles,
posts, web pages; laws count as the pages they were read on), else "report", with the kind of document as ``genre``.
``custom`` keeps the IRI, the citation as the graph has it, its kind of source, and whether it was seen.

What it loses: what the sources found, which every format but a bibliography has.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from equigraph.exporters.bibliography import entries
from equigraph.exporters.files import write_atomically

if TYPE_CHECKING:
    import os

    from equigraph.graph.network import Network

__all__ = ["generate_csl_json", "write_csl_json"]

KEPT = {"iri": "iri", "citation": "citation", "type": "source_type", "basis": "basis"}


def generate_csl_json(network: Network) -> str:
    r"""Return the sources behind a network as CSL-JSON text.

    Example:
        >>> import networkx as nx
        >>> generate_csl_json(nx.MultiDiGraph())
        '[]\n'
    """
    items = [
        {
            "id": entry.key,
            **entry.item,
            "custom": {name: text for part, name in KEPT.items() if (text := entry.text(part))},
        }
        for entry in entries(network)
    ]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def write_csl_json(network: Network, path: str | os.PathLike[str]) -> None:
    """Write the sources behind a network as CSL-JSON.

    Raises:
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_csl_json(network))
