"""The evidence gap map: rows by columns by population, and in each cell what claims come to, or that there are none.

A :class:`GapMap` holds claims, not numbers: every cell, every total and every choice of population or design is graded
from its claims when it is asked for, so that nothing is counted twice and no two places can disagree. It asks no store.

A population is a student group with the groups below it (``skos:broader``), or everything. Claims about all students
are never a group's own: they stand apart, as ``general``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from equigraph.graph.claims import ALL_STUDENTS, Claim
from equigraph.graph.grades import Grade, Grader
from equigraph.graph.line_grades import Likely, like_ours
from equigraph.graph.showing import Showing

if TYPE_CHECKING:
    from equigraph.graph.network import Network
    from equigraph.graph.profile import Likeness

__all__ = ["EVERYTHING", "TOTAL", "Cell", "GapMap", "Heading", "Likely", "Population"]

EVERYTHING: Final = ""  # the population of all claims, whatever group they are about
TOTAL: Final = ""  # in place of a row or a column: all of them together


@dataclass(frozen=True)
class Heading:
    """A row or a column.

    Attributes:
        iri: Of the practice, category, organization or goal.
        label: Its name.
        group: The heading that it stands under, such as the category of a practice; "" if none.
        kind: Local name of its class; "Concept" for a category.
        summary: Its definition.
        practices: Of a row: the practices whose claims it holds, itself if it is one.
        costs: Of a practice: IRIs of the statements of what it costs, in ``GapMap.network``.
    """

    iri: str
    label: str
    group: str = ""
    kind: str = "Practice"
    summary: str = ""
    practices: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Population:
    """Whom claims are about.

    Attributes:
        iri: Of the student group; :data:`EVERYTHING` for all claims.
        label: Its name.
        groups: IRIs of the groups whose claims count: itself and those below it; empty for everything.
        is_named_in_brief: Whether it is one of the groups that the brief names.
    """

    iri: str
    label: str
    groups: frozenset[str] = frozenset()
    is_named_in_brief: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell, or a total where ``row`` or ``column`` is :data:`TOTAL`.

    Attributes:
        row: IRI of the row.
        column: IRI of the column.
        grade: Of the claims about the population; its ``gap`` is the kind of the cell.
        general: Of the claims about all students, apart; None where they belong to the population or are left out.
        ours: Of the evidence like ours; None without a profile.
        claims: IRIs of the claims about the population, what speaks against first.
        general_claims: IRIs of those about all students, likewise.
        practices: IRIs of the practices that these claims are about.
    """

    row: str
    column: str
    grade: Grade
    general: Grade | None = None
    ours: Likely | None = None
    claims: tuple[str, ...] = ()
    general_claims: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()


