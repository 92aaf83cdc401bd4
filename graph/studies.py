"""Which sources tell of the same study, so that one study never counts twice.

Three relations between sources say so. Sources tied by ``eq:sameStudyAs`` are one study. A source that reports on one
study (``eq:reportsOn``) is one with it; one that reports on several, and a review of the studies it includes
(``eq:includesStudy``), adds nothing where one of those counts already. Where no tie is recorded, sources are sources:
they may still share a study, so nobody may call them independent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from equigraph.graph.reader import Reader
from equigraph.ontology.prefixes import PREFIXES

__all__ = ["Studies", "read_studies"]

SAME_STUDY: Final = PREFIXES["eq"] + "sameStudyAs"
REPORTS_ON: Final = PREFIXES["eq"] + "reportsOn"
INCLUDES_STUDY: Final = PREFIXES["eq"] + "includesStudy"


class Studies:
    """The studies that sources tell of.

    Args:
        ties: Source, relation and other source, as IRIs; other relations are passed over.

    Example:
        >>> studies = Studies([("brief", SAME_STUDY, "article"), ("review", INCLUDES_STUDY, "trial")])
        >>> studies.count_once({"brief", "article", "other"}), studies.count_once({"review", "trial"})
        ([('article', 'brief'), ('other',)], [('trial',)])
    """

    def __init__(self, ties: Iterable[tuple[str, str, str]]) -> None:
        self._tied: set[str] = set()
        self._study: dict[str, str] = {}  # the study of a source: the least of the sources that are one with it
        reports: dict[str, set[str]] = {}
        includes: dict[str, set[str]] = {}
        for one, relation, other in ties:
            self._tied |= {one, other}
            if relation == SAME_STUDY:
                self._join(one, other)
            elif relation in {REPORTS_ON, INCLUDES_STUDY} and one != other:
                (reports if relation == REPORTS_ON else includes).setdefault(one, set()).add(other)
        self._join_reporters(reports)
        told: dict[str, set[str]] = {}
        for one, others in [*reports.items(), *includes.items()]:
            told.setdefault(self._root(one), set()).update(map(self._root, others))
        self._told = self._close(told)
        self._reported: dict[str, set[str]] = {}
        for one, others in reports.items():
            self._reported.setdefault(self._root(one), set()).update(map(self._root, others))

    def _root(self, source: str) -> str:
        root = source
        while (above := self._study.get(root, root)) != root:
            root = above
        return root

    def _join(self, one: str, other: str) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        self._study[second] = first
        self._study.setdefault(first, first)

    def _join_reporters(self, reports: dict[str, set[str]]) -> None:
        """Make a source one with the only study it reports on; repeated, as reports may be reported on."""
        changed = True
        while changed:
            changed = False
            for one, others in reports.items():
                studies = set(map(self._root, others)) - {self._root(one)}
                if len(studies) == 1:
                    self._join(one, *studies)
                    changed = True

    def _close(self, told: dict[str, set[str]]) -> dict[str, set[str]]:
        """Return all studies that each study tells of, over any number of steps, itself left out."""
        closed: dict[str, set[str]] = {}
        for start in told:
            seen: set[str] = set()
            left = [start]
            while left:
                new = told.get(left.pop(), set()) - seen
                seen |= new
                left += new
            closed[start] = seen - {start}
        return closed

    def are_tied(self, sources: Iterable[str]) -> bool:
        """Return whether any of these sources is tied to another one, among them or not."""
        return not self._tied.isdisjoint(sources)

    def count_once(self, sources: Collection[str]) -> list[tuple[str, ...]]:
        """Return the sources that count, those of one study together.

        Args:
            sources: IRIs of the sources of one bundle of claims.

        Returns:
            One tuple for each that counts, sorted; a source whose study counts by another one is in none of them.
        """
        if not self.are_tied(sources):
            return [(source,) for source in sorted(sources)]
        studies: dict[str, list[str]] = {}
        for source in sorted(sources):
            studies.setdefault(self._root(source), []).append(source)
        kept: dict[tuple[str, ...], list[str]] = {}
        for study, members in studies.items():
            if not any(
                study not in self._told.get(other, ()) for other in self._told.get(study, ()) if other in studies
            ):
                kept.setdefault(self._name(study, studies), []).extend(members)
        return sorted(tuple(sorted(members)) for members in kept.values())

    def _name(self, study: str, studies: Collection[str]) -> tuple[str, ...]:
        """Return what stands for a study here: those that tell of each other, or the studies it reports on."""
        circle = {
            other for other in self._told.get(study, ()) if other in studies and study in self._told.get(other, ())
        }
        reported = self._reported.get(study, set()) - {study}
        return tuple(sorted(reported if reported and not circle else {study} | circle))


def read_studies(reader: Reader) -> Studies:
    """Return the studies that the sources of a graph tell of."""
    return Studies((row[0].value, row[1].value, row[2].value) for row in reader.rows("overlaps"))
