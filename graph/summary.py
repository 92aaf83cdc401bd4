"""What a network says, in sentences: generated words only, counted from the network itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from equigraph.graph.kinds import VERDICTS, count_words, sentence_case, words_for
from equigraph.graph.network import MultiDiGraph

__all__ = ["summarize"]


# Kinds of which a reader expects findings, so that their absence must be said.
HAVE_CLAIMS = frozenset({"Practice", "EquityGoal", "StudentGroup"})


def summarize(network: MultiDiGraph) -> list[str]:
    """Return the sentences that say in words what the picture shows, the takeaway first."""
    if not network.number_of_nodes():
        return ["Nothing in this graph fits these choices."]
    if any("change" in node for _, node in network.nodes(data=True)):
        return _changes(network)
    if network.graph.get("by"):
        return _groups(network)
    edges = [edge for _, _, edge in network.edges(data=True)]
    specific = [edge for edge in edges if edge["kind"] == "evidence" and not edge["general"]]
    general = [edge for edge in edges if edge["kind"] == "evidence" and edge["general"]]
    sentences = _cut(network) + (_evidence(network, specific) if specific else [])
    sentences += _general(len(general), alone=not specific) if general else []
    sentences += _relations([edge for edge in edges if edge["kind"] != "evidence"])
    sentences += _gaps(network)
    sentences += _absent(network)
    return sentences or ["Nothing that is shown here is connected."]


def _cut(network: MultiDiGraph) -> list[str]:
    """Say first that a part is shown, so that no count below is taken for one of the whole."""
    shown, total = network.graph.get("shown", 0), network.graph.get("total", 0)
    if shown >= total:
        return []
    return [f"Only {shown:,} of {total:,} things are shown; what follows counts these and the lines between them."]


def _groups(network: MultiDiGraph) -> list[str]:
    """Return the sentences for groups: how many, then everything beneath the lines between them, verdicts alike."""
    graph = network.graph
    shown, total = graph["shown"], graph["total"]
    part = f"{shown:,} of {total:,} groups" if shown < total else count_words(total, "group")
    drawn = f"{sentence_case(count_words(graph['grouped'], 'thing'))} {_are(graph['grouped'])} drawn"
    sentences = [f"{drawn} in {part}, by {graph['by']}; a group has no verdict of its own."]
    if shown < total:
        sentences.append("What follows counts the groups shown and the lines between them.")
    edges = [edge for _, _, edge in network.edges(data=True)]
    own = [edge for edge in edges if not edge["general"]]
    found = verdicts_of(own)
    if found:
        told = ", ".join(f"{found[verdict]:,} {verdict}" for verdict in VERDICTS if found[verdict])
        lines, claims = count_words(found.total(), "line"), count_words(sum(edge["claims"] for edge in own), "claim")
        sentences.append(f"{sentence_case(lines)} of evidence, bundling {claims}: {told}.")
    general = sum(edge["lines"] or 1 for edge in edges if edge["general"])
    sentences += _general(general, alone=not found) if general else []
    return sentences + _links(own) + _gaps(network) + _absent(network)


def _changes(network: MultiDiGraph) -> list[str]:
    """Count what became of things and lines, where two networks are in one: some of them are no more."""
    sentences = _cut(network)
    told = []
    for word, parts in (
        ("line", [edge for _, _, edge in network.edges(data=True)]),
        ("thing", [node for _, node in network.nodes(data=True)]),
    ):
        found = Counter(part.get("change") or "the same in both" for part in parts)
        counted = [
            f"{found[kind]:,} {kind}" for kind in ("added", "removed", "changed", "the same in both") if found[kind]
        ]
        told += [f"{sentence_case(count_words(len(parts), word))}: {', '.join(counted)}."] if parts else []
    return sentences + told


def _links(edges: Sequence[Mapping[str, Any]]) -> list[str]:
    """Count the relations beneath the lines between groups, by their words."""
    links: Counter[str] = Counter()
    for edge in edges:
        if edge["kind"] != "evidence" and not edge["verdicts"]:
            links.update(edge["relations"] or {edge["label"]: 1})
    if not links:
        return []
    listed = ", ".join(f"{number:,} “{label}”" for label, number in sorted(links.items(), key=lambda x: (-x[1], x[0])))
    inferred = sum(edge["inferred"] if edge["lines"] else edge["mapping"] == "inferred" for edge in edges)
    ours = f" {inferred:,} of them {_are(inferred)} our reading (inferred)." if inferred else ""
    return [f"{sentence_case(count_words(links.total(), 'link'))}: {listed}.{ours}"]


def verdicts_of(edges: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """Return how many lines have each verdict: the lines themselves, or those beneath lines between groups."""
    found: Counter[str] = Counter()
    for edge in edges:
        found.update(edge["verdicts"] or ({edge["verdict"]: 1} if edge["kind"] == "evidence" else {}))
    return found


def _general(lines: int, *, alone: bool) -> list[str]:
    counted = sentence_case(count_words(lines, "line"))
    if alone:
        return [f"{counted} here {_are(lines)} about all students; none is about the chosen group."]
    return [f"{counted} about all students {_are(lines)} shown apart and not counted above."]


def _absent(network: MultiDiGraph) -> list[str]:
    return [f"Nothing here is connected to {name}." for name in network.graph.get("absent", ())]


def _evidence(network: MultiDiGraph, edges: Sequence[Mapping[str, Any]]) -> list[str]:
    shares = " and ".join(_share(network, kind) for kind in ("Practice", "EquityGoal"))
    lines, claims = len(edges), sum(edge["claims"] for edge in edges)
    first = (
        f"{sentence_case(shares)} are connected by {count_words(lines, 'line')} of evidence, "
        f"bundling {count_words(claims, 'claim')}."
    )
    found = Counter(edge["verdict"] for edge in edges)
    second = "Verdicts: " + ", ".join(f"{found[verdict]:,} {verdict}" for verdict in VERDICTS if found[verdict]) + "."
    return [first, second, _single_sources(edges)]


def _share(network: MultiDiGraph, kind: str) -> str:
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
    return f"{len(every & reached):,} of {len(every):,} {words.split(' ', 1)[1]}"


def _single_sources(edges: Sequence[Mapping[str, Any]]) -> str:
    """Say how many lines rest on little: one source, one study that several tell of, or one source that could judge."""
    lines = len(edges)
    single = sum(edge["source_count"] == 1 for edge in edges)
    if single == lines:
        return "It rests on one source." if lines == 1 else f"Each of the {lines:,} lines rests on one source."
    judging = [edge["grade"]["judging"] for edge in edges if edge["source_count"] > 1 and edge["judging_count"] == 1]
    shared, almost = sum(number > 1 for number in judging), judging.count(1)
    parts = (
        (single, "rest", "on one source"),
        (shared, "rest", "on several sources of one study"),
        (almost, "have", "one source that could judge, beside others that found too little"),
    )
    told = [(number, f"{_one(verb) if number == 1 else verb} {words}") for number, verb, words in parts if number]
    if not told:
        return "No line rests on a single source."
    (number, words), *rest = told
    return (
        "; ".join([f"{number:,} of the {lines:,} lines {words}", *(f"{more:,} more {also}" for more, also in rest)])
        + "."
    )


def _relations(edges: Sequence[Mapping[str, Any]]) -> list[str]:
    if not edges:
        return []
    found = Counter(edge["label"] for edge in edges)
    listed = ", ".join(f"{number:,} “{label}”" for label, number in sorted(found.items(), key=lambda x: (-x[1], x[0])))
    sentences = [f"{sentence_case(count_words(len(edges), 'link'))}: {listed}."]
    inferred = sum(edge["mapping"] == "inferred" for edge in edges)
    if inferred:
        share = "It" if len(edges) == 1 else f"{inferred:,} of these {len(edges):,} links"
        sentences.append(f"{share} {_are(inferred)} our reading (inferred), not stated by a source.")
    bare = sum(edge["kind"] == "triple" for edge in edges)
    if bare:
        sentences.append(f"No source is recorded for {count_words(bare, 'link')}.")
    return sentences


def _gaps(network: MultiDiGraph) -> list[str]:
    nodes = [node for _, node in network.nodes(data=True)]
    evidence = verdicts_of(edge for _, _, edge in network.edges(data=True))
    is_whole = network.graph.get("shown", 0) >= network.graph.get("total", 0)  # what is cut may hold the claims
    sentences = [
        f"There is no claim here about {node['label']}."
        for node in nodes
        if node["focus"] and node["kind"] in HAVE_CLAIMS and is_whole and not evidence
    ]
    noted = Counter((node["kind"], node["note"]) for node in nodes if node["note"] and not node["members"])
    sentences += [
        f"{sentence_case(words_for(number, kind))}: {note}." for (kind, note), number in sorted(noted.items())
    ]
    listed: Counter[str] = Counter()
    for node in nodes:
        number = node["unlinked"] if node["members"] else int(node["listed"])
        listed.update({node["kind"]: number} if number else {})
    if listed:
        words = " and ".join(words_for(number, kind) for kind, number in sorted(listed.items()))
        sentences.append(f"{network.graph.get('unlinked', 'No line')}: {words}.")
    return sentences


def _one(verb: str) -> str:
    return {"have": "has"}.get(verb, verb + "s")


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
