"""The rule by which evidence is graded, as a few lines of plain text: it stands wherever a grade is printed."""

from __future__ import annotations

from collections.abc import Iterator

from equigraph.graph.kinds import count_words, sentence_case
from equigraph.ontology.grading import Rule, Step

__all__ = ["rule_lines"]


def rule_lines(rule: Rule) -> Iterator[str]:
    """Yield the rule in short: what a grade is, the levels of how sure, and what lowers them.

    Example:
        >>> from equigraph.ontology.grading import grading_rule
        >>> lines = list(rule_lines(grading_rule()))
        >>> lines[0], lines[2][:24]
        ('How evidence is graded (rule, version 1)', '  High: At least three s')
    """
    yield f"{rule.title} (rule, version {rule.version})"
    yield f"  {rule.definition}"
    for level in rule.levels:
        if level.definition:
            yield f"  {sentence_case(level.yields)}: {level.definition}"
    lowered = [f"{_levels(step)} where {step.yields}{_in_sources(step)}" for step in rule.agreements if step.lowers_by]
    yield f"  Then it is lowered, never below {rule.scale[-2]}: {'; '.join(lowered)}."
    yield from (f"  {note}" for note in rule.notes)


def _levels(step: Step) -> str:
    return count_words(step.lowers_by, "level")


def _in_sources(step: Step) -> str:
    least = step.numbers.get("leastSources")
    return f" in {least} sources or more" if least else ""
