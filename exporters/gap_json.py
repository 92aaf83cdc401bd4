"""Write a gap map as JSON: everything it says, for programs. Keys are sorted; the same map gives the same bytes.

Keys at the top:

- ``title``: what this is, in words; ``summary``, ``notes``: the sentences that say what it shows and what it does not.
- ``chosen``: what it was made for: ``rows_are`` ("practice", "category" or "organization"), ``parameters`` (by name, in
  words), ``exact``, ``rows_shown`` and ``rows_total``, ``profile`` (by dimension, in words; empty without one).
- ``catalogue``: of the data: ``title``, ``version``, ``date``, ``digest``, ``licence``, ``licence_url``, ``citation``,
  ``about``, ``blind_spots``.
- ``rule``: what graded: ``version``, ``title``, ``definition``, ``notes``, ``levels`` and ``gaps`` (each ``name``,
  ``definition``; gaps also ``sign``), ``designs`` (the strongest first: ``name``, ``slug``).
- ``rows``, ``columns``: each ``iri``, ``label``, ``group``, ``summary``; rows also ``kind``, ``practices`` (IRIs) and
  ``costs`` (IRIs, in ``costs``).
- ``populations``: each ``iri``, ``label``, ``counts`` (whose claims count), ``groups`` (their IRIs),
  ``named_in_brief``, and ``kinds`` (how many cells are of each kind).
- ``cells``: one for each cell and population; which ones there are, see :mod:`equigraph.exporters.gap_rows`. Their keys
  are :data:`~equigraph.exporters.gap_columns.CELL_COLUMNS`, without ``costs`` and ``citations``: those stand once,
  under the keys below, and are found by IRI.
- ``totals``: of a row where ``column_iri`` is "", of a column where ``row_iri`` is "", of everything where both are;
  keys as those of cells, without any list.
- ``claims``, ``costs``, ``sources``: keys as :data:`~equigraph.exporters.gap_columns.CLAIM_COLUMNS`, ``COST_COLUMNS``
  and ``SOURCE_COLUMNS``.

Numbers are numbers, lists are lists, and null is where a column says nothing of a cell. Nothing is lost but positions.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.files import write_atomically
from equigraph.exporters.gap_names import roll_up
from equigraph.exporters.gap_rows import GapRows
from equigraph.graph.gap_words import kinds_of

if TYPE_CHECKING:
    import os

    from equigraph.graph.gap_map import GapMap, Heading, Population
    from equigraph.ontology.grading import Rule

__all__ = ["GAP_TITLE", "gap_data", "generate_gap_json", "write_gap_json"]

TOLD_ONCE: Final = frozenset({"costs", "citations"})  # in cells they would be most of the file
GAP_TITLE: Final = "Evidence gap map: where evidence is, how sure it is, and where there is none"


def gap_data(found: GapMap) -> dict[str, Any]:
    """Return everything that a gap map says, as JSON can hold it."""
    rows = GapRows(found)
    return {
        "title": GAP_TITLE,
        "summary": list(found.summary),
        "notes": list(found.notes),
        "chosen": {
            "rows_are": found.rows_are,
            "parameters": dict(found.parameters),
            "exact": found.is_exact,
            "rows_shown": len(found.rows),
            "rows_total": found.total_rows,
            "profile": dict(found.profile),
        },
        "catalogue": _catalogue(rows.names.graph),
        "rule": _rule(found.grader.rule, found.designs),
        "rows": [
            _heading(row)
            | {
                "kind": row.kind,
                "practices": list(row.practices),
                "costs": [iri for iri in row.costs if rows.names.statement(iri)],
            }
            for row in found.rows
        ],
        "columns": [_heading(column) for column in found.columns],
        "populations": [_population(found, people) for people in found.populations],
        "cells": [{name: value for name, value in record.items() if name not in TOLD_ONCE} for record in rows.cells],
        "totals": [
            {name: value for name, value in record.items() if not isinstance(value, list)} for record in rows.totals
        ],
        "claims": list(rows.claims),
        "costs": list(rows.costs),
        "sources": list(rows.sources),
    }


def generate_gap_json(found: GapMap) -> str:
    """Return a gap map as JSON text."""
    return json.dumps(gap_data(found), ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"


def write_gap_json(found: GapMap, path: str | os.PathLike[str]) -> None:
    """Write a gap map as a JSON file.

    Raises:
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_gap_json(found))


def _catalogue(graph: Any) -> dict[str, Any]:
    return {
        "title": graph.get("dataset", ""),
        "version": graph.get("data_version", ""),
        "date": graph.get("data_date", ""),
        "digest": graph.get("data_digest", ""),
        "licence": graph.get("licence", ""),
        "licence_url": graph.get("licence_url", ""),
        "citation": graph.get("citation", ""),
        "about": graph.get("about", ""),
        "blind_spots": list(graph.get("blind_spots", ())),
    }


def _rule(rule: Rule, designs: Any) -> dict[str, Any]:
    return {
        "version": rule.version,
        "title": rule.title,
        "definition": rule.definition,
        "notes": list(rule.notes),
        "levels": [{"name": step.yields, "definition": step.definition} for step in rule.levels if step.definition],
        "gaps": [{"name": step.yields, "definition": step.definition, "sign": step.glyph} for step in rule.gaps],
        "designs": [{"slug": slug, "name": name} for slug, name in designs],
    }


def _heading(heading: Heading) -> dict[str, Any]:
    return {"iri": heading.iri, "label": heading.label, "group": heading.group, "summary": heading.summary}


def _population(found: GapMap, people: Population) -> dict[str, Any]:
    kinds = kinds_of(found, people.iri)
    return {
        "iri": people.iri,
        "label": people.label,
        "counts": roll_up(found, people),
        "groups": sorted(people.groups),
        "named_in_brief": people.is_named_in_brief,
        "kinds": {step.yields: kinds[step.yields] for step in found.grader.rule.gaps},
    }
