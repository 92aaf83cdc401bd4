"""Names people use: IRIs, CURIEs, slugs and labels; near names; search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.errors import AmbiguousEntityError, EntityNotFoundError, ParameterError
from equigraph.graph.entities import nearest
from equigraph.graph.knowledge_graph import KnowledgeGraph

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
def test_any_text_resolves_or_is_refused(tiny_graph: KnowledgeGraph, text: str) -> None:
    try:
        iri = tiny_graph.resolve(text)
    except (EntityNotFoundError, AmbiguousEntityError) as error:
        assert text == error.name  # noqa: PT017 # either outcome is right, if it is about this text
    else:
        assert iri.startswith("http")


def test_search_ranks_names_first(tiny_graph: KnowledgeGraph) -> None:
    hits, more = tiny_graph.search("tutoring")

    assert ["Tutoring", "Tutoring Act", "Tutoring works, mostly"] == [hit.label for hit in hits]
    assert ["Practice", "Policy", "ResearchSource"] == [hit.kind for hit in hits]
    assert not more


def test_search_finds_findings(tiny_graph: KnowledgeGraph) -> None:
    hits, _ = tiny_graph.search("no difference")

    assert [f"{ID}claim/c"] == [hit.iri for hit in hits]


def test_search_says_when_it_is_cut(tiny_graph: KnowledgeGraph) -> None:
    hits, more = tiny_graph.search("tutoring", limit=1)

    assert (1, True) == (len(hits), more)


@pytest.mark.parametrize("text", ['" } INSERT', "\\", "'''", "a\nb", "{", "ß"])
def test_search_takes_any_text(tiny_graph: KnowledgeGraph, text: str) -> None:
    assert ([], False) == tiny_graph.search(text)


@pytest.mark.parametrize("text", ["", "  "])
def test_search_for_nothing_is_refused(tiny_graph: KnowledgeGraph, text: str) -> None:
    with pytest.raises(ParameterError, match="nothing to look for"):
        tiny_graph.search(text)


def test_near_names_are_things_not_words_of_the_ontology(bundled_graph: KnowledgeGraph) -> None:
    with pytest.raises(EntityNotFoundError) as raised:
        bundled_graph.resolve("restorative practice")

    assert "Restorative practices" == raised.value.close[0]


def test_nearest_keeps_the_spelling() -> None:
    assert ["English Learners"] == nearest("english learner", ["English Learners", "All students"])
