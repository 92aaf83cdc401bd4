"""Any SPARQL 1.1 server as a store (https://www.w3.org/TR/sparql11-protocol/), asked within limits.

An answer is given out only when all of it has come: what a server cuts off, with or without saying so, is an error. The
server may be another machine under load, and may be hostile; nothing that it sends is trusted. Who we are for it comes
from the environment (see :mod:`equigraph.graph.http_access`).

What the server makes of a query is its own affair: Virtuoso asks all its graphs at once when none is named, spells
numbers and language tags its own way, and refuses some queries that are valid.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Self

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, Triple

from equigraph.errors import (
    AnswerCutError,
    EndpointError,
    QueryError,
    QueryTimeoutError,
    SparqlSyntaxError,
)
from equigraph.graph.answer_formats import check_format
from equigraph.graph.answers import Answer, accepted_types, read_answer
from equigraph.graph.http_access import check_address
from equigraph.graph.http_client import HttpClient, Reply, Request
from equigraph.graph.limits import Limits
from equigraph.graph.next_row import QueryParts, is_round
from equigraph.graph.refusals import is_good, refusal
from equigraph.graph.sparql import check_read_only, term_text
from equigraph.graph.syntax_errors import explain_half_character, undeclared_prefixes
from equigraph.graph.tokens import split_name, tokenize
from equigraph.ontology.prefixes import PREFIXES

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["EndpointStore"]

_MAX_ROWS = "x-sparql-maxrows"  # what Virtuoso says beside a table that reached the limit of its keeper


class EndpointStore:
    """A SPARQL server, asked over HTTP; itself what guards a query that a person wrote.

    Limits: rows and bytes bound what is taken in, and time bounds the whole exchange; memory that the server takes is
    bounded by the server. A server that cuts ``DESCRIBE`` silently is not found out.

    Attributes:
        location: The address.
        address: The same.
        limits: Bounds on each query.
        graphs: IRIs of the named graphs that are asked; all that the server offers when empty.

    Example:
        >>> store = EndpointStore("https://example.org/sparql")
        >>> store.location
        'https://example.org/sparql'
        >>> store.close()
    """

    def __init__(
        self,
        address: str,
        limits: Limits | None = None,
        *,
        graphs: Sequence[str] = (),
        update_address: str | None = None,
    ) -> None:
        """Connect to nothing yet; the first query does.

        Args:
            address: Of the endpoint, http or https, without a name or a password.
            limits: Bounds on each query.
            graphs: IRIs of named graphs to ask, together as the default graph and each by its name.
            update_address: Where changes go, if not to ``address``.

        Raises:
            DatasetNotFoundError: An address cannot be one.
            QueryError: A graph has a name that is no IRI.
            EndpointError: A password would travel unencrypted to another machine.
        """
        self.address = check_address(address)
        self.location: str | None = self.address
        self.limits = limits or Limits()
        self.graphs = tuple(_checked_iri(graph) for graph in graphs)
        self._update_address = check_address(update_address) if update_address else self.address
        self._clients = {place: HttpClient(place) for place in (self.address, self._update_address)}
        self._server: str | None = None
        self._has_graphs = not self.graphs

    def __repr__(self) -> str:
        return f"EndpointStore({self.address!r})"

    @property
    def server(self) -> str:
        """Name of the product in lower case, such as "virtuoso", as its first answer tells it; "" if it tells none."""
        return self._known_server(_Clock(self.limits.timeout_s))

    def query(self, query: str, timeout_s: float | None = None) -> QuerySolutions | QueryBoolean | Iterator[Triple]:
        """Answer a query with terms.

        Args:
            query: SELECT, ASK, CONSTRUCT or DESCRIBE; the project's prefixes need no declaration.
            timeout_s: Seconds to wait instead of those of the limits.

        Raises:
            SparqlSyntaxError: The query is not valid.
            UpdateForbiddenError: It asks to change data or to reach other servers.
            QueryTimeoutError: The answer did not come in time.
            QueryTooLargeError: It passed a limit, which is named.
            QueryCancelledError: ``cancel`` was called meanwhile.
            AccessDeniedError: The server wants a name and a password, or other ones.
            AnswerCutError: The server sent only a part of the answer.
            EndpointError: There is no server, or what it sent is no answer.
        """
        return self._answer(query, timeout_s).result()

    def stream(self, query: str, format_name: str, timeout_s: float | None = None) -> Iterator[bytes]:
        """Yield the answer as bytes, in parts; written here, so that it looks the same from every server.

        Args:
            query: As for ``query``.
            format_name: ``csv``, ``tsv``, ``json`` or ``xml`` for SELECT and ASK; ``ttl``, ``nt`` or ``jsonld`` for
                CONSTRUCT and DESCRIBE.
            timeout_s: Seconds to wait instead of those of the limits.

        Raises:
            QueryError: As ``query``, before the first part.
        """
        check_format(format_name)
        return self._answer(query, timeout_s).written(format_name, self.limits.answer_bytes)

    def contains_graph(self, iri: str) -> bool:
        """Say whether there is a named graph of that IRI that is not empty, among those that are asked."""
        try:
            name = NamedNode(iri)
        except ValueError:  # not an IRI, so not the name of a graph
            return False
        if self.graphs and name.value not in self.graphs:
            return False
        return self._holds(name, _Clock(self.limits.timeout_s))

    def update(self, update: str) -> None:
        """Change the data with a SPARQL update; sent once, and never again when something goes wrong.

        Raises:
            AccessDeniedError: The server does not let us.
            SparqlSyntaxError: The update is not valid.
            EndpointError: The server refused it; or it cannot be known whether it was done.
        """
        parameters = [("update", _with_prefixes(update))]
        parameters += [("using-graph-uri", graph) for graph in self.graphs]
        parameters += [("using-named-graph-uri", graph) for graph in self.graphs]
        request = Request(self._update_address, tuple(parameters), is_read=False, is_form=True)
        reply = self._clients[self._update_address].send(request, self.limits.timeout_s, self.limits.answer_bytes)
        if not is_good(reply):
            raise refusal(reply, update, self._update_address)

    def cancel(self) -> None:
        """Stop every request that runs, from another thread; who waits for it gets ``QueryCancelledError``."""
        for client in self._clients.values():
            client.cancel()

    def close(self) -> None:
        """Stop every request and close all connections; a later query opens new ones."""
        for client in self._clients.values():
            client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    # --- asking -------------------------------------------------------------------------------

    def _answer(self, query: str, timeout_s: float | None) -> Answer:
        """Return the whole answer to a query that a person wrote."""
        clock = _Clock(self.limits.timeout_s if timeout_s is None else timeout_s)
        check_read_only(_text(query), self)
        self._check_graphs(clock)
        return self._whole(query, clock)

    def _whole(self, query: str, clock: _Clock) -> Answer:
        """Return the answer, and make sure that it does not end only because the server shows no more."""
        asked = _with_prefixes(query)
        parts = QueryParts.of(asked)
        reply, answer = self._asked(asked, parts.form, query, clock)
        shown, most = answer.rows, reply.headers.get(_MAX_ROWS, "")
        is_doubtful = bool(most) or is_round(shown)
        if answer.form == "triples" and parts.form == "CONSTRUCT" and self._server == "virtuoso":
            # It says nothing beside triples, and their number is not that of the solutions that it cuts.
            reply, solutions = self._asked(parts.all_solutions(), "SELECT", query, clock)
            shown, is_doubtful = solutions.rows, _MAX_ROWS in reply.headers
        if answer.form == "boolean" or parts.form == "DESCRIBE" or not is_doubtful or parts.limit == shown:
            return answer
        if self._has_next(parts.next_row(shown), query, clock):
            hint = (
                "Ask for less than that with a LIMIT, or page by page with OFFSET; the server's keeper sets the number."
            )
            reason = f"the server shows {shown:,} rows and no more, and there are more"
            raise AnswerCutError(self.address, reason, rows=shown, hint=hint)
        return answer

    def _has_next(self, next_row: str, query: str, clock: _Clock) -> bool:
        try:
            return self._asked(next_row, "SELECT", query, clock)[1].rows > 0
        except (EndpointError, SparqlSyntaxError) as error:  # whole or not, nobody knows
            reason = "the answer has a round number of rows, and the server does not tell whether there are more"
            raise AnswerCutError(self.address, reason) from error

    def _asked(
        self, asked: str, form: str, query: str, clock: _Clock, *, graphs: Sequence[str] | None = None
    ) -> tuple[Reply, Answer]:
        """Return the answer as it came.

        Args:
            asked: What is sent.
            form: Its form.
            query: What the person wrote, for messages.
            clock: What is left of the time.
            graphs: Chosen instead of those of the store.
        """
        chosen = self.graphs if graphs is None else graphs
        parameters = [("query", asked)]
        parameters += [("default-graph-uri", graph) for graph in chosen]
        parameters += [("named-graph-uri", graph) for graph in chosen]
        accept = accepted_types(form, self._known_server(clock))
        reply = self._sent(Request(self.address, tuple(parameters), {"Accept": accept}), clock)
        if not is_good(reply):
            raise refusal(reply, query, self.address)
        return reply, read_answer(self.address, reply, self.limits.rows)

    def _sent(self, request: Request, clock: _Clock) -> Reply:
        try:
            reply = self._clients[self.address].send(request, clock.left, self.limits.answer_bytes)
        except QueryTimeoutError:
            raise QueryTimeoutError(clock.seconds) from None
        if self._server is None:
            self._server = reply.headers.get("server", "").partition("/")[0].strip().lower()
        return reply

    def _known_server(self, clock: _Clock) -> str:
        if self._server is None:
            form = Request(self.address, (("query", "ASK {}"),), {"Accept": accepted_types("ASK", "")})
            self._sent(form, clock)
        return self._server or ""

    def _holds(self, graph: NamedNode, clock: _Clock) -> bool:
        # Its name stands in the pattern, and no graphs are chosen beside it: else Virtuoso 7.2.5 finds every graph.
        asked = f"ASK {{ GRAPH {term_text(graph)} {{ ?s ?p ?o }} }}"
        return bool(self._asked(asked, "ASK", asked, clock, graphs=())[1].result())

    def _check_graphs(self, clock: _Clock) -> None:
        if self._has_graphs:
            return
        for graph in self.graphs:
            if not self._holds(NamedNode(graph), clock):
                hint = "To list those there are, without naming one: SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
                raise EndpointError(self.address, f'the server holds no graph "{graph}", or it is empty', hint=hint)
        self._has_graphs = True


class _Clock:
    """The time of one question, which may take several requests."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return self._end - time.monotonic()


def _checked_iri(iri: str) -> str:
    try:
        return NamedNode(iri).value
    except ValueError:
        msg = f'"{iri}" is not an IRI, so not the name of a graph'
        raise QueryError(msg) from None


def _text(query: str) -> str:
    try:
        query.encode()
    except UnicodeEncodeError as error:
        raise explain_half_character(query, error) from None
    return query


def _with_prefixes(query: str) -> str:
    """Return the query with those of our prefixes declared that it uses and does not declare; no line moves."""
    used = dict.fromkeys(split_name(token.text)[0] for token in undeclared_prefixes(tokenize(_text(query))))
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in used if name in PREFIXES) + query
