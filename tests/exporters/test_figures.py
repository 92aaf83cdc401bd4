"""The counts of a graph as text."""

from __future__ import annotations

from equigraph.exporters.figures import describe_catalog, figures
from equigraph.graph.knowledge_graph import KnowledgeGraph


def test_parts_add_up(bundled_graph: KnowledgeGraph) -> None:
    stats = bundled_graph.stats()
    rows = list(figures(stats))

    assert 285 == sum(int(count) for what, _, count in rows if what == "claims")
    bundles = {part: int(count) for what, part, count in rows if what == "practice-goal bundles"}
    resting = sum(bundles.pop(part) for part in list(bundles) if part.startswith("resting on"))
    assert (91, 135) == (resting, bundles.pop("all")) == (resting, sum(bundles.values()))
    assert 135 == sum(int(count) for what, _, count in rows if what == "bundles by how sure")


def test_every_blind_spot_is_said(bundled_graph: KnowledgeGraph) -> None:
    stats = bundled_graph.stats()
    before, after = describe_catalog(stats)

    assert "data of 2026-11-23" in before
    assert stats.catalog.blind_spots
    assert [] == [spot for spot in stats.catalog.blind_spots if f"- {spot}\n" not in after]


def test_a_graph_without_a_catalogue_says_nothing_of_itself(tmp_path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text("<urn:x:a> <urn:x:p> <urn:x:b> .", "utf-8")
    with KnowledgeGraph.open(str(file)) as graph:
        stats = graph.stats()

    assert ("", "") == describe_catalog(stats)
    assert [("triples", "all", "1")] == list(figures(stats))
