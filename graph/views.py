"""Running a view: its query, the network it makes, the words beside it and the place of everything."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from pyoxigraph import NamedNode

from equigraph.errors import ParameterError
from equigraph.graph.arguments import Arguments
from equigraph.graph.columns import Columns
from equigraph.graph.layout import place
from equigraph.graph.network import Network, Rows, project
from equigraph.graph.query_file import NamedQuery
from equigraph.graph.reader import Catalog, Reader
from equigraph.graph.summary import summarize

__all__ = ["run_view"]

MAX_RADIUS: Final = 6


def run_view(reader: Reader, view: NamedQuery, arguments: Arguments) -> Network:
    """Return the network of a view, complete: nodes, lines, evidence, words and positions.

    Raises:
        ParameterError: A number is out of range.
    """
    columns = Columns.of(view)
    rows = Rows()
    total: int | None = None
    if view.meta.get("columns") == "hops":
        total, hops = _walk(reader, view, arguments, rows)
        columns = dataclasses.replace(columns, hops=hops)
    else:
        _ask(reader, view, arguments.terms, rows)
    network = project(rows, reader, columns, focus=arguments.focus)
    _describe_view(network, view, arguments, reader.catalog())
    network.graph["absent"] = _absent(network, view, arguments)
    network.graph["columns"] = columns.titles()
    network.graph["layout"] = "layered" if columns.layout or columns.hops else "organic"
    network.graph["shown"] = network.number_of_nodes()
    network.graph["total"] = network.number_of_nodes() if total is None else total
    network.graph["notes"] = _notes(network, rows)
    _mark_gaps(network, view, arguments)
    network.graph["summary"] = summarize(network)
    place(network)
    return network


def _ask(reader: Reader, view: NamedQuery, terms: Mapping[str, Any], rows: Rows) -> None:
    solutions = reader.rows(view, terms)
    names = {variable.value for variable in solutions.variables}
    for solution in solutions:
        general = solution["general"] if "general" in names else None
        rows.add(solution["subject"], solution["predicate"], solution["object"], solution["statement"], general)


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
    network.graph.update(
        view=view.name,
        question=view.question,
        parameters=arguments.words,
        arguments=arguments.plain(),
        title=_title(view, focus, arguments),
        data_version=catalog.version,
        data_date=catalog.modified,
        data_digest=catalog.digest,
        licence=catalog.licence or catalog.licence_url,
        licence_url=catalog.licence_url,
        citation=catalog.citation,
        scope=_scope(view, arguments),
        about=catalog.scope,
        dataset=catalog.title,
        blind_spots=list(catalog.blind_spots),
        unlinked=_unlinked(view, arguments),
    )
    group = arguments.labels.get("group", "")
    if group:
        for _, _, edge in network.edges(data=True):
            edge["scope_label"] = f"not specific to {group}: claims about all students" if edge["general"] else ""


def _title(view: NamedQuery, focus: str, arguments: Arguments) -> str:
    group = arguments.words.get("group")
    if focus:
        return f"{view.title}: {focus}"
    return f"{view.title}, for {group}" if group else view.title


def _absent(network: Network, view: NamedQuery, arguments: Arguments) -> list[str]:
    """Return the names of things that were chosen, of a kind this view draws, and have no place in the picture."""
    drawn = view.meta.get("columns", "")
    return [
        arguments.labels[parameter.name]
        for parameter in view.parameters
        if parameter.name in arguments.words
        and parameter.type in drawn
        and not any(iri in network for iri in arguments.iris(parameter.name))
    ]


def _scope(view: NamedQuery, arguments: Arguments) -> str:
    chosen = [
        parameter.description
        if parameter.type == "flag"
        else f"{parameter.name.replace('-', ' ')}: {arguments.words[parameter.name]}"
        for parameter in view.parameters
        if parameter.name in arguments.words
    ]
    return f"Chosen here: {'; '.join(chosen)}." if chosen else "Shown here: everything this view knows of."


def _unlinked(view: NamedQuery, arguments: Arguments) -> str:
    """Return the heading of things without a line: a gap in the graph is not the same as one in a choice of it."""
    chosen = "unlinked-chosen" if arguments.words else "unlinked"
    return view.meta.get(chosen, view.meta.get("unlinked", "No line"))


def _notes(network: Network, rows: Rows) -> list[str]:
    notes = []
    shown, total = network.graph["shown"], network.graph["total"]
    if shown < total:
        notes.append(f"{shown} of {total} shown; ask for more with a larger max-nodes.")
    if rows.unnamed:
        many = len(rows.unnamed) > 1
        things = (
            f"{len(rows.unnamed)} unnamed things (blank nodes) are" if many else "One unnamed thing (a blank node) is"
        )
        notes.append(f"{things} not drawn.")
    return notes


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
        if node["kind"] == kind and reaching == {only}:
            node["note"] = words_when_chosen if arguments.words else words
