"""Grades of the bundled graph, worked out by hand: from the tables of claims and overlaps and the words of the rule.

Each row was reasoned from the tables from which the bundled data were made and from the text of ``grading.ttl``, before
the program was asked; the reasoning stands above it. "Partly" and "well" are attribution 1 or 2, and 2, of the rule. A
row says how sure with the whole sentence, so that a change of the rule, of the data or of the words shows here.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from equigraph.graph.claims import Claim, read_claims
from equigraph.graph.grades import Grade, Grader, bundles
from equigraph.ontology.prefixes import PREFIXES

STRONG, MODERATE, PROMISING = "1: Strong evidence", "2: Moderate evidence", "3: Promising evidence"


class Hand(NamedTuple):
    """One bundle as worked out by hand.

    Attributes:
        verdict: The verdict.
        numbers: Claims, sources, sources that found enough to judge, those of one study counted once.
        reason: How sure, with the sentence that produced it.
        strongest: Strongest design.
        gap: Kind of cell.
        support: The verdict as a line says it.
        rated: ESSA tier stated by a source.
        could: ESSA tier that our reading of the design allows.
        inferred: Claims whose tie is our reading.
    """

    verdict: str
    numbers: tuple[int, int, int, int]
    reason: str
    strongest: str
    gap: str
    support: str
    rated: str = ""
    could: str = ""
    inferred: int = 0


RCT, META, QED, REVIEW = "randomized trial", "meta-analysis", "quasi-experiment", "review"
GUIDE, CORRELATIONAL, DESCRIPTIVE = "practice guide rating", "correlational study", "descriptive source"

BY_HAND: dict[tuple[str, str], Hand] = {
    # --- conflicting: the two there are -----------------------------------------------------------------------
    # Positive trial (Pittsburgh, through a summary), null trial (Maine), negative quasi-experiment. No two share a
    # study. 3 partly, 2 well: high; positive and negative lower it by two. With a negative finding no tier is read.
    ("restorative-practices", "supportive-conditions-for-learning"): Hand(
        "conflicting",
        (3, 3, 3, 3),
        "Low: 2 randomized trials, one quasi-experiment, findings contradict each other (one positive, one no effect "
        "found, one negative)",
        RCT,
        "conflicting",
        "conflicting, 3 sources",
    ),
    # Article and dissertation on one evaluation (same study): one unit, its best design a quasi-experiment. 1 partly:
    # low; that one study contradicts itself lowers nothing. Conflicting is asked before single study.
    ("performance-assessment", "close-achievement-gaps"): Hand(
        "conflicting",
        (3, 2, 2, 1),
        "Low: one quasi-experiment, findings differ within one study (2 positive, one negative); one further "
        "source of the same study does not count again",
        QED,
        "conflicting",
        "conflicting, 2 sources on one study",
    ),
    # --- negative ---------------------------------------------------------------------------------------------
    # Negative and mixed, both through accounts of the Pittsburgh report, which is itself not here: one study; and a null
    # quasi-experiment. 2 partly: moderate; no positive, so they do not contradict, but they differ: low.
    ("restorative-practices", "academic-achievement"): Hand(
        "negative",
        (3, 3, 3, 2),
        "Low: one randomized trial, one quasi-experiment, findings differ (one no effect found, one mixed, one "
        "negative); one further source of the same study does not count again",
        RCT,
        "unsynthesised",
        "negative, 3 sources, counted as 2: some tell of the same study",
    ),
    # The same source twice, negative and null: low; what differs within one study lowers nothing.
    ("response-to-intervention", "academic-achievement"): Hand(
        "negative",
        (2, 1, 1, 1),
        "Low: one quasi-experiment, findings differ within one study (one no effect found, one negative)",
        QED,
        "single study",
        "negative, one source",
    ),
    # One negative claim of one quasi-experiment: low, and nothing differs.
    ("looping", "close-achievement-gaps"): Hand(
        "negative",
        (1, 1, 1, 1),
        "Low: one quasi-experiment, negative findings only",
        QED,
        "single study",
        "negative, one source",
    ),
    # --- null only --------------------------------------------------------------------------------------------
    # Two meta-analyses without a recorded tie: 2 partly, 2 well; high asks for 3: moderate. Agreeing, a synthesis, 2
    # well: well supported, namely that no effect was found.
    ("inclusive-placement", "inclusion-and-belonging"): Hand(
        "no effect found",
        (2, 2, 2, 2),
        "Moderate: 2 meta-analyses, no effect found",
        META,
        "well supported",
        "no effect found, 2 sources",
    ),
    # A news article on the Portland lottery study and a later article by its authors; no tie between them is recorded.
    ("dual-language-immersion", "close-achievement-gaps"): Hand(
        "no effect found",
        (2, 2, 2, 2),
        "Moderate: 2 randomized trials, no effect found",
        RCT,
        "unsynthesised",
        "no effect found, 2 sources",
    ),
    # One trial, one null: low.
    ("early-warning-systems", "reduce-exclusionary-discipline"): Hand(
        "no effect found",
        (1, 1, 1, 1),
        "Low: one randomized trial, no effect found",
        RCT,
        "single study",
        "no effect found, one source",
    ),
    # Two of three sources found too little to judge and are tied by us besides: one trial is left.
    ("integrated-student-supports", "academic-achievement"): Hand(
        "no effect found",
        (3, 3, 1, 1),
        "Low: one randomized trial, no effect found; 2 sources found too little to judge",
        RCT,
        "single study",
        "no effect found, one source and 2 with too little to judge",
        inferred=2,
    ),
    # --- single source ----------------------------------------------------------------------------------------
    # One descriptive source: nothing partly, one source: very low.
    ("flexible-pacing", "student-agency"): Hand(
        "positive",
        (1, 1, 1, 1),
        "Very low: one descriptive source, no contrary finding",
        DESCRIPTIVE,
        "single study",
        "positive, one source",
    ),
    # --- the same source twice --------------------------------------------------------------------------------
    # A trial that found both: one study, low, not lowered. Its design and a positive finding: tier 1 in reading.
    ("parent-information-alerts", "academic-achievement"): Hand(
        "mixed",
        (2, 1, 1, 1),
        "Low: one randomized trial, findings differ within one study (one positive, one no effect found)",
        RCT,
        "single study",
        "mixed, one source",
        could="ESSA tier 1",
    ),
    # Two claims from one listing of a practice guide: one source, 1 partly: low. The law names no practice guides.
    ("academic-language-instruction", "english-language-proficiency"): Hand(
        "positive",
        (2, 1, 1, 1),
        "Low: one practice guide rating, no contrary finding",
        GUIDE,
        "single study",
        "positive, one source",
    ),
    # --- several sources of one study -------------------------------------------------------------------------
    # Two reports of one evaluation (same study), a review and a news piece that report on them: one. A fifth, an
    # interview, found too little to judge. Low, and one study cannot disagree with itself.
    ("personalized-learning", "academic-achievement"): Hand(
        "mixed",
        (6, 5, 4, 1),
        "Low: one quasi-experiment, findings differ within one study (2 positive, one no effect found, 2 mixed); 3"
        " further sources of the same study do not count again; one source found too little to judge",
        QED,
        "single study",
        "mixed, 4 sources on one study and one with too little to judge",
        could="ESSA tier 2",
    ),
    # A page reports on a brief, which is the same study as the final report, as is the interim report: a chain of three
    # ties through two sources that are not in the bundle. One trial; a stated tier leaves no room for a reading.
    ("grades-9-14-early-college-career", "college-and-career-readiness"): Hand(
        "positive",
        (2, 2, 2, 1),
        "Low: one randomized trial, no contrary finding; one further source of the same study does not count again",
        RCT,
        "single study",
        "positive, 2 sources on one study",
        rated=PROMISING,
    ),
    # Working paper and published article of one meta-analysis are one: 9 sources, 8 counted. 8 partly, 7 well: high;
    # they differ: moderate. A synthesis, but no agreement: unsettled.
    ("high-dosage-tutoring", "academic-achievement"): Hand(
        "mixed",
        (12, 9, 9, 8),
        "Moderate: 5 randomized trials, 2 meta-analyses, one quasi-experiment, findings differ (5 positive, 5 no "
        "effect found, 2 mixed); one further source of the same study does not count again",
        RCT,
        "unsettled",
        "mixed, 9 sources, counted as 8: some tell of the same study",
        could="ESSA tier 1",
    ),
    # Brief and article of one trial; article and project page of another; a review: 5 sources, 3 counted. 3 partly,
    # 2 well: high; they differ: moderate.
    ("project-based-learning", "academic-achievement"): Hand(
        "mixed",
        (6, 5, 5, 3),
        "Moderate: 2 randomized trials, one review, findings differ (4 positive, one no effect found, one mixed); 2 "
        "further sources of the same studies do not count again",
        RCT,
        "unsettled",
        "mixed, 5 sources, counted as 3: some tell of the same study",
        could="ESSA tier 1",
    ),
    # --- a review and a study it includes ---------------------------------------------------------------------
    # The statewide study pools the schools of the lottery study that is here too: it adds nothing. The other two are one
    # lottery. 4 sources, 2 counted. 2 partly: moderate; differing: low. Neither is a review by design: unsynthesised.
    ("early-college-high-school", "postsecondary-success"): Hand(
        "mixed",
        (6, 4, 4, 2),
        "Low: one randomized trial, one quasi-experiment, findings differ (4 positive, 2 no effect found); 2 further "
        "sources of the same studies do not count again",
        RCT,
        "unsynthesised",
        "mixed, 4 sources, counted as 2: some tell of the same study",
        rated=STRONG,
    ),
    # The review of dual enrollment and its web summary: one. What it includes is not in this bundle. 1 partly: low;
    # it differs within one study. One source, whatever it brings together: single study.
    ("dual-enrollment", "postsecondary-success"): Hand(
        "mixed",
        (3, 2, 2, 1),
        "Low: one review, findings differ within one study (2 positive, one no effect found); one further source "
        "of the same study does not count again",
        REVIEW,
        "single study",
        "mixed, 2 sources on one study",
    ),
    # --- too little to judge ----------------------------------------------------------------------------------
    # The only claim is that there is too little to judge.
    ("sheltered-instruction", "academic-achievement"): Hand(
        "insufficient",
        (1, 1, 0, 1),
        "Cannot be judged: one source found too little to judge",
        "",
        "too little to judge",
        "insufficient, one source",
    ),
    # Three reviews found too little to judge (two of them one study); one descriptive source is positive: it alone
    # bears the verdict.
    ("trauma-sensitive-schools", "trauma-sensitive-support"): Hand(
        "positive",
        (4, 4, 1, 1),
        "Very low: one descriptive source, no contrary finding; 3 sources found too little to judge",
        DESCRIPTIVE,
        "single study",
        "positive, one source and 3 with too little to judge",
    ),
    # --- our reading ------------------------------------------------------------------------------------------
    # The only claim is tied to the practice by us: nothing to judge by, and no source states it.
    ("ninth-grade-team-model", "attendance-and-engagement"): Hand(
        "positive",
        (1, 1, 1, 1),
        "Cannot be judged: only findings that our reading ties to the practice",
        "",
        "unstated",
        "positive, one source, by our reading alone",
        inferred=1,
    ),
    # Two positives tied by us beside stated ones. Stated: a null and a positive of one source with a trial, a mixed
    # quasi-experiment: 2 partly, moderate, differing, low. The two raise neither that nor the kind of cell, yet they are
    # findings. A stated positive finding of a quasi-experiment: tier 2 in reading.
    ("integrated-student-supports", "attendance-and-engagement"): Hand(
        "mixed",
        (5, 3, 3, 3),
        "Low: one randomized trial, one quasi-experiment, findings differ (3 positive, one no effect found, one mixed); "
        "2 claims tied to the practice by our reading do not raise it",
        RCT,
        "unsynthesised",
        "mixed, 3 sources",
        could="ESSA tier 2",
        inferred=2,
    ),
    # One stated source twice; a second source only by our reading: low, as with the first alone, and a single study.
    ("integrated-student-supports", "high-school-graduation"): Hand(
        "positive",
        (3, 2, 2, 2),
        "Low: one quasi-experiment, no contrary finding; one claim tied to the practice by our reading does not raise it",
        QED,
        "single study",
        "positive, 2 sources",
        could="ESSA tier 2",
        inferred=1,
    ),
    # --- stated ESSA tiers ------------------------------------------------------------------------------------
    # Tier 1, and yet low: one trial. How sure and how well done are two scales.
    ("ninth-grade-team-model", "academic-achievement"): Hand(
        "mixed",
        (3, 1, 1, 1),
        "Low: one randomized trial, findings differ within one study (2 positive, one mixed)",
        RCT,
        "single study",
        "mixed, one source",
        rated=STRONG,
    ),
    # Tier 1 as stated by a third-party page.
    ("early-warning-systems", "attendance-and-engagement"): Hand(
        "positive",
        (1, 1, 1, 1),
        "Low: one randomized trial, no contrary finding",
        RCT,
        "single study",
        "positive, one source",
        rated=STRONG,
    ),
    # Tier 2.
    ("community-schools", "high-school-graduation"): Hand(
        "positive",
        (1, 1, 1, 1),
        "Low: one quasi-experiment, no contrary finding",
        QED,
        "single study",
        "positive, one source",
        rated=MODERATE,
    ),
    # Tier 3, though the design is a trial: what a source states stands, and no higher tier is read into the design.
    ("equity-focused-pbis", "reduce-exclusionary-discipline"): Hand(
        "positive",
        (2, 1, 1, 1),
        "Low: one randomized trial, no contrary finding",
        RCT,
        "single study",
        "positive, one source",
        rated=PROMISING,
    ),
    # --- practice guide, several designs ----------------------------------------------------------------------
    # Trial null, guide positive, two descriptive sources on one school (no tie recorded), positive and mixed. 2 partly:
    # moderate; differing: low. The guide is a synthesis: unsettled. The positive ones are a guide and a description.
    ("early-warning-systems", "high-school-graduation"): Hand(
        "mixed",
        (4, 4, 4, 4),
        "Low: one randomized trial, one practice guide rating, 2 descriptive sources, findings differ (2 positive, one "
        "no effect found, one mixed)",
        RCT,
        "unsettled",
        "mixed, 4 sources",
    ),
    # Meta-analysis positive, trial null, review positive: 3 partly, 2 well: high; differing: moderate. The trial found
    # nothing, and the law names neither meta-analyses nor reviews: no tier.
    ("bilingual-reading-instruction", "academic-achievement"): Hand(
        "mixed",
        (3, 3, 3, 3),
        "Moderate: one randomized trial, one meta-analysis, one review, findings differ (2 positive, one no effect "
        "found)",
        RCT,
        "unsettled",
        "mixed, 3 sources",
    ),
    # One trial with a positive and a null, one description: 1 partly, 2 sources: low; differing: very low.
    ("dual-language-immersion", "academic-achievement"): Hand(
        "mixed",
        (3, 2, 2, 2),
        "Very low: one randomized trial, one descriptive source, findings differ (2 positive, one no effect found)",
        RCT,
        "unsynthesised",
        "mixed, 2 sources",
        could="ESSA tier 1",
    ),
    # All positive: quasi-experiment, review, one correlational source twice; a second review found too little. 2 partly:
    # moderate. A synthesis, agreeing, but nothing well: unsettled.
    ("culture-based-curriculum", "academic-achievement"): Hand(
        "positive",
        (5, 4, 3, 3),
        "Moderate: one quasi-experiment, one review, one correlational study, no contrary finding; one source "
        "found too little to judge",
        QED,
        "unsettled",
        "positive, 3 sources and one with too little to judge",
        could="ESSA tier 2",
    ),
    # An account of one trial (the trial itself is not in the bundle) and a replication: 2 trials, moderate.
    ("online-homework-feedback", "academic-achievement"): Hand(
        "positive",
        (2, 2, 2, 2),
        "Moderate: 2 randomized trials, no contrary finding",
        RCT,
        "unsynthesised",
        "positive, 2 sources",
        could="ESSA tier 1",
    ),
    # Two meta-analyses and a trial, 3 well: high; the trial found nothing: moderate. One set-aside claim, by our reading.
    ("social-emotional-learning", "social-emotional-development"): Hand(
        "mixed",
        (6, 4, 3, 3),
        "Moderate: one randomized trial, 2 meta-analyses, findings differ (4 positive, one no effect found); one "
        "source found too little to judge",
        RCT,
        "unsettled",
        "mixed, 3 sources and one with too little to judge",
        inferred=1,
    ),
}


@pytest.fixture(scope="module")
def claims(bundled_graph: Any) -> dict[str, Claim]:
    return read_claims(bundled_graph.reader)


@pytest.fixture(scope="module")
def grader(bundled_graph: Any) -> Grader:
    return Grader.of(bundled_graph.reader)


def grade(grader: Grader, claims: dict[str, Claim], practices: set[str], goal: str) -> Grade:
    ends = {(PREFIXES["practice"] + practice, PREFIXES["goal"] + goal) for practice in practices}
    return grader.grade(claim for key, some in bundles(claims.values()).items() if key in ends for claim in some)


@pytest.mark.parametrize("ends", BY_HAND, ids=" - ".join)
def test_grade_as_by_hand(grader: Grader, claims: dict[str, Claim], ends: tuple[str, str]) -> None:
    hand = BY_HAND[ends]

    found = grade(grader, claims, {ends[0]}, ends[1])

    assert hand == Hand(
        found.verdict,
        (found.claims, found.sources, found.judging, found.counted),
        found.reason,
        found.as_record()["strongest"],
        found.gap.yields,
        found.support,
        rated="; ".join(words.removeprefix("ESSA tier ") for words, _ in found.ratings),
        could=found.as_record()["could_support"],
        inferred=found.inferred,
    )


@pytest.mark.parametrize("ends", BY_HAND, ids=" - ".join)
def test_the_level_is_the_first_word_of_the_sentence(
    grader: Grader, claims: dict[str, Claim], ends: tuple[str, str]
) -> None:
    record = grade(grader, claims, {ends[0]}, ends[1]).as_record()

    assert record["how_sure"] == record["reason"].split(":")[0].lower()


def test_a_review_adds_nothing_to_the_studies_it_includes(grader: Grader, claims: dict[str, Claim]) -> None:
    """Read together, as a row of a category is.

    Dual enrollment: a review and its summary. Early colleges: the lottery that the review includes (two sources), and
    the North Carolina lottery (which the review includes through an earlier report, the same study) with a statewide
    study that pools it. Of six sources two count: the two lotteries.
    """
    both = grade(grader, claims, {"dual-enrollment", "early-college-high-school"}, "postsecondary-success")

    assert (9, 6, 2) == (both.claims, both.sources, both.counted)
    assert (
        "Low: one randomized trial, one quasi-experiment, findings differ (6 positive, 3 no effect found); 4 further "
        "sources of the same studies do not count again" == both.reason
    )
    assert "unsettled" == both.gap.yields  # the review counts nothing, and yet it brings studies together


def test_no_claim_is_an_absolute_gap(grader: Grader) -> None:
    nothing = grader.grade([])

    assert ("none", "no claim", "absolute gap", "") == (
        nothing.verdict,
        nothing.support,
        nothing.gap.yields,
        nothing.quality,
    )
    assert "Cannot be judged: no claim" == nothing.reason


QUALITY = {
    ("early-warning-systems", "attendance-and-engagement"): (
        "Strongest design: randomized trial. Rated by a source: ESSA tier 1: Strong evidence."
    ),
    ("parent-information-alerts", "academic-achievement"): (
        "Strongest design: randomized trial. No source here states an ESSA tier or another rating. Our reading, no "
        "rating: the design of a positive finding could support ESSA tier 1."
    ),
    ("looping", "close-achievement-gaps"): (
        "Strongest design: quasi-experiment. No source here states an ESSA tier or another rating."
    ),
    # Designs are recorded, but of nothing that the verdict may rest on.
    ("sheltered-instruction", "academic-achievement"): (
        "No design to rank: one source found too little to judge. No source here states an ESSA tier or another rating."
    ),
    ("ninth-grade-team-model", "attendance-and-engagement"): (
        "No design to rank: only findings that our reading ties to the practice. No source here states an ESSA tier or "
        "another rating."
    ),
}


@pytest.mark.parametrize("ends", QUALITY, ids=" - ".join)
def test_how_well_done_is_said_apart(grader: Grader, claims: dict[str, Claim], ends: tuple[str, str]) -> None:
    assert QUALITY[ends] == grade(grader, claims, {ends[0]}, ends[1]).quality
