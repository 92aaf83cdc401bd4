"""A picture in groups: what is drawn of a selection, by kind, category or community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from equigraph.graph.columns import Columns
from equigraph.graph.drill import ENTITIES_MOST, Drill, drill_into
from equigraph.graph.group_network import features_of, project_groups
from equigraph.graph.groups import Group, aggregate
from equigraph.graph.network import Network
from equigraph.graph.rows import Rows
from equigraph.graph.views import COMPUTED

if TYPE_CHECKING:
    from equigraph.graph.compose import Composed
    from equigraph.graph.reader import Reader
    from equigraph.graph.start import Start

__all__ = ["in_groups"]


def in_groups(network: Network, start: Start, composed: Composed, by: str, reader: Reader) -> Network:
    """Return what is drawn of a picture as groups; what is pinned, and what the start is about, stands alone.

    Args:
        network: What is drawn.
        start: Where the selection starts.
        composed: The picture after its steps.
        by: "kind", "category" or "community".
        reader: The graph.
    """
    things = set(network)
    lines = {(u, v, key) for u, v, key in network.edges(keys=True)}
    edges = {
        edge: names for edge, names in composed.rows.edges.items() if (edge.subject, edge.object, edge.key) in lines
    }
    rows = Rows(things, edges, {thing: names for thing, names in composed.rows.literals.items() if thing in things})
    own = composed.columns
    columns = Columns(own.headings, () if by == "community" else own.layout)
    alone = [*start.focus, *composed.pinned]
    grouping = aggregate(rows, features_of(things, reader, columns), by, alone=alone)
    drills = {iri: _drill(start, group, by) for iri, group in grouping.groups.items()}
    focus = start.focus if by != "community" else ()
    grouped = project_groups(grouping, rows, reader, columns, drills=drills, more={}, focus=focus)
    graph = {name: value for name, value in network.graph.items() if name not in {"statements", "sources", "triples"}}
    grouped.graph.update(
        graph,
        columns=columns.titles(),
        layout="layered" if columns.layout else "organic",
        shown=len(grouped),
        total=len(grouped),
        by=by,
        grouped=len(things),
        title=f"{network.graph['title']}, in groups by {by}",
        notes=[*network.graph["notes"], *([COMPUTED] if by == "community" else [])],
    )
    for name in ("width", "height", "label_px"):
        grouped.graph.pop(name, None)
    return grouped


def _drill(start: Start, group: Group, by: str) -> Drill:
    """Return what shows the things of a group: the view itself where it starts from one, else what is around them."""
    if start.is_view and start.asked.view.parameters:
        return drill_into(start.asked.view, start.asked.arguments, group, by)
    if group.is_alone:
        return {}
    return {"view": "neighborhood", "parameters": {"entity": list(group.members[:ENTITIES_MOST])}}
