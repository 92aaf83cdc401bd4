"""The words that a query may use: those of our ontology, and the classes and properties that the graph holds.

The graph is asked once, by one query for each, within a time: a large graph, or a slow server, is not waited for, and
then the words of the ontology alone are offered, which is said.
"""

from __future__ import annotations

import math
import threading
import time
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from equigraph.errors import EquigraphError
from equigraph.graph.describe import LABEL_PROPERTIES
from equigraph.graph.reader import Reader
from equigraph.graph.store import OxigraphStore
from equigraph.ontology.files import ONTOLOGY_FILE
from equigraph.ontology.prefixes import compress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from equigraph.graph.knowledge_graph import KnowledgeGraph

__all__ = ["MOST_TERMS", "TERMS_S", "Terms", "labels_of"]

TERMS_S: Final = 10.0  # nobody waits for it: words are offered when they are there
RETRY_S: Final = 600.0  # after which a graph that did not answer in time is asked again
MOST_TERMS: Final = 1000  # of each role; a list of more helps nobody
ROLES: Final = {"class": "classes-present", "property": "properties-present"}

Word = dict[str, Any]


class Terms:
    """The words of one graph, read when they are first asked for.

    Example:
        >>> from equigraph.graph.knowledge_graph import KnowledgeGraph
        >>> with KnowledgeGraph.open() as graph:
        ...     found = Terms(graph).read(lambda query: [row[0].value for row in graph.select(query, guard=False)])
        >>> [(word["short"], word["label"], word["used"]) for word in found["classes"][:2]]
        [('eq:Commitment', 'commitment', True), ('eq:EquityGoal', 'equity goal', True)]
    """

    def __init__(self, graph: KnowledgeGraph) -> None:
        """Ask nothing yet.

        Args:
            graph: Where names are looked up.
        """
        self.graph = graph
        self._reading = threading.Lock()
        self._found: dict[str, Any] = {}
        self._until = 0.0

    def read(self, ask: Callable[[str], Iterable[str]]) -> dict[str, Any]:
        """Return the words: ``classes`` and ``properties``, those of our ontology first; ``note`` when some lack.

        Args:
            ask: Returns the IRIs that a query finds, within a time.
        """
        with self._reading:
            if time.monotonic() >= self._until:
                self._found = self._read(ask)
                self._until = time.monotonic() + RETRY_S if self._found["note"] else math.inf
            return self._found

    def _read(self, ask: Callable[[str], Iterable[str]]) -> dict[str, Any]:
        found: dict[str, list[Word]] = {}
        problems = []
        for role, query in ROLES.items():
            own = own_words(role)
            try:
                present = sorted(ask(self.graph.reader.queries[query].bind({"limit": MOST_TERMS})))
                labels = labels_of(self.graph, [iri for iri in present if iri not in own])
            except EquigraphError as error:
                present, labels = [], {}
                problems.append(f"The {role} names that this graph uses are not offered: {error.message}.")
            words = [{**word, "used": iri in present} for iri, word in own.items()]
            words += [_word(iri, labels.get(iri, ""), "", used=True) for iri in present if iri not in own]
            found[role] = words
        return {"classes": found["class"], "properties": found["property"], "note": " ".join(problems)}


@cache
def own_words(role: str) -> dict[str, Word]:
    """Return the words of our ontology in that role ("class" or "property"), by IRI."""
    with OxigraphStore.files([ONTOLOGY_FILE]) as store:
        rows = Reader(store).rows("words")
        texts = [[term.value if term is not None else "" for term in row] for row in rows]
    return {iri: _word(iri, label, definition) for iri, its_role, label, definition in texts if its_role == role}


def _word(iri: str, label: str, definition: str, *, used: bool = False) -> Word:
    return {"iri": iri, "short": compress(iri) or "", "label": label, "definition": definition, "used": used}


def labels_of(graph: KnowledgeGraph, iris: Iterable[str]) -> dict[str, str]:
    """Return the names of things by IRI, asked for by one query for each five hundred; those without one are left out.

    Example:
        >>> from equigraph.graph.knowledge_graph import KnowledgeGraph
        >>> with KnowledgeGraph.open() as graph:
        ...     labels_of(graph, ["https://w3id.org/equigraph/id/practice/looping", "http://example.org/nothing"])
        {'https://w3id.org/equigraph/id/practice/looping': 'Looping'}
    """
    wanted = [iri for iri in iris if _is_iri(iri)]
    described = graph.reader.names(wanted) if wanted else {}
    named = {iri: one.text(*LABEL_PROPERTIES) for iri, one in described.items()}
    return {iri: label for iri, label in named.items() if label}


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return not any(character in text for character in ' <>"{}|^`\\') and text.isprintable()
