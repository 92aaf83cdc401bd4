"""The tokenizer, the guard and the one way values enter a query; each property is tried on the engine itself."""

from __future__ import annotations

import contextlib

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from equigraph.errors import EquigraphError, ParameterError, QueryError, SparqlSyntaxError, UpdateForbiddenError
from equigraph.graph import sparql
from equigraph.graph.sparql import check_read_only, term_text
from equigraph.graph.store import OxigraphStore
from equigraph.graph.syntax_errors import explain_syntax_error
from equigraph.graph.tokens import tokenize

EMPTY = pyoxigraph.Store()
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
KEYWORDS = ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"]


@pytest.fixture(scope="module")
def store() -> OxigraphStore:
    quad = Quad(NamedNode("a:a"), NamedNode("a:b"), Literal("c"), NamedNode("http://example.org/held"))
    return OxigraphStore.memory([quad])


class TestTokenize:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("?a<?b", ["?a", "<", "?b"]),
            ("?a < ?b && ?c > ?d", ["?a", "<", "?b", "&&", "?c", ">", "?d"]),
            ("<a:b#c>#d", ["<a:b#c>", "#d"]),
            ("'''a'b''c\\''''", ["'''a'b''c\\''''"]),
            ('"""a"b""c"""', ['"""a"b""c"""']),
            ('"" ""', ['""', '""']),
            ('"a\\"b" \'c"\'', ['"a\\"b"', "'c\"'"]),
            ("ex:a.b. ex:c-d", ["ex:a.b", ".", "ex:c-d"]),
            (r"ex:a\,b\'c %", [r"ex:a\,b\'c", "%"]),
            (":a : ex:", [":a", ":", "ex:"]),
            ('"x"@en-GB "1"^^xsd:int', ['"x"', "@en-GB", '"1"', "^^", "xsd:int"]),
            ("1.5e3 .5 2.", ["1.5e3", ".5", "2."]),
            ("_:a.b ?x$y", ["_:a.b", "?x", "$y"]),
            ("ex:a/ex:b*|^ex:c", ["ex:a", "/", "ex:b", "*", "|", "^", "ex:c"]),
        ],
    )
    def test_words(self, query: str, expected: list[str]) -> None:
        assert expected == [token.text for token in tokenize(query)]

    @pytest.mark.parametrize("query", ['ASK { ?x ?y "abc }', "ASK {\n 'a\n' }", '"""abc""', "'"])
    def test_open_string(self, query: str) -> None:
        with pytest.raises(SparqlSyntaxError, match="the string that opens here is not closed"):
            tokenize(query)

    @settings(deadline=None)
    @given(TEXT)
    def test_loses_nothing_but_white_space(self, text: str) -> None:
        try:
            tokens = tokenize(text)
        except SparqlSyntaxError:
            return
        end = 0
        for token in tokens:
            assert text[end : token.start].strip() == ""
            assert text[token.start : token.end] == token.text
            end = token.end
        assert text[end:].strip() == ""

    @settings(deadline=None)
    @given(TEXT, st.sampled_from(["'", '"', "'''", '"""']))
    def test_agrees_with_the_engine_on_strings(self, text: str, quote: str) -> None:
        query = f"SELECT ({quote}{text}{quote} AS ?x) {{}}"
        try:
            EMPTY.query(query)
        except SyntaxError:
            return
        assert f"{quote}{text}{quote}" in [token.text for token in tokenize(query)]

    @pytest.mark.parametrize("code", range(1, 128))
    def test_agrees_with_the_engine_on_iris(self, code: int) -> None:
        iri = f"<http://example.org/{chr(code)}41x>"
        query = f"SELECT ({iri} AS ?x) {{}}"
        try:
            EMPTY.query(query)
        except SyntaxError:
            return
        assert iri in [token.text for token in tokenize(query)]


