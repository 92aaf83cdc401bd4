"""How the cells of a gap map are shown: each grade in short words, for every population and design that can be chosen.

A page regrades by choosing among these: it never computes a verdict. Grades that look the same are kept once, cells and
totals hold their places. Limits: where a map is so large that every population would take minutes, only the first
populations are prepared, and :attr:`Choices.left_out` counts the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.evidence import DIRECTIONS
from equigraph.exporters.palette import verdict_look
from equigraph.graph.claims import ALL_STUDENTS
from equigraph.graph.gap_map import TOTAL
from equigraph.graph.kinds import count_words, sentence_case

if TYPE_CHECKING:
    from equigraph.graph.gap_map import Cell, GapMap, Population
    from equigraph.graph.grades import Grade

__all__ = ["Choices", "Key", "Shown", "State", "choices_of", "count", "shown"]

MOST_CELLS: Final = 40_000  # cells times populations that are prepared; some ten seconds
Key = tuple[str, str]


@dataclass(frozen=True)
class Shown:
    """A grade in short words.

    Attributes:
        kind: Of the cell, in the words of the rule.
        verdict: What the findings say together.
        token: Name of the verdict's look.
        sources: How many sources count, such as "2 sources".
        how_sure: The level, in the words of the rule.
        step: Its place on the scale: 0 for the last level, one more for each better one.
        says: The verdict with what bears it, and the claims counted out.
        reason: The sentence that produced how sure.
        quality: How well done.
        counts: Findings by direction, what speaks against first.
    """

    kind: str
    verdict: str
    token: str
    sources: str
    how_sure: str
    step: int
    says: str
    reason: str
    quality: str
    counts: tuple[tuple[str, int], ...]

    def as_record(self) -> list[Any]:
        """Return it as JSON can hold it, without names, since there are many."""
        return [
            self.kind,
            self.verdict,
            self.token,
            self.sources,
            self.how_sure,
            self.step,
            self.says,
            self.reason,
            self.quality,
            dict(self.counts),
        ]


@dataclass
class State:
    """What the map shows for one population and one design.

    Attributes:
        says: How many cells hold a claim, as a sentence.
        cells: By place of the cell: places of the grades of its claims, of those about all students and of those like
            the profile (-1 for none), then how many claims are unlike it and of how many that cannot be told.
        rows: By place of the row: columns with evidence, claims, sources.
        columns: By place of the column: rows with evidence, claims, sources.
        total: Cells with evidence, claims, sources.
    """

    says: str
    cells: dict[int, list[int]] = field(default_factory=dict)
    rows: dict[int, list[int]] = field(default_factory=dict)
    columns: dict[int, list[int]] = field(default_factory=dict)
    total: list[int] = field(default_factory=lambda: [0, 0, 0])

    def as_record(self) -> dict[str, Any]:
        """Return it as JSON can hold it, without what is empty."""
        whole = {"cells": self.cells, "rows": self.rows, "columns": self.columns, "total": self.total}
        return {"says": self.says} | {name: value for name, value in whole.items() if self.cells}


@dataclass
class Choices:
    """Every choice of population and design.

    Attributes:
        keys: Rows and columns of the cells that hold a claim for any of the populations, in the order of the table.
        populations: Those that can be chosen.
        left_out: How many populations of the map cannot be chosen here.
        designs: Slugs of the designs that can be chosen, after "" for all.
        claims: Of each cell, the IRIs of its claims about any of the populations, what speaks against first.
        grades: Every look of a grade, once.
        empty: Place of the grade of no claim.
        states: By places of the population and of the design.
    """

    keys: list[Key]
    populations: Sequence[Population]
    left_out: int
    designs: list[str]
    claims: list[list[str]]
    grades: list[Shown]
    empty: int
    states: dict[tuple[int, int], State]

    @property
    def first(self) -> State:
        """What the map shows before anything is chosen."""
        return self.states[0, 0]


def count(number: int, one: str, many: str = "") -> str:
    """Return a count in figures, for where there is little room.

    Example:
        >>> count(1, "source"), count(2000, "source"), count(0, "category", "categories")
        ('1 source', '2,000 sources', '0 categories')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def shown(grade: Grade) -> Shown:
    """Return a grade in the short words of a cell and the full ones of a card."""
    told = ", ".join(f"{grade.counts[slug]} {word}" for slug, word in DIRECTIONS.items() if grade.counts.get(slug))
    claims = sentence_case(count_words(grade.claims, "claim")) + (f": {told}" if grade.claims > 1 else "")
    return Shown(
        kind=grade.gap.yields,
        verdict=grade.verdict,
        token=verdict_look(grade.verdict).token,
        sources=count(grade.counted, "source") if grade.sources else "no source recorded",
        how_sure=grade.how_sure,
        step=len(grade.rule.scale) - 1 - grade.rule.scale.index(grade.how_sure),
        says=f"{sentence_case(grade.support)}. {claims}." if grade.claims else f"{sentence_case(grade.support)}.",
        reason=grade.reason,
        quality=grade.quality,
        counts=tuple((slug, grade.counts[slug]) for slug in DIRECTIONS if grade.counts.get(slug)),
    )


