"""The cards of a gap map: what stands behind each cell, and what a practice costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from equigraph.exporters.gap_shown import Shown
from equigraph.graph.drill import DRAWING, Drill, drill_command

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from equigraph.exporters.evidence import Evidence, Statement
    from equigraph.exporters.gap_shown import Choices
    from equigraph.graph.gap_map import GapMap, Heading

__all__ = ["CellCard", "CostCard", "Ours", "cell_cards", "claim_order", "cost_cards"]

VIEW: Final = "practices-to-goals"
NAMED_MOST: Final = 12  # practices that a command names


@dataclass(frozen=True)
class Ours:
    """Evidence like that of a profile, as it is shown.

    Attributes:
        grade: Of the claims that are like it.
        unlike: Claims that say they are about others.
        unknown: Claims that do not say.
    """

    grade: Shown
    unlike: int
    unknown: int


@dataclass(frozen=True)
class CellCard:
    """What a cell opens.

    Attributes:
        id: Its anchor.
        row: The row.
        column: The column.
        shown: The grade of its claims about the first population.
        general: The grade of those about all students; None where they do not stand apart.
        ours: Evidence like ours; None without a profile.
        own: The claims that count, with their numbers.
        apart: Those about all students.
        others: Those that do not count for the first population.
        left_out: How many claims have no record here.
        practices: Names of the practices that the claims are about, where the row is none.
        lines: What each line of the network is about, and its anchor.
        drill: The view and parameters that draw this cell.
    """

    id: str
    row: Heading
    column: Heading
    shown: Shown
    general: Shown | None
    ours: Ours | None
    own: tuple[tuple[int, Statement], ...]
    apart: tuple[tuple[int, Statement], ...]
    others: tuple[tuple[int, Statement], ...]
    left_out: int
    practices: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    drill: Drill

    @property
    def command(self) -> str:
        """The command line that draws this cell."""
        return drill_command(self.drill)


@dataclass(frozen=True)
class CostCard:
    """What a practice costs: every statement of it, as its source gives it.

    Attributes:
        id: Its anchor.
        row: The practice.
        statements: What is stated.
    """

    id: str
    row: Heading
    statements: tuple[Statement, ...]


def claim_order(choices: Choices) -> list[str]:
    """Return the claims of all cells, each once; their places are the numbers by which a page knows them."""
    return list(dict.fromkeys(iri for iris in choices.claims for iri in iris))


def cost_cards(found: GapMap, evidence: Evidence) -> dict[str, CostCard]:
    """Return the cards of what practices cost, by IRI of the row; a practice without a known cost has none."""
    cards = {}
    for place, row in enumerate(found.rows):
        statements = tuple(evidence.statements[iri] for iri in row.costs if iri in evidence.statements)
        if statements:
            cards[row.iri] = CostCard(f"k{place}", row, statements)
    return cards


def cell_cards(found: GapMap, evidence: Evidence, choices: Choices) -> list[CellCard]:
    """Return the cards of all cells that hold a claim, in the order of the table."""
    return _Cards(found, evidence, choices).cards()


class _Cards:
    """Puts the cards together, with what is looked up for each of them."""

    def __init__(self, found: GapMap, evidence: Evidence, choices: Choices) -> None:
        self.found = found
        self.evidence = evidence
        self.choices = choices
        self.rows = {row.iri: row for row in found.rows}
        self.columns = {column.iri: column for column in found.columns}
        self.numbers = {iri: number for number, iri in enumerate(claim_order(choices))}
        self.practices = {claim.iri: {practice for practice, _ in claim.bundles} for claim in found.claims}
        self.lines: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for (subject, object_, _), line_id in evidence.line_ids.items():
            self.lines.setdefault((subject, object_), []).append((line_id, evidence.lines[line_id].scope))

    def cards(self) -> list[CellCard]:
        return [self._card(place, *key) for place, key in enumerate(self.choices.keys)]

    def _card(self, place: int, row: str, column: str) -> CellCard:
        cell = self.found.cell(row, column)
        every = self.choices.claims[place]
        shown, general, ours = self._shown(place)
        counted = {*cell.claims, *cell.general_claims}
        practices = self._practices(self.rows[row], every)
        return CellCard(
            id=f"c{place}",
            row=self.rows[row],
            column=self.columns[column],
            shown=shown,
            general=general,
            ours=ours,
            own=self._told(cell.claims),
            apart=self._told(cell.general_claims),
            others=self._told(iri for iri in every if iri not in counted),
            left_out=sum(iri not in self.evidence.statements for iri in every),
            practices=() if self.found.rows_are == "practice" else tuple(map(self._label, practices)),
            lines=self._lines(practices, column),
            drill=self._drill(practices, column),
        )

    def _shown(self, place: int) -> tuple[Shown, Shown | None, Ours | None]:
        grades, places = self.choices.grades, self.choices.first.cells.get(place)
        if places is None:  # claims about another population that was chosen
            return grades[self.choices.empty], None, None
        own, apart, *ours = [*places, -1][:2] + places[2:]
        return (
            grades[own],
            grades[apart] if apart >= 0 else None,
            Ours(grades[ours[0]], ours[1], ours[2]) if ours else None,
        )

    def _told(self, iris: Iterable[str]) -> tuple[tuple[int, Statement], ...]:
        """Return claims with their numbers; where the row is no practice, each says whose it is."""
        known = [iri for iri in iris if iri in self.evidence.statements]
        return tuple((self.numbers[iri], self._named(iri)) for iri in known)

    def _named(self, iri: str) -> Statement:
        statement = self.evidence.statements[iri]
        if self.found.rows_are == "practice":
            return statement
        names = ", ".join(self._label(practice) for practice in sorted(self.practices[iri]))
        return replace(statement, facts=(("Practice", names), *statement.facts))

    def _practices(self, row: Heading, iris: Sequence[str]) -> list[str]:
        spoken_of = {practice for iri in iris for practice in self.practices[iri]}
        return sorted(spoken_of.intersection(row.practices), key=lambda iri: (self._label(iri).casefold(), iri))

    def _label(self, iri: str) -> str:
        node = self.found.network.nodes.get(iri)
        return str(node["label"]) if node else self.rows[iri].label if iri in self.rows else iri

    def _lines(self, practices: Sequence[str], column: str) -> tuple[tuple[str, str], ...]:
        return tuple(
            (self._label(practice) + (f", {scope}" if scope else ""), line_id)
            for practice in practices
            for line_id, scope in self.lines.get((practice, column), ())
        )

    def _drill(self, practices: Sequence[str], column: str) -> Drill:
        """Return what draws this cell: the choices of the map, its practices and its goal."""
        chosen = self.found.network.graph.get("arguments", {})
        kept = {name: value for name, value in chosen.items() if name not in {*DRAWING, "practice", "goal", "category"}}
        named = {"practice": list(practices)} if 0 < len(practices) <= NAMED_MOST else {}
        return {"view": VIEW, "parameters": {**kept, **named, "goal": [column]}}
