"""The layout file as a format, and networks placed by hand in every other format."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from equigraph.errors import NotSavedError
from equigraph.exporters.formats import EXPORTERS, export
from equigraph.exporters.positions import generate_positions, write_positions
from equigraph.exporters.svg import generate_svg
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.place_with import place_with
from equigraph.graph.positions import Positions, positions_of, read_positions


@pytest.fixture
def moved(tiny_graph: KnowledgeGraph) -> nx.MultiDiGraph:
    """A view whose boxes a person moved: crossed over, aside, halfway out of the canvas."""
    network = tiny_graph.view("practices-to-goals")
    laid_out = positions_of(network)
    places = dict(laid_out.places)
    first, second, third, *_ = sorted(places)
    places[first], places[second] = places[second], (places[first][0] + 40.5, places[first][1])
    places[third] = (-20.0, 30.25)
    place_with(network, Positions(places, laid_out.width, laid_out.height))
    return network


def test_the_file_is_written_and_read_back(moved, tmp_path: Path) -> None:
    path = tmp_path / "a.layout.json"
    write_positions(moved, path)
    positions = read_positions(path)

    assert generate_positions(moved) == path.read_text(encoding="utf-8")
    assert {node: (data["x"], data["y"]) for node, data in moved.nodes(data=True)} == positions.places
    assert "practices-to-goals" == positions.view
    assert list(positions.places) == sorted(positions.places)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotSavedError, match="does not exist"):
        write_positions(nx.MultiDiGraph(), tmp_path / "none" / "a.layout.json")


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_every_format_writes_what_was_placed_by_hand(moved, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    export(moved, path)
    again = tmp_path / f"b{suffix}"
    export(moved, again)

    assert path.stat().st_size > 100
    assert path.read_bytes() == again.read_bytes()


def test_formats_that_hold_places_hold_those_given_by_hand(moved, tmp_path: Path) -> None:
    node = min(moved)
    export(moved, tmp_path / "a.json")
    export(moved, tmp_path / "a.graphml")
    [read] = [one for one in json.loads((tmp_path / "a.json").read_text("utf-8"))["nodes"] if one["id"] == node]
    from_graphml = nx.read_graphml(tmp_path / "a.graphml", force_multigraph=True).nodes[node]

    for data in (read, from_graphml):
        assert (moved.nodes[node]["x"], moved.nodes[node]["y"]) == (data["x"], data["y"])
    assert ET.fromstring(generate_svg(moved)).get("viewBox") is not None
