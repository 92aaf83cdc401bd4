"""What a gap map says, in sentences counted from its cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from equigraph.graph.gap_map import TOTAL
from equigraph.graph.kinds import count_words, sentence_case, words_for

if TYPE_CHECKING:
    from equigraph.graph.gap_map import GapMap, Heading, Population

__all__ = ["ROW_WORDS", "SEE_MORE", "summarize_gaps"]

NAMES_SHOWN = 6
SEE_MORE = " See more with --max-rows, or all of them with --rows category."
ROW_WORDS = {
    "practice": ("practice", "practices"),
    "category": ("category of practices", "categories of practices"),
    "organization": ("organization", "organizations"),
}


def summarize_gaps(found: GapMap) -> tuple[list[str], list[str]]:
    """Return the sentences that say what a map shows, the takeaway first, and the notes on what it does not."""
    if not found.rows or not found.columns:
        missing = f"no {ROW_WORDS[found.rows_are][0]}" if not found.rows else "no equity goal"
        return [f"There is nothing to map: {missing} fits these choices."], _notes(found)
    first = found.populations[0]
    kinds = kinds_of(found, first.iri)
    cells = len(found.rows) * len(found.columns)
    filled = sum(number for kind, number in kinds.items() if kind != found.grader.rule.gaps[0].yields)
    one, many = ROW_WORDS[found.rows_are]
    size = f"{count_words(len(found.rows), one, many)} by {words_for(len(found.columns), 'EquityGoal')}"
    among = " among these choices" if found.parameters.keys() - {"group", "exact", "practice", "goal"} else ""
    sentences = [f"{filled:,} of {cells:,} cells ({size}) have any evidence{_about(first)}{among}."]
    told = [f"{kinds[step.yields]:,} {step.yields}" for step in found.grader.rule.gaps if kinds[step.yields]]
    sentences.append(f"Cells by kind: {', '.join(told)}.")
    sentences += _nothing_for(found, first)
    if not first.iri:
        sentences += _groups(found, cells)
    sentences += _ours(found) + _costs(found)
    return sentences, _notes(found)


def kinds_of(found: GapMap, population: str | None = None, design: str = "") -> Counter[str]:
    """Return how many cells of a map are of each kind; those without any claim are counted with the others."""
    people = found.populations[0].iri if population is None else population
    filled = Counter(found.grade(*key, people, design).gap.yields for key in found.filled())
    empty = len(found.rows) * len(found.columns) - filled.total()
    filled[found.grader.rule.gaps[0].yields] += empty
    return filled


def _about(people: Population) -> str:
    return f" about {people.label}" if people.iri else ""


def _nothing_for(found: GapMap, people: Population) -> list[str]:
    """Name the rows and columns without a single claim."""
    empty_columns = [one for one in found.columns if found.is_empty(TOTAL, one.iri, people.iri)]
    empty_rows = [one for one in found.rows if found.is_empty(one.iri, TOTAL, people.iri)]
    sentences = []
    if empty_columns:
        number = words_for(len(empty_columns), "EquityGoal")
        shown = " among the rows shown" if len(found.rows) < found.total_rows else ""
        sentences.append(f"Nothing{_about(people)}{shown} for {number}: {_names(empty_columns)}.")
    if empty_rows:
        one, many = ROW_WORDS[found.rows_are]
        sentences.append(f"Nothing{_about(people)} on {count_words(len(empty_rows), one, many)}: {_names(empty_rows)}.")
    return sentences


def _names(headings: Sequence[Heading]) -> str:
    names = [heading.label for heading in headings[:NAMES_SHOWN]]
    rest = len(headings) - len(names)
    return ", ".join(names) + (f" and {rest:,} more" if rest else "")


def _groups(found: GapMap, cells: int) -> list[str]:
    """Count the cells for each group that the brief names."""
    told = [
        f"{one.label} {sum(not found.is_empty(*key, one.iri) for key in found.filled()):,}"
        for one in found.populations
        if one.is_named_in_brief
    ]
    if not told:
        return []
    whom = "the groups that the brief names, or groups below them"
    return [f"Cells of {cells:,} with a claim about {whom}: {', '.join(told)}."]


def _ours(found: GapMap) -> list[str]:
    """Say in how many cells there is evidence like ours, and how much cannot be told."""
    if found.likeness is None or (whole := found.cell(TOTAL, TOTAL).ours) is None:
        return []
    cells = [ours for key in found.filled() if (ours := found.cell(*key).ours) is not None]
    like = sum(bool(ours.grade.claims) for ours in cells)
    whom = ", ".join(found.profile.values())
    others = f"{count_words(whole.unlike, 'claim')} {'is' if whole.unlike == 1 else 'are'} about others"
    untold = f"for {count_words(whole.unknown, 'claim')} it cannot be told, as they do not say"
    said = f"in {like:,} cells, from {count_words(whole.grade.claims, 'claim')}"
    return [f"Evidence like ours ({whom}): {said}. {sentence_case(others)}; {untold}."]


def _costs(found: GapMap) -> list[str]:
    known = sum(bool(row.costs) for row in found.rows)
    if found.rows_are != "practice":
        return []
    if not known:
        return ["No cost is recorded for any of these practices." if len(found.rows) > 1 else "No cost is recorded."]
    return [f"A cost is recorded for {known:,} of {count_words(len(found.rows), 'practice')}."]


def _notes(found: GapMap) -> list[str]:
    notes = []
    if len(found.rows) < found.total_rows:
        notes.append(
            f"{len(found.rows):,} of {found.total_rows:,} rows shown, those with the most evidence; the others may "
            f"hold more gaps.{SEE_MORE}"
        )
    if found.rows_are == "organization":
        notes.append(
            "A row holds the claims about the practices that the organization is stated to carry out. They are no "
            "evaluations of the organization."
        )
    if len(found.populations) > 1 or (found.populations[:1] and found.populations[0].iri):
        how = (
            "each group stands alone, and claims about all students are left out"
            if found.is_exact
            else "a group counts with the groups below it; claims about all students stand apart and are never counted "
            "as a group's"
        )
        notes.append(f"Student groups: {how}.")
    return notes
