"""How lines look to programs that draw them: never by colour alone, never a verdict without its sources."""

from __future__ import annotations

import networkx as nx
import pytest

from equigraph.exporters.looks import edge_look, most_lines
from equigraph.exporters.palette import VERDICTS, colour
from equigraph.graph.rows import ADVANCES


@pytest.mark.parametrize(
    ("edge", "words", "width", "dashed"),
    [
        (
            {"kind": "evidence", "verdict": "positive", "strength": "positive, one source", "claims": 9, "judging_count": 1},
            "positive, one source", 1.2, False,  # thin, however many claims share the source
        ),
        (
            {"kind": "evidence", "verdict": "mixed", "strength": "mixed, 3 sources", "claims": 4, "judging_count": 3},
            "mixed, 3 sources", 2.6, True,
        ),
        (
            {"kind": "evidence", "verdict": "positive", "strength": "positive, one source", "general": True,
             "scope_label": "not specific to English Learners"},
            "positive, one source (not specific to English Learners)", 0.8, False,
        ),
        ({"kind": "evidence", "general": True, "label": "advances"}, "evidence on (about all students)", 0.8, False),
        ({"kind": "relation", "label": "enables", "mapping": "inferred"}, "enables (our reading, inferred)", 1.2, True),
        ({"kind": "relation", "label": "enables", "mapping": "stated"}, "enables", 1.2, False),
        ({}, "related to", 1.2, False),
        (
            {"kind": "group", "label": "advances", "iri": ADVANCES, "strength": "25 lines: 25 mixed", "lines": 25, "mapping": "inferred",
             "verdicts": {"mixed": 25}},
            "evidence on: 25 lines: 25 mixed", 3.5, False,
        ),
    ],
)  # fmt: skip
def test_a_line_says_what_it_is(edge, words, width, dashed):
    look = edge_look(edge, 100)

    assert (words, width, dashed) == (look.words, look.width, bool(look.dash))


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_verdict_has_its_colour(verdict):
    assert colour(VERDICTS[verdict].token) == edge_look({"kind": "evidence", "verdict": verdict}).colour


def test_the_widest_line_between_groups():
    network = nx.MultiDiGraph()
    assert 0 == most_lines(network)
    network.add_edge("a", "b", lines=3)
    network.add_edge("b", "a", lines=7)
    network.add_edge("b", "b")
    assert 7 == most_lines(network)
