"""The connection of a client that takes its time: how long it may, and what it may make us keep.

uvicorn waits for ever for the head of a request and for a client that does not read, and keeps whatever header fields
come. This is its protocol on httptools with bounds: a clock per connection looks at it a few times within each bound.

======================== ======================================= =========================
what                     bound (``settings.Bounds``)             then
======================== ======================================= =========================
no whole head            ``header_s`` from its first byte        408, closed
no byte at all           ``header_s``                            closed
head without end         ``head_bytes`` + ``target_bytes``       431, closed
body without end         8 x ``body_bytes`` with its framing     closed
client does not read     ``write_s``                             cut off
idle between requests    ``idle_s``                              closed
too many connections     ``connections``                         the longest waiting makes room
too many requests ahead  16 before the first is answered         cut off
======================== ======================================= =========================

A slow client costs a few kilobytes, or the one answer that waits for it, and no thread: nothing is made for it before
its request is there, and what is made is handed to the connection at once.

Source:
    RFC 9112, 9 (connections), 3.2.2 (absolute form).
"""

from __future__ import annotations

import asyncio
import itertools
import socket
from typing import TYPE_CHECKING, Any, ClassVar, Final
from urllib.parse import urlsplit

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from equigraph.web.one_piece import OnePiece
from equigraph.web.refusals import Refusal
from equigraph.web.security import hardened
from equigraph.web.settings import Bounds

if TYPE_CHECKING:
    from equigraph.web.settings import Settings

__all__ = ["PatientProtocol", "server_options"]

FRAMING: Final = 8  # bytes on the wire for one of a body, at most: a chunk of one byte takes six
# What the system keeps for a client, beside what is kept here: with more it would not be seen for long whether a client
# reads, for the system takes new bytes only when a third of this is free.
SYSTEM_BYTES: Final = 128 * 1024
AHEAD: Final = 16  # requests that a client may send before the first is answered
LOOKS: Final = 4  # of the clock within the shortest bound


class PatientProtocol(HttpToolsProtocol):
    """One connection, with bounds.

    Attributes:
        bounds: What it may cost.
        waits_since: When it began to wait for a head, in seconds of the loop; none while a request is worked on.
    """

    bounds: ClassVar[Bounds] = Bounds()
    _numbers: ClassVar = itertools.count()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.app = OnePiece(self.app)
        self.waits_since: float | None = None
        self._number = next(self._numbers)
        self._has_begun = False
        self._is_head = True
        self._taken_bytes = 0
        self._clock: asyncio.TimerHandle
        self._unread: tuple[float, int] | None = None  # since when, and how much then

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's own
        """Begin to wait for a request; make room first if there are too many."""
        super().connection_made(transport)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SYSTEM_BYTES)
        self.waits_since = self.loop.time()
        self._look_later()
        if len(self.connections) > self.bounds.connections:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._clock.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, unless it is more than may come before a request is whole."""
        self._taken_bytes += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if len(self.pipeline) > AHEAD:
            self.transport.abort()
        elif self._is_head and self._taken_bytes > self.bounds.head_bytes + self.bounds.target_bytes:
            self._refuse(Refusal(431, "the head of the request is too long", closes=True))
        elif self._taken_bytes > self.bounds.head_bytes + FRAMING * self.bounds.body_bytes:
            self.transport.abort()

    # --- what the parser finds ---------------------------------------------------------------

    def on_message_begin(self) -> None:
        """Note that a request has begun."""
        super().on_message_begin()
        self._has_begun = True
        if self.waits_since is not None:
            self.waits_since = self.loop.time()

    def on_headers_complete(self) -> None:
        """Stop waiting; a target with a host of its own counts before the Host header (RFC 9112, 3.2.2)."""
        self._is_head = False
        self.waits_since = None
        if self.url[:1] not in {b"/", b"*"}:
            self._take_host()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Count anew for what comes after this request."""
        super().on_message_complete()
        self._is_head = True
        self._has_begun = False
        self._taken_bytes = 0

    def on_response_complete(self) -> None:
        """Wait for the next request, if its head has not been read yet."""
        has_next = bool(self.pipeline)
        super().on_response_complete()
        if self._is_head and not has_next:
            self.waits_since = self.loop.time()

    def send_400_response(self, msg: str) -> None:
        """Tell that this is no HTTP, in the shape and with the header fields of every error."""
        self._refuse(Refusal(400, f"this cannot be read as HTTP/1.1: {msg[:1].lower()}{msg[1:].rstrip('.')}"))

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: a wish to speak another protocol may be passed over (RFC 9110, 7.8)."""

    def _take_host(self) -> None:
        parts = urlsplit(self.url.decode("latin-1"))
        self.headers[:] = [pair for pair in self.headers if pair[0] != b"host"]
        self.headers.append((b"host", parts.netloc.encode("latin-1")))

    # --- the clock ---------------------------------------------------------------------------

    def resume_writing(self) -> None:
        """Note that the client reads: what waits for it from now on is something else."""
        super().resume_writing()
        self._unread = None

    def _look_later(self) -> None:
        soon = min(self.bounds.header_s, self.bounds.write_s) / LOOKS
        self._clock = self.loop.call_later(soon, self._look)

    def _look(self) -> None:
        now = self.loop.time()
        if self.waits_since is not None and now - self.waits_since > self.bounds.header_s:
            self.waits_since = None
            self._end_waiting()
        self._look_at_reader(now)
        self._look_later()

    def _end_waiting(self) -> None:
        if self._has_begun:
            told = f"the head of the request did not arrive; accepted: within {self.bounds.header_s:g} seconds"
            self._refuse(Refusal(408, told, closes=True))
        else:
            self.transport.close()

    def _look_at_reader(self, now: float) -> None:
        """Cut off a client that does not take what waits for it, whether more is to come or this was the last."""
        left = self.transport.get_write_buffer_size()
        if not left or not (self.flow.write_paused or self.transport.is_closing()):
            self._unread = None
        elif self._unread is None:
            self._unread = (now, left)
        elif now - self._unread[0] > self.bounds.write_s:
            if left >= self._unread[1]:
                self.transport.abort()
            self._unread = (now, left)

    # --- refusing ----------------------------------------------------------------------------

    def _make_room(self) -> None:
        waiting = [one for one in self.connections if isinstance(one, PatientProtocol) and one.waits_since is not None]
        # Many may come within one turn of the loop, at the same time by its clock.
        oldest = min(waiting, key=lambda one: (one.waits_since, one._number))  # noqa: SLF001 (one of its own)
        oldest.waits_since = None
        oldest.transport.abort()

    def _refuse(self, problem: Refusal) -> None:
        """Answer without the application, and close."""
        response = problem.response()
        pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in response.raw_headers]
        pairs = [*hardened(pairs), ("connection", "close")]
        own = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in dict(pairs).items()]
        head = b"".join(name + b": " + value + b"\r\n" for name, value in [*self.server_state.default_headers, *own])
        self.transport.write(STATUS_LINE[problem.status] + head + b"\r\n" + bytes(response.body))
        self.transport.close()


def server_options(settings: Settings) -> dict[str, Any]:
    """Return what uvicorn is to be started with, so that these bounds hold and it tells nothing of itself.

    Example:
        >>> from equigraph.web.settings import Settings
        >>> sorted(server_options(Settings()))
        ['http', 'server_header', 'timeout_keep_alive', 'ws']
    """
    protocol = type("BoundedProtocol", (PatientProtocol,), {"bounds": settings.bounds})
    return {"http": protocol, "ws": "none", "server_header": False, "timeout_keep_alive": settings.bounds.idle_s}
