"""Why two things are connected: paths, their order and their words, on graphs small enough to answer by hand."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from equigraph.errors import AmbiguousEntityError, AnswerCutError, EntityNotFoundError, ParameterError
from equigraph.graph import steps
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.ranking import Candidate, choose, rank
from equigraph.graph.rows import Edge
from equigraph.graph.steps import Support
from equigraph.graph.store import OxigraphStore
from equigraph.graph.why import Why
from equigraph.graph.why_words import JUDGE

DATA = Path(__file__).parents[1] / "queries" / "data.ttl"
PREFIXES = """
@prefix eq: <https://w3id.org/equigraph/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix basis: <https://w3id.org/equigraph/id/basis/> .
@prefix mapping: <https://w3id.org/equigraph/id/mapping/> .
@prefix direction: <https://w3id.org/equigraph/id/direction/> .
@prefix group: <https://w3id.org/equigraph/id/group/> .
@prefix ex: <http://example.org/> .
"""
EX = "http://example.org/"


def graph_of(turtle: str) -> KnowledgeGraph:
    return KnowledgeGraph(OxigraphStore.memory(parse(PREFIXES + turtle, RdfFormat.TURTLE)))


def statement(name: str, subject: str, predicate: str, object_: str, rest: str = "") -> str:
    """Return the Turtle of one statement; by default stated by a source, and seen there."""
    rest = rest or "dcterms:source ex:source ; eq:mapping mapping:stated ; eq:basis basis:retrieved"
    return (
        f"ex:{name} a eq:Statement ; rdf:subject ex:{subject} ; rdf:predicate {predicate} ; rdf:object ex:{object_} ; "
        f"{rest} .\n"
    )


def names(why: Why) -> list[str]:
    """Return the paths by the last parts of their IRIs."""
    return [" ".join(thing.rsplit("/", 1)[-1] for thing in path.things) for path in why.paths]


@pytest.fixture(scope="module")
def small() -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph.open(str(DATA)) as graph:
        yield graph


class TestDirectEvidence:
    def test_tells_every_claim_what_speaks_against_first(self, small: KnowledgeGraph) -> None:
        why = small.why("high-dosage-tutoring", "academic-achievement")

        (bundle,) = why.direct
        assert [claim["sentence"] for claim in bundle.claims] == ["Two.", "One.", "Three.", "Four."]
        assert bundle.edge["counts"] == {"null": 1, "positive": 3}
        assert bundle.sentence == (
            "Evidence on Tutoring for the goal Achievement: mixed, 2 sources on one study; how sure: low. "
            "4 claims: none negative, one of no effect, 3 positive."
        )
        assert why.paths[0].is_direct
        assert why.paths[0].number == 1
        assert why.sentences[0] == f"Direct evidence. {bundle.sentence}"
        assert why.sentences[-1] == JUDGE

    def test_the_other_way_round_says_the_same(self, small: KnowledgeGraph) -> None:
        forth = small.why("high-dosage-tutoring", "academic-achievement")
        back = small.why("academic-achievement", "high-dosage-tutoring")

        assert [bundle.sentence for bundle in forth.direct] == [bundle.sentence for bundle in back.direct]
        assert forth.found == back.found
        assert (forth.paths[0].steps[0].forward, back.paths[0].steps[0].forward) == (True, False)

    @pytest.mark.parametrize(
        ("exact", "expected"),
        [
            (False, [(False, {"null": 1, "positive": 2}), (True, {"positive": 1})]),
            (True, [(False, {"null": 1, "positive": 1})]),
        ],
        ids=["with those below, all students apart", "the group alone"],
    )
    def test_for_a_group(self, small: KnowledgeGraph, expected: list[Any], *, exact: bool) -> None:
        why = small.why("high-dosage-tutoring", "academic-achievement", group="English learners", exact=exact)

        assert [(bundle.general, bundle.edge["counts"]) for bundle in why.direct] == expected
        assert why.group_label == "English learners"
        assert why.title == "Why is Tutoring connected to Achievement, for English learners?"

    def test_only_about_all_students_is_said(self, small: KnowledgeGraph) -> None:
        why = small.why("looping", "academic-achievement", group="english-learners")

        assert [bundle.general for bundle in why.direct] == [True]
        assert why.sentences[0] == "No claim here about the two is about English learners."
        assert "(not specific to English learners: claims about all students)" in why.sentences[1]

    @pytest.mark.parametrize("group", [None, "english-learners"])
    def test_none_is_said(self, small: KnowledgeGraph, group: str | None) -> None:
        why = small.why("unused", "academic-achievement", group=group)

        assert why.direct == ()
        about = "Unused, Achievement and English learners" if group else "Unused and Achievement"
        assert why.sentences[0] == f"There is no direct evidence: no claim here is about {about} together."

    def test_agrees_with_the_view_and_the_map(self, bundled_graph: Any) -> None:
        why = bundled_graph.why("restorative-practices", "reduce-exclusionary-discipline", group="students-of-color")
        view = bundled_graph.view(
            "practices-to-goals",
            practice=["restorative-practices"],
            goal=["reduce-exclusionary-discipline"],
            group="students-of-color",
        )

        drawn = view.get_edge_data(why.start, why.end)
        assert {key: why.network.edges[why.start, why.end, key]["grade"] for key in drawn} == {
            key: edge["grade"] for key, edge in drawn.items()
        }
        assert len(drawn) == len(why.direct)


class TestPaths:
    @pytest.mark.parametrize(
        ("start", "end", "expected"),
        [
            (
                "vermont",
                "commitment-9",
                ["vermont commitment-9", "vermont act high-school-graduation commitment-9"],
            ),
            ("gates-foundation", "competency-based-progression", None),
            ("act", "english-learners", None),
            ("r-scope-2014", "high-dosage-tutoring", None),
            ("commitment-9", "looping", None),
        ],
        ids=[
            "organization and commitment",
            "organization and practice",
            "policy and group",
            "source and practice",
            "more",
        ],
    )
    def test_any_two_things(self, small: KnowledgeGraph, start: str, end: str, expected: list[str] | None) -> None:
        why = small.why(start, end)

        assert why.found >= len(why.paths) > 0
        assert names(why)[: len(expected or ())] == (expected or [])
        assert all(path.things[0] == why.start and path.things[-1] == why.end for path in why.paths)
        for path in why.paths:
            assert all(step.sources for step in path.steps if step.support != "unsourced")

    def test_a_source_is_connected_to_what_rests_on_it(self, small: KnowledgeGraph) -> None:
        why = small.why("r-scope-2014", "competency-based-progression", max_length=1)

        (step,) = why.paths[0].steps
        assert step.predicate.endswith("#isSourceOf")
        assert step.counts == {"positive": 1}
        assert not any("Sources connect nothing" in words for words in why.unlooked)

    def test_places_connect_only_at_the_ends(self) -> None:
        turtle = (
            statement("s1", "act", "eq:jurisdiction", "state")
            + statement("s2", "law", "eq:jurisdiction", "state")
            + statement("s3", "law", "eq:enablesPractice", "tutoring")
        )
        with graph_of(turtle) as graph:
            assert names(graph.why(EX + "act", EX + "law")) == ["act state law"]
            assert names(graph.why(EX + "act", EX + "state")) == ["act state"]
            assert graph.why(EX + "act", EX + "tutoring").found == 0

    def test_all_students_connect_nothing_but_are_an_end(self) -> None:
        turtle = (
            "ex:s1 a eq:Statement ; rdf:subject ex:act ; rdf:predicate eq:addressesGroup ; "
            "rdf:object group:all-students ; dcterms:source ex:source .\n"
            "ex:s2 a eq:Statement ; rdf:subject ex:law ; rdf:predicate eq:addressesGroup ; "
            "rdf:object group:all-students ; dcterms:source ex:source .\n"
        )
        with graph_of(turtle) as graph:
            assert graph.why(EX + "act", EX + "law").found == 0
            assert names(graph.why(EX + "act", "group:all-students")) == ["act all-students"]

    def test_further_lines_between_two_things_are_told_along(self) -> None:
        turtle = statement("s1", "act", "eq:enactedBy", "state") + statement(
            "s2", "act", "eq:jurisdiction", "state", "dcterms:source ex:source ; eq:mapping mapping:inferred"
        )
        with graph_of(turtle) as graph:
            (path,) = graph.why(EX + "act", EX + "state").paths

        (step,) = path.steps
        assert step.predicate.endswith("#enactedBy")
        assert [(other.predicate.rsplit("#")[-1], other.support) for other in step.also] == [
            ("jurisdiction", "inferred")
        ]

    def test_a_cycle_of_broader_groups_ends(self) -> None:
        turtle = (
            "ex:one a eq:StudentGroup ; skos:broader ex:two . ex:two a eq:StudentGroup ; skos:broader ex:one .\n"
            "ex:c a eq:EvidenceClaim ; eq:practice ex:p ; eq:goal ex:g ; eq:group ex:two ; "
            "eq:direction direction:positive ; eq:finding 'Rose.' ; dcterms:source ex:source .\n"
            "ex:p a eq:Practice . ex:g a eq:EquityGoal .\n"
        )
        with graph_of(turtle) as graph:
            why = graph.why(EX + "p", EX + "g", group=EX + "one")

        assert [bundle.edge["claims"] for bundle in why.direct] == [1]

    def test_says_how_many_are_not_shown(self) -> None:
        turtle = "".join(
            statement(f"s{number}{end}", f"act{number:02}", predicate, end)
            for number in range(5)
            for end, predicate in (("p", "eq:enablesPractice"), ("g", "eq:advancesGoal"))
        )
        with graph_of(turtle) as graph:
            why = graph.why(EX + "p", EX + "g", limit=3)
            every = graph.why(EX + "p", EX + "g", limit=10)

        assert (why.found, len(why.paths)) == (5, 3)
        assert why.paths[-1].more == 2
        assert why.paths[-1].through == ("act03", "act04")
        assert [path.more for path in why.paths[:-1]] == [0, 0]
        assert why.notes[0] == "3 of 5 paths shown, the best of each shape; see more with a larger limit."
        assert (len(every.paths), every.notes) == (5, ())

    def test_shapes_that_are_not_shown_are_counted(self) -> None:
        turtle = "".join(
            statement(f"s{number}{end}", f"act{number:02}", predicate, end)
            for number, one in enumerate(("eq:enablesPractice", "eq:supports", "eq:funds"))
            for end, predicate in (("p", one), ("g", "eq:advancesGoal"))
        )
        with graph_of(turtle) as graph:
            why = graph.why(EX + "p", EX + "g", limit=1)

        assert why.notes[1] == "2 of the others are of 2 further shapes, none of which is shown."

    def test_the_weakest_link_is_named(self) -> None:
        inferred = "dcterms:source ex:source ; eq:mapping mapping:inferred ; eq:basis basis:retrieved"
        turtle = statement("s1", "act", "eq:enablesPractice", "p") + statement(
            "s2", "act", "eq:advancesGoal", "g", inferred
        )
        with graph_of(turtle) as graph:
            (path,) = graph.why(EX + "p", EX + "g").paths

        assert path.weakest == 1
        assert path.weakest_words == "The weakest link is step 2: our reading (inferred), one source."

    @pytest.mark.parametrize(
        ("rest", "support"),
        [
            ("", "stated"),
            ("dcterms:source ex:source ; eq:mapping mapping:stated ; eq:basis basis:background", "background"),
            ("dcterms:source ex:source ; eq:basis basis:retrieved", "unrecorded"),
            ("dcterms:source ex:source ; eq:mapping mapping:stated", "unrecorded"),
            ("dcterms:source ex:source ; eq:mapping mapping:inferred", "inferred"),
            ("eq:mapping mapping:stated", "unsourced"),
        ],
    )
    def test_how_well_a_statement_is_supported(self, rest: str, support: str) -> None:
        with graph_of(statement("s1", "act", "eq:enablesPractice", "p", rest)) as graph:
            (path,) = graph.why(EX + "act", EX + "p").paths

        assert path.steps[0].support == support
        assert path.steps[0].support_words == steps.SUPPORTS[support]

    @pytest.mark.parametrize(
        ("mapping", "source", "support"),
        [("", "dcterms:source ex:source ;", "low"), ("eq:mapping mapping:inferred ;", "dcterms:source ex:source ;", "inferred"),
         ("", "", "unsourced")],
        ids=["stated", "our reading", "no source"],
    )  # fmt: skip
    def test_how_well_evidence_is_supported(self, mapping: str, source: str, support: str) -> None:
        turtle = (
            "@prefix design: <https://w3id.org/equigraph/id/design/> .\n"
            f"ex:c a eq:EvidenceClaim ; eq:practice ex:p ; eq:goal ex:g ; {mapping} {source} eq:design design:rct ; "
            "eq:direction direction:null ; eq:finding 'No difference.' .\n"
        )
        with graph_of(turtle) as graph:
            why = graph.why(EX + "p", EX + "g")

        assert why.paths[0].steps[0].support == support
        assert why.paths[0].weakest_words.startswith(
            "It rests on this one step: evidence with the verdict no effect found"
        )


class TestOwnRdf:
    def test_bare_triples_have_no_source_recorded(self) -> None:
        with graph_of("ex:a ex:knows ex:b . ex:b ex:likes ex:c .") as graph:
            why = graph.why(EX + "a", EX + "c")

        (path,) = why.paths
        assert [(step.support, step.sources) for step in path.steps] == [("unsourced", ())] * 2
        assert why.sentences[0] == (
            "No sourced path of at most 4 steps connects a and c; the nearest has a step for which no source is recorded."
        )
        assert path.weakest_words == "The weakest link is step 1: no source recorded."

    def test_what_a_thing_is_connects_nothing(self) -> None:
        with graph_of(
            "ex:a a ex:Thing . ex:b a ex:Thing . ex:a skos:inScheme ex:s . ex:b skos:inScheme ex:s ."
        ) as graph:
            assert graph.why(EX + "a", EX + "b").found == 0

    def test_a_source_by_dcterms_is_a_step_only_as_an_end(self) -> None:
        with graph_of("ex:a dcterms:source ex:s . ex:b dcterms:source ex:s .") as graph:
            assert graph.why(EX + "a", EX + "b").found == 0
            assert names(graph.why(EX + "a", EX + "s")) == ["a s"]

    @settings(max_examples=25, deadline=None)
    @given(lines=st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), min_size=1, max_size=12))
    def test_finds_what_networkx_finds(self, lines: set[tuple[str, str]]) -> None:
        quads = [Quad(NamedNode(EX + one), NamedNode(EX + "p"), NamedNode(EX + other)) for one, other in lines]
        quads += [Quad(NamedNode(EX + one), NamedNode(EX + "is"), NamedNode(EX + "end" + one)) for one in "ab"]
        known: nx.Graph[str] = nx.Graph(lines)
        known.add_nodes_from("ab")
        with KnowledgeGraph(OxigraphStore.memory(quads)) as graph:
            why = graph.why(EX + "a", EX + "b", limit=1000)

        expected = {" ".join(path) for path in nx.all_simple_paths(known, "a", "b", cutoff=4)}
        assert set(names(why)) == expected
        assert why.found == len(expected)
        assert all(path.more == 0 for path in why.paths)


class TestNothing:
    def test_a_longer_path_is_the_nearest(self) -> None:
        turtle = "".join(statement(f"s{number}", f"t{number}", "eq:supports", f"t{number + 1}") for number in range(5))
        with graph_of(turtle) as graph:
            why = graph.why(EX + "t0", EX + "t5")

        assert why.paths == ()
        assert why.found == 0
        assert why.nearest is not None
        assert len(why.nearest.steps) == 5
        assert why.sentences[0] == (
            "No sourced path of at most 4 steps connects t0 and t5; the nearest has 5 steps: t0 – t1 – t2 – t3 – t4 – t5."
        )
        assert len(why.network) == 6

    def test_a_longer_path_without_a_source_is_told_so(self) -> None:
        with graph_of("ex:a ex:p ex:b . ex:b ex:p ex:c .") as graph:
            why = graph.why(EX + "a", EX + "c", max_length=1)

        assert why.sentences[0] == (
            "No sourced path of at most one step connects a and c; the nearest has 2 steps, with a step for which no "
            "source is recorded: a – b – c."
        )

    def test_else_what_each_end_is_connected_to(self) -> None:
        with graph_of("ex:a ex:p ex:b , ex:d . ex:c ex:size 3 .") as graph:
            why = graph.why(EX + "a", EX + "c")

        assert why.nearest is None
        assert list(why.sentences) == [
            "No sourced path of at most 4 steps connects a and c, nor does any longer one that was looked for.",
            "a is connected to 2 things: b; d.",
            "c is connected to nothing.",
            JUDGE,
        ]
        assert set(why.network) == {EX + "a", EX + "c"}

    def test_a_goal_without_a_claim(self, small: KnowledgeGraph) -> None:
        why = small.why("unused", "stability")

        assert why.direct == ()
        assert why.sentences[0] == "There is no direct evidence: no claim here is about Unused and Stability together."


class TestRefusals:
    @pytest.mark.parametrize(
        ("chosen", "message"),
        [
            ({"max_length": 0}, 'max-length is "0"; accepted: 1 to 6 steps'),
            ({"max_length": 7}, 'max-length is "7"; accepted: 1 to 6 steps'),
            ({"limit": 0}, 'limit is "0"; accepted: 1 or more'),
            ({"exact": True}, '"exact" takes a student group alone, and no group is chosen'),
        ],
    )
    def test_numbers(self, small: KnowledgeGraph, chosen: dict[str, Any], message: str) -> None:
        with pytest.raises(ParameterError, match=message):
            small.why("looping", "academic-achievement", **chosen)

    def test_the_same_thing_twice(self, small: KnowledgeGraph) -> None:
        with pytest.raises(ParameterError, match=r'"looping" and "Looping" are the same thing, .*/practice/looping'):
            small.why("looping", "Looping")

    @pytest.mark.parametrize("ends", [("loping", "academic-achievement"), ("looping", "no such goal")])
    def test_unknown(self, small: KnowledgeGraph, ends: tuple[str, str]) -> None:
        with pytest.raises(EntityNotFoundError):
            small.why(*ends)

    def test_a_group_must_be_one(self, small: KnowledgeGraph) -> None:
        with pytest.raises(EntityNotFoundError):
            small.why("looping", "academic-achievement", group="high-dosage-tutoring")

    def test_ambiguous(self) -> None:
        same = "ex:a skos:prefLabel 'Same' . ex:b skos:prefLabel 'Same' ; ex:p ex:c ."
        with graph_of(same) as graph, pytest.raises(AmbiguousEntityError):
            graph.why("Same", EX + "c")

    def test_an_empty_graph(self) -> None:
        with KnowledgeGraph(OxigraphStore.memory()) as graph, pytest.raises(EntityNotFoundError):
            graph.why("a", "b")


class TestBounds:
    def test_rows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(steps, "MOST_ROWS", 3)
        turtle = "".join(statement(f"s{number}", "hub", "eq:supports", f"t{number}") for number in range(9))
        with graph_of(turtle) as graph:
            why = graph.why(EX + "hub", EX + "t5")

        assert "Only 3 rows about one thing were read; there may be more paths." in why.notes

    def test_a_line_of_evidence_has_all_its_claims_however_the_search_was_bounded(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(steps, "MOST_ROWS", 3)
        turtle = "".join(
            f"ex:c{number} a eq:EvidenceClaim ; eq:practice ex:p ; eq:goal ex:g ; eq:direction direction:null ; "
            f"eq:finding 'None.' ; dcterms:source ex:source .\n"
            for number in range(9)
        )
        with graph_of(turtle) as graph:
            (bundle,) = graph.why(EX + "p", EX + "g").direct

        assert bundle.edge["claims"] == len(bundle.claims) == 9

    def test_a_server_that_shows_few_rows(self, elsewhere: Any) -> None:
        turtle = "".join(
            statement(f"s{number}{end}", f"act{number:02}", "eq:supports", end) for number in range(6) for end in "pg"
        )
        store = Stingy(elsewhere(OxigraphStore.memory(parse(PREFIXES + turtle, RdfFormat.TURTLE))), 4)
        with KnowledgeGraph(store) as graph:
            why = graph.why(EX + "p", EX + "g")

        assert 0 < why.found < 6
        assert "Only 3 rows about one thing were read; there may be more paths." in why.notes

    def test_a_server_that_cannot_count(self, elsewhere: Any) -> None:
        quads = parse(PREFIXES + statement("s", "a", "eq:supports", "b"), RdfFormat.TURTLE)
        store = Stingy(elsewhere(OxigraphStore.memory(quads)), None)
        with KnowledgeGraph(store) as graph, pytest.raises(AnswerCutError):
            graph.why(EX + "a", EX + "b")

    def test_asks_a_server_a_few_queries(self, elsewhere: Any) -> None:
        store = elsewhere(OxigraphStore.bundled())
        with KnowledgeGraph(store) as graph:
            graph.why("https://w3id.org/equigraph/id/practice/looping", "goal:academic-achievement")

        searched = [query for query in store.asked if query.startswith("# title: All lines of some things")]
        assert len(searched) == 4
        assert len(store.asked) < 40


class Stingy:
    """A server that shows only so many rows of an answer about lines."""

    def __init__(self, store: Any, most: int | None) -> None:
        self.store = store
        self.most = most

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    def query(self, query: str) -> Any:
        is_asked = query.startswith("# title: All lines of some things")
        if is_asked and (self.most is None or len(list(self.store.query(query))) >= self.most):
            raise AnswerCutError("http://example.org/sparql", "only a part came", rows=self.most)
        return self.store.query(query)


def candidate(things: str, *supports: str, predicate: str = "p") -> Candidate:
    """Return a path over things of one letter, every line leading on."""
    edges = tuple(Edge(one, predicate, other) for one, other in pairwise(things))
    known = tuple(Support(name, (f"source {name}",)) for name in supports)
    return Candidate(tuple(things), ("Thing",) * len(things), edges, known)


class TestOrder:
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (candidate("ab", "unsourced"), candidate("acb", "high", "high")),
            (candidate("acb", "inferred", "stated"), candidate("adeb", "high", "high", "high")),
            (candidate("adb", "stated", "low"), candidate("acb", "stated", "inferred")),
            (candidate("adb", "stated", "very low"), candidate("acb", "stated", "stated")),
            (candidate("acb", "stated", "stated"), candidate("adb", "stated", "stated")),
        ],
        ids=["direct", "shorter", "the weakest step", "more sources", "IRIs"],
    )
    def test_what_comes_first(self, first: Candidate, second: Candidate) -> None:
        if first.supports[-1].name == "very low":
            first, second = second, first
        (one, *_), *_ = [shape.members for shape in rank([second, first])]

        assert one == first

    def test_a_way_around_comes_after_all_that_are_none(self) -> None:
        around = candidate("acdb", "high", "high", "high")
        ordered = [one for shape in rank([around, candidate("acb", "low", "low"), candidate("aefgb", *["low"] * 4)])
                   for one in shape.members]  # fmt: skip

        assert ordered[-1] is around

    def test_what_turns_round_comes_after_what_leads_on(self) -> None:
        turning = Candidate(
            ("a", "c", "b"), ("Thing",) * 3, (Edge("a", "p", "c"), Edge("b", "p", "c")), (Support("high", ("s",)),) * 2
        )
        leading = candidate("adb", "low", "low")

        assert turning.siblings == 1
        assert leading.siblings == 0
        assert [shape.members[0] for shape in rank([turning, leading])] == [leading, turning]

    def test_the_weakest_of_equal_steps_has_fewer_sources_else_is_the_first(self) -> None:
        one, two = Support("stated", ("s",)), Support("stated", ("s", "t"))
        edges = (Edge("a", "p", "b"), Edge("b", "p", "c"))

        assert Candidate(("a", "b", "c"), ("Thing",) * 3, edges, (two, one)).weakest == 1
        assert Candidate(("a", "b", "c"), ("Thing",) * 3, edges, (one, one)).weakest == 0

    @pytest.mark.parametrize(("limit", "expected"), [(1, [1]), (3, [2, 1]), (4, [2, 2]), (9, [4, 4]), (100, [5, 5])])
    def test_two_of_each_shape_and_more_where_there_is_room(self, limit: int, expected: list[int]) -> None:
        shapes = rank(
            candidate(f"a{letter}b", "low", "low", predicate=predicate) for predicate in "pq" for letter in "cdefg"
        )

        assert [number for _, number in choose(shapes, limit)] == expected


def test_same_answer_whatever_the_hash_seed() -> None:
    program = (
        "from equigraph.graph.knowledge_graph import KnowledgeGraph\n"
        "from equigraph.exporters.why import generate_why\n"
        "with KnowledgeGraph.open() as graph:\n"
        "    why = graph.why('restorative-practices', 'academic-achievement', group='students-of-color')\n"
        "print(*(generate_why(why, name) for name in ('json', 'html')))\n"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1")
    }

    assert len(answers) == 1
