"""Tests of what is next to a thing, and of the lines between things."""

from __future__ import annotations

from typing import Any

import pytest

from equigraph.errors import AnswerCutError
from equigraph.graph.columns import Columns
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.neighbors import lines_among, neighbors_by_kind, read_around
from equigraph.graph.rows import ADVANCES, Edge
from equigraph.ontology.prefixes import expand

EQ = "https://w3id.org/equigraph/ontology#"
TUTORING, LOOPING = expand("practice:tutoring"), expand("practice:looping")


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        ("practice:tutoring", ["one equity goal", "2 student groups", "one policy", "2 sources"]),
        ("goal:achievement", ["one practice"]),
        ("group:learners", ["one practice"]),
        ("source:two", ["2 practices", "one policy"]),
        ("policy:act", ["one practice", "one source"]),
        ("claim:a", ["one practice", "one equity goal", "one student group", "one source"]),
        ("statement:act-enables-tutoring", ["one practice", "one policy", "one source"]),
        ("category:support", []),  # what a practice is of that category has a basis, and says it otherwise
        ("practice:nothing", []),
    ],
)
def test_neighbours_are_counted_by_kind(tiny_graph: KnowledgeGraph, thing: str, words: list[str]) -> None:
    around = read_around(tiny_graph.reader, expand(thing))

    assert words == [one.words for one in neighbors_by_kind(around, (), Columns({}).kind_of)]


def test_neighbours_are_those_that_lines_lead_to(bundled_graph: KnowledgeGraph) -> None:
    """What is counted before is what is drawn after."""
    for name in (
        "practice:looping",
        "group:english-learners",
        "policy:vt-act-77",
        "source:r-nickow-2020",
        "organization:ccsso",
    ):
        thing = expand(name)
        around = read_around(bundled_graph.reader, thing)
        rows, cut = lines_among(bundled_graph.reader, [thing], around.classes, sources=True)

        assert set(around.classes) == {end for edge in rows.edges for end in (edge.subject, edge.object)} - {thing}
        assert [] == cut


def test_a_server_that_shows_only_so_many_rows_bounds_them(tiny_graph: KnowledgeGraph, elsewhere: type) -> None:
    class Short(elsewhere):  # type: ignore[misc]
        """Shows two rows."""

        def query(self, query: str) -> Any:
            if "LIMIT 1 " not in query:
                raise AnswerCutError("http://127.0.0.1/", "it was cut off", rows=2)
            return super().query(query)

    graph = KnowledgeGraph(Short(tiny_graph.store))
    around = read_around(graph.reader, TUTORING)

    assert around.is_bounded
    assert ["one thing or more"] == [one.words for one in neighbors_by_kind(around, (), lambda _: "Thing")]


def test_a_server_that_does_not_say_how_many_it_shows_is_an_error(tiny_graph: KnowledgeGraph, elsewhere: type) -> None:
    class Cut(elsewhere):  # type: ignore[misc]
        """Cuts every answer."""

        def query(self, _query: str) -> Any:
            raise AnswerCutError("http://127.0.0.1/", "it was cut off")

    with pytest.raises(AnswerCutError):
        read_around(KnowledgeGraph(Cut(tiny_graph.store)).reader, TUTORING)


def test_lines_lead_to_what_was_named_alone(tiny_graph: KnowledgeGraph) -> None:
    goal, group = expand("goal:achievement"), expand("group:learners")

    def found(things: list[str], others: list[str], *, sources: bool = False) -> set[Edge]:
        return set(lines_among(tiny_graph.reader, things, others, sources=sources)[0].edges)

    assert {Edge(TUTORING, ADVANCES, goal)} == found([TUTORING], [goal])
    assert {Edge(TUTORING, ADVANCES, goal)} == found([goal, TUTORING], [goal, TUTORING])
    assert {Edge(TUTORING, ADVANCES, goal), Edge(TUTORING, EQ + "studiedFor", group)} == found(
        [goal, group], [TUTORING]
    )
    assert set() == found([TUTORING], [LOOPING])
    assert set() == found([TUTORING], [expand("source:one")])
    assert {Edge(expand("source:one"), EQ + "isSourceOf", TUTORING)} == found(
        [TUTORING], [expand("source:one")], sources=True
    )
    assert set() == found([], [goal])


def test_blank_nodes_and_types_make_no_line(tmp_path: Any) -> None:
    path = tmp_path / "own.ttl"
    path.write_text("@prefix x: <http://x.org/> . x:a a x:Kind ; x:to [], x:b, x:a . x:Kind x:of x:b .", "utf-8")
    with KnowledgeGraph.open(str(path)) as graph:
        rows, _ = lines_among(graph.reader, ["http://x.org/a"], ["http://x.org/b", "http://x.org/Kind"], sources=False)

        assert {Edge("http://x.org/a", "http://x.org/to", "http://x.org/b")} == set(rows.edges)
        assert ["http://x.org/b"] == list(read_around(graph.reader, "http://x.org/a").classes)
