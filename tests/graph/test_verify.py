"""A snapshot held against the data at hand: the same result, or exactly what changed and what that comes from."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from equigraph.graph.changes import compare
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.profile import Profile
from equigraph.graph.recipe import MOST_TRIPLES, RECIPE, causes, data_digest
from equigraph.graph.snapshot import Snapshot, read_snapshot, take
from equigraph.graph.store import OxigraphStore
from equigraph.graph.verify import CHANGED, IMPOSSIBLE, SAME, diff, verify
from equigraph.ontology import grading

OLDER = Path(__file__).parent / "snapshots" / "older.snapshot"
TUTORING = {"practice": "high-dosage-tutoring"}
DATA_CHANGED = (
    "The data changed: version 2026.11.23 of 2026-11-23 (sha256:075f82112c7a) before, version 2026.11.23 of 2026-11-23 "
)


def again(snapshot: Snapshot) -> Snapshot:
    """As it comes back from its file."""
    return read_snapshot(snapshot.to_text().encode())


# --- the same -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "chosen"),
    [
        ("practice", TUTORING),
        ("practices-to-goals", {"group": "English Learners", "no_inferred": True}),
        ("practices-to-goals", {"goal": ["attendance-and-engagement", "academic-achievement"], "by": "kind"}),
        ("neighborhood", {"entity": ["ccsso"], "radius": 2, "max_nodes": 30}),
        ("commitments", {}),
    ],
)
def test_the_same_data_give_the_same_result(bundled_graph: KnowledgeGraph, view, chosen) -> None:
    snapshot = again(take(bundled_graph, view, chosen))
    found = verify(bundled_graph, snapshot)

    assert (SAME, True, ("The same result.",)) == (found.outcome, found.is_same, found.sentences)
    assert found.changes is not None
    assert found.changes.is_same
    assert found.today is not None
    assert snapshot.digest == found.today.digest


def test_the_profile_of_the_recipe_is_used(bundled_graph: KnowledgeGraph) -> None:
    ours, theirs = (
        KnowledgeGraph(bundled_graph.store, profile=Profile(name, {"groups": (name,)}))
        for name in ("english-learners", "students-with-disabilities")
    )
    snapshot = again(take(ours, "practice", {"practice": "bilingual-reading-instruction"}))
    other = diff(snapshot, take(theirs, "practice", {"practice": "bilingual-reading-instruction"}))

    assert [SAME] * 3 == [verify(graph, snapshot).outcome for graph in (bundled_graph, ours, theirs)]
    assert ("The profile differs.",) == other.causes
    assert any(line.differs_in("ours.sentence") for line in other.lines)


def test_things_moved_by_hand_are_no_other_result(bundled_graph: KnowledgeGraph) -> None:
    def arrange(network: Any) -> None:
        next(iter(network.nodes.values()))["y"] += 40.0

    found = verify(bundled_graph, take(bundled_graph, "practice", TUTORING, arrange=arrange))

    assert (SAME, ("The same result.", "1 thing stands elsewhere; that is no change of content.")) == (
        found.outcome,
        found.sentences,
    )


# --- the data changed -----------------------------------------------------------------------


def test_a_change_of_data_is_told_with_its_cause(bundled_graph: KnowledgeGraph, changed_graph: KnowledgeGraph) -> None:
    found = verify(changed_graph, again(take(bundled_graph, "practice", TUTORING)))

    assert CHANGED == found.outcome
    assert [
        "The result changed.",
        "1 claim added, 1 withdrawn; 1 verdict changed; 3 lines changed; 1 source removed.",
    ] == list(found.sentences[:2])
    assert found.sentences[2].startswith(DATA_CHANGED)
    assert "from no effect found (one source) to negative (2 sources) because 1 claim was added" in found.sentences[3]
    assert 1 == len(found.causes)


def test_a_change_elsewhere_leaves_the_result(bundled_graph: KnowledgeGraph, changed_graph: KnowledgeGraph) -> None:
    found = verify(changed_graph, take(bundled_graph, "practice", {"practice": "looping"}))

    assert (SAME, "The same result, though not all is as it was.") == (found.outcome, found.sentences[0])
    assert found.sentences[1].startswith(DATA_CHANGED)
    assert 2 == len(found.sentences)


def test_diff_of_two_snapshots_is_that_of_their_networks(
    bundled_graph: KnowledgeGraph, changed_graph: KnowledgeGraph
) -> None:
    before, after = (again(take(graph, "practice", TUTORING)) for graph in (bundled_graph, changed_graph))
    plain = compare(before.network, after.network)

    assert plain == dataclasses.replace(diff(before, after), causes=())
    assert diff(before, after).causes[0].startswith(DATA_CHANGED)


def test_what_is_gone_cannot_be_made_again(bundled_graph: KnowledgeGraph, tiny_graph: KnowledgeGraph) -> None:
    snapshot = take(bundled_graph, "practice", TUTORING)
    gone = verify(tiny_graph, snapshot)
    recipe = {**snapshot.recipe, "view": "no-such-view"}
    unknown = verify(bundled_graph, dataclasses.replace(snapshot, recipe=recipe))
    other = verify(
        bundled_graph,
        dataclasses.replace(
            snapshot, recipe={**snapshot.recipe, "parameters": {"colour": "x"}, "arguments": {"colour": "x"}}
        ),
    )

    assert [(IMPOSSIBLE, None, None)] * 3 == [(one.outcome, one.changes, one.today) for one in (gone, unknown, other)]
    assert gone.sentences[0].startswith('The snapshot cannot be made again from the data at hand: no practice "')
    assert 'no view "no-such-view"' in unknown.sentences[0]
    assert 'has no parameter "colour"' in other.sentences[0]


def test_a_change_that_nothing_explains_says_so(bundled_graph: KnowledgeGraph) -> None:
    snapshot = take(bundled_graph, "practice", TUTORING)
    for *_, edge in snapshot.network.edges(data=True):
        edge["label"] = "once called otherwise"
    found = verify(bundled_graph, snapshot)

    assert (CHANGED, ()) == (found.outcome, found.causes)
    assert found.sentences[0].startswith(
        "The result changed, though the recipe finds data, rule, query and program as they were"
    )


def test_an_older_snapshot_is_compared_in_what_it_holds(bundled_graph: KnowledgeGraph) -> None:
    found = verify(bundled_graph, read_snapshot(OLDER))
    told = " ".join(found.sentences)

    assert CHANGED == found.outcome
    assert "The version of equigraph changed: 0.0.9 before, 0.1.0 after." in told
    assert "The rule for grading changed: 0 before, 1 after." in told
    assert "Not held by the earlier one, and so not compared: " in told
    assert found.changes is not None
    assert not any(field.name.startswith("grade") for line in found.changes.lines for field in line.fields)


# --- the rule changed -----------------------------------------------------------------------


@pytest.fixture
def second_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The rule in a second version, which asks for more sources before it is moderately sure."""
    text = grading.GRADING_FILE.read_text("utf-8")
    stricter = text.replace('owl:versionInfo "1"', 'owl:versionInfo "2"').replace(
        'skos:prefLabel "moderate"@en ;\n    grading:leastPartly 2 ;',
        'skos:prefLabel "moderate"@en ;\n    grading:leastPartly 3 ;',
    )
    assert text != stricter
    path = tmp_path / "grading.ttl"
    path.write_text(stricter, "utf-8")
    monkeypatch.setattr(grading, "GRADING_FILE", path)
    grading.grading_rule.cache_clear()
    yield
    monkeypatch.undo()
    grading.grading_rule.cache_clear()


