"""Messages say what happened, where, and what would be accepted; values travel as attributes."""

from __future__ import annotations

import pytest

from equigraph import errors


def test_every_error_has_one_base() -> None:
    tree = [getattr(errors, name) for name in errors.__all__]
    assert all(issubclass(error, errors.EquigraphError) for error in tree)


@pytest.mark.parametrize(
    ("close", "expected"),
    [([], ""), (["org"], ' (did you mean "org"?)'), (["org", "orig"], ' (did you mean "org" or "orig"?)')],
)
def test_did_you_mean(close, expected) -> None:
    assert expected == errors.did_you_mean(close)


def test_message_hint_and_link_stand_on_lines_of_their_own() -> None:
    error = errors.EquigraphError("it broke", hint="mend it", link="https://example.org/rule")

    assert "it broke\nmend it\nSee <https://example.org/rule>" == str(error)


def test_a_long_query_is_cut_around_the_column() -> None:
    query = "SELECT * {" + " ?s ?p ?o ." * 10_000 + " } }"
    error = errors.SparqlSyntaxError(query, "too many braces", line=1, column=len(query))
    piece, mark = error.message.splitlines()[1:]

    assert len(error.message) < 300
    assert piece[mark.index("^")] == "}"


@pytest.mark.parametrize(
    ("query", "line", "column", "expected"),
    [
        ("SELECT * { ?s ?p }", 1, 18, "  SELECT * { ?s ?p }\n" + " " * 19 + "^"),
        ("ASK {\n  oops }", 2, 3, "    oops }\n    ^"),
    ],
)
def test_a_syntax_error_points_at_the_piece(query, line, column, expected) -> None:
    message = errors.SparqlSyntaxError(query, "no", line=line, column=column).message

    assert expected == message.split("\n", 1)[1]


def test_all_problems_of_tables_are_told_at_once() -> None:
    problems = [errors.RowError("practices", row, "name", "is empty") for row in (2, 7)]
    error = errors.TableError(problems)

    assert tuple(problems) == error.problems
    assert (
        "2 problems in the tables; nothing was written:\n"
        "  practices, row 2, column name: is empty\n"
        "  practices, row 7, column name: is empty"
    ) == str(error)


def test_a_crash_says_why() -> None:
    error = errors.QueryCrashedError("its process ended with code 7")

    assert "its process ended with code 7" == error.reason
    assert "the query engine gave up on this query (its process ended with code 7)" == error.message


def test_more_time_is_explained_for_both_ways_to_ask() -> None:
    hint = errors.QueryTimeoutError(30).hint

    assert hint is not None
    assert "--timeout on the command line" in hint
    assert "Limits(timeout_s=...) in Python" in hint


@pytest.mark.parametrize(
    ("reason", "expected"),
    [("", 'no data at "x"; accepted: a, b'), ("it is locked", 'no data at "x": it is locked; accepted: a, b')],
)
def test_missing_data_may_have_a_reason(reason, expected) -> None:
    error = errors.DatasetNotFoundError("x", ["a", "b"], reason=reason)

    assert (expected, "x", reason) == (error.message, error.name, error.reason)
