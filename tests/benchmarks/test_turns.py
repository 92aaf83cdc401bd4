"""Engines take turns: all must answer alike, the best turn counts, what is slow gets fewer."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import ModuleType

import pyoxigraph
import pytest
import rdflib

Script = Callable[[str], ModuleType]
TURTLE = """@prefix : <http://example.org/> . :a :name "A"@en ; :size 3 ; :note "plain" . :b :name "B" ."""
QUERY = "PREFIX : <http://example.org/> SELECT ?s ?name ?size { ?s :name ?name OPTIONAL { ?s :size ?size } }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


@pytest.fixture
def turns(script: Script) -> ModuleType:
    return script("turns")


@pytest.mark.parametrize("query", [QUERY, CONSTRUCT], ids=["select", "construct"])
def test_engines_of_two_libraries_give_the_same_answer(turns: ModuleType, query: str) -> None:
    store = pyoxigraph.Store()
    store.load(TURTLE, pyoxigraph.RdfFormat.TURTLE)
    graph = rdflib.Graph().parse(data=TURTLE, format="turtle")

    timing = turns.time_question("all", {"raw": lambda: store.query(query), "rdflib": lambda: graph.query(query)})

    assert (2 if query == QUERY else 4) == timing.rows
    assert {"raw", "rdflib"} == set(timing.best)


def test_another_answer_of_the_same_length_is_found_out(turns: ModuleType) -> None:
    a, b = ([(rdflib.Literal(text),)] for text in "ab")

    with pytest.raises(RuntimeError, match=r"disagree about names; rows: \{'one': 1, 'other': 1\}"):
        turns.time_question("names", {"one": lambda: a, "other": lambda: b})


def test_an_engine_that_may_refuse_is_left_out_with_its_reason(turns: ModuleType) -> None:
    def refuse() -> list[tuple[()]]:
        raise OSError("no such server\nmore words")

    timing = turns.time_question("none", {"one": list, "other": refuse}, tolerated=(OSError,))

    assert {"other": "no such server"} == timing.failures
    assert ["one"] == list(timing.best)


def test_an_engine_that_may_not_refuse_stops_everything(turns: ModuleType) -> None:
    def refuse() -> list[tuple[()]]:
        raise OSError("no such server")

    with pytest.raises(OSError, match="no such server"):
        turns.time_question("none", {"one": list, "other": refuse})


def test_the_slow_take_fewer_turns_and_the_best_turn_counts(turns: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "BUDGET_S", 0.03)
    asked: dict[str, int] = {"quick": 0, "slow": 0}

    def quick() -> list[tuple[()]]:
        asked["quick"] += 1
        return []

    def slow() -> list[tuple[()]]:
        asked["slow"] += 1
        time.sleep(0.02 * asked["slow"])
        return []

    timing = turns.time_question("wait", {"quick": quick, "slow": slow})

    assert {"quick": 1 + turns.MOST, "slow": 1 + turns.LEAST} == asked  # the first answer of each is not timed
    assert 0.04 <= timing.best["slow"] < 0.06
    assert timing.best["quick"] < 0.02
