"""A request that is not let through: its status, and what its sender is told, in the one shape of all errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from equigraph.web.faults import fault
from equigraph.web.page import json_response

if TYPE_CHECKING:
    from starlette.responses import Response

__all__ = ["Refusal"]


@dataclass(frozen=True)
class Refusal:
    """Why a request is not answered.

    Attributes:
        status: HTTP status (RFC 9110, 15; RFC 6585).
        message: What is wrong with it, with the offending value, and what is accepted.
        hint: What helps.
        headers: What the status asks for besides, such as Allow.
        closes: Whether the connection ends with it, since what is left of the request is not read.
    """

    status: int
    message: str
    hint: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    closes: bool = False

    def response(self) -> Response:
        """Return it as an answer; no cache keeps it, for the same address may be asked for properly.

        Example:
            >>> Refusal(414, "too long", closes=True).response().headers["connection"]
            'close'
        """
        more = {"Connection": "close"} if self.closes else {}
        told = fault(self.status, self.message, self.hint)
        return json_response(told, self.status, {"Cache-Control": "no-store", **more, **self.headers})
