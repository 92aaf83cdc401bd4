"""The lists: all practices, goals, groups, policies, organizations and sources, and the things of any class."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from equigraph.errors import ParameterError, UnknownNameError, did_you_mean
from equigraph.exporters.palette import verdict_look
from equigraph.graph.entities import nearest
from equigraph.graph.kinds import KINDS, direction_words, sentence_case
from equigraph.graph.listing import PAGE, STUDIED, WITH_CLAIMS, Listed, Listing, Value, Wanted, list_things, list_values
from equigraph.ontology.prefixes import PREFIXES, compress, expand
from equigraph.web.addresses import with_query
from equigraph.web.explorer import explorer_of
from equigraph.web.page import Page, page_routes
from equigraph.web.patient_reader import reader_for

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams
    from starlette.requests import Request
    from starlette.routing import Route

__all__ = ["LISTS", "routes"]

EQ: Final = PREFIXES["eq"]
# Where the things of a kind are listed.
LISTS: Final[Mapping[str, str]] = {
    "Practice": "/practices",
    "EquityGoal": "/goals",
    "StudentGroup": "/groups",
    "Policy": "/policies",
    "Organization": "/organizations",
    "ResearchSource": "/sources",
}
PAGE_NUMBER: Final = re.compile(r"[1-9][0-9]{0,6}")
NAMES: Final = ("q", "category", "state", "sort", "page")  # of what can be chosen in a list
SORTS: Final[Mapping[str, str]] = {"name": "Name", "findings": "Most findings"}


def _of_kind(kind: str) -> Any:
    def answer(request: Request) -> Page:
        return _page(request, EQ + kind, sentence_case(KINDS[kind].many), LISTS[kind])

    return answer


def _of_class(request: Request) -> Page:
    name = request.query_params.get("class", "").strip()
    if not name:
        raise ParameterError("there is no class; accepted: /things?class= with the IRI of a class")
    iri = expand(name) if ":" in name and "://" not in name else name
    return _page(request, iri, f"Things of the class {compress(iri) or iri}", "/things")


def _page(request: Request, iri: str, title: str, path: str) -> Page:
    query = request.query_params
    _check_names(query, path)
    reader = reader_for(request)
    try:
        categories, states = list_values(reader, iri)
    except ValueError:
        raise ParameterError(f'"{iri}" is no IRI') from None
    category, state = _chosen(query, "category", categories), _chosen(query, "state", states)
    listing = list_things(reader, _wanted(query, iri, category, state))
    kind = iri.removeprefix(EQ)
    chosen = {"category": category, "state": state, "q": query.get("q", ""), "sort": query.get("sort", "")}
    data = {
        "class": iri,
        "total": listing.total,
        "page": listing.wanted.page,
        "pages": listing.pages,
        "chosen": chosen,
        "categories": [one._asdict() for one in categories],
        "states": [one._asdict() for one in states],
        "things": [_told(one) for one in listing.things],
    }
    prefix = explorer_of(request).settings.path
    return Page("list.html.j2", title, data, {**_drawn(query, path, kind, listing), "prefix": prefix})


def _drawn(query: QueryParams, path: str, kind: str, listing: Listing) -> dict[str, Any]:
    """Return what the template needs beside the data."""
    return {
        "path": path,
        "kind": kind,
        "self_class": listing.wanted.kind,
        "many": KINDS[kind].many if kind in KINDS else "things",
        "has_findings": kind in WITH_CLAIMS,
        "has_sources": kind in STUDIED,
        "has_category": any(one.category for one in listing.things),
        "has_states": any(one.states for one in listing.things),
        "has_years": any(one.year for one in listing.things),
        "sorts": SORTS if kind in WITH_CLAIMS else {},
        "first": (listing.wanted.page - 1) * PAGE + 1,
        "at_page": lambda number: _at_page(query, path, number),
        "short": lambda value: compress(value) or value,
        "token_of": lambda word: verdict_look(direction_words(word)).token,
        "words_of": direction_words,
    }


def _told(one: Listed) -> dict[str, Any]:
    return {
        "iri": one.iri,
        "label": one.label,
        "summary": one.summary,
        "category": one.category,
        "states": [{"iri": iri, "label": label} for iri, label in one.states],
        "year": one.year,
        "findings": dict(one.directions),
        "sources": one.sources,
        "links": one.links,
    }


def _at_page(query: QueryParams, path: str, number: int) -> str:
    kept = [(name, value) for name, value in query.multi_items() if name != "page"]
    return with_query(path, [*kept, ("page", str(number) if number > 1 else "")])


def _chosen(query: QueryParams, name: str, known: Sequence[Value]) -> str:
    """Return the IRI of the category or state that is chosen by IRI, CURIE, slug or name; "" for any."""
    wanted = query.get(name, "").strip()
    if not wanted:
        return ""
    for one in known:
        if wanted.lower() in {one.iri.lower(), compress(one.iri), one.iri.rsplit("/", 1)[-1], one.label.lower()}:
            return one.iri
    raise UnknownNameError(name, wanted, [one.label for one in known], nearest(wanted, [one.label for one in known]))


def _check_names(query: QueryParams, path: str) -> None:
    """Refuse what no list knows: passed over in silence it would look as if it had been done."""
    accepted = [*("class",) * (path == "/things"), *NAMES]
    for name in query:
        if name not in accepted:
            close = did_you_mean(nearest(name, accepted))
            raise ParameterError(f'a list has no parameter "{name}"; accepted: {", ".join(accepted)}{close}')


def _wanted(query: QueryParams, kind: str, category: str, state: str) -> Wanted:
    sort = query.get("sort") or "name"
    if sort not in SORTS:
        raise ParameterError(f'sort is "{sort}"; accepted: {", ".join(SORTS)}')
    page = query.get("page") or "1"
    if not (PAGE_NUMBER.fullmatch(page)):
        raise ParameterError(f'page is "{page}"; accepted: a whole number from 1')
    return Wanted(kind, category, state, query.get("q", ""), by_claims=sort == "findings", page=int(page))


def routes() -> list[Route]:
    """Return the routes of all lists."""
    own = [route for kind, path in LISTS.items() for route in page_routes(path, _of_kind(kind))]
    return [*own, *page_routes("/things", _of_class)]
