"""What shows itself in a notebook.

Jupyter asks the value of a cell for its HTML (``_repr_html_``). What makes pages stands above the graph, so its module
is named here and loaded when it is asked for; nothing else in ``graph/`` looks up (docs/decisions/0013).

Source:
    https://ipython.readthedocs.io/en/stable/config/integrating.html#rich-display
"""

from __future__ import annotations

import importlib
from abc import abstractmethod
from collections.abc import Sequence
from typing import Final

__all__ = ["Showing"]

SHOWN_BY: Final = "equigraph.exporters.notebook"
SENTENCES: Final = 3  # of a summary, where there is only text


class Showing:
    """A value that Jupyter shows as its page, and a terminal in a few sentences."""

    __slots__ = ()

    @abstractmethod
    def in_words(self) -> tuple[str, Sequence[str]]:
        """Return title and summary."""

    def __repr__(self) -> str:
        title, sentences = self.in_words()
        return f"<{type(self).__name__}: {title}: {' '.join(sentences[:SENTENCES])}>"

    def _repr_html_(self) -> str:
        return str(importlib.import_module(SHOWN_BY).frame(self))
