"""Making the evidence gap map of a graph: a few queries, whatever its size.

The claims come from the one query that feeds every grade; which of them stand in a cell :mod:`equigraph.graph.gap_map`
says. Records, citations and the picture come from the view practices-to-goals with the same choices.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import NamedNode

from equigraph.errors import ParameterError, did_you_mean
from equigraph.graph.arguments import Arguments, Value, read_arguments
from equigraph.graph.claims import ALL_STUDENTS, Claim, read_claims
from equigraph.graph.entities import nearest, resolve
from equigraph.graph.gap_map import EVERYTHING, GapMap, Heading, Population
from equigraph.graph.gap_words import summarize_gaps
from equigraph.graph.grades import Grader
from equigraph.graph.network import Network
from equigraph.graph.reader import Reader, own_queries
from equigraph.graph.roll_up import with_below
from equigraph.graph.views import run_view

__all__ = ["ROWS", "map_gaps"]

ROWS: Final = ("practice", "category", "organization")
MOST_ROWS: Final = 200  # a page of this many rows by thirty columns is some six thousand cells
NO_CATEGORY: Final = "no category recorded"
UNCATEGORIZED: Final = "urn:equigraph:no-category"  # the row of the practices that have none; "" would be all rows
CHOICES: Final = ("practice", "goal", "category", "design", "no-inferred")


@dataclass
class _Axes:
    """What the map is drawn over: categories of the practices, the goals, the groups."""

    categories: dict[str, str] = field(default_factory=dict)
    goals: set[str] = field(default_factory=set)
    groups: dict[str, bool] = field(default_factory=dict)


def map_gaps(
    reader: Reader,
    *,
    rows: str = "practice",
    groups: Sequence[str] = (),
    exact: bool = False,
    max_rows: int = MOST_ROWS,
    records: bool = True,
    chosen: Mapping[str, Value],
) -> GapMap:
    """Return the evidence gap map of a graph.

    Args:
        reader: The graph.
        rows: "practice", "category" (of practices) or "organization" (with the practices that it carries out).
        groups: Student groups to read it for, each with the groups below it; everything when none is named.
        exact: Take each group alone.
        max_rows: Most rows; those with the most evidence come first.
        records: Whether the records of all claims and sources are read too, as every file needs them.
        chosen: Values for practice, goal, category, design and no-inferred, as :meth:`KnowledgeGraph.view` takes them.

    Raises:
        ParameterError: A value is none of those accepted.
        EntityNotFoundError: A name means nothing in this graph.
    """
    if rows not in ROWS:
        raise ParameterError(f'rows is "{rows}"; accepted: {", ".join(ROWS)}{did_you_mean(nearest(rows, ROWS))}')
    if max_rows < 1:
        raise ParameterError(f'max-rows is "{max_rows}"; accepted: 1 or more')
    _check_names(chosen)
    arguments = read_arguments(reader, reader.queries["claims"], chosen)
    people = [resolve(reader, name, "StudentGroup") for name in groups]
    likeness = reader.likeness
    axes = _axes(reader, arguments)
    claims = read_claims(reader, {name: term for name, term in arguments.terms.items() if name in CHOICES})
    _add_unlisted(axes, claims.values(), arguments)
    grader = Grader.of(reader)
    of_row = _rows_of(reader, rows, axes, arguments)
    kept = _most_evidence(of_row, claims.values(), max_rows)
    cut = len(kept) < len(of_row)
    network = _network(reader, kept, arguments, people, exact=exact, cut=cut) if records else Network()
    labels = reader.names(
        {*kept, *axes.goals, *axes.groups, *(axes.categories[one] for one in kept if one in axes.categories)}
        - {"", UNCATEGORIZED}
    )
    designs = {design for claim in claims.values() for design in claim.designs}
    found = GapMap(
        rows=_headings(reader, kept, rows, axes, labels),
        columns=_columns(axes.goals, claims.values(), labels),
        populations=_populations(reader, people, axes, claims.values(), labels, exact=exact),
        designs=[(one, grader.rule.design(one).one.removeprefix("one ")) for one in _ranked(designs, grader)],
        network=network,
        grader=grader,
        claims=claims.values(),
        likeness=likeness,
        rows_are=rows,
        total_rows=len(of_row),
        is_exact=exact,
        parameters=_words(arguments, people, labels, exact=exact),
        profile=likeness.words if likeness else {},
    )
    found.summary, notes = summarize_gaps(found)
    found.notes = [*notes, *(likeness.notes if likeness else ())]
    return found


def _check_names(chosen: Mapping[str, Value]) -> None:
    """Refuse what the query knows and a map does not, such as a limit, which would be passed over without a word."""
    for name in chosen:
        if name.replace("_", "-") not in CHOICES:
            close = did_you_mean(nearest(name, CHOICES))
            raise ParameterError(f'gaps has no parameter "{name}"; there are: {", ".join(CHOICES)}{close}')


def _axes(reader: Reader, arguments: Arguments) -> _Axes:
    terms = {name: term for name, term in arguments.terms.items() if name in {"practice", "goal", "category"}}
    axes = _Axes()
    for axis, thing, category, named in reader.rows("gap-axes", terms):
        if not isinstance(thing, NamedNode):
            continue
        if axis.value == "practice":
            known = axes.categories.get(thing.value, "")
            new = category.value if isinstance(category, NamedNode) else ""
            axes.categories[thing.value] = min(filter(None, (known, new)), default="")
        elif axis.value == "goal":
            axes.goals.add(thing.value)
        else:
            is_named = named is not None and named.value in {"true", "1"}
            axes.groups[thing.value] = axes.groups.get(thing.value, False) or is_named
    return axes


def _add_unlisted(axes: _Axes, claims: Iterable[Claim], arguments: Arguments) -> None:
    """Add what claims are about though nobody says what it is."""
    for claim in claims:
        for practice, goal in claim.bundles:
            axes.categories.setdefault(practice, "")
            axes.goals.add(goal)
        for group in claim.groups:
            axes.groups.setdefault(group, False)
    if arguments.iris("goal"):
        axes.goals &= set(arguments.iris("goal"))


def _rows_of(reader: Reader, rows: str, axes: _Axes, arguments: Arguments) -> dict[str, tuple[str, ...]]:
    """Return the practices of every row; an organization without a practice is none."""
    found: dict[str, set[str]] = {}
    if rows == "organization":
        terms = {name: term for name, term in arguments.terms.items() if name in {"practice", "no-inferred"}}
        for organization, practice in reader.rows("implementers", terms):
            if isinstance(organization, NamedNode) and practice.value in axes.categories:
                found.setdefault(organization.value, set()).add(practice.value)
    else:
        for practice, category in axes.categories.items():
            found.setdefault(practice if rows == "practice" else category or UNCATEGORIZED, set()).add(practice)
    return {row: tuple(sorted(practices)) for row, practices in sorted(found.items())}


def _most_evidence(
    of_row: Mapping[str, tuple[str, ...]], claims: Iterable[Claim], most: int
) -> dict[str, tuple[str, ...]]:
    if len(of_row) <= most:
        return dict(of_row)
    number = Counter(practice for claim in claims for practice, _ in claim.bundles)
    ranked = sorted(of_row, key=lambda row: (-sum(number[one] for one in of_row[row]), row))
    return {row: of_row[row] for row in sorted(ranked[:most])}


def _network(
    reader: Reader,
    kept: Mapping[str, tuple[str, ...]],
    arguments: Arguments,
    people: Sequence[str],
    *,
    exact: bool,
    cut: bool,
) -> Network:
    """Return the network of the same choices: of one group when one is chosen, else of all claims."""
    view = own_queries("views")["practices-to-goals"]
    values: dict[str, Any] = {name: value for name, value in arguments.plain().items() if name in CHOICES}
    practices = sorted({practice for row in kept.values() for practice in row})
    if cut:
        values["practice"] = practices
    if len(people) == 1:
        values |= {"group": people[0], "exact": exact}
    values["max-nodes"] = max(1, 2 * len(practices) + 200)  # every row and column that is shown
    return run_view(reader, view, read_arguments(reader, view, values))


def _headings(
    reader: Reader, kept: Mapping[str, tuple[str, ...]], rows: str, axes: _Axes, labels: Mapping[str, Any]
) -> list[Heading]:
    costs: dict[str, list[str]] = {}
    if rows == "practice":
        for practice, statement in reader.rows("costs"):
            costs.setdefault(practice.value, []).append(statement.value)
    found = []
    for iri, practices in kept.items():
        thing = labels.get(iri)
        category = labels.get(axes.categories.get(iri, ""))
        found.append(
            Heading(
                iri=iri,
                label=thing.label if thing else NO_CATEGORY,
                group=category.label if category else NO_CATEGORY if rows == "practice" else "",
                kind={"practice": "Practice", "category": "Concept", "organization": "Organization"}[rows],
                summary=thing.definition if thing else "",
                practices=practices,
                costs=tuple(sorted(costs.get(iri, ()))),
            )
        )
    return sorted(
        found, key=lambda row: (row.group == NO_CATEGORY, row.group.casefold(), row.label.casefold(), row.iri)
    )


def _columns(goals: Iterable[str], claims: Iterable[Claim], labels: Mapping[str, Any]) -> list[Heading]:
    """Return the goals: those with evidence about the most practices first, those without any last."""
    reached = {ends for claim in claims for ends in claim.bundles}
    number = Counter(goal for _, goal in reached)
    found = [Heading(goal, labels[goal].label, kind="EquityGoal", summary=labels[goal].definition) for goal in goals]
    return sorted(found, key=lambda one: (-number[one.iri], one.label.casefold(), one.iri))


def _populations(
    reader: Reader,
    people: Sequence[str],
    axes: _Axes,
    claims: Iterable[Claim],
    labels: Mapping[str, Any],
    *,
    exact: bool,
) -> list[Population]:
    """Return the groups that were chosen; else everything, then every group with a claim about it or those below it."""
    wanted = list(dict.fromkeys(people)) or sorted(axes.groups)
    below = {iri: frozenset({iri}) for iri in wanted} if exact else with_below(reader, wanted)
    found = [
        Population(iri, labels[iri].label, below[iri], is_named_in_brief=axes.groups.get(iri, False)) for iri in wanted
    ]
    if people:
        return found
    spoken_of = {group for claim in claims for group in claim.groups}
    known = [one for one in found if one.groups & spoken_of or one.is_named_in_brief]
    known.sort(key=lambda one: (one.iri != ALL_STUDENTS, not one.is_named_in_brief, one.label.casefold(), one.iri))
    return [Population(EVERYTHING, "all claims, whatever the group"), *known]


def _ranked(designs: Iterable[str], grader: Grader) -> list[str]:
    return sorted(designs, key=lambda one: (grader.rule.design(one).order, one))


def _words(arguments: Arguments, people: Sequence[str], labels: Mapping[str, Any], *, exact: bool) -> dict[str, str]:
    words = {name: words for name, words in arguments.words.items() if name in CHOICES}
    if people:
        words["group"] = ", ".join(labels[iri].label for iri in people)
        if exact:
            words["exact"] = "yes"
    return words