@dataclass(repr=False)
class GapMap(Showing):
    """A map of evidence and its gaps.

    Attributes:
        rows: The rows, in their order.
        columns: The columns, in their order.
        populations: Whom it can be read for; the first is what it shows.
        designs: The designs that occur, as slugs and labels, the strongest first.
        rows_are: What the rows are: "practice", "category" or "organization".
        total_rows: How many rows there are, shown or not.
        is_exact: Whether a group stands alone, without those below it and without all students.
        parameters: What was chosen, in words.
        profile: The profile of "evidence like ours", by dimension and in words; empty without one.
        network: Practices and goals of the same choices: the records of claims and sources, the picture, the catalogue;
            empty where only numbers were asked for.
        summary: The sentences that say what it shows.
        notes: What is not shown, and what the data cannot tell.
    """

    rows: Sequence[Heading]
    columns: Sequence[Heading]
    populations: Sequence[Population]
    designs: Sequence[tuple[str, str]]
    network: Network
    grader: Grader = field(repr=False)
    claims: Iterable[Claim] = field(repr=False, default=())
    likeness: Likeness | None = field(repr=False, default=None)
    rows_are: str = "practice"
    total_rows: int = 0
    is_exact: bool = False
    parameters: Mapping[str, str] = field(default_factory=dict)
    profile: Mapping[str, str] = field(default_factory=dict)
    summary: Sequence[str] = ()
    notes: Sequence[str] = ()

    def in_words(self) -> tuple[str, Sequence[str]]:
        """Return title and summary."""
        return "Evidence gap map", self.summary

    def __post_init__(self) -> None:
        """Sort the claims into cells and totals."""
        self._cells: dict[tuple[str, str], dict[str, Claim]] = {}
        self._practices_of = {row.iri: frozenset(row.practices) for row in self.rows}
        self._people = {people.iri: people for people in self.populations}
        rows_of: dict[str, list[str]] = {}
        for row in self.rows:
            for practice in row.practices:
                rows_of.setdefault(practice, []).append(row.iri)
        shown = {column.iri for column in self.columns}
        for claim in self.claims:
            for practice, goal in claim.bundles:
                if goal not in shown:
                    continue
                for iri in rows_of.get(practice, ()):
                    for key in ((iri, goal), (iri, TOTAL), (TOTAL, goal), (TOTAL, TOTAL)):
                        self._cells.setdefault(key, {})[claim.iri] = claim
        self._graded: dict[tuple[Any, ...], Cell] = {}

    @property
    def is_whole(self) -> bool:
        """Whether nothing was chosen: an empty cell then is a gap in the graph, not in a choice of it."""
        return not self.parameters

    def cell(self, row: str, column: str, population: str | None = None, design: str = "") -> Cell:
        """Return one cell, or a total.

        Args:
            row: IRI of a row, or :data:`TOTAL`.
            column: IRI of a column, or :data:`TOTAL`.
            population: IRI of one of the populations; the first for None.
            design: Slug of a design, to count only claims that rest on it; "" for all.
        """
        people = self.populations[0].iri if population is None else population
        key = (row, column, people, design)
        if key not in self._graded:
            self._graded[key] = self._grade(*key)
        return self._graded[key]

    def grade(self, row: str, column: str, population: str, design: str = "") -> Grade:
        """Return the grade of a cell or total alone; cheaper than the cell."""
        return self.grader.grade(self._split(self._held(row, column, design), self._people[population])[0])

    def is_empty(self, row: str, column: str, population: str) -> bool:
        """Return whether a cell or total holds no claim about a population; cheaper than its grade."""
        return not self._split(self._held(row, column, ""), self._people[population])[0]

    def _held(self, row: str, column: str, design: str) -> list[Claim]:
        claims = self._cells.get((row, column), {}).values()
        return [claim for claim in claims if not design or design in claim.designs]

    def _grade(self, row: str, column: str, population: str, design: str) -> Cell:
        own, general = self._split(self._held(row, column, design), self._people[population])
        return Cell(
            row,
            column,
            self.grader.grade(own),
            None if general is None else self.grader.grade(general),
            like_ours(own + (general or []), self.grader, self.likeness),
            claims=_in_order(own),
            general_claims=_in_order(general or ()),
            practices=self._practices(row, own + (general or [])),
        )

    def _split(self, claims: list[Claim], people: Population) -> tuple[list[Claim], list[Claim] | None]:
        """Return the claims about a population and, apart, those about all students."""
        if not people.groups:
            return claims, None
        own = [claim for claim in claims if people.groups.intersection(claim.groups)]
        if self.is_exact or ALL_STUDENTS in people.groups:
            return own, None
        return own, [claim for claim in claims if ALL_STUDENTS in claim.groups]

    def _practices(self, row: str, claims: Iterable[Claim]) -> tuple[str, ...]:
        found = {practice for claim in claims for practice, _ in claim.bundles}
        return tuple(sorted(found & self._practices_of.get(row, found)))

    def filled(self) -> list[tuple[str, str]]:
        """Return rows and columns of the cells that hold any claim, about whomever; totals are not among them."""
        return [key for key in self._cells if TOTAL not in key]


def _in_order(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(claim.iri for claim in sorted(claims, key=lambda claim: claim.order))
