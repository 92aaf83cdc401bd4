"""Which graphs a query asks when the request says so, beside its text (SPARQL 1.1 Protocol, 2.1.4)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from equigraph.errors import QueryError

if TYPE_CHECKING:
    from equigraph.graph.store import OxigraphStore

__all__ = ["check_graph", "choice_of_graphs"]

MOST_GRAPHS_NAMED: Final = 10  # in a message that says which graphs there are


def check_graph(store: OxigraphStore, iri: str) -> None:
    """Refuse the name of a graph that a store does not hold.

    Raises:
        QueryError: There is no such graph; those that there are are named.
    """
    if not store.contains_graph(iri):
        names = store.graphs or [graph.value for graph in itertools.islice(store.raw.named_graphs(), MOST_GRAPHS_NAMED)]
        there_are = ", ".join(f"<{name}>" for name in names) or "none"
        raise QueryError(f"the store holds no graph <{iri}>; there are: {there_are}")


def choice_of_graphs(store: OxigraphStore, default: Sequence[str], named: Sequence[str]) -> dict[str, Any]:
    """Return the choice of graphs for one query, as the engine takes it.

    Args:
        store: What is asked.
        default: IRIs of the graphs that make up the default graph; none, and it is empty.
        named: IRIs of the named graphs.

    Raises:
        QueryError: The store holds no graph of that name; those that there are are named.
    """
    for iri in [*default, *named]:
        check_graph(store, iri)
    return {"default_graph": [NamedNode(iri) for iri in default], "named_graphs": [NamedNode(iri) for iri in named]}
