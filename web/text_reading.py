"""Reading the texts of a graph into its index, beside the pages: a first search of a large graph must not hang."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from equigraph.errors import TooManyQueriesError

if TYPE_CHECKING:
    from equigraph.web.explorer import Explorer

__all__ = ["TextReading", "text_reading_of"]

WAIT_S: Final = 10.0  # how long a search waits for the index
RETRY_S: Final = 5  # after which it makes sense to search again


class TextReading:
    """The making of the text index of a graph, in a thread of its own.

    Attributes:
        rows: How many texts were read so far.
    """

    def __init__(self, explorer: Explorer) -> None:
        self.rows = 0
        self._reader = explorer.graph.reader
        self._done = threading.Event()
        threading.Thread(target=self._read, name="texts", daemon=True).start()

    def wait(self, seconds: float = WAIT_S) -> None:
        """Return when the texts can be searched.

        Raises:
            TooManyQueriesError: They cannot yet; says how far they are, and when to come again.
        """
        if not self._done.wait(seconds):
            raise TooManyQueriesError(
                f"the texts of this graph are being read for the first time, {self.rows:,} so far", RETRY_S
            )

    def _read(self) -> None:
        try:
            self._reader.text_index(self._count)
        finally:
            self._done.set()

    def _count(self, rows: int) -> None:
        self.rows = rows


def text_reading_of(explorer: Explorer) -> TextReading:
    """Return the reading of an explorer; it begins when it is first asked for."""
    return explorer.once(TextReading)
