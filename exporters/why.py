"""Why two things are connected, as text, JSON and Markdown (CommonMark 0.31, https://spec.commonmark.org/0.31.2/).

All formats say the same in the same order: the answer in short, the direct evidence, the other paths, what was not
looked at, the sources. The page is made by :mod:`equigraph.exporters.why_page`. Lost in text and Markdown: IRIs.
"""

from __future__ import annotations

import importlib
import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from equigraph.errors import UnknownFormatError
from equigraph.exporters.evidence import DIRECTIONS, safe_link
from equigraph.graph.kinds import OUR_READING
from equigraph.graph.labels import clean
from equigraph.graph.why_words import PATHS_SAY, more_line, path_line

if TYPE_CHECKING:
    import os

    from equigraph.graph.why import Bundle, Step, Why
    from equigraph.graph.why import Path as Way

__all__ = [
    "generate_why",
    "generate_why_json",
    "generate_why_md",
    "generate_why_text",
    "source_marks",
    "why_format",
]

NO_SOURCE: Final = "[no source recorded]"
SUFFIXES: Final = {".txt": "text", ".json": "json", ".html": "html", ".htm": "html", ".md": "md", ".pptx": "pptx"}
WIDTH: Final = 100  # columns of a text in a file


def why_format(name: str | None, path: str | os.PathLike[str] | None) -> str:
    """Return the format that is asked for: by name, else by the ending of a file, else text.

    Raises:
        UnknownFormatError: The file has another ending.

    Example:
        >>> why_format(None, "answer.MD"), why_format("json", "answer.md"), why_format(None, None)
        ('md', 'json', 'text')
    """
    if name or path is None:
        return name or "text"
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise UnknownFormatError(suffix or Path(path).name, SUFFIXES)
    return SUFFIXES[suffix]


def generate_why(why: Why, name: str, width: int = WIDTH) -> str:
    """Return an answer in the format of that name.

    Args:
        why: The answer.
        name: text, json, html or md.
        width: Columns after which text is wrapped.
    """
    if name == "html":  # the page brings in the template engine
        return str(importlib.import_module("equigraph.exporters.why_page").generate_why_html(why))
    if name == "text":
        return generate_why_text(why, width)
    return {"json": generate_why_json, "md": generate_why_md}[name](why)


