"""The network of an answer in groups: what each group and each line between groups holds, and a sample of its evidence.

Only what is shown is described: the first members of each group, and the first statements of each line, contrary ones
first. Counts are of everything beneath. A line between groups has no verdict: those beneath are counted out instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from equigraph.graph.columns import Columns
from equigraph.graph.condense import LEAST_STATEMENTS
from equigraph.graph.drill import Drill, drill_line
from equigraph.graph.groups import Feature, Group, Grouping
from equigraph.graph.kinds import DIRECTIONS, OUR_READING, VERDICTS, count_words, sentence_case, words_for
from equigraph.graph.line_grades import line_grades
from equigraph.graph.network import Builder, Network
from equigraph.graph.reader import Reader
from equigraph.graph.rows import Edge, Rows

__all__ = ["NO_CATEGORY", "features_of", "project_groups"]

NO_CATEGORY: Final = "no category recorded"
NAMES_SHOWN: Final = 3  # members that a card names
NAMES_IN_LABEL: Final = 2  # ... and the name of a community
STATEMENTS_SHOWN, STATEMENTS_LEAST = 20, 5  # of one line between groups; fewer where there are many lines


def features_of(things: Iterable[str], reader: Reader, columns: Columns) -> dict[str, Feature]:
    """Return kind and category of many things, by light queries."""
    iris = list(things)
    found = reader.features("features", iris)
    return {
        iri: Feature(columns.kind_of(found[iri].get("kind", ())), found[iri].get("category", [""])[0]) for iri in iris
    }


def project_groups(
    grouping: Grouping,
    whole: Rows,
    reader: Reader,
    columns: Columns,
    *,
    drills: Mapping[str, Drill],
    more: Mapping[str, int],
    focus: Sequence[str] = (),
) -> Network:
    """Return the network of an answer in groups.

    Args:
        grouping: The groups that are shown, and the lines between them.
        whole: The rows that they group.
        reader: Fetches descriptions and verdicts from the store.
        columns: Where each kind of thing stands.
        drills: What opens each group.
        more: How many lines a group has to groups that are not shown.
        focus: The things that the view is about.
    """
    beneath = _Beneath(grouping, whole, reader)
    edges = {edge: set(beneath.listed[edge]) for edge in grouping.rows.edges}
    named = {thing for group in grouping.groups.values() for thing in group.members[:NAMES_SHOWN]}
    ends = {end for bare in beneath.bare.values() for edge in bare for end in (edge.subject, edge.object)}
    rows = Rows(named | ends, edges, grouping.rows.literals)
    predicates = {line.predicate for edge in edges for line in grouping.beneath[edge]}
    builder = Builder(rows, reader, columns, frozenset(focus), predicates)
    categories = reader.describe({group.category for group in grouping.groups.values() if group.category})
    linked = {end for edge in edges for end in (edge.subject, edge.object)}
    for iri, group in grouping.groups.items():
        listed = iri not in linked and iri not in more and iri not in focus
        if group.is_alone:
            builder.add_node(iri, listed=listed, more=more.get(iri, 0))
            continue
        category = categories[group.category].label if group.category else ""
        attributes = _node(
            group, grouping.by, category, [builder.things[name].label for name in group.members[:NAMES_SHOWN]]
        )
        column, heading = columns.place(iri, group.kind, "", is_focus=False)
        place = {"column": column, "group": heading, "listed": listed, "more": more.get(iri, 0)}
        attributes |= place | {"drill": drills[iri]}
        builder.network.add_node(iri, **attributes)
    for edge in sorted(edges):
        if grouping.groups[edge.subject].is_alone and grouping.groups[edge.object].is_alone:
            builder.add_edge(edge, beneath.graded.get(edge))
        else:
            drill = drill_line(drills[edge.subject], drills[edge.object])
            attributes = beneath.line(edge, builder) | {"drill": drill}
            builder.network.add_edge(edge.subject, edge.object, edge.key, **attributes)
    builder.add_sources()
    return builder.network


def _node(group: Group, by: str, category: str, names: Sequence[str]) -> dict[str, Any]:
    """Return the attributes of a group, but for its place."""
    number = len(group.members)
    facts = [["Things in it", f"{number:,}"]]
    if group.unlinked:
        facts.append(["Without any line", f"{group.unlinked:,}"])
    partly = group.unlinked and group.unlinked < number
    return {
        "iri": group.iri,
        "label": _label(group, by, category, names),
        "kind": group.kind,
        "category": category if by != "category" or category else NO_CATEGORY,
        "summary": f"{sentence_case(words_for(number, group.kind))}: {_some(names, number)}.",
        "url": "",
        "sources": [],
        "locator": "",
        "basis": "",
        "facts": facts,
        "statements": [],
        "note": f"{group.unlinked:,} of them without any line" if partly else "",
        "focus": False,
        "members": number,
        "unlinked": group.unlinked,
        "marked": False,
    }


def _label(group: Group, by: str, category: str, names: Sequence[str]) -> str:
    number = len(group.members)
    counted = words_for(number, group.kind)
    if by == "category":
        return f"{sentence_case(category or NO_CATEGORY)}: {counted}"
    if by == "community":
        return f"no line: {counted}" if group.unlinked else f"around {_some(names[:NAMES_IN_LABEL], number)}"
    return sentence_case(counted)


def _some(names: Sequence[str], number: int) -> str:
    """Return some names and how many more there are.

    Example:
        >>> _some(["A", "B"], 9), _some(["A", "B"], 2), _some(["A"], 1)
        ('A, B and 7 more', 'A and B', 'A')
    """
    rest = number - len(names)
    if rest:
        return f"{', '.join(names)} and {rest:,} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


class _Beneath:
    """What lies beneath each line between groups: verdicts, directions, sources, and the statements that are listed."""

    def __init__(self, grouping: Grouping, whole: Rows, reader: Reader) -> None:
        self.grouping = grouping
        self.whole = whole
        edges = grouping.rows.edges
        shown = Rows(edges={line: whole.edges[line] for edge in edges for line in grouping.beneath[edge]})
        self.graded = line_grades(shown, reader)
        self.grades = {edge: grade for edge, (grade, _) in self.graded.items()}
        self.bearings = reader.features("bearings", shown.statement_iris)
        most = max(STATEMENTS_LEAST, min(STATEMENTS_SHOWN, LEAST_STATEMENTS // (len(edges) or 1)))
        self.listed: dict[Edge, Collection[str]] = {}
        self.bare: dict[Edge, Sequence[Edge]] = {}
        for edge, names in edges.items():
            alone = grouping.groups[edge.subject].is_alone and grouping.groups[edge.object].is_alone
            self.listed[edge] = names if alone else sorted(names, key=self._contrary_first)[:most]
            bare = [line for line in grouping.beneath[edge] if not whole.edges[line]]
            self.bare[edge] = bare[: most - len(self.listed[edge])] if not alone else bare

    def _one(self, statement: str, name: str) -> str:
        return next(iter(self.bearings.get(statement, {}).get(name, ())), "").rsplit("/", 1)[-1]

    def _contrary_first(self, statement: str) -> tuple[int, str]:
        direction = self._one(statement, "direction")
        return DIRECTIONS.index(direction) if direction in DIRECTIONS else len(DIRECTIONS), statement

    def line(self, edge: Edge, builder: Builder) -> dict[str, Any]:
        """Return the attributes of a line between groups."""
        names = self.grouping.rows.edges[edge]
        lines = self.grouping.beneath[edge]
        bundles = [self.grades[line] for line in lines if line in self.grades]
        found = Counter(bundle.verdict for bundle in bundles)
        counts = sum((Counter(bundle.counts) for bundle in bundles), Counter[str]())
        sources = {source for name in names for source in self.bearings.get(name, {}).get("source", ())}
        inferred = sum(self._is_inferred(self.whole.edges[line]) for line in lines if line not in self.grades)
        bare = sum(not self.whole.edges[line] for line in lines)
        words = Counter(builder.terms[line.predicate].label for line in lines)
        relations = dict(sorted(words.items(), key=lambda item: (-item[1], item[0])))
        mappings = Counter(self._one(name, "mapping") for name in names)
        statements = [*sorted(self.listed[edge], key=self._contrary_first)]
        statements += [builder.bare_triple(line) for line in self.bare[edge]]
        return {
            "iri": edge.predicate,
            "kind": "group",
            "label": ", ".join(relations),
            "verdict": "",
            "strength": self._strength(len(lines), found, inferred, bare),
            "claims": sum(bundle.claims for bundle in bundles),
            "source_count": len(sources),
            "judging_count": len(sources),
            "counts": {name: counts[name] for name in DIRECTIONS if counts[name]},
            "mapping": "inferred" if set(mappings) == {"inferred"} else "stated" if mappings["stated"] else "",
            "general": edge.general,
            "scope_label": "",
            "grade": {},
            "ours": {},
            "statements": statements,
            "statement_count": len(names) + bare,
            "lines": len(lines),
            "inferred": inferred,
            "relations": relations,
            "verdicts": {verdict: found[verdict] for verdict in VERDICTS if found[verdict]},
        }

    def _strength(self, lines: int, found: Mapping[str, int], inferred: int, bare: int) -> str:
        """Say what is beneath a line: verdicts counted out alike, then what is our reading or has no source."""
        parts = [f"{found[verdict]:,} {verdict}" for verdict in VERDICTS if found[verdict]]
        parts += [f"{inferred:,} {OUR_READING}"] if inferred else []
        parts += [f"{bare:,} without a source"] if bare else []
        return count_words(lines, "line") + (f": {', '.join(parts)}" if parts else "")

    def _is_inferred(self, names: Iterable[str]) -> bool:
        return {self._one(name, "mapping") for name in names} == {"inferred"}
