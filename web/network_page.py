"""The pages that show a selection: what all of them have, and what each way to look at it adds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from equigraph.exporters.html import view_parts
from equigraph.exporters.page import as_json
from equigraph.graph.kinds import count_words
from equigraph.graph.selection_step import write_iri
from equigraph.web.addresses import drill_path, path_of
from equigraph.web.downloads import offered, picture_choices
from equigraph.web.network_gaps import gaps_of
from equigraph.web.network_place import SHOWS
from equigraph.web.network_table import paths_of, rows_of
from equigraph.web.network_tools import tools_of
from equigraph.web.page import Page, templates

if TYPE_CHECKING:
    from equigraph.exporters.evidence import Evidence, Line, Thing
    from equigraph.exporters.html import ViewParts
    from equigraph.graph.network import Network
    from equigraph.graph.selecting import Selected
    from equigraph.web.explorer import Explorer
    from equigraph.web.network_place import Place

__all__ = ["PATH", "picture_page"]

PATH: Final = "/network"


def picture_page(explorer: Explorer, place: Place, selected: Selected) -> Page:
    """Return the page of a selection, looked at as the place says."""
    network = selected.network
    data: dict[str, Any] = {
        "title": network.graph["title"],
        "question": network.graph["question"],
        "selection": place.selection.pairs(),
        "show": place.show,
        "address": place.to(),
        "network": _in_json(network, place),
        "downloads": offered(place.prefix + PATH + "/download", place.selection.pairs()),
        "snapshot": place.to(path=PATH + "/snapshot", show=next(iter(SHOWS))),
        "told": _told(network),
        "said": _said(place, selected),
    }
    drawn: dict[str, Any] = {
        "head": {"title": network.graph["title"], "question": network.graph["question"], "about": []},
        "chosen": dict(network.graph["parameters"]),
        "tools": tools_of(place, selected),
        "place": place,
        "drawn": Markup(as_json(_here(network))),  # noqa: S704 (escaped by as_json)
        "sizes": picture_choices(place.prefix + PATH + "/download", place.selection.pairs()),
    }
    if place.show == "gaps":
        found = gaps_of(explorer, place, selected)
        drawn |= found.drawn
        return Page("network_gaps.html.j2", data["title"], {**data, "gaps": found.data}, drawn, found.style)
    parts = view_parts(network, filters=False)
    drawn |= _shown(explorer, place, network, parts)
    drawn["head"]["about"] = parts.shown["about_focus"]
    if place.show == "table":
        drawn["rows"] = rows_of(parts.evidence)
    elif place.show == "paths":
        data["paths"] = paths_of(place, selected, parts.evidence)
    return Page(f"network_{place.show}.html.j2", data["title"], data, drawn, parts.style)


def _shown(explorer: Explorer, place: Place, network: Network, parts: ViewParts) -> dict[str, Any]:
    """Return what the macros of a picture need, with what a live page adds to them."""
    evidence = parts.evidence
    names = {id_: write_iri(iri) for iri, id_ in evidence.node_ids.items()}
    drills = _drills(network, evidence, place)
    module: Any = templates(explorer).get_template("network_parts.html.j2").module

    def of_thing(part: Thing) -> Markup:
        if part.members:  # a group is opened; what is done is done to things
            return Markup()
        return Markup(module.of_thing(names[part.id], place.prefix + path_of(part.iri)))  # noqa: S704

    def of_line(part: Line) -> Markup:
        return Markup(module.of_line(place.prefix, names[part.subject], names[part.object]))  # noqa: S704

    def of_group(part: Thing | Line) -> Markup:
        return Markup(module.of_group(drills[part.id]) if part.id in drills else "")  # noqa: S704

    graph = parts.shown["graph"]
    return {
        **parts.shown,
        "graph": {**graph, "notes": [_note(note) for note in graph["notes"]]},
        "data": Markup(as_json(parts.data)),  # noqa: S704 (escaped by as_json)
        "live_thing": of_thing,
        "live_line": of_line,
        "live_drill": of_group,
    }


def _here(network: Network) -> dict[str, dict[str, str]]:
    """Return the things and the groups that are drawn, as an address has them, by their id in the page."""
    here: dict[str, dict[str, str]] = {"things": {}, "groups": {}}
    for number, iri in enumerate(network):  # numbered as `gather` does
        here["groups" if network.nodes[iri]["members"] else "things"][f"n{number}"] = write_iri(iri)
    return here


def _told(network: Network) -> str:
    """Return how much is drawn, in words."""
    things, lines = network.number_of_nodes(), network.number_of_edges()
    return f"{count_words(things, 'thing')}, {count_words(lines, 'line')}"


def _said(place: Place, selected: Selected) -> str:
    """Return what became of the last step, where it was an expansion."""
    steps = place.selection.steps
    is_expansion = bool(steps) and steps[-1].verb == "expand" and bool(selected.expanded)
    return selected.expanded[-1].words if is_expansion else ""


def _drills(network: Network, evidence: Evidence, place: Place) -> dict[str, str]:
    """Return where the groups of a picture, and the lines between them, are opened, by their id in the page."""
    found = {evidence.node_ids[iri]: node["drill"] for iri, node in network.nodes(data=True)}
    for line in network.edges(keys=True):
        found[evidence.line_ids[line]] = network.edges[line]["drill"]
    return {part: place.prefix + drill_path(drill) for part, drill in found.items() if drill}


def _note(note: str) -> str:
    """Return a note of a view without the dashes that the command line wants before a choice."""
    return re.sub(r"(?<!\S)--(?=[a-z])", "", note)


def _in_json(network: Any, place: Place) -> dict[str, Any]:
    graph = network.graph
    return {
        "summary": list(graph["summary"]),
        "notes": list(graph["notes"]),
        "things": [
            {
                "iri": iri,
                "label": node["label"],
                "kind": node["kind"],
                "category": node["category"],
                "x": node["x"],
                "y": node["y"],
                "page": place.prefix + path_of(iri),
            }
            for iri, node in network.nodes(data=True)
        ],
        "lines": [
            {
                "subject": start,
                "object": end,
                "key": key,
                "label": edge["label"],
                "verdict": edge["verdict"],
                "strength": edge["strength"],
                "mapping": edge["mapping"],
            }
            for start, end, key, edge in network.edges(keys=True, data=True)
        ],
    }
