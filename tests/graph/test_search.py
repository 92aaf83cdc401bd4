"""Search: what comes first, what is corrected, what is marked; on a graph in this process and on one elsewhere."""

from __future__ import annotations

import re

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from equigraph.errors import EndpointError, ParameterError
from equigraph.graph import search as module
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.reader import Reader
from equigraph.graph.search import Found, search, virtuoso_pattern
from equigraph.graph.store import OxigraphStore

ID = "https://w3id.org/equigraph/id/"
SKOS = "http://www.w3.org/2004/02/skos/core#"

# One thing for each place in the order of hits, and what must not be mistaken.
RANKED = """
@prefix eq: <https://w3id.org/equigraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix bibo: <http://purl.org/ontology/bibo/> .
@prefix : <http://example.org/> .
:name a eq:Practice ; skos:prefLabel "Extended day"@en .
:other-name a eq:Practice ; skos:prefLabel "Longer school hours"@en ; skos:altLabel "extended day"@en .
:identifier a eq:Policy ; skos:prefLabel "A law"@en ; skos:notation "EXTENDED-DAY" .
:begins a eq:Practice ; skos:prefLabel "Extended day and year"@en .
:words a eq:ResearchSource ; dcterms:title "What is known of the day that is extended"@en .
:other-words a eq:Policy ; skos:prefLabel "Another law"@en ; skos:altLabel "the day is extended"@en .
:passage a eq:EvidenceClaim ; eq:finding "An extended school day did no harm."@en .
:cited a eq:ResearchSource ; dcterms:title "Ein Titel"@de ; bibo:doi "10.3102/0034654316628645" ; eq:eric "ED539738" ;
    dcterms:bibliographicCitation "N.J.S.A. 18A:33-27.2" .
:goal a eq:EquityGoal ; skos:prefLabel "Academic achievement"@en ; skos:notation "edwp" .
:chinese a eq:EquityGoal ; skos:prefLabel "公平教育"@zh .
:hebrew a eq:EquityGoal ; skos:prefLabel "שוויון בחינוך"@he .
:accents a eq:EquityGoal ; skos:prefLabel "Équité à l’école"@fr .
"""


@pytest.fixture(scope="module")
def ranked() -> KnowledgeGraph:
    return KnowledgeGraph(OxigraphStore.memory(pyoxigraph.parse(RANKED, pyoxigraph.RdfFormat.TURTLE)))


@pytest.fixture(params=["in this process", "elsewhere", "elsewhere, a Virtuoso without text index"])
def reader(request: pytest.FixtureRequest, tiny_graph: KnowledgeGraph, elsewhere: type) -> Reader:
    """Return a reader of the tiny graph; any other way of reaching it can be added here."""
    if request.param == "in this process":
        return tiny_graph.reader
    return Reader(elsewhere(tiny_graph.store, "virtuoso" if "Virtuoso" in request.param else ""))


def iris(found: Found) -> list[str]:
    return [hit.iri.removeprefix(ID).removeprefix("http://example.org/") for hit in found.hits]


def marked(found: Found) -> list[list[str]]:
    return [[hit.text[start:end] for start, end in hit.marks] for hit in found.hits]


# --- any way to reach a graph -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["practice/tutoring", "policy/act", "source/one"], "tutoring"),
        (["practice/tutoring", "policy/act", "source/one"], "TUTORING"),
        (["practice/tutoring", "policy/act", "source/one"], "tutor"),
        (["claim/c"], "no difference"),
        (["claim/c"], " No difference was found. "),
        (["practice/profiles"], "learner profiles"),
        (["source/one"], "10.1000/one"),
        (["source/one"], "https://doi.org/10.1000/one"),
        (["source/one"], "doi:10.1000/one"),
        (["practice/looping"], "practice:looping"),
        (["practice/profiles"], "profiles"),
        (["practice/looping"], f"{ID}practice/looping"),
        (["practice/looping"], f"<{ID}practice/looping>"),
        ([], "xyzzyq"),
        ([], "ß"),
    ],
)
def test_search_reaches(reader: Reader, expected: list[str], text: str) -> None:
    assert expected == iris(search(reader, text, 20))[: len(expected) or 1]


