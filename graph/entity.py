"""One thing with all that is stated of it: what ``equigraph show`` prints and a page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from equigraph.graph.network import Network, edges_of

__all__ = ["Entity", "Line"]


@dataclass(frozen=True)
class Line:
    """One connection of a thing.

    Attributes:
        label: What connects them ("advances", "funds").
        outgoing: True if the thing is the subject.
        other: IRI at the other end.
        other_label: Its name.
        other_kind: Its kind.
        edge: The attributes of the edge (see :mod:`equigraph.graph.network`).
    """

    label: str
    outgoing: bool
    other: str
    other_label: str
    other_kind: str
    edge: Mapping[str, Any]


@dataclass(frozen=True)
class Entity:
    """One thing and its neighborhood.

    Attributes:
        iri: The thing.
        network: Its neighborhood of one step, with all evidence and sources.
    """

    iri: str
    network: Network

    @property
    def node(self) -> Mapping[str, Any]:
        """What is known of the thing itself: label, kind, summary, facts, sources (see the network contract)."""
        node: Mapping[str, Any] = self.network.nodes[self.iri]
        return node

    @property
    def lines(self) -> list[Line]:
        """All connections: evidence first, then relations by name; by the name of the other end."""
        lines = []
        for subject, object_, edge in edges_of(self.network):
            if self.iri not in (subject, object_):
                continue
            outgoing = subject == self.iri
            other = object_ if outgoing else subject
            node = self.network.nodes[other]
            lines.append(Line(edge["label"], outgoing, other, node["label"], node["kind"], edge))
        return sorted(
            lines, key=lambda line: (line.edge["kind"] != "evidence", line.label, line.other_label, line.other)
        )

    def citation(self, source: str) -> str:
        """Return the citation of a source, or words that say there is none."""
        record = self.network.graph["sources"].get(source)
        return record["citation"] if record else "no source recorded"
