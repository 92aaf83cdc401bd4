"""Grades: what a bundle of claims says together, how sure that is, and how well the studies are made.

The rule is data (:mod:`equigraph.ontology.grading`); here is counted what it asks for. Two scales, never one: *how
sure* comes from how many sources there are, of which design, and whether they agree; *how well done* names the
strongest design and repeats ratings only where a source states them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from equigraph.graph.claims import Claim, read_claims, read_ratings
from equigraph.graph.kinds import DIRECTIONS, count_words, direction_words, sentence_case
from equigraph.graph.reader import Reader
from equigraph.graph.studies import Studies, read_studies
from equigraph.ontology.grading import INSUFFICIENT, Design, Rule, Step, grading_rule

__all__ = ["Grade", "Grader", "bundles", "grade_bundles"]

# Directions in words, as they are counted out; what the rest of the program calls "null" is "no effect found".
COUNTED_OUT: Final = ("positive", "null", "mixed", "negative")


@dataclass(frozen=True)
class Grade:
    """What some claims come to.

    Attributes:
        rule: The rule that it was computed by.
        verdict: What the findings say together; "none" without a claim.
        how_sure: The level, in the words of the rule.
        agreement: The step of the rule for how far the findings agree.
        gap: The step of the rule for the kind of cell that these claims make.
        claims: How many claims there are.
        counts: Findings by direction, in the order in which they are read out.
        sources: Distinct sources.
        judging: Distinct sources that found enough to judge.
        counted: Those of them that count, the sources of one study once.
        designs: The sources that count and whose tie is not our reading alone, by design, the strongest first.
        shared: Sources that count by another one, because they tell of the same study.
        inferred: Claims whose tie to the practice is our reading.
        inferred_judging: Those of them that found enough to judge.
        ratings: What sources state themselves: words of the rating, and the IRIs of the sources.
        tier: The ESSA tier that the strongest design of a positive finding could support, by our reading; "" if none,
            and where a source states a rating: then that stands.
        verdict_stated: The verdict without the claims whose tie is our reading.
    """

    rule: Rule
    verdict: str
    how_sure: str
    agreement: Step
    gap: Step
    claims: int
    counts: Mapping[str, int]
    sources: int
    judging: int
    counted: int
    designs: tuple[tuple[Design, int], ...]
    shared: int
    inferred: int
    inferred_judging: int
    ratings: tuple[tuple[str, tuple[str, ...]], ...]
    tier: str
    verdict_stated: str

    @property
    def support(self) -> str:
        """The verdict with the number of sources that bear it, so that it is never oversold."""
        if not self.claims:
            return "no claim"
        if not self.sources:
            return f"{self.verdict}, no source recorded"
        bearing = self.judging or self.sources
        said = count_words(bearing, "source")
        if self.counted < bearing:
            said += (
                " on one study" if self.counted == 1 else f", counted as {self.counted}: some tell of the same study"
            )
        rest = self.sources - bearing
        said += f" and {'one' if rest == 1 else rest} with too little to judge" if rest else ""
        return f"{self.verdict}, {said}{', by our reading alone' if self.is_our_reading else ''}"

    @property
    def is_our_reading(self) -> bool:
        """Whether no source that ties its finding to the practice itself found enough to judge."""
        return (
            bool(self.inferred)
            and self.verdict != self.verdict_stated
            and self.verdict_stated in {"none", INSUFFICIENT}
        )

    @cached_property
    def reason(self) -> str:
        """The sentence that produced the level of how sure."""
        level = sentence_case(self.how_sure)
        if not self.claims:
            return f"{level}: no claim"
        parts = [design.one if number == 1 else f"{number} {design.many}" for design, number in self.designs]
        if parts:
            parts.append(self.agreement.yields + (f" ({self.told})" if self.agreement.only is None else ""))
        else:
            parts.append(self._why_none())
        if self.designs:
            parts[-1] += "".join(f"; {remark}" for remark in self._remarks())
        return f"{level}: {', '.join(parts)}"

    def _remarks(self) -> Iterator[str]:
        """Yield what else a reader must know of the number of sources."""
        if self.inferred_judging:
            number = self.inferred_judging
            yield f"{count_words(number, 'claim')} tied to the practice by our reading {_do(number)} not raise it"
        if self.shared:
            which = "study" if 1 in {self.shared, self.counted} else "studies"
            further = count_words(self.shared, "further source")
            yield f"{further} of the same {which} {_do(self.shared)} not count again"
        if self.judging < self.sources:
            yield f"{count_words(self.sources - self.judging, 'source')} found too little to judge"

    def _why_none(self) -> str:
        if not self.sources:
            return "no source recorded"
        if not self.judging:
            return f"{count_words(self.sources, 'source')} found too little to judge"
        return "only findings that our reading ties to the practice"

    @property
    def told(self) -> str:
        """The findings that bear the verdict, counted out by direction."""
        return ", ".join(
            f"{'one' if self.counts[name] == 1 else self.counts[name]} {direction_words(name)}"
            for name in (*COUNTED_OUT, *(other for other in self.counts if other not in DIRECTIONS))
            if self.counts.get(name)
        )

    @property
    def strongest(self) -> Design | None:
        """The strongest design among the sources that count; None if no design tells anything."""
        return next((design for design, _ in self.designs if design.slug), None)

    @property
    def quality(self) -> str:
        """How well done the studies are: the strongest design, and ratings only as a source states them."""
        if not self.claims:
            return ""
        best = self.strongest
        if best:
            said = f"Strongest design: {_bare(best)}."
        elif self.designs:
            said = "No design is recorded that could be ranked."
        else:
            said = f"No design to rank: {self._why_none()}."
        rated = "; ".join(words for words, _ in self.ratings)
        said += f" Rated by a source: {rated}." if rated else " No source here states an ESSA tier or another rating."
        if self.tier:
            said += f" Our reading, no rating: the design of a positive finding could support ESSA tier {self.tier}."
        return said

    def as_record(self) -> dict[str, Any]:
        """Return the grade as JSON can hold it: see :mod:`equigraph.graph.network`."""
        return {
            "rule": self.rule.version,
            "verdict": self.verdict,
            "how_sure": self.how_sure,
            "reason": self.reason,
            "claims": self.claims,
            "sources": self.sources,
            "judging": self.judging,
            "counted": self.counted,
            "counts": dict(self.counts),
            "strongest": _bare(self.strongest) if self.strongest else "",
            "quality": self.quality,
            "ratings": [[words, list(sources)] for words, sources in self.ratings],
            "could_support": f"ESSA tier {self.tier}" if self.tier else "",
            "gap": self.gap.yields,
            "inferred": self.inferred,
            "verdict_stated": self.verdict_stated,
        }


def _do(number: int) -> str:
    return "does" if number == 1 else "do"


def _bare(design: Design) -> str:
    return design.one.removeprefix("one ")


class Grader:
    """Grades claims by one rule, in one graph.

    Attributes:
        rule: The rule.
        studies: Which sources tell of the same study.
        ratings: What the sources of claims state themselves, by IRI of the claim.
    """

    def __init__(
        self, studies: Studies, ratings: Mapping[str, tuple[str, ...]] | None = None, rule: Rule | None = None
    ) -> None:
        self.studies = studies
        self.ratings = ratings or {}
        self.rule = rule or grading_rule()
        # Most bundles are alike: one claim of one source. What grades alike is graded once.
        self._grades: dict[tuple[object, ...], Grade] = {}
        self._verdicts: dict[frozenset[str], str] = {}
        self._agreements: dict[tuple[frozenset[str], int], Step] = {}

    @classmethod
    def of(cls, reader: Reader) -> Grader:
        """Return the grader of a graph, by the rule that comes with the package."""
        return cls(read_studies(reader), read_ratings(reader))

    def grade(self, claims: Iterable[Claim]) -> Grade:
        """Return what these claims come to; no claim, too, comes to something: a gap."""
        every = list({claim.iri: claim for claim in claims}.values())
        likeness = self._alike(every)
        if likeness is None:
            return self._grade(every)
        if likeness not in self._grades:
            self._grades[likeness] = self._grade(every)
        return self._grades[likeness]

    def _alike(self, claims: Iterable[Claim]) -> tuple[object, ...] | None:
        """Return what such claims have in common with others of the same grade; None if sources or ratings matter."""
        seen: set[str] = set()
        parts = []
        for claim in claims:
            if claim.iri in self.ratings or not seen.isdisjoint(claim.sources) or self.studies.are_tied(claim.sources):
                return None
            seen.update(claim.sources)
            parts.append((claim.directions, claim.designs, len(claim.sources), claim.inferred))
        return tuple(sorted(parts))

    def _grade(self, every: Collection[Claim]) -> Grade:
        stated = [claim for claim in every if not claim.inferred]
        found = Counter(direction for claim in every for direction in claim.directions)
        bearing = {source for claim in every if _judges(claim) for source in claim.sources}
        sources = {source for claim in every for source in claim.sources}
        designs = self._designs(stated)
        counted = len(self.studies.count_once(bearing or sources))
        agreement = self._agreement(_directions(every), counted)
        how_sure = self._how_sure(designs, self._agreement(_directions(stated), designs.total()), agreement)
        ratings = self._ratings(every)
        return Grade(
            rule=self.rule,
            verdict=self._verdict(_directions(every)) if every else "none",
            how_sure=how_sure,
            agreement=agreement,
            gap=self.rule.gap(
                _directions(every),
                claims=len(every),
                sources=designs.total(),
                well=_attributing(designs, 2),
                has_synthesis=self._has_synthesis(stated),
            ),
            claims=len(every),
            counts={
                name: found[name] for name in (*DIRECTIONS, *sorted(found.keys() - set(DIRECTIONS))) if found[name]
            },
            sources=len(sources),
            judging=len(bearing),
            counted=counted,
            designs=tuple(sorted(designs.items(), key=lambda item: item[0].order)),
            shared=len(bearing or sources) - counted,
            inferred=len(every) - len(stated),
            inferred_judging=sum(claim.inferred and _judges(claim) for claim in every),
            ratings=ratings,
            tier="" if ratings else self._tier(stated, every),
            verdict_stated=self._verdict(_directions(stated)) if stated else "none",
        )

    def _verdict(self, directions: frozenset[str]) -> str:
        if directions not in self._verdicts:
            self._verdicts[directions] = self.rule.verdict(directions)
        return self._verdicts[directions]

    def _agreement(self, directions: frozenset[str], sources: int) -> Step:
        key = directions, sources
        if key not in self._agreements:
            self._agreements[key] = self.rule.agreement(directions, sources)
        return self._agreements[key]

    def _designs(self, claims: Collection[Claim]) -> Counter[Design]:
        """Return how many sources count, by their strongest design."""
        best: dict[str, Design] = {}
        for claim in claims:
            if _judges(claim):
                design = min(map(self.rule.design, claim.designs or ("",)), key=lambda one: one.order)
                for source in claim.sources:
                    known = best.setdefault(source, design)
                    if design.order < known.order:
                        best[source] = design
        units = self.studies.count_once(best)
        return Counter(min((best[source] for source in unit), key=lambda one: one.order) for unit in units)

    def _has_synthesis(self, claims: Iterable[Claim]) -> bool:
        """Return whether a source that found enough to judge brings several studies together, whatever it counts."""
        return any(self.rule.design(name).is_synthesis for claim in claims if _judges(claim) for name in claim.designs)

    def _how_sure(self, designs: Counter[Design], stated: Step, every: Step) -> str:
        """Return the level: from the claims whose tie is stated; those by our reading can only lower it."""
        level = self.rule.level(designs.total(), _attributing(designs, 1), _attributing(designs, 2))
        return self.rule.lower(level, max(stated.lowers_by, every.lowers_by))

    def _ratings(self, claims: Iterable[Claim]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        if not self.ratings:
            return ()
        found: dict[str, set[str]] = {}
        for claim in claims:
            for words in self.ratings.get(claim.iri, ()):
                found.setdefault(words, set()).update(claim.sources)
        return tuple((words, tuple(sorted(sources))) for words, sources in sorted(found.items()))

    def _tier(self, stated: Iterable[Claim], every: Iterable[Claim]) -> str:
        """Return the highest tier that the design of a positive finding could support, unless a finding is negative."""
        if any("negative" in claim.directions for claim in every):
            return ""
        tiers = [
            self.rule.design(name).tier for claim in stated if "positive" in claim.directions for name in claim.designs
        ]
        return min(filter(None, tiers), default="")


def bundles(claims: Iterable[Claim]) -> dict[tuple[str, str], list[Claim]]:
    """Return the claims of each bundle, by practice and goal; a claim about several goals is in several bundles."""
    found: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        for ends in claim.bundles:
            found.setdefault(ends, []).append(claim)
    return found


def grade_bundles(reader: Reader) -> dict[tuple[str, str], Grade]:
    """Return the grade of every bundle of a graph, by the IRIs of practice and goal."""
    grader = Grader.of(reader)
    return {ends: grader.grade(claims) for ends, claims in bundles(read_claims(reader).values()).items()}


def _attributing(designs: Counter[Design], least: int) -> int:
    """Return how many sources have a design that tells the effect from other causes at least so well."""
    return sum(number for design, number in designs.items() if design.attribution >= least)


def _judges(claim: Claim) -> bool:
    """Return whether a claim found enough to judge."""
    return any(direction != INSUFFICIENT for direction in claim.directions)


def _directions(claims: Iterable[Claim]) -> frozenset[str]:
    return frozenset(direction for claim in claims for direction in claim.directions)
