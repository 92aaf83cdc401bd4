"""Which form of a page a client wants: by the ending of the path, else by the Accept header (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import mimeparse

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["preferred"]


def preferred(request: Request, offered: Sequence[str]) -> str:
    """Return the offered media type that a client likes best; "" when it takes none of them.

    Args:
        request: Its Accept header is read; one that cannot be read, or is not there, takes anything.
        offered: Media types, the usual one first: it wins where the client does not care.
    """
    header = request.headers.get("accept", "").strip() or "*/*"
    try:
        return str(mimeparse.best_match(list(reversed(offered)), header))
    except (ValueError, mimeparse.MimeTypeParseException):
        return offered[0]
