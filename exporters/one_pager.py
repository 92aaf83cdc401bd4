"""What a one-pager says, part by part: the same in Word and on the page.

Findings that speak against a practice stand before those in favour, in the same form and size. Nothing is cut: a
practice with few claims fills two pages, a goal with many fills more, the summary and the table first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.document import (
    Block,
    Document,
    Heading,
    Items,
    Marks,
    Paragraph,
    Run,
    Table,
    Verdict,
    Words,
)
from equigraph.exporters.evidence import DIRECTIONS, KINDS, reference_of, statement_of
from equigraph.exporters.passages import (
    bibliography,
    data_blocks,
    footer_words,
    how_to_read,
    marks,
    named,
    statement_runs,
)
from equigraph.graph.kinds import OUR_READING, count_words, sentence_case
from equigraph.graph.one_pager import AGAINST
from equigraph.graph.why_words import findings_words
from equigraph.ontology.grading import grading_rule

if TYPE_CHECKING:
    from equigraph.exporters.evidence import Reference
    from equigraph.graph.one_pager import Bundle, Finding, Gap, OnePager, PolicyLink, Told

__all__ = ["one_pager_document"]

Record = Mapping[str, Any]
References = Mapping[str, "Reference"]

MANY_LINES: Final = 12  # a table of more tells how sure in a word, and the sentence below
AGAINST_HEADING: Final = "What speaks against: negative, no effect, mixed"
FOR_HEADING: Final = "What speaks in favour"
TOO_LITTLE_HEADING: Final = "Too little to judge"
OTHER_HEADING: Final = "Findings of another direction"
BACKGROUND: Final = " (general knowledge, not seen in a source)"


def one_pager_document(page: OnePager) -> Document:
    """Return what is written about one practice or goal."""
    references = {iri: reference_of(number, page.sources[iri]) for number, iri in enumerate(page.cited, 1)}
    kind = KINDS.get(page.kind, page.kind)
    category = f" ({page.node['category']})" if page.node["category"] else ""
    about = str(page.graph.get("dataset") or "equigraph")
    blocks = (
        *_what_it_is(page, references),
        *_in_short(page),
        *_evidence(page, references),
        *_findings(page, references),
        *_places(page, references),
        *_policies(page, references),
        *_costs(page, references),
        *_gaps(page, references),
        *_line_by_line(page),
        *_how_to_read(page),
        *bibliography(list(references.values())),
        *data_blocks({**page.graph, "scope": ""}),
    )
    return Document(
        title=page.title,
        subtitle=f"{kind}{category}: what public sources say, with what speaks against it. From {about}.",
        subject=f"{kind}: what public sources say of it",
        date=str(page.graph.get("data_date") or ""),
        footer=footer_words(page.graph),
        blocks=blocks,
    )


# --- the parts ------------------------------------------------------------------------------


def _what_it_is(page: OnePager, references: References) -> Iterator[Block]:
    node = page.node
    summary = node["summary"] or "No description is recorded."
    background = [Words(BACKGROUND, is_quiet=True)] if node["basis"] == "background" else []
    sources = Marks(tuple(references[iri] for iri in node["sources"] if iri in references))
    yield Heading(1, "What it is")
    yield Paragraph((Words(f"{summary} "), sources, *_where(node), *background))
    items: list[tuple[Run, ...]] = [(Words(f"{name}: {value}"),) for name, value in node["facts"]]
    items += [statement_runs(statement_of(record, references), is_short=True) for record in page.related]
    if items:
        yield Items(tuple(items))


def _in_short(page: OnePager) -> Iterator[Block]:
    *sentences, judge = page.sentences
    yield Heading(1, "In short")
    yield Items(tuple((Words(sentence),) for sentence in [*sentences, *page.notes]))
    if page.people:
        told = named(f"{one.label} {one.claims:,}" for one in page.people)
        yield Paragraph(
            (Words("For whom: claims by the student group that they name. ", is_bold=True), Words(f"{told}."))
        )
    yield Paragraph((Words(judge, is_quiet=True),))


def _evidence(page: OnePager, references: References) -> Iterator[Block]:
    yield Heading(1, "Evidence by goal" if page.is_practice else "Evidence by practice")
    if not any(part.bundles for part in page.told):
        yield Paragraph((Words("There is no claim to show; what that means stands under “What is not known”."),))
    for part in page.told:
        if part.bundles:
            yield _table(page, part, references)


def _table(page: OnePager, part: Told, references: References) -> Table:
    """Return the lines; of many only the level of how sure, so that the table can be taken in, and the rest below."""
    scope = f", {part.scope}" if part.scope else f", about {part.about}" if part.about else ""
    is_short = len(part.bundles) > MANY_LINES
    rows = tuple(
        (
            (Words(bundle.label, is_bold=True),),
            (
                Verdict(bundle.edge["verdict"], bundle.edge["strength"]),
                Words(f". Claims: {findings_words(bundle.edge['counts'])}."),
            ),
            (Words(sentence_case(bundle.edge["grade"]["how_sure"]) if is_short else _how_sure(bundle)),),
            (_of_records(bundle.claims, references),),
        )
        for bundle in part.bundles
    )
    lines = sentence_case(count_words(len(rows), "line"))
    return Table(
        caption=f"{page.label}: what the claims come to{scope}; what speaks against first",
        description=f"{lines} of evidence, each with its verdict, how sure, and sources.",
        columns=(
            "Equity goal" if page.is_practice else "Practice",
            "Verdict, with its sources",
            "How sure" if is_short else "How sure, and how well done",
            "Sources",
        ),
        shares=(26, 46, 12, 16) if is_short else (18, 29, 40, 13),
        rows=rows,
    )


def _how_sure(bundle: Bundle) -> str:
    """Return both scales of a grade, and what the evidence like ours comes to."""
    grade, ours = bundle.edge["grade"], (bundle.edge.get("ours") or {}).get("sentence", "")
    return f"{grade['reason']}. {grade['quality']}{f' Evidence like ours: {ours}.' if ours else ''}"


def _line_by_line(page: OnePager) -> Iterator[Block]:
    """Yield both scales of every line of a table that tells only the level."""
    parts = [part for part in page.told if len(part.bundles) > MANY_LINES]
    if parts:
        yield Heading(1, "How sure, and how well done, line by line")
    for part in parts:
        if len(page.told) > 1:
            yield Heading(2, _whom(part))
        yield Items(tuple((Words(f"{one.label}: ", is_bold=True), Words(_how_sure(one))) for one in part.bundles))


def _whom(part: Told) -> str:
    return sentence_case(part.scope or f"about {part.about}")


def _of_records(records: Iterable[Record], references: References) -> Marks:
    found = {
        references[record["source"]].number: references[record["source"]]
        for record in records
        if record["source"] in references
    }
    return Marks(tuple(found[number] for number in sorted(found)))


def _findings(page: OnePager, references: References) -> Iterator[Block]:
    """Yield every finding: those that speak against first, all in one form."""
    if not any(part.bundles for part in page.told):
        return
    yield Heading(1, AGAINST_HEADING)
    yield from _of_directions(page, AGAINST, references, "No finding here is negative, of no effect or mixed.")
    yield Heading(1, FOR_HEADING)
    yield from _of_directions(page, ("positive",), references, "No finding here is in favour.")
    unknown = {one.record["direction"] for part in page.told for one in part.findings} - DIRECTIONS.keys()
    for heading, directions in ((TOO_LITTLE_HEADING, ("insufficient",)), (OTHER_HEADING, tuple(sorted(unknown)))):
        if any(part.of(*directions) for part in page.told):
            yield Heading(1, heading)
            yield from _of_directions(page, directions, references, "")


def _of_directions(page: OnePager, directions: Sequence[str], references: References, none: str) -> Iterator[Block]:
    for part in page.told:
        found = part.of(*directions)
        if len(page.told) > 1 and (found or none):
            yield Heading(2, _whom(part))
        if found:
            yield Items(tuple(_finding(one, references) for one in found))
        elif none:
            yield Paragraph((Words(none),))


def _finding(finding: Finding, references: References) -> tuple[Run, ...]:
    return statement_runs(statement_of(finding.record, references), lead=named(finding.labels), is_short=True)


def _places(page: OnePager, references: References) -> Iterator[Block]:
    yield Heading(1, "Who does it" if page.is_practice else "Who does these practices")
    if not page.places:
        yield Paragraph(
            (Words("Nobody is recorded here as doing it." if page.is_practice else "Nobody is recorded here."),)
        )
        return
    if page.is_practice:
        yield Items(tuple(tuple(_doer(record, references)) for record in page.places))
        return
    items = []
    for practice, records in groupby(page.places, key=lambda record: record["object_label"]):
        runs: list[Run] = [Words(f"{practice}: ", is_bold=True)]
        for place, record in enumerate(records):
            runs += [Words("; ")] if place else []
            runs += _doer(record, references)
        items.append(tuple(runs))
    yield Items(tuple(items))


def _doer(record: Record, references: References) -> list[Run]:
    """Return who does a practice, what sort of site it is, and who says so."""
    item = statement_of(record, references)
    said = [note.removeprefix("Site type: ") for note in item.notes]
    if record["predicate_label"] != "implements":
        said.insert(0, f"{record['predicate_label']} it")
    said += [OUR_READING] if record["mapping"] == "inferred" else []
    said += ["general knowledge, not seen in a source"] if record["basis"] == "background" else []
    inside = f" ({named(said)})" if said else ""
    return [Words(f"{record['subject_label']}{inside} "), marks(record["source"], references), *_where(record)]


def _policies(page: OnePager, references: References) -> Iterator[Block]:
    yield Heading(1, "Policies that enable it" if page.is_practice else "Policies that aim at it")
    if not page.policies:
        yield Paragraph((Words("No policy is recorded here."),))
        return
    parts = (
        ("Stated by the source", [one for one in page.policies if one.record["mapping"] != "inferred"]),
        (sentence_case(OUR_READING), [one for one in page.policies if one.record["mapping"] == "inferred"]),
    )
    for heading, links in parts:
        if links:
            yield Heading(2, f"{heading}: {len(links):,} of {len(page.policies):,}")
            yield Items(tuple(_policy(link, references) for link in links))


def _policy(link: PolicyLink, references: References) -> tuple[Run, ...]:
    record = link.record
    inside = [*link.where, link.type, link.year]
    inside += [f"addresses {named(link.groups)}"] if link.groups else []
    told = named(one for one in inside if one)
    background = BACKGROUND if record["basis"] == "background" else ""
    return (
        Words(record["subject_label"], is_bold=True),
        Words(f"{f' ({told})' if told else ''}{f': {link.summary}' if link.summary else ''}{background} "),
        marks(record["source"], references),
        *_where(record),
    )


def _where(record: Record) -> list[Run]:
    """Return where in its source something stands."""
    return [Words(f", {record['locator']}", is_quiet=True)] if record["locator"] else []


def _costs(page: OnePager, references: References) -> Iterator[Block]:
    if page.costs:
        yield Heading(1, "What it costs, as stated" if page.is_practice else "What these practices cost, as stated")
        yield Items(tuple(statement_runs(statement_of(record, references)) for record in page.costs))


def _gaps(page: OnePager, references: References) -> Iterator[Block]:
    yield Heading(1, "What is not known, or rests on little")
    yield Items(tuple(_gap(gap, references) for gap in page.gaps))


def _gap(gap: Gap, references: References) -> tuple[Run, ...]:
    runs: list[Run] = [Words(gap.sentence, is_bold=True)]
    if gap.names:
        runs.append(Words(f" {named(gap.names)}."))
    by_reason = sorted(((why, record) for record, why in gap.claims), key=lambda one: (one[0], one[1]["iri"]))
    for place, (why, several) in enumerate(groupby(by_reason, key=lambda one: one[0])):
        runs += [
            Words("; " if place else " "),
            Words(f"{why} "),
            _of_records((record for _, record in several), references),
        ]
    return tuple(runs)


def _how_to_read(page: OnePager) -> Iterator[Block]:
    verdicts = {bundle.edge["verdict"] for part in page.told for bundle in part.bundles}
    verdicts |= {DIRECTIONS.get(one.record["direction"], "") for part in page.told for one in part.findings}
    inferred = any(record["mapping"] == "inferred" for record in page.statements.values())
    blocks = how_to_read(verdicts, inferred=inferred)
    yield from blocks
    if verdicts:
        rule = grading_rule()
        yield Paragraph((Words(f"{rule.title}. {rule.definition} Rule, version {rule.version}."),))
