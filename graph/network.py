"""The network: what a view drew, with everything a picture, a card or a file needs.

A :class:`Network` is a ``networkx.MultiDiGraph`` with the attributes below; exporters read nothing else and
never query the store. All values are JSON-able.

Node (its key is its IRI): ``iri``, ``label``, ``kind`` (local name of the class, "Thing" if none of ours),
``category``, ``summary`` (definition), ``url`` (may be published, or ""), ``sources`` (IRIs its description rests
on), ``locator``, ``basis``, ``facts`` (``[name, value]`` pairs), ``statements`` (IRIs of what is stated of it without
a line, such as costs), ``note`` (a gap to be said beside the label, or ""; with what a person wrote on it, after
"Note: "), ``marked`` (a person highlighted it), ``focus`` (the view is about it),
``column`` (from 0), ``group`` (heading within the column, or ""), ``listed`` (it has no line, in the whole answer),
``more`` (lines to things that are not shown); of a group, else 0 and {}: ``members`` (things in it), ``unlinked`` (of
those, how many have no line), ``drill`` (what opens it); and, set by :mod:`equigraph.graph.layout`: ``x``, ``y``
(centre), ``width``, ``height``, all in px.

Edge ``(u, v, key)``: ``iri`` (the predicate), ``kind`` ("evidence", "relation", "triple"; "group" between groups),
``label``, ``verdict`` and ``strength`` (words: the verdict with the number of its sources; "" unless evidence),
``claims``, ``source_count``, ``judging_count`` (sources that bear the verdict: those with too little to judge left
out, those of one study counted once), ``counts`` (claims by direction), ``grade`` and ``ours`` (of evidence, else {};
see below), ``mapping`` ("stated", "inferred" or ""), ``general`` (claims about all students, shown apart),
``scope_label`` (the words for that), ``statements`` (IRIs, what speaks against comes first), ``statement_count`` (how
many there are); of a line between groups, else 0 and {}: ``lines`` (those it bundles), ``inferred`` (of those, how
many hold no claim and are our reading alone), ``verdicts`` and ``relations`` (those lines by verdict, and by the words
of their predicate), ``drill`` (what shows them). Its ``iri`` is "urn:equigraph:relations" where they have several
predicates.

``grade`` of a line of evidence: ``rule`` (version of ``ontology/grading.ttl``), ``verdict``, ``how_sure`` (a level of
the rule), ``reason`` (the sentence that produced it), ``claims``, ``sources``, ``judging`` (sources that found enough
to judge), ``counted`` (those of one study once), ``counts``, ``strongest`` (design), ``quality`` (the sentence on how
well done), ``ratings`` (pairs of words and source IRIs, only as stated), ``could_support`` (our reading of the design
alone, or ""), ``gap`` (its kind in a gap map), ``inferred`` (claims whose tie is our reading), ``verdict_stated`` (the
verdict without those). ``ours``, where there is a profile, else {}: the ``grade`` of the claims that are like it,
``unlike`` and ``unknown`` (how many are about others, or do not say), ``sentence``.

A line between groups has no verdict: it is "", and ``strength`` says in words what is beneath. Its ``statements`` are
the first of ``statement_count``; its other numbers are of all of them. ``drill`` is ``{"view": name, "parameters":
{name: value}}``, as ``KnowledgeGraph.view`` takes them.

Graph: ``view``, ``question``, ``parameters`` (what was chosen, in words), ``arguments`` (all values, as IRIs and
numbers), ``title``, ``data_version``, ``data_date``, ``data_digest``, ``licence``, ``licence_url``, ``citation`` (how
to cite the graph), ``scope`` (what was chosen, in a sentence), ``about`` (what the graph is about), ``dataset`` (its
title), ``blind_spots``, ``summary`` (sentences), ``notes``, ``shown`` and ``total`` (nodes), ``by`` (what things are
grouped by: "kind", "category" or "community"; else ""), ``grouped`` (things in groups, else 0), ``columns``
(headings), ``unlinked`` (heading of the listed nodes), ``layout``, ``width``, ``height`` (px), ``statements`` and
``sources`` (records by IRI, see :mod:`equigraph.graph.records`), ``triples`` (N-Triples lines of what is shown).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import networkx as nx
from pyoxigraph import NamedNode

from equigraph.graph import records
from equigraph.graph.columns import Columns
from equigraph.graph.describe import RDF_TYPE, Description
from equigraph.graph.grades import Grade
from equigraph.graph.line_grades import Likely, line_grades
from equigraph.graph.reader import Reader
from equigraph.graph.rows import Edge, Rows
from equigraph.graph.showing import Showing
from equigraph.ontology.prefixes import CONCEPT_PREFIXES, PREFIXES

__all__ = ["Builder", "MultiDiGraph", "Network", "edges_of", "project", "structure", "structure_of"]

if TYPE_CHECKING:
    MultiDiGraph: TypeAlias = nx.MultiDiGraph[str]
else:
    MultiDiGraph = nx.MultiDiGraph

EQ: Final = PREFIXES["eq"]

# What statements refer to by name only: the concepts of our schemes, and student groups.
NAMED_ALONG: Final = (PREFIXES["group"], *(PREFIXES[name] for name in CONCEPT_PREFIXES))
KEPT_OF_NAMED: Final = frozenset(
    {RDF_TYPE, *(PREFIXES["skos"] + name for name in ("prefLabel", "broader", "inScheme", "notation"))}
)


class Network(MultiDiGraph, Showing):
    """A ``networkx.MultiDiGraph`` that Jupyter shows as its page; all of networkx works on it.

    Example:
        >>> network = Network(title="Two things")
        >>> network.add_edge("a", "b", "k")
        'k'
        >>> network.subgraph(["a"]), nx.is_weakly_connected(network)
        (<Network: Two things: 1 thing, 0 lines.>, True)
    """

    def in_words(self) -> tuple[str, Sequence[str]]:
        """Return title and summary; without a summary, how much there is."""
        counts = ((len(self), "thing"), (self.number_of_edges(), "line"))
        told = ", ".join(f"{number:,} {name}{'' if number == 1 else 's'}" for number, name in counts)
        return str(self.graph.get("title") or "Untitled network"), list(self.graph.get("summary", ())) or [f"{told}."]


def structure(rows: Iterable[Any]) -> Network:
    """Return the network that these solutions spell out, without asking for more than they hold.

    Args:
        rows: Solutions or tuples of terms: subject, predicate, object, and, if there is a fourth, the statement behind
            that line. Rows whose first three are not all IRIs make no line.

    Returns:
        Nodes by IRI with the attribute ``iri``; edges by predicate with ``iri`` and ``statements``. It is no picture:
        :func:`project` describes and lays out what is to be shown.

    Example:
        >>> a, funds, b = (NamedNode("http://example.org/" + name) for name in ("a", "funds", "b"))
        >>> [(u, v, data["iri"]) for u, v, data in structure([(a, funds, b)]).edges(data=True)]
        [('http://example.org/a', 'http://example.org/b', 'http://example.org/funds')]
    """
    lines: dict[tuple[str, str, str], list[str]] = {}
    for subject, predicate, object_, *rest in rows:
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and isinstance(object_, NamedNode):
            names = lines.setdefault((subject.value, object_.value, predicate.value), [])
            if rest and isinstance(rest[0], NamedNode):
                names.append(rest[0].value)
    return _structure((*line, line[2], names) for line, names in lines.items())


def structure_of(rows: Rows) -> Network:
    """Return things and lines alone, as :func:`structure` does, with the things that have no line."""
    network = _structure(
        (edge.subject, edge.object, edge.key, edge.predicate, names) for edge, names in rows.edges.items()
    )
    network.add_nodes_from((thing, {"iri": thing}) for thing in sorted(rows.things))
    return network


def _structure(lines: Iterable[tuple[str, str, str, str, Collection[str]]]) -> Network:
    network = Network()
    edges: Iterable[Any] = (
        (subject, object_, key, {"iri": predicate, "statements": sorted(set(names))})
        for subject, object_, key, predicate, names in lines
    )
    network.add_edges_from(edges)
    for iri, node in network.nodes.items():
        node["iri"] = iri
    return network


def project(
    rows: Rows, reader: Reader, columns: Columns, *, focus: Sequence[str] = (), more: Mapping[str, int] | None = None
) -> Network:
    """Return the network of these rows: the one place where RDF becomes networkx.

    Args:
        rows: What a view found, and is to show.
        reader: Fetches descriptions and verdicts from the store.
        columns: Where each kind of thing stands.
        focus: The things that the view is about.
        more: How many lines a thing has to things that are not shown.

    Returns:
        A network with nodes, edges, statements, sources and triples; words and positions are added later.
    """
    builder = Builder(rows, reader, columns, frozenset(focus))
    builder.add_nodes(more or {})
    builder.add_edges()
    builder.add_sources()
    return builder.network


class Builder:
    """Gathers descriptions once and turns rows into nodes, edges and records."""

    def __init__(
        self,
        rows: Rows,
        reader: Reader,
        columns: Columns,
        focus: frozenset[str],
        predicates: Collection[str] = (),
    ) -> None:
        self.rows = rows
        self.reader = reader
        self.columns = columns
        self.focus = focus
        self.network = Network()
        self.things = reader.describe(rows.things)
        self.terms = reader.describe(
            {edge.predicate for edge in rows.edges}
            | set(predicates)
            | {name for thing in self.things.values() for name in thing.properties}
        )
        self.evidence = reader.describe(rows.statement_iris)
        self.names = self.things | self.terms
        self.statements = {iri: self._record(description) for iri, description in self.evidence.items()}
        self.by_direction = records.by_direction(self.statements)
        self.triples = {
            line
            for descriptions in (self.things, self.evidence)
            for description in descriptions.values()
            for line in description.triples()
        }

    def _record(self, description: Description) -> records.Record:
        if EQ + "EvidenceClaim" in description.types:
            return records.claim_record(description, self.names)
        return records.statement_record(description, self.names)

    def add_nodes(self, more: Mapping[str, int]) -> None:
        """Add every thing."""
        linked = {end for edge in self.rows.edges for end in (edge.subject, edge.object)}
        for iri in sorted(self.things):
            listed = iri not in linked and iri not in self.focus and iri not in more
            self.add_node(iri, listed=listed, more=more.get(iri, 0))

    def add_node(self, iri: str, *, listed: bool, more: int) -> None:
        """Add one thing, with what is stated of it."""
        thing = self.things[iri]
        kind = self.columns.kind_of(thing.types)
        category = thing.name_of(EQ + "category")
        column, group = self.columns.place(iri, kind, category, is_focus=iri in self.focus)
        self.network.add_node(
            iri,
            iri=iri,
            label=thing.label,
            kind=kind,
            category=category,
            summary=thing.definition,
            url=records.publishable_url(_address(thing)),
            sources=list(records.own_sources(thing)),
            locator=thing.text(EQ + "locator"),
            basis=thing.iri_of(EQ + "basis").rsplit("/", 1)[-1],
            facts=records.facts(thing, lambda name: self.terms[name].label),
            statements=sorted(self.rows.literals.get(iri, ())),
            note="",
            focus=iri in self.focus,
            column=column,
            group=group,
            listed=listed,
            more=more,
            members=0,
            unlinked=0,
            drill={},
            marked=False,
        )

    def add_edges(self) -> None:
        """Add every line, with its verdict if it bundles claims."""
        grades = line_grades(self.rows, self.reader)
        for edge in sorted(self.rows.edges):
            self.add_edge(edge, grades.get(edge))

    def add_edge(self, edge: Edge, graded: tuple[Grade, Likely | None] | None) -> None:
        """Add one line with all its statements."""
        names = self.rows.edges[edge]
        # A line of one's own that only uses our word for a bundle is a relation like any other.
        kind = "evidence" if graded else "relation" if names else "triple"
        statements = sorted(names, key=self.by_direction) if names else [self.bare_triple(edge)]
        sources = {source for name in statements if (source := self.statements[name]["source"])}
        attributes: dict[str, Any] = {
            "iri": edge.predicate,
            "kind": kind,
            "label": self.terms[edge.predicate].label,
            "verdict": "",
            "strength": "",
            "claims": 0,
            "source_count": len(sources),
            "judging_count": len(sources),
            "counts": {},
            "mapping": self._mapping(statements),
            "general": edge.general,
            "scope_label": "",
            "statements": statements,
            "statement_count": len(statements),
            "lines": 0,
            "inferred": 0,
            "verdicts": {},
            "relations": {},
            "drill": {},
            "grade": {},
            "ours": {},
        }
        self.network.add_edge(edge.subject, edge.object, edge.key, **attributes | (_graded(*graded) if graded else {}))

    def _mapping(self, statements: Sequence[str]) -> str:
        """A line is stated as soon as one statement behind it is; it is inferred when all are our reading."""
        mappings = {self.statements[name]["mapping"] for name in statements}
        if mappings == {"inferred"}:
            return "inferred"
        return "stated" if "stated" in mappings else ""

    def bare_triple(self, edge: Edge) -> str:
        """Keep the record of a line for which nobody states anything, and return its name."""
        ends = (self.things[edge.subject], self.terms[edge.predicate], self.things[edge.object])
        record = records.triple_record(*ends)
        self.statements[record["iri"]] = record
        self.triples.add(f"{record['iri']} .")
        return str(record["iri"])

    def _add_names(self, sources: Mapping[str, Description]) -> None:
        """Keep class, name and place of the concepts and groups spoken of: without them the rest cannot be read."""
        known = self.things.keys() | self.evidence.keys() | sources.keys()
        every = (*self.things.values(), *self.evidence.values(), *sources.values())
        values = {value for description in every for value in _values(description)}
        wanted = {value for value in values - known if value.startswith(NAMED_ALONG)}
        for description in self.reader.describe(wanted).values():
            self.triples |= set(description.triples(KEPT_OF_NAMED))

    def add_sources(self) -> None:
        """Add the records of all statements and sources, and the triples of everything that is shown."""
        wanted = {record["source"] for record in self.statements.values() if record["source"]}
        wanted |= {source for _, node in self.network.nodes(data=True) for source in node["sources"]}
        wanted |= {iri for iri, node in self.network.nodes(data=True) if node["kind"] == "ResearchSource"}
        described = self.reader.describe(wanted)
        self.triples |= {line for source in described.values() for line in source.triples()}
        self._add_names(described)
        self.network.graph["statements"] = dict(sorted(self.statements.items()))
        self.network.graph["sources"] = {iri: records.source_record(one) for iri, one in sorted(described.items())}
        self.network.graph["triples"] = sorted(self.triples)


def _graded(grade: Grade, ours: Likely | None) -> dict[str, Any]:
    return {
        "verdict": grade.verdict,
        "strength": grade.support,
        "claims": grade.claims,
        "source_count": grade.sources,
        "judging_count": grade.counted,
        "counts": dict(grade.counts),
        "grade": grade.as_record(),
        "ours": ours.as_record() if ours else {},
    }


def _values(description: Description) -> Iterator[str]:
    for values in description.properties.values():
        yield from (value.value for value in values if isinstance(value, NamedNode))


def _address(thing: Description) -> str:
    return thing.iri_of(PREFIXES["schema"] + "url") or thing.iri_of(PREFIXES["foaf"] + "homepage")


def edges_of(network: Network) -> list[tuple[str, str, Mapping[str, Any]]]:
    """Return all edges with their attributes, in a stable order."""
    return [(*ends, network.edges[*ends, key]) for *ends, key in sorted(network.edges(keys=True))]
