"""What two networks differ in: things, lines, claims, sources, what is said about them; and why a verdict changed.

Parts are known by their IRIs. Where a thing stands is no content: what only moved is told apart. A label is told once,
as the new name of its thing, and not again for every statement that mentions it. Limits: a thing with a new IRI is
another thing; why a verdict changed is told from the claims behind the line and from the version of the rule, which are
what a verdict is made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from equigraph.graph.contract import CANVAS, EDGE, GRAPH, NODE, PLACES, SOURCE, STATEMENT
from equigraph.graph.kinds import DIRECTIONS
from equigraph.graph.network import Network

__all__ = ["ADDED", "CHANGED", "REMOVED", "Change", "Changes", "Field", "Kind", "compare"]

Kind = Literal["added", "removed", "changed"]
ADDED: Final[Kind] = "added"
REMOVED: Final[Kind] = "removed"
CHANGED: Final[Kind] = "changed"

# Follows from where a thing stands, or is compared by itself.
NOT_CONTENT: Final = frozenset({*PLACES, "column", "group", "iri"})
RECORDS: Final = frozenset({"statements", "sources", "triples", *CANVAS})
# What says which question was asked, and what says of which data.
QUESTION: Final = ("view", "parameters", "arguments")
DATA: Final = ("data_version", "data_date", "data_digest")
# Sentences that repeat a label in a generated sentence: the label itself is compared.
LABELLED: Final = (("subject", "subject_label"), ("object", "object_label"), ("group", "group_label"))
# What a reader is told of a line that bundles claims.
TOLD_OF_LINE: Final = frozenset({"verdict", "strength", "grade.how_sure"})


@dataclass(frozen=True)
class Field:
    """One attribute that differs; None stands for what is not there."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """What became of one thing, line, statement or source.

    Attributes:
        kind: "added", "removed" or "changed".
        id: Its IRI; of a line its predicate, as the network has it.
        before: Its attributes or record before; empty for what was added.
        after: The same after; empty for what was removed.
        fields: Which attributes differ, of what changed.
        ends: Of a line: the IRIs from and to which it leads.
        labels: Of a line: the names of its ends.
        because: Of a line that bundles claims: what its new verdict, its new support or its other claims come from.
        sources: Of a line and of a statement: the records of all sources of both networks.
    """

    kind: Kind
    id: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    fields: tuple[Field, ...] = ()
    ends: tuple[str, str] = ("", "")
    labels: tuple[str, str] = ("", "")
    because: tuple[Reason, ...] = ()
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def now(self) -> Mapping[str, Any]:
        """Its attributes as they are after, or were last."""
        return self.after or self.before

    @property
    def is_regraded(self) -> bool:
        """Whether it is a line whose verdict, whose support, or how sure that is, changed."""
        return bool(self.because) and self.differs_in(*TOLD_OF_LINE)

    def differs_in(self, *names: str) -> bool:
        """Say whether one of these attributes differs."""
        return any(one.name in names for one in self.fields)


@dataclass(frozen=True)
class Reason:
    """Why a verdict or its support changed: claims that were added, removed or changed, or another rule.

    Attributes:
        kind: "added", "removed" or "changed" (claims), "rule", or "unknown" when neither claims nor rule differ.
        claims: The claims, what speaks against first.
        rules: Versions of the rule before and after.
    """

    kind: str
    claims: tuple[Change, ...] = ()
    rules: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Changes:
    """What two networks differ in.

    Attributes:
        before: What the earlier network says of itself (its graph attributes).
        after: What the later one says.
        things: Nodes, by IRI.
        lines: Edges; those whose verdict changed come first, then by the names of their ends.
        statements: Claims and other statements; what speaks against comes first.
        sources: By IRI.
        about: Attributes of the network itself that differ.
        moved: Things that only stand elsewhere.
        counts: How many things, lines, claims, other statements and sources there are, before and after.
        causes: What differs in how the two were made, in sentences; nothing when only the networks are known.
        unknown: What the earlier network did not hold, and so was not compared.
    """

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    things: tuple[Change, ...]
    lines: tuple[Change, ...]
    statements: tuple[Change, ...]
    sources: tuple[Change, ...]
    about: tuple[Field, ...]
    moved: tuple[str, ...]
    counts: Mapping[str, tuple[int, int]]
    causes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def claims(self) -> tuple[Change, ...]:
        """The statements that are claims."""
        return tuple(one for one in self.statements if one.now["type"] == "claim")

    @property
    def other_statements(self) -> tuple[Change, ...]:
        """The statements that are no claims."""
        return tuple(one for one in self.statements if one.now["type"] != "claim")

    @property
    def question(self) -> tuple[Field, ...]:
        """What differs in the question: view and parameters."""
        return tuple(one for one in self.about if one.name in QUESTION)

    @property
    def is_same_content(self) -> bool:
        """Whether nothing that they hold differs, whatever is said about the data, and wherever things stand."""
        parts = (self.things, self.lines, self.statements, self.sources, self.question)
        return not any(parts) and not any(one.name == "triples" for one in self.about)

    @property
    def is_same(self) -> bool:
        """Whether nothing at all differs."""
        return self.is_same_content and not self.about and not self.moved


def compare(before: Network, after: Network, *, unknown: Iterable[str] = ()) -> Changes:
    """Return what two networks differ in.

    Args:
        before: The earlier one.
        after: The later one.
        unknown: What ``before`` did not hold, as :func:`equigraph.graph.contract.complete` names it: not compared.

    Example:
        >>> first, second = Network(), Network()
        >>> first.add_node("a", label="A")
        >>> second.add_nodes_from([("a", {"label": "New A"}), ("b", {"label": "B"})])
        >>> [(change.kind, change.id) for change in compare(first, second).things]
        [('changed', 'a'), ('added', 'b')]
    """
    return _Comparison(before, after, frozenset(unknown)).changes()


class _Comparison:
    """Compares two networks part by part."""

    def __init__(self, before: Network, after: Network, unknown: frozenset[str]) -> None:
        self.before, self.after, self.unknown = before, after, unknown
        self.common = {iri for iri in before if iri in after}
        self.sources = {**before.graph.get("sources", {}), **after.graph.get("sources", {})}
        self.labels = {
            iri: str(node.get("label") or iri) for network in (before, after) for iri, node in network.nodes(data=True)
        }

    def changes(self) -> Changes:
        """Return what differs."""
        old, new = self.before.graph, self.after.graph
        statements = self._statements(old.get("statements", {}), new.get("statements", {}))
        things = self._parts("things", dict(self.before.nodes), dict(self.after.nodes), NODE)
        return Changes(
            before=dict(old),
            after=dict(new),
            things=tuple(things),
            lines=self._lines({change.id: change for change in statements}),
            statements=statements,
            sources=tuple(self._parts("sources", old.get("sources", {}), new.get("sources", {}), SOURCE)),
            about=tuple(self._about(old, new)),
            moved=tuple(sorted(iri for iri in self.common if self._has_moved(iri))),
            counts=_counts(self.before, self.after),
            unknown=tuple(sorted(self.unknown)),
            labels=self.labels,
        )

    def _parts(
        self, what: str, before: Mapping[str, Any], after: Mapping[str, Any], usual: Mapping[str, Any]
    ) -> Iterator[Change]:
        for iri in sorted(before.keys() | after.keys()):
            old, new = before.get(iri), after.get(iri)
            if old is None or new is None:
                yield Change(ADDED if old is None else REMOVED, iri, dict(old or {}), dict(new or {}))
            elif fields := tuple(self._fields(what, old, new, usual)):
                yield Change(CHANGED, iri, dict(old), dict(new), fields)

    def _fields(
        self, what: str, old: Mapping[str, Any], new: Mapping[str, Any], usual: Mapping[str, Any]
    ) -> Iterator[Field]:
        """Yield the attributes that differ, in the order of the contract, then what no contract names."""
        for name in dict.fromkeys((*usual, *sorted(old.keys() | new.keys()))):
            if name in NOT_CONTENT or f"{what}.{name}" in self.unknown:
                continue
            first, second = old.get(name, usual.get(name)), new.get(name, usual.get(name))
            if name in {"grade", "ours"} and isinstance(first, dict) and isinstance(second, dict):
                inner = self._fields(f"{what}.{name}", first, second, {})
                yield from (Field(f"{name}.{one.name}", one.before, one.after) for one in inner)
            elif first != second:
                yield Field(name, first, second)

    def _about(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Field]:
        for one in self._fields("about", before, after, GRAPH):
            if one.name not in RECORDS:
                yield one
        old, new = (set(graph.get("triples", ())) for graph in (before, after))
        if old != new and "about.triples" not in self.unknown:
            yield Field("triples", sorted(old - new), sorted(new - old))

    def _has_moved(self, iri: str) -> bool:
        old, new = self.before.nodes[iri], self.after.nodes[iri]
        return any(old.get(name) != new.get(name) for name in PLACES)

    # --- statements -----------------------------------------------------------------------------

    def _statements(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
        found = self._parts(
            "statements",
            {iri: self._without_names(record) for iri, record in before.items()},
            {iri: self._without_names(record) for iri, record in after.items()},
            STATEMENT,
        )
        whole = (
            Change(
                one.kind,
                one.id,
                dict(before.get(one.id, {})),
                dict(after.get(one.id, {})),
                one.fields,
                sources=self.sources,
            )
            for one in found
        )
        return tuple(sorted(whole, key=_contrary_first))

    def _without_names(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return a record without the names of things in both networks: a new name of theirs is told once, there."""
        kept = dict(record)
        for iri, label in LABELLED:
            if record.get(iri) in self.common:
                kept.pop(label, None)
        if record.get("type") != "claim":  # its sentence is made of the names
            plain = " ".join(str(record.get(name, "")) for name in ("subject_label", "predicate_label", "object_label"))
            kept["sentence"] = str(record.get("sentence", "")).removeprefix(plain)
            kept.pop("predicate_label", None)
        return kept

    # --- lines ----------------------------------------------------------------------------------

    def _lines(self, statements: Mapping[str, Change]) -> tuple[Change, ...]:
        before, after = (
            {edge: network.edges[edge] for edge in network.edges(keys=True)} for network in (self.before, self.after)
        )
        found = []
        for edge in before.keys() | after.keys():
            old, new = before.get(edge), after.get(edge)
            fields = () if old is None or new is None else tuple(self._fields("lines", old, new, EDGE))
            if old is not None and new is not None and not _says_something(fields):
                continue
            kind: Kind = ADDED if old is None else REMOVED if new is None else CHANGED
            start, end, key = edge
            because = tuple(self._reasons(old or {}, new or {}, statements)) if _is_evidence(fields) else ()
            names = self.labels[start], self.labels[end]
            whole = Change(
                kind, key, dict(old or {}), dict(new or {}), fields, (start, end), names, because, self.sources
            )
            found.append(whole)
        return tuple(sorted(found, key=_line_order))

    def _reasons(
        self, old: Mapping[str, Any], new: Mapping[str, Any], statements: Mapping[str, Change]
    ) -> Iterator[Reason]:
        """Yield what the new verdict of a line comes from: its claims first, then the rule."""
        first, second = (dict.fromkeys(edge.get("statements", ())) for edge in (old, new))
        parts: dict[Kind, list[str]] = {
            ADDED: [name for name in second if name not in first],
            REMOVED: [name for name in first if name not in second],
            CHANGED: [name for name in second if name in first and name in statements],
        }
        for kind, names in parts.items():
            if names:
                claims = (statements.get(name) or self._as_it_is(kind, name) for name in names)
                yield Reason(kind, tuple(sorted(claims, key=_contrary_first)))
        rules = tuple(str(edge.get("grade", {}).get("rule", "")) for edge in (old, new))
        is_other_rule = rules[0] != rules[1] and all(rules)
        if is_other_rule:
            yield Reason("rule", rules=(rules[0], rules[1]))
        if not is_other_rule and not any(parts.values()):
            yield Reason("unknown")

    def _as_it_is(self, kind: Kind, name: str) -> Change:
        """Return a claim that both networks hold, and that only one has behind this line."""
        old, new = (network.graph.get("statements", {}).get(name, {}) for network in (self.before, self.after))
        return Change(kind, name, dict(old), dict(new))