def test_a_second_rule_is_told_as_the_cause(bundled_graph: KnowledgeGraph, request: pytest.FixtureRequest) -> None:
    snapshot = again(take(bundled_graph, "practices-to-goals"))
    request.getfixturevalue("second_rule")
    found = verify(bundled_graph, snapshot)

    assert CHANGED == found.outcome
    assert ("The rule for grading changed: 1 before, 2 after.",) == found.causes
    assert found.changes is not None
    assert found.changes.lines
    assert () == found.changes.statements
    for line in found.changes.lines:
        assert ["rule"] == [reason.kind for reason in line.because]
        assert line.differs_in("grade.how_sure")
    assert any(
        "went from moderate to low because the rule for grading changed (version 1 before, 2 after)." in one
        for one in found.sentences
    )


# --- recipes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "before", "after"),
    [
        ((), {}, {}),
        (("The ontology changed: 1 before, 2 after.",), {"ontology_version": "1"}, {"ontology_version": "2"}),
        (("The query of the view changed.",), {"query": "a"}, {"query": "b"}),
        (("The version of equigraph changed: not recorded before, 1 after.",), {}, {"tool_version": "1"}),
        (
            ("The rule for grading changed: 1 before, 1 after (the same version, with another content).",),
            {"grading_version": "1", "grading_digest": "sha256:a"},
            {"grading_version": "1", "grading_digest": "sha256:b"},
        ),
        (
            ("The data changed: version 1 of 2026-01-01 (no digest) before, no version recorded (sha256:abc) after.",),
            {"data_version": "1", "data_date": "2026-01-01"},
            {"data_digest": "sha256:abc"},
        ),
        ((), {"author": "A", "layout": {"name": "layered"}}, {"author": "B", "layout": {}}),
    ],
)
def test_causes(expected, before, after) -> None:
    assert expected == causes({**RECIPE, **before}, {**RECIPE, **after})


