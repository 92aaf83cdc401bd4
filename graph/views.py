"""Running a view: its query, the network it makes, the words beside it and the place of everything."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import NamedNode

from equigraph.errors import ParameterError
from equigraph.graph.arguments import Arguments
from equigraph.graph.columns import Columns
from equigraph.graph.condense import Cut, cut, statements_for
from equigraph.graph.drill import DRAWING, drill_into
from equigraph.graph.group_network import features_of, project_groups
from equigraph.graph.groups import aggregate, check_by
from equigraph.graph.layout import place
from equigraph.graph.network import Network, project
from equigraph.graph.query_file import NamedQuery
from equigraph.graph.reader import Catalog, Reader
from equigraph.graph.rows import Rows
from equigraph.graph.summary import summarize

__all__ = ["COMPUTED", "Asked", "ask_view", "run_view", "tell_things", "tell_view"]

MAX_RADIUS: Final = 6
COMPUTED: Final = (
    "A community is computed: its things are connected with each other more than with the rest. No source speaks of it."
)


@dataclass(frozen=True)
class Asked:
    """What a view found, before anything of it is chosen, described or placed.

    Attributes:
        view: The view.
        arguments: What was asked.
        rows: Everything that it found.
        columns: Where each kind of thing stands.
        walked: How many things a walk came across; 0 where none was walked.
        absent: Names of things that were chosen and are not in it.
    """

    view: NamedQuery
    arguments: Arguments
    rows: Rows
    columns: Columns
    walked: int
    absent: list[str]

    def cut(self) -> Cut:
        """Return what of it is shown.

        Raises:
            ParameterError: That is less than was chosen.
        """
        if self.columns.hops:  # the walk has chosen already
            return Cut(tuple(self.rows.things), len(self.rows.things), 0, {})
        most, first = _bounds(self.arguments, self.rows)
        return cut(self.rows, most, first=first, statements=statements_for(most))


def ask_view(reader: Reader, view: NamedQuery, arguments: Arguments) -> Asked:
    """Return what a view finds.

    Raises:
        ParameterError: A number is out of range.
    """
    columns = Columns.of(view)
    rows = Rows()
    walked = 0
    if view.meta.get("columns") == "hops":
        walked, hops = _walk(reader, view, arguments, rows)
        columns = dataclasses.replace(columns, hops=hops)
    else:
        _ask(reader, view, arguments.terms, rows)
    return Asked(view, arguments, rows, columns, walked, _absent(rows, view, arguments))


def run_view(reader: Reader, view: NamedQuery, arguments: Arguments) -> Network:
    """Return the network of a view, complete: nodes, lines, evidence, words and positions.

    Raises:
        ParameterError: A number is out of range.
    """
    by = check_by(arguments.terms["by"].value) if "by" in arguments.terms else ""
    asked = ask_view(reader, view, arguments)
    if by:
        network = _groups(reader, view, arguments, asked.rows, asked.columns)
    else:
        found = asked.cut()
        asked.rows.keep(found.kept)
        network = project(asked.rows, reader, asked.columns, focus=arguments.focus, more=found.more)
        tell_things(network, asked, found, asked.columns)
    tell_view(network, asked, reader.catalog())
    network.graph["summary"] = summarize(network)
    place(network)
    return network


def tell_things(network: Network, asked: Asked, found: Cut, columns: Columns) -> None:
    """Say of a network of things, not groups, how they stand and how many there are.

    Args:
        network: It is changed.
        asked: What the view found.
        found: What of it is shown.
        columns: Where each kind of thing stands.
    """
    network.graph.update(
        columns=columns.titles(),
        layout="layered" if columns.layout or columns.hops else "organic",
        shown=len(found.kept),
        total=asked.walked or found.total,
        by="",
        grouped=0,
        notes=_cut_notes(asked.view, asked.arguments, found),
    )
    _mark_gaps(network, asked.view, asked.arguments)


def tell_view(network: Network, asked: Asked, catalog: Catalog) -> None:
    """Say of a network which view made it of which data, and what is not in it."""
    hops = len(asked.columns.hops)
    walked = [f"{hops:,} of {asked.walked:,} shown; ask for more with a larger max-nodes."] * (0 < hops < asked.walked)
    _describe_view(network, asked.view, asked.arguments, catalog)
    network.graph["absent"] = asked.absent
    network.graph["notes"] = walked + network.graph["notes"] + _unnamed(asked.rows)


def _groups(reader: Reader, view: NamedQuery, arguments: Arguments, rows: Rows, columns: Columns) -> Network:
    """Return the network of groups in place of things; of very many groups, the best connected."""
    by = arguments.terms["by"].value
    # Groups are no steps away from anything, and a community has no column of its own.
    columns = Columns(columns.headings, () if by == "community" else columns.layout)
    grouping = aggregate(rows, features_of(rows.things, reader, columns), by, alone=arguments.focus)
    most = int(arguments.terms["max-nodes"])
    found = cut(grouping.rows, most, first=[iri for iri in arguments.focus if iri in grouping.groups])
    shown = grouping.only(found.kept)
    drills = {iri: drill_into(view, arguments, group, by) for iri, group in shown.groups.items()}
    network = project_groups(
        shown, rows, reader, columns, drills=drills, more=found.more, focus=arguments.focus if by != "community" else ()
    )
    network.graph.update(
        columns=columns.titles(),
        layout="layered" if columns.layout else "organic",
        shown=len(found.kept),
        total=found.total,
        by=by,
        grouped=len(rows.things),
        notes=_group_notes(arguments, found),
    )
    _mark_gaps(network, view, arguments)
    return network


def _bounds(arguments: Arguments, rows: Rows) -> tuple[int, list[str]]:
    """Return how many things are shown at most, and those that were chosen: they come first."""
    chosen = [*arguments.focus, *(iri for name in arguments.words for iri in arguments.iris(name))]
    first = [iri for iri in dict.fromkeys(chosen) if iri in rows.things]
    most, least = int(arguments.terms["max-nodes"]), max(1, len(first))
    if most < least:
        raise ParameterError(f'max-nodes is "{most}"; accepted: {least} or more')
    return most, first


def _ask(reader: Reader, view: NamedQuery, terms: Mapping[str, Any], rows: Rows) -> None:
    solutions = reader.rows(view, terms)
    names = [variable.value for variable in solutions.variables]
    order = [names.index(name) for name in ("subject", "predicate", "object", "statement", "general") if name in names]
    for solution in solutions:
        terms_of = tuple(solution)  # by place: by name costs several times as much
        rows.add(*[terms_of[place] for place in order])


def _walk(reader: Reader, view: NamedQuery, arguments: Arguments, rows: Rows) -> tuple[int, dict[str, int]]:
    """Fill ``rows`` step by step from the focus; return how many things there are, and the step of each one kept."""
    radius, most = int(arguments.terms["radius"]), int(arguments.terms["max-nodes"])
    if not 1 <= radius <= MAX_RADIUS:
        raise ParameterError(f'radius is "{radius}"; accepted: 1 to {MAX_RADIUS} steps')
    least = len(arguments.focus)
    if most < least:
        raise ParameterError(f'max-nodes is "{most}"; accepted: {least} or more')
    hops = dict.fromkeys(arguments.focus, 0)
    frontier = list(hops)
    seen = set(frontier)
    for hop in range(1, radius + 1):
        terms = {
            name: value for name, value in arguments.terms.items() if name not in {"entity", "radius", "max-nodes"}
        }
        step = Rows(things=set(frontier))
        _ask(reader, view, terms | {"entity": [NamedNode(iri) for iri in frontier]}, step)
        degrees = Counter(end for edge in step.edges for end in {edge.subject, edge.object})
        found = sorted(step.things - seen, key=lambda iri: (-degrees[iri], iri))
        seen |= set(found)
        frontier = found[: most - len(hops)]
        hops |= dict.fromkeys(frontier, hop)
        rows.things |= step.things
        rows.unnamed |= step.unnamed
        rows.literals |= step.literals
        for edge, names in step.edges.items():
            rows.edges.setdefault(edge, set()).update(names)
        if not frontier:
            break
    rows.keep(hops)
    return len(seen), hops


def _describe_view(network: Network, view: NamedQuery, arguments: Arguments, catalog: Catalog) -> None:
    names = {iri: node["label"] for iri, node in network.nodes(data=True)}
    focus = ", ".join(names[iri] for iri in arguments.focus if iri in names)
    if network.graph["by"] and arguments.focus:  # what the view is about may be in a group
        focus = next(
            (arguments.labels[name] for name in arguments.terms if arguments.iris(name) == arguments.focus), ""
        )
    network.graph.update(
        **catalog.facts(),
        view=view.name,
        question=view.question,
        parameters=arguments.words,
        arguments=arguments.plain(),
        title=_title(view, focus, arguments, network.graph["by"]),
        scope=_scope(view, arguments),
        unlinked=_unlinked(view, arguments),
    )
    group = arguments.labels.get("group", "")
    if group:
        for _, _, edge in network.edges(data=True):
            edge["scope_label"] = f"not specific to {group}: claims about all students" if edge["general"] else ""


def _title(view: NamedQuery, focus: str, arguments: Arguments, grouped_by: str) -> str:
    group = arguments.words.get("group")
    by = f", in groups by {grouped_by}" if grouped_by else ""
    if focus:
        return f"{view.title}: {focus}{by}"
    return f"{view.title}, for {group}{by}" if group else view.title + by


def _absent(rows: Rows, view: NamedQuery, arguments: Arguments) -> list[str]:
    """Return the names of things that were chosen, of a kind this view draws, and have no place in the picture."""
    drawn = view.meta.get("columns", "")
    return [
        arguments.labels[parameter.name]
        for parameter in view.parameters
        if parameter.name in arguments.words
        and parameter.type in drawn
        and not any(iri in rows.things for iri in arguments.iris(parameter.name))
    ]


def _scope(view: NamedQuery, arguments: Arguments) -> str:
    chosen = [
        parameter.description
        if parameter.type == "flag"
        else f"{parameter.name.replace('-', ' ')}: {arguments.words[parameter.name]}"
        for parameter in view.parameters
        if parameter.name in arguments.words and parameter.name not in DRAWING
    ]
    return f"Chosen here: {'; '.join(chosen)}." if chosen else "Asked for: everything this view knows of."


def _unlinked(view: NamedQuery, arguments: Arguments) -> str:
    """Return the heading of things without a line: a gap in the graph is not the same as one in a choice of it."""
    chosen = "unlinked-chosen" if arguments.words.keys() - DRAWING else "unlinked"
    return view.meta.get(chosen, view.meta.get("unlinked", "No line"))


def _cut_notes(view: NamedQuery, arguments: Arguments, found: Cut) -> list[str]:
    """Say what is not shown, and how to see it."""
    shown = len(found.kept)
    if shown == found.total:
        return []
    most = int(arguments.terms["max-nodes"])
    why = "" if shown == most else " (the statements behind them fill a page)"
    gaps = f"; {found.gaps:,} of those left out {'has' if found.gaps == 1 else 'have'} no line" if found.gaps else ""
    choices = ", ".join(
        f"--{one.name}"
        for one in view.parameters
        if one.type != "flag" and one.name not in DRAWING and one.name not in arguments.words
    )
    choose = f"; a part of it with {choices}" if choices else ""
    more = f"See more with --max-nodes {min(found.total, 2 * most)}; all of it in groups with --by category{choose}."
    return [f"{shown:,} of {found.total:,} things shown, those with the most evidence{why}{gaps}. {more}"]


def _group_notes(arguments: Arguments, found: Cut) -> list[str]:
    notes = []
    shown, most = len(found.kept), int(arguments.terms["max-nodes"])
    if shown < found.total:
        notes.append(
            f"{shown:,} of {found.total:,} groups shown, those with the most evidence. "
            f"See more with --max-nodes {min(found.total, 2 * most)}, or fewer groups with --by kind."
        )
    if arguments.terms["by"].value == "community":
        notes.append(COMPUTED)
    return notes


def _unnamed(rows: Rows) -> list[str]:
    if not rows.unnamed:
        return []
    many = len(rows.unnamed) > 1
    things = f"{len(rows.unnamed)} unnamed things (blank nodes) are" if many else "One unnamed thing (a blank node) is"
    return [f"{things} not drawn."]


def _mark_gaps(network: Network, view: NamedQuery, arguments: Arguments) -> None:
    """Say it beside a thing when only things of one kind reach it, where the header of the view asks for that.

    ``# gap: KIND ONLY -- words -- words when something was chosen``: a goal that only a commitment aims at.
    """
    if "gap" not in view.meta:
        return
    kinds, words, words_when_chosen = (part.strip() for part in view.meta["gap"].split("--"))
    kind, only = kinds.split()
    for iri, node in network.nodes(data=True):
        reaching = {network.nodes[subject]["kind"] for subject, _ in network.in_edges(iri)}
        if node["kind"] == kind and reaching == {only} and not node["members"] and not node["more"]:
            node["note"] = words_when_chosen if arguments.words.keys() - DRAWING else words