class TestCheckReadOnly:
    @pytest.mark.parametrize("keyword", KEYWORDS)
    @pytest.mark.parametrize("write", [str.upper, str.lower, str.title])
    def test_refuses_updates(self, store: OxigraphStore, keyword: str, write: type[str]) -> None:
        with pytest.raises(UpdateForbiddenError, match=f'"{keyword}" changes data'):
            check_read_only(f"PREFIX ex: <http://example.org/> {write(keyword)} <a:b>", store)

    @pytest.mark.parametrize(
        "query",
        [
            "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
            "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
            "SELECT * { SERVICE ?where { ?s ?p ?o } }",
            "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?s ?p ?o } }",
            "PREFIX : <http://127.0.0.1:9/> PREFIX service: <a:> SELECT * { service:x { ?s ?p ?o } }",
            "SELECT * { ?s ?p trueSERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } }",
            "SELECT * { # comment\n SERVICE # \n <http://127.0.0.1:9/> {} }",
            "SELECT * { FILTER(?a<?b) SERVICE<http://127.0.0.1:9/>{ ?s ?p ?o } FILTER(?c>?d) }",
            "SELECT * { FILTER(?a<?b)SERVICE?x{?s ?p ?o}FILTER(?c>?d) }",
            "SELECT * { FILTER EXISTS { { SELECT * { SERVICE <http://127.0.0.1:9/> {} } } } }",
            'SELECT * { BIND("""a" # """ AS ?a) SERVICE <http://127.0.0.1:9/> {} }',
        ],
    )
    def test_refuses_the_network(self, store: OxigraphStore, query: str) -> None:
        with pytest.raises(UpdateForbiddenError, match='"SERVICE" sends a part of the query'):
            check_read_only(query, store)

    @pytest.mark.parametrize("word", [*KEYWORDS, "SERVICE", "FROM <http://example.org/absent>"])
    @pytest.mark.parametrize(
        "query",
        [
            'SELECT ("{}" AS ?x) {{}}',
            "SELECT ('''\n{} ' ''' AS ?x) {{}}",
            'SELECT ("a\\" {}" AS ?x) {{}}',
            "SELECT * {{}} # {}",
            "# {}\nSELECT * {{}}",
        ],
        ids=["string", "long string", "escaped quote", "comment", "first comment"],
    )
    def test_strings_and_comments_pass(self, store: OxigraphStore, query: str, word: str) -> None:
        check_read_only(query.format(word), store)
        store.query(query.format(word))

    @pytest.mark.parametrize("word", ["insert", "Load", "SERVICE", "from"])
    @pytest.mark.parametrize(
        "query",
        [
            "SELECT ?{0} {{ ?{0} ?p ?o }}",
            "PREFIX ex: <a:> SELECT * {{ ex:{0} ?p ?o }}",
            "PREFIX {0}: <a:> SELECT * {{ {0}:x ?p ?o }}",
            "SELECT * {{ <a:{0}> ?p ?o }}",
            "SELECT * {{ _:{0} ?p ?o }}",
            "PREFIX {0}: <a:> SELECT * {{ GRAPH {0}:x {{ ?s ?p ?o }} }}",
        ],
        ids=["variable", "local name", "prefix", "iri", "blank node", "graph name"],
    )
    def test_names_pass(self, store: OxigraphStore, query: str, word: str) -> None:
        check_read_only(query.format(word), store)
        store.query(query.format(word))

    @pytest.mark.parametrize(
        "clause",
        [
            "FROM <{}>",
            "FROM NAMED <{}>",
            "from named<{}>",
            "FROM ex:{}",
            "FROM<{}>",
            "FROM <http://example.org/held> FROM NAMED <{}>",
        ],
    )
    def test_refuses_graphs_that_are_not_there(self, store: OxigraphStore, clause: str) -> None:
        name = "absent" if "ex:" in clause else "http://example.org/absent"
        query = f"PREFIX ex: <http://example.org/> SELECT * {clause.format(name)} {{ ?s ?p ?o }}"

        with pytest.raises(
            QueryError, match=r"FROM <http://example\.org/absent>: the store holds no graph of that name"
        ):
            check_read_only(query, store)

    @pytest.mark.parametrize(
        "query",
        [
            "BASE <http://example.org/x/y> SELECT * FROM <absent> {}",
            "PREFIX : <http://example.org/> ASK FROM:absent { ?s ?p ?o }",
            "PREFIX : <http://example.org/> ASKFROM:absent{ ?s ?p ?o }",
            "ASKFROM<http://example.org/absent>{ ?s ?p ?o }",
            "SELECT * FROM group:absent {}",
            "SELECT * FROM <file:///etc/passwd> {}",
        ],
        ids=["base", "empty prefix", "glued name", "glued iri", "our prefix", "file"],
    )
    def test_refuses_graphs_however_written(self, store: OxigraphStore, query: str) -> None:
        with pytest.raises(QueryError, match="the store holds no graph of that name"):
            check_read_only(query, store)

    @pytest.mark.parametrize("clause", ["FROM <http://example.org/held>", "FROM NAMED ex:held"])
    def test_graphs_that_are_there_pass(self, store: OxigraphStore, clause: str) -> None:
        check_read_only(f"PREFIX ex: <http://example.org/> SELECT * {clause} {{ ?s ?p ?o }}", store)

    @settings(deadline=None)
    @given(TEXT)
    def test_any_text_passes_or_is_refused_in_words(self, text: str) -> None:
        with contextlib.suppress(EquigraphError):
            check_read_only(text, OxigraphStore.memory())


