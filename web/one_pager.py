"""One practice or one goal on a page or two: to read, to print, and as files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode
from starlette.routing import Route

from equigraph.errors import ParameterError
from equigraph.exporters.document import Bibliography, Block, Document, Heading, Items, Paragraph, Table, plain
from equigraph.exporters.one_pager_formats import ONE_PAGER_EXPORTERS
from equigraph.exporters.one_pager_html import one_pager_context
from equigraph.graph.about import OF_CLAIMS
from equigraph.graph.assemble import assemble
from equigraph.graph.entities import present, resolve
from equigraph.graph.query_file import Parameter
from equigraph.graph.roll_up import with_below
from equigraph.web.downloads import exporter_at, offered, send
from equigraph.web.explorer import explorer_of
from equigraph.web.page import Page, in_one_thread, page_routes
from equigraph.web.parameter_fields import field_of
from equigraph.web.patient_reader import reader_for
from equigraph.web.why import GROUP

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from equigraph.graph.one_pager import OnePager
    from equigraph.graph.reader import Reader

__all__ = ["routes"]

MOST_CLAIMS: Final = 600  # findings, with the groups of each; the widest goal of the bundled graph has a fifth of that
# What one-pagers are of, and what claims call it.
ONE_PAGER_KINDS: Final[Mapping[str, str]] = {"Practice": "practice", "EquityGoal": "goal"}
EXACT: Final = Parameter("exact", "flag", description="That group alone")


def one_pager(request: Request) -> Page:
    """Return a one-pager; the form alone where nothing is named."""
    explorer = explorer_of(request)
    reader, query = explorer.graph.reader, request.query_params
    entity, group = query.get("entity", "").strip(), query.get("group", "").strip()
    fields = [
        field_of(reader, GROUP, [resolve(reader, group, "StudentGroup")] if group else []),
        field_of(reader, EXACT, chosen=query.get("exact") == "true"),
    ]
    drawn: dict[str, Any] = {"name": entity, "fields": fields, "shows": False}
    if not entity:
        return Page("one_pager_page.html.j2", "A practice or goal on one page", {"entity": "", "document": None}, drawn)
    context = one_pager_context(_found(request))
    pairs = [pair for pair in query.multi_items() if pair[1]]
    path = explorer.settings.path + "/one-pager/download"
    drawn |= {**context, "shows": True, "download_groups": offered(path, pairs, ONE_PAGER_EXPORTERS)}
    document: Document = context["document"]
    data = {"entity": resolve(reader, entity), "document": _told(document)}
    return Page("one_pager_page.html.j2", document.title, data, drawn)


def file(request: Request) -> Response:
    """Return a one-pager as a file."""
    exporter = exporter_at(str(request.path_params["suffix"]), ONE_PAGER_EXPORTERS)
    entity = request.query_params.get("entity", "").strip()
    if not entity:
        raise ParameterError('there is no "entity"; accepted: the name of a practice or a goal')
    found = _found(request)
    return send(found, exporter, one_pager_context(found)["document"].title)


def _found(request: Request) -> OnePager:
    query, reader = request.query_params, reader_for(request)
    entity, group = query["entity"].strip(), query.get("group", "").strip() or None
    _check_size(reader, resolve(reader, entity), resolve(reader, group, "StudentGroup") if group else None)
    return assemble(reader, entity, group=group, exact=query.get("exact") == "true")


def _check_size(reader: Reader, iri: str, group: str | None) -> None:
    """Refuse what no page or two can hold, before all of it is read."""
    kind = next((one for one in ONE_PAGER_KINDS if present(reader, [iri], one)), "")
    if not kind:
        return  # that there is no one-pager of it is said elsewhere
    terms: dict[str, Any] = {"entity": [NamedNode(iri)], "end": NamedNode(OF_CLAIMS[kind]), "limit": MOST_CLAIMS + 1}
    if group:
        among = sorted(with_below(reader, [group])[group])
        ends = {"entity": [NamedNode(one) for one in among], "end": NamedNode(OF_CLAIMS["StudentGroup"])}
        terms |= {**ends, ONE_PAGER_KINDS[kind]: [NamedNode(iri)]}
    if sum(1 for _ in reader.rows("about-claims", terms)) > MOST_CLAIMS:
        raise ParameterError(
            f'"{iri}" has more than {MOST_CLAIMS:,} findings, too many for a page or two; accepted: a student group '
            "with fewer of them"
        )


def _told(document: Document) -> dict[str, Any]:
    """Return a document as JSON can hold it; its words, without signs."""
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "date": document.date,
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(level, text):
            return {"heading": text, "level": level}
        case Paragraph(runs):
            return {"paragraph": plain(runs)}
        case Items(items):
            return {"items": [plain(item) for item in items]}
        case Table():
            rows = [[plain(cell) for cell in row] for row in block.rows]
            return {"table": block.caption, "columns": list(block.columns), "rows": rows}
        case Bibliography(references):
            return {"sources": [{"number": one.number, "citation": one.citation, "url": one.url} for one in references]}


def routes() -> list[Route]:
    """Return the routes of the page and of its files."""
    return [
        *page_routes("/one-pager", one_pager),
        Route("/one-pager/download{suffix}", in_one_thread(file)),
    ]
