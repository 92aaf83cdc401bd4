"""Claims as they are graded: put together from rows, by name or all, from a store that shows only so many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pyoxigraph import RdfFormat, parse

from equigraph.errors import AnswerCutError
from equigraph.graph import claims as module
from equigraph.graph.claims import Claim, read_claims, read_ratings
from equigraph.graph.reader import Reader
from equigraph.graph.store import EngineResult, OxigraphStore

PREFIXES = """
@prefix eq: <https://w3id.org/equigraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix direction: <https://w3id.org/equigraph/id/direction/> .
@prefix design: <https://w3id.org/equigraph/id/design/> .
@prefix mapping: <https://w3id.org/equigraph/id/mapping/> .
@prefix essa-tier: <https://w3id.org/equigraph/id/essa-tier/> .
@prefix : <http://example.org/> .
"""
EX = "http://example.org/"
SEVERAL = """
:one eq:practice :p ; eq:goal :g , :h ; eq:direction direction:positive ; eq:design design:rct , design:qed ;
    eq:group :a , :b ; dcterms:source :s , :t ; eq:mapping mapping:stated , mapping:inferred .
:two eq:practice :p ; eq:goal :g ; eq:direction direction:null .
:three eq:practice :p ; eq:goal :g ; eq:direction direction:negative .
"""


class Stingy(OxigraphStore):
    """Shows so many rows of an answer, and tells it as a server does."""

    most = 7
    says_rows = True

    def query(self, query: str) -> EngineResult:
        if len(list(super().query(query))) > self.most:
            raise AnswerCutError(f"{EX}sparql", "cut", rows=self.most if self.says_rows else None)
        return super().query(query)


class Forgetful(Stingy):
    """Gives the first page whatever page it is asked for."""

    def query(self, query: str) -> EngineResult:
        return super().query(query.replace("OFFSET 7", "OFFSET 0"))


@pytest.fixture
def read() -> Iterator[Callable[..., Reader]]:
    """Return a reader of a Turtle text."""
    stores: list[OxigraphStore] = []

    def opened(turtle: str, kind: type[OxigraphStore] = OxigraphStore) -> Reader:
        stores.append(kind.memory(parse(PREFIXES + turtle, RdfFormat.TURTLE)))
        return Reader(stores[-1])

    yield opened
    for store in stores:
        store.close()


def many(number: int) -> str:
    return "".join(f":c{n} eq:practice :p ; eq:goal :g ; eq:direction direction:positive .\n" for n in range(number))


def test_a_claim_that_has_several_of_everything_is_one(read: Callable[..., Reader]) -> None:
    """Its 64 rows say one thing; that one of its ties is our reading makes it ours."""
    assert Claim(
        EX + "one",
        ((EX + "p", EX + "g"), (EX + "p", EX + "h")),
        ("positive",),
        (EX + "a", EX + "b"),
        ("qed", "rct"),
        (EX + "s", EX + "t"),
        inferred=True,
    ) == read_claims(read(SEVERAL))[EX + "one"]  # fmt: skip


def test_what_speaks_against_comes_first(read: Callable[..., Reader]) -> None:
    found = sorted(read_claims(read(SEVERAL)).values(), key=lambda claim: claim.order)

    assert [EX + "three", EX + "two", EX + "one"] == [claim.iri for claim in found]


def test_claims_by_name(read: Callable[..., Reader]) -> None:
    reader = read(SEVERAL)

    assert {EX + "one", EX + "two"} == read_claims(reader, iris=[EX + "two", EX + "one", EX + "missing"]).keys()
    assert {} == read_claims(reader, iris=[])


def test_many_by_name_are_read_in_parts_or_with_all_others(
    read: Callable[..., Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = read(many(1200))
    names = [f"{EX}c{number}" for number in range(1, 1100)]

    in_parts = read_claims(reader, iris=names)
    monkeypatch.setattr(module, "MOST_BY_NAME", 1000)
    with_all = read_claims(reader, iris=[*names, EX + "missing"])

    assert set(names) == in_parts.keys()
    assert in_parts == with_all


@pytest.mark.parametrize("number", [7, 8, 14, 15, 30])
def test_more_than_a_server_shows_come_page_by_page(read: Callable[..., Reader], number: int) -> None:
    assert read_claims(read(many(number))) == read_claims(read(many(number), Stingy))


def test_pages_that_repeat_are_not_whole(read: Callable[..., Reader]) -> None:
    with pytest.raises(AnswerCutError):
        read_claims(read(many(20), Forgetful))


def test_a_cut_of_unknown_size_is_told(read: Callable[..., Reader]) -> None:
    reader = read(many(20), Stingy)
    reader.store.says_rows = False
    with pytest.raises(AnswerCutError):
        read_claims(reader)


def test_ratings_are_told_as_their_scale_has_them(read: Callable[..., Reader]) -> None:
    found = read_ratings(
        read("""
        :scale skos:prefLabel "WWC rating" . :good skos:prefLabel "meets standards" ; skos:inScheme :scale .
        essa-tier:2 skos:prefLabel "Moderate evidence" ; skos:notation "2" .
        :one eq:essaTier essa-tier:2 ; eq:rating :good . :two eq:essaTier essa-tier:3 . :three eq:rating :plain .
    """)
    )

    assert {
        EX + "one": ("ESSA tier 2: Moderate evidence", "WWC rating: meets standards"),
        EX + "two": ("ESSA tier 3",),
        EX + "three": ("plain",),
    } == found
