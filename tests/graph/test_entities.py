"""Names people use: IRIs, CURIEs, slugs and labels; near names."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equigraph.errors import AmbiguousEntityError, EntityNotFoundError
from equigraph.graph.entities import nearest, resolve, resolve_concept
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.reader import Reader
from equigraph.graph.store import OxigraphStore

ID = "https://w3id.org/equigraph/id/"
TUTORING = f"{ID}practice/tutoring"


@pytest.mark.parametrize(
    "name",
    [TUTORING, f"<{TUTORING}>", "practice:tutoring", "tutoring", "Tutoring", " tUTORing "],
    ids=["IRI", "IRI in brackets", "CURIE", "slug", "label", "label in any case"],
)
def test_resolve(tiny_graph: KnowledgeGraph, name: str) -> None:
    assert TUTORING == tiny_graph.resolve(name)


@pytest.mark.parametrize(
    "name",
    ["nothing at all", "practice:nothing", "http://example.org/nothing", "no-prefix:x", "", "<>", 'a"} INSERT', "\\"],
)
def test_nothing_of_that_name(tiny_graph: KnowledgeGraph, name: str) -> None:
    with pytest.raises(EntityNotFoundError) as raised:
        tiny_graph.resolve(name)

    assert name == raised.value.name


def test_near_names_are_suggested(tiny_graph: KnowledgeGraph) -> None:
    with pytest.raises(EntityNotFoundError) as raised:
        tiny_graph.resolve("tutorin")

    assert "Tutoring" == raised.value.close[0]


def test_names_that_hold_the_text_are_suggested(bundled_graph: KnowledgeGraph) -> None:
    with pytest.raises(EntityNotFoundError) as raised:
        bundled_graph.resolve("tuto", "Practice")

    assert (
        "Adaptive or intelligent-tutoring software",
        "Cognitive Tutor",
        "High-dosage tutoring",
    ) == raised.value.close


def test_kind_must_fit(tiny_graph: KnowledgeGraph) -> None:
    with pytest.raises(EntityNotFoundError, match="no equity goal"):
        tiny_graph.resolve("Tutoring", "EquityGoal")


def test_ambiguous_names_list_candidates(bundled_graph: KnowledgeGraph) -> None:
    # Kentucky and Mississippi have a policy of that name; the tool must not choose between them.
    with pytest.raises(AmbiguousEntityError) as raised:
        bundled_graph.resolve("districts of innovation", "Policy")

    assert ("policy:ky-hb-37", "policy:ms-districts-of-innovation") == raised.value.candidates


@given(st.text(max_size=40))
@settings(deadline=None)  # the first name that is nowhere pays for the text index
def test_any_text_resolves_or_is_refused(tiny_graph: KnowledgeGraph, text: str) -> None:
    try:
        iri = tiny_graph.resolve(text)
    except (EntityNotFoundError, AmbiguousEntityError) as error:
        assert text == error.name  # noqa: PT017 # either outcome is right, if it is about this text
    else:
        assert iri.startswith("http")


def test_a_pasted_page_is_no_name(tiny_graph: KnowledgeGraph) -> None:
    with pytest.raises(EntityNotFoundError) as raised:
        tiny_graph.resolve("tutoring works " * 5000)

    assert () == raised.value.close


@pytest.mark.parametrize(
    ("close", "name", "kind"),
    [
        (["English Learners"], "englsh learner", None),
        (["English Learners"], "Englsh Lerners", "StudentGroup"),
        ([], "Englsh Lerners", "Practice"),
        (["Academic achievement"], "academc achievment", "EquityGoal"),
    ],
)
def test_near_names_by_words_that_are_nearly_right(
    tiny_graph: KnowledgeGraph, close: list[str], name: str, kind: str | None
) -> None:
    with pytest.raises(EntityNotFoundError) as raised:
        tiny_graph.resolve(name, kind)

    assert close == list(raised.value.close)


def test_near_names_elsewhere(tiny_graph: KnowledgeGraph, elsewhere: type) -> None:
    with pytest.raises(EntityNotFoundError) as raised:
        resolve(Reader(elsewhere(tiny_graph.store)), "englsh learner")

    assert ("English Learners",) == raised.value.close


@pytest.mark.parametrize("name", ["null", "NULL", "direction:null", "Null "])
def test_concepts(bundled_graph: KnowledgeGraph, name: str) -> None:
    assert f"{ID}direction/null" == resolve_concept(bundled_graph.reader, name, "direction")


def test_near_names_are_things_not_words_of_the_ontology(bundled_graph: KnowledgeGraph) -> None:
    with pytest.raises(EntityNotFoundError) as raised:
        bundled_graph.resolve("restorative practice")

    assert "Restorative practices" == raised.value.close[0]


def test_nearest_keeps_the_spelling() -> None:
    assert ["English Learners"] == nearest("english learner", ["English Learners", "All students"])


# --- names in many spellings --------------------------------------------------------------------

NAMES = """
@prefix eq: <https://w3id.org/equigraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <http://example.org/> .
:plain a eq:Practice ; skos:prefLabel "Peer tutoring" .
:english a eq:Practice ; skos:prefLabel "Mentoring"@en-US ; skos:altLabel "Coaching"@en .
:spanish a eq:Practice ; skos:prefLabel "Tutoría"@es .
:other a eq:Policy ; skos:prefLabel "coaching" .
:noted a eq:Policy ; skos:notation "HB 22-3" ; eq:number 7 .
[] a eq:Policy ; skos:prefLabel "Peer tutoring" .
"""


@pytest.fixture(params=["in this process", "elsewhere"])
def named(request: pytest.FixtureRequest, elsewhere: type) -> Reader:
    """Return a reader of NAMES, with a text index and without."""
    store = OxigraphStore.memory(pyoxigraph.parse(NAMES, pyoxigraph.RdfFormat.TURTLE))
    return Reader(store if request.param == "in this process" else elsewhere(store))


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("plain", "Peer tutoring"),
        ("plain", "peer TUTORING"),
        ("english", "Mentoring"),
        ("english", "mentoring"),
        ("spanish", "Tutoría"),
        ("spanish", "TUTORÍA"),
        ("noted", "hb 22-3"),
        ("noted", "7"),
        # spelt so by both, and by one of them as its own name
        ("other", "coaching"),
    ],
)
def test_names_in_any_case_and_language(named: Reader, iri: str, name: str) -> None:
    assert f"http://example.org/{iri}" == resolve(named, name)


@pytest.mark.parametrize("name", ["tutoria", "peer-tutoring", "HB 22 3"])
def test_accents_and_punctuation_count_in_a_name(named: Reader, name: str) -> None:
    with pytest.raises(EntityNotFoundError):
        resolve(named, name)


def test_the_exact_spelling_comes_before_another(named: Reader) -> None:
    assert "http://example.org/english" == resolve(named, "Coaching")


def test_slugs_curies_iris_and_exact_names_need_no_text_index(tiny_file: Path) -> None:
    with KnowledgeGraph.open(str(tiny_file)) as graph:
        for name in ("tutoring", "practice:tutoring", TUTORING, "Learner profiles"):
            graph.resolve(name)
        graph.view("practices-to-goals", goal="achievement")

        assert graph.reader._index is None