def source_marks(numbers: Sequence[int]) -> str:
    """Return the numbers of sources as they stand behind a sentence, neighbours drawn together.

    Example:
        >>> source_marks([1, 2, 4, 5, 6, 7]), source_marks([])
        ('[1][2][4-7]', '[no source recorded]')
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = (f"[{run[0]}-{run[-1]}]" if len(run) > 2 else "".join(f"[{one}]" for one in run) for run in runs)  # noqa: PLR2004
    return "".join(shown) or NO_SOURCE


# --- the parts, in words ---------------------------------------------------------------------


def step_words(step: Step) -> str:
    """Return a step in one line: what is recorded, how well it is supported, and its sources."""
    return " ".join(filter(None, (step.sentence, step.support_said, source_marks(step.sources))))


def claim_words(record: Mapping[str, Any], numbers: Mapping[str, int]) -> str:
    """Return a claim in one line, its direction first."""
    marks = [record["group_label"], record["design"], record["effect"], record["essa_tier"]]
    marks += [OUR_READING if record["mapping"] == "inferred" else "", record["check"]]
    inside = "; ".join(mark for mark in marks if mark)
    direction = DIRECTIONS.get(record["direction"], record["direction"])
    source = source_marks([numbers[record["source"]]] if record["source"] in numbers else [])
    where = f", {record['locator']}" if record["locator"] else ""
    return f"{direction}: {record['sentence']}{f' ({inside})' if inside else ''} {source}{where}"


def chain(way: Way) -> str:
    """Return the names along a path."""
    return " – ".join(way.labels)


def shown_paths(why: Why) -> tuple[Way, ...]:
    """Return what is told under "Other paths": a longer one where there is none."""
    return (*why.others, *([why.nearest] if why.nearest else ()))


def paths_heading(why: Why) -> str:
    """Return the heading above the paths."""
    if why.nearest:
        return "The nearest path"
    return "Other paths" if why.direct else "Paths"


# --- text -----------------------------------------------------------------------------------


def generate_why_text(why: Why, width: int = WIDTH) -> str:
    """Return the answer as text.

    Args:
        why: The answer.
        width: Columns after which lines are wrapped.
    """
    return "".join(f"{_wrapped(indent, line, width)}\n" if line else "\n" for indent, line in _text_lines(why))


def _wrapped(indent: int, line: str, width: int) -> str:
    number = re.match(r"(?:\d+\. |\[\d+\] |- )", line)
    hang = " " * (indent + (len(number[0]) if number else 0))
    return textwrap.fill(
        line, max(width, 20 + len(hang)), initial_indent=" " * indent, subsequent_indent=hang, break_on_hyphens=False
    )


def _text_lines(why: Why) -> Iterator[tuple[int, str]]:
    yield 0, clean(why.title)
    for heading, lines in _sections(why):
        yield 0, ""
        yield 0, heading
        for depth, number, text in lines:
            if number == BREAK:
                yield 0, ""
            else:
                yield 2 + 3 * depth, f"{'' if number == HEAD else number}{clean(text)}"


# A section is a heading and its lines: how deep each stands, its number or mark, and its words.
Line = tuple[int, str, str]
BREAK: Final = "break"  # room between two parts of a section
HEAD: Final = "head"  # the heading of such a part


def _sections(why: Why) -> Iterator[tuple[str, list[Line]]]:
    yield "In short", [(0, "", sentence) for sentence in why.sentences]
    if why.direct:
        yield "Direct evidence, what speaks against first", list(_direct(why))
    ways = shown_paths(why)
    if ways:
        yield paths_heading(why), [(0, "", PATHS_SAY), *(line for way in ways for line in _path(way))]
    left_out = [*why.notes, *why.unlooked]
    yield "What was not looked at or is not shown", [(0, "- ", note) for note in left_out]
    if why.sources:
        yield "Sources", [(0, f"[{number}] ", why.citation(iri)) for iri, number in why.sources.items()]


def _direct(why: Why) -> Iterator[Line]:
    for bundle in why.direct:
        if bundle is not why.direct[0]:
            yield 0, BREAK, ""
        yield from _bundle(bundle, why.sources)


def _bundle(bundle: Bundle, numbers: Mapping[str, int]) -> Iterator[Line]:
    yield 0, "", f"{bundle.sentence} {source_marks(bundle.sources)}"
    yield 0, "", f"How sure: {bundle.reason}."
    yield 0, "", f"How well done: {bundle.quality}"
    if bundle.ours:
        yield 0, "", f"Evidence like ours: {bundle.ours}."
    for number, record in enumerate(bundle.claims, 1):
        yield 1, f"{number}. ", claim_words(record, numbers)


def _path(way: Way) -> Iterator[Line]:
    yield 0, BREAK, ""
    yield 0, HEAD, f"{path_line(way)}: {chain(way)}"
    for number, step in enumerate(way.steps, 1):
        yield 1, f"{number}. ", step_words(step)
        for other in step.also:
            yield 2, "- ", f"also: {step_words(other)}"
    yield 1, "", way.weakest_words
    if way.more:
        yield 1, "", more_line(way)


# --- Markdown -------------------------------------------------------------------------------

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>&~|!#$])")
_AT_START: Final = re.compile(r"^([-+=:]|\d{1,9}(?=[.)]))")


def escape_md(text: str) -> str:
    r"""Return a text that means itself in CommonMark, wherever it stands, on one line.

    Example:
        >>> escape_md("a *b* [c](d) <e>")
        'a \\*b\\* \\[c\\](d) \\<e\\>'
        >>> escape_md("- no list"), escape_md("1. none either")
        ('\\- no list', '1\\. none either')
    """
    escaped = _SPECIAL.sub(r"\\\1", clean(text))
    start = _AT_START.match(escaped)
    if start is None:
        return escaped
    return f"{start[0]}\\{escaped[start.end() :]}" if start[0][0].isdigit() else f"\\{escaped}"


def generate_why_md(why: Why) -> str:
    """Return the answer as Markdown, for a report or an issue; whatever stands in the data is text there."""
    blocks = [f"# {escape_md(why.title)}"]
    for heading, lines in _sections(why):
        blocks.append(f"## {heading}")
        if heading == "Sources":
            blocks += [_md_sources(why)]
        else:
            blocks += _md_blocks(lines)
    return "\n\n".join(blocks) + "\n"


def _md_blocks(lines: Sequence[Line]) -> Iterator[str]:
    """Yield paragraphs and lists; list items that follow one another make one list."""
    items: list[str] = []
    for depth, number, text in lines:
        if number in {"", BREAK, HEAD}:
            if items:
                yield "\n".join(items)
                items = []
            if text:
                yield ("### " if number == HEAD else "") + escape_md(text)
        else:
            items.append(f"{'   ' * max(0, depth - 1)}{number}{escape_md(text)}")
    if items:
        yield "\n".join(items)


def _md_sources(why: Why) -> str:
    items = []
    for iri, number in why.sources.items():
        citation = why.citation(iri)
        url = safe_link(why.network.graph["sources"].get(iri, {}).get("url", ""))
        head, _, tail = citation.partition(url) if url else (citation, "", "")
        link = f" <{url}>" if url else ""
        items.append(
            f"{number}. {escape_md(head)}{link}{' ' if tail.strip() else ''}{escape_md(tail.strip())}".rstrip()
        )
    return "\n".join(items)


# --- JSON -----------------------------------------------------------------------------------


def generate_why_json(why: Why) -> str:
    """Return the answer as JSON; its keys are described in ``docs/why.md``."""
    return json.dumps(_record(why), ensure_ascii=False, indent=2) + "\n"


def _record(why: Why) -> dict[str, Any]:
    graph = why.network.graph
    return {
        "question": why.title,
        "start": _thing(why, why.start),
        "end": _thing(why, why.end),
        "group": {"iri": why.group, "label": why.group_label, "exact": why.exact} if why.group else None,
        "max_length": why.max_length,
        "limit": why.limit,
        "sentences": list(why.sentences),
        "direct": [_bundle_record(bundle) for bundle in why.direct],
        "found": why.found,
        "shown": len(why.paths),
        "paths": [_path_record(way) for way in why.paths],
        "nearest": _path_record(why.nearest) if why.nearest else None,
        "notes": list(why.notes),
        "not_looked_at": list(why.unlooked),
        "sources": [_source_record(why, iri, number) for iri, number in why.sources.items()],
        "data": {
            name: graph[name]
            for name in ("dataset", "data_version", "data_date", "licence", "citation", "about", "blind_spots")
        },
    }


def _thing(why: Why, iri: str) -> dict[str, str]:
    node = why.network.nodes[iri]
    return {"iri": iri, "label": node["label"], "kind": node["kind"]}


def _bundle_record(bundle: Bundle) -> dict[str, Any]:
    return {
        "practice": bundle.practice,
        "goal": bundle.goal,
        "general": bundle.general,
        "scope": bundle.scope,
        "sentence": bundle.sentence,
        "verdict": bundle.edge["verdict"],
        "counts": dict(bundle.edge["counts"]),
        "grade": dict(bundle.edge.get("grade") or {}),
        "claims": [dict(record) for record in bundle.claims],
        "sources": list(bundle.sources),
    }


def _path_record(way: Way) -> dict[str, Any]:
    return {
        "number": way.number,
        "direct": way.is_direct,
        "things": list(way.things),
        "labels": list(way.labels),
        "shape": way.shape,
        "steps": [_step_record(step) for step in way.steps],
        "weakest": {"step": way.weakest + 1, "words": way.weakest_words},
        "more": way.more,
        "through": list(way.through),
    }


def _step_record(step: Step) -> dict[str, Any]:
    return {
        "subject": step.subject,
        "predicate": step.predicate,
        "object": step.object,
        "forward": step.forward,
        "kind": step.kind,
        "sentence": step.sentence,
        "verdict": step.verdict,
        "counts": dict(step.counts),
        "support": step.support,
        "support_words": step.support_words,
        "sources": list(step.sources),
        "statements": list(step.statements),
        "also": [_step_record(other) for other in step.also],
    }


def _source_record(why: Why, iri: str, number: int) -> dict[str, Any]:
    record = why.network.graph["sources"].get(iri, {})
    return {
        "number": number,
        "iri": iri,
        "citation": why.citation(iri),
        "url": safe_link(record.get("url", "")),
        "basis": record.get("basis", ""),
    }
