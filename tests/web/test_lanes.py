"""Which query is answered when: long ones never hold up short ones, and nothing is left of what nobody wants."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from equigraph.errors import (
    DatasetNotFoundError,
    QueryBusyError,
    QueryCancelledError,
    QueryCrashedError,
    QueryError,
    QueryTimeoutError,
    QueryTooLargeError,
    SparqlSyntaxError,
    StoreDamagedError,
    TooManyQueriesError,
)
from equigraph.graph.limits import Limits
from equigraph.graph.store import OxigraphStore
from equigraph.web.answer_stream import HELD_BYTES, Answer
from equigraph.web.asked import Asked, Question
from equigraph.web.lanes import Lanes
from equigraph.web.settings import Bounds

FORMATS = {"solutions": "json", "boolean": "json", "triples": "nt"}
SMALL = "SELECT ?s { ?s <a:p> 3 }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c + ?f = ?i + 7) }"
LARGE = "SELECT ?s ?t { ?s <a:p> ?x . ?t <a:p> ?y } LIMIT 30000"  # more than is held back
DEEP = "SELECT * { ?s ?p ?o FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }"
LIMITS = Limits(processes=2)
QUICK = Bounds(quick_s=0.1, hurry_s=0.01, heavy=1, heavy_waiting=1)


@pytest.fixture(scope="module")
def store() -> Iterator[OxigraphStore]:
    quads = [Quad(NamedNode(f"a:{i}"), NamedNode("a:p"), Literal(i)) for i in range(1000)]
    with OxigraphStore.memory(quads) as opened:
        opened.keep_in_folder()
        yield opened


def run(
    work: Callable[[Lanes], Coroutine[Any, Any, None]],
    store: OxigraphStore,
    bounds: Bounds = QUICK,
    limits: Limits = LIMITS,
) -> None:
    """Do something with lanes in an event loop, and see to it that no process is left."""
    before = children()

    async def main() -> None:
        lanes = Lanes(store, limits, bounds)
        try:
            async with asyncio.timeout(40):
                await work(lanes)
        finally:
            lanes.close()
            await until(lambda: children() <= before)

    asyncio.run(main())


def children() -> set[int]:
    return {one.pid for one in psutil.Process().children()}


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not condition():  # noqa: ASYNC110 # other processes tell no event
            await asyncio.sleep(0.01)


def ask(text: str, **more: Any) -> Asked:
    return Asked(Question(text, FORMATS, **more))


async def content(answer: Answer) -> bytes:
    return b"".join([part async for part in answer.parts()])


async def values(lanes: Lanes, text: str) -> list[str]:
    answer = await lanes.ask(ask(text))
    rows = json.loads(await content(answer))["results"]["bindings"]
    return [value["value"] for row in rows for value in row.values()]


def other(text: str, number: int) -> str:
    """Return a query of another text that does the same."""
    return f"{text} # {number}"


def test_a_small_query_is_whole_at_once(store: OxigraphStore) -> None:
    async def work(lanes: Lanes) -> None:
        answer = await lanes.ask(ask(SMALL))

        assert answer.is_small
        assert ("solutions", "json") == (answer.kind, answer.format)
        assert b'"a:3"' in answer.whole()
        assert len(answer.whole()) == answer.size
        assert (0, 0) == (lanes.running, lanes.waiting)

    run(work, store)


def test_processes_are_used_again(store: OxigraphStore) -> None:
    async def work(lanes: Lanes) -> None:
        await values(lanes, SMALL)
        first = children()
        for number in range(10):
            await values(lanes, other(SMALL, number))

        assert first == children()

    run(work, store)


def test_many_at_once_are_all_answered(store: OxigraphStore) -> None:
    async def work(lanes: Lanes) -> None:
        found = await asyncio.gather(*(values(lanes, f"SELECT ?s {{ ?s <a:p> {n} }}") for n in range(60)))

        assert [[f"a:{n}"] for n in range(60)] == found

    run(work, store)


@pytest.mark.parametrize(
    ("text", "error"),
    [("SELECT ?s {", SparqlSyntaxError), ("DESCRIBE <a:1> FROM <a:none>", QueryError), (DEEP, QueryCrashedError)],
    ids=["not SPARQL", "no such graph", "kills the engine"],
)
def test_an_error_harms_nobody(store: OxigraphStore, text: str, error: type[Exception]) -> None:
    async def work(lanes: Lanes) -> None:
        with pytest.raises(error):
            await lanes.ask(ask(text))

        assert ["a:3"] == await values(lanes, SMALL)

    run(work, store)


def test_graphs_can_be_chosen(store: OxigraphStore) -> None:
    async def work(lanes: Lanes) -> None:
        with pytest.raises(QueryError, match=r"no graph <a:g>; there are: none"):
            await lanes.ask(ask(SMALL, default_graphs=("a:g",)))
        with pytest.raises(QueryError, match="no graph <a:h>"):
            await lanes.ask(ask(SMALL, named_graphs=("a:h",)))

    run(work, store)


def test_a_long_query_goes_on_with_a_low_priority(store: OxigraphStore) -> None:
    async def work(lanes: Lanes) -> None:
        task = asyncio.ensure_future(lanes.ask(ask(ENDLESS)))
        await until(lambda: any(psutil.Process(link.pid).nice() == 10 for link in lanes._heavy.links))

        assert ["a:3"] == await values(lanes, SMALL)
        assert lanes.running == 1
        task.cancel()

    if sys.platform == "linux":
        run(work, store)


@pytest.mark.slow
def test_long_queries_wait_and_then_are_refused(store: OxigraphStore) -> None:
    async def work(lanes: Lanes) -> None:
        tasks = [asyncio.ensure_future(lanes.ask(ask(other(ENDLESS, number)))) for number in range(2)]
        await until(lambda: (lanes._heavy.running, lanes._heavy.waiting) == (1, 1))
        with pytest.raises(TooManyQueriesError, match="1 long queries are being answered and 1 wait") as caught:
            await lanes.ask(ask(other(ENDLESS, 3)))

        assert caught.value.retry_s > 0
        with pytest.raises(TooManyQueriesError):  # its text is known now: nothing is begun
            await lanes.ask(ask(other(ENDLESS, 3)))
        began = time.perf_counter()
        assert ["a:3"] == await values(lanes, SMALL)
        assert time.perf_counter() - began < 1
        with pytest.raises(QueryTimeoutError, match="3 seconds"):
            await tasks[0]
        with pytest.raises((QueryTimeoutError, QueryBusyError)):  # it waited for about as long as it may take
            await tasks[1]

    run(work, store, limits=Limits(timeout_s=3, processes=2))


def test_a_known_long_query_waits_for_its_turn(store: OxigraphStore) -> None:
    async def work(lanes: Lanes) -> None:
        lanes._remember(ask(ENDLESS).question.key)
        first, second = (ask(ENDLESS) for _ in range(2))
        tasks = [asyncio.ensure_future(lanes.ask(one)) for one in (first, second)]
        await until(lambda: (lanes._heavy.running, lanes._heavy.waiting) == (1, 1))
        first.cancel()
        with pytest.raises(QueryCancelledError):
            await tasks[0]
        await until(lambda: (lanes._heavy.running, lanes._heavy.waiting) == (1, 0))
        second.cancel()
        with pytest.raises(QueryCancelledError):
            await tasks[1]

    run(work, store)


def test_a_text_that_was_slow_once_may_be_quick_again(store: OxigraphStore) -> None:
    async def work(lanes: Lanes) -> None:
        key = ask(SMALL).question.key
        lanes._remember(key)
        await values(lanes, SMALL)

        assert key not in lanes._known_heavy
        for number in range(1100):
            lanes._remember(number)
        assert len(lanes._known_heavy) == 1000

    run(work, store)


def test_a_large_answer_leaves_while_it_comes(store: OxigraphStore) -> None:
    async def work(lanes: Lanes) -> None:
        answer = await lanes.ask(ask(LARGE))
        first = await anext(aiter(answer.parts()))

        assert len(first) <= HELD_BYTES
        rest = await content(answer)
        assert len(json.loads(first + rest)["results"]["bindings"]) == 30000
        await until(lambda: lanes.running == 0)

    run(work, store)


def test_who_reads_slowly_keeps_no_place(store: OxigraphStore) -> None:
    async def work(lanes: Lanes) -> None:
        answer = await lanes.ask(ask(LARGE))
        await until(lambda: answer.is_whole)  # though nobody has read a part of it

        assert not answer.is_small
        assert lanes.running == 0
        await answer.wait_until_whole()
        assert len(await content(answer)) == answer.size > HELD_BYTES
        answer.close()

    run(work, store)


def test_an_answer_that_breaks_off_says_so(store: OxigraphStore) -> None:
    async def work(lanes: Lanes) -> None:
        answer = await lanes.ask(ask(LARGE))
        with pytest.raises(QueryTooLargeError, match="20,000 rows"):
            await content(answer)
        with pytest.raises(QueryTooLargeError, match="20,000 rows"):
            await answer.wait_until_whole()

    run(work, store, limits=Limits(processes=2, rows=20_000))


@pytest.mark.parametrize("moment", ["at the start", "in the quick lane", "in the heavy lane", "in the queue"])
def test_what_is_taken_back_leaves_its_place(store: OxigraphStore, moment: str) -> None:
    async def work(lanes: Lanes) -> None:
        others = []
        if moment == "in the queue":
            others.append(ask(other(ENDLESS, 1)))
            blocking = asyncio.ensure_future(lanes.ask(others[0]))
            await until(lambda: lanes._heavy.running == 1)
        if moment != "at the start":
            await values(lanes, SMALL)
        asked = ask(ENDLESS)
        task = asyncio.ensure_future(lanes.ask(asked))
        conditions: dict[str, Callable[[], bool]] = {
            "at the start": lambda: lanes.waiting == 1,
            "in the quick lane": lambda: lanes._quick.running == 1,
            "in the heavy lane": lambda: lanes._heavy.running == 1,
            "in the queue": lambda: lanes._heavy.waiting == 1,
        }
        await until(conditions[moment])
        asked.cancel()
        with pytest.raises(QueryCancelledError):
            await task
        with pytest.raises(QueryCancelledError):
            await lanes.ask(asked)
        for one in others:
            one.cancel()
            with pytest.raises(QueryCancelledError):
                await blocking
        await until(lambda: (lanes.running, lanes.waiting) == (0, 0))
        assert ["a:3"] == await values(lanes, SMALL)

    run(work, store)


def test_what_is_closed_in_the_middle_leaves_its_place(store: OxigraphStore) -> None:
    async def work(lanes: Lanes) -> None:
        answer = await lanes.ask(ask(LARGE.replace("30000", "900000")))
        reading = asyncio.ensure_future(content(answer))
        await asyncio.sleep(0)
        answer.close()
        with pytest.raises(QueryCancelledError):
            await reading
        assert lanes.running == 0

    run(work, store)


def test_closing_stops_all_that_run_and_wait(store: OxigraphStore) -> None:
    async def work(lanes: Lanes) -> None:
        lanes._remember(ask(ENDLESS).question.key)
        streaming = await lanes.ask(ask(LARGE.replace("30000", "900000")))
        waiting = asyncio.ensure_future(lanes.ask(ask(ENDLESS)))
        probing = asyncio.ensure_future(lanes.ask(ask(other(ENDLESS, 1))))
        await until(lambda: bool(lanes._heavy.waiting and lanes._quick.running))
        lanes.close()
        with pytest.raises(QueryCancelledError):
            await content(streaming)
        for task in (waiting, probing):
            with pytest.raises(QueryCancelledError):
                await task

    run(work, store, replace(QUICK, quick_s=5))


def test_time_is_bounded(store: OxigraphStore) -> None:
    async def work(lanes: Lanes) -> None:
        began = time.perf_counter()
        with pytest.raises(QueryTimeoutError, match=r"after 0\.5 seconds"):
            await lanes.ask(ask(ENDLESS))
        assert time.perf_counter() - began < 3

    run(work, store, limits=Limits(timeout_s=0.5, processes=2))


def test_without_a_measure_of_processor_time_the_clock_counts(
    store: OxigraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("equigraph.web.link.Link.used_s", lambda _link: None)

    async def work(lanes: Lanes) -> None:
        task = asyncio.ensure_future(lanes.ask(ask(ENDLESS)))
        await until(lambda: lanes._heavy.running == 1)
        task.cancel()

    run(work, store)


def test_a_location_that_is_not_there(store: OxigraphStore) -> None:
    class Elsewhere:
        location = "/nowhere"

    async def work(lanes: Lanes) -> None:
        with pytest.raises(DatasetNotFoundError, match="/nowhere"):
            await lanes.ask(ask(SMALL))

    run(work, Elsewhere())  # type: ignore[arg-type] # all that is used of a store


def test_a_store_without_a_location() -> None:
    class Nowhere:
        location = None

    async def work(lanes: Lanes) -> None:
        with pytest.raises(QueryError, match="without a location"):
            await lanes.ask(ask(SMALL))

    run(work, Nowhere())  # type: ignore[arg-type] # all that is used of a store


def test_opening_takes_too_long(store: OxigraphStore) -> None:
    async def work(lanes: Lanes) -> None:
        with pytest.raises(Exception, match=r"opening .* was stopped: it may take 0.001 seconds"):
            await lanes.ask(ask(SMALL))

    run(work, store, limits=Limits(load_timeout_s=0.001))


def test_a_process_that_dies_idle_is_replaced(store: OxigraphStore) -> None:
    async def work(lanes: Lanes) -> None:
        lanes.warm()
        lanes.warm()
        assert ["a:3"] == await values(lanes, SMALL)
        [link] = lanes._quick.links
        psutil.Process(link.pid).kill()
        await until(lambda: lanes._quick.links == [])
        assert ["a:3"] == await values(lanes, SMALL)

    run(work, store)


def test_a_damaged_store_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: OxigraphStore) -> None:
    def damaged(path: Path) -> None:
        raise StoreDamagedError(str(path), "a file is missing")

    monkeypatch.setattr("equigraph.web.lanes.check_for_damage", damaged)

    async def work(lanes: Lanes) -> None:
        with pytest.raises(StoreDamagedError):
            await lanes.ask(ask(DEEP))

    run(work, store)


def test_a_process_that_kept_much_is_replaced(store: OxigraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("equigraph.web.link.json.loads", lambda _text: {"retire": True})

    async def work(lanes: Lanes) -> None:
        answer = await lanes.ask(ask(SMALL))

        assert answer.is_whole
        assert lanes._quick.links == []

    run(work, store)


def test_those_behind_a_long_query_are_asked_elsewhere(store: OxigraphStore) -> None:
    async def work(lanes: Lanes) -> None:
        await values(lanes, SMALL)
        long = ask(ENDLESS)
        task = asyncio.ensure_future(lanes.ask(long))
        found = await asyncio.gather(*(values(lanes, f"SELECT ?s {{ ?s <a:p> {n} }}") for n in range(30)))

        assert [[f"a:{n}"] for n in range(30)] == found
        long.cancel()
        with pytest.raises(QueryCancelledError):
            await task

    run(work, store, replace(QUICK, quick_s=60))


def test_those_behind_a_query_that_kills_are_asked_elsewhere(store: OxigraphStore) -> None:
    async def work(lanes: Lanes) -> None:
        await values(lanes, SMALL)
        task = asyncio.ensure_future(lanes.ask(ask(DEEP)))
        found = await asyncio.gather(*(values(lanes, f"SELECT ?s {{ ?s <a:p> {n} }}") for n in range(30)))

        assert [[f"a:{n}"] for n in range(30)] == found
        with pytest.raises(QueryCrashedError):
            await task

    run(work, store)
