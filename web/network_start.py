"""Where a picture begins: the views with what can be chosen in them, or the name of a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal

from equigraph.graph.kinds import KINDS, sentence_case
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.ontology.prefixes import PREFIXES, compress
from equigraph.web.page import Page

if TYPE_CHECKING:
    from equigraph.graph.query_file import NamedQuery, Parameter
    from equigraph.web.network_place import Place

__all__ = ["start_page"]

MOST_OPTIONS: Final = 200  # more than this nobody picks from a list; a name is typed instead
LISTED: Final = frozenset({"StudentGroup", "EquityGoal", "Commitment"})  # kinds of which there are few
GROUPINGS: Final = ("kind", "category", "community")
FIRST: Final = ("practices-to-goals", "student-group", "practice", "policies", "organizations", "commitments")


def start_page(graph: KnowledgeGraph, place: Place) -> Page:
    """Return the page on which a picture begins."""
    views = graph.views()
    order = [*(name for name in FIRST if name in views), *(name for name in views if name not in FIRST)]
    lists: dict[str, list[tuple[str, str]]] = {}
    data = {
        "views": [
            {
                "name": name,
                "title": views[name].title,
                "question": views[name].question,
                "address": place.to() + f"?view={name}",
                "fields": _fields(graph, views[name], lists),
            }
            for name in order
        ]
    }
    return Page("network_start.html.j2", "Begin a picture", data, {"home": place.to()})


def _fields(graph: KnowledgeGraph, view: NamedQuery, lists: dict[str, list[tuple[str, str]]]) -> list[dict[str, Any]]:
    return [_field(graph, parameter, lists) for parameter in view.parameters]


def _field(graph: KnowledgeGraph, parameter: Parameter, lists: dict[str, list[tuple[str, str]]]) -> dict[str, Any]:
    """Return how one parameter is asked for: as a mark to set, a list, a number or a text."""
    options: list[tuple[str, str]] = []
    if parameter.scheme or parameter.type in LISTED:
        prefix = parameter.scheme or KINDS[parameter.type].prefix
        if prefix not in lists:
            lists[prefix] = _listed(graph, prefix)
        options = lists[prefix]
    elif parameter.name == "by":
        options = [(name, sentence_case(name)) for name in GROUPINGS]
    form = {"flag": "flag", "integer": "number"}.get(parameter.type, "list" if options else "text")
    return {
        "name": parameter.name,
        "label": sentence_case(parameter.name.replace("-", " ")),
        "help": sentence_case(parameter.description),
        "form": form,
        "options": options,
        "usual": _usual(parameter),
        "is_required": parameter.is_required,
    }


def _usual(parameter: Parameter) -> str:
    """Return what is taken when nothing is chosen, as people write it."""
    default = parameter.default
    if default is None or isinstance(default, int):
        return str(default or "")
    term = default[0] if isinstance(default, tuple) else default
    return compress(term.value) or term.value


def _listed(graph: KnowledgeGraph, prefix: str) -> list[tuple[str, str]]:
    """Return the things of a namespace of ours by name; none where there are too many for a list."""
    base = PREFIXES[prefix]
    rows = graph.reader.rows("labels", {"namespace": [Literal(base)]})
    names: dict[str, str] = {}
    for row in rows:
        names.setdefault(row["thing"].value, row["text"].value)
        if len(names) > MOST_OPTIONS:
            return []
    return sorted(((iri.removeprefix(base), name) for iri, name in names.items()), key=lambda one: one[1].casefold())
