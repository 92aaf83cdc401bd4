"""Grades: what a bundle of claims says together, how sure that is, and how well the studies are made.

The rule is data (:mod:`equigraph.ontology.grading`); here is counted what it asks for. Two scales, never one: *how
sure* comes from how many sources there are, of which design, and whether they agree; *how well done* names the
strongest design and repeats ratings only where a source states them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from equigraph.graph.claims import Claim, read_claims, read_ratings
from equigraph.graph.kinds import DIRECTIONS, count_words
from equigraph.graph.profile import LIKE, UNKNOWN, UNLIKE, Likeness
from equigraph.graph.reader import Reader
from equigraph.graph.rows import ADVANCES, Edge, Rows
from equigraph.graph.studies import Studies, read_studies
from equigraph.ontology.grading import INSUFFICIENT, Design, Rule, Step, grading_rule

__all__ = ["Grade", "Grader", "Likely", "bundles", "grade_bundles", "like_ours", "line_grades"]

# Directions in words, as they are counted out; what the rest of the program calls "null" is "no effect found".
DIRECTION_WORDS: Final = {"null": "no effect found"}
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
        said += f" and {rest} with too little to judge" if rest else ""
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
        level = self.how_sure[:1].upper() + self.how_sure[1:]
        if not self.claims:
            return f"{level}: no claim"
        parts = [design.one if number == 1 else f"{number} {design.many}" for design, number in self.designs]
        if parts:
            parts.append(self.agreement.yields + (f" ({self.told})" if self.agreement.lowers_by else ""))
        else:
            parts.append(self._why_none())
        if self.inferred and self.designs:
            what = count_words(self.inferred, "claim")
            parts[-1] += f"; {what} tied to the practice by our reading {_do(self.inferred)} not raise it"
        if self.shared:
            parts[-1] += (
                f"; {count_words(self.shared, 'further source')} of the same studies {_do(self.shared)} not count again"
            )
        return f"{level}: {', '.join(parts)}"

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
            f"{'one' if self.counts[name] == 1 else self.counts[name]} {DIRECTION_WORDS.get(name, name)}"
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


@dataclass(frozen=True)
class Likely:
    """What claims come to that are like those of a profile, and of how many that cannot be told.

    Attributes:
        grade: Of the claims that are like it.
        unlike: Claims that say they are about others.
        unknown: Claims that do not say.
    """

    grade: Grade
    unlike: int
    unknown: int

    @property
    def sentence(self) -> str:
        """What the evidence like ours says, and how much cannot be told."""
        parts = []
        if self.unknown:
            parts.append(f"{count_words(self.unknown, 'claim')} {_do(self.unknown)} not say")
        if self.unlike:
            parts.append(f"{count_words(self.unlike, 'claim')} {'is' if self.unlike == 1 else 'are'} about others")
        rest = f" ({'; '.join(parts)})" if parts else ""
        if not self.grade.claims:
            return f"No claim that says it is about students like ours{rest}"
        return f"{self.grade.support[:1].upper()}{self.grade.support[1:]}. How sure: {self.grade.reason}{rest}"

    def as_record(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            "grade": self.grade.as_record(),
            "unlike": self.unlike,
            "unknown": self.unknown,
            "sentence": self.sentence,
        }


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
        self._agreements: dict[frozenset[str], Step] = {}

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
        agreement = self._agreement(_directions(every))
        how_sure = self._how_sure(designs, _directions(stated), _directions(every))
        ratings = self._ratings(every)
        counted = len(self.studies.count_once(bearing or sources))
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
            ratings=ratings,
            tier="" if ratings else self._tier(stated),
            verdict_stated=self._verdict(_directions(stated)) if stated else "none",
        )

    def _verdict(self, directions: frozenset[str]) -> str:
        if directions not in self._verdicts:
            self._verdicts[directions] = self.rule.verdict(directions)
        return self._verdicts[directions]

    def _agreement(self, directions: frozenset[str]) -> Step:
        if directions not in self._agreements:
            self._agreements[directions] = self.rule.agreement(directions)
        return self._agreements[directions]

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

    def _how_sure(self, designs: Counter[Design], stated: frozenset[str], every: frozenset[str]) -> str:
        """Return the level: from the claims whose tie is stated; those by our reading can only lower it."""
        level = self.rule.level(designs.total(), _attributing(designs, 1), _attributing(designs, 2))
        return self.rule.lower(level, max(self._agreement(one).lowers_by for one in (stated, every)))

    def _ratings(self, claims: Iterable[Claim]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        if not self.ratings:
            return ()
        found: dict[str, set[str]] = {}
        for claim in claims:
            for words in self.ratings.get(claim.iri, ()):
                found.setdefault(words, set()).update(claim.sources)
        return tuple((words, tuple(sorted(sources))) for words, sources in sorted(found.items()))

    def _tier(self, claims: Iterable[Claim]) -> str:
        """Return the highest tier that the design of a positive finding could support, unless a finding is negative."""
        if any("negative" in claim.directions for claim in claims):
            return ""
        tiers = [
            self.rule.design(name).tier for claim in claims if "positive" in claim.directions for name in claim.designs
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


def line_grades(rows: Rows, reader: Reader) -> dict[Edge, tuple[Grade, Likely | None]]:
    """Return the grades of the lines that bundle claims, each from all its claims, and of those like the profile's.

    A line about all students has claims of its own, so that it never merges with the specific one.
    """
    lines = {edge: names for edge, names in rows.edges.items() if edge.predicate == ADVANCES}
    claims = read_claims(reader, iris=set().union(*lines.values()))
    if not claims:
        return {}
    grader = Grader.of(reader)
    found: dict[Edge, tuple[Grade, Likely | None]] = {}
    for edge, names in lines.items():
        own = [claims[name] for name in names if name in claims]
        own = [claim for claim in own if (edge.subject, edge.object) in claim.bundles]
        if own:
            found[edge] = grader.grade(own), like_ours(own, grader, reader.likeness)
    return found


def like_ours(claims: Collection[Claim], grader: Grader, likeness: Likeness | None) -> Likely | None:
    """Return what those of some claims come to that are like a profile; None without a profile."""
    if likeness is None:
        return None
    sorted_ = [(claim, likeness.of(claim)) for claim in claims]
    like = [claim for claim, found in sorted_ if found == LIKE]
    values = [found for _, found in sorted_]
    return Likely(grader.grade(like), values.count(UNLIKE), values.count(UNKNOWN))


def _attributing(designs: Counter[Design], least: int) -> int:
    """Return how many sources have a design that tells the effect from other causes at least so well."""
    return sum(number for design, number in designs.items() if design.attribution >= least)


def _judges(claim: Claim) -> bool:
    """Return whether a claim found enough to judge."""
    return any(direction != INSUFFICIENT for direction in claim.directions)


def _directions(claims: Iterable[Claim]) -> frozenset[str]:
    return frozenset(direction for claim in claims for direction in claim.directions)
