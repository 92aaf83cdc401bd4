"""The digest of any graph: with blank nodes, and larger than memory. That of our data: test_catalog.py."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from equigraph.data.digest import content_digest
from equigraph.data.external_sort import CHUNK_BYTES

P, G = NamedNode("http://example.org/p"), NamedNode("http://example.org/g")
WORDS = st.text(st.characters(codec="utf-8"), max_size=8)
SUBJECTS = st.one_of(
    st.integers(0, 5).map(lambda number: NamedNode(f"http://example.org/{number}")),
    st.integers(0, 5).map(lambda number: BlankNode(f"b{number}")),
)
QUADS = st.lists(
    st.builds(Quad, SUBJECTS, st.just(P), SUBJECTS | WORDS.map(Literal), st.sampled_from([DefaultGraph(), G])),
    max_size=40,
)


@settings(deadline=None)  # temporary files, on a disk that others use
@given(quads=QUADS, chunk_bytes=st.integers(1, 5000))
def test_any_size_of_chunk(quads: list[Quad], chunk_bytes: int) -> None:
    assert content_digest(quads) == content_digest(quads, chunk_bytes)


@given(quads=QUADS, turned=st.randoms())
def test_neither_order_nor_labels_nor_repetition_count(quads: list[Quad], turned) -> None:
    again = [*quads, *quads]
    turned.shuffle(again)
    written = serialize(again, format=RdfFormat.N_QUADS)
    read = list(parse(written, RdfFormat.N_QUADS, rename_blank_nodes=True))

    assert content_digest(quads) == content_digest(read)


@given(quads=QUADS)
def test_without_blank_nodes_it_is_the_hash_of_the_sorted_lines(quads: list[Quad]) -> None:
    named = [quad for quad in quads if not any(isinstance(term, BlankNode) for term in (quad.subject, quad.object))]
    lines = {f"{quad} .\n".encode() for quad in named}
    assert f"sha256:{hashlib.sha256(b''.join(sorted(lines))).hexdigest()}" == content_digest(named)


def test_blank_nodes_show_in_the_name_of_the_digest() -> None:
    """Worked out by hand: lines without blank nodes first, then the others without their labels."""
    quads = [
        Quad(BlankNode(), P, Literal("_:a")),
        Quad(G, P, BlankNode()),
        Quad(NamedNode("a:b_:c"), P, Literal("_:a")),
    ]
    lines = (
        '<a:b_:c> <http://example.org/p> "_:a" .\n'
        '<http://example.org/g> <http://example.org/p> _: .\n_: <http://example.org/p> "_:a" .\n'
    )

    assert f"sha256-without-labels:{hashlib.sha256(lines.encode()).hexdigest()}" == content_digest(quads)


@pytest.mark.parametrize(
    "quad",
    [
        Quad(BlankNode(), P, G),
        Quad(G, P, BlankNode()),
        Quad(G, P, G, BlankNode()),
        Quad(G, P, Triple(BlankNode(), P, Literal('"_:x\\'))),
    ],
    ids=["subject", "object", "graph", "triple"],
)
def test_a_blank_node_anywhere(quad: Quad) -> None:
    (again,) = parse(serialize([quad], format=RdfFormat.N_QUADS), RdfFormat.N_QUADS, rename_blank_nodes=True)

    assert quad != again
    assert content_digest([quad]).startswith("sha256-without-labels:")
    assert content_digest([quad]) == content_digest([again])


def test_the_number_of_alike_blank_nodes_counts() -> None:
    quads = [Quad(BlankNode(), P, G) for _ in range(3)]

    assert content_digest(quads) != content_digest(quads[:2])
    assert content_digest(quads[:2]) == content_digest(quads[1:])


def test_what_it_cannot_tell() -> None:
    """The docstring says so: which blank nodes are the same."""
    one, two = BlankNode(), BlankNode()

    assert content_digest([Quad(one, P, G), Quad(one, P, P)]) == content_digest([Quad(one, P, G), Quad(two, P, P)])


def test_memory_is_bounded_by_the_chunk() -> None:
    """Not by the graph: of ten megabytes, a tenth is held."""
    import tracemalloc

    quads = (Quad(NamedNode(f"a:{number * 7919 % 50_000}"), P, Literal("x" * 150)) for number in range(50_000))
    tracemalloc.start()
    try:
        content_digest(quads, CHUNK_BYTES // 64)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 10 * 2**20
