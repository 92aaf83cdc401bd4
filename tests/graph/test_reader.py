"""Reading from a store that shows only so many rows at once, as servers do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple

from equigraph.errors import AnswerCutError
from equigraph.graph.reader import Reader
from equigraph.graph.store import EngineResult, OxigraphStore

QUADS = [
    Quad(NamedNode(f"http://example.org/{thing}"), NamedNode("http://example.org/p"), Literal(value))
    for thing in range(7)
    for value in range(3)
]
THINGS = sorted({quad.subject.value for quad in QUADS})


class Stingy(OxigraphStore):
    """Shows so many rows of an answer; of triples it tells it as a server does."""

    most = 5
    says_rows = True

    def query(self, query: str) -> EngineResult:
        result = super().query(query)
        rows = list(result) if not isinstance(result, bool) else []
        if len(rows) > self.most:
            raise AnswerCutError("http://example.org/sparql", "cut", rows=self.most if self.says_rows else None)
        return super().query(query)


class Forgetful(Stingy):
    """Gives the first page whatever page it is asked for."""

    def query(self, query: str) -> EngineResult:
        return super().query(query.replace("OFFSET 5", "OFFSET 0"))


@pytest.fixture
def reader() -> Iterator[Reader]:
    with Stingy.memory(QUADS) as store:
        yield Reader(store)


def test_things_are_described_in_parts(reader: Reader) -> None:
    described = reader.describe(THINGS)

    assert THINGS == sorted(described)
    assert {3} == {len(one.values("http://example.org/p")) for one in described.values()}


def test_one_thing_that_is_too_much(reader: Reader) -> None:
    reader.store.most = 2
    with pytest.raises(AnswerCutError):
        reader.describe(THINGS)


def test_all_triples_come_page_by_page(reader: Reader) -> None:
    assert {Triple(quad.subject, quad.predicate, quad.object) for quad in QUADS} == set(reader.triples())


def test_all_triples_at_once() -> None:
    with OxigraphStore.memory(QUADS) as store:
        assert len(QUADS) == len(list(Reader(store).triples()))


def test_pages_that_overlap_are_not_whole() -> None:
    with Forgetful.memory(QUADS) as store, pytest.raises(AnswerCutError):
        Reader(store).triples()


def test_a_cut_of_unknown_size_is_told(reader: Reader) -> None:
    reader.store.says_rows = False
    with pytest.raises(AnswerCutError):
        reader.triples()
    with pytest.raises(AnswerCutError):
        reader.describe(THINGS)
