"""The pictures that were made of late, kept: the next step of a selection starts from the one before.

A picture is a function of its selection and of the graph, so one that was made once is as good as a new one as long as
the graph stays as it is. A remote store may change, so of it nothing is kept for longer than a minute.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Final

from equigraph.graph.selecting import Selected, select
from equigraph.graph.store import OxigraphStore

if TYPE_CHECKING:
    from equigraph.graph.knowledge_graph import KnowledgeGraph
    from equigraph.graph.selection import Selection
    from equigraph.web.explorer import Explorer

__all__ = ["MOST_KEPT", "REMOTE_S", "Pictures", "pictures_of"]

MOST_KEPT: Final = 32  # pictures of 300 things take a few megabytes each
REMOTE_S: Final = 60.0  # how long the picture of a store on another machine is taken for true


class Pictures:
    """The pictures of one graph, by selection; asked in many threads at once.

    Args:
        graph: What is asked for a picture that is not there.
        most: How many are kept; the one that was asked for least recently goes first.
    """

    def __init__(self, graph: KnowledgeGraph, most: int = MOST_KEPT) -> None:
        self.graph = graph
        self.most = most
        self._lock = Lock()
        self._kept: OrderedDict[tuple[tuple[str, str], ...], tuple[float, Selected]] = OrderedDict()
        self._ages = not isinstance(graph.store, OxigraphStore)

    def get(self, selection: Selection) -> Selected:
        """Return the picture of a selection, from what is kept or made anew.

        Raises:
            EquigraphError: It cannot be made; says why.
        """
        drawn = selection.drawn
        found = self._find(drawn)
        if found is None:
            found = select(self.graph, drawn, self._find(drawn.without_last_step()))
            with self._lock:
                self._kept[_key(drawn)] = (time.monotonic(), found)
                while len(self._kept) > self.most:
                    self._kept.popitem(last=False)
        return found

    def _find(self, selection: Selection) -> Selected | None:
        key = _key(selection)
        with self._lock:
            made, found = self._kept.get(key, (0.0, None))
            if found is None:
                return None
            if self._is_old(made):
                del self._kept[key]
                return None
            self._kept.move_to_end(key)
            return found

    def _is_old(self, made: float) -> bool:
        return self._ages and time.monotonic() - made > REMOTE_S


def _key(selection: Selection) -> tuple[tuple[str, str], ...]:
    return tuple(selection.pairs())


def pictures_of(explorer: Explorer) -> Pictures:
    """Return the pictures of an explorer, kept with it."""
    return explorer.once(_pictures)


def _pictures(explorer: Explorer) -> Pictures:
    return Pictures(explorer.graph)
