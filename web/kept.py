"""What was made of late, kept: a page that was made once need not be made again as long as the graph stays as it is.

The graph of this process does not change while it is served: a folder is opened as one version of it. A store on
another machine may change, so of it nothing is kept for longer than a minute.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from equigraph.graph.store import OxigraphStore

if TYPE_CHECKING:
    from equigraph.graph.store import Store

__all__ = ["REMOTE_S", "Kept"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

REMOTE_S: Final = 60.0  # how long what was made of a store on another machine is taken for true


class Kept(Generic[K, V]):
    """Some things that were made of one graph, by what they are of; used from many threads at once.

    Args:
        store: The graph that they are made of.
        most: How many are kept; the one that was asked for least recently goes first.

    Example:
        >>> kept = Kept(OxigraphStore.bundled(), 2)
        >>> kept.get("a", lambda: [1]) is kept.get("a", lambda: [1])
        True
    """

    def __init__(self, store: Store, most: int) -> None:
        self.most = most
        self._ages = not isinstance(store, OxigraphStore)
        self._lock = Lock()
        self._kept: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def find(self, key: K) -> V | None:
        """Return what is kept under a key; None if there is nothing, or what there was is too old."""
        with self._lock:
            if key not in self._kept:
                return None
            made, found = self._kept[key]
            if self._ages and time.monotonic() - made > REMOTE_S:
                del self._kept[key]
                return None
            self._kept.move_to_end(key)
            return found

    def keep(self, key: K, value: V) -> None:
        """Keep something under a key."""
        with self._lock:
            self._kept[key] = (time.monotonic(), value)
            self._kept.move_to_end(key)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)

    def get(self, key: K, make: Callable[[], V]) -> V:
        """Return what is kept under a key, made now if there is nothing."""
        found = self.find(key)
        if found is None:
            found = make()
            self.keep(key, found)
        return found
