"""What it means when a SPARQL server does not answer: its status and its words, turned into one of our errors."""

from __future__ import annotations

from equigraph.errors import AccessDeniedError, EndpointError, EquigraphError, SparqlSyntaxError
from equigraph.graph.answers import HTML_HINT, plain_words
from equigraph.graph.http_access import ACCESS_HINT
from equigraph.graph.http_client import Reply
from equigraph.graph.limits import Limits
from equigraph.graph.store import OxigraphStore

__all__ = ["is_good", "refusal"]

LOCAL_CHECK_S = 5.0  # for finding the mistake in a query that a server refused
_BAD_REQUEST, _UNAUTHORIZED, _FORBIDDEN = 400, 401, 403
_NO_ENDPOINT = {404, 405, 406, 410}
_BUSY = {429, 503}


def is_good(reply: Reply) -> bool:
    """Say whether a status says that all went well."""
    return 200 <= reply.status < 300  # noqa: PLR2004 # that is what HTTP calls success


def refusal(reply: Reply, query: str | None, address: str) -> EquigraphError:
    """Return the error that a status means, with the words of the server.

    Args:
        reply: What the server said.
        query: What the person wrote; None when it was no query.
        address: Of the server.
    """
    words = plain_words(reply)
    said = f': "{words}"' if words else ""
    status = reply.status
    if status == _UNAUTHORIZED:
        return AccessDeniedError(address, f"the server wants a name and a password ({status}){said}", hint=ACCESS_HINT)
    if status == _FORBIDDEN:
        return AccessDeniedError(address, f"the server does not allow this ({status}){said}", hint=ACCESS_HINT)
    if status == _BAD_REQUEST and query is not None:
        return _mistake(query, words) or EndpointError(address, f"the server refused the query{said}")
    if status in _BUSY:
        return EndpointError(address, f"the server is too busy ({status}){said}", hint="Try again later.")
    if status in _NO_ENDPOINT:
        return EndpointError(address, f"no endpoint answers here ({status}){said}", hint=HTML_HINT)
    return EndpointError(address, f"the server could not do it ({status}){said}")


def _mistake(query: str, words: str) -> SparqlSyntaxError | None:
    """Return the error with the place of the mistake; None when the query is valid for the engine here.

    The text may be hostile, so another process reads it, against an empty store.
    """
    from equigraph.graph.worker import QueryWorker  # noqa: PLC0415 # only when something is wrong

    with OxigraphStore.memory() as empty, QueryWorker(empty, Limits(timeout_s=LOCAL_CHECK_S)) as worker:
        try:
            worker.query(query)
        except SparqlSyntaxError as error:
            return error
        except EquigraphError:
            return SparqlSyntaxError(query, words or "the server gives no reason")
    return None
