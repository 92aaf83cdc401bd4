"""Searching everything: a page of hits by kind, and the same as JSON for suggestions as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from equigraph.errors import ParameterError, UnknownNameError
from equigraph.graph.entities import nearest, present
from equigraph.graph.kinds import KINDS, sentence_case
from equigraph.ontology.prefixes import compress
from equigraph.web.addresses import path_of
from equigraph.web.explorer import explorer_of
from equigraph.web.page import Page, page_routes
from equigraph.web.text_reading import text_reading_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.routing import Route

    from equigraph.graph.search import Hit

__all__ = ["routes"]

MOST_HITS: Final = 100
USUAL_HITS: Final = 40
# A search for things of one kind reads so many hits, of which those of other kinds are left out.
READ_FOR_KIND: Final = 200
LONGEST: Final = 1000  # characters that are looked for


def search(request: Request) -> Page:
    """Return what was found for ``q``, of one ``kind`` or of any, at most ``limit`` things."""
    query = request.query_params
    text = query.get("q", "").strip()[:LONGEST]
    kind, limit = _kind(query.get("kind", "")), _limit(query.get("limit", ""))
    if not text:
        return Page("search.html.j2", "Search", _nothing(kind))
    explorer = explorer_of(request)
    text_reading_of(explorer).wait()
    found = explorer.graph.search(text, READ_FOR_KIND if kind else limit)
    hits = list(found.hits)
    if kind:  # a state is an organization too, so its kind alone does not say whether it fits
        fitting = set(present(explorer.graph.reader, [hit.iri for hit in hits], kind))
        hits = [hit for hit in hits if hit.iri in fitting]
    told = [_told(hit, explorer.settings.path) for hit in hits[:limit]]
    data = {
        "q": text,
        "kind": kind,
        "shown": len(told),
        "more": found.more or len(hits) > limit,
        "notes": list(found.notes),
        "groups": _groups(told),
    }
    return Page("search.html.j2", f"“{text}”", data, {"pieces": _pieces})


def _nothing(kind: str) -> dict[str, Any]:
    return {"q": "", "kind": kind, "shown": 0, "more": False, "notes": [], "groups": []}


def _kind(name: str) -> str:
    if name and name not in KINDS:
        raise UnknownNameError("kind", name, KINDS, nearest(name, KINDS))
    return name


def _limit(text: str) -> int:
    if not text:
        return USUAL_HITS
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= MOST_HITS):
        raise ParameterError(f'limit is "{text}"; accepted: 1 to {MOST_HITS}')
    return int(text)


def _told(hit: Hit, prefix: str) -> dict[str, Any]:
    return {
        "iri": hit.iri,
        "curie": compress(hit.iri) or hit.iri,
        "path": prefix + path_of(hit.iri),
        "label": hit.label,
        "kind": hit.kind,
        "text": "" if hit.text == hit.label else hit.text,
        "marks": [list(mark) for mark in hit.marks],
        "score": hit.score,
    }


def _groups(hits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the hits by kind; kinds and hits in the order in which they fit."""
    found: dict[str, list[dict[str, Any]]] = {}
    for hit in hits:
        found.setdefault(hit["kind"], []).append(hit)
    return [{"kind": kind, "title": sentence_case(KINDS[kind].many), "hits": some} for kind, some in found.items()]


def _pieces(text: str, marks: list[list[int]]) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text, and whether each is one of those that were looked for."""
    at = 0
    for start, end in marks:
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False


def routes() -> list[Route]:
    """Return the routes of the search."""
    return page_routes("/search", search)
