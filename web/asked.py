"""What is asked of the lanes: a query and the forms in which its answer is wanted; and how it is taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from equigraph.errors import QueryCancelledError

__all__ = ["Asked", "Question"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """A query that a person wrote.

    Attributes:
        text: SPARQL 1.1.
        formats: Name of the format of the answer for each kind of answer (``solutions``, ``boolean``, ``triples``);
            None where no answer of that kind is wanted.
        default_graphs: IRIs of the graphs that are asked as the default graph.
        named_graphs: IRIs of the graphs that are asked by name; with neither, the graphs of the store.

    Example:
        >>> Question("ASK {}", {"solutions": "json", "boolean": "json", "triples": None}).chooses_graphs
        False
    """

    text: str
    formats: Mapping[str, str | None]
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    @property
    def chooses_graphs(self) -> bool:
        """Whether it says itself which graphs are asked."""
        return bool(self.default_graphs or self.named_graphs)

    @property
    def key(self) -> int:
        """What tells it from other questions; the form of its answer does not count."""
        return hash((self.text, self.default_graphs, self.named_graphs))


@dataclass(slots=True, eq=False)
class Asked:
    """A question that waits for its answer, and can be taken back meanwhile.

    Attributes:
        question: What is asked.
        is_cancelled: Whether it was taken back.
        on_slow: Is called, once or more, when its answer is not there at once.
    """

    question: Question
    is_cancelled: bool = False
    on_slow: Callable[[], None] | None = None
    _waiting: asyncio.Future[Any] | None = field(default=None, repr=False)

    async def wait_for(self, future: asyncio.Future[T]) -> T:
        """Return the result of a future.

        Raises:
            QueryCancelledError: The question was taken back.
        """
        if self.is_cancelled:
            raise QueryCancelledError
        self._waiting = future
        try:
            return await future
        finally:
            self._waiting = None

    def slow(self) -> None:
        """Tell who asked that its answer is not there at once."""
        if self.on_slow is not None:
            self.on_slow()

    def cancel(self) -> None:
        """Take it back: whoever waits gets ``QueryCancelledError``."""
        self.is_cancelled = True
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(QueryCancelledError())
