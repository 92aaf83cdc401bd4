"""What two networks differ in, as text and JSON (RFC 8259); :mod:`equigraph.exporters.changes_page` makes the page.

The text says it in sentences, the most important first: how much differs, why verdicts changed, then every claim, line,
thing and source with its citation; it loses what only programs read. The JSON holds every attribute that differs, with
what it was and what it is, and the whole records of what was added or removed; it loses the parts that are the same.
"""

from __future__ import annotations

import importlib
import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from equigraph.errors import OptionError, UnknownFormatError
from equigraph.exporters.exporter import Exporter
from equigraph.exporters.files import write_atomically
from equigraph.exporters.formats import EXPORTERS
from equigraph.graph.change_words import (
    NO_SOURCE,
    claim_marks,
    field_sentences,
    in_short,
    kind_words,
    line_name,
    line_sentence,
    thing_sentence,
)
from equigraph.graph.changes import ADDED, CHANGED, REMOVED, Change, Changes
from equigraph.graph.kinds import direction_words
from equigraph.graph.labels import clean
from equigraph.graph.union import picture_of

if TYPE_CHECKING:
    import os

    from equigraph.graph.network import Network

__all__ = [
    "SECTIONS",
    "changes_format",
    "citation_of_statement",
    "claim_words",
    "export_changes",
    "generate_changes",
    "generate_changes_json",
    "generate_changes_text",
    "sections",
]

SUFFIXES: Final = {".txt": "text", ".json": "json", ".html": "html", ".htm": "html"}
SLIDES: Final = "pptx"  # the module of the format that tells changes on slides of its own
WIDTH: Final = 100  # columns of a text in a file
# The parts of an answer: what, and the words for it.
SECTIONS: Final[Mapping[str, str]] = {
    "claims": "Claims",
    "lines": "Lines",
    "things": "Things",
    "other_statements": "Other statements",
    "sources": "Sources",
}


def changes_format(path: str | os.PathLike[str]) -> str | Exporter:
    """Return what the ending of a file asks for: "text", "json" or "html", or one of the formats of a network.

    Raises:
        UnknownFormatError: No format has that ending; ``available`` lists those there are.

    Example:
        >>> changes_format("a.HTML"), changes_format("a.svg").name
        ('html', 'SVG')
    """
    pictures = {suffix: exporter for exporter in EXPORTERS.values() for suffix in exporter.suffixes}
    formats: dict[str, str | Exporter] = {**pictures, **SUFFIXES}
    name = Path(path).name.lower()
    fitting = [suffix for suffix in formats if name.endswith(suffix)]
    if not fitting:
        raise UnknownFormatError(Path(path).suffix.lower() or name, dict.fromkeys((*SUFFIXES, *formats)))
    return formats[max(fitting, key=len)]


def export_changes(
    changes: Changes, before: Network, after: Network, path: str | os.PathLike[str], **options: Any
) -> None:
    """Write what two networks differ in, in the format that the ending of the file name chooses.

    The formats of a network get old and new in one (:mod:`equigraph.graph.union`), every part marked; slides also say
    what the text says.

    Args:
        changes: What they differ in.
        before: The earlier network.
        after: The later one.
        path: The file to write.
        options: Of the format of a network, such as ``theme``.

    Raises:
        UnknownFormatError: No format has that ending.
        OptionError: That format has no such option.
    """
    chosen = changes_format(path)
    if not isinstance(chosen, str) and chosen.module == SLIDES:
        for option in set(options).difference(chosen.options):
            raise OptionError(option, chosen.suffixes[0], chosen.options)
        deck = importlib.import_module("equigraph.exporters.changes_pptx")  # brings in PowerPoint
        deck.write_changes_pptx(changes, before, after, path, **options)
        return
    if not isinstance(chosen, str):
        chosen.write(picture_of(before, after, changes), path, **options)
        return
    for option in options:
        raise OptionError(option, Path(path).suffix, ())
    write_atomically(path, generate_changes(changes, before, after, chosen))


def generate_changes(changes: Changes, before: Network, after: Network, name: str, width: int = WIDTH) -> str:
    """Return what two networks differ in, in the format of that name.

    Args:
        changes: What they differ in.
        before: The earlier network; only the page draws it.
        after: The later one.
        name: text, json or html.
        width: Columns after which text is wrapped.
    """
    if name == "html":  # the page brings in the template engine
        page = importlib.import_module("equigraph.exporters.changes_page")
        return str(page.generate_changes_html(changes, before, after))
    return generate_changes_json(changes) if name == "json" else generate_changes_text(changes, width)


def sections(changes: Changes) -> Iterator[tuple[str, str, list[Change]]]:
    """Yield the sections: heading, what it lists, and the changes; empty ones are left out.

    A line whose verdict or support changed is in no section: it is told in short already.
    """
    for what, words in SECTIONS.items():
        found: Sequence[Change] = getattr(changes, what)
        for kind in (ADDED, REMOVED, CHANGED):
            members = [change for change in found if change.kind == kind and not change.is_regraded]
            if members:
                is_said = what in {"claims", "other_statements"}
                yield f"{words} {kind_words(changes, kind, is_said=is_said)}", what, members


def claim_words(change: Change) -> str:
    """Return a claim or another statement in words, its direction first; its source stands apart."""
    record = change.now
    direction = direction_words(str(record.get("direction", "")))
    marks = claim_marks(record)
    said = f"{direction}: " if direction else ""
    words = f"{said}{record.get('sentence', '')}{f' ({marks})' if marks else ''}"
    if change.kind == CHANGED:
        fields = "; ".join(field_sentences(change.fields, change.sources)) or "changed in what programs read"
        words = f"{words} Changed: {fields}."
    return words


