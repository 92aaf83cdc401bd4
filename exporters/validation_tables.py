"""What a check found, as tables grouped by rule, violations first; a table that is cut says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from equigraph.exporters.rows import short_iri
from equigraph.graph.findings import SEVERITIES, Finding, Rule, ValidationReport, place_words
from equigraph.graph.kinds import sentence_case

__all__ = ["RuleTable", "rule_tables"]

COLUMNS: Final = ("thing", "field", "value", "what to do", "where", "iri")


@dataclass(frozen=True)
class RuleTable:
    """The findings of one rule as a table.

    Attributes:
        rule: The rule.
        heading: Severity and rule, in words, with the number of findings.
        advice: What to do, where all findings of the rule say the same and the heading does not; else "".
        columns: Names of those columns in which something stands.
        rows: One for each finding that is shown.
        cut: That not all findings are shown, in words; "" if they are.
    """

    rule: Rule
    heading: str
    advice: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cut: str


def rule_tables(report: ValidationReport, most: int | None = None) -> Iterator[RuleTable]:
    """Yield a table for every rule that was broken, violations first.

    Args:
        report: What was found.
        most: Most rows of a table; None for all that the report has.
    """
    for rule in report.rules:
        findings = [finding for finding in report.findings if finding.rule == rule.id]
        if findings:
            yield _table(rule, findings, findings[:most])


def _table(rule: Rule, findings: Sequence[Finding], shown: Sequence[Finding]) -> RuleTable:
    messages = {finding.message for finding in findings}
    advice = messages.pop() if len(messages) == 1 else ""
    rows = [_row(finding, tells=not advice) for finding in shown]
    kept = [number for number in range(len(COLUMNS)) if any(row[number] for row in rows)]
    word = sentence_case(SEVERITIES[rule.severity][0] if rule.severity != "advice" else rule.severity)
    return RuleTable(
        rule=rule,
        heading=f"{word}: {rule.title} ({rule.found:,})",
        advice="" if advice == rule.title else advice,
        columns=tuple(COLUMNS[number] for number in kept),
        rows=tuple(tuple(row[number] for number in kept) for row in rows),
        cut=f"{len(rows):,} of {rule.found:,} shown" if len(rows) < rule.found else "",
    )


def _row(finding: Finding, *, tells: bool) -> tuple[str, ...]:
    does = finding.message if tells else ""
    place = place_words(finding.place)
    return finding.label, finding.field, finding.value, does, place, short_iri(finding.thing)
