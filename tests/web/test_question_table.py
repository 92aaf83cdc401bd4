"""The cells of an answer: names lead to the one thing that bears them, numbers and directions are told as such."""

from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web.question_table import MOST_ROWS, table_data

TUTORING = "https://w3id.org/equigraph/id/practice/tutoring"


@pytest.mark.parametrize(
    ("name", "term", "cell"),
    [
        ("practice", Literal("Tutoring", language="en"), {"text": "Tutoring", "iri": TUTORING}),
        ("practice", Literal("Tutoring"), {"text": "Tutoring", "iri": TUTORING}),
        ("practice", Literal("Nobody"), {"text": "Nobody", "iri": ""}),
        ("finding", Literal("Tutoring", language="en"), {"text": "Tutoring", "iri": ""}),  # a text, not a name
        ("direction", Literal("Null", language="en"), {"text": "no effect found", "iri": ""}),
        ("claim", NamedNode(TUTORING), {"text": "Tutoring", "iri": TUTORING}),
        ("x", NamedNode("urn:nothing:here"), {"text": "here", "iri": "urn:nothing:here"}),
        ("x", BlankNode("b"), {"text": "(no name)", "iri": ""}),
        ("x", None, {"text": "", "iri": ""}),
    ],
)
def test_a_cell(tiny_graph: KnowledgeGraph, name: str, term: Any, cell: dict[str, str]) -> None:
    assert [[cell]] == table_data(tiny_graph.reader, [name], [(term,)])["rows"]


def test_a_column_of_iris_stands_behind_the_one_it_names(tiny_graph: KnowledgeGraph) -> None:
    rows = [(Literal("this one"), NamedNode(TUTORING)), (None, NamedNode(TUTORING))]
    table = table_data(tiny_graph.reader, ["who", "whoIri"], rows)

    assert ["who"] == [column["name"] for column in table["columns"]]
    assert [[{"text": "this one", "iri": TUTORING}], [{"text": "", "iri": TUTORING}]] == table["rows"]


def test_numbers_are_known_as_such(tiny_graph: KnowledgeGraph) -> None:
    table = table_data(tiny_graph.reader, ["n", "text"], [(Literal(3), Literal("3"))])

    assert [True, False] == [column["is_number"] for column in table["columns"]]


def test_what_is_not_shown_is_counted(tiny_graph: KnowledgeGraph) -> None:
    table = table_data(tiny_graph.reader, ["n"], [(Literal(n),) for n in range(MOST_ROWS + 7)])

    assert (MOST_ROWS, MOST_ROWS + 7, MOST_ROWS) == (table["shown"], table["total"], len(table["rows"]))


def test_a_name_that_several_things_bear_leads_to_none(tmp_path: Any) -> None:
    path = tmp_path / "two.ttl"
    path.write_text(
        '@prefix skos: <http://www.w3.org/2004/02/skos/core#> . <urn:a> skos:prefLabel "A" . <urn:b> skos:prefLabel "A" .'
    )
    with KnowledgeGraph.open(str(path)) as graph:
        assert [[{"text": "A", "iri": ""}]] == table_data(graph.reader, ["practice"], [(Literal("A"),)])["rows"]
