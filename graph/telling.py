"""What a story comes to in a graph: its views, maps, answers and words, finished, so that an exporter only writes.

Everything is asked before anything is written, and all that cannot be answered is told at once: the line, the slide,
and what would be accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from equigraph.errors import (
    AmbiguousEntityError,
    EntityNotFoundError,
    EquigraphError,
    ParameterError,
    StoryError,
    UnknownNameError,
    did_you_mean,
)
from equigraph.graph.entities import by_name, nearest
from equigraph.graph.network import Network
from equigraph.graph.snapshot import read_snapshot

if TYPE_CHECKING:
    from equigraph.graph.gap_map import GapMap
    from equigraph.graph.knowledge_graph import Answer, KnowledgeGraph
    from equigraph.graph.query_file import NamedQuery
    from equigraph.graph.story import Chosen, Part, Story
    from equigraph.graph.why import Why

__all__ = ["Telling", "Told", "resolve"]

GAP_TYPES: Final = {
    "rows": "string",
    "group": "iri",
    "exact": "flag",
    "practice": "iri",
    "goal": "iri",
    "category": "iri",
    "design": "iri",
    "no-inferred": "flag",
    "max-rows": "integer",
}
WHY_TYPES: Final = {"group": "iri", "exact": "flag", "max-length": "integer", "limit": "integer"}
SEVERAL: Final = frozenset({"group", "practice", "goal", "category", "design"})  # of a gap map

# What is wrong with a story and not with the graph; a server that does not answer is no mistake of the author.
MISTAKES: Final = (ParameterError, EntityNotFoundError, AmbiguousEntityError, UnknownNameError)


@dataclass(frozen=True)
class Told:
    """One part of a story with what it shows.

    Attributes:
        number: Its place in the story, from 1.
        title: The author's title, or "".
        text: The author's own words, or "".
        value: What the graph holds; None where there are only the author's words.
    """

    number: int
    title: str
    text: str
    value: Network | GapMap | Why | Answer | None


@dataclass(frozen=True)
class Telling:
    """A story, ready to be written.

    Attributes:
        title: Of the deck.
        author: The author's words, or "".
        date: The author's words, or "".
        parts: In their order.
        catalog: A network of nothing that says what the graph says of itself, in its graph attributes.
    """

    title: str
    author: str
    date: str
    parts: tuple[Told, ...]
    catalog: Network


def resolve(graph: KnowledgeGraph, story: Story) -> Telling:
    """Return what a story shows in a graph.

    Raises:
        StoryError: A view, question, parameter, thing or snapshot does not exist; ``problems`` holds all of them.
    """
    told, problems = [], []
    for part in story.parts:
        try:
            told.append(Told(part.number, part.title, part.text, _SHOWN[part.kind](graph, part, story)))
        except MISTAKES as error:
            problems.append(f"{part.place}: {' '.join(str(error).split())}")
    if problems:
        raise StoryError(str(story.path), problems)
    return Telling(story.title, story.author, story.date, tuple(told), _catalog(graph))


def _view(graph: KnowledgeGraph, part: Part, _story: Story) -> Network:
    return graph.view(part.name, **_arguments(part, by_name(graph.views(), "view", part.name)))


def _question(graph: KnowledgeGraph, part: Part, _story: Story) -> Answer:
    return graph.question(part.name, **_arguments(part, by_name(graph.questions(), "question", part.name)))


def _gaps(graph: KnowledgeGraph, part: Part, _story: Story) -> GapMap:
    chosen = _typed("gaps", GAP_TYPES, SEVERAL, part.parameters)
    return graph.gaps(**chosen)


def _why(graph: KnowledgeGraph, part: Part, _story: Story) -> Why:
    return graph.why(*part.ends, **_typed("why", WHY_TYPES, (), part.parameters))


def _snapshot(_graph: KnowledgeGraph, part: Part, story: Story) -> Network:
    try:
        return read_snapshot(story.path.parent / part.name).network
    except EquigraphError as error:
        raise ParameterError(str(error)) from error


_SHOWN: Final[Mapping[str, Callable[[KnowledgeGraph, Part, Story], Any]]] = {
    "view": _view,
    "question": _question,
    "gaps": _gaps,
    "why": _why,
    "snapshot": _snapshot,
    "text": lambda _graph, _part, _story: None,
}


def _arguments(part: Part, query: NamedQuery) -> dict[str, Any]:
    types = {one.name: one.type for one in query.parameters}
    several = {one.name for one in query.parameters if one.several}
    return _typed(query.name, types, several, part.parameters)


def _typed(what: str, types: Mapping[str, str], several: Iterable[str], given: Mapping[str, Chosen]) -> dict[str, Any]:
    """Return values as the functions of a graph take them, by names with underscores."""
    values: dict[str, Any] = {}
    for key, value in given.items():
        name = key.replace("_", "-")
        if name not in types:
            has = f"there are: {', '.join(types)}" if types else "it has none"
            raise ParameterError(f'{what} has no parameter "{key}"; {has}{did_you_mean(nearest(name, types))}')
        if isinstance(value, tuple) and name not in several:
            raise ParameterError(f"{key} is a list of {len(value)}; accepted: one value")
        values[name.replace("-", "_")] = _value(key, types[name], value)
    return values


def _value(name: str, type_: str, value: Chosen) -> Any:
    if type_ == "flag":
        if not isinstance(value, bool):
            raise ParameterError(f'{name} is "{value}"; accepted: yes or no')
        return value
    if isinstance(value, bool):
        raise ParameterError(f"{name} is yes or no; accepted: a name or a number (a name such as “no” in quotes)")
    if type_ == "integer":
        if isinstance(value, tuple) or not value.strip().isdecimal():
            raise ParameterError(f'{name} is "{value}"; accepted: a whole number, 0 or more')
        return int(value)
    return list(value) if isinstance(value, tuple) else value


def _catalog(graph: KnowledgeGraph) -> Network:
    """Return what the graph says of itself, as every network says it."""
    about = graph.reader.catalog()
    return Network(
        view="",
        title="",
        dataset=about.title,
        data_version=about.version,
        data_date=about.modified,
        data_digest=about.digest,
        licence=about.licence or about.licence_url,
        licence_url=about.licence_url,
        citation=about.citation,
        scope="",
        about=about.scope,
        blind_spots=list(about.blind_spots),
        summary=[],
        notes=[],
        statements={},
        sources={},
        triples=[],
    )
