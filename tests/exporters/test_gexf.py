"""GEXF: what the schema of version 1.3 allows and no more, looks for Gephi, and a way back by networkx."""

from __future__ import annotations

import io
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from equigraph.exporters.gexf import generate_gexf, write_gexf
from equigraph.exporters.palette import colour

SPACE, VIZ = "{http://gexf.net/1.3}", "{http://gexf.net/1.3/viz}"
# Of the schema that gexf.net publishes: the attributes and children of each element that occurs here.
SCHEMA = {
    "gexf": ({"version", "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"}, {"meta", "graph"}),
    "meta": ({"lastmodifieddate"}, {"creator", "description"}),
    "creator": (set(), set()),
    "description": (set(), set()),
    "graph": ({"defaultedgetype", "mode"}, {"attributes", "nodes", "edges"}),
    "attributes": ({"class"}, {"attribute"}),
    "attribute": ({"id", "title", "type"}, set()),
    "nodes": (set(), {"node"}),
    "node": ({"id", "label"}, {"attvalues", "color", "position", "size", "shape"}),
    "edges": (set(), {"edge"}),
    "edge": ({"id", "source", "target", "label", "weight", "kind"}, {"attvalues", "color", "thickness", "shape"}),
    "attvalues": (set(), {"attvalue"}),
    "attvalue": ({"for", "value"}, set()),
    "color": ({"r", "g", "b", "a"}, set()),
    "position": ({"x", "y", "z"}, set()),
    "size": ({"value"}, set()),
    "thickness": ({"value"}, set()),
    "shape": ({"value"}, set()),
}
TYPES = {"string", "long", "double", "boolean"}
SHAPES = {"disc", "square", "triangle", "diamond", "solid", "dotted", "dashed", "double"}


def bare(tag):
    return tag.removeprefix(SPACE).removeprefix(VIZ)


def back(network):
    return nx.read_gexf(io.BytesIO(generate_gexf(network).encode()), version="1.3")


@pytest.fixture(params=["practices-to-goals", "policies", "organizations", "neighborhood", "groups"])
def network(tiny_graph, request):
    if request.param == "groups":
        return tiny_graph.view("practices-to-goals", by="category")
    return tiny_graph.view(request.param, **({"entity": "tutoring"} if request.param == "neighborhood" else {}))


def test_it_is_what_the_schema_allows(network):
    root = ET.fromstring(generate_gexf(network))

    assert f"{SPACE}gexf" == root.tag
    for part in root.iter():
        attributes, children = SCHEMA[bare(part.tag)]
        assert set(part.attrib) <= attributes
        assert {bare(child.tag) for child in part} <= children
    assert {part.get("type") for part in root.iter(f"{SPACE}attribute")} <= TYPES
    assert {part.get("value") for part in root.iter(f"{VIZ}shape")} <= SHAPES
    for kind in ("node", "edge"):
        ids = [part.get("id") for part in root.iter(f"{SPACE}{kind}")]
        titles = [
            one.get("title") for part in root.iter(f"{SPACE}attributes") if part.get("class") == kind for one in part
        ]

        assert len(ids) == len(set(ids))
        assert len(titles) == len(set(titles))


def test_networkx_reads_it_back(network):
    found = back(network)

    assert set(network) == set(found)
    assert sorted((u, v, edge["iri"]) for u, v, edge in network.edges(data=True)) == sorted(
        (u, v, edge["predicate"]) for u, v, edge in found.edges(data=True)
    )
    for iri, node in network.nodes(data=True):
        read = found.nodes[iri]
        assert (node["label"], node["kind"], node["summary"]) == (read["label"], read["kind_"], read["summary"])
        assert (node["x"], -node["y"]) == (read["viz"]["position"]["x"], read["viz"]["position"]["y"])


