"""The workspace: one selection, looked at as a picture, a table, a gap map or a list of paths, at one address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from equigraph.errors import ParameterError
from equigraph.exporters.html import view_parts
from equigraph.exporters.page import as_json
from equigraph.graph.selection import Selection
from equigraph.graph.selection_step import read_iri, write_iri
from equigraph.web.addresses import drill_path, path_of
from equigraph.web.downloads import FORMAT, OPTION, chosen_options, exporter_at, offered, picture_choices, send
from equigraph.web.explorer import explorer_of
from equigraph.web.network_acts import ACT, Choice, act
from equigraph.web.network_place import SHOWS, Place
from equigraph.web.network_start import about_page, start_page
from equigraph.web.network_table import paths_of, rows_of
from equigraph.web.network_thing import thing_tools
from equigraph.web.network_tools import tools_of
from equigraph.web.page import Page, in_one_thread, page_routes, templates
from equigraph.web.pictures import pictures_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from equigraph.exporters.evidence import Evidence, Line, Thing
    from equigraph.graph.network import Network
    from equigraph.graph.selecting import Selected
    from equigraph.web.explorer import Explorer

__all__ = ["routes"]

PATH: Final = "/network"


# --- what is asked for ----------------------------------------------------------------------


def _asked(request: Request) -> tuple[Place, dict[str, str]]:
    """Return where one is, and what a form asks for beside."""
    pairs, asked, show = [], {}, ""
    for name, value in request.query_params.multi_items():
        if name.startswith(ACT):
            asked[name] = value
        elif name == "show":
            show = value
        elif not name.startswith(OPTION):
            pairs.append((name, value))
    show = show or next(iter(SHOWS))
    if show not in SHOWS:
        raise ParameterError(f'show is "{show[:80]}"; accepted: {", ".join(SHOWS)}')
    return Place(Selection.read(pairs), show, explorer_of(request).settings.path), asked


def workspace(request: Request) -> Page | Response:
    """Return the workspace of a selection; without one, the page on which to begin."""
    place, asked = _asked(request)
    explorer = explorer_of(request)
    pictures = pictures_of(explorer)
    if any(value.strip() for value in asked.values()):
        found = act(explorer.graph, place.selection, asked, lambda: pictures.get(place.selection).network)
        if isinstance(found, Choice):
            return _choose(place, found)
        return RedirectResponse(place.to(found), status_code=303)
    if place.selection.is_empty:
        return start_page(explorer.graph, place)
    return _picture(explorer, place, pictures.get(place.selection))


def about(request: Request) -> Page:
    """Return the page on which is chosen what a picture is about."""
    place, _ = _asked(request)
    return about_page(explorer_of(request).graph, place)


def thing(request: Request) -> Page:
    """Return what can be done with one thing of a picture."""
    place, asked = _asked(request)
    explorer = explorer_of(request)
    if "act.on" not in asked:
        raise ParameterError("no thing is named; accepted: act.on=THING", hint="The cards of a picture lead here.")
    selected = pictures_of(explorer).get(place.selection)
    data = thing_tools(explorer.graph, place, selected, read_iri("act.on", asked["act.on"]))
    return Page("network_thing.html.j2", data["label"], data)


def download(request: Request) -> Response:
    """Return a picture as a file."""
    place, _ = _asked(request)
    suffix = request.path_params.get("suffix") or request.query_params.get(FORMAT, "")
    exporter = exporter_at(suffix)
    options = chosen_options(request.query_params, exporter)
    network = pictures_of(explorer_of(request)).get(_chosen(place)).network
    return send(network, exporter, network.graph["title"], options)


def _chosen(place: Place) -> Selection:
    if place.selection.is_empty:
        raise ParameterError(
            "no picture is named; accepted: view=NAME, question=NAME or thing=THING, with what was done"
        )
    return place.selection


# --- the page -------------------------------------------------------------------------------


def _picture(explorer: Explorer, place: Place, selected: Selected) -> Page:
    network = selected.network
    parts = view_parts(network)
    tools = tools_of(place, selected)
    names = {id_: write_iri(iri) for iri, id_ in parts.evidence.node_ids.items()}
    groups = [part.id for part in parts.evidence.things.values() if part.members]
    module: Any = templates(explorer).get_template("network_parts.html.j2").module

    def of_thing(part: Thing) -> Markup:
        if part.members:  # a group is opened; what is done is done to things
            return Markup()
        return Markup(module.of_thing(part, names[part.id], place.prefix + path_of(part.iri)))  # noqa: S704

    def of_line(part: Line) -> Markup:
        ends = [parts.evidence.things[end].iri for end in (part.subject, part.object)]
        return Markup(module.of_line(place.prefix, *map(write_iri, ends)))  # noqa: S704

    drills = _drills(network, parts.evidence, place)

    def of_group(part: Thing | Line) -> Markup:
        return Markup(module.of_group(drills[part.id]) if part.id in drills else "")  # noqa: S704

    graph = {**parts.shown["graph"], "notes": [_note(note) for note in parts.shown["graph"]["notes"]]}
    downloads = offered(place.prefix + PATH + "/download", place.selection.pairs())
    data = {
        "selection": place.selection.pairs(),
        "show": place.show,
        "address": place.to(),
        "network": _in_json(network, place),
        "downloads": downloads,
        "snapshot": place.to(path=PATH + "/snapshot", show=next(iter(SHOWS))),
        "told": _told(selected),
        "said": _said(place, selected),
    }
    drawn = {
        **parts.shown,
        "graph": graph,
        "data": Markup(as_json({**parts.data, "names": names, "groups": groups})),  # noqa: S704 (escaped by as_json)
        "tools": tools,
        "place": place,
        "sizes": picture_choices(place.prefix + PATH + "/download", place.selection.pairs()),
        "live_thing": of_thing,
        "live_line": of_line,
        "live_drill": of_group,
    }
    if place.show == "table":
        drawn["rows"] = rows_of(parts.evidence)
    elif place.show == "paths":
        data["paths"] = paths_of(place, selected, parts.evidence)
    return Page(f"network_{place.show}.html.j2", graph["title"], data, drawn, parts.style)


def _told(selected: Selected) -> str:
    """Return how much is drawn, in words."""
    network = selected.network
    things, lines = network.number_of_nodes(), network.number_of_edges()
    return f"{things:,} {'thing' if things == 1 else 'things'}, {lines:,} {'line' if lines == 1 else 'lines'}"


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
        "title": graph["title"],
        "question": graph["question"],
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


def _choose(place: Place, choice: Choice) -> Page:
    """Return the page on which to say which thing is meant."""
    rest = place.pairs()
    data: Mapping[str, Any] = {
        "name": choice.name,
        "is_known": choice.is_known,
        "things": [
            {"iri": iri, "words": words, "address": place.to(more=[(choice.field, write_iri(iri))])}
            for iri, words in choice.things
        ],
        "back": place.to(),
    }
    title = f"Which “{choice.name[:80]}”?" if choice.is_known else f"Nothing is called “{choice.name[:80]}”"
    return Page("network_choose.html.j2", title, data, {"rest": rest, "field": choice.field})


def routes() -> list[Route]:
    """Return the routes of the workspace."""
    return [
        Route(PATH + "/download", in_one_thread(download), name="network-download-chosen"),
        Route(PATH + "/download{suffix}", in_one_thread(download), name="network-download"),
        *page_routes(PATH + "/about", about, name="network-about"),
        *page_routes(PATH + "/thing", thing, name="network-thing"),
        *page_routes(PATH, workspace, name="network"),
    ]
