"""The workspace: one selection, looked at as a picture, a table, a gap map or a list of paths, at one address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from equigraph.errors import ParameterError
from equigraph.graph.selection import Selection
from equigraph.graph.selection_step import read_iri, write_iri
from equigraph.graph.snapshot import SUFFIX, take
from equigraph.web.downloads import FORMAT, OPTION, attachment, chosen_options, exporter_at, send
from equigraph.web.explorer import explorer_of
from equigraph.web.network_acts import ACT, Choice, act
from equigraph.web.network_page import PATH, picture_page
from equigraph.web.network_place import SHOWS, Place
from equigraph.web.network_start import about_page, must_choose, start_page
from equigraph.web.network_thing import thing_tools
from equigraph.web.page import JSON, Page, in_one_thread, page_routes, wants_json
from equigraph.web.picture_cache import pictures_of

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["routes"]


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
    try:
        selected = pictures.get(place.selection)
    except ParameterError:
        if wants_json(request) or not must_choose(explorer.graph, place.selection):
            raise
        return RedirectResponse(place.to(path=PATH + "/about"), status_code=303)
    return picture_page(explorer, place, selected)


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


def snapshot(request: Request) -> Response:
    """Return a picture with all that makes it again: the file that ``equigraph snapshot create`` writes."""
    place, _ = _asked(request)
    taken = take(explorer_of(request).graph, _chosen(place))
    title = taken.network.graph["title"]
    return attachment(taken.to_text().encode("utf-8"), title, SUFFIX, JSON)


def _chosen(place: Place) -> Selection:
    if place.selection.is_empty:
        raise ParameterError(
            "no picture is named; accepted: view=NAME, question=NAME or thing=THING, with what was done"
        )
    return place.selection


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
        Route(PATH + "/snapshot", in_one_thread(snapshot), name="network-snapshot"),
        *page_routes(PATH + "/about", about, name="network-about"),
        *page_routes(PATH + "/thing", thing, name="network-thing"),
        *page_routes(PATH, workspace, name="network"),
    ]
