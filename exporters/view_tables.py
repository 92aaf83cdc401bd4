"""A network as flat tables: things, lines, claims and statements, sources; and the evidence, a row for each finding.

The four tables hold every attribute of things, lines and records, so that :func:`network_of` joins them to the network
again; see :mod:`equigraph.exporters.view_columns`. Nothing that is drawn is left out of the evidence: a thing without a
line or statement has a row that says so, and so has a line that rests on nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from equigraph.exporters.column import BETWEEN, Column, flatten, unflatten
from equigraph.exporters.evidence import safe_link, unlinked
from equigraph.exporters.view_columns import (
    CLAIM_COLUMNS,
    EDGE_COLUMNS,
    EVIDENCE_COLUMNS,
    NODE_COLUMNS,
    SOURCE_COLUMNS,
)
from equigraph.graph.network import Network
from equigraph.graph.records import publishable_url
from equigraph.graph.relation_words import EVIDENCE_ON, relation_words

__all__ = ["RECORDS", "TABLES", "ViewTables", "made_for", "network_of"]

Row = dict[str, Any]
EdgeKey = tuple[str, str, str]

TABLES: Final[Mapping[str, Sequence[Column]]] = {
    "nodes": NODE_COLUMNS,
    "edges": EDGE_COLUMNS,
    "claims": CLAIM_COLUMNS,
    "sources": SOURCE_COLUMNS,
}
# What a network keeps in tables of their own, or, as raw statements, not at all.
RECORDS: Final = frozenset({"statements", "sources", "triples"})
KINDS_OF_ROW: Final = {"claim": "finding", "statement": "statement", "triple": "statement without a source"}
NO_STATEMENT: Final = "line without a statement"
ABOUT_A_THING: Final = "statement about a thing"
THING: Final = "thing without a line"
THING_IN_PART: Final = "thing, its lines not shown"


def made_for(network: Network) -> str:
    """Return what was chosen for a view, in one line.

    Example:
        >>> made_for(Network(parameters={"group": "English Learners"}, shown=2, total=3))
        'group: English Learners; shown: 2 of 3'
    """
    facts = network.graph
    words = dict(facts.get("parameters") or {})
    shown, total = facts.get("shown", len(network)), facts.get("total", len(network))
    if shown != total:
        words["shown"] = f"{shown:,} of {total:,}"
    return "; ".join(f"{name}: {value}" for name, value in words.items()) or "everything this view knows of"


class ViewTables:
    """The tables of a network.

    Args:
        network: The network.
        tell: Say in words what only a program reads: counts, facts, what opens a group.
    """

    def __init__(self, network: Network, *, tell: bool = False) -> None:
        self.network = network
        self.tell = tell
        self.records: Mapping[str, Mapping[str, Any]] = network.graph.get("statements", {})
        self.cited: Mapping[str, Mapping[str, Any]] = network.graph.get("sources", {})
        self.edge_keys: list[EdgeKey] = sorted(network.edges(keys=True), key=lambda key: tuple(map(str, key)))

    def __getitem__(self, name: str) -> list[Row]:
        """Return the rows of one of :data:`TABLES`."""
        rows: list[Row] = {"nodes": self.nodes, "edges": self.edges, "claims": self.claims, "sources": self.sources}[
            name
        ]
        return rows

    @cached_property
    def nodes(self) -> list[Row]:
        """A row for each thing, by IRI."""
        rows = []
        for iri in sorted(self.network):
            node = self.network.nodes[iri]
            citations = BETWEEN.join(self._citation(source) for source in node.get("sources", ()))
            rows.append(self._row(NODE_COLUMNS, node) | {"citations": citations, "iri": iri})
        return rows

    @cached_property
    def edges(self) -> list[Row]:
        """A row for each line, by its ends and key."""
        return [self._edge(edge) for edge in self.edge_keys]

    def _edge(self, edge: EdgeKey) -> Row:
        start, end, key = edge
        ends = {"from": self._label(start), "to": self._label(end), "from_iri": start, "to_iri": end, "key": str(key)}
        told = {"relation": relation_words(self.network.edges[edge])} if self.tell else {}
        return self._row(EDGE_COLUMNS, self.network.edges[edge]) | ends | told

    @cached_property
    def claims(self) -> list[Row]:
        """A row for each claim or statement, by IRI."""
        uses = Counter(iri for *_, edge in self.network.edges(data=True) for iri in edge.get("statements", ()))
        uses.update(iri for _, node in self.network.nodes(data=True) for iri in node.get("statements", ()))
        return [self._claim(iri) | {"stands_behind": uses[iri]} for iri in sorted(self.records)]

    def _claim(self, iri: str) -> Row:
        record = self.records.get(iri, {"iri": iri})
        source = record.get("source", "")
        cited = {"citation": self._citation(source), "source_link": self._link(source)}
        told = {"predicate": EVIDENCE_ON} if self.tell and record.get("type") == "claim" else {}
        return self._row(CLAIM_COLUMNS, record) | cited | told

    @cached_property
    def sources(self) -> list[Row]:
        """A row for each source, in the order of a bibliography."""
        uses = Counter(record.get("source", "") for record in self.records.values())
        ordered = sorted(self.cited, key=lambda iri: (self._citation(iri).casefold(), iri))
        return [self._row(SOURCE_COLUMNS, self.cited[iri]) | {"claims": uses[iri]} for iri in ordered]

    @cached_property
    def about(self) -> list[Row]:
        """What is said of the whole view: a row for each attribute, its value as JSON."""
        return [
            {"name": name, "value": json.dumps(value, ensure_ascii=False, sort_keys=True)}
            for name, value in sorted(self.network.graph.items())
            if name not in RECORDS
        ]

    @cached_property
    def constants(self) -> Row:
        """What every row of the evidence says again: the view, choices, version, licence."""
        facts = self.network.graph
        return {
            "title": str(facts.get("title") or ""),
            "made_for": made_for(self.network),
            **{name: str(facts.get(name) or "") for name in ("data_version", "data_date", "licence")},
            "cite_as": str(facts.get("citation") or ""),
        }

    @cached_property
    def evidence(self) -> list[Row]:
        """A row for each finding and statement behind each line, then those about things, then things without any."""
        empty = dict.fromkeys(EVIDENCE_COLUMNS, "") | self.constants
        rows = (*self._of_lines(), *self._of_things())
        return [empty | {name: value for name, value in row.items() if name in EVIDENCE_COLUMNS} for row in rows]

    def _of_lines(self) -> Iterator[Row]:
        told = ViewTables(self.network, tell=True)
        for edge, line in zip(self.edge_keys, told.edges, strict=True):
            data = self.network.edges[edge]
            kinds = {"from_kind": self._kind(edge[0]), "to_kind": self._kind(edge[1])}
            statements = data.get("statements", ())
            count = max(int(data.get("statement_count") or 0), len(statements))
            for number, iri in enumerate(statements, 1):
                claim = told._claim(iri)
                sort = KINDS_OF_ROW.get(str(self.records.get(iri, {}).get("type")), "statement")
                left_out = f"; {count - len(statements):,} not listed" * (number == len(statements) < count)
                yield line | kinds | claim | {"row": sort, "listed": f"{number:,} of {count:,}{left_out}"}
            if not statements:
                yield line | kinds | {"row": NO_STATEMENT, "listed": f"0 of {count:,}"}

    def _of_things(self) -> Iterator[Row]:
        told = ViewTables(self.network, tell=True)
        for node in told.nodes:
            iri = node["iri"]
            thing = {"from": node["thing"], "from_kind": node["kind"], "from_iri": iri}
            statements = self.network.nodes[iri].get("statements", ())
            for number, name in enumerate(statements, 1):
                row = {"row": ABOUT_A_THING, "listed": f"{number:,} of {len(statements):,}"}
                yield thing | told._claim(name) | row
            if not self.network.degree(iri):
                yield thing | self._without_line(node)

    def _without_line(self, node: Row) -> Row:
        """Return what is said of a thing to which no line leads, with the sources of its description."""
        row = {name: node[name] for name in ("basis", "locator")} | {"citation": node["citations"]}
        if node["more_lines"]:
            return row | {"row": THING_IN_PART, "finding": f"{node['more_lines']:,} lines to things not shown"}
        return row | {"row": THING, "finding": node["note"] or unlinked(self.network)}

    def _row(self, columns: Sequence[Column], record: Mapping[str, Any]) -> Row:
        return flatten(columns, record, tell=self.tell)

    def _label(self, iri: str) -> str:
        return str(self.network.nodes[iri].get("label") or iri)

    def _kind(self, iri: str) -> str:
        return str(NODE_COLUMNS[1].write(self.network.nodes[iri].get("kind")))

    def _citation(self, iri: str) -> str:
        return str(self.cited.get(iri, {}).get("citation") or iri)

    def _link(self, iri: str) -> str:
        return safe_link(publishable_url(str(self.cited.get(iri, {}).get("url", ""))))


def network_of(
    nodes: Iterable[Mapping[str, str]],
    edges: Iterable[Mapping[str, str]],
    claims: Iterable[Mapping[str, str]],
    sources: Iterable[Mapping[str, str]],
    about: Iterable[Mapping[str, str]],
) -> Network:
    """Return the network whose tables these are, all but its raw statements.

    Args:
        nodes: Rows of the things, as texts.
        edges: Rows of the lines.
        claims: Rows of the claims and statements.
        sources: Rows of the sources.
        about: What is said of the whole.
    """
    network = Network(**{row["name"]: json.loads(row["value"]) for row in about})
    for row in nodes:
        network.add_node(row["iri"], **unflatten(NODE_COLUMNS, row))
    for row in edges:
        network.add_edge(row["from_iri"], row["to_iri"], row["key"], **unflatten(EDGE_COLUMNS, row))
    for name, columns, rows in (("statements", CLAIM_COLUMNS, claims), ("sources", SOURCE_COLUMNS, sources)):
        records = (unflatten(columns, row) for row in rows)
        network.graph[name] = {record["iri"]: record for record in sorted(records, key=lambda one: str(one["iri"]))}
    return network
