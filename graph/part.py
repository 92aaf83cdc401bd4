"""Parts of a network, and two of them in one, with the records of what is in it and no others.

A part is what :func:`equigraph.graph.network.project` would have made of its things and lines alone, whatever the
network held beside them: so the same choice gives the same bytes, however one came to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeAlias

from equigraph.graph.network import KEPT_OF_NAMED, NAMED_ALONG, Network

__all__ = ["Line", "joined", "part_of"]

Line: TypeAlias = tuple[str, str, str]  # its ends and key

RECORDS = ("statements", "sources")


def part_of(network: Network, things: Collection[str], lines: Iterable[Line]) -> Network:
    """Return a part of a network; everything stands where it stood.

    Args:
        network: Has all of them.
        things: By IRI.
        lines: Lines between them.
    """
    part = Network(**network.graph)
    part.add_nodes_from((iri, dict(data)) for iri, data in network.nodes(data=True) if iri in things)
    for line in lines:
        part.add_edge(*line, **network.edges[line])
    graph = network.graph
    wanted = {iri for _, data in part.nodes(data=True) for iri in data["statements"]}
    wanted |= {iri for *_, data in part.edges(data=True) for iri in data["statements"]}
    statements = {iri: graph["statements"][iri] for iri in sorted(wanted)}
    wanted = {record["source"] for record in statements.values()}
    for iri, data in part.nodes(data=True):
        wanted |= {iri, *data["sources"]} if data["kind"] == "ResearchSource" else set(data["sources"])
    sources = {iri: graph["sources"][iri] for iri in sorted(wanted) if iri}
    triples = _triples(graph["triples"], {*part, *statements, *sources})
    part.graph.update(statements=statements, sources=sources, triples=triples)
    return part


def _triples(lines: Iterable[str], described: Collection[str]) -> list[str]:
    """Return the triples of what is described, and the names of the concepts and groups that they speak of."""
    own = []
    others = []
    spoken_of = set()
    subjects = {f"<{iri}>" for iri in described}
    for line in lines:
        subject, predicate, object_ = line.removesuffix(" .").split(" ", 2)
        if subject in subjects:
            own.append(line)
            spoken_of.add(object_)
        elif predicate[1:-1] in KEPT_OF_NAMED and subject[1:].startswith(NAMED_ALONG):
            others.append((subject, line))
    return sorted([*own, *(line for subject, line in others if subject in spoken_of)])


def joined(one: Network, other: Network) -> Network:
    """Return a network with all that two hold; where both hold a thing or line, that of the second."""
    both = Network(**other.graph)
    both.add_nodes_from(one.nodes(data=True))
    both.add_nodes_from(other.nodes(data=True))
    for network in (one, other):
        for line in network.edges(keys=True):
            both.add_edge(*line, **network.edges[line])
    for name in RECORDS:
        both.graph[name] = {**one.graph.get(name, {}), **other.graph[name]}
    both.graph["triples"] = sorted({*one.graph.get("triples", ()), *other.graph["triples"]})
    return both
