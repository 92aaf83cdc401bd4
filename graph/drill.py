"""What opens a group: the view and parameters that show the things beneath it, and the command line that does it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any, Final

from equigraph.graph.arguments import Arguments
from equigraph.graph.groups import Group
from equigraph.graph.query_file import NamedQuery
from equigraph.ontology.prefixes import PREFIXES, compress

__all__ = ["DRAWING", "ENTITIES_MOST", "Drill", "drill_command", "drill_into", "drill_line", "export_command"]

# Parameters that choose how an answer is drawn, not what it holds.
DRAWING: Final = frozenset({"max-nodes", "by"})
# A command line with more names than this is not one that a person reads.
NAMED_MOST: Final = 50
ENTITIES_MOST: Final = 20

Drill = dict[str, Any]


def drill_into(view: NamedQuery, arguments: Arguments, group: Group, by: str) -> Drill:
    """Return what shows the things of a group; of a thing that stands alone, what keeps to it, if anything does."""
    if by != "community":
        if chosen := _selector(view, group):
            return _drill(view, arguments, chosen)
        if by == "kind" and not group.is_alone:
            return _drill(view, arguments, {"by": "category"})
    if group.is_alone:
        return {}
    return {"view": "neighborhood", "parameters": {"entity": list(group.members[:ENTITIES_MOST])}}


def drill_line(start: Drill, end: Drill) -> Drill:
    """Return what shows the lines between two groups: both choices where they go together, else the first there is.

    Example:
        >>> drill_line({"view": "v", "parameters": {"goal": ["g"]}}, {"view": "v", "parameters": {"practice": ["p"]}})
        {'view': 'v', 'parameters': {'goal': ['g'], 'practice': ['p']}}
    """
    together = (
        start and end and start["view"] == end["view"] and not any("by" in one["parameters"] for one in (start, end))
    )
    if not together:
        return start or end
    first, second = start["parameters"], end["parameters"]
    both = {
        name: list(dict.fromkeys([*first[name], *second[name]]))
        for name in first.keys() & second.keys()
        if first[name] != second[name] and isinstance(first[name], list)
    }
    return {"view": start["view"], "parameters": first | second | both}


def _selector(view: NamedQuery, group: Group) -> dict[str, Any]:
    """Return the parameter of a view that keeps to a group: by its category, else by the names of its members."""
    for parameter in view.parameters:
        if group.category and parameter.scheme and group.category.startswith(PREFIXES[parameter.scheme]):
            return {parameter.name: [group.category]}
    if len(group.members) <= NAMED_MOST:
        for parameter in view.parameters:
            if parameter.type == group.kind and parameter.several:
                return {parameter.name: list(group.members)}
    return {}


def _drill(view: NamedQuery, arguments: Arguments, chosen: Mapping[str, Any]) -> Drill:
    kept = {name: value for name, value in arguments.plain().items() if name in arguments.words and name not in DRAWING}
    return {"view": view.name, "parameters": {**kept, **chosen}}


def drill_command(drill: Mapping[str, Any]) -> str:
    """Return the command line that draws what opens a group, or "" if nothing does.

    Example:
        >>> category = "https://w3id.org/equigraph/id/category/academic-support"
        >>> drill_command({"view": "practices-to-goals", "parameters": {"category": [category], "exact": True}})
        'equigraph view practices-to-goals --category category:academic-support --exact'
    """
    return shlex.join(["equigraph", "view", drill["view"], *_options(drill["parameters"])]) if drill else ""


def export_command(graph: Mapping[str, Any], file: str) -> str:
    """Return the command line that writes a network of a view to a file, with what was chosen.

    Args:
        graph: The graph attributes of the network.
        file: What it is to be called.

    Example:
        >>> export_command({"view": "practice", "parameters": {}, "arguments": {"max-nodes": 300}}, "a.html")
        'equigraph export practice a.html'
    """
    chosen = {*(graph.get("parameters") or {}), *(["by"] if graph.get("by") else [])}
    kept = {name: value for name, value in (graph.get("arguments") or {}).items() if name in chosen}
    return shlex.join(["equigraph", "export", str(graph["view"]), file, *_options(kept)])


def _options(chosen: Mapping[str, Any]) -> list[str]:
    """Return what was chosen as words of a command line."""
    words = []
    for name, value in chosen.items():
        for one in value if isinstance(value, list) else [value]:
            words += [f"--{name}"] if one is True else [f"--{name}", compress(str(one)) or str(one)]
    return words
