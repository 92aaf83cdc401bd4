"""The first sheet of a workbook of a gap map: what it is, for what it was made, how to read it, and how to cite it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from equigraph.exporters.gap_columns import CELL_COLUMNS, CLAIM_COLUMNS, COST_COLUMNS, SOURCE_COLUMNS
from equigraph.exporters.gap_json import GAP_TITLE
from equigraph.exporters.gap_names import roll_up
from equigraph.exporters.gap_palette import gap_look
from equigraph.exporters.readme_sheet import fill_readme
from equigraph.exporters.view_readme import data_lines, named_lines
from equigraph.exporters.workbook import fill_of, font_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from equigraph.exporters.gap_rows import GapRows
    from equigraph.graph.gap_map import GapMap

__all__ = ["HOW_TO_READ", "add_readme", "readme_lines"]

HOW_TO_READ: Final = (
    (
        "A cell says what studies found, not an endorsement: the sign of its kind, the verdict, the number of sources "
        "(those of one study counted once), and how sure that is, as in [~] mixed - 3 sources - moderate."
    ),
    (
        "How sure (how much rests on it) and how well done (the strongest design, ratings as stated) are two scales; "
        "only the first stands in the grid, both stand in the sheet Cells."
    ),
    (
        "No claim means that this data holds none. It does not mean that the practice has no effect, nor that nobody "
        "has studied it."
    ),
    (
        "Sources are not independent studies: where sources are known to tell of one study they count once, and where "
        "that is not known they are counted as they are."
    ),
    "Claims about all students are never counted as those of a group; they stand apart.",
)
SHEETS: Final = {
    "Gap map": "The grid for one population. Filter and freeze are set; colour and sign say the same.",
    "Cells": "A line for each cell and population, with all numbers and citations.",
    "Claims": "A line for each claim: finding, direction, group, design, effect as stated, where in which source.",
    "Costs": "What practices cost, a line for each source that says so; never added up or averaged.",
    "Sources": "The bibliography, with links that may be published.",
}
TABLES: Final = {"Cells": CELL_COLUMNS, "Claims": CLAIM_COLUMNS, "Costs": COST_COLUMNS, "Sources": SOURCE_COLUMNS}


def readme_lines(rows: GapRows) -> Iterator[tuple[str, str]]:
    """Yield the lines of the sheet: a name, or "" where the one before goes on, and a text; a heading has no text."""
    found, graph = rows.found, rows.names.graph
    yield from named_lines("Summary", found.summary)
    yield from named_lines("Note", found.notes)
    yield "Made for", str(rows.constants["chosen"])
    yield "Evidence like ours", str(rows.constants["profile"]) or "no profile was given"
    yield from named_lines("Populations", (f"{people.label}: {roll_up(found, people)}" for people in found.populations))
    yield "How to read it", ""
    yield from named_lines("", HOW_TO_READ)
    yield from _rule(found)
    yield "Sheets", ""
    yield from SHEETS.items()
    yield from data_lines(graph)
    for name, columns in TABLES.items():
        yield f"Columns of {name}", ""
        yield from ((column.replace("_", " "), meaning) for column, meaning in columns.items())


def _rule(found: GapMap) -> Iterator[tuple[str, str]]:
    rule = found.grader.rule
    yield f"{rule.title} (rule, version {rule.version})", ""
    yield from named_lines("", (rule.definition, *rule.notes))
    yield "Kinds of cells", ""
    for step in rule.gaps:
        yield step.yields, (f"[{step.glyph}] " if step.glyph else "") + step.definition
    yield "How sure, before findings that differ lower it", ""
    yield from ((step.yields, step.definition) for step in rule.levels if step.definition)


def add_readme(sheet: Worksheet, rows: GapRows) -> None:
    """Fill the sheet; the kinds of cells look as they do in the grid."""
    looks = {}
    for step in rows.found.grader.rule.gaps:
        look = gap_look(step.yields)
        looks[step.yields] = {"fill": fill_of(look.fill()), "font": font_of(look.ink(), bold=True)}
    fill_readme(sheet, GAP_TITLE, readme_lines(rows), looks)
