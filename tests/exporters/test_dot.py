"""DOT: read back by pydot, whatever the labels hold, and within what Graphviz can read."""

from __future__ import annotations

import html
import re

import networkx as nx
import pydot
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.exporters.dot import generate_dot, quoted, write_dot
from equigraph.graph.labels import clean


def read(network):
    [graph] = pydot.graph_from_dot_data(generate_dot(network))
    nodes = {node.get_name(): node for node in graph.get_nodes() if node.get_name() not in {"node", "edge", "graph"}}
    return graph, nodes, graph.get_edges()


def plain(text):
    """Return what Graphviz shows for a quoted string."""
    inner = re.sub(r'\\"', '"', text[1:-1])
    return html.unescape(re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], inner))


@pytest.mark.parametrize("view", ["practices-to-goals", "policies", "organizations", "neighborhood"])
def test_pydot_reads_it_back(tiny_graph, view):
    network = tiny_graph.view(view, **({"entity": "tutoring"} if view == "neighborhood" else {}))
    _, nodes, edges = read(network)
    iris = {name: plain(node.get("comment")) for name, node in nodes.items()}

    assert set(network) == set(iris.values())
    assert sorted((u, v) for u, v, _ in network.edges) == sorted(
        (iris[edge.get_source()], iris[edge.get_destination()]) for edge in edges
    )
    for name, node in nodes.items():
        placed = network.nodes[iris[name]]
        assert placed["label"] == plain(node.get("label")).replace("\n", " ")
        x, y = map(float, node.get("pos").strip('"!').split(","))
        assert (pytest.approx(placed["x"] * 0.75, abs=0.01), pytest.approx(placed["y"] * -0.75, abs=0.01)) == (x, y)


def test_looks_and_words(tiny_graph):
    network = tiny_graph.view("practices-to-goals")
    graph, nodes, edges = read(network)
    [line] = [edge for edge in edges if plain(edge.get("label")) == "conflicting, 2 sources"]
    [focus] = [node for node in nodes.values() if plain(node.get("label")) == "Tutoring"]
    [listed] = [node for node in nodes.values() if plain(node.get("label")) == "Learner profiles"]

    assert ("dashed", '"#a800c0"', '"#a800c0"') == (line.get("style"), line.get("color"), line.get("fontcolor"))
    assert plain(line.get("edgetooltip")).endswith("Academic achievement: conflicting, 2 sources (2 claims)")
    assert ("box", '"filled,rounded"', '"#e6f5f3"') == (focus.get("shape"), focus.get("style"), focus.get("fillcolor"))
    assert "Tutoring: One tutor, few students." == plain(focus.get("tooltip"))
    assert ('"filled,rounded,dashed"', '"#ffffff"') == (listed.get("style"), listed.get("fillcolor"))
    assert plain(graph.get_attributes().get("label") or graph.get_graph_defaults()[0]["label"]).startswith(
        f"{network.graph['title']}\n"
    )


def of(text, **more):
    network = nx.MultiDiGraph(title=text, citation=text, statements={}, sources={})
    network.add_node("a", label=text, kind="Policy", **more)
    network.add_edge("a", "a", text, label=text, mapping="inferred")
    return network


def test_hostile_labels_are_labels(hostile):
    _, nodes, edges = read(of(hostile))
    shown = "".join(plain(nodes["n0"].get("label")).split())

    # broken into lines, and cut where it is very long
    assert "".join(clean(hostile).split()).startswith(shown.removesuffix("\u2026"))
    assert 1 == len(edges)
    assert (clean(hostile) in plain(nodes["n0"].get("tooltip"))) or plain(nodes["n0"].get("tooltip")).endswith("\u2026")


@given(st.text(max_size=200))
def test_what_is_quoted_is_shown_as_it_is(text):
    written = quoted(text)

    assert clean(text) == plain(written)
    assert re.fullmatch(r'"(?:[^"\\\n]|\\.)*"', written)  # one string, in one line


def test_long_strings_are_cut_visibly():
    written = quoted("\u00e9" * 10_000, "never")

    assert 2_000 == len(plain(written))
    assert written.endswith('\u2026"')
    assert len(max(re.findall(r'"(?:[^"\\]|\\.)*"', generate_dot(of('&amp;"' * 4_000))), key=len).encode()) < 16_384


def test_links_are_safe_ones_and_the_focus_is_bold():
    _, nodes, _ = read(of("A", url="https://example.org/a", focus=True))
    assert ('"https://example.org/a"', "2") == (nodes["n0"].get("URL"), nodes["n0"].get("penwidth"))
    assert read(of("A", url="javascript:alert(1)"))[1]["n0"].get("URL") is None


def test_a_line_without_a_verdict_is_dotted_where_nothing_could_judge():
    network = of("A")
    network.add_edge("a", "a", "k", kind="evidence", verdict="insufficient", strength="insufficient, one source")
    _, _, edges = read(network)

    assert ["dashed", "dotted"] == [edge.get("style") for edge in edges]


def test_an_empty_network_says_so(tmp_path):
    write_dot(nx.MultiDiGraph(), tmp_path / "a.dot")
    text = (tmp_path / "a.dot").read_text("utf-8")

    assert "Nothing to show: no node matches." in text
    assert "layout=dot" in text  # nothing is placed
    assert 1 == len(pydot.graph_from_dot_data(text))
