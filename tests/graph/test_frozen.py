"""A network frozen and thawed is the same network, down to the order of its lines."""

from __future__ import annotations

import json
import math
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equigraph.errors import SnapshotError, UnrepresentableValueError
from equigraph.exporters.formats import EXPORTERS
from equigraph.graph.frozen import freeze, thaw
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.network import Network

VIEWS: dict[str, dict[str, Any]] = {
    "commitments": {},
    "neighborhood": {"entity": "ccsso"},
    "organizations": {},
    "policies": {},
    "practice": {"practice": "high-dosage-tutoring"},
    "practices-to-goals": {},
    "source": {"source": "r-nickow-2020"},
    "student-group": {"group": "english-learners"},
}
MORE: dict[str, tuple[str, dict[str, Any]]] = {
    "a chosen group": ("practices-to-goals", {"group": "english-learners"}),
    "categories": ("practices-to-goals", {"by": "category"}),
    "communities": ("organizations", {"by": "community"}),
    "a part": ("neighborhood", {"entity": "ccsso", "radius": 2, "max_nodes": 20}),
    "nothing": ("practices-to-goals", {"practice": "learner-profiles", "direction": "negative"}),
}
EVERY = {name: (name, chosen) for name, chosen in VIEWS.items()} | MORE

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
ATTRIBUTES = st.dictionaries(TEXTS, VALUES, max_size=3)
NAMES = st.sampled_from("abcdé\u202e")


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """A network made in any order: things, lines, parallel lines, loops, lines taken away and put back."""
    network = Network()
    network.graph.update(draw(ATTRIBUTES))
    for name in draw(st.lists(NAMES, max_size=6)):
        network.add_node(name)
        network.nodes[name].update(draw(ATTRIBUTES))
    for start, end, key in draw(st.lists(st.tuples(NAMES, NAMES, NAMES), max_size=12)):
        if network.has_edge(start, end, key):
            network.remove_edge(start, end, key)
        else:
            network.add_edge(start, end, key)
            network.edges[start, end, key].update(draw(ATTRIBUTES))
    return network


def everything(network: Network) -> Any:
    """All of a network that can be asked for, in the order in which it comes."""
    return (
        network.graph,
        list(network.nodes(data=True)),
        list(network.edges(keys=True, data=True)),
        list(network.in_edges(keys=True, data=True)),
        {node: list(network.pred[node]) for node in network},
    )


def through_json(network: Network) -> Network:
    return thaw(json.loads(json.dumps(freeze(network), ensure_ascii=False, allow_nan=False)))


@given(networks())
def test_nothing_is_lost(network) -> None:
    back = through_json(network)

    assert isinstance(back, nx.MultiDiGraph)
    assert repr(everything(network)) == repr(everything(back))  # 1, 1.0 and True are equal, and differ in a text


@given(networks())
@settings(max_examples=20)
def test_freezing_shares_nothing(network) -> None:
    before = repr(everything(network))
    for part in (frozen := freeze(network))["nodes"]:
        part["attributes"]["new"] = 1
    frozen["graph"]["new"] = 1

    assert before == repr(everything(network))


@pytest.mark.parametrize(("view", "chosen"), EVERY.values(), ids=EVERY)
def test_views_are_the_same_attribute_by_attribute(bundled_graph: KnowledgeGraph, view, chosen) -> None:
    network = bundled_graph.view(view, **chosen)

    assert repr(everything(network)) == repr(everything(through_json(network)))


@pytest.mark.parametrize("suffix", EXPORTERS)
@pytest.mark.parametrize("name", ["practice", "categories"])
def test_every_format_is_the_same(bundled_graph: KnowledgeGraph, suffix, name, tmp_path) -> None:
    view, chosen = EVERY[name]
    network = bundled_graph.view(view, **chosen)
    files = []
    for place, one in enumerate((network, through_json(network))):
        path = tmp_path / f"{place}{suffix}"
        EXPORTERS[suffix].write(one, path)
        files.append(path.read_bytes())

    assert files[0] == files[1]


@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, {1, 2}, (1, 2), {1: "a"}, complex(1), b"a", "\ud800", {"\ud800": 1}, [["\udfff"]]],
    ids=repr,
)
@pytest.mark.parametrize("where", ["graph", "node", "edge"])
def test_what_json_cannot_hold_is_refused(where, value) -> None:
    network = Network()
    network.add_node("a")
    key = network.add_edge("a", "a", key="k")
    {"graph": network.graph, "node": network.nodes["a"], "edge": network.edges["a", "a", key]}[where]["x"] = value

    with pytest.raises(UnrepresentableValueError, match="a snapshot cannot hold"):
        freeze(network)


NODE = {"id": "a", "attributes": {}}
EDGE = {"start": "a", "end": "a", "key": "k", "attributes": {}}
WHOLE = {"graph": {}, "nodes": [NODE], "edges": [EDGE]}


@pytest.mark.parametrize(
    ("reason", "value"),
    [
        ('holds no network: "graph"', 3),
        ('holds no network: "graph"', []),
        ('holds no network: "graph" is missing or is not values by name', {**WHOLE, "graph": []}),
        ('holds no network: "nodes" is missing or is not a list', {**WHOLE, "nodes": {}}),
        ('holds no network: "edges"', {"graph": {}, "nodes": []}),
        ('holds no network: "id" is missing or is not a text', {**WHOLE, "nodes": [{"attributes": {}}]}),
        ('holds no network: "id"', {**WHOLE, "nodes": ["a"]}),
        ('holds no network: "attributes"', {**WHOLE, "nodes": [{"id": "a", "attributes": None}]}),
        ('holds no network: "key"', {**WHOLE, "edges": [{**EDGE, "key": 1}]}),
        ('holds the thing "a" twice', {**WHOLE, "nodes": [NODE, NODE]}),
        ('holds the line "k" from "a" to "a" twice', {**WHOLE, "edges": [EDGE, EDGE]}),
        ('a line leads to "b", a thing that it does not hold', {**WHOLE, "edges": [{**EDGE, "end": "b"}]}),
    ],
)  # fmt: skip
def test_what_is_no_network_is_refused(reason, value) -> None:
    with pytest.raises(SnapshotError, match=reason):
        thaw(value)
