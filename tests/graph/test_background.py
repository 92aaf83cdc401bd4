"""Coroutines on a thread of their own: what they return, raise, and how they end."""

from __future__ import annotations

import asyncio
import threading

import pytest

from equigraph.errors import QueryCancelledError
from equigraph.graph.background import Background


@pytest.fixture
def background() -> Background:
    return Background()


async def fail() -> None:
    raise KeyError("x")


def test_what_is_raised_inside_comes_out(background: Background) -> None:
    with pytest.raises(KeyError, match="x"):
        background.run(fail())
    background.close()


def test_it_starts_again_after_it_was_closed(background: Background) -> None:
    for _ in range(2):
        assert 1 == background.run(asyncio.sleep(0, result=1))
        background.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "equigraph-http"]


@pytest.mark.parametrize("stop", ["cancel", "close"])
def test_who_waits_is_told(background: Background, stop: str) -> None:
    started = threading.Event()

    async def wait() -> None:
        started.set()
        await asyncio.sleep(30)

    def end() -> None:
        started.wait(5)
        getattr(background, stop)()

    thread = threading.Thread(target=end)
    thread.start()
    with pytest.raises(QueryCancelledError):
        background.run(wait())
    thread.join(5)
    background.close()


def test_the_last_thing_is_done(background: Background) -> None:
    done: list[int] = []

    async def last() -> None:
        done.append(1)

    background.run(asyncio.sleep(0))
    background.close(last())
    background.close(last())  # there is no thread any more, so nothing to be ended

    assert [1] == done


def test_ctrl_c_stops_what_runs(background: Background) -> None:
    import signal

    ended = threading.Event()

    async def wait() -> None:
        signal.raise_signal(signal.SIGINT)
        try:
            await asyncio.sleep(30)
        finally:
            ended.set()

    with pytest.raises(KeyboardInterrupt):
        background.run(wait())

    assert ended.wait(5)
    background.close()
