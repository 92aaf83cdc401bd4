"""The cut: what is kept of a large answer, in which order, and what is said of the rest."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.graph.condense import Cut, cut, statements_for
from equigraph.graph.rows import Edge, Rows

# a has most statements, b hangs on it by three of them; c and d are a pair with five; e has a bare line; f has none.
STAR = {("a", "b"): 3, ("a", "x"): 2, ("a", "y"): 2, ("c", "d"): 5, ("b", "e"): 0}


def rows_of(lines: dict[tuple[str, str], int], alone: str = "") -> Rows:
    edges = {
        Edge(start, "p", end): {f"{start}{end}{number}" for number in range(count)}
        for (start, end), count in lines.items()
    }
    return Rows(things={end for pair in lines for end in pair} | set(alone), edges=edges)


@pytest.mark.parametrize(
    ("expected", "most", "first"),
    [
        # What has most statements in all, then what is tied to it by most, ties by IRI.
        ("abxy", 4, ""),
        # c has lines, and the last place would leave it without one: what has none takes it.
        ("abxyef", 6, ""),
        ("abxyecd", 7, ""),
        # Things without a line come last.
        ("abxyecdfg", 9, ""),
        # What was chosen comes first, in its order, even without a line, and draws its own after it.
        ("dc", 2, "d"),
        ("fdac", 4, "fda"),
        ("gd", 2, "gd"),
        ("xab", 3, "x"),
        # What is not in the answer cannot come first.
        ("ab", 2, "z"),
    ],
)
def test_ranking(expected: str, most: int, first: str) -> None:
    kept = cut(rows_of(STAR, "fg"), most, first=list(first)).kept

    assert tuple(expected) == kept


def test_the_rest_is_counted() -> None:
    assert Cut(("a", "b", "x"), 9, 2, {"a": 1, "b": 1}) == cut(rows_of(STAR, "fg"), 3)


def test_a_line_to_itself_ties_nothing_to_it() -> None:
    rows = rows_of({("a", "a"): 9, ("b", "c"): 1})

    assert ("a", "b", "c") == cut(rows, 3).kept
    assert {} == cut(rows, 1).more


def test_statements_end_the_picture() -> None:
    chain = rows_of({("a", "b"): 10, ("b", "c"): 10, ("c", "d"): 10})

    # The first thing beyond the bound is the last one taken.
    assert ("b", "c", "a") == cut(chain, 9, statements=15).kept
    assert ("b", "c", "a", "d") == cut(chain, 9).kept


@pytest.mark.parametrize(("expected", "most"), [(2400, 1), (2400, 300), (8000, 1000)])
def test_room_for_statements_grows_with_the_picture(expected: int, most: int) -> None:
    assert expected == statements_for(most)


NAMES = st.sampled_from("abcdefghij")
GRAPHS = st.dictionaries(st.tuples(NAMES, NAMES), st.integers(0, 5), max_size=25)


@given(lines=GRAPHS, alone=st.sets(NAMES), most=st.integers(1, 12), first=st.lists(NAMES, max_size=2, unique=True))
def test_nothing_is_lost_uncounted(lines, alone, most, first) -> None:
    rows = rows_of(lines, "".join(alone))
    chosen = [thing for thing in first if thing in rows.things]
    found = cut(rows, most, first=first)
    shown = set(found.kept)

    assert len(found.kept) == len(shown) <= max(most, len(chosen))
    assert chosen == list(found.kept[: len(chosen)])
    assert shown <= rows.things
    assert len(rows.things) == found.total
    linked = {end for edge in rows.edges for end in (edge.subject, edge.object)}
    assert len(rows.things - linked - shown) == found.gaps
    severed = [edge for edge in rows.edges if (edge.subject in shown) != (edge.object in shown)]
    assert len(severed) == sum(found.more.values())
    # No line without ends.
    kept = rows_of(lines, "".join(alone))
    kept.keep(found.kept)
    assert all({edge.subject, edge.object} <= kept.things for edge in kept.edges)
    assert len(rows.edges) == len(kept.edges) + len(severed) + sum(
        not {edge.subject, edge.object} & shown for edge in rows.edges
    )


@given(lines=GRAPHS, most=st.integers(2, 12))
def test_what_has_lines_to_others_is_shown_with_one(lines, most) -> None:
    rows = rows_of(lines)
    found = cut(rows, most)
    rows.keep(found.kept)

    touched = {end for edge in rows.edges for end in (edge.subject, edge.object)}
    assert all(thing in touched for thing in found.more)


SCRIPT = """
import hashlib, random
from equigraph.graph.condense import cut
from equigraph.graph.groups import Feature, aggregate
from equigraph.graph.rows import Edge, Rows
draw = random.Random(7)
names = [f"thing{number}" for number in range(120)]
edges = {Edge(draw.choice(names), "p", draw.choice(names)): {f"s{n}" for n in range(draw.randint(0, 4))} for _ in range(400)}
rows = Rows(things=set(names), edges=edges)
groups = aggregate(rows, {name: Feature("Practice") for name in names}, "community")
print(cut(rows, 30), [(group.iri, group.members) for group in groups.groups.values()])
"""


def test_same_in_every_process() -> None:
    answers = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }

    [answer] = answers
    assert "thing" in answer
