"""What went wrong, as people and programs are told it: one table of statuses, one shape."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from equigraph import errors
from equigraph.errors import EquigraphError

__all__ = ["STATUSES", "fault", "fault_of", "headers_of", "status_of"]

# The first that fits decides; whatever else of ours goes wrong is a fault of the request.
STATUSES: Final[Mapping[type[EquigraphError], HTTPStatus]] = {
    errors.EntityNotFoundError: HTTPStatus.NOT_FOUND,
    errors.UnknownNameError: HTTPStatus.NOT_FOUND,
    errors.AmbiguousEntityError: HTTPStatus.MULTIPLE_CHOICES,
    errors.UpdateForbiddenError: HTTPStatus.FORBIDDEN,
    errors.ClientBusyError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.QueryBusyError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.QueryTimeoutError: HTTPStatus.GATEWAY_TIMEOUT,
    errors.QueryCancelledError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.EndpointError: HTTPStatus.BAD_GATEWAY,
    errors.StoreDamagedError: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def status_of(error: EquigraphError) -> HTTPStatus:
    """Return the status of an answer that tells this error.

    Example:
        >>> status_of(errors.EntityNotFoundError("tutorin", ["tutoring"])).value
        404
    """
    return next((status for kind, status in STATUSES.items() if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)


def fault(status: int, message: str, hint: str = "", **more: Any) -> dict[str, Any]:
    """Return the one shape in which an error is told: ``ok``, ``status``, ``error``, ``hint``, and what else is known.

    Example:
        >>> fault(404, "there is no such page")
        {'ok': False, 'status': 404, 'error': 'there is no such page', 'hint': ''}
    """
    return {"ok": False, "status": status, "error": message, "hint": hint, **more}


def fault_of(error: EquigraphError) -> dict[str, Any]:
    """Return an error of ours in the one shape, with near names and the place in a query where those are known."""
    known = {name: getattr(error, name) for name in ("line", "column") if getattr(error, name, None) is not None}
    near = list(getattr(error, "close", ()) or getattr(error, "candidates", ()))
    more: dict[str, Any] = {**known, **({"close": near} if near else {})}
    return fault(status_of(error).value, error.message, error.hint or "", **more)


def headers_of(error: EquigraphError) -> dict[str, str]:
    """Return the header fields that go with an error: when to come again.

    Example:
        >>> headers_of(errors.TooManyQueriesError("four wait", 5)), headers_of(errors.QueryCancelledError())
        ({'Retry-After': '5'}, {})
    """
    return {"Retry-After": str(error.retry_s)} if isinstance(error, errors.TooManyQueriesError) else {}
