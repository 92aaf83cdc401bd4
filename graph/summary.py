"""What a network says, in sentences: generated words only, counted from the network itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from equigraph.graph.kinds import VERDICTS, count_words, words_for
from equigraph.graph.network import Network

__all__ = ["summarize"]


# Kinds of which a reader expects findings, so that their absence must be said.
HAVE_CLAIMS = frozenset({"Practice", "EquityGoal", "StudentGroup"})


def summarize(network: Network) -> list[str]:
    """Return the sentences that say in words what the picture shows, the takeaway first."""
    if not network.number_of_nodes():
        return ["Nothing in this graph fits these choices."]
    edges = [edge for _, _, edge in network.edges(data=True)]
    specific = [edge for edge in edges if edge["kind"] == "evidence" and not edge["general"]]
    general = [edge for edge in edges if edge["kind"] == "evidence" and edge["general"]]
    sentences = _evidence(network, specific) if specific else []
    if general:
        lines = count_words(len(general), "line")
        sentences.append(f"{_upper(lines)} about all students {_are(len(general))} shown apart and not counted above.")
    sentences += _relations([edge for edge in edges if edge["kind"] != "evidence"])
    sentences += _gaps(network)
    sentences += [f"Nothing here is connected to {name}." for name in network.graph.get("absent", ())]
    return sentences or ["Nothing that is shown here is connected."]


def _evidence(network: Network, edges: Sequence[Mapping[str, Any]]) -> list[str]:
    shares = " and ".join(_share(network, kind) for kind in ("Practice", "EquityGoal"))
    lines, claims = len(edges), sum(edge["claims"] for edge in edges)
    first = (
        f"{_upper(shares)} are connected by {count_words(lines, 'line')} of evidence, "
        f"bundling {count_words(claims, 'claim')}."
    )
    found = Counter(edge["verdict"] for edge in edges)
    second = "Verdicts: " + ", ".join(f"{found[verdict]} {verdict}" for verdict in VERDICTS if found[verdict]) + "."
    return [first, second, _single_sources(edges)]


def _share(network: Network, kind: str) -> str:
    every = {iri for iri, node in network.nodes(data=True) if node["kind"] == kind}
    reached = {
        end
        for subject, object_, edge in network.edges(data=True)
        if edge["kind"] == "evidence" and not edge["general"]
        for end in (subject, object_)
    }
    focus = {iri for iri in every if network.nodes[iri]["focus"]}
    if focus:  # what is merely related to it is no gap
        every &= focus | reached
    words = words_for(len(every), kind)
    if every <= reached:
        return words
    return f"{len(every & reached)} of {len(every)} {words.split(' ', 1)[1]}"


def _single_sources(edges: Sequence[Mapping[str, Any]]) -> str:
    lines = len(edges)
    single = sum(edge["source_count"] == 1 for edge in edges)
    almost = sum(edge["judging_count"] == 1 for edge in edges) - single
    if single == lines:
        return "It rests on one source." if lines == 1 else f"Each of the {lines} lines rests on one source."
    words = f"{single} of the {lines} lines {'rests' if single == 1 else 'rest'} on one source"
    if almost:
        more = f"; {almost} more" if single else f"{almost} of the {lines} lines"
        rest = f"{'has' if almost == 1 else 'have'} one source that could judge, beside others that found too little"
        return f"{words if single else ''}{more} {rest}."
    return f"{words}." if single else "No line rests on a single source."


def _relations(edges: Sequence[Mapping[str, Any]]) -> list[str]:
    if not edges:
        return []
    found = Counter(edge["label"] for edge in edges)
    listed = ", ".join(f"{number} “{label}”" for label, number in sorted(found.items(), key=lambda x: (-x[1], x[0])))
    sentences = [f"{_upper(count_words(len(edges), 'link'))}: {listed}."]
    inferred = sum(edge["mapping"] == "inferred" for edge in edges)
    if inferred:
        share = "It" if len(edges) == 1 else f"{inferred} of these {len(edges)} links"
        sentences.append(f"{share} {_are(inferred)} our reading (inferred), not stated by a source.")
    bare = sum(edge["kind"] == "triple" for edge in edges)
    if bare:
        sentences.append(f"No source is recorded for {count_words(bare, 'link')}.")
    return sentences


def _gaps(network: Network) -> list[str]:
    nodes = [node for _, node in network.nodes(data=True)]
    evidence = any(edge["kind"] == "evidence" for _, _, edge in network.edges(data=True))
    sentences = [
        f"There is no claim here about {node['label']}."
        for node in nodes
        if node["focus"] and node["kind"] in HAVE_CLAIMS and not evidence
    ]
    noted = Counter((node["kind"], node["note"]) for node in nodes if node["note"])
    sentences += [f"{_upper(words_for(number, kind))}: {note}." for (kind, note), number in sorted(noted.items())]
    listed = Counter(node["kind"] for node in nodes if node["listed"])
    if listed:
        words = " and ".join(words_for(number, kind) for kind, number in sorted(listed.items()))
        sentences.append(f"{network.graph.get('unlinked', 'No line')}: {words}.")
    return sentences


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
