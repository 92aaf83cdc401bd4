"""The table of formats, and the formats that keep data: node-link JSON, Turtle, GraphML."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.errors import DataError, UnknownFormatError, UnrepresentableValueError
from equigraph.exporters.formats import EXPORTERS, export, exporter_for
from equigraph.exporters.graphml import generate_graphml
from equigraph.exporters.node_link import generate_node_link, parse_node_link, read_node_link
from equigraph.exporters.turtle import generate_turtle
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import edges_of

HOSTILE = [
    '</script><script>alert("x")</script>',
    "\"quotes\" and 'quotes' & <tags>",
    "مساواة في التعلم",  # right to left
    "👩🏽‍🏫🌍",
    "x" * 10_000,
    "a\u0000b\u0001c\ufffe",  # illegal in XML
    "line\nbreak\r\n. <a> <b> <c> .",
]


@pytest.mark.parametrize("suffix", EXPORTERS)
def test_every_format_writes_every_view(tiny_graph: KnowledgeGraph, tmp_path: Path, suffix: str) -> None:
    for name, parameters in {
        "practices-to-goals": {},
        "policies": {},
        "organizations": {},  # empty in the tiny graph: a valid file all the same
        "neighborhood": {"entity": "tutoring"},
    }.items():
        path = tmp_path / f"{name}{suffix}"
        exporter = export(tiny_graph.view(name, **parameters), path)
        assert suffix == exporter.suffixes[0]
        assert path.stat().st_size > 0


def test_unknown_formats_list_the_known() -> None:
    with pytest.raises(UnknownFormatError) as raised:
        exporter_for("picture.docx")

    assert ('unknown format ".docx"; known formats: ' + ", ".join(EXPORTERS)) == str(raised.value)


def test_suffixes_name_one_format_each() -> None:
    suffixes = [suffix for exporter in EXPORTERS.values() for suffix in exporter.suffixes]
    assert len(suffixes) == len(set(suffixes))


def test_node_link_round_trip(tiny_graph: KnowledgeGraph, tmp_path: Path) -> None:
    network = tiny_graph.view("practices-to-goals", group="learners")
    export(network, tmp_path / "a.json")
    back = read_node_link(tmp_path / "a.json")

    assert dict(network.nodes(data=True)) == dict(back.nodes(data=True))
    assert sorted(network.edges(keys=True, data=True)) == sorted(back.edges(keys=True, data=True))
    assert {name: value for name, value in network.graph.items() if name != "triples"} == back.graph


@given(st.text())
def test_node_link_keeps_any_text(text: str) -> None:
    network = nx.MultiDiGraph(title=text)
    network.add_node("a", label=text)

    back = parse_node_link(generate_node_link(network))
    assert (text, text) == (back.graph["title"], back.nodes["a"]["label"])


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"nodes": 1}', "not json"])
def test_not_node_link(text: str) -> None:
    with pytest.raises(DataError, match="not node-link JSON"):
        parse_node_link(text)


def test_turtle_holds_exactly_what_is_shown(tiny_graph: KnowledgeGraph) -> None:
    network = tiny_graph.view("practices-to-goals", practice="looping")
    text = generate_turtle(network)
    store = ox.Store()
    store.load(text.encode(), ox.RdfFormat.TURTLE)
    subjects = {quad.subject.value.removeprefix("https://w3id.org/equigraph/id/") for quad in store}

    # The one claim, its ends, all goals that are listed, and the sources of all these; no other claim.
    assert {
        "practice/looping",
        "claim/c",
        "source/one",
        "source/two",
        "goal/achievement",
        "goal/discipline",
        "goal/stability",
    } == subjects
    assert set(network.graph["triples"]) == {f"{quad.triple} ." for quad in store}


@given(st.text())
def test_a_title_never_becomes_a_statement(title: str) -> None:
    text = generate_turtle(nx.MultiDiGraph(title=title, data_version=title, licence=title, triples=[]))

    assert [] == list(ox.parse(text.encode(), ox.RdfFormat.TURTLE))


def test_graphml_is_read_back_by_networkx(tiny_graph: KnowledgeGraph, tmp_path: Path) -> None:
    network = tiny_graph.view("practices-to-goals")
    export(network, tmp_path / "a.graphml")
    back = nx.read_graphml(tmp_path / "a.graphml", force_multigraph=True)

    assert set(network.nodes) == set(back.nodes)
    assert {(u, v, edge["verdict"], edge["claims"]) for u, v, edge in edges_of(network)} == {
        (u, v, edge["verdict"], edge["claims"]) for u, v, edge in back.edges(data=True)
    }
    [evidence] = [edge["evidence"] for _, _, edge in back.edges(data=True) if edge["claims"] == 2]
    assert evidence.startswith("negative: Scores of English Learners fell. (Roe, R. (2021)")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_survive(text: str, tmp_path: Path) -> None:
    network = nx.MultiDiGraph(title=text, triples=[], statements={}, sources={})
    network.add_node("http://example.org/a", label=text, facts=[["name", text]])
    (tmp_path / "a.graphml").write_text(generate_graphml(network), encoding="utf-8", newline="")
    back = nx.read_graphml(tmp_path / "a.graphml")

    expected = text.replace("\u0000", "\ufffd").replace("\u0001", "\ufffd").replace("\ufffe", "\ufffd")
    # XML readers turn every line end into a line feed (XML 1.0, section 2.11).
    expected = expected.replace("\r\n", "\n")
    assert expected == back.nodes["http://example.org/a"]["label"]
    assert text == json.loads(generate_node_link(network))["nodes"][0]["label"]


def test_graphml_refuses_what_it_cannot_hold() -> None:
    network = nx.MultiDiGraph(statements={}, sources={})
    network.add_node("a", label=object())

    with pytest.raises(UnrepresentableValueError) as raised:
        generate_graphml(network)
    assert "a" == raised.value.node


@pytest.mark.slow
@pytest.mark.parametrize("view", ["practices-to-goals", "organizations"])
def test_same_data_same_bytes_whatever_the_hash_seed(view: str, tmp_path: Path) -> None:
    code = (
        "import sys; from equigraph.graph.knowledge_graph import KnowledgeGraph as K;"
        "from equigraph.exporters.formats import EXPORTERS, export;"
        "n = K.open().view(sys.argv[1]); [export(n, sys.argv[2] + s) for s in EXPORTERS]"
    )
    for seed in ("0", "12345"):
        subprocess.run(
            [sys.executable, "-c", code, view, str(tmp_path / seed)],
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        )
    for suffix in EXPORTERS:
        assert (tmp_path / f"0{suffix}").read_bytes() == (tmp_path / f"12345{suffix}").read_bytes(), suffix
