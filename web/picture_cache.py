"""The pictures that were made of late, kept: the next step of a selection starts from the one before.

A picture is a function of its selection and of the graph, so one that was made once is as good as a new one as long as
the graph stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from equigraph.graph.selecting import Selected, select
from equigraph.web.kept import Kept

if TYPE_CHECKING:
    from equigraph.graph.knowledge_graph import KnowledgeGraph
    from equigraph.graph.selection import Selection
    from equigraph.web.explorer import Explorer

__all__ = ["MOST_KEPT", "Pictures", "pictures_of"]

MOST_KEPT: Final = 32  # pictures of 300 things take a few megabytes each


class Pictures:
    """The pictures of one graph, by selection; asked in many threads at once.

    Args:
        graph: What is asked for a picture that is not there.
        most: How many are kept; the one that was asked for least recently goes first.
    """

    def __init__(self, graph: KnowledgeGraph, most: int = MOST_KEPT) -> None:
        self.graph = graph
        self._kept: Kept[tuple[tuple[str, str], ...], Selected] = Kept(graph.store, most)

    def get(self, selection: Selection) -> Selected:
        """Return the picture of a selection, from what is kept or made anew.

        Raises:
            EquigraphError: It cannot be made; says why.
        """
        drawn = selection.drawn
        before = drawn.without_last_step()
        return self._kept.get(_key(drawn), lambda: select(self.graph, drawn, self._kept.find(_key(before))))


def _key(selection: Selection) -> tuple[tuple[str, str], ...]:
    return tuple(selection.pairs())


def pictures_of(explorer: Explorer) -> Pictures:
    """Return the pictures of an explorer, kept with it."""
    return explorer.once(_pictures)


def _pictures(explorer: Explorer) -> Pictures:
    return Pictures(explorer.graph)