class TestTermText:
    @settings(deadline=None)
    @given(TEXT, st.sampled_from(["", "@en", "@ar-EG", "xsd:date", "a:b"]))
    def test_no_literal_can_leave_its_place(self, value: str, kind: str) -> None:
        if kind.startswith("@"):
            literal = Literal(value, language=kind[1:])
        elif kind:
            literal = Literal(value, datatype=NamedNode(kind.replace("xsd:date", "http://example.org/date")))
        else:
            literal = Literal(value)

        assert [literal] == self.answer(term_text(literal))

    @settings(deadline=None)
    @given(TEXT)
    def test_no_iri_can_leave_its_place(self, value: str) -> None:
        try:
            iri = NamedNode(f"http://example.org/{value}")
        except ValueError:  # pyoxigraph refuses it already
            return
        assert [iri] == self.answer(term_text(iri))

    @pytest.mark.parametrize(
        "value", ['"', '"""', "' } DROP ALL #", "\\", '\\"', "</script>", "\u202e", "a" * 10_000, "\x00"]
    )
    def test_known_attacks(self, value: str) -> None:
        assert [Literal(value)] == self.answer(term_text(Literal(value)))

    @pytest.mark.parametrize(
        "term", [BlankNode("a"), "text", 3, None, Triple(NamedNode("a:a"), NamedNode("a:b"), Literal(""))]
    )
    def test_other_things_are_refused(self, term: object) -> None:
        with pytest.raises(ParameterError, match="accepted: an IRI"):
            term_text(term)

    def test_an_iri_that_was_read_without_a_check_is_refused(self) -> None:
        store = pyoxigraph.Store()
        store.load(b"<http://example.org/} DROP> <a:b> <a:c> .", pyoxigraph.RdfFormat.TURTLE, lenient=True)
        (quad,) = store

        with pytest.raises(ParameterError, match=r'"http://example\.org/} DROP" is not an IRI: it holds'):
            term_text(quad.subject)

    @staticmethod
    def answer(text: str) -> list[object]:
        return [row["x"] for row in EMPTY.query(f"SELECT ?x {{ VALUES ?x {{ {text} }} }}")]


