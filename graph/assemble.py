"""Assembling a one-pager: a few pushed-down queries, all of them those of views and questions that exist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pyoxigraph import NamedNode

from equigraph.errors import AmbiguousEntityError, ParameterError
from equigraph.graph.arguments import read_arguments
from equigraph.graph.entities import resolve
from equigraph.graph.gap_map import TOTAL, GapMap
from equigraph.graph.gaps import map_gaps
from equigraph.graph.kinds import KINDS, count_words, kind_of, sentence_case, words_for
from equigraph.graph.network import Network, edges_of
from equigraph.graph.one_pager import Bundle, Gap, OnePager, People, PolicyLink, Told
from equigraph.graph.reader import Reader, own_queries
from equigraph.graph.views import run_view
from equigraph.graph.why_words import JUDGE, findings_words
from equigraph.ontology.prefixes import PREFIXES

__all__ = ["assemble"]

EQ: Final = PREFIXES["eq"]
ABOUT: Final = {"Practice": "practice", "EquityGoal": "goal"}  # name of the parameter by the kind
DOES: Final = frozenset({EQ + "implements", EQ + "developed"})
ENABLES: Final = frozenset({EQ + "enablesPractice", EQ + "advancesGoal"})
HOLDS_IN: Final = EQ + "jurisdiction"
ADDRESSES: Final = EQ + "addressesGroup"
STUDIED_FOR: Final = EQ + "studiedFor"
NO_GROUP: Final = "no group recorded"
MOST: Final = 1000  # things around a practice or goal; only other people's graphs have more, and then it is said

Record = Mapping[str, Any]


def assemble(reader: Reader, entity: str, *, group: str | None = None, exact: bool = False) -> OnePager:
    """Return the one-pager of a practice or a goal.

    Args:
        reader: The graph.
        entity: The practice or goal, by IRI, CURIE, slug or label.
        group: A student group: claims about it and the groups below it; claims about all students stand apart.
        exact: Take the group alone: neither the groups below it nor all students.

    Raises:
        ParameterError: It is neither a practice nor an equity goal.
        EntityNotFoundError: Nothing has that name; near names are suggested.
        AmbiguousEntityError: Several things have it.

    Example:
        >>> from equigraph.graph.knowledge_graph import KnowledgeGraph
        >>> with KnowledgeGraph.open() as graph:
        ...     page = assemble(graph.reader, "Looping")
        >>> page.sentences[1]
        'Findings: one negative, none of no effect, 2 positive.'
    """
    iri, kind = _resolve(reader, entity)
    people = resolve(reader, group, "StudentGroup") if group else ""
    asked = _Asked(reader, iri, kind, people, exact=exact)
    lines, around, policies = asked.lines(), asked.around(), asked.policies()
    told = _told(iri, lines)
    places = around if kind == "Practice" else asked.places(told)
    found = asked.gaps()
    networks = [lines, around, policies, *([] if places is around else [places])]
    statements = {key: record for network in networks for key, record in network.graph["statements"].items()}
    sources = {key: record for network in networks for key, record in network.graph["sources"].items()}
    deeds = _places(places, iri, kind, told)
    links = _policies(around, policies, iri)
    related = _related(around, iri)
    costs = _costs(lines, iri, kind, told)
    shown = _shown(told, [*deeds, *(link.record for link in links), *related, *costs], statements)
    group_label = reader.names([people])[people].label if people else ""
    return OnePager(
        iri=iri,
        kind=kind,
        node=around.nodes[iri],
        group=people,
        group_label=group_label,
        exact=exact,
        told=told,
        sentences=(*_in_short(lines, told, around.nodes[iri]["label"]), JUDGE),
        people=_people(told),
        places=deeds,
        policies=links,
        related=related,
        costs=costs,
        gaps=tuple(_gaps(asked, found, told, shown, group_label)),
        notes=tuple(note for network in networks for note in network.graph["notes"]),
        statements=shown,
        sources=sources,
        graph=lines.graph,
    )


def _resolve(reader: Reader, name: str) -> tuple[str, str]:
    """Return the practice or goal of that name, and which of the two it is."""
    try:
        iri = resolve(reader, name)
    except AmbiguousEntityError as error:
        # Things of other kinds are not meant here, so they leave nothing in doubt.
        found = [one for one in error.candidates if _kind(reader, resolve(reader, one)) in ABOUT]
        if len(found) != 1:
            raise
        iri = resolve(reader, found[0])
    kind = _kind(reader, iri)
    if kind not in ABOUT:
        raise ParameterError(
            f'"{name}" is of the kind {KINDS[kind].one}; a one-pager is made for a practice or an equity goal'
        )
    return iri, kind


def _kind(reader: Reader, iri: str) -> str:
    types = reader.describe([iri])[iri].types
    return kind_of({one.removeprefix(EQ) for one in types if one.startswith(EQ)}, preferred=tuple(ABOUT))


class _Asked:
    """What is asked of the graph about one practice or goal: each answer is one view or question."""

    def __init__(self, reader: Reader, iri: str, kind: str, group: str, *, exact: bool) -> None:
        self.reader = reader
        self.iri = iri
        self.kind = kind
        self.parameter = ABOUT[kind]
        self.group = group
        self.exact = exact

    def _view(self, name: str, **chosen: Any) -> Network:
        view = own_queries("views")[name]
        return run_view(self.reader, view, read_arguments(self.reader, view, chosen | {"max-nodes": MOST}))

    def lines(self) -> Network:
        """Return the lines of evidence, those about all students apart, and what has none."""
        chosen: dict[str, Any] = {self.parameter: self.iri}
        if self.group:
            chosen |= {"group": self.group, "exact": self.exact}
        return self._view("practices-to-goals", **chosen)

    def around(self) -> Network:
        """Return everything that is stated of it."""
        if self.kind == "Practice":
            return self._view("practice", practice=self.iri)
        return self._view("neighborhood", entity=self.iri)

    def policies(self) -> Network:
        """Return the policies that reach it, with where they hold and whom they address."""
        return self._view("policies", **{self.parameter: self.iri})

    def places(self, told: Sequence[Told]) -> Network:
        """Return who does the practices that have claims about a goal."""
        practices = sorted({bundle.other for part in told for bundle in part.bundles})
        return (
            self._view("organizations", practice=practices)
            if practices
            else Network(statements={}, sources={}, notes=[])
        )

    def gaps(self) -> GapMap:
        """Return the numbers of claims by goal, practice and group."""
        groups = [self.group] if self.group else []
        return map_gaps(self.reader, groups=groups, exact=self.exact, records=False, chosen={self.parameter: self.iri})

    def second_hand(self) -> dict[str, str]:
        """Return why a claim looks second-hand, by its IRI."""
        question = own_queries("questions")["second-hand-claims"]
        rows = self.reader.rows(question, {self.parameter: [NamedNode(self.iri)]})
        return {row["claim"].value: row["why"].value for row in rows}


# --- the parts ------------------------------------------------------------------------------


def _told(iri: str, lines: Network) -> tuple[Told, ...]:
    """Return the evidence: about the chosen group and, apart, about all students; else everything."""
    records = lines.graph["statements"]
    parts: dict[bool, list[Bundle]] = {False: [], True: []}
    scope = ""
    for practice, goal, edge in edges_of(lines):
        other = goal if practice == iri else practice
        claims = tuple(records[one] for one in edge["statements"])
        parts[edge["general"]].append(Bundle(other, lines.nodes[other]["label"], edge, claims))
        scope = edge["scope_label"] or scope
    about = lines.graph["parameters"].get("group", "")
    every = [Told(about, general=False, scope="", bundles=_sorted(parts[False]))]
    if parts[True]:
        every.append(Told("All students", general=True, scope=scope, bundles=_sorted(parts[True])))
    return tuple(every)


def _sorted(bundles: Iterable[Bundle]) -> tuple[Bundle, ...]:
    return tuple(sorted(bundles, key=lambda bundle: bundle.order))


def _in_short(lines: Network, told: Sequence[Told], label: str) -> list[str]:
    """Return the sentences of the view, and after the first the findings by direction."""
    first, *rest = lines.graph["summary"]
    if not told[0].bundles:
        whom = f"about {label} is about {told[0].about}" if told[0].about else f"is about {label}"
        first, rest = f"No claim here {whom}.", [first, *rest]
    found = [f"Findings: {findings_words(part.counts)}." for part in told[:1] if part.bundles]
    found += [f"Findings about all students, apart: {findings_words(part.counts)}." for part in told[1:]]
    return [first, *found, *rest]


def _statements(network: Network, predicates: Iterable[str]) -> Iterable[Record]:
    records = network.graph["statements"]
    wanted = set(predicates)
    return (record for record in records.values() if record["type"] == "statement" and record["predicate"] in wanted)


def _places(network: Network, iri: str, kind: str, told: Sequence[Told]) -> tuple[Record, ...]:
    done = {iri} if kind == "Practice" else {bundle.other for part in told for bundle in part.bundles}
    found = [record for record in _statements(network, DOES) if record["object"] in done]
    return tuple(
        sorted(found, key=lambda one: (one["object_label"].casefold(), one["subject_label"].casefold(), one["iri"]))
    )


def _policies(around: Network, policies: Network, iri: str) -> tuple[PolicyLink, ...]:
    """Return the policies that are stated to reach a thing, with what the view of policies knows of them."""
    where: dict[str, set[str]] = {}
    groups: dict[str, set[str]] = {}
    for subject, object_, edge in edges_of(policies):
        for predicate, of in ((HOLDS_IN, where), (ADDRESSES, groups)):
            if edge["iri"] == predicate:
                of.setdefault(subject, set()).add(policies.nodes[object_]["label"])
    found = []
    for record in (one for one in _statements(around, ENABLES) if one["object"] == iri):
        name, policy = record["subject"], around.nodes[record["subject"]]
        facts = dict(policy["facts"])
        found.append(
            PolicyLink(
                record,
                where=tuple(sorted(where.get(name, ()))),
                type=facts.get("Policy type", ""),
                year=facts.get("Year", ""),
                groups=tuple(sorted(groups.get(name, ()))),
                summary=policy["summary"],
            )
        )
    return tuple(sorted(found, key=_policy_order))


def _policy_order(link: PolicyLink) -> tuple[bool, tuple[str, ...], str, str]:
    record = link.record
    return (record["mapping"] == "inferred", link.where, record["subject_label"].casefold(), record["iri"])


def _related(around: Network, iri: str) -> tuple[Record, ...]:
    """Return what else is stated of it: neither evidence, nor who does it, nor policies."""
    told = DOES | ENABLES | {STUDIED_FOR, EQ + "advances"}
    found = [
        around.graph["statements"][name]
        for *ends, edge in edges_of(around)
        if iri in ends and edge["iri"] not in told
        for name in edge["statements"]
    ]
    return tuple(sorted(found, key=lambda one: (one["predicate_label"], one["sentence"].casefold(), one["iri"])))


def _costs(lines: Network, iri: str, kind: str, told: Sequence[Told]) -> tuple[Record, ...]:
    practices = [iri] if kind == "Practice" else [bundle.other for part in told for bundle in part.bundles]
    names = {name for practice in practices for name in lines.nodes[practice]["statements"]}
    found = [lines.graph["statements"][name] for name in names]
    return tuple(sorted(found, key=lambda one: (one["subject_label"].casefold(), one["iri"])))


def _shown(told: Sequence[Told], others: Iterable[Record], statements: Mapping[str, Record]) -> dict[str, Record]:
    """Return the records that are told, by IRI: what a view brought along beside them is not cited."""
    claims = {record["iri"] for part in told for bundle in part.bundles for record in bundle.claims}
    wanted = claims | {record["iri"] for record in others}
    return {iri: statements[iri] for iri in sorted(wanted)}


def _people(told: Sequence[Told]) -> tuple[People, ...]:
    claims = {record["iri"]: record for part in told for bundle in part.bundles for record in bundle.claims}
    found = Counter(record["group_label"] or NO_GROUP for record in claims.values())
    return tuple(People(label, number) for label, number in sorted(found.items(), key=lambda one: (-one[1], one[0])))


# --- what is missing ------------------------------------------------------------------------


def _gaps(
    asked: _Asked,
    found: GapMap,
    told: Sequence[Told],
    shown: Mapping[str, Record],
    group_label: str,
) -> Iterable[Gap]:
    yield from _unclaimed(asked, found, group_label)
    yield from _single(told)
    claims = {iri: record for iri, record in shown.items() if record["type"] == "claim"}
    yield from _unchecked(claims)
    second = asked.second_hand()
    told_second = tuple((claims[iri], why) for iri, why in sorted(second.items()) if iri in claims)
    if told_second:
        yield Gap(
            f"{sentence_case(count_words(len(told_second), 'claim'))} {_look(len(told_second))} second-hand:",
            (),
            told_second,
        )
    yield from _own_reading(claims, shown)
    if not any(record["predicate"] == EQ + "cost" for record in shown.values()):
        yield Gap("No cost is recorded." if asked.kind == "Practice" else "No cost is recorded for these practices.")


def _unclaimed(asked: _Asked, found: GapMap, group_label: str) -> Iterable[Gap]:
    people = found.populations[0].iri
    about = f" about {group_label}" if group_label else ""
    if asked.kind == "Practice":
        kind, empty = "EquityGoal", [one.label for one in found.columns if found.is_empty(TOTAL, one.iri, people)]
    else:
        kind, empty = "Practice", [one.label for one in found.rows if found.is_empty(one.iri, TOTAL, people)]
    if empty:
        preposition = "for" if kind == "EquityGoal" else "on"
        yield Gap(
            f"No claim{about} {preposition} {words_for(len(empty), kind)}:", tuple(sorted(empty, key=str.casefold))
        )
    if people:
        return
    unknown = [
        one.label for one in found.populations if one.is_named_in_brief and found.is_empty(TOTAL, TOTAL, one.iri)
    ]
    if unknown:
        named = f"{count_words(len(unknown), 'student group')} that the brief names, nor about the groups below:"
        yield Gap(f"No claim about {named}", tuple(unknown))


def _single(told: Sequence[Told]) -> Iterable[Gap]:
    for part in told:
        names = tuple(bundle.label for bundle in part.bundles if bundle.edge["judging_count"] == 1)
        if names:
            of = f" ({part.scope})" if part.scope else ""
            every = len(part.bundles)
            number = f"{len(names):,} of {every:,} lines" if len(names) < every else f"All {every:,} lines"
            number = "The only line" if every == 1 else number
            rest = "rests" if len(names) == 1 else "rest"
            yield Gap(f"{number} of evidence{of} {rest} on one source, or on one study:", names)


def _unchecked(claims: Mapping[str, Record]) -> Iterable[Gap]:
    checks = Counter(record["check"] or "no check recorded" for record in claims.values())
    if checks:
        each = ", ".join(f"{number:,} {words}" for words, number in sorted(checks.items()))
        yield Gap(f"Checks of {count_words(len(claims), 'claim')}: {each}.")


def _own_reading(claims: Mapping[str, Record], shown: Mapping[str, Record]) -> Iterable[Gap]:
    """Say how much is our reading, and how much nobody saw in a source."""
    parts = ((claims, "claim"), ({iri: one for iri, one in shown.items() if iri not in claims}, "other statement"))
    for records, noun in parts:
        inferred = sum(record["mapping"] == "inferred" for record in records.values())
        if inferred:
            yield Gap(
                f"Our reading (inferred), not stated by a source: {inferred:,} of {count_words(len(records), noun)}."
            )
        unseen = sum(record["basis"] == "background" for record in records.values())
        if unseen:
            yield Gap(f"General knowledge, not seen in a source: {unseen:,} of {count_words(len(records), noun)}.")


def _look(number: int) -> str:
    return "looks" if number == 1 else "look"
