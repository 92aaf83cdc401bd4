"""What XML cannot hold is counted once for each text it stands in."""

from __future__ import annotations

import time
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.exporters.xml_text import count_illegal
from equigraph.graph.knowledge_graph import KnowledgeGraph


def network_of(**texts):
    network = nx.MultiDiGraph(title=texts.get("title", ""), triples=["\x00 is no text for people"])
    network.add_node("a", label=texts.get("label", ""), facts=[["name", texts.get("fact", "")]], x=1.0, focus=True)
    network.add_edge("a", "a", key="e", counts={texts.get("count", ""): 1})
    return network


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        ({}, 0),
        ({"title": "\x00", "label": "\x01\x02", "fact": "\x1f", "count": "\ufffe\uffff"}, 6),
        ({"title": "the same \x00", "label": "the same \x00", "fact": "another \x00"}, 2),
        ({"title": "\t\n\r \x7f\x85\ufffd\ud7ff\ue000\U0010ffff \u202e"}, 0),
        ({"label": "\ud83d"}, 1),
    ],
    ids=["none", "everywhere", "the same", "legal", "half a pair"],
)
def test_every_text_is_looked_at_once(texts, count):
    assert count == count_illegal(network_of(**texts))


@given(st.characters())
def test_the_count_agrees_with_a_parser_of_xml(character):
    try:
        # As a reference, so that < and & are no marks.
        ET.fromstring(f"<a>&#{ord(character)};</a>")
        expected = 0
    except ET.ParseError:
        expected = 1
    # Expat lets the two non-characters pass, which the specification forbids.
    assert expected == count_illegal(network_of(label=character)) or character in "\ufffe\uffff"


def test_a_large_view_is_looked_at_in_no_time(bundled_graph: KnowledgeGraph):
    network = bundled_graph.view("practices-to-goals")
    start = time.process_time()

    assert 0 == count_illegal(network)
    assert time.process_time() - start < 0.25  # 10 ms here; measuring coverage makes Python several times slower
