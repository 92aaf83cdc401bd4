"""Admission: which query is answered when, so that a long one never holds up the short ones.

A query starts in the quick lane. What takes longer than a moment there goes on in the heavy lane, whose processes have
a low priority and are fewer than the processors: at once if there is a place, else it is stopped, waits for its
turn and starts again; when too many wait already, it is refused with a word on when to come again. While somebody waits
for the quick lane, the moment is shorter. Texts that were found heavy go to the heavy lane at once the next time.

A moment is counted in processor time where the system tells it, so that a busy machine makes no query heavy.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from json.encoder import encode_basestring_ascii
from pathlib import Path
from typing import TYPE_CHECKING, Final

from equigraph.errors import (
    EquigraphError,
    QueryCancelledError,
    QueryError,
    QueryTimeoutError,
    TooManyQueriesError,
)
from equigraph.graph.frames import REQUEST, frame_bytes
from equigraph.graph.process import opening, question
from equigraph.graph.store import OxigraphStore
from equigraph.graph.versions import check_for_damage
from equigraph.graph.worker import late_opening, may_be_damage
from equigraph.web.answer_stream import SLOW, Answer
from equigraph.web.asked import Asked, Question
from equigraph.web.link import Link
from equigraph.web.pool import Pool

if TYPE_CHECKING:
    from equigraph.graph.limits import Limits
    from equigraph.graph.store import Store
    from equigraph.web.settings import Bounds

__all__ = ["Lanes"]

PATIENCE: Final = 20  # a query that waits for the disk or for a processor may take so many times its processor time
DEPTH: Final = 4  # small queries that a process has before it: it and the server need not wait for each other then
RETRY_S: Final = 5  # a place becomes free at least that often, unless every query takes all of its time
REMEMBERED: Final = 1000  # texts that were found heavy


class Lanes:
    """Answers what people ask of one store, in processes that can be stopped; used from one event loop."""

    def __init__(self, store: Store, limits: Limits, bounds: Bounds) -> None:
        """Start nothing yet; the first question does.

        Args:
            store: With a location that another process can open; a store in memory is written to a folder once.
            limits: Bounds on each query.
            bounds: How many run and wait.
        """
        self.limits = limits
        self.bounds = bounds
        self._store = store
        self._location: str | None = None
        self._quick = Pool(max(2, limits.processes), DEPTH, lambda: self._start(is_low=False))
        self._heavy = Pool(bounds.heavy, 1, lambda: self._start(is_low=True))
        self._known_heavy: OrderedDict[int, None] = OrderedDict()
        self._rests: dict[object, str] = {}  # of a request, all but the text: the same in most
        self._look: asyncio.TimerHandle | None = None

    @property
    def running(self) -> int:
        """How many queries are being answered."""
        return self._quick.running + self._heavy.running

    @property
    def waiting(self) -> int:
        """How many queries wait for their turn."""
        return self._quick.waiting + self._heavy.waiting

    async def ask(self, asked: Asked) -> Answer:
        """Return the answer to a question, when it is whole or on its way; close it when it is no longer wanted.

        Raises:
            SparqlSyntaxError: The query is not valid.
            UpdateForbiddenError: It asks to change data or to reach the network.
            QueryError: It asks graphs that there are not.
            QueryTimeoutError, QueryTooLargeError, QueryCrashedError: It broke a limit.
            QueryBusyError: Too many long queries run and wait already.
            QueryCancelledError: It was taken back.
        """
        key = asked.question.key
        answer = None
        if key in self._known_heavy:
            self._known_heavy.move_to_end(key)
        else:
            answer = await self._probe(asked)
            if answer is not None and answer.is_whole:
                return answer
        if answer is None:
            answer = await self._queue(asked)
        await self._await_first(asked, answer)
        return answer

    def warm(self) -> None:
        """Start a process, so that the first question need not wait for it."""
        self._quick.warm()

    def close(self) -> None:
        """Stop all queries and end all processes."""
        self._quick.close()
        self._heavy.close()

    # --- the quick lane -----------------------------------------------------------------------

    async def _probe(self, asked: Asked) -> Answer | None:
        """Return the answer if it comes in a moment or may go on; None when it has to start again in the heavy lane."""
        request = self._request(asked.question)
        while True:
            link = await self._quick.take(asked, self.limits.timeout_s)
            answer = Answer(asked.slow)
            settled = answer.hold()
            link.ask(request, answer)
            if self._look is None:
                self._look = asyncio.get_running_loop().call_later(self.bounds.hurry_s, self._look_round)
            try:
                how = await asked.wait_for(settled)
            except QueryCancelledError:
                link.forget(answer)  # it is let finish: starting another process costs much more
                raise
            except EquigraphError as error:
                await self._check_damage(error)
                raise
            except BaseException:
                link.forget(answer)
                raise
            if answer.is_whole:
                return answer
            if how == SLOW:
                return self._promote(asked, link, answer)

    def _promote(self, asked: Asked, link: Link, answer: Answer) -> Answer | None:
        self._remember(asked.question.key)
        if link.head is not answer or self._heavy.asked >= self._heavy.most:
            self._quick.kill(link)
            return None
        link.lose_followers()
        self._heavy.adopt(link)
        self._quick.let_go(link)
        link.lower()
        self._go_on(asked, link, answer)
        return answer

    def _look_round(self) -> None:
        """Look at the queries that are not answered after a moment; a short one, while others wait."""
        self._look = None
        loop = asyncio.get_running_loop()
        now = loop.time()
        for link in list(self._quick.links):
            if link.load and now - link.head_since >= self.bounds.hurry_s:
                self._look_at(link, now - link.head_since)
        if self._quick.asked:
            self._look = loop.call_later(self.bounds.hurry_s, self._look_round)

    def _look_at(self, link: Link, elapsed: float) -> None:
        head, used = link.head, link.used_s()
        if used is None:
            used = elapsed
        is_in_the_way = used >= self.bounds.hurry_s and (link.load > 1 or self._quick.is_crowded)
        is_heavy = used >= self.bounds.quick_s or elapsed >= self.bounds.quick_s * PATIENCE
        if isinstance(head, Answer):
            head.slow()
            if is_in_the_way or is_heavy:
                head.stop_waiting()
        elif used >= self.bounds.hurry_s:
            self._quick.kill(link)  # nobody waits for it

    # --- the heavy lane -----------------------------------------------------------------------

    async def _queue(self, asked: Asked) -> Answer:
        if self._heavy.asked >= self.bounds.heavy + self.bounds.heavy_waiting:
            raise TooManyQueriesError(
                f"{self._heavy.running} long queries are being answered and {self._heavy.waiting} wait; this one takes "
                "long too, and was not begun",
                RETRY_S,
            )
        link = await self._heavy.take(asked, self.limits.timeout_s)
        answer = Answer(asked.slow)
        link.ask(self._request(asked.question), answer)
        self._go_on(asked, link, answer)
        return answer

    async def _await_first(self, asked: Asked, answer: Answer) -> None:
        """Return when the first part is here, so that what goes wrong before it can be told as an error."""
        try:
            first = answer.start()
            if first is not None:
                await asked.wait_for(first)
            answer.check()
        except BaseException as error:
            answer.close()
            if isinstance(error, EquigraphError):
                await self._check_damage(error)
            raise

    def _go_on(self, asked: Asked, link: Link, answer: Answer) -> None:
        """Let an answer be read while it comes, from a place in the heavy lane, until its time is up."""
        loop = asyncio.get_running_loop()
        seconds = self.limits.timeout_s
        timer = loop.call_later(seconds - answer.seconds, self._expire, link, answer, seconds)

        def leave() -> None:
            timer.cancel()
            if answer.is_whole:
                if (answer.cpu_s or answer.seconds) < self.bounds.quick_s:
                    self._known_heavy.pop(asked.question.key, None)
            elif link.head is answer:
                self._heavy.kill(link)

        answer.pass_on(leave)

    def _expire(self, link: Link, answer: Answer, seconds: float) -> None:
        self._heavy.kill(link)
        answer.on_error(QueryTimeoutError(seconds))

    def _remember(self, key: int) -> None:
        self._known_heavy[key] = None
        if len(self._known_heavy) > REMEMBERED:
            self._known_heavy.popitem(last=False)

    # --- processes ----------------------------------------------------------------------------

    async def _start(self, *, is_low: bool) -> Link:
        if self._location is None:
            self._location = await asyncio.to_thread(_location, self._store)
        first = opening(self._location, getattr(self._store, "graphs", ()), self.limits)
        late = late_opening(self._location, self.limits)
        link = await Link.start(first, self.limits.load_timeout_s, lambda: late)
        if is_low:
            link.lower()
        return link

    def _request(self, asked: Question) -> bytes:
        key = tuple(asked.formats.items())
        rest = self._rests.get(key)
        if rest is None:
            record = question("", dict(asked.formats), self.limits)
            del record["text"]
            rest = self._rests[key] = json.dumps(record)[1:]
        if asked.chooses_graphs:
            chosen = json.dumps({"dataset": {"default": asked.default_graphs, "named": asked.named_graphs}})
            rest = f"{chosen[1:-1]}, {rest}"
        return frame_bytes(REQUEST, f'{{"text": {encode_basestring_ascii(asked.text)}, {rest}'.encode("ascii"))

    async def _check_damage(self, error: EquigraphError) -> None:
        if may_be_damage(error) and self._location is not None:
            await asyncio.to_thread(check_for_damage, Path(self._location))


def _location(store: Store) -> str:
    location = store.keep_in_folder() if isinstance(store, OxigraphStore) else store.location
    if location is None:
        raise QueryError("a graph without a location cannot be opened by another process")
    return location
