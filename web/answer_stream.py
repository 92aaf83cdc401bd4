"""An answer while it comes from a worker process: held until it is whole, or passed on as it comes.

What is not taken at once is kept, the first mebibyte in memory and the rest in a temporary file: a client that reads
slowly does not keep a process from its next query.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from functools import lru_cache
from typing import IO, Any, Final

from equigraph.errors import EquigraphError, QueryCancelledError
from equigraph.graph.frames import DATA, HEAD

__all__ = ["HELD_BYTES", "LOST", "SLOW", "WHOLE", "Answer"]

HELD_BYTES: Final = 1024 * 1024  # in memory; an answer larger than this is not a small one
WHOLE, SLOW, LOST = "whole", "slow", "lost"  # what becomes of an answer that is held back
_PART_BYTES: Final = 256 * 1024


class Answer:
    """An answer on its way.

    Attributes:
        kind: ``solutions``, ``boolean`` or ``triples``; "" until it is known.
        format: Name of its format; None when the question wants no answer of that kind.
        seconds: Time until it was whole; until now, as long as it is not.
        cpu_s: Processor time that it took; 0 where the system does not tell.
    """

    def __init__(self, on_slow: Callable[[], None]) -> None:
        self.kind = ""
        self.format: str | None = None
        self.cpu_s = 0.0
        self._on_slow = on_slow
        self._settled: asyncio.Future[str] | None = None
        self._began = time.perf_counter()
        self._took = 0.0
        self._parts: deque[bytes] = deque()
        self._held = 0
        self._file: IO[bytes] | None = None
        self._unread = 0
        self._is_whole = False
        self._error: EquigraphError | None = None
        self._news: asyncio.Future[None] | None = None
        self._on_close: Callable[[], None] | None = None

    @property
    def seconds(self) -> float:
        """Time until it was whole; until now, as long as it is not."""
        return self._took or time.perf_counter() - self._began

    @property
    def is_whole(self) -> bool:
        """Whether all of it is here."""
        return self._is_whole

    @property
    def is_small(self) -> bool:
        """Whether all of it is here, in memory, and nothing of it has been read."""
        return self._is_whole and not self._unread

    @property
    def size(self) -> int:
        """Bytes that have come so far."""
        return self._held

    # --- from the process ---------------------------------------------------------------------

    def on_frame(self, letter: bytes, payload: bytes) -> None:
        """Take a part."""
        if letter == DATA:
            self._keep(payload)
        elif letter == HEAD:
            self.kind, self.format = _read_head(payload)
        self._tell()

    def on_end(self, cpu_s: float) -> None:
        """Take that it is whole."""
        self.cpu_s = cpu_s
        self._is_whole = True
        self._took = time.perf_counter() - self._began
        self._settle(WHOLE)
        self._end()
        self._tell()

    def on_lost(self) -> None:
        """Take that its process never began with it."""
        self._settle(LOST)

    def slow(self) -> None:
        """Take that it takes more than a moment."""
        self._on_slow()

    def on_error(self, error: EquigraphError) -> None:
        """Take what ended it before its end."""
        self._error = error
        if self._settled is not None and not self._settled.done():
            self._settled.set_exception(error)
        self._end()
        self._tell()

    # --- to who holds it back -----------------------------------------------------------------

    def hold(self) -> asyncio.Future[str]:
        """Return what says whether it came whole, is not to be waited for, or was lost."""
        self._settled = asyncio.get_running_loop().create_future()
        return self._settled

    def stop_waiting(self) -> None:
        """Say that it takes too long to be held back."""
        self._settle(SLOW)

    # --- to the client ------------------------------------------------------------------------

    def pass_on(self, on_close: Callable[[], None]) -> None:
        """Let it be read while it comes.

        Args:
            on_close: Is called once, when nothing more will come.
        """
        self._on_close = on_close
        if self._is_whole or self._error is not None:
            self._end()

    def start(self) -> asyncio.Future[None] | None:
        """Return what is done when its first part, or an error, has come; None when one is here."""
        return None if self._is_here() else self._await_news()

    def check(self) -> None:
        """Raise the error that ended it before its first part."""
        if self._error is not None and not self._parts and not self._unread:
            raise self._error

    def whole(self) -> bytes:
        """Return all of it, when it is whole and has not been read."""
        return self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)

    async def wait_until_whole(self) -> None:
        """Return when all of it is here.

        Raises:
            EquigraphError: It broke off.
        """
        while not self._is_whole:
            if self._error is not None:
                raise self._error
            await self._await_news()

    async def parts(self) -> AsyncIterator[bytes]:
        """Yield its parts as they come.

        Raises:
            EquigraphError: It broke off; what came before is not all of it.
        """
        while True:
            if self._parts:
                yield self._parts.popleft()
            elif self._unread:
                yield self._read_back()
            elif self._error is not None:
                raise self._error
            elif self._is_whole:
                return
            else:
                await self._await_news()

    def close(self) -> None:
        """Want no more of it; the process that still answers is stopped."""
        self._parts.clear()
        if self._file is not None:
            self._file.close()
            self._file = None
        self._unread = 0
        if not self._is_whole and self._error is None:
            self._error = QueryCancelledError()
        self._end()
        self._tell()

    def _is_here(self) -> bool:
        return bool(self._parts or self._unread or self._is_whole or self._error is not None)

    def _await_news(self) -> asyncio.Future[None]:
        self._news = asyncio.get_running_loop().create_future()
        return self._news

    def _tell(self) -> None:
        news, self._news = self._news, None
        if news is not None and not news.done():
            news.set_result(None)

    def _settle(self, how: str) -> None:
        if self._settled is not None and not self._settled.done():
            self._settled.set_result(how)

    def _end(self) -> None:
        on_close, self._on_close = self._on_close, None
        if on_close is not None:
            on_close()

    def _keep(self, part: bytes) -> None:
        self._held += len(part)
        if not self._unread and sum(map(len, self._parts)) < HELD_BYTES:
            self._parts.append(part)
        else:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 # closed by close
            self._file.seek(0, 2)
            self._file.write(part)
            self._unread += len(part)
        if self._held > HELD_BYTES:
            self._settle(SLOW)

    def _read_back(self) -> bytes:
        file: Any = self._file
        file.seek(-self._unread, 2)
        part: bytes = file.read(min(_PART_BYTES, self._unread))
        self._unread -= len(part)
        if not self._unread:
            file.truncate(0)
        return part


@lru_cache(maxsize=64)
def _read_head(payload: bytes) -> tuple[str, str | None]:
    told = json.loads(payload)
    return told["kind"], told["format"]
