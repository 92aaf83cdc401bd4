"""Which sources count: those of one study once, whatever the order in which anything is read."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.store import OxigraphStore
from equigraph.graph.studies import INCLUDES_STUDY, REPORTS_ON, SAME_STUDY, Studies, read_studies

Tie = tuple[str, str, str]


def same(one: str, other: str) -> Tie:
    return one, SAME_STUDY, other


def reports(one: str, other: str) -> Tie:
    return one, REPORTS_ON, other


def includes(one: str, other: str) -> Tie:
    return one, INCLUDES_STUDY, other


TABLE: dict[str, tuple[list[Tie], str, str]] = {
    # ties; sources of a bundle, one letter each; what counts, the sources of one study together
    "no ties": ([], "ab", "a b"),
    "no sources": ([same("a", "b")], "", ""),
    "ties of others": ([same("x", "y")], "ab", "a b"),
    "the same study": ([same("a", "b")], "ab", "ab"),
    "the same study, alone": ([same("a", "b")], "b", "b"),
    "the same study, a chain": ([same("a", "b"), same("b", "c"), same("c", "d")], "ad", "ad"),
    "the same study, told both ways": ([same("a", "b"), same("b", "a")], "abc", "ab c"),
    "the same study as itself": ([same("a", "a")], "ab", "a b"),
    "the same study, a circle": ([same("a", "b"), same("b", "c"), same("c", "a")], "abc", "abc"),
    "a report and its study": ([reports("r", "s")], "rs", "rs"),
    "a report alone": ([reports("r", "s")], "r", "r"),
    "two reports on a study that is elsewhere": ([reports("p", "s"), reports("r", "s")], "pr", "pr"),
    "a report on a report": ([reports("q", "r"), reports("r", "s")], "qs", "qs"),
    "a report on itself": ([reports("r", "r")], "ra", "a r"),
    "reports on each other": ([reports("q", "r"), reports("r", "q")], "qr", "qr"),
    "a report on the brief of a study": ([reports("r", "b"), same("b", "s")], "rs", "rs"),
    "a report on two studies that are one": ([reports("r", "b"), reports("r", "s"), same("b", "s")], "rbs", "brs"),
    "a report on two studies, both here": ([reports("r", "s"), reports("r", "t")], "rst", "s t"),
    "a report on two studies, one here": ([reports("r", "s"), reports("r", "t")], "rs", "s"),
    "a report on two studies, none here": ([reports("r", "s"), reports("r", "t")], "r", "r"),
    "two reports on the same two studies, which are elsewhere": (
        [reports("p", "s"), reports("p", "t"), reports("r", "s"), reports("r", "t")], "pr", "pr"),
    "two reports on the same two studies, otherwise named": (
        [reports("a", "s"), reports("a", "t"), reports("b", "s"), reports("b", "t")], "ab", "ab"),
    "two reports on two studies each, one in common": (
        [reports("a", "s"), reports("a", "t"), reports("b", "t"), reports("b", "u")], "ab", "a b"),
    "a report on two studies, and another": ([reports("r", "s"), reports("r", "t")], "ra", "a r"),
    "a review and a study it includes": ([includes("v", "s")], "vs", "s"),
    "a review and both studies it includes": ([includes("v", "s"), includes("v", "t")], "vst", "s t"),
    "two included studies without their review": ([includes("v", "s"), includes("v", "t")], "st", "s t"),
    "a review without what it includes": ([includes("v", "s")], "va", "a v"),
    "a review and the brief of a study it includes": ([includes("v", "s"), same("b", "s")], "vb", "b"),
    "a review and a report on a study it includes": ([includes("v", "s"), reports("r", "s")], "vr", "r"),
    "a summary of a review, and a study": ([includes("v", "s"), same("w", "v")], "ws", "s"),
    "a summary of a review, and the review": ([includes("v", "s"), same("w", "v")], "vw", "vw"),
    "a review of reviews": ([includes("u", "v"), includes("v", "s")], "uvs", "s"),
    "a review of reviews, the middle missing": ([includes("u", "v"), includes("v", "s")], "us", "s"),
    "a review of reviews, the study missing": ([includes("u", "v"), includes("v", "s")], "uv", "v"),
    "two reviews of one study, all here": ([includes("v", "s"), includes("w", "s")], "vws", "s"),
    # They may hold other studies, too: nothing here says that they tell of the same.
    "two reviews of one study that is elsewhere": ([includes("v", "s"), includes("w", "s")], "vw", "v w"),
    "reviews that include each other": ([includes("v", "w"), includes("w", "v")], "vw", "vw"),
    "a circle of reviews": ([includes("u", "v"), includes("v", "w"), includes("w", "u")], "uvw", "uvw"),
    "a circle of reviews and a study": ([includes("v", "w"), includes("w", "v"), includes("w", "s")], "vws", "s"),
    "a review that includes itself": ([includes("v", "v")], "va", "a v"),
    "another relation": ([("a", "https://example.org/cites", "b")], "ab", "a b"),
}  # fmt: skip


def names(found: list[tuple[str, ...]]) -> str:
    return " ".join("".join(members) for members in found)


@pytest.mark.parametrize(("ties", "sources", "expected"), TABLE.values(), ids=TABLE)
def test_what_counts_once(ties: list[Tie], sources: str, expected: str) -> None:
    assert expected == names(Studies(ties).count_once(set(sources)))


@pytest.mark.parametrize(("ties", "sources", "expected"), TABLE.values(), ids=TABLE)
def test_the_order_of_ties_never_matters(ties: list[Tie], sources: str, expected: str) -> None:
    for some in itertools.permutations(ties):
        assert expected == names(Studies(some).count_once(sources[::-1]))


# --- over any ties ------------------------------------------------------------------------------

LETTERS = "abcdefg"
letter = st.sampled_from(LETTERS)
ties_of_any_kind = st.lists(st.tuples(letter, st.sampled_from([SAME_STUDY, REPORTS_ON, INCLUDES_STUDY]), letter))
some_sources = st.sets(letter)


def count(ties: list[Tie], sources: set[str]) -> int:
    return len(Studies(ties).count_once(sources))


@given(ties_of_any_kind.flatmap(lambda ties: st.tuples(st.just(ties), st.permutations(ties))), some_sources)
def test_order_never_matters(both: tuple[list[Tie], list[Tie]], sources: set[str]) -> None:
    ties, shuffled = both

    assert Studies(ties).count_once(sorted(sources)) == Studies(shuffled).count_once(sorted(sources, reverse=True))


@given(ties_of_any_kind, some_sources)
def test_there_are_never_more_than_sources_and_never_none(ties: list[Tie], sources: set[str]) -> None:
    found = Studies(ties).count_once(sources)
    members = [source for unit in found for source in unit]

    assert bool(sources) <= len(found) <= len(sources)
    assert len(members) == len(set(members))
    assert set(members) <= sources


@given(ties_of_any_kind, some_sources)
def test_telling_a_tie_twice_or_both_ways_is_no_more(ties: list[Tie], sources: set[str]) -> None:
    told = [*ties, *ties, *(same(other, one) for one, relation, other in ties if relation == SAME_STUDY)]

    assert Studies(ties).count_once(sources) == Studies(told).count_once(sources)


@given(ties_of_any_kind, letter, letter, letter)
def test_the_same_study_is_passed_on(ties: list[Tie], one: str, middle: str, other: str) -> None:
    """Whatever else is told, two that are the same study as a third never count twice beside each other."""
    assert count([*ties, same(one, middle), same(middle, other)], {one, other}) == 1
    assert count([*ties, same(one, middle), same(other, middle)], {one, middle, other}) == 1


@given(ties_of_any_kind, some_sources, letter)
def test_one_more_source_of_a_study_that_is_here_adds_nothing(ties: list[Tie], sources: set[str], here: str) -> None:
    for relation in (SAME_STUDY, REPORTS_ON, INCLUDES_STUDY):
        more = [*ties, ("new", relation, here)]

        assert count(more, {*sources, here}) == count(more, {*sources, here, "new"})


@given(st.lists(st.builds(same, letter, letter)), some_sources, letter, letter)
def test_one_more_tie_of_the_same_study_never_adds(ties: list[Tie], sources: set[str], one: str, other: str) -> None:
    assert count([*ties, same(one, other)], sources) <= count(ties, sources)


@given(ties_of_any_kind, some_sources, st.permutations(LETTERS))
def test_names_never_matter(ties: list[Tie], sources: set[str], renamed: list[str]) -> None:
    name = dict(zip(LETTERS, renamed, strict=True))

    assert count(ties, sources) == count(
        [(name[one], relation, name[other]) for one, relation, other in ties], {name[source] for source in sources}
    )


@given(ties_of_any_kind, some_sources, letter)
def test_a_source_never_takes_more_than_itself_away(ties: list[Tie], sources: set[str], more: str) -> None:
    """One more source is one more, or none; it may stand for others that told of it, or for a circle they were in."""
    assert count(ties, sources | {more}) <= count(ties, sources) + 1


# --- read from a graph --------------------------------------------------------------------------

PREFIXES = """
@prefix eq: <https://w3id.org/equigraph/ontology#> .
@prefix : <https://w3id.org/equigraph/id/source/> .
"""


def read(turtle: str) -> Studies:
    with KnowledgeGraph(OxigraphStore.memory(parse(PREFIXES + turtle, RdfFormat.TURTLE))) as graph:
        return read_studies(graph.reader)


def test_ties_are_read_from_the_plain_triples() -> None:
    base = "https://w3id.org/equigraph/id/source/"
    studies = read(':a eq:sameStudyAs :b . :r eq:reportsOn :b . :v eq:includesStudy :c . :a eq:sameStudyAs "b", [] .')

    found = studies.count_once({base + name for name in "abrcv"})

    assert [(base + "a", base + "b", base + "r"), (base + "c",)] == found


def test_a_graph_without_ties() -> None:
    assert [("a",), ("b",)] == read("").count_once({"a", "b"})


def test_the_bundled_ties(bundled_graph: Any) -> None:
    """By hand from the table of overlaps: the review, its web summary, and the lotteries it includes by three reports."""
    base = "https://w3id.org/equigraph/id/source/r-"
    studies = read_studies(bundled_graph.reader)

    def counted(*sources: str) -> list[str]:
        units = studies.count_once({base + source for source in sources})
        return [" ".join(one.removeprefix(base) for one in unit) for unit in units]

    assert ["edmunds-2020", "song-2021 zeiser-2021"] == counted(
        "wwc-dual-2017", "wwc-dual-snapshot", "edfp-ec-nc", "edmunds-2020", "song-2021", "zeiser-2021"
    )
    assert ["i4i-dual wwc-dual-2017 wwc-dual-snapshot"] == counted("wwc-dual-2017", "wwc-dual-snapshot", "i4i-dual")
    assert ["edfp-ec-nc"] == counted("edfp-ec-nc")
    assert ["parise-2017 wwc-cis-2017"] == counted("parise-2017", "wwc-cis-2017")