class TestDataDigest:
    def test_is_computed_from_what_is_there(self, bundled_graph: KnowledgeGraph, changed_graph: KnowledgeGraph) -> None:
        assert bundled_graph.reader.catalog().digest == data_digest(bundled_graph)
        assert changed_graph.reader.catalog().digest != data_digest(changed_graph)

    def test_is_the_stated_one_elsewhere(self, bundled_graph: KnowledgeGraph, elsewhere: Any) -> None:
        graph = KnowledgeGraph(elsewhere(bundled_graph.store))

        assert "" == data_digest(graph)
        assert bundled_graph.reader.catalog().digest == take(graph, "commitments").recipe["data_digest"]

    def test_of_a_large_graph_is_not_computed(
        self, bundled_graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("equigraph.graph.recipe.MOST_TRIPLES", 1000)

        assert MOST_TRIPLES > 1000
        assert "" == data_digest(bundled_graph)

    def test_one_s_own_data_without_a_catalogue_have_one(self, tiny_graph: KnowledgeGraph) -> None:
        recipe = take(tiny_graph, "practices-to-goals").recipe

        assert recipe["data_digest"].startswith("sha256:")
        assert ("", "") == (recipe["data_version"], recipe["licence"])


def test_a_snapshot_of_one_s_own_data_is_verified(tiny_file: Path, tiny_graph: KnowledgeGraph) -> None:
    snapshot = again(take(tiny_graph, "practices-to-goals"))
    text = tiny_file.read_text("utf-8").replace("direction:null", "direction:negative")
    with OxigraphStore.files([write(tiny_file.with_name("other.ttl"), text)]) as store:
        found = verify(KnowledgeGraph(store), snapshot)

    assert (SAME, CHANGED) == (verify(tiny_graph, snapshot).outcome, found.outcome)
    assert found.causes[0].startswith("The data changed: no version recorded (sha256:")
    assert (
        "Verdict of Looping → Less exclusionary discipline went from no effect found (one source) to negative (one source) "
        "because 1 claim was changed: direction “no effect found” before, “negative” after, Roe, R. (2021). No effect of "
    )[:150] in " ".join(found.sentences)


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_the_recipe_is_json(bundled_graph: KnowledgeGraph) -> None:
    recipe = take(bundled_graph, "practices-to-goals", {"group": "english-learners"}).recipe

    assert recipe == json.loads(json.dumps(recipe))