def line_of_claim(change: Change) -> str:
    """Return what a claim is about: from what to what."""
    record = change.now
    return f"{record.get('subject_label', '')} → {record.get('object_label', '')}"


def citation_of_statement(change: Change) -> str:
    """Return the whole citation of the source of a statement."""
    source = change.sources.get(str(change.now.get("source", "")))
    return str(source["citation"]) if source else NO_SOURCE


# --- text -----------------------------------------------------------------------------------


def generate_changes_text(changes: Changes, width: int = WIDTH) -> str:
    """Return what two networks differ in, as text.

    Example:
        >>> from equigraph.graph.changes import compare
        >>> from equigraph.graph.network import Network
        >>> print(generate_changes_text(compare(Network(title="A"), Network(title="A"))))
        What changed: A
        <BLANKLINE>
        In short
          No change.
        <BLANKLINE>
    """
    return "".join(f"{_wrapped(indent, line, width)}\n" if line else "\n" for indent, line in _lines(changes))


def _wrapped(indent: int, line: str, width: int) -> str:
    hang = " " * (indent + 2 * line.startswith("- "))
    return textwrap.fill(
        line, max(width, 20 + len(hang)), initial_indent=" " * indent, subsequent_indent=hang, break_on_hyphens=False
    )


def _lines(changes: Changes) -> Iterator[tuple[int, str]]:
    yield 0, f"What changed: {clean(str(changes.after.get('title') or 'two networks'))}"
    yield 0, ""
    yield 0, "In short"
    for sentence in in_short(changes):
        yield 2, clean(sentence)
    for heading, what, found in sections(changes):
        yield 0, ""
        yield 0, f"{heading} ({len(found):,})"
        for change in found:
            for place, words in enumerate(_words(change, what)):
                yield (4, clean(words)) if place else (2, f"- {clean(words)}")
    if not changes.is_same:
        yield 0, ""
        yield 0, "How many"
        for name, (first, second) in changes.counts.items():
            yield 2, f"{name}: {first:,} before, {second:,} after"


def _words(change: Change, what: str) -> Iterator[str]:
    """Yield the lines of one change: what it is, then its source."""
    if what == "lines":
        yield line_sentence(change) if change.kind == CHANGED else _plain_line(change)
    elif what == "claims":
        yield line_of_claim(change)
        yield claim_words(change)
        yield _cited(change)
    elif what == "other_statements":
        yield claim_words(change)
        yield _cited(change)
    elif what == "sources" and change.kind != CHANGED:
        yield str(change.now.get("citation") or change.id)
    else:
        yield thing_sentence(change)


def _plain_line(change: Change) -> str:
    return re.sub(r"^Line \w+: ", "", line_sentence(change))


def _cited(change: Change) -> str:
    where = f", {change.now['locator']}" if change.now.get("locator") else ""
    return f"Source: {citation_of_statement(change)}{where}"


# --- JSON -----------------------------------------------------------------------------------


def generate_changes_json(changes: Changes) -> str:
    """Return what two networks differ in, as JSON text.

    Example:
        >>> from equigraph.graph.changes import compare
        >>> from equigraph.graph.network import Network
        >>> json.loads(generate_changes_json(compare(Network(), Network())))["in_short"]
        ['No change.']
    """
    found = {
        "in_short": list(in_short(changes)),
        "is_same": changes.is_same,
        "is_same_content": changes.is_same_content,
        "causes": list(changes.causes),
        "question": [_field(one) for one in changes.question],
        "counts": {name: {"before": first, "after": second} for name, (first, second) in changes.counts.items()},
        "claims": [_record(one) for one in changes.claims],
        "lines": [_line(one) for one in changes.lines],
        "things": [_record(one) for one in changes.things],
        "other_statements": [_record(one) for one in changes.other_statements],
        "sources": [_record(one) for one in changes.sources],
        "about": [_field(one) for one in changes.about],
        "moved": list(changes.moved),
        "not_compared": list(changes.unknown),
        "before": _about(changes.before),
        "after": _about(changes.after),
    }
    return json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _field(field: Any) -> dict[str, Any]:
    return {"name": field.name, "before": field.before, "after": field.after}


def _record(change: Change) -> dict[str, Any]:
    """Return a change; the whole record of what was added or removed, the differing attributes of what changed."""
    told: dict[str, Any] = {"change": change.kind, "iri": change.id}
    if change.kind == CHANGED:
        return {**told, "fields": [_field(one) for one in change.fields]}
    return {**told, "record": dict(change.now)}


def _line(change: Change) -> dict[str, Any]:
    because = [
        {"kind": reason.kind, "claims": [one.id for one in reason.claims], "rules": list(reason.rules)}
        for reason in change.because
    ]
    return {
        **_record(change),
        "iri": change.now.get("iri", change.id),
        "key": change.id,
        "start": change.ends[0],
        "end": change.ends[1],
        "name": line_name(change),
        "sentence": line_sentence(change),
        "because": because,
    }


def _about(graph: Mapping[str, Any]) -> dict[str, Any]:
    names = ("view", "title", "parameters", "arguments", "data_version", "data_date", "data_digest", "shown", "total")
    return {name: graph[name] for name in names if name in graph}
