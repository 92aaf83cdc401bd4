"""Reading a large graph for a page: what may take long is answered where it can be stopped, within its deadline.

A query of ours takes milliseconds, whatever it is about, as long as it is about one thing. Those about everything grow
with the graph: of a large one they go the way of queries that people write, through the lanes, which let few of them
run at once, stop each after its time and refuse what is too much.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

import anyio.from_thread
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from equigraph.errors import QueryTimeoutError, QueryTooLargeError
from equigraph.graph.reader import Reader
from equigraph.graph.store import OxigraphStore
from equigraph.web.asked import Asked, Question
from equigraph.web.desk import desk_of
from equigraph.web.explorer import explorer_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from equigraph.graph.query_file import NamedQuery
    from equigraph.graph.text_database import Progress
    from equigraph.graph.text_index import TextIndex
    from equigraph.web.desk import Desk
    from equigraph.web.explorer import Explorer

__all__ = ["LARGE", "PatientReader", "reader_for"]

LARGE: Final = 200_000  # triples; everything about a graph of fewer is answered in a moment
OF_ALL: Final = (
    *("about-pairs", "costs", "gap-axes", "implementers", "list-things", "list-total", "list-values"),
    "steps",  # paths lead over hubs
)
# Queries of ours that read as much as there is, unless the parameter beside them says of what; and with them every
# named question and view.
OF_EVERYTHING: Final[Mapping[str, str]] = {
    "claims": "claim",
    **dict.fromkeys(OF_ALL, ""),
}
NARROWER: Final = "Choose less above, such as one goal, one group or one category, or ask for fewer rows."
# Read four times as fast as JSON, and as exact.
_FORMAT: Final = {"solutions": "tsv", "boolean": None, "triples": None}


class PatientReader(Reader):
    """Reads a large graph; used from the threads in which pages are made.

    Args:
        reader: Reads the same graph, in this process.
        desk: Where queries that may take long are handed in.
    """

    def __init__(self, reader: Reader, desk: Desk) -> None:
        super().__init__(reader.store)
        self.likeness = reader.likeness
        self._reader = reader
        self._desk = desk

    def text_index(self, on_progress: Progress | None = None) -> TextIndex | None:
        """Return the text index of the graph, which all its readers share."""
        return self._reader.text_index(on_progress)

    def rows(self, query: NamedQuery | str, terms: Mapping[str, Any] | None = None) -> QuerySolutions:
        """Return the solutions of one of our queries, stopped when it takes too long if it is about everything.

        Raises:
            QueryTimeoutError: It took longer than a query may; says what to ask instead.
            TooManyQueriesError: Too many that take long run and wait already.
        """
        named = self.queries[query] if isinstance(query, str) else query
        if isinstance(query, str) and (query not in OF_EVERYTHING or OF_EVERYTHING[query] in (terms or {})):
            return super().rows(query, terms)
        try:
            content = anyio.from_thread.run(self._answer, named.bind(terms or {}))
        except (QueryTimeoutError, QueryTooLargeError) as error:
            error.message = f"{error.message}: “{named.title}” is a question about very much here"
            error.hint = NARROWER
            raise
        return cast("QuerySolutions", parse_query_results(content, QueryResultsFormat.TSV))

    async def _answer(self, text: str) -> bytes:
        answer = await self._desk.ask(Asked(Question(text, _FORMAT)))
        with contextlib.closing(answer):
            await answer.wait_until_whole()
            return b"".join([part async for part in answer.parts()])


def reader_for(request: Request) -> Reader:
    """Return what a page about everything reads the graph with: a patient reader, where the graph is large."""
    explorer = explorer_of(request)
    reader = explorer.graph.reader
    return PatientReader(reader, desk_of(request)) if explorer.once(_is_large) else reader


def _is_large(explorer: Explorer) -> bool:
    """Say whether a graph of this process is large; a server has a deadline of its own."""
    reader = explorer.graph.reader
    if not isinstance(reader.store, OxigraphStore):
        return False
    return any(True for _ in reader.rows("beyond", {"offset": LARGE}))
