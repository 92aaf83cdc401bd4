"""Where a picture begins: the views with what can be chosen in them, or the name of a thing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from equigraph.graph.kinds import KINDS, sentence_case
from equigraph.ontology.prefixes import compress
from equigraph.web.page import Page

if TYPE_CHECKING:
    from equigraph.graph.query_file import NamedQuery, Parameter
    from equigraph.web.network_place import Place
    from equigraph.web.pictures import Pictures

__all__ = ["OF_SELECTION", "fields_of", "start_page"]

LISTED: Final = frozenset({"StudentGroup", "EquityGoal", "Commitment"})  # kinds of which there are few
FIRST: Final = ("practices-to-goals", "student-group", "practice", "policies", "organizations", "commitments")
OF_SELECTION: Final = "by"  # a parameter of views that is a tool of the workspace


def start_page(pictures: Pictures, place: Place) -> Page:
    """Return the page on which a picture begins."""
    views = pictures.graph.views()
    order = [*(name for name in FIRST if name in views), *(name for name in views if name not in FIRST)]
    data = {
        "views": [
            {
                "name": name,
                "title": views[name].title,
                "question": views[name].question,
                "address": f"{place.to()}?view={name}",
                "fields": fields_of(pictures, views[name], {}),
            }
            for name in order
        ]
    }
    return Page("network_start.html.j2", "Begin a picture", data, {"home": place.to()})


def fields_of(pictures: Pictures, query: NamedQuery, chosen: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the fields of a form for the parameters of a view or question, with what is chosen in them."""
    return [
        _field(pictures, parameter, chosen.get(parameter.name, ""))
        for parameter in query.parameters
        if parameter.name != OF_SELECTION
    ]


def _field(pictures: Pictures, parameter: Parameter, chosen: str | tuple[str, ...]) -> dict[str, Any]:
    """Return how one parameter is asked for: as a mark to set, a list, a number or a text."""
    values = [chosen] if isinstance(chosen, str) else list(chosen)
    is_listed = parameter.scheme or parameter.type in LISTED
    options = pictures.names(parameter.scheme or KINDS[parameter.type].prefix) if is_listed else ()
    known = {slug for slug, _ in options}
    first = values[0].rpartition(":")[2] if values[0].rpartition(":")[2] in known else values[0]
    return {
        "name": parameter.name,
        "label": sentence_case(parameter.name.replace("-", " ")),
        "help": sentence_case(parameter.description),
        "form": {"flag": "flag", "integer": "number"}.get(parameter.type, "list" if options else "text"),
        "options": [*options, *([(first, first)] if options and first and first not in known else [])],
        "usual": _usual(parameter),
        "value": first,
        "others": values[1:],
    }


def _usual(parameter: Parameter) -> str:
    """Return what is taken when nothing is chosen, as people write it."""
    default = parameter.default
    if default is None or isinstance(default, int):
        return str(default or "")
    term = default[0] if isinstance(default, tuple) else default
    return compress(term.value) or term.value
