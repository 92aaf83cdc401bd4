"""A gap map as flat records: what its tables hold in every format, each number taken from its cell.

One record is one cell for one population. The first population has all cells, the empty ones too; so has every
population that was asked for by name. Where nobody asked, the other populations have only the cells with a claim about
them: what is missing there is an absolute gap, and claims about all students have a population of their own. Records
hold numbers, texts, lists of texts, and None where a column says nothing of a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.evidence import DIRECTIONS
from equigraph.exporters.gap_columns import CELL_COLUMNS, CLAIM_COLUMNS, DIRECTION_COLUMNS
from equigraph.exporters.gap_names import GapNames, basis_words, chosen_words, cost_parts, profile_words, roll_up
from equigraph.graph.gap_map import EVERYTHING, TOTAL
from equigraph.graph.kinds import MAPPINGS

if TYPE_CHECKING:
    from equigraph.graph.claims import Claim
    from equigraph.graph.gap_map import Cell, GapMap, Heading, Likely, Population

__all__ = ["GapRows", "Record", "cell_columns", "claim_columns"]

Record = dict[str, Any]

OF_A_PROFILE: Final = frozenset(
    {"ours_verdict", "ours_how_sure", "ours_claims", "ours_unlike", "ours_cannot_tell", "like_ours"}
)


def cell_columns(found: GapMap) -> tuple[str, ...]:
    """Return the columns of a table of cells; those of evidence like ours only where there is a profile."""
    return tuple(name for name in CELL_COLUMNS if found.profile or name not in OF_A_PROFILE)


def claim_columns(found: GapMap) -> tuple[str, ...]:
    """Return the columns of a table of claims; that of evidence like ours only where there is a profile."""
    return tuple(name for name in CLAIM_COLUMNS if found.profile or name not in OF_A_PROFILE)


class GapRows:
    """The records of a gap map.

    Args:
        found: The map.

    Attributes:
        names: What it calls things.

    Raises:
        ExportError: The map was made without the records of its claims and sources.
    """

    def __init__(self, found: GapMap) -> None:
        self.found = found
        self.names = GapNames(found)

    @cached_property
    def constants(self) -> Record:
        """What every line of a table says again: choices, rule, version, licence."""
        graph = self.names.graph
        return {
            "chosen": chosen_words(self.found),
            "profile": profile_words(self.found),
            "rule_version": self.found.grader.rule.version,
            **{name: str(graph.get(name) or "") for name in ("data_version", "data_date", "licence")},
            "cite_as": str(graph.get("citation") or ""),
        }

    @cached_property
    def cells(self) -> tuple[Record, ...]:
        """One record for each cell and population."""
        return tuple(self._cells())

    def _cells(self) -> Iterator[Record]:
        found = self.found
        filled = set(found.filled())
        is_asked_for = bool(found.populations) and found.populations[0].iri != EVERYTHING
        for index, people in enumerate(found.populations):
            is_whole = is_asked_for or not index
            for row in found.rows:
                for column in found.columns:
                    if is_whole or (row.iri, column.iri) in filled:
                        cell = found.cell(row.iri, column.iri, people.iri)
                        if is_whole or cell.claims:
                            yield self._cell(cell, people, row, column)

    @cached_property
    def totals(self) -> tuple[Record, ...]:
        """One record for each row, each column and the whole, for every population; those without a claim left out."""
        found = self.found
        ends: list[tuple[Heading | None, Heading | None]] = [(row, None) for row in found.rows]
        ends += [(None, column) for column in found.columns]
        totals = []
        for people in found.populations:
            for row, column in [*ends, (None, None)]:
                cell = found.cell(row.iri if row else TOTAL, column.iri if column else TOTAL, people.iri)
                if cell.claims or cell.general_claims:
                    totals.append(self._cell(cell, people, row, column))
        return tuple(totals)

    def _cell(self, cell: Cell, people: Population, row: Heading | None, column: Heading | None) -> Record:
        grade = cell.grade.as_record()
        sources = self._sources_of((*cell.claims, *cell.general_claims))
        return {
            "row": row.label if row else "all rows",
            "row_group": row.group if row else "",
            "column": column.label if column else "all columns",
            "population": people.label,
            "population_counts": roll_up(self.found, people),
            "kind": grade["gap"],
            "verdict": grade["verdict"],
            "says": cell.grade.support,
            "how_sure": grade["how_sure"],
            "reason": grade["reason"],
            "quality": grade["quality"],
            "claims": grade["claims"],
            "sources": grade["sources"],
            "counted": grade["counted"],
            **{name: cell.grade.counts.get(slug, 0) for slug, name in DIRECTION_COLUMNS.items()},
            "strongest_design": grade["strongest"],
            "ratings_as_stated": [
                f"{words} [{'; '.join(self.names.citations(iris))}]" for words, iris in cell.grade.ratings
            ],
            "our_reading_of_design": grade["could_support"],
            "inferred_claims": grade["inferred"],
            **_general(cell),
            **(_ours(cell.ours) if cell.ours else {}),
            "practices": [self.names.label(iri) for iri in cell.practices],
            "costs": [self.names.cost(iri) for iri in (row.costs if row else ()) if self.names.statement(iri)],
            "citations": self.names.citations(sources),
            "row_iri": cell.row,
            "column_iri": cell.column,
            "population_iri": people.iri,
            "claim_iris": list(cell.claims),
            "all_students_claim_iris": list(cell.general_claims),
            "source_iris": sources,
        }

    @cached_property
    def _claims(self) -> dict[str, Claim]:
        return {claim.iri: claim for claim in self.found.claims}

    def _sources_of(self, claims: tuple[str, ...]) -> list[str]:
        return self.names.by_citation(source for iri in claims for source in self._claims[iri].sources)

    @cached_property
    def claims(self) -> tuple[Record, ...]:
        """One record for each claim that stands in any of the cells, in the order of the cells."""
        cells: dict[str, dict[tuple[str, str], str]] = {}
        for record in self.cells:
            ends = record["row_iri"], record["column_iri"]
            for iri in (*record["claim_iris"], *record["all_students_claim_iris"]):
                cells.setdefault(iri, {})[ends] = f"{record['row']} × {record['column']}"
        return tuple(self._claim(self._claims[iri], of) for iri, of in cells.items())

    def _claim(self, claim: Claim, cells: Mapping[tuple[str, str], str]) -> Record:
        record = self.names.statement(claim.iri)
        likeness = self.found.likeness
        return {
            "finding": record.get("sentence", ""),
            "direction": ", ".join(DIRECTIONS.get(name, name) for name in claim.directions),
            "practices": [self.names.label(iri) for iri in sorted({practice for practice, _ in claim.bundles})],
            "goals": [self.names.label(iri) for iri in sorted({goal for _, goal in claim.bundles})],
            "groups": [self.names.group(iri, claim.iri) for iri in claim.groups],
            "design": record.get("design") or ", ".join(claim.designs),
            "effect_as_stated": record.get("effect", ""),
            "essa_tier_as_stated": record.get("essa_tier", ""),
            "tie": MAPPINGS["inferred" if claim.inferred else "stated"],
            "basis": basis_words(record),
            "check": ": ".join(filter(None, (record.get("check"), record.get("check_note")))),
            "locator": record.get("locator", ""),
            "citations": self.names.citations(claim.sources),
            **({"like_ours": likeness.of(claim)} if likeness else {}),
            "cells": list(cells.values()),
            "claim_iri": claim.iri,
            "group_iris": list(claim.groups),
            "source_iris": list(claim.sources),
            "cell_iris": [" ".join(filter(None, ends)) for ends in cells],
        }

    @cached_property
    def costs(self) -> tuple[Record, ...]:
        """One record for each statement of what a row costs, as it is stated."""
        return tuple(self._cost(iri, row) for row in self.found.rows for iri in row.costs if self.names.statement(iri))

    def _cost(self, iri: str, row: Heading) -> Record:
        record = self.names.statement(iri)
        source = record["source"]
        return {
            "row": row.label,
            **cost_parts(record),
            "citation": self.names.citation(source),
            "locator": record["locator"],
            "url": self.names.link(source),
            "row_iri": row.iri,
            "cost_iri": iri,
            "source_iri": source,
        }

    @cached_property
    def sources(self) -> tuple[Record, ...]:
        """One record for each source of these claims and costs, sorted by citation."""
        claims = dict.fromkeys((cost["source_iri"] for cost in self.costs), 0)
        for claim in self.claims:
            for iri in claim["source_iris"]:
                claims[iri] = claims.get(iri, 0) + 1
        return tuple(self._source(iri, claims[iri]) for iri in self.names.by_citation(claims))

    def _source(self, iri: str, claims: int) -> Record:
        record = self.names.source(iri)
        return {
            "citation": self.names.citation(iri),
            "type": record.get("type", ""),
            "year": record.get("year", ""),
            "url": self.names.link(iri),
            "basis": basis_words(record),
            "claims": claims,
            "source_iri": iri,
        }


def _general(cell: Cell) -> Record:
    """Return what claims about all students say, apart; None where they are no matter of their own."""
    grade = cell.general
    return {
        "all_students_kind": grade.gap.yields if grade else None,
        "all_students_verdict": grade.verdict if grade else None,
        "all_students_how_sure": grade.how_sure if grade else None,
        "all_students_claims": grade.claims if grade else None,
        "all_students_sources": grade.sources if grade else None,
    }


def _ours(ours: Likely) -> Record:
    """Return what the evidence like ours says."""
    return {
        "ours_verdict": ours.grade.verdict,
        "ours_how_sure": ours.grade.how_sure,
        "ours_claims": ours.grade.claims,
        "ours_unlike": ours.unlike,
        "ours_cannot_tell": ours.unknown,
    }
