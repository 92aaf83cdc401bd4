"""The first lines of the answer to a query that a person wrote: as many as a page shows, and no more.

The query is answered by a process that can be stopped (:mod:`equigraph.web.desk`), which sends the answer line by line;
when the page has enough lines the rest is not waited for. What is lost: rows beyond those, which is said.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from equigraph.errors import QueryTimeoutError
from equigraph.web.asked import Asked, Question

if TYPE_CHECKING:
    from equigraph.web.desk import Desk

__all__ = ["Lines", "Sent", "first_lines"]

FORMATS: Final = {"solutions": "tsv", "boolean": "json", "triples": "nt"}  # line by line, but for yes and no


@dataclass(frozen=True)
class Sent:
    """An answer as a worker sent it, cut after so many rows.

    Attributes:
        kind: "solutions", "triples" or "boolean".
        content: TSV, N-Triples or JSON.
        is_cut: Whether there is more.
        seconds: From asking to the last row.
    """

    kind: str
    content: bytes
    is_cut: bool
    seconds: float


class Lines:
    r"""The first lines of a text that comes in parts.

    Attributes:
        is_cut: Whether there was more than these.

    Example:
        >>> lines = Lines()
        >>> [lines.take(part, most=2) for part in (b"a\nb", b"\n", b"c")], lines.content, lines.is_cut
        ([True, True, False], b'a\nb\n', True)
    """

    def __init__(self) -> None:
        self.is_cut = False
        self._parts: list[bytes] = []
        self._seen = 0

    @property
    def content(self) -> bytes:
        """The lines."""
        return b"".join(self._parts)

    def take(self, part: bytes, most: int) -> bool:
        """Take a part, as far as it belongs to the first lines; say whether more can be taken."""
        here = part.count(b"\n")
        is_over = part and not part.endswith(b"\n")  # something stands after its last line
        if self._seen + here > most or (self._seen + here == most and is_over):
            lines = part.split(b"\n")[: most - self._seen]
            self._parts += [line + b"\n" for line in lines]
            self.is_cut = True
            return False
        self._parts.append(part)
        self._seen += here
        return True


async def first_lines(desk: Desk, query: str, client: str, most_rows: int, timeout_s: float) -> Sent:
    """Return the first rows of an answer, as they are sent, and want no more of it.

    Args:
        desk: Where the query is handed in.
        query: SPARQL 1.1.
        client: Who asks; see :func:`equigraph.web.clients.client_of`.
        most_rows: Rows that are read; what comes after them is not waited for.
        timeout_s: Seconds that it may take.

    Raises:
        QueryTimeoutError: It took longer.
        EquigraphError: As :meth:`equigraph.web.desk.Desk.ask`.
    """
    desk.enter(client)
    answer = None
    lines = Lines()
    try:
        async with asyncio.timeout(timeout_s):
            answer = await desk.ask(Asked(Question(query, FORMATS)))
            # The names of columns stand in a line of their own.
            most = {"solutions": most_rows + 1, "triples": most_rows}.get(answer.kind, sys.maxsize)
            async for part in answer.parts():
                if not lines.take(part, most):
                    break
            return Sent(answer.kind, lines.content, lines.is_cut, answer.seconds)
    except TimeoutError:
        raise QueryTimeoutError(timeout_s) from None
    finally:
        desk.leave(client)
        if answer is not None:
            answer.close()
