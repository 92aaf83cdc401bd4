"""A thing as plain text: what it is, how it is connected, what was found, and the sources of all of it.

What the command line prints for one thing. Limits: each statement is printed once, under the first connection it
stands behind; positions and drawing are left out.
"""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from equigraph.exporters.rule_words import rule_lines
from equigraph.graph.drill import drill_command
from equigraph.graph.entity import Entity, Line
from equigraph.graph.kinds import OUR_READING, direction_words
from equigraph.ontology.grading import grading_rule

__all__ = ["generate_card"]

NO_SOURCE = "[no source recorded]"


def generate_card(entity: Entity, width: int) -> str:
    """Return everything that is stated of a thing, as text.

    Args:
        entity: The thing with its neighborhood.
        width: Columns after which lines are wrapped.

    Returns:
        Lines of text; sources are numbered in the order in which they are first used.
    """
    return "".join(_wrapped(line, width) + "\n" for line in _Card(entity).lines())


def _wrapped(line: str, width: int) -> str:
    """Return a line wrapped to a width, its indentation kept."""
    if len(line) <= width:
        return line
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(
        line.strip(), width, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False
    )


class _Card:
    """Gathers the lines, and numbers the sources as they come up."""

    def __init__(self, entity: Entity) -> None:
        self.entity = entity
        self.records: Mapping[str, Mapping[str, Any]] = entity.network.graph["statements"]
        self.numbers: dict[str, int] = {}
        self.printed: set[str] = set()

    def lines(self) -> Iterator[str]:
        """Yield the card, line by line."""
        yield from self.head()
        connections = self.entity.lines
        for (label, outgoing), group in itertools.groupby(connections, key=lambda line: (line.label, line.outgoing)):
            yield ""
            yield label if outgoing else f"{label} this"
            for line in group:
                yield from self.connection(line)
        if self.numbers:
            yield ""
            yield "Sources"
            for source, number in self.numbers.items():
                yield f"  [{number}] {self.entity.citation(source)}"
        if any(line.edge["grade"] for line in connections):
            yield ""
            yield from rule_lines(grading_rule())

    def head(self) -> Iterator[str]:
        """Yield what is said of the thing itself."""
        node = self.entity.node
        kind = ", ".join(part for part in (node["kind"], node["category"]) if part)
        yield f"{node['label']}  ({kind})"
        yield node["iri"]
        if node["summary"]:
            yield node["summary"]
        marks = [mark for mark in (self.cited(node["sources"]), node["locator"], node["basis"]) if mark]
        if marks:
            yield f"Described from: {', '.join(marks)}"
        if node["url"]:
            yield f"Address: {node['url']}"
        yield from (f"{name}: {value}" for name, value in node["facts"])
        if node["drill"]:
            yield f"To open it: {drill_command(node['drill'])}"
        if node["statements"]:
            yield ""
            yield "stated of it"
            yield from (self.statement(self.records[name]) for name in node["statements"])

    def connection(self, line: Line) -> Iterator[str]:
        """Yield one connection and the statements behind it that were not printed yet."""
        edge = line.edge
        marks = [
            edge["strength"],
            edge["scope_label"],
            OUR_READING if edge["mapping"] == "inferred" else "",
        ]
        words = "; ".join(mark for mark in marks if mark)
        yield f"  {line.other_label}  ({line.other_kind})" + (f": {words}" if words else "")
        if edge["grade"]:
            yield f"    How sure: {edge['grade']['reason']}."
            yield f"    How well done: {edge['grade']['quality']}"
        if edge["ours"]:
            yield f"    Evidence like ours: {edge['ours']['sentence']}."
        if not edge["statements"]:
            yield f"    {NO_SOURCE}"
        if edge["lines"]:
            yield f"    {len(edge['statements']):,} of {edge['statement_count']:,} statements shown"
        fresh = [name for name in edge["statements"] if name not in self.printed]
        if len(fresh) < len(edge["statements"]):
            yield f"    {len(edge['statements']) - len(fresh)} of the statements printed here"
        self.printed.update(fresh)
        for name in fresh:
            yield self.statement(self.records[name])

    def statement(self, record: Mapping[str, Any]) -> str:
        """Return one statement with its direction, its marks and its source."""
        marks = [
            record["group_label"],
            record["design"],
            record["effect"],
            record["essa_tier"],
            OUR_READING if record["mapping"] == "inferred" else "",
            record["check"],
            *record["notes"],
        ]
        words = "; ".join(mark for mark in marks if mark)
        direction = f"{direction_words(record['direction'])}: " if record["direction"] else ""
        place = f", {record['locator']}" if record["locator"] else ""
        source = self.cited([record["source"]] if record["source"] else []) or NO_SOURCE
        return f"    {direction}{record['sentence']}" + (f" ({words})" if words else "") + f" {source}{place}"

    def cited(self, sources: list[str]) -> str:
        """Return the numbers of sources."""
        return " ".join(f"[{self.numbers.setdefault(source, len(self.numbers) + 1)}]" for source in sources)
