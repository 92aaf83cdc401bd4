"""What a check of a graph found: findings, the rules they broke, and the report of both.

Three severities: a violation breaks a shape of the data, a warning should be looked at, advice may be followed. Only
violations keep data from conforming.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from equigraph.data.description import Origin
from equigraph.data.rdf_files import RDF_SUFFIXES
from equigraph.graph.kinds import count_words
from equigraph.graph.reader import Catalog

__all__ = ["SEVERITIES", "Finding", "Rule", "ValidationReport", "place_words"]

SEVERITIES: Final[Mapping[str, tuple[str, str]]] = {
    "violation": ("violation", "violations"),
    "warning": ("warning", "warnings"),
    "advice": ("piece of advice", "pieces of advice"),
}
LINE_NOT_KNOWN: Final = "line not known"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, and how often it was broken.

    Attributes:
        id: The IRI of a shape, the name of a piece of advice, or the words of a shape without a name.
        severity: One of ``SEVERITIES``.
        title: The rule in plain words.
        found: How many findings there are; fewer may be in the report.
    """

    id: str
    severity: str
    title: str
    found: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One way in which a thing breaks a rule.

    Attributes:
        severity: One of ``SEVERITIES``.
        thing: IRI of the thing, or the name of a blank node.
        label: Its name.
        predicate: IRI of the property concerned, or "".
        field: The property in words, or "".
        term: The value concerned as an N-Triples term, or "".
        value: The value in words, or "".
        message: What is wrong, or may be done, in a curator's words.
        rule: The ``id`` of its rule.
        place: Where the thing stands in what was read; None where that is not known.
    """

    severity: str
    thing: str
    label: str
    predicate: str
    field: str
    term: str
    value: str
    message: str
    rule: str
    place: Origin | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it the same finding in another state of the graph, whatever things are called there."""
        return self.rule, self.thing, self.predicate, self.term

    @property
    def order(self) -> tuple[int, str, str, str, str, str]:
        """What it is sorted by: violations first, the findings of a rule together."""
        return list(SEVERITIES).index(self.severity), self.rule, self.label, self.thing, self.field, self.term


@dataclass(frozen=True)
class ValidationReport:
    """What a validation found.

    Attributes:
        findings: What was found, violations first; of a rule that is broken very often not all of it.
        rules: The rules that were broken, and every piece of advice that was looked for, in the same order.
        triples: Triples that were checked.
        things: Things of our kinds among them.
        about: What the graph says of itself.
    """

    findings: tuple[Finding, ...]
    rules: tuple[Rule, ...]
    triples: int
    things: int
    about: Catalog = field(default_factory=Catalog)

    @property
    def conforms(self) -> bool:
        """Whether there is no violation."""
        return not self.counts["violation"]

    @property
    def counts(self) -> dict[str, int]:
        """How much was found, by severity."""
        return {
            severity: sum(rule.found for rule in self.rules if rule.severity == severity) for severity in SEVERITIES
        }

    @property
    def counts_words(self) -> str:
        """How much was found, in words.

        Example:
            >>> ValidationReport((), (Rule("a", "violation", "Name it.", 2),), 9, 1).counts_words
            '2 violations, no warnings, no pieces of advice'
        """
        return ", ".join(count_words(number, *SEVERITIES[severity]) for severity, number in self.counts.items())

    @property
    def outcome(self) -> str:
        """The result in words; that nothing was there to be checked is not the same as that all is well."""
        if not self.conforms:
            return "they do not conform"
        return "they conform" if self.things else "nothing among them is of a kind that the shapes know"

    def new_since(self, before: ValidationReport) -> tuple[Finding, ...]:
        """Return the findings that another report, of the graph as it was, does not have."""
        known = {finding.key for finding in before.findings}
        return tuple(finding for finding in self.findings if finding.key not in known)

    def placed(self, places: Mapping[str, Origin]) -> ValidationReport:
        """Return the report with the place of every finding whose thing has one in ``places``."""
        findings = tuple(replace(one, place=places.get(one.thing, one.place)) for one in self.findings)
        return replace(self, findings=findings)

    def shown(self, rule: str) -> int:
        """Return how many findings of a rule are in the report."""
        return sum(finding.rule == rule for finding in self.findings)


def place_words(place: Origin | None) -> str:
    """Return where something stands, in words; "" where nothing is known of it.

    Example:
        >>> place_words(Origin("mine.ttl", row=3)), place_words(Origin("graph.xlsx", "Practices", 3))
        ('mine.ttl, line 3', 'graph.xlsx, sheet Practices, row 3')
        >>> place_words(Origin("mine.ttl"))
        'mine.ttl, line not known'
    """
    if place is None:
        return ""
    if not _is_rdf(place.file, RDF_SUFFIXES):
        return str(place)
    return f"{place.file}, line {place.row}" if place.row else f"{place.file}, {LINE_NOT_KNOWN}"


def _is_rdf(name: str, suffixes: Collection[str]) -> bool:
    return name.lower().removesuffix(".gz").endswith(tuple(suffixes))
