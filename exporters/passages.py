"""Passages that several documents share: a finding with its source, the signs, how sure, where the data come from.

All words come from the data, the grading rule or the legend; nothing here counts or judges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.document import (
    Bibliography,
    Block,
    Heading,
    Items,
    Link,
    Marks,
    Paragraph,
    Run,
    Verdict,
    Words,
)
from equigraph.exporters.evidence import DIRECTIONS, safe_link
from equigraph.exporters.legend import HOW_TO_READ
from equigraph.exporters.palette import VERDICTS
from equigraph.graph.kinds import OUR_READING, sentence_case
from equigraph.ontology.grading import grading_rule

if TYPE_CHECKING:
    from equigraph.exporters.evidence import Reference, Statement

__all__ = [
    "bibliography",
    "citation_runs",
    "data_blocks",
    "footer_words",
    "how_to_read",
    "marks",
    "method",
    "named",
    "statement_runs",
]

TOLD_WITH_NAME: Final = frozenset({"ESSA tier as stated", "Effect as stated"})


def marks(source: str, references: Mapping[str, Reference]) -> Marks:
    """Return the mark of a source."""
    return Marks((references[source],) if source in references else ())


def named(names: Iterable[str]) -> str:
    """Return names in a row; they may hold commas themselves.

    Example:
        >>> named(["Looping", "Pay, equal"])
        'Looping; Pay, equal'
    """
    return "; ".join(names)


def statement_runs(item: Statement, *, lead: str = "", is_short: bool = False) -> tuple[Run, ...]:
    """Return a claim or statement in a line: its direction first, then what was found, on whom, and who says so.

    Args:
        item: The claim or statement.
        lead: What it is about, where nothing above says so.
        is_short: Leave out how a check went and notes; that it was not checked is told all the same.
    """
    runs: list[Run] = [Words(f"{lead}: ", is_bold=True)] if lead else []
    if item.is_claim:
        direction = DIRECTIONS.get(item.direction, item.direction)
        runs += [Verdict(direction, direction or "no direction recorded"), Words(": ")]
    runs.append(Words(item.sentence or "no words recorded"))
    inside = named(_details(item, is_short=is_short))
    runs += [Words(f" ({inside})", is_quiet=True)] if inside else []
    runs += [Words(" "), Marks((item.reference,) if item.reference else ())]
    runs += [Words(f", {item.locator}", is_quiet=True)] if item.locator else []
    return tuple(runs)


def _details(item: Statement, *, is_short: bool) -> Iterator[str]:
    for name, value in item.facts:
        yield f"{name}: {value}" if name in TOLD_WITH_NAME else value
    if item.check:
        yield item.check.split(": ", 1)[0] if is_short else item.check
    yield from item.notes


def citation_runs(reference: Reference) -> tuple[Run, ...]:
    """Return a citation, in which its address is a link."""
    head, address, tail = reference.citation.partition(reference.url) if reference.url else (reference.citation, "", "")
    runs: list[Run] = [Words(head if not reference.url or address else head.rstrip() + " ")]
    runs += [Link(reference.url, reference.url)] if reference.url else []
    runs += [Words(tail)] if tail else []
    runs += [Words(" (general knowledge, not seen)", is_quiet=True)] if reference.background else []
    return tuple(runs)


def bibliography(references: Sequence[Reference]) -> tuple[Block, ...]:
    """Return the sources under their heading; nothing where there are none."""
    return (Heading(1, "Sources"), Bibliography(tuple(references))) if references else ()


def how_to_read(verdicts: Iterable[str], *, inferred: bool) -> tuple[Block, ...]:
    """Return what the signs mean that occur, and what a verdict is not.

    Args:
        verdicts: Those that occur.
        inferred: Whether a link that is our reading occurs.
    """
    found = set(verdicts)
    items: list[tuple[Run, ...]] = [
        (Verdict(look.verdict, look.words),) for look in VERDICTS.values() if look.verdict in found and look.glyph
    ]
    if inferred:
        items.append((Words(OUR_READING, is_bold=True), Words(": the source does not say so itself")))
    if not items:
        return ()
    runs: list[Run] = [Words(HOW_TO_READ)]
    for place, item in enumerate(items):
        runs += [Words("; " if place else " "), *item]
    return (Heading(1, "How to read this"), Paragraph((*runs, Words("."))))


def method() -> tuple[Block, ...]:
    """Return the rule by which verdicts are graded, as its file says it."""
    rule = grading_rule()
    levels = [
        (Words(f"{sentence_case(level.yields)}: ", is_bold=True), Words(level.definition))
        for level in rule.levels
        if level.definition
    ]
    return (
        Heading(1, rule.title),
        Paragraph((Words(f"{rule.definition} Rule, version {rule.version}."),)),
        Items((*((Words(note),) for note in rule.notes), *levels)),
    )


def data_blocks(graph: Mapping[str, Any]) -> tuple[Block, ...]:
    """Return what the data are about, what is missing in them, and how they are cited."""
    said = [str(graph[name]) for name in ("scope", "about") if graph.get(name)]
    blocks: list[Block] = [Heading(1, "Scope and blind spots"), *(Paragraph((Words(one),)) for one in said)]
    if spots := graph.get("blind_spots"):
        told = " ".join(map(str, spots))
        blocks.append(Paragraph((Words("What is missing or weak in these data: ", is_bold=True), Words(told))))
    licence, address = str(graph.get("licence") or "not recorded"), safe_link(str(graph.get("licence_url") or ""))
    runs: list[Run] = [
        Words(f"Data version {graph.get('data_version') or 'not recorded'}, "),
        Words(f"date {graph.get('data_date') or 'not recorded'}. Licence: "),
        Link(licence, address) if address else Words(licence),
        Words("."),
    ]
    if citation := graph.get("citation"):
        runs.append(Words(f" How to cite this graph: {citation}"))
    return (*blocks, Paragraph(tuple(runs)))


def footer_words(graph: Mapping[str, Any]) -> str:
    """Return what stands at the foot of every page: version and date of the data, and their licence.

    Example:
        >>> footer_words({"data_version": "2026.11.23", "data_date": "2026-11-23", "licence": "CC BY 4.0"})
        'Data version 2026.11.23, date 2026-11-23. Licence: CC BY 4.0.'
    """
    version, date = graph.get("data_version") or "not recorded", graph.get("data_date") or "not recorded"
    return f"Data version {version}, date {date}. Licence: {graph.get('licence') or 'not recorded'}."
