"""Where a picture begins: a view, a question or a thing, and what can be chosen in the first two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from equigraph.errors import ParameterError
from equigraph.graph.arguments import read_arguments, unchosen
from equigraph.graph.selection import Selection
from equigraph.web.page import Page
from equigraph.web.parameter_fields import field_of

if TYPE_CHECKING:
    from equigraph.graph.knowledge_graph import KnowledgeGraph
    from equigraph.graph.query_file import NamedQuery
    from equigraph.web.network_place import Place

__all__ = ["about_page", "start_page"]

FIRST: Final = ("practices-to-goals", "student-group", "practice", "policies", "organizations", "commitments")
OF_SELECTION: Final = "by"  # a parameter of views that is a tool of the workspace


def start_page(graph: KnowledgeGraph, place: Place) -> Page:
    """Return the page on which a picture begins."""
    views = graph.views()
    order = [*(name for name in FIRST if name in views), *(name for name in views if name not in FIRST)]
    data = {
        "views": [
            {
                "name": name,
                "title": views[name].title,
                "question": views[name].question,
                "address": place.to(Selection(view=name)),
                "choose": place.to(Selection(view=name), path="/network/about"),
            }
            for name in order
        ]
    }
    return Page("network_start.html.j2", "Begin a picture", data, {"home": place.to()})


def about_page(graph: KnowledgeGraph, place: Place) -> Page:
    """Return the page on which is chosen what the view or question of a picture is about.

    Raises:
        ParameterError: The picture starts from neither.
    """
    query = _query(graph, place.selection)
    parameters = [one for one in query.parameters if one.name != OF_SELECTION]
    data = {
        "name": query.name,
        "question": query.question,
        "fields": _fields(graph, query, place.selection),
        "back": place.to(),
    }
    drawn = {"rest": place.rest(*(one.name for one in parameters)), "action": place.prefix + "/network"}
    return Page("network_about.html.j2", query.title, data, drawn)


def must_choose(graph: KnowledgeGraph, selection: Selection) -> bool:
    """Say whether a view or question has to be told what it is about: its usual choice is not in this graph."""
    query = graph.views().get(selection.view) or graph.questions().get(selection.question)
    return query is not None and bool(unchosen(graph.reader, query, selection.parameters))


def _query(graph: KnowledgeGraph, selection: Selection) -> NamedQuery:
    queries, name = (graph.views(), selection.view) if selection.view else (graph.questions(), selection.question)
    if name not in queries:
        raise ParameterError(
            "this picture starts from things; accepted: view=NAME or question=NAME, of those there are"
        )
    return queries[name]


def _fields(graph: KnowledgeGraph, query: NamedQuery, selection: Selection) -> list[dict[str, Any]]:
    given = {name: value if isinstance(value, str) else list(value) for name, value in selection.parameters.items()}
    chosen = read_arguments(graph.reader, query, given) if given else None
    return [
        field_of(
            graph.reader,
            one,
            chosen.iris(one.name) if chosen and one.name in given else (),
            True if one.type == "flag" and one.name in given else given.get(one.name),
        )
        for one in query.parameters
        if one.name != OF_SELECTION
    ]