def _filled(found: GapMap) -> list[Key]:
    """Return the cells that hold a claim about whomever, in the order of the table."""
    rows = {row.iri: place for place, row in enumerate(found.rows)}
    columns = {column.iri: place for place, column in enumerate(found.columns)}
    return sorted(found.filled(), key=lambda key: (rows[key[0]], columns[key[1]]))


def choices_of(found: GapMap) -> Choices:
    """Return what a map shows for every population and design, each as :meth:`GapMap.cell` grades it."""
    return _Preparing(found).choices()


class _Preparing:
    """Asks the map for each cell and total once, and only where there is a claim."""

    def __init__(self, found: GapMap) -> None:
        self.found = found
        filled = _filled(found)
        self.populations = list(found.populations)[: max(1, MOST_CELLS // max(1, len(filled)))]
        self.designs = ["", *(slug for slug, _ in found.designs)]
        self.rows = {row.iri: place for place, row in enumerate(found.rows)}
        self.columns = {column.iri: place for place, column in enumerate(found.columns)}
        self.of_claim = {claim.iri: claim for claim in found.claims}
        self.grades: dict[Shown, int] = {}
        spoken_of = self._spoken_of()
        held = {
            people.iri: {key: self._held(key, people, spoken_of[key]) for key in filled} for people in self.populations
        }
        self.held = held
        self.keys = [key for key in filled if any(of_people[key] for of_people in held.values())]

    def _spoken_of(self) -> dict[Key, set[str]]:
        """Return the groups that the claims of each cell are about, so that most empty ones need not be asked for."""
        rows_of: dict[str, list[str]] = {}
        for row in self.found.rows:
            for practice in row.practices:
                rows_of.setdefault(practice, []).append(row.iri)
        groups: dict[Key, set[str]] = {}
        for claim in self.found.claims:
            for practice, goal in claim.bundles:
                for row_iri in rows_of.get(practice, ()):
                    groups.setdefault((row_iri, goal), set()).update(claim.groups)
        return groups

    def _held(self, key: Key, people: Population, spoken_of: set[str]) -> set[str]:
        """Return the claims of a cell about a population and, apart, about all students."""
        if people.groups and not spoken_of & (people.groups | {ALL_STUDENTS}):
            return set()
        cell = self.found.cell(*key, population=people.iri)
        return {*cell.claims, *cell.general_claims}

    def choices(self) -> Choices:
        states = {
            (p, d): self._state(people, design)
            for p, people in enumerate(self.populations)
            for d, design in enumerate(self.designs)
        }
        empty = self._place(self.found.grader.grade(()))
        every = [set().union(*(of_people[key] for of_people in self.held.values())) for key in self.keys]
        return Choices(
            keys=self.keys,
            populations=self.populations,
            left_out=len(self.found.populations) - len(self.populations),
            designs=self.designs,
            claims=[sorted(iris, key=lambda iri: self.of_claim[iri].order) for iris in every],
            grades=list(self.grades),
            empty=empty,
            states=states,
        )

    def _state(self, people: Population, design: str) -> State:
        state = State("")
        own: list[Key] = []
        for place, key in enumerate(self.keys):
            held = self.held[people.iri][key]
            if not held or (design and not any(design in self.of_claim[iri].designs for iri in held)):
                continue
            cell = self.found.cell(*key, population=people.iri, design=design)
            state.cells[place] = self._places(cell)
            own += [key] if cell.claims else []
        for iri, filled in Counter(row for row, _ in own).items():
            state.rows[self.rows[iri]] = self._total((iri, TOTAL), people, design, filled)
        for iri, filled in sorted(Counter(column for _, column in own).items(), key=lambda item: self.columns[item[0]]):
            state.columns[self.columns[iri]] = self._total((TOTAL, iri), people, design, filled)
        state.total = self._total((TOTAL, TOTAL), people, design, len(own))
        state.says = self._says(people, design, len(own))
        return state

    def _places(self, cell: Cell) -> list[int]:
        places = [self._place(cell.grade)]
        if cell.ours:
            ours = [self._place(cell.ours.grade), cell.ours.unlike, cell.ours.unknown]
            return [*places, self._general(cell), *ours]
        return [*places, self._general(cell)] if cell.general_claims else places

    def _general(self, cell: Cell) -> int:
        return self._place(cell.general) if cell.general and cell.general_claims else -1

    def _place(self, grade: Grade) -> int:
        return self.grades.setdefault(shown(grade), len(self.grades))

    def _total(self, key: Key, people: Population, design: str, filled: int) -> list[int]:
        grade = self.found.grade(*key, people.iri, design)
        return [filled, grade.claims, grade.counted]

    def _says(self, people: Population, design: str, filled: int) -> str:
        cells = len(self.found.rows) * len(self.found.columns)
        about = f" about {people.label}" if people.iri else ""
        by = f" of the design {dict(self.found.designs)[design]}" if design else ""
        verb = "has" if filled == 1 else "have"
        return f"{filled:,} of {count(cells, 'cell')} {verb} a claim{about}{by}"
