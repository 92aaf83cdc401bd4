"""The page of one thing, at the path of its IRI: for people, and as RDF for programs (https://www.w3.org/TR/cooluris/).

The Accept header or the ending of the path chooses the form; each form has an address of its own. An IRI that is not
ours has its page at "/thing?iri=".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from markupsafe import Markup
from pyoxigraph import Literal, NamedNode, Triple
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from equigraph.errors import EntityNotFoundError, ParameterError
from equigraph.exporters.json_ld import generate_json_ld
from equigraph.exporters.palette import verdict_look
from equigraph.exporters.still import StillFigure, still_figure
from equigraph.exporters.svg import generate_svg
from equigraph.exporters.turtle import generate_turtle
from equigraph.graph.about import MOST_USES, OF_CLAIMS, About, read_about
from equigraph.graph.entities import present, resolve
from equigraph.graph.kinds import KINDS, direction_words
from equigraph.ontology.prefixes import PREFIXES
from equigraph.web.addresses import OURS, iri_at, path_of, with_query
from equigraph.web.downloads import offered
from equigraph.web.explorer import explorer_of
from equigraph.web.kept import Kept
from equigraph.web.lists import LISTS
from equigraph.web.negotiation import preferred
from equigraph.web.page import HTML, JSON, Page, in_one_thread, not_acceptable, render
from equigraph.web.patient_reader import reader_for
from equigraph.web.thing import thing_data

if TYPE_CHECKING:
    from starlette.requests import Request

    from equigraph.graph.network import Network
    from equigraph.web.explorer import Explorer

__all__ = ["FORMS", "routes"]


class Form(NamedTuple):
    """A form in which a thing is sent to programs.

    Attributes:
        name: What people call it.
        suffix: Ending of its path.
        type: Media type.
        write: Makes the text; None for the twin of the page.
    """

    name: str
    suffix: str
    type: str
    write: Callable[[Network], str] | None


def _n_triples(network: Network) -> str:
    return "".join(f"{line}\n" for line in network.graph["triples"])


FORMS: Final = (
    Form("JSON", ".json", JSON, None),
    Form("Turtle", ".ttl", "text/turtle", generate_turtle),
    Form("JSON-LD", ".jsonld", "application/ld+json", generate_json_ld),
    Form("N-Triples", ".nt", "application/n-triples", _n_triples),
)
FIRST_SHOWN: Final = 12  # findings of one direction that stand open; the others are behind one line
MOST_HUBS: Final = 64  # of which what was read is kept, some hundred kilobytes each
DRAWN_MOST: Final = 40  # things in the picture beside the one that it is about


def _ours(request: Request) -> Response:
    path = str(request.path_params["path"])
    suffix = _suffix(path)
    return _answer(request, iri_at("/id/" + path.removesuffix(suffix)), suffix)


def _any(request: Request) -> Response:
    suffix = _suffix(request.url.path)
    name = request.query_params.get("iri", "").strip()
    if not name:
        raise ParameterError("there is no iri; accepted: /thing?iri= with the IRI of a thing")
    explorer = explorer_of(request)
    reader = explorer.graph.reader
    iri = name if present(reader, [name]) else resolve(reader, name)
    if iri != name or path_of(iri).startswith("/id/"):
        return _redirect(explorer, path_of(iri), suffix)
    return _answer(request, iri, suffix)


def _suffix(path: str) -> str:
    return next((form.suffix for form in FORMS if path.endswith(form.suffix)), "")


def _redirect(explorer: Explorer, path: str, suffix: str) -> Response:
    address, mark, query = path.partition("?")
    return RedirectResponse(explorer.settings.path + address + suffix + mark + query, 303)


def _answer(request: Request, iri: str, suffix: str) -> Response:
    explorer = explorer_of(request)
    reader = explorer.graph.reader
    if not present(reader, [iri]):
        return _redirect(explorer, path_of(_meant(explorer, iri)), suffix)
    forms = {form.type: form for form in FORMS}
    wanted = next((form.type for form in FORMS if form.suffix == suffix), "")
    chosen = wanted or preferred(request, [HTML, *forms])
    if not chosen:
        return not_acceptable(request, [HTML, *forms])
    about = explorer.once(_hubs).find(iri) or _read(request, iri)
    write = forms[chosen].write if chosen in forms else None
    if write is None:
        response = render(request, _page(explorer, about))
    else:
        response = Response(write(_document(explorer, about)).encode("utf-8"), media_type=chosen)
    response.headers["Vary"] = "Accept"
    addresses = _addresses(explorer, iri)
    if chosen in addresses:
        response.headers["Content-Location"] = addresses[chosen]
    links = [f'<{addresses[form.type]}>; rel="alternate"; type="{form.type}"' for form in FORMS if form.type != chosen]
    response.headers["Link"] = ", ".join(links)
    return response


def _hubs(explorer: Explorer) -> Kept[str, About]:
    """Return what was read of late of things with more claims than a page lists."""
    return Kept(explorer.graph.store, MOST_HUBS)


def _read(request: Request, iri: str) -> About:
    """Return what is known of a thing; of a hub that is kept, for its claims take long to count."""
    about = read_about(reader_for(request), iri)
    if sum(about.tally.values()) > len(about.claims):
        explorer_of(request).once(_hubs).keep(iri, about)
    return about


def _meant(explorer: Explorer, iri: str) -> str:
    """Return the thing whose name somebody wrote in the place of its slug.

    Raises:
        EntityNotFoundError: There is none; near names are told.
    """
    kind, _, slug = iri.removeprefix(OURS).partition("/")
    kinds = {words.prefix: name for name, words in KINDS.items()}
    words = slug.replace("-", " ").strip()
    if iri.startswith(OURS) and words:
        try:
            return resolve(explorer.graph.reader, words, kinds.get(kind))
        except EntityNotFoundError as error:
            raise EntityNotFoundError(slug, error.close, kind=error.kind) from None
    raise EntityNotFoundError(iri, [])


def _addresses(explorer: Explorer, iri: str) -> dict[str, str]:
    """Return the address of each form for programs, by media type."""
    address, mark, query = (explorer.settings.path + path_of(iri)).partition("?")
    return {form.type: address + form.suffix + mark + query for form in FORMS}


def _document(explorer: Explorer, about: About) -> Network:
    """Return what is written for programs; where that is not all, the document says so of itself, in every form."""
    claims, listed = sum(about.tally.values()), len(about.claims)
    said = [f"{listed:,} of {claims:,} findings, taken from every direction"] * (listed < claims)
    said += ["the first links of more"] * about.has_more_links
    if not said:
        return about.network
    address = explorer.settings.address + path_of(about.iri).lstrip("/")
    words = f"Not all that the graph states: {' and '.join(said)}. Ask {explorer.settings.address}sparql for the rest."
    document = NamedNode(address)
    triples = [
        Triple(document, NamedNode(PREFIXES["foaf"] + "primaryTopic"), NamedNode(about.iri)),
        Triple(document, NamedNode(PREFIXES["rdfs"] + "comment"), Literal(words, language="en")),
    ]
    network = about.network.copy()
    network.graph["triples"] = [*network.graph["triples"], *(f"{one} ." for one in triples)]
    return network


# --- the page -------------------------------------------------------------------------------


def _page(explorer: Explorer, about: About) -> Page:
    data = thing_data(about)
    name = data["curie"] or data["iri"]
    figure, says = _figure(about)
    prefix = explorer.settings.path
    addresses = _addresses(explorer, about.iri)
    kind = str(data["kind"])
    drawn = {
        "forms": [{"name": form.name, "type": form.type, "address": addresses[form.type]} for form in FORMS],
        "listed_at": LISTS.get(kind, ""),
        "sections": _sections(data),
        "first": FIRST_SHOWN,
        "links_shown": sum(len(group["items"]) for group in data["links"]),
        "most_uses": MOST_USES,
        "query_of": _queries(explorer, about),
        "gaps_at": prefix + _gaps(kind, name),
        "figure": Markup(figure.markup) if figure else "",  # noqa: S704 (escaped by generate_svg)
        "figure_says": says,
        "download_groups": offered(prefix + "/network/download", [("view", "neighborhood"), ("entity", name)]),
        "short": {one["number"]: one["short"] for one in data["references"]},
        "without_tie": _without_tie,
        "token_of": lambda word: verdict_look(direction_words(word)).token,
        "words_of": direction_words,
    }
    style = figure.style if figure else ""
    return Page("entity.html.j2", str(data["label"]), data, drawn, style)


def _without_tie(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a statement without what the line above it says already."""
    return {**item, "facts": [pair for pair in item["facts"] if pair[0] != "Tie"]}


