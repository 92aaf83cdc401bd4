"""Which form of a page a client wants: by the ending of the path, else by the Accept header (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import mimeparse

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["best", "preferred"]


def best(accept: str, offered: Sequence[str]) -> str:
    """Return the offered media type that an Accept header likes best; "" when it takes none of them.

    Args:
        accept: The header; one that cannot be read, or is empty, takes anything.
        offered: Media types, the usual one first: it wins where the client does not care.

    Example:
        >>> best("text/turtle;q=0.5, text/html;q=0.4", ["text/html", "text/turtle"])
        'text/turtle'
        >>> best("*/*", ["text/html", "text/turtle"]), best("image/png", ["text/html"])
        ('text/html', '')
    """
    try:
        return str(mimeparse.best_match(list(reversed(offered)), accept.strip() or "*/*"))
    except (ValueError, mimeparse.MimeTypeParseException):
        return offered[0]


def preferred(request: Request, offered: Sequence[str]) -> str:
    """Return the offered media type that a client likes best; see :func:`best`."""
    return best(request.headers.get("accept", ""), offered)
