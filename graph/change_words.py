"""What two networks differ in, in sentences: the same words for every format.

A verdict is always told with the number of its sources, and a change of one with what it comes from. What is said is
said of the two networks: a claim that is not in the later one is "withdrawn" from the data, or no longer chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from equigraph.graph.changes import ADDED, CHANGED, DATA, REMOVED, Change, Changes, Field, Kind, Reason
from equigraph.graph.kinds import MAPPINGS, OUR_READING, direction_words
from equigraph.graph.records import short_citation
from equigraph.graph.relation_words import EVIDENCE_ON, relation_words

__all__ = [
    "citation_of",
    "claim_marks",
    "field_sentences",
    "headline",
    "in_short",
    "kind_words",
    "line_name",
    "line_sentence",
    "support",
    "thing_sentence",
]

Sources = Mapping[str, Mapping[str, Any]]

NO_CHANGE: Final = "No change."
NO_SOURCE: Final = "no source recorded"
MOST_NAMED: Final = 8  # claims named in one sentence; all of them are listed under their own heading
MAPPING_WORDS: Final = {**MAPPINGS, "": "not said"}
# What attributes are called; those that only programs read are not told in words.
FIELD_WORDS: Final[Mapping[str, str]] = {
    "label": "name",
    "kind": "kind",
    "category": "category",
    "summary": "definition",
    "url": "address",
    "facts": "facts",
    "locator": "place in the source",
    "basis": "basis",
    "note": "remark",
    "sentence": "finding",
    "direction": "direction",
    "group_label": "students",
    "effect": "effect as stated",
    "design": "design",
    "essa_tier": "ESSA tier as stated",
    "mapping": "tie",
    "check": "check",
    "check_note": "note on the check",
    "subject_label": "from",
    "predicate_label": "relation",
    "object_label": "to",
    "notes": "notes",
    "source": "source",
    "citation": "citation",
    "title": "title",
    "authors": "authors",
    "year": "year",
    "publisher": "publisher",
    "type": "type",
    "doi": "DOI",
    "eric": "ERIC number",
    "strength": "verdict with its sources",
    "grade.reason": "how sure",
    "grade.quality": "how well done",
    "ours.sentence": "evidence like ours",
    "scope_label": "scope",
    "statement_count": "statements behind it",
}


def headline(changes: Changes) -> str:
    """Return in one sentence how much differs.

    Example:
        >>> from equigraph.graph.changes import compare
        >>> from equigraph.graph.network import Network
        >>> headline(compare(Network(), Network()))
        'No change.'
    """
    verdicts = sum(line.differs_in("verdict") and line.is_regraded for line in changes.lines)
    parts = [
        _counted(changes, changes.claims, "claim", is_said=True),
        f"{verdicts:,} {'verdict' if verdicts == 1 else 'verdicts'} changed" if verdicts else "",
        _counted(changes, changes.other_statements, "statement", is_said=True),
        _counted(changes, changes.things, "thing"),
        _counted(changes, changes.lines, "line"),
        _counted(changes, changes.sources, "source"),
    ]
    told = "; ".join(filter(None, parts))
    if told:
        return f"{told}."
    if changes.question:
        return "The same content, by two questions."
    return _beneath(changes)


def kind_words(changes: Changes, kind: Kind, *, is_said: bool = False) -> str:
    """Return what became of parts, in a word or two; of what two different questions chose, only where they are.

    Args:
        changes: What the networks differ in.
        kind: "added", "removed" or "changed".
        is_said: Whether the parts are claims or statements, which are not removed but withdrawn.
    """
    if kind == CHANGED:
        return CHANGED
    if changes.question:
        return "only after" if kind == ADDED else "only before"
    return "withdrawn" if is_said and kind == REMOVED else kind


def _counted(changes: Changes, found: Sequence[Change], noun: str, *, is_said: bool = False) -> str:
    """Return how many were added, removed and changed; the first number says of what."""
    names = [change for change in found if change.kind == CHANGED and noun == "thing" and change.differs_in("label")]
    numbers = (
        (sum(change.kind == ADDED for change in found), kind_words(changes, ADDED)),
        (sum(change.kind == REMOVED for change in found), kind_words(changes, REMOVED, is_said=is_said)),
        (len(names), "renamed"),
        (sum(change.kind == CHANGED for change in found) - len(names), CHANGED),
    )
    told = [(number, word) for number, word in numbers if number]
    return ", ".join(
        f"{number:,} {noun + 's' * (number != 1) + ' ' if not place else ''}{word}"
        for place, (number, word) in enumerate(told)
    )


def _beneath(changes: Changes) -> str:
    """Return what differs where nothing that is drawn or cited does."""
    triples = next((one for one in changes.about if one.name == "triples"), None)
    if triples:
        gone, new = len(triples.before), len(triples.after)
        return f"Nothing shown here changed; of the RDF statements behind it, {new:,} were added and {gone:,} removed."
    if changes.is_same:
        return NO_CHANGE
    data = any(one.name in DATA for one in changes.about)
    parts = ["the data have another version"] if data else []
    parts += ["words about the network changed"] if any(one.name not in DATA for one in changes.about) else []
    return f"No change of content{': ' if parts else ''}{', and '.join(parts)}."


def in_short(changes: Changes) -> tuple[str, ...]:
    """Return the sentences that say what differs, the most important first."""
    told = [headline(changes), *_questions(changes), *_partly(changes), *changes.causes]
    if not changes.causes:
        told += _data(changes)
    told += [line_sentence(line) for line in changes.lines if line.is_regraded]
    if changes.unknown:
        told.append(f"Not held by the earlier one, and so not compared: {', '.join(changes.unknown)}.")
    if changes.moved and changes.is_same_content:
        things = "thing stands" if len(changes.moved) == 1 else "things stand"
        told.append(f"{len(changes.moved):,} {things} elsewhere; that is no change of content.")
    return tuple(told)


def _questions(changes: Changes) -> list[str]:
    if not changes.question:
        return []
    first, second = (_question(graph) for graph in (changes.before, changes.after))
    why = "what differs may come from the choice and not from the data"
    return [f"Two questions are compared, so that {why}: {first} before, {second} after."]


def _question(graph: Mapping[str, Any]) -> str:
    chosen = "; ".join(f"{name} {value}" for name, value in graph.get("parameters", {}).items())
    if not chosen:  # a default may differ
        chosen = "; ".join(f"{name} {value}" for name, value in graph.get("arguments", {}).items())
    return f"“{graph.get('view', '')}”{f' ({chosen})' if chosen else ''}"


def _partly(changes: Changes) -> list[str]:
    parts = [(int(graph.get("shown", 0)), int(graph.get("total", 0))) for graph in (changes.before, changes.after)]
    if changes.is_same_content or all(shown >= total for shown, total in parts):
        return []
    (shown, total), (shown_now, total_now) = parts
    part = f"{shown:,} of {total:,} things before, {shown_now:,} of {total_now:,} after"
    return [f"A part is shown ({part}): what is added or removed may only have come into view or gone out of it."]


def _data(changes: Changes) -> list[str]:
    if not any(one.name in DATA for one in changes.about):
        return []
    first, second = (
        f"version {graph.get('data_version') or 'not recorded'}, {graph.get('data_date') or 'no date'}"
        for graph in (changes.before, changes.after)
    )
    return [f"Data: {first} before; {second} after."]


# --- lines ----------------------------------------------------------------------------------


def line_name(line: Change) -> str:
    """Return the two ends of a line, with its words between them unless it bundles evidence."""
    start, end = line.labels
    words = relation_words(line.now)
    if words == EVIDENCE_ON:
        return f"{start} → {end}{' (about all students)' if line.now.get('general') else ''}"
    return f"{start} {words} {end}"


def line_sentence(line: Change) -> str:
    """Return what became of a line, with its verdict, the number of its sources, and why it changed."""
    name = line_name(line)
    if line.kind != CHANGED:
        return f"Line {line.kind}: {name}{f' ({support(line)})' if support(line) else ''}."
    sure = [(line.before.get("grade") or {}).get("how_sure", ""), (line.after.get("grade") or {}).get("how_sure", "")]
    if line.differs_in("verdict"):
        told = f"Verdict of {name} went from {_verdict(line.before)} to {_verdict(line.after)}"
    elif line.differs_in("strength"):
        what = "What lies beneath" if line.now.get("kind") == "group" else "Support of"
        told = f"{what} {name} went from “{line.before['strength']}” to “{line.after['strength']}”"
    elif line.differs_in("grade.how_sure"):
        return f"How sure {name} is ({line.after['strength']}) went from {sure[0]} to {sure[1]}{_ended(_because(line))}"
    elif any(reason.claims for reason in line.because):
        return f"{name} is still “{line.after['strength']}”, on other claims: {_ended(_told(line))}"
    else:
        rests = "rests on other statements" if line.differs_in("statements") else "changed in what programs read"
        return f"{name}: {'; '.join(field_sentences(line.fields)) or rests}."
    if line.differs_in("grade.how_sure") and all(sure):
        told += f" (how sure: {sure[0]} before, {sure[1]} after)"
    return f"{told}{_ended(_because(line))}"


def support(line: Change) -> str:
    """Return what a line rests on: its verdict with the number of its sources, or whose reading it is."""
    mapping = str(line.now.get("mapping", ""))
    return str(line.now.get("strength") or (MAPPING_WORDS.get(mapping, mapping) if mapping else ""))


def _verdict(edge: Mapping[str, Any]) -> str:
    verdict, strength = str(edge.get("verdict", "")), str(edge.get("strength", ""))
    bearing = strength.removeprefix(verdict).removeprefix(", ")
    return f"{verdict or 'none'}{f' ({bearing})' if bearing else ''}"


def _ended(words: str) -> str:
    """Return words with a full stop, which an abbreviation at their end has already."""
    return words if words.endswith(".") else f"{words}."


def _because(line: Change) -> str:
    if line.because and line.because[0].kind == "unknown":
        return (
            ", though neither its claims nor the rule changed: what is recorded of their sources (which tell of one "
            "study, which rate it) may have"
        )
    return f" because {_told(line)}" if line.because else ""


def _told(line: Change) -> str:
    return ", and ".join(_reason(reason, line) for reason in line.because)


def _reason(reason: Reason, line: Change) -> str:
    if reason.kind == "rule":
        return f"the rule for grading changed (version {reason.rules[0]} before, {reason.rules[1]} after)"
    noun = "claim" if all(one.now.get("type") == "claim" for one in reason.claims) else "statement"
    number = len(reason.claims)
    verb = "withdrawn" if reason.kind == REMOVED else reason.kind
    named = [_named(one, reason.kind, line) for one in reason.claims[:MOST_NAMED]]
    rest = f"; and {number - MOST_NAMED:,} more" if number > MOST_NAMED else ""
    return f"{number:,} {noun}{' was' if number == 1 else 's were'} {verb}: {'; '.join(named)}{rest}"


def _named(claim: Change, kind: str, line: Change) -> str:
    """Return a claim by its direction and its short citation."""
    record = claim.now
    said = direction_words(str(record.get("direction", "")))
    if kind == CHANGED:
        told = [one for one in claim.fields if one.name in FIELD_WORDS]
        said = "; ".join(field_sentences(told[:2], claim.sources)) or said
    return ", ".join(filter(None, (said, citation_of(record, line.sources))))


def citation_of(record: Mapping[str, Any], sources: Sources) -> str:
    """Return the short citation of the source of a statement."""
    source = sources.get(str(record.get("source", "")))
    return short_citation(source) if source else NO_SOURCE


# --- things, claims, sources ----------------------------------------------------------------


def thing_sentence(thing: Change) -> str:
    """Return what became of a thing or a source."""
    name = str(thing.now.get("label") or thing.id)
    if thing.kind != CHANGED:
        return f"{name}."
    if thing.differs_in("label"):
        rest = field_sentences(one for one in thing.fields if one.name != "label")
        was = str(thing.before.get("label") or thing.id)
        return f"“{was}” is now called “{name}”{'; ' if rest else ''}{'; '.join(rest)}."
    return f"{name}: {'; '.join(field_sentences(thing.fields)) or 'changed in what programs read'}."


def claim_marks(record: Mapping[str, Any]) -> str:
    """Return about whom a claim is, of which design, and whether it is our reading."""
    marks = [record.get("group_label", ""), record.get("design", ""), record.get("effect", "")]
    marks.append(OUR_READING if record.get("mapping") == "inferred" else "")
    return "; ".join(str(mark) for mark in marks if mark)


def field_sentences(fields: Iterable[Field], sources: Sources | None = None) -> list[str]:
    """Return what differs in a thing, claim or source, in words; what only programs read is left out.

    Args:
        fields: The attributes that differ.
        sources: Records by IRI: a source is told by its short citation.
    """
    return [_went(field, sources or {}) for field in fields if field.name in FIELD_WORDS]


def _went(field: Field, sources: Sources) -> str:
    first, second = (_value(field.name, value, sources) for value in (field.before, field.after))
    return f"{FIELD_WORDS[field.name]} {first} before, {second} after"


def _value(name: str, value: Any, sources: Sources) -> str:
    if name == "source" and value in sources:
        value = short_citation(sources[value])
    elif name == "direction":
        value = direction_words(str(value))
    elif name == "mapping":
        value = MAPPING_WORDS.get(str(value), value)
    elif name == "facts":
        value = "; ".join(": ".join(pair) for pair in value or ())
    elif isinstance(value, (list, tuple)):
        value = "; ".join(map(str, value))
    return f"“{value}”" if value not in {"", None} else "none"