class TestSyntaxErrors:
    @pytest.mark.parametrize(
        ("query", "line", "column", "reason"),
        [
            ("SELECT * WHERE { ?s ?p", 1, 23, "the query ends too early; expected a blank node, a number"),
            ("", 1, 1, "the query is empty"),
            ("\n\nSELEC * { }", 3, 1, 'did not expect "SELEC"; a query starts with PREFIX, BASE, SELECT'),
            ("# c\nSELECT * {\n ?s <a b> ?o }", 3, 5, '"<a b>" is not a valid IRI'),
            ("SELECT * { ?s <rel> ?o }", 1, 15, '"<rel>" is not a valid IRI (a full address is needed'),
            ("SELECT * { ?s ?p ?o } LIMIT x", 1, 29, 'did not expect "x"; expected a number'),
            (
                "SELECT * { ?s ?p ?o FILTER ?s > 3 }",
                1,
                28,
                'did not expect "?s"; expected a prefixed name, an IRI, "("',
            ),
            ("SELECT ?a ?b, ?c { ?s ?p ?o }", 1, 13, 'did not expect ","; expected a variable, "(", "{"'),
            ("ASK {} garbage", 1, 8, 'did not expect "garbage"'),
            ("SELECT * {?s ?p ?o}}", 1, 20, 'did not expect "}"'),
            ('SELECT * { ?s ?p "abc }', 1, 18, "the string that opens here is not closed"),
            ("SELECT (1 AS ?x) (2 AS ?x) {}", 1, 30, "duplicated variable name in SELECT"),
            ("SELECT ?x ?y { ?x ?y ?z } GROUP BY ?y", 1, 38, "the SELECT contains a variable that is unbound"),
            ("ASK { ?x groop:a ?y }", 1, 10, 'uses the prefix "groop:", which the query does not declare'),
            ("PREFIX a: <a:>\nASK { ?x a:a ?y . ?x group:b c:d }", 2, 30, '"c:d" uses the prefix "c:"'),
            ("ASK { ?x a:a }", 1, 10, "known prefixes: group, eq"),
            ("ASK { ?sé ?é 'é'@en-é }", 1, 20, 'did not expect "-"'),
        ],
    )
    def test_line_column_and_piece(self, query: str, line: int, column: int, reason: str) -> None:
        with pytest.raises(SyntaxError) as refused:
            EMPTY.query(query)

        error = explain_syntax_error(query, str(refused.value), {"group": "a:group#", "eq": "a:eq#"})

        assert reason in error.reason
        assert (line, column) == (error.line, error.column)

    def test_near_prefix_is_suggested(self) -> None:
        error = explain_syntax_error("ASK { groop:a ?p ?o }", "", {"group": "a:", "eq": "b:"})

        assert 'did you mean "group"?' in error.message

    def test_message_shows_the_line(self) -> None:
        error = explain_syntax_error("ASK {\n  ?x ?y }", "", {})

        assert "\n    ?x ?y }\n          ^" in error.message

    def test_a_long_piece_is_shortened(self) -> None:
        error = explain_syntax_error(f"ASK {{ ?x ?y ?z }} {'a' * 500}", "", {})

        assert '..."' in error.reason
        assert len(error.reason) < 200

    @settings(deadline=None)
    @given(TEXT)
    def test_any_text_gets_an_explanation(self, text: str) -> None:
        try:
            EMPTY.query(text)
        except SyntaxError as refused:
            error = explain_syntax_error(text, str(refused), {})
            assert error.reason
            assert error.line is not None


PIECES = st.sampled_from(
    [
        *("SERVICE", "service", "trueSERVICE", "xservice:a {", "ſervice", "ſERVICE", "FROM", "from:x", "<a:g>"),
        *(
            "DROP",
            "5DROP",
            "xDROP",
            "drop",
            "ADD",
            "address",
            "LOADx",
            "?DROP",
            '"DROP"',
            "#DROP\n",
            "<DROP>",
            "a:DROP",
        ),
        *("@en", "1e5", " ", "{", "é"),
    ]
)


@given(st.lists(PIECES).map("".join))
def test_looking_only_where_it_is_needed_refuses_the_same(text: str) -> None:
    """What is refused word by word is refused; the quick look may only say "look closer" too often."""
    store = OxigraphStore.memory()

    def verdict() -> type[Exception] | None:
        try:
            check_read_only(text, store)
        except SparqlSyntaxError:
            return None  # a string that is not closed: the engine refuses it as well
        except QueryError as error:
            return type(error)
        return None

    quick = verdict()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sparql, "_needs_a_look", lambda _query: True)
        assert verdict() == quick
