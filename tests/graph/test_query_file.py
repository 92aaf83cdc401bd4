"""Named query files: the header, and how values enter the text; bound queries are run, not only compared."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from equigraph.errors import ParameterError
from equigraph.graph.query_file import NamedQuery, Parameter, load_queries

QUERY = """\
# title: Practices for a student group
# question: Which practices have evidence for students of group S,
#   and what does it say?
# param group: StudentGroup = group:english-learners -- the group; groups below it count too
# param state: Jurisdiction*? -- only these states
# param direction: Concept(direction)*? -- only these directions
# param text: string = "tutor" -- words in the label
# param exact: flag -- the group alone
# param max-rows: integer = 50 -- most rows
# draw: layered practice goal
# this line is a remark
PREFIX group: <http://example.org/group/>
PREFIX ex: <http://example.org/>
SELECT ?kind ?value
WHERE {
  { VALUES ?group { group:example } BIND("group" AS ?kind) BIND(?group AS ?value) }
  UNION { VALUES (?text) { ("example" ) } BIND("text" AS ?kind) BIND(?text AS ?value) }
  #if state
  UNION { VALUES ?state { ex:vermont } BIND("state" AS ?kind) BIND(?state AS ?value) }
  #end
  #if exact
  UNION { BIND("exact" AS ?kind) BIND("#if direction" AS ?value) }
    #if direction
    UNION { VALUES ?direction { ex:null } BIND("direction" AS ?kind) BIND(?direction AS ?value) }
    #end
  #else
  UNION { BIND("wide" AS ?kind) BIND("VALUES ?group { }" AS ?value) }
  #end
  #if not state
  UNION { BIND("anywhere" AS ?kind) BIND(1 AS ?value) }
  #end
  VALUES ?unrelated { 1 }
}
ORDER BY ?kind
LIMIT 100 #= max-rows
"""
EMPTY = pyoxigraph.Store()
VERMONT, NULL = NamedNode("http://example.org/vermont-x"), NamedNode("http://example.org/direction/null")


@pytest.fixture(scope="module")
def query() -> NamedQuery:
    return NamedQuery.parse("practices-for-group", QUERY)


def run(text: str) -> list[tuple[str, str]]:
    return [(row["kind"].value, row["value"].value) for row in EMPTY.query(text)]


class TestHeader:
    def test_title_and_question(self, query: NamedQuery) -> None:
        assert ("practices-for-group", "Practices for a student group") == (query.name, query.title)
        assert "Which practices have evidence for students of group S, and what does it say?" == query.question

    def test_other_keys_are_kept(self, query: NamedQuery) -> None:
        assert {"draw": "layered practice goal"} == dict(query.meta)

    @pytest.mark.parametrize(
        "expected",
        [
            Parameter(
                "group",
                "StudentGroup",
                default=NamedNode("http://example.org/group/english-learners"),
                description="the group; groups below it count too",
            ),
            Parameter("state", "Jurisdiction", several=True, optional=True, description="only these states"),
            Parameter(
                "direction", "Concept", "direction", several=True, optional=True, description="only these directions"
            ),
            Parameter("text", "string", default=Literal("tutor"), description="words in the label"),
            Parameter("exact", "flag", description="the group alone"),
            Parameter("max-rows", "integer", default=50, description="most rows"),
        ],
        ids=lambda parameter: parameter.name,
    )
    def test_parameters(self, query: NamedQuery, expected: Parameter) -> None:
        assert expected == {parameter.name: parameter for parameter in query.parameters}[expected.name]

    @pytest.mark.parametrize(
        ("declaration", "expected"),
        [("iri", True), ("iri?", False), ("iri = <a:b>", False), ("flag", False), ("integer", True), ("Policy*", True)],
    )
    def test_required(self, declaration: str, *, expected: bool) -> None:
        assert expected is NamedQuery.parse("q", f"# param x: {declaration}\nASK {{}}").parameters[0].is_required

    def test_several_defaults(self) -> None:
        query = NamedQuery.parse("q", "# param x: iri* = <a:b> ex:c, <a:d>\nPREFIX ex: <a:x> ASK {}")

        assert (NamedNode("a:b"), NamedNode("a:xc"), NamedNode("a:d")) == query.parameters[0].default

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("# param x: 3\nASK {}", '"3" does not declare a parameter'),
            ("# param x: iri = unknown:b\nASK {}", '"unknown:b" is no default for "x"'),
            ("# param x: integer = many\nASK {}", '"many" is no default for "x"'),
            ("# title: t\n#if x\nASK {}\n#end", "names no parameter"),
            ("# param x: flag\n#if\nASK {}\n#end", "names no parameter"),
            ("# param x: flag\nASK {}\n#end", "without an #if"),
            ("# param x: flag\nASK {}\n#else", "without an #if"),
            ("# param x: flag\n#if x\nASK {}", "without an #end"),
            ("# param x: flag\n#if x\nASK {}\n#end x", "names no parameter"),
        ],
    )
    def test_mistakes_are_told_when_read(self, text: str, reason: str) -> None:
        with pytest.raises(ParameterError, match="q: ") as caught:
            NamedQuery.parse("q", text)

        assert reason in caught.value.message


class TestBind:
    @given(st.text())
    def test_a_text_where_no_variable_may_stand(self, text: str) -> None:
        query = NamedQuery.parse(
            "q", '# param said: string = "x"\nSELECT ?text { BIND(CONCAT("x" #= said\n, "y" #= other\n) AS ?text) }'
        )
        [solution] = pyoxigraph.Store().query(query.bind({"said": text}))

        assert text + "y" == solution["text"].value

    def test_runs_as_it_is(self) -> None:
        assert ["anywhere", "direction", "exact", "group", "state", "text", "wide"] == [kind for kind, _ in run(QUERY)]

    def test_defaults(self, query: NamedQuery) -> None:
        assert [
            ("anywhere", "1"),
            ("group", "http://example.org/group/english-learners"),
            ("text", "tutor"),
            ("wide", "VALUES ?group { }"),
        ] == run(query.bind())
        assert "LIMIT 50 #= max-rows" in query.bind()

    def test_everything_given(self, query: NamedQuery) -> None:
        text = query.bind(
            {
                "group": NULL,
                "state": [VERMONT, NULL],
                "direction": NULL,
                "text": 'a "b" } #if x',
                "exact": True,
                "max_rows": 7,
            }
        )

        assert [
            ("direction", NULL.value),
            ("exact", "#if direction"),
            ("group", NULL.value),
            ("state", NULL.value),
            ("state", VERMONT.value),
            ("text", 'a "b" } #if x'),
        ] == sorted(run(text))
        assert "LIMIT 7 #= max-rows" in text

    def test_blocks_within_a_block_that_goes(self, query: NamedQuery) -> None:
        assert ["anywhere", "group", "text", "wide"] == [kind for kind, _ in run(query.bind({"direction": NULL}))]

    @pytest.mark.parametrize("absent", [None, [], ()])
    def test_absent(self, query: NamedQuery, absent: None) -> None:
        assert query.bind() == query.bind({"state": absent, "text": absent, "exact": False, "max-rows": absent})

    def test_a_block_may_be_the_last_line(self) -> None:
        query = NamedQuery.parse("q", "# param x: flag\nASK {}\n#if x\nLIMIT 1\n#end")

        assert "LIMIT" not in query.bind()
        assert "LIMIT" in query.bind({"x": True})

    def test_directives_in_strings_are_text(self) -> None:
        query = NamedQuery.parse("q", '# param x: flag\nSELECT ("""\n#if x\n""" AS ?kind) (1 AS ?value) {}')

        assert [("\n#if x\n", "1")] == run(query.bind())

    def test_another_variable_by_a_mark(self) -> None:
        text = "# param a-b: iri*?\nSELECT * { VALUES ?x { <a:1> } #= a-b\nVALUES ?y { <a:2> }\nVALUES (?z) { (<a:3>) } #= a-b\n}"
        query = NamedQuery.parse("q", text)

        assert text == query.bind()
        assert text.replace("<a:1>", "<b:4> <b:5>").replace("(<a:3>)", "(<b:4>) (<b:5>)") == query.bind(
            {"a-b": [NamedNode("b:4"), NamedNode("b:5")]}
        )

    def test_integer_in_values(self) -> None:
        query = NamedQuery.parse(
            "q", '# param x: integer\nSELECT ("x" AS ?kind) ?value { VALUES ?x { 1 } BIND(?x AS ?value) }'
        )

        assert [("x", "6")] == run(query.bind({"x": 6}))

    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            (
                {"grup": NULL},
                'no parameter "grup"; there are: group, state, direction, text, exact, max-rows (did you mean "group"?)',
            ),
            ({"group": "english-learners"}, "accepted: the IRI of a StudentGroup"),
            ({"group": [NULL, VERMONT]}, '"group" has 2 values; accepted: one'),
            ({"direction": [Literal("null")]}, "accepted: a concept of the scheme direction"),
            ({"state": [BlankNode("a")]}, "accepted: the IRI of a Jurisdiction"),
            ({"text": NULL}, "accepted: text"),
            ({"exact": "yes"}, "accepted: true or false"),
            ({"max-rows": "7; DROP ALL"}, "accepted: a whole number, 0 or more"),
            ({"max-rows": -1}, "accepted: a whole number, 0 or more"),
            ({"max-rows": True}, "accepted: a whole number, 0 or more"),
        ],
    )
    def test_wrong_values(self, query: NamedQuery, values: dict[str, object], reason: str) -> None:
        with pytest.raises(ParameterError) as caught:
            query.bind(values)  # type: ignore[arg-type] # that is the point

        assert reason in caught.value.message

    def test_missing_value(self) -> None:
        with pytest.raises(ParameterError, match=r'q needs a value for "x" \(an IRI\)'):
            NamedQuery.parse("q", "# param x: iri\nASK { VALUES ?x { <a:b> } }").bind()

    def test_no_parameters(self) -> None:
        with pytest.raises(ParameterError, match='q has no parameter "x"; it has none'):
            NamedQuery.parse("q", "ASK {}").bind({"x": 1})

    @settings(deadline=None)
    @given(st.text(st.characters(exclude_categories=["Cs"])))
    def test_no_text_can_leave_its_place(self, text: str) -> None:
        query = NamedQuery.parse("practices-for-group", QUERY)

        assert ("text", text) in run(query.bind({"text": text}))
        assert 4 == len(run(query.bind({"text": text})))


def test_load_queries(tmp_path: Path) -> None:
    (tmp_path / "b.rq").write_text("# title: Two\nASK {}", encoding="utf-8")
    (tmp_path / "a.rq").write_text("# title: é\nASK {}", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no query")

    assert {"a": "é", "b": "Two"} == {name: query.title for name, query in load_queries(tmp_path).items()}
    assert ["a", "b"] == list(load_queries(tmp_path))
