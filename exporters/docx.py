"""A view as a Word document: its lines as tables, every finding with its source, what is not known, all citations.

For people who write reports: headings, lists and tables are Word's own, to be copied and edited. Format: Office Open
XML (ECMA-376); see :mod:`equigraph.exporters.word` for page and template. Lost: the picture and its positions, the IRIs
of things and statements, the RDF. Nothing else is cut: of a line that tells only the first of its statements, the
number of all is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.document import Block, Document, Heading, Items, Marks, Paragraph, Run, Table, Verdict, Words
from equigraph.exporters.evidence import DIRECTIONS, gather
from equigraph.exporters.passages import (
    bibliography,
    data_blocks,
    footer_words,
    how_to_read,
    method,
    named,
    statement_runs,
)
from equigraph.exporters.word import generate_word, write_word
from equigraph.graph.kinds import OUR_READING, count_words, sentence_case

if TYPE_CHECKING:
    import os

    import networkx as nx

    from equigraph.exporters.evidence import Evidence, Group, Line, Thing

__all__ = ["docx_document", "generate_docx", "write_docx"]

NOTHING: Final = "Nothing in this graph fits these choices."
NOT_RECORDED: Final = "not recorded"


def write_docx(
    network: nx.MultiDiGraph[str], path: str | os.PathLike[str], *, template: str | os.PathLike[str] | None = None
) -> None:
    """Write a network as a Word document; what was there before stays until the new file is whole.

    Args:
        network: Follows the ``Network`` contract; positions are not needed.
        path: The file.
        template: A Word file of one's own, whose page and styles it takes.

    Raises:
        ExportError: The template cannot be used.
        NotSavedError: The file could not be written.
    """
    write_word(docx_document(network), path, template)


def generate_docx(network: nx.MultiDiGraph[str], *, template: str | os.PathLike[str] | None = None) -> bytes:
    """Return a network as a Word document; the same network gives the same bytes, always."""
    return generate_word(docx_document(network), template)


def docx_document(network: nx.MultiDiGraph[str]) -> Document:
    """Return what is written about a network.

    Example:
        >>> import networkx as nx
        >>> docx_document(nx.MultiDiGraph(title="Nothing yet")).blocks[1].items[0][0].text
        'Nothing in this graph fits these choices.'
    """
    graph: Mapping[str, Any] = network.graph
    found = gather(network)
    evidence = [line for line in found.lines.values() if line.is_evidence]
    inferred = any(line.mapping == OUR_READING for line in found.lines.values()) or any(
        ("Tie", OUR_READING) in item.facts for item in found.statements.values()
    )
    words = {line.verdict for line in evidence}
    words |= {DIRECTIONS.get(item.direction, "") for item in found.statements.values() if item.is_claim}
    blocks = (
        *_in_short(graph, found),
        *how_to_read(words, inferred=inferred),
        *_lines(found),
        *_unknown(graph, found),
        *_statements(found),
        *_things(found),
        *bibliography(list(found.references.values())),
        *(method() if evidence else ()),
        *data_blocks(graph),
    )
    title = str(graph.get("title") or "Untitled network")
    return Document(
        title=title,
        subtitle=str(graph.get("question") or graph.get("dataset") or "equigraph"),
        subject=str(graph.get("question") or ""),
        date=str(graph.get("data_date") or ""),
        footer=footer_words(graph),
        blocks=blocks,
    )


# --- the parts ------------------------------------------------------------------------------


def _in_short(graph: Mapping[str, Any], found: Evidence) -> Iterator[Block]:
    yield Heading(1, "In short")
    sentences = list(graph.get("summary") or ()) or ([] if found.things else [NOTHING])
    chosen = [
        f"{sentence_case(name.replace('-', ' '))}: {words}." for name, words in graph.get("parameters", {}).items()
    ]
    shown, total = graph.get("shown", 0), graph.get("total", 0)
    notes = list(graph.get("notes") or ())
    if shown < total and not notes:
        notes.append(f"{shown:,} of {total:,} shown.")
    yield Items(tuple((Words(str(one)),) for one in [*sentences, *chosen, *notes]))
    about = [thing for thing in found.things.values() if thing.summary and thing.iri in _focus(graph)]
    for thing in about:
        yield Paragraph((Words(f"{thing.label}: ", is_bold=True), Words(thing.summary)))


def _focus(graph: Mapping[str, Any]) -> set[str]:
    values = graph.get("arguments", {}).values()
    return {value for value in values if isinstance(value, str)}


def _lines(found: Evidence) -> Iterator[Block]:
    """Yield the tables: lines of evidence by goal, apart from them those about all students; then all other lines."""
    lines = [line for group in _groups(found) for line in group.lines]
    evidence = [line for line in lines if line.is_evidence]
    others = [line for line in lines if not line.is_evidence]
    if lines:
        yield Heading(1, "The lines")
    for some in ([line for line in evidence if not line.scope], [line for line in evidence if line.scope]):
        if some:
            yield _evidence_table(some, found)
    if others:
        yield _other_table(others, found)


def _evidence_table(lines: Sequence[Line], found: Evidence) -> Table:
    by_goal = ", by goal" if found.grouped_by_object else ""
    scope = f", {lines[0].scope}" if lines[0].scope else ""
    return Table(
        caption=f"{sentence_case(count_words(len(lines), 'line'))} of evidence{by_goal}{scope}",
        description="Each row is a practice and a goal: the verdict of the claims, how sure it is, and their sources.",
        columns=("Equity goal", "Practice", "Verdict, with its sources", "How sure", "Sources"),
        shares=(21, 23, 30, 12, 14),
        rows=tuple(
            (
                (Words(found.things[line.object].label, is_bold=True),),
                (Words(found.things[line.subject].label),),
                (Verdict(line.verdict, line.strength or line.verdict), *_scope(line)),
                (Words(sentence_case(line.how_sure) or NOT_RECORDED),),
                (_marks(line),),
            )
            for line in lines
        ),
    )


def _other_table(lines: Sequence[Line], found: Evidence) -> Table:
    """Return the lines that are no evidence; whose reading they are has a column where anything says so."""
    told = any(_who(line) for line in lines)
    who = "What is beneath" if any(line.bundled for line in lines) else "Who says so"
    return Table(
        caption=f"{sentence_case(count_words(len(lines), 'connection'))}, by where they begin",
        description="Each row is one connection: from what, how, to what, on whose word if recorded, and its sources.",
        columns=("From", "How", "To", *((who,) if told else ()), "Sources"),
        shares=(26, 18, 28, 16, 12) if told else (32, 20, 34, 14),
        rows=tuple(
            (
                (Words(found.things[line.subject].label, is_bold=True),),
                (Words(line.label), *_scope(line)),
                (Words(found.things[line.object].label),),
                *(((Words(_who(line) or NOT_RECORDED),),) if told else ()),
                (_marks(line),),
            )
            for line in lines
        ),
    )


def _groups(found: Evidence) -> Sequence[Group]:
    """Return the rows under their headings: by goal as in the picture, else by name, as the picture shows no order."""
    if found.grouped_by_object:
        return found.groups
    return sorted(found.groups, key=lambda group: (group.thing.label.casefold(), group.thing.iri))


def _scope(line: Line) -> list[Run]:
    return [Words(f" ({line.scope})")] if line.scope else []


def _who(line: Line) -> str:
    """Return whose reading a line is; of a line between groups, what is beneath it."""
    if line.bundled:
        return f"{sentence_case(line.strength)}; no verdict of its own"
    return line.mapping


def _marks(line: Line) -> Marks:
    cited = {item.reference.number: item.reference for item in line.statements if item.reference}
    return Marks(tuple(cited[number] for number in sorted(cited)))


def _unknown(graph: Mapping[str, Any], found: Evidence) -> Iterator[Block]:
    items: list[tuple[Run, ...]] = []
    for kind, things in groupby(found.listed, key=lambda thing: thing.kind):
        names = named(thing.label for thing in things)
        items.append((Words(f"{found.unlinked}, {kind.lower()}: ", is_bold=True), Words(names)))
    single = [line for line in found.lines.values() if line.is_evidence and line.sources == 1]
    if single:
        of = count_words(sum(line.is_evidence for line in found.lines.values()), "line")
        names = named(f"{found.things[line.subject].label} → {found.things[line.object].label}" for line in single)
        items.append((Words(f"On one source or one study, {len(single):,} of {of}: ", is_bold=True), Words(names)))
    more = [thing for thing in found.things.values() if thing.more]
    if more:
        names = named(f"{thing.label} ({thing.more:,})" for thing in more)
        items.append((Words("More lines lead to what is not shown: ", is_bold=True), Words(names)))
    absent = named(map(str, graph.get("absent") or ()))
    items += [(Words("Chosen, and connected to nothing here: ", is_bold=True), Words(absent))] if absent else []
    if items:
        yield Heading(1, "What is not known or not shown")
        yield Items(tuple(items))


# --- every statement ------------------------------------------------------------------------


def _statements(found: Evidence) -> Iterator[Block]:
    if found.lines:
        yield Heading(1, "Every line with what it rests on, what speaks against first")
    told = {item.iri for line in found.lines.values() if line.is_evidence for item in line.statements}
    for group in _groups(found):
        others = [line for line in group.lines if not line.is_evidence]
        for line in group.lines:
            if line.is_evidence:
                yield from _evidence_line(line, found)
        if others:
            yield Heading(2, group.thing.label)
            yield Items(tuple(runs for line in others for runs in _other_line(line, found, told)))


def _evidence_line(line: Line, found: Evidence) -> Iterator[Block]:
    yield Heading(2, f"{found.things[line.subject].label} → {found.things[line.object].label}")
    counts = ", ".join(f"{number:,} {word}" for word, number in line.counts)
    claims = f". {sentence_case(count_words(line.claims, 'claim'))}{f': {counts}' if counts else ''}."
    yield Paragraph((Verdict(line.verdict, line.strength or line.verdict), *_scope(line), Words(claims)))
    said = [f"How sure: {line.reason}."] if line.reason else []
    said += [f"How well done: {line.quality}"] if line.quality else []
    said += [f"Evidence like ours: {line.ours}."] if line.ours else []
    if said:
        yield Paragraph((Words(" ".join(said)),))
    if line.statements:
        yield Items(tuple(statement_runs(item) for item in line.statements))
    if line.statement_count > len(line.statements):
        yield Paragraph((Words(_part(line)),))


def _other_line(line: Line, found: Evidence, told: set[str]) -> Iterator[tuple[Run, ...]]:
    """Yield what stands behind a line that is no evidence, an item each; claims are told once."""
    ends = f"{found.things[line.subject].label} {line.label} {found.things[line.object].label}"
    if line.bundled:
        yield (Words(f"{ends}: ", is_bold=True), Words(f"{sentence_case(line.strength)}. No verdict of its own."))
    claims = [item.iri for item in line.statements if item.is_claim]
    if claims and told.issuperset(claims) and len(claims) == line.statement_count:
        words = count_words(len(claims), "claim")
        yield (Words(f"{ends}: ", is_bold=True), Words(f"{words}, told under the goals. "), _marks(line), *_scope(line))
        return
    several = len(line.statements) > 1 or bool(claims)
    if several and not line.bundled:
        yield (Words(f"{ends}:", is_bold=True), *_scope(line))
    for item in line.statements:
        yield statement_runs(item)
    if not line.statements:
        yield (Words(f"{ends} "), Marks(()))
    if line.statement_count > len(line.statements):
        yield (Words(_part(line)),)


def _part(line: Line) -> str:
    told = f"{len(line.statements):,} of {line.statement_count:,} statements shown, what speaks against first."
    return f"{told} To open it: {line.command}" if line.command else told


def _things(found: Evidence) -> Iterator[Block]:
    """Yield what is known of everything that is shown, by its kind."""
    every = sorted(found.things.values(), key=lambda thing: (thing.kind, thing.label.casefold(), thing.iri))
    if every:
        yield Heading(1, "What is shown, with where its description comes from")
    for kind, things in groupby(every, key=lambda thing: thing.kind):
        yield Heading(2, kind)
        yield Items(tuple(runs for thing in things for runs in _thing(thing)))


def _thing(thing: Thing) -> Iterator[tuple[Run, ...]]:
    inside = [thing.category] if thing.category else []
    inside += [f"{thing.members:,} in it"] if thing.members else []
    runs: list[Run] = [Words(thing.label, is_bold=True), Words(f" ({named(inside)})" if inside else "")]
    said = [thing.summary, *(f"{name}: {value}." for name, value in thing.facts)]
    runs.append(Words(f": {' '.join(filter(None, said))} " if any(said) else " "))
    if not thing.members:
        runs.append(Marks(thing.references))
    runs += [Words(f", {thing.locator}", is_quiet=True)] if thing.locator else []
    runs += [Words(" (general knowledge, not seen in a source)", is_quiet=True)] if thing.background else []
    runs += [Words(f" To open it: {thing.command}")] if thing.command else []
    yield tuple(runs)
    for item in thing.statements:
        yield statement_runs(item)