def test_a_line_of_evidence(tiny_graph):
    found = back(tiny_graph.view("practices-to-goals"))
    [edge] = [edge for *_, edge in found.edges(data=True) if edge["verdict"] == "conflicting"]

    assert ("conflicting, 2 sources", 2.0, "evidence on") == (edge["label"], edge["weight"], edge["relation"])
    assert edge["evidence"].startswith("negative: Scores of English Learners fell. (Roe, R. (2021)")


def test_looks(tiny_graph):
    root = ET.fromstring(generate_gexf(tiny_graph.view("practices-to-goals")))
    [node] = [one for one in root.iter(f"{SPACE}node") if one.get("label") == "Tutoring"]
    [line] = [one for one in root.iter(f"{SPACE}edge") if one.get("label").startswith("conflicting")]

    def hexadecimal(part):
        channels = part.find(f"{VIZ}color")
        return "#" + "".join(f"{int(channels.get(name)):02x}" for name in "rgb")

    assert colour("practice-line") == hexadecimal(node)
    assert colour("conflicting") == hexadecimal(line)
    assert ("disc", "dashed") == (node.find(f"{VIZ}shape").get("value"), line.find(f"{VIZ}shape").get("value"))


def test_lines_of_different_meaning_are_kept_apart():
    network = nx.MultiDiGraph(statements={}, sources={})
    for key in ("funds", "studies"):
        network.add_edge("a", "b", key, iri=key, label=key)
    edges = list(ET.fromstring(generate_gexf(network)).iter(f"{SPACE}edge"))

    assert ["funds", "studies"] == [edge.get("kind") for edge in edges]
    assert ["e0", "e1"] == [edge.get("id") for edge in edges]


def test_sizes_shapes_and_names_that_mean_something_else():
    network = nx.MultiDiGraph(statements={}, sources={})
    network.add_node("a", label="A", members=4, start="2020", kind="Jurisdiction")
    network.add_node("b", label="B", members=10_000)
    network.add_edge("a", "b", "k", kind="evidence", verdict="insufficient", lines=3)
    text = generate_gexf(network)
    root = ET.fromstring(text)

    assert ["20.0", "60.0"] == [one.get("value") for one in root.iter(f"{VIZ}size")]
    assert ["diamond", "square", "dotted"] == [one.get("value") for one in root.iter(f"{VIZ}shape")]
    assert "3.0" == root.find(f".//{SPACE}edge").get("weight")
    assert "2020" == back(network).nodes["a"]["start_"]  # no time
    assert 'mode="static"' in text
    assert [] == list(root.iter(f"{VIZ}position"))  # nobody placed them


def test_it_is_dated_by_the_data(tmp_path):
    write_gexf(nx.MultiDiGraph(title="A", data_date="2026-11-23T10:00:00Z", licence="CC BY 4.0"), tmp_path / "a.gexf")
    root = ET.fromstring((tmp_path / "a.gexf").read_bytes())
    bare_root = ET.fromstring(generate_gexf(nx.MultiDiGraph()))

    assert "2026-11-23" == root.find(f"{SPACE}meta").get("lastmodifieddate")
    assert "A CC BY 4.0" == root.findtext(f"{SPACE}meta/{SPACE}description")
    assert {} == bare_root.find(f"{SPACE}meta").attrib
    assert "A network" == bare_root.findtext(f"{SPACE}meta/{SPACE}description")


def test_hostile_texts_survive(hostile):
    network = nx.MultiDiGraph(title=hostile, statements={}, sources={})
    network.add_node("a", label=hostile, summary=hostile)
    network.add_edge("a", "a", hostile, label=hostile)
    found = back(network)

    assert hostile == found.nodes["a"]["summary"]
    assert " ".join(hostile.split()) == found.nodes["a"]["label"].strip()


def test_what_xml_cannot_hold_is_marked():
    network = nx.MultiDiGraph(statements={}, sources={})
    network.add_node("a\x00", label="b\x01", summary="c\ufffe")

    [(name, node)] = back(network).nodes(data=True)
    assert ("a\ufffd", "b\ufffd", "c\ufffd") == (name, node["label"], node["summary"])
