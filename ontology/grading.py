"""The rule by which evidence is graded, read from ``grading.ttl``: what stands in the file, and nothing else.

The rule knows directions, designs and numbers; it knows no graph. :mod:`equigraph.graph.grades` counts what a bundle of
claims holds and asks the rule what that comes to.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from equigraph.errors import OntologyError
from equigraph.ontology.grading_checks import NAMESPACE, READ_BY_NAME, SKOS, Properties, part, rule_problems

__all__ = ["GRADING_FILE", "Design", "Example", "Rule", "Step", "grading_rule"]

GRADING_FILE: Final = Path(__file__).with_name("grading.ttl")
INSUFFICIENT: Final = "insufficient"  # the direction that is set aside


@dataclass(frozen=True)
class Design:
    """What a study of one design can tell.

    Attributes:
        slug: The design, as the last part of its IRI; "" for one that the rule does not know.
        order: Its place, the strongest first.
        attribution: How well it tells the effect from other causes: 2 well, 1 partly, 0 not.
        is_synthesis: Whether it brings several studies together.
        tier: The ESSA tier for which the law names it, "" if none.
        one: The words for one source of it.
        many: The words for several.
    """

    slug: str
    order: int
    attribution: int
    is_synthesis: bool
    tier: str
    one: str
    many: str


UNKNOWN_DESIGN: Final = Design("", 1000, 0, is_synthesis=False, tier="", one="one source", many="sources")


@dataclass(frozen=True)
class Step:
    """One step of a part of the rule: what it yields, and on which conditions.

    Attributes:
        yields: Its label.
        definition: What it means, "" where the file says nothing more.
        only: Condition: no finding has another direction than these; None sets no condition.
        has: Condition: there are findings of each of these directions.
        numbers: Every other condition, by its name in the file.
        lowers_by: By how many levels it lowers how sure.
        glyph: The sign that stands for it.
    """

    yields: str
    definition: str = ""
    only: frozenset[str] | None = None
    has: frozenset[str] = frozenset()
    numbers: Mapping[str, int | bool] = field(default_factory=dict)
    lowers_by: int = 0
    glyph: str = ""

    def fits(self, directions: Collection[str]) -> bool:
        """Return whether findings of these directions meet the conditions about directions."""
        found = set(directions)
        is_only = self.only is None or found - {INSUFFICIENT} <= self.only - {INSUFFICIENT}
        return is_only and found >= self.has


@dataclass(frozen=True)
class Example:
    """A worked example: findings, the sentence that the rule makes of them, and why.

    Attributes:
        findings: Source, design and direction of each.
        says: The sentence.
        note: Why.
    """

    findings: tuple[tuple[str, str, str], ...]
    says: str
    note: str


@dataclass(frozen=True)
class Rule:
    """The whole rule; every part in its order.

    Attributes:
        version: Version of the file.
        title: Its name.
        definition: What a grade is.
        notes: What holds for all parts.
        designs: By slug.
        verdicts: The table of verdicts.
        levels: How sure, before agreement is looked at.
        agreements: By how much findings lower it.
        gaps: The kinds of cells.
        examples: Worked examples.
    """

    version: str
    title: str
    definition: str
    notes: tuple[str, ...]
    designs: Mapping[str, Design]
    verdicts: tuple[Step, ...]
    levels: tuple[Step, ...]
    agreements: tuple[Step, ...]
    gaps: tuple[Step, ...]
    examples: tuple[Example, ...]

    def design(self, slug: str) -> Design:
        """Return what is known of a design; one that the rule does not know tells nothing."""
        return self.designs.get(slug, UNKNOWN_DESIGN)

    def verdict(self, directions: Collection[str]) -> str:
        """Return what findings of these directions say together.

        Example:
            >>> rule = grading_rule()
            >>> rule.verdict({"positive", "null"}), rule.verdict({"positive", "insufficient"})
            ('mixed', 'positive')
        """
        return self._first(self.verdicts, lambda step: step.fits(directions)).yields

    def level(self, sources: int, partly: int, well: int) -> str:
        """Return how sure one is if the findings agree.

        Args:
            sources: Sources that found enough to judge, those of one study counted once.
            partly: Those among them whose design tells the effect from other causes at least in part.
            well: Those whose design tells it well.

        Example:
            >>> grading_rule().level(3, 3, 1)
            'moderate'
        """
        have = {"leastSources": sources, "leastPartly": partly, "leastWell": well}
        return self._first(
            self.levels, lambda step: all(number >= step.numbers.get(name, 0) for name, number in have.items())
        ).yields

    def agreement(self, directions: Collection[str], sources: int) -> Step:
        """Return the step for how far findings of these directions agree, in so many sources (one study counted once).

        Example:
            >>> rule = grading_rule()
            >>> rule.agreement({"positive", "null"}, 2).lowers_by, rule.agreement({"positive", "null"}, 1).lowers_by
            (1, 0)
        """
        return self._first(
            self.agreements,
            lambda step: step.fits(directions) and sources >= step.numbers.get("leastSources", 0),
        )

    @property
    def scale(self) -> tuple[str, ...]:
        """The levels of how sure, the highest first."""
        return tuple(dict.fromkeys(step.yields for step in self.levels))

    def lower(self, level: str, by: int) -> str:
        """Return a level lowered; the two last are no result of lowering but for the first of them.

        Example:
            >>> rule = grading_rule()
            >>> rule.lower("high", 1), rule.lower("low", 2), rule.lower("cannot be judged", 1)
            ('moderate', 'very low', 'cannot be judged')
        """
        place, last = self.scale.index(level), len(self.scale) - 2
        return level if place > last else self.scale[min(place + by, last)]

    def gap(self, directions: Collection[str], *, claims: int, sources: int, well: int, has_synthesis: bool) -> Step:
        """Return the kind of a cell that holds so many claims and sources.

        Args:
            directions: Those of all findings.
            claims: How many claims there are.
            sources: Sources that found enough to judge, those of one study counted once.
            well: Those whose design tells the effect from other causes well.
            has_synthesis: Whether one of the sources brings several studies together.
        """
        agrees = not self.agreement(directions, sources).lowers_by

        def holds(step: Step) -> bool:
            numbers = step.numbers
            return (
                step.fits(directions)
                and claims <= numbers.get("mostClaims", claims)
                and sources <= numbers.get("mostSources", sources)
                and not (numbers.get("withoutSynthesis") and has_synthesis)
                and not (numbers.get("agreeing") and not agrees)
                and well >= numbers.get("leastWell", 0)
            )

        return self._first(self.gaps, holds)

    @staticmethod
    def _first(steps: Sequence[Step], holds: Callable[[Step], bool]) -> Step:
        return next(step for step in steps if holds(step))  # the last step of each part has no condition

    def verdict_expression(self) -> str:
        """Return the table of verdicts as a SPARQL expression over counts, as the named questions hold it.

        The variables are ``?claims`` and one for each direction.

        Example:
            >>> print(grading_rule().verdict_expression().splitlines()[0])
            IF(?claims = ?insufficient, "insufficient",
        """
        *steps, last = self.verdicts
        lines = [f'IF({_condition(step)}, "{step.yields}",' for step in steps]
        return "\n    ".join(lines) + f' "{last.yields}"' + ")" * len(steps)


def _condition(step: Step) -> str:
    if step.only == frozenset({INSUFFICIENT}):
        return "?claims = ?insufficient"
    if step.only is not None:
        return " + ".join([*(f"?{name}" for name in sorted(step.only)), "?insufficient"]) + " = ?claims"
    return " && ".join(f"?{name} > 0" for name in sorted(step.has))


@cache
def grading_rule() -> Rule:
    """Return the rule that comes with the package."""
    return read_rule(GRADING_FILE)


def read_rule(path: Path) -> Rule:
    """Return the rule in a Turtle file.

    Args:
        path: Written as ``grading.ttl`` is.

    Raises:
        OntologyError: The file is not there or no Turtle, or it is no rule; all that is wrong with it is said at once.

    Example:
        >>> read_rule(GRADING_FILE).scale
        ('high', 'moderate', 'low', 'very low', 'cannot be judged')
    """
    things: dict[str, dict[str, list[Any]]] = {}
    try:
        for quad in parse(path=path, format=RdfFormat.TURTLE):
            if isinstance(quad.subject, NamedNode):
                properties = things.setdefault(quad.subject.value, {})
                properties.setdefault(quad.predicate.value, []).append(quad.object)
    except (OSError, SyntaxError) as error:
        message = f'the rule "{path}" cannot be read ({error}); accepted: a Turtle file written as grading.ttl is'
        raise OntologyError(message) from None
    problems = list(rule_problems(things))
    if problems:
        raise OntologyError(f'"{path.name}" is no rule: {"; ".join(problems)}')
    [about] = part(things, "Rule").values()
    return Rule(
        version=_text(about, "http://www.w3.org/2002/07/owl#versionInfo"),
        title=_text(about, SKOS + "prefLabel"),
        definition=_text(about, SKOS + "definition"),
        notes=tuple(sorted(note.value for note in about.get(SKOS + "scopeNote", ()))),
        designs={design.slug: design for design in map(_design, part(things, "Design").values())},
        verdicts=tuple(map(_step, part(things, "Verdict").values())),
        levels=tuple(map(_step, part(things, "Level").values())),
        agreements=tuple(map(_step, part(things, "Agreement").values())),
        gaps=tuple(map(_step, part(things, "Gap").values())),
        examples=tuple(map(_example, part(things, "Example").values())),
    )


def _text(of: Properties, name: str) -> str:
    return next((str(value.value) for value in of.get(name, ())), "")


def _number(of: Properties, name: str) -> int:
    return int(_text(of, NAMESPACE + name) or 0)


def _slugs(of: Properties, name: str) -> frozenset[str]:
    return frozenset(value.value.rsplit("/", 1)[-1] for value in of.get(NAMESPACE + name, ()))


def _design(of: Properties) -> Design:
    [slug] = _slugs(of, "of")
    return Design(
        slug=slug,
        order=_number(of, "order"),
        attribution=_number(of, "attribution"),
        is_synthesis=_text(of, NAMESPACE + "isSynthesis") == "true",
        tier=next(iter(_slugs(of, "couldSupport")), ""),
        one=_text(of, NAMESPACE + "one"),
        many=_text(of, NAMESPACE + "many"),
    )


def _step(of: Properties) -> Step:
    names = [name.removeprefix(NAMESPACE) for name in of if name.startswith(NAMESPACE)]
    return Step(
        yields=_text(of, SKOS + "prefLabel"),
        definition=_text(of, SKOS + "definition"),
        only=_slugs(of, "only") if NAMESPACE + "only" in of else None,
        has=_slugs(of, "has"),
        numbers={name: _value(of[NAMESPACE + name][0]) for name in names if name not in READ_BY_NAME},
        lowers_by=_number(of, "lowersBy"),
        glyph=_text(of, NAMESPACE + "glyph"),
    )


def _value(value: Literal) -> int | bool:
    """Return a condition: a number, true or false."""
    return value.value == "true" if value.value in {"true", "false"} else int(value.value)


def _example(of: Properties) -> Example:
    findings = [tuple(one.split()) for one in _text(of, NAMESPACE + "findings").split(";")]
    return Example(
        findings=tuple((source, design, direction) for source, design, direction in findings),
        says=_text(of, NAMESPACE + "says"),
        note=_text(of, SKOS + "note"),
    )