def test_hits_tell_what_they_are(reader: Reader) -> None:
    found = search(reader, "tutoring", 20)

    assert ["Tutoring", "Tutoring Act", "Tutoring works, mostly"] == [hit.label for hit in found.hits]
    assert ["Practice", "Policy", "ResearchSource"] == [hit.kind for hit in found.hits]
    assert [["Tutoring"]] * 3 == marked(found)
    assert not found.more


def test_a_thing_without_a_name_is_shown_by_its_iri(reader: Reader) -> None:
    [hit] = search(reader, "no difference", 20).hits

    assert ("c", "No difference was found.") == (hit.label, hit.text)


def test_search_says_when_it_is_cut(reader: Reader) -> None:
    found = search(reader, "tutoring", 1)

    assert (1, True) == (len(found.hits), found.more)


@pytest.mark.parametrize("text", ['" } INSERT', "\\", "'''", "a\nb", "{", "ß", "*", "(((", "\ud800"])
def test_nothing_is_found_for_what_is_not_there(reader: Reader, text: str) -> None:
    found = search(reader, text, 20)

    assert ((), False) == (found.hits, found.more)


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_search_for_nothing_is_refused(reader: Reader, text: str) -> None:
    with pytest.raises(ParameterError, match="nothing to look for"):
        search(reader, text, 20)


@given(st.text(max_size=60) | st.from_regex(r"[a-z\"*^:()+\- ]{1,30}(OR|AND|NOT|NEAR)?", fullmatch=True))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_searched_for(reader: Reader, text: str) -> None:
    try:
        found = search(reader, text, 5)
    except ParameterError:
        assert not text.strip()  # either outcome is right, if it is about this text
        return
    assert len(found.hits) <= 5
    assert len(set(iris(found))) == len(found.hits)
    for hit in found.hits:
        places = [place for pair in hit.marks for place in pair]
        assert places == sorted(places)
        assert all(0 <= place <= len(hit.text) for place in places)


# --- the order ----------------------------------------------------------------------------------


def test_the_order_of_hits(ranked: KnowledgeGraph) -> None:
    found = ranked.search("Extended day")

    assert ["name", "other-name", "identifier", "begins", "words", "other-words", "passage"] == iris(found)
    assert [0, 1, 2, 3, 4, 5, 6] == [hit.score for hit in found.hits]
    assert not found.notes
    assert [["day", "extended"]] * 7 == [sorted(word.lower() for word in words) for words in marked(found)]


def test_the_order_is_the_same_on_a_server(ranked: KnowledgeGraph, elsewhere: type) -> None:
    found = search(Reader(elsewhere(ranked.store)), "extended day", 20)

    assert ["name", "other-name", "begins"] == iris(found)  # only texts that hold it as it is typed


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("cited", "10.3102/0034654316628645"),
        ("cited", "https://dx.doi.org/10.3102/0034654316628645"),
        ("cited", "DOI: 10.3102/0034654316628645"),
        ("cited", "10.3102/00346"),
        ("cited", "ED539738"),
        ("cited", "ed5397"),
        ("cited", "N.J.S.A. 18A:33-27.2"),
        ("goal", "edwp"),
        ("chinese", "教育"),
        ("chinese", "公平"),
        ("chinese", "公平教育"),
        ("hebrew", "שוויון"),
        ("hebrew", "בחינ"),
        ("accents", "equite ecole"),
        ("accents", "E\u0301QUITE\u0301"),
    ],
)
def test_identifiers_and_scripts(ranked: KnowledgeGraph, expected: str, text: str) -> None:
    found = ranked.search(text)

    assert expected == iris(found)[0]
    assert found.hits[0].marks
    assert not found.notes


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("group/english-learners", "English Learners"),
        ("group/english-learners", "english learners"),
        ("practice/multi-tiered-system-of-supports", "MTSS"),
        ("practice/high-dosage-tutoring", "High-dosage tutoring"),
        ("practice/high-dosage-tutoring", "high-dosage-tutoring"),
        ("practice/high-dosage-tutoring", "dosage tutor"),
        ("source/r-zheng-2016", "10.3102/0034654316628645"),
        ("source/r-wwc-siop-2013", "ED539738"),
        ("organization/vermont", "Vermont"),
    ],
)
def test_first_hits_of_the_bundled_graph(bundled_graph: KnowledgeGraph, expected: str, text: str) -> None:
    found = bundled_graph.search(text, limit=3)

    assert expected == iris(found)[0]
    assert not found.notes


