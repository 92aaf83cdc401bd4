"""One practice or one goal on a page or two: what it is, what was found, who does it, what is missing.

A :class:`OnePager` is a finished value, like a network: exporters write it and ask nothing. Every sentence in it is
counted from its own records, and what is left out of the count is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from equigraph.graph.kinds import DIRECTIONS

__all__ = ["AGAINST", "Bundle", "Finding", "Gap", "OnePager", "People", "PolicyLink", "Told"]

Record = Mapping[str, Any]

AGAINST: Final = ("negative", "null", "mixed")
"""Directions of a claim that speak against a practice, or not for it alone; told before all others."""

# The order of lines: what speaks against comes first.
VERDICTS_TOLD: Final = ("negative", "no effect found", "conflicting", "mixed", "insufficient", "positive")


@dataclass(frozen=True)
class Bundle:
    """What the claims about a practice and a goal come to.

    Attributes:
        other: IRI of the goal, for a practice; of the practice, for a goal.
        label: Its name.
        edge: The attributes of the line (see :mod:`equigraph.graph.network`).
        claims: Records of the claims (see :mod:`equigraph.graph.records`), what speaks against first.
    """

    other: str
    label: str
    edge: Mapping[str, Any]
    claims: tuple[Record, ...]

    @property
    def order(self) -> tuple[int, str, str]:
        """Sort key: what speaks against comes first, then by name."""
        verdict = self.edge["verdict"]
        place = VERDICTS_TOLD.index(verdict) if verdict in VERDICTS_TOLD else len(VERDICTS_TOLD)
        return (place, self.label.casefold(), self.other)


@dataclass(frozen=True)
class Finding:
    """One claim, with the names of the goals or practices for which it counts."""

    record: Record
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """The lines and findings about some students.

    Attributes:
        about: Whom: the name of a group, or "" for everything.
        general: Whether they are about all students, beside a chosen group.
        scope: Words that say so, else "".
        bundles: The lines, what speaks against first.
    """

    about: str
    general: bool
    scope: str
    bundles: tuple[Bundle, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every claim once, what speaks against first, then by goal or practice."""
        labels: dict[str, list[str]] = {}
        records: dict[str, Record] = {}
        for bundle in sorted(self.bundles, key=lambda one: (one.label.casefold(), one.other)):
            for record in bundle.claims:
                records[record["iri"]] = record
                labels.setdefault(record["iri"], []).append(bundle.label)
        found = [Finding(record, tuple(labels[iri])) for iri, record in records.items()]
        return tuple(sorted(found, key=lambda one: (_direction(one.record), one.labels, one.record["iri"])))

    def of(self, *directions: str) -> tuple[Finding, ...]:
        """Return the findings of these directions."""
        return tuple(one for one in self.findings if one.record["direction"] in directions)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each direction, what speaks against first."""
        found = [one.record["direction"] for one in self.findings]
        return {name: found.count(name) for name in DIRECTIONS if name in found}


@dataclass(frozen=True)
class People:
    """A student group, and how many of the claims that are told name it; those of the groups below it are theirs."""

    label: str
    claims: int


@dataclass(frozen=True)
class PolicyLink:
    """A policy that enables the practice or aims at the goal.

    Attributes:
        record: The statement.
        where: Where it holds.
        type: Its type.
        year: When it was enacted, as recorded.
        groups: The student groups that it addresses.
        summary: What it requires.
    """

    record: Record
    where: tuple[str, ...]
    type: str
    year: str
    groups: tuple[str, ...]
    summary: str


@dataclass(frozen=True)
class Gap:
    """Something that is missing or weak: a sentence, and what it is about.

    Attributes:
        sentence: What is missing.
        names: Names of the things it is about.
        claims: Records of the claims it is about, each with what to say of it.
    """

    sentence: str
    names: tuple[str, ...] = ()
    claims: tuple[tuple[Record, str], ...] = ()


@dataclass(frozen=True)
class OnePager:
    """Everything that goes on the pages about one practice or one goal.

    Attributes:
        iri: Of the practice or goal.
        kind: "Practice" or "EquityGoal".
        node: What is known of it (a node of a network: label, category, summary, facts, sources).
        group: IRI of the chosen student group, or "".
        group_label: Its name, or "".
        exact: Whether the group was taken alone.
        told: The evidence: about the chosen group and, apart, about all students; else everything.
        sentences: The evidence in short.
        people: The student groups that the claims name, those with the most claims first.
        places: Statements of who does it: for a goal, who does the practices that have claims.
        policies: The policies that enable it or aim at it, as stated first.
        related: Statements of what else it is connected to.
        costs: Statements of what it costs: for a goal, what the practices with claims cost.
        gaps: What is missing or weak.
        notes: What is not shown.
        statements: Records of all claims and statements, by IRI.
        sources: Records of all their sources, by IRI.
        graph: What the graph says of itself: dataset, data_version, data_date, licence, citation, about, blind_spots.
    """

    iri: str
    kind: str
    node: Mapping[str, Any]
    group: str
    group_label: str
    exact: bool
    told: tuple[Told, ...]
    sentences: tuple[str, ...]
    people: tuple[People, ...]
    places: tuple[Record, ...]
    policies: tuple[PolicyLink, ...]
    related: tuple[Record, ...]
    costs: tuple[Record, ...]
    gaps: tuple[Gap, ...]
    notes: tuple[str, ...]
    statements: Mapping[str, Record] = field(repr=False)
    sources: Mapping[str, Mapping[str, Any]] = field(repr=False)
    graph: Mapping[str, Any] = field(repr=False)

    @property
    def label(self) -> str:
        """Its name."""
        return str(self.node["label"])

    @property
    def is_practice(self) -> bool:
        """Whether it is about a practice; else about a goal."""
        return self.kind == "Practice"

    @property
    def title(self) -> str:
        """Its name, with the group it was chosen for."""
        return f"{self.label}, for {self.group_label}" if self.group else self.label

    @property
    def cited(self) -> Sequence[str]:
        """IRIs of the sources that are cited, in the order of the bibliography."""
        wanted = {record["source"] for record in self.statements.values() if record["source"]} | set(
            self.node["sources"]
        )
        known = [iri for iri in wanted if iri in self.sources]
        return sorted(known, key=lambda iri: (self.sources[iri]["citation"].casefold(), iri))


def _direction(record: Record) -> int:
    direction = record["direction"]
    return DIRECTIONS.index(direction) if direction in DIRECTIONS else len(DIRECTIONS)