def _sections(data: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """Return the parts of the page that it has: anchor, name, and how many things are in it."""
    parts = [("findings", "What was found", data["findings"]["total"]), ("costs", "What it costs", len(data["costs"]))]
    if data["kind"] != "EvidenceClaim":
        parts += [(f"k-{group['kind'] or 'rests'}", group["title"], len(group["items"])) for group in data["links"]]
    parts += [("uses", "What is described from it", sum(len(use["things"]) for use in data["uses"]))]
    return [*(part for part in parts if part[2]), ("picture", "The picture", 0), ("downloads", "Take it away", 0)]


def _gaps(kind: str, name: str) -> str:
    parameter = {"Practice": "practice", "EquityGoal": "goal", "StudentGroup": "group"}.get(kind)
    return with_query("/gaps", {parameter: name} if parameter else {})


def _queries(explorer: Explorer, about: About) -> dict[str, str]:
    """Return the queries for all of what is listed in part: by direction of the claims, and "links"."""
    queries = explorer.graph.reader.queries
    entity, among = NamedNode(about.iri), [NamedNode(iri) for iri in about.among]
    found = {}
    if sum(about.tally.values()) > len(about.claims):
        for slug in about.tally:
            direction = NamedNode(PREFIXES["direction"] + slug)
            end = NamedNode(OF_CLAIMS[str(about.node["kind"])])
            found[slug] = queries["about-claims"].bind({"entity": among, "end": end, "direction": direction})
    if about.has_more_links:
        found["links"] = queries["about-links"].bind({"entity": entity})
    return found


def _figure(about: About) -> tuple[StillFigure | None, str]:
    """Return the picture of what a thing is linked to, and how much of it is drawn; None where nothing is."""
    network = about.network
    if not network.number_of_edges():
        return None, ""
    others = [iri for iri in network if iri != about.iri]
    says = "Everything that is listed above is drawn."
    if len(others) > DRAWN_MOST:
        weight = {iri: sum(max(1, edge["claims"]) for *_, edge in network.edges(iri, data=True)) for iri in others}
        weight |= {
            iri: weight[iri] + sum(max(1, edge["claims"]) for *_, edge in network.in_edges(iri, data=True))
            for iri in others
        }
        kept = sorted(others, key=lambda iri: (-weight[iri], iri))[:DRAWN_MOST]
        network = network.subgraph([about.iri, *kept]).copy()
        says = f"{DRAWN_MOST} of {len(others):,} things are drawn, those with the most findings and links."
    return still_figure(generate_svg(network, frame=False), f"{about.node['label']}: picture"), says


def routes() -> list[Route]:
    """Return the routes of the pages of things."""
    return [
        Route("/id/{path:path}", in_one_thread(_ours), name="entity"),
        Route("/thing", in_one_thread(_any), name="thing"),
        *(Route("/thing" + form.suffix, in_one_thread(_any)) for form in FORMS),
    ]