@pytest.fixture(scope="module")
def names(bundled_graph: KnowledgeGraph) -> list[tuple[str, str]]:
    """Return every name in the bundled graph, with its thing."""
    return [(row["thing"].value, row["text"].value) for row in bundled_graph.reader.rows("labels")]


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_every_name_finds_its_thing(
    bundled_graph: KnowledgeGraph, names: list[tuple[str, str]], data: st.DataObject
) -> None:
    iri, name = data.draw(st.sampled_from(names))

    assert iri in [hit.iri for hit in bundled_graph.search(name, limit=20).hits]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40), min_size=1, max_size=5))
@settings(deadline=None, max_examples=60)
def test_any_name_with_a_letter_finds_its_thing(names: list[str]) -> None:
    from equigraph.graph.words import fold

    label = NamedNode(SKOS + "prefLabel")
    quads = [Quad(NamedNode(f"http://example.org/{n}"), label, Literal(name)) for n, name in enumerate(names)]
    with KnowledgeGraph(OxigraphStore.memory(quads)) as graph:
        for number, name in enumerate(names):
            if fold(name):
                found = graph.search(name)
                assert str(number) in iris(found)
                assert 0 == found.hits[0].score


# --- what is nearly right -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "notes", "text"),
    [
        (
            ("source/r-wsipp-370", ["Tutoring"]),
            ["Nothing holds “tutroing”; this is for “tutoring”."],
            "tutroing",
        ),
        (
            ("group/english-learners", ["English", "Learners"]),
            ["Nothing holds “Englsh”; this is for “english”.", "Nothing holds “lerners”; this is for “learners”."],
            "Englsh lerners",
        ),
        (
            ("practice/restorative-practices", ["Restorative"]),
            ["Nothing holds “restoritive”; this is for “restorative”."],
            "restoritive",
        ),
        (
            ("practice/restorative-practices", ["Restorative", "practices"]),
            ["Nothing holds “restoritive”; this is for “restorative”."],
            "restoritive-practices",
        ),
        (
            ("group/english-learners", ["English", "Learners"]),
            ["Nothing holds “xyzzyq”; it was left out."],
            "xyzzyq english learners",
        ),
    ],
    ids=["letters swapped", "letters left out", "another letter", "joined by a hyphen", "nothing near"],
)
def test_words_that_are_nearly_right(
    bundled_graph: KnowledgeGraph, expected: tuple[str, list[str]], notes: list[str], text: str
) -> None:
    found = bundled_graph.search(text, limit=3)

    assert notes == list(found.notes)
    assert expected == (iris(found)[0], marked(found)[0])


@pytest.mark.parametrize(
    ("expected", "notes", "text"),
    [
        (["0"], ["Nothing holds “earning” with the rest; this is for “learning”."], "school earning"),
        (["1", "0"], [module.IN_NONE], "money school"),
        (["2"], [module.IN_SEVERAL], "proficiency vermont"),
        (["2", "1"], [module.IN_NONE], "act money vermont"),
        (["0"], [], "learning/school"),  # not one after the other, but both are there
    ],
)
def test_words_that_are_nowhere_together(expected: list[str], notes: list[str], text: str) -> None:
    label, definition = NamedNode(SKOS + "prefLabel"), NamedNode(SKOS + "definition")
    texts = ("School learning", "Earning money", "Vermont Act 77")
    quads = [Quad(NamedNode(f"http://example.org/{n}"), label, Literal(name)) for n, name in enumerate(texts)]
    quads.append(Quad(NamedNode("http://example.org/2"), definition, Literal("Graduation rests on proficiency.")))
    with KnowledgeGraph(OxigraphStore.memory(quads)) as graph:
        found = graph.search(text)

    assert (expected, notes) == (iris(found), list(found.notes))


def test_nothing_is_corrected_where_nothing_is_near(bundled_graph: KnowledgeGraph) -> None:
    assert Found() == bundled_graph.search("qqqq zzzzzz")


