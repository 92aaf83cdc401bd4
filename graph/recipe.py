"""The recipe of a network: all that is needed to make it again, and to say what has changed since.

It holds the view with the text of its query, every argument as IRIs and numbers, the profile if there was one, which
data, ontology and rule were asked, what placed the things, and which version of equigraph did it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

import equigraph
from equigraph.data.digest import content_digest
from equigraph.graph.profile import Profile
from equigraph.graph.selecting import select
from equigraph.graph.selection import Selection
from equigraph.graph.store import OxigraphStore
from equigraph.ontology import grading
from equigraph.ontology.files import ONTOLOGY_FILE

if TYPE_CHECKING:
    from equigraph.graph.knowledge_graph import KnowledgeGraph
    from equigraph.graph.network import Network

__all__ = ["RECIPE", "causes", "data_digest", "make_again", "recipe_of"]

# Every part of a recipe with its usual value: what is taken where an older one says nothing.
RECIPE: Final[Mapping[str, Any]] = {
    "view": "",
    "question": "",
    "parameters": {},  # what was chosen, in words
    "arguments": {},  # all values, as IRIs and numbers
    "profile": {},
    "graphs": [],
    "query": "",
    "dataset": "",
    "data_version": "",
    "data_date": "",
    "data_digest": "",
    "licence": "",
    "licence_url": "",
    "citation": "",
    "ontology_version": "",
    "grading_version": "",
    "grading_digest": "",
    "tool_version": "",
    "layout": {},
    "author": "",
    "selection": [],  # the pairs of its address, for a picture that is more than a view
}
FROM_NETWORK: Final = (
    "view", "question", "parameters", "arguments", "dataset", "data_version", "data_date", "licence", "licence_url",
    "citation",
)  # fmt: skip
# What a recipe may differ in, in the order in which it is told, with the words for it.
CAUSES: Final = {
    **dict.fromkeys(("data_digest", "data_version", "data_date"), "The data changed"),
    "grading_digest": "The rule for grading changed",
    "grading_version": "The rule for grading changed",
    "ontology_version": "The ontology changed",
    "query": "The query of the view changed",
    "tool_version": "The version of equigraph changed",
    "profile": "The profile differs",
    "selection": "What was done to the picture differs",
}
MOST_TRIPLES: Final = 200_000  # of larger graphs the digest is the one that they state: their own would take seconds
VERSION: Final = NamedNode("http://www.w3.org/2002/07/owl#versionInfo")


def recipe_of(
    graph: KnowledgeGraph,
    network: Network,
    *,
    author: str = "",
    by_hand: bool = False,
    selection: Selection | None = None,
) -> dict[str, Any]:
    """Return the recipe of a network that a view or a selection of this graph made.

    Args:
        graph: The graph that was asked.
        network: The answer.
        author: Who made it, in their own words.
        by_hand: Whether things were moved after they were placed.
        selection: What made it, if it is more than a view.
    """
    facts = network.graph
    view = selection.view if selection else facts["view"]
    query = _query_text(graph, view, selection)
    likeness = graph.reader.likeness
    return {
        **RECIPE,
        **{name: facts[name] for name in FROM_NETWORK},
        "profile": _profile_record(likeness.profile) if likeness else {},
        "graphs": list(getattr(graph.store, "graphs", ())),
        "view": view,
        "query": query,
        "data_digest": data_digest(graph) or facts["data_digest"],
        "ontology_version": _ontology_version(),
        "grading_version": grading.grading_rule().version,
        "grading_digest": f"sha256:{hashlib.sha256(grading.GRADING_FILE.read_bytes()).hexdigest()}",
        "tool_version": equigraph.__version__,
        # The layouts draw no random numbers of a seed that could be chosen: the same network stands the same always.
        "layout": {"name": facts["layout"], "seed": None, "moved_by_hand": by_hand},
        "author": author,
        "selection": [list(pair) for pair in selection.pairs()] if selection else [],
    }


def _query_text(graph: KnowledgeGraph, view: str, selection: Selection | None) -> str:
    """Return the query from which a picture starts; none where it starts from things that a person chose."""
    if view:
        return graph.views()[view].text
    return graph.questions()[selection.question].text if selection and selection.question else ""


def _profile_record(profile: Profile) -> dict[str, Any]:
    return {"name": profile.name, "wanted": {name: list(values) for name, values in profile.wanted.items()}}


@cache
def _ontology_version() -> str:
    quads = parse(path=ONTOLOGY_FILE, format=RdfFormat.TURTLE)
    return next((quad.object.value for quad in quads if quad.predicate == VERSION), "")


def data_digest(graph: KnowledgeGraph) -> str:
    """Return the digest of what a graph of this process holds, computed anew; "" for a large one, or one on a server.

    A graph may state its digest itself; the computed one is right also after somebody changed the data by hand.
    """
    if not isinstance(graph.store, OxigraphStore):
        return ""
    triples = list(islice(graph.reader.triples(), MOST_TRIPLES + 1))
    return content_digest(Quad(*triple) for triple in triples) if len(triples) <= MOST_TRIPLES else ""


def make_again(graph: KnowledgeGraph, recipe: Mapping[str, Any]) -> tuple[Network, dict[str, Any]]:
    """Return the network that a recipe makes of the data at hand, and its recipe.

    Args:
        graph: The data; its own profile is not used, that of the recipe is.
        recipe: Of a network of whatever data.

    Raises:
        UnknownNameError: There is no such view or question any more.
        ParameterError: The view takes no such parameter any more.
        EntityNotFoundError: A thing that was chosen is not in the graph.
    """
    record = recipe["profile"]
    profile = (
        Profile(record["name"], {name: tuple(names) for name, names in record["wanted"].items()}) if record else None
    )
    asked = type(graph)(graph.store, graph.limits, profile)
    if recipe["selection"]:
        selection = Selection.read((name, value) for name, value in recipe["selection"])
        network = select(asked, selection).network
        return network, recipe_of(
            asked, network, author=recipe["author"], by_hand=selection.is_moved, selection=selection
        )
    chosen = {name: value for name, value in recipe["arguments"].items() if name in recipe["parameters"]}
    network = asked.view(recipe["view"], **chosen)
    return network, recipe_of(asked, network, author=recipe["author"])


def causes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what differs in how two networks were made, a sentence each: what a difference in them may come from.

    Example:
        >>> causes({**RECIPE, "tool_version": "1.0"}, {**RECIPE, "tool_version": "1.1"})
        ('The version of equigraph changed: 1.0 before, 1.1 after.',)
    """
    told: dict[str, str] = {}
    for name, words in CAUSES.items():
        if before[name] != after[name]:
            told.setdefault(words, _versions(name, before, after))
    return tuple(f"{words}{versions}." for words, versions in told.items())


def _versions(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    if name.startswith("data"):
        return f": {_data_words(before)} before, {_data_words(after)} after"
    if name.startswith("grading"):
        name = "grading_version"
    if not name.endswith("version"):
        return ""
    same = " (the same version, with another content)" if before[name] == after[name] else ""
    return f": {before[name] or 'not recorded'} before, {after[name] or 'not recorded'} after{same}"


def _data_words(recipe: Mapping[str, Any]) -> str:
    version = f"version {recipe['data_version']}" if recipe["data_version"] else "no version recorded"
    date = f" of {recipe['data_date']}" if recipe["data_date"] else ""
    return f"{version}{date} ({recipe['data_digest'][:19] or 'no digest'})"
