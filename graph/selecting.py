"""Making the picture of a selection: the same selection gives the same picture in every process.

The rows from which it starts are composed with its steps (:mod:`equigraph.graph.compose`), described once, and placed
stage by stage (:mod:`equigraph.graph.staging`). Then facets, a focus and groups decide what is drawn; nothing moves for
them. A picture that is known already is built upon, so that one more step, or one less, costs little.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from equigraph.graph.compose import Composed, begin, compose
from equigraph.graph.facets import Facet
from equigraph.graph.memory import Memory
from equigraph.graph.neighbors import Neighbors, neighbors_by_kind, read_around
from equigraph.graph.network import Network, project
from equigraph.graph.part import joined
from equigraph.graph.picture import Picture
from equigraph.graph.rows import Rows
from equigraph.graph.selection import Selection
from equigraph.graph.staging import Stage, first_stage, next_stage, with_pin
from equigraph.graph.start import Start, read_start

if TYPE_CHECKING:
    from equigraph.graph.knowledge_graph import KnowledgeGraph

__all__ = ["Expanded", "Selected", "neighbors", "select"]


@dataclass(frozen=True)
class Expanded:
    """What became of one expansion.

    Attributes:
        thing: What was expanded.
        kind: Local name of the kind of neighbours, "" for all.
        shown: How many of those neighbours are drawn.
        total: How many there are.
        words: The same in a sentence.
    """

    thing: str
    kind: str
    shown: int
    total: int
    words: str


@dataclass(frozen=True)
class Selected:
    """The picture of a selection.

    Attributes:
        selection: What was chosen.
        network: What is drawn, placed and in words; ready for any exporter.
        facets: What its lines can be chosen by, counted before what is chosen of the same facet.
        expanded: What became of each expansion.
        hidden: How many things are in the picture and not drawn.
        things: What is in the picture, drawn or not.
    """

    selection: Selection
    network: Network
    facets: tuple[Facet, ...]
    expanded: tuple[Expanded, ...]
    hidden: int
    things: frozenset[str]
    trail: _Trail = field(repr=False, compare=False)


@dataclass(frozen=True)
class _Trail:
    """How a picture came to be, for one that follows.

    Attributes:
        start: Where it starts.
        reader: Remembers what was read.
        composed: The picture as rows: before any step, and after each.
        stages: Where everything stands, as far as that was computed: the same in places.
        whole: Describes everything in the picture, and what may have been in it before; without places.
    """

    start: Start
    reader: Memory
    composed: tuple[Composed, ...]
    stages: tuple[Stage, ...] = ()
    whole: Network = field(default_factory=Network)

    @property
    def last(self) -> Composed:
        """The picture after its last step."""
        return self.composed[-1]


def select(graph: KnowledgeGraph, selection: Selection, known: Selected | None = None) -> Selected:
    """Return the picture of a selection.

    Args:
        graph: The graph.
        selection: What was chosen.
        known: The picture of another selection over the same data; where both start alike, work is saved.

    Raises:
        UnknownNameError: There is no such view or question.
        ParameterError: Nothing is chosen, a parameter is wrong, or there would be too much in one picture.
        EntityNotFoundError: A thing is not in the graph.

    Example:
        >>> from equigraph.graph.knowledge_graph import KnowledgeGraph
        >>> with KnowledgeGraph.open() as graph:
        ...     found = select(
        ...         graph,
        ...         Selection.read([("thing", "practice:looping"), ("do", "expand~practice:looping~EquityGoal~2")]),
        ...     )
        >>> found.network.number_of_nodes(), found.expanded[0].words
        (3, 'Looping: 2 of 3 equity goals shown.')
    """
    trail = _trail(graph, selection, known)
    trail = _place(_describe(trail), selection)
    network = _at(trail, len(trail.composed) - 1)
    trail.stages[-1].dress(network)
    picture = Picture(network, trail.start, trail.last, selection, trail.reader)
    shown, lines = picture.chosen()
    return Selected(
        selection=selection,
        network=picture.drawn(shown, lines),
        facets=picture.facets(),
        expanded=tuple(
            Expanded(one.thing, one.kind, len(one.neighbors & shown), len(one.neighbors), one.words(shown))
            for one in trail.last.expanded
        ),
        hidden=len(trail.last.rows.things) - len(shown),
        things=frozenset(trail.last.rows.things),
        trail=trail,
    )


def neighbors(graph: KnowledgeGraph, selected: Selected, thing: str) -> tuple[Neighbors, ...]:
    """Return the neighbours of a thing by kind, with how many of them are drawn already; one query.

    Args:
        graph: The graph.
        selected: The picture.
        thing: Any thing of the graph.

    Example:
        >>> from equigraph.graph.knowledge_graph import KnowledgeGraph
        >>> with KnowledgeGraph.open() as graph:
        ...     found = select(graph, Selection.read([("thing", "practice:looping")]))
        ...     [one.words for one in neighbors(graph, found, "https://w3id.org/equigraph/id/practice/looping")]
        ['3 equity goals', '3 student groups', '2 sources']
    """
    columns = selected.trail.last.columns
    return neighbors_by_kind(read_around(graph.reader, thing), set(selected.network), columns.kind_of)


# --- rows and places ------------------------------------------------------------------------


def _trail(graph: KnowledgeGraph, selection: Selection, known: Selected | None) -> _Trail:
    """Return the trail of a selection: as much of a known one as both have alike, then step by step."""
    if known is not None and _starts_alike(known.selection, selection):
        before = known.trail
        alike = 0
        for one, other in zip(known.selection.steps, selection.steps, strict=False):
            if one != other:
                break
            alike += 1
        composed = list(before.composed[: alike + 1])
        trail = _Trail(before.start, before.reader, (), before.stages[: alike + 1], before.whole)
    else:
        reader = Memory(graph.reader)
        start = read_start(reader, selection)
        composed = [begin(start)]
        trail = _Trail(start, reader, ())
    for step in selection.steps[len(composed) - 1 :]:
        composed.append(compose(trail.reader, trail.start, composed[-1], step))
    return replace(trail, composed=tuple(composed))


def _starts_alike(one: Selection, other: Selection) -> bool:
    return one.start == other.start and one.layout == other.layout


def _describe(trail: _Trail) -> _Trail:
    """Return the trail with everything in the picture described; only what is new is asked about."""
    rows, whole = trail.last.rows, trail.whole
    edges = {
        edge: names for edge, names in rows.edges.items() if not whole.has_edge(edge.subject, edge.object, edge.key)
    }
    things = rows.things - set(whole)
    if not edges and not things and whole.graph:
        return trail
    ends = {end for edge in edges for end in (edge.subject, edge.object)}
    fresh = Rows(
        things | ends, edges, {thing: names for thing, names in rows.literals.items() if thing in things | ends}
    )
    return replace(
        trail, whole=joined(whole, project(fresh, trail.reader, trail.last.columns, focus=trail.start.focus))
    )


def _place(trail: _Trail, selection: Selection) -> _Trail:
    """Return the trail with where everything stands after each step."""
    stages = list(trail.stages)
    for number in range(len(stages), len(trail.composed)):
        composed = trail.composed[number]
        if not number:
            stages.append(first_stage(_at(trail, 0), is_view=trail.start.is_view))
            continue
        step, before = selection.steps[number - 1], trail.composed[number - 1]
        if composed.rows.things != before.rows.things or composed.rows.edges.keys() != before.rows.edges.keys():
            stages.append(next_stage(_at(trail, number), stages[-1]))
        elif step.verb == "pin" and step.place and step.things[0] in composed.pinned:
            stages.append(with_pin(_at(trail, number), stages[-1], step.things[0], step.place))
        else:
            stages.append(stages[-1])
    return replace(trail, stages=tuple(stages))


def _at(trail: _Trail, number: int) -> Network:
    """Return the network as it was after some steps, without places."""
    composed, start, whole = trail.composed[number], trail.start, trail.whole
    network = Network(**whole.graph)
    more = _more(start, composed)
    linked = start.linked if start.is_view else {end for edge in composed.rows.edges for end in edge[0:3:2]}
    for iri in sorted(composed.rows.things):
        data = whole.nodes[iri]
        # What a view lists as without a line stays so: a line that was added is no answer to what the view asked.
        listed = iri in start.rows.things and iri not in start.focus and iri not in more and iri not in linked
        column, group = composed.columns.place(iri, data["kind"], data["category"], is_focus=iri in start.focus)
        own = {"listed": listed, "more": more.get(iri, 0), "column": column, "group": group}
        network.add_node(iri, **{**data, **own})
    for edge in sorted(composed.rows.edges):
        network.add_edge(edge.subject, edge.object, edge.key, **whole.edges[edge.subject, edge.object, edge.key])
    start.tell(network, composed.columns, trail.reader)
    return network


def _more(start: Start, composed: Composed) -> dict[str, int]:
    """Return how many lines a thing has to things that the start found and the picture does not hold."""
    things = composed.rows.things
    if not start.found.more or things == start.rows.things:
        return dict(start.found.more)
    found = Counter(
        edge.subject if edge.subject in things else edge.object
        for edge in start.asked.rows.edges
        if (edge.subject in things) is not (edge.object in things)
    )
    return dict(found)
