"""The first page: the questions that can be asked, and the ways into the graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from starlette.routing import Route

from equigraph.graph.describe import iri_label
from equigraph.graph.kinds import KINDS, sentence_case
from equigraph.graph.stats import MACHINERY
from equigraph.ontology.prefixes import PREFIXES, compress
from equigraph.web.counts import Counts, counts_of, needed
from equigraph.web.explorer import explorer_of
from equigraph.web.lists import LISTS
from equigraph.web.page import Page, in_one_thread, json_response, page_routes
from equigraph.web.text_reading import text_reading_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from equigraph.graph.query_file import Parameter
    from equigraph.web.explorer import Explorer

__all__ = ["library", "routes", "wanted"]

EQ: Final = PREFIXES["eq"]
SAYS: Final[Mapping[str, str]] = {
    "Practice": "What schools do, with what was found for each.",
    "EquityGoal": "What it is to lead to, with what reaches it.",
    "StudentGroup": "For whom it was studied, and for whom it was not.",
    "Policy": "What states and the federal government require or enable.",
    "Organization": "Who does, funds, studies or coordinates what.",
    "ResearchSource": "What each source says, and what rests on it.",
}
OTHER_KINDS: Final = 24  # classes of one's own that the first page names; the largest
OTHER_TOPIC: Final = "Other questions"
# In the order in which they are asked.
TOPICS: Final = (
    "What works, and for whom",
    "What speaks against it",
    "Where nothing is known",
    "How much it rests on",
    "Policies",
    "Organizations",
    "Leading for Equity",
)


def home(request: Request) -> Page:
    """Return the first page."""
    explorer = explorer_of(request)
    counts = counts_of(explorer)
    text_reading_of(explorer)  # so that the first search need not wait for it
    counts.wait()
    data = {
        "groups": counts.groups,
        "topics": library(explorer, counts),
        "ways": _ways(counts),
        "is_counted": counts.is_done,
    }
    return Page("home.html.j2", "What is known, and what is not", data)


def counts(request: Request) -> Response:
    """Return what is counted by now: for pages that were sent before it was."""
    counted = counts_of(explorer_of(request))
    counted.wait()
    data = {
        "is_counted": counted.is_done,
        "questions": {name: {"rows": one.rows, "about": one.about} for name, one in counted.questions.items()},
        "kinds": {way["path"]: way["count"] for way in _ways(counted)},
    }
    return json_response(data)


def library(explorer: Explorer, counts: Counts) -> list[dict[str, Any]]:
    """Return all named questions under their topics, each with the number of its rows as far as it is known."""
    topics: dict[str, list[dict[str, Any]]] = {topic: [] for topic in TOPICS}
    for name, query in explorer.graph.questions().items():
        counted = counts.questions.get(name)
        topics.setdefault(query.meta.get("topic", OTHER_TOPIC), []).append(
            {
                "name": name,
                "title": query.title,
                "question": query.question,
                "rows": counted.rows if counted else None,
                "about": counted.about if counted else "",
                "needs": [wanted(parameter) for parameter in needed(query)],
            }
        )
    return [{"topic": topic, "questions": found} for topic, found in topics.items() if found]


def wanted(parameter: Parameter) -> str:
    """Return in words what is to be chosen for a parameter, such as "an equity goal"."""
    words = KINDS[parameter.type].one if parameter.type in KINDS else parameter.name
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _ways(counts: Counts) -> list[dict[str, Any]]:
    """Return the lists of our kinds that the graph has, then those of the other classes, each with its count."""
    ours = [kind for kind in LISTS if not counts.kinds or EQ + kind in counts.kinds]
    ways = [
        {
            "title": sentence_case(KINDS[kind].many),
            "says": SAYS[kind],
            "path": LISTS[kind],
            "class": "",
            "count": counts.kinds.get(EQ + kind),
        }
        for kind in ours
    ]
    others = {
        iri: number
        for iri, number in counts.kinds.items()
        if iri.removeprefix(EQ) not in KINDS and not (ours and iri.startswith(MACHINERY))
    }
    return ways + [
        {"title": compress(iri) or iri_label(iri), "says": iri, "path": "/things", "class": iri, "count": number}
        for iri, number in list(others.items())[:OTHER_KINDS]
    ]


def routes() -> list[Route]:
    """Return the routes of the first page."""
    return [*page_routes("/", home, name="home"), Route("/counts.json", in_one_thread(counts))]
