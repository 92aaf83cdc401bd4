"""Patches: composed, turned around, written and read."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from equigraph.data.patch import Patch, read_patch, write_patch
from equigraph.errors import DataError

A, B, C = (Quad(NamedNode("http://a.example/s"), NamedNode("http://a.example/p"), Literal(word)) for word in "abc")
GRAPHS = st.frozensets(st.sampled_from([A, B, C]))


@given(GRAPHS, GRAPHS, GRAPHS)
def test_two_patches_are_one(first: frozenset[Quad], second: frozenset[Quad], third: frozenset[Quad]) -> None:
    one, two = Patch(second - first, first - second), Patch(third - second, second - third)

    assert Patch(third - first, first - third) == one.then(two)
    assert Patch() == one.then(one.inverse())


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=10), max_size=4))
def test_reads_what_it_wrote(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    path = tmp_path_factory.mktemp("patch") / "a.rdfp.gz"
    quads = [Quad(A.subject, A.predicate, Literal(word), NamedNode("http://a.example/g")) for word in words]
    patch = Patch(frozenset(quads[1:]), frozenset(quads[:1]) - frozenset(quads[1:]))
    write_patch(patch, path)

    assert patch == read_patch(path)


def test_same_change_same_bytes(tmp_path: Path) -> None:
    for name, quads in (("a", [A, B]), ("b", [B, A])):
        write_patch(Patch(frozenset(quads), frozenset([C])), tmp_path / name)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    lines = gzip.decompress((tmp_path / "a").read_bytes()).decode().split("\n")
    assert ["TX .", "D", "A", "A", "TC .", ""] == [line if "T" in line[:1] else line[:1] for line in lines]
    assert 3 == len(read_patch(tmp_path / "a"))


@pytest.mark.parametrize(
    "content",
    [b"", b"x", gzip.compress(b"TX .\n"), gzip.compress(b"TX .\nX y\nTC .\n"), gzip.compress(b"TX .\nA y\nTC .\n")],
)
def test_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.rdfp.gz"
    path.write_bytes(content)

    with pytest.raises(DataError, match="cannot be read as the record of a change"):
        read_patch(path)