def _says_something(fields: Iterable[Field]) -> bool:
    """Say whether anything but the stamp of the rule differs: that one is told for all lines at once."""
    return any(field.name not in {"grade.rule", "ours.grade"} for field in fields)


def _is_evidence(fields: Iterable[Field]) -> bool:
    """Say whether what differs in a line is what claims make of it; a line without claims has no grade."""
    return any(one.name in TOLD_OF_LINE or one.name.startswith("grade.") for one in fields)


def _line_order(change: Change) -> tuple[Any, ...]:
    order = (ADDED, REMOVED, CHANGED).index(change.kind)
    return not change.differs_in("verdict"), not change.is_regraded, order, *change.labels, *change.ends, change.id


def _contrary_first(change: Change) -> tuple[int, int, str]:
    direction = change.now.get("direction")
    place = DIRECTIONS.index(direction) if direction in DIRECTIONS else len(DIRECTIONS)
    return (ADDED, REMOVED, CHANGED).index(change.kind), place, change.id


def _counts(before: Network, after: Network) -> dict[str, tuple[int, int]]:
    def count(network: Network) -> dict[str, int]:
        records = network.graph.get("statements", {}).values()
        claims = sum(record.get("type") == "claim" for record in records)
        return {
            "things": network.number_of_nodes(),
            "lines": network.number_of_edges(),
            "claims": claims,
            "other statements": len(records) - claims,
            "sources": len(network.graph.get("sources", {})),
        }

    first, second = count(before), count(after)
    return {name: (first[name], second[name]) for name in first}
