"""Telling paths: each line as a sentence with the numbers of its sources, from a network that holds its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from equigraph.graph.network import Network
from equigraph.graph.ranking import Candidate, Shape
from equigraph.graph.rows import Edge
from equigraph.graph.steps import SUPPORTS, Support
from equigraph.graph.why import Bundle, Path, Step
from equigraph.graph.why_words import counts_of, evidence_words, relation_words, shape_words, weakest_words

__all__ = ["Teller"]


class Teller:
    """Tells what a network holds, and numbers the sources as they come up.

    Attributes:
        group: The name of the chosen student group, or "".
        numbers: Number of each source that was cited, from 1.
    """

    def __init__(
        self, network: Network, supports: Mapping[Edge, Support], labels: Mapping[str, str], group: str = ""
    ) -> None:
        self.network = network
        self.group = group
        self.supports = supports
        self.labels = labels
        self.records: Mapping[str, Mapping[str, Any]] = network.graph["statements"]
        self.numbers: dict[str, int] = {}

    def bundles(self, start: str, end: str) -> tuple[Bundle, ...]:
        """Return the claims about two things, if one is a practice and one a goal; those about a chosen group first."""
        found = []
        for practice, goal in ((start, end), (end, start)):
            edges = self.network.get_edge_data(practice, goal) or {}
            evidence = [edge for edge in edges.values() if edge["kind"] == "evidence"]
            found += [self._bundle(practice, goal, edge) for edge in sorted(evidence, key=lambda edge: edge["general"])]
        return tuple(found)

    def _bundle(self, practice: str, goal: str, edge: Mapping[str, Any]) -> Bundle:
        claims = tuple(self.records[name] for name in edge["statements"])
        grade = edge["grade"]
        return Bundle(
            practice=practice,
            goal=goal,
            general=edge["general"],
            scope=edge["scope_label"],
            sentence=evidence_words(self._label(practice), self._label(goal), edge, self.group),
            reason=grade["reason"],
            quality=grade["quality"],
            ours=edge["ours"].get("sentence", ""),
            edge=edge,
            claims=claims,
            sources=self._cited(claims),
        )

    def paths(self, shown: Sequence[tuple[Shape, int]]) -> tuple[Path, ...]:
        """Return the paths that are shown; the last one of each shape tells how many more there are."""
        paths: list[Path] = []
        for shape, number in shown:
            for place, one in enumerate(shape.members[:number], 1):
                rest = shape.members[number:] if place == number else ()
                paths.append(self._path(one, len(paths) + 1, rest))
        return tuple(paths)

    def _path(self, one: Candidate, number: int, rest: Sequence[Candidate]) -> Path:
        steps = tuple(self._step(*pair) for pair in zip(one.things, one.things[1:], one.edges, strict=False))
        return Path(
            number=number,
            things=one.things,
            labels=tuple(self._label(thing) for thing in one.things),
            shape=shape_words(one.kinds),
            steps=steps,
            weakest=one.weakest,
            weakest_words=weakest_words(steps, one.weakest),
            more=len(rest),
            through=tuple(" and ".join(self._label(thing) for thing in other.things[1:-1]) for other in rest),
        )

    def _step(self, thing: str, other: str, best: Edge) -> Step:
        edges = [
            (subject, object_, str(key), edge)
            for subject, object_ in ((thing, other), (other, thing))
            for key, edge in sorted((self.network.get_edge_data(subject, object_) or {}).items())
        ]
        edges.sort(key=lambda one: (one[0], one[2]) != (best.subject, best.key))
        first, *rest = edges
        return self._line(thing, first, tuple(self._line(thing, one) for one in rest))

    def _line(self, thing: str, line: tuple[str, str, str, Mapping[str, Any]], also: tuple[Step, ...] = ()) -> Step:
        subject, object_, key, edge = line
        records = [self.records[name] for name in edge["statements"]]
        claims = [record for record in records if record["type"] == "claim"]
        counts = edge["counts"] or counts_of(claims)
        if edge["kind"] == "evidence":
            sentence = evidence_words(self._label(subject), self._label(object_), edge, self.group)
        else:
            sentence = relation_words(self._as_line(records[0], subject, edge, object_), edge, counts)
        support = self.supports[Edge(subject, edge["iri"], object_, edge["general"])].name
        return Step(
            subject=subject,
            subject_label=self._label(subject),
            predicate=edge["iri"],
            predicate_label=edge["label"],
            object=object_,
            object_label=self._label(object_),
            forward=subject == thing,
            key=key,
            kind=edge["kind"],
            verdict=edge["verdict"],
            counts=counts,
            sentence=sentence,
            support=support,
            support_words=SUPPORTS[support],
            sources=self._cited(records),
            statements=tuple(edge["statements"]),
            also=also,
        )

    def _as_line(
        self, record: Mapping[str, Any], subject: str, edge: Mapping[str, Any], object_: str
    ) -> dict[str, Any]:
        """Return a record that speaks of the line as it is drawn: a claim also stands behind other lines."""
        ends = {"subject_label": self._label(subject), "object_label": self._label(object_)}
        return {**record, **ends, "predicate_label": edge["label"]}

    def _label(self, thing: str) -> str:
        return self.labels[thing] if thing in self.labels else str(self.network.nodes[thing]["label"])

    def _cited(self, records: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
        """Return the numbers of the sources of some records."""
        sources = [record["source"] for record in records if record["source"]]
        return tuple(sorted({self.numbers.setdefault(source, len(self.numbers) + 1) for source in sources}))