@pytest.mark.parametrize(
    "text",
    [
        "tutoring OR looping",
        "NOT looping",
        "loop* NEAR tutoring",
        "name:looping",
        "-looping",
        "(looping)",
        '"looping"',
        "^looping",
    ],
)
def test_no_character_has_a_meaning(tiny_graph: KnowledgeGraph, text: str) -> None:
    bare = " ".join(re.findall(r"\w+", text))

    assert iris(tiny_graph.search(bare)) == iris(tiny_graph.search(text))


def test_a_pasted_page_is_searched_by_its_first_words(tiny_graph: KnowledgeGraph) -> None:
    text = "tutoring " + " ".join(f"tutoring-{number}" for number in range(2000))
    found = tiny_graph.search(text)

    assert "practice/tutoring" in iris(found)
    assert "Only the first 16 words were looked for." == found.notes[0]
    assert ((), ()) == (tiny_graph.search("x" * 10_000).hits, tiny_graph.search("x" * 10_000).notes)


def test_only_signs_are_explained(tiny_graph: KnowledgeGraph) -> None:
    assert Found(notes=("“?!” holds no letter and no digit, and only these are looked for.",)) == tiny_graph.search(
        "?!"
    )


# --- on a server --------------------------------------------------------------------------------


def test_a_server_without_a_known_index_is_read(tiny_graph: KnowledgeGraph, elsewhere: type) -> None:
    found = search(Reader(elsewhere(tiny_graph.store)), "utorin", 20)

    assert ("The server has no text index that is known here; all names and texts were read.",) == found.notes
    assert ["policy/act", "practice/tutoring"] == sorted(iris(found))[:2]
    assert ["utorin"] == marked(found)[0]


def test_where_the_limit_bit_it_is_said(
    tiny_graph: KnowledgeGraph, elsewhere: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SEARCH_ROWS", 2)
    found = search(Reader(elsewhere(tiny_graph.store)), "tutoring", 20)

    assert found.more
    assert (
        "The server has no text index that is known here; the first 2 texts with “tutoring” in them were read.",
    ) == found.notes


def test_a_virtuoso_without_a_text_index_is_read(tiny_graph: KnowledgeGraph, elsewhere: type) -> None:
    store = elsewhere(tiny_graph.store, "virtuoso")
    found = search(Reader(store), "tutoring", 20)

    assert "practice/tutoring" == iris(found)[0]
    assert ("The server has no text index, or it holds none of this; all names and texts were read.",) == found.notes
    assert 1 == sum("bif:contains \"'tutoring*'\"" in query for query in store.asked)


def test_what_virtuoso_refuses_is_read(tiny_graph: KnowledgeGraph, elsewhere: type) -> None:
    class Refusing(elsewhere):
        def query(self, query: str) -> object:
            if "?value bif:contains" in query:
                raise EndpointError("http://127.0.0.1/sparql", "phrase consists of noise words exclusively")
            return super().query(query)

    found = search(Reader(Refusing(tiny_graph.store, "virtuoso")), "tutoring", 20)

    assert "practice/tutoring" == iris(found)[0]


def test_where_no_index_can_be_made_the_graph_is_read(tiny_graph: KnowledgeGraph) -> None:
    reader = Reader(tiny_graph.store)
    reader.index_problem = "no FTS5"
    found = search(reader, "tutoring", 20)

    assert "practice/tutoring" == iris(found)[0]
    assert ("No text index could be made (no FTS5); all names and texts were read.",) == found.notes


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("'tutor*' AND 'one'", "Tutor one"),
        ("'or' AND 'not' AND 'near*'", 'OR NOT OR "near*"'),
        ("'neil*'", "O'Neil"),
        ("'0034654316628645*'", "10.3102/0034654316628645"),
        ("'école*'", "École"),
        ("", "'\"; DROP"[:2]),
        ("'a'", f"a {'x' * 101}"),
    ],
)
def test_virtuoso_pattern(pattern: str, text: str) -> None:
    assert pattern == virtuoso_pattern(text)


@given(st.text() | st.text("ab'\"\\*()\n -"))
def test_no_text_escapes_the_quotes_of_virtuoso(text: str) -> None:
    pattern = virtuoso_pattern(text)
    pieces = pattern.split(" AND ") if pattern else []

    for piece in pieces:
        word = re.fullmatch(r"'([^']+?)\*?'", piece)
        assert word
        assert not set(word[1]) & set("'\"\\*() \t\n")
        assert word[1] in text.lower()
