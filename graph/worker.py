"""Answer what a person wrote: in a process that can be killed, within limits, with nothing lost when it dies.

The engine has no timeout, cannot be interrupted, and dies of deep nesting; a thread would take the caller along. So the
query text is read, checked and answered by another process, which opens the same location and sends the answer back in
parts. It stays for further queries, and is replaced when it dies.
"""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from equigraph.errors import (
    DataError,
    EquigraphError,
    QueryBusyError,
    QueryCrashedError,
    QueryError,
    QueryTimeoutError,
    QueryTooLargeError,
)
from equigraph.graph.answer_formats import check_format
from equigraph.graph.frames import DATA, HEAD
from equigraph.graph.limits import Limits, more
from equigraph.graph.process import Deadline, WorkerProcess, opening, question
from equigraph.graph.query_file import NamedQuery
from equigraph.graph.store import OxigraphStore, Store
from equigraph.graph.tokens import tokenize
from equigraph.graph.versions import check_for_damage

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["QueryWorker", "arrange_as_written", "late_opening", "may_be_damage"]

_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_CONTAINS_GRAPH = NamedQuery.parse(
    "contains-graph", "# param graph: iri\nASK { VALUES ?graph { <a:example> } GRAPH ?graph { ?s ?p ?o } }"
)


class QueryWorker:
    """Answers queries on one graph in a small pool of killable processes; itself a ``Store`` for reading.

    As many queries run at once as ``limits.processes`` says; more wait for their turn. A process that has answered
    waits for the next query. Limits: memory is bounded on Linux only (see ``Limits``). A stream that is left before its
    end costs the process, and the next query starts another.

    Attributes:
        location: What the processes open.
        limits: Bounds on each query.

    Example:
        >>> from pyoxigraph import Literal, NamedNode, Quad
        >>> quad = Quad(NamedNode("http://example.org/a"), NamedNode("http://example.org/p"), Literal("x"))
        >>> with OxigraphStore.memory([quad]) as store, QueryWorker(store) as worker:
        ...     [solution["o"].value for solution in worker.query("SELECT ?o { ?s ?p ?o }")]
        ['x']
    """

    def __init__(self, graph: Store | str, limits: Limits | None = None) -> None:
        """Open nothing yet; the first query starts the process.

        Args:
            graph: A location ("bundled" or a folder), or a store. A store in memory is written to a temporary folder
                once; what is added to it later is not seen.
            limits: Bounds on each query.
        """
        location = graph if isinstance(graph, str) else graph.location
        if location is None and isinstance(graph, OxigraphStore):
            location = graph.keep_in_folder()
        if location is None:
            msg = "a graph without a location cannot be opened by another process"
            raise QueryError(msg)
        self.location: str | None = location
        self.limits = limits or Limits()
        self.graphs = () if isinstance(graph, str) else tuple(getattr(graph, "graphs", ()))
        self._lock = threading.Lock()
        self._free = threading.Semaphore(self.limits.processes)
        self._idle: list[WorkerProcess] = []
        self._busy: set[WorkerProcess] = set()

    def query(self, query: str, timeout_s: float | None = None) -> QuerySolutions | QueryBoolean | Iterator[Triple]:
        """Answer a query with terms.

        Args:
            query: Text that a person wrote; only SELECT, ASK, CONSTRUCT and DESCRIBE, on this graph alone.
            timeout_s: Seconds to wait instead of those of the limits.

        Returns:
            Solutions, a boolean, or triples.

        Raises:
            SparqlSyntaxError: The query is not valid.
            UpdateForbiddenError: It asks to change data or to reach the network.
            QueryTimeoutError: It did not end in time.
            QueryTooLargeError: Answer or memory passed a limit, which is named.
            QueryCrashedError: Its process died.
            QueryBusyError: All processes were busy for as long as the query may take.
            QueryCancelledError: ``cancel`` or ``close`` was called meanwhile.
            DataError: The location cannot be opened, or not in time.
        """
        parts = self._run(query, "terms", timeout_s)
        head = json.loads(next(parts))
        return _terms_of(head["kind"], b"".join(parts))

    def stream(self, query: str, format_name: str, timeout_s: float | None = None) -> Iterator[bytes]:
        """Yield the answer as bytes, in parts, while it is found.

        Args:
            query: As for ``query``.
            format_name: ``csv``, ``tsv``, ``json`` or ``xml`` for SELECT and ASK; ``ttl``, ``nt`` or ``jsonld`` for
                CONSTRUCT and DESCRIBE.
            timeout_s: Seconds to wait instead of those of the limits.

        Raises:
            QueryError: As ``query``, also in the middle of the answer; what came before is then not whole.
        """
        check_format(format_name)
        parts = self._run(query, format_name, timeout_s)
        next(parts)
        return parts

    def contains_graph(self, iri: str) -> bool:
        """Say whether the graph holds a named graph of that IRI that is not empty."""
        try:
            name = NamedNode(iri)
        except ValueError:  # not an IRI, so not the name of a graph
            return False
        return bool(self.query(_CONTAINS_GRAPH.bind({"graph": name})))

    def cancel(self) -> None:
        """Stop every query that runs or starts, from another thread; who waits for it gets ``QueryCancelledError``."""
        with self._lock:
            busy = list(self._busy)
        for process in busy:
            process.cancel()

    def close(self) -> None:
        """End all processes; a later query starts a new one."""
        with self._lock:
            processes = [*self._idle, *self._busy]
            self._idle.clear()
            self._busy.clear()
        for process in processes:
            process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _run(self, query: str, format_name: str, timeout_s: float | None) -> Iterator[bytes]:
        """Yield the head of the answer (JSON), then its parts."""
        seconds = self.limits.timeout_s if timeout_s is None else timeout_s
        deadline, late = Deadline(seconds), QueryTimeoutError(seconds)
        if not deadline.wait_for(self._free):
            raise QueryBusyError(self.limits.processes, seconds)
        try:
            yield from self._answer(query, format_name, deadline, late)
        finally:
            self._free.release()

    def _answer(self, query: str, format_name: str, deadline: Deadline, late: QueryTimeoutError) -> Iterator[bytes]:
        process = self._take()
        is_whole = False
        try:
            process.send(question(query, format_name, self.limits))
            letter, payload = process.receive(deadline, late)
            while letter in {HEAD, DATA}:
                yield payload
                letter, payload = process.receive(deadline, late)
            is_whole = not json.loads(payload)["retire"]
        except EquigraphError as error:
            is_whole = process.is_alive and not isinstance(error, QueryTooLargeError)  # it may still hold much
            if may_be_damage(error):
                check_for_damage(Path(str(self.location)))
            raise
        finally:
            self._give_back(process, is_whole=is_whole)

    def _take(self) -> WorkerProcess:
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.is_alive:
                    self._busy.add(process)
                    return process
                process.kill()
            process = WorkerProcess(opening(self.location, self.graphs, self.limits))
            self._busy.add(process)  # cancel and close find it while it starts
        try:
            late = late_opening(self.location, self.limits)
            process.receive(Deadline(self.limits.load_timeout_s), late)  # says that it is ready
        except BaseException:
            self._give_back(process, is_whole=False)
            raise
        return process

    def _give_back(self, process: WorkerProcess, *, is_whole: bool) -> None:
        with self._lock:
            was_busy = process in self._busy
            self._busy.discard(process)
            if is_whole and was_busy:
                self._idle.append(process)
                return
        process.kill()


