"""The answer to a question on a slide: what is left out is counted, and which way findings point never is."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from equigraph.exporters.answer_table import MOST_ROWS, table_of
from equigraph.graph.knowledge_graph import Answer
from equigraph.graph.query_file import NamedQuery

WIDTH = 983.0
QUERY = NamedQuery("funding", "Who funds whom", "Who funds whom?", (), {}, "")


def answer(variables: str, *rows: tuple[object, ...], **parameters: str) -> Answer:
    terms = [
        tuple(value if value is None or isinstance(value, NamedNode) else Literal(str(value)) for value in row)
        for row in rows
    ]
    return Answer(QUERY, parameters, tuple(variables.split()), terms)


def test_a_small_answer_is_shown_whole() -> None:
    table = table_of(answer("funder aboutOthers", ("A", 1), ("B", None), state="Texas", exact="yes"), WIDTH)

    assert "Who funds whom: Texas" == table.title
    assert "Who funds whom? 2 rows." == table.takeaway
    assert ("funder", "about others") == table.header
    assert (("A", "1"), ("B", "")) == table.rows
    assert ("funder: A; about others: 1", "funder: B") == table.notes
    assert ((), ()) == table.cited
    assert pytest.approx(WIDTH) == sum(table.widths)


def test_no_answer_is_said() -> None:
    table = table_of(answer("funder"), WIDTH)

    assert "Who funds whom" == table.title
    assert "Who funds whom? No answer for these choices in these data." == table.takeaway
    assert () == table.rows


def test_sources_places_and_identifiers_stand_in_the_notes() -> None:
    iri = NamedNode("https://w3id.org/equigraph/id/claim/a")
    table = table_of(answer("funder source locator claim", ("A", "Doe (2020).", "p. 1", iri)), WIDTH)

    assert ("funder",) == table.header
    assert (("Doe (2020).",),) == table.cited
    assert ("funder: A; source: Doe (2020).; locator: p. 1; claim: claim:a",) == table.notes
    assert table.takeaway.endswith("One row. 1 of 4 columns shown; the notes have all of them.")


def test_directions_are_one_column_with_what_speaks_against_first() -> None:
    table = table_of(
        answer("practice positive null mixed negative insufficient", ("A", 2, 3, 0, 1, 0), ("B", 0, 0, 0, 0, 0)), WIDTH
    )

    assert ("practice", "findings") == table.header
    assert (("A", "1 negative, 3 no effect found, 2 positive"), ("B", "none")) == table.rows
    assert "2 rows." in table.takeaway
    assert "columns shown" not in table.takeaway


def test_a_few_directions_stay_columns() -> None:
    assert ("practice", "positive", "too little to judge") == table_of(
        answer("practice positive insufficient", ("A", 1, 2)), WIDTH
    ).header


def test_what_says_least_goes_first_where_there_is_no_room() -> None:
    long = "some words that take room in a table " * 4
    names = "practice same finding effect link"
    table = table_of(answer(names, ("A", "x", long, long, "our reading"), ("B", "x", long, "y", "our reading")), 560)

    assert ("practice", "finding", "link") == table.header
    assert table.takeaway.endswith("3 of 5 columns shown; the notes have all of them.")


def test_where_nothing_may_go_columns_become_narrow() -> None:
    long = "some words that take room " * 20
    table = table_of(answer("number practice verdict link", (1, long, "mixed", "our reading")), 300)

    assert ("number", "practice", "verdict", "link") == table.header
    assert pytest.approx(300) == sum(table.widths)


def test_short_columns_go_from_the_last_on() -> None:
    table = table_of(answer("number one two three", ("1" * 18, "2" * 18, "3" * 18, "4" * 18)), 500)

    assert ("number", "one") == table.header


def test_very_many_rows_are_counted_and_the_rest_is_named() -> None:
    table = table_of(answer("funder", *[(n,) for n in range(MOST_ROWS + 34)]), WIDTH)

    assert MOST_ROWS == len(table.rows) == len(table.notes)
    assert table.takeaway.endswith("100 of 134 rows shown; all of them with: equigraph questions funding.")


def test_a_long_text_is_cut_and_stands_whole_in_the_notes() -> None:
    text = "word " * 2000
    table = table_of(answer("finding", (text,)), WIDTH)

    assert 320 >= len(table.rows[0][0])
    assert table.rows[0][0].endswith("…")
    assert f"finding: {text.strip()}" == table.notes[0]


def test_hostile_texts_keep_to_one_line(hostile) -> None:
    table = table_of(answer("finding", (hostile,)), WIDTH)

    assert "\n" not in table.rows[0][0]
    assert "\t" not in table.rows[0][0]


NAMED = {"who-does": {"practice": "high-dosage-tutoring"}}


@pytest.mark.parametrize(
    "name", ["evidence-against", "practices-for-goal", "practices-for-group", "policies-in-state", "who-does"]
)
def test_no_question_loses_which_way_it_points(bundled_graph, name) -> None:
    found = bundled_graph.question(name, **NAMED.get(name, {}))
    table = table_of(found, WIDTH)

    assert {"verdict", "direction", "link"}.intersection(found.variables) <= set(table.header)
    assert ("findings" in table.header) == ("negative" in found.variables)
    assert found.variables[0] == table.header[0]
    assert pytest.approx(WIDTH) == sum(table.widths)
