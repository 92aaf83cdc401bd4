"""The measurement of the explorer's server runs, and its part of the page says what was measured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

Script = Callable[[str], ModuleType]
RUN = {"date": "2026-01-01", "command": "make bench", "machine": "a machine", "versions": "Python 3"}
TRIPLES = 3000


def page(script: Script, *, slow: bool) -> str:
    results, web = script("results").Results(), script("web")
    results.put(
        "web rates",
        1000,
        [
            web.Rate("rdflib-endpoint", missing="not installed")
            if slow
            else web.Rate("rdflib-endpoint", "rdflib-endpoint 1", 100.0),
            web.Rate("Oxigraph server", "Oxigraph server 1", 9000.0),
            web.Rate("equigraph", "equigraph", 900.0 if slow else 4500.0),
        ],
        RUN,
    )
    results.put(
        "web crowd", 1000, [web.Crowd(45, 5, 0.001, 0.006 if slow else 0.002, 0.02, 3000, int(slow), {"503": 7})], RUN
    )
    results.put("web memory", 1000, [web.Memory(100, 200_000_000, 10_000, 300_000_000 if slow else 210_000_000)], RUN)
    results.put("web pages", 0, [web.PageTime("/id/practice/looping", 0.06 if slow else 0.02, 50_000)], RUN)
    return str(script("report").render(results))


@pytest.mark.parametrize(
    "line",
    [
        "| small queries a second, of rdflib-endpoint, at 1,000 | at least 5.00 x | 45 x | met |",
        "| small queries a second, of Oxigraph server, at 1,000 | at least 0.40 x | 0.50 x | met |",
        "| 45 small clients beside 5 with long queries: median, of without | at most 5.00 x | 2.00 x at 1,000 | met |",
        "| 45 small clients beside 5 with long queries: failures | none | 0 | met |",
        "| memory after 10,000 requests, of after 100 | at most 1.10 x | 1.05 x at 1,000 | met |",
        "| the page of a thing, bundled graph | within 50 ms | 20 ms | met |",
        "| 1,000 | 1.00 | 2.00 | 20 | 3,000 | 0 | 7 x 503 |",
        "| `/id/practice/looping` | bundled | 20 | 50 |",
    ],
)
def test_what_is_kept_is_said(script: Script, line: str) -> None:
    assert line in page(script, slow=False).splitlines()


def test_what_is_missed_is_said(script: Script) -> None:
    told = page(script, slow=True)

    assert 5 == told.count("**missed**")
    assert "rdflib-endpoint was not installed." in told


def test_nothing_measured_is_not_shown(script: Script) -> None:
    assert "The endpoint" not in script("report").render(script("results").Results())


@pytest.mark.slow
def test_measures(script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    web, corpus = script("web"), script("corpus").Corpus(tmp_path)
    for name, value in {"TURN_S": 0.2, "TURNS": 1, "CROWD_S": 0.5, "WARM_S": 0.3, "MANY": 300, "PAGES": 3}.items():
        monkeypatch.setattr(web, name, value)
    monkeypatch.setattr(web, "PEERS", ("Oxigraph server",))

    rates, [crowd], [memory] = web.measure(corpus.file(TRIPLES), corpus.store(TRIPLES))
    pages = web.measure_pages("bundled", ["/health", "/there-is-no-such-page"])

    assert {"equigraph", "Oxigraph server"} == {rate.engine for rate in rates}
    assert all(rate.per_s > 10 for rate in rates)
    assert 0 == crowd.failures
    assert crowd.small > 10
    assert memory.few_bytes > 2**20 < memory.many_bytes
    assert ["/health"] == [one.path for one in pages]