def _terms_of(kind: str, answer: bytes) -> QuerySolutions | QueryBoolean | Iterator[Triple]:
    """Return with terms what a process wrote for that.

    Args:
        kind: Of the answer: ``solutions``, ``boolean`` or ``triples``.
        answer: What was asked for as "terms".
    """
    if kind == "triples":
        return (quad.triple for quad in parse(answer, RdfFormat.N_TRIPLES))
    format_name = QueryResultsFormat.TSV if kind == "solutions" else QueryResultsFormat.JSON
    return parse_query_results(io.BytesIO(answer), format_name)


def late_opening(location: str | None, limits: Limits) -> DataError:
    """Return what is said when a location could not be opened in time."""
    msg = f'opening "{location}" was stopped: it may take {limits.load_timeout_s:g} seconds'
    return DataError(msg, hint=f"More time: {more('load_timeout_s')}.")


def may_be_damage(error: EquigraphError) -> bool:
    """Say whether a damaged file may be behind it: the engine says so, dies, or reads on until memory is gone."""
    return isinstance(error, (QueryTooLargeError, QueryCrashedError)) or "Corruption" in error.message


def arrange_as_written(
    query: str, variables: Sequence[str], rows: Iterable[Sequence[str]]
) -> tuple[list[str], list[list[str]]]:
    """Return variables and rows of an answer; those of ``SELECT *`` in the order in which the query names them.

    The engine sorts the variables of ``SELECT *`` by name. Any other answer keeps its order.

    Example:
        >>> arrange_as_written("SELECT * { ?s ?p ?o }", ["o", "p", "s"], [["1", "2", "3"]])
        (['s', 'p', 'o'], [['3', '2', '1']])
    """
    order = _order_as_written(query, variables)
    return [variables[index] for index in order], [[row[index] for index in order] for row in rows]


def _order_as_written(query: str, variables: Sequence[str]) -> Sequence[int]:
    tokens = [token for token in tokenize(query) if token.kind != "comment"]
    words = [token.text.upper() if token.kind == "word" else token.text for token in tokens]
    form = next((index for index, word in enumerate(words) if word in _FORMS), len(words))
    asked = [word for word in words[form : form + 3] if word not in {"DISTINCT", "REDUCED"}]
    if asked[:2] != ["SELECT", "*"]:
        return range(len(variables))
    names = [token.text[1:] for token in tokens if token.kind == "variable"]
    return sorted(range(len(variables)), key=lambda index: [*names, variables[index]].index(variables[index]))
