"""Grades of lines, and of the evidence like ours beside them.

The evidence like ours is graded from the claims that are like a profile (:mod:`equigraph.graph.profile`), by the same
rule; how many claims are about others or do not say is told with it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from equigraph.graph.claims import Claim, read_claims
from equigraph.graph.grades import Grade, Grader
from equigraph.graph.kinds import count_words, sentence_case
from equigraph.graph.profile import LIKE, UNKNOWN, UNLIKE, Likeness
from equigraph.graph.reader import Reader
from equigraph.graph.rows import ADVANCES, Edge, Rows

__all__ = ["Likely", "like_ours", "line_grades"]


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
            parts.append(f"{count_words(self.unknown, 'claim')} {'does' if self.unknown == 1 else 'do'} not say")
        if self.unlike:
            parts.append(f"{count_words(self.unlike, 'claim')} {'is' if self.unlike == 1 else 'are'} about others")
        rest = f" ({'; '.join(parts)})" if parts else ""
        if not self.grade.claims:
            return f"No claim that says it is about students like ours{rest}"
        return f"{sentence_case(self.grade.support)}. How sure: {self.grade.reason}{rest}"

    def as_record(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            "grade": self.grade.as_record(),
            "unlike": self.unlike,
            "unknown": self.unknown,
            "sentence": self.sentence,
        }


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
