"""Groups with those below them, over any tree and any tangle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from equigraph.graph.reader import Reader
from equigraph.graph.roll_up import with_below
from equigraph.graph.store import OxigraphStore

BROADER = NamedNode("http://www.w3.org/2004/02/skos/core#broader")


def below(pairs: str, groups: str) -> dict[str, str]:
    """Ask for groups, one letter each, in a graph of pairs, the one below first."""
    quads = [Quad(NamedNode(f"x:{one}"), BROADER, NamedNode(f"x:{other}")) for one, other in pairs.split()]
    with OxigraphStore.memory(quads) as store:
        found = with_below(Reader(store), [f"x:{one}" for one in groups])
    return {iri[2:]: "".join(sorted(one[2:] for one in members)) for iri, members in found.items()}


@pytest.mark.parametrize(
    ("pairs", "groups", "expected"),
    [
        ("", "", {}),
        ("", "a", {"a": "a"}),
        ("ba", "a", {"a": "ab"}),
        ("ba", "b", {"b": "b"}),
        ("ba cb dc", "ac", {"a": "abcd", "c": "cd"}),
        ("ca cb dc", "ab", {"a": "acd", "b": "bcd"}),  # below two
        ("ca cb dc", "aab", {"a": "acd", "b": "bcd"}),
        ("aa", "a", {"a": "a"}),
        ("ab ba", "ab", {"a": "ab", "b": "ab"}),
        ("ba cb ac dc", "ad", {"a": "abcd", "d": "d"}),
    ],
)
def test_groups_and_those_below(pairs: str, groups: str, expected: dict[str, str]) -> None:
    assert expected == below(pairs, groups)


@given(st.frozensets(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=9))
def test_it_is_what_the_engine_finds(pairs: frozenset[tuple[str, str]]) -> None:
    quads = [Quad(NamedNode(f"x:{one}"), BROADER, NamedNode(f"x:{other}")) for one, other in pairs]
    with OxigraphStore.memory(quads) as store:
        found = with_below(Reader(store), [f"x:{one}" for one in "abcde"])
        for iri, members in found.items():
            rows = store.query(f"SELECT ?below {{ ?below skos:broader* <{iri}> }}")
            assert members == {row[0].value for row in rows} | {iri}


def test_what_has_no_iri_is_no_group() -> None:
    quads = [Quad(BlankNode(), BROADER, NamedNode("x:a")), Quad(NamedNode("x:b"), BROADER, Literal("x:a"))]
    with OxigraphStore.memory(quads) as store:
        assert {"x:a": {"x:a"}} == with_below(Reader(store), ["x:a"])


def test_more_groups_than_one_query_takes() -> None:
    quads = [Quad(NamedNode(f"x:b{number}"), BROADER, NamedNode(f"x:a{number}")) for number in range(1100)]
    with OxigraphStore.memory(quads) as store:
        found = with_below(Reader(store), [f"x:a{number}" for number in range(1100)])

    assert {f"x:a{number}": {f"x:a{number}", f"x:b{number}"} for number in range(1100)} == found
